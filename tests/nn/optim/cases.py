"""Optimizer runs, made alike with mindshim and with the real MindSpore. Nothing here imports either.

A case is a line: an optimizer of the Parameters `w`, `b` and `g` (together `p`), made anew for each. `rates` is a list
of learning rates; `Decay()` a weight decay that changes; `table(sparse)` a network with an embedding table.
"""

from __future__ import annotations

from typing import Any

import numpy as np

#: Left out is what the real CPU build gets wrong: nesterov of Momentum, l1 of FTRL, update_slots of Adagrad, a large epsilon of RMSProp.
CASES = [line for line in """
SGD(p)
SGD(p, learning_rate=0.05, momentum=0.9, dampening=0.1, weight_decay=0.01)
SGD(p, learning_rate=0.05, momentum=0.9, nesterov=True)
SGD(p, rates, weight_decay=0.1, loss_scale=2.0)
SGD(p, momentum=-0.1)
SGD(p, dampening=-0.1)
SGD(p, nesterov=True)
SGD(p, nesterov=1)
SGD(p, momentum='a')
SGD(p, -0.1)
SGD(p, 'a')
SGD(p, weight_decay=-1)
SGD(p, weight_decay='a')
SGD(p, loss_scale=0)
SGD(p, weight_decay=Decay())
SGD(None, 0.1)
SGD([], 0.1)
SGD([w, 1], 0.1)
SGD(w, 0.1)
SGD([w, w], 0.1)
SGD([{'params': [w], 'x': 1}], 0.1)
SGD([{'params': []}], 0.1)
SGD([{'params': [w]}, {'params': [w]}], 0.1)
SGD([{'params': [w]}, {'order_params': [w, b]}], 0.1)
SGD([{'params': [w], 'lr': rates}, {'params': [b]}], rates[:3])
Momentum(p, 0.05, 0.9)
Momentum(p, learning_rate=rates, momentum=0.9, weight_decay=0.01)
Momentum(p, learning_rate=0.05, momentum=0.9, loss_scale=4.0)
Momentum(p, ExponentialDecayLR(0.1, 0.9, 2), 0.9, weight_decay=Decay())
Momentum([{'params': [b], 'lr': 0.5}, {'params': [w, g], 'weight_decay': 0.1}, {'order_params': [w, b, g]}], 0.05, 0.9)
Momentum([{'params': [b], 'lr': rates}, {'params': [w, g], 'weight_decay': Decay(), 'grad_centralization': True}], 0.05, 0.9)
Momentum(p, 0.1, 'a')
Momentum(p, 0.1, -1.0)
Momentum(p, 0.1, 0.9, use_nesterov=1)
Adam(p)
Adam(p, learning_rate=0.05, beta1=0.8, beta2=0.99, eps=1e-4, weight_decay=0.01)
Adam(p, learning_rate=0.05, use_nesterov=True)
Adam(p, learning_rate=0.05, use_amsgrad=True)
Adam(p, 0.05, use_lazy=True)
Adam(p, 0.05, use_offload=True)
Adam([{'params': [w], 'lr': ExponentialDecayLR(0.1, 0.9, 2)}, {'params': [b, g], 'weight_decay': 0.1}], rates, use_amsgrad=True)
Adam([{'params': [w], 'grad_centralization': True, 'lr': 0.1}, {'params': [b, g]}], 0.05, weight_decay=0.05, loss_scale=8.0)
Adam(p, beta1=1.0)
Adam(p, beta2=0)
Adam(p, eps=0.0)
Adam(p, use_locking=1)
Adam(p, use_amsgrad=1)
Adam(p, use_lazy=1)
Adam(p, use_lazy=True, use_offload=True)
Adam(p, use_lazy=True, use_amsgrad=True)
Adam(p, use_offload=True, use_amsgrad=True)
Adam(p, unknown=1)
AdamWeightDecay(p)
AdamWeightDecay(p, learning_rate=0.05, weight_decay=0.1)
AdamWeightDecay(p, rates, 0.8, 0.99, 1e-4, Decay())
AdamWeightDecay([{'params': [w], 'lr': 0.1, 'weight_decay': 0.2}, {'params': [b, g]}], 0.05, weight_decay=0.05)
AdamWeightDecay(p, eps=0.0)
Adagrad(p)
Adagrad(p, accum=0.2, learning_rate=0.05, weight_decay=0.1)
Adagrad([{'params': [w], 'lr': 0.1}, {'params': [b, g]}], 0.3, rates)
Adagrad(p, accum=-1.0)
Adagrad(p, accum=1)
Adagrad(p, update_slots=1)
RMSProp(p)
RMSProp(p, learning_rate=0.05, decay=0.8, momentum=0.5, weight_decay=0.1, loss_scale=2.0)
RMSProp(p, learning_rate=0.05, centered=True, momentum=0.5)
RMSProp([{'params': [w], 'lr': rates}, {'params': [b, g]}], 0.05, centered=True)
RMSProp(p, decay=-1.0)
RMSProp(p, momentum=-1.0)
RMSProp(p, epsilon=0.0)
RMSProp(p, centered=1)
AdaMax(p)
AdaMax(p, 0.05, 0.8, 0.99, 1e-4, 0.1, 2.0)
AdaMax([{'params': [w], 'lr': 0.1}, {'params': [b, g]}], rates)
AdaMax(p, beta1=0.0)
AdaMax(p, eps=0.0)
Adadelta(p)
Adadelta(p, 0.5, 0.8, 1e-4, 2.0, 0.1)
Adadelta([{'params': [w], 'lr': 0.1}, {'params': [b, g]}], rates)
Adadelta(p, rho=1.5)
Adadelta(p, epsilon=-1.0)
FTRL(p)
FTRL(p, initial_accum=0.2, learning_rate=0.05, l2=0.01, lr_power=-0.4, weight_decay=0.1)
FTRL(p, initial_accum=-1.0)
FTRL(p, lr_power=0.5)
FTRL(p, l1=-1.0)
FTRL(p, rates)
ProximalAdagrad(p)
ProximalAdagrad(p, learning_rate=0.05, l1=0.01, l2=0.1, accum=0.3, weight_decay=0.1)
ProximalAdagrad([{'params': [w], 'lr': 0.1}, {'params': [b, g]}], learning_rate=rates)
ProximalAdagrad(p, l1=-1.0)
ProximalAdagrad(p, accum=-1.0)
Lamb(p, 0.05, weight_decay=0.1)
Lamb(p, 0.05, beta1=1.0)
Rprop(p)
Rprop(p, 0.05, (0.4, 1.5), (0.01, 0.1), 0.1)
Rprop([{'params': [w], 'lr': 0.01}, {'params': [b, g]}], rates)
Rprop(p, etas=(0.5,))
Rprop(p, etas=(1.5, 1.2))
Rprop(p, etas=[0.5, 1.2])
Rprop(p, step_sizes=(2.0, 1.0))
Rprop(p, step_sizes=(1e-6,))
ASGD(p)
ASGD(p, 0.05, 0.01, 0.5, 2.0, 0.1)
ASGD([{'params': [w], 'lr': 0.01}, {'params': [b, g]}], rates)
ASGD(p, lambd='a')
ASGD(p, alpha=1)
AdaFactor(p)
AdaFactor(p, 0.05, scale_parameter=False, relative_step=False)
AdaFactor(p, learning_rate=0.05, scale_parameter=False, relative_step=False, beta1=0.9, weight_decay=0.1, compression=False)
AdaFactor(p, warmup_init=True, clip_threshold=0.5, decay_rate=0.7)
AdaFactor(p, 0.05)
AdaFactor(p, warmup_init=True, relative_step=False)
AdaFactor(p, eps=(1e-30,))
AdaFactor(p, beta1=1.5)
AdaFactor(p, scale_parameter=1)
LazyAdam(p, learning_rate=0.05)
LazyAdam(p, rates, weight_decay=0.1, use_nesterov=True)
LazyAdam([{'params': [w], 'lr': 0.1}, {'params': [b, g]}], 0.05)
LazyAdam(p, beta1=1.0)
AdamOffload(p, learning_rate=0.05)
AdamOffload(p, rates, weight_decay=0.1, use_nesterov=True)
LARS(Momentum(p, 0.1, 0.9))
LARS(Momentum(p, rates, 0.9, weight_decay=0.01), epsilon=1e-3, coefficient=0.05, use_clip=True)
LARS(SGD(p, 0.1), lars_filter=lambda x: 'gamma' not in x.name)
LARS(SGD([{'params': [w]}, {'params': [b, g]}], 0.1))
LARS(1)
LARS(SGD(p, 0.1), epsilon=1)
LARS(SGD(p, 0.1), coefficient=-1.0)
LARS(SGD(p, 0.1), use_clip=1)
""".split("\n") if line]  # fmt: skip
#: Training a table of which few rows are looked up: compiled only, the real PyNative mode cannot.
SPARSE = [
    "LazyAdam(p, 0.1)", "LazyAdam(p, 0.1, weight_decay=0.1)", "FTRL(p, learning_rate=0.1)", "Adam(p, 0.1)", "Adam(p, 0.1, use_lazy=True)",
    "Adam(p, 0.1, use_nesterov=True, use_lazy=True)", "FTRL(p, learning_rate=0.1, l2=0.1)",
]  # fmt: skip
STEPS = 5
SHAPES = {"conv.weight": (3, 2, 2), "fc.bias": (2,), "bn.gamma": (2, 3)}


