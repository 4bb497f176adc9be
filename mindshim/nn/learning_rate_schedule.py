"""Learning rates as Cells of the global step."""

from __future__ import annotations

import math
from typing import Any

from mindshim import ops
from mindshim._core import dtypes as mstype
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell


class LearningRateSchedule(Cell):
    """Base class of learning rate schedules (mirrors `mindspore.nn.LearningRateSchedule`).

    Subclass it and return the rate from `construct(global_step)`.
    """

    def construct(self, global_step: Any) -> Any:
        """The learning rate of a step; subclasses define it."""
        raise NotImplementedError("LearningRateSchedule.construct: subclasses must define it, for instance nn.ExponentialDecayLR.")


def _positive_float(name: str, value: Any, op: str, zero: bool = False) -> float:
    if isinstance(value, bool) or not isinstance(value, float):
        raise TypeError(f"For '{op}', the type of '{name}' must be float, but got {type(value).__name__}.")
    if value < 0 or (value == 0 and not zero) or math.isnan(value) or math.isinf(value):
        raise ValueError(f"For '{op}', the '{name}' must be a float greater than{' or equal to' if zero else ''} 0, but got {value}.")
    return value


def _positive_int(name: str, value: Any, op: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"For '{op}', the type of '{name}' must be int, but got {type(value).__name__}.")
    if value <= 0:
        raise ValueError(f"For '{op}', the '{name}' must be an int greater than 0, but got {value}.")
    return value


def _flag(name: str, value: Any, op: str) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"For '{op}', the type of '{name}' must be bool, but got {type(value).__name__}.")
    return value


def _step(global_step: Any) -> Tensor:
    return ops.cast(global_step, mstype.float32)


class _Decay(LearningRateSchedule):
    def __init__(self, learning_rate: float, decay_rate: float, decay_steps: int, is_stair: bool = False) -> None:
        super().__init__()
        op = type(self).__name__
        self.learning_rate = _positive_float("learning_rate", learning_rate, op)
        self.decay_rate = _positive_float("decay_rate", decay_rate, op)
        self.decay_steps = _positive_int("decay_steps", decay_steps, op)
        self.is_stair = _flag("is_stair", is_stair, op)

    def _progress(self, global_step: Any) -> Tensor:
        p = _step(global_step) / float(self.decay_steps)
        return ops.floor(p) if self.is_stair else p


class ExponentialDecayLR(_Decay):
    """`lr · rate^(step / decay_steps)` (mirrors `mindspore.nn.ExponentialDecayLR`).

    Args:
        learning_rate, decay_rate: greater than 0. decay_steps: greater than 0. is_stair: round the exponent down.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.ExponentialDecayLR(0.1, 0.5, 2)(ms.Tensor(2, ms.int32)))
        0.05
    """

    def construct(self, global_step: Any) -> Tensor:
        """The learning rate of a step."""
        return self.learning_rate * ops.pow(self.decay_rate, self._progress(global_step))


class NaturalExpDecayLR(_Decay):
    """`lr · exp(-rate · step)` (mirrors `mindspore.nn.NaturalExpDecayLR`).

    Args:
        learning_rate, decay_rate: greater than 0. decay_steps: greater than 0. is_stair: the step advances only every
            `decay_steps` steps.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import nn
        >>> rate = nn.NaturalExpDecayLR(0.1, 0.9, 4, True)
        >>> print(rate(ms.Tensor(2, ms.int32)))
        0.1
    """

    def construct(self, global_step: Any) -> Tensor:
        """The learning rate of a step."""
        p = _step(global_step)
        if self.is_stair:
            p = ops.floor(p / float(self.decay_steps)) * float(self.decay_steps)
        return self.learning_rate * ops.exp(-self.decay_rate * p)


class InverseDecayLR(_Decay):
    """`lr / (1 + rate · step / decay_steps)` (mirrors `mindspore.nn.InverseDecayLR`).

    Args:
        learning_rate, decay_rate: greater than 0. decay_steps: greater than 0. is_stair: round the quotient down.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import nn
        >>> rate = nn.InverseDecayLR(0.1, 0.9, 4, True)
        >>> print(rate(ms.Tensor(2, ms.int32)))
        0.1
    """

    def construct(self, global_step: Any) -> Tensor:
        """The learning rate of a step."""
        return self.learning_rate / (1.0 + self.decay_rate * self._progress(global_step))


