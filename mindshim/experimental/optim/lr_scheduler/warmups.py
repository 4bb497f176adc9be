"""Schedules of the first epochs."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim.experimental.optim.lr_scheduler.base import RuledScheduler
from mindshim.experimental.optim.lr_scheduler.factors import _check_int


def _linear(rate: Any, base: Any, state: Any, numbers: Any, options: Any) -> Any:
    (epoch,), (start, end, total) = state, numbers
    grown = rate * (1 + (end - start) / (total * start + (epoch - 1) * (end - start)))
    return jnp.where(epoch == 0, rate * start, jnp.where(epoch > total, rate, grown))


def _linear_closed(rate: Any, base: Any, state: Any, numbers: Any, options: Any) -> Any:
    (epoch,), (start, end, total) = state, numbers
    return base * (start + (end - start) * jnp.minimum(total, epoch) / total)


class LinearLR(RuledScheduler):
    """A factor of the rate goes linearly from one value to another (mirrors `mindspore.experimental.optim.lr_scheduler.LinearLR`).

    Args:
        optimizer: an optimizer with parameter groups.
        start_factor: the first factor, in (0, 1]. Default: 1/3.
        end_factor: the last one, in [0, 1]. Default: 1.0.
        total_iters: the epoch of the last one, an int. Default: 5.
        last_epoch: the epoch before the one to begin with. Default: -1.

    Raises:
        TypeError: for arguments of other types. ValueError: for a factor out of its range.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
        >>> schedule = optim.lr_scheduler.LinearLR(optimizer, start_factor=0.5, total_iters=4)
        >>> schedule.get_last_lr()
        [Tensor(shape=[], dtype=Float32, value= 0.25)]
    """

    _rule = staticmethod(_linear)
    _closed_rule = staticmethod(_linear_closed)

    def __init__(
        self,
        optimizer: Any,
        start_factor: float = 1.0 / 3,
        end_factor: float = 1.0,
        total_iters: int = 5,
        last_epoch: int = -1,
    ) -> None:
        if start_factor > 1.0 or start_factor <= 0:
            raise ValueError(f"For 'LinearLR', the 'start_factor' must be in (0, 1], but got {start_factor}.")
        if end_factor > 1.0 or end_factor < 0:
            raise ValueError(f"For 'LinearLR', the 'end_factor' must be in [0, 1], but got {end_factor}.")
        _check_int(total_iters, "total_iters", "LinearLR")
        self.start_factor = start_factor
        self.end_factor = end_factor
        self.total_iters = total_iters
        super().__init__(optimizer, last_epoch)

    def _rule_numbers(self) -> tuple[Any, ...]:
        return self.start_factor, self.end_factor, self.total_iters


def _constant(rate: Any, base: Any, state: Any, numbers: Any, options: Any) -> Any:
    (epoch,), (factor, total) = state, numbers
    return jnp.where(epoch == 0, rate * factor, jnp.where(epoch == total, rate / factor, rate))


def _constant_closed(rate: Any, base: Any, state: Any, numbers: Any, options: Any) -> Any:
    (epoch,), (factor, total) = state, numbers
    return jnp.where(epoch >= total, base, base * factor)


class ConstantLR(RuledScheduler):
    """The rate times a factor until an epoch (mirrors `mindspore.experimental.optim.lr_scheduler.ConstantLR`).

    Args:
        optimizer: an optimizer with parameter groups.
        factor: the factor, in [0, 1]. Default: 1/3.
        total_iters: the first epoch without it, an int. Default: 5.
        last_epoch: the epoch before the one to begin with. Default: -1.

    Raises:
        TypeError: for arguments of other types. ValueError: for a factor out of its range.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
        >>> schedule = optim.lr_scheduler.ConstantLR(optimizer, factor=0.5, total_iters=1)
        >>> schedule.get_last_lr()
        [Tensor(shape=[], dtype=Float32, value= 0.25)]
        >>> schedule.step()
        True
        >>> schedule.get_last_lr()
        [Tensor(shape=[], dtype=Float32, value= 0.5)]
    """

    _rule = staticmethod(_constant)
    _closed_rule = staticmethod(_constant_closed)

    def __init__(self, optimizer: Any, factor: float = 1.0 / 3, total_iters: int = 5, last_epoch: int = -1) -> None:
        if factor > 1.0 or factor < 0:
            raise ValueError(f"For 'ConstantLR', the 'factor' must be in [0, 1], but got {factor}.")
        _check_int(total_iters, "total_iters", "ConstantLR")
        self.factor = factor
        self.total_iters = total_iters
        super().__init__(optimizer, last_epoch)

    def _rule_numbers(self) -> tuple[Any, ...]:
        return self.factor, self.total_iters
