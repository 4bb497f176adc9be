"""The mint API: operators with the parameter names of other frameworks (mirrors `mindspore.mint`)."""

from __future__ import annotations

from mindshim._core import faces as _faces
from mindshim.mint import linalg as linalg
from mindshim.mint import nn as nn
from mindshim.mint import optim as optim
from mindshim.mint import special as special
from mindshim.mint.nn import functional as functional

__getattr__, __dir__, __all__ = _faces.module_faces(__name__, "mint")
