"""Primitive classes (mirrors `mindspore.ops.operations`)."""

from __future__ import annotations

from mindshim._core import faces as _faces

globals().update({name: value for name, value in _faces.FACES["ops"].items() if name[0].isupper()})
