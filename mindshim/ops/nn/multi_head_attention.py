"""Scaled dot-product attention of several heads, as the attention layers compute it."""

from __future__ import annotations

import math
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core import random
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import F32


def _heads(x: Any, heads: int) -> Any:
    """(N, S, E) as (N, heads, S, E / heads)."""
    return jnp.swapaxes(x.reshape(*x.shape[:2], heads, -1), 1, 2)


def _additive(mask: Any, dtype: Any) -> Any:
    """A mask as numbers to add: True, or a byte that is not zero, forbids a place."""
    if mask.dtype in (np.bool_, np.uint8):
        return jnp.where(mask != np.zeros((), mask.dtype), np.asarray(-np.inf, dtype), np.zeros((), dtype))
    return mask.astype(dtype)


@kernel("MultiHeadAttention")
def multi_head_attention(
    query: Array,
    key: Array,
    value: Array,
    bias_k: Array | None,
    bias_v: Array | None,
    padding: Array | None,
    mask: Array | None,
    seed: Number | None,
    offset: Number | None,
    keep: Number | None,
    heads: int,
    zero: bool,
    batch_first: bool,
    average: bool,
) -> tuple[Array, Array]:
    """What every place of `query` attends to, and how much of it.

    Args:
        query, key, value: projected; (L, N, E) and (S, N, E), (N, …, E) with `batch_first`, or without N.
        bias_k, bias_v: one more key and value of every sequence, (1, 1, E).
        padding: (N, S) or (S,), mask: (L, S) or (N * heads, L, S): where True forbids, or numbers that are added.
        seed, offset, keep: of the dropout of the weights, if there is one.
        zero: a key and value of zeros more. average: the weights' mean over the heads.
    """
    dtype = query.dtype
    batched = query.ndim == 3
    if not batched:
        query, key, value = query[None], key[None], value[None]
        padding = None if padding is None else padding[None]
    elif not batch_first:
        query, key, value = (jnp.swapaxes(x, 0, 1) for x in (query, key, value))
    n = query.shape[0]
    places = key.shape[1]
    if bias_k is not None and bias_v is not None:
        key = jnp.concatenate([key, jnp.broadcast_to(bias_k.astype(dtype), (n, 1, key.shape[2]))], 1)
        value = jnp.concatenate([value, jnp.broadcast_to(bias_v.astype(dtype), (n, 1, value.shape[2]))], 1)
    if zero:
        key, value = (jnp.pad(x, ((0, 0), (0, 1), (0, 0)), constant_values=np.zeros((), dtype)[()]) for x in (key, value))
    query, key, value = (_heads(x, heads) for x in (query, key, value))
    wide = dtype if dtype.itemsize > 2 else F32
    scale = np.asarray(1.0 / math.sqrt(query.shape[-1]), dtype)
    scores = jnp.matmul(query * scale, jnp.swapaxes(key, 2, 3)).astype(wide)
    added: Any = None
    if mask is not None:
        added = _additive(mask, wide)
        added = added[None, None] if added.ndim == 2 else added.reshape(n, heads, *added.shape[1:])
    if padding is not None:
        of_keys = _additive(padding, wide)[:, None, None]
        added = of_keys if added is None else added + of_keys
    if added is not None:
        # Keys that are not the caller's are open to all.
        more = ((0, 0),) * 3 + ((0, key.shape[2] - places),)
        scores = scores + jnp.pad(added, more, constant_values=np.zeros((), wide)[()])
    weights = jax.nn.softmax(scores, axis=-1).astype(dtype)
    if keep is not None:
        p = jnp.asarray(keep).astype(F32)
        kept = random.kept(seed, offset, weights.shape, p)
        weights = jnp.where(kept, weights / p.astype(dtype), np.zeros((), dtype))
    out = jnp.swapaxes(jnp.matmul(weights, value), 1, 2).reshape(n, query.shape[2], -1)
    if average:
        weights = weights.mean(1)
    if not batched:
        return out[0], weights[0]
    return (out if batch_first else jnp.swapaxes(out, 0, 1)), weights
