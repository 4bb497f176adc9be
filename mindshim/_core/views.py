"""Views that alias: the result of a basic slice, reshape, transpose, … and its base see each other's writes.

Arrays are immutable, so a view keeps its base and the program that reads it. Writing to the view writes the new
values through into the base; writing to the base drops the array of every view, which reads it again when next used.
All of it goes through recorded programs, so gradients follow the writes.
"""

from __future__ import annotations

import weakref
from typing import Any

import jax.numpy as jnp

from mindshim._core import eviction
from mindshim._core.program import Program
from mindshim._core.state import S
from mindshim._core.tensor import Tensor


class View:
    """How a Tensor is read from its base: `program(base)`, output number `index` of it (None: the only one)."""

    __slots__ = ("base", "extra", "index", "program")

    def __init__(self, base: Tensor, program: Program, index: int | None, extra: tuple[Any, ...] = ()) -> None:
        self.base = base
        self.program = program
        self.index = index
        self.extra = extra


_identity = Program(lambda x: x, "View")
_writers: dict[Any, Program] = {}
eviction.on_release.append(_writers.clear)


def attach(view: Tensor, base: Tensor, program: Program, index: int | None, extra: tuple[Any, ...] = ()) -> None:
    """Make `view` a view of `base`. `extra` are further leaves of the program (dynamic slice starts)."""
    view._view = View(base, program, index, extra)
    refs = base._views
    if refs is None:
        refs = base._views = []
    elif len(refs) >= 32 and len(refs) & (len(refs) - 1) == 0:
        # Views that are gone leave dead references behind; sweep each time the list has doubled.
        base._views = refs = [r for r in refs if r() is not None]
    refs.append(weakref.ref(view))


def alias(view: Tensor, base: Tensor) -> None:
    """Make `view` share everything with `base`."""
    attach(view, base, _identity, None)


def refresh(view: Tensor) -> Any:
    """Read a view's array again after its base was written."""
    from mindshim._core import dispatch

    how = view._view
    base = how.base
    out = dispatch.execute(how.program, [base._data, *how.extra], [base, *[None] * len(how.extra)])
    if how.index is not None:
        out = out[how.index]
    view._data = out._data
    view._ref = out._ref
    return out._data


def written(t: Tensor) -> None:
    """After `t` got a new value: write it through to its bases, drop what other views have read."""
    how = t._view
    if how is not None:
        _write_through(t, how)
    drop_views(t)


def drop_views(t: Tensor, keep: Tensor | None = None) -> None:
    """Make every view of `t` (but `keep`) read again."""
    refs = t._views
    if refs is None:
        return
    for ref in refs:
        view = ref()
        if view is None or view is keep:
            continue
        if (scope := S.scope) is not None:
            scope.written(view)
        view.__dict__.pop("_data", None)
        view._ref = None
        drop_views(view)


def _write_through(t: Tensor, how: View) -> None:
    from mindshim._core import dispatch

    base = how.base
    base_data = base._data
    if t._data.shape == base_data.shape and how.program is _identity:
        new = t
    else:
        key = (how.program, how.index)
        writer = _writers.get(key)
        if writer is None:
            writer = _writers[key] = _writer(how.program, how.index)
        leaves = [base_data, t._data, *how.extra]
        new = dispatch.execute(writer, leaves, [base, t, *[None] * len(how.extra)])
    if (scope := S.scope) is not None:
        scope.written(base)
    base._data, base._ref = new._data, new._ref
    if base._view is not None:
        _write_through(base, base._view)
    drop_views(base, keep=t)


def _writer(program: Program, index: int | None) -> Program:
    """The program `(base, value, extra…) -> base` with the elements that the view shows replaced by `value`."""

    def write(base: Any, value: Any, *extra: Any) -> Any:
        places = jnp.arange(base.size, dtype=jnp.int64).reshape(base.shape)
        shown = program.flat(places, *extra)
        if index is not None:
            shown = shown[index]
        flat = base.reshape(-1).at[shown.reshape(-1)].set(value.astype(base.dtype).reshape(-1))
        return flat.reshape(base.shape)

    return Program(write, "ViewWrite")
