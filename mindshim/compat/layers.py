"""Layers of earlier versions that have no successor of the same meaning."""

from __future__ import annotations

from typing import Any

from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.ops.resizing import ResizeBilinear as _ResizeBilinear


class ResizeBilinear(Cell):
    """Images resized by linear interpolation, to a size or by a factor (mirrors `mindspore.nn.ResizeBilinear` of MindSpore 2.0).

    Args:
        half_pixel_centers: whether positions are those of the pixels' centres. Default: False.

    Inputs:
        x: a floating Tensor of shape (N, C, H, W). size: the new height and width, a tuple or list of ints.
        scale_factor: a positive int to multiply both by, in place of `size`. align_corners: whether the corners are
        aligned. Default: False.

    Raises:
        ValueError: if both or neither of `size` and `scale_factor` are given, or one is not positive, or `x` has not four axes.
        TypeError: for values of other types.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.compat.layers import ResizeBilinear
        >>> print(ResizeBilinear()(ms.Tensor([[[[1.0, 2.0]]]]), scale_factor=2))
        [[[[1.  1.5 2.  2. ]
           [1.  1.5 2.  2. ]]]]
    """

    def __init__(self, half_pixel_centers: bool = False) -> None:
        super().__init__()
        if not isinstance(half_pixel_centers, bool):
            raise TypeError(f"For 'ResizeBilinear', the 'half_pixel_centers' must be bool, but got {type(half_pixel_centers).__name__}.")
        self.half_pixel_centers = half_pixel_centers

    def construct(self, x: Tensor, size: Any = None, scale_factor: int | None = None, align_corners: bool = False) -> Tensor:
        shape = _resized(x.shape, size, scale_factor)
        return _ResizeBilinear(shape, align_corners, self.half_pixel_centers)(x)


def _resized(shape: tuple[int, ...], size: Any, factor: Any) -> tuple[int, int]:
    """The new height and width."""
    if (size is None) == (factor is None):
        raise ValueError(f"For 'ResizeBilinear', one of 'size' and 'scale_factor' must be given, but got {size} and {factor}.")
    if factor is None:
        if not isinstance(size, (tuple, list)):
            raise TypeError(f"For 'ResizeBilinear', the 'size' must be tuple or list, but got {type(size).__name__}.")
        if len(size) != 2 or any(s <= 0 for s in size):
            raise ValueError(f"For 'ResizeBilinear', the 'size' must be two positive ints, but got {size}.")
        return int(size[0]), int(size[1])
    if isinstance(factor, bool) or not isinstance(factor, int):
        raise TypeError(f"For 'ResizeBilinear', the 'scale_factor' must be int, but got {type(factor).__name__}.")
    if factor <= 0 or len(shape) != 4:
        raise ValueError(f"For 'ResizeBilinear', the 'scale_factor' must be positive and 'x' have shape (N, C, H, W), but got {factor} and {shape}.")
    return factor * shape[2], factor * shape[3]
