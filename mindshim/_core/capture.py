"""State capture: a Python function over Tensors becomes a pure function of (arguments, captured state, random state).

The function is run once on abstract values; every Tensor, Parameter and random stream from outside that it touches is
noted, made an input, and the function is run again, until a run meets nothing new. Writes to outside Tensors
become outputs. Outside Tensors hold tracers only while such a run lasts and are restored however it ends.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from math import nan
from types import CodeType, GeneratorType, MethodType
from typing import TYPE_CHECKING, Any

import jax
import numpy as np

from mindshim._core import effects, errors, leaks, places, state
from mindshim._core.control.decisions import Path, Undecided, diverges
from mindshim._core.control.refusal import CannotLower
from mindshim._core.state import S
from mindshim._core.tensor import Tensor, Tracer

if TYPE_CHECKING:
    from jax.extend.core import ClosedJaxpr

_MISSING = places.MISSING
same_value = places.same_value
lock = state.lock


class Scope:
    """What one run of a traced function has touched; operators and Tensors report to it."""

    def __init__(self, lifted: list[Tensor], streams: list[Any]) -> None:
        self.thread = threading.get_ident()
        self.outer_tape = S.tape
        #: JAX's trace of this run; None where no input tells.
        self.trace: Any = None
        self.lifted = lifted
        self.entry: dict[int, Any] = {}
        self.saved: dict[int, tuple[Tensor, Any, Any]] = {}
        self.mine: dict[int, Tensor] = {}
        self.missed: dict[int, Tensor] = {}
        self.constants: dict[int, tuple[Tensor, Any]] = {}
        self.streams: dict[int, list[Any]] = {}
        self.known_streams = streams
        self.new_streams: list[Any] = []
        self.cells: dict[int, Any] = {}
        self.attrs: dict[tuple[int, str], tuple[Any, str, Any]] = {}
        self.attrs_before: dict[tuple[int, str], Any] = {}
        self.touched: dict[tuple[int, str], tuple[Any, str]] = {}
        # What the run before this one met of attributes' owners, lists and dicts: what is met again is from outside.
        self.seen: dict[int, Any] = {}
        self.met: list[Any] = []
        self.slots: list[places.Slot] = []
        self.stand_ins: dict[int, places.Slot] = {}
        self.args: dict[int, int] = {}
        self.built: dict[int, tuple[int, Any]] = {}
        self.gives_containers = False
        #: Whether the run is of a compiled function: what it is given and gives back stays the object that it is.
        self.whole = False
        #: Whether what it changes of its arguments, and of lists and dicts, is part of its results.
        self.compiles = False
        self.leaves: list[Any] = []
        # The code that was run, with its globals: those that it reads are constants of the program.
        self.code: dict[CodeType, dict[str, Any]] = {}
        # Control flow on Tensor values (`control`): the scope around a branch, what a branch changed in Python objects,
        # objects that a Tensor's value chose, whether the call must be repeated in PyNative, and loops without a bound.
        self.parent: Any = None
        self.journal: dict[Any, Any] = {}
        self.lists_of_unknown_length: dict[int, list[Any]] = {}
        self.frozen: dict[int, Any] = {}
        self.failed: Any = None
        self.refused: Any = None
        self.unbounded = False
        self.writes = 0
        self.unjoined: dict[str, str] = {}
        #: The decisions that the trace makes by the values of its call (`control.decisions`); None if it makes none.
        self.path: Any = None
        #: The statement that a branch or a loop's body is of.
        self.where = ""
        # Printing and its like: of the whole program. None where it is left out.
        self.output: Any = S.scope.output if S.scope is not None else effects.Output()

    def waited(self) -> bool:
        """Whether this is another thread's run; then what the thread is about to change waits until that is over, and is undone by nobody."""
        if threading.get_ident() == self.thread:
            return False
        with lock:
            return True

    # -- called by the engine while the function runs ----------------------------------------------------------

    def created(self, t: Tensor) -> None:
        """`t` was made from concrete data inside the function: a constant of the program."""
        if threading.get_ident() != self.thread:
            return
        self.mine[id(t)] = t

    def created_from(self, t: Tensor, source: Tensor) -> None:
        """`t` shares `source`'s value."""
        if isinstance(t._data, Tracer):
            return
        if id(source) in self.mine:
            self.mine[id(t)] = t
        else:
            t._data = self.read(source)
            self.mine[id(t)] = t

    def read(self, t: Tensor) -> Any:
        """The array of an operand; notes a Tensor from outside that is not an input yet."""
        data = t._data
        if isinstance(data, Tracer):
            if threading.get_ident() != self.thread:
                # Another thread goes on with the values that it knows.
                return self.value_outside(t)
            # A value of an enclosing trace is a plain closure, unless a gradient there must flow back to it.
            ref = t._ref
            if ref is None or self.outer_tape is None or ref[0].tape is not self.outer_tape:
                return data
        if id(t) in self.mine or threading.get_ident() != self.thread:
            return data
        if id(t) not in self.missed:
            self.missed[id(t)] = t
        return data

    def value_outside(self, t: Tensor) -> Any:
        """The array of a Tensor that holds a tracer while this run lasts."""
        saved = self.saved.get(id(t))
        return t._data if saved is None or saved[1] is _MISSING else saved[1]

    def written(self, t: Tensor) -> None:
        """`t` is about to get a new value."""
        if self.waited():
            return
        self.writes += 1
        if self.frozen:
            self.check_frozen(t)
        key = id(t)
        if key in self.saved or key in self.mine:
            return
        data = t.__dict__.get("_data", _MISSING)
        if isinstance(data, Tracer) and (self.trace is None or data._trace is self.trace):
            # Made here. A value of an enclosing trace is put back.
            return
        self.saved[key] = (t, data, t._ref)

    def check_frozen(self, t: Tensor) -> None:
        """Refuse a write to a Tensor that may or may not be another Tensor, by a value known only to the program."""
        scope: Any = self
        while scope is not None:
            if id(t) in scope.frozen:
                from mindshim._core.control.refusal import refuse

                diverges(scope.frozen[id(t)][1])
                refuse("a Tensor is written in place after a Tensor's value chose which object it is")
            scope = scope.parent

    def concrete(self, t: Tensor) -> np.ndarray:
        """The value of `t` as NumPy, if it is a constant of the program; else the JAX error that ends the trace."""
        data = t._data
        key = id(t)
        if threading.get_ident() != self.thread:
            return np.asarray(data)
        if isinstance(data, Tracer):
            if data is self.entry.get(key) and not t._is_parameter:
                # A plain Tensor from outside whose value decides something: a constant, checked at every call.
                original = self.saved[key][1]
                self.constants[key] = (t, original)
                return np.asarray(original)
            return np.asarray(data)
        if key not in self.mine and not t._is_parameter:
            self.constants[key] = (t, data)
        elif key not in self.mine:
            self.read(t)
        return np.asarray(data)

    def draw(self, stream: Any, n: int = 1) -> tuple[Any, Any]:
        """The (seed, offset) of the next `n` draws of a random stream, as functions of the program's inputs."""
        if self.waited():
            return stream.draw(n)
        entry = self.streams.get(id(stream))
        if entry is None:
            entry = self.streams[id(stream)] = [stream, stream.seed, stream.offset, 0]
            self.new_streams.append(stream)
        count = entry[3]
        entry[3] = count + n
        return entry[1], entry[2] + count

    def inside(self, fn: Any) -> Any:
        """`fn` as traced functions run it: with its control flow on Tensor values made into the program's."""
        from mindshim._core.control.source import convert

        return convert(fn)

    def cell_called(self, cell: Any) -> None:
        """The function went through `cell`: its attributes and training flag are part of the compile key."""
        self.cells[id(cell)] = cell

    def attr_write(self, cell: Any, name: str, value: Any) -> None:
        """A Tensor was assigned to an attribute: repeated after every compiled call."""
        if self.waited():
            return
        key = (id(cell), name)
        if name not in cell.__dict__.get("_buffers", ()):
            self.attr_touched(cell, name)
        elif key not in self.attrs:
            self.attrs_before[key] = places.held(cell, name)
        self.attrs[key] = (cell, name, value)

    def attr_touched(self, obj: Any, name: str) -> None:
        """An attribute is about to be changed, to whatever it holds at the end of the run."""
        if self.waited():
            return
        key = (id(obj), name)
        if key not in self.touched:
            self.touched[key] = (obj, name)
            self.attrs_before.setdefault(key, places.held(obj, name))

    def attrs_at_the_end(self) -> None:
        """Take in what the touched attributes hold now."""
        for key, (obj, name) in self.touched.items():
            value = places.held(obj, name)
            if value is not self.attrs_before[key] or key in self.attrs:
                self.attrs[key] = (obj, name, value)

    def outside(self, obj: Any) -> bool:
        """Whether an object was there before the function ran."""
        return id(obj) in self.seen

    def made_here(self, t: Tensor) -> bool:
        """Whether the function made a Tensor."""
        if t._is_parameter or id(t) in self.entry or id(t) in self.stand_ins:
            return False
        return isinstance(t._data, Tracer) or id(t) in self.mine

    def kept(self, value: Any) -> Any:
        """In a skeleton, what stands for an object that is not of this run's making; None if it is."""
        if isinstance(value, Tensor):
            if id(value) in self.args:
                return Argument(self.args[id(value)], False)
            slot = self.stand_ins.get(id(value))
            if slot is not None:
                return Standing(slot)
            return None if self.made_here(value) else Held(value)
        if id(value) in self.built:
            self.gives_containers = True
            return Argument(self.built[id(value)][0], True)
        if id(value) in self.seen:
            return Held(value)
        self.met.append(value)
        return None

    def text(self, t: Tensor, how: str, spec: str = "") -> str:
        """What stands in a text for a Tensor whose value is not known yet."""
        if self.output is None or threading.get_ident() != self.thread:
            return f"Tensor(shape={list(t.shape)}, dtype={t.dtype}, value=<traced>)"
        return self.output.text(t, how, spec)

    # -- the run -----------------------------------------------------------------------------------------------

    def lift(self, arrays: Any) -> None:
        """Give the outside Tensors that are inputs their traced values."""
        for t, tracer in zip(self.lifted, arrays, strict=True):
            self.saved[id(t)] = (t, t._data, t._ref)
            self.entry[id(t)] = tracer
            t._data = tracer
            t._ref = None

    def changed(self) -> list[Tensor]:
        """Outside Tensors whose value the function replaced."""
        out = []
        for key, (t, _, _) in self.saved.items():
            data = t.__dict__.get("_data", _MISSING)
            if data is _MISSING:
                data = t._data  # a view whose base was written: read it again
            if data is not self.entry.get(key) and isinstance(data, Tracer):
                out.append(t)
        return out

    def restore(self) -> None:
        """Put every outside Tensor back to what it was."""
        for t, data, ref in self.saved.values():
            if data is _MISSING:
                t.__dict__.pop("_data", None)
            else:
                t._data = data
            t._ref = ref


