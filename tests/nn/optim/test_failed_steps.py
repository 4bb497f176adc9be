"""A step that fails leaves parameters, moments, counts and rates as they were, whichever optimizer and mode."""

from __future__ import annotations

import numpy as np
import pytest

import mindshim as ms
from mindshim import Parameter, Tensor, mint, nn
from mindshim.experimental import optim

#: What an optimizer needs beyond its parameters.
GIVEN = {"nn.Momentum": (0.1, 0.9), "nn.Lamb": (0.1,), "experimental.SGD": (0.1,), "mint.SGD": (0.1, 0.9)}
NAMES = [
    *[f"nn.{n}" for n in (
        "ASGD", "AdaFactor", "AdaMax", "Adadelta", "Adagrad", "Adam", "AdamOffload", "AdamWeightDecay", "FTRL", "Lamb", "LazyAdam", "Momentum",
        "ProximalAdagrad", "RMSProp", "Rprop", "SGD")],
    *[f"experimental.{n}" for n in ("ASGD", "Adadelta", "Adagrad", "Adam", "AdamW", "Adamax", "NAdam", "RAdam", "RMSprop", "Rprop", "SGD")],
    *[f"mint.{n}" for n in ("Adam", "AdamW", "SGD")],
]  # fmt: skip


def make(name: str, parameters: list[Parameter]):
    home, _, cls = name.partition(".")
    return getattr({"nn": nn, "experimental": optim, "mint": mint.optim}[home], cls)(parameters, *GIVEN.get(name, ()))


def state(optimizer, parameters):
    """Every number that a step may write."""
    found = [*parameters, *optimizer.get_parameters()]
    groups = getattr(optimizer, "param_groups", [])
    found += [v for g in groups for v in g.values() if isinstance(v, Tensor)]
    return [t.asnumpy().tolist() for t in found]


#: All go one way when they are compiled: these have state of every kind.
COMPILED = ["nn.ASGD", "nn.AdaFactor", "nn.Adam", "nn.Momentum", "nn.SGD", "experimental.NAdam", "experimental.SGD", "mint.Adam"]


@pytest.mark.parametrize(("name", "compiled"), [(n, c) for n in NAMES for c in ((False, True) if n in COMPILED else (False,))])
def test_a_failed_step_changes_nothing(name, compiled):
    parameters = [Parameter(np.ones(s, np.float32), name=n) for n, s in (("w", (2, 3)), ("b", (3,)))]
    optimizer = make(name, parameters)
    a, b = (Tensor(np.full(p.shape, 0.5, np.float32)) for p in parameters)
    step = ms.jit(lambda gradients: optimizer(gradients)) if compiled else optimizer
    bad = {
        "shape": (a, Tensor(np.ones(4, np.float32))), "rank": (a, Tensor(np.ones((1, 3), np.float32))), "no rank": (a, Tensor(1.0)),
        "swapped": (b, a), "few": (a,), "many": (a, b, b), "none": (), "number": (a, 1), "None": (a, None), "text": (a, "x"),
        "complex": (a, Tensor(np.ones(3, np.complex64))), "nothing": None,
    }  # fmt: skip
    if not name.startswith("nn."):
        # As in MindSpore: what is behind the last parameter is ignored, and a parameter without a gradient stays as it is.
        del bad["many"], bad["None"]
    for again in range(2):
        # Before the first step, and after one.
        before = state(optimizer, parameters)
        for what, gradients in bad.items():
            with pytest.raises((TypeError, ValueError, RuntimeError)):
                step(gradients)
            assert state(optimizer, parameters) == before, what
        if not again:
            step((a, b))
            assert state(optimizer, parameters) != before


@pytest.mark.parametrize("compiled", [False, True], ids=["pynative", "jit"])
@pytest.mark.parametrize("name", ["nn.SGD", "experimental.Adam", "nn.ASGD"])
def test_gradients_of_a_wider_dtype(name, compiled):
    """Refused by MindSpore's fused updates, cast by those that are made of single operators; narrower ones are cast."""
    parameter = Parameter(np.ones(3, np.float32), name="w")
    optimizer = make(name, [parameter])
    step = ms.jit(lambda gradients: optimizer(gradients)) if compiled else optimizer
    wide = (Tensor(np.full(3, 0.5)),)
    if name == "nn.ASGD":
        step(wide)
    else:
        with pytest.raises(TypeError, match="gradient of parameter 0 must have the parameter's dtype float32, but got float64"):
            step(wide)
        assert parameter.asnumpy().tolist() == [1, 1, 1]
        step((Tensor(np.full(3, 0.5, np.float16)),))
    assert parameter.asnumpy().max() < 1
