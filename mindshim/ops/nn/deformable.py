"""Convolution that samples its input at places which are inputs too."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import is_float
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import is_int, require_tensors
from mindshim.ops.primitive import Primitive, prim_attr_register

_OP = "deformable_conv2d"


def _sampled(x: Any, rows: Any, columns: Any) -> Any:
    """`x` (N, G, C, H, W) between its elements at `rows` and `columns` (N, G, P); zeros outside."""
    height, width = x.shape[3:]
    flat = x.reshape(*x.shape[:3], height * width)
    top, left = jnp.floor(rows), jnp.floor(columns)
    total: Any = 0
    for down in (0, 1):
        for right in (0, 1):
            row, column = top + down, left + right
            weight = (1 - jnp.abs(rows - row)) * (1 - jnp.abs(columns - column))
            inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
            at = jnp.where(inside, row * width + column, 0).astype(np.int64)
            picked = jnp.take_along_axis(flat, jnp.broadcast_to(at[:, :, None], (*flat.shape[:3], at.shape[-1])), -1)
            total = total + picked * jnp.where(inside, weight, 0).astype(x.dtype)[:, :, None]
    return total


def _moved(
    op: str, x: Any, offsets: Any, kernel_size: Any, strides: Any, padding: Any, dilations: Any, deformable_groups: int
) -> Any:
    """What the moved windows find in `x`, of shape (N, C, kh * kw, out H, out W)."""
    n, channels = x.shape[:2]
    taps = kernel_size[0] * kernel_size[1]
    sizes = tuple(
        (d + low + high - step * (k - 1) - 1) // s + 1
        for d, k, s, step, (low, high) in zip(
            x.shape[2:], kernel_size, strides, dilations, (padding[:2], padding[2:]), strict=True
        )
    )
    if offsets.shape != (n, 3 * deformable_groups * taps, *sizes):
        raise ValueError(
            f"For '{op}', the shape of 'offsets' must be {(n, 3 * deformable_groups * taps, *sizes)}, but got {offsets.shape}."
        )
    if channels % deformable_groups:
        raise ValueError(
            f"For '{op}', the channels of 'x' must be a multiple of 'deformable_groups', but got {channels}, {deformable_groups}."
        )
    along, down, mask = jnp.moveaxis(offsets.reshape(n, 3, deformable_groups, taps, *sizes), 1, 0)
    grid = []
    for axis, (out, k, s, step) in enumerate(zip(sizes, kernel_size, strides, dilations, strict=True)):
        grid.append((np.arange(k)[:, None] * step + np.arange(out)[None, :] * s - padding[2 * axis]).astype(x.dtype))
    rows = np.broadcast_to(grid[0][:, None, :, None], (*kernel_size, *sizes)).reshape(taps, *sizes) + down
    columns = np.broadcast_to(grid[1][None, :, None, :], (*kernel_size, *sizes)).reshape(taps, *sizes) + along
    grouped = x.reshape(n, deformable_groups, channels // deformable_groups, *x.shape[2:])
    flat = (n, deformable_groups, -1)
    picked = _sampled(grouped, rows.reshape(flat), columns.reshape(flat)) * mask.reshape(flat)[:, :, None]
    return picked.reshape(n, channels, taps, *sizes)


@kernel("DeformableConv2d")
def _deformable(
    x: Array,
    weight: Array,
    offsets: Array,
    bias: Array | None,
    kernel_size: Any,
    strides: Any,
    padding: Any,
    dilations: Any,
    groups: int,
    deformable_groups: int,
) -> Array:
    if not (x.dtype == weight.dtype == offsets.dtype) or not is_float(x.dtype):
        raise TypeError(
            f"For '{_OP}', 'x', 'weight' and 'offsets' must have one floating dtype, but got {x.dtype.name}, "
            f"{weight.dtype.name}, {offsets.dtype.name}."
        )
    if x.ndim != 4 or weight.ndim != 4 or offsets.ndim != 4:
        raise ValueError(
            f"For '{_OP}', 'x', 'weight' and 'offsets' must have 4 axes, but got shapes {x.shape}, {weight.shape}, {offsets.shape}."
        )
    n, channels = x.shape[:2]
    if weight.shape[2:] != kernel_size or weight.shape[1] * groups != channels or weight.shape[0] % groups:
        raise ValueError(
            f"For '{_OP}', the shape of 'weight' must be (outputs, {channels} / {groups}, {kernel_size[0]}, "
            f"{kernel_size[1]}) with outputs a multiple of {groups}, but got {weight.shape}."
        )
    found = _moved(_OP, x, offsets, kernel_size, strides, padding, dilations, deformable_groups)
    sizes = found.shape[3:]
    taps = found.shape[2]
    parts = found.reshape(n, groups, channels // groups * taps, sizes[0] * sizes[1])
    filters = weight.reshape(groups, weight.shape[0] // groups, -1)
    out = jnp.einsum("gok,ngkp->ngop", filters, parts, precision=lax.Precision.HIGHEST).reshape(n, -1, *sizes)
    return out if bias is None else out + bias.reshape(1, -1, 1, 1).astype(x.dtype)


@kernel("DeformableOffsets")
def _offsets(x: Array, offsets: Array, kernel_size: Any, strides: Any, padding: Any, dilations: Any, groups: Any, last: Any) -> Array:
    """What the moved windows find, every window as a block of pixels."""
    op = "DeformableOffsets"
    if x.dtype != offsets.dtype or not is_float(x.dtype):
        raise TypeError(f"For '{op}', both inputs must have one floating dtype, but got {x.dtype.name}, {offsets.dtype.name}.")
    if x.ndim != 4 or offsets.ndim != 4:
        raise ValueError(f"For '{op}', both inputs must have 4 axes, but got shapes {x.shape}, {offsets.shape}.")
    if last:
        x, offsets = jnp.moveaxis(x, -1, 1), jnp.moveaxis(offsets, -1, 1)
    found = _moved(op, x, offsets, kernel_size, strides, padding, dilations, groups)
    n, channels, _, height, width = found.shape
    blocks = found.reshape(n, channels, *kernel_size, height, width).transpose(0, 1, 4, 2, 5, 3)
    out = blocks.reshape(n, channels, height * kernel_size[0], width * kernel_size[1])
    return jnp.moveaxis(out, 1, -1) if last else out


@face("ops.DeformableOffsets")
class DeformableOffsets(Primitive):
    """The input of `ops.deformable_conv2d` as its moved windows find it (mirrors `ops.operations.nn_ops.DeformableOffsets`).

    Args:
        strides: (1, 1, sh, sw). pads: top, bottom, left, right. ksize: (kh, kw). dilations: (1, 1, dh, dw).
        data_format: "NCHW" or "NHWC", where strides and dilations are (1, sh, sw, 1). deformable_groups: of channels
            that move together. modulated: must be True.

    Inputs:
        x: a floating Tensor of shape (N, C, H, W). offsets: (N, 3 * deformable_groups * kh * kw, out H, out W).

    Returns:
        A Tensor of shape (N, C, out H * kh, out W * kw).

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> op = ms.ops.operations.nn_ops.DeformableOffsets((1, 1, 1, 1), (0, 0, 0, 0), (2, 2))
        >>> op(ms.ops.ones((1, 1, 3, 3)), ms.ops.ones((1, 12, 2, 2)) * 0.5).shape
        (1, 1, 4, 4)
    """

    @prim_attr_register
    def __init__(
        self,
        strides: Any,
        pads: Any,
        ksize: Any,
        dilations: Any = (1, 1, 1, 1),
        data_format: str = "NCHW",
        deformable_groups: int = 1,
        modulated: bool = True,
    ) -> None:
        if data_format not in ("NCHW", "NHWC"):
            raise ValueError(f"For '{self.name}', the 'data_format' must be 'NCHW' or 'NHWC', but got {data_format!r}.")
        last = data_format == "NHWC"
        both = []
        for name, value in (("strides", strides), ("dilations", dilations)):
            given = _ints(name, value, 4, 1, self.name)
            if given[0] != 1 or given[3 if last else 1] != 1:
                raise ValueError(f"For '{self.name}', the N and C dimensions of '{name}' must be set to 1, but got {value}.")
            both.append(given[1:3] if last else given[2:])
        size, padding = _ints("ksize", ksize, 2, 1, self.name), _ints("pads", pads, 4, 0, self.name)
        if not is_int(deformable_groups) or deformable_groups < 1:
            raise ValueError(f"For '{self.name}', the 'deformable_groups' must be a positive int, but got {deformable_groups}.")
        if modulated is not True:
            raise ValueError(f"For '{self.name}', the 'modulated' must be set to True.")
        self._statics = (size, both[0], padding, both[1], deformable_groups, last)

    def __call__(self, x: Tensor, offsets: Tensor) -> Tensor:
        require_tensors(self.name, x=x, offsets=offsets)
        return dispatch.apply(_offsets, (x, offsets, *self._statics))


def _ints(name: str, value: Any, count: int, least: int, op: str = _OP) -> tuple[int, ...]:
    if not isinstance(value, tuple):
        raise TypeError(f"For '{op}', the type of '{name}' should be 'tuple', but got type '{type(value).__name__}'.")
    if len(value) != count or not all(is_int(v) and v >= least for v in value):
        raise ValueError(f"For '{op}', the '{name}' must be {count} ints of at least {least}, but got {value!r}.")
    return tuple(int(v) for v in value)


@face("ops.deformable_conv2d")
def deformable_conv2d(
    x: Tensor,
    weight: Tensor,
    offsets: Tensor,
    kernel_size: Any,
    strides: Any,
    padding: Any,
    bias: Any = None,
    dilations: Any = (1, 1, 1, 1),
    groups: int = 1,
    deformable_groups: int = 1,
    modulated: bool = True,
) -> Tensor:
    """Convolution whose windows are moved, element by element, by `offsets` (mirrors `mindspore.ops.deformable_conv2d`).

    Args:
        x: a floating Tensor of shape (N, C, H, W). weight: the filters, (outputs, C / groups, kh, kw).
        offsets: (N, 3 * deformable_groups * kh * kw, out H, out W): how far every element of a window is moved to the
            right, how far down, and a factor for what is found there. It is interpolated; outside there are zeros.
        kernel_size: (kh, kw). strides: (1, 1, sh, sw). padding: top, bottom, left, right.
        bias: a Tensor of shape (outputs,), or None. dilations: (1, 1, dh, dw).
        groups: of channels in the convolution. deformable_groups: of channels that move together.
        modulated: must be True.

    Returns:
        A Tensor of shape (N, outputs, out H, out W).

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> x, weight = ms.ops.ones((1, 1, 3, 3)), ms.ops.ones((1, 1, 2, 2))
        >>> offsets = ms.ops.ones((1, 12, 2, 2)) * 0.5
        >>> print(ms.ops.deformable_conv2d(x, weight, offsets, (2, 2), (1, 1, 1, 1), (0, 0, 0, 0)))
        [[[[2.    1.5  ]
           [1.5   1.125]]]]
    """
    size = _ints("kernel_size", kernel_size, 2, 1)
    steps, spread = _ints("strides", strides, 4, 1), _ints("dilations", dilations, 4, 1)
    pads = _ints("padding", padding, 4, 0)
    if steps[:2] != (1, 1) or spread[:2] != (1, 1):
        raise ValueError(f"For '{_OP}', 'strides' and 'dilations' must begin with 1, 1, but got {strides}, {dilations}.")
    for name, value in (("groups", groups), ("deformable_groups", deformable_groups)):
        if not is_int(value):
            raise TypeError(f"For '{_OP}', the type of '{name}' should be 'int', but got type '{type(value).__name__}'.")
        if value < 1:
            raise ValueError(f"For '{_OP}', the '{name}' must be int and must > 0, but got '{value}' with type 'int'.")
    if not isinstance(modulated, bool):
        raise TypeError(f"For '{_OP}', the 'modulated' must be a bool, but got {type(modulated).__name__}.")
    if not modulated:
        raise ValueError(f"For '{_OP}', the 'modulated' must be set to True.")
    args = (x, weight, offsets, bias, size, steps[2:], pads, spread[2:], groups, deformable_groups)
    return dispatch.apply(_deformable, args)
