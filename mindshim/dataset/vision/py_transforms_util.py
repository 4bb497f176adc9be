"""Small functions on images that programs import (mirrors `mindspore.dataset.vision.py_transforms_util`)."""

from __future__ import annotations

from typing import Any

import numpy as np


def is_numpy(img: Any) -> bool:
    """Whether this is a NumPy array."""
    return isinstance(img, np.ndarray)


def hwc_to_chw(img: np.ndarray) -> np.ndarray:
    """The channels of an image first; one of two axes as it is.

    Raises:
        TypeError: for what is no array.

    Examples:
        >>> import numpy as np
        >>> from mindshim.dataset.vision.py_transforms_util import hwc_to_chw
        >>> hwc_to_chw(np.zeros((4, 5, 3))).shape
        (3, 4, 5)
    """
    if not is_numpy(img):
        raise TypeError(f"img should be NumPy array. Got {type(img)}.")
    return img.transpose(2, 0, 1).copy() if img.ndim == 3 else img
