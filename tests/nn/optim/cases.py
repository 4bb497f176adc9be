"""Optimizer runs, made alike with mindshim and with the real MindSpore. Nothing here imports either."""

from __future__ import annotations

from typing import Any

import numpy as np

#: (class, arguments). Left out is what the real CPU build gets wrong: nesterov of Momentum, l1 of FTRL.
CASES: list[tuple[str, dict[str, Any]]] = [
    ("SGD", {}),
    ("SGD", {"learning_rate": 0.05, "momentum": 0.9, "dampening": 0.1, "weight_decay": 0.01}),
    ("SGD", {"learning_rate": 0.05, "momentum": 0.9, "nesterov": True}),
    ("Momentum", {"learning_rate": 0.05, "momentum": 0.9}),
    ("Momentum", {"learning_rate": [0.1, 0.05, 0.01, 0.01], "momentum": 0.9, "weight_decay": 0.01}),
    ("Momentum", {"learning_rate": 0.05, "momentum": 0.9, "loss_scale": 4.0}),
    ("Adam", {}),
    ("Adam", {"learning_rate": 0.05, "beta1": 0.8, "beta2": 0.99, "eps": 1e-4, "weight_decay": 0.01}),
    ("Adam", {"learning_rate": 0.05, "use_nesterov": True}),
    ("Adam", {"learning_rate": 0.05, "use_amsgrad": True}),
    ("AdamWeightDecay", {"learning_rate": 0.05, "weight_decay": 0.1}),
    ("Adagrad", {"learning_rate": 0.05}),
    ("RMSProp", {"learning_rate": 0.05}),
    ("RMSProp", {"learning_rate": 0.05, "centered": True, "momentum": 0.5}),
    ("AdaMax", {"learning_rate": 0.05}),
    ("Adadelta", {"learning_rate": 0.5}),
    ("FTRL", {"learning_rate": 0.05, "l2": 0.01}),
    ("ProximalAdagrad", {"learning_rate": 0.05, "l1": 0.01}),
    ("Lamb", {"learning_rate": 0.05, "weight_decay": 0.1}),
    ("Rprop", {"learning_rate": 0.05}),
    ("ASGD", {"learning_rate": 0.05}),
    ("AdaFactor", {"learning_rate": 0.05, "scale_parameter": False, "relative_step": False}),
    ("LazyAdam", {"learning_rate": 0.05}),
]
STEPS = 4


def run(ms: Any, name: str, kwargs: dict[str, Any], step: Any = lambda optimizer: optimizer) -> list[list[float]]:
    """The two parameters after the steps; `step` may wrap the optimizer."""
    rng = np.random.default_rng(3)
    shapes = ((3, 2), (2,))
    params = [ms.Parameter(ms.Tensor(rng.normal(size=s).astype(np.float32)), name=n) for s, n in zip(shapes, ("weight", "bias"), strict=True)]
    optimizer = getattr(ms.nn, name)(params, **kwargs)
    call = step(optimizer)
    for _ in range(STEPS):
        call(tuple(ms.Tensor(rng.normal(size=s).astype(np.float32)) for s in shapes))
    return [[float(v) for v in p.asnumpy().reshape(-1)] for p in params]
