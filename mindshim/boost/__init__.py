"""Accelerated training (mirrors `mindspore.boost`, a beta feature there): the accumulation of gradients.

The names are listed in `__init__.pyi` and imported when they are first used.
"""

from mindshim._core import lazy as _lazy

__getattr__, __dir__, __all__ = _lazy.from_stub(__name__, __file__)
