"""Sums whose terms are added in a given order, as MindSpore's CPU kernels add them.

XLA adds in whatever order is quickest and joins a product and its sum into one rounding where it can. Most of
MindSpore's CPU kernels add one term after the other, products rounded for themselves, and its matrix products join both.
In that order results are equal to the last bit, and what depends on their last bits (the sign that a ReLU sees, a
variance of two values) is equal too.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

#: How many terms a step of a loop adds: 16 lanes of a vector unit, which is also where LLVM makes the best code.
_STEP = 16
#: How many partial sums MindSpore's kernels keep side by side: the lanes of SSE, for which they are compiled.
_LANES = 4


def zero_bits(x: Any) -> Any:
    """An int32 that is 0, made of `x` in a way that compilers can't see through."""
    n = lax.bitcast_convert_type(x.reshape(-1)[0], np.int32)
    # The product of four neighbours is a multiple of 8.
    return (n * (n + 1) * (n + 2) * (n + 3)) & 4


def rounded(product: Any, zero: Any) -> Any:
    """float32 `product`, rounded before anything is added to it; `zero` is of `zero_bits`."""
    return lax.bitcast_convert_type(lax.bitcast_convert_type(product, np.int32) ^ zero, np.float32)


def sum_of_products(a: Any, b: Any, joined: bool = False, block: int = 0) -> Any:
    """a (S, G, K) and b (G, K, O) multiplied and added along K one after the other: (S, G, O), in float32.

    `joined` products are rounded together with their sum. With `block`, a multiple of 16, so many terms are added for
    themselves, and the sums of the blocks then.
    """
    zero = zero_bits(a)
    extra = -a.shape[2] % _STEP
    if extra:
        a, b = jnp.pad(a, ((0, 0), (0, 0), (0, extra))), jnp.pad(b, ((0, 0), (0, extra), (0, 0)))
    count = a.shape[2]

    def step(at: Any, total: Any) -> Any:
        part = lax.dynamic_slice_in_dim(a, at * _STEP, _STEP, 2)
        by = lax.dynamic_slice_in_dim(b, at * _STEP, _STEP, 1)
        for i in range(_STEP):
            product = part[..., i : i + 1] * by[:, i]
            total = total + (product if joined else rounded(product, zero))
        return total

    out: Any = None
    for start in range(0, count, block or count):
        none = rounded(jnp.zeros((a.shape[0], *b.shape[::2]), np.float32), zero)
        found = lax.fori_loop(start // _STEP, min(start + (block or count), count) // _STEP, step, none)
        out = found if out is None else out + found
    return out


def added(terms: Any) -> Any:
    """`terms` added along their first axis, one after the other."""
    whole = terms.shape[0] - terms.shape[0] % _STEP

    def step(at: Any, out: Any) -> Any:
        part = lax.dynamic_slice_in_dim(terms, at * _STEP, _STEP, 0)
        for i in range(_STEP):
            out = out + part[i]
        return out

    out = jnp.zeros(terms.shape[1:], terms.dtype)
    if whole:
        out = lax.fori_loop(0, whole // _STEP, step, out)
    for term in terms[whole:]:
        out = out + term
    return out


def channel_sums(x: Any, lanes: int = _LANES) -> Any:
    """float32 x (N, C, L) added over N and L: (C,).

    Of every row four partial sums are made, of the terms 0, 4, 8, ..., of 1, 5, 9 and so on; what is left over goes to
    the first. They are added to the total one after the other, row by row. Of one lane, each row is added up by itself.
    """
    n, c, length = x.shape
    whole = length - length % lanes
    terms = x[..., :whole].reshape(n, c, -1, lanes)
    if length > whole:
        left = jnp.pad(x[..., whole:, None], ((0, 0), (0, 0), (0, 0), (0, lanes - 1)))
        terms = jnp.concatenate([terms, left], 2)
    sums = added(jnp.moveaxis(terms, 2, 0))

    def row(total: Any, part: Any) -> Any:
        for i in range(lanes):
            total = total + part[:, i]
        return total

    total = jnp.zeros((c,), np.float32)
    if n > _STEP:
        return lax.fori_loop(0, n, lambda at, total: row(total, sums[at]), total)
    # What each row is added up to, is so once; it is read more than once here.
    for part in lax.optimization_barrier(sums):
        total = row(total, part)
    return total