class Traced:
    """A function captured for one argument signature."""

    __slots__ = ("arg_written", "attrs", "cells", "decided", "globals", "changes", "checked", "constants", "contents", "expects", "fun", "hooks", "jaxpr", "lifted", "n_args", "n_out",
                 "out", "output", "requires_grad", "returned", "slots", "streams", "takes_containers", "unbounded", "undecided", "written")  # fmt: skip

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
    #: The decisions that its values must agree with; whether the run stopped at one that is not made.
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


def flatten(value: Any, tensors: list[Tensor]) -> Any:
    """A hashable skeleton of nested arguments; the Tensors (Parameters excepted) go to `tensors`."""
    if isinstance(value, Tensor):
        if value._is_parameter or value.const_arg:
            return Held(value)
        tensors.append(value)
        return _TENSOR
    kind = type(value)
    if kind in (int, float, bool, str, type(None), complex):
        if kind is float and (value == 0 or value != value):
            # 0.0 equals -0.0, and nan not itself.
            return (kind, value, str(value)) if value == 0 else (kind, nan)
        return (kind, value)
    if kind is tuple or kind is list:
        return (kind, tuple([flatten(v, tensors) for v in value]))
    if isinstance(value, dict):
        held = Mapping(kind) if hasattr(kind, "__ms_mutable__") else dict
        keys, items = tuple(value), tuple([flatten(v, tensors) for v in value.values()])
        if all([type(k) is str for k in keys]):
            return (held, keys, items)
        # 1, True and 1.0 are one key to Python.
        return (held, keys, items, tuple(map(type, keys)))
    if isinstance(value, np.ndarray):
        # Compared by what it holds: it may be changed in place.
        held_bytes = value.tobytes()
        return Held(value, (value.shape, value.dtype.str, held_bytes if value.nbytes < 1 << 16 else hash(held_bytes)))
    if isinstance(value, (list, tuple)):
        if getattr(value, "__ms_dynamic_len__", False) and len(set(map(type, value))) > 1:
            raise ValueError("In graph mode, the element type of dynamic length array must be the same.")
        dynamic = getattr(value, "__ms_dynamic_len__", False)
        return (Dynamic(kind) if dynamic else Held(kind), tuple([flatten(v, tensors) for v in value]))
    if issubclass(kind, np.generic) and value.dtype.kind in "biufc":
        # A number as others.
        return flatten(value.item(), tensors)
    if isinstance(value, (int, float)):
        return (kind, value)
    if hasattr(kind, "_tensors"):
        # A sparse tensor: dense parts and a shape.
        return (Sparse(kind), tuple([flatten(v, tensors) for v in value._tensors()]), value._shape)
    return Held(value, _content(value))


