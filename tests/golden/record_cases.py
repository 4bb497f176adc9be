"""Record what the real MindSpore gives for files of cases: `python tests/golden/record_cases.py NAME ...`.

Run by an interpreter that has it. Only cases without a record are run; with `--all`, all of them.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import mindspore as ms  # noqa: E402
import recorded  # noqa: E402

# MindSpore writes the code of rewritten networks into the current folder.
os.chdir(tempfile.mkdtemp())
ms.set_context(pynative_synchronize=True)
for name in [a for a in sys.argv[1:] if a[0] != "-"] or recorded.FILES:
    path = recorded.GOLDEN / f"cases_{name}.json"
    known = {} if "--all" in sys.argv or not path.exists() else json.loads(path.read_text())
    rows = {}
    for key, case in recorded.cases(name).items():
        messages: list[str] = []
        rows[key] = known[key] if key in known else recorded.run(ms, case, messages)
        if messages:
            print(f"  {name}: {key} raises {rows[key]['raises']}: {messages[0]}")
    lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in rows.items())
    path.write_text(f"{{\n{lines}\n}}\n")
    print(f"{name}: {len(rows)} cases")
