"""LRScheduler: what schedules of the rates of parameter groups share, and the kernel that computes them."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim import ops
from mindshim._core import dtypes as mstype
from mindshim._core.operators import Arrays, Number, kernel
from mindshim._core.promotion import F32
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.experimental.optim.optimizer import Optimizer


@kernel("ScheduleStep", differentiable=False, amp=False)
def schedule_step(rates: Arrays | Number, bases: Arrays | Number, state: Arrays | Number, numbers: Arrays | Number, rule: Any = None, options: Any = ()) -> tuple[Any, ...]:
    """New rates, and new state if the rule has some: `rule(rate, base, state, numbers, options)` gives those of a group."""
    values = [[jnp.asarray(x).astype(F32) for x in group] for group in (rates, bases, state, numbers)]
    return tuple(rule(r, b, values[2], values[3], options) for r, b in zip(values[0], values[1], strict=True))


class LRScheduler:
    """Base class of the schedules (mirrors `mindspore.experimental.optim.lr_scheduler.LRScheduler`).

    A subclass defines `get_lr()`: the groups' rates at `self.last_epoch`, from `self._last_lr`, the rates so far, or from
    `self.base_lrs`, those at the beginning. Making a schedule sets the rates of epoch 0; every `step()` those of the next.

    Args:
        optimizer: an optimizer with parameter groups.
        last_epoch: the epoch before the one to begin with. Default: -1, a new start; else the groups need `initial_lr`.

    Raises:
        TypeError: if `optimizer` is none, or `last_epoch` is no int. ValueError: if `last_epoch` is below -1.
        KeyError: if a group has no `initial_lr` to go on from.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> class Halving(optim.lr_scheduler.LRScheduler):
        ...     def get_lr(self):
        ...         return [base * 0.5**self.last_epoch for base in self.base_lrs]
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> schedule = Halving(optim.SGD([w], lr=0.8))
        >>> schedule.step()
        True
        >>> schedule.get_last_lr()
        [Tensor(shape=[], dtype=Float32, value= 0.4)]
    """

    def __init__(self, optimizer: Any, last_epoch: int = -1) -> None:
        if not isinstance(optimizer, Optimizer):
            raise TypeError(f"For '{type(self).__name__}', {type(optimizer).__name__} is not an Optimizer.")
        if isinstance(last_epoch, bool) or not isinstance(last_epoch, int):
            raise TypeError(f"The type of 'last_epoch' should be 'int', but got type '{type(last_epoch).__name__}'.")
        if last_epoch < -1:
            raise ValueError(f"Invalid last_epoch: {last_epoch}")
        for i, group in enumerate(optimizer.param_groups):
            if last_epoch == -1:
                group.setdefault("initial_lr", group["lr"].value())
            elif "initial_lr" not in group:
                raise KeyError(f"param 'initial_lr' is not specified in param_groups[{i}] when resuming an optimizer")
        self.optimizer = optimizer
        self.base_lrs = [group["initial_lr"] for group in optimizer.param_groups]
        self._last_lr = [group["lr"] for group in optimizer.param_groups]
        self.groups_num = len(optimizer.param_groups)
        self.last_epoch = Parameter(Tensor(last_epoch, mstype.float32), name=f"last_epoch_{type(self).__name__}")
        self.increase_tensor = Tensor(1, mstype.int32)
        self.step()

    def get_lr(self) -> Any:
        """The rates of the groups at `last_epoch`; subclasses define it."""
        raise NotImplementedError("LRScheduler.get_lr: subclasses must define it; use lr_scheduler.StepLR, …")

    def get_last_lr(self) -> list[Tensor]:
        """The groups' present rates.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.experimental.optim import lr_scheduler as lrs
            >>> from mindshim.experimental import optim
            >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
            >>> scheduler = lrs.StepLR(optimizer, step_size=1, gamma=0.5)
            >>> scheduler.step()
            True
            >>> [float(lr) for lr in scheduler.get_last_lr()]
            [0.25]
        """
        return [rate.value() for rate in self._last_lr]

    def step(self, epoch: Any = None) -> bool:
        """Set the rates of the next epoch, or of a given one.

        Args:
            epoch: a number. Default: None, the one after the last.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.experimental.optim import lr_scheduler as lrs
            >>> from mindshim.experimental import optim
            >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
            >>> scheduler = lrs.StepLR(optimizer, step_size=1, gamma=0.5)
            >>> scheduler.step()
            True
            >>> float(optimizer.param_groups[0]["lr"])
            0.25
        """
        if epoch is None:
            ops.assign(self.last_epoch, self.last_epoch + 1)
            rates = self.get_lr()
        else:
            ops.assign(self.last_epoch, epoch)
            closed = getattr(self, "_get_closed_form_lr", self.get_lr)
            rates = closed()
        self._set(rates)
        return True

    def _set(self, rates: Any) -> None:
        for i, rate in enumerate(rates):
            ops.assign(self.optimizer.param_groups[i]["lr"], rate)


class RuledScheduler(LRScheduler):
    """A schedule with a rule for the step from one rate to the next, and one, perhaps, from the base to any epoch's."""

    _rule: Any = None
    _closed_rule: Any = None
    _rule_options: Any = ()

    def _rule_numbers(self) -> tuple[Any, ...]:
        return ()

    def _by(self, rule: Any) -> Any:
        return schedule_step(self._last_lr, self.base_lrs, (self.last_epoch,), self._rule_numbers(), rule, self._rule_options)

    def get_lr(self) -> Any:
        """The rates of the groups at `last_epoch`, from those before."""
        return self._by(type(self)._rule)

    def _get_closed_form_lr(self) -> Any:
        return self._by(type(self)._closed_rule)
