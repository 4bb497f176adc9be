"""Pooling layers (mirrors `mindspore.nn.layer.pooling`)."""

from __future__ import annotations

from typing import Any

from mindshim import _checkparam as check
from mindshim._core import dispatch, dtypes
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer._arguments import need_tensor
from mindshim.nn.layer.adaptive_pools import AdaptiveAvgPool1d as AdaptiveAvgPool1d
from mindshim.nn.layer.adaptive_pools import AdaptiveAvgPool2d as AdaptiveAvgPool2d
from mindshim.nn.layer.adaptive_pools import AdaptiveAvgPool3d as AdaptiveAvgPool3d
from mindshim.nn.layer.adaptive_pools import AdaptiveMaxPool1d as AdaptiveMaxPool1d
from mindshim.nn.layer.adaptive_pools import AdaptiveMaxPool2d as AdaptiveMaxPool2d
from mindshim.nn.layer.adaptive_pools import AdaptiveMaxPool3d as AdaptiveMaxPool3d
from mindshim.nn.layer.further_pools import FractionalMaxPool2d as FractionalMaxPool2d
from mindshim.nn.layer.further_pools import FractionalMaxPool3d as FractionalMaxPool3d
from mindshim.nn.layer.further_pools import LPPool1d as LPPool1d
from mindshim.nn.layer.further_pools import LPPool2d as LPPool2d
from mindshim.nn.layer.further_pools import MaxUnpool1d as MaxUnpool1d
from mindshim.nn.layer.further_pools import MaxUnpool2d as MaxUnpool2d
from mindshim.nn.layer.further_pools import MaxUnpool3d as MaxUnpool3d
from mindshim.ops.nn import windows
from mindshim.ops.nn.pooling import avg_pool, max_pool, max_pool_indices
from mindshim.ops.reduction import mean


class _Pool(Cell):
    _n = 2

    def _prepare(self, kernel_size: Any, stride: Any, pad_mode: Any, padding: Any, ceil_mode: Any, data_format: str) -> None:
        op, n = self.cls_name, self._n
        self._size = windows.spread(op, "kernel_size", kernel_size, n)
        self._steps = windows.spread(op, "stride", stride, n)
        check.check_value_type("pad_mode", pad_mode, [str], op)
        self.pad_mode = windows.pad_mode(op, pad_mode)
        check.check_bool(ceil_mode, "ceil_mode", op)
        check.check_value_type("padding", padding, [int, tuple, list], op)
        if isinstance(padding, (tuple, list)) and len(padding) not in (1, n):
            wanted = "one int" if n == 1 else f"1 or {n} int"
            raise ValueError(f"For {op}, the padding must be a int or tuple/list contains {wanted}, but got tuple/list with length:{len(padding)}.")
        if self.pad_mode != "pad" and padding != 0:
            raise ValueError(f"For '{op}', 'padding' needs pad_mode='pad', but got pad_mode={pad_mode!r}.")
        self._pad = windows.padding(op, self.pad_mode, tuple(padding) * n if isinstance(padding, (tuple, list)) and len(padding) == 1 else padding, n, "padding")
        if n == 2 and data_format not in ("NCHW", "NHWC"):
            raise ValueError(f"For '{op}', the 'format' must be str and must be in '['NCHW', 'NHWC']', but got '{data_format}'.")
        self.kernel_size, self.stride = _plain(kernel_size), _plain(stride)
        self.padding, self.ceil_mode = padding, ceil_mode
        self._last = data_format in ("NHWC",)
        self.data_format = self.format = data_format

    def extend_repr(self) -> str:
        return f"kernel_size={self.kernel_size}, stride={self.stride}, pad_mode={self.pad_mode.upper()}"

    def _batched(self, x: Tensor, run: Any) -> Any:
        n = self._n
        need_tensor(self.cls_name, "x", x)
        if x.ndim not in (n + 1, n + 2):
            raise ValueError(f"For '{self.cls_name}', the in_shape must have {n + 1} or {n + 2} dims, but got {x.ndim}.")
        if self.pad_mode == "pad" and any(2 * low > k for (low, _), k in zip(self._pad, self._size, strict=True)):
            raise ValueError(f"For '{self.cls_name}', the padding must be at most half the kernel size {self._size}, but got {self.padding}.")
        if x.ndim == n + 2:
            return run(x)
        out = run(x.expand_dims(0))
        return tuple(o.squeeze(0) for o in out) if isinstance(out, tuple) else out.squeeze(0)


