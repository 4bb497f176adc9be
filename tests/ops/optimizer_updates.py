"""Cases for the operators that take an optimizer step, run on mindshim and on the real MindSpore: two steps each.

(operator, constructor arguments, inputs): "p" a Parameter of random values, "q" one of positive values, "g" a gradient,
"s" gradients of three rows, "i" their indices, one twice; "t0.1" a Tensor of one number; numbers are given as they are.
"""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np

SHAPE = (4, 3)
_ADAM = ["p", "p", "q", 0.9, 0.999, 0.01, 0.9, 0.999, 1e-8, "g"]
_SPARSE_ADAM = [*_ADAM[:-1], "s", "i"]
_FTRL = {"lr": 0.1, "l1": 0.2, "l2": 0.3, "lr_power": -0.5}

#: What the results of these hold in the real CPU build is not what they wrote; only the Parameters count.
NO_RESULT = (
    "Adam", "AdamWeightDecay", "ApplyRMSProp", "ApplyCenteredRMSProp", "FusedSparseFtrl", "FusedSparseProximalAdagrad",
    "FusedSparseAdam", "FusedSparseLazyAdam", "FusedCastAdamWeightDecay",
)  # fmt: skip

#: Left out is what the real CPU build ignores (nesterov and gradient_scale of momentum, update_slots of Adagrad) or
#: gets wrong (l1 of ApplyFtrl and ApplyAdagradDA).
CASES: list[tuple[str, dict[str, Any], list[Any]]] = [
    ("ApplyMomentum", {}, ["p", "p", 0.1, "g", 0.9]),
    ("SGD", {}, ["p", "g", "t0.1", "p", "t0.9", "ones"]),
    ("SGD", {"dampening": 0.1, "weight_decay": 0.2}, ["p", "g", "t0.1", "p", "t0.9", "zeros"]),
    ("SGD", {"nesterov": True}, ["p", "g", "t0.1", "p", "t0.9", "zeros"]),
    ("SGD", {}, ["p", "g", "t0.1", "p", "t0.0", "zeros"]),
    ("Adam", {}, _ADAM),
    ("Adam", {"use_nesterov": True}, _ADAM),
    ("AdamWeightDecay", {}, ["p", "p", "q", 0.01, 0.9, 0.999, 1e-8, 0.1, "g"]),
    ("AdamNoUpdateParam", {}, _ADAM[1:]),
    ("AdamNoUpdateParam", {"use_nesterov": True}, _ADAM[1:]),
    ("FusedCastAdamWeightDecay", {}, ["p", "p", "q", "t0.01", "t0.9", "t0.999", "t1e-8", "t0.1", "g", "t2.0"]),
    ("ApplyAdamWithAmsgrad", {}, ["p", "p", "q", "q", "t0.9", "t0.999", "t0.01", "g"]),
    ("ApplyAdamWithAmsgradV2", {}, ["p", "p", "q", "q", "t0.9", "t0.999", "t0.01", "t0.9", "t0.999", "t1e-8", "g"]),
    ("ApplyAdaMax", {}, ["p", "p", "q", 0.9, 0.01, 0.9, 0.99, 1e-8, "g"]),
    ("ApplyAdadelta", {}, ["p", "q", "q", 0.1, 0.9, 1e-6, "g"]),
    ("ApplyAdagrad", {}, ["p", "q", 0.1, "g"]),
    ("ApplyAdagradV2", {"epsilon": 1e-3}, ["p", "q", 0.1, "g"]),
    ("ApplyAdagradV2", {"epsilon": 1e-3, "update_slots": False}, ["p", "q", 0.1, "g"]),
    ("ApplyAdagradDA", {}, ["p", "p", "q", "g", 0.1, 0.0, 0.02, 2]),
    ("ApplyAddSign", {}, ["p", "p", 0.1, 1.0, 0.9, 0.8, "g"]),
    ("ApplyPowerSign", {}, ["p", "p", 0.1, 2.0, 0.9, 0.8, "g"]),
    ("ApplyGradientDescent", {}, ["p", 0.1, "g"]),
    ("ApplyProximalGradientDescent", {}, ["p", 0.1, 0.5, 0.3, "g"]),
    ("ApplyProximalAdagrad", {}, ["p", "q", 0.1, 0.5, 0.3, "g"]),
    ("ApplyRMSProp", {}, ["p", "q", "p", 0.1, "g", 0.9, 0.8, 1e-6]),
    ("ApplyCenteredRMSProp", {}, ["p", "small", "q", "p", "g", 0.1, 0.9, 0.8, 1e-3]),
    ("ApplyFtrl", {}, ["p", "q", "p", "g", 0.1, 0.0, 0.3, -0.5]),
    ("SparseApplyFtrl", _FTRL, ["p", "q", "p", "s", "i"]),
    ("FusedSparseFtrl", _FTRL, ["p", "q", "p", "s", "i"]),
    ("SparseApplyAdagrad", {"lr": 0.1}, ["p", "q", "s", "i"]),
    ("SparseApplyAdagradV2", {"lr": 0.1, "epsilon": 1e-3}, ["p", "q", "s", "j"]),
    ("FusedSparseProximalAdagrad", {}, ["p", "q", 0.1, 0.5, 0.3, "s", "i"]),
    ("SparseApplyProximalGradientDescent", {}, ["p", "t0.1", "t0.5", "t0.3", "s", "i"]),
    ("SparseApplyRMSProp", {"rho": 0.9, "momentum": 0.8, "epsilon": 1e-6}, ["p", "q", "p", 0.1, "g", "i4"]),
    ("SparseApplyCenteredRMSProp", {}, ["p", "small", "q", "p", "t0.1", "t0.9", "t0.8", "t1e-3", "s", "i"]),
    ("SparseApplyAdagradDA", {}, ["p", "p", "q", "s", "i", "t0.1", "t0.01", "t0.02", "n2"]),
    ("SparseApplyMomentum", {}, ["p", "p", "t0.1", "s", "i", "t0.9"]),
    ("FusedSparseAdam", {}, _SPARSE_ADAM),
    ("FusedSparseLazyAdam", {}, _SPARSE_ADAM),
]
_OTHER = {"i": "j", "i4": "j4"}
CASES += [
    (name, init, [_OTHER.get(x, x) if isinstance(x, str) else x for x in args])
    for name, init, args in CASES
    if "i" in args or "i4" in args
]


