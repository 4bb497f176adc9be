"""`vmap`: which axes it takes, what it refuses, and what becomes of results that are not mapped, as in MindSpore."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, nn, ops


class Net(nn.Cell):
    def construct(self, x: Any, y: Any, z: Any) -> Any:
        return x + y, z


X = np.arange(1, 7, dtype=np.float32).reshape(2, 3)
OUT_OF_BOUNDS = "is out of bounds for array of dimension"


@pytest.mark.parametrize(
    ("in_axes", "out_axes", "args", "error", "text"),
    [
        (None, 0, 3, RuntimeError, "The 'in_axes' of 'vmap' cannot be a single None"),
        ((None, None, None), 0, 3, RuntimeError, "The 'in_axes' of 'vmap' cannot be all None"),
        ((1, 1, None), None, 3, RuntimeError, "The 'out_axes' of 'vmap' cannot be a single None"),
        ((1, 1, None), (None, (None,)), 3, RuntimeError, "The 'out_axes' of 'vmap' cannot be all None"),
        ((1, 1, None), (0, 0, 0), 3, RuntimeError, "equal to the number of results of 'fn': 2, but got size: 3."),
        ((1, 1, None), (None, 0), 3, RuntimeError, "It is invalid that source is not None and dst is None."),
        ((1, 1, None), (0, 1), 3, RuntimeError, f"The axis: 1 in 'out_axes' {OUT_OF_BOUNDS} [-1,1)."),
        ((1, 1, None), (5, 0), 3, RuntimeError, f"The axis: 5 in 'out_axes' {OUT_OF_BOUNDS} [-2,2)."),
        ((-3, 2, None), 0, 3, RuntimeError, f"The axis: -3 in 'in_axes' {OUT_OF_BOUNDS} [-2,2)."),
        ((1.0, 1.0, None), 0, 3, RuntimeError, "a None or a scalar of type Int64Imm, but got a 1."),
        ((True, 1, None), 0, 3, RuntimeError, "a None or a scalar of type Int64Imm"),
        (((0,), 1, None), 0, 3, RuntimeError, "a None or a scalar of type Int64Imm"),
        ((1, 1, None), 0, 2, TypeError, "parameters number of the function is 3, but the number of provided arguments is 2."),
        ((1, 1), 0, 3, RuntimeError, "equal to the number of arguments of 'fn': 3, but got size: 2."),
        ((1, 0, None), 0, 3, RuntimeError, "should be equal, but got 3 and 2."),
        ((1, 1, 0), 0, 3, RuntimeError, "The orig_abs should be AbstractTensor"),
    ],
)
def test_refused(in_axes: Any, out_axes: Any, args: int, error: type[Exception], text: str) -> None:
    with pytest.raises(error) as caught:
        ops.vmap(Net(), in_axes, out_axes)(*[Tensor(X), Tensor(X), 1][:args])
    assert text in str(caught.value)


def test_refused_functions() -> None:
    with pytest.raises(RuntimeError, match="Failed to get 'axis_size'"):
        ops.vmap(lambda: 1)()
    with pytest.raises(RuntimeError, match="must be a 'Function' or 'Cell'"):
        ops.vmap(3)(Tensor(X))  # type: ignore[arg-type]


def test_what_is_not_mapped_is_repeated() -> None:
    mapped = ops.vmap(lambda x: (x + 1, 2, (2.5, True)), 1, (0, 0, (None, -1)))
    total, count, (real, flag) = mapped(Tensor(X))
    assert np.array_equal(total.asnumpy(), X.T + 1)
    assert count.dtype is ms.int64 and count.asnumpy().tolist() == [2, 2, 2]
    assert real == 2.5 and isinstance(real, float)
    assert flag.dtype is ms.bool_ and flag.asnumpy().tolist() == [True, True, True]
    # The next call's results are its own.
    count[0] = 9
    assert mapped(Tensor(X))[1].asnumpy().tolist() == [2, 2, 2]


class Offset(nn.Cell):
    def __init__(self, n: int) -> None:
        super().__init__()
        for i in range(n):
            setattr(self, f"w{i}", ms.Parameter(Tensor([1.0 + i]), name=f"w{i}"))

    def construct(self, x: Any) -> Any:
        return self.w0 + x


def test_cells_side_by_side() -> None:
    cells = nn.CellList([Offset(1), Offset(1)])
    assert ops.vmap(cells)(Tensor(X)).shape == (2, 3)
    with pytest.raises(ValueError, match="axis_size: 3 and the cell size: 2"):
        ops.vmap(cells, 1)(Tensor(X))
    with pytest.raises(RuntimeError, match="must be greater than 1, but got 1"):
        ops.vmap(nn.CellList([Offset(1)]))(Tensor(X[:1]))
    with pytest.raises(RuntimeError, match="inputs should be consistent"):
        ops.vmap(nn.CellList([Offset(1), Net()]))(Tensor(X))
    with pytest.raises(ValueError, match="get 1 and 2"):
        ops.vmap(nn.CellList([Offset(1), Offset(2)]))(Tensor(X))


def test_integers_have_directional_derivatives() -> None:
    x, y = Tensor([[1, 2]]), Tensor([[3, 4]])
    out, moved = ops.vmap(lambda a, b: ms.jvp(lambda p, q: p * q, (a, b), (a, b)))(x, y)
    assert out.asnumpy().tolist() == [[3, 8]] and moved.asnumpy().tolist() == [[6, 16]]
    assert moved.dtype is ms.int64
    # A function that indexes with them varies with the others only.
    table, at = Tensor([1.0, 2.0, 3.0]), Tensor([2, 0])
    _, moved = ms.jvp(lambda t, i: t[i] * 2, (table, at), (table, at))
    assert moved.asnumpy().tolist() == [6.0, 2.0]


def test_mapped_parameters_are_mapped_and_written() -> None:
    p = ms.Parameter(Tensor([[3.0, 3.0], [4.0, 4.0]]), name="p")
    one = Tensor([[1.0, 2.0], [1.0, 1.0]])
    assert ops.vmap(lambda a, x: a * x, (1, 0))(p, one).asnumpy().tolist() == [[3, 8], [3, 4]]
    (grad,) = ms.grad(lambda x: ops.vmap(lambda a, b: a * b)(p, x).sum(), None, [p])(one)
    assert grad.asnumpy().tolist() == one.asnumpy().tolist()

    add = ops.vmap(lambda a, x: ops.assign_add(a, x))
    assert add(p, one).asnumpy().tolist() == [[4, 5], [5, 5]] == p.asnumpy().tolist()
    ops.vmap(add)(p, one)
    assert p.asnumpy().tolist() == [[5, 7], [6, 6]]
    ms.jit(lambda x: add(p, x))(one)
    assert p.asnumpy().tolist() == [[6, 9], [7, 7]]


def test_values_of_unmapped_integer_tensors_are_known() -> None:
    def values(result: Any) -> Any:
        return result.asnumpy().tolist()

    def diagonals(x: Any, k: Any, padding: Any) -> Any:
        return ops.matrix_diag_part(x, k, padding)

    def scaled(x: Any, n: Any) -> Any:
        return x * int(n)

    x = Tensor(np.arange(18, dtype=np.float32).reshape(2, 3, 3))

    zero = Tensor(0.0)
    part = ms.vmap(diagonals, (0, None, None))
    # As the real one.
    assert values(part(x, Tensor([0, 1], ms.int32), zero)) == [[[0, 1, 5], [0, 4, 8]], [[0, 10, 14], [9, 13, 17]]]
    assert values(part(x, Tensor([-1, 0], ms.int32), zero)) == [[[0, 4, 8], [3, 7, 0]], [[9, 13, 17], [12, 16, 0]]]
    assert values(part(x, Tensor([0], ms.int32), zero)) == [[0, 4, 8], [9, 13, 17]]

    times, n, a = ms.vmap(scaled, (0, None)), Tensor(2), Tensor([1.0, 2.0])
    assert values(times(a, n)) == [2, 4]
    n += 1
    assert values(times(a, n)) == [3, 6] and values(times(a, Tensor(-1))) == [-1, -2]
    assert values(ms.grad(lambda x: times(x, n).sum())(a)) == [3, 3]
    nested = ms.vmap(lambda x, n: ms.vmap(scaled, (0, None))(x, n), (0, None))
    assert values(nested(Tensor([[1.0], [2.0]]), n)) == [[3], [6]]
    assert values(ms.jit(lambda x: times(x, Tensor(4)))(a)) == [4, 8]
    assert values(ms.jit(lambda x, n: times(x, n))(a, n)) == [3, 6]

    # Of one that is mapped, the number is as unknown as the Tensor, but a length must be known.
    assert values(ms.vmap(scaled)(a, Tensor([1, 2]))) == [1, 4]

    def spread(x: Any, n: Any) -> Any:
        return ops.zeros((int(n),)) + x

    for wrong in (lambda: ms.vmap(spread)(a, Tensor([1, 2])), lambda: ms.vmap(spread, (0, 0))(a, Tensor([1, 2]))):
        with pytest.raises(ValueError, match="For 'vmap', 'fn' needs the value of a Tensor"):
            wrong()
