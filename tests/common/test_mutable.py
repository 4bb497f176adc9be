"""`mutable` marks values that otherwise behave as before."""

from __future__ import annotations

import pytest

import mindshim as ms
from mindshim import Tensor, mutable, nn, ops
from mindshim.common import mutable as same


def test_values_behave_as_before():
    assert mutable is same
    assert mutable(1) + 1 == 2 and isinstance(mutable(1), int)
    assert mutable([1, 2])[0] == 1 and repr(mutable((1, 2))) == "(1, 2)"
    assert str(mutable(True)) == "True" and isinstance(mutable(True), bool)
    assert mutable(True) & False == 0
    assert mutable({"a": 1})["a"] == 1
    x = Tensor(1.0, const_arg=True)
    assert mutable(x) is x and x.const_arg is False
    for value in (1, 1.5, [1], (1,), {}, Tensor(1)):
        assert mutable(value).__ms_mutable__ is True


@pytest.mark.parametrize("args", [("a",), (None,), ((1, "a"),), (1, True), (1, 3), ([1], [1])])
def test_bad_values(args):
    with pytest.raises(TypeError, match="mutable"):
        mutable(*args)


def test_a_list_in_itself():
    data: list = []
    data.append(data)
    with pytest.raises(TypeError, match="self-reference"):
        mutable(data)


def test_argument_of_a_compiled_function():
    f = ms.jit(lambda x, n: x[0] * n)
    assert f(mutable([Tensor(2.0)]), mutable(3)).item() == 6
    assert f(mutable([Tensor(2.0)]), mutable(4)).item() == 8


class Product(nn.Cell):
    def construct(self, t):
        parts = t.values() if isinstance(t, dict) else t
        out = 1.0
        for p in parts:
            out = out * (p[0] if isinstance(p, list) else p)
        return out


class Gradient(nn.Cell):
    def __init__(self, inside, **flags):
        super().__init__()
        self.net, self.inside, self.take = Product(), inside, ops.GradOperation(**flags)

    def construct(self, t):
        return self.take(self.net)(mutable(t) if self.inside else t)


def plain(value):
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)([plain(v) for v in value])
    return value.asnumpy().tolist() if isinstance(value, Tensor) else value


A, B = Tensor([1.0, 2.0]), Tensor([3.0, 4.0])
#: Arguments and gradients, recorded from the real MindSpore in GRAPH_MODE.
STRUCTURES = [
    ((A, B), ([3.0, 4.0], [1.0, 2.0])),
    ([A, B], [[3.0, 4.0], [1.0, 2.0]]),
    ({"a": A, "b": B}, {"a": [3.0, 4.0], "b": [1.0, 2.0]}),
    (([A, A], B), ([[3.0, 4.0], [0.0, 0.0]], [1.0, 2.0])),
    ((A, 2), ([2.0, 2.0], 0)),
    ((A, 2.5), ([2.5, 2.5], 0.0)),
]


@pytest.mark.parametrize(("value", "expected"), STRUCTURES)
def test_gradient_by_a_marked_structure(value, expected):
    ms.set_context(mode=ms.GRAPH_MODE)
    try:
        assert plain(Gradient(False)(mutable(value))) == expected
        assert plain(Gradient(True, get_all=True)(value)) == (expected,)
        assert plain(ops.grad(Product())(mutable(value))) == expected
        assert Gradient(False)(value) == ()
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)
    assert ops.GradOperation(get_all=True)(Product())(mutable(value)) == ()
