"""Operations that give images of another size, or parts of images in another size."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mindshim.dataset.vision.formats import Decode
from mindshim.dataset.vision.geometry import CenterCrop, _size
from mindshim.dataset.vision.images import alike, as_array, between, generator, integer, is_pil, number, pillow
from mindshim.dataset.vision.sampling import resized
from mindshim.dataset.vision.utils import Inter


def _mode(value: Any) -> Inter:
    if not isinstance(value, Inter):
        raise TypeError(f"Argument interpolation with value {value} is not of type [{Inter}], but got {type(value)}.")
    return value


def resize(name: str, image: Any, size: tuple[int, int], mode: Inter) -> Any:
    """An image of another (height, width); Pillow resizes PIL images, which weighs all pixels that shrink to one."""
    array = as_array(name, image)
    if not is_pil(image):
        return resized(array, size, mode)
    kinds = pillow().Resampling
    table = {Inter.NEAREST: kinds.NEAREST, Inter.ANTIALIAS: kinds.LANCZOS, Inter.BILINEAR: kinds.BILINEAR, Inter.BICUBIC: kinds.BICUBIC}
    if mode not in table:
        raise TypeError(f"{name}: PIL images are not resized with {mode!r}.")
    return image.resize(size[::-1], table[mode])


class Resize:
    """Images of another size (mirrors `mindspore.dataset.vision.Resize`).

    Args:
        size: an int (the shorter side) or (height, width). interpolation: Inter.LINEAR (default), NEAREST, BICUBIC, AREA,
            PILCUBIC or, for PIL images, ANTIALIAS.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.Resize((4, 6))(np.zeros((2, 3, 1), np.uint8)).shape
        (4, 6, 1)
    """

    def __init__(self, size: Any, interpolation: Inter = Inter.LINEAR) -> None:
        sizes = (size,) if isinstance(size, int) else size
        if not isinstance(sizes, (list, tuple)) or not all(isinstance(s, int) for s in sizes):
            raise TypeError(f"Size should be a single integer or a list/tuple (h, w) of length 2, but got {size!r}.")
        if len(sizes) not in (1, 2) or any(s <= 0 for s in sizes):
            raise ValueError(f"Input is not within the required interval of [1, 16777216], but got {size!r}.")
        self._size, self._mode = tuple(sizes), _mode(interpolation)

    def __call__(self, image: Any) -> Any:
        height, width = as_array("Resize", image).shape[:2]
        if len(self._size) == 2:
            new = self._size
        else:
            short = self._size[0]
            new = (short, short * width // height) if height < width else (short * height // width, short)
        return resize("Resize", image, new, self._mode)  # type: ignore[arg-type]


class RandomResize:
    """`Resize` with a random interpolation (mirrors `mindspore.dataset.vision.RandomResize`).

    Args:
        size: an int (the shorter side) or (height, width).

    Raises:
        TypeError, ValueError: for another size.

    Examples:
        >>> import numpy as np
        >>> from mindshim.dataset import vision
        >>> image = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
        >>> vision.RandomResize(2)(image).shape
        (2, 2, 3)
    """

    def __init__(self, size: Any) -> None:
        self._steps = [Resize(size, mode) for mode in (Inter.NEAREST, Inter.LINEAR, Inter.BICUBIC, Inter.AREA)]

    def __call__(self, image: Any) -> Any:
        return self._steps[generator().integers(len(self._steps))](image)


class ResizedCrop:
    """A part of an image in another size (mirrors `mindspore.dataset.vision.ResizedCrop`).

    Args:
        top, left, height, width: the part. size: an int (the shorter side) or (height, width).
        interpolation: as in `Resize`.

    Raises:
        TypeError, ValueError: for other arguments. RuntimeError: for a part that lies outside the image.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.ResizedCrop(0, 1, 1, 1, (1, 2))(np.array([[1, 2]], np.uint8)).tolist()
        [[2, 2]]
    """

    def __init__(self, top: int, left: int, height: int, width: int, size: Any, interpolation: Inter = Inter.BILINEAR) -> None:
        self._at = (integer("top", top), integer("left", left), integer("height", height, 1), integer("width", width, 1))
        self._resize = Resize(size, interpolation)

    def __call__(self, image: Any) -> np.ndarray:
        array, (top, left, height, width) = as_array("ResizedCrop", image), self._at
        if top + height > array.shape[0] or left + width > array.shape[1]:
            raise RuntimeError(f"ResizedCrop: the part {self._at} (top, left, height, width) is not within the image {array.shape[:2]}.")
        return self._resize(array[top : top + height, left : left + width])


class RandomResizedCrop:
    """A random part of an image in another size (mirrors `mindspore.dataset.vision.RandomResizedCrop`).

    Args:
        size: an int, or (height, width). scale: the bounds of the part's share of the area. Default: (0.08, 1.0).
        ratio: the bounds of its width over its height. Default: (3 / 4, 4 / 3). interpolation: as in `Resize`.
        max_attempts: how many random parts may not fit before the middle is taken. Default: 10.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.RandomResizedCrop((4, 6))(np.zeros((10, 10, 3), np.uint8)).shape
        (4, 6, 3)
    """

    def __init__(
        self, size: Any, scale: Any = (0.08, 1.0), ratio: Any = (3.0 / 4.0, 4.0 / 3.0), interpolation: Inter = Inter.BILINEAR,
        max_attempts: int = 10,
    ) -> None:  # fmt: skip
        self._size, self._mode = _size(size), _mode(interpolation)
        for name, value in (("scale", scale), ("ratio", ratio)):
            if not isinstance(value, (list, tuple)) or len(value) != 2:
                raise TypeError(f"{name} should be a list/tuple of length 2.")
            for i, v in enumerate(value):
                number(f"{name}[{i}]", v)
            if value[0] > value[1]:
                raise ValueError(f"{name} should be in (min,max) format. Got (max,min).")
        if scale[1] <= 0:
            raise ValueError("Input scale[1] must be greater than 0.")
        if ratio[0] <= 0:
            raise ValueError("Input ratio[0] is not within the required interval of (0, 16777216].")
        self._scale, self._ratio, self._attempts = tuple(scale), tuple(ratio), integer("max_attempts", max_attempts, 1)

    def _part(self, height: int, width: int) -> tuple[int, int, int, int]:
        rng, area = generator(), height * width
        for _ in range(self._attempts):
            ratio = math.exp(between(rng, map(math.log, self._ratio)))
            share = between(rng, self._scale) * area
            w, h = round(math.sqrt(share * ratio)), round(math.sqrt(share / ratio))
            if 0 < w <= width and 0 < h <= height:
                return int(rng.integers(height - h + 1)), int(rng.integers(width - w + 1)), h, w
        # The middle, of the ratio that is nearest.
        ratio = min(max(width / height, self._ratio[0]), self._ratio[1])
        w, h = min(width, round(height * ratio)), min(height, round(width / ratio))
        return (height - h) // 2, (width - w) // 2, h, w

    def __call__(self, image: Any) -> Any:
        array = as_array("RandomResizedCrop", image)
        top, left, height, width = self._part(*array.shape[:2])
        part = alike(image, array[top : top + height, left : left + width])
        return resize("RandomResizedCrop", part, self._size, self._mode)


class RandomCropDecodeResize(RandomResizedCrop):
    """`Decode`, then `RandomResizedCrop` (mirrors `mindspore.dataset.vision.RandomCropDecodeResize`).

    Raises:
        TypeError: if the input is no 1-D uint8 array of a file's bytes.
    """

    def __call__(self, image: Any) -> np.ndarray:
        if not isinstance(image, np.ndarray) or image.dtype != np.uint8 or image.ndim != 1:
            raise TypeError(
                f"Input should be an encoded image with uint8 type in 1-D NumPy format, got format:{type(image)}, "
                f"dtype:{getattr(image, 'dtype', None)}."
            )
        return super().__call__(Decode()(image))


class FiveCrop:
    """The four corners and the middle of an image (mirrors `mindspore.dataset.vision.FiveCrop`).

    Args:
        size: an int, or (height, width).

    Raises:
        TypeError, ValueError: for another size, or an image that is smaller.

    Examples:
        >>> from PIL import Image
        >>> import mindshim.dataset.vision as vision
        >>> [part.size for part in vision.FiveCrop(2)(Image.new("RGB", (5, 4)))]
        [(2, 2), (2, 2), (2, 2), (2, 2), (2, 2)]
    """

    def __init__(self, size: Any) -> None:
        self._size = _size(size)

    def _parts(self, image: Any) -> tuple[Any, ...]:
        array, (height, width) = as_array(type(self).__name__, image), self._size
        down, across = array.shape[0] - height, array.shape[1] - width
        if min(down, across) < 0:
            raise ValueError(f"Crop size {self._size} is larger than input image size {array.shape[:2]}.")
        corners = [array[y : y + height, x : x + width] for y, x in ((0, 0), (0, across), (down, 0), (down, across))]
        return (*(alike(image, c) for c in corners), CenterCrop(self._size)(image))

    def __call__(self, image: Any) -> tuple[Any, ...]:
        return self._parts(image)


class TenCrop(FiveCrop):
    """`FiveCrop` of an image and of the image flipped (mirrors `mindspore.dataset.vision.TenCrop`).

    Args:
        size: an int, or (height, width). use_vertical_flip: top and bottom rather than left and right. Default: False.

    Raises:
        TypeError, ValueError: for other arguments, or an image that is smaller.

    Examples:
        >>> import numpy as np
        >>> from mindshim.dataset import vision
        >>> image = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
        >>> [crop.shape for crop in vision.TenCrop(2)(image)][:2]
        [(2, 2, 3), (2, 2, 3)]
    """

    def __init__(self, size: Any, use_vertical_flip: bool = False) -> None:
        super().__init__(size)
        if not isinstance(use_vertical_flip, bool):
            raise TypeError(f"Argument use_vertical_flip with value {use_vertical_flip} is not of type [<class 'bool'>].")
        self._axis = 0 if use_vertical_flip else 1

    def __call__(self, image: Any) -> tuple[Any, ...]:
        other = alike(image, np.ascontiguousarray(np.flip(as_array("TenCrop", image), self._axis)))
        return (*self._parts(image), *self._parts(other))
