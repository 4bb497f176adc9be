"""`set_inputs`, `enable_dynamic` and Symbols: which calls are refused, and how, as recorded on the real MindSpore."""

from __future__ import annotations

import numpy as np
import pytest

import mindshim as ms
from mindshim import Symbol, Tensor, mutable, nn


def ones(*shape):
    return Tensor(np.ones(shape, np.float32))


def unknown(*shape, dtype=ms.float32):
    return Tensor(shape=list(shape), dtype=dtype)


A = ones(2, 3)
OPEN, OTHER = unknown(None, 3), unknown(None, 4)


class Net(nn.Cell):
    def construct(self, x, y=None, z=None):
        if isinstance(y, (tuple, list)):
            return x + y[0] + y[1]
        return x if y is None else x + y


class Two(nn.Cell):
    def construct(self, x, y):
        return x + y


class Variable(nn.Cell):
    def construct(self, x, *rest):
        return x


@pytest.fixture(params=["graph", "jit", "construct"])
def call(request):
    """Ways of calling a Cell that are checked."""
    if request.param == "graph":
        ms.set_context(mode=ms.GRAPH_MODE)
        yield lambda net, *args, **kwargs: net(*args, **kwargs)
        ms.set_context(mode=ms.PYNATIVE_MODE)
    elif request.param == "jit":
        yield lambda net, *args, **kwargs: ms.jit(net)(*args, **kwargs)
    else:
        yield lambda net, *args, **kwargs: ms.jit(net.construct)(*args, **kwargs)


SAME = Symbol(unique=True)
SHORT = Symbol(max=3, divisor=2, unique=True)
WRONG = [
    (Net, (OTHER,), (A,), ValueError, "the shape of 1th input must be the same as expected, but got expected: 4, and input: 3!"),
    (Net, (unknown(None, 3, 4),), (A,), ValueError, "the dims of 1th input must be the same as expected, but got expected: 3, and input: 2!"),
    (Net, (unknown(None, 3, dtype=ms.int32),), (A,), TypeError, r"the 1th type should be Tensor\[Int32\], but got Tensor\[Float32\]!"),
    (Net, (ones(2, 4),), (A,), ValueError, "expected: 4, and input: 3"),
    (Two, (OPEN,), (A, A), TypeError, "construct requires 2 positional argument, but got 1. When using set_inputs"),
    (Two, (), (A, A), TypeError, "construct requires 2 positional argument, but got 0."),
    (Two, (OPEN,) * 3, (A, A), TypeError, "requires 2 positional argument and 0 default argument, total 2, but got 3."),
    (Net, (OPEN,) * 3, (A, A), ValueError, "the length of input must be equal to expected one, but got expected: 3 and input: 2!"),
    (Variable, (OPEN,), (A, A), ValueError, "expected: 1 and input: 2!"),
    (Variable, (OPEN, OTHER), (A, A), ValueError, "the shape of 2th input"),
    (Net, (None,), (A,), TypeError, "the 1th should be static one, but got mutable!"),
    (Net, (3,), (4,), ValueError, "the 1th should be 3, but got 4"),
    (Net, (OPEN,), (4,), TypeError, "the 1th should be mutable one, but got static!"),
    (Net, (OPEN, OPEN), (A, None), TypeError, "the 2th should be mutable one, but got static!"),
    (Net, (OPEN, None), (A, A), TypeError, "the 2th should be static one, but got mutable!"),
    (Net, (OPEN, mutable(3)), (A, 2), TypeError, "the 2th should be mutable one, but got static!"),
    (Net, (OPEN, 3), (A, mutable(3)), TypeError, "the 2th should be static one, but got mutable!"),
    (Net, (OPEN, mutable(3)), (A, mutable(2.5)), ValueError, "the 2th should be 3, but got 2.5"),
    (Net, (OPEN, unknown()), (A, mutable(3)), ValueError, "the 2th should be"),
    (Net, (OPEN, mutable((OPEN, OTHER))), (A, mutable((A, A))), ValueError, "the shape of 2th input must be"),
    (Net, (OPEN, mutable((OPEN, OPEN))), (A, mutable((A, A, A))), ValueError, "expected: 2 and input: 3!"),
    (Net, (OPEN, mutable((OPEN, OPEN))), (A, (A, A)), TypeError, "the 2th should be mutable one, but got static!"),
    (Net, (OPEN, mutable((OPEN, unknown(None, 3, dtype=ms.int32)))), (A, mutable((A, A))), TypeError, "the 2th type should be"),
    (Net, (unknown(Symbol(max=4), 3),), (ones(5, 3),), ValueError, "must be less than or equal to the 'max' value '4' of `Symbol`, but got '5'"),
    (Net, (unknown(Symbol(min=4), 3),), (A,), ValueError, r"'min' value '4' of `Symbol`, but got '2'. Actual shape: \[2, 3\], axis: 0."),
    (Net, (unknown(Symbol(divisor=4, remainder=2), 3),), (A,), ValueError, "got d=4 and r=2, but actual shape value is '2'"),
    (Net, (unknown(Symbol(), 3),), (ones(0, 3),), ValueError, "got d=1 and r=0, but actual shape value is '0'"),
    (Two, (unknown(SAME, 3), unknown(SAME, 3)), (A, ones(1, 3)), ValueError, "is a unique symbol.* The previous value is 2, but the current value is 1."),
    (Net, (unknown(SHORT, SHORT),), (A,), ValueError, "The 2th shape value of 1th actual input args is a unique symbol"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "declared", "args", "error", "says"), WRONG)
