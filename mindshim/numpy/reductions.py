"""Sums, means, extremes and norms."""

from __future__ import annotations

import builtins
from typing import Any

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.numpy.utils import as_tensor, finish, floating, wide


def _axes(axis: Any, ndim: int) -> tuple[int, ...]:
    if axis is None:
        return tuple(range(ndim))
    given = (axis,) if isinstance(axis, int) else tuple(axis)
    for x in given:
        if not -ndim <= x < builtins.max(ndim, 1):
            raise ValueError(f"axis {x} is out of bounds for array of dimension {ndim}")
    return tuple(x % builtins.max(ndim, 1) for x in given)


def sum(a: Any, axis: Any = None, dtype: Any = None, keepdims: bool = False, initial: Any = None) -> Tensor:
    """Sum over axes, int64 for integers and bools (mirrors `mindspore.numpy.sum`); `dtype` is that of the result.

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
    return finish(out, dtype)


def mean(a: Any, axis: Any = None, keepdims: bool = False, dtype: Any = None) -> Tensor:
    """Arithmetic mean over axes (mirrors `mindspore.numpy.mean`).

    The mean of integers is an integer, cut towards zero, as `ops.mean` gives it; `dtype` converts the result.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.mean([1.0, 2.0]), mnp.mean([1, 2]))
        1.5 1
    """
    a = as_tensor(a)
    return finish(ops.mean(a, _axes(axis, a.ndim), keepdims), dtype)


def average(x: Any, axis: Any = None, weights: Any = None, returned: bool = False) -> Any:
    """Weighted mean, in the common dtype of values and weights, or integers cut towards zero (mirrors `mindspore.numpy.average`).

    Raises:
        TypeError: if `weights` has another shape than `x` and no single axis is given.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.average(mnp.array([1.0, 2.0]), weights=mnp.array([3.0, 1.0])))
        1.25
    """
    x = as_tensor(x)
    if weights is None:
        out = mean(x, axis)
        total = ops.full_like(out, x.size // builtins.max(out.size, 1))
        return (out, total) if returned else out
    w = as_tensor(weights)
    if w.shape != x.shape:
        if not isinstance(axis, int):
            raise TypeError("For 'average', an axis is needed when the shapes of 'x' and 'weights' differ.")
        shape = [1] * x.ndim
        shape[axis] = -1
        w = ops.broadcast_to(ops.reshape(w, tuple(shape)), x.shape)
    total = finish(sum(w, axis), w.dtype)
    products = x * w
    out = finish(sum(products, axis) / total, products.dtype)
    return (out, total) if returned else out


def var(x: Any, axis: Any = None, ddof: int = 0, keepdims: bool = False) -> Tensor:
    """Variance over axes (mirrors `mindspore.numpy.var`).

    Args:
        x: a Tensor, number, list or tuple.
        axis: an int or several. Default: None, all. ddof: the divisor is the number of elements minus this. Default: 0.
        keepdims: keep them with size 1. Default: False.

    Raises:
        ValueError: if an axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.var([1.0, 2.0, 3.0, 4.0]))
        1.25
    """
    x = floating(x)
    axes = _axes(axis, x.ndim)
    n = 1
    for i in axes:
        n *= x.shape[i]
    centred = x - ops.mean(x, axes, True)
    return sum(centred * centred, axes, keepdims=keepdims) / float(n - ddof)


def std(x: Any, axis: Any = None, ddof: int = 0, keepdims: bool = False) -> Tensor:
    """Standard deviation over axes (mirrors `mindspore.numpy.std`).

    Args:
        x: a Tensor, number, list or tuple.
        axis: an int or several. Default: None, all. ddof: the divisor is the number of elements minus this. Default: 0.
        keepdims: keep them with size 1. Default: False.

    Raises:
        ValueError: if an axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.std([1.0, 3.0]))
        1.0
    """
    return ops.sqrt(var(x, axis, ddof, keepdims))


def check_initial(name: str, initial: Any) -> None:
    """TypeError for an initial value that is no number."""
    if (
        initial is not None
        and not isinstance(initial, (int, float, complex))
        and not (isinstance(initial, Tensor) and initial.ndim == 0)
    ):
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
    """Largest element over axes (mirrors `mindspore.numpy.amax`).

    Args:
        a: a Tensor, number, list or tuple.
        axis: an int or several. Default: None, all. keepdims: keep them with size 1. Default: False.
        initial: a value that takes part. Default: None. where: which elements take part. Default: all.

    Raises:
        ValueError: if an axis is out of range, or `where` comes without `initial`. TypeError: for bools.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.amax([[1, 5], [7, 2]], 1))
        [5 7]
    """
    return _extreme("amax", a, axis, keepdims, initial, where, ops.amax)


def amin(a: Any, axis: Any = None, keepdims: bool = False, initial: Any = None, where: Any = True) -> Tensor:
    """Smallest element over axes (mirrors `mindspore.numpy.amin`).

    Args:
        a: a Tensor, number, list or tuple.
        axis: an int or several. Default: None, all. keepdims: keep them with size 1. Default: False.
        initial: a value that takes part. Default: None. where: which elements take part. Default: all.

    Raises:
        ValueError: if an axis is out of range, or `where` comes without `initial`. TypeError: for bools.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.amin([[1, 5], [7, 2]], 1))
        [1 2]
    """
    return _extreme("amin", a, axis, keepdims, initial, where, ops.amin)


max = amax
min = amin


def ptp(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Largest minus smallest element (mirrors `mindspore.numpy.ptp`).

    Args:
        x: a Tensor, number, list or tuple.
        axis: an int or several. Default: None, all. keepdims: keep them with size 1. Default: False.

    Raises:
        ValueError: if an axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.ptp([1, 5, 3]))
        4
    """
    return amax(x, axis, keepdims) - amin(x, axis, keepdims)


