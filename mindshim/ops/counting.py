"""Distinct values, places in sorted sequences, histograms."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch, dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, freeze, kernel
from mindshim._core.promotion import F32, F64, convert, is_float, result_type
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.selecting import picked


def _checked(op: str, x: Any, name: str = "input") -> Tensor:
    if not isinstance(x, Tensor):
        raise TypeError(f"For '{op}', the argument '{name}' must be a Tensor, but got {type(x).__name__}.")
    return x


@face("ops.unique")
def unique(input: Tensor) -> tuple[Tensor, Tensor]:
    """The distinct elements in order of appearance, and for each element where it is in them (`mindspore.ops.unique`).

    The length depends on values, so a compiled function that calls it falls back to PyNative.

    Returns:
        The distinct elements as a vector, and positions in the shape of `input`: int64 for int64 input, else int32.

    Raises:
        TypeError: if `input` is not a Tensor, or of dtype bool.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.unique(ms.Tensor([3, 1, 3]))
        (Tensor(shape=[2], dtype=Int64, value= [3, 1]), Tensor(shape=[3], dtype=Int64, value= [0, 1, 0]))
    """
    if _checked("Unique", input).dtype == dtypes.bool_:
        raise TypeError("For 'Unique', the dtype of 'input' must be a number type, but got Bool.")
    _, first, inverse = np.unique(input._concrete().reshape(-1), return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    places = rank[inverse.reshape(input.shape)].astype(np.int64 if input.dtype == dtypes.int64 else np.int32)
    return picked(input, first[order], input.shape), Tensor(places)


@face("ops.Unique")
class Unique(Primitive):
    """`ops.unique` as an operator object (mirrors `mindspore.ops.Unique`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> print(*ops.Unique()(ms.Tensor([3, 1, 3])))
        [3 1] [0 1 0]
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, input_x: Tensor) -> tuple[Tensor, Tensor]:
        return unique(input_x)


@face("ops.unique_with_pad")
def unique_with_pad(x: Tensor, pad_num: Any) -> tuple[Tensor, Tensor]:
    """`ops.unique` with the distinct elements filled up to the length of `x` (mirrors `mindspore.ops.unique_with_pad`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.unique_with_pad(ms.Tensor([3, 1, 3]), 0)[0]
        Tensor(shape=[3], dtype=Int64, value= [3, 1, 0])
    """
    values, places = unique(x)
    array = np.full(x.size, int(pad_num) if isinstance(pad_num, Tensor) else pad_num, x.dtype.np)
    array[: values.size] = values._concrete()
    return Tensor(array), places


