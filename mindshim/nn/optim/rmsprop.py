"""RMSProp: gradients over the root of their mean square (mirrors `mindspore.nn.optim.rmsprop`)."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim.nn.optim._checks import check_at_least_zero, check_flag, check_positive
from mindshim.nn.optim.optimizer import FusedOptimizer


def _rmsprop(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    rho, momentum, eps = hyper
    square = rho * slots[0] + (1 - rho) * g * g
    if options[0]:
        mean = rho * slots[2] + (1 - rho) * g
        moved = momentum * slots[1] + lr * g / jnp.sqrt(square - mean * mean + eps)
        return w - moved, [square, moved, mean]
    moved = momentum * slots[1] + lr * g / jnp.sqrt(square + eps)
    return w - moved, [square, moved]


class RMSProp(FusedOptimizer):
    """`s = d s + (1-d) g²`, `m = momentum m + lr g / sqrt(s + eps)`, `w -= m` (mirrors `mindspore.nn.RMSProp`).

    The mean square starts at 1; centred, the mean gradient's square is taken off it.

    Args:
        params, learning_rate, weight_decay, loss_scale: see `Optimizer`.
        decay: decay of the mean square. momentum: at least 0. epsilon: greater than 0. use_locking: has no effect.
        centered: normalise by the variance instead of the mean square.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import nn
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> optimizer = nn.RMSProp([w], learning_rate=0.1)
        >>> done = optimizer((ms.Tensor([0.5]),))
        >>> print(w.asnumpy().round(4))
        [0.948]
    """

    def __init__(
        self,
        params: Any,
        learning_rate: Any = 0.1,
        decay: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-10,
        use_locking: bool = False,
        centered: bool = False,
        loss_scale: float = 1.0,
        weight_decay: Any = 0.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        check_at_least_zero("decay", decay, "RMSProp")
        check_at_least_zero("momentum", momentum, "RMSProp")
        check_positive("epsilon", epsilon, "RMSProp")
        check_flag("use_locking", use_locking, "RMSProp")
        check_flag("centered", centered, "RMSProp")
        self.centered = centered
        self.decay, self.momentum, self.epsilon = decay, momentum, epsilon
        if centered:
            self.mg = self.parameters.clone(prefix="mean_grad", init="zeros")
        self.ms = self.parameters.clone(prefix="mean_square", init="ones")
        self.moment = self.parameters.clone(prefix="moment", init="zeros")
        slots = [self.ms, self.moment, self.mg] if centered else [self.ms, self.moment]
        self._fuse(_rmsprop, slots, hyper=[decay, momentum, epsilon], options=(centered,))
