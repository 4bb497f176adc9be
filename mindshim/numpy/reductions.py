"""Sums, means, extremes and norms."""

from __future__ import annotations

import builtins
from typing import Any

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.numpy.utils import as_tensor, finish, floating


def _axes(axis: Any, ndim: int) -> tuple[int, ...]:
    if axis is None:
        return tuple(range(ndim))
    given = (axis,) if isinstance(axis, int) else tuple(axis)
    for x in given:
        if not -ndim <= x < builtins.max(ndim, 1):
            raise ValueError(f"axis {x} is out of bounds for array of dimension {ndim}")
    return tuple(x % builtins.max(ndim, 1) for x in given)


def sum(a: Any, axis: Any = None, dtype: Any = None, keepdims: bool = False, initial: Any = None) -> Tensor:
    """Sum over axes (mirrors `mindspore.numpy.sum`); `dtype` is that of the result.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.sum(mnp.ones((2, 3)), axis=0)
        Tensor(shape=[3], dtype=Float32, value= [ 2.00000000e+00,  2.00000000e+00,  2.00000000e+00])
    """
    a = as_tensor(a)
    if dtype is not None:
        a = finish(a, dtype)
    check_initial("sum", initial)
    if not isinstance(keepdims, bool):
        raise TypeError(f"For 'sum', the argument 'keepdims' must be bool, but got {type(keepdims).__name__}.")
    out = a.sum(_axes(axis, a.ndim), keepdims=keepdims)
    if initial is not None:
        out = out + initial
    return finish(out, dtype if dtype is not None else (a.dtype if a.dtype is not dtypes.bool_ else None))


def mean(a: Any, axis: Any = None, keepdims: bool = False, dtype: Any = None) -> Tensor:
    """Arithmetic mean over axes, float32 for integers (mirrors `mindspore.numpy.mean`)."""
    a = floating(a)
    return finish(ops.mean(a, _axes(axis, a.ndim), keepdims), dtype)


def average(x: Any, axis: Any = None, weights: Any = None, returned: bool = False) -> Any:
    """Weighted mean (mirrors `mindspore.numpy.average`)."""
    x = floating(x)
    if weights is None:
        out = mean(x, axis)
        total = ops.ones_like(out) * float(x.size / builtins.max(out.size, 1))
    else:
        w = floating(weights)
        if w.shape != x.shape:
            if not isinstance(axis, int):
                raise TypeError("For 'average', an axis is needed when the shapes of 'x' and 'weights' differ.")
            shape = [1] * x.ndim
            shape[axis] = -1
            w = ops.broadcast_to(ops.reshape(w, tuple(shape)), x.shape)
        total = sum(w, axis)
        out = sum(x * w, axis) / total
    return (out, total) if returned else out


def var(x: Any, axis: Any = None, ddof: int = 0, keepdims: bool = False) -> Tensor:
    """Variance over axes (mirrors `mindspore.numpy.var`)."""
    x = floating(x)
    axes = _axes(axis, x.ndim)
    n = 1
    for i in axes:
        n *= x.shape[i]
    centred = x - ops.mean(x, axes, True)
    return sum(centred * centred, axes, keepdims=keepdims) / float(n - ddof)


def std(x: Any, axis: Any = None, ddof: int = 0, keepdims: bool = False) -> Tensor:
    """Standard deviation over axes (mirrors `mindspore.numpy.std`)."""
    return ops.sqrt(var(x, axis, ddof, keepdims))


def check_initial(name: str, initial: Any) -> None:
    """TypeError for an initial value that is no number."""
    if initial is not None and not isinstance(initial, (int, float, complex)) and not (isinstance(initial, Tensor) and initial.ndim == 0):
        raise TypeError(f"For '{name}', 'initial' must be a number, but got {type(initial).__name__}: {initial}.")


def _extreme(name: str, a: Any, axis: Any, keepdims: bool, initial: Any, where: Any, worst: Any) -> Tensor:
    a = as_tensor(a)
    check_initial(name, initial)
    if where is not True:
        if initial is None:
            raise ValueError(f"For '{name}', initial value must be provided for where masks")
        a = ops.where(as_tensor(where), a, ops.zeros_like(a) + initial)
    out = worst(a, _axes(axis, a.ndim), keepdims)
    if initial is not None:
        pick = ops.maximum if name == "amax" else ops.minimum
        out = pick(out, as_tensor(initial).astype(a.dtype))
    return out


def amax(a: Any, axis: Any = None, keepdims: bool = False, initial: Any = None, where: Any = True) -> Tensor:
    """Largest element over axes (mirrors `mindspore.numpy.amax`)."""
    return _extreme("amax", a, axis, keepdims, initial, where, ops.amax)


