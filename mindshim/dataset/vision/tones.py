"""Operations on the histogram of each channel: contrast, inversion, fewer levels."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim.dataset.vision.images import Sometimes, alike, as_array, bounds, generator, integer, is_pil, number


def _bytes(name: str, image: Any, channels: tuple[int, ...] | None = None, ranks: tuple[int, ...] = (2, 3)) -> np.ndarray:
    array = as_array(name, image, ranks, channels)
    if array.dtype != np.uint8:
        raise RuntimeError(f"{name}: the image must be of uint8, but got {array.dtype}.")
    return array


def _by_table(array: np.ndarray, table_of: Any) -> np.ndarray:
    """Each channel through a table of 256 values that depends on its histogram."""
    planes = array.reshape(*array.shape[:2], -1)
    out = np.empty_like(planes)
    for c in range(planes.shape[2]):
        out[..., c] = table_of(np.bincount(planes[..., c].ravel(), minlength=256))[planes[..., c]]
    return out.reshape(array.shape)


def _even(histogram: np.ndarray) -> np.ndarray:
    """The table that makes a histogram even, the darkest tone black and the brightest white."""
    first = int(np.flatnonzero(histogram)[0])
    rest = histogram.sum() - histogram[first]
    if not rest:
        return np.full(256, first, np.uint8)
    above = np.cumsum(histogram) - histogram[first]
    return np.clip(np.rint(above * np.float32(255 / rest)), 0, 255).astype(np.uint8)


class Equalize:
    """An even histogram of each channel; Pillow does it for PIL images (mirrors `mindspore.dataset.vision.Equalize`).

    Raises:
        TypeError: for what is no image. RuntimeError: for another dtype than uint8.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> out = vision.Equalize()(np.repeat(np.arange(100, 104, dtype=np.uint8), 300).reshape(40, 30, 1))
        >>> np.unique(out).tolist()
        [0, 85, 170, 255]
    """

    def __call__(self, image: Any) -> Any:
        if not is_pil(image):
            return _by_table(_bytes("Equalize", image), _even)
        from PIL import ImageOps

        return ImageOps.equalize(image)


class AutoContrast:
    """The darkest tone of each channel black, the brightest white (mirrors `mindspore.dataset.vision.AutoContrast`).

    Args:
        cutoff: how many percent of the darkest and of the brightest pixels to leave out first. Default: 0.
        ignore: a tone, or several, that do not count. Default: None.

    Raises:
        TypeError, ValueError: for other arguments. RuntimeError: for another dtype than uint8.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.AutoContrast()(np.array([[[10], [20], [30]]], np.uint8)).ravel().tolist()
        [0, 127, 255]
    """

    def __init__(self, cutoff: float = 0.0, ignore: Any = None) -> None:
        if not 0 <= number("cutoff", cutoff, 0, 100) < 50:
            raise ValueError("Input cutoff is not within the required interval of [0, 50).")
        tones = [] if ignore is None else [ignore] if isinstance(ignore, int) else ignore
        if not isinstance(tones, (list, tuple)):
            raise TypeError(f"Argument ignore with value {ignore} is not of type [<class 'list'>, <class 'tuple'>, <class 'int'>].")
        self._cutoff, self._ignore = cutoff, [integer("ignore", t, 0, 255) for t in tones]

    def _table(self, histogram: np.ndarray) -> np.ndarray:
        counts = histogram.copy()
        counts[self._ignore] = 0
        cut = int(counts.sum() * self._cutoff // 100)
        for view in (counts, counts[::-1]):
            before = np.concatenate([[0], np.cumsum(view)[:-1]])
            view -= np.clip(cut - before, 0, view)
        filled = np.flatnonzero(counts)
        if len(filled) == 0 or filled[-1] <= filled[0]:
            return np.arange(256, dtype=np.uint8)
        scale = np.float32(255 / (filled[-1] - filled[0]))
        values = np.arange(256, dtype=np.float32) * scale - np.float32(filled[0]) * scale
        return np.clip(values.astype(np.int64), 0, 255).astype(np.uint8)

    def __call__(self, image: Any) -> Any:
        if not is_pil(image):
            return _by_table(_bytes("AutoContrast", image), self._table)
        from PIL import ImageOps

        return ImageOps.autocontrast(image, self._cutoff, self._ignore or None)  # type: ignore[arg-type]


class Invert:
    """255 minus each value (mirrors `mindspore.dataset.vision.Invert`).

    Raises:
        TypeError: for what is no image. RuntimeError: for an image without channels.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.Invert()(np.array([[[0, 100, 255]]], np.uint8)).tolist()
        [[[255, 155, 0]]]
    """

    def __call__(self, image: Any) -> Any:
        array = as_array("Invert", image, (2, 3) if is_pil(image) else (3,))
        return alike(image, (255 - array).astype(array.dtype))


class Posterize:
    """Only the highest bits of each value (mirrors `mindspore.dataset.vision.Posterize`).

    Args:
        bits: how many, from 0 to 8.

    Raises:
        TypeError, ValueError: for another number. RuntimeError: for another dtype than uint8.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.Posterize(2)(np.array([[63, 64, 255]], np.uint8)).tolist()
        [[0, 64, 192]]
    """

    def __init__(self, bits: int) -> None:
        self._bits = integer("bits", bits, 0, 8)

    def __call__(self, image: Any) -> np.ndarray:
        return _bytes("Posterize", image) & np.uint8(256 - (1 << (8 - self._bits)) & 255)


class Solarize:
    """Values of a range inverted (mirrors `mindspore.dataset.vision.Solarize`).

    Args:
        threshold: (lowest, highest) of the values to invert; a number, or the same twice, for values from there on.

    Raises:
        TypeError, ValueError: for another threshold. RuntimeError: for another dtype than uint8.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.Solarize((100, 200))(np.array([[99, 100, 201]], np.uint8)).tolist()
        [[99, 155, 201]]
    """

    def __init__(self, threshold: Any) -> None:
        both = (threshold, threshold) if isinstance(threshold, (int, float)) else threshold
        if not isinstance(both, (tuple, list)):
            raise TypeError(f"Argument threshold with value {threshold} is not of type [<class 'float'>, <class 'int'>, <class 'tuple'>].")
        self._low, self._high = bounds("threshold", both, 0, 255)

    def __call__(self, image: Any) -> np.ndarray:
        array = _bytes("Solarize", image)
        high = 255 if self._low == self._high else self._high
        return np.where((array >= self._low) & (array <= high), 255 - array, array)


class RandomEqualize(Sometimes):
    """`Equalize` with a probability (mirrors `mindspore.dataset.vision.RandomEqualize`).

    Examples:
        >>> import numpy as np
        >>> from mindshim.dataset import vision
        >>> image = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
        >>> vision.RandomEqualize()(image).shape
        (4, 4, 3)
    """

    def __init__(self, prob: float = 0.5) -> None:
        super().__init__(prob, Equalize())


class RandomInvert(Sometimes):
    """`Invert` with a probability (mirrors `mindspore.dataset.vision.RandomInvert`).

    Examples:
        >>> import numpy as np
        >>> from mindshim.dataset import vision
        >>> image = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
        >>> vision.RandomInvert()(image).shape
        (4, 4, 3)
    """

    def __init__(self, prob: float = 0.5) -> None:
        super().__init__(prob, Invert())


class RandomAutoContrast(Sometimes):
    """`AutoContrast` with a probability (mirrors `mindspore.dataset.vision.RandomAutoContrast`).

    Examples:
        >>> import numpy as np
        >>> from mindshim.dataset import vision
        >>> image = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
        >>> vision.RandomAutoContrast()(image).shape
        (4, 4, 3)
    """

    def __init__(self, cutoff: float = 0.0, ignore: Any = None, prob: float = 0.5) -> None:
        super().__init__(prob, AutoContrast(cutoff, ignore))


class RandomPosterize:
    """`Posterize` with a random number of bits (mirrors `mindspore.dataset.vision.RandomPosterize`).

    Args:
        bits: the lowest and the highest number, from 1 to 8; an int stands for both. Default: (8, 8).

    Raises:
        TypeError, ValueError: for other numbers.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.RandomPosterize(1)(np.array([[127, 129]], np.uint8)).tolist()
        [[0, 128]]
    """

    def __init__(self, bits: Any = (8, 8)) -> None:
        both = (bits, bits) if isinstance(bits, int) else bits
        low, high = bounds("bits", both, 1, 8)
        self._bits = integer("bits", low), integer("bits", high)

    def __call__(self, image: Any) -> np.ndarray:
        return Posterize(int(generator().integers(self._bits[0], self._bits[1] + 1)))(image)


class RandomSolarize:
    """`Solarize` of a random range within a range (mirrors `mindspore.dataset.vision.RandomSolarize`).

    Args:
        threshold: the two ends of the range. Default: (0, 255).

    Raises:
        TypeError, ValueError: for another range.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.RandomSolarize((100, 100))(np.array([[99, 101]], np.uint8)).tolist()
        [[99, 154]]
    """

    def __init__(self, threshold: Any = (0, 255)) -> None:
        self._range = bounds("threshold", threshold, 0, 255)

    def __call__(self, image: Any) -> np.ndarray:
        return Solarize(sorted(generator().integers(int(self._range[0]), int(self._range[1]) + 1, 2).tolist()))(image)
