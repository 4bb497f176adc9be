"""Operations that change the colours of images by given amounts, and those that draw the amount."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim.dataset.vision import color
from mindshim.dataset.vision.images import (
    Sometimes,
    alike,
    as_array,
    between,
    bounds,
    generator,
    is_pil,
    limited,
    number,
)


def _enhanced(image: Any, kind: str, factor: float) -> Any:
    """A PIL image by Pillow's own enhancement."""
    from PIL import ImageEnhance

    return getattr(ImageEnhance, kind)(image).enhance(factor)


class _Adjusted:
    """An operation on images of three channels, by a factor; Pillow does it for PIL images."""

    _argument, _kind = "", ""

    def __init__(self, factor: float) -> None:
        self._factor = number(self._argument, factor)

    def _change(self, array: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def __call__(self, image: Any) -> Any:
        array = as_array(type(self).__name__, image, (3,), (3,))
        return _enhanced(image, self._kind, self._factor) if is_pil(image) else self._change(array)


class AdjustBrightness(_Adjusted):
    """Values times a factor (mirrors `mindspore.dataset.vision.AdjustBrightness`).

    Args:
        brightness_factor: 0 or more; 0 gives black, 1 the image itself.

    Raises:
        TypeError, ValueError: for another factor. RuntimeError: for images of another shape than (H, W, 3).

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.AdjustBrightness(2.0)(np.array([[[10, 20, 200]]], np.uint8)).tolist()
        [[[20, 40, 255]]]
    """

    _argument, _kind = "brightness_factor", "Brightness"

    def __init__(self, brightness_factor: float) -> None:
        super().__init__(brightness_factor)

    def _change(self, array: np.ndarray) -> np.ndarray:
        return color._brightness(array, self._factor)


class AdjustContrast(_Adjusted):
    """Values' distance from the mean grey times a factor (mirrors `mindspore.dataset.vision.AdjustContrast`).

    Args:
        contrast_factor: 0 or more; 0 gives one grey, 1 the image itself.

    Raises:
        TypeError, ValueError: for another factor. RuntimeError: for images of another shape than (H, W, 3).

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.AdjustContrast(0.0)(np.array([[[10, 10, 10], [30, 30, 30]]], np.uint8)).tolist()
        [[[20, 20, 20], [20, 20, 20]]]
    """

    _argument, _kind = "contrast_factor", "Contrast"

    def __init__(self, contrast_factor: float) -> None:
        super().__init__(contrast_factor)

    def _change(self, array: np.ndarray) -> np.ndarray:
        return color._contrast(array, self._factor)


class AdjustSaturation(_Adjusted):
    """Values' distance from the pixel's grey times a factor (mirrors `mindspore.dataset.vision.AdjustSaturation`).

    Args:
        saturation_factor: 0 or more; 0 gives grey, 1 the image itself.

    Raises:
        TypeError, ValueError: for another factor. RuntimeError: for images of another shape than (H, W, 3).

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.AdjustSaturation(0.0)(np.array([[[100, 0, 0]]], np.uint8)).tolist()
        [[[30, 30, 30]]]
    """

    _argument, _kind = "saturation_factor", "Color"

    def __init__(self, saturation_factor: float) -> None:
        super().__init__(saturation_factor)

    def _change(self, array: np.ndarray) -> np.ndarray:
        return color._saturation(array, self._factor)


def _blurred(array: np.ndarray) -> np.ndarray:
    """The mean of each pixel (five times) and its neighbours; the border as it is."""
    x = array.astype(np.float32)
    out = x.copy()
    if min(array.shape[:2]) > 2:
        near = sum(x[1 + i : x.shape[0] - 1 + i, 1 + j : x.shape[1] - 1 + j] for i in (-1, 0, 1) for j in (-1, 0, 1))
        out[1:-1, 1:-1] = limited((near + 4 * x[1:-1, 1:-1]) / 13, array.dtype)
    return out


class AdjustSharpness:
    """Values' distance from the blurred image times a factor (mirrors `mindspore.dataset.vision.AdjustSharpness`).

    Args:
        sharpness_factor: 0 or more; 0 gives a blurred image, 1 the image itself.

    Raises:
        TypeError, ValueError: for another factor.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.AdjustSharpness(2.0)(np.full((3, 3, 3), 7, np.uint8)).max()
        np.uint8(7)
    """

    def __init__(self, sharpness_factor: float) -> None:
        self._factor = np.float32(number("sharpness_factor", sharpness_factor))

    def __call__(self, image: Any) -> np.ndarray:
        array = as_array("AdjustSharpness", image)
        return limited(array.astype(np.float32) * self._factor + (1 - self._factor) * _blurred(array), array.dtype)


class AdjustHue:
    """Hues turned by a part of the full circle (mirrors `mindspore.dataset.vision.AdjustHue`).

    Args:
        hue_factor: from -0.5 to 0.5.

    Raises:
        TypeError, ValueError: for another factor. RuntimeError: for other images than uint8 of shape (H, W, 3).

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.AdjustHue(0.0)(np.array([[[1, 2, 3]]], np.uint8)).tolist()
        [[[1, 2, 3]]]
    """

    def __init__(self, hue_factor: float) -> None:
        self._factor = number("hue_factor", hue_factor, -0.5, 0.5)

    def __call__(self, image: Any) -> Any:
        array = as_array("AdjustHue", image, (3,), (3,))
        if not is_pil(image):
            return color._hue(array, self._factor)
        hue, saturation, value = image.convert("HSV").split()
        turned = (np.asarray(hue).astype(np.int64) + int(self._factor * 255)) % 256
        from PIL import Image

        return Image.merge("HSV", (Image.fromarray(turned.astype(np.uint8)), saturation, value)).convert("RGB")


class AdjustGamma:
    """255 * gain * (x / 255) ** gamma (mirrors `mindspore.dataset.vision.AdjustGamma`).

    Args:
        gamma: 0 or more. gain: a factor. Default: 1.

    Raises:
        TypeError, ValueError: for other numbers.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.AdjustGamma(2.0)(np.array([[[51, 102, 255]]], np.uint8)).tolist()
        [[[10, 40, 255]]]
    """

    def __init__(self, gamma: float, gain: float = 1) -> None:
        self._gamma, self._gain = number("gamma", gamma), number("gain", gain, -16777216)

    def __call__(self, image: Any) -> Any:
        array = as_array("AdjustGamma", image)
        if array.dtype.kind == "f":
            return np.clip(array**self._gamma * self._gain, 0, 1).astype(array.dtype)
        # 256 equal steps: the last one is white alone.
        table = np.floor((255 + 1 - 1e-3) * self._gain * (np.arange(256) / 255.0) ** self._gamma)
        return alike(image, np.clip(table, 0, 255).astype(array.dtype)[array])


class RandomColor:
    """`AdjustSaturation` by a random factor (mirrors `mindspore.dataset.vision.RandomColor`).

    Args:
        degrees: the bounds of the factor. Default: (0.1, 1.9).

    Raises:
        TypeError, ValueError: for other bounds.

    Examples:
        >>> import numpy as np
        >>> from mindshim.dataset import vision
        >>> image = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
        >>> vision.RandomColor((0.5, 1.5))(image).shape
        (4, 4, 3)
    """

    def __init__(self, degrees: Any = (0.1, 1.9)) -> None:
        self._degrees = bounds("degrees", degrees, 0)

    def __call__(self, image: Any) -> Any:
        return AdjustSaturation(between(generator(), self._degrees))(image)


class RandomSharpness:
    """`AdjustSharpness` by a random factor (mirrors `mindspore.dataset.vision.RandomSharpness`).

    Args:
        degrees: the bounds of the factor. Default: (0.1, 1.9).

    Raises:
        TypeError, ValueError: for other bounds.

    Examples:
        >>> import numpy as np
        >>> from mindshim.dataset import vision
        >>> image = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
        >>> vision.RandomSharpness((0.5, 1.5))(image).shape
        (4, 4, 3)
    """

    def __init__(self, degrees: Any = (0.1, 1.9)) -> None:
        self._degrees = bounds("degrees", degrees, 0)

    def __call__(self, image: Any) -> Any:
        factor = between(generator(), self._degrees)
        return _enhanced(image, "Sharpness", factor) if is_pil(image) else AdjustSharpness(factor)(image)


class RandomAdjustSharpness(Sometimes):
    """`AdjustSharpness` with a probability (mirrors `mindspore.dataset.vision.RandomAdjustSharpness`).

    Examples:
        >>> import numpy as np
        >>> from mindshim.dataset import vision
        >>> image = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
        >>> vision.RandomAdjustSharpness(2.0)(image).shape
        (4, 4, 3)
    """

    def __init__(self, degree: float, prob: float = 0.5) -> None:
        super().__init__(prob, AdjustSharpness(degree))


class RandomLighting:
    """Noise along the main colours of photographs, as AlexNet's (mirrors `mindspore.dataset.vision.RandomLighting`).

    Args:
        alpha: the standard deviation. Default: 0.05.

    Raises:
        TypeError, ValueError: if `alpha` is no number of 0 or more. RuntimeError: for images of another shape than (H, W, 3).

    Examples:
        >>> import numpy as np
        >>> from mindshim.dataset import vision
        >>> image = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
        >>> vision.RandomLighting(0.05)(image).shape
        (4, 4, 3)
    """

    # Eigenvectors and eigenvalues of ImageNet's colours (RGB), Krizhevsky et al. 2012.
    _VECTORS = np.array([[-0.5675, 0.7192, 0.4009], [-0.5808, -0.0045, -0.8140], [-0.5836, -0.6948, 0.4203]], np.float32)
    _VALUES = np.array([0.2175, 0.0188, 0.0045], np.float32) * 255

    def __init__(self, alpha: float = 0.05) -> None:
        self._alpha = number("alpha", alpha)

    def __call__(self, image: Any) -> Any:
        array = as_array("RandomLighting", image, (3,), (3,))
        noise = self._VECTORS @ (self._VALUES * generator().normal(0, self._alpha, 3).astype(np.float32))
        return alike(image, limited(array.astype(np.float32) + noise, array.dtype))
