"""Training that is stopped after three steps and goes on from its checkpoint, with mindshim and with the real MindSpore.

Each line makes an optimizer of the Parameters `p` of a small network. Of the real one the checkpoint of the whole step is kept,
and what two steps more, from that file, make of the Parameters: from there, mindshim must come to the same. It is what five steps
without a stop make of them, too, where the real one's checkpoint is `whole`: it does not hold all that NAdam and ASGD of
`experimental.optim` remember.
"""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

LINES = """
nn.SGD(p, 0.1, momentum=0.9, dampening=0.1, weight_decay=0.01)
nn.Momentum(p, [0.1, 0.2, 0.05, 0.3, 0.02], 0.9, weight_decay=0.01)
nn.Momentum(p, nn.ExponentialDecayLR(0.1, 0.9, 2), 0.9, loss_scale=4.0)
nn.Momentum([{'params': p[:1], 'lr': nn.PolynomialDecayLR(0.1, 0.01, 5, 0.5)}, {'params': p[1:], 'weight_decay': 0.1}], 0.1, 0.9)
nn.Adam(p, 0.05, use_amsgrad=False)
nn.Adam(p, 0.05, use_amsgrad=True)
nn.Adam(p, 0.05, use_nesterov=True, weight_decay=0.1)
nn.Adam(p, 0.05, use_lazy=True)
nn.Adam(p, 0.05, use_offload=True)
nn.AdamWeightDecay(p, 0.05, weight_decay=0.1)
nn.AdamOffload(p, 0.05)
nn.LazyAdam(p, 0.05)
nn.AdaMax(p, 0.05)
nn.Adadelta(p, 0.5)
nn.Adagrad(p, learning_rate=0.1)
nn.AdaFactor(p, relative_step=True, beta1=0.9)
nn.ASGD(p, 0.05, t0=2.0)
nn.FTRL(p, learning_rate=0.1)
nn.ProximalAdagrad(p, learning_rate=0.1)
nn.RMSProp(p, 0.05, momentum=0.5)
nn.RMSProp(p, 0.05, momentum=0.5, centered=True)
nn.Rprop(p, 0.05)
optim.ASGD(p, 0.05)
optim.SGD(p, 0.1, momentum=0.9)
optim.Adadelta(p, 0.5)
optim.Adagrad(p, 0.1)
optim.Adam(p, 0.05)
optim.Adam(p, 0.05, amsgrad=True)
optim.AdamW(p, 0.05)
optim.Adamax(p, 0.05)
optim.NAdam(p, 0.05)
optim.RAdam(p, 0.05)
optim.RMSprop(p, 0.05, momentum=0.5, centered=True)
optim.Rprop(p, 0.05)
""".strip().split("\n")


class Run:
    """A network with its optimizer, and steps on fixed data."""

    def __init__(self, ms: Any, line: str, start: float) -> None:
        nn = ms.nn
        rng = np.random.Generator(np.random.PCG64(1))
        self.batches = [(ms.Tensor(x), ms.Tensor(y)) for x, y in zip(rng.normal(size=(5, 4, 3)).astype("f4"), rng.normal(size=(5, 4, 2)).astype("f4"), strict=True)]
        weight = start * rng.normal(size=(2, 3)).astype("f4")
        self.ms, self.net = ms, nn.Dense(3, 2, weight_init=ms.Tensor(weight), bias_init="zeros")
        names = {"nn": nn, "optim": ms.experimental.optim, "p": self.net.trainable_params()}
        self.optimizer = eval(line, names)  # noqa: S307
        loss = nn.MSELoss()
        if line.startswith("nn."):
            self.saved = nn.TrainOneStepCell(nn.WithLossCell(self.net, loss), self.optimizer)
            self.saved.set_train()
        else:
            self.saved = self.optimizer
            self.gradient = ms.value_and_grad(lambda x, y: loss(self.net(x), y), None, self.optimizer.parameters)

    def steps(self, first: int, last: int) -> None:
        for x, y in self.batches[first:last]:
            if self.saved is self.optimizer:
                self.optimizer(self.gradient(x, y)[1])
            else:
                self.saved(x, y)

    def state(self) -> list[Any]:
        """Names and values of everything that is saved."""
        return [[p.name, p] for _, p in self.saved.parameters_and_names()]


def case(line: str) -> Any:
    def stopped(ms: Any) -> Any:
        run = Run(ms, line, 1.0)
        run.steps(0, 3)
        file = f"{tempfile.mkdtemp()}/step.ckpt"
        ms.save_checkpoint(run.saved, file)
        content = base64.b64encode(Path(file).read_bytes()).decode()
        again = Run(ms, line, 0.5)
        ms.load_param_into_net(again.saved, ms.load_checkpoint(file))
        for each in (run, again):
            each.steps(3, 5)
        whole = all((p.asnumpy() == q.asnumpy()).all() for (_, p), (_, q) in zip(run.state(), again.state(), strict=True))
        return {"file": content, "whole": whole, "after": again.state()}

    return stopped


CASES = {line: case(line) for line in LINES}
