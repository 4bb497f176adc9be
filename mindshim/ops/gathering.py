"""Reading elements at given indices, and slices with given bounds.

Negative indices count from the end. An index that is out of range is refused in PyNative on the CPU (see `bounds`), and
gives zeros elsewhere.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, freeze, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.bounds import axis_length, vectors_within, within
from mindshim.ops.primitive import Primitive, prim_attr_register


def index_array(op: str, index: Any, name: str = "index") -> Any:
    """`index`, an int32 or int64 array; TypeError otherwise."""
    index = arguments.tensor(op, index, name)
    if index.dtype not in ("int32", "int64"):
        raise TypeError(f"For '{op}', the dtype of '{name}' must be Int32 or Int64, but got {index.dtype.name}.")
    return index


@kernel("Gather")
def gather(input_params: Array, input_indices: Array, axis: Any, batch_dims: Any = 0) -> Array:
    """Slices of `input_params` along `axis` at `input_indices` (mirrors `mindspore.ops.gather`).

    Args:
        input_params: a Tensor.
        input_indices: an int32 or int64 Tensor; negative indices count from the end.
        axis: the axis to read along.
        batch_dims: how many leading axes both have in common.

    Returns:
        A Tensor of shape `params.shape[:axis] + indices.shape[batch_dims:] + params.shape[axis + 1:]`.

    Raises:
        TypeError: if `input_indices` is not an integer Tensor. ValueError: if `axis` or `batch_dims` does not fit.
        RuntimeError: in PyNative on the CPU, if an index is out of range; elsewhere it gives 0.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.gather(ms.Tensor([10, 20, 30]), ms.Tensor([2, 0]), 0)
        Tensor(shape=[2], dtype=Int64, value= [30, 10])
    """
    x = arguments.tensor("Gather", input_params, "input_params")
    index = index_array("Gather", input_indices, "input_indices")
    at = arguments.axis("Gather", axis, x.ndim)
    batch = arguments.integer("Gather", "batch_dims", batch_dims)
    batch += index.ndim if batch < 0 else 0
    if not 0 <= batch <= min(at, index.ndim) or x.shape[:batch] != index.shape[:batch]:
        raise ValueError(
            f"For 'Gather', the first {batch} dimensions of 'input_params' and 'input_indices' must be equal, and "
            f"before 'axis' {at}, but the shapes are {x.shape} and {index.shape}."
        )

    def take(a: Any, i: Any) -> Any:
        return jnp.take(a, i, axis=at - batch, mode="fill", fill_value=0)

    for _ in range(batch):
        take = jax.vmap(take)
    return take(x, index)


gather.look_at_values(
    lambda x, index, axis, batch_dims: within("Gather", "input_indices", index, -axis_length(x, axis), axis_length(x, axis))
)
gather.face("ops.gather").primitive("Gather", "batch_dims=0", call="input_params, input_indices, axis")
gather.primitive("GatherV2", call="params, indices, axis", params="input_params", indices="input_indices")
gather.primitive("SparseGatherV2", call="input_params, input_indices, axis")


@kernel("GatherD")
def gather_d(x: Array, dim: Any, index: Array) -> Array:
    """For each element of `index`, the one of `x` there, but in `dim` where `index` says (`ops.gather_d`).

    Args:
        x: a Tensor.
        dim: the axis to read along.
        index: an int32 or int64 Tensor of the same rank, in the other axes not longer than `x`.

    Raises:
        TypeError: if `index` is not an integer Tensor. ValueError: if ranks, shapes or `dim` do not fit.
        RuntimeError: in PyNative on the CPU, if an index is out of range; elsewhere it gives 0.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.gather_d(ms.Tensor([[1, 2], [3, 4]]), 1, ms.Tensor([[0, 0], [1, 0]]))
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[1, 1],
         [4, 3]])
    """
    x, index = arguments.tensor("GatherD", x, "x"), index_array("GatherD", index)
    at = arguments.axis("GatherD", dim, x.ndim, "dim")
    if index.ndim != x.ndim:
        raise ValueError(f"For 'GatherD', 'x' and 'index' must have equal ranks, but got {x.ndim} and {index.ndim}.")
    if any(i != at and n > m for i, (n, m) in enumerate(zip(index.shape, x.shape, strict=True))):
        raise ValueError(
            f"For 'GatherD', 'index' must not be longer than 'x' but in axis {at}, but got {index.shape} and {x.shape}."
        )
    x = x[tuple(slice(None) if i == at else slice(n) for i, n in enumerate(index.shape))]
    return jnp.take_along_axis(x, index, at, mode="fill", fill_value=0)


gather_d.look_at_values(lambda x, dim, index: within("GatherD", "index", index, -axis_length(x, dim), axis_length(x, dim)))
gather_d.face("ops.gather_d").primitive("GatherD", call="x, dim, index")
gather_d.face("ops.gather_elements", "input, dim, index", input="x").face("Tensor.gather_elements")
gather_d.face("mint.gather", "input, dim, index", input="x")


@face("Tensor.gather")
def _tensor_gather(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
    """`gather(dim, index)` as `ops.gather_d`; `gather(input_indices, axis, batch_dims=0)` as `ops.gather`.

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([10, 20, 30]).gather(ms.Tensor([2, 0]), 0)
        Tensor(shape=[2], dtype=Int64, value= [30, 10])
    """
    if "input_indices" in kwargs or "axis" in kwargs or (args and isinstance(args[0], Tensor)):
        return gather(self, *args, **kwargs)
    return gather_d(self, *args, **kwargs)


@kernel("GatherNd")
def gather_nd(input_x: Array, indices: Array) -> Array:
    """Slices of `input_x` at index vectors, the last axis of `indices` (mirrors `mindspore.ops.gather_nd`).

    Args:
        input_x: a Tensor.
        indices: an int32 or int64 Tensor whose last axis is not longer than the rank of `input_x`.

    Raises:
        TypeError: if `indices` is not an integer Tensor. ValueError: if its last axis is too long.
        RuntimeError: in PyNative on the CPU, if an index is negative or too large; elsewhere negative ones count from
            the end, and larger ones give 0.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.gather_nd(ms.Tensor([[1, 2], [3, 4]]), ms.Tensor([[0, 1], [1, 1]]))
        Tensor(shape=[2], dtype=Int64, value= [2, 4])
    """
    x, indices = arguments.tensor("GatherNd", input_x, "input_x"), index_array("GatherNd", indices, "indices")
    if indices.ndim == 0 or indices.shape[-1] > x.ndim:
        raise ValueError(
            f"For 'GatherNd', the last dimension of 'indices' must be at most the rank of 'input_x', {x.ndim}, "
            f"but the shape is {indices.shape}."
        )
    return x.at[tuple(jnp.moveaxis(indices, -1, 0))].get(mode="fill", fill_value=0)


gather_nd.look_at_values(lambda x, indices: vectors_within("GatherNd", "indices", indices, x.shape))
gather_nd.face("ops.gather_nd").face("Tensor.gather_nd").primitive("GatherNd")


@kernel("IndexSelect")
def index_select(input: Array, axis: Any, index: Array) -> Array:
    """The slices of `input` along `axis` at the positions in a vector (mirrors `mindspore.ops.index_select`).

    Args:
        input: a Tensor.
        axis: the axis to read along.
        index: an int32 or int64 Tensor of rank 1 (or 0).

    Raises:
        TypeError: if `index` is not an integer Tensor. ValueError: for another rank, or an `axis` out of range.
        RuntimeError: in PyNative on the CPU, if an index is out of range; elsewhere it gives 0.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.index_select(ms.Tensor([[1, 2], [3, 4]]), 1, ms.Tensor([1]))
        Tensor(shape=[2, 1], dtype=Int64, value=
        [[2],
         [4]])
    """
    x, index = arguments.tensor("index_select", input), index_array("index_select", index)
    at = arguments.axis("index_select", axis, x.ndim)
    if index.ndim > 1:
        raise ValueError(f"For 'index_select', the rank of 'index' must be 1, but got {index.ndim}.")
    return jnp.take(x, index.reshape(-1), axis=at, mode="fill", fill_value=0)


index_select.look_at_values(lambda x, axis, index: within("IndexSelect", "index", index, -axis_length(x, axis), axis_length(x, axis)))
index_select.face("ops.index_select").face("mint.index_select", "input, dim, index", dim="axis")


@face("Tensor.index_select")
def _index_select(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
    """The slices along an axis at the positions in a vector: `index_select(axis, index)`, the axis also as `dim`.

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 2, 3]).index_select(0, ms.Tensor([2]))
        Tensor(shape=[1], dtype=Int64, value= [3])
    """
    if "dim" in kwargs:
        kwargs["axis"] = kwargs.pop("dim")
    return index_select(self, *args, **kwargs)


@kernel("TakeAlong")
def _take(input: Array, indices: Array, axis: Any = None, mode: Any = "clip") -> Array:
    """Elements of `input` at `indices` along an axis, or of the flattened `input` (mirrors `mindspore.Tensor.take`)."""
    x = input.reshape(-1) if axis is None else input
    at = arguments.axis("take", 0 if axis is None else axis, x.ndim)
    n = x.shape[at]
    index = index_array("take", indices, "indices")
    if mode == "wrap":
        index = index % n
    elif mode == "clip":
        index = jnp.clip(index, -n, n - 1)
    elif mode == "raise":
        raise NotImplementedError("For 'Tensor.take', the mode 'raise' is not available; use 'clip' or 'wrap'.")
    else:
        raise ValueError(f"For 'Tensor.take', the 'mode' must be 'raise', 'wrap' or 'clip', but got {mode!r}.")
    return jnp.take(x, index, axis=at, mode="fill", fill_value=0)


@face("Tensor.take")
def take(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
    """Elements at indices: `take(indices, axis=None, mode='clip')` or `take(index)` (mirrors `mindspore.Tensor.take`).

    Args:
        indices: an int32 or int64 Tensor.
        axis: the axis to read along; None for the flattened Tensor.
        mode: what happens to indices out of range: 'clip' to the last one, or 'wrap' around.

    Raises:
        TypeError: if `indices` is not an integer Tensor. ValueError: if `axis` is out of range, or for another mode.

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([[1, 2], [3, 4]]).take(ms.Tensor([3, 0]))
        Tensor(shape=[2], dtype=Int64, value= [4, 1])
    """
    if "index" in kwargs:
        kwargs["indices"] = kwargs.pop("index")
    return _take(self, *args, **kwargs)


@face("ops.take")
def _ops_take(input: Tensor, index: Tensor) -> Tensor:
    """Elements of the flattened `input` at `index` (mirrors `mindspore.ops.take`)."""
    return _take(input, index)


_ops_take.__name__ = "take"


@kernel("EmbeddingLookup")
def _embedding_lookup(input_params: Array, input_indices: Array, offset: Number) -> Array:
    """Rows of a table at `input_indices - offset`; zeros for rows that it does not have (`ops.EmbeddingLookup`).

    Args:
        input_params: the table, a Tensor.
        input_indices: an int32 or int64 Tensor.
        offset: an int: the number of the table's first row.

    Raises:
        TypeError: if `input_indices` is not an integer Tensor.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.EmbeddingLookup()(ms.Tensor([[1, 2], [3, 4]]), ms.Tensor([5, 9]), 4)
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[3, 4],
         [0, 0]])
    """
    index = index_array("EmbeddingLookup", input_indices, "input_indices")
    index = index - jnp.asarray(offset).astype(index.dtype)
    # Past the end, where there are zeros, instead of from the end.
    index = jnp.where(index < 0, input_params.shape[0], index)
    return jnp.take(input_params, index, axis=0, mode="fill", fill_value=0)


_embedding_lookup.primitive("EmbeddingLookup", call="input_params, input_indices, offset")


def _bounds(op: str, name: str, value: Any) -> tuple[int, ...]:
    return arguments.ints(op, name, freeze(value))


@face("ops.slice")
def slice_(input_x: Tensor, begin: Any, size: Any) -> Tensor:
    """The block of `input_x` of shape `size` that starts at `begin`; shares memory (mirrors `mindspore.ops.slice`).

    Args:
        input_x: a Tensor.
        begin, size: a tuple, list or Tensor of one int per axis; a size of -1 reaches to the end.

    Raises:
        TypeError: if they are not made of ints. ValueError: if the block does not lie inside.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.slice(ms.Tensor([[1, 2], [3, 4]]), (1, 0), (1, 2))
        Tensor(shape=[1, 2], dtype=Int64, value=
        [[3, 4]])
    """
    begin, size = _bounds("Slice", "begin", begin), _bounds("Slice", "size", size)
    shape = _need_tensor("Slice", input_x).shape
    if not len(begin) == len(size) == len(shape):
        raise ValueError(f"For 'Slice', 'begin' and 'size' must have {len(shape)} entries, but got {begin} and {size}.")
    index = []
    for i, (start, length, n) in enumerate(zip(begin, size, shape, strict=True)):
        stop = n if length == -1 else start + length
        if not 0 <= start <= stop <= n:
            raise ValueError(f"For 'Slice', the block must lie inside, but in axis {i} it is [{start}, {stop}) of {n}.")
        index.append(slice(start, stop))
    return input_x[tuple(index)]  # type: ignore[index]


slice_.__name__ = slice_.__qualname__ = "slice"


def _need_tensor(op: str, x: Any) -> Tensor:
    if not isinstance(x, Tensor):
        raise TypeError(f"For '{op}', the input must be a Tensor, but got {type(x).__name__}.")
    return x


@face("ops.Slice")
class Slice(Primitive):
    """`ops.slice` as an operator object (mirrors `mindspore.ops.Slice`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> print(ops.Slice()(x, (0, 0), (1, 2)))
        [[1. 2.]]
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, input: Tensor, begin: Any, size: Any) -> Tensor:
        return slice_(input, begin, size)


