"""Bessel functions of integer order: J and Y (first and second kind), I and K (modified).

J, Y and K have two ranges each. Near zero: the power series, summed once with many digits at Chebyshev points of x squared and turned
into a short polynomial; Y and K add their logarithm and pole. Farther out: amplitude and phase (J, Y) or the factor
beside exp(-x) (K), from the integral

    C_n(z) = c_n * integral over s of exp(-s^2) s^(2n) (1 + s^2 / (2 z))^(n - 1/2),   c_n = 2 / Gamma(n + 1/2)

which gives K_n(x) = sqrt(pi / (2 x)) exp(-x) C_n(x) and J_n(x) + i Y_n(x) = sqrt(2 / (pi x)) exp(i w) C_n(-i x), where
w = x - n pi / 2 - pi / 4; the trapezoidal rule sums it to the last digit.
"""

from __future__ import annotations

import decimal
import functools
import math
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from numpy.polynomial import chebyshev

from mindshim._core.promotion import F32, F64
from mindshim.ops.spellings import unary

_EULER = decimal.Decimal("0.5772156649015328606065120900824024310421593")
#: where the two ranges meet: for J and Y, for K
_FAR, _FAR_K = 8.0, 2.0


def _series(order: int, sign: int, psi: bool, square: float) -> float:
    """The sum over k of (sign x^2 / 4)^k / (k! (k + order)!), or that with each term times psi(k+1) + psi(k+order+1)."""
    with decimal.localcontext() as context:
        context.prec = 50
        q = decimal.Decimal(square) * sign / 4
        term, total = decimal.Decimal(1), decimal.Decimal(0)
        digamma = -2 * _EULER + (1 if order else 0)
        for k in range(60):
            total += term * digamma if psi else term
            term = term * q / ((k + 1) * (k + 1 + order))
            digamma += decimal.Decimal(1) / (k + 1) + decimal.Decimal(1) / (k + 1 + order)
        return float(total)


def _amplitude(order: int, z: Any) -> Any:
    """C_n(z) of the file's description, for an array of complex `z`."""
    s = (np.arange(200) * 0.0625)[:, None]
    terms = np.exp(-s * s) * s ** (2 * order) * (1 + s * s / (2 * z)) ** (order - 0.5)
    terms[0] /= 2
    return 2 / math.gamma(order + 0.5) * 0.0625 * terms.sum(0)


@functools.cache
def _near(order: int, sign: int, psi: bool) -> Any:
    """Coefficients of a power series over x^2 in [0, 64] (J, Y) or [0, 4] (I, K)."""
    end = _FAR**2 if sign < 0 else _FAR_K**2

    def sampled(t: Any) -> Any:
        return np.array([_series(order, sign, psi, float((v + 1) / 2 * end)) for v in t])

    return chebyshev.chebinterpolate(sampled, 25)


@functools.cache
def _far(order: int) -> tuple[Any, Any]:
    """Coefficients of the parts of C_n(-i x) over (8 / x)^2 in [0, 1]: the real one, the imaginary one times x."""

    def x(t: Any) -> Any:
        return _FAR / np.sqrt((t + 1) / 2)

    real = chebyshev.chebinterpolate(lambda t: _amplitude(order, -1j * x(t)).real, 20)
    imaginary = chebyshev.chebinterpolate(lambda t: _imaginary(order, x(t)), 20)
    return real, imaginary


def _imaginary(order: int, x: Any) -> Any:
    """x times the imaginary part of C_n(-i x), without the cancellation of large x."""
    s = (np.arange(200) * 0.0625)[:, None]
    v = s * s / (2 * x)
    # The imaginary part of (1 + i v)^(n - 1/2) is (1 + v^2)^((n - 1/2) / 2) sin((n - 1/2) atan v).
    power = order - 0.5
    terms = np.exp(-s * s) * s ** (2 * order) * (1 + v * v) ** (power / 2) * np.sin(power * np.arctan(v)) * x
    terms[0] /= 2
    return 2 / math.gamma(order + 0.5) * 0.0625 * terms.sum(0)


@functools.cache
def _far_k(order: int) -> Any:
    """Coefficients of C_n(x) over 4 / x - 1."""
    return chebyshev.chebinterpolate(lambda t: _amplitude(order, 2 * _FAR_K / (t + 1)), 28)