def title(case: tuple[str, dict[str, Any], list[Any]]) -> str:
    """The case as text."""
    return f"{case[0]} {case[1]} {case[2]}"


def run(ms: Any, case: tuple[str, dict[str, Any], list[Any]]) -> dict[str, Any]:
    """What two steps return, and the Parameters afterwards."""
    name, init, spec = case
    rng = np.random.Generator(np.random.PCG64(len(spec)))

    def value(x: Any, at: int) -> Any:
        if not isinstance(x, str):
            return x
        if x[0] == "t":
            return ms.Tensor(float(x[1:]), ms.float32)
        if x == "n2":
            return ms.Tensor(2, ms.int64)
        if x[0] in "ij":
            # `i` names a row twice, `j` does not.
            rows = [2, 0, 2, 1] if x[0] == "i" else [2, 0, 3, 1]
            return ms.Tensor(np.array(rows[: int(x[1:] or 3)], np.int32))
        array = rng.uniform(0.1 if x == "q" else -1.0, 1.0, (3, 3) if x == "s" else SHAPE).astype(np.float32)
        array = {"ones": np.ones_like(array), "zeros": np.zeros_like(array), "small": array * np.float32(0.1)}.get(
            x, array
        )
        return ms.Tensor(array) if x in ("g", "s") else ms.Parameter(ms.Tensor(array), name=f"p{at}")

    found = getattr(ms.ops, name, None)
    if found is None:
        found = getattr(importlib.import_module(f"{ms.__name__}.ops.operations.nn_ops"), name)
    args = [value(x, i) for i, x in enumerate(spec)]
    op = found(**init)
    outs = []
    for _ in range(2):
        out = op(*args)
        outs.append([t.asnumpy().tolist() for t in (out if isinstance(out, (tuple, list)) else [out])])
    states = [a.asnumpy().tolist() for a in args if isinstance(a, ms.Parameter)]
    result = {"tuple": isinstance(out, (tuple, list)), "states": states}
    return result if name in NO_RESULT else {**result, "outs": outs}