def names(ms: Any, params: list[Any]) -> dict[str, Any]:
    """What the text of a case may use."""

    class Decay(ms.nn.Cell):
        def construct(self, global_step):
            return (global_step + 1.0) * 0.01

    w, b, g = params if len(params) == 3 else (None,) * 3
    return {**{n: getattr(ms.nn, n) for n in dir(ms.nn) if n[0].isupper()}, "ms": ms, "w": w, "b": b, "g": g, "p": params,
            "rates": [0.1, 0.05, 0.01, 0.01, 0.02], "Decay": Decay}  # fmt: skip


def _numbers(t: Any) -> list[float]:
    return [float(f"{v:.7g}") for v in t.asnumpy().reshape(-1)]


def run(ms: Any, case: str, step: Any = lambda optimizer: optimizer) -> dict[str, Any]:
    """What an optimizer is, and all its Parameters after some steps; `step` may wrap it. Or the error."""
    rng = np.random.default_rng(3)
    params = [ms.Parameter(ms.Tensor(rng.normal(size=s).astype(np.float32)), name=n) for n, s in SHAPES.items()]
    row: dict[str, Any] = {"case": case}
    try:
        optimizer = eval(case, names(ms, params))  # noqa: S307
        row["repr"] = repr(optimizer)
        row["names"] = [[q.name, list(q.shape), str(q.dtype), q.requires_grad] for q in optimizer.get_parameters()]
    except Exception as error:
        return {**row, "at": "init", "error": type(error).__name__, "message": str(error).strip().split("\n")[0]}
    try:
        call = step(optimizer)
        order = {q.name: q.shape for q in getattr(optimizer, "parameters", params)}
        for _ in range(STEPS):
            done = call(tuple(ms.Tensor(rng.normal(size=s).astype(np.float32)) for s in order.values()))
        row["returned"] = [bool(v) for v in done] if isinstance(done, (tuple, list)) else bool(done)
        row["values"] = [_numbers(q) for q in optimizer.get_parameters()]
    except Exception as error:
        row |= {"at": "call", "error": type(error).__name__, "message": str(error).strip().split("\n")[0]}
    return row


def train_table(ms: Any, case: str) -> list[list[float]]:
    """A sparse table and the optimizer's Parameters after steps that look some rows up, none twice: the real CPU kernels do
    not sum their gradients."""

    class Net(ms.nn.Cell):
        def __init__(self):
            super().__init__()
            self.table = ms.nn.EmbeddingLookup(6, 2, param_init=ms.Tensor(np.arange(1, 13).reshape(6, 2).astype(np.float32) / 10))

        def construct(self, x):
            vectors = self.table(x)
            return (vectors * vectors).sum() + vectors.sum()

    net = Net()
    optimizer = eval(case, names(ms, net.trainable_params()))  # noqa: S307
    train = ms.nn.TrainOneStepCell(net, optimizer).set_train()
    for rows in ([1, 3, 4], [0, 3, 2], [1, 2, 0]):
        train(ms.Tensor(rows, ms.int32))
    return [_numbers(q) for q in optimizer.get_parameters()]