def _plain(value: Any) -> Any:
    """A tuple of one as its number."""
    return value[0] if isinstance(value, tuple) and len(value) == 1 else value


class _MaxPool(_Pool):
    def __init__(
        self, kernel_size: Any = 1, stride: Any = 1, pad_mode: str = "valid", padding: Any = 0, dilation: Any = 1,
        return_indices: bool = False, ceil_mode: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self._max(kernel_size, stride, pad_mode, padding, dilation, return_indices, ceil_mode, "NCHW")

    def _max(self, kernel_size: Any, stride: Any, pad_mode: Any, padding: Any, dilation: Any, indices: Any, ceil: Any, form: str) -> None:
        op, n = self.cls_name, self._n
        for name, value in (("kernel_size", kernel_size), ("stride", stride)):
            check.check_value_type(name, value, [int] if n == 1 else [int, tuple], op)
            if n == 3 and isinstance(value, tuple) and len(value) != 3:
                raise ValueError(f"For '{op}', the parameter '{name}' must be an positive integer or a tuple of three positive integer, but got {value}")
        self._prepare(kernel_size, stride, pad_mode, padding, ceil, form)
        check.check_bool(indices, "return_indices", op)
        self._dilation = windows.spread(op, "dilation", dilation, n)
        if self.pad_mode != "pad" and (ceil or indices or self._dilation != (1,) * n):
            raise ValueError(
                f"For {op}, the parameter 'padding', 'dilation', 'return_indices', 'ceil_mode' can not be set to non-default "
                f"value when 'pad_mode' is not 'pad', but got pad_mode:{pad_mode}."
            )
        self.dilation, self.return_indices = dilation, indices
        if n == 1:
            # The layer is one of planes, or of volumes, that are a line.
            lead = (1, 1) if self.pad_mode == "pad" else (1,)
            self.kernel_size, self.stride = (*lead, kernel_size), (*lead, stride)

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
    def _avg(self, kernel_size: Any, stride: Any, pad_mode: Any, padding: Any, ceil: Any, include: Any, divisor: Any, form: str) -> None:
        op, n = self.cls_name, self._n
        for name, value in (("kernel_size", kernel_size), ("stride", stride)):
            check.check_value_type(name, value, [int, tuple], op)
            if isinstance(value, tuple) and len(value) not in (1, n):
                raise (TypeError if n == 1 else ValueError)(f"For '{op}', the '{name}' must be an int or a tuple of {n}, but got {value}.")
        self._prepare(kernel_size, stride, pad_mode, padding, ceil, form)
        check.check_bool(include, "count_include_pad", op)
        if divisor is not None:
            check.check_is_int(divisor, "divisor_override", op)
            if divisor <= 0:
                raise ValueError(f"For '{op}', the 'divisor_override' must be > 0, but got {divisor}.")
        self.count_include_pad, self.divisor_override = include, divisor
        if n == 1 and self.pad_mode != "pad" and include and not ceil:
            # The layer is one of planes that are a line.
            self.kernel_size, self.stride = (1, *self._size), (1, *self._steps)

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

    def construct(self, x: Tensor) -> Tensor:
        (size,), (step,) = self._size, self._steps
        planes = self.pad_mode == "valid" and self.count_include_pad and not self.ceil_mode
        if planes and x.ndim in (2, 3) and 0 <= x.shape[-1] - size < step:
            # MindSpore calls a single window a mean, which is added in another order.
            return mean(x[..., :size], -1, True)
        return super().construct(x)


class AvgPool3d(_AvgPool):
    """The mean of every window of three axes (mirrors `mindspore.nn.AvgPool3d`).

    Args:
        kernel_size, stride: an int, or a tuple of one or three. pad_mode: 'valid', 'same' or 'pad' (by `padding`, an int
            or a tuple or list of one or three, at most half the kernel size). ceil_mode: keep windows that start
            inside. count_include_pad: padding counts as zeros. divisor_override: divide by this instead of the count.

    Raises:
        TypeError, ValueError: for arguments that are none of these, or an input that has not 4 or 5 axes.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.AvgPool3d(2, 2)(ms.ops.ones((1, 1, 4, 4, 4))).shape
        (1, 1, 2, 2, 2)
    """

    _n = 3

    def __init__(
        self, kernel_size: Any = 1, stride: Any = 1, pad_mode: str = "valid", padding: Any = 0, ceil_mode: bool = False,
        count_include_pad: bool = True, divisor_override: Any = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._avg(kernel_size, stride, pad_mode, padding, ceil_mode, count_include_pad, divisor_override, "NCDHW")