@face("ops.UniqueWithPad")
class UniqueWithPad(Primitive):
    """`ops.unique_with_pad` as an operator object (mirrors `mindspore.ops.UniqueWithPad`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> print(*ops.UniqueWithPad()(ms.Tensor([3, 1, 3]), ms.Tensor(0)))
        [3 1 0] [0 1 0]
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, x: Tensor, pad_num: Any) -> tuple[Tensor, Tensor]:
        return unique_with_pad(x, pad_num)


@face("mint.unique", "Tensor.unique")
def _sorted_unique(
    input: Tensor,
    sorted: bool = True,
    return_inverse: bool = False,
    return_counts: bool = False,
    dim: int | None = None,
) -> Any:
    """The distinct elements (or slices along `dim`), sorted (mirrors `mindspore.mint.unique`).

    Returns:
        The distinct elements; with `return_inverse` and `return_counts` a tuple that goes on with where each element
        is in them and how often each occurs, both int64.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.unique(ms.Tensor([3, 1, 3]), return_counts=True)
        (Tensor(shape=[2], dtype=Int64, value= [1, 3]), Tensor(shape=[2], dtype=Int64, value= [1, 2]))
    """
    array = _checked("unique", input)._concrete()
    if dim is not None:
        dim = arguments.axis("unique", dim, array.ndim, "dim")
    values, inverse, counts = np.unique(array, return_inverse=True, return_counts=True, axis=dim)
    shape = array.shape if dim is None else (array.shape[dim],)
    out = [Tensor(values)]
    if return_inverse:
        out.append(Tensor(inverse.reshape(shape).astype(np.int64)))
    if return_counts:
        out.append(Tensor(counts.astype(np.int64)))
    return out[0] if len(out) == 1 else tuple(out)


_sorted_unique.__name__ = "unique"


def _runs(op: str, input: Tensor, dim: Any) -> tuple[Tensor, Tensor, Tensor]:
    """The first element of each run of equal ones, each element's run, and the runs' lengths."""
    array = _checked(op, input)._concrete()
    if dim is None:
        rows, shape = array.reshape(-1, 1), array.shape
    else:
        dim = arguments.axis(op, dim, array.ndim, "dim")
        rows, shape = np.moveaxis(array, dim, 0).reshape(array.shape[dim], -1), (array.shape[dim],)
    starts = np.ones(len(rows), bool)
    starts[1:] = (rows[1:] != rows[:-1]).any(1)
    first = np.flatnonzero(starts)
    counts = np.diff(np.append(first, len(rows)))
    values = array.reshape(-1)[first] if dim is None else np.take(array, first, dim)
    number = (np.cumsum(starts) - 1).reshape(shape)
    return Tensor(values), Tensor(number.astype(np.int64)), Tensor(counts.astype(np.int64))


@face("ops.unique_consecutive", "mint.unique_consecutive", "Tensor.unique_consecutive")
def unique_consecutive(
    input: Tensor, return_inverse: bool = False, return_counts: bool = False, dim: int | None = None
) -> Any:
    """The first of each run of equal elements (or slices along `dim`) (mirrors `mindspore.ops.unique_consecutive`).

    Returns:
        These elements; with `return_inverse` and `return_counts` a tuple that goes on with each element's run number
        and each run's length, both int64.

    Raises:
        TypeError: if `input` is not a Tensor. ValueError: if `dim` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.unique_consecutive(ms.Tensor([1, 1, 2, 1]))
        Tensor(shape=[3], dtype=Int64, value= [1, 2, 1])
    """
    values, inverse, counts = _runs("unique_consecutive", input, dim)
    out = (values, *([inverse] if return_inverse else []), *([counts] if return_counts else []))
    return out[0] if len(out) == 1 else out


@face("ops.UniqueConsecutive")
class UniqueConsecutive(Primitive):
    """`ops.unique_consecutive` as an operator object; always gives all three results.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.UniqueConsecutive(True, True)(ms.Tensor([1, 1, 2]))[2]
        Tensor(shape=[2], dtype=Int64, value= [2, 1])
    """

    @prim_attr_register
    def __init__(self, return_inverse: bool = False, return_counts: bool = False, dim: int | None = None) -> None:
        self._dim = dim

    def __call__(self, input: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return _runs("UniqueConsecutive", input, self._dim)


@kernel("SearchSorted", differentiable=False)
def _search(
    sorted_sequence: Array, values: Array, sorter: Array | None = None, dtype: Any = None, right: Any = False
) -> Array:
    """`ops.searchsorted` as an operator object (mirrors `mindspore.ops.SearchSorted`)."""
    op = "SearchSorted"
    x = arguments.tensor(op, sorted_sequence, "sorted_sequence")
    common = result_type(x, values, op=op)
    x, v = convert(x, common), convert(values, common)
    if x.ndim == 0 or (x.ndim > 1 and x.shape[:-1] != v.shape[:-1]):
        raise ValueError(
            f"For '{op}', 'sorted_sequence' must have rank 1, or the dimensions of 'values' but for the last one, "
            f"but the shapes are {x.shape} and {v.shape}."
        )
    if sorter is not None:
        if sorter.shape != x.shape:
            raise ValueError(f"For '{op}', 'sorter' must have the shape {x.shape}, but got {sorter.shape}.")
        x = jnp.take_along_axis(x, sorter, -1)

    def search(a: Any, b: Any) -> Any:
        return jnp.searchsorted(a, b, side="right" if right else "left")

    if x.ndim == 1:
        out = search(x, v)
    else:
        out = jax.vmap(search)(x.reshape(-1, x.shape[-1]), v.reshape(-1, v.shape[-1])).reshape(v.shape)
    return out.astype(dtype.np)


@face("ops.searchsorted", "mint.searchsorted")
def searchsorted(
    sorted_sequence: Tensor,
    values: Any,
    *,
    out_int32: bool = False,
    right: bool = False,
    side: str | None = None,
    sorter: Tensor | None = None,
) -> Tensor:
    """Where to insert `values` into a sorted sequence so that it stays sorted (mirrors `mindspore.ops.searchsorted`).

    Args:
        sorted_sequence: a Tensor of rank 1, or with the leading dimensions of `values`, sorted along its last axis.
        values: a Tensor (or a number).
        out_int32: whether the result is int32 instead of int64.
        right: whether equal elements come before the place instead of after it.
        side: 'left' or 'right', another way to say `right`.
        sorter: the indices that sort `sorted_sequence`, if it is not sorted.

    Raises:
        ValueError: if the shapes do not fit, or `side` and `right` contradict each other.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.searchsorted(ms.Tensor([1, 3, 5]), ms.Tensor([3, 6]))
        Tensor(shape=[2], dtype=Int64, value= [1, 3])
    """
    if side not in (None, "left", "right"):
        raise ValueError(f"For 'searchsorted', 'side' must be 'left' or 'right', but got {side!r}.")
    if side == "left" and right:
        raise ValueError("For 'searchsorted', side and right can't be opposites, got side 'left' while right was True.")
    dtype = dtypes.int32 if out_int32 else dtypes.int64
    return dispatch.apply(_search, (sorted_sequence, values, sorter, dtype, bool(right or side == "right")))


@face("Tensor.searchsorted")
def _tensor_searchsorted(self: Tensor, v: Any, side: str = "left", sorter: Tensor | None = None) -> Tensor:
    """Where to insert `v` into this sorted Tensor so that it stays sorted, int32 (mirrors `Tensor.searchsorted`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.Tensor([1.0, 2.0, 4.0]).searchsorted(ms.Tensor([3.0])))
        [2]
    """
    if side not in ("left", "right"):
        raise ValueError(f"For 'Tensor.searchsorted', the 'side' must be 'left' or 'right', but got {side!r}.")
    v = Tensor(v) if isinstance(v, list) else v
    return dispatch.apply(_search, (self, v, sorter, dtypes.int32, side == "right"))


_search.primitive(
    "SearchSorted", "dtype=mstype.int64, right=False", call="sorted_sequence, values, sorter=None", values="values"
)


@face("ops.bucketize")
def bucketize(input: Tensor, boundaries: Any, *, right: bool = False) -> Tensor:
    """The number of the interval between `boundaries` that holds each element (mirrors `mindspore.ops.bucketize`).

    Args:
        input: a Tensor.
        boundaries: a sorted list of numbers.
        right: whether an element equal to a boundary belongs to the interval above it.

    Returns:
        An int32 Tensor of the shape of `input`.

    Raises:
        TypeError: if `boundaries` is not a list (or tuple).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.bucketize(ms.Tensor([3, 6]), [1, 3, 5])
        Tensor(shape=[2], dtype=Int32, value= [1, 3])
    """
    if not isinstance(boundaries, (list, tuple, Tensor)):
        raise TypeError(f"For 'bucketize', 'boundaries' must be a list, but got {type(boundaries).__name__}.")
    edges = boundaries if isinstance(boundaries, Tensor) else Tensor(np.asarray(boundaries, np.float64))
    return dispatch.apply(_search, (edges, _checked("bucketize", input), None, dtypes.int32, bool(right)))


@face("ops.Bucketize")
class Bucketize(Primitive):
    """`ops.bucketize(..., right=True)` as an operator object (mirrors `mindspore.ops.Bucketize`)."""

    @prim_attr_register
    def __init__(self, boundaries: Any) -> None:
        self._boundaries = boundaries

    def __call__(self, input: Tensor) -> Tensor:
        return bucketize(input, self._boundaries, right=True)


@kernel("Bincount")
def _bincount(array: Array, size: Any, weights: Array | None = None, dtype: Any = dtypes.float32) -> Array:
    """How often each int below `size` occurs, or the sum of its weights (mirrors `mindspore.ops.Bincount`).

    Args:
        array: an integer Tensor; values outside of [0, size) do not count.
        size: the length of the result, an int or Tensor.
        weights: one weight per element, or an empty Tensor.

    Returns:
        A Tensor of the dtype of `weights`, float32 without them.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Bincount()(ms.Tensor([1, 1, 0]), 2, ms.Tensor([1.0, 1.0, 1.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00,  2.00000000e+00])
    """
    size = arguments.integer("Bincount", "size", size)
    places = array.reshape(-1).astype("int64")
    given = jnp.ones(places.shape, dtype.np) if weights is None else weights
    if given.size == 0:
        given = jnp.ones(places.shape, given.dtype)
    if given.size != places.size:
        raise ValueError(f"For 'Bincount', 'weights' must have {places.size} elements, but got {given.size}.")
    places = jnp.where(places < 0, size, places)
    return jnp.zeros(size, given.dtype).at[places].add(given.reshape(-1), mode="drop")


_bincount.primitive("Bincount", call="array, size, weights")


@face("ops.bincount", "Tensor.bincount", "mint.bincount")
def bincount(input: Tensor, weights: Any = None, minlength: int = 0) -> Tensor:
    """How often each non-negative int occurs, or the sum of its weights, as float32 (mirrors `mindspore.ops.bincount`).

    The length is one more than the largest value, so a compiled function that calls it falls back to PyNative.

    Args:
        input: a Tensor of rank 1.
        weights: one weight per element.
        minlength: the least length of the result.

    Raises:
        TypeError: if `input` is not a Tensor. ValueError: if it is not of rank 1, or `minlength` is negative.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.bincount(ms.Tensor([1, 1, 0]))
        Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00,  2.00000000e+00])
    """
    if _checked("bincount", input).ndim != 1:
        raise ValueError("For 'bincount', 'input' should be one-dimensional tensor.")
    if arguments.integer("bincount", "minlength", minlength) < 0:
        raise ValueError(f"For 'bincount', 'minlength' should be >= 0 but got {minlength}.")
    size = max(minlength, int(input._concrete().max()) + 1 if input.size else 0)
    if weights is not None:
        weights = (weights if isinstance(weights, Tensor) else Tensor(weights)).astype(dtypes.float32)
    return dispatch.apply(_bincount, (input, size, weights, dtypes.float32))


@kernel("Histogram", differentiable=False)
def histc(input: Array, bins: Any = 100, min: Number = 0.0, max: Number = 0.0) -> Array:
    """How many elements lie in each of `bins` equal intervals between `min` and `max` (mirrors `mindspore.ops.histc`).

    Args:
        input: a Tensor of float16, float32 or int32.
        bins: the number of intervals.
        min, max: the range; if they are equal, the least and the greatest element. Elements outside do not count.

    Returns:
        A vector of the dtype of `input`.

    Raises:
        TypeError: for other dtypes. ValueError: if `bins` is not positive.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.histc(ms.Tensor([1.0, 2.0, 1.0]), 2, 0.0, 3.0)
        Tensor(shape=[2], dtype=Float32, value= [ 2.00000000e+00,  1.00000000e+00])
    """
    x = arguments.tensor("Histogram", input)
    if not is_float(x.dtype) and x.dtype != "int32":
        raise TypeError(f"For 'Histogram', 'input' must be Float16, Float32 or Int32, but got {x.dtype.name}.")
    bins = arguments.integer("Histogram", "bins", bins)
    if bins < 1:
        raise ValueError(f"For 'Histogram', the 'bins' must be positive, but got {bins}.")
    work = F64 if x.dtype == F64 else F32
    flat = x.reshape(-1).astype(work)
    low, high = (jnp.asarray(v).astype(work) for v in (min, max))
    if flat.size:
        given = low != high
        low, high = jnp.where(given, low, flat.min()), jnp.where(given, high, flat.max())
    same = low == high
    low, high = jnp.where(same, low - 1, low), jnp.where(same, high + 1, high)
    # The last interval holds its upper end too.
    place = jnp.minimum(jnp.floor((flat - low) / (high - low) * bins).astype("int32"), bins - 1)
    place = jnp.where((flat >= low) & (flat <= high), place, bins)
    return jnp.zeros(bins, x.dtype).at[place].add(jnp.ones((), x.dtype), mode="drop")


@face("ops.histc")
def _histc(input: Tensor, bins: int = 100, min: Any = 0.0, max: Any = 0.0) -> Tensor:
    """How many elements lie in each of `bins` equal intervals between `min` and `max` (mirrors `mindspore.ops.histc`).

    Args:
        input: a Tensor of float16, float32 or int32.
        bins: the number of intervals.
        min, max: the range; if they are equal, the least and the greatest element. Elements outside do not count.

    Returns:
        A vector of the dtype of `input`.

    Raises:
        TypeError: for other dtypes. ValueError: if `bins` is not positive or `min` exceeds `max`.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.histc(ms.Tensor([1.0, 2.0, 1.0]), 2, 0.0, 3.0)
        Tensor(shape=[2], dtype=Float32, value= [ 2.00000000e+00,  1.00000000e+00])
    """
    min, max = freeze(min), freeze(max)
    if min > max:
        raise ValueError(f"For 'Histogram', the 'min' should be <= max: {max}, but got {min}.")
    return dispatch.apply(histc, (input, bins, min, max))


@face("mint.histc", "Tensor.histc")
def _mint_histc(input: Tensor, bins: int = 100, min: Any = 0, max: Any = 0) -> Tensor:
    """How many elements lie in each of `bins` equal intervals between `min` and `max`; see `ops.histc`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.histc(2))
        [1. 2.]
    """
    return _histc(input, bins, min, max)
