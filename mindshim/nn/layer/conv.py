"""Convolution layers (mirrors `mindspore.nn.layer.conv`)."""

from __future__ import annotations

import functools
import math
from typing import Any

from mindshim import _checkparam as check
from mindshim import ops
from mindshim._core import dispatch
from mindshim.common import dtype as mstype
from mindshim.common.initializer import HeUniform, Uniform, initializer
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer._arguments import need_tensor, positive_int
from mindshim.ops.nn import windows
from mindshim.ops.nn.conv import conv
from mindshim.ops.nn.conv_transpose import conv_transpose, transposed


def _check_input_3d(input_shape: Any, op_name: str) -> None:
    """Raise ValueError unless a shape has three axes; programs check with it what their own layers get."""
    if len(input_shape) != 3:
        raise ValueError(f"For '{op_name}', the dimension of input must be 3d, but got {len(input_shape)}.")


class _Conv(Cell):
    """What the convolution layers share: checked arguments, weight and bias."""

    _n = 2
    _transposed = False
    # MindSpore's exception for a mode that is no str.
    _mode_error: type[Exception] = TypeError

    def _prepare(
        self, in_channels: Any, out_channels: Any, kernel_size: Any, stride: Any, pad_mode: Any, padding: Any, dilation: Any,
        group: Any, has_bias: Any, weight_init: Any, bias_init: Any, data_format: str, dtype: Any,
    ) -> None:  # fmt: skip
        op, n = self.cls_name, self._n
        self.in_channels = positive_int(op, "in_channels", in_channels)
        self.out_channels = positive_int(op, "out_channels", out_channels)
        self.group = positive_int(op, "group", group)
        if in_channels % group or out_channels % group:
            raise ValueError(
                f"For '{op}', the 'in_channels' and 'out_channels' must be divisible by 'group', but got {in_channels}, "
                f"{out_channels} and {group}."
            )
        if not isinstance(has_bias, bool):
            raise TypeError(f"For '{op}', the type of 'has_bias' must be bool, but got {type(has_bias).__name__}.")
        if not isinstance(pad_mode, str):
            raise self._mode_error(f"For '{op}', the 'pad_mode' must be str and must be in '['valid', 'same', 'pad']', but got '{pad_mode}'.")
        check.check_string(data_format, ["NCHW", "NHWC", "NCDHW", "NDHWC"], "format", op)
        for name, value in (("kernel_size", kernel_size), ("stride", stride), ("dilation", dilation), ("padding", padding)):
            check.check_value_type(name, value, [int, tuple], op)
        self.kernel_size = windows.spread(op, "kernel_size", kernel_size, n)
        self.stride = windows.spread(op, "stride", stride, n)
        self.dilation = windows.spread(op, "dilation", dilation, n)
        self.pad_mode = windows.pad_mode(op, pad_mode)
        self.padding = padding
        self._pad = windows.padding(op, self.pad_mode, padding, n, "padding")
        self.has_bias, self.data_format = has_bias, data_format
        self.weight_init, self.bias_init = weight_init, bias_init
        pair = (in_channels, out_channels // group) if self._transposed else (out_channels, in_channels // group)
        shape = [*pair, *self.kernel_size] if data_format[1] == "C" else [pair[0], *self.kernel_size, pair[1]]
        if weight_init is None:
            self.weight_init = weight_init = HeUniform(math.sqrt(5))
        self.weight = Parameter(initializer(weight_init, shape, dtype=dtype), name="weight")
        self.bias = None
        if has_bias:
            if bias_init is None:
                fan_in = pair[1] * math.prod(self.kernel_size)
                self.bias_init = bias_init = Uniform(scale=1 / math.sqrt(fan_in))
            self.bias = Parameter(initializer(bias_init, [out_channels], dtype=dtype), name="bias")
        self._args = (self.stride, self._pad, self.dilation, group, data_format, f"Conv{n}D")

    def construct(self, x: Tensor) -> Tensor:
        return dispatch.apply(conv, (x, self.weight, self.bias, *self._args))

    # Subclasses outside call the layer's operators with weights of their own.
    @functools.cached_property
    def bias_add(self) -> Any:
        """The operator that adds a bias, with this layer's format."""
        return ops.BiasAdd(data_format=self.data_format)

    def _settings(self) -> dict[str, Any]:
        return {
            "pad_mode": self.pad_mode,
            "pad": tuple(p for pair in self._pad for p in pair) if self.pad_mode == "pad" else 0,
            "stride": self.stride,
            "dilation": self.dilation,
            "group": self.group,
            "data_format": self.data_format,
        }

    def extend_repr(self) -> str:
        return (
            f"input_channels={self.in_channels}, output_channels={self.out_channels}, kernel_size={self.kernel_size}, "
            f"stride={self.stride}, pad_mode={self.pad_mode}, padding={self.padding}, dilation={self.dilation}, "
            f"group={self.group}, has_bias={self.has_bias}, weight_init={self.weight_init}, bias_init={self.bias_init}, "
            f"format={self.data_format}"
        )


_ARGS = """
    Args:
        in_channels, out_channels: channels before and after. kernel_size, stride, dilation: an int or one for each axis.
        pad_mode: 'same', 'valid' or 'pad' (by `padding`). group: groups of channels. has_bias: whether there is a bias.
        weight_init, bias_init: a Tensor, name, number or initializer; uniform within 1 / sqrt(fan_in) by default.
        dtype: of the Parameters.

    Raises:
        TypeError, ValueError: for arguments that are none of these.
"""


class Conv2d(_Conv):
    """Convolution over two spatial axes (mirrors `mindspore.nn.Conv2d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.Conv2d(1, 3, 2)(ms.ops.ones((1, 1, 4, 4))).shape
        (1, 3, 4, 4)
    """

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: Any, stride: Any = 1, pad_mode: str = "same", padding: Any = 0,
        dilation: Any = 1, group: int = 1, has_bias: bool = False, weight_init: Any = None, bias_init: Any = None,
        data_format: str = "NCHW", dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__()
        self._prepare(in_channels, out_channels, kernel_size, stride, pad_mode, padding, dilation, group, has_bias,
                      weight_init, bias_init, data_format, dtype)  # fmt: skip

    @functools.cached_property
    def conv2d(self) -> Any:
        """The operator of input and weight, with this layer's settings."""
        return ops.Conv2D(self.out_channels, self.kernel_size, **self._settings())

    # What `construct` computes, in operators: `rewrite` reads this.
    def _in_parts(self, x: Tensor) -> Tensor:
        output = self.conv2d(x, self.weight)
        if self.has_bias:
            output = self.bias_add(output, self.bias)
        return output


class Conv1d(_Conv):
    """Convolution over one spatial axis (mirrors `mindspore.nn.Conv1d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.Conv1d(1, 3, 2)(ms.ops.ones((1, 1, 4))).shape
        (1, 3, 4)
    """

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: Any, stride: Any = 1, pad_mode: str = "same", padding: Any = 0,
        dilation: Any = 1, group: int = 1, has_bias: bool = False, weight_init: Any = None, bias_init: Any = None,
        dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__()
        for name, value in (("kernel_size", kernel_size), ("stride", stride), ("dilation", dilation)):
            check.check_value_type(name, value, [int], self.cls_name)
        weight_init = _flat_kernel(self.cls_name, weight_init)
        self._prepare(in_channels, out_channels, (1, kernel_size), (1, stride), pad_mode, _flat_pad(self.cls_name, padding),
                      (1, dilation), group, has_bias, weight_init, bias_init, "NCHW", dtype)  # fmt: skip

    _mode_error = ValueError

    @functools.cached_property
    def conv2d(self) -> Any:
        """The operator of input and weight, with this layer's settings."""
        return ops.Conv2D(self.out_channels, self.kernel_size, **self._settings())

    def construct(self, x: Tensor) -> Tensor:
        need_tensor(self.cls_name, "x", x)
        if x.ndim != 3:
            raise ValueError(f"For '{self.cls_name}', the dimension of input must be 3, but got {x.ndim}.")
        return super().construct(x.expand_dims(2)).squeeze(2)


def _flat_kernel(op: str, weight_init: Any) -> Any:
    """A Tensor for the weights of one axis, as those of a plane of height 1; anything else as it is."""
    if not isinstance(weight_init, Tensor):
        return weight_init
    if weight_init.ndim != 3:
        raise ValueError(
            f"For '{op}', the 'weight_init_shape' must be int and must = 3, but got '{weight_init.ndim}' with type 'int'."
        )
    shape = (*weight_init.shape[:2], 1, weight_init.shape[2])
    if weight_init.has_init:
        return initializer(weight_init.init, shape, weight_init.dtype)
    return weight_init.reshape(shape)


def _flat_pad(op: str, padding: Any) -> tuple[int, ...]:
    """One axis' padding for a plane of height 1, as MindSpore's one-dimensional weights want it."""
    check.check_non_negative_int(padding, "padding", op)
    return (0, 0, padding, padding)


class Conv3d(_Conv):
    """Convolution over three spatial axes (mirrors `mindspore.nn.Conv3d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.Conv3d(1, 3, 2)(ms.ops.ones((1, 1, 4, 4, 4))).shape
        (1, 3, 4, 4, 4)
    """

    _n = 3

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: Any, stride: Any = 1, pad_mode: str = "same", padding: Any = 0,
        dilation: Any = 1, group: int = 1, has_bias: bool = False, weight_init: Any = None, bias_init: Any = None,
        data_format: str = "NCDHW", dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__()
        self._prepare(in_channels, out_channels, kernel_size, stride, pad_mode, padding, dilation, group, has_bias,
                      weight_init, bias_init, data_format, dtype)  # fmt: skip

    @functools.cached_property
    def conv3d(self) -> Any:
        """The operator of input and weight, with this layer's settings."""
        return ops.Conv3D(self.out_channels, self.kernel_size, **self._settings())


class _ConvTranspose(_Conv):
    """What the transposed convolutions of planes share: the size of the output."""

    _transposed = True
    _mode_error = ValueError

    def construct(self, x: Tensor) -> Tensor:
        need_tensor(self.cls_name, "x", x)
        op = "Conv2DTranspose"
        if self.pad_mode == "pad":
            return transposed(op, x, self.weight, self.bias, self.stride, self._pad, (0, 0), self.group, self.dilation)
        if self.pad_mode == "same":
            sizes = tuple(size * s for size, s in zip(x.shape[2:], self.stride, strict=True))
        else:
            sizes = tuple(
                (size - 1) * s + max((k - 1) * d + 1, s)
                for size, s, k, d in zip(x.shape[2:], self.stride, self.kernel_size, self.dilation, strict=True)
            )
        shape = (x.shape[0], self.out_channels, *sizes)
        args = (shape, self.stride, self._pad, self.dilation, self.group, "NCHW", op)
        return dispatch.apply(conv_transpose, (x, self.weight, self.bias, *args))


class Conv2dTranspose(_ConvTranspose):
    """Transposed convolution over two spatial axes (mirrors `mindspore.nn.Conv2dTranspose`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.Conv2dTranspose(3, 1, 2, stride=2)(ms.ops.ones((1, 3, 4, 4))).shape
        (1, 1, 8, 8)
    """

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: Any, stride: Any = 1, pad_mode: str = "same", padding: Any = 0,
        output_padding: Any = 0, dilation: Any = 1, group: int = 1, has_bias: bool = False, weight_init: Any = None,
        bias_init: Any = None, dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__()
        self._prepare(in_channels, out_channels, kernel_size, stride, pad_mode, padding, dilation, group, has_bias,
                      weight_init, bias_init, "NCHW", dtype)  # fmt: skip
        check.check_value_type("output_padding", output_padding, [int, tuple], self.cls_name)
        self.output_padding = windows.spread(self.cls_name, "output_padding", output_padding, 2, 0)
        if self.pad_mode != "pad" and any(self.output_padding):
            raise ValueError(f"For '{self.cls_name}', the 'output_padding' must be zero when 'pad_mode' is not 'pad', but got {output_padding}.")
        for extra, s, d in zip(self.output_padding, self.stride, self.dilation, strict=True):
            if extra >= max(s, d):
                raise ValueError(f"For '{self.cls_name}', the 'output_padding' must be in range of [0, max(stride, dilation)), but got {output_padding}.")

    def construct(self, x: Tensor) -> Tensor:
        out = super().construct(x)
        rows, columns = self.output_padding
        # MindSpore adds zeros after the bias, not what a larger transposed convolution would give.
        return ops.pad(out, (0, columns, 0, rows)) if rows or columns else out


class Conv1dTranspose(_ConvTranspose):
    """Transposed convolution over one spatial axis (mirrors `mindspore.nn.Conv1dTranspose`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.Conv1dTranspose(3, 1, 2, stride=2)(ms.ops.ones((1, 3, 4))).shape
        (1, 1, 8)
    """

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: int, stride: int = 1, pad_mode: str = "same", padding: int = 0,
        dilation: int = 1, group: int = 1, has_bias: bool = False, weight_init: Any = None, bias_init: Any = None,
        dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__()
        op = self.cls_name
        settings = {"kernel_size": kernel_size, "stride": stride, "padding": padding, "dilation": dilation}
        for name, value in settings.items():
            check.check_value_type(name, value, [int], op)
            check.check_int(value, 0 if name == "padding" else 1, check.GE, name, op)
        weight_init = _flat_kernel(op, weight_init)
        self._prepare(in_channels, out_channels, (1, kernel_size), (1, stride), pad_mode, (0, 0, padding, padding), (1, dilation),
                      group, has_bias, weight_init, bias_init, "NCHW", dtype)  # fmt: skip

    def construct(self, x: Tensor) -> Tensor:
        need_tensor(self.cls_name, "x", x)
        if x.ndim != 3:
            raise ValueError(f"For '{self.cls_name}', the dimension of input must be 3d, but got {x.ndim}.")
        return super().construct(x.expand_dims(2)).squeeze(2)


class Conv3dTranspose(_Conv):
    """Transposed convolution over three spatial axes (mirrors `mindspore.nn.Conv3dTranspose`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.Conv3dTranspose(3, 1, 2, stride=2)(ms.ops.ones((1, 3, 2, 4, 4))).shape
        (1, 1, 4, 8, 8)
    """

    _n = 3
    _transposed = True

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: Any, stride: Any = 1, pad_mode: str = "same", padding: Any = 0,
        dilation: Any = 1, group: int = 1, output_padding: Any = 0, has_bias: bool = False, weight_init: Any = None,
        bias_init: Any = None, data_format: str = "NCDHW", dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__()
        check.check_string(data_format, ["NCDHW"], "format", self.cls_name)
        self._prepare(in_channels, out_channels, kernel_size, stride, pad_mode, padding, dilation, group, has_bias,
                      weight_init, bias_init, data_format, dtype)  # fmt: skip
        check.check_value_type("output_padding", output_padding, [int, tuple], self.cls_name)
        if self.dilation[0] != 1:
            raise ValueError(f"For 'Conv3DTranspose', the depth of parameter 'dilation' must be 1, but got {self.dilation[0]}.")
        self.output_padding = output_padding
        self.conv3d_transpose = ops.Conv3DTranspose(
            in_channels, out_channels, self.kernel_size, 1, self.pad_mode, padding, self.stride, self.dilation, group,
            output_padding, data_format,
        )  # fmt: skip

    def construct(self, x: Tensor) -> Tensor:
        need_tensor(self.cls_name, "x", x)
        return self.conv3d_transpose(x, self.weight, self.bias)


for _cls in (Conv1d, Conv2d, Conv3d, Conv1dTranspose, Conv2dTranspose, Conv3dTranspose):
    _head, _, _tail = (_cls.__doc__ or "").partition("\n\n")
    _cls.__doc__ = f"{_head}\n{_ARGS}\n{_tail}"
