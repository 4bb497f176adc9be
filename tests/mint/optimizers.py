"""Runs of `mint.optim`, for PyTorch, which recorded them, and for mindshim: five steps with groups and a schedule."""

from __future__ import annotations

from typing import Any

import numpy as np

STEPS = 5
#: class, settings, those of the second group
RUNS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("Adam", {"lr": 0.1}, {}),
    ("Adam", {"lr": 0.1, "weight_decay": 0.5, "amsgrad": True}, {"lr": 0.02, "betas": (0.5, 0.6), "amsgrad": False}),
    ("Adam", {"lr": 0.01, "betas": (0.8, 0.888), "eps": 0.1, "weight_decay": 0.1, "maximize": True}, {"eps": 1e-5}),
    ("AdamW", {"lr": 0.1}, {"weight_decay": 0.0}),
    ("AdamW", {"lr": 0.1, "weight_decay": 0.5, "amsgrad": True, "maximize": True}, {"lr": 0.02, "betas": (0.5, 0.6)}),
    ("SGD", {"lr": 0.1}, {"lr": 0.3, "weight_decay": 0.5}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "dampening": 0.5, "weight_decay": 0.1}, {"momentum": 0.0}),
    ("SGD", {"lr": 0.1, "momentum": 0.9, "nesterov": True, "maximize": True}, {"momentum": 0.5, "nesterov": False, "dampening": 0.3}),
]
#: how PyTorch calls a state -> how MindSpore does
STATES = {
    "exp_avg": "exp_avg", "exp_avg_sq": "exp_avg_sq", "max_exp_avg_sq": "max_exp_avg_sq", "momentum_buffer": "momentum_buf",
}  # fmt: skip

_RNG = np.random.default_rng(3)
WEIGHTS = [_RNG.standard_normal(s).astype(np.float32) for s in ((2, 3), (4,))]
#: of every step: gradients that grow smaller, so that the largest moments are not the last
GRADIENTS = [[(_RNG.standard_normal(w.shape) / (i + 1)).astype(np.float32) for w in WEIGHTS] for i in range(STEPS)]


def name(run: tuple[str, dict[str, Any], dict[str, Any]]) -> str:
    """How a run is called."""
    return f"{run[0]}({run[1]}, {run[2]})"
