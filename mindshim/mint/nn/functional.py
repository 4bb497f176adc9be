"""Functions of neural networks (mirrors `mindspore.mint.nn.functional`)."""

from __future__ import annotations

from mindshim._core import faces as _faces

globals().update(_faces.FACES.get("mint.nn.functional", {}))
