"""Training on several devices (mirrors `mindspore.parallel`).

The names are listed in `__init__.pyi` and imported when they are first used.
"""

from mindshim._core import lazy as _lazy

__getattr__, __dir__, __all__ = _lazy.from_stub(__name__, __file__)

# The function, not the module of that name, whoever imports that first.
from mindshim.parallel.shard import shard as shard  # noqa: E402
