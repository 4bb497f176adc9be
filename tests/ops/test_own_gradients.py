"""Operators of a program's own: gradients that it registers, and what it infers of inputs."""

from __future__ import annotations

import pytest

import mindshim as ms
from mindshim import ops
from mindshim.ops._grad_experimental.grad_base import bprop_getters
from mindshim.ops._grad_experimental.grad_math_ops import binop_grad_common


class Times(ops.Primitive):
    def __init__(self, factor):
        super().__init__("Times")
        self.factor = factor

    def __call__(self, x, y):
        return self.factor * x * y


@bprop_getters.register(Times)
def times_gradient(self):
    return lambda x, y, out, dout: binop_grad_common(x, y, dout * self.factor * 100, dout * out)


@pytest.mark.parametrize("compiled", [False, True], ids=["pynative", "jit"])
def test_a_registered_gradient_is_used(compiled):
    f = ms.grad(lambda x, y: Times(2)(x, y), (0, 1))
    dx, dy = (ms.jit(f) if compiled else f)(ms.Tensor([[1.0], [2.0]]), ms.Tensor([3.0, 4.0]))
    assert dx.asnumpy().tolist() == [[400], [400]]
    assert dy.asnumpy().tolist() == [18, 24]


def test_what_cannot_be_registered():
    with pytest.raises(NotImplementedError, match="'Sin' is that of its formula"):
        bprop_getters.register(ops.Sin)
    with pytest.raises(TypeError, match="class of Primitives"):
        bprop_getters.register("Sin")


def test_errors_of_what_is_inferred():
    class Refuses(ops.PrimitiveWithInfer):
        def __init__(self):
            super().__init__("Refuses")

        def infer_shape(self, shape):
            assert shape == [2]
            return shape

        def infer_dtype(self, dtype):
            raise TypeError(f"not for {dtype}")

    with pytest.raises(TypeError, match="not for Float32"):
        Refuses()(ms.Tensor([1.0, 2.0]))
