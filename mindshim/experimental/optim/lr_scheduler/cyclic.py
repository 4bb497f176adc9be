"""A schedule that goes up and down."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim import ops
from mindshim._core import dtypes as mstype
from mindshim.common.tensor import Tensor
from mindshim.experimental.optim.lr_scheduler.base import LRScheduler, schedule_step


def _between(rate: Any, base: Any, state: Any, numbers: Any, options: Any) -> Any:
    epoch, top, factor = state
    total, ratio = numbers
    x = 1 + epoch / total
    x = x - jnp.floor(x)
    height = jnp.where(x <= ratio, x / ratio, (x - 1) / (ratio - 1))
    return base + (top - base) * height * factor


def _cycle(rate: Any, base: Any, state: Any, numbers: Any, options: Any) -> Any:
    return jnp.floor(1 + state[0] / numbers[0])


def _per_group(value: Any, count: int, name: str) -> list[Any]:
    if isinstance(value, (list, tuple)):
        if len(value) != count:
            raise ValueError(f"For 'CyclicLR', expected {count} values for {name}, but got {len(value)}.")
        return list(value)
    return [value] * count


class CyclicLR(LRScheduler):
    """The rate goes from a lower to an upper bound and back (mirrors `mindspore.experimental.optim.lr_scheduler.CyclicLR`).

    Args:
        optimizer: an optimizer with parameter groups.
        base_lr, max_lr: the bounds, numbers or lists of one for each group.
        step_size_up: the steps upwards. Default: 2000.
        step_size_down: the steps downwards. Default: None, as many as upwards.
        mode: "triangular", the same height always; "triangular2", half of it in every further cycle; "exp_range", times
            `gamma` to the power of the steps. Default: "triangular".
        gamma: see `mode`. Default: 1.0.
        scale_fn: a function that gives the factor of the height, in place of `mode`. Default: None.
        scale_mode: whether it takes the "cycle" or the "iterations", a Tensor. Default: "cycle".
        last_epoch: the step before the one to begin with. Default: -1.

    Raises:
        ValueError: for another `mode`, or a list of another length. TypeError: for arguments of other types.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> optimizer = optim.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")], lr=0.5)
        >>> schedule = optim.lr_scheduler.CyclicLR(optimizer, 0.25, 0.75, step_size_up=2)
        >>> schedule.step()
        True
        >>> schedule.get_last_lr()
        [Tensor(shape=[], dtype=Float32, value= 0.5)]
    """

    def __init__(
        self,
        optimizer: Any,
        base_lr: Any,
        max_lr: Any,
        step_size_up: int = 2000,
        step_size_down: int | None = None,
        mode: str = "triangular",
        gamma: float = 1.0,
        scale_fn: Any = None,
        scale_mode: str = "cycle",
        last_epoch: int = -1,
    ) -> None:
        count = len(optimizer.param_groups)
        lower = [Tensor(r, mstype.float32) for r in _per_group(base_lr, count, "base_lr")]
        self.max_lrs = [Tensor(r, mstype.float32) for r in _per_group(max_lr, count, "max_lr")]
        up = float(step_size_up)
        self.total_step_size = up + (up if step_size_down is None else float(step_size_down))
        self.step_up_ratio = up / self.total_step_size
        if scale_fn is None and mode not in ("triangular", "triangular2", "exp_range"):
            raise ValueError(
                f"For 'CyclicLR', the 'mode' must be 'triangular', 'triangular2' or 'exp_range', or 'scale_fn' be given, but got {mode!r}."
            )
        if scale_fn is not None and not callable(scale_fn):
            raise TypeError(f"For 'CyclicLR', the 'scale_fn' must be a function, but got {type(scale_fn).__name__}.")
        self.mode = mode
        self.gamma = gamma
        self._scale_fn_custom = scale_fn
        self.scale_mode = "iterations" if scale_fn is None and mode == "exp_range" else scale_mode
        if last_epoch == -1:
            for group, rate in zip(optimizer.param_groups, lower, strict=True):
                ops.assign(group["lr"], rate)
        super().__init__(optimizer, last_epoch)
        self.base_lrs = lower

    def scale_fn(self, x: Any) -> Any:
        """The factor of the height in cycle, or at step, `x`."""
        if self._scale_fn_custom is not None:
            return self._scale_fn_custom(x)
        if self.mode == "triangular":
            return 1.0
        return 0.5 ** (x - 1) if self.mode == "triangular2" else self.gamma**x

    def get_lr(self) -> Any:
        """The rates of the groups at `last_epoch`."""
        numbers = (self.total_step_size, self.step_up_ratio)
        if self.scale_mode == "cycle":
            (x,) = schedule_step((1.0,), (1.0,), (self.last_epoch,), numbers, _cycle)
        else:
            x = self.last_epoch
        factor = self.scale_fn(x)
        # Each group has a height of its own.
        return [
            schedule_step((1.0,), (base,), (self.last_epoch, top, factor), numbers, _between)[0]
            for base, top in zip(self.base_lrs, self.max_lrs, strict=True)
        ]
