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
from types import GeneratorType, MethodType
from typing import TYPE_CHECKING, Any

import jax
import numpy as np

from mindshim._core import effects, errors, leaks, state
from mindshim._core.control.refusal import CannotLower
from mindshim._core.state import S
from mindshim._core.tensor import Tensor, Tracer

if TYPE_CHECKING:
    from jax.extend.core import ClosedJaxpr

_MISSING = object()
#: Held while a function is traced, for then Tensors hold tracers, and by compiled programs while they take their inputs and
#: while they change Tensors. Whoever has it may take it again.
lock = threading.RLock()


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
        # Printing and its like: of the whole program. None where it is left out.
        self.output: Any = S.scope.output if S.scope is not None else effects.Output()

    # -- called by the engine while the function runs ----------------------------------------------------------

    def created(self, t: Tensor) -> None:
        """`t` was made from concrete data inside the function: a constant of the program."""
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
        key = (id(cell), name)
        if key not in self.attrs:
            self.attrs_before[key] = cell.__dict__.get(name, _MISSING)
        self.attrs[key] = (cell, name, value)

    def attr_touched(self, obj: Any, name: str) -> None:
        """An attribute is about to be changed, to whatever it holds at the end of the run."""
        key = (id(obj), name)
        if key not in self.touched:
            self.touched[key] = (obj, name)
            self.attrs_before.setdefault(key, obj.__dict__.get(name, _MISSING))

    def attrs_at_the_end(self) -> None:
        """Take in what the touched attributes hold now."""
        for key, (obj, name) in self.touched.items():
            value = obj.__dict__.get(name, _MISSING)
            if value is not self.attrs_before[key] or key in self.attrs:
                self.attrs[key] = (obj, name, value)

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

    __slots__ = ("attrs", "cells", "changes", "checked", "constants", "expects", "fun", "hooks", "jaxpr", "lifted", "n_args", "n_out", "out", "output", "requires_grad",
                 "returned", "streams", "unbounded", "written")  # fmt: skip

    jaxpr: ClosedJaxpr
    #: Attributes that the function changes, which it may have read before: the object, the name, the value before and after.
    expects: list[tuple[Any, str, Any, Any]]
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


def same_value(a: Any, b: Any) -> bool:
    """Whether two values of an attribute are the same to a program."""
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if isinstance(a, (tuple, list)):
        return len(a) == len(b) and all(map(same_value, a, b))
    return isinstance(a, (bool, int, float, str, complex)) and a == b


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


def unflatten(skeleton: Any, tensors: Any) -> Any:
    """The nested value of a skeleton; `tensors` is an iterator."""
    if skeleton is _TENSOR:
        return next(tensors)
    if isinstance(skeleton, Held):
        if isinstance(skeleton, Number):
            return _number(next(tensors), skeleton.value)
        value = skeleton.value
        # It may be changed in place, here and there.
        return value.copy() if type(value) is np.ndarray else value
    kind = skeleton[0]
    if kind is tuple or kind is list:
        return kind([unflatten(s, tensors) for s in skeleton[1]])
    if kind is dict:
        return {k: unflatten(s, tensors) for k, s in zip(skeleton[1], skeleton[2], strict=True)}
    if isinstance(kind, Mapping):
        return kind.value({k: unflatten(s, tensors) for k, s in zip(skeleton[1], skeleton[2], strict=True)})
    if isinstance(kind, Sparse):
        return kind.value._of([unflatten(s, tensors) for s in skeleton[1]], skeleton[2])
    if isinstance(kind, Held):
        items = [unflatten(s, tensors) for s in skeleton[1]]
        if isinstance(kind, Dynamic):
            made = kind.value(items)
            made.__ms_dynamic_len__ = True
            return made
        return kind.value(*items) if hasattr(kind.value, "_fields") else kind.value(items)
    return skeleton[1]


def _number(t: Tensor, kind: Any) -> Any:
    if isinstance(t._data, Tracer):
        from mindshim._core.control.numbers import TracedNumber

        return TracedNumber.of(t._data, kind)
    return kind(t._data)


def trace(
    fn: Callable[..., Any], skeleton: Any, avals: list[Any], checks: bool = False, output: effects.Output | None = None
) -> Traced:
    """Capture `fn` for arguments of the given structure and abstract values.

    With `checks` the program may have one more output, which says that its call must be repeated in PyNative. `output` takes what
    it prints and the like; by default that is done when the program runs.
    """
    with lock:
        return _trace(fn, skeleton, avals, checks, output)


def _trace(fn: Callable[..., Any], skeleton: Any, avals: list[Any], checks: bool, output: effects.Output | None) -> Traced:
    lifted: list[Tensor] = []
    streams: list[Any] = []
    for _ in range(8):
        scope = Scope(lifted, streams)
        if output is not None:
            scope.output = output
        result = _run(fn, skeleton, avals, scope)
        if checks and S.scope is None and scope.output.unused:
            where = next(iter(scope.output.unused.values()))
            raise CannotLower(f"{where}: a Tensor's value is made into a text that is not printed")
        fresh = [t for k, t in scope.missed.items() if k not in scope.entry]
        if not fresh and not scope.new_streams:
            if result.checked and not checks:
                raise CannotLower("an assert or raise that a Tensor's value decides, inside a function that is transformed")
            if S.scope is not None and result.unbounded:
                S.scope.unbounded = result.unbounded
            return result
        lifted = lifted + fresh
        streams = streams + scope.new_streams
    raise RuntimeError("the function touches new Tensors each time it is run; it cannot be compiled")


