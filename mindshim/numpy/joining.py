"""Joining Tensors, and taking them apart."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import ops
from mindshim._core.tensor import Tensor
from mindshim.numpy.axes import _at_least, ravel
from mindshim.numpy.utils import _promoted, as_tensor


def concatenate(arrays: Any, axis: Any = 0) -> Tensor:
    """Joined along an axis; None flattens first (mirrors `mindspore.numpy.concatenate`).

    Args:
        arrays: a list or tuple of Tensors, or a Tensor that is taken apart along its first axis; of their common dtype in the result.
        axis: along which. Default: 0; None flattens them first.

    Raises:
        ValueError: if the other axes differ in size.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.concatenate([[1, 2], [3]]))
        [1 2 3]
    """
    if isinstance(arrays, Tensor) and not arrays.shape[0]:
        return ops.reshape(arrays, (0, *arrays.shape[2:]))
    tensors = list(arrays) if isinstance(arrays, Tensor) else [as_tensor(a) for a in arrays]
    if axis is None:
        tensors, axis = [ravel(t) for t in tensors], 0
    return ops.concat(tuple(_promoted(tensors)), axis)


def stack(arrays: Any, axis: int = 0) -> Tensor:
    """Joined along a new axis (mirrors `mindspore.numpy.stack`).

    Args:
        arrays: a list or tuple of Tensors of one shape, or a Tensor.
        axis: where the new axis is. Default: 0.

    Raises:
        ValueError: if the shapes differ.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.stack([[1, 2], [3, 4]], 1))
        [[1 3]
         [2 4]]
    """
    tensors = list(arrays) if isinstance(arrays, Tensor) else [as_tensor(a) for a in arrays]
    return ops.stack(tuple(_promoted(tensors)), axis)


def vstack(tup: Any) -> Tensor:
    """Joined row on row (mirrors `mindspore.numpy.vstack`).

    Args:
        tup: a Tensor, which is returned as it is, or a list or tuple of Tensors; vectors are rows.

    Raises:
        ValueError: if the shapes do not fit.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.vstack([[1, 2], [3, 4]]))
        [[1 2]
         [3 4]]
    """
    if isinstance(tup, Tensor):
        return tup
    return concatenate([_at_least(as_tensor(a), 2) for a in tup], 0)


def hstack(tup: Any) -> Tensor:
    """Joined column on column (mirrors `mindspore.numpy.hstack`).

    Args:
        tup: a Tensor, which is returned as it is, or a list or tuple of Tensors.

    Raises:
        ValueError: if the shapes do not fit.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.hstack([[1, 2], [3]]))
        [1 2 3]
    """
    if isinstance(tup, Tensor):
        return tup
    tensors = [_at_least(as_tensor(a), 1) for a in tup]
    return concatenate(tensors, 0 if tensors[0].ndim == 1 else 1)


def dstack(tup: Any) -> Tensor:
    """Joined along the third axis (mirrors `mindspore.numpy.dstack`).

    Args:
        tup: a Tensor, which is returned as it is, or a list or tuple of Tensors of up to three dimensions.

    Raises:
        ValueError: if the shapes do not fit.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.dstack([mnp.ones((2, 3)), mnp.ones((2, 3))]).shape
        (2, 3, 2)
    """
    if isinstance(tup, Tensor):
        return tup
    out = []
    for a in tup:
        t = _at_least(as_tensor(a), 2)
        out.append(ops.expand_dims(t, 2) if t.ndim == 2 else t)
    return concatenate(out, 2)


def column_stack(tup: Any) -> Tensor:
    """Vectors as columns (mirrors `mindspore.numpy.column_stack`).

    Args:
        tup: a Tensor, which is returned as it is, or a list or tuple of vectors and matrices.

    Raises:
        ValueError: if the numbers of rows differ.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.column_stack([[1, 2], [3, 4]]))
        [[1 3]
         [2 4]]
    """
    if isinstance(tup, Tensor):
        return tup
    out = []
    for a in tup:
        t = as_tensor(a)
        out.append(ops.reshape(t, (-1, 1)) if t.ndim < 2 else t)
    return concatenate(out, 1)


def append(arr: Any, values: Any, axis: int | None = None) -> Tensor:
    """Values joined at the end (mirrors `mindspore.numpy.append`).

    Args:
        arr, values: Tensors, numbers, lists or tuples.
        axis: along which. Default: None, of the flat arrays.

    Raises:
        ValueError: if the other axes differ in size.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.append([1, 2], 3))
        [1 2 3]
    """
    if axis is None:
        return concatenate([ravel(arr), ravel(values)], 0)
    return concatenate([arr, values], axis)


def split(x: Any, indices_or_sections: Any, axis: int = 0) -> tuple[Tensor, ...]:
    """Pieces along an axis: equal ones, or cut at indices (mirrors `mindspore.numpy.split`).

    Args:
        x: a Tensor, number, list or tuple.
        indices_or_sections: the number of pieces, or where to cut. axis: along which. Default: 0.

    Raises:
        ValueError: if the axis does not divide into equal pieces.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(*mnp.split([1, 2, 3, 4], 2))
        [1 2] [3 4]
    """
    x = as_tensor(x)
    size = x.shape[axis]
    if isinstance(indices_or_sections, int):
        if size % indices_or_sections:
            raise ValueError(f"For 'split', an axis of {size} does not divide into {indices_or_sections} equal parts.")
    return array_split(x, indices_or_sections, axis)


def array_split(x: Any, indices_or_sections: Any, axis: int = 0) -> tuple[Tensor, ...]:
    """Pieces along an axis, as equal as they can be (mirrors `mindspore.numpy.array_split`).

    Args:
        x: a Tensor, number, list or tuple.
        indices_or_sections: the number of pieces, the first of which may be longer by one, or where to cut.
        axis: along which. Default: 0.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(*mnp.array_split([1, 2, 3], 2))
        [1 2] [3]
    """
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
    """Pieces side by side (mirrors `mindspore.numpy.hsplit`).

    Args:
        x: a Tensor, number, list or tuple.
        indices_or_sections: the number of pieces, or where to cut.

    Raises:
        ValueError: if the axis does not divide into equal pieces.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(*mnp.hsplit([[1, 2], [3, 4]], 2))
        [[1]
         [3]] [[2]
         [4]]
    """
    x = as_tensor(x)
    return split(x, indices_or_sections, 0 if x.ndim == 1 else 1)


def vsplit(x: Any, indices_or_sections: Any) -> tuple[Tensor, ...]:
    """Pieces one above the other (mirrors `mindspore.numpy.vsplit`).

    Args:
        x: a Tensor, number, list or tuple.
        indices_or_sections: the number of pieces, or where to cut.

    Raises:
        ValueError: if the axis does not divide into equal pieces.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(*mnp.vsplit([[1, 2], [3, 4]], 2))
        [[1 2]] [[3 4]]
    """
    return split(x, indices_or_sections, 0)


__all__ = [
    "append",
    "array_split",
    "column_stack",
    "concatenate",
    "dstack",
    "hsplit",
    "hstack",
    "split",
    "stack",
    "vsplit",
    "vstack",
]
