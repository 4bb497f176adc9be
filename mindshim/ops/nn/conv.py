"""Convolutions of one, two and three dimensions."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import is_int
from mindshim.ops.nn import ordered_convolution, windows
from mindshim.ops.nn.weight_gradient import convolution
from mindshim.ops.primitive import Primitive, prim_attr_register

_SPATIAL = {1: "W", 2: "HW", 3: "DHW"}
_ACCEPTED = (np.dtype(np.float16), np.dtype(np.float32), np.dtype(np.float64), np.dtype(jnp.bfloat16))


def layout(n: int, data_format: str) -> tuple[str, str, str]:
    """Input, kernel and output layouts as JAX names them."""
    spatial = _SPATIAL[n]
    if data_format.index("C") == 1:
        return (f"NC{spatial}", f"OI{spatial}", f"NC{spatial}")
    return (f"N{spatial}C", f"O{spatial}I", f"N{spatial}C")


def check_inputs(op: str, x: Any, weight: Any, n: int, groups: int, data_format: str) -> None:
    """The ranks, dtypes and channel counts of a convolution's operands."""
    for name, value in (("x", x), ("weight", weight)):
        if value.ndim != n + 2:
            raise ValueError(f"For '{op}', the {name} shape size must be equal to {n + 2}, but got {value.ndim}.")
        if value.dtype not in _ACCEPTED:
            raise TypeError(
                f"For '{op}', the dtype of '{name}' must be float16, bfloat16, float32 or float64, but got {value.dtype.name}."
            )
    if x.dtype != weight.dtype:
        raise TypeError(
            f"For '{op}', the input type must be same, but got x: {x.dtype.name} and weight: {weight.dtype.name}."
        )
    at = data_format.index("C")
    if x.shape[at] != weight.shape[1 if at == 1 else -1] * groups:
        raise RuntimeError(
            f"For '{op}', 'C_in' of input 'x' shape divide by parameter 'group' must be equal to 'C_in' of input "
            f"'weight' shape: {weight.shape[1 if at == 1 else -1]}, but got 'C_in' of input 'x' shape: {x.shape[at]}, "
            f"and 'group': {groups}."
        )
    if weight.shape[0] % groups:
        raise ValueError(f"For '{op}', the output channels {weight.shape[0]} must be divisible by 'group' {groups}.")


def convolve(
    op: str, x: Any, weight: Any, stride: Any, pad: Any, dilation: Any, groups: int, data_format: str, ordered: bool = False
) -> Any:
    """The convolution of checked operands; `pad` is 'VALID', 'SAME' or pairs. `ordered`: in MindSpore's order, if it fits."""
    n = x.ndim - 2
    check_inputs(op, x, weight, n, groups, data_format)
    sizes = x.shape[2:] if data_format.index("C") == 1 else x.shape[1:-1]
    kernel_sizes = weight.shape[2:] if data_format.index("C") == 1 else weight.shape[1:-1]
    pairs = windows.resolve(op, pad, sizes, kernel_sizes, stride, dilation)
    for size, k, d, (low, high) in zip(sizes, kernel_sizes, dilation, pairs, strict=True):
        if is_int(size) and size + low + high < (k - 1) * d + 1:
            raise ValueError(
                f"For '{op}', the kernel of size {(k - 1) * d + 1} must not exceed the padded input of size {size + low + high}, "
                f"but got input shape {x.shape} and weight shape {weight.shape}."
            )
    if ordered and data_format == "NCHW":
        made = [
            (size + low + high - (k - 1) * d - 1) // s + 1
            for size, k, s, d, (low, high) in zip(sizes, kernel_sizes, stride, dilation, pairs, strict=True)
        ]
        if ordered_convolution.fits(x, weight, made, groups):
            return ordered_convolution.convolution(x, weight, stride, pairs, dilation, made, groups)
    return convolution(x, weight, stride, pairs, dilation, layout(n, data_format), groups)


def add_bias(op: str, out: Any, bias: Any, data_format: str) -> Any:
    """`out` plus one number for each channel."""
    channels = out.shape[data_format.index("C")]
    if bias.ndim != 1 or bias.shape[0] != channels:
        raise ValueError(f"For '{op}', the 'bias' must have shape ({channels},), but got {bias.shape}.")
    shape = [1] * out.ndim
    shape[data_format.index("C")] = channels
    return out + bias.astype(out.dtype).reshape(shape)


@kernel("Conv2D")
def conv(
    input: Array,
    weight: Array,
    bias: Array | None = None,
    stride: Any = (1, 1),
    pad: Any = "VALID",
    dilation: Any = (1, 1),
    groups: int = 1,
    data_format: str = "NCHW",
    op: str = "Conv2D",
) -> Array:
    """Convolution with normalised static arguments, for any number of spatial axes."""
    return _conv(input, weight, bias, stride, pad, dilation, groups, data_format, op, ordered=False)


@conv.in_pynative
def _conv(
    input: Any, weight: Any, bias: Any, stride: Any, pad: Any, dilation: Any, groups: int, data_format: str, op: str, ordered: bool = True
) -> Any:
    pairs = tuple(tuple(p) for p in pad) if not isinstance(pad, str) else pad
    out = convolve(op, input, weight, stride, pairs, dilation, groups, data_format, ordered)
    return out if bias is None else add_bias(op, out, bias, data_format)


