"""The layers that `mint.nn` defines itself (mirrors `mindspore.mint.nn.layer`); the names are those of `mindshim.mint.nn`."""

from __future__ import annotations

from pathlib import Path

from mindshim._core import lazy as _lazy

__getattr__, __dir__, __all__ = _lazy.from_stub(__name__, str(Path(__file__).parents[1] / "__init__.py"))
