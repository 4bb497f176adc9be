"""Schedules by functions of the user's."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim._core.state import S
from mindshim.experimental.optim.lr_scheduler.base import LRScheduler


def _functions(given: Any, count: int, op: str) -> list[Any]:
    """One function for each group."""
    if not isinstance(given, (list, tuple)):
        return [given] * count
    if len(given) != count:
        raise ValueError(f"For '{op}', the 'lr_lambda' must have {count} functions, one for each group, but got {len(given)}.")
    return list(given)


class LambdaLR(LRScheduler):
    """The first rate times a function of the epoch (mirrors `mindspore.experimental.optim.lr_scheduler.LambdaLR`).

    Args:
        optimizer: an optimizer with parameter groups.
        lr_lambda: a function that takes the epoch, a Parameter, and gives the factor; or a list of one for each group.
        last_epoch: the epoch before the one to begin with. Default: -1.

    Raises:
        ValueError: if the list has another length than the groups. TypeError: if something else than functions is given.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
        >>> schedule = optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 1 / (1 + epoch))
        >>> schedule.step()
        True
        >>> schedule.get_last_lr()
        [Tensor(shape=[], dtype=Float32, value= 0.25)]
    """

    def __init__(self, optimizer: Any, lr_lambda: Any, last_epoch: int = -1) -> None:
        self.lr_lambdas = _functions(lr_lambda, len(optimizer.param_groups), "LambdaLR")
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> Any:
        """The rates of the groups at `last_epoch`."""
        return [base * f(self.last_epoch) for base, f in zip(self.base_lrs, self.lr_lambdas, strict=True)]


class MultiplicativeLR(LRScheduler):
    """The last rate times a function of the epoch (mirrors `mindspore.experimental.optim.lr_scheduler.MultiplicativeLR`).

    Args:
        optimizer: an optimizer with parameter groups.
        lr_lambda: a function that takes the epoch, a Parameter, and gives the factor; or a list of one for each group.
        last_epoch: the epoch before the one to begin with. Default: -1.

    Raises:
        ValueError: if the list has another length than the groups. TypeError: if something else than functions is given.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
        >>> schedule = optim.lr_scheduler.MultiplicativeLR(optimizer, lambda epoch: 0.5)
        >>> schedule.step()
        True
        >>> schedule.get_last_lr()
        [Tensor(shape=[], dtype=Float32, value= 0.25)]
    """

    def __init__(self, optimizer: Any, lr_lambda: Any, last_epoch: int = -1) -> None:
        self.lr_lambdas = _functions(lr_lambda, len(optimizer.param_groups), "MultiplicativeLR")
        super().__init__(optimizer, last_epoch)

    def get_lr(self) -> Any:
        """The rates of the groups at `last_epoch`, from those before."""
        later = self.last_epoch > 0
        if S.scope is None and not later:
            return [rate.value() for rate in self._last_lr]
        pairs = zip(self._last_lr, self.lr_lambdas, strict=True)
        # A compiled step knows the epoch only when it runs.
        return [ops.where(later, rate * f(self.last_epoch), rate) for rate, f in pairs]
