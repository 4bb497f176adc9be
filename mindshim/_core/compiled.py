"""A captured function as a compiled program, and what a call of it does: run, commit what it writes, or find that it is for another program."""

from __future__ import annotations

from typing import Any

import jax

from mindshim._core import capture, places, residuals, state, tape
from mindshim._core.control import journal
from mindshim._core.donation import alone
from mindshim._core.program import Program
from mindshim._core.skeleton import TENSOR, unflatten
from mindshim._core.state import S
from mindshim._core.tensor import Tensor

#: What a program gives whose call has to be repeated in PyNative: nothing has been committed.
REPEAT: Any = object()


class Compiled:
    """One captured and compiled signature of a function."""

    __slots__ = ("__weakref__", "epoch", "program", "run", "run_donated", "traced", "used", "written_at")

    def __init__(self, traced: capture.Traced, name: str) -> None:
        self.traced = traced
        self.epoch = S.epoch
        #: Whether it was called since somebody looked for programs to let go.
        self.used = True
        fun = capture.as_function(traced.jaxpr)

        def flat(*leaves: Any) -> tuple[Any, ...]:
            return tuple(fun(*[_as_input(x, a) for x, a in zip(leaves, traced.jaxpr.in_avals, strict=True)]))

        flat.__name__ = flat.__qualname__ = name
        where = {id(t): traced.n_args + i for i, t in enumerate(traced.lifted)}
        self.written_at = [where[id(t)] for t in traced.written if id(t) in where]
        self.run = jax.jit(flat, inline=True)
        donates = self.written_at and not traced.checked
        self.run_donated = jax.jit(flat, donate_argnums=tuple(self.written_at)) if donates else None
        self.program = Program(flat, name, run=self.run)

    @property
    def decided(self) -> tuple[bool, ...]:
        """The decisions of its path."""
        return self.traced.decided

    @property
    def statements(self) -> frozenset[str]:
        """The statements that were decided."""
        return self.traced.statements

    def current(self) -> bool:
        """Whether this program still describes the function."""
        for t, array in self.traced.constants:
            if t._data is not array:
                return False
        for obj, name, before, _ in self.traced.expects:
            if not places.same_value(places.held(obj, name), before):
                return False
        for variables, name, value in self.traced.globals:
            now = variables.get(name)
            if now is not value and not places.same_value(now, value):
                return False
        for _, slot in self.traced.slots:
            if not slot.fits():
                return False
        for c in self.traced.contents:
            if not c.current():
                return False
        if self.epoch == S.epoch:
            return True
        if self.traced.valid():
            self.epoch = S.epoch
            return True
        return False

    def call(self, args: list[Tensor], containers: Any = ()) -> Any:
        """Run on the argument Tensors; commits writes and random state when it has succeeded. `containers` are the arguments' lists and dicts.

        `REPEAT` if the call came to something that only PyNative can do.
        """
        self.used = True
        traced = self.traced
        if traced.changes:
            with state.lock:
                lifted = traced.lifted
                if traced.slots:
                    lifted = list(lifted)
                    for at, slot in traced.slots:
                        if at >= 0:
                            lifted[at] = slot.now()
                if (traced.slots or traced.arg_written) and not self._holds([*args, *lifted]):
                    return REPEAT
                return self._call(args, lifted, self._leaves(args, lifted), containers)
        with state.lock:
            leaves = self._leaves(args, traced.lifted)
        return self._call(args, traced.lifted, leaves, containers)

    def _holds(self, tensors: list[Tensor]) -> bool:
        """Whether the places still hold what another thread might have changed, and no Tensor that is written has two names."""
        traced = self.traced
        if not all(slot.fits() for _, slot in traced.slots):
            return False
        if not traced.arg_written and not traced.written:
            return True
        found = set()
        for t in tensors:
            while t._view is not None:
                t = t._view.base
            if id(t) in found:
                return False
            found.add(id(t))
        return True

    def _leaves(self, args: list[Tensor], lifted: list[Tensor]) -> list[Any]:
        """The program's inputs, when no other thread is tracing or changing them."""
        leaves = [t._data for t in args]
        for t in lifted:
            leaves.append(t._data)
        for stream, _ in self.traced.streams:
            leaves.append(stream.seed)
            leaves.append(stream.offset)
        return leaves

    def _call(self, args: list[Tensor], lifted: list[Tensor], leaves: list[Any], containers: Any) -> Any:
        traced = self.traced
        if S.mode & state.TAPE:
            tensors = [*args, *lifted]
            refs = tape.live_refs(tensors, in_order=True)
            if refs is not None:
                refs += [None] * (2 * len(traced.streams))
                return self._taped(args, lifted, leaves, refs, containers)
        if self.run_donated is not None and alone(leaves, self.written_at):
            out = self.run_donated(*leaves)
        else:
            out = self.run(*leaves)
        if traced.checked:
            if out[-1]:
                return self._again(out[-1])
            out = out[:-1]
        n = traced.n_out
        result = list(map(Tensor._wrap, out[:n]))
        at = n
        for t in self._written(lifted):
            if t._views is None and t._view is None:
                t._data = out[at]
            else:
                t._assign_data(out[at])
            at += 1
        return self._finish(result, [Tensor._wrap(o) for o in out[at:]], args, containers)

    def _written(self, lifted: list[Tensor]) -> list[Tensor]:
        """The Tensors that the call writes."""
        traced = self.traced
        if not traced.slots:
            return traced.written
        instead: Any = {id(traced.lifted[at]): lifted[at] for at, _ in traced.slots if at >= 0}
        return [instead.get(id(t), t) for t in traced.written]

    def _finish(self, result: list[Tensor], attributes: list[Tensor], args: list[Tensor], containers: Any) -> Any:
        traced = self.traced
        for stream, count in traced.streams:
            stream.offset += count
        given = (args, containers)
        if traced.attrs or traced.contents or traced.arg_written:
            rest = iter(attributes)
            # All first: what one change needs, another may replace.
            values = [unflatten(skeleton, rest, given) for _, _, skeleton, _ in traced.attrs]
            arguments = [next(rest) for _ in traced.arg_written]
            filled = [None if c.after is None else unflatten(c.after, rest, given) for c in traced.contents]
            for (cell, name, _, _), value in zip(traced.attrs, values, strict=True):
                _commit_attribute(cell, name, value, traced)
            for i, new in zip(traced.arg_written, arguments, strict=True):
                _write(args[i], new)
            for c, value in zip(traced.contents, filled, strict=True):
                if value is not None:
                    journal.fill(c.obj if c.at < 0 else containers[c.at], value)
        for i, parameter in traced.returned:
            result[i] = parameter
        if traced.out is TENSOR:
            return result[0]
        return unflatten(traced.out, iter(result), given)

    def _taped(self, args: list[Tensor], lifted: list[Tensor], leaves: list[Any], refs: list[Any], containers: Any) -> Any:
        """Run inside a gradient: the forward pass keeps its residuals, so the backward pass repeats nothing."""
        if self.traced.output is not None and S.tape.depth > 1:
            # The gradient of the gradient runs the program again, and that would print again.
            return REPEAT
        if self.traced.unbounded:
            # JAX has no gradient for a loop without a known end; the operators one by one have it.
            return REPEAT
        out, node = residuals.keep(self.program, leaves, refs)
        if self.traced.checked and out[-1]:
            return self._again(out[-1])
        wrapped = residuals.on_tape(out, node)
        if self.traced.checked:
            wrapped.pop()
        n, traced = self.traced.n_out, self.traced
        for t, new in zip(self._written(lifted), wrapped[n:], strict=False):
            _write(t, new)
        return self._finish(wrapped[:n], wrapped[n + len(traced.written) :], args, containers)

    def _again(self, verdict: Any) -> Any:
        """What becomes of a call that the program is not for."""
        if not self.decided or int(verdict) == 1:
            return REPEAT
        raise Turned(int(verdict) - 2)


