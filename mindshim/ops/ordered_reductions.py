"""Sums and means in PyNative on a CPU, added and rounded as MindSpore's kernels do it: their results to the last bit."""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim.ops.quotients import quotient
from mindshim.ops.summation import added, rounded, zero_bits

#: Above so many values, or so many in the rows of a matrix, it is XLA's sum: these take two to four times as long.
_VALUES, _LANED = 2**22, 2**21
#: How many partial sums the rows of a matrix have: the lanes of AVX.
_LANES = 8


def fits(x: Any) -> bool:
    """Whether `total`, `mean` and `variance` are for this operand."""
    return x.dtype == np.float32 and 0 < x.size <= _VALUES


def _of_rows(x: Any) -> Any:
    """x (N, L) added over L: of the terms 0, 8, 16, ..., of 1, 9 and so on; these eight sums, and then what is left."""
    whole = x.shape[1] - x.shape[1] % _LANES
    lanes = added(jnp.moveaxis(x[:, :whole].reshape(x.shape[0], -1, _LANES), 1, 0))
    return added(jnp.concatenate([lanes.T, x[:, whole:].T]))


def _sum(x: Any, axes: Any, keep: bool) -> Any:
    """As means are added: as doubles, rounded at the end; only the rows of matrices in float32."""
    if x.ndim == 2 and axes == (1,) and x.size <= _LANED:
        out = _of_rows(x)
        return out[:, None] if keep else out
    return jnp.sum(x.astype(np.float64), axis=axes, keepdims=keep).astype(np.float32)


def total(x: Any, axes: Any, keep: bool) -> Any:
    """The sum of float32 `x` over `axes`, which are sorted."""
    if x.ndim > 1 and axes[:1] == (0,) and math.prod(x.shape[a] for a in axes[1:]) == 1:
        out = added(x)[None]
        return out if keep else jnp.squeeze(out, axes)
    return _sum(x, axes, keep)


def mean(x: Any, axes: Any, keep: bool) -> Any:
    """The mean of float32 `x` over `axes`, which are sorted."""
    count = math.prod(x.shape[a] for a in axes)
    return quotient(_sum(x, axes, keep), jnp.asarray(count).astype(np.float32))


def variance(x: Any, axes: Any, ddof: int, keep: bool) -> Any:
    """The mean square of what float32 `x` differs from its mean, divided by `ddof` less."""
    square = total(rounded(jnp.square(x - mean(x, axes, True)), zero_bits(x)), axes, keep)
    left = max(math.prod(x.shape[a] for a in axes) - ddof, 0)
    return quotient(square, jnp.asarray(left).astype(np.float32))
