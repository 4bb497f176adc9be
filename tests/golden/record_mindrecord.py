"""Records MindRecord files of the real MindSpore, small ones: `python tests/golden/record_mindrecord.py` in its interpreter.

The files are kept as one zip, `mindrecord.zip`; their rows are those of `rows` in tests/mindrecord/cases.py.
"""

from __future__ import annotations

import os
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "mindrecord"))

import cases  # noqa: E402
from mindspore.mindrecord import FileWriter  # noqa: E402


def main() -> None:
    """Write the files and pack them."""
    os.chdir(tempfile.mkdtemp())
    for name, (schema, shards, index, count) in cases.FILES.items():
        cases.write(FileWriter, name, schema, shards, index, cases.rows(schema)[:count])
    writer = FileWriter.open_for_append("appended")
    writer.write_raw_data(cases.rows(cases.ALL)[20:])
    writer.commit()
    with zipfile.ZipFile(HERE / "mindrecord.zip", "w", zipfile.ZIP_DEFLATED) as out:
        for path in sorted(Path().iterdir()):
            out.write(path)


if __name__ == "__main__":
    main()
