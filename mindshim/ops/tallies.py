"""Counts of equal elements and of elements in bins of equal width; places of axes in data formats."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core.operators import Array, kernel


@kernel("EqualCount", differentiable=False, amp=False)
def equal_count(x: Array, y: Array) -> Array:
    """How many elements of two Tensors are equal, in their dtype (mirrors `mindspore.ops.EqualCount`).

    Args:
        x, y: Tensors of numbers, of one shape and dtype.

    Returns:
        A Tensor of shape (1,).

    Raises:
        TypeError: if the dtypes differ or are bool. ValueError: if the shapes differ.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.EqualCount()(ms.Tensor([1, 2, 3]), ms.Tensor([1, 2, 4])))
        [2]
    """
    if x.dtype != y.dtype or x.dtype.kind == "b":
        raise TypeError(f"For 'EqualCount', both inputs must have one number type, but got {x.dtype.name}, {y.dtype.name}.")
    if x.shape != y.shape:
        raise ValueError(f"For 'EqualCount', both inputs must have one shape, but got {x.shape}, {y.shape}.")
    return jnp.sum(x == y, dtype=np.int64).astype(x.dtype).reshape(1)


equal_count.primitive("EqualCount")  # type: ignore[attr-defined]


@kernel("HistogramFixedWidth", differentiable=False, amp=False)
def histogram_fixed_width(x: Array, range: Array, nbins: Any, kind: Any = "int32") -> Array:
    """How many elements fall into each of `nbins` bins of equal width (mirrors `mindspore.ops.HistogramFixedWidth`).

    Args:
        nbins: how many bins, at least 1. dtype: 'int32', that of the result.

    Inputs:
        x: a Tensor of int32, float16 or float32; what lies outside counts to the first or last bin.
        range: the lower and the upper bound, a Tensor of two elements of the dtype of `x`.

    Raises:
        TypeError, ValueError: for inputs that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([-1.0, 0.0, 1.5, 2.0, 5.0, 15.0])
        >>> print(ms.ops.HistogramFixedWidth(5)(x, ms.Tensor([0.0, 5.0])))
        [2 1 1 0 2]
    """
    op = "HistogramFixedWidth"
    if not isinstance(nbins, int) or isinstance(nbins, bool):
        raise TypeError(f"For '{op}', the type of 'nbins' should be 'int', but got type '{type(nbins).__name__}'.")
    if nbins < 1:
        raise ValueError(f"For '{op}', the 'nbins' must be int and must >= 1, but got '{nbins}'.")
    if kind != "int32":
        raise ValueError(f"For '{op}', the 'dtype' must be str and must be in '['int32']', but got {kind!r}.")
    if x.dtype.name not in ("int32", "float16", "float32") or range.dtype != x.dtype:
        raise TypeError(
            f"For '{op}', 'x' and 'range' must both be int32, float16 or float32, but got {x.dtype.name}, {range.dtype.name}."
        )
    if range.shape != (2,):
        raise ValueError(f"For '{op}', the shape of 'range' must be (2,), but got {range.shape}.")
    low, high = range[0].astype(np.float64), range[1].astype(np.float64)
    place = jnp.floor((jnp.clip(x.astype(np.float64), low, high) - low) / (high - low) * nbins)
    return jnp.zeros(nbins, np.int32).at[jnp.clip(place, 0, nbins - 1).astype(np.int64).reshape(-1)].add(np.int32(1))


histogram_fixed_width.primitive("HistogramFixedWidth", "nbins, dtype='int32'", call="x, range", dtype="kind")  # type: ignore[attr-defined]


@kernel("DataFormatDimMap", differentiable=False, amp=False)
def data_format_dim_map(input_x: Array, src_format: Any = "NHWC", dst_format: Any = "NCHW") -> Array:
    """Where the axes of one data format are in the other (mirrors `mindspore.ops.DataFormatDimMap`).

    Element i becomes the place in `src_format` of the axis that `dst_format` has at i, counted around if i is out of
    range, as MindSpore does.

    Args:
        src_format, dst_format: 'NHWC' or 'NCHW'.

    Inputs:
        input_x: a Tensor of int32 or int64.

    Raises:
        TypeError, ValueError: for inputs that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.DataFormatDimMap()(ms.Tensor([0, 1, 2, 3])))
        [0 3 1 2]
    """
    op = "DataFormatDimMap"
    for name, value in (("src_format", src_format), ("dst_format", dst_format)):
        if value not in ("NHWC", "NCHW"):
            raise ValueError(f"For '{op}', the '{name}' must be str and must be in '['NHWC', 'NCHW']', but got {value!r}.")
    if input_x.dtype.name not in ("int32", "int64"):
        raise TypeError(f"For '{op}', the dtype of 'input_x' must be int32 or int64, but got {input_x.dtype.name}.")
    table = jnp.asarray([src_format.index(axis) for axis in dst_format], input_x.dtype)
    return table[jnp.mod(input_x, jnp.asarray(4, input_x.dtype))]


data_format_dim_map.primitive("DataFormatDimMap", "src_format='NHWC', dst_format='NCHW'", call="input_x")  # type: ignore[attr-defined]
