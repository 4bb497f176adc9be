"""What ends a trace because a statement has no truthful lowering."""

from __future__ import annotations

from typing import Any

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
