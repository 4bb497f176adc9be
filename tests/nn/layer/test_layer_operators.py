"""Convolution layers offer their operators to subclasses, which call them with weights of their own."""

from __future__ import annotations

import numpy as np
import pytest

import mindshim as ms
from mindshim import nn

LAYERS = [
    (lambda: nn.Conv2d(2, 4, 3, stride=2, pad_mode="pad", padding=(1, 2, 1, 0), group=2, has_bias=True), (1, 2, 7, 8), "conv2d"),
    (lambda: nn.Conv2d(2, 4, 3, dilation=2, has_bias=True), (1, 2, 7, 8), "conv2d"),
    (lambda: nn.Conv3d(2, 4, (1, 2, 3), pad_mode="valid", has_bias=True), (1, 2, 4, 5, 6), "conv3d"),
]


@pytest.mark.parametrize(("make", "shape", "operator"), LAYERS)
def test_operators_give_what_the_layer_gives(make, shape, operator):
    layer, x = make(), ms.Tensor(np.random.default_rng(0).standard_normal(shape).astype(np.float32))
    by_hand = layer.bias_add(getattr(layer, operator)(x, layer.weight), layer.bias)
    np.testing.assert_allclose(by_hand.asnumpy(), layer(x).asnumpy(), rtol=1e-4, atol=1e-5)


def test_a_subclass_can_have_its_own():
    class Own(nn.Conv2d):
        def __init__(self):
            super().__init__(2, 4, 3)
            self.conv2d = nn.ReLU()

    assert isinstance(Own().conv2d, nn.ReLU)


@pytest.mark.parametrize(("layer", "shape"), [(nn.Conv1d, (4, 3, 2)), (nn.Conv1dTranspose, (3, 4, 2))])
def test_weights_of_one_axis(layer, shape):
    given = ms.ops.arange(24, dtype=ms.float32).reshape(shape)
    made = layer(3, 4, 2, weight_init=given)
    assert made.weight.shape == (*shape[:2], 1, 2)
    np.testing.assert_array_equal(made.weight.asnumpy().reshape(shape), given.asnumpy())
    with pytest.raises(ValueError, match="weight_init_shape"):
        layer(3, 4, 2, weight_init=made.weight.value())
