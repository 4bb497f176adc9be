"""Choosing between arrays, applying functions along axes, comparing whole arrays, dtypes of results."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.numpy.rearranging import broadcast_arrays
from mindshim.numpy.utils import _promoted, as_tensor, dtype_of


def choose(a: Any, choices: Any, mode: str = "clip") -> Tensor:
    """For each element, that of the array whose number `a` has there (mirrors `mindspore.numpy.choose`).

    Args:
        a: integers. choices: a list of arrays, or a Tensor of them along its first axis.
        mode: "clip" or "wrap" numbers that are out of range.

    Raises:
        NotImplementedError: for the mode "raise". ValueError: for another mode.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.choose([1, 0], [[0, 1], [10, 11]]))
        [10  1]
    """
    if mode == "raise":
        raise NotImplementedError('"raise" mode is not implemented')
    if mode not in ("clip", "wrap"):
        raise ValueError(f"For 'choose', the 'mode' must be 'clip' or 'wrap', but got {mode!r}.")
    rows = (
        [choices[i] for i in range(choices.shape[0])]
        if isinstance(choices, Tensor)
        else [as_tensor(c) for c in choices]
    )
    index, *rows = broadcast_arrays(as_tensor(a), *_promoted(rows))
    n = len(rows)
    index = ops.maximum(ops.minimum(index, n - 1), 0) if mode == "clip" else ops.floor_mod(index, n)
    out = rows[0]
    for i in range(1, n):
        out = ops.where(index == i, rows[i], out)
    return out


def select(condlist: Any, choicelist: Any, default: Any = 0) -> Tensor:
    """For each element, that of the first array whose condition holds (mirrors `mindspore.numpy.select`).

    Raises:
        ValueError: if there are not as many conditions as arrays.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.select([[True, False, False], [False, True, False]], [[1, 2, 3], [4, 5, 6]]))
        [1 5 0]
    """
    conditions, rows = [as_tensor(c) for c in condlist], [as_tensor(c) for c in choicelist]
    if len(conditions) != len(rows):
        raise ValueError("For 'select', there must be as many conditions as choices.")
    if not rows:
        return as_tensor(default).astype(dtypes.float32)
    rows = _promoted(rows)
    out: Any = as_tensor(default).astype(rows[0].dtype)
    for condition, row in zip(conditions[::-1], rows[::-1], strict=True):
        condition = condition if condition.dtype is dtypes.bool_ else condition.astype(dtypes.bool_)
        condition, row, out = broadcast_arrays(condition, row, out)
        out = ops.where(condition, row, out)
    return out


def piecewise(x: Any, condlist: Any, funclist: Any, *args: Any, **kw: Any) -> Tensor:
    """A function defined by cases (mirrors `mindspore.numpy.piecewise`).

    Args:
        x: where. condlist: conditions, of x's shape. funclist: per condition a function of x or a number; one more
            is for where none holds, which is 0 otherwise. args, kw: further arguments of the functions.

    Raises:
        ValueError: if the lengths of the lists do not fit.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> x = mnp.array([1.0, 2.0, 3.0])
        >>> print(mnp.piecewise(x, [x < 2, x >= 3], [lambda v: -v, lambda v: v * 2]))
        [-1.  0.  6.]
    """
    x = as_tensor(x)
    conditions = [as_tensor(c) for c in (condlist if isinstance(condlist, (tuple, list)) else [condlist])]
    if len(funclist) not in (len(conditions), len(conditions) + 1):
        raise ValueError("For 'piecewise', there must be as many functions as conditions, or one more.")
    rows = [as_tensor(f(x, *args, **kw)) if callable(f) else as_tensor(f) for f in funclist]
    default = rows.pop() if len(rows) > len(conditions) else 0
    rows = [ops.broadcast_to(r, x.shape) if r.shape != x.shape else r for r in rows]
    out = select(conditions, rows, default)
    return ops.broadcast_to(out, x.shape) if out.shape != x.shape else out


def apply_along_axis(func1d: Callable[..., Any], axis: int, arr: Any, *args: Any, **kwargs: Any) -> Tensor:
    """A function of vectors applied to all vectors along an axis (mirrors `mindspore.numpy.apply_along_axis`).

    Raises:
        ValueError: if the axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.apply_along_axis(lambda v: v.sum(), 0, mnp.ones((2, 3))))
        [2. 2. 2.]
    """
    arr = as_tensor(arr)
    if not -arr.ndim <= axis < arr.ndim:
        raise ValueError(f"axis {axis} is out of bounds for array of dimension {arr.ndim}")
    axis %= arr.ndim
    moved = ops.movedim(arr, axis, -1)
    lead = moved.shape[:-1]
    rows = ops.reshape(moved, (-1, arr.shape[axis]))
    made = [as_tensor(func1d(rows[i], *args, **kwargs)) for i in range(rows.shape[0])]
    shape = made[0].shape
    out = ops.reshape(ops.stack(tuple(made), 0), lead + shape)
    if not shape:
        return out
    return ops.movedim(out, tuple(range(len(lead), out.ndim)), tuple(range(axis, axis + len(shape))))


def apply_over_axes(func: Callable[..., Any], a: Any, axes: Any) -> Tensor:
    """A function of an array and an axis applied over several axes (mirrors `mindspore.numpy.apply_over_axes`).

    Raises:
        ValueError: if the function returns an array of another rank.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.apply_over_axes(mnp.sum, mnp.ones((2, 3)), [0, 1]))
        [[6.]]
    """
    out = as_tensor(a)
    for axis in (axes,) if isinstance(axes, int) else axes:
        axis = axis % out.ndim
        found = func(out, axis)
        if found.ndim == out.ndim - 1:
            found = ops.expand_dims(found, axis)
        if found.ndim != out.ndim:
            raise ValueError("function is not returning a tensor of the correct shape")
        out = found
    return out


def array_equal(a1: Any, a2: Any, equal_nan: bool = False) -> Tensor:
    """Whether two arrays have the same shape and elements (mirrors `mindspore.numpy.array_equal`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.array_equal([1, 2], [1, 2]))
        True
    """
    a, b = as_tensor(a1), as_tensor(a2)
    if a.shape != b.shape:
        return Tensor(False)
    same = a == b
    if equal_nan and a.dtype in dtypes.floats and b.dtype in dtypes.floats:
        same = ops.logical_or(same, ops.logical_and(ops.isnan(a), ops.isnan(b)))
    return ops.all(same)


def array_equiv(a1: Any, a2: Any) -> Tensor:
    """Whether two arrays are equal once broadcast (mirrors `mindspore.numpy.array_equiv`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.array_equiv([1, 2], [[1, 2], [1, 2]]))
        True
    """
    a, b = as_tensor(a1), as_tensor(a2)
    try:
        np.broadcast_shapes(a.shape, b.shape)
    except ValueError:
        return Tensor(False)
    return ops.all(a == b)


def array_str(a: Any) -> str:
    """An array as text (mirrors `mindspore.numpy.array_str`).

    Raises:
        TypeError: if `a` is not a Tensor.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.array_str(mnp.array([1, 2]))
        '[1 2]'
    """
    if not isinstance(a, Tensor):
        raise TypeError(f"For 'array_str', 'a' must be a Tensor, but got {type(a).__name__}.")
    return str(a.asnumpy())


def isscalar(element: Any) -> bool:
    """Whether a value is a number or string (mirrors `mindspore.numpy.isscalar`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.isscalar(3.1), mnp.isscalar([3.1])
        (True, False)
    """
    return np.isscalar(element)


def promote_types(type1: Any, type2: Any) -> Any:
    """The dtype that holds both; a float stays as wide as it is beside integers (mirrors `numpy.promote_types`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.promote_types(mnp.int32, mnp.float16)
        mindspore.float16
    """
    a, b = dtype_of(type1), dtype_of(type2)
    float_a, float_b = a in dtypes.floats, b in dtypes.floats
    if float_a != float_b:
        return a if float_a else b
    return dtypes.from_np(np.promote_types(a.np, b.np))


def result_type(*arrays_and_dtypes: Any) -> Any:
    """The dtype of a computation with these operands (mirrors `mindspore.numpy.result_type`).

    Raises:
        TypeError: for operands that have no dtype.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.result_type("int16", mnp.float16, mnp.array([2]))
        mindspore.float16
    """
    found = []
    for x in arrays_and_dtypes:
        named = isinstance(x, (str, type, dtypes.Type))
        found.append(dtype_of(x) if named else as_tensor(x).dtype)
    return functools.reduce(promote_types, found)


__all__ = [
    "apply_along_axis", "apply_over_axes", "array_equal", "array_equiv", "array_str", "choose", "isscalar", "piecewise",
    "promote_types", "result_type", "select",
]  # fmt: skip