def _sum(coefficients: Any, t: Any) -> Any:
    """The Chebyshev sum at `t`, as long as the dtype can tell (Clenshaw's recurrence)."""
    small = np.abs(coefficients) < float(jnp.finfo(t.dtype).eps) / 16 * np.abs(coefficients).max()
    c = coefficients[: len(coefficients) - int(np.argmin(small[::-1]))].astype(t.dtype)
    one = ahead = jnp.zeros_like(t)
    for value in c[:0:-1]:
        one, ahead = (t + t) * one - ahead + value, one
    return t * one - ahead + c[0]


def _constant(value: float, like: Any) -> Any:
    return np.asarray(value, like.dtype)


def _first_and_second(order: int, x: Any) -> tuple[Any, Any]:
    """J and Y at x >= 0."""
    far = _constant(_FAR, x)
    inner, outer = jnp.minimum(x, far), jnp.maximum(x, far)
    square = inner * inner * _constant(2 / _FAR**2, x) - _constant(1, x)
    half = inner * _constant(0.5, x)
    scale = half if order else _constant(1, x)
    j = scale * _sum(_near(order, -1, False), square)
    y = _constant(2 / math.pi, x) * jnp.log(half) * j - _constant(1 / math.pi, x) * scale * _sum(_near(order, -1, True), square)
    if order:
        y = y - _constant(2 / math.pi, x) / inner
    real, imaginary = _far(order)
    t = _constant(2, x) * (far / outer) ** 2 - _constant(1, x)
    p, q = _sum(real, t), _sum(imaginary, t) / outer
    # cos and sin of x - pi/4 (times sqrt 2), without losing digits of a large x; order 1 turns them by pi/2.
    sine, cosine = jnp.sin(outer), jnp.cos(outer)
    c, s = (cosine + sine, sine - cosine) if order == 0 else (sine - cosine, -cosine - sine)
    size = jnp.sqrt(_constant(1 / math.pi, x) / outer)
    is_far = x > far
    return jnp.where(is_far, size * (p * c - q * s), j), jnp.where(is_far, size * (p * s + q * c), y)


def _modified(order: int, x: Any, scaled: bool) -> Any:
    """K at x > 0, times exp(x) if `scaled`."""
    far = _constant(_FAR_K, x)
    inner, outer = jnp.minimum(x, far), jnp.maximum(x, far)
    square = inner * inner * _constant(2 / _FAR_K**2, x) - _constant(1, x)
    half = inner * _constant(0.5, x)
    i, psi = _sum(_near(order, 1, False), square), _sum(_near(order, 1, True), square)
    rest = _constant(0.5, x) * psi - jnp.log(half) * i
    near = rest if order == 0 else _constant(1, x) / inner - half * rest
    beside = jnp.sqrt(_constant(math.pi / 2, x) / outer) * _sum(_far_k(order), _constant(2 * _FAR_K, x) / outer - _constant(1, x))
    if scaled:
        return jnp.where(x > far, beside, near * jnp.exp(inner))
    return jnp.where(x > far, beside * jnp.exp(-outer), near)


