"""What a compiled function's arguments are to it: values or constants, compared by what they hold; what it may give back."""

from __future__ import annotations

import collections
import dataclasses
import enum
import functools

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, mutable, nn, ops
from mindshim._core import compile as compiler
from mindshim._core.graph_cells import graph_cell

A, B = Tensor([1.0, 2.0]), Tensor([3.0, 4.0])


def programs(function):
    return sum(len(entries) for entries in function._cache.values())


class Model:
    def __init__(self, k=2):
        self.k = k

    def scaled(self, x):
        return x * self.k

    @ms.jit
    def run(self, x):
        return x * self.k


MODEL = Model()


@pytest.mark.parametrize(
    "make",
    [
        lambda: slice(0, 1), lambda: b"x", lambda: range(3), lambda: {1, 2}, lambda: frozenset((1,)), lambda: MODEL.scaled,
        lambda: np.float32(1.5), lambda: np.int64(3), lambda: float("nan"), lambda: np.ones(3), lambda: np.ones(40_000), lambda: ...,
        lambda: {"a": [1, (2.0, None)]}, lambda: mutable((1, 2)), lambda: Point(1, 2),
    ],
)  # fmt: skip
def test_equal_constants_are_compiled_once(make):
    @ms.jit
    def second(constant, x):
        return x

    second(make(), A)
    second(make(), A)
    assert programs(second) == 1


Point = collections.namedtuple("Point", "x y")


def test_constants_that_python_calls_equal():
    @ms.jit
    def times(x, n):
        return x * n

    assert [times(Tensor([1, 2]), n).dtype for n in (1, True, 1.0)] == [ms.int64, ms.int64, ms.float32]
    assert np.signbit(times(A, -0.0).asnumpy()).all()
    assert not np.signbit(times(A, 0.0).asnumpy()).any()
    assert programs(times) == 5

    @ms.jit
    def first_key(d):
        return list(d)[0]

    assert [type(first_key({k: A})) for k in (1, True, 1.0)] == [int, bool, float]


def test_numpy_arguments():
    @ms.jit
    def add(x, a):
        return x + Tensor(a)

    for n in (2, 40_000):
        a, x = np.ones(n, np.float32), Tensor(np.ones(n, np.float32))
        assert add(x, a)[0] == 2
        a[0] = 7
        assert add(x, a)[0] == 8

    @ms.jit
    def same(x):
        return x

    assert type(same(np.float32(1.5))) is float
    assert type(same(np.int8(3))) is int
    assert type(same(np.bool_(True))) is bool
    given = np.ones(2)
    same(given)[0] = 5
    assert same(np.ones(2))[0] == given[0] == 1


def test_arguments_of_many_kinds():
    class Color(enum.Enum):
        RED = 1

    class Level(enum.IntEnum):
        LOW = 1

    @ms.jit
    def every(x, *rest, scale=2, f=None, **named):
        out = f(x) * scale if f is not None else x * scale
        for r in rest:
            out = out + r
        for name in named:
            out = out + named[name]
        return out

    def result(*args, **kwargs):
        return every(*args, **kwargs).asnumpy().tolist()

    assert result(A, B, 1, np.float64(1)) == [7, 10]
    assert result(A, scale=Level.LOW, f=functools.partial(ops.add, other=B)) == [4, 6]
    assert result(A, f=nn.ReLU(), q=B, r=mutable(1)) == [6, 9]
    assert result(x=A, f=lambda v: v + 1, scale=ms.jit(lambda: 3)()) == [6, 9]

    @ms.jit
    def chosen(x, how, at, p):
        return (x[at] + 1 if how is Color.RED else x) + p.x

    assert chosen(A, Color.RED, slice(0, 1), Point(A[0], 1)).asnumpy().tolist() == [3]
    assert chosen(A, None, mutable(1), Point(1, A)).asnumpy().tolist() == [2, 3]
    assert A[mutable(1)] == A[(mutable(1),)] == A[Level.LOW] == 2


def test_compiled_names_that_are_no_functions():
    assert ms.jit(functools.partial(ops.add, other=B))(A).asnumpy().tolist() == [4, 6]
    assert ms.jit(ops.Abs())(Tensor([-1.0])).asnumpy().tolist() == [1]
    assert ms.jit(3) == 3
    assert ms.jit(int) is int

    class Both:
        k = 5

        @ms.jit
        @staticmethod
        def plus(x):
            return x + 1

        @ms.jit(capture_mode="bytecode")
        @classmethod
        def of_class(cls, x):
            return x + cls.k

        @staticmethod
        @ms.jit
        def minus(x):
            return x - 1

    for owner in (Both, Both()):
        assert [float(f(Tensor(1.0))) for f in (owner.plus, owner.of_class, owner.minus)] == [2, 6, 0]


def test_methods_are_compiled_for_each_object():
    class Equal(Model):
        def __eq__(self, other):
            return True

        def __hash__(self):
            return 1

    one, other = Equal(2), Equal(5)
    assert one.run(A)[0] == 2
    assert other.run(A)[0] == 5
    assert one.run is one.run
    # Nobody else holds the object.
    assert Model(7).run(A)[0] == 7
    kept = Model(8).run
    assert kept(A)[0] == 8
    assert kept.__name__ == "run"
    before = len(Model.run._bound)
    del one, other, kept
    assert len(Model.run._bound) < before

    class Slots:
        __slots__ = ("k",)

        def __init__(self):
            self.k = 3

        @ms.jit
        def run(self, x):
            return x * self.k

    slots = Slots()
    assert slots.run(A)[0] == slots.run(A)[0] == 3
    assert programs(Slots.run) == 1
    assert isinstance(MODEL.run, compiler.JitFunction)


