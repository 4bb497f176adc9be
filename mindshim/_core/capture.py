"""State capture: a Python function over Tensors becomes a pure function of (arguments, captured state, random state).

The function is run once on abstract values; every Tensor, Parameter and random stream from outside that it touches is
noted, made an input, and the function is run again, until a run meets nothing new. Writes to outside Tensors
become outputs. Outside Tensors hold tracers only while such a run lasts and are restored however it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import jax
import numpy as np

from mindshim._core import effects, errors, leaks, places, state
from mindshim._core.control.decisions import Path, Undecided
from mindshim._core.control.refusal import CannotLower
from mindshim._core.scope import Scope
from mindshim._core.skeleton import Held, flatten_output, unflatten
from mindshim._core.state import S
from mindshim._core.tensor import Tensor, Tracer

if TYPE_CHECKING:
    from jax.extend.core import ClosedJaxpr


class Traced:
    """A function captured for one argument signature."""

    __slots__ = ("arg_written", "attrs", "cells", "decided", "globals", "changes", "checked", "constants", "contents", "expects", "fun", "hooks", "jaxpr", "lifted", "n_args", "n_out",
                 "out", "output", "requires_grad", "returned", "slots", "statements", "streams", "takes_containers", "unbounded", "undecided", "written")  # fmt: skip

    jaxpr: ClosedJaxpr
    #: Attributes that the function changes, which it may have read before: the object, the name, the value before and after.
    expects: list[tuple[Any, str, Any, Any]]
    #: Globals that the function reads: their namespace, the name, the value.
    globals: list[tuple[dict[str, Any], str, Any]]
    #: Places whose Tensor is an input: where among the lifted ones, -1 if it is only replaced.
    slots: list[tuple[int, places.Slot]]
    #: The numbers of the arguments that are written in place; lists and dicts that are changed.
    arg_written: list[int]
    contents: list[places.Contents]
    #: The statements that were decided, and the decisions, that its values must agree with; whether the run stopped at one that is not made.
    statements: frozenset[str]
    decided: tuple[bool, ...]
    undecided: bool
    #: Whether a call has to know its arguments' lists and dicts.
    takes_containers: bool
    #: Whether a call changes Tensors, attributes or random state.
    changes: bool
    #: What it does besides computing; None if that is nothing.
    output: effects.Output | None

    def valid(self) -> bool:
        """Whether the Cells it went through are as they were."""
        for cell, version, training in self.cells:
            if cell._version != version or cell.training != training:
                return False
        for t, requires_grad in self.requires_grad:
            if t.requires_grad != requires_grad:
                return False
        for t, hooks in self.hooks:
            if tuple(t._hooks or ()) != hooks:
                return False
        return True


def as_function(jaxpr: ClosedJaxpr) -> Callable[..., Any]:
    """A captured program as a function of its leaves."""
    # Imported here: it brings half of JAX's extensions along, which a program that captures nothing can do without.
    from jax.extend.core import jaxpr_as_fun

    return jaxpr_as_fun(jaxpr)


def trace(
    fn: Callable[..., Any], skeleton: Any, avals: list[Any], checks: bool = False, output: effects.Output | None = None,
    path: Path | None = None,
) -> Traced:  # fmt: skip
    """Capture `fn` for arguments of the given structure and abstract values.

    With `checks` the program may have one more output, which says that its call must be repeated in PyNative. `output` takes what
    it prints and the like; by default that is done when the program runs. With `path` the statements that it names are decided
    by the values of the call, and it learns which could be.
    """
    with state.lock:
        return _trace(fn, skeleton, avals, checks, output, path)


def _trace(
    fn: Callable[..., Any], skeleton: Any, avals: list[Any], checks: bool, output: effects.Output | None, path: Path | None
) -> Traced:
    lifted: list[Tensor] = []
    streams: list[Any] = []
    seen: dict[int, Any] = {}
    slots: list[places.Slot] = []
    sure = False
    run = -1
    while run < 11:
        scope = Scope(lifted, streams)
        scope.path = path
        scope.seen, scope.slots = seen, slots
        scope.compiles, scope.whole = checks, checks and output is None
        if output is not None:
            scope.output = output
        result = _run(fn, skeleton, avals, scope)
        if path is not None and result.undecided:
            path.settle(result.jaxpr, [*[t._data for t in lifted], *[int(v) for s in streams for v in (s.seed, s.offset)]], scope.output)
            continue
        run += 1
        if checks and S.scope is None and scope.output.unused:
            where = next(iter(scope.output.unused.values()))
            raise CannotLower(f"{where}: a Tensor's value is made into a text that is not printed")
        fresh = [t for k, t in scope.missed.items() if k not in scope.entry]
        met, new_slots = _met(scope, run == 0)
        stable = not fresh and not scope.new_streams and not new_slots
        if stable and (sure or not met):
            if result.checked and not checks:
                raise CannotLower("an assert or raise that a Tensor's value decides, inside a function that is transformed")
            if S.scope is not None and result.unbounded:
                S.scope.unbounded = result.unbounded
            if checks:
                _check_names(result, skeleton)
                if max(_depth(skeleton) - 2, _depth(result.out)) > _DEEPEST:
                    raise RuntimeError(f"List, tuple and dict nesting is not allowed more than {_DEEPEST} levels.")
            return result
        # What was not met before may be from outside or be the function's own: the next run tells.
        sure = stable or sure
        seen = {**seen, **met}
        slots = [*slots, *new_slots]
        instead = {id(s.original): s.stand_in for s in new_slots}
        lifted = [instead.get(id(t), t) for t in [*lifted, *fresh]]
        streams = streams + scope.new_streams
    raise RuntimeError("the function touches new Tensors each time it is run; it cannot be compiled")


def _check_names(traced: Traced, skeleton: Any) -> None:
    """Refuse two Parameters of one name in one program, as MindSpore's compiler; those of one Cell it gives other names."""
    found: dict[str, Any] = {}
    for t in [t for t in traced.lifted if t._is_parameter]:
        name: str = t.name  # type: ignore[attr-defined]
        other = found.setdefault(name, t)
        if other is t or any({id(t), id(other)} <= set(map(id, cell.get_parameters())) for cell, _, _ in traced.cells):
            continue
        kind = ValueError if any(p is t or p is other for p in _held(skeleton)) else RuntimeError
        raise kind(f"The parameter {t!r} , its name '{name}' already exists. Please set a unique name for the parameter.")