def _function(n: int) -> Any:
    name = f"conv{n}d"
    op = f"Conv{n}D"
    data_format = f"NC{_SPATIAL[n]}"
    plans: dict[Any, Any] = {}

    def plan(stride: Any, pad_mode: Any, padding: Any, dilation: Any, groups: Any) -> Any:
        mode = windows.pad_mode(op, pad_mode)
        if not windows.is_int(groups):
            raise TypeError(f"For '{op}', the 'groups' must be int, but got {type(groups).__name__}.")
        return (
            windows.spread(op, "stride", stride, n),
            windows.padding(op, mode, padding, n),
            windows.spread(op, "dilation", dilation, n),
            groups,
            data_format,
            op,
        )

    def function(
        input: Tensor,
        weight: Tensor,
        bias: Tensor | None = None,
        stride: Any = 1,
        pad_mode: str = "valid",
        padding: Any = 0,
        dilation: Any = 1,
        groups: int = 1,
    ) -> Tensor:
        key = (stride, pad_mode, padding, dilation, groups)
        try:
            found = plans.get(key)
        except TypeError:
            return dispatch.apply(conv, (input, weight, bias, *plan(*key)))
        if found is None:
            found = plans[key] = plan(*key)
        return dispatch.apply(conv, (input, weight, bias, *found))

    function.__name__ = function.__qualname__ = name
    ones = ", ".join(["2"] * n)
    function.__doc__ = f"""Convolution over {n} spatial axis{"" if n == 1 else "es"} (mirrors `mindspore.ops.{name}`).

    Args:
        input: shape (N, C_in, {", ".join(_SPATIAL[n])}), float16, bfloat16, float32 or float64.
        weight: shape (C_out, C_in / groups, *kernel_size), the dtype of `input`.
        bias: shape (C_out,), optional.
        stride, dilation: an int or a tuple of {n} ints.
        pad_mode: 'valid' (none), 'same' (output size = input size / stride), 'pad' (by `padding`).
        padding: an int or a tuple, for `pad_mode` 'pad'.
        groups: channels are split into so many groups.

    Raises:
        TypeError: for other dtypes. ValueError: for wrong ranks, strides, modes or paddings.
        RuntimeError: if the channels do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}(ms.ops.ones((1, 1, {ones})), ms.ops.ones((3, 1, {ones}))).shape
        (1, 3{", 1" * n})
    """
    return face(f"ops.{name}")(function)


conv1d, conv2d, conv3d = (_function(n) for n in (1, 2, 3))


def _check_channels(op: str, n: int, input: Any, weight: Any, stride: Any, padding: Any, groups: Any) -> None:
    """What mint's convolutions refuse in other words, or with other exceptions, than those of ops."""
    if not (isinstance(input, Tensor) and isinstance(weight, Tensor)):
        return
    if input.ndim not in (n + 1, n + 2):
        raise RuntimeError(f"For '{op}', the input must have rank {n + 1} or {n + 2}, but got shape {input.shape}.")
    if padding == "same" and any(s != 1 for s in (stride if isinstance(stride, (tuple, list)) else (stride,))):
        raise ValueError(f"For '{op}', the 'stride' must be 1 when 'padding' is 'same', but got {stride}.")
    channels = input.shape[-n - 1]
    if windows.is_int(groups) and groups > 0 and weight.ndim > 1 and channels // groups != weight.shape[1]:
        raise ValueError(
            f"For '{op}', the weight's axis 1 must be the input's channels / groups, {channels}/{groups}, "
            f"but got {weight.shape[1]}."
        )


def _mint(n: int, base: Any) -> None:
    op = base.__name__

    def function(
        input: Tensor,
        weight: Tensor,
        bias: Tensor | None = None,
        stride: Any = 1,
        padding: Any = 0,
        dilation: Any = 1,
        groups: int = 1,
    ) -> Tensor:
        _check_channels(op, n, input, weight, stride, padding, groups)
        unbatched = input.ndim == n + 1
        x = input.expand_dims(0) if unbatched else input
        mode = padding if isinstance(padding, str) else "pad"
        out = base(x, weight, bias, stride, mode, 0 if isinstance(padding, str) else padding, dilation, groups)
        return out.squeeze(0) if unbatched else out

    function.__name__ = function.__qualname__ = base.__name__
    function.__doc__ = base.__doc__
    face(f"mint.nn.functional.{base.__name__}")(function)


for _n, _base in ((1, conv1d), (2, conv2d), (3, conv3d)):
    _mint(_n, _base)


