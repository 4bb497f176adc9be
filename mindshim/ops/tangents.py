"""tanh and the GELU made of it, of float32 in PyNative on a CPU, as MindSpore's kernels approximate and round them."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim.ops.summation import rounded, zero_bits

_F = np.float32


def tanh(x: Any) -> Any:
    """A quotient of two polynomials, of which each product is rounded together with its sum; 1 above 5."""
    square = x * x
    above = ((square + _F(378)) * square + _F(17325)) * square + _F(135135)
    below = ((_F(28) * square + _F(3150)) * square + _F(62370)) * square + _F(135135)
    return jnp.where(x > _F(5), _F(1), jnp.where(x < _F(-5), _F(-1), above * x / below))


def gelu(x: Any) -> Any:
    """Half of x * (1 + tanh(0.7978... * (x + 0.044715 * x ** 3))).

    MindSpore has the C library's tanh here, not the one above: the double that it is rounded from gives nine of ten of its values.
    """
    inner = _F(0.7978845608) * (x + rounded(_F(0.044715) * x * x * x, zero_bits(x)))
    return _F(0.5) * x * (_F(1) + jnp.tanh(inner.astype(np.float64)).astype(_F))
