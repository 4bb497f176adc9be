"""Weighted vectors combined field by field."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.operators import Array, kernel


@kernel("FieldPooling")
def field_pooling(vectors: Array, weights: Array, fields: Array, size: int, how: str, op: str) -> Array:
    """(N, S, E) weighted by (N, S), to (N, `size`, E): SUM, MEAN or MAX of what (N, S) says to be of a field.

    Weights of zero are of no field; the mean is of the sum of the weights' magnitudes; a field of nothing is zero.
    """
    if weights.shape != vectors.shape[:2] or fields.shape != vectors.shape[:2]:
        raise ValueError(
            f"For '{op}', 'input_values' and 'field_ids' must have the shape {vectors.shape[:2]} of 'input_indices', "
            f"but got {weights.shape} and {fields.shape}."
        )
    weights = weights.astype(vectors.dtype)
    weighted = vectors * weights[..., None]
    member = fields[:, None, :] == jnp.arange(size).astype(fields.dtype)[:, None]
    zero = np.zeros((), vectors.dtype)
    if how == "MAX":
        member = member & (weights != zero)[:, None, :]
        least = np.asarray(-np.inf, vectors.dtype)
        largest = jnp.max(jnp.where(member[..., None], weighted[:, None], least), axis=2)
        return jnp.where(member.any(-1)[..., None], largest, zero)
    total = jnp.matmul(member.astype(vectors.dtype), weighted, precision=lax.Precision.HIGHEST)
    if how == "SUM":
        return total
    weight = jnp.sum(jnp.where(member, jnp.abs(weights)[:, None], zero), axis=-1)[..., None]
    none = weight == zero
    return jnp.where(none, zero, total / jnp.where(none, np.ones((), vectors.dtype), weight))
