"""Records what PyTorch 2.13 gives for the layers of `tests/mint/cases.py`: results, and gradients of their sum; for batch
norms, trained and evaluated; and for the optimizers of `tests/mint/optimizers.py`: weights after every step, with a schedule, and the
state after the last.

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
    record_batch_norms()
    record_optimizers()


def record_batch_norms() -> None:
    import torch

    from tests.mint.cases import BATCH_NORMS, batches, make, summary, weights

    lines = []
    for call, shape in BATCH_NORMS:
        layer = make(torch.nn, call)
        parameters = dict(layer.named_parameters())
        for name, values in weights({n: tuple(p.shape) for n, p in parameters.items()}).items():
            parameters[name].data = torch.tensor(values)
        *inputs, factors = batches(shape)
        row = {"train": []}
        for x in inputs:
            given = torch.tensor(x, requires_grad=True)
            out = layer(given)
            grads = torch.autograd.grad((out * torch.tensor(factors)).sum(), [given, *parameters.values()])
            row["train"].append([summary(a.detach().numpy()) for a in (out, *grads)])
        row["state"] = {n: summary(b.numpy()) for n, b in layer.named_buffers()}
        row["eval"] = summary(layer.eval()(torch.tensor(inputs[0])).detach().numpy())
        lines.append(f"{json.dumps(call)}: {json.dumps(row)}")
    (HERE / "mint_batch_norms.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


def record_optimizers() -> None:
    import torch

    from tests.mint.optimizers import GRADIENTS, RUNS, STATES, WEIGHTS, name

    def numbers(tensor: torch.Tensor) -> list[float]:
        return [float(f"{v:.7g}") for v in tensor.detach().numpy().reshape(-1)]

    lines = []
    for run in RUNS:
        weights = [torch.nn.Parameter(torch.tensor(w)) for w in WEIGHTS]
        optimizer = getattr(torch.optim, run[0])([{"params": weights[:1]}, {"params": weights[1:], **run[2]}], **run[1])
        schedule = torch.optim.lr_scheduler.StepLR(optimizer, 2, gamma=0.5)
        steps = []
        for grads in GRADIENTS:
            for w, g in zip(weights, grads, strict=True):
                w.grad = torch.tensor(g)
            optimizer.step()
            schedule.step()
            steps.append([numbers(w) for w in weights])
        state = {
            f"{STATES[key]}.{'ab'[i]}": numbers(value)
            for i, w in enumerate(weights)
            for key, value in optimizer.state[w].items()
            if key in STATES and value is not None
        }
        lines.append(f"{json.dumps(name(run))}: {json.dumps({'steps': steps, 'state': state})}")
    (HERE / "mint_optimizers.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
