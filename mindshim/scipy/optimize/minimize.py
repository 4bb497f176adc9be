"""Minimization of a function of several variables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from mindshim._core.tensor import Tensor
from mindshim.scipy.optimize import _quasi_newton
from mindshim.scipy.optimize._lagrange import minimize_lagrange
from mindshim.scipy.optimize._objective import Objective, number


class OptimizeResults(NamedTuple):
    """What `minimize` found: the point `x`, the value `fun` and gradient `jac` there, and how it ended."""

    x: Tensor
    success: bool
    status: int
    fun: float
    jac: Tensor
    hess_inv: Tensor | None
    nfev: int
    njev: int
    nit: int


def _minimize_bfgs(
    func: Any, x0: Tensor, jac: Any = None, maxiter: int | None = None, norm: Any = np.inf, gtol: float = 1e-05,
    line_search_maxiter: int = 10,
) -> OptimizeResults:  # fmt: skip
    return _finish(func, x0, jac, None, maxiter, norm, gtol, line_search_maxiter)


def _minimize_lbfgs(
    func: Any, x0: Tensor, jac: Any = None, history_size: int = 20, maxiter: int | None = None, norm: Any = np.inf,
    gtol: float = 1e-05, line_search_maxiter: int = 10,
) -> OptimizeResults:  # fmt: skip
    return _finish(func, x0, jac, history_size, maxiter, norm, gtol, line_search_maxiter)


def _finish(
    func: Any, x0: Tensor, jac: Any, history: int | None, maxiter: int | None, norm: Any, gtol: float, tries: int
) -> OptimizeResults:
    x = number(x0)
    x = x if x.dtype.kind == "f" else x.astype(np.float32)
    if x.ndim != 1:
        raise ValueError(f"For 'minimize', the dimension of 'x0' must be 1, but got {x.ndim}.")
    objective = Objective(func, jac, x.dtype)
    memory = _quasi_newton.dense(x.size, x.dtype) if history is None else _quasi_newton.limited(history)
    limit = x.size * 200 if maxiter is None else maxiter
    r = _quasi_newton.descend(objective, x, memory, limit, norm, gtol, tries)
    # MindSpore does not count the step after which the search has converged.
    steps = r["k"] - 1 if r["status"] == 0 and r["k"] else r["k"]
    hessian = None if r["h"] is None else Tensor(r["h"])
    return OptimizeResults(
        Tensor(r["x"]), r["status"] == 0, r["status"], float(r["f"]), Tensor(r["g"]), hessian, objective.count,
        objective.count, steps,
    )  # fmt: skip


def minimize(
    func: Callable[..., Any],
    x0: Tensor,
    args: tuple[Any, ...] = (),
    method: str | None = None,
    jac: Callable[..., Any] | None = None,
    hess: Any = None,
    hessp: Any = None,
    bounds: Any = None,
    constraints: Any = (),
    tol: float | None = None,
    callback: Any = None,
    options: Any = None,
) -> Any:
    """The point where a function is least (mirrors `mindspore.scipy.optimize.minimize`).

    The search runs in Python and calls `func` as PyNative does, so `func` may decide from values.

    Args:
        func: from a vector, and `args`, to a scalar. x0: the vector to start from.
        method: "BFGS", "LBFGS" or "LAGRANGE", in any case. jac: the gradient of `func`. Default: None, by autodiff.
        constraints: for "LAGRANGE", functions that must be negative. tol: accepted; `options` say when to stop.
        options: a dict. For BFGS and LBFGS: `maxiter` (200 for each variable), `gtol` (1e-5) below which the gradient's
            `norm` (inf) ends the search, `line_search_maxiter` (10), and for LBFGS `history_size` (20). For LAGRANGE:
            `save_tol`, `obj_weight` (1.0), `lower`, `upper`, `learning_rate` (0.1), `coincide_fun`, `rounds` (10),
            `steps` (1000), `log_sw` (False).
        hess, hessp, bounds, callback: without effect, as in MindSpore.

    Returns:
        A named tuple: `x`, `success`, `status`, `fun`, `jac`, `hess_inv`, `nfev`, `njev`, `nit`; for LAGRANGE
        `succeeded`, `best_value`, `object_value`, `loss_value`.

    Raises:
        ValueError: if `method` is None or another one. TypeError: if `args` is no tuple, or for unknown options.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.optimize import minimize
        >>> found = minimize(lambda x: ((x - 2) ** 2).sum(), ms.Tensor([0.0, 1.0]), method="BFGS")
        >>> print(found.x, found.success)
        [2. 2.] True
    """
    if method is None:
        raise ValueError("You must specify a solver.")
    options = dict(options or {})
    if not isinstance(args, tuple):
        raise TypeError(f"args argument to mindspore.scipy.optimize.minimize must be a tuple, got {args}")
    if not isinstance(x0, Tensor):
        raise TypeError(f"For 'minimize', the type of 'x0' must be Tensor, but got {type(x0).__name__}.")
    fun = (lambda x: func(x, *args)) if args else func
    slope = (lambda x: jac(x, *args)) if args and jac is not None else jac
    name = method.lower()
    if name == "bfgs":
        return _minimize_bfgs(fun, x0, slope, **options)
    if name == "lbfgs":
        return _minimize_lbfgs(fun, x0, slope, **options)
    if name == "lagrange":
        return minimize_lagrange(fun, x0, constraints, **options)
    raise ValueError(f"Method {method} not recognized")
