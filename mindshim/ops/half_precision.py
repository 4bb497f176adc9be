"""Where results and gradients of half precision are rounded: as MindSpore's CPU kernels round them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.promotion import F16, F32


def once(fn: Callable[..., Any]) -> Callable[..., Any]:
    """`fn` of its first operand, computed in float32 where that is of half precision, and rounded once."""

    def rounded(x: Any, *rest: Any) -> Any:
        return fn(x.astype(F32), *rest).astype(x.dtype) if x.dtype.itemsize == 2 and x.dtype.kind in "fV" else fn(x, *rest)

    return rounded


def _rounded(x: Any) -> Any:
    """float32 `x` with the digits of float16, which XLA would keep if it were converted there and back.

    Numbers that are too small or too large for all those digits stay as they are.
    """
    size = jnp.abs(x)
    return jnp.where((size < np.float32(2**-14)) | (size > np.float32(65504)), x, lax.reduce_precision(x, 5, 10))


def _by_result(fn: Callable[[Any], Any], slope: Callable[[Any, Any], Any]) -> Callable[[Any], Any]:
    """`fn`, whose float16 gradient is `slope(moved, result)`."""
    inner = jax.custom_jvp(fn)
    inner.defjvps(lambda moved, out, x: slope(moved, out))
    return lambda x: inner(x) if x.dtype == F16 else fn(x)


def _wide(slope: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda moved, out: slope(moved.astype(F32), out.astype(F32)).astype(out.dtype)


tanh = _by_result(jnp.tanh, _wide(lambda moved, y: moved * (np.float32(1) - y * y)))
sqrt = _by_result(jnp.sqrt, _wide(lambda moved, y: moved / (y + y)))
rsqrt = _by_result(
    lambda x: (np.float32(1) / _rounded(jnp.sqrt(x.astype(F32)))).astype(F16) if x.dtype == F16 else lax.rsqrt(x),
    lambda moved, y: moved * (np.asarray(-0.5, F16) * y * y * y),
)


def softmax(x: Any, axis: Any) -> Any:
    """The softmax along an axis or several; in float16 the exponentials, their sum and the quotient are rounded."""
    return _softmax(x, axis) if x.dtype == F16 else jax.nn.softmax(x, axis=axis)


def _softmax(x: Any, axis: Any) -> Any:
    def forward(x: Any) -> Any:
        wide = x.astype(F32)
        e = _rounded(jnp.exp(_rounded(wide - jnp.max(wide, axis=axis, keepdims=True))))
        return (e / _rounded(jnp.sum(e, axis=axis, keepdims=True))).astype(x.dtype)

    def slope(moved: Any, out: Any, x: Any) -> Any:
        part = out * moved
        # Spread before it is rounded, so that the transpose of this sums in float32 too.
        whole = jnp.broadcast_to(jnp.sum(part.astype(F32), axis=axis, keepdims=True), out.shape)
        return part - out * whole.astype(out.dtype)

    inner = jax.custom_jvp(forward)
    inner.defjvps(slope)
    return inner(x)


def log_softmax(x: Any, axis: Any) -> Any:
    """The logarithm of the softmax; in float16 rounded once, with a gradient by that result."""
    if x.dtype != F16:
        return jax.nn.log_softmax(x, axis=axis)

    def forward(x: Any) -> Any:
        return jax.nn.log_softmax(x.astype(F32), axis=axis).astype(x.dtype)

    def slope(moved: Any, out: Any, x: Any) -> Any:
        wide = moved.astype(F32)
        share = jnp.exp(out.astype(F32))
        return (wide - jnp.sum(share * wide, axis=axis, keepdims=True)).astype(out.dtype)

    inner = jax.custom_jvp(forward)
    inner.defjvps(slope)
    return inner(x)
