"""Rarer functions of single elements, and operator objects of common ones."""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp
from jax import lax
from jax.scipy.special import gammaln

from mindshim._core.operators import REGISTRY, Array, kernel
from mindshim._core.promotion import F32, F64, U8, operands
from mindshim.ops import binary as _binary  # noqa: F401 - declares the kernels that become Primitives
from mindshim.ops.arguments import is_int
from mindshim.ops.nn import activations as _activations  # noqa: F401
from mindshim.ops.spellings import checked


@kernel("Mvlgamma")
def mvlgamma(input: Array, p: Any) -> Array:
    """The logarithm of the multivariate gamma function of dimension `p` (mirrors `mindspore.ops.mvlgamma`).

    Args:
        input: a float32 or float64 Tensor with elements above (p - 1) / 2. p: a positive int.

    Raises:
        TypeError: for other dtypes. ValueError: if `p` is no positive int.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.mvlgamma(ms.Tensor([3.0, 4.0]), 2)
        Tensor(shape=[2], dtype=Float32, value= [ 1.55019534e+00,  3.56509876e+00])
    """
    (x,) = operands("Mvlgamma", input)
    if x.dtype not in (F32, F64):
        raise TypeError(f"For 'Mvlgamma', the dtype must be float32 or float64, but got {x.dtype.name}.")
    if not is_int(p) or p <= 0:
        raise ValueError(f"For 'Mvlgamma', the 'p' must be int and must > 0, but got {p!r}.")
    total = gammaln(x)
    for i in range(1, p):
        total = total + gammaln(x - jnp.asarray(i / 2, x.dtype))
    return total + jnp.asarray(p * (p - 1) / 4 * math.log(math.pi), x.dtype)


mvlgamma.face("ops.mvlgamma").face("Tensor.mvlgamma")  # type: ignore[attr-defined]
mvlgamma.primitive("Mvlgamma", "p", call="x", x="input")  # type: ignore[attr-defined]


@kernel("PopulationCount", differentiable=False)
def population_count(input_x: Array) -> Array:
    """How many bits of each integer are set, uint8 (mirrors `mindspore.ops.population_count`).

    Args:
        input_x: a Tensor of integers.

    Raises:
        TypeError: for other dtypes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.population_count(ms.Tensor([0, 1, 3]))
        Tensor(shape=[3], dtype=UInt8, value= [0, 1, 2])
    """
    (x,) = operands("PopulationCount", input_x)
    if x.dtype.kind not in "iu":
        raise TypeError(f"For 'PopulationCount', the dtype must be an integer type, but got {x.dtype.name}.")
    return lax.population_count(x).astype(U8)


population_count.face("ops.population_count")  # type: ignore[attr-defined]
population_count.primitive("PopulationCount", "", call="input_x")  # type: ignore[attr-defined]


@kernel("Rint")
def rint(input_x: Array) -> Array:
    """Each element rounded to the nearest integer, halves to the even one (mirrors `mindspore.ops.Rint`).

    Inputs:
        input_x: a floating Tensor.

    Raises:
        TypeError: for other dtypes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Rint()(ms.Tensor([0.5, 1.5, -2.2]))
        Tensor(shape=[3], dtype=Float32, value= [ 0.00000000e+00,  2.00000000e+00, -2.00000000e+00])
    """
    return jnp.round(checked("Rint", input_x, "real"))


rint.primitive("Rint", "", call="input_x")  # type: ignore[attr-defined]

for _name in ("Fmax", "Fmin"):
    REGISTRY[_name].primitive(_name, "")  # type: ignore[attr-defined]
REGISTRY["GLU"].primitive("GLU", "axis=-1", call="x")  # type: ignore[attr-defined]
