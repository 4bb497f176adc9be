"""The same elements in another place or more often: flips, rolls, rotations, tiles, repetitions."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, freeze, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments


@kernel("Tile")
def tile(input: Array, dims: Any) -> Array:
    """`input` repeated `dims[i]` times along axis i (mirrors `mindspore.ops.tile`).

    Args:
        input: a Tensor.
        dims: a tuple of ints (or a Tensor of them), counted from the last axis; new axes are added in front.

    Raises:
        TypeError: if `dims` is not a tuple of ints. ValueError: for a negative number.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.tile(ms.Tensor([1, 2]), (2,))
        Tensor(shape=[4], dtype=Int64, value= [1, 2, 1, 2])
    """
    x, dims = arguments.tensor("Tile", input), arguments.ints("Tile", "dims", dims)
    if any(d < 0 for d in dims):
        raise ValueError(f"For 'Tile', 'dims' cannot contain negative integer numbers, but got {dims}.")
    return jnp.tile(x, dims)


tile.primitive("Tile", call="input, dims")


@face("ops.tile", "mint.tile")
def _tile(input: Tensor, dims: Any) -> Tensor:
    """`input` repeated `dims[i]` times along axis i (mirrors `mindspore.ops.tile`).

    Args:
        input: a Tensor.
        dims: a tuple of ints (or a Tensor of them), counted from the last axis; new axes are added in front.

    Raises:
        TypeError: if `dims` is not a tuple of ints. ValueError: for a negative number.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.tile(ms.Tensor([1, 2]), (2,))
        Tensor(shape=[4], dtype=Int64, value= [1, 2, 1, 2])
    """
    if isinstance(dims, list):
        raise TypeError("For 'Tile', 'dims' must be a tuple of ints, but got a list.")
    return dispatch.apply(tile, (input, dims))


@face("Tensor.tile")
def _tensor_tile(self: Tensor, *dims: Any, **named: Any) -> Tensor:
    """The Tensor repeated along its axes: `tile(2, 1)` or `tile((2, 1))`, also named `dims` or `reps`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.tile((2,)))
        [3. 1. 2. 3. 1. 2.]
    """
    if named:
        (dims,) = [(v,) for v in named.values()]
    return dispatch.apply(tile, (self, tuple(_one_or_many(dims))))


def _one_or_many(given: tuple[Any, ...]) -> Any:
    return freeze(given[0]) if len(given) == 1 and not arguments.is_int(given[0]) else given


@face("Tensor.repeat")
def _tensor_repeat(self: Tensor, *repeats: Any, **named: Any) -> Tensor:
    """The Tensor repeated along its axes, `repeat(2, 1)`; with `axis=` each element instead, as before MindSpore 2.5.

    Raises:
        RuntimeError: for fewer numbers than axes. ValueError: for a negative number.

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 2]).repeat(2)
        Tensor(shape=[4], dtype=Int64, value= [1, 2, 1, 2])
    """
    if "repeats" in named:
        repeats = (named.pop("repeats"),)
    if "axis" in named:
        return repeat_interleave(self, repeats[0], named["axis"])
    numbers = tuple(_one_or_many(repeats))
    if len(numbers) < self.ndim:
        raise RuntimeError(
            f"For 'Tensor.repeat', at least {self.ndim} numbers are needed for {self.ndim} axes, but got {numbers}."
        )
    return dispatch.apply(tile, (self, numbers))


@kernel("RepeatInterleave")
def _repeat_interleave(input: Array, repeats: Any, axis: Any = None) -> Array:
    """Each slice along an axis repeated: all equally often, or slice i `repeats[i]` times."""
    op = "repeat_interleave"
    x = arguments.tensor(op, input)
    x = x.reshape(-1) if axis is None or x.ndim == 0 else x
    at = arguments.axis(op, 0 if axis is None else axis, x.ndim)
    numbers = arguments.ints(op, "repeats", repeats, single=True)
    if any(r < 0 for r in numbers):
        raise ValueError(f"For '{op}', the 'repeats' must not be negative, but got {repeats}.")
    if len(numbers) not in (1, x.shape[at]):
        raise ValueError(
            f"For '{op}', there must be as many 'repeats' as the axis is long, {x.shape[at]}, but got {len(numbers)}."
        )
    if len(numbers) == 1:
        return jnp.repeat(x, numbers[0], at, total_repeat_length=x.shape[at] * numbers[0])
    return jnp.take(x, np.repeat(np.arange(x.shape[at]), numbers), axis=at)


@face("ops.repeat_interleave")
def repeat_interleave(input: Tensor, repeats: Any, axis: int | None = None) -> Tensor:
    """Each slice of `input` along an axis repeated (mirrors `mindspore.ops.repeat_interleave`).

    Args:
        input: a Tensor.
        repeats: an int, or one int per slice as a tuple, list or Tensor.
        axis: the axis; None for the flattened Tensor.

    Raises:
        TypeError: if `repeats` is not made of ints. ValueError: for negative numbers or a wrong number of them.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.repeat_interleave(ms.Tensor([1, 2]), 2)
        Tensor(shape=[4], dtype=Int64, value= [1, 1, 2, 2])
    """
    return dispatch.apply(_repeat_interleave, (input, repeats, axis))


@face("mint.repeat_interleave", "Tensor.repeat_interleave")
def _mint_repeat_interleave(input: Tensor, repeats: Any, dim: int | None = None, *, output_size: Any = None) -> Tensor:
    """Each slice of `input` along an axis repeated (mirrors `mindspore.mint.repeat_interleave`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.repeat_interleave(2))
        [3. 3. 1. 1. 2. 2.]
    """
    return dispatch.apply(_repeat_interleave, (input, repeats, dim))


@face("ops.repeat_elements")
def repeat_elements(x: Tensor, rep: int, axis: int = 0) -> Tensor:
    """Each slice of `x` along an axis repeated `rep` times (mirrors `mindspore.ops.repeat_elements`).

    Raises:
        TypeError: if `rep` is not an int. ValueError: if `rep` is not positive, `axis` is out of range, or `x` has
            more than 7 axes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.repeat_elements(ms.Tensor([1, 2]), 2)
        Tensor(shape=[4], dtype=Int64, value= [1, 1, 2, 2])
    """
    if arguments.integer("repeat_elements", "rep", rep) < 1:
        raise ValueError(f"For 'repeat_elements', the 'rep' must be greater than 0, but got {rep}.")
    arguments.require_tensors("repeat_elements", x=x)
    if x.ndim > 7:
        raise ValueError(f"For repeat_elements, the rank of x should be less than or equal to 7, but got {x.ndim}.")
    return dispatch.apply(_repeat_interleave, (x, rep, axis))


@kernel("ReverseV2")
def flip(input: Array, dims: Any) -> Array:
    """`input` with the order of its elements reversed along some axes (mirrors `mindspore.ops.flip`).

    Args:
        input: a Tensor.
        dims: a tuple or list of axes.

    Raises:
        TypeError: if `dims` is not a tuple of ints. ValueError: for axes out of range or given twice.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.flip(ms.Tensor([1, 2, 3]), (0,))
        Tensor(shape=[3], dtype=Int64, value= [3, 2, 1])
    """
    x = arguments.tensor("ReverseV2", input)
    arguments.ints("ReverseV2", "axis", dims)
    return jnp.flip(x, arguments.axes("ReverseV2", dims, x.ndim))


flip.face("ops.flip").face("mint.flip").face("Tensor.flip").primitive("ReverseV2", "axis", call="input", axis="dims")
flip.face("ops.reverse", "x, axis", x="input", axis="dims").face("Tensor.reverse", "axis", axis="dims")


@face("ops.fliplr", "Tensor.fliplr")
def fliplr(input: Tensor) -> Tensor:
    """`input` with its second axis reversed (mirrors `mindspore.ops.fliplr`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> print(x.fliplr())
        [[2. 1.]
         [4. 3.]]
    """
    return dispatch.apply(flip, (input, (1,)))


@face("ops.flipud", "Tensor.flipud")
def flipud(input: Tensor) -> Tensor:
    """`input` with its first axis reversed (mirrors `mindspore.ops.flipud`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> print(x.flipud())
        [[3. 4.]
         [1. 2.]]
    """
    return dispatch.apply(flip, (input, (0,)))


@kernel("Roll")
def roll(input: Array, shifts: Any, dims: Any = None) -> Array:
    """`input` with its elements moved along axes; what leaves at the end comes back in front (`mindspore.ops.roll`).

    Args:
        input: a Tensor.
        shifts: how far: an int, or a tuple of one per axis.
        dims: the axis or axes; None for the flattened Tensor.

    Raises:
        TypeError: if they are not made of ints. ValueError: for axes out of range, or different numbers of both.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.roll(ms.Tensor([1, 2, 3]), 1)
        Tensor(shape=[3], dtype=Int64, value= [3, 1, 2])
    """
    x = arguments.tensor("Roll", input)
    shifts = arguments.ints("Roll", "shifts", shifts, single=True)
    if dims is None:
        if len(shifts) != 1:
            raise ValueError(f"For 'Roll', without 'dims' there must be one shift, but got {shifts}.")
        return jnp.roll(x, shifts[0])
    axes = [arguments.axis("Roll", d, x.ndim, "dims") for d in arguments.ints("Roll", "dims", dims, single=True)]
    if len(axes) != len(shifts):
        raise ValueError(f"For 'Roll', 'shifts' and 'dims' must have the same length, but got {shifts} and {dims}.")
    return jnp.roll(x, shifts, axes)


roll.face("ops.roll").face("mint.roll").face("Tensor.roll", "shifts, dims")
roll.primitive("Roll", "shifts, dims=None", call="input")


@kernel("Rot90")
def rot90(input: Array, k: Any, dims: Any) -> Array:
    """`input` turned `k` times by a quarter in the plane of two axes, from the first to the second (`ops.rot90`).

    Raises:
        TypeError: if `k` or `dims` is not made of ints. RuntimeError: if the axes are equal. ValueError: if there are
            not two, or they are out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.rot90(ms.Tensor([[1, 2], [3, 4]]), 1, (0, 1))
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[2, 4],
         [1, 3]])
    """
    dims = arguments.ints("rot90", "dims", dims)
    if len(dims) != 2:
        raise ValueError(f"For 'rot90', there must be two 'dims', but got {dims}.")
    a, b = (arguments.axis("rot90", d, input.ndim, "dims") for d in dims)
    if a == b:
        raise RuntimeError(f"For 'rot90', rotation dims must be different, but got {dims}.")
    return jnp.rot90(input, arguments.integer("rot90", "k", k), (a, b))


rot90.face("ops.rot90").face("Tensor.rot90")


@kernel("ReverseSequence")
def reverse_sequence(x: Array, seq_lengths: Array, seq_dim: Any, batch_dim: Any = 0) -> Array:
    """`x` with the first `seq_lengths[i]` elements of each sequence reversed (`mindspore.ops.reverse_sequence`).

    Args:
        x: a Tensor.
        seq_lengths: an int32 or int64 vector: the length of each sequence.
        seq_dim: the axis along the sequences.
        batch_dim: the axis that numbers the sequences.

    Raises:
        TypeError: if an axis is not an int. ValueError: for axes out of range, or a wrong number of lengths.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.reverse_sequence(ms.Tensor([[1, 2, 3], [4, 5, 6]]), ms.Tensor([2, 3]), 1)
        Tensor(shape=[2, 3], dtype=Int64, value=
        [[2, 1, 3],
         [6, 5, 4]])
    """
    op = "ReverseSequence"
    along, batch = arguments.axis(op, seq_dim, x.ndim, "seq_dim"), arguments.axis(op, batch_dim, x.ndim, "batch_dim")
    if along == batch or seq_lengths.shape != (x.shape[batch],):
        raise ValueError(
            f"For '{op}', the axes must differ and 'seq_lengths' must have the shape {(x.shape[batch],)}, "
            f"but got {seq_lengths.shape}."
        )
    lengths = seq_lengths.astype("int64").reshape([-1 if i == batch else 1 for i in range(x.ndim)])
    places = jax.lax.broadcasted_iota("int64", [n if i == along else 1 for i, n in enumerate(x.shape)], along)
    places = jnp.where(places < lengths, lengths - 1 - places, places)
    return jnp.take_along_axis(x, jnp.broadcast_to(places, x.shape), along)


reverse_sequence.face("ops.reverse_sequence")
reverse_sequence.primitive("ReverseSequence", "seq_dim, batch_dim=0", call="x, seq_lengths")
reverse_sequence.face("Tensor.reverse_sequence", "seq_lengths, seq_dim=0, batch_dim=0")
