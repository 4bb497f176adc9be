"""Batch normalisation in PyNative on a CPU as MindSpore's kernel adds and rounds it: its results to the last bit."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim.ops.quotients import quotient
from mindshim.ops.summation import channel_sums, rounded, zero_bits

#: Of more values than these the statistics are XLA's: they take a third of the time.
_VALUES = 2**21


def fits(x: Any, others: Any, axis: int) -> bool:
    """Whether `train` and `infer` are for these operands: float32, channels in axis 1, all of `others` given."""
    given = all(v is not None and v.dtype == np.float32 for v in others)
    return axis == 1 and x.dtype == np.float32 and 0 < x.size <= _VALUES and given


def _normalised(x: Any, centred: Any, scale: Any, bias: Any, variance: Any, epsilon: Any, zero: Any) -> Any:
    # XLA would make a quotient by a square root a product with the reciprocal one.
    factor = scale / rounded(jnp.sqrt(variance + jnp.asarray(epsilon).astype(np.float32)), zero)
    shape = (-1, *[1] * (x.ndim - 2))
    return rounded(centred * factor.reshape(shape), zero) + bias.reshape(shape)


def train(x: Any, scale: Any, bias: Any, mean: Any, variance: Any, epsilon: Any, momentum: Any) -> Any:
    """The normalised `x`, the new moving mean and variance, and the batch's two."""
    zero = zero_bits(x)
    flat = x.reshape(*x.shape[:2], -1)
    count = flat.shape[0] * flat.shape[2]
    places = jnp.asarray(count).astype(np.float32)
    m = quotient(channel_sums(flat), places)
    centred = x - m.reshape(-1, *[1] * (x.ndim - 2))
    v = quotient(channel_sums(rounded(jnp.square(centred), zero).reshape(flat.shape)), places)
    out = _normalised(x, centred, scale, bias, v, epsilon, zero)
    rate = jnp.asarray(momentum).astype(np.float32)
    kept = np.float32(1) - rate
    unbiased = rounded(v * np.float32(count / max(count - 1, 1)), zero)
    moved = [rounded(old * kept, zero) + rounded(new * rate, zero) for old, new in ((mean, m), (variance, unbiased))]
    return (out, *moved, m, v)


def infer(x: Any, scale: Any, bias: Any, mean: Any, variance: Any, epsilon: Any) -> Any:
    """`x`, normalised by the statistics that are given."""
    centred = x - mean.reshape(-1, *[1] * (x.ndim - 2))
    return _normalised(x, centred, scale, bias, variance, epsilon, zero_bits(x))
