"""Running a part of a traced function on its own: a branch, a loop's body, a condition, as a program of its own.

Everything it reads from outside becomes an input with its Tensor, so that gradients find their way; what it writes is
noted, put back, and handed to whoever joins the branches.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core import capture, dispatch, effects, places, state, tape
from mindshim._core.control import journal as journals
from mindshim._core.control.refusal import refuse
from mindshim._core.control.values import Node, describe
from mindshim._core.scope import Scope
from mindshim._core.state import S
from mindshim._core.tensor import Tensor, Tracer

_MISSING = places.MISSING


class BranchScope(Scope):
    """What a branch touches. Its parent is the scope of the code around it."""

    def __init__(self, parent: Any) -> None:
        super().__init__([], [])
        self.parent = parent
        self.trace: Any = None
        self.sources: dict[int, Tensor] = {}
        self.counts: dict[int, int] = {}
        self.shift: Any = None
        self.path = parent.path
        #: Where a transformation may run branches that are not taken: the bool that says whether this one is.
        self.taken: Any = None

    def made_here(self, t: Tensor) -> bool:
        """Whether `t` holds a value that this branch computed."""
        data = t._data
        return isinstance(data, Tracer) and data._trace is self.trace or id(t) in self.mine

    def created_from(self, t: Tensor, source: Tensor) -> None:
        """`t` shares `source`'s value."""
        if not isinstance(t._data, Tracer):
            t._data = self.read(source)
            self.mine[id(t)] = t

    def read(self, t: Tensor) -> Any:
        """The array of an operand; a Tensor from outside becomes an input of the branch."""
        if threading.get_ident() != self.thread:
            return self.parent.read(t) if isinstance(t._data, Tracer) else t._data
        data = t._data
        if self.made_here(t):
            return data
        if not isinstance(data, Tracer):
            # A value that the whole function takes in; the run is repeated with it as an input.
            self.parent.read(t)
        known = self.sources.setdefault(id(data), t)
        if known is not t and known._ref is not t._ref:
            refuse("two Tensors share one value, and a gradient tells them apart")
        return data

    def written(self, t: Tensor) -> None:
        """`t` is about to get a new value."""
        if self.waited():
            return
        self.writes += 1
        self.check_frozen(t)
        key = id(t)
        if key in self.saved:
            return
        data = t.__dict__.get("_data", _MISSING)
        if key in self.mine or isinstance(data, Tracer) and data._trace is self.trace:
            return
        self.saved[key] = (t, data, t._ref)

    def concrete(self, t: Tensor) -> np.ndarray:
        """The value of `t` as NumPy, if it is a constant; else the JAX error that ends the trace."""
        if self.made_here(t) or threading.get_ident() != self.thread or id(t) in self.saved:
            return np.asarray(t._data)
        return self.parent.concrete(t)

    def peek(self, stream: Any) -> tuple[Any, Any]:
        """Where a random stream stands."""
        return self.draw(stream, 0)

    def draw(self, stream: Any, n: int = 1) -> tuple[Any, Any]:
        """The (seed, offset) of the next `n` draws; the draws of a branch start where the code before it stopped."""
        if self.waited():
            return stream.draw(n)
        entry = self.streams.get(id(stream))
        if entry is None:
            seed, offset = self.parent.draw(stream, 0)
            if self.shift is not None:
                offset = offset + self.shift * self.counts.get(id(stream), 0)
            if n == 0:
                # Asked from a branch inside, whose values end with it.
                return seed, offset
            entry = self.streams[id(stream)] = [stream, seed, offset, 0]
        count = entry[3]
        entry[3] = count + n
        return entry[1], entry[2] + count

    def cell_called(self, cell: Any) -> None:
        """A Cell is part of the whole function's compile key."""
        self.parent.cell_called(cell)

    def attr_write(self, cell: Any, name: str, value: Any) -> None:
        """A Tensor is about to be assigned to an attribute."""
        if self.waited():
            return
        journals.touch_attribute(cell, name)

    def changed(self) -> list[Tensor]:
        """Outside Tensors whose value the branch replaced; a view follows its base."""
        out = []
        for t, before, _ in self.saved.values():
            if t.__dict__.get("_data", _MISSING) is not before and not (t._view is not None and id(t._view.base) in self.saved):
                out.append(t)
        return out

    def restore(self) -> None:
        """Put everything back to what it was before the branch."""
        super().restore()
        journals.undo(self.journal)


