"""Normalisations in PyNative on a CPU as MindSpore's kernels add and round them: their results to the last bit."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim.ops import ordered_reductions
from mindshim.ops.quotients import mean, quotient
from mindshim.ops.summation import added, rounded, zero_bits


def fits(x: Any, weight: Any, bias: Any) -> bool:
    """Whether all that is given is float32, and `x` not so large that sums of doubles take long."""
    return ordered_reductions.fits(x) and all(v is None or v.dtype == np.float32 for v in (weight, bias))


def layer_norm(x: Any, gamma: Any, beta: Any, first: int, epsilon: Any) -> tuple[Any, Any, Any]:
    """float32 `x` normalised over the axes from `first` on, and their mean and variance."""
    zero = zero_bits(x)
    rest = tuple(range(first, x.ndim))
    wide = x.astype(np.float64)
    m = mean(wide, rest, True)
    # The variance is the mean square less the squared mean, rounded only then.
    v = (mean(jnp.square(wide), rest, True) - jnp.square(m)).astype(np.float32)
    m = m.astype(np.float32)
    # XLA would make a quotient by a square root a product with the reciprocal one.
    deviation = rounded(jnp.sqrt(v + jnp.asarray(epsilon).astype(np.float32)), zero)
    return rounded(quotient(x - m, deviation) * gamma, zero) + beta, m, v


def group_norm(x: Any, groups: int, weight: Any, bias: Any, epsilon: Any) -> tuple[Any, Any, Any]:
    """float32 `x` (N, C, *) normalised in `groups` of channels, and their means and reciprocal standard deviations.

    The kernel has doubles throughout: what they are rounded to does not depend on how they are added.
    """
    n, channels = x.shape[:2]
    wide = x.reshape(n, groups, -1).astype(np.float64)
    m = mean(wide, 2, True)
    r = 1 / jnp.sqrt(mean(jnp.square(wide), 2, True) - jnp.square(m) + jnp.asarray(epsilon).astype(np.float64))
    scale, shift = jnp.ones((groups, channels // groups)), jnp.zeros((groups, channels // groups))
    if weight is not None:
        scale = weight.astype(np.float64).reshape(scale.shape)
    if bias is not None:
        shift = bias.astype(np.float64).reshape(shift.shape)
    scale = r * scale
    scale, shift = (v.reshape(n, channels, *[1] * (x.ndim - 2)) for v in (scale, shift - m * scale))
    out = (x.astype(np.float64) * scale + shift).astype(np.float32)
    return out, m[..., 0].astype(np.float32), r[..., 0].astype(np.float32)


def l2_normalize(x: Any, axis: int, epsilon: Any) -> Any:
    """float32 `x` divided by the root of the sum of its squares along `axis`, which are added one after the other."""
    zero = zero_bits(x)
    squares = added(rounded(jnp.square(jnp.moveaxis(x, axis, 0)), zero))
    norm = jnp.sqrt(jnp.maximum(squares, jnp.asarray(epsilon).astype(np.float32)))
    return quotient(x, jnp.expand_dims(rounded(norm, zero), axis))
