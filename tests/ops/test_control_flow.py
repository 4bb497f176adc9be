"""Loops as operators: eager, compiled, differentiated."""

from __future__ import annotations

import pytest

import mindshim as ms
from mindshim import ops


def _loop(x: ms.Tensor) -> ms.Tensor:
    return ops.WhileLoop()(lambda v: v < 10, lambda v: v * 2, x)


def test_while_loop_eager_and_compiled() -> None:
    assert float(_loop(ms.Tensor(1.0))) == 16.0
    assert float(ms.jit(_loop)(ms.Tensor(3.0))) == 12.0


def test_while_loop_carries_a_tuple() -> None:
    @ms.jit
    def power(x: ms.Tensor, n: ms.Tensor) -> ms.Tensor:
        return ops.WhileLoop()(lambda v: v[1] > 0, lambda v: (v[0] * x, v[1] - 1), (x, n))[0]

    assert float(power(ms.Tensor(2.0), ms.Tensor(3))) == 16.0


def test_fori_loop() -> None:
    assert float(ops.ForiLoop()(0, 4, lambda i, v: v + i, ms.Tensor(1.0))) == 7.0
    assert float(ops.ForiLoop()(3, 1, lambda i, v: v + i, ms.Tensor(1.0))) == 1.0
    assert float(ms.grad(lambda x: ops.ForiLoop()(0, 3, lambda i, v: v * x, x))(ms.Tensor(2.0))) == 32.0
    with pytest.raises(TypeError, match="upper"):
        ops.ForiLoop()(0, 2.0, lambda i, v: v, ms.Tensor(1.0))
    with pytest.raises(TypeError, match="loop_func"):
        ops.ForiLoop()(0, 2, 1, ms.Tensor(1.0))


def test_scan() -> None:
    carry, ys = ops.Scan()(lambda c, x: (c + x, c * x), ms.Tensor(1.0), [ms.Tensor(1.0), ms.Tensor(2.0)])
    assert float(carry) == 4.0 and [float(y) for y in ys] == [1.0, 4.0]
    assert ops.Scan()(lambda c, x: (c + 1, c), 1, None, 3) == (4, [1, 2, 3])


def test_summaries_need_a_name() -> None:
    assert ops.ScalarSummary()("loss", ms.Tensor(1.0)) is None
    with pytest.raises(TypeError, match="name"):
        ops.TensorSummary()(1, ms.Tensor(1.0))
