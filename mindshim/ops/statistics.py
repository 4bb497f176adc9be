"""Spread, covariance, sums without nan, and counts of a Tensor along its dimensions."""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core import dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, Kernel, kernel
from mindshim._core.promotion import BOOL, F16, F32, I64, convert, is_complex, is_float
from mindshim._core.tensor import Tensor
from mindshim.ops import ordered_reductions, quotients
from mindshim.ops.arguments import is_int, require_tensors
from mindshim.ops.reduction import axes_of
from mindshim.ops.spellings import checked


def _count(shape: tuple[int, ...], axes: tuple[int, ...]) -> int:
    return math.prod([shape[a] for a in axes])


def _axes(op: str, axis: Any, ndim: int) -> tuple[int, ...]:
    return axes_of(op, axis, ndim)


def _moments(op: str, x: Any, axis: Any, ddof: int, keep: bool, cut: bool = False) -> tuple[Any, Any]:
    """Variance and mean, in the dtype of `x`; float16 is summed in float32."""
    if isinstance(ddof, bool):
        ddof = int(ddof)
    if not isinstance(ddof, int):
        raise TypeError(f"For '{op}', the 'ddof' must be int or bool, but got {type(ddof).__name__}.")
    axes = _axes(op, axis, x.ndim)
    n = _count(x.shape, axes)
    wide = x.astype(F32) if x.dtype.itemsize == 2 else x
    mean = quotients.mean(wide, axes, True)
    mean = jnp.trunc(mean) if cut else mean
    square = jnp.sum(jnp.square(wide - mean), axis=axes, keepdims=keep, dtype=wide.dtype)
    # No degrees of freedom left: 0 / 0, as in MindSpore.
    left = max(n - ddof, 0) if is_int(n) else jnp.maximum(jnp.asarray(n - ddof), 0)
    variance = quotients.quotient(square, jnp.asarray(left).astype(wide.dtype))
    if not keep:
        mean = jnp.squeeze(mean, axes)
    return variance.astype(x.dtype), mean.astype(x.dtype)


def _real(op: str, x: Any) -> Any:
    return checked(op, x, "real")


def _spread(name: str, word: str, face_name: str, root: bool, both: bool, out: str) -> Kernel:
    def body(input: Array, axis: Any = None, ddof: int = 0, keepdims: bool = False, cut: bool = False) -> Any:
        x = _real(face_name, input)
        variance, mean = _moments(face_name, x, axis, ddof, keepdims, cut)
        first = jnp.sqrt(variance) if root else variance
        return (first, mean) if both else first

    body.__annotations__ = {"input": "Array", "return": "tuple" if both else "Array"}
    body.__name__ = face_name
    body.__doc__ = f"""The {word} over `axis` (mirrors `mindspore.ops.{face_name}`).

    Args:
        input: a floating Tensor. axis: an int, a tuple of ints, or None for all dimensions.
        ddof: what is subtracted from the number of elements in the divisor; `mint.{face_name}` calls it `correction`
            and starts from 1. keepdims: whether the dimensions stay with size 1.

    Raises:
        TypeError: for other dtypes, or if `axis` or `ddof` is no int. ValueError: if `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{face_name}(ms.Tensor([[1.0, 2.0], [3.0, 7.0]]), 1)
        {out}
    """
    k = kernel(name)(body)
    k.face(f"ops.{face_name}", "input, axis=None, ddof=0, keepdims=False")  # type: ignore[attr-defined]
    shown = "input, dim=None, *, correction=1, keepdim=False"
    k.face(f"mint.{face_name}", shown, dim="axis", correction="ddof", keepdim="keepdims")  # type: ignore[attr-defined]
    return k


_S = "Tensor(shape=[2], dtype=Float32, value= [ 5.00000000e-01,  2.00000000e+00])"
_V = "Tensor(shape=[2], dtype=Float32, value= [ 2.50000000e-01,  4.00000000e+00])"
_M = "Tensor(shape=[2], dtype=Float32, value= [ 1.50000000e+00,  5.00000000e+00])"
std = _spread("Std", "standard deviation", "std", True, False, _S)
var = _spread("Var", "variance", "var", False, False, _V)
std_mean = _spread("StdMean", "standard deviation and the mean", "std_mean", True, True, f"({_S}, {_M})")
var_mean = _spread("VarMean", "variance and the mean", "var_mean", False, True, f"({_V}, {_M})")


