"""Record what the real MindSpore's layers do: `python tests/golden/record_layers.py`, with its interpreter.

Cases run in child processes, because some crash or hang the real thing.
"""

import json
import multiprocessing
import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "nn" / "layer"))

import cases  # noqa: E402


def initial(ms: Any, text: str) -> dict[str, Any]:
    """Name, shape, smallest and largest value and spread of every Parameter of a new layer."""
    rows = []
    ms.set_seed(2)
    for p in cases.make(ms, text).get_parameters():
        values = p.asnumpy()
        rows.append([p.name, list(p.shape), *(float(f"{v:.4g}") for v in (values.min(), values.max(), values.std()))])
    return {"initial": text, "params": rows}


def worker(lines: list[str], pipe: Any) -> None:
    """Child process: run the cases and send what they give."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    import mindspore as ms

    ms.set_context(pynative_synchronize=True)
    for line in lines:
        pipe.send(cases.run(ms, line) if " <- " in line else initial(ms, line))


def record(lines: list[str]) -> list[dict[str, Any]]:
    """The rows of all cases, with a new child after each crash."""
    rows: list[dict[str, Any]] = []
    context = multiprocessing.get_context("spawn")
    while len(rows) < len(lines):
        receive, send = context.Pipe(False)
        child = context.Process(target=worker, args=(lines[len(rows) :], send))
        child.start()
        send.close()
        try:
            while receive.poll(60):
                rows.append(receive.recv())
        except EOFError:
            pass
        child.terminate()
        child.join()
        if len(rows) < len(lines):
            rows.append({"case": lines[len(rows)], "error": "crash", "message": "", "at": "call"})
    return rows


if __name__ == "__main__":
    found = record([*(line for lines in cases.CASES.values() for line in lines), *cases.INITIAL])
    described: set[str] = set()
    for r in found:
        if "no_kernel" in r:
            print(f"{r['case'][:90]}: no kernel")
        layer = r.get("case", "").partition(" <- ")[0]
        if layer in described:
            # Once is enough.
            r.pop("repr", None), r.pop("params", None)
        elif "repr" in r:
            described.add(layer)
        if "error" in r:
            print(f"{r['case'][:90]}: {r['error']} ({r['at']}): {r.pop('message')[:150]}")
    text = "[\n" + ",\n".join(json.dumps(r) for r in found) + "\n]\n"
    (Path(__file__).parent / "layers.json").write_text(text)