def _init_conv(self: Any, n: int, out_channel: Any, kernel_size: Any, mode: Any, pad_mode: Any, pad: Any, stride: Any, dilation: Any, group: Any, data_format: str) -> None:
    op = self.name
    for name, value in (("out_channel", out_channel), ("group", group)):
        if not windows.is_int(value) or value <= 0:
            raise ValueError(f"For '{op}', the '{name}' must be int and must > 0, but got '{value}' with type '{type(value).__name__}'.")
    if mode != 1:
        raise ValueError(f"For '{op}', the 'mode' must be equal to 1, but got {mode!r}.")
    if data_format.upper() not in (f"NC{_SPATIAL[n]}", f"N{_SPATIAL[n]}C"):
        raise ValueError(f"For '{op}', the 'data_format' must be 'NC{_SPATIAL[n]}' or 'N{_SPATIAL[n]}C', but got {data_format!r}.")
    self.kernel_size = windows.spread(op, "kernel_size", kernel_size, n)
    self._stride = windows.spread(op, "stride", stride, n)
    self._dilation = windows.spread(op, "dilation", dilation, n)
    self.pad_mode = windows.pad_mode(op, pad_mode)
    self._pad = windows.padding(op, self.pad_mode, pad, n)
    self.data_format = data_format.upper()
    self.stride = (1, 1, *self._stride)
    self.dilation = (1, 1, *self._dilation)
    self.pad = self.padding = tuple(v for pair in windows.explicit_padding(op, "pad", pad, n) for v in pair)
    self.add_prim_attr("pad_mode", self.pad_mode)
    for name, value in (("pad", self.pad), ("stride", self.stride), ("dilation", self.dilation), ("groups", group)):
        self.add_prim_attr(name, value)
    self.init_prim_io_names(["x", "w"], ["output"])


@face("ops.Conv2D")
class Conv2D(Primitive):
    """Convolution over two spatial axes as an operator object (mirrors `mindspore.ops.Conv2D`).

    Args:
        out_channel: output channels. kernel_size, stride, dilation: an int or two ints.
        pad_mode: 'valid', 'same' or 'pad'. pad: an int or four ints (top, bottom, left, right) for 'pad'.
        group: groups of channels. data_format: 'NCHW' or 'NHWC'.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Conv2D(3, 2)(ms.ops.ones((1, 1, 4, 4)), ms.ops.ones((3, 1, 2, 2))).shape
        (1, 3, 3, 3)
    """

    @prim_attr_register
    def __init__(
        self,
        out_channel: int,
        kernel_size: Any,
        mode: int = 1,
        pad_mode: str = "valid",
        pad: Any = 0,
        stride: Any = 1,
        dilation: Any = 1,
        group: int = 1,
        data_format: str = "NCHW",
    ) -> None:
        _init_conv(self, 2, out_channel, kernel_size, mode, pad_mode, pad, stride, dilation, group, data_format)

    def __call__(self, x: Tensor, weight: Tensor) -> Tensor:  # type: ignore[override]
        return dispatch.apply(conv, (x, weight, None, self._stride, self._pad, self._dilation, self.group, self.data_format, "Conv2D"))


@face("ops.Conv3D")
class Conv3D(Primitive):
    """Convolution over three spatial axes as an operator object (mirrors `mindspore.ops.Conv3D`).

    The arguments are those of `Conv2D`, with three spatial axes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Conv3D(3, 2)(ms.ops.ones((1, 1, 4, 4, 4)), ms.ops.ones((3, 1, 2, 2, 2))).shape
        (1, 3, 3, 3, 3)
    """

    @prim_attr_register
    def __init__(
        self,
        out_channel: int,
        kernel_size: Any,
        mode: int = 1,
        pad_mode: str = "valid",
        pad: Any = 0,
        stride: Any = 1,
        dilation: Any = 1,
        group: int = 1,
        data_format: str = "NCDHW",
    ) -> None:
        _init_conv(self, 3, out_channel, kernel_size, mode, pad_mode, pad, stride, dilation, group, data_format)

    def __call__(self, x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:  # type: ignore[override]
        return dispatch.apply(conv, (x, weight, bias, self._stride, self._pad, self._dilation, self.group, self.data_format, "Conv3D"))


@face("ops.DepthwiseConv2dNative")
class DepthwiseConv2dNative(Primitive):
    """A convolution for each channel on its own (mirrors `mindspore.ops.DepthwiseConv2dNative`).

    Args:
        channel_multiplier: outputs for each input channel (1). The rest as in `Conv2D`.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.DepthwiseConv2dNative(1, 2)(ms.ops.ones((1, 3, 4, 4)), ms.ops.ones((1, 3, 2, 2))).shape
        (1, 3, 3, 3)
    """

    @prim_attr_register
    def __init__(
        self,
        channel_multiplier: int,
        kernel_size: Any,
        mode: int = 3,
        pad_mode: str = "valid",
        pad: Any = 0,
        stride: Any = 1,
        dilation: Any = 1,
        group: int = 1,
    ) -> None:
        _init_conv(self, 2, channel_multiplier, kernel_size, 1, pad_mode, pad, stride, dilation, group, "NCHW")

    def __call__(self, x: Tensor, weight: Tensor) -> Tensor:  # type: ignore[override]
        channels = x.shape[1]
        w = weight.swapaxes(0, 1).reshape((channels * weight.shape[0], 1, *weight.shape[2:]))
        return dispatch.apply(conv, (x, w, None, self._stride, self._pad, self._dilation, channels, "NCHW", self.name))