@var.in_pynative
def _var_in_order(input: Any, axis: Any, ddof: int, keepdims: bool, cut: bool) -> Any:
    if not cut and isinstance(ddof, int) and ordered_reductions.fits(input):
        return ordered_reductions.variance(input, axes_of("var", axis, input.ndim), int(ddof), keepdims)
    return var.fn(input, axis, ddof, keepdims, cut)


def _spread_method(k: Kernel, name: str) -> None:
    def method(
        self: Tensor,
        axis: Any = None,
        ddof: Any = 0,
        keepdims: bool = False,
        *,
        dim: Any = None,
        correction: Any = None,
        keepdim: Any = None,
    ) -> Tensor:
        if dim is not None or correction is not None or keepdim is not None:
            axis = dim if dim is not None else axis
            ddof, keepdims = 1 if correction is None else correction, bool(keepdim)
        if self.dtype in dtypes.floats:
            return k(self, axis, ddof, keepdims)
        # The mean of integers is cut to an integer before it is subtracted, as in MindSpore.
        return k(self.astype(dtypes.float32), axis, ddof, keepdims, True)

    method.__name__, method.__qualname__ = name, f"Tensor.{name}"
    method.__doc__ = (
        f"`ops.{name}` of this Tensor: `{name}(axis, ddof, keepdims)` or `{name}(dim, correction=1, keepdim=False)`."
    )
    face(f"Tensor.{name}")(method)


_spread_method(std, "std")
_spread_method(var, "var")


@kernel("ReduceStd")
def reduce_std(x: Array, axis: Any = (), unbiased: bool = True, keep_dims: bool = False) -> tuple[Array, Array]:
    """The standard deviation and the mean over `axis` (mirrors `mindspore.ops.ReduceStd`).

    Args:
        axis: an int or a list of ints; [] for all dimensions. unbiased: whether the divisor is one less than the
            number of elements. keep_dims: whether the dimensions stay with size 1.

    Inputs:
        x: a float16 or float32 Tensor.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ReduceStd(axis=1, unbiased=False)(ms.Tensor([[1.0, 2.0], [3.0, 7.0]]))[0]
        Tensor(shape=[2], dtype=Float32, value= [ 5.00000000e-01,  2.00000000e+00])
    """
    value = _real("ReduceStd", x)
    variance, mean = _moments("ReduceStd", value, axis, int(unbiased), keep_dims)
    return jnp.sqrt(variance), mean


reduce_std.primitive("ReduceStd", "axis=[], unbiased=True, keep_dims=False", call="x")  # type: ignore[attr-defined]


@kernel("LogSumExp")
def logsumexp(input: Array, dim: Any, keepdim: bool = False) -> Array:
    """The logarithm of the sum of e to the power of the elements along `dim` (mirrors `mindspore.ops.logsumexp`).

    Args:
        input: a floating Tensor. dim: an int or a tuple of ints; () for all dimensions.
        keepdim: whether the dimensions stay with size 1.

    Raises:
        TypeError: for other dtypes. ValueError: if `dim` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.logsumexp(ms.Tensor([[0.0, 0.0], [1000.0, 1000.0]]), 1)
        Tensor(shape=[2], dtype=Float32, value= [ 6.93147182e-01,  1.00069318e+03])
    """
    x = checked("logsumexp", input, "float")
    axes = _axes("logsumexp", dim, x.ndim)
    # The sum of nothing is 0, its logarithm -inf.
    top = lax.stop_gradient(jnp.max(x, axis=axes, keepdims=True, initial=None if x.size else -np.inf))
    top = top if x.size else jnp.zeros_like(top)
    total = jnp.sum(jnp.exp(x - top), axis=axes, keepdims=keepdim, dtype=x.dtype)
    return jnp.log(total) + (top if keepdim else jnp.squeeze(top, axes))


for _path in ("ops.logsumexp", "mint.logsumexp", "Tensor.logsumexp"):
    logsumexp.face(_path)  # type: ignore[attr-defined]


