"""Record what the real MindSpore gives for further spellings of operators (see tests/ops/spellings.py).

    python tests/golden/record_spellings.py

Run by an interpreter that has the real MindSpore. `spellings.json` has a line for each sample, with what comes of every
spelling called like it: "=", "absent", "!" and the type of the exception, or the result where it is another.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "ops"))

import numpy as np  # noqa: E402
import sample as samples  # noqa: E402
import spellings  # noqa: E402

TIMEOUT = 60
#: How the real one says that its CPU build has no kernel for an operator, or that it has no such operator.
_ABSENT = (
    "unregistered", "Unsupported op", "not support", "only supports Ascend", "Not implement", "Kernel select", "adapter",
    "Not found op", "Create kernelmod", "KernelMod Init Failed", "should not come here", "No module named",
    "'Tensor' object has no attribute", "Select CPU operator", "has no attr:__infe", "Open() error", "Response is empty",
    "input[0] should be RowTensor", "only support decimals",
)  # fmt: skip


def equal(a: Any, b: Any, values: bool) -> bool:
    """Whether two results are the same but for rounding."""
    if isinstance(a, list) or isinstance(b, list):
        if not (isinstance(a, list) and isinstance(b, list) and len(a) == len(b)):
            return False
        return all(x == y if isinstance(x, str) else equal(x, y, values) for x, y in zip(a, b, strict=True))
    if "values" not in a or "values" not in b:
        return a == b
    if (a["dtype"], a["shape"]) != (b["dtype"], b["shape"]):
        return False
    x, y = np.array(a["values"]), np.array(b["values"])
    return not values or (np.array_equal(x, y) if x.dtype.kind in "biu" else np.allclose(x, y, 1e-5, 1e-6, equal_nan=True))


def outcome(ms: Any, call: Any, like: Any) -> Any:
    """What comes of a call, told by what comes of the sample."""
    try:
        got = spellings.result(ms, call)
    except Exception as error:
        if any(words in str(error) for words in _ABSENT):
            return "absent"
        if not isinstance(like, samples.S) or like.raises is None:
            print("  ", call.key, type(error).__name__, str(error).strip().split("\n")[0][:160])
        return f"!{type(error).__name__}"
    try:
        want = spellings.result(ms, like) if isinstance(like, samples.S) else like
    except Exception:
        # The sample itself is refused here (its record is a sibling's): what came of the call stands alone.
        return got
    return "=" if equal(got, want, not call.random) else got


def worker(start: int, pipe: Any) -> None:
    """Child process: the outcomes of the pairs from `start` on."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    import mindspore as ms

    ms.set_context(pynative_synchronize=True)
    for _, call, like in spellings.pairs()[start:]:
        pipe.send(outcome(ms, call, like))


def main() -> None:
    """Write `spellings.json`."""
    pairs = spellings.pairs()
    outcomes: list[Any] = []
    context = multiprocessing.get_context("spawn")
    while len(outcomes) < len(pairs):
        receive, send = context.Pipe(False)
        child = context.Process(target=worker, args=(len(outcomes), send))
        child.start()
        send.close()
        try:
            while len(outcomes) < len(pairs) and receive.poll(TIMEOUT):
                outcomes.append(receive.recv())
        except EOFError:
            pass
        child.terminate()
        child.join()
        if len(outcomes) < len(pairs):
            print("  ", pairs[len(outcomes)][1].key, "crashed")
            outcomes.append("absent")
    found: dict[str, dict[str, Any]] = {}
    for (key, call, _), out in zip(pairs, outcomes, strict=True):
        found.setdefault(key, {})[call.path] = out
    lines = [f"{json.dumps(key)}: {json.dumps(row)}" for key, row in found.items()]
    (samples.GOLDEN / "spellings.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{len(pairs)} calls of {len({call.path for _, call, _ in pairs})} spellings")


if __name__ == "__main__":
    main()
