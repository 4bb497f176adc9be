"""Operations that cut, pad and flip images, (H, W) or (H, W, C)."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim.dataset.vision.images import alike, as_array, generator, is_pil
from mindshim.dataset.vision.utils import Border


def _size(size: Any) -> tuple[int, int]:
    if isinstance(size, bool) or not isinstance(size, (int, list, tuple)):
        raise TypeError(
            f"Argument size with value {size} is not of type [<class 'int'>, <class 'list'>, <class 'tuple'>], but got {type(size)}."
        )
    both = (size, size) if isinstance(size, int) else tuple(size)
    if len(both) != 2 or not all(isinstance(s, int) for s in both):
        raise TypeError("Size should be a single integer or a list/tuple (h, w) of length 2.")
    if any(not 0 < s <= 16777216 for s in both):
        raise ValueError("Input is not within the required interval of [1, 16777216].")
    return both  # type: ignore[return-value]


def _padding(padding: Any) -> tuple[int, int, int, int]:
    """Left, top, right, bottom."""
    values = (padding,) if isinstance(padding, int) and not isinstance(padding, bool) else padding
    if not isinstance(values, (list, tuple)) or not all(isinstance(v, int) for v in values):
        raise TypeError(f"Argument padding with value {padding} is not of type [<class 'int'>, <class 'tuple'>, <class 'list'>].")
    if len(values) not in (1, 2, 4):
        raise ValueError("The size of the padding list or tuple should be 2 or 4.")
    if any(v < 0 for v in values):
        raise ValueError("Input padding is not within the required interval of [0, 2147483647].")
    return tuple(values) * (4 // len(values))  # type: ignore[return-value]


def _probability(prob: Any) -> float:
    if isinstance(prob, bool) or not isinstance(prob, (int, float)):
        raise TypeError(f"Argument prob with value {prob} is not of type [<class 'float'>, <class 'int'>], but got {type(prob)}.")
    if not 0 <= prob <= 1:
        raise ValueError("Input prob is not within the required interval of [0.0, 1.0].")
    return float(prob)


def _border(mode: Any) -> Border:
    if not isinstance(mode, Border):
        raise TypeError(f"Argument padding_mode with value {mode} is not of type [{Border}], but got {type(mode)}.")
    return mode


class CenterCrop:
    """The middle of an image, with black around it where it is too small (mirrors `mindspore.dataset.vision.CenterCrop`).

    Args:
        size: an int, or (height, width).

    Raises:
        TypeError, ValueError: for another size.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.CenterCrop(3)(np.zeros((5, 6, 3))).shape
        (3, 3, 3)
    """

    def __init__(self, size: Any) -> None:
        self._size = _size(size)

    def __call__(self, image: Any) -> Any:
        array, (height, width) = as_array("CenterCrop", image), self._size
        top, left = max(height - array.shape[0], 0), max(width - array.shape[1], 0)
        if top or left:
            pads = ((top - top // 2, top // 2), (left - left // 2, left // 2), *((0, 0),) * (array.ndim - 2))
            array = np.pad(array, pads)
        y, x = array.shape[0] - height, array.shape[1] - width
        # Half a pixel goes to the even side in PIL images, up in arrays.
        y, x = (round(y / 2), round(x / 2)) if is_pil(image) else (y // 2, x // 2)
        return alike(image, array[y : y + height, x : x + width])


class RandomCrop:
    """A piece of an image from a random place (mirrors `mindspore.dataset.vision.RandomCrop`).

    Args:
        size: an int, or (height, width). padding: an int, (left and right, top and bottom) or (left, top, right, bottom)
            pixels of `fill_value` around the image first. Default: None.
        pad_if_needed: whether an image that is too small is padded rather than refused. Default: False.
        padding_mode: as in `Pad`.

    Raises:
        TypeError, ValueError: for other arguments. RuntimeError: for an image that is too small.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.RandomCrop(4, padding=1)(np.zeros((3, 3, 1))).shape
        (4, 4, 1)
    """

    def __init__(
        self, size: Any, padding: Any = None, pad_if_needed: bool = False, fill_value: Any = 0,
        padding_mode: Border = Border.CONSTANT,
    ) -> None:  # fmt: skip
        self._size = _size(size)
        self._pad = None if padding is None else Pad(padding, fill_value, padding_mode)
        self._pad_if_needed, self._fill, self._mode = bool(pad_if_needed), fill_value, _border(padding_mode)

    def __call__(self, image: Any) -> Any:
        array, (height, width) = as_array("RandomCrop", image), self._size
        if self._pad is not None:
            array = self._pad(array)
        if self._pad_if_needed:
            y, x = max(height - array.shape[0], 0), max(width - array.shape[1], 0)
            array = Pad((x, y, x, y), self._fill, self._mode)(array) if y or x else array
        room = (array.shape[0] - height, array.shape[1] - width)
        if min(room) < 0:
            raise RuntimeError(f"RandomCrop: the crop {self._size} is larger than the image {array.shape[:2]}.")
        rng = generator()
        y, x = int(rng.integers(room[0] + 1)), int(rng.integers(room[1] + 1))
        return alike(image, array[y : y + height, x : x + width])


class Pad:
    """An image with a border (mirrors `mindspore.dataset.vision.Pad`).

    Args:
        padding: an int, (left and right, top and bottom) or (left, top, right, bottom).
        fill_value: a number, or one for each channel. Default: 0.
        padding_mode: Border.CONSTANT, the `fill_value`; EDGE, the last pixels; REFLECT, the image mirrored without its last
            pixels; SYMMETRIC, with them. Default: Border.CONSTANT.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.Pad((1, 2, 0, 1))(np.zeros((5, 6, 3))).shape
        (8, 7, 3)
    """

    def __init__(self, padding: Any, fill_value: Any = 0, padding_mode: Border = Border.CONSTANT) -> None:
        self._padding, self._fill, self._mode = _padding(padding), fill_value, _border(padding_mode)

    def __call__(self, image: Any) -> Any:
        array, (left, top, right, bottom) = as_array("Pad", image), self._padding
        if self._mode is not Border.CONSTANT:
            pads = ((top, bottom), (left, right), *((0, 0),) * (array.ndim - 2))
            return alike(image, np.pad(array, pads, mode=self._mode.value))  # type: ignore[call-overload]
        shape = (array.shape[0] + top + bottom, array.shape[1] + left + right, *array.shape[2:])
        out = np.empty(shape, array.dtype)
        out[...] = self._fill
        out[top : top + array.shape[0], left : left + array.shape[1]] = array
        return alike(image, out)


class RandomHorizontalFlip:
    """Left and right exchanged with a probability (mirrors `mindspore.dataset.vision.RandomHorizontalFlip`).

    Raises:
        TypeError, ValueError: if `prob` is no number from 0 to 1.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.RandomHorizontalFlip(1.0)(np.array([[1, 2]])).tolist()
        [[2, 1]]
    """

    def __init__(self, prob: float = 0.5) -> None:
        self._prob = _probability(prob)

    def __call__(self, image: Any) -> Any:
        array = as_array("RandomHorizontalFlip", image)
        return alike(image, np.ascontiguousarray(array[:, ::-1])) if generator().random() < self._prob else image


class RandomVerticalFlip:
    """Top and bottom exchanged with a probability (mirrors `mindspore.dataset.vision.RandomVerticalFlip`).

    Raises:
        TypeError, ValueError: if `prob` is no number from 0 to 1.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.RandomVerticalFlip(1.0)(np.array([[1], [2]])).tolist()
        [[2], [1]]
    """

    def __init__(self, prob: float = 0.5) -> None:
        self._prob = _probability(prob)

    def __call__(self, image: Any) -> Any:
        array = as_array("RandomVerticalFlip", image)
        return alike(image, np.ascontiguousarray(array[::-1])) if generator().random() < self._prob else image


class ToTensor:
    """uint8 pixels as numbers from 0 to 1, channels first (mirrors `mindspore.dataset.vision.ToTensor`).

    Args:
        output_type: a dtype. Default: np.float32.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.ToTensor()(np.full((2, 3, 1), 255, np.uint8)).shape
        (1, 2, 3)
    """

    def __init__(self, output_type: Any = np.float32) -> None:
        self._dtype = output_type.np if hasattr(output_type, "np") else np.dtype(output_type)

    def __call__(self, image: Any) -> Any:
        array = as_array("ToTensor", image)
        planes = array[None] if array.ndim == 2 else array.transpose(2, 0, 1)
        return (planes.astype(np.float32) * np.float32(1 / 255)).astype(self._dtype)
