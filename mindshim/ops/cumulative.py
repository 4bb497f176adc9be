"""Running sums, products and extremes, and differences."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

from mindshim._core import dispatch, dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import BOOL, is_float, is_inexact, operands
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.creation import target
from mindshim.ops.primitive import takes_tensors

_INTS = (*dtypes.signed_integers, *dtypes.unsigned_integers)


def _running(op: str, x: Any, axis: Any, dtype: Any, exclusive: Any, reverse: Any, run: Any, start: Any) -> Any:
    """`run` along an axis, backwards if `reverse`; `exclusive` leaves each element itself out."""
    x = arguments.tensor(op, x)
    if dtype is not None:
        x = x.astype(target(op, dtype))
    if x.dtype == BOOL:
        raise TypeError(f"For '{op}', the dtype of 'input' must be a number type, but got Bool.")
    at = arguments.axis(op, axis, x.ndim)
    if exclusive:
        edge = list(x.shape)
        edge[at] = 1
        first = jnp.full(edge, start, x.dtype)
        n = x.shape[at]
        if reverse:
            x = jnp.concatenate([jax.lax.slice_in_dim(x, 1, n, axis=at), first], at)
        else:
            x = jnp.concatenate([first, jax.lax.slice_in_dim(x, 0, n - 1, axis=at)], at)
    return run(x, axis=at, reverse=bool(reverse))


@kernel("CumSum")
def cumsum(input: Array, axis: Any, dtype: Any = None, exclusive: Any = False, reverse: Any = False) -> Array:
    """The sums of the elements so far, along an axis (mirrors `mindspore.ops.cumsum`).

    Args:
        input (or x): a Tensor of numbers.
        axis: the axis.
        dtype: the dtype to convert to first; by default that of the input.

    Raises:
        TypeError: for bool Tensors, or if `axis` is not an int. ValueError: if `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.cumsum(ms.Tensor([1, 2, 3]), 0)
        Tensor(shape=[3], dtype=Int64, value= [1, 3, 6])
    """
    return _running("CumSum", input, axis, dtype, exclusive, reverse, jax.lax.cumsum, 0)


cumsum.face("ops.cumsum", "x, axis, dtype=None", x="input").face("mint.cumsum", "input, dim, dtype=None", dim="axis")
cumsum.primitive("CumSum", "exclusive=False, reverse=False", call="input, axis")


@face("Tensor.cumsum")
def _tensor_cumsum(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
    """`cumsum(axis=None, dtype=None)`, the axis also as `dim`; without one, of the flattened Tensor.

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([[1, 2], [3, 4]]).cumsum()
        Tensor(shape=[4], dtype=Int64, value= [ 1,  3,  6, 10])
    """
    if "dim" in kwargs:
        kwargs["axis"] = kwargs.pop("dim")
    return _flat_cumsum(self, *args, **kwargs)


def _flat_cumsum(x: Tensor, axis: Any = None, dtype: Any = None) -> Tensor:
    if axis is None:
        x, axis = x.reshape(-1), 0  # type: ignore[attr-defined]
    return dispatch.apply(cumsum, (x, axis, dtype, False, False))


@kernel("CumProd")
def cumprod(input: Array, dim: Any, dtype: Any = None, exclusive: Any = False, reverse: Any = False) -> Array:
    """The products of the elements so far, along an axis (mirrors `mindspore.ops.cumprod`).

    Args:
        input: a Tensor of numbers.
        dim: the axis.
        dtype: the dtype to convert to first; by default that of the input.

    Raises:
        TypeError: for bool Tensors, or if `dim` is not an int. ValueError: if `dim` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.cumprod(ms.Tensor([1, 2, 3]), 0)
        Tensor(shape=[3], dtype=Int64, value= [1, 2, 6])
    """
    return _running("CumProd", input, dim, dtype, exclusive, reverse, jax.lax.cumprod, 1)


@face("ops.cumprod", "mint.cumprod", "Tensor.cumprod")
def _cumprod(input: Tensor, dim: Any, dtype: Any = None) -> Tensor:
    """The products of the elements so far, along an axis, int64 for integers (mirrors `mindspore.ops.cumprod`).

    Args:
        input: a Tensor of numbers.
        dim: the axis.
        dtype: the dtype to convert to first; by default that of a floating input, and int64 for integers.

    Raises:
        TypeError: for bool Tensors, or if `dim` is not an int. ValueError: if `dim` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.cumprod(ms.Tensor([1, 2, 3]), 0)
        Tensor(shape=[3], dtype=Int64, value= [1, 2, 6])
    """
    if dtype is None and isinstance(input, Tensor) and input.dtype in _INTS:
        dtype = dtypes.int64
    return dispatch.apply(cumprod, (input, dim, dtype, False, False))


cumprod.primitive("CumProd", "exclusive=False, reverse=False", call="x, axis", x="input", axis="dim")


@kernel("CumulativeLogsumexp")
def logcumsumexp(input: Array, axis: Any, exclusive: Any = False, reverse: Any = False) -> Array:
    """The logarithms of the sums of exponentials so far, along an axis (mirrors `mindspore.ops.logcumsumexp`).

    Raises:
        TypeError: if `input` is not a float Tensor. ValueError: if `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.logcumsumexp(ms.Tensor([0.0, 0.0]), 0).asnumpy().round(4).tolist()
        [0.0, 0.6930999755859375]
    """
    if not is_inexact(input.dtype):
        raise TypeError(f"For 'logcumsumexp', the dtype of 'input' must be a float type, but got {input.dtype.name}.")
    run = jax.lax.cumlogsumexp
    # Not -inf: MindSpore starts from the lowest number that the dtype has.
    lowest = jnp.finfo(input.dtype).min
    return _running("CumulativeLogsumexp", input, axis, None, exclusive, reverse, run, lowest)


logcumsumexp.face("ops.logcumsumexp", "input, axis").face("Tensor.logcumsumexp", "axis")
logcumsumexp.primitive("CumulativeLogsumexp", "exclusive=False, reverse=False", call="x, axis", x="input")
takes_tensors("CumulativeLogsumexp", "axis")


def _extreme(op: str, x: Any, axis: Any, greater: bool, index: Any) -> tuple[Any, Any]:
    x = arguments.tensor(op, x)
    at = arguments.axis(op, axis, x.ndim)
    held = jax.lax.stop_gradient(x)

    def later(a: Any, b: Any) -> Any:
        (va, ia), (vb, ib) = a, b
        wins = vb >= va if greater else vb <= va
        if is_float(x.dtype):
            wins = wins | jnp.isnan(vb)
        return jnp.where(wins, vb, va), jnp.where(wins, ib, ia)

    _, places = jax.lax.associative_scan(later, (held, jax.lax.broadcasted_iota("int64", x.shape, at)), axis=at)
    return jnp.take_along_axis(x, places, at), places.astype(index.np)


@kernel("Cummax")
def cummax(input: Array, axis: Any, index: Any = dtypes.int64) -> tuple[Any, Any]:
    """The greatest element so far, along an axis, and its position, int64 (mirrors `mindspore.ops.cummax`).

    Raises:
        TypeError: if `axis` is not an int. ValueError: if it is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.cummax(ms.Tensor([1, 3, 2]), 0)
        (Tensor(shape=[3], dtype=Int64, value= [1, 3, 3]), Tensor(shape=[3], dtype=Int64, value= [0, 1, 1]))
    """
    return _extreme("Cummax", input, axis, True, index)


@kernel("Cummin")
def cummin(input: Array, axis: Any, index: Any = dtypes.int32) -> tuple[Any, Any]:
    """The least element so far, along an axis, and its position, int32 (mirrors `mindspore.ops.cummin`).

    Raises:
        TypeError: if `axis` is not an int. ValueError: if it is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.cummin(ms.Tensor([3, 1, 2]), 0)
        (Tensor(shape=[3], dtype=Int64, value= [3, 1, 1]), Tensor(shape=[3], dtype=Int32, value= [0, 1, 1]))
    """
    return _extreme("Cummin", input, axis, False, index)


for _k, _name in ((cummax, "cummax"), (cummin, "cummin")):
    _k.face(f"ops.{_name}", "input, axis").face(f"Tensor.{_name}", "axis")  # type: ignore[attr-defined]
    _k.face(f"mint.{_name}", "input, dim", dim="axis", fixed={"index": dtypes.int64})  # type: ignore[attr-defined]
    _k.primitive(_name.capitalize(), "axis", call="input")  # type: ignore[attr-defined]


@kernel("Diff")
def _diff(
    x: Array, prepend: Array | None = None, append: Array | None = None, n: Any = 1, axis: Any = -1
) -> Array:
    """The differences of neighbours along an axis, `n` times."""
    at = arguments.axis("diff", axis, x.ndim)
    parts = [p for p in (prepend, x, append) if p is not None]
    x = jnp.concatenate(operands_of(parts), at) if len(parts) > 1 else x
    if not x.size:
        raise ValueError(f"For 'diff', 'x' can not be an empty Tensor, but got the shape {x.shape}.")
    for _ in range(arguments.integer("diff", "n", n)):
        m = x.shape[at]
        ahead, behind = jax.lax.slice_in_dim(x, 1, m, axis=at), jax.lax.slice_in_dim(x, 0, max(m - 1, 0), axis=at)
        x = ahead ^ behind if x.dtype == BOOL else ahead - behind
    return x


def operands_of(parts: list[Any]) -> list[Any]:
    """The parts cast to their common dtype, their shapes as they are."""
    dtype = operands("diff", *[jnp.zeros((), p.dtype) for p in parts])[0].dtype
    return [p.astype(dtype) for p in parts]


@face("ops.diff")
def diff(x: Tensor, n: int = 1, axis: int = -1, prepend: Any = None, append: Any = None) -> Tensor:
    """The differences of neighbours along an axis (mirrors `mindspore.ops.diff`).

    Args:
        x: a Tensor.
        n: 1, as MindSpore takes nothing else; `mint.diff` does.
        axis: the axis.
        prepend, append: Tensors to put before and after `x` first.

    Raises:
        RuntimeError: if `n` is not 1. ValueError: if `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.diff(ms.Tensor([1, 3, 6]))
        Tensor(shape=[2], dtype=Int64, value= [2, 3])
    """
    if n != 1:
        raise RuntimeError(f"For 'diff', 'n' must be 1, but got {n}")
    return dispatch.apply(_diff, (x, prepend, append, n, axis))


@face("Tensor.diff")
def _tensor_diff(self: Tensor, n: int = 1, axis: int = -1, prepend: Any = None, append: Any = None) -> Tensor:
    """The differences of neighbours along an axis (mirrors `mindspore.Tensor.diff`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.diff())
        [-2.  1.]
    """
    return diff(self, n, axis, prepend, append)


@face("mint.diff")
def _mint_diff(input: Tensor, n: int = 1, dim: int = -1, prepend: Any = None, append: Any = None) -> Tensor:
    """The differences of neighbours along an axis, `n` times (mirrors `mindspore.mint.diff`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import mint
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(mint.diff(x))
        [-2.  1.]
    """
    return dispatch.apply(_diff, (input, prepend, append, n, dim))


@kernel("Trapz")
def _trapz(y: Array, x: Array | None = None, dx: Number = 1.0, dim: Any = -1) -> Array:
    """The integral of `y` along an axis by the trapezoidal rule (mirrors `mindspore.ops.trapz`).

    Args:
        y: a Tensor; integers become float32.
        x: the points, in the shape of `y` or a vector; by default `dx` apart.
        dx: the distance of the points.
        dim: the axis.

    Raises:
        ValueError: if `dim` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.trapz(ms.Tensor([1.0, 2.0, 3.0]))
        Tensor(shape=[], dtype=Float32, value= 4)
    """
    at = arguments.axis("trapz", dim, y.ndim, "dim")
    dtype = y.dtype if y.dtype == jnp.float16 and (x is None or x.dtype == jnp.float16) else jnp.float32
    y = jnp.moveaxis(y.astype(dtype), at, -1)
    if x is None:
        width = jnp.asarray(dx).astype(y.dtype)
    else:
        points: Any = x
        points = points.astype(y.dtype)
        points = jnp.moveaxis(points, at, -1) if points.ndim > 1 else points
        width = points[..., 1:] - points[..., :-1]
    return ((y[..., 1:] + y[..., :-1]) * width).sum(-1) / jnp.asarray(2, y.dtype)


_trapz.face("ops.trapz", "y, x=None, *, dx=1.0, dim=-1")
