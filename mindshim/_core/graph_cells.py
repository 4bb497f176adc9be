"""Cells and gradient functions as GRAPH_MODE calls them: each is one compiled function."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

from mindshim._core.compile import JitFunction, checks_of
from mindshim._core.compiled import Compiled
from mindshim._core.state import S

_graph_cells: weakref.WeakKeyDictionary[Any, JitFunction] = weakref.WeakKeyDictionary()


def call_cell(cell: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call a Cell in GRAPH_MODE: its whole construct is one compiled program."""
    found = _graph_cells.get(cell) or graph_cell(cell)
    return found(*args, **kwargs)


def _in_pynative(fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call `fn` as a part of the program that is traced; else, where it is not compiled, as PyNative would."""
    if S.scope is not None:
        return fn(*args, **kwargs)
    before, S.graph_mode = S.graph_mode, False
    try:
        return fn(*args, **kwargs)
    finally:
        S.graph_mode = before


def graph_cell(cell: Any) -> JitFunction:
    """A Cell as GRAPH_MODE calls it."""
    found = _graph_cells.get(cell)
    if found is None:
        reference = weakref.ref(cell)

        def construct(*args: Any, **kwargs: Any) -> Any:
            target: Any = reference()
            return _in_pynative(target, args, kwargs)

        construct.__name__ = construct.__qualname__ = type(cell).__name__
        if getattr(type(cell).construct, "__ms_dynamic_inputs__", None) is not None:
            raise ValueError("When using set_context(mode=GRAPH_MODE) together with nn.Cell, the 'enable_dynamic' cannot be set!")
        found = _graph_cells[cell] = JitFunction(construct)
        found.source = type(cell).construct
        found.strict = lambda: getattr(reference(), "jit_config_dict", {}).get("jit_syntax_level") == "STRICT"
        found.check = checks_of(reference)
    return found


def captured(cell: Any) -> Any:
    """What a Cell that was called in GRAPH_MODE was captured as last, a ClosedJaxpr; None if it was not compiled."""
    found = _graph_cells.get(cell)
    programs = [] if found is None else [e[0] for e in found._cache.values() if isinstance(e[0], Compiled)]
    return programs[-1].traced.jaxpr if programs else None


def call_graph(run: Callable[..., Any], holder: Any, args: tuple[Any, ...], kwargs: dict[str, Any], fn: Any) -> Any:
    """Call a gradient function in GRAPH_MODE: compiled as a whole."""
    found = holder.__dict__.get("_graph")
    if found is None:

        def gradient(*args: Any, **kwargs: Any) -> Any:
            return _in_pynative(run, args, kwargs)

        gradient.__name__ = gradient.__qualname__ = f"grad_{getattr(fn, '__name__', type(fn).__name__)}"
        found = holder._graph = JitFunction(gradient)
        found.source = getattr(type(fn), "construct", None) if not hasattr(fn, "__code__") else fn
    return found(*args, **kwargs)