class CosineDecayLR(LearningRateSchedule):
    """Half a cosine from `max_lr` down to `min_lr` over `decay_steps` (mirrors `mindspore.nn.CosineDecayLR`).

    Args:
        min_lr: at least 0. max_lr: greater than `min_lr`. decay_steps: greater than 0.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import nn
        >>> rate = nn.CosineDecayLR(0.01, 0.1, 4)
        >>> print(rate(ms.Tensor(2, ms.int32)))
        0.055
    """

    def __init__(self, min_lr: float, max_lr: float, decay_steps: int) -> None:
        super().__init__()
        self.min_lr = _positive_float("min_lr", min_lr, "CosineDecayLR", zero=True)
        self.max_lr = _positive_float("max_lr", max_lr, "CosineDecayLR")
        self.decay_steps = _positive_int("decay_steps", decay_steps, "CosineDecayLR")
        if min_lr >= max_lr:
            raise ValueError(
                f"For 'CosineDecayLR', the 'max_lr' must be greater than the 'min_lr', but got {max_lr} and {min_lr}."
            )

    def construct(self, global_step: Any) -> Tensor:
        """The learning rate of a step."""
        p = ops.minimum(_step(global_step), float(self.decay_steps))
        return self.min_lr + 0.5 * (self.max_lr - self.min_lr) * (1.0 + ops.cos(p * (math.pi / self.decay_steps)))


class PolynomialDecayLR(LearningRateSchedule):
    """`(lr - end) (1 - step / decay_steps)^power + end` (mirrors `mindspore.nn.PolynomialDecayLR`).

    Args:
        learning_rate: greater than 0. end_learning_rate: at least 0. decay_steps: greater than 0.
        power: greater than 0. update_decay_steps: start anew over a multiple of `decay_steps` instead of staying at the end.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import nn
        >>> rate = nn.PolynomialDecayLR(0.1, 0.01, 4, 0.5)
        >>> print(rate(ms.Tensor(2, ms.int32)))
        0.07363961
    """

    def __init__(
        self, learning_rate: float, end_learning_rate: float, decay_steps: int, power: float, update_decay_steps: bool = False
    ) -> None:
        super().__init__()
        op = "PolynomialDecayLR"
        self.learning_rate = _positive_float("learning_rate", learning_rate, op)
        self.end_learning_rate = _positive_float("end_learning_rate", end_learning_rate, op, zero=True)
        self.decay_steps = _positive_int("decay_steps", decay_steps, op)
        self.power = _positive_float("power", power, op)
        self.update_decay_steps = _flag("update_decay_steps", update_decay_steps, op)

    def construct(self, global_step: Any) -> Tensor:
        """The learning rate of a step."""
        step = _step(global_step)
        span: Any = float(self.decay_steps)
        if self.update_decay_steps:
            span = span * ops.maximum(ops.ceil(step / span), 1.0)
        else:
            step = ops.minimum(step, span)
        return (self.learning_rate - self.end_learning_rate) * ops.pow(1.0 - step / span, self.power) + self.end_learning_rate


class WarmUpLR(LearningRateSchedule):
    """Linear from 0 to `learning_rate` over `warmup_steps` (mirrors `mindspore.nn.WarmUpLR`).

    Args:
        learning_rate: at least 0. warmup_steps: greater than 0.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import nn
        >>> rate = nn.WarmUpLR(0.1, 4)
        >>> print(rate(ms.Tensor(2, ms.int32)))
        0.05
    """

    def __init__(self, learning_rate: float, warmup_steps: int) -> None:
        super().__init__()
        self.learning_rate = _positive_float("learning_rate", learning_rate, "WarmUpLR", zero=True)
        self.warmup_steps = _positive_int("warmup_steps", warmup_steps, "WarmUpLR")

    def construct(self, global_step: Any) -> Tensor:
        """The learning rate of a step."""
        return self.learning_rate * ops.minimum(_step(global_step), float(self.warmup_steps)) / float(self.warmup_steps)


__all__ = [
    "CosineDecayLR", "ExponentialDecayLR", "InverseDecayLR", "LearningRateSchedule", "NaturalExpDecayLR",
    "PolynomialDecayLR", "WarmUpLR",
]  # fmt: skip
