"""Networks (mirrors `mindspore.nn`): Cell, containers, layers, losses, optimizers and schedules.

The names are listed in `__init__.pyi`; each is imported when it is first used.
"""

from __future__ import annotations

from mindshim._core import lazy as _lazy
from mindshim.nn.cell import Cell as Cell

__getattr__, __dir__, __all__ = _lazy.from_stub(__name__, __file__)
