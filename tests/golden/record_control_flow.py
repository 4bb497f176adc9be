"""Records what the real MindSpore gives for the programs of `tests/core/control_flow_programs`.

Run by an interpreter that has it: in PyNative, under `ms.jit`, and the gradient by the first argument.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def plain(value):
    import mindspore as ms

    if isinstance(value, ms.Tensor):
        return ["Tensor", str(value.dtype), value.asnumpy().tolist()]
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, [plain(v) for v in value]]
    if isinstance(value, dict):
        return ["dict", {k: plain(v) for k, v in value.items()}]
    return [type(value).__name__, value]


def rows(names: list[str]) -> None:
    import control_flow_programs as programs  # type: ignore[import-not-found]
    import mindspore as ms

    for name in names:
        fn, calls, _, grad, *_ = programs.CASES[name]
        row = {}
        for key, run in (("pynative", fn), ("jit", ms.jit(fn)), ("grad", ms.grad(fn) if grad else None)):
            for arguments in calls if run is not None else ():
                try:
                    found = plain(run(*[a.copy() if isinstance(a, ms.Tensor) else a for a in arguments]))
                except Exception as error:
                    found = ["error", type(error).__name__, str(error).strip().split("\n")[0][:200]]
                row.setdefault(key, []).append(found)
        if row["jit"] == row["pynative"]:
            row["jit"] = "as pynative"
        print("ROW", json.dumps([name, row]), flush=True)
    os._exit(0)  # Its destructors may crash after a failed compilation.


def main() -> None:
    environment = {**os.environ, "CONTROL_FLOW_PACKAGE": "mindspore", "GLOG_v": "3", "PYTHONPATH": str(HERE.parent / "core")}
    ask = "import control_flow_programs as p; print(*p.CASES)"
    names = subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True).stdout.split()
    found = {}
    for at in range(0, len(names), 8):
        # A few per process: a crash costs those only.
        run = subprocess.run([sys.executable, __file__, *names[at : at + 8]], env=environment, capture_output=True, text=True)
        found.update(json.loads(line[4:]) for line in run.stdout.splitlines() if line.startswith("ROW "))
    lines = [f"{json.dumps(n)}: {json.dumps(found[n])}" for n in names]
    (HERE / "control_flow.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    rows(sys.argv[1:]) if len(sys.argv) > 1 else main()
