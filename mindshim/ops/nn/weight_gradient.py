"""Convolutions that are made of matrix products, one for each place of the kernel, where XLA's own are slow.

JAX's gradient by the weight is a convolution with a `batch_group_count`, which XLA computes on a CPU some hundred times
slower than the forward pass (7 s for 128 channels of 28 x 28 in 32 groups). On a CPU, kernels of one place (2 to 10
times) and kernels larger than the image (1.7 s for a batch of 32 with 512 channels of 2 x 2, which products do in
10 ms) are faster as products in all passes, and nearer to the exact result. Everything else is left to JAX.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

from mindshim.ops.arguments import is_int

#: Kernels of more places than this are gone through in a loop, or the program would grow with them.
_UNROLLED = 49
#: With fewer channels than these XLA is quick at kernels larger than the image too.
_CHANNELS = 32


def convolution(
    x: Any,
    weight: Any,
    stride: Sequence[int],
    pairs: Any,
    dilation: Sequence[int],
    layout: tuple[str, str, str],
    groups: int = 1,
    input_dilation: Sequence[int] | None = None,
) -> Any:
    """`lax.conv_general_dilated`, with the gradient by `weight` as said above where that is the better one.

    `pairs` are the paddings below and above of each spatial axis, `layout` the axes of input, kernel and output as
    JAX names them, `input_dilation` the distances at which the input's places lie.
    """
    dims = lax.conv_dimension_numbers(x.shape, weight.shape, layout)
    spread = tuple(input_dilation or (1,) * len(stride))

    def run(x: Any, weight: Any) -> Any:
        return lax.conv_general_dilated(
            x, weight, stride, pairs, spread, dilation, dimension_numbers=dims, feature_group_count=groups
        )

    places = [weight.shape[axis] for axis in dims.rhs_spec[2:]]
    made = jax.eval_shape(run, x, weight).shape
    out_sizes = [made[axis] for axis in dims.out_spec[2:]]
    if not all(map(is_int, made)) or 0 in made:
        return run(x, weight)
    if groups == 1 and jax.default_backend() == "cpu" and x.dtype.itemsize >= 4:
        sizes = [x.shape[axis] for axis in dims.lhs_spec[2:]]
        if math.prod(places) == 1 or (x.shape[dims.lhs_spec[1]] >= _CHANNELS and _exceeds(places, sizes, out_sizes)):
            return _products(x, weight, dims, groups, stride, pairs, spread, dilation, out_sizes)
    if groups == 1 and math.prod(places) > 1:
        return run(x, weight)

    def by_weight(moved: Any, out: Any, x: Any, weight: Any) -> Any:
        return _products(x, moved, dims, groups, stride, pairs, spread, dilation, out_sizes)

    conv = jax.custom_jvp(run)
    conv.defjvps(lambda moved, out, x, weight: run(moved, weight), by_weight)
    return conv(x, weight)


def _exceeds(places: list[int], sizes: list[Any], out_sizes: list[Any]) -> bool:
    """Whether the kernel is larger than what it slides over, in the forward pass or in the gradient by the input."""
    found = zip(places, sizes, out_sizes, strict=True)
    return math.prod(places) <= _UNROLLED and any(is_int(a) and is_int(b) and min(a, b) < k for k, a, b in found)


def _products(
    x: Any, weight: Any, dims: Any, groups: int, stride: Any, pairs: Any, spread: Any, dilation: Any, out_sizes: list[int]
) -> Any:
    """The same convolution as a sum of products over the places of the kernel; its transpose by `weight` is the gradient."""
    n = len(stride)
    x, weight = jnp.transpose(x, dims.lhs_spec), jnp.transpose(weight, dims.rhs_spec)
    x = lax.pad(x, jnp.zeros((), x.dtype), [(0, 0, 0), (0, 0, 0), *((*p, s - 1) for p, s in zip(pairs, spread, strict=True))])
    x = x.reshape(x.shape[0], groups, -1, *x.shape[2:])
    places = weight.shape[2:]
    weight = weight.reshape(groups, -1, weight.shape[1], math.prod(places))
    spans = [(size - 1) * s + 1 for size, s in zip(out_sizes, stride, strict=True)]
    letters = "hwd"[:n]
    einsum = f"ngc{letters},goc->ngo{letters}"

    def product(place: Any, part: Any) -> Any:
        """What one place of the kernel adds; `place` counts in C order."""
        starts = []
        for size, step in zip(reversed(places), reversed(dilation), strict=True):
            place, at = place // size, place % size
            starts.insert(0, at * step)
        seen = lax.dynamic_slice(x, [0, 0, 0, *starts], [*x.shape[:3], *spans])
        seen = lax.slice(seen, [0] * seen.ndim, seen.shape, [1, 1, 1, *stride])
        return jnp.einsum(einsum, seen, part)

    count = weight.shape[-1]
    if count <= _UNROLLED:
        out = sum(product(i, weight[..., i]) for i in range(count))
    else:
        zero = jnp.zeros((x.shape[0], *weight.shape[:2], *out_sizes), x.dtype)
        parts = jnp.arange(count), jnp.moveaxis(weight, -1, 0)
        out, _ = lax.scan(lambda total, at: (total + product(*at), None), zero, parts)
    out = out.reshape(out.shape[0], -1, *out.shape[3:])  # type: ignore[union-attr]
    return jnp.transpose(out, [dims.out_spec.index(axis) for axis in range(n + 2)])
