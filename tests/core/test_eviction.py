"""Compiled programs are let go: before memory maps or memory run out, and when a function has too many."""

from __future__ import annotations

import threading

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, ops
from mindshim._core import churn, eviction


@pytest.fixture
def impatient(monkeypatch):
    """Every few compilations all programs go."""
    monkeypatch.setattr(eviction, "_SOON", 3)
    monkeypatch.setattr(eviction, "_LATE", 3)
    watch = eviction.watch
    monkeypatch.setattr(watch, "most_maps", 1)
    monkeypatch.setattr(watch, "_next", watch.compiled)
    yield watch
    monkeypatch.undo()
    watch._next = watch.compiled + eviction._LATE


@pytest.mark.skipif(not eviction.maps(), reason="memory maps are counted on Linux")
def test_programs_go_while_others_run(impatient):
    compiled = ms.jit(lambda x: (x * 2 + 1).sum())
    failed = []

    def work(seed):
        rng = np.random.default_rng(seed)
        for _ in range(6):
            x = np.full(int(rng.integers(1, 20)), seed, np.float32)
            t = Tensor(x)
            if float(compiled(t)) != (x * 2 + 1).sum() or not np.array_equal((t * 2)[:1].asnumpy(), x[:1] * 2):
                failed.append(seed)

    before = impatient.released
    threads = [threading.Thread(target=work, args=(i,)) for i in (1, 2, 3)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not failed
    assert impatient.released > before + 2
    w = ms.Parameter(Tensor([1.0, 2.0]), name="w")
    assert ms.value_and_grad(lambda x: (x * w * w).sum(), None, [w])(Tensor([3.0, 4.0]))[1][0].asnumpy().tolist() == [6, 16]


def test_maps_and_memory_are_looked_at_seldom(monkeypatch):
    watch = eviction.Watch(most_maps=1000)
    looked = []
    monkeypatch.setattr(eviction, "maps", lambda: looked.append(watch.compiled) or 10)
    monkeypatch.setattr(eviction, "memory", lambda: (1, 1))
    monkeypatch.setattr(eviction, "release", lambda: pytest.fail("there is no need"))
    for _ in range(1000):
        watch.heard("/jax/core/compile/backend_compile_duration", 0.1)
        watch.heard("/jax/core/compile/jaxpr_trace_duration", 0.1)
    assert looked == [500, 600, 700, 800, 900, 1000]
    let_go = []
    monkeypatch.setattr(eviction, "release", lambda: let_go.append(watch.compiled))
    monkeypatch.setattr(eviction, "memory", lambda: (1, 100))
    for _ in range(1200):
        watch.heard("/jax/core/compile/backend_compile_duration", 0.1)
    # Short of memory, but not for programs that were just let go.
    assert let_go == [1100, 1600, 2100]


def test_what_the_system_tells():
    free, there_is = eviction.memory()
    assert 0 < free <= there_is


def test_a_function_keeps_the_programs_that_are_called(monkeypatch):
    monkeypatch.setattr(eviction, "MOST", 4)

    @ms.jit
    def f(x, n):
        return x + n

    often = Tensor([1.0])
    for n in range(12):
        assert float(f(Tensor([1.0, 2.0]), n)[1]) == 2 + n
        assert float(f(often, -1)[0]) == 0
    assert len(f._cache) == 4
    assert f._signatures == 13
    mapped = ops.vmap(lambda x: x * 2)
    for n in range(1, 7):
        assert mapped(ops.ones((n,))).shape == (n,)


def test_ever_more_arguments_are_told_of_once(capfd):
    class Model:
        @ms.jit
        def grow(self, x, n=0, *, flag=True):
            return x + n

    one, other = Model(), Model()
    for n in range(churn.MANY + 3):
        one.grow(Tensor(np.zeros(2 + n % 3)), n)
        other.grow(Tensor([0.0]), n)
    said = capfd.readouterr().err
    assert said.count("different arguments") == 1
    line = Model.grow.__wrapped__.__code__.co_firstlineno
    assert f"'test_ever_more_arguments_are_told_of_once.<locals>.Model.grow' ({__file__}:{line})" in said
    assert f"compiled for {churn.MANY} different arguments" in said
    assert f"'n' had {churn.MANY} values (0, 1, 2, …)" in said
    assert "'x' had 3 shapes or dtypes (float64(2), float64(3), float64(4), …)" in said
    assert "ms.Tensor(n)" in said
    assert "few shapes" in said


def test_after_many_refusals_nothing_is_tried(capfd):
    @ms.jit
    def value(x, n):
        return float(x.asnumpy()) + n

    for n in range(20):
        assert value(Tensor(1.0), n) == 1 + n
    assert capfd.readouterr().err.count("runs in PyNative") == 1
    assert value._refused == 16
