"""mindshim: MindSpore's API on JAX.

The names are listed in `__init__.pyi`; those that are not below are imported when they are first used.
"""

from __future__ import annotations

from mindshim import _core as _core
from mindshim._core import faces as _faces  # noqa: F401 - Tensor's operators
from mindshim.common import dtype as dtype
from mindshim.common.dtype import *  # noqa: F403
from mindshim.common.dtype import bool as bool
from mindshim.common.dtype import float as float
from mindshim.common.dtype import int as int
from mindshim.common.tensor import Tensor as Tensor
from mindshim.common.tensor import from_numpy as from_numpy
from mindshim.common.tensor import is_tensor as is_tensor
from mindshim.common.tensor import tensor as tensor
from mindshim.redirect import install as install
from mindshim.redirect import uninstall as uninstall
from mindshim.run_check import run_check as run_check
from mindshim.version import __shim_version__ as __shim_version__
from mindshim.version import __version__ as __version__

_OWN = [name for name in globals() if name[0] != "_"]

from mindshim._core import lazy as _lazy  # noqa: E402

_lazy.earlier_names = "mindshim.compat.names"
__getattr__, __dir__, _rest = _lazy.from_stub(__name__, __file__)
# The dtypes named like Python's own types stay out of `from mindshim import *`.
__all__ = [  # pyright: ignore[reportUnsupportedDunderAll]
    name for name in dict.fromkeys([*_OWN, *_rest]) if name not in ("bool", "float", "int", "annotations")
]
