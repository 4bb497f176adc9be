"""The same elements in another place or more often."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import ops
from mindshim._core.tensor import Tensor
from mindshim.numpy.axes import _at_least, ravel, swapaxes
from mindshim.numpy.utils import as_tensor, checked_axis


def tile(a: Any, reps: Any) -> Tensor:
    """Repeated as a whole (mirrors `mindspore.numpy.tile`).

    Args:
        a: a Tensor, number, list or tuple.
        reps: how often along each axis, an int or several, counted from the last axis.

    Raises:
        ValueError: for a negative number.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.tile([1, 2], 2))
        [1 2 1 2]
    """
    a = as_tensor(a)
    reps = (reps,) if isinstance(reps, int) else tuple(reps)
    reps = (1,) * (a.ndim - len(reps)) + reps
    return ops.tile(_at_least(a, len(reps)), reps)


def repeat(a: Any, repeats: Any, axis: int | None = None) -> Tensor:
    """Every element repeated (mirrors `mindspore.numpy.repeat`).

    Args:
        a: a Tensor, number, list or tuple.
        repeats: how often, an int or one for each element along the axis.
        axis: along which. Default: None, of the flat array.

    Raises:
        ValueError: if there are neither one nor as many numbers as elements.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.repeat([1, 2], [2, 1]))
        [1 1 2]
    """
    a = as_tensor(a)
    if axis is None:
        a, axis = ravel(a), 0
    counts = np.broadcast_to(np.asarray(repeats), (a.shape[axis],))
    where = np.repeat(np.arange(a.shape[axis]), counts).astype(np.int64)
    return ops.gather(a, Tensor(where), axis)


def broadcast_to(array: Any, shape: Any) -> Tensor:
    """Broadcast to a shape (mirrors `mindspore.numpy.broadcast_to`).

    Args:
        array: a Tensor, number, list or tuple.
        shape: the new shape.

    Raises:
        ValueError: if it does not fit.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.broadcast_to([1, 2], (2, 2)))
        [[1 2]
         [1 2]]
    """
    return ops.broadcast_to(as_tensor(array), (shape,) if isinstance(shape, int) else tuple(shape))


def broadcast_arrays(*args: Any) -> list[Tensor]:
    """All operands broadcast to their common shape (mirrors `mindspore.numpy.broadcast_arrays`).

    Args:
        args: Tensors, numbers, lists or tuples.

    Raises:
        ValueError: if the shapes do not fit each other.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(*mnp.broadcast_arrays([1, 2], 3))
        [1 2] [3 3]
    """
    tensors = [as_tensor(a) for a in args]
    shape = np.broadcast_shapes(*[t.shape for t in tensors])
    return [ops.broadcast_to(t, shape) for t in tensors]


def flip(m: Any, axis: Any = None) -> Tensor:
    """Reversed along axes, all by default (mirrors `mindspore.numpy.flip`).

    Args:
        m: a Tensor, number, list or tuple.
        axis: an int or several. Default: None, all axes.

    Raises:
        ValueError: if an axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.flip([1, 2, 3]))
        [3 2 1]
    """
    m = as_tensor(m)
    axes = tuple(range(m.ndim)) if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)
    return ops.flip(m, axes)


def flipud(m: Any) -> Tensor:
    """Reversed up and down (mirrors `mindspore.numpy.flipud`).

    Args:
        m: anything of one dimension or more.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.flipud([[1, 2], [3, 4]]))
        [[3 4]
         [1 2]]
    """
    return flip(m, 0)


def fliplr(m: Any) -> Tensor:
    """Reversed left and right (mirrors `mindspore.numpy.fliplr`).

    Args:
        m: anything of two dimensions or more.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.fliplr([[1, 2], [3, 4]]))
        [[2 1]
         [4 3]]
    """
    return flip(m, 1)


def roll(a: Any, shift: Any, axis: Any = None) -> Tensor:
    """Elements shifted around an axis (mirrors `mindspore.numpy.roll`).

    Args:
        a: a Tensor, number, list or tuple.
        shift: by how many places, an int or one for each axis.
        axis: an int or several. Default: None, of the flat array.

    Raises:
        TypeError: if they are not ints. ValueError: if an axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.roll([1, 2, 3], 1))
        [3 1 2]
    """
    a = as_tensor(a)
    for name, value in (("shift", shift), ("axis", axis)):
        if not (axis is None and name == "axis") and np.asarray(value).dtype.kind != "i":
            raise TypeError(f"For 'roll', '{name}' must be an int, or a tuple or list of them, but got {value!r}.")
    if axis is None:
        return ops.roll(a, sum(shift) if isinstance(shift, (tuple, list)) else shift)
    shifts, axes = np.broadcast_arrays(*(np.atleast_1d(v) for v in (shift, axis)))
    for s, x in zip(shifts.tolist(), axes.tolist(), strict=True):
        a = ops.roll(a, s, checked_axis("roll", x, a.ndim))
    return a


def rot90(a: Any, k: int = 1, axes: Any = (0, 1)) -> Tensor:
    """Rotated by quarter turns (mirrors `mindspore.numpy.rot90`).

    Args:
        a: a Tensor, number, list or tuple.
        k: how many quarter turns. Default: 1. axes: of which plane, from the first to the second. Default: (0, 1).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.rot90([[1, 2], [3, 4]]))
        [[2 4]
         [1 3]]
    """
    a = as_tensor(a)
    k = k % 4
    if k == 2:
        return flip(a, axes)
    if k == 1:
        return swapaxes(flip(a, axes[1]), *axes)
    return flip(swapaxes(a, *axes), axes[1]) if k == 3 else a


__all__ = ["broadcast_arrays", "broadcast_to", "flip", "fliplr", "flipud", "repeat", "roll", "rot90", "tile"]
