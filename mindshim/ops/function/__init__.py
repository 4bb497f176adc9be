"""Operator functions, under MindSpore's module path; its files are the families."""

from __future__ import annotations

from mindshim._core import faces as _faces

__getattr__, __dir__, __all__ = _faces.module_faces(__name__, "ops", lambda name: not name[:1].isupper())
