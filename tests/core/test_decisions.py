"""Statements whose outcomes have no common form: one program for each path that calls take."""

from __future__ import annotations

import threading

import pytest

import mindshim as ms
from mindshim import Parameter, Tensor, nn, ops
from mindshim._core import compile as compiled


@pytest.fixture
def reasons(monkeypatch):
    """Why functions were not compiled."""
    found = []
    monkeypatch.setattr(compiled, "explain_fallback", lambda fn, error: found.append(str(error)))
    return found


def grow(x):
    out = [x]
    if x.sum() > 0:
        out.append(x * 2)
    return out


def test_each_path_is_compiled_once(reasons):
    fast = ms.jit(grow)
    for value in (1.0, -1.0, 1.0, 1.0, -1.0, -1.0, 1.0):
        assert [t.asnumpy().tolist() for t in fast(Tensor([value]))] == ([[1.0], [2.0]] if value > 0 else [[-1.0]])
    assert fast._paths == 2 and not reasons


def test_a_call_of_another_path_changes_nothing_on_the_way(reasons, capsys):
    class Net(nn.Cell):
        def __init__(self):
            super().__init__()
            self.w = Parameter(Tensor([0.0]), name="w")
            self.calls = 0

        def construct(self, x, seen):
            self.w += 1
            seen.append(x)
            print("before")
            x = x + ops.standard_normal((1,)) * 0
            if x.sum() > 0:
                print("up")
                return x[:0]
            self.w += 10
            return x

    def run(mode):
        ms.set_context(mode=mode)
        try:
            net, out, seen = Net(), [], []
            ms.set_seed(3)
            for value in (1.0, -1.0, 2.0, -2.0, -3.0, 4.0):
                out.append((net(Tensor([value]), seen).shape, float(net.w.asnumpy()[0]), [float(s.asnumpy()[0]) for s in seen]))
            return out, ops.standard_normal((2,)).asnumpy().tolist(), capsys.readouterr().out
        finally:
            ms.set_context(mode=ms.PYNATIVE_MODE)

    assert run(ms.GRAPH_MODE) == run(ms.PYNATIVE_MODE)
    assert not reasons


def test_gradients_follow_the_path(reasons):
    def fn(x, w):
        parts = []
        while x.sum() < 10:
            parts.append(x * w)
            x = x * 2
        total = x.sum()
        for p in parts:
            total = total + (p * p).sum()
        return total

    fast = ms.jit(fn)
    for value in (1.0, 4.0, 0.3, 11.0, 4.0):
        arguments = Tensor([value, 1.0]), Tensor([2.0, 3.0])
        assert float(fast(*arguments)) == pytest.approx(float(fn(*arguments)))
        for wanted, found in zip(ms.grad(fn, (0, 1))(*arguments), ms.grad(fast, (0, 1))(*arguments), strict=True):
            assert found.asnumpy().tolist() == pytest.approx(wanted.asnumpy().tolist())
    assert not reasons


def test_statements_inside_one_that_diverges(reasons):
    def fn(x, y):
        out = []
        if x.sum() > 0:
            if y.sum() > 0:
                out.append(x)
            z = x + 1 if y.sum() > 5 else x - 1
        else:
            z = y
        return out, z

    fast = ms.jit(fn)
    for x in (1.0, -1.0):
        for y in (1.0, -1.0, 6.0):
            (a, b), (c, d) = fn(Tensor([x]), Tensor([y])), fast(Tensor([x]), Tensor([y]))
            assert [t.asnumpy().tolist() for t in a] == [t.asnumpy().tolist() for t in c] and b.asnumpy() == d.asnumpy()
    # The ternary has a common form: it is part of both programs of its side.
    assert fast._paths == 3 and not reasons


def test_a_path_that_cannot_be_compiled_runs_in_pynative(reasons):
    @ms.jit
    def told(x):
        if x.sum() > 3:
            return float(x.asnumpy()[0])
        return x * 2

    assert told(Tensor([1.0])).asnumpy() == 2
    assert told(Tensor([4.0])) == 4.0 and len(reasons) == 1 and "__array__" in reasons[0]
    assert told(Tensor([1.5])).asnumpy() == 3
    assert told(Tensor([5.0])) == 5.0 and len(reasons) == 1
    with pytest.raises(RuntimeError, match="cannot be compiled as a whole"):
        ms.jit(told.__wrapped__, fullgraph=True)(Tensor([4.0]))


def test_too_many_paths_run_in_pynative(reasons, monkeypatch):
    def fn(x, n):
        out, k = [], 0
        while k < n:
            out.append(x)
            k += 1
        return len(out)

    long = ms.jit(fn)
    assert long(Tensor([1.0]), Tensor(30)) == 30 and "list of 0 before an iteration and list of 1 after it" in reasons[0]
    monkeypatch.setattr(compiled, "_MOST_PATHS", 5)
    many = ms.jit(fn)
    for n in range(10):
        assert many(Tensor([1.0]), Tensor(n)) == n
    assert len(reasons) == 2 and "more than 5 different paths" in reasons[1]


def test_an_error_on_a_path_is_the_users(reasons):
    w = Parameter(Tensor([0.0]), name="w")

    @ms.jit
    def fn(x):
        ops.assign_add(w, x)
        if x.sum() > 0:
            return x[:0]
        if x.sum() < -5:
            raise ValueError("too small")
        return x

    assert fn(Tensor([1.0])).shape == (0,) and fn(Tensor([-1.0])).shape == (1,)
    with pytest.raises(ValueError, match="too small"):
        fn(Tensor([-6.0]))
    assert fn(Tensor([-1.0])).shape == (1,)


def test_threads_take_their_paths():
    fast = ms.jit(grow)
    wrong = []

    def work(sign):
        for k in range(1, 40):
            found = [t.asnumpy().tolist() for t in fast(Tensor([float(sign * k)]))]
            if found != ([[float(k)], [2.0 * k]] if sign > 0 else [[-float(k)]]):
                wrong.append(found)

    threads = [threading.Thread(target=work, args=(s,)) for s in (1, -1, 1, -1)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not wrong


def test_the_cause_of_one_more_program_is_told():
    from mindshim._core import watch

    watcher = watch.Watcher()
    watcher.start()
    try:
        fast = ms.jit(grow)
        fast(Tensor([1.0]))
        fast(Tensor([-1.0]))
        record = watcher.record(fast)
    finally:
        watcher.stop()
    assert [c.cause for c in record.compilations] == ["first call", watch._TURNED]
