"""What ends a trace because a statement has no truthful lowering, and what makes a compiled call be repeated in PyNative."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core.state import S


class CannotLower(RuntimeError):
    """A statement on Tensor values that can't be compiled; the function runs in PyNative instead."""


def refuse(reason: str) -> Any:
    """End the trace: the program's own `except` clauses must not swallow it, so the scopes remember it."""
    error = CannotLower(reason)
    scope = S.scope
    while scope is not None:
        if scope.refused is None:
            scope.refused = error
        scope = scope.parent
    raise error


def fail_if(condition: Any) -> None:
    """Note that the call must be repeated in PyNative, where the program's own error is raised, if `condition` holds."""
    scope = S.scope
    scope.failed = condition if scope.failed is None else jnp.logical_or(scope.failed, condition)


def no_gradient(where: str) -> Any:
    """The backward pass of a program with a loop whose end only the program finds: JAX has none, so the trace ends."""

    def backward(*_: Any) -> Any:
        refuse(f"{where}: the gradient of a loop whose number of iterations only the program knows")

    return backward
