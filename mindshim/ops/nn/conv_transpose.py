"""Transposed convolutions: the gradient of a convolution with respect to its input."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, freeze, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import require_tensors
from mindshim.ops.nn import conv as forward
from mindshim.ops.nn import windows
from mindshim.ops.nn.weight_gradient import convolution
from mindshim.ops.primitive import Primitive, prim_attr_register


@kernel("Conv2DBackpropInput")
def conv_transpose(
    dout: Array,
    weight: Array,
    bias: Array | None = None,
    input_size: Any = (),
    stride: Any = (1, 1),
    pad: Any = "VALID",
    dilation: Any = (1, 1),
    groups: int = 1,
    data_format: str = "NCHW",
    op: str = "Conv2DTranspose",
) -> Array:
    """What a convolution would have been given, of shape `input_size`, to be linear in `dout` the other way round."""
    pairs = tuple(tuple(p) for p in pad) if not isinstance(pad, str) else pad
    if dout.ndim != len(stride) + 2 or weight.ndim != len(stride) + 2:
        raise ValueError(f"For '{op}', the inputs must have {len(stride) + 2} axes, but got {dout.shape} and {weight.shape}.")
    if dout.dtype != weight.dtype:
        raise TypeError(f"For '{op}', the inputs must have one dtype, but got {dout.dtype.name} and {weight.dtype.name}.")
    like = jax.ShapeDtypeStruct(input_size, dout.dtype)
    made = jax.eval_shape(lambda x: forward.convolve(op, x, weight, stride, pairs, dilation, groups, data_format), like)
    if made.shape != dout.shape:
        raise ValueError(
            f"For '{op}', a convolution of an input of shape {tuple(input_size)} gives {made.shape}, but the 'dout' has "
            f"shape {dout.shape}."
        )
    out = _against(op, dout, weight, input_size, stride, pairs, dilation, groups, data_format)
    return out if bias is None else forward.add_bias(op, out, bias, data_format)


def _against(
    op: str, dout: Any, weight: Any, input_size: Any, stride: Any, pad: Any, dilation: Any, groups: int, data_format: str
) -> Any:
    """The convolution of `dout`, its places `stride` apart, with the kernel turned round and its channels exchanged."""
    n = len(stride)
    first = 2 if data_format.index("C") == 1 else 1
    channels = 1 if first == 2 else n + 1
    sizes, kernel_sizes = input_size[first : first + n], weight.shape[first : first + n]
    pairs = []
    for size, made, k, s, d, (low, _) in zip(
        sizes, dout.shape[first : first + n], kernel_sizes, stride, dilation,
        windows.resolve(op, pad, sizes, kernel_sizes, stride, dilation), strict=True,
    ):  # fmt: skip
        span = (k - 1) * d
        pairs.append((span - low, size + low - (made - 1) * s - 1))
    weight = jnp.moveaxis(weight, channels, 1)
    weight = weight.reshape(groups, -1, *weight.shape[1:]).swapaxes(1, 2).reshape(-1, weight.shape[0] // groups, *kernel_sizes)
    weight = jnp.moveaxis(jnp.flip(weight, range(2, n + 2)), 1, channels)
    return convolution(dout, weight, (1,) * n, pairs, dilation, forward.layout(n, data_format), groups, stride)


def _make(name: str, attrs_doc: str) -> Any:
    class Transposed(Primitive):
        @prim_attr_register
        def __init__(
            self,
            out_channel: int,
            kernel_size: Any,
            pad_mode: str = "valid",
            pad: Any = 0,
            pad_list: Any = None,
            mode: int = 1,
            stride: Any = 1,
            dilation: Any = 1,
            group: int = 1,
            data_format: str = "NCHW",
        ) -> None:
            forward._init_conv(self, 2, out_channel, kernel_size, mode, pad_mode, pad, stride, dilation, group, data_format)
            if pad_list is not None:
                self._pad = windows.explicit_padding(self.name, "pad_list", pad_list, 2)

        def __call__(self, dout: Tensor, weight: Tensor, input_size: Any) -> Tensor:  # type: ignore[override]
            require_tensors(name, dout=dout, weight=weight)
            args = (freeze(input_size), self._stride, self._pad, self._dilation, self.group, self.data_format, name)
            return dispatch.apply(conv_transpose, (dout, weight, None, *args))

    Transposed.__name__ = Transposed.__qualname__ = name
    Transposed.__doc__ = attrs_doc
    return face(f"ops.{name}")(Transposed)


_DOC = """Transposed convolution over two spatial axes (mirrors `mindspore.ops.{name}`).

    Args:
        out_channel: channels of `dout`. kernel_size, stride, dilation, pad_mode, pad, group: of the convolution whose
            gradient this is. Called with `dout`, `weight` (C_dout, C_out / group, H, W) and the shape of the output.

    Raises:
        TypeError, ValueError: for arguments that are none of these, or shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> op = ms.ops.{name}(3, 2)
        >>> op(ms.ops.ones((1, 3, 3, 3)), ms.ops.ones((3, 1, 2, 2)), (1, 1, 4, 4)).shape
        (1, 1, 4, 4)