def _wide(fn: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """`fn` with float16 computed as float32."""

    def compute(x: Any) -> Any:
        return fn(x) if x.dtype in (F32, F64) else fn(x.astype(F32)).astype(x.dtype)

    return compute


def _function(value: Callable[[Any], Any], slope: Callable[[Any, Any], Any]) -> Any:
    """`value` with the derivative `slope(x, value of x)`."""
    fn = jax.custom_jvp(_wide(value))

    @fn.defjvp
    def derivative(primals: Any, tangents: Any) -> Any:
        (x,), (dx,) = primals, tangents
        y = fn(x)
        return y, slope(x, y) * dx

    return fn


def _second(order: int, x: Any) -> Any:
    """Y: minus infinity at zero and below, as MindSpore gives it."""
    return jnp.where(x <= _constant(0, x), _constant(-math.inf, x), _first_and_second(order, x)[1])


def _third(order: int, scaled: bool, x: Any) -> Any:
    """K: infinite at zero and below, as MindSpore gives it."""
    return jnp.where(x <= _constant(0, x), _constant(math.inf, x), _modified(order, x, scaled))


def _odd(x: Any) -> Any:
    j = _first_and_second(1, jnp.abs(x))[0]
    return jnp.where(lax.sign(x) < _constant(0, x), -j, jnp.where(x == _constant(0, x), x, j))


def _j1_slope(x: Any, y: Any) -> Any:
    zero = x == _constant(0, x)
    return jnp.where(zero, _constant(0.5, x), j0(x) - y / jnp.where(zero, _constant(1, x), x))


j0 = _function(lambda x: _first_and_second(0, jnp.abs(x))[0], lambda x, y: -j1(x))
j1 = _function(_odd, _j1_slope)
y0 = _function(lambda x: _second(0, x), lambda x, y: -y1(x))
y1 = _function(lambda x: _second(1, x), lambda x, y: y0(x) - y / x)
k0 = _function(lambda x: _third(0, False, x), lambda x, y: -k1(x))
k1 = _function(lambda x: _third(1, False, x), lambda x, y: -k0(x) - y / x)
k0e = _function(lambda x: _third(0, True, x), lambda x, y: y - k1e(x))
k1e = _function(lambda x: _third(1, True, x), lambda x, y: y * (_constant(1, x) - _constant(1, x) / x) - k0e(x))

def _i1_slope(x: Any, y: Any) -> Any:
    zero = x == _constant(0, x)
    return jnp.where(zero, _constant(0.5, x), i0(x) - y / jnp.where(zero, _constant(1, x), x))


def _i1e_slope(x: Any, y: Any) -> Any:
    zero = x == _constant(0, x)
    one = jnp.where(zero, _constant(1, x), x)
    return jnp.where(zero, _constant(0.5, x), i0e(x) - y * (lax.sign(x) + _constant(1, x) / one))


i0 = _function(jax.scipy.special.i0, lambda x, y: i1(x))
i1 = _function(jax.scipy.special.i1, _i1_slope)
i0e = _function(jax.scipy.special.i0e, lambda x, y: i1e(x) - lax.sign(x) * y)
i1e = _function(jax.scipy.special.i1e, _i1e_slope)

_KINDS = {"J": "Bessel function of the first kind", "Y": "Bessel function of the second kind", "I": "modified Bessel function of the first kind"}
_PRINTED = {
    "I0": ("1.0635e+00", "1.2661e+00"),
    "I0e": ("6.4504e-01", "4.6576e-01"),
    "I1": ("2.5789e-01", "5.6516e-01"),
    "I1e": ("1.5642e-01", "2.0791e-01"),
    "J0": ("9.3847e-01", "7.6520e-01"),
    "J1": ("2.4227e-01", "4.4005e-01"),
    "Y0": ("-4.4452e-01", "8.8257e-02"),
    "Y1": ("-1.4715e+00", "-7.8121e-01"),
    "K0": ("9.2442e-01", "4.2102e-01"),
    "K0e": ("1.5241e+00", "1.1445e+00"),
    "K1": ("1.6564e+00", "6.0191e-01"),
    "K1e": ("2.7310e+00", "1.6362e+00"),
}
for _name, _fn in {"I0": i0, "I0e": i0e, "I1": i1, "I1e": i1e, "J0": j0, "J1": j1, "Y0": y0, "Y1": y1, "K0": k0, "K0e": k0e, "K1": k1, "K1e": k1e}.items():
    _kind = _KINDS.get(_name[0], "modified Bessel function of the second kind")
    _scale = (", times exp(-|x|)" if _name[0] == "I" else ", times exp(x)") if _name.endswith("e") else ""
    _more = " ops.i0 Tensor.i0" if _name == "I0" else ""
    unary(
        f"Bessel{_name}",
        f"ops.bessel_{_name.lower()}(x) ops.Bessel{_name}(x){_more}",
        _fn,
        "ieee",
        f"The {_kind} of order {_name[1]}{_scale}",
        "ms.Tensor([0.5, 1.0])",
        f"Tensor(shape=[2], dtype=Float32, value= [{', '.join(v.rjust(11) for v in _PRINTED[_name])}])",
    )

__all__ = ["i0", "i0e", "i1", "i1e", "j0", "j1", "k0", "k0e", "k1", "k1e", "y0", "y1"]