def _content(value: Any) -> Any:
    """What a static argument that is made anew at each call, or changed in place, is compared by; None: its identity."""
    kind = type(value)
    if kind is slice:
        parts = (value.start, value.stop, value.step)
        return (slice, parts, tuple(map(type, parts))) if all([p is None or isinstance(p, int) for p in parts]) else None
    if kind is set or kind is frozenset:
        return (kind, frozenset([(type(v), v) for v in value]))
    if kind is range or kind is bytes:
        return (kind, value)
    if kind is MethodType:
        return (kind, id(value.__func__), id(value.__self__))
    return None


class Held:
    """A static argument compared by identity (or by `key`)."""

    __slots__ = ("key", "value")

    def __init__(self, value: Any, key: Any = None) -> None:
        self.value = value
        self.key = id(value) if key is None else key

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and self.key == other.key


class Number(Held):
    """In a skeleton: Python's type of a number that the program computes."""


class Dynamic(Held):
    """In a skeleton: the class of a sequence of dynamic length."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Dynamic) and self.key == other.key

    __hash__ = Held.__hash__


class Mapping(Held):
    """In a skeleton: the class of a dict that is marked by `mutable`, or ordered."""


class Sparse(Held):
    """In a skeleton: the class of a sparse tensor."""


_TENSOR = "T"


class Argument(Held):
    """In a skeleton: the Tensor of the call's arguments with this number, or the list or dict."""

    __slots__ = ("container",)

    def __init__(self, at: int, container: bool) -> None:
        super().__init__(at, (at, container))
        self.container = container