@dataclasses.dataclass
class Pair:
    first: object


@pytest.mark.parametrize(
    "build", [Pair, lambda t: [Pair([t])], lambda t: {t}, lambda t: {t: 1}, lambda t: functools.partial(ops.add, t)]
)
def test_no_result_holds_what_only_the_program_knows(build, capfd):
    made = ms.jit(lambda x: build(x + 1))(A)
    while not isinstance(made, Tensor):
        if isinstance(made, (list, set, dict)):
            made = next(iter(made))
        elif isinstance(made, functools.partial):
            made = made.args[0]
        else:
            made = made.first
    assert made.asnumpy().tolist() == [2, 3]
    assert "is a result at " in capfd.readouterr().err
    with pytest.raises(RuntimeError, match=r"'.*<lambda>' cannot be compiled as a whole \(fullgraph=True\): a .* is a result at .*test_jit_arguments"):
        ms.jit(lambda x: build(x + 1), fullgraph=True)(A)


@pytest.mark.parametrize("made", [ops.sin, lambda: 1, ops.Abs(), nn.ReLU(), A.abs])
def test_functions_are_no_results(made):
    for build in (lambda x: made, lambda x: (x, [made]), lambda x: {"a": made}):
        with pytest.raises(RuntimeError, match="Function in output is not supported"):
            ms.jit(build)(A)
    for build in (lambda x: x.abs, lambda x: lambda: x + 1):
        with pytest.raises(RuntimeError, match="Function in output is not supported"):
            ms.jit(build)(A)
        assert ms.jit(build, capture_mode="bytecode")(A)().shape == (2,)
    assert ms.jit(lambda x: (print, int, ms.float32))(A) == (print, int, ms.float32)
    assert ms.jit(lambda x: (x, made), capture_mode="bytecode")(A)[1] is made


class Items(dict):
    """A dict of another class."""


def test_dicts_in_results(monkeypatch, capfd):
    def build(x):
        return 1, {"a": x, "b": [{"c": x}]}

    assert [type(p) for p in ms.jit(build)(A)] == [int, dict]
    found = ms.jit(lambda x: collections.OrderedDict(a=x + 1))(A)
    assert type(found) is collections.OrderedDict
    assert found["a"][0] == 2
    assert capfd.readouterr().err == ""
    assert ms.jit(lambda x: Items(a=x + 1))(A)["a"][0] == 2
    assert "a Items that holds a Tensor" in capfd.readouterr().err

    def strict(result):
        a, (c,) = result[1][0], result[1][1]
        return result[0] == 1 and a[0] == 1 and c[0][0] == 1

    assert strict(ms.jit(build, fullgraph=True)(A))
    monkeypatch.setenv("MS_DEV_JIT_SYNTAX_LEVEL", "0")
    assert strict(ms.jit(build)(A))
    monkeypatch.delenv("MS_DEV_JIT_SYNTAX_LEVEL")

    class Net(nn.Cell):
        def construct(self, x):
            return build(x)

    net = Net()
    net.set_jit_config(ms.JitConfig(jit_syntax_level="STRICT"))
    ms.set_context(mode=ms.GRAPH_MODE)
    try:
        assert strict(net(A))
        assert isinstance(Net()(A)[1], dict)
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)


def test_missing_arguments():
    @ms.jit
    def f(x, *, flag):
        return x

    class Net(nn.Cell):
        def construct(self, x, y):
            return x

        @ms.jit
        def other(self, x):
            return x

    net = Net()
    with pytest.raises(RuntimeError, match="Miss argument input for parameter:flag"):
        f(A)
    for call, name in ((f, "x"), (lambda: ms.jit(net)(A), "y"), (lambda: ms.jit(net.construct)(A), "y"), (net.other, "x")):
        with pytest.raises(TypeError, match=f"missing .*: '{name}'"):
            call()
    with pytest.raises(TypeError, match="unexpected keyword argument 'q'"):
        f(A, flag=1, q=2)
    with pytest.raises(TypeError, match="missing 1 required"):
        ms.jit(lambda x: x, capture_mode="bytecode")()
    with pytest.raises(TypeError, match="positional argument"):
        net.other(A, A)


def test_a_cell_compiled_before_it_is_called(capfd):
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.w = ms.Parameter(Tensor([1.0, 1.0]), name="w")

        def construct(self, x, k=2):
            self.w += x
            return self.w * k

    net = Net()
    net.compile(A)
    net.compile(A, k=3)
    assert net.w.asnumpy().tolist() == [1, 1]
    compiled = graph_cell(net)
    assert programs(compiled) == 2
    assert net.compile_and_run(A).asnumpy().tolist() == [4, 6]
    ms.set_context(mode=ms.GRAPH_MODE)
    try:
        assert net(A, k=3).asnumpy().tolist() == [9, 15]
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)
    assert programs(compiled) == 2

    class Value(nn.Cell):
        def construct(self, x):
            return float(x.asnumpy()) + 1

    assert Value().compile(Tensor(1.0)) is None
    assert "runs in PyNative mode" in capfd.readouterr().err
