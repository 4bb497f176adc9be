"""Record what the real MindSpore's optimizers do: `python tests/golden/record_optimizers.py`, with its interpreter."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "nn" / "optim"))

import cases  # noqa: E402
import mindspore as ms  # noqa: E402

rows = []
for case in cases.CASES:
    row = cases.run(ms, case)
    message = row.pop("message", "")
    if "error" in row:
        print(f"{case}: {row['error']} ({row['at']}): {message[:150]}")
    rows.append(row)
ms.set_context(mode=ms.GRAPH_MODE)
for case in cases.SPARSE:
    rows.append({"sparse": case, "values": cases.train_table(ms, case)})
text = "[\n" + ",\n".join(json.dumps(r) for r in rows) + "\n]\n"
(Path(__file__).parent / "optimizers.json").write_text(text)
