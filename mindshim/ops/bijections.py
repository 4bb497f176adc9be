"""Invertible functions with the logarithms of their derivatives, for `nn.probability.bijector`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp

from mindshim._core.operators import Array, Arrays, kernel


def _power(c: Any) -> tuple[Any, Any]:
    """Whether the power is 0, for which the function is `exp`, and a power to divide by."""
    return c == 0, jnp.where(c == 0, jnp.ones_like(c), c)


def _power_forward(x: Any, c: Any) -> Any:
    zero, safe = _power(c)
    return jnp.where(zero, jnp.exp(x), jnp.exp(jnp.log1p(jnp.where(zero, 0.0, c * x)) / safe))


def _power_inverse(y: Any, c: Any) -> Any:
    zero, safe = _power(c)
    return jnp.where(zero, jnp.log(y), jnp.expm1(jnp.log(y) * c) / safe)


def _power_forward_jacobian(x: Any, c: Any) -> Any:
    zero, safe = _power(c)
    return jnp.where(zero, x, (1.0 / safe - 1.0) * jnp.log1p(jnp.where(zero, 0.0, c * x)))


def _softplus_inverse(y: Any, k: Any) -> Any:
    return y + jnp.log(-jnp.expm1(-k * y)) / k


def _gumbel_forward_jacobian(x: Any, loc: Any, scale: Any) -> Any:
    z = (x - loc) / scale
    return -z - jnp.exp(-z) - jnp.log(scale)


#: forward, inverse, and the logarithms of their derivatives; each of a value and the parameters.
BIJECTIONS: dict[str, dict[str, Callable[..., Any]]] = {
    "PowerTransform": {
        "forward": _power_forward, "inverse": _power_inverse, "forward_log_jacobian": _power_forward_jacobian,
        "inverse_log_jacobian": lambda y, c: (c - 1.0) * jnp.log(y),
    },
    "ScalarAffine": {
        "forward": lambda x, a, b: a * x + b, "inverse": lambda y, a, b: (y - b) / a,
        "forward_log_jacobian": lambda x, a, b: jnp.log(jnp.abs(a)), "inverse_log_jacobian": lambda y, a, b: -jnp.log(jnp.abs(a)),
    },
    "Softplus": {
        "forward": lambda x, k: jax.nn.softplus(k * x) / k, "inverse": _softplus_inverse,
        "forward_log_jacobian": lambda x, k: jax.nn.log_sigmoid(k * x), "inverse_log_jacobian": lambda y, k: -jnp.log(-jnp.expm1(-k * y)),
    },
    "GumbelCDF": {
        "forward": lambda x, m, s: jnp.exp(-jnp.exp((m - x) / s)), "inverse": lambda y, m, s: m - s * jnp.log(-jnp.log(y)),
        "forward_log_jacobian": _gumbel_forward_jacobian, "inverse_log_jacobian": lambda y, m, s: jnp.log(s / (-y * jnp.log(y))),
    },
}  # fmt: skip


@kernel("Bijection", amp=False)
def bijection(name: str, what: str, value: Array, parameters: Arrays) -> Any:
    """A function of a bijection, such as the `forward` of "Softplus"."""
    return BIJECTIONS[name][what](value, *parameters)
