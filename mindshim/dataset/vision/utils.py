"""The settings of the operations on images (mirrors `mindspore.dataset.vision.utils`)."""

from __future__ import annotations

import enum


class Inter(enum.IntEnum):
    """Ways to interpolate (mirrors `mindspore.dataset.vision.Inter`)."""

    NEAREST = 0
    ANTIALIAS = 1
    BILINEAR = LINEAR = 2
    BICUBIC = CUBIC = 3
    AREA = 4
    PILCUBIC = 5
