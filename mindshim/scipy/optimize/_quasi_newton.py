"""The BFGS method and its variant with limited memory (Nocedal and Wright, Numerical Optimization, chapters 6 and 7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mindshim.scipy.optimize._objective import Objective
from mindshim.scipy.optimize.line_search import search

#: From the state of a search: its direction, how a step changes it, and the inverse Hessian at the end.
Memory = tuple[Callable[[np.ndarray], np.ndarray], Callable[[np.ndarray, np.ndarray], None], Callable[[], Any]]


def dense(size: int, dtype: Any) -> Memory:
    """The approximate inverse Hessian as a matrix."""
    h = np.eye(size, dtype=dtype)

    def direction(g: np.ndarray) -> np.ndarray:
        return -(h @ g)

    def update(s: np.ndarray, y: np.ndarray) -> None:
        nonlocal h
        curvature = float(y @ s)
        if curvature <= 0 or not np.isfinite(curvature):
            return
        left = np.eye(size, dtype=dtype) - np.outer(s, y) / curvature
        h = (left @ h @ left.T + np.outer(s, s) / curvature).astype(dtype)

    return direction, update, lambda: h


def limited(history: int) -> Memory:
    """The same from the last steps only."""
    steps: list[tuple[np.ndarray, np.ndarray, float]] = []

    def direction(g: np.ndarray) -> np.ndarray:
        q, weights = g.copy(), []
        for s, y, rho in reversed(steps):
            a = rho * float(s @ q)
            weights.append(a)
            q = q - a * y
        if steps:
            s, y, _ = steps[-1]
            q = q * (float(s @ y) / float(y @ y))
        for (s, y, rho), a in zip(steps, reversed(weights), strict=True):
            q = q + (a - rho * float(y @ q)) * s
        return (-q).astype(g.dtype)

    def update(s: np.ndarray, y: np.ndarray) -> None:
        curvature = float(y @ s)
        if curvature <= 0 or not np.isfinite(curvature):
            return
        steps.append((s, y, 1.0 / curvature))
        del steps[:-history]

    return direction, update, lambda: None


def descend(
    objective: Objective,
    x: np.ndarray,
    memory: Memory,
    maxiter: int,
    norm: Any,
    gtol: float,
    line_search_maxiter: int,
) -> dict[str, Any]:
    """Steps until the `norm` of the gradient is below `gtol`; status 1 after `maxiter` of them, 5 if no step helps."""
    direction, update, inverse_hessian = memory
    f, g = objective(x)
    older = f + float(np.linalg.norm(g)) / 2
    k, status = 0, 0
    while np.linalg.norm(g, norm) >= gtol:
        if k >= maxiter:
            status = 1
            break
        p = direction(g)
        r = search(objective, x, p, f, g, older, 1e-4, 0.9, line_search_maxiter)
        if r["failed"]:
            status = 2 + r["status"]
            break
        after = (x + r["a"] * p).astype(x.dtype)
        update(after - x, r["g"] - g)
        older, f, g, x = f, r["f"], r["g"], after
        k += 1
    return {"x": x, "f": f, "g": g, "h": inverse_hessian(), "k": k, "status": status}
