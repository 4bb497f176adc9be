"""Sums, means, products, extremes and truth of a Tensor along its dimensions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core import dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, Kernel, Number, kernel
from mindshim._core.promotion import BOOL, I64, U8, convert, is_complex, is_float, is_inexact, operands
from mindshim._core.tensor import Tensor
from mindshim.ops import ordered_reductions, quotients


def axes_of(op: str, axis: Any, ndim: int) -> tuple[int, ...]:
    """`axis` (int, sequence or None for all) as sorted non-negative ints; ValueError or TypeError if it is not one."""
    if axis is None or axis == ():
        return tuple(range(ndim))
    given = axis if isinstance(axis, tuple) else (axis,)
    out = []
    for a in given:
        if isinstance(a, bool) or not isinstance(a, int):
            raise TypeError(f"For '{op}', the axis must be int, or a tuple or list of int, but got {axis!r}.")
        if not -max(ndim, 1) <= a < max(ndim, 1):
            raise ValueError(f"For '{op}', the axis must be in [{-max(ndim, 1)}, {max(ndim, 1)}), but got {a}.")
        if ndim:
            out.append(a % ndim)
    if len(set(out)) != len(out):
        raise ValueError(f"For '{op}', the axes must be different, but got {axis!r}.")
    return tuple(sorted(out))


def axis_of(op: str, axis: Any, ndim: int) -> int:
    """One axis as a non-negative int; 0 for a Tensor without dimensions."""
    if isinstance(axis, tuple) and len(axis) == 1:
        axis = axis[0]
    if isinstance(axis, tuple) or axis is None:
        raise TypeError(f"For '{op}', 'axis' must be int, but got {type(axis).__name__}.")
    found = axes_of(op, axis, ndim)
    return found[0] if found else 0


def _wide(dtype: Any) -> Any:
    """bool and small integers are summed in int64, as in MindSpore 2.10; wide unsigned ones keep their dtype."""
    return I64 if dtype == BOOL or dtype.kind == "i" or dtype == U8 else dtype


def _strong(op: str, x: Any) -> Any:
    return operands(op, x)[0]


def _sum(x: Any, axes: Any, keep: bool) -> Any:
    if x.dtype == BOOL:
        return jnp.any(x, axis=axes, keepdims=keep)
    if is_float(x.dtype):
        # Half precision is summed in float32, which naming the dtype would not do.
        return jnp.sum(x, axis=axes, keepdims=keep)
    return jnp.sum(x, axis=axes, keepdims=keep, dtype=x.dtype)


@kernel("SumExt")
def sum(input: Array, dim: Any = None, keepdim: bool = False, dtype: Any = None) -> Array:  # noqa: A001
    """The sum over `dim` (mirrors `mindspore.ops.sum`).

    Args:
        input: a Tensor. dim: an int, a tuple or list of ints, or None for all dimensions.
        keepdim: whether the summed dimensions stay with size 1.
        dtype: the result's dtype; by default that of `input`, int64 for bool, signed integers and uint8.

    Raises:
        TypeError: if `dim` is not int-like. ValueError: if `dim` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.sum(ms.Tensor([[1.0, 2.0], [3.0, 4.0]]), 1)
        Tensor(shape=[2], dtype=Float32, value= [ 3.00000000e+00,  7.00000000e+00])
    """
    x = _strong("SumExt", input)
    x = x.astype(dtype.np if dtype is not None else _wide(x.dtype))
    return _sum(x, axes_of("SumExt", dim, x.ndim), keepdim)


@sum.in_pynative
def _sum_in_order(input: Any, dim: Any, keepdim: bool, dtype: Any) -> Any:
    if (dtype is None or dtype.np == input.dtype) and ordered_reductions.fits(input):
        return ordered_reductions.total(input, axes_of("SumExt", dim, input.ndim), keepdim)
    return sum.fn(input, dim, keepdim, dtype)


sum.face("ops.sum", "input, dim=None, keepdim=False, *, dtype=None").face(  # type: ignore[attr-defined]
    "mint.sum", "input, dim=None, keepdim=False, *, dtype=None"
)


@face("Tensor.sum")
def tensor_sum(
    self: Tensor,
    dim: Any = None,
    keepdim: Any = False,
    keepdims: bool = False,
    initial: Any = None,
    *,
    axis: Any = None,
    dtype: Any = None,
) -> Tensor:
    """The sum over dimensions (mirrors `mindspore.Tensor.sum`): `sum(dim, keepdim, dtype=)` or
    `sum(axis, dtype, keepdims, initial)`; see `ops.sum`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> print(x.sum(), x.sum(0))
        10.0 [4. 6.]
    """
    if keepdim is None or isinstance(keepdim, dtypes.Type):
        dtype, keepdim = keepdim, keepdims
    out = sum(self, dim if axis is None else axis, bool(keepdim or keepdims), dtype)
    return out if initial is None else (out + initial).astype(out.dtype)


def _mean(op: str, x: Any, axes: Any, keep: bool) -> Any:
    if x.dtype == BOOL:
        raise TypeError(f"For '{op}', bool inputs have no mean.")
    if is_inexact(x.dtype):
        return quotients.mean(x, axes, keep)
    # Integers keep their dtype; the quotient is cut towards zero.
    count = int(np.prod([x.shape[a] for a in axes], dtype=np.int64))
    wide = x.astype(I64)
    return lax.div(*jnp.broadcast_arrays(_sum(wide, axes, keep), jnp.asarray(max(count, 1), I64))).astype(x.dtype)


@kernel("MeanExt")
def mean(input: Array, dim: Any = None, keepdim: bool = False, dtype: Any = None) -> Array:
    """The mean over `dim`; integers keep their dtype, cut towards zero (mirrors `mindspore.ops.mean`).

    Args:
        input: a Tensor of a number type. dim: an int, a tuple or list of ints, or None (or ()) for all dimensions.
        keepdim: whether the averaged dimensions stay with size 1. dtype: to convert `input` to first.

    Raises:
        TypeError: for bool. ValueError: if `dim` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.mean(ms.Tensor([[1.0, 2.0], [3.0, 4.0]]), 1)
        Tensor(shape=[2], dtype=Float32, value= [ 1.50000000e+00,  3.50000000e+00])
    """
    x = _strong("MeanExt", input)
    x = x if dtype is None else x.astype(dtype.np)
    return _mean("MeanExt", x, axes_of("MeanExt", dim, x.ndim), keepdim)


@mean.in_pynative
def _mean_in_order(input: Any, dim: Any, keepdim: bool, dtype: Any) -> Any:
    if (dtype is None or dtype.np == input.dtype) and ordered_reductions.fits(input):
        return ordered_reductions.mean(input, axes_of("MeanExt", dim, input.ndim), keepdim)
    return mean.fn(input, dim, keepdim, dtype)


mean.face("ops.mean", "x, axis=None, keep_dims=False", x="input", axis="dim", keep_dims="keepdim")  # type: ignore[attr-defined]
mean.face("mint.mean", "input, dim=None, keepdim=False, *, dtype=None")  # type: ignore[attr-defined]


def _either(name: str, new: Any, old: Any, default: Any) -> Any:
    """The value of a parameter that has two spellings."""
    if old is not None and new is not default:
        raise TypeError(f"For 'Tensor.{name}', a parameter was given under both of its names.")
    return new if old is None else old


@face("Tensor.mean")
def tensor_mean(
    self: Tensor,
    dim: Any = None,
    keepdim: bool = False,
    *,
    dtype: Any = None,
    axis: Any = None,
    keep_dims: Any = None,
) -> Tensor:
    """The mean over dimensions (mirrors `mindspore.Tensor.mean`): `mean(dim, keepdim, dtype=)` or
    `mean(axis, keep_dims)`; see `ops.mean`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> print(x.mean(), x.mean(0))
        2.5 [2. 3.]
    """
    return mean(self, _either("mean", dim, axis, None), _either("mean", keepdim, keep_dims, False), dtype)


@kernel("ProdExt")
def prod(input: Array, dim: Any = None, keepdim: bool = False, dtype: Any = None) -> Array:
    """The product over `dim`; int64 for bool and integers up to int64 (mirrors `mindspore.ops.prod`).

    Args:
        input: a Tensor. dim: an int, a tuple of ints, or None for all dimensions.
        keepdim: whether the dimensions stay with size 1. dtype: the result's dtype.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.prod(ms.Tensor([[1.0, 2.0], [3.0, 4.0]]), 1)
        Tensor(shape=[2], dtype=Float32, value= [ 2.00000000e+00,  1.20000000e+01])
    """
    x = _strong("ProdExt", input)
    x = x.astype(dtype.np if dtype is not None else _wide(x.dtype))
    axes = axes_of("ProdExt", dim, x.ndim)
    if x.dtype == BOOL:
        return jnp.all(x, axis=axes, keepdims=keepdim)
    return jnp.prod(x, axis=axes, keepdims=keepdim, dtype=x.dtype)


prod.face("ops.prod", "input, axis=None, keep_dims=False, dtype=None", axis="dim", keep_dims="keepdim")  # type: ignore[attr-defined]
prod.face("mint.prod", "input, dim=None, keepdim=False, *, dtype=None")  # type: ignore[attr-defined]


@face("Tensor.prod")
def tensor_prod(
    self: Tensor, dim: Any = None, keepdim: bool = False, dtype: Any = None, *, axis: Any = None, keep_dims: Any = None
) -> Tensor:
    """The product over dimensions (mirrors `mindspore.Tensor.prod`); see `ops.prod`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> print(x.prod(), x.prod(0))
        24.0 [3. 8.]
    """
    return prod(self, _either("prod", dim, axis, None), _either("prod", keepdim, keep_dims, False), dtype)


def _reduce(name: str, word: str, fn: Callable[[Any, Any, bool], Any], out: str, lower: str = "", **flags: Any) -> Kernel:
    """A Reduce* kernel `(x, axis=(), keep_dims=False)` with its Primitive."""

    def body(x: Array, axis: Any = (), keep_dims: bool = False) -> Array:
        value = _strong(name, x)
        return fn(value, axes_of(name, axis, value.ndim), keep_dims)

    body.__annotations__ = {"x": "Array"}
    body.__name__ = lower or name
    body.__doc__ = f"""{word} over `axis`, in the dtype of `x` (mirrors `mindspore.ops.{name}`).

    Args:
        keep_dims: whether the reduced dimensions stay with size 1.

    Inputs:
        x: a Tensor. axis: an int, a tuple or list of ints; () for all dimensions.

    Raises:
        TypeError: if `axis` is not int-like, or for a dtype that has no such reduction. ValueError: if it is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}()(ms.Tensor([[1.0, 2.0], [3.0, 4.0]]), 1)
        {out}
    """
    return kernel(name, **flags)(body)


def _floats(text: str) -> str:
    return f"Tensor(shape=[2], dtype=Float32, value= [{text}])"


def _ordered(op: str, x: Any) -> Any:
    if x.dtype == BOOL or is_complex(x.dtype):
        raise TypeError(f"For '{op}', the input must be a real number type, but got {x.dtype.name}.")
    return x


def _max(x: Any, axes: Any, keep: bool) -> Any:
    return jnp.max(_ordered("ReduceMax", x), axis=axes, keepdims=keep)


def _min(x: Any, axes: Any, keep: bool) -> Any:
    return jnp.min(_ordered("ReduceMin", x), axis=axes, keepdims=keep)


def _prod(x: Any, axes: Any, keep: bool) -> Any:
    if x.dtype == BOOL:
        return jnp.all(x, axis=axes, keepdims=keep)
    return jnp.prod(x, axis=axes, keepdims=keep, dtype=x.dtype)


def _truth(fn: Any) -> Any:
    return lambda x, axes, keep: fn(convert(x, BOOL), axis=axes, keepdims=keep)


@kernel("ReduceSum")
def reduce_sum(x: Array, axis: Any = (), keep_dims: bool = False, skip_mode: bool = False) -> Array:
    """The sum over `axis`, in the dtype of `x` (mirrors `mindspore.ops.ReduceSum`).

    Args:
        keep_dims: whether the summed dimensions stay with size 1. skip_mode: whether an empty `axis` sums nothing.

    Inputs:
        x: a Tensor. axis: an int, a tuple or list of ints; () for all dimensions.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ReduceSum(keep_dims=True)(ms.Tensor([[1.0, 2.0]]), 1)
        Tensor(shape=[1, 1], dtype=Float32, value=
        [[ 3.00000000e+00]])
    """
    value = _strong("ReduceSum", x)
    if skip_mode and axis in ((), None):
        return value
    return _sum(value, axes_of("ReduceSum", axis, value.ndim), keep_dims)


@reduce_sum.in_pynative
def _reduce_sum_in_order(x: Any, axis: Any, keep_dims: bool, skip_mode: bool) -> Any:
    if not (skip_mode and axis in ((), None)) and ordered_reductions.fits(x):
        return ordered_reductions.total(x, axes_of("ReduceSum", axis, x.ndim), keep_dims)
    return reduce_sum.fn(x, axis, keep_dims, skip_mode)


reduce_sum.primitive("ReduceSum", "keep_dims=False, skip_mode=False", call="x, axis=()")  # type: ignore[attr-defined]
reduce_mean = _reduce("ReduceMean", "The mean", lambda x, a, k: _mean("ReduceMean", x, a, k), _floats(" 1.50000000e+00,  3.50000000e+00"))


@reduce_mean.in_pynative
def _reduce_mean_in_order(x: Any, axis: Any, keep_dims: bool) -> Any:
    if ordered_reductions.fits(x):
        return ordered_reductions.mean(x, axes_of("ReduceMean", axis, x.ndim), keep_dims)
    return reduce_mean.fn(x, axis, keep_dims)


reduce_max = _reduce("ReduceMax", "The maximum", _max, _floats(" 2.00000000e+00,  4.00000000e+00"))
reduce_min = _reduce("ReduceMin", "The minimum", _min, _floats(" 1.00000000e+00,  3.00000000e+00"))
reduce_prod = _reduce("ReduceProd", "The product", _prod, _floats(" 2.00000000e+00,  1.20000000e+01"))
_TRUE = "Tensor(shape=[2], dtype=Bool, value= [ True,  True])"
reduce_all = _reduce("ReduceAll", "Whether all elements are true", _truth(jnp.all), _TRUE, differentiable=False)
reduce_any = _reduce("ReduceAny", "Whether any element is true", _truth(jnp.any), _TRUE, differentiable=False)
for _k in (reduce_mean, reduce_max, reduce_min, reduce_prod, reduce_any):
    _k.primitive(_k.name, "keep_dims=False", call="x, axis=()")  # type: ignore[attr-defined]
reduce_all.primitive("ReduceAll", "keep_dims=False", call="input, axis=None", input="x")  # type: ignore[attr-defined]
for _k, _n in ((reduce_sum, "reduce_sum"), (reduce_mean, "reduce_mean"), (reduce_max, "reduce_max"), (reduce_min, "reduce_min")):
    _k.face(f"ops.{_n}", "x, axis=()")  # type: ignore[attr-defined]
for _k, _n in ((reduce_all, "all"), (reduce_any, "any")):
    _k.face(f"ops.{_n}", "input, axis=None, keep_dims=False", input="x")  # type: ignore[attr-defined]
reduce_all.face("mint.all", "input, dim=None, keepdim=False", input="x", dim="axis", keepdim="keep_dims")  # type: ignore[attr-defined]
reduce_any.face("mint.any", "input, dim=None, keepdim=False", input="x", dim="axis", keepdim="keep_dims")  # type: ignore[attr-defined]


def _truth_method(k: Kernel, name: str) -> Any:
    def method(self: Tensor, axis: Any = None, keep_dims: bool = False, *, dim: Any = None, keepdim: Any = None) -> Tensor:
        return k(self, _either(name, axis, dim, None), _either(name, keep_dims, keepdim, False))

    method.__name__, method.__qualname__ = name, f"Tensor.{name}"
    method.__doc__ = f"`ops.{name}` of this Tensor: `{name}(axis, keep_dims)` or `{name}(dim, keepdim)`."
    return method


face("Tensor.all")(_truth_method(reduce_all, "all"))
face("Tensor.any")(_truth_method(reduce_any, "any"))


def _with_value(name: str, argument: Any, word: str) -> Kernel:
    def body(input: Array | Number, axis: int = 0, keep_dims: bool = False) -> tuple[Any, Any]:
        x = _ordered(name, _strong(name, input))
        if x.ndim == 0:
            return jnp.zeros((), I64), x
        at = axis_of(name, axis, x.ndim)
        index = jnp.expand_dims(argument(x, axis=at).astype(I64), at)
        value = jnp.take_along_axis(x, index, axis=at)
        return (index, value) if keep_dims else (jnp.squeeze(index, at), jnp.squeeze(value, at))

    body.__annotations__ = {"input": "Array"}
    body.__name__ = name
    low, high = ("[0, 1]", " 2.00000000e+00,  3.00000000e+00") if "Max" in name else ("[1, 0]", " 1.00000000e+00,  0.00000000e+00")
    body.__doc__ = f"""The index (int64) and the value of the {word} along one axis (mirrors `mindspore.ops.{name}`).

    Args:
        axis: the dimension. keep_dims: whether it stays with size 1.

    Raises:
        TypeError: if `axis` is not an int. ValueError: if it is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}()(ms.Tensor([[2.0, 0.0], [1.0, 3.0]]))
        (Tensor(shape=[2], dtype=Int64, value= {low}), Tensor(shape=[2], dtype=Float32, value= [{high}]))
    """
    k = kernel(name)(body)
    return k.primitive(name, "axis=0, keep_dims=False", call="input")  # type: ignore[attr-defined]


arg_max_with_value = _with_value("ArgMaxWithValue", jnp.argmax, "maximum")
arg_min_with_value = _with_value("ArgMinWithValue", jnp.argmin, "minimum")


@kernel("MaxWhere")
def max_where(input: Array, axis: Any = None, keepdims: bool = False, initial: Number | None = None, where: Array | None = None, smallest: bool = False) -> Array:
    """The extreme over `axis` of the elements where `where` holds, and of `initial`."""
    x = _ordered("amin" if smallest else "amax", _strong("amax", input))
    start = (jnp.inf if smallest else -jnp.inf) if is_float(x.dtype) else (jnp.iinfo(x.dtype).max if smallest else jnp.iinfo(x.dtype).min)
    first = jnp.asarray(start, x.dtype) if initial is None else convert(initial, x.dtype)
    if where is not None:
        if initial is None:
            raise ValueError("For 'amax' and 'amin', 'where' needs 'initial'.")
        x = jnp.where(convert(where, BOOL), x, first)
    fn = jnp.min if smallest else jnp.max
    out = fn(x, axis=axes_of("amax", axis, x.ndim), keepdims=keepdims)
    if initial is None:
        return out
    return (jnp.minimum if smallest else jnp.maximum)(out, first)
