"""Linear algebra (mirrors `mindspore.mint.linalg`)."""

from __future__ import annotations

from mindshim._core import faces as _faces

globals().update(_faces.FACES.get("mint.linalg", {}))
