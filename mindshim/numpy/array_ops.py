"""Rearranging Tensors."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.numpy.utils import as_tensor, checked_axis


def _promoted(tensors: list[Tensor]) -> list[Tensor]:
    """The operands in their common dtype."""
    first = tensors[0]
    if all(t.dtype is first.dtype for t in tensors):
        return tensors
    total = tensors[0].reshape(-1)[:0]
    for t in tensors[1:]:
        total = total + t.reshape(-1)[:0]
    return [t.astype(total.dtype) for t in tensors]


def reshape(x: Any, new_shape: Any) -> Tensor:
    """The same elements in another shape (mirrors `mindspore.numpy.reshape`)."""
    return ops.reshape(as_tensor(x), (new_shape,) if isinstance(new_shape, int) else tuple(new_shape))


def ravel(x: Any) -> Tensor:
    """One dimension (mirrors `mindspore.numpy.ravel`)."""
    return reshape(x, -1)


def expand_dims(a: Any, axis: Any) -> Tensor:
    """New axes of size 1 (mirrors `mindspore.numpy.expand_dims`)."""
    a = as_tensor(a)
    axes = (axis,) if isinstance(axis, int) else tuple(axis)
    n = a.ndim + len(axes)
    axes = sorted(checked_axis("expand_dims", x, n) for x in axes)
    for x in axes:
        a = ops.expand_dims(a, x)
    return a


def squeeze(a: Any, axis: Any = None) -> Tensor:
    """Without axes of size 1 (mirrors `mindspore.numpy.squeeze`)."""
    a = as_tensor(a)
    return ops.squeeze(a) if axis is None else ops.squeeze(a, axis)


def transpose(a: Any, axes: Any = None) -> Tensor:
    """Axes permuted, reversed by default (mirrors `mindspore.numpy.transpose`)."""
    a = as_tensor(a)
    return ops.transpose(a, tuple(range(a.ndim))[::-1] if axes is None else tuple(axes))


def swapaxes(x: Any, axis1: int, axis2: int) -> Tensor:
    """Two axes exchanged (mirrors `mindspore.numpy.swapaxes`)."""
    x = as_tensor(x)
    return ops.swapaxes(x, axis1, axis2)


def moveaxis(a: Any, source: Any, destination: Any) -> Tensor:
    """Axes moved to other places (mirrors `mindspore.numpy.moveaxis`)."""
    return ops.movedim(as_tensor(a), source, destination)


def rollaxis(x: Any, axis: int, start: int = 0) -> Tensor:
    """One axis moved back to `start` (mirrors `mindspore.numpy.rollaxis`)."""
    x = as_tensor(x)
    axis = checked_axis("rollaxis", axis, x.ndim)
    if not -x.ndim <= start <= x.ndim:
        raise ValueError(f"For rollaxis, start {start} is out of bounds. Ranging from {-x.ndim} to {x.ndim} is allowed.")
    start = start + x.ndim if start < 0 else start
    order = [i for i in range(x.ndim) if i != axis]
    order.insert(start - 1 if start > axis else start, axis)
    return ops.transpose(x, tuple(order))


def concatenate(arrays: Any, axis: Any = 0) -> Tensor:
    """Joined along an axis; None flattens first (mirrors `mindspore.numpy.concatenate`)."""
    tensors = list(arrays) if isinstance(arrays, Tensor) else [as_tensor(a) for a in arrays]
    if axis is None:
        tensors, axis = [ravel(t) for t in tensors], 0
    return ops.concat(tuple(_promoted(tensors)), axis)


def stack(arrays: Any, axis: int = 0) -> Tensor:
    """Joined along a new axis (mirrors `mindspore.numpy.stack`)."""
    tensors = list(arrays) if isinstance(arrays, Tensor) else [as_tensor(a) for a in arrays]
    return ops.stack(tuple(_promoted(tensors)), axis)


def _at_least(t: Tensor, n: int) -> Tensor:
    return t if t.ndim >= n else ops.reshape(t, (1,) * (n - t.ndim) + t.shape)


def atleast_1d(*arys: Any) -> Any:
    """At least one dimension (mirrors `mindspore.numpy.atleast_1d`)."""
    out = [_at_least(as_tensor(a), 1) for a in arys]
    return out[0] if len(out) == 1 else out


def atleast_2d(*arys: Any) -> Any:
    """At least two dimensions (mirrors `mindspore.numpy.atleast_2d`)."""
    out = [_at_least(as_tensor(a), 2) for a in arys]
    return out[0] if len(out) == 1 else out


def vstack(tup: Any) -> Tensor:
    """Joined row on row (mirrors `mindspore.numpy.vstack`)."""
    return concatenate([_at_least(as_tensor(a), 2) for a in tup], 0)


def hstack(tup: Any) -> Tensor:
    """Joined column on column (mirrors `mindspore.numpy.hstack`)."""
    tensors = [_at_least(as_tensor(a), 1) for a in tup]
    return concatenate(tensors, 0 if tensors[0].ndim == 1 else 1)


def dstack(tup: Any) -> Tensor:
    """Joined along the third axis (mirrors `mindspore.numpy.dstack`)."""
    out = []
    for a in tup:
        t = _at_least(as_tensor(a), 2)
        out.append(ops.expand_dims(t, 2) if t.ndim == 2 else t)
    return concatenate(out, 2)


def column_stack(tup: Any) -> Tensor:
    """Vectors as columns (mirrors `mindspore.numpy.column_stack`)."""
    out = []
    for a in tup:
        t = as_tensor(a)
        out.append(ops.reshape(t, (-1, 1)) if t.ndim < 2 else t)
    return concatenate(out, 1)


def split(x: Any, indices_or_sections: Any, axis: int = 0) -> tuple[Tensor, ...]:
    """Pieces along an axis: equal ones, or cut at indices (mirrors `mindspore.numpy.split`).

    Raises:
        ValueError: if the axis does not divide into equal pieces.
    """
    x = as_tensor(x)
    size = x.shape[axis]
    if isinstance(indices_or_sections, int):
        if size % indices_or_sections:
            raise ValueError(f"For 'split', an axis of {size} does not divide into {indices_or_sections} equal parts.")
    return array_split(x, indices_or_sections, axis)


def array_split(x: Any, indices_or_sections: Any, axis: int = 0) -> tuple[Tensor, ...]:
    """Pieces along an axis, as equal as they can be (mirrors `mindspore.numpy.array_split`)."""
    x = as_tensor(x)
    size = x.shape[axis]
    if isinstance(indices_or_sections, int):
        each, extra = divmod(size, indices_or_sections)
        lengths = [each + 1] * extra + [each] * (indices_or_sections - extra)
        ends = np.cumsum(lengths).tolist()
    else:
        ends = [*indices_or_sections, size]
    out, start = [], 0
    where = [slice(None)] * x.ndim
    for end in ends:
        where[axis] = slice(start, end)
        out.append(x[tuple(where)])
        start = end
    return tuple(out)


def hsplit(x: Any, indices_or_sections: Any) -> tuple[Tensor, ...]:
    """Pieces side by side (mirrors `mindspore.numpy.hsplit`)."""
    x = as_tensor(x)
    return split(x, indices_or_sections, 0 if x.ndim == 1 else 1)


def vsplit(x: Any, indices_or_sections: Any) -> tuple[Tensor, ...]:
    """Pieces one above the other (mirrors `mindspore.numpy.vsplit`)."""
    return split(x, indices_or_sections, 0)


def tile(a: Any, reps: Any) -> Tensor:
    """Repeated as a whole (mirrors `mindspore.numpy.tile`)."""
    a = as_tensor(a)
    reps = (reps,) if isinstance(reps, int) else tuple(reps)
    reps = (1,) * (a.ndim - len(reps)) + reps
    return ops.tile(_at_least(a, len(reps)), reps)


def repeat(a: Any, repeats: Any, axis: int | None = None) -> Tensor:
    """Every element repeated (mirrors `mindspore.numpy.repeat`)."""
    a = as_tensor(a)
    if axis is None:
        a, axis = ravel(a), 0
    counts = np.broadcast_to(np.asarray(repeats), (a.shape[axis],))
    where = np.repeat(np.arange(a.shape[axis]), counts).astype(np.int64)
    return ops.gather(a, Tensor(where), axis)


def broadcast_to(array: Any, shape: Any) -> Tensor:
    """Broadcast to a shape (mirrors `mindspore.numpy.broadcast_to`)."""
    return ops.broadcast_to(as_tensor(array), (shape,) if isinstance(shape, int) else tuple(shape))


def broadcast_arrays(*args: Any) -> list[Tensor]:
    """All operands broadcast to their common shape (mirrors `mindspore.numpy.broadcast_arrays`)."""
    tensors = [as_tensor(a) for a in args]
    shape = np.broadcast_shapes(*[t.shape for t in tensors])
    return [ops.broadcast_to(t, shape) for t in tensors]


def flip(m: Any, axis: Any = None) -> Tensor:
    """Reversed along axes, all by default (mirrors `mindspore.numpy.flip`)."""
    m = as_tensor(m)
    axes = tuple(range(m.ndim)) if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)
    return ops.flip(m, axes)


def flipud(m: Any) -> Tensor:
    """Reversed up and down (mirrors `mindspore.numpy.flipud`)."""
    return flip(m, 0)


def fliplr(m: Any) -> Tensor:
    """Reversed left and right (mirrors `mindspore.numpy.fliplr`)."""
    return flip(m, 1)


def roll(a: Any, shift: Any, axis: Any = None) -> Tensor:
    """Elements shifted around an axis (mirrors `mindspore.numpy.roll`)."""
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
    """Rotated by quarter turns (mirrors `mindspore.numpy.rot90`)."""
    a = as_tensor(a)
    k = k % 4
    if k == 2:
        return flip(a, axes)
    if k == 1:
        return swapaxes(flip(a, axes[1]), *axes)
    return flip(swapaxes(a, *axes), axes[1]) if k == 3 else a


def where(condition: Any, x: Any = None, y: Any = None) -> Any:
    """Elements of `x` where the condition holds, of `y` elsewhere (mirrors `mindspore.numpy.where`)."""
    condition = as_tensor(condition)
    if x is None and y is None:
        return tuple(t for t in ops.unbind(ops.nonzero(condition), 1))
    if condition.dtype is not dtypes.bool_:
        condition = condition != 0
    return ops.where(condition, as_tensor(x), as_tensor(y))


def take(a: Any, indices: Any, axis: int | None = None, mode: str = "clip") -> Tensor:
    """Elements at indices along an axis (mirrors `mindspore.numpy.take`)."""
    if mode not in ("raise", "wrap", "clip"):
        raise ValueError(f"For 'take', 'mode' must be 'clip' or 'wrap', but got {mode!r}.")
    a, indices = as_tensor(a), as_tensor(indices)
    if axis is None:
        a, axis = ravel(a), 0
    n = a.shape[axis]
    indices = indices % n if mode == "wrap" else ops.clip_by_value(indices, 0, n - 1)
    return ops.gather(a, indices, axis)


def take_along_axis(arr: Any, indices: Any, axis: int | None) -> Tensor:
    """Elements chosen by an index of equal rank (mirrors `mindspore.numpy.take_along_axis`)."""
    arr, indices = as_tensor(arr), as_tensor(indices)
    if axis is None:
        arr, indices, axis = ravel(arr), ravel(indices), 0
    if arr.ndim != indices.ndim:
        raise ValueError(f"`indices` and `arr` must have the same number of dimensions, but got {indices.ndim} and {arr.ndim}.")
    axis = checked_axis("take_along_axis", axis, arr.ndim)
    # Both are broadcast to each other but for the axis.
    common = np.broadcast_shapes(*((*t.shape[:axis], *t.shape[axis + 1 :]) for t in (arr, indices)))
    arr, indices = (
        ops.broadcast_to(t, (*common[:axis], t.shape[axis], *common[axis:])) for t in (arr, indices)
    )
    return ops.gather_d(arr, axis, indices)


def append(arr: Any, values: Any, axis: int | None = None) -> Tensor:
    """Values joined at the end (mirrors `mindspore.numpy.append`)."""
    if axis is None:
        return concatenate([ravel(arr), ravel(values)], 0)
    return concatenate([arr, values], axis)


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


def size(a: Any, axis: int | None = None) -> int:
    """The number of elements, along one axis or in all (mirrors `mindspore.numpy.size`)."""
    a = as_tensor(a)
    return a.size if axis is None else a.shape[axis]


def searchsorted(a: Any, v: Any, side: str = "left", sorter: Any = None) -> Tensor:
    """Where to insert values in a sorted vector (mirrors `mindspore.numpy.searchsorted`)."""
    a, v = as_tensor(a), as_tensor(v)
    if side not in ("left", "right"):
        raise ValueError(f"For 'searchsorted', 'side' must be 'left' or 'right', but got {side!r}.")
    if sorter is not None:
        a = ops.gather(a, as_tensor(sorter), 0)
    a, v = _promoted([a, v])
    return ops.searchsorted(a, v, out_int32=True, side=side)


__all__ = [
    "append", "array_split", "atleast_1d", "atleast_2d", "broadcast_arrays", "broadcast_to", "column_stack", "concatenate",
    "dstack", "expand_dims", "flip", "fliplr", "flipud", "hsplit", "hstack", "moveaxis", "ravel", "repeat", "reshape",
    "roll", "rollaxis", "rot90", "searchsorted", "size", "split", "squeeze", "stack", "swapaxes", "take", "take_along_axis",
    "tile", "transpose", "unique", "vsplit", "vstack", "where",
]  # fmt: skip
