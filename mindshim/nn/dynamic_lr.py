"""Learning rates as lists, one value per step."""

from __future__ import annotations

import math
from typing import Any

from mindshim.nn.learning_rate_schedule import _flag, _positive_float, _positive_int


def _check(op: str, learning_rate: Any, decay_rate: Any, total_step: Any, step_per_epoch: Any, decay_epoch: Any, is_stair: Any) -> None:
    _positive_int("total_step", total_step, op)
    _positive_int("step_per_epoch", step_per_epoch, op)
    _positive_int("decay_epoch", decay_epoch, op)
    _positive_float("learning_rate", learning_rate, op)
    _positive_float("decay_rate", decay_rate, op)
    _flag("is_stair", is_stair, op)


def piecewise_constant_lr(milestone: Any, learning_rates: Any) -> list[float]:
    """`learning_rates[i]` up to step `milestone[i]` (mirrors `mindspore.nn.piecewise_constant_lr`).

    Raises:
        TypeError, ValueError: unless both are lists or tuples of equal length, and milestones increase.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.piecewise_constant_lr([2, 3], [0.1, 0.05])
        [0.1, 0.1, 0.05]
    """
    op = "piecewise_constant_lr"
    for name, value in (("milestone", milestone), ("learning_rates", learning_rates)):
        if not isinstance(value, (list, tuple)):
            raise TypeError(f"For '{op}', the type of '{name}' must be tuple or list, but got {type(value).__name__}.")
    if len(milestone) != len(learning_rates):
        raise ValueError(
            f"For '{op}', the size of 'milestone' must be same with the size of 'learning_rates', but got "
            f"{len(milestone)} and {len(learning_rates)}."
        )
    out: list[float] = []
    last = 0
    for step, rate in zip(milestone, learning_rates, strict=True):
        _positive_int("milestone", step, op)
        if step < last:
            raise ValueError(f"For '{op}', the values of 'milestone' must be ascending, but got {milestone}.")
        _positive_float("learning_rates", rate, op, zero=True)
        out += [rate] * (step - last)
        last = step
    return out


def exponential_decay_lr(
    learning_rate: float, decay_rate: float, total_step: int, step_per_epoch: int, decay_epoch: int, is_stair: bool = False
) -> list[float]:
    """`lr · rate^(epoch / decay_epoch)` for each of `total_step` steps (mirrors `mindspore.nn.exponential_decay_lr`).

    Examples:
        >>> from mindshim import nn
        >>> [round(rate, 4) for rate in nn.exponential_decay_lr(0.1, 0.9, 6, 2, 1)]
        [0.1, 0.1, 0.09, 0.09, 0.081, 0.081]
    """
    _check("exponential_decay_lr", learning_rate, decay_rate, total_step, step_per_epoch, decay_epoch, is_stair)
    out = []
    for i in range(total_step):
        p = math.floor(i / step_per_epoch) / decay_epoch
        out.append(learning_rate * decay_rate ** (math.floor(p) if is_stair else p))
    return out


