"""Other shapes and orders of axes."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim._core.tensor import Tensor
from mindshim.numpy.utils import as_tensor, checked_axis


def reshape(x: Any, new_shape: Any) -> Tensor:
    """The same elements in another shape (mirrors `mindspore.numpy.reshape`).

    Args:
        x: a Tensor, number, list or tuple.
        new_shape: an int, tuple, list or Tensor of ints; one may be -1.

    Raises:
        ValueError: if the sizes do not multiply up.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.reshape([1, 2, 3, 4], (2, 2)))
        [[1 2]
         [3 4]]
    """
    return ops.reshape(as_tensor(x), (new_shape,) if isinstance(new_shape, int) else tuple(new_shape))


def ravel(x: Any) -> Tensor:
    """One dimension (mirrors `mindspore.numpy.ravel`).

    Args:
        x: a Tensor, number, list or tuple.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.ravel([[1, 2], [3, 4]]))
        [1 2 3 4]
    """
    return reshape(x, -1)


def expand_dims(a: Any, axis: Any) -> Tensor:
    """New axes of size 1 (mirrors `mindspore.numpy.expand_dims`).

    Args:
        a: a Tensor, number, list or tuple.
        axis: where the new axes are in the result, an int or several.

    Raises:
        ValueError: if an axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.expand_dims([1, 2], 0).shape
        (1, 2)
    """
    a = as_tensor(a)
    axes = (axis,) if isinstance(axis, int) else tuple(axis)
    n = a.ndim + len(axes)
    axes = sorted(checked_axis("expand_dims", x, n) for x in axes)
    for x in axes:
        a = ops.expand_dims(a, x)
    return a


def squeeze(a: Any, axis: Any = None) -> Tensor:
    """Without axes of size 1 (mirrors `mindspore.numpy.squeeze`).

    Args:
        a: a Tensor, number, list or tuple.
        axis: which axes of size 1, an int or several. Default: None, all of them.

    Raises:
        ValueError: if such an axis is longer than 1.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.squeeze(mnp.ones((1, 2, 1))).shape
        (2,)
    """
    a = as_tensor(a)
    return ops.squeeze(a) if axis is None else ops.squeeze(a, axis)


def transpose(a: Any, axes: Any = None) -> Tensor:
    """Axes permuted, reversed by default (mirrors `mindspore.numpy.transpose`).

    Args:
        a: a Tensor, number, list or tuple.
        axes: the new order. Default: None, the reverse of the old one.

    Raises:
        ValueError: if `axes` is no order of the axes.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.transpose([[1, 2], [3, 4]]))
        [[1 3]
         [2 4]]
    """
    a = as_tensor(a)
    return ops.transpose(a, tuple(range(a.ndim))[::-1] if axes is None else tuple(axes))


def swapaxes(x: Any, axis1: int, axis2: int) -> Tensor:
    """Two axes exchanged (mirrors `mindspore.numpy.swapaxes`).

    Args:
        x: a Tensor, number, list or tuple.
        axis1, axis2: which axes.

    Raises:
        ValueError: if an axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.swapaxes(mnp.ones((2, 3, 4)), 0, 2).shape
        (4, 3, 2)
    """
    x = as_tensor(x)
    return ops.swapaxes(x, axis1, axis2)


def moveaxis(a: Any, source: Any, destination: Any) -> Tensor:
    """Axes moved to other places (mirrors `mindspore.numpy.moveaxis`).

    Args:
        a: a Tensor, number, list or tuple.
        source: which axes, an int or several. destination: their places in the result.

    Raises:
        ValueError: if an axis is out of range or given twice.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.moveaxis(mnp.ones((2, 3, 4)), 0, -1).shape
        (3, 4, 2)
    """
    return ops.movedim(as_tensor(a), source, destination)


def rollaxis(x: Any, axis: int, start: int = 0) -> Tensor:
    """One axis moved back to `start` (mirrors `mindspore.numpy.rollaxis`).

    Args:
        x: a Tensor, number, list or tuple.
        axis: which axis. start: it comes before this one. Default: 0.

    Raises:
        ValueError: if an axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.rollaxis(mnp.ones((2, 3, 4)), 2).shape
        (4, 2, 3)
    """
    x = as_tensor(x)
    axis = checked_axis("rollaxis", axis, x.ndim)
    if not -x.ndim <= start <= x.ndim:
        raise ValueError(
            f"For rollaxis, start {start} is out of bounds. Ranging from {-x.ndim} to {x.ndim} is allowed."
        )
    start = start + x.ndim if start < 0 else start
    order = [i for i in range(x.ndim) if i != axis]
    order.insert(start - 1 if start > axis else start, axis)
    return ops.transpose(x, tuple(order))


def _at_least(t: Tensor, n: int) -> Tensor:
    return t if t.ndim >= n else ops.reshape(t, (1,) * (n - t.ndim) + t.shape)


def atleast_1d(*arys: Any) -> Any:
    """At least one dimension (mirrors `mindspore.numpy.atleast_1d`).

    Args:
        arys: Tensors, numbers, lists or tuples.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.atleast_1d(3))
        [3]
    """
    out = [_at_least(as_tensor(a), 1) for a in arys]
    return out[0] if len(out) == 1 else out


def atleast_2d(*arys: Any) -> Any:
    """At least two dimensions (mirrors `mindspore.numpy.atleast_2d`).

    Args:
        arys: Tensors, numbers, lists or tuples.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.atleast_2d([1, 2]))
        [[1 2]]
    """
    out = [_at_least(as_tensor(a), 2) for a in arys]
    return out[0] if len(out) == 1 else out


def size(a: Any, axis: int | None = None) -> int:
    """The number of elements, along one axis or in all (mirrors `mindspore.numpy.size`).

    Args:
        a: a Tensor, number, list or tuple.
        axis: which axis. Default: None, all.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.size([[1, 2, 3], [4, 5, 6]])
        6
    """
    a = as_tensor(a)
    return a.size if axis is None else a.shape[axis]


__all__ = [
    "atleast_1d",
    "atleast_2d",
    "expand_dims",
    "moveaxis",
    "ravel",
    "reshape",
    "rollaxis",
    "size",
    "squeeze",
    "swapaxes",
    "transpose",
]
