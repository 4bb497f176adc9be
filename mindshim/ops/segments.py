"""Sums, products and extremes of groups of rows."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, Kernel, freeze, kernel
from mindshim._core.promotion import is_float
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.bounds import within
from mindshim.ops.primitive import Primitive, prim_attr_register


def _grouped(op: str, x: Any, segment_ids: Any, num_segments: Any) -> tuple[Any, Any, int]:
    """The rows, their group numbers (out of range for those to drop), and the number of groups."""
    x, ids = arguments.tensor(op, x, "input_x"), arguments.tensor(op, segment_ids, "segment_ids")
    if ids.dtype not in ("int16", "int32", "int64"):
        raise TypeError(f"For '{op}', 'segment_ids' must be Int16, Int32 or Int64, but got {ids.dtype.name}.")
    n = arguments.integer(op, "num_segments", num_segments)
    if n < 1:
        raise ValueError(f"For '{op}', the 'num_segments' must be greater than 0, but got {n}.")
    if ids.ndim == 0 or x.shape[: ids.ndim] != ids.shape:
        raise ValueError(
            f"For '{op}', the shape of 'segment_ids' must be the beginning of the shape of 'input_x', {x.shape}, "
            f"but got {ids.shape}."
        )
    rows = x.reshape(ids.size, *x.shape[ids.ndim :])
    ids = ids.reshape(-1).astype("int64")
    return rows, jnp.where(ids < 0, n, ids), n


def _rows(values: Any, ids: Any) -> Any:
    return jnp.take(values, ids, axis=0, mode="fill", fill_value=0)


@kernel("UnsortedSegmentSum")
def unsorted_segment_sum(input_x: Array, segment_ids: Array, num_segments: Any) -> Array:
    """The sum of the rows of each group (mirrors `mindspore.ops.unsorted_segment_sum`).

    Args:
        input_x: a Tensor.
        segment_ids: an int Tensor whose shape is the beginning of `input_x`'s: the group of each row; negative
            numbers leave the row out.
        num_segments: the number of groups, an int or a Tensor of one.

    Returns:
        A Tensor of shape `(num_segments,) + input_x.shape[segment_ids.ndim:]`; 0 for groups without rows.

    Raises:
        TypeError: if `segment_ids` is not an int Tensor. ValueError: if the shapes do not fit or there are no groups.
        RuntimeError: in PyNative on the CPU, if a number is too large; elsewhere such rows are left out.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.unsorted_segment_sum(ms.Tensor([1, 2, 3]), ms.Tensor([0, 1, 0]), 2)
        Tensor(shape=[2], dtype=Int64, value= [4, 2])
    """
    x, ids, n = _grouped("UnsortedSegmentSum", input_x, segment_ids, _single(num_segments))
    return jnp.zeros((n, *x.shape[1:]), x.dtype).at[ids].add(x, mode="drop")


def _single(n: Any) -> Any:
    """The element of a Tensor of one element."""
    while isinstance(n, tuple) and len(n) == 1:
        (n,) = n
    return n


def _look_at_groups(k: Kernel) -> None:
    k.look_at_values(lambda x, ids, n: within(k.name, "segment_ids", ids, -(2**63), int(_single(freeze(n)))))


_look_at_groups(unsorted_segment_sum)
unsorted_segment_sum.face("ops.unsorted_segment_sum").primitive(
    "UnsortedSegmentSum", call="input_x, segment_ids, num_segments"
)


def _limits(dtype: Any) -> Any:
    return jnp.finfo(dtype) if is_float(dtype) else jnp.iinfo(dtype)


def _extreme(op: str, x: Any, segment_ids: Any, num_segments: Any) -> Any:
    x, ids, n = _grouped(op, x, segment_ids, num_segments)
    limits = _limits(x.dtype)
    if op == "UnsortedSegmentMax":
        return jnp.full((n, *x.shape[1:]), limits.min, x.dtype).at[ids].max(x, mode="drop")
    return jnp.full((n, *x.shape[1:]), limits.max, x.dtype).at[ids].min(x, mode="drop")


def _extreme_vjp(op: str) -> Any:
    def vjp(leaves: Any, cts: Any, num_segments: Any) -> Any:
        # Rows that share the extreme value share the gradient equally.
        x, ids, n = _grouped(op, leaves[0], leaves[1], num_segments)
        hit = (x == _rows(_extreme(op, leaves[0], leaves[1], num_segments), ids)).astype(cts[0].dtype)
        count = jnp.zeros((n, *x.shape[1:]), hit.dtype).at[ids].add(hit, mode="drop")
        grad = _rows(cts[0] / jnp.maximum(count, 1), ids) * hit
        return grad.reshape(leaves[0].shape), jnp.zeros_like(leaves[1])

    return vjp


@kernel("UnsortedSegmentMax", vjp=_extreme_vjp("UnsortedSegmentMax"))
def unsorted_segment_max(x: Array, segment_ids: Array, num_segments: Any) -> Array:
    """The greatest of the rows of each group (mirrors `mindspore.ops.unsorted_segment_max`).

    The arguments are those of `ops.unsorted_segment_sum`; a group without rows has the least number of the dtype.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.unsorted_segment_max(ms.Tensor([1, 2, 3]), ms.Tensor([0, 1, 0]), 2)
        Tensor(shape=[2], dtype=Int64, value= [3, 2])
    """
    return _extreme("UnsortedSegmentMax", x, segment_ids, num_segments)


@kernel("UnsortedSegmentMin", vjp=_extreme_vjp("UnsortedSegmentMin"))
def unsorted_segment_min(x: Array, segment_ids: Array, num_segments: Any) -> Array:
    """The least of the rows of each group (mirrors `mindspore.ops.unsorted_segment_min`).

    The arguments are those of `ops.unsorted_segment_sum`; a group without rows has the greatest number of the dtype.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.unsorted_segment_min(ms.Tensor([1, 2, 3]), ms.Tensor([0, 1, 0]), 2)
        Tensor(shape=[2], dtype=Int64, value= [1, 2])
    """
    return _extreme("UnsortedSegmentMin", x, segment_ids, num_segments)


def _product(x: Any, ids: Any, n: int) -> Any:
    return jnp.ones((n, *x.shape[1:]), x.dtype).at[ids].multiply(x, mode="drop")


def _prod_vjp(leaves: Any, cts: Any, num_segments: Any) -> Any:
    x, ids, n = _grouped("UnsortedSegmentProd", leaves[0], leaves[1], num_segments)
    # The product of the other rows, without dividing by zero: count the zeros and multiply the rest.
    zero = x == 0
    zeros = _rows(jnp.zeros((n, *x.shape[1:]), "int32").at[ids].add(zero.astype("int32"), mode="drop"), ids)
    filled = jnp.where(zero, jnp.ones((), x.dtype), x)
    rest = _rows(_product(filled, ids, n), ids)
    others = jnp.where(zero, jnp.where(zeros == 1, rest, 0), jnp.where(zeros == 0, rest / filled, 0))
    return (_rows(cts[0], ids) * others).astype(x.dtype).reshape(leaves[0].shape), jnp.zeros_like(leaves[1])


@kernel("UnsortedSegmentProd", vjp=_prod_vjp)
def unsorted_segment_prod(x: Array, segment_ids: Array, num_segments: Any) -> Array:
    """The product of the rows of each group (mirrors `mindspore.ops.unsorted_segment_prod`).

    The arguments are those of `ops.unsorted_segment_sum`; a group without rows has 1.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.unsorted_segment_prod(ms.Tensor([1, 2, 3]), ms.Tensor([0, 1, 0]), 2)
        Tensor(shape=[2], dtype=Int64, value= [3, 2])
    """
    x, ids, n = _grouped("UnsortedSegmentProd", x, segment_ids, num_segments)
    return _product(x, ids, n)


for _k, _name in (
    (unsorted_segment_max, "Max"),
    (unsorted_segment_min, "Min"),
    (unsorted_segment_prod, "Prod"),
):
    _look_at_groups(_k)
    _lower = f"unsorted_segment_{_name.lower()}"
    _k.face(f"ops.{_lower}").face(f"Tensor.{_lower}")  # type: ignore[attr-defined]
    _k.primitive(f"UnsortedSegment{_name}", call="input_x, segment_ids, num_segments", input_x="x")  # type: ignore[attr-defined]


def _sorted_groups(op: str, x: Any, segment_ids: Any) -> tuple[np.ndarray, int]:
    """Concrete, ascending group numbers, and how many groups there are."""
    arguments.require_tensors(op, input_x=x, segment_ids=segment_ids)
    ids = segment_ids._concrete()
    if ids.ndim != 1 or not ids.size or (np.diff(ids) < 0).any() or ids[0] < 0:
        raise ValueError(f"For '{op}', the 'segment_ids' must be a vector of ascending, non-negative numbers.")
    return ids, int(ids[-1]) + 1


class _Segment(Primitive):
    """The base of the operators on groups of adjacent rows; groups without rows give 0 (1 for products)."""

    _kernel: Any = None

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, input_x: Tensor, segment_ids: Tensor) -> Tensor:
        ids, n = _sorted_groups(self.name, input_x, segment_ids)
        out = dispatch.apply(type(self)._kernel, (input_x, segment_ids, n))
        if len(np.unique(ids)) == n or type(self)._kernel in (unsorted_segment_sum, unsorted_segment_prod):
            return out
        shape = (n,) + (1,) * (input_x.ndim - 1)
        empty = Tensor((np.bincount(ids, minlength=n) == 0).reshape(shape))
        return out.masked_fill(empty, 0)  # type: ignore[attr-defined]


@face("ops.SegmentSum")
class SegmentSum(_Segment):
    """The sum of the rows of each group (mirrors `mindspore.ops.SegmentSum`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.SegmentSum()(ms.Tensor([1, 2, 3]), ms.Tensor([0, 0, 1]))
        Tensor(shape=[2], dtype=Int64, value= [3, 3])
    """

    _kernel = unsorted_segment_sum


@face("ops.SegmentProd")
class SegmentProd(_Segment):
    """The product of the rows of each group (mirrors `mindspore.ops.SegmentProd`)."""

    _kernel = unsorted_segment_prod


@face("ops.SegmentMax")
class SegmentMax(_Segment):
    """The greatest of the rows of each group (mirrors `mindspore.ops.SegmentMax`)."""

    _kernel = unsorted_segment_max


@face("ops.SegmentMin")
class SegmentMin(_Segment):
    """The least of the rows of each group (mirrors `mindspore.ops.SegmentMin`)."""

    _kernel = unsorted_segment_min


@face("ops.SegmentMean")
class SegmentMean(_Segment):
    """The mean of the rows of each group (mirrors `mindspore.ops.SegmentMean`)."""

    def __call__(self, input_x: Tensor, segment_ids: Tensor) -> Tensor:
        ids, n = _sorted_groups(self.name, input_x, segment_ids)
        count = np.maximum(np.bincount(ids, minlength=n), 1).reshape((n,) + (1,) * (input_x.ndim - 1))
        return dispatch.apply(unsorted_segment_sum, (input_x, segment_ids, n)) / Tensor(count).astype(input_x.dtype)  # type: ignore[attr-defined]


@face("ops.sparse_segment_mean")
def sparse_segment_mean(x: Tensor, indices: Tensor, segment_ids: Tensor) -> Tensor:
    """The mean of the chosen rows of each group (mirrors `mindspore.ops.sparse_segment_mean`).

    Examples:
        >>> import mindshim as ms
        >>> ids = ms.Tensor([0, 0, 1], ms.int32)
        >>> ms.ops.sparse_segment_mean(ms.Tensor([1.0, 3.0]), ms.Tensor([0, 1, 1], ms.int32), ids).asnumpy().tolist()
        [2.0, 3.0]
    """
    arguments.require_tensors("sparse_segment_mean", x=x, indices=indices, segment_ids=segment_ids)
    return SegmentMean()(x.index_select(0, indices), segment_ids)  # type: ignore[attr-defined]