@face("ops.strided_slice")
def strided_slice(
    input_x: Tensor,
    begin: Any,
    end: Any,
    strides: Any,
    begin_mask: int = 0,
    end_mask: int = 0,
    ellipsis_mask: int = 0,
    new_axis_mask: int = 0,
    shrink_axis_mask: int = 0,
) -> Tensor:
    """`input_x[begin[0]:end[0]:strides[0], ...]`; shares memory (mirrors `mindspore.ops.strided_slice`).

    Args:
        input_x: a Tensor.
        begin, end, strides: a tuple, list or Tensor of ints, one per index.
        begin_mask, end_mask: bit i: leave `begin[i]` or `end[i]` out.
        ellipsis_mask: bit i: index i is `...`.
        new_axis_mask: bit i: index i is `None`, a new axis.
        shrink_axis_mask: bit i: index i is the int `begin[i]`, and its axis goes.

    Raises:
        TypeError: if the bounds are not ints. ValueError: for a stride of 0, or different lengths.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.strided_slice(ms.Tensor([[1, 2, 3], [4, 5, 6]]), (0, 0), (2, 3), (1, 2))
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[1, 3],
         [4, 6]])
    """
    op = "StridedSlice"
    begin, end, strides = (_bounds(op, n, v) for n, v in (("begin", begin), ("end", end), ("strides", strides)))
    if not len(begin) == len(end) == len(strides):
        raise ValueError(f"For '{op}', 'begin', 'end' and 'strides' must have equal lengths.")
    if 0 in strides:
        raise ValueError(f"For '{op}', 'strides' can not contain 0, but got {strides}.")
    index: list[Any] = []
    for i, (start, stop, step) in enumerate(zip(begin, end, strides, strict=True)):
        bit = 1 << i
        if ellipsis_mask & bit:
            index.append(...)
        elif new_axis_mask & bit:
            index.append(None)
        elif shrink_axis_mask & bit:
            index.append(0 if begin_mask & bit else start)
        else:
            index.append(slice(None if begin_mask & bit else start, None if end_mask & bit else stop, step))
    return _need_tensor(op, input_x)[tuple(index)]  # type: ignore[index]


