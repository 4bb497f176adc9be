"""What the operations on images share: PIL images and arrays as input, checks of arguments, random numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mindshim.dataset import config

LARGEST = 16777216  #: MindSpore's limit for sizes and factors
_draws = [0]


def generator() -> np.random.Generator:
    """The random numbers of one call; they follow from the seed and how many calls there were."""
    _draws[0] += 1
    return np.random.default_rng([config.get_seed(), 1, _draws[0]])


def between(rng: np.random.Generator, pair: Any) -> float:
    """A random number between two."""
    low, high = pair
    return float(rng.uniform(low, high))


def is_pil(image: Any) -> bool:
    """Whether this is a PIL image."""
    return hasattr(image, "getbands")


def pillow() -> Any:
    """The module PIL.Image.

    Raises:
        ImportError: if Pillow is not installed.
    """
    try:
        from PIL import Image
    except ImportError as error:
        raise ImportError("Operations on PIL images need Pillow: pip install 'mindshim[vision]'.") from error
    return Image


def as_array(name: str, image: Any, ranks: tuple[int, ...] = (2, 3), channels: tuple[int, ...] | None = None) -> np.ndarray:
    """The pixels of a PIL image or an array.

    Raises:
        TypeError: for anything else. RuntimeError: for another number of axes, or of channels.
    """
    if not is_pil(image) and not isinstance(image, np.ndarray):
        raise TypeError(f"Input should be NumPy or PIL image, got {type(image)}.")
    array = np.asarray(image)
    if array.ndim not in ranks:
        shapes = " or ".join({2: "<H,W>", 3: "<H,W,C>"}.get(r, f"{r} axes") for r in ranks)
        raise RuntimeError(f"{name}: the image must have shape {shapes}, but got {array.shape}.")
    if channels is not None and array.ndim == 3 and array.shape[2] not in channels:
        raise RuntimeError(f"{name}: the image must have {' or '.join(map(str, channels))} channels, but got {array.shape[2]}.")
    return array


def alike(image: Any, array: np.ndarray) -> Any:
    """`array` as an image of the kind of `image`: a PIL image for one, an array that is not the input itself otherwise."""
    if is_pil(image):
        return pillow().fromarray(array)
    return array.copy() if array is image else array


def limited(values: np.ndarray, dtype: np.dtype[Any]) -> np.ndarray:
    """Rounded and cut off as the dtype needs."""
    if dtype.kind not in "iu":
        return values.astype(dtype)
    limits = np.iinfo(dtype)
    return np.clip(np.rint(values), limits.min, limits.max).astype(dtype)


def number(name: str, value: Any, low: float = 0, high: float = LARGEST) -> float:
    """A number of an interval; MindSpore's errors otherwise."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"Argument {name} with value {value} is not of type [<class 'float'>, <class 'int'>], but got {type(value)}.")
    if not low <= value <= high:
        raise ValueError(f"Input {name} is not within the required interval of [{low}, {high}].")
    return value


def integer(name: str, value: Any, low: int = 0, high: int = LARGEST) -> int:
    """An int of an interval; MindSpore's errors otherwise."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"Argument {name} with value {value} is not of type [<class 'int'>], but got {type(value)}.")
    if not low <= value <= high:
        raise ValueError(f"Input {name} is not within the required interval of [{low}, {high}].")
    return value


def bounds(name: str, value: Any, low: float, high: float = LARGEST) -> tuple[float, float]:
    """The two bounds of a random amount; MindSpore's errors otherwise."""
    if not isinstance(value, (tuple, list)):
        raise TypeError(f"{name} must be either a tuple or a list.")
    if len(value) != 2:
        raise TypeError(f"{name} must be a sequence with length 2.")
    for v in value:
        number(f"{name}", v, low, high)
    if value[0] > value[1]:
        raise ValueError(f"{name} should be in (min,max) format. Got (max,min).")
    return value[0], value[1]


def fill_of(value: Any) -> tuple[int, ...]:
    """The colour of what is outside an image: an int, or one for each channel, all from 0 to 255."""
    values = (value,) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(values, (tuple, list)) or len(values) not in (1, 3) or not all(isinstance(v, int) for v in values):
        raise TypeError("fill_value should be a single integer or a 3-tuple.")
    for v in values:
        integer("fill_value", v, 0, 255)
    return tuple(values)


class Sometimes:
    """An operation that is done with a probability."""

    def __init__(self, prob: Any, step: Callable[[Any], Any]) -> None:
        self._prob, self._step = number("prob", prob, 0.0, 1.0), step

    def __call__(self, image: Any) -> Any:
        as_array(type(self).__name__, image)
        return self._step(image) if generator().random() < self._prob else image
