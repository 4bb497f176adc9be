"""Layers that compare images, and that look at how an image changes (offered as `mindspore.nn.layer.image` too)."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import _checkparam as check
from mindshim._core import dispatch
from mindshim.common import dtype as mstype
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer._arguments import need_tensor
from mindshim.nn.layer.activation import ReLU
from mindshim.nn.layer.container import CellList
from mindshim.nn.layer.conv import Conv2d
from mindshim.nn.layer.pooling import AvgPool2d
from mindshim.ops.nn.image_quality import (
    image_gradients,
    multiscale_similarity,
    signal_to_noise,
    structural_similarity,
)


def _largest(x: Tensor) -> float:
    """The most that an image of this dtype holds."""
    kind = x._data.dtype
    return float(np.iinfo(kind).max) if np.issubdtype(kind, np.integer) else 1.0


def _check_images(op: str, images: dict[str, Any], allowed: tuple[Any, ...] | None) -> None:
    for name, x in images.items():
        if not isinstance(x, Tensor):
            raise TypeError(f"For '{op}', the '{name}' must be a Tensor, but got {type(x).__name__}.")
        if allowed is not None and x.dtype not in allowed:
            raise TypeError(f"For '{op}', the type of '{name}' must be one of {', '.join(map(str, allowed))}, but got {x.dtype}.")
        if x.ndim != 4:
            raise ValueError(f"For '{op}', the dimension of '{name}' must be 4d, but got {x.ndim}.")
    first, second = images.values()
    if first.dtype != second.dtype:
        raise TypeError(f"For '{op}', 'img1' and 'img2' must have one dtype, but got {first.dtype} and {second.dtype}.")
    if first.shape != second.shape:
        raise ValueError(f"For '{op}', 'img1' and 'img2' must have one shape, but got {first.shape} and {second.shape}.")


def _check_max_val(op: str, max_val: Any) -> None:
    check.check_value_type("max_val", max_val, [int, float], op)
    check.check_number("max_val", max_val, 0.0, check.GT, op)


class _Similarity(Cell):
    """What the two similarities share: constants, and a window as the weight of a convolution."""

    def _keep(self, max_val: Any, filter_size: int, filter_sigma: float, k1: float, k2: float) -> None:
        op = self.cls_name
        _check_max_val(op, max_val)
        self.max_val = max_val
        self.filter_size = check.check_int(filter_size, 1, check.GE, "filter_size", op)
        self.filter_sigma = check.check_positive_float(filter_sigma, "filter_sigma", op)
        self.k1 = check.check_value_type("k1", k1, [float], op)
        self.k2 = check.check_value_type("k2", k2, [float], op)

    def _window(self) -> Conv2d:
        """A Gaussian of sum 1, which is not trained."""
        size = self.filter_size
        squares = (np.arange(size, dtype=np.float32) - size // 2 + (0 if size % 2 else 1)) ** 2
        bell = np.exp(-(squares[:, None] + squares[None]) / (2 * self.filter_sigma**2))
        window = Tensor((bell / bell.sum()).astype(np.float32)[None, None])
        conv = Conv2d(1, 1, size, weight_init=window, pad_mode="valid")
        conv.weight.requires_grad = False
        return conv

    def _constants(self, x: Tensor) -> tuple[float, float, float]:
        largest = _largest(x)
        top = self.max_val / largest
        return largest, (self.k1 * top) ** 2, (self.k2 * top) ** 2


class SSIM(_Similarity):
    """The structural similarity of images, 1 for equal ones (mirrors `mindspore.nn.SSIM`).

    Means, variances and covariance are those under a Gaussian window at every place.

    Args:
        max_val: what the numbers of the images range to, above 0. filter_size: places of the window, at least 1.
            filter_sigma: its standard deviation, above 0. k1, k2: keep quotients from zero.

    Inputs:
        img1, img2: float16 or float32 Tensors of shape (N, C, H, W), no smaller than the window.

    Returns:
        Of a call: a float32 Tensor of shape (N,).

    Raises:
        TypeError, ValueError: for arguments that are none of these, or images that differ in shape or dtype.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.ops.ones((1, 3, 16, 16))
        >>> print(ms.nn.SSIM()(x, x))
        [1.]
    """

    def __init__(
        self, max_val: Any = 1.0, filter_size: int = 11, filter_sigma: float = 1.5, k1: float = 0.01, k2: float = 0.03
    ) -> None:
        super().__init__()
        self._keep(max_val, filter_size, filter_sigma, k1, k2)
        self.conv = self._window()

    def construct(self, img1: Tensor, img2: Tensor) -> Tensor:
        _check_images(self.cls_name, {"img1": img1, "img2": img2}, (mstype.float32, mstype.float16))
        if min(img1.shape[2:]) < self.filter_size:
            raise ValueError(
                f"For '{self.cls_name}', height and width must be at least 'filter_size', {self.filter_size}, but got {img1.shape}."
            )
        return dispatch.apply(structural_similarity, (img1, img2, self.conv.weight, *self._constants(img1)))


class MSSSIM(_Similarity):
    """The structural similarity of images at several sizes (mirrors `mindspore.nn.MSSSIM`).

    Args:
        max_val, filter_size, filter_sigma, k1, k2: see `SSIM`. power_factors: the powers of the sizes' contrasts, of
            which each has half as many rows and columns as the one before; the last is the similarity's.

    Inputs:
        img1, img2: Tensors of floating numbers or uint8, of shape (N, C, H, W).

    Returns:
        Of a call: a float32 Tensor of shape (N,).

    Raises:
        TypeError, ValueError: for arguments that are none of these, or images that differ in shape or dtype.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.ops.ones((1, 3, 64, 64))
        >>> print(ms.nn.MSSSIM(power_factors=(0.3, 0.3, 0.4))(x, x))
        [1.]
    """

    def __init__(
        self, max_val: Any = 1.0, power_factors: Any = (0.0448, 0.2856, 0.3001, 0.2363, 0.1333), filter_size: int = 11,
        filter_sigma: float = 1.5, k1: float = 0.01, k2: float = 0.03,
    ) -> None:  # fmt: skip
        super().__init__()
        _check_max_val(self.cls_name, max_val)
        check.check_value_type("power_factors", power_factors, [tuple, list], self.cls_name)
        self._keep(max_val, filter_size, filter_sigma, k1, k2)
        self.level = len(power_factors)
        self.multi_convs_list = CellList([self._window() for _ in power_factors])
        self.weight_tensor = Tensor(power_factors, mstype.float32)
        # Both are computed with the rest; they are here because they are part of the real one.
        self.avg_pool = AvgPool2d(kernel_size=2, stride=2, pad_mode="valid")
        self.relu = ReLU()

    def construct(self, img1: Tensor, img2: Tensor) -> Tensor:
        allowed = (mstype.float64, mstype.float32, mstype.float16, mstype.uint8)
        _check_images(self.cls_name, {"img1": img1, "img2": img2}, allowed)
        least = self.filter_size * 2 ** (self.level - 1)
        if min(img1.shape[2:]) < least:
            raise ValueError(f"For '{self.cls_name}', {self.level} sizes need {least} rows and columns at least, but got {img1.shape}.")
        window = self.multi_convs_list[0].weight
        return dispatch.apply(multiscale_similarity, (img1, img2, window, self.weight_tensor, *self._constants(img1)))


class PSNR(Cell):
    """The peak signal-to-noise ratio of images, in decibels (mirrors `mindspore.nn.PSNR`).

    `10 log10(max_val² / mean((img1 - img2)²))`; numbers of integer images are divided by the most their dtype holds.

    Args:
        max_val: what the numbers of the images range to, above 0.

    Inputs:
        img1, img2: Tensors of shape (N, C, H, W).

    Returns:
        Of a call: a float32 Tensor of shape (N,), infinite for equal images.

    Raises:
        TypeError, ValueError: for arguments that are none of these, or images that differ in shape or dtype.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.PSNR()(ms.ops.ones((1, 1, 2, 2)), ms.ops.zeros((1, 1, 2, 2))))
        [0.]
    """

    def __init__(self, max_val: Any = 1.0) -> None:
        super().__init__()
        _check_max_val(self.cls_name, max_val)
        self.max_val = max_val

    def construct(self, img1: Tensor, img2: Tensor) -> Tensor:
        _check_images(self.cls_name, {"img1": img1, "img2": img2}, None)
        largest = _largest(img1)
        return dispatch.apply(signal_to_noise, (img1, img2, largest, self.max_val / largest))


class ImageGradients(Cell):
    """Differences to the next row and to the next column of images (mirrors `mindspore.nn.ImageGradients`).

    Inputs:
        images: a Tensor of shape (N, C, H, W).

    Returns:
        Of a call: two Tensors of that shape, which are zero in the last row and in the last column.

    Raises:
        ValueError: for another number of dimensions.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.ImageGradients()(ms.Tensor([[[[1, 2], [4, 8]]]]))[0])
        [[[[3 6]
           [0 0]]]]
    """

    def __init__(self) -> None:
        super().__init__()

    def construct(self, images: Tensor) -> Any:
        need_tensor(self.cls_name, "images", images)
        if images.ndim != 4:
            raise ValueError(f"For '{self.cls_name}', the dimension of 'images' must be 4d, but got {images.ndim}.")
        return dispatch.apply(image_gradients, (images,))


class CentralCrop(Cell):
    """The middle of images (mirrors `mindspore.nn.CentralCrop`).

    Args:
        central_fraction: how much of the height and of the width stays, in (0, 1].

    Inputs:
        image: a Tensor of shape (C, H, W) or (N, C, H, W).

    Raises:
        TypeError: if `central_fraction` is no float. ValueError: if it is not within (0, 1], or the image has another
            number of dimensions.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.CentralCrop(0.5)(ms.ops.ones((3, 4, 8))).shape
        (3, 2, 4)
    """

    def __init__(self, central_fraction: float) -> None:
        super().__init__()
        check.check_value_type("central_fraction", central_fraction, [float], self.cls_name)
        check.check_float_range(central_fraction, 0.0, 1.0, check.INC_RIGHT, "central_fraction", self.cls_name)
        self.central_fraction = central_fraction

    def construct(self, image: Tensor) -> Tensor:
        need_tensor(self.cls_name, "image", image)
        if image.ndim not in (3, 4):
            raise ValueError(f"For '{self.cls_name}', the 'image' must be 3d or 4d, but got shape {image.shape}")
        starts = [int((size - size * self.central_fraction) / 2) for size in image.shape[-2:]]
        (top, bottom), (left, right) = ((s, size - s) for s, size in zip(starts, image.shape[-2:], strict=True))
        return image[..., top:bottom, left:right]