@kernel("CountNonZero", differentiable=False)
def _count_nonzero(x: Array, axis: Any = (), keep_dims: bool = False, dtype: Any = None) -> Array:
    """How many elements are not zero, int64 (mirrors `mindspore.ops.CountNonZero`).

    Args:
        dims: an int or a list of ints; None for all dimensions.

    Inputs:
        x: a Tensor.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.CountNonZero(1)(ms.Tensor([[0, 1, 2], [0, 0, 3]]))
        Tensor(shape=[2], dtype=Int64, value= [2, 1])
    """
    value = checked("count_nonzero", x, "any")
    out = jnp.sum(
        value != jnp.zeros((), value.dtype),
        axis=_axes("count_nonzero", axis, value.ndim),
        keepdims=keep_dims,
        dtype=I64,
    )
    return out.astype(I64 if dtype is None else dtype.np)


@face("ops.count_nonzero")
def count_nonzero(x: Tensor, axis: Any = (), keep_dims: bool = False, dtype: Any = dtypes.int32) -> Tensor:
    """How many elements along `axis` are not zero (mirrors `mindspore.ops.count_nonzero`).

    Args:
        x: a Tensor of a number type. axis: an int, a tuple of ints, () for all dimensions.
        keep_dims: whether the counted dimensions stay with size 1. dtype: the result's dtype.

    Raises:
        TypeError: for bool, or if `axis` is no int. ValueError: if it is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.count_nonzero(ms.Tensor([[0, 1, 2], [0, 0, 3]]), 1)
        Tensor(shape=[2], dtype=Int32, value= [2, 1])
    """
    require_tensors("count_nonzero", x=x)
    if x.dtype is dtypes.bool_:
        raise TypeError("For 'count_nonzero', the dtype of 'x' must be a number type, but got Bool.")
    return _count_nonzero(x, axis, keep_dims, dtype)


@face("Tensor.count_nonzero")
def tensor_count_nonzero(
    self: Tensor, axis: Any = (), keep_dims: bool = False, dtype: Any = None, *, dim: Any = None
) -> Tensor:
    """How many elements are not zero: `count_nonzero(axis, keep_dims, dtype)` or `count_nonzero(dim)`.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.Tensor([0, 1, 2]).count_nonzero())
        2
    """
    return count_nonzero(self, axis if dim is None else dim, keep_dims, dtypes.int32 if dtype is None else dtype)


@face("mint.count_nonzero")
def mint_count_nonzero(input: Tensor, dim: Any = None) -> Tensor:
    """How many elements along `dim` are not zero, int64 (mirrors `mindspore.mint.count_nonzero`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.count_nonzero(ms.Tensor([[0, 1, 2], [0, 0, 3]]), 1)
        Tensor(shape=[2], dtype=Int64, value= [2, 1])
    """
    return _count_nonzero(input, dim)


_count_nonzero.primitive("CountNonZero", "dims=None", call="x", dims="axis", fixed={"dtype": dtypes.int64})  # type: ignore[attr-defined]


def _without_nan(op: str, input: Any, dtype: Any) -> tuple[Any, Any]:
    x = checked(op, input, "not complex")
    good = jnp.logical_not(jnp.isnan(x)) if is_float(x.dtype) else jnp.ones(x.shape, BOOL)
    x = jnp.where(good, x, jnp.zeros((), x.dtype))
    if dtype is not None:
        return x.astype(dtype.np), good
    return (x.astype(I64) if x.dtype == BOOL else x), good


@kernel("NanSum")
def nansum(input: Array, axis: Any = None, keepdims: bool = False, dtype: Any = None) -> Array:
    """The sum over `axis` with nan counted as 0 (mirrors `mindspore.ops.nansum`).

    Args:
        input: a Tensor of a real type; bool gives int64. axis: an int, a tuple of ints, or None for all dimensions.
        keepdims: whether the dimensions stay with size 1. dtype: the result's dtype.

    Raises:
        TypeError: for complex dtypes. ValueError: if `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.nansum(ms.Tensor([[1.0, float("nan")], [3.0, 4.0]]), 1)
        Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00,  7.00000000e+00])
    """
    x, _ = _without_nan("nansum", input, dtype)
    return jnp.sum(x, axis=_axes("nansum", axis, x.ndim), keepdims=keepdims, dtype=x.dtype)


nansum.face("ops.nansum", "input, axis=None, keepdims=False, *, dtype=None")  # type: ignore[attr-defined]
nansum.face("mint.nansum", "input, dim=None, keepdim=False, *, dtype=None", dim="axis", keepdim="keepdims")  # type: ignore[attr-defined]


