"""The tensors whose printed text is compared with the real MindSpore: shape, dtype, magnitude and seed of each."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

_DTYPES = ("f2", "f4", "f8", "bf16", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b", "c8", "c16")
_SIZES = {1: (0, 1, 2, 5, 6, 7, 11, 12, 13, 23, 24, 25, 36, 48, 49, 100, 999, 1000, 1001, 1500),
          2: (1, 2, 3, 5, 6, 7, 8, 13, 40), 3: (1, 2, 6, 7, 9), 4: (1, 2, 6, 7, 9)}  # fmt: skip
_LIMITS = (2, 10, 100, 1000, 2**31, 2**62)
_SCALES = (1.0, 100.0, 1e-4, 1e6, 1e20, 1e30)
_SPECIAL = (np.nan, -np.nan, np.inf, -np.inf, 0.0, -0.0, 1e-42, -1e300, 1e-310)


def arrays(count: int) -> list[tuple[np.ndarray, str]]:
    """`count` arrays with the dtype each is to be converted to, always the same."""
    chosen = np.random.RandomState(7)
    out = []
    for seed in range(count):
        ndim = int(chosen.choice([0, 0, 1, 1, 1, 2, 2, 2, 3, 4]))
        shape = [int(chosen.choice(_SIZES[ndim])) for _ in range(ndim)]
        if ndim and chosen.rand() < 0.04:
            shape[chosen.randint(ndim)] = 0
        dtype, magnitude = _DTYPES[chosen.randint(len(_DTYPES))], int(chosen.randint(6))
        out.append((_array(shape, dtype, magnitude, np.random.RandomState(seed)), dtype))
    return out


def _array(shape: list[int], dtype: str, magnitude: int, r: np.random.RandomState) -> np.ndarray:
    size = math.prod(shape)
    if dtype == "b":
        return (r.rand(size) > 0.5).reshape(shape)
    if dtype[0] in "iu":
        info, limit = np.iinfo(dtype), _LIMITS[magnitude]
        return r.randint(max(info.min, -limit), min(info.max, limit), size, dtype=np.int64).astype(dtype).reshape(shape)
    out: Any = _reals(size, magnitude, r)
    if dtype[0] == "c":
        real, out = out, np.empty(size, np.complex128)
        out.real, out.imag = real, _reals(size, magnitude, r)
    with np.errstate(all="ignore"):
        return out.astype("f4" if dtype == "bf16" else dtype).reshape(shape)


def _reals(size: int, magnitude: int, r: np.random.RandomState) -> np.ndarray:
    out = r.randn(size) * _SCALES[magnitude]
    if magnitude in (1, 3):
        out = np.round(out)
    if size and r.rand() < 0.3:
        for value in _SPECIAL:
            out[r.randint(size)] = value
    return np.abs(out) if r.rand() < 0.2 else out
