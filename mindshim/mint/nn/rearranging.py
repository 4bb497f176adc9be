"""Windows into columns and back, channels into pixels, sizes of images (mirrors those layers of `mindspore.mint.nn`)."""

from __future__ import annotations

from typing import Any

from mindshim.common.tensor import Tensor
from mindshim.mint.nn import functional as F
from mindshim.nn.cell import Cell


class Fold(Cell):
    """Columns summed into the windows of an image (mirrors `mindspore.mint.nn.Fold`).

    Args:
        output_size: of the image. kernel_size, dilation, padding, stride: of the windows.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.Fold((3, 3), 2)(ms.ops.ones((1, 8, 4))).shape
        (1, 2, 3, 3)
    """

    def __init__(self, output_size: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> None:
        super().__init__()
        self.output_size, self.kernel_size = output_size, kernel_size
        self.dilation, self.padding, self.stride = dilation, padding, stride

    def construct(self, input: Tensor) -> Tensor:
        return F.fold(input, self.output_size, self.kernel_size, self.dilation, self.padding, self.stride)


class UnfoldExt(Cell):
    """The windows of an image as columns (mirrors `mindspore.mint.nn.Unfold`).

    Args:
        kernel_size, dilation, padding, stride: of the windows.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.Unfold(2)(ms.ops.ones((1, 2, 3, 3))).shape
        (1, 8, 4)
    """

    def __init__(self, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> None:
        super().__init__()
        self.kernel_size, self.dilation, self.padding, self.stride = kernel_size, dilation, padding, stride

    def construct(self, input: Tensor) -> Tensor:
        return F.unfold(input, self.kernel_size, self.dilation, self.padding, self.stride)


class PixelShuffle(Cell):
    """Channels rearranged into pixels (mirrors `mindspore.mint.nn.PixelShuffle`).

    Args:
        upscale_factor: how much wider and higher the image gets.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.PixelShuffle(2)(ms.ops.ones((1, 4, 3, 3))).shape
        (1, 1, 6, 6)
    """

    def __init__(self, upscale_factor: int) -> None:
        super().__init__()
        self.upscale_factor = upscale_factor

    def construct(self, input: Tensor) -> Tensor:
        return F.pixel_shuffle(input, self.upscale_factor)


class UpsampleExt(Cell):
    """Images of another size (mirrors `mindspore.mint.nn.Upsample`).

    Args:
        size: of the output, or scale_factor. mode: 'nearest', 'linear', 'bilinear', 'bicubic' or 'trilinear'.
            align_corners: whether corners keep their values. recompute_scale_factor: from the sizes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.Upsample(scale_factor=2.0)(ms.Tensor([[[1.0, 2.0]]])))
        [[[1. 1. 2. 2.]]]
    """

    def __init__(
        self, size: Any = None, scale_factor: Any = None, mode: str = "nearest", align_corners: bool | None = None,
        recompute_scale_factor: bool | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.size, self.scale_factor, self.mode = size, scale_factor, mode
        self.align_corners, self.recompute_scale_factor = align_corners, recompute_scale_factor

    def construct(self, input: Tensor) -> Tensor:
        return F.interpolate(input, self.size, self.scale_factor, self.mode, self.align_corners, self.recompute_scale_factor)


class UpsamplingNearest2d(Cell):
    """Images of another size, of the nearest pixels (mirrors `mindspore.mint.nn.UpsamplingNearest2d`).

    Args:
        size: of the output, two ints, or scale_factor, two floats.

    Raises:
        ValueError: if neither or both are given. TypeError: for another type.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.UpsamplingNearest2d(size=(1, 4))(ms.Tensor([[[[1.0, 2.0]]]])))
        [[[[1. 1. 2. 2.]]]]
    """

    def __init__(self, size: Any = None, scale_factor: Any = None) -> None:
        super().__init__()
        self.size, self.scale_factor = size, scale_factor

    def construct(self, input: Tensor) -> Tensor:
        return F.interpolate(input, self.size, self.scale_factor, "nearest")


class UpsamplingBilinear2d(UpsamplingNearest2d):
    """Images of another size, interpolated; corners keep their values (mirrors `mindspore.mint.nn.UpsamplingBilinear2d`).

    The arguments are those of `UpsamplingNearest2d`.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.UpsamplingBilinear2d(size=(1, 3))(ms.Tensor([[[[1.0, 2.0]]]])))
        [[[[1.  1.5 2. ]]]]
    """

    def construct(self, input: Tensor) -> Tensor:
        return F.interpolate(input, self.size, self.scale_factor, "bilinear", True)
