"""Normalisation of every channel of every sample by its own statistics."""

from __future__ import annotations

import math

import jax.numpy as jnp
from jax import lax

from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import F32
from mindshim.ops.spellings import checked


@kernel("InstanceNorm")
def instance_norm(
    input_x: Array, gamma: Array, beta: Array, mean: Array, variance: Array, epsilon: Number = 1e-5, momentum: float = 0.1
) -> tuple[Array, Array, Array]:
    """Every channel of every sample with mean 0 and variance 1, times gamma, plus beta.

    The moving statistics are taken, but as on MindSpore's GPUs neither used nor changed.

    Args:
        input_x: float16 or float32 of shape (N, C, *). gamma, beta, mean, variance: float32 of shape (C,).
        epsilon: added to the variance. momentum: of the moving statistics.

    Returns:
        The output, and mean and variance of shape (N * C,).

    Raises:
        TypeError: for other dtypes. ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> one, zero = ms.ops.ones(1), ms.ops.zeros(1)
        >>> print(ms.ops.InstanceNorm()(ms.Tensor([[[1.0, 3.0]]]), one, zero, zero, one)[0])
        [[[-0.999995  0.999995]]]
    """
    op = "InstanceNorm"
    x = checked(op, input_x, "real")
    if x.ndim < 3:
        raise ValueError(f"For '{op}', the 'input_x' must have at least 3 dimensions, but got shape {x.shape}.")
    for name, t in (("gamma", gamma), ("beta", beta), ("mean", mean), ("variance", variance)):
        if t.dtype != F32:
            raise TypeError(f"For '{op}', the '{name}' must be Float32, but got {t.dtype.name}.")
        if t.shape != (x.shape[1],):
            raise ValueError(f"For '{op}', the '{name}' must have shape ({x.shape[1]},), but got {t.shape}.")
    rows = x.astype(F32).reshape(*x.shape[:2], math.prod(x.shape[2:]))
    m = rows.mean(-1, keepdims=True)
    centred = rows - m
    v = jnp.square(centred).mean(-1, keepdims=True)
    out = centred * lax.rsqrt(v + jnp.asarray(epsilon).astype(F32)) * gamma[:, None] + beta[:, None]
    return out.reshape(x.shape).astype(x.dtype), lax.stop_gradient(m).reshape(-1), lax.stop_gradient(v).reshape(-1)


instance_norm.primitive("InstanceNorm", "epsilon=1e-5, momentum=0.1", call="input_x, gamma, beta, mean, variance")
