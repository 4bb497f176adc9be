"""Updates of slices, rows and positions: index_add, index_fill, index_put, select_scatter and their like."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, Arrays, Number, freeze, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.bounds import axis_length, within
from mindshim.ops.gathering import index_array
from mindshim.ops.primitive import Primitive, prim_attr_register, takes_tensors
from mindshim.ops.scattering import ROW_SCATTER
from mindshim.ops.spellings import write
from mindshim.ops.state import is_input


def _along(at: int, index: Any) -> tuple[Any, ...]:
    return (slice(None),) * at + (index,)


@kernel("IndexFill")
def index_fill(x: Array, axis: Any, index: Array, value: Number) -> Array:
    """A copy of `x` with the slices at the positions in `index` set to one value (mirrors `mindspore.ops.index_fill`).

    Args:
        x: a Tensor.
        axis: the axis.
        index: an int32 (or int64) Tensor of rank 0 or 1.
        value: a number or 0-d Tensor, converted to the dtype of `x`.

    Raises:
        TypeError: if `index` is not an integer Tensor. ValueError: if `axis` is out of range.
        RuntimeError: in PyNative on the CPU, if a position is out of range; elsewhere it is left out.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.index_fill(ms.Tensor([1, 2, 3]), 0, ms.Tensor([0, 2]), 9)
        Tensor(shape=[3], dtype=Int64, value= [9, 2, 9])
    """
    x = arguments.tensor("IndexFill", x, "x")
    at, index = arguments.axis("IndexFill", axis, x.ndim), index_array("IndexFill", index)
    if jnp.ndim(value):
        raise ValueError(f"For 'IndexFill', the 'value' must be a number or a 0-d Tensor, but got rank {value.ndim}.")
    return x.at[_along(at, index)].set(jnp.asarray(value).astype(x.dtype), mode="drop")


index_fill.look_at_values(
    lambda x, axis, index, value: within("IndexFill", "index", index, -axis_length(x, axis), axis_length(x, axis))
)
index_fill.face("ops.index_fill").face("Tensor.index_fill")
index_fill.primitive("IndexFill", call="x, dim, index, value", dim="axis")
takes_tensors("IndexFill", "value")


@face("Tensor.index_fill_")
def _index_fill_(self: Tensor, dim: int, index: Tensor, value: Any) -> Tensor:
    """Set the slices at the positions in `index` to one value, in place (mirrors `mindspore.Tensor.index_fill_`)."""
    return self._rebind(dispatch.apply(index_fill, (self, dim, index, value)))


@kernel("IndexAdd")
def _index_add(x: Array, indices: Array, y: Array, axis: Any, alpha: Number = 1) -> Array:
    """A copy of `x` with `alpha * y` added to the slices at the positions in `indices`."""
    op = "IndexAdd"
    x, y = arguments.tensor(op, x, "x"), arguments.tensor(op, y, "y")
    at, indices = arguments.axis(op, axis, x.ndim), index_array(op, indices, "indices")
    if x.dtype != y.dtype:
        raise TypeError(f"For '{op}', 'x' and 'y' must have the same dtype, but got {x.dtype.name} and {y.dtype.name}.")
    want = x.shape[:at] + indices.shape + x.shape[at + 1 :]
    if indices.ndim != 1 or y.shape != want:
        raise ValueError(
            f"For '{op}', 'indices' must have rank 1 and 'y' the shape {want}, but got {indices.shape} and {y.shape}."
        )
    return x.at[_along(at, indices)].add(y * jnp.asarray(alpha).astype(x.dtype), mode="drop")


_index_add.look_at_values(
    lambda x, indices, y, axis, alpha: within("IndexAdd", "indices", indices, 0, axis_length(x, axis))
)


def _index_add_into(x: Any, indices: Any, y: Any, axis: int) -> Tensor:
    if not isinstance(x, Tensor):
        raise TypeError(f"For 'IndexAdd', the argument 'x' must be a Parameter or Tensor, but got {type(x).__name__}.")
    new = dispatch.apply(_index_add, (x, indices, y, axis, 1))
    if not x._is_parameter:
        return x._rebind(new)
    # A Parameter stays the input that it is; the gradient of what was added goes by the result.
    x._assign_data(new._data, x._ref if is_input(x) else None)
    return new


@face("ops.index_add")
def index_add(
    x: Tensor, indices: Tensor, y: Tensor, axis: int, use_lock: bool = True, check_index_bound: bool = True
) -> Tensor:
    """Add `y` to the slices of `x` at the positions in `indices`, in place; returns `x` (`mindspore.ops.index_add`).

    Args:
        x: a Parameter or Tensor, which is changed.
        indices: an int32 (or int64) Tensor of rank 1.
        y: a Tensor of the dtype of `x` and its shape, but in `axis` of the length of `indices`.
        axis: the axis.
        use_lock, check_index_bound: kept; have no effect.

    Raises:
        TypeError: for other dtypes. ValueError: if the shapes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Parameter(ms.Tensor([1, 2, 3]), name="x")
        >>> ms.ops.index_add(x, ms.Tensor([0, 0]), ms.Tensor([10, 20]), 0).asnumpy().tolist()
        [31, 2, 3]
    """
    return _index_add_into(x, indices, y, axis)


@face("ops.IndexAdd")
class IndexAdd(Primitive):
    """`ops.index_add` as an operator object (mirrors `mindspore.ops.IndexAdd`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> w = ms.Parameter(ms.Tensor([1.0, 2.0]), name="w")
        >>> print(ops.IndexAdd(0)(w, ms.Tensor([0], ms.int32), ms.Tensor([5.0])))
        [6. 2.]
    """

    @prim_attr_register
    def __init__(self, axis: int, use_lock: bool = True, check_index_bound: bool = True) -> None:
        self._axis = arguments.integer("IndexAdd", "axis", axis)

    def __call__(self, x: Tensor, indices: Tensor, y: Tensor) -> Tensor:
        return _index_add_into(x, indices, y, self._axis)


@face("ops.inplace_index_add")
def inplace_index_add(var: Tensor, indices: Tensor, updates: Tensor, axis: int) -> Tensor:
    """`ops.index_add` with other names for its arguments (mirrors `mindspore.ops.inplace_index_add`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> w = ms.Parameter(ms.Tensor([1.0, 2.0]), name="w")
        >>> print(ops.inplace_index_add(w, ms.Tensor([0], ms.int32), ms.Tensor([5.0]), 0))
        [6. 2.]
    """
    return _index_add_into(var, indices, updates, axis)


@face("ops.InplaceIndexAdd")
class InplaceIndexAdd(Primitive):
    """`ops.inplace_index_add` as an operator object (mirrors `mindspore.ops.InplaceIndexAdd`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> w = ms.Parameter(ms.Tensor([1.0, 2.0]), name="w")
        >>> print(ops.InplaceIndexAdd(0)(w, ms.Tensor([0], ms.int32), ms.Tensor([5.0])))
        [6. 2.]
    """

    @prim_attr_register
    def __init__(self, axis: int) -> None:
        self._axis = arguments.integer("InplaceIndexAdd", "axis", axis)

    def __call__(self, var: Tensor, indices: Tensor, updates: Tensor) -> Tensor:
        return _index_add_into(var, indices, updates, self._axis)


@face("mint.index_add")
def _mint_index_add(input: Tensor, dim: int, index: Tensor, source: Tensor, *, alpha: Any = 1) -> Tensor:
    """A copy of `input` with `alpha * source` added to the slices at `index` (mirrors `mindspore.mint.index_add`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.index_add(ms.Tensor([1, 2]), 0, ms.Tensor([1]), ms.Tensor([5]), alpha=2)
        Tensor(shape=[2], dtype=Int64, value= [ 1, 12])
    """
    return dispatch.apply(_index_add, (input, index, source, dim, alpha))


@face("Tensor.index_add")
def _tensor_index_add(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
    """`index_add(indices, y, axis)` or `index_add(dim, index, source, *, alpha=1)`: a copy with slices increased.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.index_add(0, ms.Tensor([0], ms.int32), ms.Tensor([1.0])))
        [4. 1. 2.]
    """
    if {"indices", "y", "axis"} & set(kwargs) or (args and isinstance(args[0], Tensor)):
        return _add_by_axis(self, *args, **kwargs)
    return _mint_index_add(self, *args, **kwargs)


def _add_by_axis(
    x: Tensor, indices: Tensor, y: Tensor, axis: int, use_lock: bool = True, check_index_bound: bool = True
) -> Tensor:
    return dispatch.apply(_index_add, (x, indices, y, axis, 1))


@face("Tensor.index_add_")
def _index_add_(self: Tensor, dim: int, index: Tensor, source: Tensor, *, alpha: Any = 1) -> Tensor:
    """Add `alpha * source` to the slices at `index`, in place (mirrors `mindspore.Tensor.index_add_`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.index_add_(0, ms.Tensor([0]), ms.Tensor([1.0])))
        [4. 1. 2.]
    """
    return self._rebind(_mint_index_add(self, dim, index, source, alpha=alpha))


@kernel("IndexCopy")
def _index_copy(input: Array, dim: Any, index: Array, tensor: Array) -> Array:
    """A copy of `input` with the slices at `index` replaced by those of `tensor`."""
    at = arguments.axis("IndexCopy", dim, input.ndim, "dim")
    values = tensor.astype(input.dtype)
    return input.at[_along(at, index_array("IndexCopy", index))].set(values, mode="drop")


@face("Tensor.index_copy_")
def _index_copy_(self: Tensor, dim: int, index: Tensor, tensor: Tensor) -> Tensor:
    """Replace the slices at `index` by those of `tensor`, in place (mirrors `mindspore.Tensor.index_copy_`)."""
    return self._rebind(dispatch.apply(_index_copy, (self, dim, index, tensor)))


@kernel("IndexPut")
def _index_put(x1: Array, x2: Array, indices: Arrays, accumulate: Any = 0) -> Array:
    """A copy of `x1` with the elements at `x1[indices]` replaced by `x2`, or increased by it (`ops.IndexPut`).

    Args:
        x1: a Tensor.
        x2: a Tensor of the same dtype that broadcasts to the selection.
        indices: a tuple or list of int32 or int64 Tensors.
        accumulate: 1 to add, 0 to replace.

    Raises:
        TypeError: for other dtypes. ValueError: if there are more indices than axes, or the shapes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.IndexPut(1)(ms.Tensor([1, 2]), ms.Tensor([5, 6]), (ms.Tensor([0, 0]),))
        Tensor(shape=[2], dtype=Int64, value= [12,  2])
    """
    if x1.dtype != x2.dtype:
        raise TypeError(f"For 'IndexPut', 'x1' and 'x2' must have the same dtype, but got {x1.dtype} and {x2.dtype}.")
    if len(indices) > x1.ndim:
        raise ValueError(f"For 'IndexPut', there must be at most {x1.ndim} indices, but got {len(indices)}.")
    where = x1.at[tuple(index_array("IndexPut", i, "indices") for i in indices)]
    return where.add(x2, mode="drop") if accumulate else where.set(x2, mode="drop")


def _within_axes(x1: Tensor, x2: Tensor, indices: Any, accumulate: Any) -> None:
    for index, size in zip(indices, x1.shape, strict=False):
        within("IndexPut", "indices", index, -size, size, ValueError)


_index_put.look_at_values(_within_axes)
_index_put.primitive("IndexPut", "accumulate=0", call="x1, x2, indices")


@face("Tensor.index_put")
def index_put(self: Tensor, indices: Any, values: Tensor, accumulate: bool = False) -> Tensor:
    """A copy with the elements at `indices` replaced by `values`, or increased (mirrors `mindspore.Tensor.index_put`).

    Raises:
        TypeError: if `accumulate` is not a bool, or for other dtypes. ValueError: if the shapes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 2]).index_put((ms.Tensor([0]),), ms.Tensor([5]))
        Tensor(shape=[2], dtype=Int64, value= [5, 2])
    """
    if not isinstance(accumulate, bool):
        raise TypeError(
            f"For 'Tensor.index_put', the type of 'accumulate' should be 'bool', but got '{type(accumulate).__name__}'."
        )
    return dispatch.apply(_index_put, (self, values, indices, int(accumulate)))


@face("Tensor.index_put_")
def _index_put_(self: Tensor, indices: Any, values: Tensor, accumulate: bool = False) -> Tensor:
    """Replace the elements at `indices` by `values`, or increase them, in place (`mindspore.Tensor.index_put_`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.index_put_((ms.Tensor([0]),), ms.Tensor([9.0])))
        [9. 1. 2.]
    """
    return self._rebind(index_put(self, indices, values, accumulate))


@face("Tensor.put_")
def put_(self: Tensor, index: Tensor, source: Tensor, accumulate: bool = False) -> Tensor:
    """Write `source` at flat positions, in place (mirrors `mindspore.Tensor.put_`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([[1, 2], [3, 4]]).put_(ms.Tensor([3]), ms.Tensor([9])).asnumpy().tolist()
        [[1, 2], [3, 9]]
    """
    flat = self.reshape(-1)  # type: ignore[attr-defined]
    new = index_put(flat, (index.reshape(-1),), source.reshape(-1), accumulate)  # type: ignore[attr-defined]
    return self._rebind(new.reshape(self.shape))  # type: ignore[attr-defined]


@face("ops.put_")
def _ops_put_(input: Tensor, index: Tensor, source: Tensor, accumulate: bool = False) -> Tensor:
    """Write `source` at flat positions of `input`, in place."""
    return put_(input, index, source, accumulate)


@face("Tensor.masked_fill_")
def _masked_fill_(self: Tensor, mask: Tensor, value: Any) -> Tensor:
    """Set the elements where `mask` holds to `value`, in place (mirrors `mindspore.Tensor.masked_fill_`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.masked_fill_(x > 1, 0.0))
        [0. 1. 0.]
    """
    return write(self, self.masked_fill(mask, value), "masked_fill_")  # type: ignore[attr-defined]


@face("Tensor.masked_scatter_")
def _masked_scatter_(self: Tensor, mask: Tensor, source: Tensor) -> Tensor:
    """Replace the elements where `mask` holds, in order, by those of `source`, in place."""
    return write(self, self.masked_scatter(mask, source), "masked_scatter_")  # type: ignore[attr-defined]


def _positions(op: str, indices: Any) -> Tensor:
    if isinstance(indices, Tensor):
        return indices
    if arguments.is_int(indices):
        indices = (indices,)
    return Tensor(list(arguments.ints(op, "indices", freeze(indices))))


def _rows(op: str, how: str, x: Any, indices: Any) -> Tensor:
    """Positions in the first axis; those given as ints are checked here, as they are known in compiled functions too."""
    if isinstance(indices, Tensor) or not isinstance(x, Tensor) or not x.ndim:
        return _positions(op, indices)
    n = x.shape[0]
    low, kind = (-n, RuntimeError) if how == "update" else (0, ValueError)
    given = (indices,) if arguments.is_int(indices) else arguments.ints(op, "indices", freeze(indices))
    for i in given:
        if not low <= i < n:
            raise kind(f"For '{op}', the values of 'indices' must be in the range [{low}, {n}), but got {i}.")
    return Tensor([i % n for i in given])


def _inplace(how: str) -> Any:
    k, name = ROW_SCATTER[how], f"inplace_{how}"

    def function(x: Tensor, v: Tensor, indices: Any) -> Tensor:
        return dispatch.apply(k, (x, _rows(name, how, x, indices), v))

    verb, printed = {
        "update": ("replaced by", "[[5.0], [2.0]] [[1.0], [5.0]]"),
        "add": ("increased by", "[[6.0], [2.0]] [[1.0], [7.0]]"),
        "sub": ("decreased by", "[[-4.0], [2.0]] [[1.0], [-3.0]]"),
    }[how]
    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"""A copy of `x` with the rows at `indices` {verb} those of `v` (`mindspore.ops.{name}`).

    Despite its name it leaves `x` alone, as in MindSpore.

    Args:
        x: a Tensor.
        v: a Tensor of the same dtype, with as many rows as there are indices.
        indices: an int, a tuple of ints, or a Tensor.

    Raises:
        TypeError: for other dtypes. ValueError: if the shapes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> x, v = ms.Tensor([[1.0], [2.0]]), ms.Tensor([[5.0]])
        >>> print(ms.ops.{name}(x, v, (0,)).tolist(), ms.ops.Inplace{how.capitalize()}((1,))(x, v).tolist())
        {printed}
    """

    def __init__(self: Any, indices: Any) -> None:
        self._indices = indices

    def __call__(self: Any, x: Tensor, input_v: Tensor) -> Tensor:
        return function(x, input_v, self._indices)

    body = {"__init__": prim_attr_register(__init__), "__call__": __call__, "__doc__": function.__doc__}
    face(f"ops.{name}")(function)
    face(f"ops.Inplace{how.capitalize()}")(type(f"Inplace{how.capitalize()}", (Primitive,), body))
    return function


inplace_update, inplace_add, inplace_sub = (_inplace(how) for how in ("update", "add", "sub"))


@face("ops.InplaceUpdateV2")
class InplaceUpdateV2(Primitive):
    """`ops.inplace_update` as an operator object with three inputs (`mindspore.ops.InplaceUpdateV2`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(ops.InplaceUpdateV2()(x, (0,), ms.Tensor([5.0])))
        [5. 1. 2.]
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, x: Tensor, indices: Any, v: Tensor) -> Tensor:
        return inplace_update(x, v, indices)


@face("Tensor.inplace_update")
def _tensor_inplace_update(self: Tensor, v: Tensor, indices: Any) -> Tensor:
    """A copy with the rows at `indices` replaced by those of `v` (mirrors `mindspore.Tensor.inplace_update`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.inplace_update(ms.Tensor([9.0]), (0,)))
        [9. 1. 2.]
    """
    return inplace_update(self, v, indices)


@kernel("SelectScatter")
def select_scatter(input: Array, src: Array, axis: Any, index: Any) -> Array:
    """A copy of `input` with one slice replaced by `src` (mirrors `mindspore.ops.select_scatter`).

    Raises:
        ValueError: if `axis` or `index` is out of range, or `src` has not the shape of the slice.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.select_scatter(ms.Tensor([[1, 2], [3, 4]]), ms.Tensor([8, 9]), 0, 1)
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[1, 2],
         [8, 9]])
    """
    at = arguments.axis("select_scatter", axis, input.ndim)
    index = arguments.axis("select_scatter", index, input.shape[at], "index")
    want = input.shape[:at] + input.shape[at + 1 :]
    if src.shape != want:
        raise ValueError(f"For 'select_scatter', the shape of 'src' must be {want}, but got {src.shape}.")
    return input.at[_along(at, index)].set(src.astype(input.dtype))


select_scatter.face("ops.select_scatter").face("Tensor.select_scatter")


@kernel("SliceScatter")
def slice_scatter(input: Array, src: Array, axis: Any = 0, start: Any = None, end: Any = None, step: Any = 1) -> Array:
    """A copy of `input` with `input[start:end:step]` along an axis replaced by `src` (`mindspore.ops.slice_scatter`).

    Raises:
        ValueError: if `axis` is out of range, or `src` does not have the shape of the part.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.slice_scatter(ms.Tensor([1, 2, 3]), ms.Tensor([8, 9]), start=1)
        Tensor(shape=[3], dtype=Int64, value= [1, 8, 9])
    """
    at = arguments.axis("slice_scatter", axis, input.ndim)
    where = _along(at, slice(start, end, step))
    length = len(range(*slice(start, end, step).indices(input.shape[at])))
    want = (*input.shape[:at], length, *input.shape[at + 1 :])
    if src.shape != want:
        raise ValueError(f"For 'slice_scatter', the shape of 'src' must be {want}, but got {src.shape}.")
    return input.at[where].set(src.astype(input.dtype))


slice_scatter.face("ops.slice_scatter").face("Tensor.slice_scatter")
