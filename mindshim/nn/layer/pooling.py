"""Pooling layers (mirrors `mindspore.nn.layer.pooling`)."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim._core import dispatch, dtypes
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.ops.nn import windows
from mindshim.ops.nn.pooling import avg_pool, max_pool, max_pool_indices


class _Pool(Cell):
    _n = 2

    def _prepare(self, kernel_size: Any, stride: Any, pad_mode: Any, padding: Any, ceil_mode: Any, data_format: str) -> None:
        op = self.cls_name
        self._size = windows.spread(op, "kernel_size", kernel_size, self._n)
        self._steps = windows.spread(op, "stride", stride, self._n)
        self.pad_mode = windows.pad_mode(op, pad_mode)
        if not isinstance(ceil_mode, bool):
            raise TypeError(f"For '{op}', the 'ceil_mode' must be bool, but got {type(ceil_mode).__name__}.")
        if self.pad_mode != "pad" and (padding != 0 or ceil_mode):
            raise ValueError(f"For '{op}', 'padding' and 'ceil_mode' need pad_mode='pad', but got pad_mode={pad_mode!r}.")
        self._pad = windows.padding(op, self.pad_mode, padding, self._n, "padding")
        self.kernel_size, self.stride, self.padding, self.ceil_mode = kernel_size, stride, padding, ceil_mode
        self._last = data_format in ("NHWC",)
        self.data_format = self.format = data_format

    def extend_repr(self) -> str:
        return f"kernel_size={self.kernel_size}, stride={self.stride}, pad_mode={self.pad_mode.upper()}"

    def _batched(self, x: Tensor, run: Any) -> Any:
        if x.ndim != self._n + 1:
            return run(x)
        out = run(x.expand_dims(0))
        return tuple(o.squeeze(0) for o in out) if isinstance(out, tuple) else out.squeeze(0)


class _MaxPool(_Pool):
    def __init__(
        self, kernel_size: Any = 1, stride: Any = 1, pad_mode: str = "valid", padding: Any = 0, dilation: Any = 1,
        return_indices: bool = False, ceil_mode: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self._max(kernel_size, stride, pad_mode, padding, dilation, return_indices, ceil_mode, "NCHW")

    def _max(self, kernel_size: Any, stride: Any, pad_mode: Any, padding: Any, dilation: Any, indices: Any, ceil: Any, form: str) -> None:
        self._prepare(kernel_size, stride, pad_mode, padding, ceil, form)
        self.dilation, self.return_indices = dilation, indices
        self._dilation = windows.spread(self.cls_name, "dilation", dilation, self._n)

    def construct(self, x: Tensor) -> Any:
        args = (self._size, self._steps, self._pad, self._dilation, self.ceil_mode)
        if self.return_indices:
            return self._batched(x, lambda v: dispatch.apply(max_pool_indices, (v, *args, "plane", dtypes.int64, "MaxPool")))
        return self._batched(x, lambda v: dispatch.apply(max_pool, (v, *args, self._last, "MaxPool")))


class MaxPool2d(_MaxPool):
    """The largest number of every window of two axes (mirrors `mindspore.nn.MaxPool2d`).

    Args:
        kernel_size, stride, dilation: an int or two. pad_mode: 'valid', 'same' or 'pad' (by `padding`).
        return_indices: also the positions. ceil_mode: keep windows that start inside. data_format: 'NCHW' or 'NHWC'.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.MaxPool2d(2, 2)(ms.ops.ones((1, 1, 4, 4))).shape
        (1, 1, 2, 2)
    """

    def __init__(
        self, kernel_size: Any = 1, stride: Any = 1, pad_mode: str = "valid", padding: Any = 0, dilation: Any = 1,
        return_indices: bool = False, ceil_mode: bool = False, data_format: str = "NCHW",
    ) -> None:  # fmt: skip
        Cell.__init__(self)
        self._max(kernel_size, stride, pad_mode, padding, dilation, return_indices, ceil_mode, data_format)


class MaxPool1d(_MaxPool):
    """The largest number of every window of one axis (mirrors `mindspore.nn.MaxPool1d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.MaxPool1d(2, 2)(ms.ops.ones((1, 1, 4))).shape
        (1, 1, 2)
    """

    _n = 1


class MaxPool3d(_MaxPool):
    """The largest number of every window of three axes (mirrors `mindspore.nn.MaxPool3d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.MaxPool3d(2, 2)(ms.ops.ones((1, 1, 4, 4, 4))).shape
        (1, 1, 2, 2, 2)
    """

    _n = 3


class _AvgPool(_Pool):
    _divisor: Any = None

    def _avg(self, kernel_size: Any, stride: Any, pad_mode: Any, padding: Any, ceil: Any, include: Any, divisor: Any, form: str) -> None:
        self._prepare(kernel_size, stride, pad_mode, padding, ceil, form)
        self.count_include_pad, self.divisor_override = include, divisor

    def construct(self, x: Tensor) -> Tensor:
        args = (self._size, self._steps, self._pad, self.ceil_mode, self.count_include_pad, self.divisor_override or 0, self._last)
        return self._batched(x, lambda v: dispatch.apply(avg_pool, (v, *args, "AvgPool")))


class AvgPool2d(_AvgPool):
    """The mean of every window of two axes (mirrors `mindspore.nn.AvgPool2d`).

    Args:
        kernel_size, stride: an int or two. pad_mode: 'valid', 'same' or 'pad' (by `padding`). ceil_mode: keep windows
            that start inside. count_include_pad: padding counts as zeros. divisor_override: divide by this.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.AvgPool2d(2, 2)(ms.ops.ones((1, 1, 4, 4))).shape
        (1, 1, 2, 2)
    """

    def __init__(
        self, kernel_size: Any = 1, stride: Any = 1, pad_mode: str = "valid", padding: Any = 0, ceil_mode: bool = False,
        count_include_pad: bool = True, divisor_override: Any = None, data_format: str = "NCHW",
    ) -> None:  # fmt: skip
        super().__init__()
        self._avg(kernel_size, stride, pad_mode, padding, ceil_mode, count_include_pad, divisor_override, data_format)


class AvgPool1d(_AvgPool):
    """The mean of every window of one axis (mirrors `mindspore.nn.AvgPool1d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.AvgPool1d(2, 2)(ms.ops.ones((1, 1, 4))).shape
        (1, 1, 2)
    """

    _n = 1

    def __init__(
        self, kernel_size: Any = 1, stride: Any = 1, pad_mode: str = "valid", padding: Any = 0, ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None:  # fmt: skip
        super().__init__()
        self._avg(kernel_size, stride, pad_mode, padding, ceil_mode, count_include_pad, None, "NCHW")


class AdaptiveAvgPool2d(Cell):
    """The mean over windows that divide two axes into `output_size` parts (mirrors `mindspore.nn.AdaptiveAvgPool2d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.AdaptiveAvgPool2d(1)(ms.ops.ones((1, 1, 4, 4))).shape
        (1, 1, 1, 1)
    """

    def __init__(self, output_size: Any) -> None:
        super().__init__()
        self.output_size = output_size

    def construct(self, input: Tensor) -> Tensor:
        return ops.adaptive_avg_pool2d(input, self.output_size)


class AdaptiveAvgPool1d(AdaptiveAvgPool2d):
    """The mean over windows that divide an axis into `output_size` parts (mirrors `mindspore.nn.AdaptiveAvgPool1d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.AdaptiveAvgPool1d(1)(ms.ops.ones((1, 1, 4))).shape
        (1, 1, 1)
    """

    def construct(self, input: Tensor) -> Tensor:
        return ops.adaptive_avg_pool1d(input, self.output_size)