@face("ops.StridedSlice")
class StridedSlice(Primitive):
    """`ops.strided_slice` as an operator object (mirrors `mindspore.ops.StridedSlice`).

    Raises:
        TypeError: if a mask is not an int. ValueError: if one is negative.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> print(ops.StridedSlice()(x, (0, 0), (2, 2), (1, 2)))
        [[1.]
         [3.]]
    """

    @prim_attr_register
    def __init__(
        self,
        begin_mask: int = 0,
        end_mask: int = 0,
        ellipsis_mask: int = 0,
        new_axis_mask: int = 0,
        shrink_axis_mask: int = 0,
    ) -> None:
        self._masks = (begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask)
        for mask in self._masks:
            if arguments.integer("StridedSlice", "mask", mask) < 0:
                raise ValueError(f"For 'StridedSlice', the masks must not be negative, but got {self._masks}.")

    def __call__(self, input_x: Tensor, begin: Any, end: Any, strides: Any) -> Tensor:
        return strided_slice(input_x, begin, end, strides, *self._masks)


def _narrow(input: Tensor, dim: int, start: Any, length: int) -> Tensor:
    """The part of `input` from `start` on, `length` long, along one axis; shares memory (`mindspore.ops.narrow`).

    Raises:
        TypeError: if an argument is not an int. ValueError: if the part does not lie inside.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.narrow(ms.Tensor([1, 2, 3, 4]), 0, 1, 2)
        Tensor(shape=[2], dtype=Int64, value= [2, 3])
    """
    dim = arguments.axis("narrow", dim, _need_tensor("narrow", input).ndim, "dim")
    n = input.shape[dim]
    start = int(start) if isinstance(start, Tensor) else arguments.integer("narrow", "start", start)
    length = arguments.integer("narrow", "length", length)
    if not (0 <= start < n and 1 <= length <= n - start):
        raise ValueError(f"For 'narrow', [{start}, {start + length}) does not lie inside axis {dim} of length {n}.")
    return input[(slice(None),) * dim + (slice(start, start + length),)]  # type: ignore[index]


face("mint.narrow", "Tensor.narrow")(_narrow)
_narrow.__name__ = "narrow"


@face("ops.narrow")
def narrow(input: Tensor, axis: int, start: int, length: int) -> Tensor:
    """The part of `input` from `start` on, `length` long, along one axis; shares memory (`mindspore.ops.narrow`).

    Raises:
        TypeError: if an argument is not an int. ValueError: if the part does not lie inside.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.narrow(ms.Tensor([1, 2, 3, 4]), 0, 1, 2)
        Tensor(shape=[2], dtype=Int64, value= [2, 3])
    """
    return _narrow(input, axis, start, length)


