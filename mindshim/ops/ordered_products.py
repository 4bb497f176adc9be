"""Batches of matrix products in PyNative on a CPU, added up in MindSpore's order: its results to the last bit."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mindshim.ops.summation import sum_of_products

#: Above so many products it is XLA's: that takes a third of the time of this.
_PRODUCTS = 2**26


def fits(x: Any, y: Any) -> bool:
    """Whether `batch_product` is for these operands, (..., M, K) and (..., K, N)."""
    if x.ndim < 3 or x.dtype != np.float32 or y.dtype != np.float32 or x.shape[:-2] != y.shape[:-2] or x.shape[-1] != y.shape[-2]:
        return False
    if math.prod(x.shape[:-2]) == 1 and (x.shape[-1] > 512 or min(x.shape[-2], y.shape[-1]) < 16):
        # A single product of small matrices is divided otherwise.
        return False
    return 0 < x.size * y.shape[-1] <= _PRODUCTS and y.size > 0


def batch_product(x: Any, y: Any, turned: bool) -> Any:
    """x (..., M, K) times y (..., K, N); `turned` if x is made of (..., K, M)."""
    *batch, rows, depth = x.shape
    columns, n = y.shape[-1], math.prod(batch)
    block = 0 if depth <= 512 else 512 if depth <= 1024 or turned else 1024
    out = sum_of_products(x.reshape(n, rows, depth).swapaxes(0, 1), y.reshape(n, depth, columns), True, block)
    return out.swapaxes(0, 1).reshape(*batch, rows, columns)