def argmax(a: Any, axis: int | None = None) -> Tensor:
    """Where the largest element is (mirrors `mindspore.numpy.argmax`).

    Args:
        a: a Tensor, number, list or tuple.
        axis: along which. Default: None, of the flat array.

    Raises:
        ValueError: if an axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.argmax([1, 5, 3]))
        1
    """
    a = as_tensor(a)
    return ops.argmax(ops.reshape(a, (-1,)) if axis is None else a, 0 if axis is None else axis)


def argmin(a: Any, axis: int | None = None) -> Tensor:
    """Where the smallest element is (mirrors `mindspore.numpy.argmin`).

    Args:
        a: a Tensor, number, list or tuple.
        axis: along which. Default: None, of the flat array.

    Raises:
        ValueError: if an axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.argmin([4, 5, 3]))
        2
    """
    a = as_tensor(a)
    return ops.argmin(ops.reshape(a, (-1,)) if axis is None else a, 0 if axis is None else axis)


def cumsum(a: Any, axis: int | None = None, dtype: Any = None) -> Tensor:
    """Running sum (mirrors `mindspore.numpy.cumsum`).

    Args:
        a: a Tensor, number, list or tuple.
        axis: along which. Default: None, of the flat array.
        dtype: of the result. Default: None, that of `a`, but at least int32.

    Raises:
        ValueError: if an axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.cumsum([1, 2, 3]))
        [1 3 6]
    """
    a = as_tensor(a)
    if axis is None:
        a, axis = ops.reshape(a, (-1,)), 0
    if a.dtype in (dtypes.bool_, dtypes.int8, dtypes.int16, dtypes.uint8, dtypes.uint16):
        a = a.astype(dtypes.int32)
    return finish(ops.cumsum(a, axis), dtype)


