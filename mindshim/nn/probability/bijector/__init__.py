"""Invertible functions that turn distributions into others (mirrors `mindspore.nn.probability.bijector`)."""

from __future__ import annotations

from mindshim.nn.probability.bijector.bijector import Bijector
from mindshim.nn.probability.bijector.families import Exp, GumbelCDF, Invert, PowerTransform, ScalarAffine, Softplus

__all__ = ["Bijector", "PowerTransform", "Exp", "ScalarAffine", "Softplus", "GumbelCDF", "Invert"]
