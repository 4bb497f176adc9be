"""Convolutions in PyNative on a CPU, added up in MindSpore's order: its results to the last bit, where they are not large."""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim.ops.summation import sum_of_products

#: Above so many products, or so many values to be multiplied, it is XLA's convolution: it takes half the time of this.
_PRODUCTS, _VALUES = 2**28, 2**24


def fits(x: Any, weight: Any, sizes: list[int], groups: int) -> bool:
    """Whether `convolution` is for these operands of NCHW and OIHW; `sizes` are those of the output's image."""
    if x.ndim != 4 or x.dtype != np.float32 or 0 in x.shape or 0 in weight.shape or min(sizes) < 1:
        return False
    values = x.shape[0] * math.prod(sizes) * x.shape[1] * math.prod(weight.shape[2:])
    return values <= _VALUES and values * (weight.shape[0] // groups) <= _PRODUCTS


def convolution(x: Any, weight: Any, stride: Any, pairs: Any, dilation: Any, sizes: list[int], groups: int) -> Any:
    """The convolution of `x` (N, C, H, W) with `weight` (O, C / groups, h, w); `pairs` are the paddings of both axes."""
    n, channels = x.shape[:2]
    out, depth, *places = weight.shape
    # Through the channels innermost where they are more than the kernel's columns, otherwise outermost.
    outside = depth <= places[1]
    seen = jnp.pad(x.transpose(0, 2, 3, 1), ((0, 0), *pairs, (0, 0)))
    seen = seen.reshape(*seen.shape[:3], groups, depth)
    # First the columns of the kernel, then its rows: (N, H, W, groups, depth, rows, columns), or depth at the end.
    for axis, place in ((2, -1 if outside else -2), (1, -2 if outside else -3)):
        last = stride[axis - 1] * (sizes[axis - 1] - 1) + 1
        starts = [at * dilation[axis - 1] for at in range(places[axis - 1])]
        seen = jnp.stack([lax.slice_in_dim(seen, s, s + last, stride[axis - 1], axis) for s in starts], place)
    seen = seen.reshape(n * math.prod(sizes), groups, -1)
    by = weight.reshape(groups, out // groups, depth, math.prod(places))
    by = by.transpose((0, 2, 3, 1) if outside else (0, 3, 2, 1)).reshape(groups, -1, out // groups)
    # A kernel of one place that reads each place of the image is a matrix product to MindSpore.
    product = weight.shape[1:] == (channels, 1, 1) and tuple(stride) == (1, 1) and not any(map(any, pairs))
    block = (0 if channels <= 512 else 512 if channels <= 1024 else 1024) if product else 0
    return sum_of_products(seen, by, product, block).reshape(n, *sizes, out).transpose(0, 3, 1, 2)