def cumprod(a: Any, axis: int | None = None, dtype: Any = None) -> Tensor:
    """Running product (mirrors `mindspore.numpy.cumprod`).

    Args:
        a: a Tensor, number, list or tuple.
        axis: along which. Default: None, of the flat array.
        dtype: of the result. Default: None, that of `a`, but at least 32 bits wide.

    Raises:
        ValueError: if an axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.cumprod([1, 2, 3]))
        [1 2 6]
    """
    a = as_tensor(a)
    if axis is None:
        a, axis = ops.reshape(a, (-1,)), 0
    if a.dtype in (dtypes.bool_, dtypes.int8, dtypes.int16):
        a = a.astype(dtypes.int32)
    elif a.dtype in (dtypes.uint8, dtypes.uint16):
        a = a.astype(dtypes.uint32)
    return finish(ops.CumProd()(a, axis), dtype)


def prod(a: Any, axis: Any = None, dtype: Any = None, keepdims: bool = False, initial: Any = None) -> Tensor:
    """Product over axes (mirrors `mindspore.numpy.prod`).

    Args:
        a: a Tensor, number, list or tuple.
        axis: an int or several. Default: None, all. dtype: of the result.
        keepdims: keep them with size 1. Default: False. initial: a factor. Default: None.

    Raises:
        ValueError: if an axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.prod([1, 2, 3]))
        6
    """
    a = as_tensor(a)
    if dtype is not None:
        a = finish(a, dtype)
    out = ops.ReduceProd(keepdims)(a, _axes(axis, a.ndim))
    check_initial("prod", initial)
    return out if initial is None else out * initial


def all(a: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Whether all elements hold (mirrors `mindspore.numpy.all`).

    Args:
        a: a Tensor, number, list or tuple.
        axis: an int or several. Default: None, all. keepdims: keep them with size 1. Default: False.

    Raises:
        ValueError: if an axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.all([True, False]))
        False
    """
    a = as_tensor(a)
    return ops.ReduceAll(keepdims)(a.astype(dtypes.bool_), _axes(axis, a.ndim))


def any(a: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Whether some element holds (mirrors `mindspore.numpy.any`).

    Args:
        a: a Tensor, number, list or tuple.
        axis: an int or several. Default: None, all. keepdims: keep them with size 1. Default: False.

    Raises:
        ValueError: if an axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.any([True, False]))
        True
    """
    a = as_tensor(a)
    return ops.ReduceAny(keepdims)(a.astype(dtypes.bool_), _axes(axis, a.ndim))


def count_nonzero(x: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """How many elements are not zero (mirrors `mindspore.numpy.count_nonzero`).

    Args:
        x: a Tensor, number, list or tuple.
        axis: an int or several. Default: None, all. keepdims: keep them with size 1. Default: False.

    Raises:
        ValueError: if an axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.count_nonzero([0, 1, 2]))
        2
    """
    return sum((as_tensor(x) != 0).astype(dtypes.int32), axis, keepdims=keepdims)


_MATRIX_NORMS = ("fro", "nuc", 1, -1, 2, -2, float("inf"), -float("inf"))


def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Vector or matrix norm (mirrors `mindspore.numpy.norm`).

    Args:
        x: a Tensor, number, list or tuple.
        ord: of vectors 0, inf, -inf or any number; of matrices "fro", "nuc", 1, -1, 2, -2, inf or -inf. Default: None, the root of the sum
            of squares.
        axis: an int or several. Default: None, all. keepdims: keep them with size 1. Default: False.

    Raises:
        ValueError: for an order that does not exist for the number of axes.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.norm([3.0, 4.0]))
        5.0
    """
    x = wide(x)
    axes = _axes(axis, x.ndim)
    if ord is None and len(axes) not in (1, 2):
        return ops.sqrt(sum(x * x, axes, keepdims=keepdims))
    known = ord is None or (len(axes) == 1 and isinstance(ord, (int, float))) or (len(axes) == 2 and ord in _MATRIX_NORMS)
    if not known:
        raise ValueError(f"For 'norm', the order {ord!r} is not supported over {len(axes)} axes.")
    return ops.norm(x, ord, axes, keepdims)


__all__ = [
    "all", "amax", "amin", "any", "argmax", "argmin", "average", "count_nonzero", "cumprod", "cumsum", "max", "mean", "min",
    "norm", "prod", "ptp", "std", "sum", "var",
]  # fmt: skip
