"""Order: sorting, the greatest elements, medians and quantiles."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch, dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, freeze, kernel
from mindshim._core.promotion import BOOL, F32, F64, is_float
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.primitive import Primitive, prim_attr_register


def _flag(op: str, name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"For '{op}', the type of '{name}' must be bool, but got {type(value).__name__}.")
    return value


def ordered(x: Any, at: int, descending: bool) -> tuple[Any, Any]:
    """The elements in order along an axis, and their int32 positions; equal elements keep their order."""
    places = jax.lax.broadcasted_iota("int32", x.shape, at)
    if not descending:
        return jax.lax.sort((x, places), dimension=at, is_stable=True, num_keys=1)  # type: ignore[return-value]
    # Sorting the reversed elements and reversing the result keeps the order of equal ones.
    values, found = jax.lax.sort((jnp.flip(x, at), places), dimension=at, is_stable=True, num_keys=1)
    return jnp.flip(values, at), x.shape[at] - 1 - jnp.flip(found, at)


@kernel("Sort")
def sort(input_x: Array, axis: Any = -1, descending: Any = False, index: Any = dtypes.int32) -> tuple[Any, Any]:
    """The elements in order along an axis, and where each was (mirrors `mindspore.ops.sort`).

    Equal elements keep their order; NaN counts as the greatest number.

    Args:
        input_x: a Tensor of numbers.
        axis: the axis.
        descending: whether the greatest comes first.

    Returns:
        The sorted Tensor, and the positions as int32.

    Raises:
        TypeError: for bool Tensors, or if `descending` is not a bool. ValueError: if `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.sort(ms.Tensor([3, 1, 2]))
        (Tensor(shape=[3], dtype=Int64, value= [1, 2, 3]), Tensor(shape=[3], dtype=Int32, value= [1, 2, 0]))
    """
    x = arguments.tensor("Sort", input_x, "input_x")
    if x.dtype == BOOL:
        raise TypeError("For 'Sort', the dtype of 'input_x' must be a number type, but got Bool.")
    values, places = ordered(x, arguments.axis("Sort", axis, x.ndim), _flag("Sort", "descending", descending))
    return values, places.astype(index.np)


sort.face("ops.sort", "input_x, axis=-1, descending=False")
sort.primitive("Sort", "axis=-1, descending=False", call="x", x="input_x")


@face("mint.sort")
def _mint_sort(input: Tensor, *, dim: int = -1, descending: bool = False, stable: bool = False) -> Any:
    """The elements in order along an axis, and where each was, as int64 (mirrors `mindspore.mint.sort`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import mint
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(*mint.sort(x))
        [1. 2. 3.] [1 2 0]
    """
    return dispatch.apply(sort, (input, dim, descending, dtypes.int64))


def _dim(kwargs: dict[str, Any], new: str = "axis", old: str = "dim") -> dict[str, Any]:
    if old in kwargs:
        kwargs[new] = kwargs.pop(old)
    return kwargs


@face("Tensor.sort")
def _tensor_sort(self: Tensor, *args: Any, **kwargs: Any) -> Any:
    """`sort(axis=-1, descending=False)`, the axis also as `dim`: see `ops.sort`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(*x.sort())
        [1. 2. 3.] [1 2 0]
    """
    kwargs.pop("stable", None)
    return sort(self, *args[:2], **_dim(kwargs))


@face("ops.argsort")
def argsort(input: Tensor, axis: int = -1, descending: bool = False) -> Tensor:
    """The positions that put the elements in order along an axis, int32 (mirrors `mindspore.ops.argsort`).

    Raises:
        TypeError: for bool Tensors. ValueError: if `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.argsort(ms.Tensor([3, 1, 2]))
        Tensor(shape=[3], dtype=Int32, value= [1, 2, 0])
    """
    return dispatch.apply(sort, (input, axis, descending, dtypes.int32))[1]


@face("mint.argsort")
def _mint_argsort(input: Tensor, dim: int = -1, descending: bool = False, stable: bool = False) -> Tensor:
    """The positions that put the elements in order along an axis, int64 (mirrors `mindspore.mint.argsort`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import mint
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(mint.argsort(x))
        [1 2 0]
    """
    return dispatch.apply(sort, (input, dim, descending, dtypes.int64))[1]


@face("Tensor.argsort")
def _tensor_argsort(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
    """`argsort(axis=-1, descending=False)`, the axis also as `dim`: see `ops.argsort`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.argsort())
        [1 2 0]
    """
    kwargs.pop("stable", None)
    return argsort(self, *args[:2], **_dim(kwargs))


@face("ops.msort")
def msort(input: Tensor) -> Tensor:
    """The elements in ascending order along the first axis (mirrors `mindspore.ops.msort`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.msort(ms.Tensor([[3, 1], [2, 4]]))
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[2, 1],
         [3, 4]])
    """
    return dispatch.apply(sort, (input, 0, False, dtypes.int32))[0]


@face("Tensor.msort")
def _tensor_msort(self: Tensor) -> Tensor:
    """The elements in ascending order along the first axis (mirrors `mindspore.Tensor.msort`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.msort())
        [1. 2. 3.]
    """
    return msort(self)


@kernel("TopK")
def topk(
    input: Array, k: Any, dim: Any = None, largest: Any = True, sorted: Any = True, index: Any = dtypes.int32
) -> tuple[Any, Any]:
    """The `k` greatest (or least) elements along an axis, and their positions (mirrors `mindspore.ops.topk`).

    Args:
        input: a Tensor.
        k: how many: an int from 1 to the length of the axis.
        dim: the axis; None for the last one.
        largest: False for the least elements.
        sorted: False: all elements of the axis keep their order; fewer come sorted all the same, the greatest (or
            least) first.

    Returns:
        The elements, and their positions as int32.

    Raises:
        TypeError: if `k` is not an int. ValueError: if `k` or `dim` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.topk(ms.Tensor([3, 1, 2]), 2)
        (Tensor(shape=[2], dtype=Int64, value= [3, 2]), Tensor(shape=[2], dtype=Int32, value= [0, 2]))
    """
    x = arguments.tensor("TopK", input)
    at = arguments.axis("TopK", -1 if dim is None else dim, x.ndim, "dim")
    # A Tensor of one element counts, too.
    k = arguments.integer("TopK", "k", k[0] if isinstance(k, tuple) and len(k) == 1 else k)
    if not 0 < k <= x.shape[at]:
        raise ValueError(f"For 'TopK', the 'k' must be in (0, {x.shape[at]}], but got {k}.")
    if k == x.shape[at] and not sorted:
        return x, jax.lax.broadcasted_iota(index.np, x.shape, at)
    if largest:
        values, places = jax.lax.top_k(jnp.moveaxis(x, at, -1), k)
        values, places = jnp.moveaxis(values, -1, at), jnp.moveaxis(places, -1, at)
    else:
        values, places = (jax.lax.slice_in_dim(a, 0, k, axis=at) for a in ordered(x, at, False))
    return values, places.astype(index.np)


topk.face("ops.topk", "input, k, dim=None, largest=True, sorted=True")
topk.face("ops.top_k", "input_x, k, sorted=True", input_x="input")
topk.face("Tensor.topk", "k, dim=None, largest=True, sorted=True")
topk.face("mint.topk", "input, k, dim=-1, largest=True, sorted=True", fixed={"index": dtypes.int64})


@face("Tensor.top_k")
def _top_k(self: Tensor, k: int, sorted: bool = True) -> tuple[Tensor, Tensor]:
    """The `k` largest elements along the last axis and where they are; see `ops.topk`.

    Raises:
        TypeError: if `k` is not an int or `sorted` not a bool. ValueError: if there are fewer elements.
    """
    if not arguments.is_int(k):
        raise TypeError(f"For 'Tensor.top_k', the 'k' must be an int, but got {type(k).__name__}.")
    if not isinstance(sorted, bool):
        raise TypeError(f"For 'Tensor.top_k', the 'sorted' must be a bool, but got {type(sorted).__name__}.")
    return topk(self, k, sorted=sorted)


topk.primitive("TopK", "sorted=True", call="input_x, k", input_x="input")


@kernel("KthValue")
def _kthvalue(input: Array, k: Any, dim: Any = -1, keepdim: Any = False) -> tuple[Any, Any]:
    """The `k`-th least element along an axis, and its position, int64 (mirrors `mindspore.mint.kthvalue`).

    Raises:
        TypeError: if `k` is not an int. ValueError: if `k` or `dim` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.kthvalue(ms.Tensor([3, 1, 2]), 2)
        (Tensor(shape=[], dtype=Int64, value= 2), Tensor(shape=[], dtype=Int64, value= 2))
    """
    at = arguments.axis("kthvalue", dim, input.ndim, "dim")
    k = arguments.integer("kthvalue", "k", k)
    if not 0 < k <= input.shape[at]:
        raise ValueError(f"For 'kthvalue', the 'k' must be in (0, {input.shape[at]}], but got {k}.")
    values, places = (jax.lax.slice_in_dim(a, k - 1, k, axis=at) for a in ordered(input, at, False))
    if not keepdim:
        values, places = values.squeeze(at), places.squeeze(at)
    return values, places.astype("int64")


_kthvalue.face("mint.kthvalue").face("Tensor.kthvalue")


@kernel("Median")
def _median(
    input: Array, axis: Any = -1, keepdims: Any = False, whole: Any = False, skip_nan: Any = False
) -> tuple[Any, Any]:
    """The median along an axis, and its position."""
    x = input.reshape(-1) if whole or input.ndim == 0 else input
    at = arguments.axis("Median", 0 if whole else axis, x.ndim)
    n = x.shape[at]
    if not n and x.ndim:
        if not is_float(x.dtype):
            raise ValueError(f"For 'Median', there is no median of no elements, but got the shape {input.shape}.")
        x = jnp.full((*x.shape[:at], 1, *x.shape[at + 1 :]), np.nan, x.dtype)
        n = 1
    _, places = ordered(jax.lax.stop_gradient(x), at, False)
    # The lower of the two middle elements. NaNs are sorted to the end.
    if is_float(x.dtype):
        missing = jnp.isnan(x)
        real = n - missing.sum(at, keepdims=True, dtype="int32")
        if skip_nan:
            middle = jnp.where(real == 0, 0, (real - 1) // 2)
        else:
            middle = jnp.where(real < n, real, (n - 1) // 2)
        where = jnp.take_along_axis(places, middle, at)
    else:
        where = jax.lax.slice_in_dim(places, (n - 1) // 2, (n - 1) // 2 + 1, axis=at)
    value = jnp.take_along_axis(x, where, at)
    if whole:
        shape = (1,) * input.ndim if keepdims else ()
        if is_float(x.dtype):
            # All elements that equal the median share its gradient.
            value = jax.lax.stop_gradient(value)
            equal = jnp.isfinite(x) & (x == value)
            same = jnp.where(equal, x, jnp.zeros((), x.dtype))
            share = jnp.maximum(equal.sum(dtype="int32"), 1).astype(x.dtype)
            value = value + (same - jax.lax.stop_gradient(same)).sum(dtype=x.dtype) / share
        return value.reshape(shape), jnp.zeros(shape, "int64")
    if not keepdims or input.ndim == 0:
        value, where = value.squeeze(at), where.squeeze(at)
    return value, where.astype("int64")


@face("ops.median")
def median(input: Tensor, axis: int = -1, keepdims: bool = False) -> tuple[Tensor, Tensor]:
    """The median along an axis, and its position (mirrors `mindspore.ops.median`).

    Args:
        input: a Tensor of numbers; of an even number of elements the lower middle one is the median.
        axis: the axis.
        keepdims: whether the axis stays, with length 1.

    Returns:
        The medians (NaN where there is one) and their positions, int64.

    Raises:
        ValueError: if `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.median(ms.Tensor([3, 1, 2]))
        (Tensor(shape=[], dtype=Int64, value= 2), Tensor(shape=[], dtype=Int64, value= 2))
    """
    return dispatch.apply(_median, (input, axis, keepdims, False, False))


@face("Tensor.median")
def _tensor_median(self: Tensor, *args: Any, **kwargs: Any) -> tuple[Tensor, Tensor]:
    """`median(axis=-1, keepdims=False)`, also `dim` and `keepdim`: see `ops.median`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.median())
        (Tensor(shape=[], dtype=Float32, value= 2), Tensor(shape=[], dtype=Int64, value= 2))
    """
    return median(self, *args, **_dim(_dim(kwargs), "keepdims", "keepdim"))


@face("mint.median")
def _mint_median(input: Tensor, dim: int | None = None, keepdim: bool = False) -> Any:
    """The median of all elements; with `dim` the medians along it, and their positions (`mindspore.mint.median`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.median(ms.Tensor([3, 1, 2]))
        Tensor(shape=[], dtype=Int64, value= 2)
    """
    if dim is None:
        return dispatch.apply(_median, (input, 0, False, True, False))[0]
    return median(input, dim, keepdim)


@face("ops.nanmedian")
def nanmedian(input: Tensor, axis: int = -1, keepdims: bool = False) -> tuple[Tensor, Tensor]:
    """The median along an axis without regard to NaNs, and its position (mirrors `mindspore.ops.nanmedian`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> print(ops.nanmedian(ms.Tensor([1.0, float("nan"), 2.0])))
        (Tensor(shape=[], dtype=Float32, value= 1), Tensor(shape=[], dtype=Int64, value= 0))
    """
    return dispatch.apply(_median, (input, axis, keepdims, False, True))


@face("Tensor.nanmedian")
def _tensor_nanmedian(self: Tensor, axis: int = -1, keepdims: bool = False) -> tuple[Tensor, Tensor]:
    """The median along an axis without regard to NaNs, and its position (mirrors `mindspore.Tensor.nanmedian`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.Tensor([1.0, float("nan"), 2.0]).nanmedian())
        (Tensor(shape=[], dtype=Float32, value= 1), Tensor(shape=[], dtype=Int64, value= 0))
    """
    return nanmedian(self, axis, keepdims)


@face("ops.Median")
class Median(Primitive):
    """`ops.median` as an operator object (mirrors `mindspore.ops.Median`).

    Args:
        global_median: whether the median is of all elements; its position is then given as 0.
        axis: the axis.
        keep_dims: whether the axis stays, with length 1.
        ignore_nan: whether NaNs are left out.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(*ops.Median()(x))
        2.0 2
    """

    @prim_attr_register
    def __init__(
        self, global_median: bool = False, axis: int = 0, keep_dims: bool = False, ignore_nan: bool = False
    ) -> None:
        self._options = (axis, keep_dims, _flag("Median", "global_median", global_median), ignore_nan)

    def __call__(self, x: Tensor) -> tuple[Tensor, Tensor]:
        return dispatch.apply(_median, (x, *self._options))


@kernel("Quantile")
def _quantile(input: Array, q: Number, axis: Any = None, keepdims: Any = False, skip_nan: Any = False) -> Array:
    """The quantiles `q` along an axis, by linear interpolation."""
    if input.dtype not in (F32, F64):
        raise TypeError(f"For 'Quantile', the dtype of 'input' must be Float32 or Float64, but got {input.dtype.name}.")
    if jnp.ndim(q) > 1:
        raise ValueError(f"For 'Quantile', the rank of 'q' must be 0 or 1, but got {q.ndim}.")
    if axis is not None:
        axis = arguments.axis("Quantile", axis, input.ndim)
    function = jnp.nanquantile if skip_nan else jnp.quantile
    return function(input, jnp.asarray(q).astype(input.dtype), axis=axis, keepdims=bool(keepdims))


def _quantiles(input: Tensor, q: Any, axis: Any, keepdims: bool, skip_nan: bool) -> Tensor:
    if not isinstance(q, (float, int, Tensor)):
        raise TypeError(f"For 'Quantile', the 'q' must be a float or a Tensor, but got {type(q).__name__}.")
    if not isinstance(q, Tensor) and not 0 <= q <= 1:
        raise ValueError(f"For 'Quantile', the 'q' must be in the range [0, 1], but got: {q}.")
    return dispatch.apply(_quantile, (input, q, axis, keepdims, skip_nan))


@face("ops.quantile", "Tensor.quantile")
def quantile(input: Tensor, q: Any, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """The quantiles `q` of all elements, or along an axis, by linear interpolation (mirrors `mindspore.ops.quantile`).

    Args:
        input: a Tensor of float32 or float64.
        q: a number from 0 to 1, or a vector of them, which becomes the first axis of the result.
        axis: the axis; None for all elements.
        keepdims: whether the axis stays, with length 1.

    Raises:
        TypeError: for other dtypes. ValueError: if `q` or `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.quantile(ms.Tensor([1.0, 2.0, 3.0]), 0.25)
        Tensor(shape=[], dtype=Float32, value= 1.5)
    """
    return _quantiles(input, q, axis, keepdims, False)


@face("ops.nanquantile", "Tensor.nanquantile")
def nanquantile(input: Tensor, q: Any, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """`ops.quantile` without regard to NaNs (mirrors `mindspore.ops.nanquantile`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.Tensor([1.0, float("nan"), 2.0]).nanquantile(0.5))
        1.5
    """
    return _quantiles(input, q, axis, keepdims, True)


@kernel("InTopK", differentiable=False)
def intopk(x1: Array, x2: Array, k: Any) -> Array:
    """Whether `x2` numbers one of the `k` greatest elements of each row of `x1` (mirrors `mindspore.ops.intopk`).

    Args:
        x1: predictions: a Tensor of rank 2, float16 or float32.
        x2: one class number per row, int32 or int64.
        k: an int.

    Raises:
        TypeError: for other dtypes. ValueError: if the shapes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.intopk(ms.Tensor([[1.0, 3.0, 2.0]]), ms.Tensor([2], ms.int32), 2)
        Tensor(shape=[1], dtype=Bool, value= [ True])
    """
    if not is_float(x1.dtype):
        raise TypeError(f"For 'InTopK', the dtype of 'x1' must be Float16 or Float32, but got {x1.dtype.name}.")
    if x1.ndim != 2 or x2.shape != x1.shape[:1]:
        raise ValueError(f"For 'InTopK', 'x1' must have rank 2 and 'x2' its rows, but got {x1.shape} and {x2.shape}.")
    own = jnp.take_along_axis(x1, x2[:, None], 1, mode="clip")
    inside = (x2 >= 0) & (x2 < x1.shape[1]) & jnp.isfinite(own[:, 0])
    return inside & ((x1 > own).sum(1, dtype="int32") < arguments.integer("InTopK", "k", k))


intopk.face("ops.intopk").primitive("InTopK", "k", call="x1, x2")


@kernel("NthElement")
def _nth_element(input: Array, n: Any, reverse: Any = False) -> Array:
    """The element that is number `n` in order, along the last axis (mirrors `mindspore.ops.NthElement`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.NthElement()(ms.Tensor([3, 1, 2]), 1)
        Tensor(shape=[], dtype=Int64, value= 2)
    """
    n = arguments.integer("NthElement", "n", n)
    if not 0 <= n < input.shape[-1]:
        raise ValueError(f"For 'NthElement', the 'n' must be in [0, {input.shape[-1]}), but got {n}.")
    return ordered(input, input.ndim - 1, bool(reverse))[0][..., n]


_nth_element.primitive("NthElement", "reverse=False", call="input, n")


@face("ops.InvertPermutation")
class InvertPermutation(Primitive):
    """The inverse of a permutation given as a tuple or list of ints (mirrors `mindspore.ops.InvertPermutation`).

    Raises:
        TypeError: if the input is not a tuple or list. ValueError: if it is not a permutation.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.InvertPermutation()((1, 2, 0))
        (2, 0, 1)
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, input_x: Any) -> tuple[int, ...]:
        if isinstance(input_x, Tensor):
            raise ValueError("For 'InvertPermutation', the value of 'input_x' must be non-Tensor, but got a Tensor.")
        if not isinstance(input_x, (tuple, list)):
            raise TypeError(f"For 'InvertPermutation', 'input_x' must be a tuple, but got {type(input_x).__name__}.")
        given = freeze(input_x)
        if list(np.sort(given)) != list(range(len(given))):
            raise ValueError(f"For 'InvertPermutation', the values must be 0 to {len(given) - 1}, but got {given}.")
        return tuple(int(i) for i in np.argsort(given))
