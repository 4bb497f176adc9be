"""The settings of the operations on images (mirrors `mindspore.dataset.vision.utils`)."""

from __future__ import annotations

import enum


class Border(str, enum.Enum):  # noqa: UP042 (its str is the name, as in MindSpore)
    """What an image is padded with (mirrors `mindspore.dataset.vision.Border`).

    Examples:
        >>> from mindshim.dataset import vision
        >>> vision.Border.REFLECT.value
        'reflect'
    """

    CONSTANT = "constant"
    EDGE = "edge"
    REFLECT = "reflect"
    SYMMETRIC = "symmetric"


class Inter(enum.IntEnum):
    """Ways to interpolate (mirrors `mindspore.dataset.vision.Inter`).

    Examples:
        >>> from mindshim.dataset import vision
        >>> vision.Inter.LINEAR.name
        'BILINEAR'
    """

    NEAREST = 0
    ANTIALIAS = 1
    BILINEAR = LINEAR = 2
    BICUBIC = CUBIC = 3
    AREA = 4
    PILCUBIC = 5


class SliceMode(enum.IntEnum):
    """What becomes of the rest of an image that is cut into pieces (mirrors `mindspore.dataset.vision.SliceMode`).

    Examples:
        >>> from mindshim.dataset import vision
        >>> vision.SliceMode.PAD.name
        'PAD'
    """

    PAD = 0
    DROP = 1


class ConvertMode(enum.IntEnum):
    """Ways to change the channels (mirrors `mindspore.dataset.vision.ConvertMode`).

    Examples:
        >>> from mindshim.dataset import vision
        >>> vision.ConvertMode.COLOR_RGB2GRAY.name
        'COLOR_RGB2GRAY'
    """

    COLOR_BGR2BGRA = COLOR_RGB2RGBA = 0
    COLOR_BGRA2BGR = COLOR_RGBA2RGB = 1
    COLOR_BGR2RGBA = COLOR_RGB2BGRA = 2
    COLOR_RGBA2BGR = COLOR_BGRA2RGB = 3
    COLOR_BGR2RGB = COLOR_RGB2BGR = 4
    COLOR_BGRA2RGBA = COLOR_RGBA2BGRA = 5
    COLOR_BGR2GRAY = 6
    COLOR_RGB2GRAY = 7
    COLOR_GRAY2BGR = COLOR_GRAY2RGB = 8
    COLOR_GRAY2BGRA = COLOR_GRAY2RGBA = 9
    COLOR_BGRA2GRAY = 10
    COLOR_RGBA2GRAY = 11
