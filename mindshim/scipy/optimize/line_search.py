"""A step length that satisfies the strong Wolfe conditions (Nocedal and Wright, Numerical Optimization, algorithm 3.5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from mindshim._core.tensor import Tensor
from mindshim.scipy.optimize._objective import Objective, number


class _LineSearchResults(NamedTuple):
    """What `line_search` found: `a_k` is the step, `f_k` and `g_k` value and gradient there; `status` is 0 if it holds."""

    failed: bool
    nit: int
    nfev: int
    ngev: int
    k: int
    a_k: float
    f_k: float
    g_k: Any
    status: int


class _Along:
    """The function along a direction: value, slope and gradient for a step."""

    def __init__(self, objective: Objective, x: np.ndarray, p: np.ndarray) -> None:
        self.objective, self.x, self.p = objective, x, p

    def __call__(self, step: float) -> tuple[float, float, np.ndarray]:
        value, gradient = self.objective((self.x + step * self.p).astype(self.x.dtype))
        return value, float(np.sum(gradient * self.p)), gradient


def _cubic(a: float, fa: float, slope: float, b: float, fb: float, c: float, fc: float) -> float:
    """The minimum of the cubic through three points with the slope at the first."""
    with np.errstate(all="ignore"):
        db, dc = b - a, c - a
        scale = (db * dc) ** 2 * (db - dc)
        rest = np.array([fb - fa - slope * db, fc - fa - slope * dc])
        third, second = np.array([[dc**2, -(db**2)], [-(dc**3), db**3]]) @ rest / np.float64(scale)
        return float(a + (-second + np.sqrt(second * second - 3.0 * third * slope)) / (3.0 * third))


def _quadratic(a: float, fa: float, slope: float, b: float, fb: float) -> float:
    """The minimum of the parabola through two points with the slope at the first."""
    with np.errstate(all="ignore"):
        length = np.float64(b - a)
        return float(a - slope / (2.0 * (fb - fa - slope * length) / length**2))


def _zoom(along: _Along, low: Any, high: Any, start: Any, c1: float, c2: float, tries: int = 20) -> Any:
    """Algorithm 3.6: narrow an interval that contains good steps; `(step, value, gradient)` or None."""
    f0, slope0 = start
    before: tuple[float, float] | None = None
    best = None
    for _ in range(tries):
        (a, fa, slope, _), (b, fb, _, _) = low, high
        length = abs(b - a)
        floor, ceiling = min(a, b), max(a, b)
        if length <= 1e-12 * max(1.0, ceiling) or not np.isfinite(length):
            break
        step = np.nan
        if before is not None:
            step = _cubic(a, fa, slope, b, fb, *before)
        margin = 0.2 * length
        if not floor + margin <= step <= ceiling - margin:
            step = _quadratic(a, fa, slope, b, fb)
            margin = 0.1 * length
            if not floor + margin <= step <= ceiling - margin:
                step = a + 0.5 * (b - a)
        value, s, gradient = along(step)
        if value > f0 + c1 * step * slope0 or value >= fa:
            before = (b, fb)
            high = (step, value, s, gradient)
            continue
        best = (step, value, gradient)
        if abs(s) <= -c2 * slope0:
            return best
        if s * (b - a) >= 0:
            before = (b, fb)
            high = low
        else:
            before = (a, fa)
        low = (step, value, s, gradient)
    # The best point of the interval still lowers the function, which is worth a step.
    return best


def search(
    objective: Objective,
    x: np.ndarray,
    p: np.ndarray,
    f0: float,
    g0: np.ndarray,
    older: float | None,
    c1: float,
    c2: float,
    maxiter: int,
) -> dict[str, Any]:
    """The search from `x` along `p`; `older` is the value before `f0`, from which the first step is guessed."""
    along = _Along(objective, x, p)
    slope0 = float(np.sum(g0 * p))
    step = 1.0
    if older is not None and slope0 != 0:
        guess = 1.01 * 2.0 * (f0 - older) / slope0
        step = min(1.0, guess) if guess > 0 else 1.0
    last = (0.0, f0, slope0, g0)
    found: Any = None
    i = 0
    while i < maxiter:
        i += 1
        value, slope, gradient = along(step)
        now = (step, value, slope, gradient)
        if value > f0 + c1 * step * slope0 or (value >= last[1] and i > 1) or not np.isfinite(value):
            found = _zoom(along, last, now, (f0, slope0), c1, c2)
            break
        if abs(slope) <= -c2 * slope0:
            found = (step, value, gradient)
            break
        if slope >= 0:
            found = _zoom(along, now, last, (f0, slope0), c1, c2)
            break
        last = now
        step *= 2.0
    else:
        return {"failed": True, "status": 3, "nit": i, "k": i + 1, "a": 0.0, "f": f0, "g": g0}
    if found is None:
        return {"failed": True, "status": 1, "nit": i, "k": i + 1, "a": 0.0, "f": f0, "g": g0}
    return {"failed": False, "status": 0, "nit": i, "k": i + 1, "a": found[0], "f": found[1], "g": found[2]}


def line_search(
    f: Callable[..., Any],
    xk: Tensor,
    pk: Tensor,
    jac: Callable[..., Any] | None = None,
    gfk: Tensor | None = None,
    old_fval: Any = None,
    old_old_fval: Any = None,
    c1: float = 0.0001,
    c2: float = 0.9,
    maxiter: int = 20,
) -> _LineSearchResults:
    """A step length that satisfies the strong Wolfe conditions (mirrors `mindspore.scipy.optimize.line_search`).

    Args:
        f: the function, from a Tensor to a scalar. xk: where to start. pk: a direction in which `f` descends.
        jac: the gradient of `f`. Default: None, by autodiff.
        gfk, old_fval, old_old_fval: gradient and value at `xk`, and the value at the point before, if known.
        c1, c2: the constants of the conditions for decrease and curvature. maxiter: how often the step is doubled.

    Returns:
        A named tuple with `failed`, `nit`, `nfev`, `ngev`, `k`, the step `a_k`, value `f_k`, gradient `g_k`, `status`.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.optimize import line_search
        >>> found = line_search(lambda x: (x * x).sum(), ms.Tensor([1.0, 2.0]), ms.Tensor([-1.0, -2.0]))
        >>> found.a_k, found.failed
        (1.0, False)
    """
    x, p = number(xk), number(pk)
    dtype = x.dtype if x.dtype.kind == "f" else np.dtype(np.float32)
    x, p = x.astype(dtype), p.astype(dtype)
    objective = Objective(f, jac, dtype)
    if gfk is None or old_fval is None:
        value, gradient = objective(x)
    else:
        value, gradient = float(number(old_fval)), number(gfk)
    older = None if old_old_fval is None else float(number(old_old_fval))
    r = search(objective, x, p, value, gradient, older, c1, c2, maxiter)
    g = Tensor(np.asarray(r["g"], dtype))
    return _LineSearchResults(
        r["failed"], r["nit"], objective.count, objective.count, r["k"], float(r["a"]), float(r["f"]), g, r["status"]
    )
