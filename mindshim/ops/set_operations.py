"""Differences, intersections and unions of sets that are the rows of tensors."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim._core.tensor import Tensor
from mindshim.ops.function_primitives import operator
from mindshim.ops.sparse_parts import places, shape_of

_OPERATIONS = {
    "a-b": lambda a, b: a - b,
    "b-a": lambda a, b: b - a,
    "intersection": lambda a, b: a & b,
    "union": lambda a, b: a | b,
}
_TYPES = ("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16")


def _apply(op: str, name: str, first: Any, second: Any, groups: tuple[int, ...], dtype: Any) -> tuple[Tensor, ...]:
    """The results of all groups as places, values and dense shape."""
    combine = _OPERATIONS.get(name.lower())
    if combine is None:
        raise ValueError(f"For '{op}', the 'set_operation' must be one of {list(_OPERATIONS)}, but got '{name}'.")
    indices, values, width = [], [], 0
    for group in np.ndindex(*groups):
        found = sorted(combine(first(group), second(group)))
        width = max(width, len(found))
        indices += [(*group, k) for k in range(len(found))]
        values += found
    at = np.array(indices, np.int64).reshape(len(indices), len(groups) + 1)
    return Tensor(at), Tensor(np.array(values, dtype)), Tensor(np.array([*groups, width], np.int64))


def _need_ints(op: str, x1: Tensor, x2: Tensor, name: str) -> None:
    if str(x1.dtype) not in _TYPES or x1.dtype != x2.dtype:
        raise TypeError(
            f"For '{op}', 'x1' and '{name}' must have one dtype of {', '.join(_TYPES)}, but got {x1.dtype} and {x2.dtype}."
        )
    if x1.ndim < 2:
        raise ValueError(f"For '{op}', the rank of 'x1' must be at least 2, but got shape {x1.shape}.")


@operator("DenseToDenseSetOperation", "set_operation='a-b', validate_indices=True")
def dense_sets(x1: Tensor, x2: Tensor, *, set_operation: str, validate_indices: bool) -> tuple[Tensor, ...]:
    """Sets of two tensors combined, row by row (mirrors `ops.operations.sparse_ops.DenseToDenseSetOperation`).

    Args:
        set_operation: "a-b", "b-a", "intersection" or "union". validate_indices: has no effect.

    Inputs:
        x1, x2: int Tensors of at least two axes, equal in all but the last, along which the sets lie.

    Returns:
        The results as a sparse tensor: places, values (ascending in each set), dense shape.

    Raises:
        TypeError: for other dtypes. ValueError: for shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> x, y = ms.Tensor([[2, 2, 0], [0, 2, 2]]), ms.Tensor([[2, 1], [0, 1]])
        >>> print([t.tolist() for t in ms.ops.DenseToDenseSetOperation()(x, y)])
        [[[0, 0], [1, 0]], [0, 2], [2, 1]]
    """
    op = "DenseToDenseSetOperation"
    _need_ints(op, x1, x2, "x2")
    if x1.shape[:-1] != x2.shape[:-1]:
        raise ValueError(
            f"For '{op}', the shapes must be equal but for the last axis, but got {x1.shape} and {x2.shape}."
        )
    a, b = x1._concrete(), x2._concrete()
    return _apply(op, set_operation, lambda g: set(a[g].tolist()), lambda g: set(b[g].tolist()), x1.shape[:-1], a.dtype)


@operator("DenseToSparseSetOperation", "set_operation='', validate_indices=True")
def dense_and_sparse_sets(
    x1: Tensor, x2_indices: Tensor, x2_values: Tensor, x2_shape: Tensor, *, set_operation: str, validate_indices: bool
) -> tuple[Tensor, ...]:
    """Sets of a dense and a sparse tensor combined, row by row (mirrors `ops.operations.sparse_ops.DenseToSparseSetOperation`).

    Args:
        set_operation: "a-b", "b-a", "intersection" or "union". validate_indices: has no effect.

    Inputs:
        x1: an int Tensor of at least two axes; the sets lie along the last.
        x2_indices, x2_values, x2_shape: an int64 Tensor of shape (n, axes), the elements, the dense shape, which equals
            that of `x1` but for the last axis.

    Returns:
        The results as a sparse tensor: places, values (ascending in each set), dense shape.

    Raises:
        TypeError: for other dtypes. ValueError: for shapes that do not fit, or places outside.

    Examples:
        >>> import mindshim as ms
        >>> parts = ms.Tensor([[0, 1], [1, 0]]), ms.Tensor([5, 1]), ms.Tensor([2, 3])
        >>> print([t.tolist() for t in ms.ops.DenseToSparseSetOperation("union")(ms.Tensor([[1, 2], [1, 1]]), *parts)])
        [[[0, 0], [0, 1], [0, 2], [1, 0]], [1, 2, 5, 1], [2, 3]]
    """
    op = "DenseToSparseSetOperation"
    _need_ints(op, x1, x2_values, "x2_values")
    shape = shape_of(op, "x2_shape", x2_shape)
    if shape[:-1] != x1.shape[:-1]:
        raise ValueError(f"For '{op}', the shapes must be equal but for the last axis, but got {x1.shape} and {shape}.")
    places(op, x2_indices, x2_values, shape, "x2_indices x2_values")
    sets: dict[tuple[int, ...], set[int]] = {}
    for at, value in zip(x2_indices.tolist(), x2_values.tolist(), strict=True):
        sets.setdefault(tuple(at[:-1]), set()).add(value)
    a = x1._concrete()
    return _apply(op, set_operation, lambda g: set(a[g].tolist()), lambda g: sets.get(g, set()), x1.shape[:-1], a.dtype)
