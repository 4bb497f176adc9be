"""Forward and backward hooks, custom bprop and to_float, with the values that MindSpore 2.10 gave."""

from __future__ import annotations

import copy

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, nn, ops
from tests.nn.cells import X, param


class Double(nn.Cell):
    def construct(self, x, y=None):
        return x * 2


class Two(nn.Cell):
    def construct(self, x, y):
        return x * y, x + y


def values(result):
    return [values(r) for r in result] if isinstance(result, (tuple, list)) else result.asnumpy().tolist()


def gradient(cell, scale=3.0):
    return ms.grad(lambda a: cell(a) * scale)(X).asnumpy().tolist()


def test_forward_pre_hook():
    c = Double()
    seen = []
    handle = c.register_forward_pre_hook(lambda cell, inputs: seen.append((cell, inputs)))
    assert values(c(X, y=3)) == [2, 4]
    c(x=X)
    assert seen == [(c, (X,)), (c, ())]
    handle.remove()
    handle.remove()
    for replace in (lambda cell, inputs: inputs[0] + 1, lambda cell, inputs: (inputs[0] + 1,)):
        handle = c.register_forward_pre_hook(replace)
        assert values(c(X)) == [4, 6]
        handle.remove()
    assert values(c(X)) == [2, 4]


def test_hooks_with_kwargs():
    c = Double()
    handle = c.register_forward_pre_hook(lambda cell, args, kwargs: ((args[0] * 10,), kwargs), with_kwargs=True)
    after = []
    c.register_forward_hook(lambda cell, args, kwargs, out: after.append((args, kwargs)), with_kwargs=True)
    assert values(c(X, y=3)) == [20, 40]
    assert (values(after[0][0]), after[0][1]) == ([[10, 20]], {"y": 3})
    handle.remove()
    c.register_forward_pre_hook(lambda cell, args, kwargs: (args[0],), with_kwargs=True)
    with pytest.raises(RuntimeError, match="must return None or a tuple of"):
        c(X)


def test_forward_hook_and_order():
    c = Double()
    order = []
    c.register_forward_hook(lambda cell, inputs, out: order.append(1))
    c.register_forward_hook(lambda cell, inputs, out: order.append(2), prepend=True)
    c.register_forward_hook(lambda cell, inputs, out: (out + 1, 1))
    out, one = c(X)
    assert (values(out), one, order) == ([3, 5], 1, [2, 1])


def test_always_call():
    class Fails(nn.Cell):
        def construct(self, x):
            raise ValueError("boom")

    c = Fails()
    seen = []
    c.register_forward_hook(lambda cell, inputs, out: seen.append(out), always_call=True)
    c.register_forward_hook(lambda cell, inputs, out: seen.append("never"))
    with pytest.raises(ValueError, match="boom"):
        c(X)
    assert seen == [None]


@pytest.mark.parametrize("kind", ["forward_pre", "forward", "backward", "backward_pre"])
def test_not_callable(kind):
    with pytest.raises(TypeError, match="Expected a callable hook function, but got int."):
        getattr(Double(), f"register_{kind}_hook")(3)


def test_backward_hook_sees_and_replaces():
    c = Double()
    seen = []
    handle = c.register_backward_hook(lambda cell, gi, go: seen.append((cell, values(gi), values(go))))
    assert gradient(c) == [6, 6]
    assert seen == [(c, [[6, 6]], [[3, 3]])]
    assert values(c(X)) == [2, 4]
    handle.remove()
    for replace in (lambda cell, gi, go: (gi[0] * 100,), lambda cell, gi, go: gi[0] * 100):
        handle = c.register_backward_hook(replace)
        assert gradient(c) == [600, 600]
        handle.remove()
    assert gradient(c) == [6, 6]


def test_backward_pre_hook():
    c = Double()
    for replace in (lambda cell, go: (go[0] * 10,), lambda cell, go: go[0] * 10):
        handle = c.register_backward_pre_hook(replace)
        assert gradient(c) == [60, 60]
        handle.remove()
    order = []
    c.register_backward_hook(lambda cell, gi, go: order.append("hook"))
    c.register_backward_pre_hook(lambda cell, go: order.append("pre"))
    gradient(c)
    assert order == ["pre", "hook"]


def test_backward_hook_on_several_inputs():
    c = Two()
    seen = []
    handle = c.register_backward_hook(lambda cell, gi, go: seen.append(values(gi)))
    grads = ms.grad(lambda a, b: c(a, b)[0], (0, 1))(X, X + 1)
    assert values(grads) == [[2, 3], [1, 2]]
    ms.grad(lambda a, b: c(a, 2)[0], (0, 1))(X, X + 1)
    assert seen == [[[2, 3], [1, 2]], [[2, 2]]]
    handle.remove()
    for bad, text in [(lambda cell, gi, go: (gi[0],), "size is 1 not equal to expect grad input size 2"),
                      (lambda cell, gi, go: (gi[1], None), "should be a tensor but got NoneType")]:  # fmt: skip
        handle = c.register_backward_hook(bad)
        with pytest.raises(TypeError, match=text):
            ms.grad(lambda a, b: c(a, b)[0], (0, 1))(X, X + 1)
        handle.remove()


def test_backward_hook_keeps_weight_gradients():
    class Scale(nn.Cell):
        def __init__(self):
            super().__init__()
            self.w = param()

        def construct(self, x):
            return x * self.w

    c = Scale()
    c.register_backward_hook(lambda cell, gi, go: (gi[0] * 7,))
    _, (dx, (dw,)) = ms.value_and_grad(lambda a: c(a), 0, c.trainable_params())(X)
    assert (values(dx), values(dw)) == ([7, 14], [1, 2])
    seen = []
    c.register_backward_hook(lambda cell, gi, go: seen.append((gi, values(go))))
    c._backward_hooks.popitem(last=False)
    ms.value_and_grad(lambda a: c(a), None, c.trainable_params())(X)
    assert seen == [((None,), [[1, 1]])]


