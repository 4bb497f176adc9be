"""Average pooling in PyNative on a CPU, added in MindSpore's order: its results to the last bit."""

from __future__ import annotations

import itertools
import math
from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim.ops.summation import added

#: Above so many values, or places of windows that overlap, it is XLA's sum: each of these places is compiled for itself.
_VALUES, _PLACES = 2**24, 64


def window_sums(x: Any, size: Any, strides: Any, pairs: Any) -> Any | None:
    """The sums of x (N, C, *) over windows, one term after the other; None if there is too much to add."""
    counts = [(n + low + high - k) // s + 1 for n, (low, high), k, s in zip(x.shape[2:], pairs, size, strides, strict=True)]
    if x.dtype != np.float32 or min(counts) < 1 or not 0 < x.size <= _VALUES:
        return None
    if math.prod(size) > _PLACES:
        apart = all(k == s or count == 1 for k, s, count in zip(size, strides, counts, strict=True))
        return _apart(x, size, counts, pairs) if apart else None
    x = _padded(x, pairs)
    out: Any = None
    for start in itertools.product(*map(range, size)):
        last = [at + s * (count - 1) + 1 for at, s, count in zip(start, strides, counts, strict=True)]
        term = lax.slice(x, (0, 0, *start), (*x.shape[:2], *last), (1, 1, *strides))
        out = term if out is None else out + term
    return out


def _padded(x: Any, pairs: Any) -> Any:
    return lax.pad(x, np.zeros((), x.dtype)[()], ((0, 0, 0), (0, 0, 0), *((*pair, 0) for pair in pairs)))


def _apart(x: Any, size: Any, counts: Any, pairs: Any) -> Any:
    """The sums over windows that do not overlap: what they leave over is cut off."""
    x = _padded(x, [(low, count * k - n - low) for n, (low, _), k, count in zip(x.shape[2:], pairs, size, counts, strict=True)])
    parts = x.reshape(*x.shape[:2], *(n for pair in zip(counts, size, strict=True) for n in pair))
    axes = tuple(range(3, parts.ndim, 2))
    terms = jnp.moveaxis(parts, axes, range(len(axes)))
    return added(terms.reshape(math.prod(size), *x.shape[:2], *counts))
