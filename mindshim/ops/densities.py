"""Probability distributions as pure functions: densities, moments, divergences, and draws, by family.

The functions of a family take `value` (those of a value), then the family's parameters in the order of its constructor;
divergences take the other distribution's parameters first. `nn.probability.distribution` has the classes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import jax.scipy.special as jss
import numpy as np

from mindshim._core.operators import Arrays, Number, kernel
from mindshim._core.random import make_key

_EULER = float(np.euler_gamma)
_LOG_TAU = float(np.log(2 * np.pi))
_INF = float("inf")
_NAN = float("nan")


def _normal_kl(m1: Any, s1: Any, m0: Any, s0: Any) -> Any:
    ratio = jnp.square(s0 / s1)
    return 0.5 * (jnp.square((m0 - m1) / s1) + ratio - 1.0 - jnp.log(ratio))


def _normal_entropy(m: Any, s: Any) -> Any:
    return 0.5 * (_LOG_TAU + 1.0) + jnp.log(s) + 0.0 * m


def _normal_log_prob(x: Any, m: Any, s: Any) -> Any:
    return -0.5 * jnp.square((x - m) / s) - 0.5 * _LOG_TAU - jnp.log(s)


def _first(a: Any, b: Any) -> Any:
    return a + jnp.zeros_like(b)


def _second(a: Any, b: Any) -> Any:
    return b + jnp.zeros_like(a)


def _bernoulli_cdf(x: Any, p: Any) -> Any:
    return jnp.where(x < 0, 0.0, jnp.where(x < 1, 1.0 - p, jnp.ones_like(p)))


def _two_sided(p: Any) -> Any:
    """The entropy of a coin."""
    return -p * jnp.log(p) - (1.0 - p) * jnp.log1p(-p)


def _coin_kl(q: Any, p: Any) -> Any:
    return p * jnp.log(p / q) + (1.0 - p) * (jnp.log1p(-p) - jnp.log1p(-q))


def _geometric_prob(x: Any, p: Any) -> Any:
    inside = x >= 0
    k = jnp.floor(jnp.where(inside, x, 0.0))
    return jnp.where(inside, jnp.exp(k * jnp.log1p(-p)) * p, 0.0)


def _geometric_cdf(x: Any, p: Any) -> Any:
    inside = x >= 0
    k = jnp.floor(jnp.where(inside, x, 0.0))
    return jnp.where(inside, 1.0 - jnp.exp((k + 1.0) * jnp.log1p(-p)), 0.0)


def _category(x: Any, p: Any) -> tuple[Any, Any, Any]:
    """The number of the category, and whether it is below or above those that there are."""
    shape = jnp.broadcast_shapes(x.shape, p.shape[:-1])
    x = jnp.broadcast_to(jnp.floor(x), shape)
    return x, x < 0, x > p.shape[-1] - 1


def _pick(p: Any, x: Any, bad: Any) -> Any:
    index = jnp.where(bad, 0.0, x).astype(np.int32)[..., None]
    return jnp.take_along_axis(jnp.broadcast_to(p, (*x.shape, p.shape[-1])), index, axis=-1)[..., 0]


def _categorical_log_prob(x: Any, p: Any) -> Any:
    k, below, above = _category(x, p)
    # NaN is no category either.
    bad = below | above | jnp.isnan(k)
    return jnp.where(bad, _NAN, _pick(jnp.log(p), k, bad))


def _categorical_cdf(x: Any, p: Any) -> Any:
    k, below, above = _category(x, p)
    inside = _pick(jnp.cumsum(p, axis=-1), k, below | above)
    return jnp.where(below, 0.0, jnp.where(above, 1.0, inside))


def _numbers(p: Any) -> Any:
    return jnp.arange(p.shape[-1], dtype=p.dtype)


def _categorical_mean(p: Any) -> Any:
    return jnp.sum(p * _numbers(p), axis=-1, keepdims=True)


def _categorical_var(p: Any) -> Any:
    return jnp.sum(p * jnp.square(_numbers(p) - _categorical_mean(p)), axis=-1, keepdims=True)


def _exponential_log_survival(x: Any, r: Any) -> Any:
    return jnp.where(x < 0, 0.0, -r * x)


def _gamma_log_prob(x: Any, c: Any, r: Any) -> Any:
    return jnp.where(x < 0, _NAN, (c - 1.0) * jnp.log(jnp.abs(x)) - r * x + c * jnp.log(r) - jss.gammaln(c))


def _gamma_kl(c1: Any, r1: Any, c0: Any, r0: Any) -> Any:
    return (c0 - c1) * jss.digamma(c0) + jss.gammaln(c1) - jss.gammaln(c0) + c1 * jnp.log(r0 / r1) + c0 * (r1 / r0 - 1.0)


def _beta_log_prob(x: Any, a: Any, b: Any) -> Any:
    inside = (a - 1.0) * jnp.log(jnp.abs(x)) + (b - 1.0) * jnp.log(jnp.abs(1.0 - x)) - jss.betaln(a, b)
    return jnp.where((x < 0) | (x > 1), _NAN, inside)


def _beta_entropy(a: Any, b: Any) -> Any:
    psi = jss.digamma
    return jss.betaln(a, b) - (a - 1.0) * psi(a) - (b - 1.0) * psi(b) + (a + b - 2.0) * psi(a + b)


def _beta_kl(a1: Any, b1: Any, a0: Any, b0: Any) -> Any:
    psi = jss.digamma
    total = (a1 - a0 + b1 - b0) * psi(a0 + b0)
    return jss.betaln(a1, b1) - jss.betaln(a0, b0) - (a1 - a0) * psi(a0) - (b1 - b0) * psi(b0) + total


def _uniform_prob(x: Any, low: Any, high: Any) -> Any:
    return jnp.where((x < low) | (x > high), 0.0, 1.0 / (high - low))


def _uniform_kl(low1: Any, high1: Any, low0: Any, high0: Any) -> Any:
    inside = (low1 <= low0) & (high0 <= high1)
    return jnp.where(inside, jnp.log((high1 - low1) / (high0 - low0)), _INF)


def _gumbel_log_prob(x: Any, loc: Any, scale: Any) -> Any:
    z = (x - loc) / scale
    return -(z + jnp.exp(-z)) - jnp.log(scale)


def _gumbel_kl(l1: Any, s1: Any, l0: Any, s0: Any) -> Any:
    ratio = s0 / s1
    rest = jnp.expm1((l1 - l0) / s1 + jss.gammaln(ratio + 1.0))
    return (l0 - l1) / s1 + rest + jnp.log(s1 / s0) + _EULER * (ratio - 1.0)


def _logistic_log_prob(x: Any, loc: Any, scale: Any) -> Any:
    z = (x - loc) / scale
    return -z - 2.0 * jax.nn.softplus(-z) - jnp.log(scale)


def _logs(x: Any) -> Any:
    return jnp.where(x < 0, _NAN, jnp.log(jnp.abs(x)))


def _poisson_log_prob(x: Any, r: Any) -> Any:
    at = jnp.where(x < 0, 0.0, x)
    return jnp.where(x < 0, -_INF, at * jnp.log(r) - r - jss.gammaln(at + 1.0))


def _student_log_prob(x: Any, df: Any, m: Any, s: Any) -> Any:
    z = (x - m) / s
    half = 0.5 * (df + 1.0)
    return jss.gammaln(half) - jss.gammaln(0.5 * df) - 0.5 * jnp.log(np.pi * df) - jnp.log(s) - half * jnp.log1p(z * z / df)


def _half_normal_prob(x: Any, m: Any, s: Any) -> Any:
    # As MindSpore has it, the half line begins at 0 whatever the mean is.
    return jnp.where(x < 0, 0.0, 2.0 * jnp.exp(_normal_log_prob(x, m, s)))


def _lognormal_cdf(x: Any, m: Any, s: Any) -> Any:
    safe = jnp.where(x > 0, x, 1.0)
    return jnp.where(x > 0, jss.ndtr((jnp.log(safe) - m) / s), 0.0)


#: The functions of each family, by the name that `Distribution` calls them by.
FAMILIES: dict[str, dict[str, Callable[..., Any]]] = {
    "Normal": {
        "log_prob": _normal_log_prob, "cdf": lambda x, m, s: jss.ndtr((x - m) / s), "mean": _first, "mode": _first,
        "sd": _second, "entropy": _normal_entropy, "kl_loss": _normal_kl,
    },
    "HalfNormal": {"prob": _half_normal_prob},
    "Laplace": {"log_prob": lambda x, m, s: -jnp.abs(x - m) / s - jnp.log(2.0 * s)},
    "StudentT": {"log_prob": _student_log_prob},
    "Bernoulli": {
        "log_prob": lambda x, p: x * jnp.log(p) + (1.0 - x) * jnp.log1p(-p), "cdf": _bernoulli_cdf, "mean": lambda p: p,
        "mode": lambda p: (p > 0.5).astype(np.int32), "var": lambda p: p * (1.0 - p), "entropy": _two_sided, "kl_loss": _coin_kl,
    },
    "Geometric": {
        "prob": _geometric_prob, "cdf": _geometric_cdf, "mean": lambda p: (1.0 - p) / p, "var": lambda p: (1.0 - p) / jnp.square(p),
        "mode": lambda p: jnp.zeros(p.shape, np.int32), "entropy": lambda p: _two_sided(p) / p, "kl_loss": lambda q, p: _coin_kl(q, p) / p,
    },
    "Categorical": {
        "log_prob": _categorical_log_prob, "cdf": _categorical_cdf, "mean": _categorical_mean, "var": _categorical_var,
        "mode": lambda p: jnp.argmax(p, axis=-1).astype(np.int32), "entropy": lambda p: -jnp.sum(p * jnp.log(p), axis=-1),
        "kl_loss": lambda q, p: jnp.sum(p * (jnp.log(p) - jnp.log(q / jnp.sum(q, axis=-1, keepdims=True))), axis=-1),
    },
    "Cauchy": {
        "log_prob": lambda x, m, s: -jnp.log(np.pi * s) - jnp.log1p(jnp.square((x - m) / s)), "mode": _first,
        "cdf": lambda x, m, s: jnp.arctan((x - m) / s) / np.pi + 0.5, "entropy": lambda m, s: jnp.log(4.0 * np.pi * s) + 0.0 * m,
        "kl_loss": lambda m1, s1, m0, s0: jnp.log((jnp.square(s0 + s1) + jnp.square(m0 - m1)) / (4.0 * s0 * s1)),
    },
    "Exponential": {
        "log_prob": lambda x, r: jnp.where(x < 0, -_INF, jnp.log(r) - r * x), "cdf": lambda x, r: -jnp.expm1(_exponential_log_survival(x, r)),
        "log_survival": _exponential_log_survival, "mean": lambda r: 1.0 / r, "sd": lambda r: 1.0 / r, "mode": jnp.zeros_like,
        "entropy": lambda r: 1.0 - jnp.log(r), "kl_loss": lambda r1, r0: jnp.log(r0 / r1) + r1 / r0 - 1.0,
    },
    "Gamma": {
        "log_prob": _gamma_log_prob, "cdf": lambda x, c, r: jnp.where(x < 0, _NAN, jss.gammainc(c, r * jnp.abs(x))),
        "mean": lambda c, r: c / r, "var": lambda c, r: c / jnp.square(r), "mode": lambda c, r: jnp.where(c > 1, (c - 1.0) / r, _NAN),
        "entropy": lambda c, r: c - jnp.log(r) + jss.gammaln(c) + (1.0 - c) * jss.digamma(c), "kl_loss": _gamma_kl,
    },
    "Beta": {
        "log_prob": _beta_log_prob, "mean": lambda a, b: a / (a + b), "var": lambda a, b: a * b / (jnp.square(a + b) * (a + b + 1.0)),
        "mode": lambda a, b: jnp.where((a > 1) & (b > 1), (a - 1.0) / (a + b - 2.0), _NAN), "entropy": _beta_entropy, "kl_loss": _beta_kl,
    },
    "Gumbel": {
        "log_prob": _gumbel_log_prob, "cdf": lambda x, m, s: jnp.exp(-jnp.exp((m - x) / s)), "mean": lambda m, s: m + _EULER * s,
        "mode": _first, "sd": lambda m, s: np.pi / np.sqrt(6.0).item() * s + 0.0 * m,
        "entropy": lambda m, s: 1.0 + _EULER + jnp.log(s) + 0.0 * m, "kl_loss": _gumbel_kl,
    },
    "Logistic": {
        "log_prob": _logistic_log_prob, "cdf": lambda x, m, s: jax.nn.sigmoid((x - m) / s), "log_cdf": lambda x, m, s: -jax.nn.softplus((m - x) / s),
        "survival_function": lambda x, m, s: jax.nn.sigmoid((m - x) / s), "log_survival": lambda x, m, s: -jax.nn.softplus((x - m) / s),
        "mean": _first, "mode": _first, "sd": lambda m, s: np.pi / np.sqrt(3.0).item() * s + 0.0 * m, "entropy": lambda m, s: 2.0 + jnp.log(s) + 0.0 * m,
    },
    "LogNormal": {
        "log_prob": lambda x, m, s: _normal_log_prob(_logs(x), m, s) - _logs(x), "cdf": _lognormal_cdf,
        "mean": lambda m, s: jnp.exp(m + 0.5 * s * s), "mode": lambda m, s: jnp.exp(m - s * s),
        "var": lambda m, s: jnp.expm1(s * s) * jnp.exp(2.0 * m + s * s), "entropy": lambda m, s: m + _normal_entropy(m, s), "kl_loss": _normal_kl,
    },
    "Poisson": {
        "log_prob": _poisson_log_prob, "cdf": lambda x, r: jnp.where(x < 0, 0.0, jss.gammaincc(jnp.abs(x) + 1.0, r)),
        "mean": lambda r: r, "var": lambda r: r, "mode": jnp.floor,
    },
    "Uniform": {
        "prob": _uniform_prob, "cdf": lambda x, a, b: jnp.clip((x - a) / (b - a), 0.0, 1.0), "mean": lambda a, b: 0.5 * (a + b),
        "var": lambda a, b: jnp.square(b - a) / 12.0, "entropy": lambda a, b: jnp.log(b - a), "kl_loss": _uniform_kl,
    },
}  # fmt: skip


@kernel("DistributionFunction", amp=False)
def distribution_function(family: str, what: str, operands: Arrays) -> Any:
    """A function of a family of distributions, such as the `log_prob` of "Normal"."""
    return FAMILIES[family][what](*operands)


def _uniform(key: Any, shape: Any, dtype: Any) -> Any:
    """Numbers strictly between 0 and 1."""
    return jax.random.uniform(key, shape, dtype, minval=jnp.finfo(dtype).tiny)


#: How each family draws, from a key, the result's shape and the parameters; the dtype is the parameters'.
DRAWS: dict[str, Callable[..., Any]] = {
    "Normal": lambda k, s, m, d: m + d * jax.random.normal(k, s, m.dtype),
    "LogNormal": lambda k, s, m, d: jnp.exp(m + d * jax.random.normal(k, s, m.dtype)),
    "Bernoulli": lambda k, s, p: (jax.random.uniform(k, s, p.dtype) < p).astype(p.dtype),
    "Geometric": lambda k, s, p: jnp.floor(jnp.log(_uniform(k, s, p.dtype)) / jnp.log1p(-p)),
    "Categorical": lambda k, s, p: jax.random.categorical(k, jnp.log(p), axis=-1, shape=s),
    "Cauchy": lambda k, s, m, d: m + d * jax.random.cauchy(k, s, m.dtype),
    "Exponential": lambda k, s, r: -jnp.log(_uniform(k, s, r.dtype)) / r,
    "Gamma": lambda k, s, c, r: jax.random.gamma(k, c, s, c.dtype) / r,
    "Beta": lambda k, s, a, b: jax.random.beta(k, a, b, s, a.dtype),
    "Gumbel": lambda k, s, m, d: m + d * jax.random.gumbel(k, s, m.dtype),
    "Logistic": lambda k, s, m, d: m + d * jax.random.logistic(k, s, m.dtype),
    "Poisson": lambda k, s, r: jax.random.poisson(k, r, s),
    "Uniform": lambda k, s, a, b: a + (b - a) * jax.random.uniform(k, s, a.dtype),
}


@kernel("DistributionDraw", amp=False)
def distribution_draw(family: str, shape: Any, operands: Arrays, seed: Number, offset: Number, dtype: Any) -> Any:
    """Draws of `shape`, then the parameters' own shape; differentiable where the draw is a function of the parameters."""
    batch = operands[0].shape[:-1] if family == "Categorical" else jnp.broadcast_shapes(*(p.shape for p in operands))
    return DRAWS[family](make_key(seed, offset), (*shape, *batch), *operands).astype(dtype.np)
