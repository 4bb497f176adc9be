"""Operations that take out, cover or frame parts of images."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mindshim.dataset.vision.geometry import Pad, _size
from mindshim.dataset.vision.images import as_array, between, generator, integer, number
from mindshim.dataset.vision.utils import Border, SliceMode


class Crop:
    """A part of an image (mirrors `mindspore.dataset.vision.Crop`).

    Args:
        coordinates: its (top, left). size: an int, or (height, width).

    Raises:
        TypeError, ValueError: for other arguments. RuntimeError: for a part that is not within the image.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.Crop((0, 1), 1)(np.array([[1, 2]], np.uint8)).tolist()
        [[2]]
    """

    def __init__(self, coordinates: Any, size: Any) -> None:
        if not isinstance(coordinates, (list, tuple)) or len(coordinates) != 2:
            raise TypeError("Coordinates should be a list/tuple (y, x) of length 2.")
        self._at = tuple(integer("coordinates", c) for c in coordinates)
        self._size = _size(size)

    def __call__(self, image: Any) -> np.ndarray:
        array, (top, left), (height, width) = as_array("Crop", image), self._at, self._size
        if top + height > array.shape[0] or left + width > array.shape[1]:
            raise RuntimeError(f"Crop: the part at {self._at} of size {self._size} is not within the image {array.shape[:2]}.")
        return array[top : top + height, left : left + width].copy()


class Erase:
    """A part of an image in one colour (mirrors `mindspore.dataset.vision.Erase`).

    Args:
        top, left, height, width: the part. value: the colour, a number or one for each channel. Default: 0.
        inplace: whether the input array itself is changed. Default: False.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.Erase(0, 0, 1, 1, 9)(np.array([[[1], [2]]], np.uint8)).ravel().tolist()
        [9, 2]
    """

    def __init__(self, top: int, left: int, height: int, width: int, value: Any = 0.0, inplace: bool = False) -> None:
        self._at = (integer("top", top), integer("left", left), integer("height", height, 1), integer("width", width, 1))
        values = (value,) if isinstance(value, (int, float)) else value
        if not isinstance(values, (list, tuple)) or len(values) not in (1, 3):
            raise TypeError("value should be a single integer/float or a 3-tuple.")
        self._value, self._inplace = [number("value", v, 0, 255) for v in values], bool(inplace)

    def __call__(self, image: Any) -> np.ndarray:
        array, (top, left, height, width) = as_array("Erase", image), self._at
        if top + height > array.shape[0] or left + width > array.shape[1]:
            raise RuntimeError(f"Erase: the part {self._at} (top, left, height, width) is not within the image {array.shape[:2]}.")
        out = array if self._inplace and array is image else array.copy()
        out[top : top + height, left : left + width] = self._value
        return out


class CutOut:
    """Black squares at random places (mirrors `mindspore.dataset.vision.CutOut`).

    Args:
        length: the side of a square. num_patches: how many. Default: 1. is_hwc: whether the channels come last.

    Raises:
        TypeError, ValueError: for other arguments. RuntimeError: for squares that are larger than the image.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> int((vision.CutOut(2)(np.ones((8, 8, 1), np.uint8)) == 0).sum()) in (1, 2, 4)
        True
    """

    def __init__(self, length: int, num_patches: int = 1, is_hwc: bool = True) -> None:
        for value in (length, num_patches):
            if isinstance(value, bool) or not isinstance(value, int):
                raise TypeError(f"CutOut: length and num_patches must be int, but got {type(value)}.")
            if not 1 <= value <= 16777216:
                raise ValueError("Input is not within the required interval of [1, 16777216].")
        self._length, self._patches, self._axes = length, num_patches, (0, 1) if is_hwc else (1, 2)

    def __call__(self, image: Any) -> np.ndarray:
        array = as_array("CutOut", image, (3,)).copy()
        sizes = [array.shape[a] for a in self._axes]
        if self._length > min(sizes):
            raise RuntimeError(f"CutOut: squares of {self._length} are larger than the image {tuple(sizes)}.")
        rng = generator()
        for _ in range(self._patches):
            part: list[Any] = [slice(None)] * 3
            for axis, size in zip(self._axes, sizes, strict=True):
                # Around a pixel of the image, cut off at its border.
                first = int(rng.integers(size)) - self._length // 2
                part[axis] = slice(max(first, 0), min(first + self._length, size))
            array[tuple(part)] = 0
        return array


class RandomErasing:
    """A random part of an image, channels first, erased with a probability (mirrors `mindspore.dataset.vision.RandomErasing`).

    Args:
        prob: the probability. Default: 0.5. scale: the bounds of the part's share of the area. Default: (0.02, 0.33).
        ratio: the bounds of its height over its width. Default: (0.3, 3.3).
        value: a number, one for each of three channels, or 'random' for noise. Default: 0.
        inplace: whether the input itself is changed. Default: False. max_attempts: how many parts may not fit. Default: 10.

    Raises:
        TypeError, ValueError: for other arguments, and at the call for what is no array.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> (vision.RandomErasing(1.0)(np.ones((3, 16, 16), np.float32)) == 0).any()
        np.True_
    """

    def __init__(
        self, prob: float = 0.5, scale: Any = (0.02, 0.33), ratio: Any = (0.3, 3.3), value: Any = 0, inplace: bool = False,
        max_attempts: int = 10,
    ) -> None:  # fmt: skip
        self._prob = number("prob", prob, 0.0, 1.0)
        for name, pair in (("scale", scale), ("ratio", ratio)):
            if not isinstance(pair, (list, tuple)) or len(pair) != 2:
                raise TypeError(f"{name} should be a list or tuple of length 2.")
            if pair[0] > pair[1] or pair[0] < 0:
                raise ValueError(f"{name} should be in (min,max) format. Got (max,min).")
        if not (isinstance(value, (int, float)) or value == "random" or isinstance(value, (list, tuple)) and len(value) == 3):
            raise ValueError("The value for erasing should be either a single value, or a string 'random', or a sequence of 3 elements.")
        self._scale, self._ratio, self._value = scale, ratio, value
        self._inplace, self._attempts = bool(inplace), integer("max_attempts", max_attempts, 1)

    def __call__(self, np_img: Any) -> np.ndarray:
        if not isinstance(np_img, np.ndarray):
            raise TypeError(f"img should be NumPy array. Got {type(np_img)}.")
        if np_img.ndim != 3:
            raise RuntimeError(f"RandomErasing: the image must have shape <C,H,W>, but got {np_img.shape}.")
        rng, (channels, height, width) = generator(), np_img.shape
        if rng.random() >= self._prob:
            return np_img
        for _ in range(self._attempts):
            share = between(rng, self._scale) * height * width
            ratio = math.exp(between(rng, (math.log(max(r, 1e-12)) for r in self._ratio)))
            h, w = round(math.sqrt(share * ratio)), round(math.sqrt(share / ratio))
            if h < height and w < width:
                top, left = int(rng.integers(height - h + 1)), int(rng.integers(width - w + 1))
                out = np_img if self._inplace else np_img.copy()
                value = rng.normal(size=(channels, h, w)) if self._value == "random" else np.reshape(self._value, (-1, 1, 1))
                out[:, top : top + h, left : left + w] = value
                return out
        return np_img


class PadToSize:
    """An image framed to a size (mirrors `mindspore.dataset.vision.PadToSize`).

    Args:
        size: an int, or (height, width). offset: how many pixels to put at the top and at the left; None for the middle.
        fill_value, padding_mode: as in `Pad`.

    Raises:
        TypeError, ValueError: for other arguments. RuntimeError: for an image that is larger.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.PadToSize((1, 4), (0, 1))(np.array([[7]], np.uint8)).tolist()
        [[0, 7, 0, 0]]
    """

    def __init__(self, size: Any, offset: Any = None, fill_value: Any = 0, padding_mode: Border = Border.CONSTANT) -> None:
        self._size = _size(size)
        offsets = offset if offset is None or not isinstance(offset, int) else (offset, offset)
        if offsets is not None and (not isinstance(offsets, (list, tuple)) or len(offsets) not in (0, 2)):
            raise ValueError("The offset must be None, an int, or a list or tuple of length 2.")
        self._offset = tuple(integer("offset", o) for o in offsets) if offsets else None
        self._fill, self._border = fill_value, padding_mode

    def __call__(self, image: Any) -> np.ndarray:
        array = as_array("PadToSize", image)
        room = [s - n for s, n in zip(self._size, array.shape[:2], strict=True)]
        top, left = self._offset or (room[0] // 2, room[1] // 2)
        if min(room[0] - top, room[1] - left) < 0:
            raise RuntimeError(f"PadToSize: the image {array.shape[:2]} does not fit into {self._size} at {(top, left)}.")
        return Pad((left, top, room[1] - left, room[0] - top), self._fill, self._border)(array)


class SlicePatches:
    """An image in equal pieces, row by row (mirrors `mindspore.dataset.vision.SlicePatches`).

    Args:
        num_height, num_width: how many pieces down and across. Default: 1.
        slice_mode: SliceMode.PAD (default), with `fill_value` at the bottom and at the right, or DROP, without the rest.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> [p.tolist() for p in vision.SlicePatches(1, 2)(np.array([[1, 2, 3]], np.uint8))]
        [[[1, 2]], [[3, 0]]]
    """

    def __init__(self, num_height: int = 1, num_width: int = 1, slice_mode: SliceMode = SliceMode.PAD, fill_value: int = 0) -> None:
        self._counts = (integer("num_height", num_height, 1), integer("num_width", num_width, 1))
        if not isinstance(slice_mode, SliceMode):
            raise TypeError(f"Argument slice_mode with value {slice_mode} is not of type [{SliceMode}], but got {type(slice_mode)}.")
        self._mode, self._fill = slice_mode, integer("fill_value", fill_value, 0, 255)

    def __call__(self, image: Any) -> tuple[np.ndarray, ...]:
        array = as_array("SlicePatches", image)
        whole = self._mode is SliceMode.PAD
        height, width = (-(-n // c) if whole else n // c for n, c in zip(array.shape[:2], self._counts, strict=True))
        rest = height * self._counts[0] - array.shape[0], width * self._counts[1] - array.shape[1]
        if whole and any(rest):
            array = Pad((0, 0, rest[1], rest[0]), self._fill)(array)
        return tuple(
            array[y * height : (y + 1) * height, x * width : (x + 1) * width].copy()
            for y in range(self._counts[0])
            for x in range(self._counts[1])
        )