class Turned(Exception):
    """A call took another path than the program: decision `at` has the other outcome."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


class Dead:
    """A path that can't be compiled."""

    used = False

    def __init__(self, decided: tuple[bool, ...], statements: frozenset[str]) -> None:
        self.decided = decided
        self.statements = statements

    def current(self) -> bool:
        """No call looks for it; one whose values turn this way does."""
        return False


def _write(t: Tensor, new: Tensor) -> None:
    """Give a Tensor what a call computed for it; an input of a gradient stays one."""
    keep = t._ref is not None and t._ref[0].program is None
    t._assign_data(new._data, t._ref if keep else new._ref)


def _commit_attribute(cell: Any, name: str, value: Any, traced: capture.Traced) -> None:
    """Give an attribute, global or variable what the compiled call computed for it."""
    old = places.held(cell, name)
    if value is places.MISSING:
        if old is not places.MISSING:
            delattr(cell, name)
        return
    if not isinstance(value, Tensor) and not isinstance(old, Tensor):
        if not places.same_value(old, value):
            # With all that the object has to do about it.
            setattr(cell, name, value)
        return
    if name in getattr(cell, "__dict__", {}).get("_buffers", ()):
        # A buffer that the program also reads keeps its Tensor object, which is one of the program's inputs.
        if isinstance(value, Tensor) and any(t is old for t in traced.lifted):
            old._assign_data(value._data, value._ref)
        else:
            setattr(cell, name, value)
        return
    places.hold(cell, name, value)


def _as_input(x: Any, aval: Any) -> Any:
    """A leaf with the captured dtype: an integer Parameter that is differentiated comes in as floats."""
    dtype = getattr(x, "dtype", None)
    if dtype is None or dtype == aval.dtype:
        return x
    return x.astype(aval.dtype)


class Acting(Compiled):
    """A program that also prints, logs or records: the call returns when all that is done."""

    __slots__ = ()

    def call(self, args: list[Tensor], containers: Any = ()) -> Any:
        """As for a program that only computes."""
        output = self.traced.output
        assert output is not None
        if not self.traced.checked:
            out = super().call(args, containers)
            output.finish()
            return out
        with output.held_back() as actions:
            try:
                out = super().call(args, containers)
            except Turned:
                output.finish()
                actions.clear()
                raise
            output.finish()
            if out is REPEAT:
                # PyNative does it all again.
                actions.clear()
        output.finish()
        return out


def make(traced: capture.Traced, name: str) -> Compiled:
    """The compiled form of a captured function."""
    return (Compiled if traced.output is None else Acting)(traced, name)
