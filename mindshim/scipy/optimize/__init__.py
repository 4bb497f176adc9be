"""Optimization of functions of Tensors (mirrors `mindspore.scipy.optimize`)."""

from __future__ import annotations

from mindshim.scipy.optimize.line_search import line_search as line_search
from mindshim.scipy.optimize.linear_sum_assignment import linear_sum_assignment as linear_sum_assignment
from mindshim.scipy.optimize.minimize import minimize as minimize

__all__ = ["minimize", "line_search", "linear_sum_assignment"]