def _run(fn: Callable[..., Any], skeleton: Any, avals: list[Any], scope: Scope) -> Traced:
    out = Traced()
    n_args = len(avals)

    def pure(*leaves: Any) -> Any:
        scope.trace = next((x._trace for x in leaves if isinstance(x, Tracer)), None)
        n_lifted = len(scope.lifted)
        args = [Tensor._wrap(x) for x in leaves[:n_args]]
        scope.lift(leaves[n_args : n_args + n_lifted])
        at = n_args + n_lifted
        for stream in scope.known_streams:
            scope.streams[id(stream)] = [stream, leaves[at], leaves[at + 1], 0]
            at += 2
        positional, keyword = unflatten(skeleton, iter(args))
        value = scope.inside(fn)(*positional, **keyword)
        if scope.refused is not None:
            raise scope.refused
        if before_scope is None:
            leaks.refuse(value, scope)
        results: list[Tensor] = []
        out.out = flatten_output(value, results)
        out.n_out = len(results)
        out.returned = [(i, t) for i, t in enumerate(results) if t._is_parameter and id(t) not in scope.mine]
        arrays = [scope.read(t) for t in results]
        out.written = scope.changed()
        arrays += [t._data for t in out.written]
        out.unbounded = scope.unbounded
        scope.attrs_at_the_end()
        # Whether the call must be repeated in PyNative, known when it has run: the last output.
        out.checked = scope.failed is not None
        out.attrs = []
        for cell, name, attr in scope.attrs.values():
            pieces: list[Tensor] = []
            out.attrs.append((cell, name, flatten_output(attr, pieces), len(pieces)))
            arrays += [scope.read(t) for t in pieces]
        if scope.failed is not None:
            arrays.append(scope.failed)
        return arrays

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
            if scope.attrs_before[key] is _MISSING:
                cell.__dict__.pop(name, None)
            else:
                cell.__dict__[name] = scope.attrs_before[key]
        scope.restore()
        if scope.journal:
            from mindshim._core.control import journal

            # Lists and dicts that the function changes are its own, as in MindSpore's graphs.
            journal.undo(scope.journal)
    out.expects = []
    for key, (obj, name) in scope.touched.items():
        before = scope.attrs_before[key]
        if not isinstance(before, Tensor):
            out.expects.append((obj, name, before, scope.attrs[key][2] if key in scope.attrs else before))
    out.output = scope.output if out.jaxpr.effects else None
    out.n_args = n_args
    out.lifted = list(scope.lifted)
    out.streams = [(s, scope.streams[id(s)][3]) for s in scope.known_streams]
    out.changes = bool(out.written or out.attrs or out.streams)
    out.constants = list(scope.constants.values())
    out.cells = [(c, c._version, c.training) for c in scope.cells.values()]
    out.requires_grad = [(t, t.requires_grad) for t in scope.lifted if t._is_parameter]
    out.hooks = [(t, tuple(t._hooks or ())) for t in scope.lifted]
    return out


#: Iterators and views that a function may return, and what a compiled function gives of them.
_READ: dict[type, type] = {
    GeneratorType: list, range: tuple, map: tuple, zip: tuple, enumerate: tuple, filter: list, reversed: list, type(iter([])): list, type(iter(())): list,
    type(reversed([])): list, type({}.keys()): tuple, type({}.values()): tuple, type({}.items()): list,
}  # fmt: skip


def without_dicts(skeleton: Any) -> Any:
    """A skeleton of a result with tuples of the values in the place of dicts."""
    if type(skeleton) is not tuple:
        return skeleton
    if skeleton[0] is dict or isinstance(skeleton[0], Mapping):
        return (tuple, tuple([without_dicts(s) for s in skeleton[2]]))
    if skeleton[0] in (tuple, list) or type(skeleton[0]) is Held:
        return (skeleton[0], tuple([without_dicts(s) for s in skeleton[1]]))
    return skeleton


def flatten_output(value: Any, tensors: list[Tensor]) -> Any:
    """A skeleton of a function's result; unlike for arguments, Parameters count as Tensors."""
    if isinstance(value, Tensor):
        tensors.append(value)
        return _TENSOR if value._number is None else Number(value._number)
    kind = type(value)
    if kind is tuple or kind is list:
        return (kind, tuple([flatten_output(v, tensors) for v in value]))
    if kind is dict:
        return (dict, tuple(value), tuple([flatten_output(v, tensors) for v in value.values()]))
    if kind is OrderedDict:
        return (Mapping(kind), tuple(value), tuple([flatten_output(v, tensors) for v in value.values()]))
    if hasattr(kind, "__ms_mutable__"):
        # The mark is for the function's inside.
        plain = next(k for k in (list, tuple, dict, bool, int, float) if isinstance(value, k))
        return flatten_output(plain(value), tensors)
    if isinstance(value, (list, tuple)):
        return (Held(kind), tuple([flatten_output(v, tensors) for v in value]))
    made = _READ.get(kind)
    if made is not None:
        # It would be exhausted by now, or gone tomorrow: a compiled function gives its elements, in what MindSpore's gives.
        return (made, tuple([flatten_output(v, tensors) for v in value]))
    if hasattr(kind, "_tensors"):
        return (Sparse(kind), tuple([flatten_output(v, tensors) for v in value._tensors()]), value._shape)
    if kind is str and effects.marked(value):
        raise CannotLower("a text made of a Tensor's value is a result")
    return Held(value)
