"""Records what PyTorch 2.13 gives for the layers of `tests/mint/cases.py`: results, and gradients of their sum.

Run by an interpreter that has it: `python tests/golden/record_mint.py`, in the folder above `tests`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))


def main() -> None:
    import torch

    from tests.mint.cases import CALLS, make, summary, weights

    rows = {}
    for call, inputs in CALLS:
        layer = make(torch.nn, call)
        parameters = dict(layer.named_parameters())
        for name, values in weights({n: tuple(p.shape) for n, p in parameters.items()}).items():
            parameters[name].data = torch.tensor(values)
        given = [torch.tensor(x, requires_grad=x.dtype.kind == "f") for x in inputs]
        out = layer(*given)
        out.sum().backward()
        rows[call] = {
            "out": summary(out.detach().numpy()),
            "input": summary(given[0].grad.numpy()) if given[0].requires_grad else None,
            "weights": {n: summary(p.grad.numpy()) for n, p in sorted(parameters.items())},
        }
    lines = [f"{json.dumps(call)}: {json.dumps(row)}" for call, row in rows.items()]
    (HERE / "mint.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
