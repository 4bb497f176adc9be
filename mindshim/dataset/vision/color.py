"""Operations that change the colours of images, arrays of shape (H, W, 3)."""

from __future__ import annotations

from numbers import Number
from typing import Any

import numpy as np

from mindshim.dataset.vision.images import generator

_GRAY = np.array([0.299, 0.587, 0.114], np.float32)


def _range(name: str, value: Any, center: float, low: float, high: float) -> tuple[float, float]:
    """The bounds of a factor, from a number (how far from `center`) or the two bounds."""
    if not isinstance(value, (Number, list, tuple)):
        raise TypeError(
            f"Argument {name} with value {value} is not of type [<class 'numbers.Number'>, <class 'list'>, <class 'tuple'>], "
            f"but got {type(value)}."
        )
    if isinstance(value, Number):
        if value < 0:  # type: ignore[operator]
            raise ValueError(f"The input value of {name} cannot be negative.")
        bounds = (center - value, center + value)  # type: ignore[operator]
        if center:
            bounds = (max(0, bounds[0]), bounds[1])
    else:
        if len(value) != 2:
            raise TypeError(f"If {name} is a sequence, the length must be 2.")
        if value[0] > value[1]:
            raise ValueError(f"{name} value should be in (min,max) format. Got ({value[0]}, {value[1]}).")
        bounds = (value[0], value[1])
    if not all(low <= b <= high for b in bounds):
        raise ValueError(f"Input is not within the required interval of [{low}, {high}].")
    return float(bounds[0]), float(bounds[1])


def _like(values: np.ndarray, image: np.ndarray) -> np.ndarray:
    """Rounded and cut off as the image's dtype needs."""
    if image.dtype.kind not in "iu":
        return values.astype(image.dtype)
    limits = np.iinfo(image.dtype)
    return np.clip(np.rint(values), limits.min, limits.max).astype(image.dtype)


def _blend(image: np.ndarray, other: Any, factor: float) -> np.ndarray:
    part = np.float32(factor)
    return _like(image.astype(np.float32) * part + (1 - part) * other, image)


def _gray(image: np.ndarray) -> np.ndarray:
    return _like(image.astype(np.float32) @ _GRAY, image).astype(np.float32)


def _brightness(image: np.ndarray, factor: float) -> np.ndarray:
    return _blend(image, 0, factor)


def _contrast(image: np.ndarray, factor: float) -> np.ndarray:
    return _blend(image, np.floor(_gray(image).mean(dtype=np.float64) + 0.5).astype(np.float32), factor)


def _saturation(image: np.ndarray, factor: float) -> np.ndarray:
    return _blend(image, _gray(image)[..., None], factor)


def _hue(image: np.ndarray, shift: float) -> np.ndarray:
    """Hues turned by `shift` of a full circle, which has 256 steps there and 255 back, as in MindSpore."""
    if image.dtype != np.uint8:
        raise RuntimeError(f"RandomColorAdjust: to change the hue the image must be of uint8, but got {image.dtype}.")
    if not shift:
        return image
    x = image.astype(np.float64)
    value = x.max(-1)
    spread = value - x.min(-1)
    some = np.where(spread == 0, 1, spread)
    red, green, blue = x[..., 0], x[..., 1], x[..., 2]
    sixth = np.select(
        [value == red, value == green],
        [(green - blue) / some, 2 + (blue - red) / some],
        4 + (red - green) / some,
    )
    hue = np.rint(np.where(spread == 0, 0, sixth) * 256 / 6) % 256
    saturation = np.rint(255 * spread / np.where(value == 0, 1, value)) / 255
    place = (hue + int(shift * 255)) % 256 * 6 / 255
    sector = np.floor(place).astype(np.int64) % 6
    within = place - np.floor(place)
    low, falling = value * (1 - saturation), value * (1 - saturation * within)
    rising = value * (1 - saturation * (1 - within))
    channels = (
        (value, falling, low, low, rising, value),
        (rising, value, value, falling, low, low),
        (low, low, rising, value, value, falling),
    )
    return _like(np.stack([np.choose(sector, c) for c in channels], -1), image)


class RandomColorAdjust:
    """Brightness, contrast, saturation and hue changed by random amounts, one after another in random order (mirrors
    `mindspore.dataset.vision.RandomColorAdjust`).

    Args:
        brightness, contrast, saturation: a number d, for factors between max(0, 1 - d) and 1 + d, or the two bounds.
        hue: a number up to 0.5, for shifts between -hue and hue of a full circle, or the two bounds.
        The defaults (1, 1) and (0, 0) change nothing.

    Raises:
        TypeError, ValueError: for other bounds. RuntimeError: for images of another shape than (H, W, 3), and for a
        hue with another dtype than uint8.

    Examples:
        >>> import numpy as np
        >>> import mindshim.dataset.vision as vision
        >>> vision.RandomColorAdjust(brightness=(0.5, 0.5))(np.full((1, 1, 3), 80, np.uint8)).tolist()
        [[[40, 40, 40]]]
    """

    def __init__(self, brightness: Any = (1, 1), contrast: Any = (1, 1), saturation: Any = (1, 1), hue: Any = (0, 0)) -> None:
        top = 16777216
        self._steps = (
            (_brightness, _range("brightness", brightness, 1, 0, top)),
            (_contrast, _range("contrast", contrast, 1, 0, top)),
            (_saturation, _range("saturation", saturation, 1, 0, top)),
            (_hue, _range("hue", hue, 0, -0.5, 0.5)),
        )

    def __call__(self, image: Any) -> Any:
        pil = hasattr(image, "getbands")
        if not pil and not isinstance(image, np.ndarray):
            raise TypeError(f"Input should be NumPy or PIL image, got {type(image)}.")
        out = np.asarray(image)
        if out.ndim != 3 or out.shape[2] != 3:
            raise RuntimeError(f"RandomColorAdjust: the image must have shape <H,W,3>, but got {out.shape}.")
        rng = generator()
        if pil:
            from mindshim.dataset.vision import adjusting

            # As in MindSpore all four change a PIL image; the way to hues and back rounds even if they stay.
            for at in rng.permutation(len(self._steps)):
                one = (adjusting.AdjustBrightness, adjusting.AdjustContrast, adjusting.AdjustSaturation, adjusting.AdjustHue)[at]
                image = one(float(rng.uniform(*self._steps[at][1])))(image)
            return image
        neutral = {_hue: 0.0}
        for at in rng.permutation(len(self._steps)):
            change, (low, high) = self._steps[at]
            factor = rng.uniform(low, high)
            if factor != neutral.get(change, 1.0):
                out = change(out, factor)
        return out.copy() if out is image else out
