"""ProximalAdagrad: Adagrad with soft thresholding (mirrors `mindspore.nn.optim.proximal_ada_grad`)."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim.nn.optim._checks import check_at_least_zero
from mindshim.nn.optim.optimizer import FusedOptimizer


def _proximal_adagrad(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    l1, l2 = hyper
    total = slots[0] + g * g
    eta = lr / jnp.sqrt(total)
    moved = w - eta * g
    return jnp.sign(moved) * jnp.maximum(jnp.abs(moved) - eta * l1, 0) / (1 + eta * l2), [total]


class ProximalAdagrad(FusedOptimizer):
    """Adagrad with soft thresholding (mirrors `mindspore.nn.ProximalAdagrad`).

    Args:
        params, learning_rate, weight_decay, loss_scale: see `Optimizer`.
        accum: the accumulator's start. l1, l2: regularisation, at least 0. use_locking: has no effect.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import nn
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> optimizer = nn.ProximalAdagrad([w], learning_rate=0.1)
        >>> done = optimizer((ms.Tensor([0.5]),))
        >>> print(w.asnumpy().round(4))
        [0.9155]
    """

    def __init__(
        self,
        params: Any,
        accum: float = 0.1,
        learning_rate: Any = 0.001,
        l1: float = 0.0,
        l2: float = 0.0,
        use_locking: bool = False,
        loss_scale: float = 1.0,
        weight_decay: Any = 0.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        for name, value in (("accum", accum), ("l1", l1), ("l2", l2)):
            check_at_least_zero(name, value, "ProximalAdagrad")
        self.l1, self.l2 = l1, l2
        self.accum = self.parameters.clone(prefix="accum", init=accum)
        self._fuse(_proximal_adagrad, [self.accum], hyper=[l1, l2], rows=True)
