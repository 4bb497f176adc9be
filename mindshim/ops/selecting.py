"""Choosing elements by a condition: where, masks, positions of non-zeros."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch, dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, Arrays, Number, kernel
from mindshim._core.program import as_mask
from mindshim._core.promotion import BOOL, _weak_kind, check_broadcast, operands
from mindshim._core.state import S
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.gathering import gather
from mindshim.ops.primitive import Primitive, prim_attr_register


def checked_mask(op: str, mask: Any, name: str = "mask") -> Any:
    """`mask`, a bool array; TypeError otherwise."""
    if _weak_kind(mask) is not None:
        raise TypeError(f"For '{op}', the argument '{name}' must be a Tensor, but got a Python number.")
    mask = as_mask(mask)
    if mask.dtype != BOOL:
        raise TypeError(f"For '{op}', the dtype of '{name}' must be Bool, but got {mask.dtype.name}.")
    return mask


@kernel("Select")
def select(condition: Array, input: Array | Number, other: Array | Number) -> Array:
    """Elements of `input` where `condition` holds, of `other` elsewhere (mirrors `mindspore.ops.where`).

    Args:
        condition: a bool Tensor.
        input, other: Tensors or numbers; they get a common dtype, and all three are broadcast.

    Raises:
        TypeError: if `condition` is not a bool Tensor. ValueError: if the shapes do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.where(ms.Tensor([True, False]), ms.Tensor([1, 2]), 0)
        Tensor(shape=[2], dtype=Int64, value= [1, 0])
    """
    condition = checked_mask("Select", condition, "condition")
    a, b = operands("Select", input, other)
    check_broadcast("Select", condition, a, b)
    return jnp.where(condition, a, b)


select.face("ops.where").face("ops.select").primitive("Select")


@face("mint.where")
def _mint_where(*args: Any, **kwargs: Any) -> Any:
    """`where(condition, input, other)`, or `where(condition)`: the indices of non-zeros (`mindspore.mint.where`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.where(ms.Tensor([True, False]))
        (Tensor(shape=[1], dtype=Int64, value= [0]),)
    """
    if len(args) + len(kwargs) == 1:
        return nonzero(*args, *kwargs.values(), as_tuple=True)
    return select(*args, **kwargs)


@face("Tensor.where")
def _tensor_where(self: Tensor, condition: Tensor, y: Any) -> Tensor:
    """This Tensor's elements where `condition` holds, those of `y` elsewhere (mirrors `mindspore.Tensor.where`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.where(x > 1, ms.Tensor(0.0)))
        [3. 0. 2.]
    """
    return dispatch.apply(select, (condition, self, y))


@face("Tensor.select")
def _tensor_select(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
    """`select(dim, index)`: one slice; `select(condition, y)`: as `where` (mirrors `mindspore.Tensor.select`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([[1, 2], [3, 4]]).select(0, 1)
        Tensor(shape=[2], dtype=Int64, value= [3, 4])
    """
    if "condition" in kwargs or "y" in kwargs or (args and isinstance(args[0], Tensor)):
        return _where(self, *args, **kwargs)
    if len(args) > 1 and isinstance(args[1], Tensor) and args[1].ndim:
        raise TypeError("For 'Tensor.select', the index must be an int, but got a Tensor of several axes; for a choice by "
                        "condition, the condition must be a Tensor.")
    return mint_select(self, *args, **kwargs)


def _where(self: Tensor, condition: Tensor, y: Any) -> Tensor:
    for kind, needed in ((int, dtypes.int32), (float, dtypes.float32)):
        if isinstance(y, kind) and self.dtype is not needed:
            raise TypeError(
                f"For 'Tensor.select', if the argument 'y' is {kind.__name__}, then the tensor type should be "
                f"{str(needed).lower()} but got {self.dtype}"
            )
    return _tensor_where(self, condition, y)


@face("mint.select")
def mint_select(input: Tensor, dim: int, index: int) -> Tensor:
    """The slice of `input` at one position of an axis; shares memory (mirrors `mindspore.mint.select`).

    Raises:
        ValueError: if `dim` or `index` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.select(ms.Tensor([[1, 2], [3, 4]]), 1, 0)
        Tensor(shape=[2], dtype=Int64, value= [1, 3])
    """
    arguments.require_tensors("select", input=input)
    dim = arguments.axis("select", dim, input.ndim, "dim")
    index = int(index) if isinstance(index, Tensor) else arguments.integer("select", "index", index)
    n = input.shape[dim]
    if not -n <= index < n:
        raise ValueError(f"For 'select', the 'index' must be in the range of [{-n}, {n}), but got {index}.")
    return input[(slice(None),) * dim + (index,)]  # type: ignore[index]


@kernel("MaskedFill")
def masked_fill(input_x: Array, mask: Array, value: Array | Number) -> Array:
    """`input_x` with `value` wherever `mask` holds (mirrors `mindspore.ops.masked_fill`).

    Args:
        input_x: a Tensor.
        mask: a bool Tensor; both are broadcast.
        value: a number or 0-d Tensor, converted to the dtype of `input_x`.

    Raises:
        TypeError: if `mask` is not a bool Tensor. ValueError: if the shapes do not broadcast or `value` is not 0-d.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.masked_fill(ms.Tensor([1, 2]), ms.Tensor([True, False]), 9)
        Tensor(shape=[2], dtype=Int64, value= [9, 2])
    """
    x = arguments.tensor("MaskedFill", input_x, "input_x")
    mask = checked_mask("MaskedFill", mask)
    if jnp.ndim(value):
        raise ValueError(f"For 'MaskedFill', the 'value' must be a number or a 0-d Tensor, but got rank {value.ndim}.")
    check_broadcast("MaskedFill", x, mask)
    return jnp.where(mask, jnp.asarray(value).astype(x.dtype), x)


masked_fill.face("ops.masked_fill").face("Tensor.masked_fill").primitive("MaskedFill")


def picked(x: Tensor, places: np.ndarray, shape: tuple[int, ...]) -> Tensor:
    """Elements of `x`, broadcast to `shape`, at concrete flat positions; differentiable in `x`."""
    if S.mode == 0:
        # Each number of positions would compile anew; NumPy does not mind.
        return Tensor(np.broadcast_to(x._concrete(), shape).reshape(-1)[places])
    flat = x.broadcast_to(shape).reshape(-1)  # type: ignore[attr-defined]
    return dispatch.apply(gather, (flat, Tensor(places), 0, 0))


@face("ops.masked_select", "mint.masked_select")
def masked_select(input: Tensor, mask: Tensor) -> Tensor:
    """The elements of `input` where `mask` holds, as a vector (mirrors `mindspore.ops.masked_select`).

    The length depends on the values of `mask`, so a compiled function that calls it falls back to PyNative.

    Raises:
        TypeError: if `mask` is not a bool Tensor. ValueError: if the shapes do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.masked_select(ms.Tensor([1, 2, 3]), ms.Tensor([True, False, True]))
        Tensor(shape=[2], dtype=Int64, value= [1, 3])
    """
    for name, x in (("input", input), ("mask", mask)):
        if not isinstance(x, Tensor):
            raise TypeError(f"For 'MaskedSelect', the argument '{name}' must be a Tensor, but got {type(x).__name__}.")
    checked_mask("MaskedSelect", mask._data)
    shape = check_broadcast("MaskedSelect", input._data, mask._data)
    return picked(input, np.flatnonzero(np.broadcast_to(mask._concrete(), shape)), shape)


@face("Tensor.masked_select")
def _masked_select(self: Tensor, mask: Tensor) -> Tensor:
    """The elements where `mask` holds, as a vector (mirrors `mindspore.Tensor.masked_select`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.masked_select(x > 1))
        [3. 2.]
    """
    return masked_select(self, mask)


@face("ops.MaskedSelect")
class MaskedSelect(Primitive):
    """`ops.masked_select` as an operator object (mirrors `mindspore.ops.MaskedSelect`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(ops.MaskedSelect()(x, x > 1))
        [3. 2.]
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, input: Tensor, mask: Tensor) -> Tensor:
        return masked_select(input, mask)


@face("ops.nonzero", "mint.nonzero")
def nonzero(input: Tensor, *, as_tuple: bool = False) -> Any:
    """The indices of the elements that are not zero, one row each, int64 (mirrors `mindspore.ops.nonzero`).

    The number depends on values, so a compiled function that calls it falls back to PyNative.

    Args:
        input: a Tensor.
        as_tuple: whether to return one vector of indices per axis instead.

    Raises:
        TypeError: if `input` is not a Tensor.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.nonzero(ms.Tensor([0, 5, 6]))
        Tensor(shape=[2, 1], dtype=Int64, value=
        [[1],
         [2]])
    """
    if not isinstance(input, Tensor):
        raise TypeError(f"For 'NonZero', the argument 'input' must be a Tensor, but got {type(input).__name__}.")
    if as_tuple:
        array = np.atleast_1d(input._concrete())
        return tuple(Tensor(w.astype(np.int64)) for w in np.nonzero(array))
    return Tensor(np.argwhere(input._concrete()).astype(np.int64))


@face("Tensor.nonzero")
def _nonzero(self: Tensor, *, as_tuple: bool = False) -> Any:
    """The indices of the elements that are not zero (mirrors `mindspore.Tensor.nonzero`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.Tensor([0, 1, 2]).nonzero())
        [[1]
         [2]]
    """
    return nonzero(self, as_tuple=as_tuple)


@face("ops.argwhere")
def argwhere(input: Tensor) -> Tensor:
    """The indices of the elements that are not zero, one row each (mirrors `mindspore.ops.argwhere`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> print(ops.argwhere(ms.Tensor([0, 1, 2])))
        [[1]
         [2]]
    """
    return nonzero(input)


@face("Tensor.argwhere")
def _argwhere(self: Tensor) -> Tensor:
    """The indices of the elements that are not zero, one row each (mirrors `mindspore.Tensor.argwhere`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.Tensor([0, 1, 2]).argwhere())
        [[1]
         [2]]
    """
    return nonzero(self)


@face("ops.NonZero")
class NonZero(Primitive):
    """`ops.nonzero` as an operator object (mirrors `mindspore.ops.NonZero`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> print(ops.NonZero()(ms.Tensor([0, 1, 2])))
        [[1]
         [2]]
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, input: Tensor) -> Tensor:
        return nonzero(input)


@face("ops.is_nonzero")
def is_nonzero(input: Tensor) -> bool:
    """Whether the only element of `input` is not zero (mirrors `mindspore.ops.is_nonzero`).

    Raises:
        TypeError: if `input` is not a Tensor. ValueError: if it has not exactly one element.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.is_nonzero(ms.Tensor([2]))
        True
    """
    if not isinstance(input, Tensor):
        raise TypeError(f"For 'is_nonzero', the input must be a Tensor, but got {type(input).__name__}.")
    if input.size != 1:
        raise ValueError(f"For 'is_nonzero', the numel of input must be 1, but got {input.size}.")
    return bool(input)


@kernel("MaskedScatter")
def _masked_scatter(input: Array, mask: Array, source: Array) -> Array:
    """`input` with the elements where `mask` holds replaced, in order, by those of `source` (`ops.MaskedScatter`).

    Args:
        input: a Tensor.
        mask: a bool Tensor that broadcasts to `input`.
        source: a Tensor of the same dtype with at least as many elements as `mask` holds.

    Raises:
        TypeError: if `mask` is not bool or the dtypes differ. ValueError: if `source` has too few elements.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.MaskedScatter()(ms.Tensor([1, 2, 3]), ms.Tensor([True, False, True]), ms.Tensor([8, 9]))
        Tensor(shape=[3], dtype=Int64, value= [8, 2, 9])
    """
    mask = checked_mask("MaskedScatter", mask)
    if input.dtype != source.dtype:
        raise TypeError(
            f"For 'MaskedScatter', 'input' and 'source' must have one dtype, but got {input.dtype} and {source.dtype}."
        )
    mask = jnp.broadcast_to(mask, check_broadcast("MaskedScatter", input, mask))
    places = jnp.cumsum(mask.reshape(-1).astype("int32")).reshape(mask.shape) - 1
    values = jnp.take(source.reshape(-1), places, mode="clip") if source.size else jnp.zeros_like(input)
    return jnp.where(mask, values, input)


@face("Tensor.masked_scatter")
def masked_scatter(self: Tensor, mask: Tensor, source: Tensor) -> Tensor:
    """This Tensor with the elements where `mask` holds replaced, in order, by those of `source`.

    Raises:
        TypeError: if `mask` is not bool or the dtypes differ. ValueError: if `source` has too few elements.

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 2, 3]).masked_scatter(ms.Tensor([True, False, True]), ms.Tensor([8, 9]))
        Tensor(shape=[3], dtype=Int64, value= [8, 2, 9])
    """
    if isinstance(mask, Tensor) and isinstance(source, Tensor) and source.size < self.size and S.scope is None:
        wanted = int(np.broadcast_to(mask._concrete(), self.shape).sum()) if mask.ndim <= self.ndim else 0
        if source.size < wanted:
            raise ValueError(
                f"For 'MaskedScatter', 'source' must have at least as many elements as 'mask' holds, {wanted}, "
                f"but got {source.size}."
            )
    return dispatch.apply(_masked_scatter, (self, mask, source))


@face("ops.MaskedScatter")
class MaskedScatter(Primitive):
    """`Tensor.masked_scatter` as an operator object (mirrors `mindspore.ops.MaskedScatter`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(ops.MaskedScatter()(x, x > 1, ms.Tensor([8.0, 9.0])))
        [8. 1. 9.]
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, input: Tensor, mask: Tensor, source: Tensor) -> Tensor:
        arguments.require_tensors(self.name, input=input)
        return masked_scatter(input, mask, source)


