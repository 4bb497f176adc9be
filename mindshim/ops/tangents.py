"""tanh and the GELU made of it, of float32 in PyNative on a CPU, as MindSpore's kernels approximate and round them."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim.ops.summation import rounded, zero_bits

_F = np.float32


def tanh(x: Any) -> Any:
    """A quotient of two polynomials, of which each product is rounded together with its sum; 1 above 5."""
    square = x * x
    above = ((square + _F(378)) * square + _F(17325)) * square + _F(135135)
    below = ((_F(28) * square + _F(3150)) * square + _F(62370)) * square + _F(135135)
    return jnp.where(x > _F(5), _F(1), jnp.where(x < _F(-5), _F(-1), above * x / below))


def gelu(x: Any) -> Any:
    """Half of x * (1 + tanh(0.7978... * (x + 0.044715 * x ** 3))), by the C library's tanh and not by the kernel above."""
    zero = zero_bits(x)
    inner = _F(0.7978845608) * (x + rounded(_F(0.044715) * x * x * x, zero))
    return _F(0.5) * x * (_F(1) + _tanh_of_c(inner, zero))


def _tanh_of_c(x: Any, zero: Any) -> Any:
    """tanh by exp(2|x|) - 1 from 1 on, by exp(-2|x|) - 1 below."""
    size = jnp.minimum(jnp.abs(x), _F(10))
    large = size >= _F(1)
    t = _expm1_of_c(jnp.where(large, _F(2) * size, _F(-2) * size), zero)
    out = jnp.where(large, _F(1) - _F(2) / (t + _F(2)), -t / (t + _F(2)))
    return jnp.where(x != x, x, jnp.where(x < _F(0), -out, out))


def _expm1_of_c(x: Any, zero: Any) -> Any:
    """exp(x) - 1 between -2 and 20: a rational function of what is left of x by multiples of log(2), nothing joined to an FMA."""

    def times(a: Any, b: Any) -> Any:
        return rounded(a * b, zero)

    # x is power * log(2) + rest, and `lost` what rounds off of that.
    up, size = x > _F(0), jnp.abs(x)
    power = jnp.trunc(times(x, _F(1.4426950216)) + jnp.where(up, _F(0.5), _F(-0.5)))
    power = jnp.where(size < _F(1.0397207737), jnp.where(up, _F(1), _F(-1)), power)
    power = jnp.where(size > _F(0.3465735912), power, _F(0))
    high, low = x - times(power, _F(6.9313812256e-01)), times(power, _F(9.0580006145e-06))
    rest = high - low
    lost = (high - rest) - low
    half = _F(0.5) * rest
    square = rounded(rest * half, zero)
    series = _F(-2.0109921195e-07)
    for coefficient in (4.0082177293e-06, -7.9365076090e-05, 1.5873016091e-03, -3.3333335072e-02, 1.0):
        series = _F(coefficient) + times(square, series)
    t = _F(3) - times(series, half)
    e = times(square, (series - t) / (_F(6) - times(rest, t)))
    none = rest - (times(rest, e) - square)
    e = (times(rest, e - lost) - lost) - square
    scale, inverse = (lax.bitcast_convert_type((s * power.astype(np.int32) + 127) << 23, _F) for s in (1, -1))
    return jnp.select(
        [power == _F(0), power == _F(-1), power < _F(-1), power < _F(23)],
        [
            none,
            _F(0.5) * (rest - e) - _F(0.5),
            (_F(1) - (e - rest)) * scale - _F(1),
            ((_F(1) - inverse) - (e - rest)) * scale,
        ],
        ((rest - (e + inverse)) + _F(1)) * scale,
    )
