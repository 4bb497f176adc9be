"""Probability distributions (mirrors `mindspore.nn.probability.distribution`)."""

from __future__ import annotations

from mindshim.nn.probability.distribution.discrete import Bernoulli, Categorical, Geometric, Poisson
from mindshim.nn.probability.distribution.distribution import Distribution
from mindshim.nn.probability.distribution.positive import Beta, Exponential, Gamma, HalfNormal
from mindshim.nn.probability.distribution.real import Cauchy, Laplace, Logistic, Normal, StudentT, Uniform
from mindshim.nn.probability.distribution.transformed import Gumbel, LogNormal, TransformedDistribution

__all__ = [
    "Distribution", "TransformedDistribution", "Bernoulli", "Beta", "Categorical", "Cauchy", "Exponential", "Gamma", "Geometric",
    "Gumbel", "Logistic", "LogNormal", "Normal", "Poisson", "Uniform", "HalfNormal", "Laplace", "StudentT",
]  # fmt: skip