"""
Conv2DTranspose = _make("Conv2DTranspose", _DOC.format(name="Conv2DTranspose"))
Conv2DBackpropInput = _make("Conv2DBackpropInput", _DOC.format(name="Conv2DBackpropInput"))


def _sizes(op: str, x: Any, kernel_size: Any, stride: Any, pairs: Any, dilation: Any, output_padding: Any) -> tuple[int, ...]:
    return tuple(
        (size - 1) * s - low - high + (k - 1) * d + 1 + extra
        for size, k, s, (low, high), d, extra in zip(x.shape[2:], kernel_size, stride, pairs, dilation, output_padding, strict=True)
    )


def transposed(
    op: str, x: Tensor, weight: Tensor, bias: Any, stride: Any, pairs: Any, output_padding: Any, groups: int, dilation: Any
) -> Tensor:
    """A transposed convolution whose output size follows from padding and `output_padding`.

    Output padding only makes the output longer at its end, so it counts as that much more input.
    """
    n = x.ndim - 2
    channels = weight.shape[1] * groups
    sizes = _sizes(op, x, weight.shape[2:], stride, pairs, dilation, output_padding)
    data_format = f"NC{forward._SPATIAL[n]}"
    args = ((x.shape[0], channels, *sizes), stride, pairs, dilation, groups, data_format, op)
    return dispatch.apply(conv_transpose, (x, weight, bias, *args))


@face("mint.nn.functional.conv_transpose2d")
def conv_transpose2d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: int = 1,
    dilation: Any = 1,
) -> Tensor:
    """Transposed convolution over two spatial axes (mirrors `mindspore.mint.nn.functional.conv_transpose2d`).

    Examples:
        >>> import mindshim as ms
        >>> f = ms.mint.nn.functional.conv_transpose2d
        >>> f(ms.ops.ones((1, 3, 3, 3)), ms.ops.ones((3, 1, 2, 2)), stride=2).shape
        (1, 1, 6, 6)
    """
    op = "conv_transpose2d"
    stride = windows.spread(op, "stride", stride, 2)
    dilation = windows.spread(op, "dilation", dilation, 2)
    pairs = windows.explicit_padding(op, "padding", padding, 2)
    extra = windows.spread(op, "output_padding", output_padding, 2, 0)
    unbatched = input.ndim == 3
    x = input.expand_dims(0) if unbatched else input
    out = transposed(op, x, weight, bias, stride, pairs, extra, groups, dilation)
    return out.squeeze(0) if unbatched else out


@face("ops.Conv3DTranspose")
class Conv3DTranspose(Primitive):
    """Transposed convolution over three spatial axes (mirrors `mindspore.ops.Conv3DTranspose`).

    Args:
        in_channel, out_channel: channels of the input and the output. kernel_size, stride, dilation: an int or three.
        pad_mode: 'valid', 'same' or 'pad'. pad: an int or six ints for 'pad'. group: groups of channels.
        output_padding: more output after the end, for 'pad'.

    Examples:
        >>> import mindshim as ms
        >>> op = ms.ops.Conv3DTranspose(3, 1, 2)
        >>> op(ms.ops.ones((1, 3, 3, 3, 3)), ms.ops.ones((3, 1, 2, 2, 2))).shape
        (1, 1, 4, 4, 4)
    """

    @prim_attr_register
    def __init__(
        self,
        in_channel: int,
        out_channel: int,
        kernel_size: Any,
        mode: int = 1,
        pad_mode: str = "valid",
        pad: Any = 0,
        stride: Any = 1,
        dilation: Any = 1,
        group: int = 1,
        output_padding: Any = 0,
        data_format: str = "NCDHW",
    ) -> None:
        forward._init_conv(self, 3, out_channel, kernel_size, mode, pad_mode, pad, stride, dilation, group, data_format)
        self._extra = windows.spread(self.name, "output_padding", output_padding, 3, 0)
        if self.pad_mode != "pad" and any(self._extra):
            raise ValueError(
                f"For '{self.name}', the 'output_padding' must be zero when 'pad_mode' is not 'pad', but got {output_padding}."
            )

    def __call__(self, dout: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:  # type: ignore[override]
        if self.pad_mode == "pad":
            return transposed(self.name, dout, weight, bias, self._stride, self._pad, self._extra, self.group, self._dilation)
        extents = [(k - 1) * d + 1 for k, d in zip(weight.shape[2:], self._dilation, strict=True)]
        sizes = [
            size * s if self.pad_mode == "same" else (size - 1) * s + max(extent, s)
            for size, s, extent in zip(dout.shape[2:], self._stride, extents, strict=True)
        ]
        args = ((dout.shape[0], weight.shape[1] * self.group, *sizes), self._stride, self._pad, self._dilation, self.group)
        return dispatch.apply(conv_transpose, (dout, weight, bias, *args, self.data_format, self.name))
