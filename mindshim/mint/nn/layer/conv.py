"""Convolution layers (mirrors `mindspore.mint.nn.layer.conv`)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mindshim.common import dtype as mstype
from mindshim.common.initializer import HeUniform, Uniform, initializer
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.mint.nn import functional as F
from mindshim.nn.cell import Cell
from mindshim.nn.layer.basic import positive_int
from mindshim.ops.nn.windows import spread

_MODES = ("zeros", "reflect", "replicate", "circular")


class _Conv(Cell):
    """What convolutions and transposed convolutions have in common."""

    _axes = 2
    _transposed = False

    def _set(self, sizes: tuple[Any, ...], window: tuple[Any, ...], bias: bool, padding_mode: str, dtype: Any) -> None:
        (ins, outs, groups), (kernel, stride, padding, dilation), n = sizes, window, self._axes
        op = self.cls_name
        for name, value in (("in_channels", ins), ("out_channels", outs), ("groups", groups)):
            positive_int(op, name, value)
        if ins % groups or outs % groups:
            raise ValueError(f"For '{op}', in_channels and out_channels must be divisible by groups, but got {ins}, {outs} and {groups}.")
        if padding_mode not in (_MODES if not self._transposed else _MODES[:1]):
            raise ValueError(f"For '{op}', the value of 'padding_mode' must be one of {_MODES}, but got {padding_mode}.")
        self.in_channels, self.out_channels, self.groups = ins, outs, groups
        self.kernel_size, self.stride = spread(op, "kernel_size", kernel, n), spread(op, "stride", stride, n)
        self.dilation = spread(op, "dilation", dilation, n)
        if isinstance(padding, str):
            if padding not in ("valid", "same"):
                raise ValueError(f"For '{op}', the value of 'padding' must be 'valid' or 'same', but got {padding}.")
            if padding == "same" and any(s != 1 for s in self.stride):
                raise ValueError(f"For '{op}', padding='same' is not supported for strided convolutions.")
            self.padding: Any = padding
        else:
            self.padding = spread(op, "padding", padding, n, 0)
        self.padding_mode = padding_mode
        of_groups = (ins, outs // groups) if self._transposed else (outs, ins // groups)
        shape = (*of_groups, *self.kernel_size)
        dtype = mstype.float32 if dtype is None else dtype
        self.weight = Parameter(initializer(HeUniform(math.sqrt(5)), shape, dtype), name="weight")
        bound = 1 / math.sqrt(int(np.prod(shape[1:])))
        self.bias = Parameter(initializer(Uniform(bound), (outs,), dtype), name="bias") if bias else None

    def extend_repr(self) -> str:
        return (
            f"input_channels={self.in_channels}, output_channels={self.out_channels}, kernel_size={self.kernel_size}, "
            f"stride={self.stride}, padding={self.padding}, dilation={self.dilation}, groups={self.groups}, "
            f"bias={self.bias is not None}"
        )

    def _filled(self, x: Tensor) -> tuple[Tensor, Any]:
        """The input with its own values around it, if the mode says so, and the padding that is left to do."""
        if self.padding_mode == "zeros" or self.padding == "valid":
            return x, self.padding
        if self.padding == "same":
            totals = [d * (k - 1) for d, k in zip(self.dilation, self.kernel_size, strict=True)]
            pairs = [(t // 2, t - t // 2) for t in totals]
        else:
            pairs = [(p, p) for p in self.padding]
        flat = [v for pair in reversed(pairs) for v in pair]
        return F.pad(x, flat, mode=self.padding_mode), 0


class Conv1d(_Conv):
    """Convolution of sequences (mirrors `mindspore.mint.nn.Conv1d`).

    The arguments are those of `Conv2d`, with one axis.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.Conv1d(3, 8, 3)(ms.ops.ones((1, 3, 5))).shape
        (1, 8, 3)
    """

    _axes = 1

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: Any, stride: Any = 1, padding: Any = 0, dilation: Any = 1,
        groups: int = 1, bias: bool = True, padding_mode: str = "zeros", dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._set((in_channels, out_channels, groups), (kernel_size, stride, padding, dilation), bias, padding_mode, dtype)

    def construct(self, input: Tensor) -> Tensor:
        x, padding = self._filled(input)
        return F.conv1d(x, self.weight, self.bias, self.stride, padding, self.dilation, self.groups)


class Conv2d(_Conv):
    """Convolution of images (mirrors `mindspore.mint.nn.Conv2d`).

    Args:
        in_channels, out_channels: channels of the input and of the output. kernel_size: height and width of the window.
        stride, dilation: steps of the window and within it. padding: rows and columns around the image, or 'valid', 'same'.
        groups: of channels that are convolved apart. bias: whether there is one. padding_mode: 'zeros', 'reflect',
            'replicate' or 'circular'. dtype: of the Parameters, float32 if None.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.Conv2d(3, 8, 3, padding=1)(ms.ops.ones((1, 3, 5, 5))).shape
        (1, 8, 5, 5)
    """

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: Any, stride: Any = 1, padding: Any = 0, dilation: Any = 1,
        groups: int = 1, bias: bool = True, padding_mode: str = "zeros", dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._set((in_channels, out_channels, groups), (kernel_size, stride, padding, dilation), bias, padding_mode, dtype)

    def construct(self, input: Tensor) -> Tensor:
        x, padding = self._filled(input)
        return F.conv2d(x, self.weight, self.bias, self.stride, padding, self.dilation, self.groups)


class Conv3d(_Conv):
    """Convolution of volumes (mirrors `mindspore.mint.nn.Conv3d`).

    The arguments are those of `Conv2d`, with three axes.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.Conv3d(1, 2, 3)(ms.ops.ones((1, 1, 5, 5, 5))).shape
        (1, 2, 3, 3, 3)
    """

    _axes = 3

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: Any, stride: Any = 1, padding: Any = 0, dilation: Any = 1,
        groups: int = 1, bias: bool = True, padding_mode: str = "zeros", dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._set((in_channels, out_channels, groups), (kernel_size, stride, padding, dilation), bias, padding_mode, dtype)

    def construct(self, input: Tensor) -> Tensor:
        x, padding = self._filled(input)
        return F.conv3d(x, self.weight, self.bias, self.stride, padding, self.dilation, self.groups)


class ConvTranspose2d(_Conv):
    """Transposed convolution of images (mirrors `mindspore.mint.nn.ConvTranspose2d`).

    The arguments are those of `Conv2d`; `output_padding` rows and columns are added to the output, at its end, or as many
    as the `output_size` of a call wants. The `padding_mode` must be 'zeros'.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.ConvTranspose2d(1, 2, 3, stride=2)(ms.ops.ones((1, 1, 2, 2))).shape
        (1, 2, 5, 5)
    """

    _transposed = True

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: Any, stride: Any = 1, padding: Any = 0,
        output_padding: Any = 0, groups: int = 1, bias: bool = True, dilation: Any = 1, padding_mode: str = "zeros",
        dtype: Any = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._set((in_channels, out_channels, groups), (kernel_size, stride, padding, dilation), bias, padding_mode, dtype)
        self.output_padding = spread(self.cls_name, "output_padding", output_padding, 2, 0)

    def construct(self, input: Tensor, output_size: Any = None) -> Tensor:
        added = self.output_padding if output_size is None else self._added(input, output_size)
        return F.conv_transpose2d(input, self.weight, self.bias, self.stride, self.padding, added, self.groups, self.dilation)

    def _added(self, input: Tensor, output_size: Any) -> tuple[int, ...]:
        """What the smallest output lacks of the size that is wanted."""
        if len(output_size) not in (2, input.ndim):
            raise ValueError(
                f"For '{self.cls_name}', the 'output_size' must have 2 or {input.ndim} elements for an input of rank {input.ndim}, "
                f"but got {len(output_size)}."
            )
        settings = zip(input.shape[-2:], self.stride, self.padding, self.dilation, self.kernel_size, strict=True)
        least = [(n - 1) * s - 2 * p + d * (k - 1) + 1 for n, s, p, d, k in settings]
        added = tuple(w - m for w, m in zip(output_size[-2:], least, strict=True))
        if any(not 0 <= a < s for a, s in zip(added, self.stride, strict=True)):
            most = [m + s - 1 for m, s in zip(least, self.stride, strict=True)]
            raise ValueError(
                f"For '{self.cls_name}', the 'output_size' must be from {least} to {most} for an input of shape {input.shape}, "
                f"but got {tuple(output_size)}."
            )
        return added
