"""Layers of `mint.nn` that MindSpore 2.10.0 has as the very classes of `nn`."""

import pytest

import mindshim.mint.nn as mint_nn
from mindshim import nn

SAME = {
    "AdaptiveMaxPool2d": "AdaptiveMaxPool2d",
    "Hardshrink": "HShrink",
    "Hardsigmoid": "HSigmoid",
    "Hardswish": "HSwish",
    "Identity": "Identity",
    "Linear": "Linear",
    "ReLU": "ReLU",
    "SoftMarginLoss": "SoftMarginLoss",
}


@pytest.mark.parametrize("name", SAME)
def test_a_layer_is_the_class_of_nn(name: str) -> None:
    assert getattr(mint_nn, name) is getattr(nn, SAME[name])
    assert name in mint_nn.__all__
