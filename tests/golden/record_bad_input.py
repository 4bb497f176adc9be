"""Record what the real MindSpore's layers, losses and optimizers do with bad input (see tests/nn/bad_input.py).

    python tests/golden/record_bad_input.py

Run by an interpreter that has the real MindSpore. The calls are made in child processes, because some crash or hang it.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.golden import in_children  # noqa: E402
from tests.nn import bad_input  # noqa: E402


def worker(lines: list[str], pipe: Any) -> None:
    """Child process: the rows of `lines`."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    import mindspore as ms

    ms.set_context(pynative_synchronize=True)
    for line in lines:
        try:
            pipe.send(bad_input.rows(ms, line))
        except Exception as error:
            pipe.send({"failed": repr(error)})


def main() -> None:
    """Write `bad_input.json`."""
    lines = [*bad_input.CALLS, *bad_input.OPTIMIZERS]
    found = in_children.record(worker, lines)
    for line in [line for line in found if "failed" in found[line]]:
        print(line, found.pop(line)["failed"])
    text = ",\n".join(f"{json.dumps(line)}: {json.dumps(rows)}" for line, rows in found.items())
    (Path(__file__).parent / "bad_input.json").write_text("{\n" + text + "\n}\n")
    print(f"{len(found)} of {len(lines)} calls")


if __name__ == "__main__":
    main()
