"""Calls of nn.probability: kernels in mindshim/ops/densities.py and mindshim/ops/bijections.py."""

from __future__ import annotations

from sample import S, f32, f64, i32

_D, _B = "nn.probability.distribution.", "nn.probability.bijector."
_OF_VALUE = ("prob", "log_prob", "cdf", "log_cdf", "survival_function", "log_survival")
_MOMENTS = ("mean", "mode", "sd", "var", "entropy", "get_dist_type")
_X, _N = f32([0.2, 0.5, 0.9]), f32([0.0, 1.0, 2.0])
_OUT = f32([-1.0, 0.0, 1.0, 4.0])
_PLAIN: dict[str, tuple] = {"Normal": (0.5, 2.0), "Cauchy": (0.5, 2.0), "Logistic": (0.5, 2.0), "LogNormal": (0.5, 2.0), "Gumbel": (0.5, 2.0),
    "Exponential": (0.7,), "Uniform": (-1.0, 2.0), "Gamma": ([2.0], [3.0]), "Beta": ([2.0], [3.0])}  # fmt: skip
_WHOLE: dict[str, tuple] = {"Bernoulli": (0.3,), "Geometric": (0.3,), "Categorical": ([0.2, 0.3, 0.5],), "Poisson": ([1.5],)}
_DENSITY: dict[str, tuple] = {"HalfNormal": (0.1, 2.0), "Laplace": (0.1, 2.0), "StudentT": (3.0, 0.1, 2.0)}
_ALL = {**_PLAIN, **_WHOLE, **_DENSITY}
_LACKS = {("Beta", f) for f in _OF_VALUE[2:]} | {("Uniform", "mode"), ("Poisson", "entropy")}
_OTHER = {"Categorical": ([0.5, 0.2, 0.3],), "Poisson": ([2.0],), "Uniform": (-2.0, 4.0), "Gamma": ([2.5], [2.5]), "Beta": ([2.5], [2.5])}
_RAISES = {("Cauchy", f): "ValueError" for f in ("mean", "sd", "var")}


def _raises(name: str, what: str) -> str | None:
    return _RAISES.get((name, what)) or ("NotImplementedError" if (name, what) in _LACKS else None)


def _other(name: str) -> list:
    return [f32(v) if isinstance(v, list) else f32([v]) for v in _OTHER.get(name) or [p + 0.2 for p in _ALL[name]]]


SAMPLES = [
    *[S(_D + n, f, _N if n in _WHOLE else _X, init=p, raises=_raises(n, f), fd=False) for n, p in {**_PLAIN, **_WHOLE}.items() for f in _OF_VALUE],
    *[S(_D + n, f, _X, init=p, fd=False) for n, p in _DENSITY.items() for f in _OF_VALUE[:2]],
    *[S(_D + n, "prob", _OUT, init=p, grad=False) for n, p in _ALL.items() if n != "Categorical"],
    *[S(_D + n, f, init=p, raises=_raises(n, f)) for n, p in {**_PLAIN, **_WHOLE}.items() for f in _MOMENTS if (n, f) != ("Bernoulli", "mode")],
    S(_D + "Bernoulli", "mode", init=([0.3, 0.7],), golden=False, why="the real one compares a number with a Tensor, which it refuses"),
    *[S(_D + n, f, n, *_other(n), init=p, fd=False, grad=n != "Beta", raises="NotImplementedError" if n in ("Logistic", "Poisson") else None)
      for n, p in {**_PLAIN, **_WHOLE}.items() for f in ("kl_loss", "cross_entropy")],
    S(_D + "Normal", "kl_loss", "Gamma", f32([1.0]), f32([1.0]), init=(0.0, 1.0), raises="ValueError"),
    S(_D + "Normal", "kl_loss", "Normal", f32([1.0]), init=(0.0, 1.0), raises="TypeError"),
    S(_D + "Normal", "log_prob", _X, f32([1.0]), f32([2.0]), init=(None, None), fd=False),
    S(_D + "Normal", "log_prob", _X, f32([1.0]), init=(None, None), raises="TypeError"),
    S(_D + "Normal", "log_prob", f64([0.5]), init=([1.0, 2.0], [[1.0], [2.0]]), fd=False),
    S(_D + "Normal", "log_prob", i32([1]), init=(0.5, 2.0)),
    S(_D + "Normal", "log_prob", 1.0, init=(0.5, 2.0), raises="TypeError"),
    S(_D + "Normal", "nothing", init=(0.5, 2.0), raises="NotImplementedError"),
    S(_D + "Gumbel", "log_prob", _X, f32([1.0]), f32([2.0]), init=(0.5, 2.0), raises="TypeError"),
    S(_D + "LogNormal", "log_prob", i32([1]), init=(0.5, 2.0), raises="TypeError"),
    S(_D + "Categorical", "log_prob", f32([0.0, 1.0]), init=([[0.1, 0.9], [0.3, 0.7]],), fd=False),
    S(_D + "Categorical", "log_prob", f32([-1.0, 5.0]), init=([0.2, 0.3, 0.5],), grad=False),
    *[S(_D + n, "sample", (2, 3), init=p, random=True, golden=n not in ("Gamma", "Beta", "Poisson"), why="its CPU build has no kernel for the draw")
      for n, p in {**_PLAIN, **_WHOLE}.items()],
    S(_D + "Normal", "sample", 3, init=(0.0, 1.0), raises="TypeError"),
    *[S(_D + n, "mean", init=bad, raises=e) for n, bad, e in (("Normal", (0.0, 0.0), "ValueError"), ("Bernoulli", (1.0,), "ValueError"),
      ("Categorical", ([0.2, 0.2],), "ValueError"), ("Uniform", (2.0, 1.0), "ValueError"), ("Poisson", (1.5,), "TypeError"), ("Normal", ("a", 1.0), "TypeError"),
      ("Normal", (0.0, 1.0, -1), "ValueError"), ("Normal", (0.0, 1.0, "s"), "TypeError"))],
    *[S(_B + n, f, _X, init=p, grad=bool(p) or f != "forward_log_jacobian") for n, p in (("PowerTransform", (0.5,)), ("PowerTransform", ()), ("Exp", ()), ("ScalarAffine", (2.0, 1.0)), ("Softplus", (2.0,)), ("GumbelCDF", (0.5, 2.0)))
      for f in ("forward", "inverse", "forward_log_jacobian", "inverse_log_jacobian")],
    S(_B + "Exp", "forward", i32([1]), raises="TypeError"),
    S(_B + "Exp", "forward", 1.0, raises="TypeError"),
    S(_B + "PowerTransform", "forward", _X, init=(-1.0,), raises="ValueError"),
    S(_B + "GumbelCDF", "forward", _X, init=(0.0, 0.0), raises="ValueError"),
    S(_B + "Invert", "forward", _X, init=(1,), raises="TypeError"),
]  # fmt: skip