def test_refused(kind, declared, args, error, says):
    net = kind()
    net.set_inputs(*declared)
    ms.set_context(mode=ms.GRAPH_MODE)
    try:
        with pytest.raises(error, match=says):
            net(*args)
        with pytest.raises(error, match=says):
            net.compile(*args)
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)
    # Nothing is checked there.
    assert net.get_inputs() == declared


RIGHT = [
    (Net, (OPEN,), (A,)), (Net, (Tensor(shape=None, dtype=ms.float32),), (A,)), (Net, (A,), (ones(2, 3) * 2,)), (Net, (OPEN, None), (A, None)),
    (Net, (OPEN, 3), (A, 3)), (Net, (OPEN, mutable(3)), (A, mutable(4))), (Net, (OPEN, mutable([OPEN, OPEN])), (A, mutable((A, A)))),
    (Net, (OPEN, (OPEN, OPEN)), (A, (A, A))), (Net, (unknown(Symbol(max=4, min=2), 3),), (A,)), (Net, (unknown(Symbol(divisor=4, remainder=1), 3),), (ones(5, 3),)),
    (Net, (unknown(Symbol(min=5, max=3), 3),), (ones(6, 3),)), (Net, (unknown(Symbol(max=1), 3),), (A,)), (Two, (unknown(Symbol(), 3),) * 2, (A, ones(1, 3))),
    (Net, (unknown(SHORT, SHORT),), (ones(2, 2),)), (Net, (OPEN, mutable((unknown(Symbol(max=1), 3), OPEN))), (A, mutable((A, A)))), (Net, (unknown(None),), (Tensor(1.0),)),
]  # fmt: skip


def test_accepted():
    for kind, declared, args in RIGHT:
        net = kind()
        net.set_inputs(*declared)
        assert np.array_equal(ms.jit(net)(*args).asnumpy(), net(*args).asnumpy())


def test_every_checked_way(call):
    net = Net()
    assert call(net, A).shape == (2, 3)
    net.set_inputs(OTHER)
    with pytest.raises(ValueError, match="expected: 4, and input: 3"):
        call(net, A)
    assert call(net, ones(5, 4)).shape == (5, 4)
    net.set_inputs(y=unknown(Symbol(max=2), 3))
    assert call(net, A, A).shape == call(net, A).shape == call(net, A, y=A).shape == (2, 3)
    for args, kwargs in (((ones(3, 3), ones(3, 3)), {}), ((ones(3, 3),), {"y": ones(3, 3)})):
        with pytest.raises(ValueError, match="'max' value '2'"):
            call(net, *args, **kwargs)


