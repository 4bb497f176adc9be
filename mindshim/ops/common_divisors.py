"""Greatest common divisors and least common multiples."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
from jax import lax

from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import operands
from mindshim.ops.spellings import spell


def _no_gradient(leaves: Any, cotangents: Any) -> Any:
    raise RuntimeError("The gradient of common divisors and multiples is not defined.")


def _integers(name: str, a: Any, b: Any) -> Any:
    a, b = operands(name, a, b)
    if a.dtype.kind not in "iu" or a.dtype.itemsize == 1:
        raise TypeError(f"For '{name}', the dtype of both operands must be int16, int32 or int64, but got {a.dtype}.")
    return a, b


@kernel("Gcd", vjp=_no_gradient)
def gcd(input: Array, other: Array) -> Array:
    """The greatest common divisor, element by element, with broadcasting (mirrors `mindspore.ops.gcd`).

    Raises:
        TypeError: if the operands are not of integers of 16 bits or more. ValueError: if the shapes do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.gcd(ms.Tensor([12, 8]), ms.Tensor([8, 12]))
        Tensor(shape=[2], dtype=Int64, value= [4, 4])
    """
    return jnp.gcd(*_integers("Gcd", input, other))


@kernel("Lcm", vjp=_no_gradient)
def lcm(input: Array | Number, other: Array | Number) -> Array:
    """The least common multiple, element by element, with broadcasting (mirrors `mindspore.ops.lcm`).

    Raises:
        TypeError: if the operands are not of integers of 16 bits or more. ValueError: if the shapes do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.lcm(ms.Tensor([12, 8]), ms.Tensor([8, 12]))
        Tensor(shape=[2], dtype=Int64, value= [24, 24])
    """
    return jnp.lcm(*_integers("Lcm", input, other))


@kernel("RealGcd", differentiable=False)
def real_gcd(input: Array, other: Array) -> Array:
    """The largest number of which both operands are multiples: Euclid's rule for real numbers, as `mindspore.numpy` has it."""
    a, b = jnp.broadcast_arrays(*operands("Gcd", input, other))

    def step(pair: Any) -> Any:
        x, y = pair
        going = y != 0
        return jnp.where(going, y, x), jnp.where(going, jnp.fmod(x, jnp.where(going, y, 1)), y)

    # A NaN stays in the first place, and is over with.
    return lax.while_loop(lambda pair: jnp.any((pair[1] != 0) & ~jnp.isnan(pair[1])), step, (jnp.abs(a), jnp.abs(b)))[0]


spell(gcd, "ops.gcd mint.gcd Tensor.gcd ops.Gcd")
spell(lcm, "ops.lcm Tensor.lcm ops.Lcm(x1, x2)")
