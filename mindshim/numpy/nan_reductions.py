"""Reductions that leave out nan."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.numpy.reductions import _axes, cumsum
from mindshim.numpy.utils import as_tensor, finish, wide


def _without(a: Tensor, fill: float) -> Tensor:
    """`a` with `fill` in place of nan."""
    return ops.where(ops.isnan(a), ops.full_like(a, fill), a) if a.dtype in dtypes.floats else a


def _counts(a: Tensor, axes: tuple[int, ...], keepdims: bool) -> Tensor:
    if a.dtype not in dtypes.floats:
        a = a.astype(dtypes.float32)
    return ops.logical_not(ops.isnan(a)).astype(a.dtype).sum(axes, keepdims=keepdims)


def _extreme(a: Any, axis: Any, dtype: Any, keepdims: bool, largest: bool) -> Tensor:
    a = as_tensor(a)
    # What upstream puts in place of nan, and gives where all is nan.
    filled = _without(a, float(-(2**63)) if largest else float(2**63 - 1))
    axes = _axes(axis, a.ndim)
    keepdims = bool(keepdims)
    return finish(ops.amax(filled, axes, keepdims) if largest else ops.amin(filled, axes, keepdims), dtype)


def nanmax(a: Any, axis: Any = None, dtype: Any = None, keepdims: bool = False) -> Tensor:
    """The largest of the values that are not nan (mirrors `mindspore.numpy.nanmax`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.nanmax([1.0, mnp.nan, 3.0]))
        3.0
    """
    return _extreme(a, axis, dtype, keepdims, True)


def nanmin(a: Any, axis: Any = None, dtype: Any = None, keepdims: bool = False) -> Tensor:
    """The smallest of the values that are not nan (mirrors `mindspore.numpy.nanmin`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.nanmin([1.0, mnp.nan, 3.0]))
        1.0
    """
    return _extreme(a, axis, dtype, keepdims, False)


def nansum(a: Any, axis: Any = None, dtype: Any = None, keepdims: bool = False) -> Tensor:
    """The sum of the values that are not nan (mirrors `mindspore.numpy.nansum`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.nansum([1.0, mnp.nan, 3.0]))
        4.0
    """
    a = as_tensor(a)
    if a.dtype is dtypes.bool_:
        return finish(ops.any(a, _axes(axis, a.ndim), keepdims), dtype)
    return finish(ops.nansum(a, _axes(axis, a.ndim), bool(keepdims)), dtype)


def nanmean(a: Any, axis: Any = None, dtype: Any = None, keepdims: bool = False) -> Tensor:
    """The mean of the values that are not nan, at least float32 (mirrors `mindspore.numpy.nanmean`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.nanmean([1.0, mnp.nan, 3.0]))
        2.0
    """
    a = wide(a)
    return finish(ops.nanmean(a, _axes(axis, a.ndim), bool(keepdims)), dtype)


def nanvar(a: Any, axis: Any = None, dtype: Any = None, ddof: int = 0, keepdims: bool = False) -> Tensor:
    """The variance of the values that are not nan (mirrors `mindspore.numpy.nanvar`).

    Args:
        a: values. axis: axes, all by default. dtype: of the result. ddof: the divisor is the count - ddof.
        keepdims: keep reduced axes with size 1.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.nanvar([1.0, mnp.nan, 3.0]))
        1.0
    """
    a = wide(a)
    axes = _axes(axis, a.ndim)
    centred = _without(a - nanmean(a, axis, keepdims=True), 0.0)
    return finish((centred * centred).sum(axes, keepdims=keepdims) / (_counts(a, axes, keepdims) - ddof), dtype)


def nanstd(a: Any, axis: Any = None, dtype: Any = None, ddof: int = 0, keepdims: bool = False) -> Tensor:
    """The standard deviation of the values that are not nan; see `nanvar` (mirrors `mindspore.numpy.nanstd`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.nanstd([1.0, mnp.nan, 3.0]))
        1.0
    """
    return finish(ops.sqrt(nanvar(a, axis, None, ddof, keepdims)), dtype)


def nancumsum(a: Any, axis: int | None = None, dtype: Any = None) -> Tensor:
    """Cumulative sums with nan as 0, over the flat array by default (mirrors `mindspore.numpy.nancumsum`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.nancumsum([1.0, mnp.nan, 3.0]))
        [1. 1. 4.]
    """
    return cumsum(_without(as_tensor(a), 0.0), axis, dtype)


__all__ = ["nancumsum", "nanmax", "nanmean", "nanmin", "nanstd", "nansum", "nanvar"]