def test_declarations():
    net = Net()
    with pytest.raises(ValueError, match=r"For dict mode, valid key is \['x', 'y', 'z'\], but got q!"):
        net.set_inputs(q=OPEN)
    with pytest.raises(ValueError, match="should only set inputs or kwargs"):
        net.set_inputs(OPEN, y=OPEN)
    with pytest.raises(TypeError, match="not accepted for VAR_POSITIONAL"):
        Variable().set_inputs(x=OPEN)
    assert net.compile(unknown(None, 3)) is None
    # In PyNative, and for a Cell inside another, nothing is checked.
    net.set_inputs(OTHER)
    assert net(A).shape == ms.jit(nn.SequentialCell(net))(A).shape == (2, 3)


def test_tensors_that_only_declare():
    bound = Symbol(max=4)
    t = unknown(bound, None, 3)
    assert t.shape == (-1, -1, 3)
    assert t.size == t.nbytes == 0
    assert t.symbolic_shape == [{"max": 4}, None, 3]
    assert A.symbolic_shape is OPEN.symbolic_shape is None
    assert repr(OPEN) == "Tensor(shape=[-1, 3], dtype=Float32, value=\n)"
    assert repr(unknown(None)) == "Tensor(shape=[-1], dtype=Float32, value= )"
    with pytest.raises(ValueError, match="negative dimensions are not allowed"):
        OPEN.asnumpy()
    for wrong in ({"dtype": None}, {"dtype": ms.float32, "init": "ones"}):
        with pytest.raises(ValueError, match="'init'|are both needed"):
            Tensor(shape=[None, 3], **wrong)
    with pytest.raises(ValueError, match="'min' value should be positive, but got 0"):
        Symbol(min=0)


def enabled(**declared):
    @ms.enable_dynamic(**declared)
    @ms.jit
    def f(x, y=None):
        return x + 1

    return f


def test_enable_dynamic():
    assert enabled(x=OPEN)(A).shape == enabled(y=OTHER)(A).shape == enabled(x=(OPEN, OPEN)).__wrapped__(A).shape == (2, 3)
    assert enabled(x=Tensor(shape=None, dtype=ms.float32))(A).shape == (2, 3)
    no = r"input tensor shape = \[2, 3\], dynamic tensor shape = \[-1, 4\], tensor shapes are not the same"
    for run in (lambda: enabled(x=OTHER)(A), lambda: enabled(y=OTHER)(A, A), lambda: enabled(y=OTHER)(A, y=A)):
        with pytest.raises(ValueError, match=no):
            run()
    with pytest.raises(TypeError, match="input tensor dtype = Float32, dynamic tensor dtype = Int32"):
        enabled(x=unknown(None, 3, dtype=ms.int32))(A)
    with pytest.raises(TypeError, match="only supports Tensor or a tuple/list of Tensors"):
        enabled(x=(OPEN, OPEN))(A)
    with pytest.raises(ValueError, match="is a unique symbol"):
        enabled(x=unknown(SAME, 3), y=unknown(SAME, 3))(A, ones(3, 3))
    for wrong, error, says in (
        ({}, ValueError, "cannot be empty"), ({"q": OPEN}, ValueError, "not in list"), ({"x": 3}, TypeError, "x is type of:<class 'int'>"),
        ({"x": A}, TypeError, "'x' at least have one None"),
    ):  # fmt: skip
        with pytest.raises(error, match=says):
            enabled(**wrong)
    with pytest.raises(ValueError, match="decrocated by ms.jit"):
        ms.enable_dynamic(x=OPEN)(Net())

    class Method(nn.Cell):
        @ms.enable_dynamic(x=OTHER)
        @ms.jit
        def construct(self, x):
            return x

        @ms.jit
        @ms.enable_dynamic(x=OTHER)
        def other(self, x):
            return x

    for run in (Method(), Method().other):
        with pytest.raises(ValueError, match=no):
            run(A)
    ms.set_context(mode=ms.GRAPH_MODE)
    try:
        with pytest.raises(ValueError, match="'enable_dynamic' cannot be set"):
            Method()(A)
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)


def test_numbers_in_a_marked_tuple_may_vary():
    net = Variable()
    net.set_inputs(OPEN, mutable((2, 3)))
    ms.set_context(mode=ms.GRAPH_MODE)
    try:
        for sizes in ((2, 3), (4, 5)):
            net(A, mutable(sizes))
        with pytest.raises(ValueError, match="the 2th should be 3, but got 3.5"):
            net(A, mutable((2, 3.5)))
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)
