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


def _statistics(x: Any, zero: Any) -> tuple[Any, Any, Any]:
    """Mean and variance of each channel, and `x` less the mean."""
    rows = (*x.shape[:2], -1)
    places = jnp.asarray(x.size // x.shape[1]).astype(np.float32)
    m = quotient(channel_sums(x.reshape(rows)), places)
    centred = x - m.reshape(-1, *[1] * (x.ndim - 2))
    return m, quotient(channel_sums(rounded(jnp.square(centred), zero).reshape(rows)), places), centred


def train(x: Any, scale: Any, bias: Any, mean: Any, variance: Any, epsilon: Any, momentum: Any) -> Any:
    """The normalised `x`, the new moving mean and variance, and the batch's two."""
    zero = zero_bits(x)
    count = x.size // x.shape[1]
    m, v, centred = _statistics(x, zero)
    out = _normalised(x, centred, scale, bias, v, epsilon, zero)
    rate = jnp.asarray(momentum).astype(np.float32)
    kept = np.float32(1) - rate
    unbiased = rounded(v * np.float32(count / max(count - 1, 1)), zero)
    moved = [rounded(old * kept, zero) + rounded(new * rate, zero) for old, new in ((mean, m), (variance, unbiased))]
    return (out, *moved, m, v)


def _gradients(dy: Any, centred: Any, scale: Any, variance: Any, epsilon: Any, zero: Any, trained: bool) -> tuple[Any, Any, Any]:
    """The gradients by x, scale and bias."""
    shape = (-1, *[1] * (centred.ndim - 2))
    inverse = np.float32(1) / rounded(jnp.sqrt(variance + jnp.asarray(epsilon).astype(np.float32)), zero)

    both = jnp.concatenate([dy, rounded(centred * dy, zero)], 1)
    by_bias, by_scale = jnp.split(channel_sums(both.reshape(*both.shape[:2], -1), 1), 2)
    by_scale = by_scale * inverse
    if trained:
        places = jnp.asarray(centred.size // centred.shape[1]).astype(np.float32)
        along = rounded(rounded(centred * by_scale.reshape(shape), zero) * inverse.reshape(shape), zero)
        dy = dy - (quotient(by_bias, places).reshape(shape) + quotient(along, places))
    return dy * rounded(scale * inverse, zero).reshape(shape), by_scale, by_bias


def train_gradients(dy: Any, x: Any, scale: Any, epsilon: Any) -> tuple[Any, Any, Any]:
    """The gradients of `train` by x, scale and bias, for the cotangent of the normalised `x`."""
    zero = zero_bits(x)
    _, variance, centred = _statistics(x, zero)
    return _gradients(dy, centred, scale, variance, epsilon, zero, True)


def infer_gradients(dy: Any, x: Any, scale: Any, mean: Any, variance: Any, epsilon: Any) -> tuple[Any, Any, Any]:
    """The gradients of `infer` by x, scale and bias."""
    centred = x - mean.reshape(-1, *[1] * (x.ndim - 2))
    return _gradients(dy, centred, scale, variance, epsilon, zero_bits(x), False)


def infer(x: Any, scale: Any, bias: Any, mean: Any, variance: Any, epsilon: Any) -> Any:
    """`x`, normalised by the statistics that are given."""
    centred = x - mean.reshape(-1, *[1] * (x.ndim - 2))
    return _normalised(x, centred, scale, bias, variance, epsilon, zero_bits(x))
