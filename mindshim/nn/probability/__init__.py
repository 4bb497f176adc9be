"""Distributions and the bijections between them (mirrors `mindspore.nn.probability`)."""

from __future__ import annotations

from mindshim.nn.probability import bijector as bijector
from mindshim.nn.probability import distribution as distribution
