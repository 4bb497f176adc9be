"""Whether numbers have overflowed: what loss scaling asks for."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import F32
from mindshim._core.tensor import Tensor
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.spellings import checked


@kernel("FloatStatus", differentiable=False, amp=False)
def float_status(x: Array) -> Array:
    """1 if any element is inf or nan, else 0 (mirrors `mindspore.ops.FloatStatus`).

    Inputs:
        x: a floating Tensor.

    Returns:
        A float32 Tensor of shape (1,).

    Raises:
        TypeError: for other dtypes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.FloatStatus()(ms.Tensor([1.0, float("inf")]))
        Tensor(shape=[1], dtype=Float32, value= [ 1.00000000e+00])
    """
    value = checked("FloatStatus", x, "real")
    return jnp.any(jnp.logical_not(jnp.isfinite(value))).astype(F32).reshape(1)


float_status.primitive("FloatStatus", "", call="x")  # type: ignore[attr-defined]


def _clear() -> Tensor:
    return Tensor(np.zeros(8, np.float32))


@face("ops.NPUAllocFloatStatus")
class NPUAllocFloatStatus(Primitive):
    """A flag of eight zeros (mirrors `mindspore.ops.NPUAllocFloatStatus`).

    The processors that have such a flag are not among those of JAX: it never rises. `ops.FloatStatus` looks at numbers.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.NPUAllocFloatStatus()().shape
        (8,)
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self) -> Tensor:  # type: ignore[override]
        return _clear()


def _flag(name: str, words: str) -> None:
    class Flag(Primitive):
        @prim_attr_register
        def __init__(self) -> None:
            pass

        def __call__(self, x: Any) -> Tensor:  # type: ignore[override]
            return _clear()

    Flag.__name__ = Flag.__qualname__ = name
    Flag.__doc__ = f"""{words}, eight zeros (mirrors `mindspore.ops.{name}`); see `ops.NPUAllocFloatStatus`.

    Inputs:
        x: the flag.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}()(ms.ops.NPUAllocFloatStatus()()).shape
        (8,)
    """
    face(f"ops.{name}")(Flag)


_flag("NPUGetFloatStatus", "The flag read")
_flag("NPUClearFloatStatus", "The flag cleared")