@kernel("Choose")
def _choose(index: Array, choices: Arrays, mode: Any) -> Array:
    """For each element of `index`, the element there of the choice that it numbers."""
    n = len(choices)
    number = index % n if mode == "wrap" else jnp.clip(index, 0, n - 1)
    shape = np.broadcast_shapes(number.shape, *[jnp.shape(c) for c in choices])
    stacked = jnp.stack([jnp.broadcast_to(c, shape) for c in operands("choose", *choices)])
    return jnp.take_along_axis(stacked, jnp.broadcast_to(number, shape)[None], 0)[0]


@face("Tensor.choose")
def choose(self: Tensor, choices: Any, mode: str = "clip") -> Tensor:
    """For each element, the element there of the choice that it numbers (mirrors `mindspore.Tensor.choose`).

    Args:
        choices: a list of Tensors or lists, or one Tensor whose first axis lists them.
        mode: 'clip' for numbers out of range to mean the first or last choice, 'wrap' to count round.

    Raises:
        ValueError: for another mode.

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 0]).choose([[1, 2], [3, 4]])
        Tensor(shape=[2], dtype=Int64, value= [3, 2])
    """
    if mode not in ("clip", "wrap"):
        raise ValueError(f"For 'Tensor.choose', the 'mode' must be 'clip' or 'wrap', but got {mode!r}.")
    listed = [c if isinstance(c, Tensor) else Tensor(c) for c in choices]
    return dispatch.apply(_choose, (self, listed, mode))