class Branch:
    """A branch as a pure function: inputs (arrays with the Tensors they are from), outputs, and their structure."""

    def __init__(self, run: Callable[[list[Any]], Any], avals: list[Any], scope: BranchScope) -> None:
        self.scope = scope
        self.tensors: list[Tensor] = []
        self.value: Node
        self.written: dict[int, tuple[Tensor, int]] = {}
        self.entries: dict[Any, tuple[journals.Entry, Node]] = {}
        self.failed: int | None = None
        self.avals: list[Any] = []

        def pure(dummy: Any, *leaves: Any) -> Any:
            scope.trace = dummy._trace
            value = run(list(leaves))
            tensors = self.tensors
            self.value = describe(value, tensors, scope.made_here)
            for key, entry in scope.journal.items():
                self.entries[key] = (entry, describe(entry.now(), tensors, scope.made_here))
            for t in scope.changed():
                self.written[id(t)] = (t, len(tensors))
                tensors.append(t)
            arrays = [scope.read(t) for t in tensors]
            if scope.failed is not None:
                self.failed = len(arrays)
                arrays.append(scope.failed)
            self.avals = [(jnp.shape(a), jnp.result_type(a)) for a in arrays]
            return arrays

        before_tape, before_scope = state.set_tape(None), state.set_scope(scope)
        first_text = effects.next_number()
        try:
            jaxpr = jax.make_jaxpr(pure)(jax.ShapeDtypeStruct((), np.bool_), *avals)
        except Exception:
            if scope.output is not None:
                scope.output.forget(first_text)
            raise
        finally:
            state.set_scope(before_scope)
            state.set_tape(before_tape)
            scope.restore()
        if scope.refused is not None:
            raise scope.refused
        self.jaxpr = jaxpr
        #: Whether it prints, or does anything besides computing.
        self.acts = bool(jaxpr.effects)
        self.leaves: list[Any] = list(jaxpr.consts)
        self.sources: list[Any] = [scope.sources.get(id(c)) for c in self.leaves]
        scope.parent.unbounded = scope.parent.unbounded or scope.unbounded

    def function(self) -> Callable[[Any, list[Any]], list[Any]]:
        """`(leaves, arguments) -> outputs`."""
        closed, body = self.jaxpr, self.jaxpr.jaxpr
        kinds = [v.aval.dtype for v in body.constvars]

        def call(leaves: Any, arguments: Any) -> list[Any]:
            # What is differentiated comes as floats.
            consts = [x if not hasattr(x, "dtype") or x.dtype == d else x.astype(d) for x, d in zip(leaves, kinds, strict=True)]
            return capture.as_function(type(closed)(body, consts))(np.bool_(False), *arguments)

        return call


def execute(program: Any, leaves: list[Any], sources: list[Any], where: str) -> list[Tensor]:
    """Run the program of a statement on the arrays `leaves` of the Tensors `sources`."""
    if S.tape is not None and tape.tracks_integers([s for s in sources if s is not None]):
        # Captured for integers it has no gradient for JAX; the operators one by one have MindSpore's.
        refuse(f"{where}: a gradient by integers goes through a statement that a Tensor's value decides")
    return list(dispatch.execute(program, leaves, sources))


def capture_branch(run: Callable[[list[Any]], Any], avals: list[Any] | None = None, scope: BranchScope | None = None) -> Branch:
    """Capture `run(arguments)`, code of the function being traced, without letting it happen."""
    return Branch(run, avals or [], scope or BranchScope(S.scope))
