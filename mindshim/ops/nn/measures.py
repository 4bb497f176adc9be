"""Lengths, moments and further measures of Tensors, as layers compute them."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import F32


@kernel("ClipVectorNorm")
def clip_vector_norm(x: Array, limit: Number, axis: Any = (-1,)) -> Array:
    """Vectors along `axis` (all axes if None), those longer than `limit` shortened to it."""
    axis = tuple(range(x.ndim)) if axis is None else axis
    limit = jnp.asarray(limit).astype(x.dtype)
    squares = jnp.sum(x * x, axis=axis, keepdims=True)
    some = squares > np.zeros((), x.dtype)
    norm = jnp.where(some, jnp.sqrt(jnp.where(some, squares, jnp.ones_like(squares))), squares)
    # The longer of the two divides: a vector within the limit is multiplied and divided by one number.
    return (x * limit / jnp.maximum(norm, limit)).astype(x.dtype)


@kernel("VectorNorm2")
def vector_norm(x: Array, axis: Any, keep_dims: bool) -> Array:
    """Square roots of sums of squares along `axis`, which may be () for all axes."""
    axis = tuple(range(x.ndim)) if axis == () else axis
    x = x if jnp.issubdtype(x.dtype, jnp.inexact) else x.astype(F32)
    return jnp.sqrt(jnp.sum(x * x, axis=axis, keepdims=keep_dims))


@kernel("Moments")
def moments(x: Array, axis: Any, keep_dims: bool) -> tuple[Array, Array]:
    """Mean and variance along `axis`, () for all axes; of float16 in float32."""
    axis = tuple(range(x.ndim)) if axis == () else axis
    wide = x.astype(F32)
    mean = jnp.mean(wide, axis=axis, keepdims=keep_dims)
    return mean.astype(x.dtype), jnp.var(wide, axis=axis, keepdims=keep_dims).astype(x.dtype)


@kernel("ReduceLogSumExp")
def log_sum_exp(x: Array, axis: Any, keep_dims: bool) -> Array:
    """log(sum(exp(x))) along `axis`, () for all axes, with the largest of all numbers taken out first."""
    axis = tuple(range(x.ndim)) if axis == () else axis
    top = jnp.max(x)
    return jnp.log(jnp.sum(jnp.exp(x - top), axis=axis, keepdims=keep_dims)) + top


@kernel("LBeta")
def log_beta(x: Array, y: Array) -> Array:
    """log(B(x, y)); in float32 at least, whose large terms cancel."""
    wide = jnp.promote_types(x.dtype, F32)
    return jax.scipy.special.betaln(x.astype(wide), y.astype(wide)).astype(x.dtype)
