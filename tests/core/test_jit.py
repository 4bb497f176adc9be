"""Compiled functions: captured state, cache keys, fall-back, gradients through them."""

from __future__ import annotations

import gc
import threading
import time

import jax
import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, nn, ops
from mindshim._core import compile as compiler


def values(result):
    if isinstance(result, (tuple, list)):
        return [values(r) for r in result]
    return result.asnumpy().tolist() if isinstance(result, Tensor) else result


def programs(function):
    """How often a function was compiled."""
    return sum(len(entries) for entries in function._cache.values())


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
    @ms.jit
    def add(x):
        total.assign_value(total + x)
        return total * 2

    for i in (1, 2, 3):
        assert values(add(A)) == [2 * i, 4 * i]
        assert values(total) == [i, 2 * i]
    assert programs(add) == 1

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
    @ms.jit
    def scale(x, n, flag=False):
        return x * n if flag else x

    assert values(scale(A, 3)) == [1, 2]
    assert values(scale(A, 3, flag=True)) == [3, 6]
    assert values(scale(A, 3, flag=True)) == [3, 6]
    assert programs(scale) == 2
    assert values(scale(A, 4, flag=True)) == [4, 8]
    assert programs(scale) == 3


def test_fall_back_says_why_once(capfd):
    @ms.jit
    def branchy(x):
        return x + 1 if float(x.asnumpy()) > 0 else x - 1

    assert values(branchy(Tensor(1.0))) == 2
    assert values(branchy(Tensor(-1.0))) == -2
    assert capfd.readouterr().err.count("runs in PyNative") == 1

    @ms.jit(fullgraph=True)
    def strict(x):
        return x + 1 if float(x.asnumpy()) > 0 else x - 1

    with pytest.raises(RuntimeError, match=r"strict' cannot be compiled as a whole \(fullgraph=True\): .* at .*test_jit\.py:\d+"):
        strict(Tensor(1.0))


def test_gradient_through_a_compiled_function():
    @ms.jit
    def f(x, y):
        return x * y, x

    g = ops.grad(lambda x, y: f(x, y)[0] * x, (0, 1))
    assert values(g(A, B)) == [[6, 16], [1, 4]]
    count = programs(f)
    assert values(g(A, B)) == [[6, 16], [1, 4]]
    assert programs(f) == count
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


def test_ten_threads_call_one_cell():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.first, self.second = nn.Dense(3, 4), nn.Dense(4, 2)
            self.calls = ms.Parameter(Tensor(0), name="calls", requires_grad=False)

        def construct(self, x):
            self.calls += 1
            y = self.second(ops.relu(self.first(x)))
            if y.sum() > 0:
                y = y + 1
            return y

    xs = [ops.ones((n % 5 + 1, 3)) * (n - 4) for n in range(10)]
    for _ in range(3):
        net = Net()
        plain = [values(net(x)) for x in xs]
        fast, failed, start = ms.jit(net), [], threading.Barrier(10)

        def work(i, start=start, fast=fast, plain=plain, failed=failed):
            try:
                start.wait(60)
                for k in range(10):
                    at = (i + k) % 10
                    found = fast(xs[at]).asnumpy()
                    assert abs(found - np.array(plain[at])).max() < 1e-5
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=work, args=(i,)) for i in range(10)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        assert not failed
        # Each call's change of state is kept: none reads what another is about to replace.
        assert int(net.calls) == 10 + 100


def test_other_threads_go_on_while_one_traces():
    weight = ms.Parameter(Tensor([2.0]), name="w")
    tracing, seen = threading.Event(), []

    @ms.jit
    def other(x):
        return x * weight + 1

    def work():
        tracing.wait(60)
        seen.append(values(weight * 3))
        seen.append(values(Tensor([1.0]) + weight))
        seen.append(values(other(Tensor([5.0]))))

    thread = threading.Thread(target=work)
    thread.start()

    @ms.jit
    def f(x):
        y = x * weight
        tracing.set()
        # Time for the other thread to meet the Parameter while it stands for an input.
        time.sleep(0.5)
        return y

    assert values(f(Tensor([4.0]))) == [8]
    thread.join()
    assert seen == [[6], [3], [11]]


