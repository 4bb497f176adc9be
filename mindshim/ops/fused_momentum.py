"""The momentum steps that also decay the weight and scale the gradient, in one call."""

from __future__ import annotations

from typing import Any

from mindshim import ops as _op
from mindshim._core.tensor import Tensor
from mindshim.ops.function_primitives import operator


@operator("FusedWeightScaleApplyMomentum")
def fused_weight_scale_apply_momentum(
    weight_decay: Any, loss_scale: Any, variable: Tensor, accumulation: Tensor, learning_rate: Any, gradient: Tensor, momentum: Any
) -> Tensor:  # fmt: skip
    """A step of momentum with the gradient `(gradient + weight_decay * variable) * loss_scale` (mirrors
    `mindspore.ops.FusedWeightScaleApplyMomentum`).

    Inputs:
        weight_decay, loss_scale: numbers or Tensors; optimizers give the reciprocal of the loss's scale.
        variable, accumulation: Parameters or Tensors of one shape, written in place.
        learning_rate, gradient, momentum: numbers or Tensors.

    Returns:
        The variable's new value.

    Raises:
        TypeError: if `variable`, `accumulation` or `gradient` is not a Tensor. ValueError: for shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> w, v = ms.Parameter(ms.Tensor([1.0])), ms.Parameter(ms.Tensor([0.0]))
        >>> print(ms.ops.FusedWeightScaleApplyMomentum()(0.5, 2.0, w, v, 0.1, ms.Tensor([1.0]), 0.9))
        [0.7]
    """
    g = (gradient.astype(variable.dtype) + variable * weight_decay) * loss_scale
    return _op.ApplyMomentum()(variable, accumulation, learning_rate, g, momentum)