def test_removal_in_a_copy():
    c = Double()
    handle = c.register_forward_hook(lambda cell, inputs, out: out + 1)
    d = copy.deepcopy(c)
    handle.remove()
    assert (values(c(X)), values(d(X))) == ([2, 4], [3, 5])


# -- custom bprop ------------------------------------------------------------------------------------------------


def test_bprop_replaces_the_gradient():
    class Mul(nn.Cell):
        def construct(self, x, y):
            return x * y

        def bprop(self, x, y, out, dout):
            seen.append(values((x, y, out, dout)))
            return x * 100, y * 10

    seen = []
    b = Mul()
    assert b.has_bprop
    assert values(b(X, X)) == [1, 4]
    assert values(ms.grad(lambda a, c: b(a, c) * 2, (0, 1))(X, X + 1)) == [[100, 200], [20, 30]]
    assert seen == [[[1, 2], [2, 3], [2, 6], [2, 2]]]
    assert not Double().has_bprop


def test_bprop_hides_parameters():
    class Scale(nn.Cell):
        def __init__(self):
            super().__init__()
            self.w = param()

        def construct(self, x):
            return x * self.w

        def bprop(self, x, out, dout):
            return x * 100

    c = Scale()
    value, (dx, (dw,)) = ms.value_and_grad(c, 0, c.trainable_params())(X)
    assert values((value, dx, dw)) == [[1, 4], [100, 200], [0, 0]]


def test_bprop_with_defaults_tuples_and_errors():
    class Default(nn.Cell):
        def construct(self, x, k=2):
            return x * k, x + 1

        def bprop(self, x, k, out, dout):
            seen.append((k, values(out), values(dout)))
            return x * 100, 0

    seen = []
    assert values(ms.grad(Default())(X)) == [100, 200]
    assert values(ms.grad(Default())(X, 5)) == [100, 200]
    assert seen == [(2, [[2, 4], [2, 3]], [[1, 1], [1, 1]]), (5, [[5, 10], [2, 3]], [[1, 1], [1, 1]])]

    class Short(Two):
        def bprop(self, x, y, out, dout):
            return (x,)

    with pytest.raises(RuntimeError, match="Grad size should lager than forward inputs, but got 1 vs 2"):
        ms.grad(Short(), (0, 1))(X, X)


# -- to_float ----------------------------------------------------------------------------------------------------


class Mixed(nn.Cell):
    def construct(self, x):
        return x + x, ops.mul(x, 2), x


class Outer(nn.Cell):
    def __init__(self):
        super().__init__()
        self.inner = Mixed()
        self.w = param()

    def construct(self, x):
        return self.inner(x)[0], x * self.w, x


def dtypes(result):
    return [str(r.dtype) for r in result]


@pytest.mark.parametrize(
    ("to", "given", "out"),
    [("float16", np.float32, ["Float16", "Float16", "Float32"]), ("float16", np.int32, ["Int32", "Int32", "Int32"]),
     ("float32", np.float16, ["Float32", "Float32", "Float16"]), ("float16", np.float64, ["Float16", "Float16", "Float64"]),
     ("bfloat16", np.float32, ["BFloat16", "BFloat16", "Float32"])],
)  # fmt: skip
def test_to_float(to, given, out):
    assert dtypes(Mixed().to_float(getattr(ms, to))(Tensor(np.ones(2, given)))) == out


def test_to_float_nests():
    m = Outer()
    assert m.to_float(ms.float16) is m
    assert m.get_flags() == m.inner.get_flags() == {"fp16": True, "fp32": False, "bf16": False}
    assert dtypes(m(X)) == ["Float16", "Float16", "Float32"]
    assert m.w.dtype is ms.float32
    m.inner.to_float(ms.float32)
    assert dtypes(m(X)) == ["Float32", "Float16", "Float32"]
    m.to_float(ms.float16)
    assert dtypes(m(X)) == ["Float16", "Float16", "Float32"]
    assert m.inner(X)[0].dtype is ms.float16
    m.inner = Mixed()
    assert (m.inner(X)[0].dtype, m(X)[0].dtype) == (ms.float32, ms.float16)
    alone = Outer()
    alone.inner.to_float(ms.float16)
    assert dtypes(alone(X)) == ["Float16", "Float32", "Float32"]
    assert ms.grad(lambda a: m(a)[0])(X).dtype is ms.float32


def test_to_float_errors():
    for bad in (ms.float64, ms.int32, 3, "float16"):
        with pytest.raises(ValueError, match="For 'to_float', the argument 'dst_type' must be mstype.float32"):
            Mixed().to_float(bad)


def test_precision_ends_with_the_call():
    class Fails(nn.Cell):
        def construct(self, x):
            raise ValueError

    with pytest.raises(ValueError):
        Fails().to_float(ms.float16)(X)
    assert (X + X).dtype is ms.float32


def test_gradient_hooks_stand_outside_the_forward_hooks():
    seen = []
    cell = nn.ReLU()
    cell.register_forward_pre_hook(lambda c, inputs: (inputs[0] * 3,))
    cell.register_forward_hook(lambda c, inputs, output: output * 2)
    cell.register_backward_pre_hook(lambda c, grad: seen.append(("out", float(grad[0][0]))))
    cell.register_backward_hook(lambda c, grad_input, grad: seen.append((float(grad_input[0][0]), float(grad[0][0]))))
    assert float(ms.grad(lambda x: cell(x * 5))(ms.Tensor([1.0]))[0]) == 30.0
    assert seen == [("out", 1.0), (2.0, 1.0)]
