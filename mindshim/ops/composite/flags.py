"""Flags on functions and Cells for MindSpore's graph compiler: kept, and of no effect."""

from __future__ import annotations

from typing import Any


def add_flags(fn: Any = None, **flags: Any) -> Any:
    """Set flags on a function or Cell (mirrors `mindspore.ops.composite.add_flags`); a decorator if `fn` is None.

    Examples:
        >>> from mindshim.ops.composite import add_flags
        >>> add_flags(lambda x: x, defer_inline=True)._func_graph_flags
        {'defer_inline': True}
    """

    def mark(target: Any) -> Any:
        have = dict(getattr(target, "_func_graph_flags", None) or {})
        target._func_graph_flags = {**have, **flags}
        return target

    return mark if fn is None else mark(fn)


def core(fn: Any = None, **flags: Any) -> Any:
    """Mark a function as one of the core's, with further flags (mirrors `mindspore.ops.composite.base.core`).

    Examples:
        >>> from mindshim.ops.composite.base import core
        >>> @core
        ... def f(x):
        ...     return x
        >>> f._func_graph_flags
        {'core': True}
    """
    return add_flags(fn, core=True, **flags)
