"""Networks and Models for the optimizer THOR (mirrors `mindspore.train.train_thor`)."""

from __future__ import annotations

from mindshim.train.train_thor.convert_utils import ConvertModelUtils as ConvertModelUtils
from mindshim.train.train_thor.convert_utils import ConvertNetUtils as ConvertNetUtils

__all__ = ["ConvertModelUtils", "ConvertNetUtils"]
