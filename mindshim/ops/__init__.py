"""Operators (mirrors `mindspore.ops`): functions, Primitive classes and gradients.

The files beside this one declare them; each is imported when one of its operators is first named.
"""

from __future__ import annotations

from mindshim._core import faces as _faces
from mindshim.ops.primitive import Primitive as Primitive
from mindshim.ops.primitive import PrimitiveWithCheck as PrimitiveWithCheck
from mindshim.ops.primitive import PrimitiveWithInfer as PrimitiveWithInfer
from mindshim.ops.primitive import constexpr as constexpr
from mindshim.ops.primitive import prim_attr_register as prim_attr_register

__getattr__, __dir__, __all__ = _faces.module_faces(__name__, "ops")
__all__ += ["Primitive", "PrimitiveWithCheck", "PrimitiveWithInfer", "constexpr", "prim_attr_register"]

from mindshim._core.tensor import Tensor as Tensor  # noqa: E402
from mindshim.ops import composite as composite  # noqa: E402
from mindshim.ops import functional as functional  # noqa: E402
from mindshim.ops import operations as operations  # noqa: E402
from mindshim.ops.composite import add_flags as add_flags  # noqa: E402

P = operations
