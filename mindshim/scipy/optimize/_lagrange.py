"""Minimization under constraints by an augmented Lagrangian, whose inner problem is solved by Adam."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from mindshim import ops
from mindshim._core.tensor import Tensor
from mindshim.common.api import jit
from mindshim.ops.function.grad import value_and_grad
from mindshim.scipy.optimize._objective import number


class _LagrangeResults(NamedTuple):
    """The best point, the value of the function and of the constraints there; whether the constraints hold."""

    succeeded: bool
    best_value: Any
    object_value: Any
    loss_value: Any


def minimize_lagrange(
    func: Callable[..., Any],
    x0: Tensor,
    constraints: Sequence[Callable[..., Any]],
    save_tol: Any = None,
    obj_weight: float = 1.0,
    lower: Tensor | None = None,
    upper: Tensor | None = None,
    learning_rate: float = 0.1,
    coincide_fun: Callable[..., Any] | None = None,
    rounds: int = 10,
    steps: int = 1000,
    log_sw: bool = False,
) -> _LagrangeResults:
    """The least value of `func` where all `constraints` are at most zero.

    Each of `rounds` times, `steps` steps of Adam lower `obj_weight * func` plus the penalty of the constraints, then the
    multipliers grow by the constraints' violations. With `coincide_fun`, `func` and the constraints get `x` and its result.
    """
    constraints = tuple(constraints) if isinstance(constraints, (list, tuple)) else (constraints,)  # type: ignore[assignment]
    tolerances = np.full(len(constraints), 1e-3) if save_tol is None else np.asarray(save_tol, float)
    if tolerances.size != len(constraints):
        raise ValueError(
            f"For 'minimize', 'save_tol' must have one element for each constraint, {len(constraints)}, but got "
            f"{tolerances.size}."
        )

    def parts(x: Tensor) -> tuple[Any, Any]:
        args = (x,) if coincide_fun is None else (x, coincide_fun(x))
        return func(*args).reshape(()), ops.stack([c(*args).reshape(()) for c in constraints])

    def penalized(x: Tensor, multipliers: Tensor, weight: Tensor) -> Any:
        value, gaps = parts(x)
        pressed = ops.relu(multipliers + weight * gaps)
        return obj_weight * value + ((pressed * pressed - multipliers * multipliers) / (2 * weight)).sum()

    step_of, parts_of = jit(value_and_grad(penalized, 0)), jit(parts)
    x = number(x0)
    x = x if x.dtype.kind == "f" else x.astype(np.float32)
    dtype = x.dtype
    low, high = (None if b is None else number(b).astype(dtype) for b in (lower, upper))
    multipliers, weight = np.zeros(len(constraints), dtype), 1.0
    best: tuple[Any, Any, Any] | None = None
    last: tuple[Any, Any, Any] = (x, np.inf, np.zeros(len(constraints), dtype))
    for number_of_round in range(rounds):
        first, second = np.zeros_like(x), np.zeros_like(x)
        for t in range(1, steps + 1):
            loss, slope = step_of(Tensor(x), Tensor(multipliers), Tensor(np.asarray(weight, dtype)))
            g = number(slope)
            first = 0.9 * first + 0.1 * g
            second = 0.999 * second + 0.001 * g * g
            # The step shrinks from round to round, as the multipliers settle.
            size = learning_rate / (1 + number_of_round)
            x = x - size * (first / (1 - 0.9**t)) / (np.sqrt(second / (1 - 0.999**t)) + 1e-8)
            x = np.clip(x, low, high).astype(dtype) if low is not None or high is not None else x.astype(dtype)
            if log_sw:
                print(f"round {number_of_round + 1}, step {t}: loss {float(number(loss))}")
        value, gaps = (number(v) for v in parts_of(Tensor(x)))
        last = (x, value, np.maximum(gaps, 0).astype(dtype))
        if bool(np.all(gaps <= tolerances)) and (best is None or value <= best[1]):
            best = last
        multipliers = np.maximum(multipliers + weight * gaps, 0).astype(dtype)
        weight = min(weight * 2.0, 1e4)
    found = last if best is None else best
    return _LagrangeResults(best is not None, *found)
