"""Division as IEEE 754 rounds it, and means that are a sum divided once."""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.core import Tracer

from mindshim._core.promotion import F32, is_float


def quotient(a: Any, b: Any) -> Any:
    """`a / b`, each element rounded once; operands of one dtype that broadcast.

    XLA makes a division by something broadcast, or by a constant, a product with its reciprocal, which is rounded
    twice: a third of all x / 3 are off by one place, and the mean of 41 ones is not 1.
    """
    shape = jnp.broadcast_shapes(a.shape, b.shape)
    whole = isinstance(b, Tracer) and b.ndim and b.shape == shape
    if whole or not is_float(a.dtype):
        return a / b
    # What is added depends on the dividend, so that XLA can't see that the divisor is broadcast. y + -0 is y; where the
    # dividend is nan, the quotient is nan by any divisor, and the gradient is as good as by y.
    none, least = np.asarray(-0.0, a.dtype), np.asarray(jnp.finfo(a.dtype).tiny, a.dtype)
    return a / (b + lax.stop_gradient(jnp.where(a != a, least, none)))


def mean(x: Any, axes: Any = None, keep: bool = False) -> Any:
    """The mean over `axes`; a floating one keeps its dtype and is one sum, in float32 for half precision, and one division."""
    if not is_float(x.dtype):
        return jnp.mean(x, axis=axes, keepdims=keep)
    wide = x.astype(F32) if x.dtype.itemsize == 2 else x
    over = range(x.ndim) if axes is None else axes if isinstance(axes, tuple) else (axes,)
    count = math.prod(x.shape[axis] for axis in over)
    return quotient(jnp.sum(wide, axis=axes, keepdims=keep), jnp.asarray(count).astype(wide.dtype)).astype(x.dtype)