def amin(a: Any, axis: Any = None, keepdims: bool = False, initial: Any = None, where: Any = True) -> Tensor:
    """Smallest element over axes (mirrors `mindspore.numpy.amin`)."""
    return _extreme("amin", a, axis, keepdims, initial, where, ops.amin)


max = amax
min = amin


def ptp(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Largest minus smallest element (mirrors `mindspore.numpy.ptp`)."""
    return amax(x, axis, keepdims) - amin(x, axis, keepdims)


def argmax(a: Any, axis: int | None = None) -> Tensor:
    """Where the largest element is (mirrors `mindspore.numpy.argmax`)."""
    a = as_tensor(a)
    return ops.argmax(ops.reshape(a, (-1,)) if axis is None else a, 0 if axis is None else axis)


def argmin(a: Any, axis: int | None = None) -> Tensor:
    """Where the smallest element is (mirrors `mindspore.numpy.argmin`)."""
    a = as_tensor(a)
    return ops.argmin(ops.reshape(a, (-1,)) if axis is None else a, 0 if axis is None else axis)


def cumsum(a: Any, axis: int | None = None, dtype: Any = None) -> Tensor:
    """Running sum (mirrors `mindspore.numpy.cumsum`)."""
    a = as_tensor(a)
    if axis is None:
        a, axis = ops.reshape(a, (-1,)), 0
    if a.dtype in (dtypes.bool_, dtypes.int8, dtypes.int16, dtypes.uint8, dtypes.uint16):
        a = a.astype(dtypes.int32)
    return finish(ops.cumsum(a, axis), dtype)


def cumprod(a: Any, axis: int | None = None, dtype: Any = None) -> Tensor:
    """Running product (mirrors `mindspore.numpy.cumprod`)."""
    a = as_tensor(a)
    if axis is None:
        a, axis = ops.reshape(a, (-1,)), 0
    if a.dtype in (dtypes.bool_, dtypes.int8, dtypes.int16):
        a = a.astype(dtypes.int32)
    elif a.dtype in (dtypes.uint8, dtypes.uint16):
        a = a.astype(dtypes.uint32)
    return finish(ops.cumprod(a, axis), dtype)


def prod(a: Any, axis: Any = None, dtype: Any = None, keepdims: bool = False, initial: Any = None) -> Tensor:
    """Product over axes (mirrors `mindspore.numpy.prod`)."""
    a = as_tensor(a)
    if dtype is not None:
        a = finish(a, dtype)
    out = ops.ReduceProd(keepdims)(a, _axes(axis, a.ndim))
    check_initial("prod", initial)
    return out if initial is None else out * initial


def all(a: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Whether all elements hold (mirrors `mindspore.numpy.all`)."""
    a = as_tensor(a)
    return ops.ReduceAll(keepdims)(a.astype(dtypes.bool_), _axes(axis, a.ndim))


def any(a: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Whether some element holds (mirrors `mindspore.numpy.any`)."""
    a = as_tensor(a)
    return ops.ReduceAny(keepdims)(a.astype(dtypes.bool_), _axes(axis, a.ndim))


def count_nonzero(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """How many elements are not zero (mirrors `mindspore.numpy.count_nonzero`)."""
    return sum((as_tensor(x) != 0).astype(dtypes.int32), axis, keepdims=keepdims)


def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Vector or matrix norm (mirrors `mindspore.numpy.norm`).

    Raises:
        ValueError: for an order that does not exist for the number of axes.
    """
    x = floating(x)
    axes = _axes(axis, x.ndim)
    if ord is None or (ord == 2 and len(axes) == 1) or (ord == "fro" and len(axes) == 2):
        return ops.sqrt(sum(x * x, axes, keepdims=keepdims))
    size = ops.abs(x)
    if len(axes) == 1:
        if ord == float("inf"):
            return amax(size, axes, keepdims)
        if ord == -float("inf"):
            return amin(size, axes, keepdims)
        if ord == 0:
            return sum((x != 0).astype(x.dtype), axes, keepdims=keepdims)
        if isinstance(ord, (int, float)):
            return ops.pow(sum(ops.pow(size, float(ord)), axes, keepdims=keepdims), 1.0 / ord)
    if len(axes) == 2 and ord in (1, -1, float("inf"), -float("inf")):
        along, over = (axes[0], axes[1]) if abs(ord) == 1 else (axes[1], axes[0])
        totals = sum(size, along, keepdims=True)
        pick = amax if ord > 0 else amin
        out = pick(totals, over, keepdims=True)
        return out if keepdims else ops.squeeze(out, tuple(sorted(axes)))
    raise ValueError(f"For 'norm', the order {ord!r} is not supported over {len(axes)} axes.")


__all__ = [
    "all", "amax", "amin", "any", "argmax", "argmin", "average", "count_nonzero", "cumprod", "cumsum", "max", "mean", "min",
    "norm", "prod", "ptp", "std", "sum", "var",
]  # fmt: skip