#: How deep MindSpore's compiler lets the lists, tuples and dicts of arguments and results be in one another.
_DEEPEST = 6


def _depth(skeleton: Any) -> int:
    """How deep lists, tuples and dicts are in one another."""
    if type(skeleton) is not tuple or len(skeleton) < 2 or type(skeleton[1]) is not tuple:
        return 0
    parts = skeleton[2] if len(skeleton) > 2 else skeleton[1]
    return 1 + max(map(_depth, parts), default=0)


def _held(skeleton: Any) -> Iterator[Any]:
    """What arguments hold besides Tensors and numbers: Parameters."""
    if isinstance(skeleton, tuple):
        for part in skeleton:
            yield from _held(part)
    elif isinstance(skeleton, Held):
        yield skeleton.value


def _met(scope: Scope, first: bool) -> tuple[dict[int, Any], list[places.Slot]]:
    """Owners of attributes, lists and dicts that a run met for the first time and that outlive it; places that hold Tensors.

    The scope forgets them, for what only it refers to is of the run's own making.
    """
    found = [(k[0], name, False) for k, (_, name) in scope.touched.items() if _replaceable(scope, scope.attrs_before[k])]
    changed = {k: e for k, e in scope.journal.items() if k not in scope.built}
    found += [(k, at, True) for k, e in changed.items() for at, v in places.elements(e.before) if _replaceable(scope, v)]
    boxes = {k[0]: places.Box(owner) for k, (owner, _) in scope.touched.items()}
    boxes |= {k: places.Box(e.obj) for k, e in changed.items()}
    inner = places.inside(scope.met)
    boxes |= {id(c): places.Box(c, inner.get(id(c), 0)) for c in scope.met}
    boxes = {k: box for k, box in boxes.items() if k not in scope.seen}
    changed.clear()
    for part in (scope.touched, scope.attrs, scope.attrs_before, scope.journal, scope.frozen, scope.met):
        part.clear()
    met = {k: box.obj for k, box in boxes.items() if box.outlives()}
    known = {**scope.seen, **met} if first else scope.seen
    return met, [places.Slot(known[k], at, item) for k, at, item in found if k in known]


