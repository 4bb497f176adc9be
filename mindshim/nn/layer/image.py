"""Layers that move elements between channels and space (mirrors `mindspore.nn.layer.image`)."""

from __future__ import annotations

from mindshim import ops
from mindshim._core import lazy
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer.image_quality import MSSSIM as MSSSIM
from mindshim.nn.layer.image_quality import PSNR as PSNR
from mindshim.nn.layer.image_quality import SSIM as SSIM
from mindshim.nn.layer.image_quality import CentralCrop as CentralCrop
from mindshim.nn.layer.image_quality import ImageGradients as ImageGradients

__getattr__ = lazy.earlier(__name__)


class PixelShuffle(Cell):
    """Channels spread over space: (*, C * r * r, H, W) to (*, C, H * r, W * r) (mirrors `mindspore.nn.PixelShuffle`).

    Args:
        upscale_factor: r.

    Raises:
        TypeError: if `upscale_factor` is no int. ValueError: if it is not positive, or does not fit the input.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.PixelShuffle(2)(ms.ops.ones((1, 8, 3, 3))).shape
        (1, 2, 6, 6)
    """

    def __init__(self, upscale_factor: int) -> None:
        super().__init__()
        self.upscale_factor = upscale_factor

    def construct(self, input: Tensor) -> Tensor:
        return ops.pixel_shuffle(input, self.upscale_factor)


class PixelUnshuffle(Cell):
    """Space gathered into channels: (*, C, H * r, W * r) to (*, C * r * r, H, W) (mirrors `mindspore.nn.PixelUnshuffle`).

    Args:
        downscale_factor: r.

    Raises:
        TypeError: if `downscale_factor` is no int. ValueError: if it is not positive, or does not fit the input.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.PixelUnshuffle(2)(ms.ops.ones((1, 2, 6, 6))).shape
        (1, 8, 3, 3)
    """

    def __init__(self, downscale_factor: int) -> None:
        super().__init__()
        self.downscale_factor = downscale_factor

    def construct(self, input: Tensor) -> Tensor:
        return ops.pixel_unshuffle(input, self.downscale_factor)
