"""Adagrad: gradients over the root of the sum of their squares (mirrors `mindspore.nn.optim.ada_grad`)."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim.nn.optim._checks import check_at_least_zero, check_flag
from mindshim.nn.optim.optimizer import FusedOptimizer


def _adagrad(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    total = slots[0] + g * g if options[0] else slots[0]
    return w - lr * g / jnp.sqrt(total), [total]


class Adagrad(FusedOptimizer):
    """`a += g²`, `w -= lr g / sqrt(a)` (mirrors `mindspore.nn.Adagrad`).

    Args:
        params, learning_rate, weight_decay, loss_scale: see `Optimizer`.
        accum: the accumulator's start, at least 0. update_slots: whether the accumulator grows.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import nn
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> optimizer = nn.Adagrad([w], learning_rate=0.1)
        >>> done = optimizer((ms.Tensor([0.5]),))
        >>> print(w.asnumpy().round(4))
        [0.9155]
    """

    def __init__(
        self,
        params: Any,
        accum: float = 0.1,
        learning_rate: Any = 0.001,
        update_slots: bool = True,
        loss_scale: float = 1.0,
        weight_decay: Any = 0.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        check_at_least_zero("accum", accum, "Adagrad")
        check_flag("update_slots", update_slots, "Adagrad")
        self.accum = self.parameters.clone(prefix="accum", init=accum)
        self._fuse(_adagrad, [self.accum], options=(update_slots,))
