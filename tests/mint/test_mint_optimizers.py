"""`mint.optim`: five steps and the state behind them as recorded from PyTorch; names, checks and messages as MindSpore's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mindshim as ms
from mindshim import Parameter, Tensor, mint
from mindshim.experimental.optim.lr_scheduler import StepLR
from tests.mint.optimizers import GRADIENTS, RUNS, WEIGHTS, name

RECORDED = json.loads((Path(__file__).parents[1] / "golden" / "mint_optimizers.json").read_text())


def parameters() -> list[Parameter]:
    return [Parameter(Tensor(w), name=n) for w, n in zip(WEIGHTS, "ab", strict=True)]


def close(array: Tensor, recorded: list[float]) -> None:
    np.testing.assert_allclose(array.asnumpy().reshape(-1), recorded, rtol=3e-5, atol=3e-6)


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("run", RUNS, ids=name)
def test_steps_and_state_are_pytorchs(run: Any, compiled: bool) -> None:
    weights = parameters()
    optimizer = getattr(mint.optim, run[0])([{"params": weights[:1]}, {"params": weights[1:], **run[2]}], **run[1])
    schedule, recorded = StepLR(optimizer, 2, gamma=0.5), RECORDED[name(run)]
    step = ms.jit(lambda grads: optimizer(grads)) if compiled else optimizer
    for grads, after in zip(GRADIENTS, recorded["steps"], strict=True):
        assert step(tuple(map(Tensor, grads)))
        schedule.step()
        for w, values in zip(weights, after, strict=True):
            close(w, values)
    state = {p.name: p for p in optimizer.get_parameters()}
    for key, values in recorded["state"].items():
        close(state[key], values)


def test_names_and_counts_are_mindspores() -> None:
    for cls, counter, first in ((mint.optim.Adam, "state_step", 0), (mint.optim.AdamW, "state_step", -1), (mint.optim.FusedAdamW, "state_step", -1)):
        optimizer = cls(parameters())
        names = [p.name for p in optimizer.get_parameters()]
        assert names == ["a", "b", "exp_avg.a", "exp_avg.b", "exp_avg_sq.a", "exp_avg_sq.b", counter]
        assert (optimizer.state_step.dtype, optimizer.state_step.asnumpy().tolist()) == (ms.float32, [first])
        optimizer(tuple(map(Tensor, GRADIENTS[0])))
        assert optimizer.state_step.asnumpy().tolist() == [first + 1]
    optimizer = mint.optim.SGD(parameters(), lr=1)
    assert [p.name for p in optimizer.get_parameters()] == ["a", "b", "momentum_buf.a", "momentum_buf.b", "step_t"]
    optimizer(tuple(map(Tensor, GRADIENTS[0])))
    assert (optimizer.step_t.dtype, int(optimizer.step_t)) == (ms.int32, 1)


def test_groups_are_added_with_the_state_they_need() -> None:
    a, b = parameters()
    optimizer = mint.optim.AdamW([a], lr=0.1)
    optimizer.add_param_group({"params": [b], "amsgrad": True})
    assert [p.name for p in optimizer.param_groups[1]["max_exp_avg_sq"]] == ["max_exp_avg_sq.b"]
    optimizer(tuple(map(Tensor, GRADIENTS[0])))
    assert optimizer.param_groups[1]["max_exp_avg_sq"][0].asnumpy().all()
    optimizer.param_groups[1]["amsgrad"] = False
    optimizer(tuple(map(Tensor, GRADIENTS[1])))
    late = mint.optim.AdamW(parameters())
    late.param_groups[0]["amsgrad"] = True
    with pytest.raises(RuntimeError, match="'amsgrad' of a group can not be turned on later"):
        late(tuple(map(Tensor, GRADIENTS[0])))


def test_fused_groups_agree_on_amsgrad() -> None:
    a, b = parameters()
    with pytest.raises(ValueError, match=r"the same for all parameter groups, but got \[True, False\]"):
        mint.optim.FusedAdamW([{"params": [a], "amsgrad": True}, {"params": [b]}])
    optimizer = mint.optim.FusedAdamW([a], betas=[0.9, 0.99])
    with pytest.raises(ValueError, match="the same for all parameter groups"):
        optimizer.add_param_group({"params": [b], "amsgrad": True})
    assert len(optimizer.param_groups) == 1


@pytest.mark.parametrize(
    "cls, settings, error, message",
    [
        ("Adam", {"lr": 1}, TypeError, "the type of 'lr' should be 'float', but got type 'int'"),
        ("Adam", {"lr": -1.0}, ValueError, "Invalid learning rate: -1.0"),
        ("Adam", {"betas": [0.9, 0.99]}, TypeError, "the type of 'betas' should be 'tuple', but got type 'list'"),
        ("Adam", {"betas": (0.9,)}, ValueError, "betas size"),
        ("Adam", {"betas": (0, 0.9)}, TypeError, "the type of 'betas[0]' should be 'float', but got type 'int'"),
        ("AdamW", {"betas": (0.5, 1.0)}, ValueError, "Invalid beta parameter at index 1: 1.0"),
        ("AdamW", {"eps": 1}, TypeError, "the type of 'eps' should be 'float'"),
        ("AdamW", {"weight_decay": -0.1}, ValueError, "Invalid weight_decay value: -0.1"),
        ("AdamW", {"amsgrad": 1}, TypeError, "the type of 'amsgrad' should be 'bool'"),
        ("SGD", {"lr": "a"}, TypeError, "the type of 'lr' should be one of '['float', 'int', 'bool', 'Tensor']'"),
        ("SGD", {"lr": 1, "momentum": -1}, ValueError, "Invalid momentum value: -1"),
        ("SGD", {"lr": 1, "nesterov": True}, ValueError, "if 'nesterov' is true, 'momentum' must be > 0.0"),
        ("SGD", {"lr": 1, "maximize": 1}, TypeError, "the type of 'maximize' should be 'bool'"),
    ],
)
def test_wrong_settings(cls: str, settings: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as told:
        getattr(mint.optim, cls)(parameters(), **settings)
    assert message in str(told.value)