@face("Tensor.nansum")
def tensor_nansum(
    self: Tensor, axis: Any = None, keepdims: bool = False, *, dim: Any = None, keepdim: bool = False, dtype: Any = None
) -> Tensor:
    """The sum without nan: `nansum(axis, keepdims, dtype=)` or `nansum(dim, keepdim, dtype=)`; see `ops.nansum`.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.Tensor([1.0, float("nan")]).nansum())
        1.0
    """
    return nansum(self, axis if dim is None else dim, bool(keepdims or keepdim), dtype)


@kernel("NanMean")
def nanmean(input: Array, axis: Any = None, keepdims: bool = False, dtype: Any = None) -> Array:
    """The mean over `axis` of the elements that are not nan (mirrors `mindspore.ops.nanmean`).

    Args:
        input: a floating Tensor. axis: an int, a tuple of ints, or None for all dimensions.
        keepdims: whether the dimensions stay with size 1. dtype: the result's dtype.

    Raises:
        TypeError: for other dtypes. ValueError: if `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.nanmean(ms.Tensor([[1.0, float("nan")], [3.0, 4.0]]), 1)
        Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00,  3.50000000e+00])
    """
    x, good = _without_nan("nanmean", _real("nanmean", input), dtype)
    axes = _axes("nanmean", axis, x.ndim)
    total = jnp.sum(x, axis=axes, keepdims=keepdims, dtype=x.dtype)
    return total / jnp.sum(good, axis=axes, keepdims=keepdims, dtype=I64).astype(x.dtype)


nanmean.face("ops.nanmean", "input, axis=None, keepdims=False, *, dtype=None")  # type: ignore[attr-defined]
nanmean.face("Tensor.nanmean", "axis=None, keepdims=False, *, dtype=None")  # type: ignore[attr-defined]


@kernel("Cov")
def cov(input: Array, correction: int = 1, fweights: Array | None = None, aweights: Array | None = None) -> Array:
    """The covariance matrix of variables in rows, observations in columns (mirrors `mindspore.ops.cov`).

    Args:
        input: a Tensor of at most two dimensions; integers and float16 become float32.
        correction: what is subtracted from the number of observations in the divisor.
        fweights: how often each observation counts (integers). aweights: the weight of each observation.

    Raises:
        ValueError: for more than two dimensions, or if a weight vector does not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.cov(ms.Tensor([[0.0, 1.0, 2.0], [2.0, 1.0, 0.0]]))
        Tensor(shape=[2, 2], dtype=Float32, value=
        [[ 1.00000000e+00, -1.00000000e+00],
         [-1.00000000e+00,  1.00000000e+00]])
    """
    if input.ndim > 2:
        raise ValueError(f"For 'cov', the input must have at most two dimensions, but got {input.ndim}.")
    if is_complex(input.dtype):
        raise TypeError("For 'cov', complex inputs are not supported.")
    x = checked("cov", input, "to float")
    x = x.astype(F32) if x.dtype == F16 else x
    rows = x.reshape(1, -1) if x.ndim < 2 else x
    n = rows.shape[1]
    w = None
    for name, given in (("fweights", fweights), ("aweights", aweights)):
        if given is None:
            continue
        if given.shape != (n,):
            raise ValueError(f"For 'cov', the shape of '{name}' must be ({n},), but got {given.shape}.")
        value = convert(given, rows.dtype)
        w = value if w is None else w * value
    total = jnp.asarray(n, rows.dtype) if w is None else jnp.sum(w)
    mean = jnp.mean(rows, axis=1, keepdims=True) if w is None else jnp.sum(rows * w, axis=1, keepdims=True) / total
    left = jnp.asarray(correction, rows.dtype)
    if w is not None and aweights is not None and correction:
        norm = total - left * jnp.sum(w * convert(aweights, rows.dtype)) / total
    else:
        norm = total - left
    centred = rows - mean
    scaled = centred if w is None else centred * w
    out = lax.dot_general(scaled, centred, (((1,), (1,)), ((), ())), precision=lax.Precision.HIGHEST) / jnp.maximum(
        norm, jnp.zeros((), norm.dtype)
    )
    return out.reshape(()) if x.ndim < 2 else out


cov.face("ops.cov", "input, *, correction=1, fweights=None, aweights=None")  # type: ignore[attr-defined]
cov.face("Tensor.cov", "*, correction=1, fweights=None, aweights=None")  # type: ignore[attr-defined]
