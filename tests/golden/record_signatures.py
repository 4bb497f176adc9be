"""Make signatures.json from the API census: names and signatures of the operators, nothing else.

    python tests/golden/record_signatures.py PATH/TO/mindspore_api.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

SPACES = ("mindspore.ops", "mindspore.Tensor", "mindspore.mint", "mindspore.mint.nn.functional", "mindspore.mint.linalg")
KEEP = ("signature", "call", "overloads")


def main(census: str) -> None:
    """Write one line per name."""
    lines = []
    for row in json.loads(Path(census).read_text()):
        space, _, name = row["name"].rpartition(".")
        if space not in SPACES or row.get("signature") is None or name.startswith("_"):
            continue
        kept = {k: row[k] for k in KEEP if row.get(k) and not (k == "call" and row.get("call_from"))}
        lines.append(f"{json.dumps(row['name'].removeprefix('mindspore.'))}: {json.dumps(kept)}")
    out = Path(__file__).with_name("signatures.json")
    out.write_text("{\n" + ",\n".join(sorted(lines)) + "\n}\n")
    print(len(lines), "names")


if __name__ == "__main__":
    main(sys.argv[1])
