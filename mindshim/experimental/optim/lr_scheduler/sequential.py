"""Schedules one after the other."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from mindshim import ops
from mindshim._core import dtypes as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor


class SequentialLR:
    """Schedules that take turns at given epochs (mirrors `mindspore.experimental.optim.lr_scheduler.SequentialLR`).

    Args:
        optimizer: the optimizer of all of them.
        schedulers: the schedules, in their order.
        milestones: the epochs at which the next one takes over, one fewer than schedules.
        last_epoch: the epoch before the one to begin with. Default: -1.

    Raises:
        ValueError: if a schedule is of another optimizer, or there are too many or few milestones.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
        >>> first = optim.lr_scheduler.ConstantLR(optimizer, factor=0.5, total_iters=2)
        >>> second = optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.5)
        >>> schedule = optim.lr_scheduler.SequentialLR(optimizer, [first, second], milestones=[2])
        >>> for epoch in range(3):
        ...     schedule.step()
        ...     print(schedule.get_last_lr()[0])
        0.25
        0.5
        0.25
    """

    def __init__(self, optimizer: Any, schedulers: list[Any], milestones: list[int], last_epoch: int = -1) -> None:
        for i, scheduler in enumerate(schedulers):
            if scheduler.optimizer is not optimizer:
                raise ValueError(f"For 'SequentialLR', the scheduler at index {i} is not of the optimizer that is given.")
        if len(milestones) != len(schedulers) - 1:
            raise ValueError(
                f"For 'SequentialLR', there must be {len(schedulers) - 1} milestones for {len(schedulers)} schedulers, but got {len(milestones)}."
            )
        self._schedulers = list(schedulers)
        self.milestones = milestones
        self.milestones_len = len(milestones)
        self.optimizer = optimizer
        self.last_epoch = Parameter(Tensor(last_epoch + 1, mstype.float32), name=f"last_epoch_{type(self).__name__}")
        # Each schedule has set the rates of its first epoch already; only the first one's hold.
        for group in optimizer.param_groups:
            ops.assign(group["lr"], group["initial_lr"])
        for scheduler in self._schedulers:
            ops.assign(scheduler.last_epoch, scheduler.last_epoch - 1)
        self._schedulers[0].step()
        self._last_lr = schedulers[0]._last_lr

    def step(self) -> None:
        """Set the rates of the next epoch.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.experimental.optim import lr_scheduler as lrs
            >>> from mindshim.experimental import optim
            >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
            >>> parts = [lrs.ConstantLR(optimizer, factor=0.5), lrs.ExponentialLR(optimizer, gamma=0.5)]
            >>> scheduler = lrs.SequentialLR(optimizer, parts, milestones=[1])
            >>> scheduler.step()
            >>> float(optimizer.param_groups[0]["lr"])
            0.5
        """
        ops.assign(self.last_epoch, self.last_epoch + 1)
        epoch = int(self.last_epoch)
        at = bisect_right(self.milestones, epoch)
        if at > 0 and self.milestones[at - 1] == epoch:
            self._schedulers[at].step(0)
        else:
            self._schedulers[at].step()
        self._last_lr = self._schedulers[at]._last_lr

    def get_last_lr(self) -> list[Tensor]:
        """The groups' present rates.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim.experimental.optim import lr_scheduler as lrs
            >>> from mindshim.experimental import optim
            >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
            >>> parts = [lrs.ConstantLR(optimizer, factor=0.5), lrs.ExponentialLR(optimizer, gamma=0.5)]
            >>> scheduler = lrs.SequentialLR(optimizer, parts, milestones=[1])
            >>> [float(lr) for lr in scheduler.get_last_lr()]
            [0.25]
        """
        return [rate.value() for rate in self._last_lr]
