"""Record what the real MindSpore does with something else in the place of a Tensor (see tests/ops/strictness.py).

    python tests/golden/record_strictness.py

Run by an interpreter that has the real MindSpore. The calls are made in a child process, because some crash it.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "ops"))

import strictness  # noqa: E402

TIMEOUT = 60


def worker(paths: list[str], pipe: Any) -> None:
    """Child process: the rows of `paths`."""
    import mindspore as ms

    calls = strictness.calls()
    for path in paths:
        pipe.send({str(i): strictness.row(ms, calls[path], i) for i in strictness.places(calls[path])})


def main() -> None:
    """Write `strictness.json`: the key of the call, and a row for each place."""
    calls = strictness.calls()
    left, found = list(calls), {}
    context = multiprocessing.get_context("spawn")
    while left:
        mine, theirs = context.Pipe()
        child = context.Process(target=worker, args=(left, theirs))
        child.start()
        theirs.close()
        try:
            while left:
                if not mine.poll(TIMEOUT):
                    raise EOFError
                rows = mine.recv()
                found[left.pop(0)] = rows
        except EOFError:
            print("crashed:", left.pop(0), flush=True)
        child.kill()
        child.join()
    lines = [f"{json.dumps(p)}: {json.dumps({'key': calls[p].key, **found[p]})}" for p in sorted(found)]
    target = Path(__file__).parent / "strictness.json"
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{len(found)} of {len(calls)} calls")


if __name__ == "__main__":
    main()
