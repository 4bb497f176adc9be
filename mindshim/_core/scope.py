"""What one run of a traced function touches: operators, Tensors, Cells and control flow report to it while the run lasts."""

from __future__ import annotations

import threading
from types import CodeType
from typing import Any

import numpy as np

from mindshim._core import effects, places, state
from mindshim._core.control.decisions import diverges
from mindshim._core.skeleton import Argument, Held, Standing
from mindshim._core.state import S
from mindshim._core.tensor import Tensor, Tracer


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
        with state.lock:
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
        return t._data if saved is None or saved[1] is places.MISSING else saved[1]

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
        data = t.__dict__.get("_data", places.MISSING)
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
            data = t.__dict__.get("_data", places.MISSING)
            if data is places.MISSING:
                data = t._data  # a view whose base was written: read it again
            if data is not self.entry.get(key) and isinstance(data, Tracer):
                out.append(t)
        return out

    def restore(self) -> None:
        """Put every outside Tensor back to what it was."""
        for t, data, ref in self.saved.values():
            if data is places.MISSING:
                t.__dict__.pop("_data", None)
            else:
                t._data = data
            t._ref = ref
