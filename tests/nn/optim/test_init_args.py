"""What `opt_init_args_register` makes an optimizer remember, as on the real MindSpore."""

from __future__ import annotations

import pytest

import mindshim as ms
from mindshim import nn
from mindshim.nn.optim.optimizer import opt_init_args_register


class Own(nn.Optimizer):
    @opt_init_args_register
    def __init__(self, params, learning_rate=0.5, *, k=3, weight_decay=0.0):
        super().__init__(learning_rate, params, weight_decay)


@pytest.mark.parametrize(
    ("given", "rate", "k"),
    [
        ({}, 0.5, 3),
        ({"learning_rate": 0.1, "k": 4}, 0.1, 4),
        ({"learning_rate": [0.1, 0.2]}, [0.1, 0.2], 3),
        ({"learning_rate": ms.Tensor(0.5)}, 0.5, 3),
        ({"learning_rate": nn.ExponentialDecayLR(0.1, 0.9, 4)}, None, 3),
    ],
)
def test_arguments_are_remembered(given, rate, k):
    params = [ms.Parameter(ms.Tensor([1.0]), name="a")]
    optimizer = Own(params, **given)
    assert optimizer.init_params == {"params": params}
    assert optimizer.init_learning_rate == rate
    assert optimizer.init_args == {"k": k, "weight_decay": 0.0}
