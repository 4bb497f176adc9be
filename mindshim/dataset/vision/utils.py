"""The settings of the operations on images (mirrors `mindspore.dataset.vision.utils`)."""

from __future__ import annotations

import enum


class Border(str, enum.Enum):  # noqa: UP042 (its str is the name, as in MindSpore)
    """What an image is padded with (mirrors `mindspore.dataset.vision.Border`)."""

    CONSTANT = "constant"
    EDGE = "edge"
    REFLECT = "reflect"
    SYMMETRIC = "symmetric"


class Inter(enum.IntEnum):
    """Ways to interpolate (mirrors `mindspore.dataset.vision.Inter`)."""

    NEAREST = 0
    ANTIALIAS = 1
    BILINEAR = LINEAR = 2
    BICUBIC = CUBIC = 3
    AREA = 4
    PILCUBIC = 5