class Standing(Held):
    """In a skeleton: the Tensor that is in a place (`places.Slot`) when the program is called."""


def unflatten(skeleton: Any, tensors: Any, given: Any = None) -> Any:
    """The nested value of a skeleton; `tensors` is an iterator. `given` has a call's Tensors and its lists and dicts.

    Where it is a list instead, the lists and dicts that are made are added to it, in the order of `containers`.
    """
    if skeleton is _TENSOR:
        return next(tensors)
    if isinstance(skeleton, Held):
        if type(skeleton) is Held:
            value = skeleton.value
            # It may be changed in place, here and there.
            return value.copy() if type(value) is np.ndarray else value
        if isinstance(skeleton, Argument):
            return given[skeleton.container][skeleton.value]
        if isinstance(skeleton, Standing):
            return skeleton.value.now()
        return _number(next(tensors), skeleton.value)
    kind = skeleton[0]
    if kind is tuple or kind is list:
        made = kind([unflatten(s, tensors, given) for s in skeleton[1]])
    elif kind is dict:
        made = {k: unflatten(s, tensors, given) for k, s in zip(skeleton[1], skeleton[2], strict=True)}
    elif isinstance(kind, Mapping):
        made = kind.value({k: unflatten(s, tensors, given) for k, s in zip(skeleton[1], skeleton[2], strict=True)})
    elif isinstance(kind, Sparse):
        return kind.value._of([unflatten(s, tensors, given) for s in skeleton[1]], skeleton[2])
    elif isinstance(kind, Held):
        items = [unflatten(s, tensors, given) for s in skeleton[1]]
        made = kind.value(*items) if hasattr(kind.value, "_fields") else kind.value(items)
        if isinstance(kind, Dynamic):
            made.__ms_dynamic_len__ = True
    else:
        return skeleton[1]
    if type(given) is list and not isinstance(made, tuple):
        given.append(made)
    return made


