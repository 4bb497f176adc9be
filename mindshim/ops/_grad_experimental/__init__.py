"""Gradients of operators that a program defines (mirrors part of `mindspore.ops._grad_experimental`)."""

from mindshim.ops._grad_experimental import grad_base as grad_base
from mindshim.ops._grad_experimental import grad_math_ops as grad_math_ops