def test_an_error_leaves_parameters_random_state_and_caches_as_they_were():
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.layer, self.drop = nn.Dense(2, 2), nn.Dropout(p=0.5)
            self.count, self.seen = 0, []

        def construct(self, x, fail=False):
            self.layer.weight += 1
            self.count = 1
            self.seen.append(x)
            y = self.drop(self.layer(x))
            self.last = y
            if fail:
                raise KeyError("always")
            assert x.sum() < 10
            return y

    net = Net().set_train()
    fast = ms.jit(net)
    x = Tensor([[1.0, 1.0]])

    def state():
        programs = {k: list(v) for k, v in fast._cache.items()}
        attributes = {k: v for k, v in net.__dict__.items() if k not in ("_version",)}
        return values(net.layer.weight), programs, attributes, list(map(id, net.seen))

    start = values(net.layer.weight)
    for rounds in range(2):
        before = state()
        with pytest.raises(KeyError):
            fast(x, True)
        assert state() == before
        if rounds == 0:
            ms.set_seed(3)
            first = values(fast(x))
            assert net.count == 1 and net.seen == [x]
            net.seen.clear()
    # The random stream goes on where it was, as if the failed call had not been.
    second = values(fast(x))
    ms.set_seed(3)
    net.layer.weight.set_data(Tensor(start))
    assert [values(fast(x)), values(fast(x))] == [first, second]


def test_attributes_and_containers_that_a_function_changes(capfd):
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.shape, self.count, self.items, self.table = None, 0, [], {}

        def construct(self, x, counting=False):
            self.shape = x.shape
            self.items.clear()
            self.items.append(x)
            self.table["a"] = x
            self.result = x * 2
            if counting:
                self.count = self.count + 1
            return x * self.count

    class Plain:
        def __init__(self):
            self.t, self.n = None, 0

        @ms.jit
        def run(self, x):
            self.t = x * 2
            self.n = 3
            return x + self.n

    net, plain = Net(), Plain()
    fast = ms.jit(net)
    for i in range(1, 4):
        x = Tensor([float(i)])
        assert values(fast(x)) == [0]
        assert (net.shape, values(net.result)) == ((1,), [2 * i])
        assert net.items[0] is x and net.table["a"] is x and len(net.items) == len(net.table) == 1
        assert values(plain.run(x)) == [3 + i] and values(plain.t) == [2 * i] and plain.n == 3
    assert "runs in PyNative" not in capfd.readouterr().err
    # A counter needs another program at each call: PyNative counts.
    for i in range(1, 5):
        assert values(fast(Tensor([1.0]), True)) == [i] and net.count == i
    assert "the attribute 'count' of a Net has another value at each call" in capfd.readouterr().err


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


@pytest.mark.parametrize("mode", [ms.PYNATIVE_MODE, ms.GRAPH_MODE])
def test_a_compiled_cell_in_the_place_of_its_construct(mode):
    cell = nn.Dense(2, 1, weight_init="ones", bias_init="ones")
    cell.construct = ms.jit(cell)  # type: ignore[method-assign]
    ms.set_context(mode=mode)
    try:
        assert cell(Tensor([[1.0, 2.0]])).item() == 4
        assert cell(Tensor([[3.0, 2.0]])).item() == 6
        assert cell.construct(Tensor([[1.0, 2.0]])).item() == 4
        cell.bias.set_data(Tensor([5.0]))
        assert cell(Tensor([[1.0, 2.0]])).item() == 8
    finally:
        ms.set_context(mode=ms.PYNATIVE_MODE)


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

    expected = ([3, 4], ((1, 3), (2, 4)), [2], ((1, 2), (2, 5)), [2], [1, 2], [5, 2], (1,), (2,), [(1, 2)])
    for _ in range(2):
        assert f(Tensor(2)) == expected
