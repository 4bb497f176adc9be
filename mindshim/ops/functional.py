"""The operators under their functional spelling (mirrors `mindspore.ops.functional`)."""

from __future__ import annotations

from mindshim._core import faces as _faces

globals().update(_faces.FACES["ops"])
