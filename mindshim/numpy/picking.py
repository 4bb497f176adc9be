"""Elements at indices, where a condition holds, and where they are."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.numpy.axes import ravel
from mindshim.numpy.utils import _promoted, as_tensor, checked_axis


def where(condition: Any, x: Any = None, y: Any = None) -> Any:
    """Elements of `x` where the condition holds, of `y` elsewhere (mirrors `mindspore.numpy.where`).

    Args:
        condition: a bool Tensor; numbers count as true unless 0.
        x, y: values, broadcast to the condition and each other. Without them, the places where the condition holds.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.where([True, False], [1, 2], 0))
        [1 0]
    """
    condition = as_tensor(condition)
    if x is None and y is None:
        return tuple(t for t in ops.unbind(ops.nonzero(condition), 1))
    if condition.dtype is not dtypes.bool_:
        condition = condition != 0
    return ops.where(condition, as_tensor(x), as_tensor(y))


def take(a: Any, indices: Any, axis: int | None = None, mode: str = "clip") -> Tensor:
    """Elements at indices along an axis (mirrors `mindspore.numpy.take`).

    Args:
        a: a Tensor, number, list or tuple.
        indices: integers of any shape. axis: along which. Default: None, of the flat array.
        mode: "clip" or "wrap" indices out of range ("raise" clips).

    Raises:
        ValueError: for another mode.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.take([10, 20, 30], [0, 2]))
        [10 30]
    """
    if mode not in ("raise", "wrap", "clip"):
        raise ValueError(f"For 'take', 'mode' must be 'clip' or 'wrap', but got {mode!r}.")
    a, indices = as_tensor(a), as_tensor(indices)
    if axis is None:
        a, axis = ravel(a), 0
    n = a.shape[axis]
    indices = indices % n if mode == "wrap" else ops.clip_by_value(indices, 0, n - 1)
    return ops.gather(a, indices, axis)


def take_along_axis(arr: Any, indices: Any, axis: int | None) -> Tensor:
    """Elements chosen by an index of equal rank (mirrors `mindspore.numpy.take_along_axis`).

    Args:
        arr: a Tensor.
        indices: integers, of the same rank.
        axis: along which; None for flat arrays.

    Raises:
        ValueError: if the ranks differ or the axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.take_along_axis([[10, 20], [30, 40]], [[1], [0]], 1))
        [[20]
         [30]]
    """
    arr, indices = as_tensor(arr), as_tensor(indices)
    if axis is None:
        arr, indices, axis = ravel(arr), ravel(indices), 0
    if arr.ndim != indices.ndim:
        raise ValueError(
            f"`indices` and `arr` must have the same number of dimensions, but got {indices.ndim} and {arr.ndim}."
        )
    axis = checked_axis("take_along_axis", axis, arr.ndim)
    # Both are broadcast to each other but for the axis.
    common = np.broadcast_shapes(*((*t.shape[:axis], *t.shape[axis + 1 :]) for t in (arr, indices)))
    arr, indices = (ops.broadcast_to(t, (*common[:axis], t.shape[axis], *common[axis:])) for t in (arr, indices))
    return ops.gather_d(arr, axis, indices)


def unique(x: Any, return_inverse: bool = False) -> Any:
    """The distinct elements in the order in which they come, as in MindSpore (mirrors `mindspore.numpy.unique`).

    Args:
        x: anything that makes a Tensor; it is flattened.
        return_inverse: whether the place of each element among the distinct ones comes too, int32.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(*mnp.unique([[3, 1], [3, 2]], return_inverse=True))
        [3 1 2] [0 1 0 2]
    """
    values, inverse = ops.unique(ravel(x))
    return (values, inverse) if return_inverse else values


def searchsorted(a: Any, v: Any, side: str = "left", sorter: Any = None) -> Tensor:
    """Where to insert values in a sorted vector (mirrors `mindspore.numpy.searchsorted`).

    Args:
        a: a sorted vector. v: values.
        side: "left" or "right" of equal elements. Default: "left". sorter: indices that sort `a`.

    Raises:
        ValueError: for another side.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.searchsorted([1, 2, 4], [2, 3]))
        [1 2]
    """
    a, v = as_tensor(a), as_tensor(v)
    if side not in ("left", "right"):
        raise ValueError(f"For 'searchsorted', 'side' must be 'left' or 'right', but got {side!r}.")
    if sorter is not None:
        a = ops.gather(a, as_tensor(sorter), 0)
    a, v = _promoted([a, v])
    return ops.searchsorted(a, v, out_int32=True, side=side)


__all__ = ["searchsorted", "take", "take_along_axis", "unique", "where"]
