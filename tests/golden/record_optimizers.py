"""Record what the real MindSpore's optimizers do: `python tests/golden/record_optimizers.py`, with its interpreter."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "nn" / "optim"))

import cases  # noqa: E402
import mindspore as ms  # noqa: E402

rows = []
for name, kwargs in cases.CASES:
    try:
        rows.append({"name": name, "kwargs": kwargs, "params": cases.run(ms, name, kwargs)})
    except Exception as error:
        rows.append({"name": name, "kwargs": kwargs, "error": type(error).__name__})
        print(name, kwargs, str(error).split("\n")[0][:100])
text = "[\n" + ",\n".join(json.dumps(r) for r in rows) + "\n]\n"
(Path(__file__).parent / "optimizers.json").write_text(text)
