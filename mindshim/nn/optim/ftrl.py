"""FTRL: follow the regularised leader (mirrors `mindspore.nn.optim.ftrl`)."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim.nn.optim._checks import check_at_least_zero
from mindshim.nn.optim.optimizer import FusedOptimizer


def _ftrl(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    l1, l2, lr_power = hyper
    n, z = slots
    new_n = n + g * g
    root, new_root = n ** (-lr_power), new_n ** (-lr_power)
    z = z + g - (new_root - root) / lr * w
    new_w = jnp.where(jnp.abs(z) > l1, (jnp.sign(z) * l1 - z) / (new_root / lr + 2 * l2), jnp.zeros_like(w))
    return new_w, [new_n, z]


class FTRL(FusedOptimizer):
    """Follow the regularised leader (mirrors `mindspore.nn.FTRL`).

    Args:
        params, learning_rate, weight_decay, loss_scale: see `Optimizer`.
        initial_accum: the accumulator's start, at least 0. lr_power: at most 0. l1, l2: regularisation, at least 0.
        use_locking: has no effect.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import nn
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> optimizer = nn.FTRL([w], learning_rate=0.1)
        >>> done = optimizer((ms.Tensor([0.5]),))
        >>> print(w.asnumpy().round(4))
        [0.381]
    """

    def __init__(
        self,
        params: Any,
        initial_accum: float = 0.1,
        learning_rate: Any = 0.001,
        lr_power: float = -0.5,
        l1: float = 0.0,
        l2: float = 0.0,
        use_locking: bool = False,
        loss_scale: float = 1.0,
        weight_decay: Any = 0.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        if self.dynamic_lr or self.is_group_lr:
            raise ValueError(
                f"For 'FTRL', dynamic learning rate and group learning rate are not supported, but got dynamic learning rate "
                f"{self.dynamic_lr} and group learning rate {self.is_group_lr}."
            )
        if not self.is_group and self.exec_weight_decay:
            # All are decayed here, whatever their names.
            self.decay_flags = (True,) * len(self.parameters)
        for name, value in (("initial_accum", initial_accum), ("l1", l1), ("l2", l2)):
            check_at_least_zero(name, value, "FTRL")
        if not isinstance(lr_power, float):
            raise TypeError(f"For 'FTRL', the type of 'lr_power' should be 'float', but got type '{type(lr_power).__name__}'.")
        if lr_power > 0:
            raise ValueError(f"For 'FTRL', the 'lr_power' must be <= 0, but got {lr_power}.")
        self.lr_power, self.l1, self.l2 = lr_power, l1, l2
        self.moments = self.parameters.clone(prefix="moments", init=initial_accum)
        self.linear = self.parameters.clone(prefix="linear", init="zeros")
        self._fuse(_ftrl, [self.moments, self.linear], hyper=[l1, l2, lr_power], rows=True)
