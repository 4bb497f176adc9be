"""Pooling (mirrors the pooling layers of `mindspore.mint.nn`)."""

from __future__ import annotations

from typing import Any

from mindshim.common.tensor import Tensor
from mindshim.mint.nn import functional as F
from mindshim.nn.cell import Cell


class AvgPool1dExt(Cell):
    """Means of windows of a sequence (mirrors `mindspore.mint.nn.AvgPool1d`).

    Args:
        kernel_size, stride, padding, ceil_mode, count_include_pad: as those of `AvgPool2d`.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.AvgPool1d(2)(ms.Tensor([[[1.0, 2.0, 3.0, 6.0]]])))
        [[[1.5 4.5]]]
    """

    def __init__(
        self, kernel_size: Any, stride: Any = None, padding: Any = 0, ceil_mode: bool = False, count_include_pad: bool = True
    ) -> None:
        super().__init__()
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding
        self.ceil_mode, self.count_include_pad = ceil_mode, count_include_pad

    def construct(self, input: Tensor) -> Tensor:
        return F.avg_pool1d(input, self.kernel_size, self.stride, self.padding, self.ceil_mode, self.count_include_pad)


class AvgPool2dExt(Cell):
    """Means of windows of an image (mirrors `mindspore.mint.nn.AvgPool2d`).

    Args:
        kernel_size, stride, padding: of the window; its own size is the stride if that is None. ceil_mode: windows that
            begin within the image may end beyond. count_include_pad: padding counts. divisor_override: what sums are
            divided by, instead of the count.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.AvgPool2d(2)(ms.Tensor([[[[1.0, 2.0], [3.0, 6.0]]]])))
        [[[[3.]]]]
    """

    def __init__(
        self, kernel_size: Any, stride: Any = None, padding: Any = 0, ceil_mode: bool = False,
        count_include_pad: bool = True, divisor_override: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding
        self.ceil_mode, self.count_include_pad, self.divisor_override = ceil_mode, count_include_pad, divisor_override

    def _settings(self) -> tuple[Any, ...]:
        return self.kernel_size, self.stride, self.padding, self.ceil_mode, self.count_include_pad, self.divisor_override

    def construct(self, input: Tensor) -> Tensor:
        return F.avg_pool2d(input, *self._settings())


class AvgPool3dExt(AvgPool2dExt):
    """Means of windows of a volume (mirrors `mindspore.mint.nn.AvgPool3d`); the arguments are those of `AvgPool2d`.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.AvgPool3d(2)(ms.ops.ones((1, 1, 4, 4, 4))).shape
        (1, 1, 2, 2, 2)
    """

    def construct(self, input: Tensor) -> Tensor:
        return F.avg_pool3d(input, *self._settings())


class _AdaptiveAvgPool(Cell):
    def __init__(self, output_size: Any) -> None:
        super().__init__()
        self.output_size = output_size

    def extend_repr(self) -> str:
        return f"output_size={self.output_size}"


class AdaptiveAvgPool1d(_AdaptiveAvgPool):
    """Means of so many windows of a sequence (mirrors `mindspore.mint.nn.AdaptiveAvgPool1d`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.AdaptiveAvgPool1d(1)(ms.Tensor([[[1.0, 2.0, 3.0]]])))
        [[[2.]]]
    """

    def construct(self, input: Tensor) -> Tensor:
        return F.adaptive_avg_pool1d(input, self.output_size)


class AdaptiveAvgPool2d(_AdaptiveAvgPool):
    """Means of so many windows of an image (mirrors `mindspore.mint.nn.AdaptiveAvgPool2d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.AdaptiveAvgPool2d((1, 2))(ms.ops.ones((1, 3, 4, 4))).shape
        (1, 3, 1, 2)
    """

    def construct(self, input: Tensor) -> Tensor:
        return F.adaptive_avg_pool2d(input, self.output_size)


class AdaptiveAvgPool3d(_AdaptiveAvgPool):
    """Means of so many windows of a volume (mirrors `mindspore.mint.nn.AdaptiveAvgPool3d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.AdaptiveAvgPool3d(2)(ms.ops.ones((1, 3, 4, 4, 4))).shape
        (1, 3, 2, 2, 2)
    """

    def construct(self, input: Tensor) -> Tensor:
        return F.adaptive_avg_pool3d(input, self.output_size)


class AdaptiveMaxPool1d(Cell):
    """The greatest element of each of so many windows of a sequence (mirrors `mindspore.mint.nn.AdaptiveMaxPool1d`).

    Args:
        output_size: the number of windows. return_indices: give the positions too.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.AdaptiveMaxPool1d(1)(ms.Tensor([[[1.0, 3.0, 2.0]]])))
        [[[3.]]]
    """

    def __init__(self, output_size: Any, return_indices: bool = False) -> None:
        super().__init__()
        self.output_size, self.return_indices = output_size, return_indices

    def extend_repr(self) -> str:
        return f"output_size={self.output_size}, return_indices={self.return_indices}"

    def construct(self, input: Tensor) -> Any:
        return F.adaptive_max_pool1d(input, self.output_size, self.return_indices)


class MaxPool2dExt(Cell):
    """The greatest element of each window of an image (mirrors `mindspore.mint.nn.MaxPool2d`).

    Args:
        kernel_size, stride, padding, dilation: of the window; its own size is the stride if that is None.
        return_indices: give the positions in the image too, what `MaxUnpool2d` takes. ceil_mode: windows that begin
            within the image may end beyond.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.MaxPool2d(2)(ms.Tensor([[[[1.0, 2.0], [3.0, 6.0]]]])))
        [[[[6.]]]]
    """

    def __init__(
        self, kernel_size: Any, stride: Any = None, padding: Any = 0, dilation: Any = 1, return_indices: bool = False,
        ceil_mode: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self.kernel_size, self.stride, self.padding, self.dilation = kernel_size, stride, padding, dilation
        self.return_indices, self.ceil_mode = return_indices, ceil_mode

    def construct(self, input: Tensor) -> Any:
        return F.max_pool2d(
            input, self.kernel_size, self.stride, self.padding, self.dilation,
            ceil_mode=self.ceil_mode, return_indices=self.return_indices,
        )  # fmt: skip


class MaxUnpool2d(Cell):
    """Greatest elements put back where they were, among zeros (mirrors `mindspore.mint.nn.MaxUnpool2d`).

    Called with what `MaxPool2d` gives, the elements and their positions, and with a size if the image had another than
    the windows fill.

    Args:
        kernel_size, stride, padding: of the windows; their own size is the stride if that is None.

    Examples:
        >>> import mindshim as ms
        >>> pool = ms.mint.nn.MaxPool2d(2, return_indices=True)
        >>> values, indices = pool(ms.Tensor([[[[1.0, 2.0], [3.0, 6.0]]]]))
        >>> print(ms.mint.nn.MaxUnpool2d(2)(values, indices))
        [[[[0. 0.]
           [0. 6.]]]]
    """

    def __init__(self, kernel_size: Any, stride: Any = None, padding: Any = 0) -> None:
        super().__init__()
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding

    def construct(self, input: Tensor, indices: Tensor, output_size: Any = None) -> Tensor:
        return F.max_unpool2d(input, indices, self.kernel_size, self.stride, self.padding, output_size)