def natural_exp_decay_lr(
    learning_rate: float, decay_rate: float, total_step: int, step_per_epoch: int, decay_epoch: int, is_stair: bool = False
) -> list[float]:
    """`lr · exp(-rate · epoch)` for each of `total_step` steps (mirrors `mindspore.nn.natural_exp_decay_lr`).

    Examples:
        >>> from mindshim import nn
        >>> [round(rate, 4) for rate in nn.natural_exp_decay_lr(0.1, 0.9, 6, 2, 2, True)]
        [0.1, 0.1, 0.1, 0.1, 0.0165, 0.0165]
    """
    _check("natural_exp_decay_lr", learning_rate, decay_rate, total_step, step_per_epoch, decay_epoch, is_stair)
    out = []
    for i in range(total_step):
        epoch = math.floor(i / step_per_epoch)
        out.append(learning_rate * math.e ** (-decay_rate * (epoch // decay_epoch * decay_epoch if is_stair else epoch)))
    return out


def inverse_decay_lr(
    learning_rate: float, decay_rate: float, total_step: int, step_per_epoch: int, decay_epoch: int, is_stair: bool = False
) -> list[float]:
    """`lr / (1 + rate · epoch / decay_epoch)` for each of `total_step` steps (mirrors `mindspore.nn.inverse_decay_lr`).

    Examples:
        >>> from mindshim import nn
        >>> [round(rate, 4) for rate in nn.inverse_decay_lr(0.1, 0.5, 6, 1, 1, True)]
        [0.1, 0.0667, 0.05, 0.04, 0.0333, 0.0286]
    """
    _check("inverse_decay_lr", learning_rate, decay_rate, total_step, step_per_epoch, decay_epoch, is_stair)
    out = []
    for i in range(total_step):
        p = math.floor(i / step_per_epoch) / decay_epoch
        out.append(learning_rate / (1 + decay_rate * (math.floor(p) if is_stair else p)))
    return out


def cosine_decay_lr(min_lr: float, max_lr: float, total_step: int, step_per_epoch: int, decay_epoch: int) -> list[float]:
    """Half a cosine from `max_lr` to `min_lr` over `decay_epoch` epochs (mirrors `mindspore.nn.cosine_decay_lr`).

    Raises:
        ValueError: if `max_lr` is not greater than `min_lr`.

    Examples:
        >>> from mindshim import nn
        >>> [round(rate, 4) for rate in nn.cosine_decay_lr(0.01, 0.1, 6, 2, 2)]
        [0.1, 0.1, 0.055, 0.055, 0.01, 0.01]
    """
    op = "cosine_decay_lr"
    _positive_float("min_lr", min_lr, op, zero=True)
    _positive_float("max_lr", max_lr, op)
    for name, value in (("total_step", total_step), ("step_per_epoch", step_per_epoch), ("decay_epoch", decay_epoch)):
        _positive_int(name, value, op)
    if min_lr >= max_lr:
        raise ValueError(f"For '{op}', the 'max_lr' must be greater than the 'min_lr', but got {max_lr} and {min_lr}.")
    half = 0.5 * (max_lr - min_lr)
    return [
        min_lr + half * (1 + math.cos(math.pi * min(math.floor(i / step_per_epoch), decay_epoch) / decay_epoch))
        for i in range(total_step)
    ]


def polynomial_decay_lr(
    learning_rate: float,
    end_learning_rate: float,
    total_step: int,
    step_per_epoch: int,
    decay_epoch: int,
    power: float,
    update_decay_epoch: bool = False,
) -> list[float]:
    """`(lr - end) (1 - epoch / decay_epoch)^power + end` per step (mirrors `mindspore.nn.polynomial_decay_lr`).

    Examples:
        >>> from mindshim import nn
        >>> [round(rate, 4) for rate in nn.polynomial_decay_lr(0.1, 0.01, 6, 2, 2, 0.5)]
        [0.1, 0.1, 0.0736, 0.0736, 0.01, 0.01]
    """
    op = "polynomial_decay_lr"
    _positive_float("learning_rate", learning_rate, op)
    _positive_float("end_learning_rate", end_learning_rate, op, zero=True)
    for name, value in (("total_step", total_step), ("step_per_epoch", step_per_epoch), ("decay_epoch", decay_epoch)):
        _positive_int(name, value, op)
    _positive_float("power", power, op)
    _flag("update_decay_epoch", update_decay_epoch, op)
    out = []
    for i in range(total_step):
        epoch = math.floor(i / step_per_epoch)
        span = decay_epoch
        if update_decay_epoch:
            span = decay_epoch * max(math.ceil(epoch / decay_epoch), 1)
        else:
            epoch = min(epoch, decay_epoch)
        out.append((learning_rate - end_learning_rate) * (1 - epoch / span) ** power + end_learning_rate)
    return out


def warmup_lr(learning_rate: float, total_step: int, step_per_epoch: int, warmup_epoch: int) -> list[float]:
    """Linear from 0 to `learning_rate` over `warmup_epoch` epochs (mirrors `mindspore.nn.warmup_lr`).

    Examples:
        >>> from mindshim import nn
        >>> [round(rate, 4) for rate in nn.warmup_lr(0.1, 6, 2, 2)]
        [0.0, 0.0, 0.05, 0.05, 0.1, 0.1]
    """
    op = "warmup_lr"
    _positive_float("learning_rate", learning_rate, op, zero=True)
    for name, value in (("total_step", total_step), ("step_per_epoch", step_per_epoch), ("warmup_epoch", warmup_epoch)):
        _positive_int(name, value, op)
    return [learning_rate * min(math.floor(i / step_per_epoch), warmup_epoch) / warmup_epoch for i in range(total_step)]


__all__ = [
    "cosine_decay_lr", "exponential_decay_lr", "inverse_decay_lr", "natural_exp_decay_lr", "piecewise_constant_lr",
    "polynomial_decay_lr", "warmup_lr",
]  # fmt: skip
