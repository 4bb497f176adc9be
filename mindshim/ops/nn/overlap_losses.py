"""The mathematics of losses of segmentation."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import F32, is_float


def _floating(x: Any) -> Any:
    return x if is_float(x.dtype) else x.astype(F32)


@kernel("DiceLoss")
def dice_loss(logits: Array, label: Array, smooth: Number) -> Array:
    """1 - 2 * sum(logits * label) / (sum(logits²) + sum(label²) + smooth), a number."""
    x, y = _floating(logits), _floating(label)
    dtype = jnp.result_type(x.dtype, y.dtype)
    x, y = x.astype(dtype), y.astype(dtype)
    both = jnp.sum(x * y)
    apart = jnp.sum(x * x) + jnp.sum(y * y) + jnp.asarray(smooth).astype(dtype)
    one, two = np.asarray(1, dtype), np.asarray(2, dtype)
    return one - two * both / apart


@kernel("FocalLoss")
def focal_loss(logits: Array, labels: Array, weight: Array | None, gamma: Number) -> Array:
    """-(1 - p)^gamma * log p of the right class, the mean over places.

    Args:
        logits: shape (N, C, ...). labels: indices, shape (N, 1, ...), or what each class counts, shape (N, C, ...).
        weight: shape (C,) or None.

    Returns:
        Shape (N,) for indices, else (N, C).
    """
    n, c = logits.shape[:2]
    logp = jax.nn.log_softmax(_floating(logits).reshape(n, c, -1), axis=1)
    target = labels.reshape(*labels.shape[:2], -1)
    dtype = logp.dtype
    each = None if weight is None else weight.astype(dtype).reshape(1, c, 1)
    if target.shape[1] == 1:
        index = target.astype(np.int64)
        if index.shape[0] > n or index.shape[2] > logp.shape[2]:
            raise ValueError(f"For 'FocalLoss', the 'labels' must have no more samples and places than the 'logits', but got {labels.shape} for {logits.shape}.")
        # Fewer labels are those of the first samples and places.
        logp = logp[: index.shape[0], :, : index.shape[2]]
        if each is not None:
            each = jnp.take_along_axis(jnp.broadcast_to(each, logp.shape), index, axis=1)
        logp = jnp.take_along_axis(logp, index, axis=1)
        share = None
    else:
        share = target.astype(dtype)
    loss = -((np.asarray(1, dtype) - jnp.exp(logp)) ** jnp.asarray(gamma).astype(dtype)) * logp
    if each is not None:
        loss = loss * each
    if share is not None:
        loss = loss * share
    loss = jnp.mean(loss, axis=-1)
    return loss if share is not None else loss[:, 0]
