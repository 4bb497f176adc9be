"""Layers and their functions (mirrors `mindspore.mint.nn`).

The names are listed in `__init__.pyi`; those from `mindshim.nn` are the same classes as there, some under another name.
"""

from __future__ import annotations

from mindshim._core import lazy as _lazy
from mindshim.mint.nn import functional as F
from mindshim.mint.nn import functional as functional

__getattr__, __dir__, __all__ = _lazy.from_stub(__name__, __file__)
