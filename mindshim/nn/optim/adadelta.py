"""Adadelta: steps scaled by past steps over past gradients (mirrors `mindspore.nn.optim.adadelta`)."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim.nn.optim._checks import check_at_least_zero
from mindshim.nn.optim.optimizer import FusedOptimizer


def _adadelta(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    rho, eps = hyper
    square = rho * slots[0] + (1 - rho) * g * g
    update = jnp.sqrt(slots[1] + eps) / jnp.sqrt(square + eps) * g
    return w - lr * update, [square, rho * slots[1] + (1 - rho) * update * update]


class Adadelta(FusedOptimizer):
    """Steps scaled by the ratio of past updates to past gradients (mirrors `mindspore.nn.Adadelta`).

    Args:
        params, learning_rate, weight_decay, loss_scale: see `Optimizer`.
        rho: decay rate in [0, 1]. epsilon: greater than or equal to 0.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import nn
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> optimizer = nn.Adadelta([w], learning_rate=0.1)
        >>> done = optimizer((ms.Tensor([0.5]),))
        >>> print(w.asnumpy().round(4))
        [0.9997]
    """

    def __init__(
        self,
        params: Any,
        learning_rate: Any = 1.0,
        rho: float = 0.9,
        epsilon: float = 1e-6,
        loss_scale: float = 1.0,
        weight_decay: Any = 0.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        check_at_least_zero("rho", rho, "Adadelta")
        if rho > 1:
            raise ValueError(f"For 'Adadelta', the 'rho' must be in range of [0.0, 1.0], but got {rho} with type 'float'.")
        check_at_least_zero("epsilon", epsilon, "Adadelta")
        self.rho, self.epsilon = rho, epsilon
        self.accum = self.parameters.clone(prefix="accum", init="zeros")
        self.accum_update = self.parameters.clone(prefix="accum_update", init="zeros")
        self._fuse(_adadelta, [self.accum, self.accum_update], hyper=[rho, epsilon])
