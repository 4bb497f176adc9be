"""Gradient functions, under MindSpore's module path."""

from __future__ import annotations

from mindshim.ops.function.grad.grad_func import check_weights as check_weights
from mindshim.ops.function.grad.grad_func import get_grad as get_grad
from mindshim.ops.function.grad.grad_func import grad as grad
from mindshim.ops.function.grad.grad_func import take_sens as take_sens
from mindshim.ops.function.grad.grad_func import value_and_grad as value_and_grad

__all__: list[str] = []
