"""Record what the real MindSpore does with something else in the place of a Tensor (see tests/ops/strictness.py).

    python tests/golden/record_strictness.py

Run by an interpreter that has the real MindSpore. The calls are made in a child process, because some crash it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "ops"))

import in_children  # noqa: E402
import strictness  # noqa: E402


def worker(paths: list[str], pipe: Any) -> None:
    """Child process: the rows of `paths`."""
    import mindspore as ms

    calls = strictness.calls()
    for path in paths:
        pipe.send({str(i): strictness.row(ms, calls[path], i) for i in strictness.places(calls[path])})


def main() -> None:
    """Write `strictness.json`: the key of the call, and a row for each place."""
    calls = strictness.calls()
    found = in_children.record(worker, list(calls))
    lines = [f"{json.dumps(p)}: {json.dumps({'key': calls[p].key, **found[p]})}" for p in sorted(found)]
    target = Path(__file__).parent / "strictness.json"
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{len(found)} of {len(calls)} calls")


if __name__ == "__main__":
    main()
