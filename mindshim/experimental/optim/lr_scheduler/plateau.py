"""A schedule that follows a metric."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim import ops
from mindshim._core import dtypes as mstype
from mindshim._core.operators import Array, Arrays, Number, kernel
from mindshim._core.promotion import F32
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.experimental.optim.optimizer import Optimizer


@kernel("PlateauStep", differentiable=False, amp=False)
def plateau_step(metric: Array | Number, state: Arrays | Number, rates: Arrays | Number, lowest: Arrays | Number, numbers: Arrays | Number, greater: bool = False, relative: bool = True) -> tuple[Any, ...]:
    """The new best, waiting and cooling times, and rates, once an epoch's metric is known."""
    best, wait, cooling = state
    factor, patience, threshold, cooldown, eps = (jnp.asarray(n).astype(F32) for n in numbers)
    value = jnp.asarray(metric).astype(F32).reshape(())
    margin = threshold if greater else -threshold
    bound = best * (1 + margin) if relative else best + margin
    better = value > bound if greater else value < bound
    best = jnp.where(better, value, best)
    wait = jnp.where(better, 0, wait + 1)
    was_cooling = cooling > 0
    cooling = jnp.where(was_cooling, cooling - 1, cooling)
    wait = jnp.where(was_cooling, 0, wait)
    reduce = wait > patience
    cooling = jnp.where(reduce, cooldown, cooling)
    wait = jnp.where(reduce, 0, wait)
    new = []
    for rate, low in zip(rates, lowest, strict=True):
        less = jnp.maximum(rate * factor, low)
        new.append(jnp.where(reduce & (rate - less > eps), less, rate).astype(F32))
    return best.astype(F32), wait.astype(F32), cooling.astype(F32), *new


class ReduceLROnPlateau:
    """The rate times a factor when a metric stops getting better (mirrors `mindspore.experimental.optim.lr_scheduler.ReduceLROnPlateau`).

    Args:
        optimizer: an optimizer with parameter groups.
        mode: whether a "min" or a "max" of the metric is wanted. Default: "min".
        factor: the factor, less than 1. Default: 0.1.
        patience: how many epochs without anything better are let pass. Default: 10.
        threshold: how much better counts. Default: 1e-4.
        threshold_mode: whether that is "rel", a part of the best, or "abs". Default: "rel".
        cooldown: how many epochs after a reduction count for nothing. Default: 0.
        min_lr: the lowest rate, a number or a list of one for each group. Default: 0.
        eps: a reduction by no more than this is left undone. Default: 1e-8.

    Raises:
        ValueError: for another mode, a factor of 1 or more, or a list of another length. TypeError: for other types.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
        >>> schedule = optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=0)
        >>> for loss in (1.0, 0.9, 0.9):
        ...     schedule.step(loss)
        ...     print(schedule.get_last_lr()[0])
        True
        0.5
        True
        0.5
        True
        0.25
    """

    def __init__(
        self,
        optimizer: Any,
        mode: str = "min",
        factor: float = 0.1,
        patience: int = 10,
        threshold: float = 1e-4,
        threshold_mode: str = "rel",
        cooldown: int = 0,
        min_lr: Any = 0,
        eps: float = 1e-8,
    ) -> None:
        op = "ReduceLROnPlateau"
        if factor >= 1.0:
            raise ValueError(f"For '{op}', the 'factor' must be less than 1.0, but got {factor}.")
        if not isinstance(optimizer, Optimizer):
            raise TypeError(f"For '{op}', the 'optimizer' must be an Optimizer, but got {type(optimizer).__name__}.")
        if mode not in ("min", "max"):
            raise ValueError(f"For '{op}', the 'mode' must be 'min' or 'max', but got {mode}.")
        if threshold_mode not in ("rel", "abs"):
            raise ValueError(f"For '{op}', the 'threshold_mode' must be 'rel' or 'abs', but got {threshold_mode}.")
        count = len(optimizer.param_groups)
        lowest = list(min_lr) if isinstance(min_lr, (list, tuple)) else [min_lr] * count
        if len(lowest) != count:
            raise ValueError(f"For '{op}', expected {count} values for 'min_lr', but got {len(lowest)}.")
        self.optimizer = optimizer
        self.min_lrs = [Tensor(r, mstype.float32) for r in lowest]
        self.mode = mode
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.threshold_mode = threshold_mode
        self.cooldown = cooldown
        self.eps = eps
        self.mode_worse = float("inf") if mode == "min" else -float("inf")
        self.last_epoch = Parameter(Tensor(0, mstype.int32), name=f"last_epoch_{type(self).__name__}")
        self.best = Parameter(Tensor(self.mode_worse, mstype.float32), name="best")
        self.wait = Parameter(Tensor(0, mstype.float32), name="wait")
        self.cooldown_counter = Parameter(Tensor(0, mstype.float32), name="cooldown_counter")
        self._last_lr = [group["lr"] for group in optimizer.param_groups]

    def get_last_lr(self) -> list[Tensor]:
        """The groups' present rates.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.experimental.optim import lr_scheduler as lrs
            >>> from mindshim.experimental import optim
            >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
            >>> scheduler = lrs.ReduceLROnPlateau(optimizer, factor=0.5, patience=0, cooldown=1)
            >>> scheduler.step(2.0)
            True
            >>> [float(lr) for lr in scheduler.get_last_lr()]
            [0.5]
        """
        return [rate.value() for rate in self._last_lr]

    def step(self, metrics: Any) -> bool:
        """Take an epoch's metric into account.

        Args:
            metrics: a number or a Tensor of one.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.experimental.optim import lr_scheduler as lrs
            >>> from mindshim.experimental import optim
            >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
            >>> scheduler = lrs.ReduceLROnPlateau(optimizer, factor=0.5, patience=0, cooldown=1)
            >>> for loss in (2.0, 2.0):
            ...     scheduler.step(loss)
            True
            True
            >>> float(optimizer.param_groups[0]["lr"])
            0.25
        """
        out = plateau_step(
            metrics,
            (self.best, self.wait, self.cooldown_counter),
            self._last_lr,
            self.min_lrs,
            (self.factor, self.patience, self.threshold, self.cooldown, self.eps),
            self.mode == "max",
            self.threshold_mode == "rel",
        )
        for old, new in zip((self.best, self.wait, self.cooldown_counter, *self._last_lr), out, strict=True):
            ops.assign(old, new)
        ops.assign(self.last_epoch, self.last_epoch + 1)
        return True

    def in_cooldown(self) -> Tensor:
        """Whether a reduction is so recent that the metric does not count.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.experimental.optim import lr_scheduler as lrs
            >>> from mindshim.experimental import optim
            >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
            >>> scheduler = lrs.ReduceLROnPlateau(optimizer, factor=0.5, patience=0, cooldown=1)
            >>> for loss in (2.0, 2.0):
            ...     scheduler.step(loss)
            True
            True
            >>> bool(scheduler.in_cooldown())
            True
        """
        return self.cooldown_counter > 0
