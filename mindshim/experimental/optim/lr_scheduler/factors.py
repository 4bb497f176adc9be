"""Schedules that multiply a rate by factors fixed beforehand."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim.experimental.optim.lr_scheduler.base import RuledScheduler


def _check_float(value: Any, name: str, op: str) -> None:
    if not isinstance(value, float):
        raise TypeError(f"For '{op}', the '{name}' must be float, but got {type(value)}.")


def _check_int(value: Any, name: str, op: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"For '{op}', the '{name}' must be int, but got {type(value)}.")


def _step(rate: Any, base: Any, state: Any, numbers: Any, options: Any) -> Any:
    (epoch,), (size, gamma) = state, numbers
    return jnp.where((epoch > 0) & (jnp.mod(epoch, size) == 0), rate * gamma, rate)


def _step_closed(rate: Any, base: Any, state: Any, numbers: Any, options: Any) -> Any:
    return base * numbers[1] ** jnp.floor(state[0] / numbers[0])


class StepLR(RuledScheduler):
    """The rate times `gamma` every `step_size` epochs (mirrors `mindspore.experimental.optim.lr_scheduler.StepLR`).

    Args:
        optimizer: an optimizer with parameter groups.
        step_size: the number of epochs, an int.
        gamma: the factor, a float. Default: 0.1.
        last_epoch: the epoch before the one to begin with. Default: -1.

    Raises:
        TypeError: for arguments of other types.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
        >>> schedule = optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5)
        >>> for epoch in range(4):
        ...     schedule.step()
        True
        True
        True
        True
        >>> schedule.get_last_lr()
        [Tensor(shape=[], dtype=Float32, value= 0.125)]
    """

    _rule = staticmethod(_step)
    _closed_rule = staticmethod(_step_closed)

    def __init__(self, optimizer: Any, step_size: int, gamma: float = 0.1, last_epoch: int = -1) -> None:
        _check_float(gamma, "gamma", "StepLR")
        _check_int(step_size, "step_size", "StepLR")
        self.step_size = step_size
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def _rule_numbers(self) -> tuple[Any, ...]:
        return self.step_size, self.gamma


def _multi_step(rate: Any, base: Any, state: Any, numbers: Any, options: Any) -> Any:
    times = sum((jnp.where(state[0] == m, 1.0, 0.0) for m in options), jnp.zeros_like(rate))
    return rate * numbers[0] ** times


def _multi_step_closed(rate: Any, base: Any, state: Any, numbers: Any, options: Any) -> Any:
    times = sum((jnp.where(state[0] >= m, 1.0, 0.0) for m in options), jnp.zeros_like(rate))
    return base * numbers[0] ** times


class MultiStepLR(RuledScheduler):
    """The rate times `gamma` at given epochs (mirrors `mindspore.experimental.optim.lr_scheduler.MultiStepLR`).

    Args:
        optimizer: an optimizer with parameter groups.
        milestones: a list of epochs; one that is there twice counts twice.
        gamma: the factor, a number. Default: 0.1.
        last_epoch: the epoch before the one to begin with. Default: -1.

    Raises:
        TypeError: for arguments of other types.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
        >>> schedule = optim.lr_scheduler.MultiStepLR(optimizer, [1, 3], gamma=0.5)
        >>> schedule.step(3)
        True
        >>> schedule.get_last_lr()
        [Tensor(shape=[], dtype=Float32, value= 0.125)]
    """

    _rule = staticmethod(_multi_step)
    _closed_rule = staticmethod(_multi_step_closed)

    def __init__(self, optimizer: Any, milestones: list[int], gamma: float = 0.1, last_epoch: int = -1) -> None:
        if not isinstance(milestones, list):
            raise TypeError(f"For 'MultiStepLR', the type of 'milestones' should be 'list', but got type '{type(milestones).__name__}'.")
        for m in milestones:
            if isinstance(m, bool) or not isinstance(m, int):
                raise TypeError(
                    f"For 'MultiStepLR', elements of the 'milestones' must be type of int, but got one element of "
                    f"'milestones' type: {type(m)}."
                )
        if isinstance(gamma, bool) or not isinstance(gamma, (float, int)):
            raise TypeError(f"For 'MultiStepLR', the type of 'gamma' should be 'float' or 'int', but got type '{type(gamma).__name__}'.")
        self.milestones = milestones
        self.gamma = gamma
        self._rule_options = tuple(milestones)
        super().__init__(optimizer, last_epoch)

    def _rule_numbers(self) -> tuple[Any, ...]:
        return (self.gamma,)


def _exponential(rate: Any, base: Any, state: Any, numbers: Any, options: Any) -> Any:
    return jnp.where(state[0] > 0, rate * numbers[0], rate)


def _exponential_closed(rate: Any, base: Any, state: Any, numbers: Any, options: Any) -> Any:
    return base * numbers[0] ** state[0]


class ExponentialLR(RuledScheduler):
    """The rate times `gamma` every epoch (mirrors `mindspore.experimental.optim.lr_scheduler.ExponentialLR`).

    Args:
        optimizer: an optimizer with parameter groups.
        gamma: the factor, a float.
        last_epoch: the epoch before the one to begin with. Default: -1.

    Raises:
        TypeError: if `gamma` is no float.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
        >>> schedule = optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.5)
        >>> schedule.step()
        True
        >>> schedule.get_last_lr()
        [Tensor(shape=[], dtype=Float32, value= 0.25)]
    """

    _rule = staticmethod(_exponential)
    _closed_rule = staticmethod(_exponential_closed)

    def __init__(self, optimizer: Any, gamma: float, last_epoch: int = -1) -> None:
        _check_float(gamma, "gamma", "ExponentialLR")
        self.gamma = gamma
        super().__init__(optimizer, last_epoch)

    def _rule_numbers(self) -> tuple[Any, ...]:
        return (self.gamma,)


def _polynomial(rate: Any, base: Any, state: Any, numbers: Any, options: Any) -> Any:
    (epoch,), (total, power) = state, numbers
    factor = ((1 - epoch / total) / (1 - (epoch - 1) / total)) ** power
    return jnp.where((epoch == 0) | (epoch > total), rate, rate * factor)


def _polynomial_closed(rate: Any, base: Any, state: Any, numbers: Any, options: Any) -> Any:
    (epoch,), (total, power) = state, numbers
    return base * (1 - jnp.minimum(total, epoch) / total) ** power


class PolynomialLR(RuledScheduler):
    """The rate falls to 0 with a power of the epochs left (mirrors `mindspore.experimental.optim.lr_scheduler.PolynomialLR`).

    Args:
        optimizer: an optimizer with parameter groups.
        total_iters: the epoch from which on the rate is 0, an int. Default: 5.
        power: the power, a float at least 0. Default: 1.0.
        last_epoch: the epoch before the one to begin with. Default: -1.

    Raises:
        TypeError: for arguments of other types. ValueError: if `power` is below 0.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
        >>> schedule = optim.lr_scheduler.PolynomialLR(optimizer, total_iters=4)
        >>> schedule.step()
        True
        >>> schedule.get_last_lr()
        [Tensor(shape=[], dtype=Float32, value= 0.375)]
    """

    _rule = staticmethod(_polynomial)
    _closed_rule = staticmethod(_polynomial_closed)

    def __init__(self, optimizer: Any, total_iters: int = 5, power: float = 1.0, last_epoch: int = -1) -> None:
        _check_int(total_iters, "total_iters", "PolynomialLR")
        _check_float(power, "power", "PolynomialLR")
        if power < 0:
            raise ValueError(f"For 'PolynomialLR', the 'power' must be >= 0, but got {power}.")
        self.total_iters = total_iters
        self.power = power
        super().__init__(optimizer, last_epoch)

    def _rule_numbers(self) -> tuple[Any, ...]:
        return self.total_iters, self.power
