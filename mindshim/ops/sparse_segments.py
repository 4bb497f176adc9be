"""Sums, means and root means of chosen rows, group by group."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import ops as _op
from mindshim._core.tensor import Tensor
from mindshim.ops.function_primitives import operator


def _groups(op: str, x: Tensor, indices: Tensor, segment_ids: Tensor, n: Any) -> tuple[np.ndarray, int]:
    """The group of each chosen row, and how many groups there are."""
    if str(x.dtype) not in ("Float16", "BFloat16", "Float32", "Float64"):
        raise TypeError(f"For '{op}', the dtype of 'x' must be a float type, but got {x.dtype}.")
    for name, t in (("indices", indices), ("segment_ids", segment_ids)):
        if t.dtype != indices.dtype or str(t.dtype) not in ("Int32", "Int64"):
            raise TypeError(
                f"For '{op}', 'indices' and 'segment_ids' must have one dtype, int32 or int64, but '{name}' is {t.dtype}."
            )
    if x.ndim < 1 or indices.ndim != 1 or indices.shape != segment_ids.shape:
        raise ValueError(
            f"For '{op}', 'indices' and 'segment_ids' must be vectors of one length, and 'x' have an axis, but got shapes "
            f"{indices.shape}, {segment_ids.shape}, {x.shape}."
        )
    ids, rows = segment_ids._concrete(), indices._concrete()
    if (np.diff(ids) < 0).any() or (len(ids) and ids[0] < 0):
        raise ValueError(
            f"For '{op}', the 'segment_ids' must be ascending, non-negative numbers, but got {ids.tolist()}."
        )
    if (rows < 0).any() or (rows >= x.shape[0]).any():
        raise ValueError(f"For '{op}', the 'indices' must be rows of 'x', of shape {x.shape}, but got {rows.tolist()}.")
    last = int(ids[-1]) + 1 if len(ids) else 0
    if n is None:
        if len(set(ids.tolist())) != last:
            raise ValueError(
                f"For '{op}', the 'segment_ids' must start from 0 and leave out no group, but got {ids.tolist()}."
            )
        return ids, last
    if not isinstance(n, Tensor) or n.size != 1 or n.ndim > 1:
        raise ValueError(f"For '{op}', the 'num_segments' must be a Tensor of one element, but got {n}.")
    n = int(n.item())
    if n < last:
        raise ValueError(f"For '{op}', the 'num_segments' must be greater than all 'segment_ids', but got {n}.")
    return ids, n


def _declare(name: str, word: str, power: float, with_number: bool, example: str) -> None:
    def reduced(op: str, x: Tensor, indices: Tensor, segment_ids: Tensor, n: Any) -> Tensor:
        ids, n = _groups(op, x, indices, segment_ids, n)
        total = _op.unsorted_segment_sum(_op.gather(x, indices, 0), segment_ids, n)
        if not power:
            return total
        count = np.maximum(np.bincount(ids, minlength=n), 1).reshape((n,) + (1,) * (x.ndim - 1))
        return total / Tensor(count**power).astype(x.dtype)

    def plain(x: Tensor, indices: Tensor, segment_ids: Tensor) -> Tensor:
        return reduced(name, x, indices, segment_ids, None)

    def counted(x: Tensor, indices: Tensor, segment_ids: Tensor, num_segments: Tensor) -> Tensor:
        return reduced(name, x, indices, segment_ids, num_segments)

    fn = counted if with_number else plain
    more = (
        "\n        num_segments: an int Tensor of one element, the number of groups; those without rows give 0."
        if with_number
        else ""
    )
    fn.__doc__ = f"""The {word} of the chosen rows of each group (mirrors `mindspore.ops.operations.sparse_ops.{name}`).

    Inputs:
        x: a float Tensor. indices: an int Tensor, the rows. segment_ids: the group of each, ascending.{more}

    Raises:
        TypeError: for other dtypes. ValueError: for shapes that do not fit, rows that `x` has not, or groups out of order.

    Examples:
        >>> import mindshim as ms
        >>> x, groups = ms.Tensor([[1.0, 2.0], [3.0, 4.0]]), ms.Tensor([0, 0, 1])
        >>> print(ms.ops.{name}()(x, ms.Tensor([0, 1, 1]), groups{", ms.Tensor([3])" if with_number else ""}))
        {example}
    """
    operator(name)(fn)


for _name, _word, _power, _rows in (
    ("Sum", "sum", 0, "[[4. 6.]\n         [3. 4.]"),
    ("Mean", "mean", 1, "[[2. 3.]\n         [3. 4.]"),
    (
        "SqrtN",
        "sum, divided by the root of their number,",
        0.5,
        "[[2.828427  4.2426405]\n         [3.        4.       ]",
    ),
):
    _declare(f"SparseSegment{_name}", _word, _power, False, f"{_rows}]")
    _empty = "[0.        0.       ]" if _name == "SqrtN" else "[0. 0.]"
    _declare(f"SparseSegment{_name}WithNumSegments", _word, _power, True, f"{_rows}\n         {_empty}]")
