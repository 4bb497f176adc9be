"""Elements moved between channels, batch and space: pixel shuffles, depth to space, space to batch."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.operators import Array, kernel
from mindshim.ops.arguments import integer, is_int, tensor


def _block(op: str, name: str, value: Any, least: int = 1) -> int:
    value = integer(op, name, value)
    if value < least:
        raise ValueError(f"For '{op}', the '{name}' should be >= : {least}, but got {value}.")
    return value


@kernel("PixelShuffle")
def pixel_shuffle(input: Array, upscale_factor: Any) -> Array:
    """Channels spread over space: (…, c * r * r, h, w) to (…, c, h * r, w * r) (mirrors `mindspore.ops.pixel_shuffle`).

    Args:
        input: a Tensor of at least three dimensions. upscale_factor: r.

    Raises:
        TypeError: if `upscale_factor` is no int. ValueError: if the channels are not divisible by its square.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.pixel_shuffle(ms.Tensor([[[1, 2]], [[3, 4]], [[5, 6]], [[7, 8]]]), 2)
        Tensor(shape=[1, 2, 4], dtype=Int64, value=
        [[[1, 3, 2, 4],
          [5, 7, 6, 8]]])
    """
    x, r = tensor("pixel_shuffle", input), _block("pixel_shuffle", "upscale_factor", upscale_factor)
    if x.ndim < 3:
        raise ValueError(f"For 'pixel_shuffle', the input must have at least 3 dimensions, but got {x.ndim}.")
    *batch, c, h, w = x.shape
    if c % (r * r):
        raise ValueError(f"For 'pixel_shuffle', the {c} channels are not divisible by the square of {r}.")
    parts = x.reshape(-1, c // (r * r), r, r, h, w).transpose(0, 1, 4, 2, 5, 3)
    return parts.reshape(*batch, c // (r * r), h * r, w * r)


pixel_shuffle.face("ops.pixel_shuffle").face("mint.nn.functional.pixel_shuffle")  # type: ignore[attr-defined]


@kernel("PixelUnshuffle")
def pixel_unshuffle(input: Array, downscale_factor: Any) -> Array:
    """Space gathered into channels, the inverse of `pixel_shuffle` (mirrors `mindspore.ops.pixel_unshuffle`).

    Args:
        input: a Tensor of shape (…, c, h * r, w * r). downscale_factor: r.

    Raises:
        TypeError: if `downscale_factor` is no int. ValueError: if height or width is not divisible by it.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.pixel_unshuffle(ms.Tensor([[[1, 2], [3, 4]]]), 2)
        Tensor(shape=[4, 1, 1], dtype=Int64, value=
        [[[1]],
         [[2]],
         [[3]],
         [[4]]])
    """
    op = "pixel_unshuffle"
    x, r = tensor(op, input), _block(op, "downscale_factor", downscale_factor)
    if x.ndim < 3:
        raise ValueError(f"For '{op}', the input must have at least 3 dimensions, but got {x.ndim}.")
    *batch, c, h, w = x.shape
    if h % r or w % r:
        raise ValueError(f"For '{op}', the last two dimensions {h}, {w} are not divisible by {r}.")
    parts = x.reshape(-1, c, h // r, r, w // r, r).transpose(0, 1, 3, 5, 2, 4)
    return parts.reshape(*batch, c * r * r, h // r, w // r)


pixel_unshuffle.face("ops.pixel_unshuffle")  # type: ignore[attr-defined]


@kernel("ChannelShuffle")
def channel_shuffle(x: Array, groups: Any) -> Array:
    """The channels of `groups` groups taken in turns (mirrors `mindspore.ops.channel_shuffle`).

    Args:
        x: a Tensor of shape (N, C, …). groups: a divisor of C.

    Raises:
        TypeError: if `groups` is no int. ValueError: if it does not divide the channels.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.channel_shuffle(ms.Tensor([[[[1]], [[2]], [[3]], [[4]]]]), 2).flatten()
        Tensor(shape=[4], dtype=Int64, value= [1, 3, 2, 4])
    """
    value, g = tensor("ChannelShuffle", x, "x"), _block("ChannelShuffle", "groups", groups)
    if value.ndim < 3 or value.shape[1] % g:
        raise ValueError(f"For 'ChannelShuffle', the channels of shape {value.shape} must be divisible by {g}.")
    n, c, *rest = value.shape
    return value.reshape(n, g, c // g, *rest).swapaxes(1, 2).reshape(value.shape)


channel_shuffle.face("ops.channel_shuffle")  # type: ignore[attr-defined]
channel_shuffle.primitive("ChannelShuffle", "group", call="x", group="groups")  # type: ignore[attr-defined]


def _four(op: str, x: Any) -> tuple[int, int, int, int]:
    if x.ndim != 4:
        raise ValueError(f"For '{op}', the rank of the input must be 4, but got {x.ndim}.")
    return x.shape


@kernel("DepthToSpace")
def depth_to_space(x: Array, block_size: Any) -> Array:
    """Blocks of channels spread over space (mirrors `mindspore.ops.DepthToSpace`).

    Args:
        block_size: at least 2.

    Inputs:
        x: a Tensor of shape (N, C, H, W), C divisible by the square of `block_size`.

    Raises:
        TypeError: if `block_size` is no int. ValueError: if it is less than 2, or does not divide.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.DepthToSpace(2)(ms.Tensor([[[[1]], [[2]], [[3]], [[4]]]]))
        Tensor(shape=[1, 1, 2, 2], dtype=Int64, value=
        [[[[1, 2],
           [3, 4]]]])
    """
    value, b = tensor("DepthToSpace", x, "x"), _block("DepthToSpace", "block_size", block_size, 2)
    n, c, h, w = _four("DepthToSpace", value)
    if c % (b * b):
        raise ValueError(f"For 'DepthToSpace', the {c} channels must be divisible by {b * b}.")
    parts = value.reshape(n, b, b, c // (b * b), h, w).transpose(0, 3, 4, 1, 5, 2)
    return parts.reshape(n, c // (b * b), h * b, w * b)


depth_to_space.primitive("DepthToSpace", "block_size", call="x")  # type: ignore[attr-defined]


@kernel("SpaceToDepth")
def space_to_depth(x: Array, block_size: Any) -> Array:
    """Blocks of space gathered into channels (mirrors `mindspore.ops.SpaceToDepth`).

    Args:
        block_size: at least 2.

    Inputs:
        x: a Tensor of shape (N, C, H, W), H and W divisible by `block_size`.

    Raises:
        TypeError: if `block_size` is no int. ValueError: if it is less than 2, or does not divide.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.SpaceToDepth(2)(ms.Tensor([[[[1, 2], [3, 4]]]])).flatten()
        Tensor(shape=[4], dtype=Int64, value= [1, 2, 3, 4])
    """
    value, b = tensor("SpaceToDepth", x, "x"), _block("SpaceToDepth", "block_size", block_size, 2)
    n, c, h, w = _four("SpaceToDepth", value)
    if h % b or w % b:
        raise ValueError(f"For 'SpaceToDepth', height {h} and width {w} must be divisible by {b}.")
    parts = value.reshape(n, c, h // b, b, w // b, b).transpose(0, 3, 5, 1, 2, 4)
    return parts.reshape(n, c * b * b, h // b, w // b)


space_to_depth.primitive("SpaceToDepth", "block_size", call="x")  # type: ignore[attr-defined]


def _blocks(op: str, shape: Any, pairs: Any, ndim: int, words: str) -> tuple[tuple[int, ...], Any]:
    """Block sizes and (before, after) pairs for the last axes."""
    if is_int(shape):
        shape = (int(shape),) * len(pairs)
    if not isinstance(shape, tuple) or not all(is_int(v) for v in shape):
        raise TypeError(f"For '{op}', the block shape must be a list of ints, but got {shape!r}.")
    if any(v < 1 for v in shape) or len(shape) >= ndim or len(pairs) != len(shape):
        raise ValueError(f"For '{op}', the block shape {shape} and the {words} {pairs} do not fit {ndim} dimensions.")
    if any(len(p) != 2 or min(p) < 0 for p in pairs):
        raise ValueError(f"For '{op}', the {words} must be pairs of ints >= 0, but got {pairs}.")
    return shape, pairs


@kernel("SpaceToBatchND")
def space_to_batch_nd(input_x: Array, block_size: Any, paddings: Any) -> Array:
    """Blocks of the last dimensions moved into the batch (mirrors `mindspore.ops.space_to_batch_nd`).

    Args:
        input_x: a Tensor; batch first. block_size: the block's sizes, one for each of the last dimensions, or one int.
        paddings: zeros before and after each of them first.

    Raises:
        TypeError: if the block has no ints. ValueError: if the padded sizes are not divisible.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.space_to_batch_nd(ms.Tensor([[[[1, 2], [3, 4]]]]), [2, 2], [[0, 0], [0, 0]]).flatten()
        Tensor(shape=[4], dtype=Int64, value= [1, 2, 3, 4])
    """
    op = "SpaceToBatchND"
    x = tensor(op, input_x, "input_x")
    block, pairs = _blocks(op, block_size, paddings, x.ndim, "paddings")
    k, lead = len(block), x.ndim - len(block)
    x = lax.pad(x, jnp.zeros((), x.dtype), ((0, 0, 0),) * lead + tuple((low, high, 0) for low, high in pairs))
    if any(n % b for n, b in zip(x.shape[lead:], block, strict=True)):
        raise ValueError(f"For '{op}', the padded shape {x.shape} is not divisible by the block {block}.")
    split = [v for n, b in zip(x.shape[lead:], block, strict=True) for v in (n // b, b)]
    parts = x.reshape(*x.shape[:lead], *split)
    inner = [lead + 2 * i + 1 for i in range(k)]
    outer = [lead + 2 * i for i in range(k)]
    out = parts.transpose(*inner, *range(lead), *outer)
    return out.reshape(int(np.prod(block)) * x.shape[0], *x.shape[1:lead], *split[::2])


space_to_batch_nd.face("ops.space_to_batch_nd")  # type: ignore[attr-defined]
for _name, _attr in (("SpaceToBatchND", "block_shape"), ("SpaceToBatch", "block_size")):
    space_to_batch_nd.primitive(_name, f"{_attr}, paddings", call="input_x", **{_attr: "block_size"})  # type: ignore[attr-defined]


@kernel("BatchToSpaceND")
def batch_to_space_nd(input_x: Array, block_shape: Any, crops: Any) -> Array:
    """Blocks of the batch moved into the last dimensions (mirrors `mindspore.ops.batch_to_space_nd`).

    Args:
        input_x: a Tensor; batch first. block_shape: the block's sizes, one for each of the last dimensions, or one int.
        crops: how much is cut off before and after each of them.

    Raises:
        TypeError: if the block has no ints. ValueError: if the batch is not divisible, or less is left than is cut off.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.batch_to_space_nd(ms.Tensor([[[[1]]], [[[2]]], [[[3]]], [[[4]]]]), [2, 2], [[0, 0], [0, 0]])
        Tensor(shape=[1, 1, 2, 2], dtype=Int64, value=
        [[[[1, 2],
           [3, 4]]]])
    """
    op = "BatchToSpaceND"
    x = tensor(op, input_x, "input_x")
    block, pairs = _blocks(op, block_shape, crops, x.ndim, "crops")
    k, lead, count = len(block), x.ndim - len(block), int(np.prod(block))
    if x.shape[0] % count:
        raise ValueError(f"For '{op}', the batch {x.shape[0]} is not divisible by the block {block}.")
    parts = x.reshape(*block, x.shape[0] // count, *x.shape[1:])
    order = [*range(k, k + lead)]
    for i in range(k):
        order += [k + lead + i, i]
    sizes = [n * b for n, b in zip(x.shape[lead:], block, strict=True)]
    out = parts.transpose(*order).reshape(x.shape[0] // count, *x.shape[1:lead], *sizes)
    if any(low + high >= n for (low, high), n in zip(pairs, sizes, strict=True)):
        raise ValueError(f"For '{op}', the crops {crops} leave nothing of {sizes}.")
    cut = [slice(low, n - high) for (low, high), n in zip(pairs, sizes, strict=True)]
    return out[(slice(None),) * lead + tuple(cut)]


batch_to_space_nd.face("ops.batch_to_space_nd")  # type: ignore[attr-defined]
batch_to_space_nd.primitive("BatchToSpaceND", "block_shape, crops", call="input_x")  # type: ignore[attr-defined]
batch_to_space_nd.primitive("BatchToSpace", "block_size, crops", call="input_x", block_size="block_shape")  # type: ignore[attr-defined]
batch_to_space_nd.primitive("BatchToSpaceNDV2", "", call="input_x, block_shape, crops")  # type: ignore[attr-defined]
