"""Other shapes of the same elements: reshape, added and dropped axes, broadcasting. Most are views."""

from __future__ import annotations

import math
from typing import Any

import jax
import jax.numpy as jnp

from mindshim._core import dispatch, dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.arguments import sizes


def resolve_shape(op: str, size: int, shape: Any) -> tuple[int, ...]:
    """`shape` with -1 replaced by what is left of `size` elements."""
    shape = arguments.ints(op, "shape", shape)
    unknown = shape.count(-1)
    known = math.prod(d for d in shape if d != -1)
    if unknown > 1:
        raise ValueError(f"For '{op}', only one dimension of 'shape' can be -1, but got {shape}.")
    if any(d < -1 for d in shape) or not (size % known == 0 if unknown and known else size == known):
        raise ValueError(f"For '{op}', the shape {shape} is invalid for an input of size {size}.")
    return tuple((size // known if known else 0) if d == -1 else d for d in shape)


@kernel("Reshape", view=True)
def reshape(input: Array, shape: Any) -> Array:
    """The elements of `input`, in row-major order, in another shape; shares memory (mirrors `mindspore.ops.reshape`).

    Args:
        input: a Tensor.
        shape: a tuple or list of ints; one of them may be -1.

    Raises:
        TypeError: if `shape` is not made of ints. ValueError: if it does not fit the number of elements.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.reshape(ms.Tensor([1, 2, 3, 4]), (2, -1))
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[1, 2],
         [3, 4]])
    """
    x = arguments.tensor("Reshape", input)
    return jnp.reshape(x, resolve_shape("Reshape", x.size, shape))


reshape.face("ops.reshape").face("mint.reshape").primitive("Reshape", call="input, shape")


@face("Tensor.reshape")
def _reshape(self: Tensor, *shape: Any) -> Tensor:
    """The same elements in another shape, given as ints or one tuple; -1 is inferred (`mindspore.Tensor.reshape`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 2, 3, 4]).reshape(2, -1)
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[1, 2],
         [3, 4]])
    """
    if not shape:
        raise TypeError("reshape() missing 1 required positional argument: shape.")
    if len(shape) == 1 and not isinstance(shape[0], int):
        shape = shape[0]
    return dispatch.apply(reshape, (self, shape))


@kernel("BitView", view=True, differentiable=False, amp=False)
def _bit_view(input: Array, dtype: Any) -> Array:
    """The bytes of `input` read as another dtype."""
    new, old = dtypes.to_np(dtype).itemsize, input.dtype.itemsize
    if new == old:
        return jax.lax.bitcast_convert_type(input, dtype.np)
    if new < old:
        out = jax.lax.bitcast_convert_type(input, dtype.np)
        return out.reshape(*input.shape[:-1], input.shape[-1] * (old // new))
    if input.ndim == 0 or input.shape[-1] % (new // old):
        raise RuntimeError(f"For 'Tensor.view', the last dimension of {input.shape} does not hold whole {dtype} elements.")
    return jax.lax.bitcast_convert_type(input.reshape(*input.shape[:-1], -1, new // old), dtype.np)


@face("Tensor.view")
def _view(self: Tensor, *shape: Any) -> Tensor:
    """The same elements in another shape, or, given a dtype, the same bytes as that dtype (`mindspore.Tensor.view`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1.0, 2.0]).view(2, 1).shape
        (2, 1)
        >>> ms.Tensor([1.0]).view(ms.int32)
        Tensor(shape=[1], dtype=Int32, value= [1065353216])
    """
    if len(shape) == 1 and not isinstance(shape[0], int):
        shape = shape[0]
        if isinstance(shape, dtypes.Type):
            return _bit_view(self, shape)
    return dispatch.apply(reshape, (self, shape))


@face("Tensor.view_as")
def _view_as(self: Tensor, other: Tensor) -> Tensor:
    """The same elements in the shape of `other` (mirrors `mindspore.Tensor.view_as`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 2]).view_as(ms.Tensor([[0], [0]])).shape
        (2, 1)
    """
    if not isinstance(other, Tensor):
        raise TypeError(f"For 'view_as', the argument 'other' must be a Tensor, but got {type(other).__name__}.")
    return dispatch.apply(reshape, (self, other.shape))


face("Tensor.reshape_as")(_view_as)


@kernel("ExpandDims", view=True)
def expand_dims(input_x: Array, axis: Any) -> Array:
    """`input_x` with an axis of length 1 added at `axis`; shares memory (mirrors `mindspore.ops.expand_dims`).

    Args:
        input_x: a Tensor.
        axis: an int between -rank - 1 and rank.

    Raises:
        TypeError: if `axis` is not an int. ValueError: if it is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.expand_dims(ms.Tensor([1, 2]), 0).shape
        (1, 2)
    """
    x = arguments.tensor("ExpandDims", input_x, "input_x")
    return jnp.expand_dims(x, arguments.axis("ExpandDims", axis, x.ndim + 1))


expand_dims.face("ops.expand_dims").face("Tensor.expand_dims").primitive("ExpandDims", call="input_x, axis")
expand_dims.face("ops.unsqueeze", "input, dim", input="input_x", dim="axis").face("Tensor.unsqueeze", "dim", dim="axis")
expand_dims.face("mint.unsqueeze", "input, dim", input="input_x", dim="axis")


@kernel("Squeeze", view=True)
def squeeze(input: Array, axis: Any = None) -> Array:
    """`input` without axes of length 1: all of them, or those in `axis`; shares memory (`mindspore.ops.squeeze`).

    Args:
        input: a Tensor.
        axis: an int or tuple of ints; axes of another length stay.

    Raises:
        TypeError: if `axis` is not made of ints. ValueError: if an axis is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.squeeze(ms.Tensor([[[1, 2]]]), 0).shape
        (1, 2)
    """
    x = arguments.tensor("Squeeze", input)
    chosen = range(x.ndim) if axis in (None, ()) else arguments.axes("Squeeze", axis, x.ndim)
    return jnp.reshape(x, tuple(d for i, d in enumerate(x.shape) if not (i in chosen and d == 1)))


squeeze.face("ops.squeeze").primitive("Squeeze", "axis=()")
squeeze.face("mint.squeeze", "input, dim", dim="axis")


@face("Tensor.squeeze")
def _squeeze(self: Tensor, *axis: Any, **named: Any) -> Tensor:
    """The Tensor without axes of length 1: all of them, or those in `axis` (mirrors `mindspore.Tensor.squeeze`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([[[1, 2]]]).squeeze(0).shape
        (1, 2)
    """
    if len(axis) + len(named) > 1 or (named and next(iter(named)) not in ("axis", "dim")):
        raise TypeError(f"Failed calling squeeze: expected one argument 'axis', but got {(*axis, *named.values())}.")
    where = axis[0] if axis else next(iter(named.values()), None)
    return dispatch.apply(squeeze, (self, where))


@kernel("BroadcastTo", view=True)
def broadcast_to(input: Array, shape: Any) -> Array:
    """`input` repeated along axes of length 1 (or missing in front) to fill `shape` (`mindspore.ops.broadcast_to`).

    Args:
        input: a Tensor.
        shape: a tuple or list; -1 keeps the length of an existing axis.

    Raises:
        ValueError: if `input` does not broadcast to `shape`.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.broadcast_to(ms.Tensor([1, 2]), (2, -1))
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[1, 2],
         [1, 2]])
    """
    x = arguments.tensor("BroadcastTo", input)
    shape = arguments.ints("BroadcastTo", "shape", shape)
    extra = len(shape) - x.ndim
    if extra < 0 or -1 in shape[:extra]:
        raise ValueError(f"For 'BroadcastTo', an input of shape {x.shape} can not be broadcast to {shape}.")
    full = tuple(x.shape[i - extra] if d == -1 else d for i, d in enumerate(shape))
    for have, want in zip(x.shape, full[extra:], strict=True):
        if not (isinstance(have, int) and have == 1) and have != want or want < 0:
            raise ValueError(
                f"For 'BroadcastTo', each dimension must be equal, or 1 in the input, or -1 in 'shape', "
                f"but got an input of shape {x.shape} and shape {shape}."
            )
    return jnp.broadcast_to(x, full)


broadcast_to.face("ops.broadcast_to").face("mint.broadcast_to").primitive("BroadcastTo", "shape")


@face("Tensor.broadcast_to")
def _broadcast_to(self: Tensor, *shape: Any) -> Tensor:
    """The Tensor repeated to fill a shape, given as ints or one tuple (mirrors `mindspore.Tensor.broadcast_to`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 2]).broadcast_to(2, 2).shape
        (2, 2)
    """
    return dispatch.apply(broadcast_to, (self, sizes(shape)))


@face("Tensor.expand")
def _expand(self: Tensor, *size: Any) -> Tensor:
    """The Tensor repeated to fill a shape; -1 keeps an axis (mirrors `mindspore.Tensor.expand`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([[1], [2]]).expand(-1, 3).shape
        (2, 3)
    """
    return dispatch.apply(broadcast_to, (self, sizes(size)))


@face("ops.expand")
def _ops_expand(input_x: Tensor, size: Any) -> Tensor:
    """`input_x` repeated to fill the shape `size`; -1 keeps an axis (mirrors `mindspore.ops.expand`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.expand(ms.Tensor([[1], [2]]), (-1, 3)).shape
        (2, 3)
    """
    return dispatch.apply(broadcast_to, (input_x, size))


@face("ops.expand_as")
def expand_as(input: Tensor, other: Tensor) -> Tensor:
    """`input` repeated to fill the shape of `other` (mirrors `mindspore.ops.expand_as`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.expand_as(ms.Tensor([1, 2]), ms.Tensor([[0, 0]])).shape
        (1, 2)
    """
    if not isinstance(other, Tensor):
        raise TypeError(f"For 'expand_as', the argument 'other' must be a Tensor, but got {type(other).__name__}.")
    return dispatch.apply(broadcast_to, (input, other.shape))


@face("Tensor.expand_as")
def _expand_as(self: Tensor, other: Any = None, *, x: Any = None) -> Tensor:
    """The Tensor repeated to fill the shape of `other` (mirrors `mindspore.Tensor.expand_as`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 2]).expand_as(ms.Tensor([[0, 0]])).shape
        (1, 2)
    """
    return expand_as(self, x if other is None else other)


@kernel("FlattenView", view=True)
def _flatten_view(input: Array, start_dim: Any = 0, end_dim: Any = -1) -> Array:
    return _flat(input, start_dim, end_dim)


@kernel("Flatten")
def _flatten_copy(input: Array, order: str = "C", start_dim: Any = 1, end_dim: Any = -1) -> Array:
    """`input` with the axes from `start_dim` to `end_dim` joined into one (mirrors `mindspore.ops.flatten`).

    Args:
        input: a Tensor.
        order: 'C' for row-major order, 'F' for the axes in reverse order.
        start_dim, end_dim: the first and the last axis to join.

    Raises:
        TypeError: if `order` is not a str. ValueError: for another order, or axes in the wrong order.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.flatten(ms.Tensor([[[1, 2], [3, 4]]])).shape
        (1, 4)
    """
    x = arguments.tensor("flatten", input)
    if not isinstance(order, str):
        raise TypeError(f"For 'flatten', the 'order' must be a str, but got {type(order).__name__}.")
    if order not in ("C", "F"):
        raise ValueError(f"For 'flatten', the 'order' must be 'C' or 'F', but got {order!r}.")
    return _flat(x.T if order == "F" else x, start_dim, end_dim, rank1=(start_dim, end_dim) == (1, -1))


def _flat(x: Any, start_dim: Any, end_dim: Any, rank1: bool = False) -> Any:
    if x.ndim == 0 or (rank1 and x.ndim == 1):
        return jnp.reshape(x, (-1,))
    start = arguments.axis("flatten", start_dim, x.ndim, "start_dim")
    end = arguments.axis("flatten", end_dim, x.ndim, "end_dim")
    if start > end:
        raise ValueError("For 'flatten', 'start_dim' cannot come after 'end_dim'.")
    return jnp.reshape(x, (*x.shape[:start], math.prod(x.shape[start : end + 1]), *x.shape[end + 1 :]))


_flatten_copy.face("ops.flatten", "input, order='C', *, start_dim=1, end_dim=-1")
_flatten_view.face("mint.flatten")


@face("Tensor.flatten")
def _flatten(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
    """The Tensor with axes joined into one, all by default: `flatten(start_dim, end_dim)` or `flatten(order)`.

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([[1, 2], [3, 4]]).flatten()
        Tensor(shape=[4], dtype=Int64, value= [1, 2, 3, 4])
    """
    order = "C"
    if args and isinstance(args[0], str):
        order, args = args[0], args[1:]
    order, start, end = _flatten_arguments(*args, **{"order": order, **kwargs})
    if order == "C":
        return dispatch.apply(_flatten_view, (self, start, end))
    return dispatch.apply(_flatten_copy, (self, order, start, end))


def _flatten_arguments(start_dim: Any = 0, end_dim: Any = -1, *, order: str = "C") -> tuple[Any, Any, Any]:
    return order, start_dim, end_dim


@kernel("FlattenRows")
def _flatten_rows(input_x: Array) -> Array:
    """`input_x` with all axes but the first joined into one (mirrors `mindspore.ops.Flatten`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Flatten()(ms.Tensor([[[1, 2], [3, 4]]])).shape
        (1, 4)
    """
    x = arguments.tensor("Flatten", input_x)
    if x.ndim == 0:
        raise ValueError("For 'Flatten', the rank of 'input_x' must be at least 1, but got 0.")
    return jnp.reshape(x, (x.shape[0], math.prod(x.shape[1:])))


_flatten_rows.primitive("Flatten")


@face("ops.ravel", "mint.ravel")
def ravel(input: Tensor) -> Tensor:
    """All elements in one axis, in row-major order (mirrors `mindspore.ops.ravel`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ravel(ms.Tensor([[1, 2], [3, 4]]))
        Tensor(shape=[4], dtype=Int64, value= [1, 2, 3, 4])
    """
    return dispatch.apply(reshape, (input, (-1,)))


@face("Tensor.ravel")
def _ravel(self: Tensor) -> Tensor:
    """All elements in one axis, in row-major order (mirrors `mindspore.Tensor.ravel`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> print(x.ravel())
        [1. 2. 3. 4.]
    """
    return dispatch.apply(reshape, (self, (-1,)))


@kernel("Resize", view=True)
def _resize_kernel(input: Array, size: Any) -> Array:
    shape = arguments.ints("Tensor.resize", "new_shape", size, single=True)
    if any(d < 0 for d in shape):
        raise ValueError(f"For 'Tensor.resize', the new shape must not have negative dimensions, but got {shape}.")
    want = math.prod(shape)
    flat = input.reshape(-1)[:want]
    return jnp.pad(flat, (0, want - flat.size)).reshape(shape)


@face("Tensor.resize")
def _resize(self: Tensor, *new_shape: Any) -> Tensor:
    """The elements in another shape, cut off or filled up with zeros as needed (mirrors `mindspore.Tensor.resize`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 2, 3]).resize(2, 2)
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[1, 2],
         [3, 0]])
    """
    shape = sizes(new_shape)
    shape = tuple(shape) if isinstance(shape, list) else shape
    if math.prod(shape) == self.size:
        return dispatch.apply(reshape, (self, shape))
    return _resize_kernel(self, shape)

