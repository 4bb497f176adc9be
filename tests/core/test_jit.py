"""Compiled functions: captured state, cache keys, fall-back, gradients through them."""

from __future__ import annotations

import gc

import jax
import pytest

import mindshim as ms
from mindshim import Tensor, nn, ops
from mindshim._core import compile as compiler


def values(result):
    if isinstance(result, (tuple, list)):
        return [values(r) for r in result]
    return result.asnumpy().tolist() if isinstance(result, Tensor) else result


A, B = Tensor([1.0, 2.0]), Tensor([3.0, 4.0])


def test_outside_tensors_are_read_at_every_call():
    k = Tensor([10.0, 20.0])

    @ms.jit
    def f(x):
        return x + k, {"n": 3, "t": (x, "a")}

    out, rest = f(A)
    assert values(out) == [11, 22]
    assert rest["n"] == 3
    assert rest["t"][1] == "a"
    k.assign_value(Tensor([0.0, 1.0]))
    assert values(f(A)[0]) == [1, 3]


def test_writes_are_committed_once_and_only_on_success():
    total = Tensor([0.0, 0.0])
    traces = []

    @ms.jit
    def add(x):
        traces.append(1)
        total.assign_value(total + x)
        return total * 2

    for i in (1, 2, 3):
        assert values(add(A)) == [2 * i, 4 * i]
        assert values(total) == [i, 2 * i]
    assert len(traces) <= 3  # the discovering runs, never one per call

    @ms.jit
    def broken(x):
        total.assign_value(total + x)
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        broken(A)
    assert values(total) == [3, 6]


def test_donated_state_does_not_break_aliases():
    state = Tensor([1.0, 1.0])
    kept = Tensor(state)
    view = state.asnumpy()

    @ms.jit
    def grow(x):
        state.assign_value(state * 2 + x * 0)
        return x

    before = Tensor._wrap(state._data)
    for _ in range(3):
        grow(A)
    assert values(state) == [8, 8]
    assert values(before) == [1, 1]
    assert view.tolist() == [1, 1]
    assert values(kept) == [8, 8]


def test_python_arguments_are_constants():
    traces = []

    @ms.jit
    def scale(x, n, flag=False):
        traces.append(n)
        return x * n if flag else x

    assert values(scale(A, 3)) == [1, 2]
    assert values(scale(A, 3, flag=True)) == [3, 6]
    count = len(traces)
    assert values(scale(A, 3, flag=True)) == [3, 6]
    assert len(traces) == count
    assert values(scale(A, 4, flag=True)) == [4, 8]
    assert len(traces) > count


def test_fall_back_says_why_once(capfd):
    @ms.jit
    def branchy(x):
        return x + 1 if float(x) > 0 else x - 1

    assert values(branchy(Tensor(1.0))) == 2
    assert values(branchy(Tensor(-1.0))) == -2
    assert capfd.readouterr().err.count("runs in PyNative") == 1

    @ms.jit(fullgraph=True)
    def strict(x):
        return x + 1 if float(x) > 0 else x - 1

    with pytest.raises(jax.errors.JAXTypeError):
        strict(Tensor(1.0))


def test_gradient_through_a_compiled_function():
    calls = []

    @ms.jit
    def f(x, y):
        calls.append(1)
        return x * y, x

    g = ops.grad(lambda x, y: f(x, y)[0] * x, (0, 1))
    assert values(g(A, B)) == [[6, 16], [1, 4]]
    count = len(calls)
    assert values(g(A, B)) == [[6, 16], [1, 4]]
    assert len(calls) == count
    assert values(ops.grad(ops.grad(lambda x: f(x, B)[0] * x))(A)) == [6, 8]


def test_jit_inside_jit_and_methods():
    class Model:
        def __init__(self, k):
            self.k = k

        @ms.jit
        def run(self, x):
            return x * self.k

    two, three = Model(2), Model(3)
    assert values(two.run(A)) == [2, 4]
    assert values(three.run(A)) == [3, 6]
    assert values(ms.jit(lambda x: two.run(x) + three.run(x))(A)) == [5, 10]


def test_views_and_writes_inside_stay_inside():
    @ms.jit
    def f(x):
        y = x * 1
        y[0] = 5.0
        return y

    assert values(f(A)) == [5, 2]
    assert values(A) == [1, 2]
    assert values(ops.grad(lambda x: f(x) * x)(A)) == [5, 4]


def test_a_plain_tensor_that_decides_something_is_a_checked_constant():
    n = Tensor(2)

    @ms.jit
    def f(x):
        return x * int(n)

    assert values(f(A)) == [2, 4]
    n.assign_value(Tensor(3))
    assert values(f(A)) == [3, 6]


def test_steps_leak_nothing():
    weight = Tensor([1.0, 2.0])

    def loss(x):
        return weight * x

    step = ms.jit(ops.value_and_grad(loss))
    eager = ops.value_and_grad(loss)

    def run():
        for _ in range(50):
            value, _ = step(A)
            weight.assign_value(weight - value * 0.001)
            value, _ = eager(A)
        gc.collect()
        return len(jax.live_arrays())

    run()
    first = run()
    assert run() <= first


def test_bad_options():
    with pytest.raises(ValueError):
        ms.jit(jit_level="O9")
    with pytest.raises(ValueError):
        ms.jit(capture_mode="x")
    with pytest.raises(TypeError):
        ms.jit(fullgraph=1)


def test_a_class_of_cells():
    @ms.jit
    class Double(nn.Cell):
        def __init__(self):
            super().__init__()
            self.factor = 2

        def construct(self, x):
            return x * self.factor

    net = Double()
    assert isinstance(net, Double) and net(Tensor([1.0, 2.0])).asnumpy().tolist() == [2, 4]
    assert isinstance(Double.construct, compiler.JitFunction)


def test_programs_are_saved_where_asked(tmp_path, monkeypatch):
    monkeypatch.setenv("MS_DEV_SAVE_GRAPHS", "1")
    monkeypatch.setenv("MS_DEV_SAVE_GRAPHS_PATH", str(tmp_path / "graphs"))

    @ms.jit
    def doubled(x):
        return x + x

    doubled(Tensor([1.0, 2.0]))
    (path,) = (tmp_path / "graphs").glob("*_validate_*.ir")
    assert "'doubled'" in path.read_text() and "add" in path.read_text()


def test_an_attribute_of_the_cell_of_a_compiled_method():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.a = 1

        @ms.jit
        def construct(self, x):
            return self.a + x

    net = Net()
    assert net(Tensor(1)) == 2
    net.a = 2
    assert net(Tensor(1)) == 3


def test_iterators_and_views_are_returned_as_their_elements():
    """As the real MindSpore's compiled functions give them."""

    @ms.jit
    def f(x):
        d = {1: x}
        lazy = map(lambda v: v + x, [1, 2]), zip([1, x], [3, 4], strict=True), filter(lambda v: v > 1, [1, 2]), enumerate([x, 5], 1)
        return (*lazy, (v for v in [x]), iter([1, 2]), reversed([x, 5]), d.keys(), d.values(), d.items())

    expected = ((3, 4), ((1, 3), (2, 4)), [2], ((1, 2), (2, 5)), [2], [1, 2], [5, 2], (1,), (2,), [(1, 2)])
    for _ in range(2):
        assert f(Tensor(2)) == expected