def _replaceable(scope: Scope, value: Any) -> bool:
    return places.suits(value) and id(value) not in scope.stand_ins and not scope.made_here(value)


def _run(fn: Callable[..., Any], skeleton: Any, avals: list[Any], scope: Scope) -> Traced:
    out = Traced()
    n_args = len(avals)
    path = scope.path
    out.undecided = False
    if path is not None:
        path.enter()

    def pure(*leaves: Any) -> Any:
        scope.trace = next((x._trace for x in leaves if isinstance(x, Tracer)), None)
        n_lifted = len(scope.lifted)
        args = [Tensor._wrap(x) for x in leaves[:n_args]]
        scope.args = {id(t): i for i, t in enumerate(args)}
        scope.lift(leaves[n_args : n_args + n_lifted])
        at = n_args + n_lifted
        for stream in scope.known_streams:
            scope.streams[id(stream)] = [stream, leaves[at], leaves[at + 1], 0]
            at += 2
        built: list[Any] = []
        positional, keyword = unflatten(skeleton, iter(args), built)
        scope.built = {id(c): (i, c) for i, c in enumerate(built)}
        try:
            value = scope.inside(fn)(*positional, **keyword)
        except Undecided as stop:
            out.undecided = True
            return [stop.condition]
        if scope.refused is not None:
            raise scope.refused
        if before_scope is None:
            leaks.refuse(value, scope)
        results: list[Tensor] = []
        out.out = flatten_output(value, results, scope if scope.whole else None, True)
        returned = set(map(id, scope.leaves))
        out.n_out = len(results)
        out.returned = [(i, t) for i, t in enumerate(results) if t._is_parameter and id(t) not in scope.mine]
        arrays = [scope.read(t) for t in results]
        out.written = scope.changed()
        arrays += [t._data for t in out.written]
        out.unbounded = scope.unbounded
        scope.attrs_at_the_end()
        # Whether the call must be repeated in PyNative, known when it has run: the last output.
        out.checked = scope.failed is not None or path is not None and bool(path.guards)
        out.attrs = []
        for cell, name, attr in scope.attrs.values():
            if scope.outside(cell) or id(cell) in returned or name in getattr(cell, "__dict__", {}).get("_buffers", ()):
                pieces: list[Tensor] = []
                out.attrs.append((cell, name, flatten_output(attr, pieces, scope, True), len(pieces)))
                arrays += [scope.read(t) for t in pieces]
        out.arg_written = [i for i, t in enumerate(args) if t._data is not leaves[i]] if scope.compiles else []
        arrays += [args[i]._data for i in out.arg_written]
        out.contents = []
        for entry in scope.journal.values():
            at = scope.built[id(entry.obj)][0] if id(entry.obj) in scope.built else -1
            if scope.compiles and (at >= 0 or scope.outside(entry.obj)):
                pieces = []
                out.contents.append(_contents(entry, at, pieces, scope))
                arrays += [scope.read(t) for t in pieces]
        if out.checked:
            arrays.append(path.verdict(scope.failed) if path is not None and path.guards else scope.failed)
        return arrays

    scope.stand_ins = {id(s.stand_in): s for s in scope.slots}
    for slot in scope.slots:
        slot.put(slot.stand_in)
    stream_avals = [int(v) for s in scope.known_streams for v in (s.seed, s.offset)]
    lifted_avals = [jax.ShapeDtypeStruct(t._data.shape, t._data.dtype) for t in scope.lifted]
    before_tape = state.set_tape(None)
    before_scope = state.set_scope(scope)
    try:
        # JAX folds constants with NumPy, which would warn where a number overflows float16: `masked_fill(x, m, -1e9)`.
        with np.errstate(over="ignore"):
            out.jaxpr = jax.make_jaxpr(pure)(*avals, *lifted_avals, *stream_avals)
    except NameError as error:
        if scope.unjoined:
            raise CannotLower("; ".join(scope.unjoined.values())).with_traceback(error.__traceback__) from None
        raise
    except Exception as error:
        errors.without_jax_notes(error)
        raise
    finally:
        state.set_scope(before_scope)
        state.set_tape(before_tape)
        for key, (cell, name) in {**scope.touched, **{k: v[:2] for k, v in scope.attrs.items()}}.items():
            # What a traced run put on an object is a tracer; the compiled call sets the real value.
            places.hold(cell, name, scope.attrs_before[key])
        scope.restore()
        if scope.journal:
            from mindshim._core.control import journal

            journal.undo(scope.journal)
        for slot in scope.slots:
            slot.put(slot.original)
    if out.undecided:
        return out
    out.statements = path.statements if path is not None else frozenset()
    out.decided = tuple(path.outcomes) if path is not None else ()
    out.expects = []
    for key, (obj, name) in scope.touched.items():
        before = scope.attrs_before[key]
        if scope.outside(obj) and id(before) not in scope.stand_ins:
            out.expects.append((obj, name, before, scope.attrs[key][2] if key in scope.attrs else before))
    out.globals = places.read_globals(scope.code, scope.touched)
    out.output = scope.output if out.jaxpr.effects else None
    out.n_args = n_args
    where = {id(t): i for i, t in enumerate(scope.lifted)}
    out.slots = [(where.get(id(s.stand_in), -1), s) for s in scope.slots]
    out.lifted = [scope.stand_ins[id(t)].original if id(t) in scope.stand_ins else t for t in scope.lifted]
    out.written = [scope.stand_ins[id(t)].original if id(t) in scope.stand_ins else t for t in out.written]
    out.takes_containers = any(c.at >= 0 for c in out.contents) or scope.gives_containers
    out.streams = [(s, scope.streams[id(s)][3]) for s in scope.known_streams]
    out.changes = bool(out.written or out.attrs or out.streams or out.arg_written or out.contents or out.slots)
    out.constants = list(scope.constants.values())
    out.cells = [(c, c._version, c.training) for c in scope.cells.values()]
    out.requires_grad = [(t, t.requires_grad) for t in out.lifted if t._is_parameter]
    out.hooks = [(t, tuple(t._hooks or ())) for t in out.lifted]
    return out


def _contents(entry: Any, at: int, pieces: list[Tensor], scope: Scope) -> places.Contents:
    """What a run has made of a list, dict or the like."""
    now, before = entry.now(), entry.before
    if isinstance(now, (list, dict)):
        after = None
        if len(now) != len(before) or any(a is not b or k != j for (k, a), (j, b) in zip(places.elements(now), places.elements(before), strict=True)):
            parts = tuple([flatten_output(v, pieces, scope, True) for _, v in places.elements(now)])
            after = (list, parts) if isinstance(now, list) else (dict, tuple(now), parts)
    else:
        places.refuse_leak(now, scope.made_here)
        after = Held(now)
    return places.Contents(entry.obj if at < 0 else None, at, before, after, {id(t) for t in scope.lifted if id(t) not in scope.stand_ins})
