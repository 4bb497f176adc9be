"""Counter-based random numbers for initial weights, in NumPy (no compilation).

Philox-4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3") with the key and the upper counter half
taken from a 64-bit seed. This is the stream that MindSpore's CPU initializers draw from, so a network built after the
same `set_seed` starts from the same weights.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

_CHUNK = 1 << 14  # counters per pass: the working set of one pass stays in the cache
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = 0x9E3779B9, 0xBB67AE85


def _blocks(seed: int, start: int, count: int) -> np.ndarray:
    """Blocks `start … start + count` of the stream, as uint32 of shape (count, 4)."""
    low, high = seed & 0xFFFFFFFF, (seed >> 32) & 0xFFFFFFFF
    counter = np.arange(start, start + count, dtype=np.uint64)
    c0, c1 = counter & _LOW, counter >> _HALF
    c2, c3 = np.full_like(counter, low), np.full_like(counter, high)
    k0, k1 = low, high
    for _ in range(10):
        p0, p1 = c0 * _M0, c2 * _M1
        c0 = (p1 >> _HALF) ^ c1 ^ np.uint64(k0)
        c2 = (p0 >> _HALF) ^ c3 ^ np.uint64(k1)
        c1, c3 = p1 & _LOW, p0 & _LOW
        k0, k1 = (k0 + _W0) & 0xFFFFFFFF, (k1 + _W1) & 0xFFFFFFFF
    out = np.empty((count, 4), np.uint32)
    out[:, 0], out[:, 1], out[:, 2], out[:, 3] = c0, c1, c2, c3
    return out


def _fill(seed: int, size: int, transform: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    blocks = -(-size // 4)
    out = np.empty((blocks, 4), np.float32)
    for start in range(0, blocks, _CHUNK):
        count = min(_CHUNK, blocks - start)
        out[start : start + count] = transform(_blocks(seed, start, count))
    return out.reshape(-1)[:size]


def _single(*values: float) -> list[float]:
    # The settings pass through float32, the arithmetic is double: that is what makes the values equal to MindSpore's.
    return [float(np.float32(v)) for v in values]


def uniform(seed: int, size: int, low: float, high: float) -> np.ndarray:
    """`size` float32 values, uniform in [low, high)."""
    low, high = _single(low, high)
    scale = _single(high - low)[0] * 2.0**-32
    return _fill(seed, size, lambda bits: bits * scale + low)


def normal(seed: int, size: int, mean: float, sigma: float) -> np.ndarray:
    """`size` float32 values, normal with the given mean and standard deviation."""
    mean, sigma = _single(mean, sigma)
    turn = _single(6.283185)[0] * 2.0**-23

    def box_muller(bits: np.ndarray) -> np.ndarray:
        # On pairs: the low 23 bits are a fraction in [0, 1), kept away from 0 for the logarithm.
        mantissa = bits & np.uint32(0x7FFFFF)
        radius = np.sqrt(-2.0 * np.log(np.maximum(mantissa[:, 0::2] * 2.0**-23, 1e-7)))
        angle = mantissa[:, 1::2] * turn
        out = np.empty(bits.shape)
        out[:, 0::2] = np.cos(angle) * radius
        out[:, 1::2] = np.sin(angle) * radius
        out *= sigma
        out += mean
        return out

    return _fill(seed, size, box_muller)


def truncated_normal(seed: int, size: int, a: float, b: float, mean: float, sigma: float) -> np.ndarray:
    """`size` float32 values of a normal distribution cut to the absolute bounds [a, b]."""
    a, b, mean, sigma = _single(a, b, mean, sigma)
    low, high = (0.5 * math.erfc(-(x - mean) / sigma / math.sqrt(2.0)) for x in (a, b))
    scale = (high - low) * 2.0**-32
    return _fill(seed, size, lambda bits: mean + sigma * normal_quantile(bits * scale + low))


# Rational approximations of the normal quantile (Wichura, algorithm AS 241, accurate to about 1e-16): numerator and
# denominator coefficients, highest power first, for the centre and the two tail regions.
_CENTRE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)  # fmt: skip
_TAIL = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
     3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
     0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0),
)  # fmt: skip
_FAR = (
    (2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
     0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772),
    (2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
     0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0),
)  # fmt: skip


def _ratio(table: tuple[tuple[float, ...], tuple[float, ...]], x: np.ndarray) -> np.ndarray:
    return np.polyval(table[0], x) / np.polyval(table[1], x)


def normal_quantile(p: np.ndarray) -> np.ndarray:
    """The standard normal quantile of probabilities `p` (float64); 0 and 1 give the largest finite magnitudes."""
    q = p - 0.5
    out = _ratio(_CENTRE, 0.180625 - q * q) * q
    tail = np.abs(q) > 0.425
    if tail.any():
        side = np.minimum(p[tail], 1.0 - p[tail])
        r = np.sqrt(-np.log(np.maximum(side, 1e-300)))
        z = np.where(r <= 5.0, _ratio(_TAIL, r - 1.6), _ratio(_FAR, r - 5.0))
        out[tail] = np.where(q[tail] < 0.0, -z, z)
    return out