def containers(value: Any, found: list[Any]) -> list[Any]:
    """The lists and dicts in arguments, those inside another one first, added to `found`."""
    if isinstance(value, dict):
        for v in value.values():
            containers(v, found)
        found.append(value)
    elif isinstance(value, (list, tuple)):
        for v in value:
            containers(v, found)
        if not isinstance(value, tuple):
            found.append(value)
    return found


def _number(t: Tensor, kind: Any) -> Any:
    if isinstance(t._data, Tracer):
        from mindshim._core.control.numbers import TracedNumber

        return TracedNumber.of(t._data, kind)
    return kind(t._data)


def trace(
    fn: Callable[..., Any], skeleton: Any, avals: list[Any], checks: bool = False, output: effects.Output | None = None,
    path: Path | None = None,
) -> Traced:  # fmt: skip
    """Capture `fn` for arguments of the given structure and abstract values.

    With `checks` the program may have one more output, which says that its call must be repeated in PyNative. `output` takes what
    it prints and the like; by default that is done when the program runs. With `path` the statements that it names are decided
    by the values of the call, and it learns which could be.
    """
    with lock:
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
            return result
        # What was not met before may be from outside or be the function's own: the next run tells.
        sure = stable or sure
        seen = {**seen, **met}
        slots = [*slots, *new_slots]
        instead = {id(s.original): s.stand_in for s in new_slots}
        lifted = [instead.get(id(t), t) for t in [*lifted, *fresh]]
        streams = streams + scope.new_streams
    raise RuntimeError("the function touches new Tensors each time it is run; it cannot be compiled")


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


#: Iterators and views that a function may return, and what a compiled function gives of them.
_READ: dict[type, type] = {
    GeneratorType: list, range: tuple, map: tuple, zip: tuple, enumerate: tuple, filter: list, reversed: list, type(iter([])): list, type(iter(())): list,
    type(reversed([])): list, type({}.keys()): tuple, type({}.values()): tuple, type({}.items()): list,
}  # fmt: skip


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


def without_dicts(skeleton: Any) -> Any:
    """A skeleton of a result with tuples of the values in the place of dicts."""
    if type(skeleton) is not tuple:
        return skeleton
    if skeleton[0] is dict or isinstance(skeleton[0], Mapping):
        return (tuple, tuple([without_dicts(s) for s in skeleton[2]]))
    if skeleton[0] in (tuple, list) or type(skeleton[0]) is Held:
        return (skeleton[0], tuple([without_dicts(s) for s in skeleton[1]]))
    return skeleton


def flatten_output(value: Any, tensors: list[Tensor], scope: Scope | None = None, same: bool = False) -> Any:
    """A skeleton of a function's result; unlike for arguments, Parameters count as Tensors.

    With `scope`, lists and dicts from outside it stay the objects that they are, and with `same` Tensors too.
    """
    if isinstance(value, Tensor):
        if same and scope is not None and (leaf := scope.kept(value)) is not None:
            return leaf
        tensors.append(value)
        return _TENSOR if value._number is None else Number(value._number)
    kind: Any = type(value)
    if scope is not None and issubclass(kind, (list, dict)) and (leaf := scope.kept(value)) is not None:
        return leaf
    if kind is tuple or kind is list:
        return (kind, tuple([flatten_output(v, tensors, scope, same) for v in value]))
    if kind is dict:
        return (dict, tuple(value), tuple([flatten_output(v, tensors, scope, same) for v in value.values()]))
    if kind is OrderedDict:
        return (Mapping(kind), tuple(value), tuple([flatten_output(v, tensors, scope, same) for v in value.values()]))
    if hasattr(kind, "__ms_mutable__"):
        # The mark is for the function's inside.
        plain: Any = next(k for k in (list, tuple, dict, bool, int, float) if isinstance(value, k))
        return flatten_output(plain(value), tensors, scope, same)
    if isinstance(value, (list, tuple)):
        return (Held(kind), tuple([flatten_output(v, tensors, scope, same) for v in value]))
    made = _READ.get(kind)
    if made is not None:
        # It would be exhausted by now, or gone tomorrow: a compiled function gives its elements, in what MindSpore's gives.
        return (made, tuple([flatten_output(v, tensors) for v in value]))
    if hasattr(kind, "_tensors"):
        return (Sparse(kind), tuple([flatten_output(v, tensors) for v in value._tensors()]), value._shape)
    if kind is str and effects.marked(value):
        raise CannotLower("a text made of a Tensor's value is a result")
    if scope is not None:
        scope.leaves.append(value)
    return Held(value)
