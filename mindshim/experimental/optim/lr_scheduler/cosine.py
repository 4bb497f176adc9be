"""Schedules along a cosine."""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp

from mindshim import ops
from mindshim._core import dtypes as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.experimental.optim.lr_scheduler.base import LRScheduler, RuledScheduler, schedule_step
from mindshim.experimental.optim.lr_scheduler.factors import _check_int


def _cosine(rate: Any, base: Any, state: Any, numbers: Any, options: Any) -> Any:
    (epoch,), (half, low) = state, numbers
    turn = math.pi / half
    # At the bottom the quotient of two neighbours has no meaning; the way up begins with its first difference.
    up = rate + (base - low) * (1 - jnp.cos(turn)) / 2
    onward = (1 + jnp.cos(turn * epoch)) / (1 + jnp.cos(turn * (epoch - 1))) * (rate - low) + low
    return jnp.where(epoch == 0, rate, jnp.where(jnp.mod(epoch - 1 - half, 2 * half) == 0, up, onward))


def _cosine_closed(rate: Any, base: Any, state: Any, numbers: Any, options: Any) -> Any:
    (epoch,), (half, low) = state, numbers
    return low + (base - low) * (1 + jnp.cos(math.pi * epoch / half)) / 2


class CosineAnnealingLR(RuledScheduler):
    """The rate swings between its first value and a lowest (mirrors `mindspore.experimental.optim.lr_scheduler.CosineAnnealingLR`).

    `lr = eta_min + (base - eta_min) (1 + cos(pi epoch / T_max)) / 2`.

    Args:
        optimizer: an optimizer with parameter groups.
        T_max: the epochs from the first value to the lowest, an int.
        eta_min: the lowest rate, a number. Default: 0.0.
        last_epoch: the epoch before the one to begin with. Default: -1.

    Raises:
        TypeError: for arguments of other types.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
        >>> schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=2)
        >>> schedule.step()
        True
        >>> print(schedule.get_last_lr()[0].asnumpy().round(3))
        0.25
    """

    _rule = staticmethod(_cosine)
    _closed_rule = staticmethod(_cosine_closed)

    def __init__(self, optimizer: Any, T_max: int, eta_min: float = 0.0, last_epoch: int = -1) -> None:  # noqa: N803
        if isinstance(eta_min, bool) or not isinstance(eta_min, (float, int)):
            raise TypeError(f"For 'CosineAnnealingLR', the 'eta_min' must be float or int, but got {type(eta_min)}.")
        _check_int(T_max, "T_max", "CosineAnnealingLR")
        self.T_max = T_max
        self.eta_min = eta_min
        super().__init__(optimizer, last_epoch)

    def _rule_numbers(self) -> tuple[Any, ...]:
        return self.T_max, self.eta_min


def _restarted(rate: Any, base: Any, state: Any, numbers: Any, options: Any) -> Any:
    (at, period), (low,) = state, numbers
    return low + (base - low) * (1 + jnp.cos(math.pi * at / period)) / 2


class CosineAnnealingWarmRestarts(LRScheduler):
    """The rate falls along a cosine, again and again (mirrors `mindspore.experimental.optim.lr_scheduler.CosineAnnealingWarmRestarts`).

    Args:
        optimizer: an optimizer with parameter groups.
        T_0: the epochs of the first fall, an int greater than 0.
        T_mult: how many times longer each fall is than the one before, an int at least 1. Default: 1.
        eta_min: the lowest rate, a number. Default: 0.
        last_epoch: the epoch before the one to begin with. Default: -1.

    Raises:
        ValueError: if `T_0` or `T_mult` is out of its range. TypeError: for arguments of other types.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
        >>> schedule = optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer, T_0=2)
        >>> for epoch in range(3):
        ...     schedule.step()
        ...     print(schedule.get_last_lr()[0].asnumpy().round(3))
        0.25
        0.5
        0.25
    """

    def __init__(self, optimizer: Any, T_0: int, T_mult: int = 1, eta_min: float = 0, last_epoch: int = -1) -> None:  # noqa: N803
        op = "CosineAnnealingWarmRestarts"
        if T_0 <= 0 or not isinstance(T_0, int):
            raise ValueError(f"For '{op}', the 'T_0' must be an integer greater than 0, but got {T_0}.")
        if T_mult < 1 or not isinstance(T_mult, int):
            raise ValueError(f"For '{op}', the 'T_mult' must be an integer equal or greater than 1, but got {T_mult}.")
        if isinstance(eta_min, bool) or not isinstance(eta_min, (float, int)):
            raise TypeError(f"For '{op}', the type of 'eta_min' should be 'float' or 'int', but got type '{type(eta_min).__name__}'.")
        self.T_0 = Parameter(Tensor(T_0, mstype.float32), name="T_0")
        self.T_i = Parameter(Tensor(T_0, mstype.float32), name="T_i")
        self.T_cur = Parameter(Tensor(float(last_epoch), mstype.float32), name="T_cur")
        self.T_mult = T_mult
        self.eta_min = eta_min
        self._first = T_0
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> Any:
        """The rates of the groups, from how far the present fall is."""
        return schedule_step(self._last_lr, self.base_lrs, (self.T_cur, self.T_i), (self.eta_min,), _restarted)

    def step(self, epoch: Any = None) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Set the rates of the next epoch, or of a given one, which may be a fraction.

        Args:
            epoch: a number, at least 0. Default: None, the one after the last.

        Raises:
            ValueError: if `epoch` is below 0.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.experimental.optim import lr_scheduler as lrs
            >>> from mindshim.experimental import optim
            >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
            >>> scheduler = lrs.CosineAnnealingWarmRestarts(optimizer, T_0=2)
            >>> scheduler.step()
            >>> round(float(optimizer.param_groups[0]["lr"]), 4)
            0.25
        """
        if epoch is None:
            ops.assign(self.last_epoch, self.last_epoch + 1)
            after = self.T_cur + 1
            over = after >= self.T_i
            ops.assign(self.T_cur, ops.where(over, after - self.T_i, after))
            ops.assign(self.T_i, ops.where(over, self.T_i * self.T_mult, self.T_i.value()))
        else:
            epoch = float(epoch) if isinstance(epoch, Tensor) else epoch
            if epoch < 0:
                raise ValueError(f"For 'CosineAnnealingWarmRestarts', the 'epoch' must be a non-negative number, but got {epoch}.")
            begin, period = 0, self._first
            while epoch >= begin + period:
                begin, period = begin + period, period * self.T_mult
            ops.assign(self.T_cur, float(epoch - begin))
            ops.assign(self.T_i, float(period))
            ops.assign(self.last_epoch, float(math.floor(epoch)))
        self._set(self.get_lr())
