"""What a compiled function does besides computing: printing, logging, summaries, in the program's order when it runs.

Tracing meets such a call with Tensors that have no value yet. It becomes a callback of the program, ordered among the
others, in the branch or loop where it stands. Text made of such Tensors (`f"{x}"`) holds marks until then.
"""

from __future__ import annotations

import itertools
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import jax
import numpy as np

from mindshim._core import dtypes, printing
from mindshim._core.state import S
from mindshim._core.tensor import Tensor, Tracer

_MARK = re.compile(r"Tensor\(shape=\[[\d, ]*\], dtype=\w+, value=<traced (\d+)>\)")
_numbers = itertools.count(1)


class Output:
    """What one program does besides computing. A call that may have to be repeated holds it back until it is known to be good."""

    def __init__(self) -> None:
        self._held: list[Callable[[], None]] | None = None
        self._lock = threading.Lock()
        self._error: Exception | None = None
        #: By number: the Tensors that texts were made of, how, and, of those texts that were not yet used, where.
        self.texts: dict[int, tuple[Tensor, str, str]] = {}
        self.unused: dict[int, str] = {}

    def do(self, action: Callable[[], None]) -> None:
        """Do it, or keep it for later; what goes wrong is raised when the call ends."""
        if self._held is not None:
            self._held.append(action)
            return
        try:
            action()
        except Exception as error:
            self._error = self._error or error

    @contextmanager
    def held_back(self) -> Iterator[list[Callable[[], None]]]:
        """Keep everything in a list; what is in it at the end is done then."""
        with self._lock:
            self._held = actions = []
            try:
                yield actions
            finally:
                self._held = None
            for action in actions:
                self.do(action)

    def hears(self) -> bool:
        """Whether the program is to do such a thing."""
        return True

    def finish(self) -> None:
        """Wait until everything was done."""
        jax.effects_barrier()
        if self._held is None:
            error, self._error = self._error, None
            if error is not None:
                raise error

    # -- text ------------------------------------------------------------------------------------------------------

    def text(self, t: Tensor, how: str, spec: str = "") -> str:
        """What stands in a text for a Tensor (`how`: 'str' or 'repr') until its value is known."""
        number = next(_numbers)
        self.texts[number] = (t, how, spec)
        self.unused[number] = _where()
        return f"Tensor(shape={list(t.shape)}, dtype={t.dtype}, value=<traced {number}>)"

    def forget(self, first: int) -> None:
        """The texts from number `first` on are of code that was not kept."""
        self.unused = {n: where for n, where in self.unused.items() if n < first}


class Unheard(Output):
    """For a program that only computes: all the rest is left out, and noted."""

    left_out = False

    def hears(self) -> bool:
        """Never."""
        self.left_out = True
        return False


def _where() -> str:
    """The user's line that is running."""
    from mindshim._core.tracebacks import LIBRARIES

    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(LIBRARIES):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


def next_number() -> int:
    """The number of the next text."""
    return next(_numbers)


def marked(value: Any) -> bool:
    """Whether a value is text made of a Tensor whose value is not known."""
    return isinstance(value, str) and _MARK.search(value) is not None


class Shown:
    """A Tensor's value when the program runs: what it prints as."""

    __slots__ = ("data",)

    def __init__(self, data: Any) -> None:
        self.data = np.asarray(data)

    def __str__(self) -> str:
        return printing.tensor_str(self.data)

    def __repr__(self) -> str:
        return printing.tensor_repr(self.data, str(dtypes.from_np(self.data.dtype)))

    def __float__(self) -> float:
        return float(self.data)

    def __int__(self) -> int:
        return int(self.data)


class Constant(Shown):
    """The value of a Tensor that is a constant to MindSpore's compiler."""

    __slots__ = ()


def constant(t: Tensor) -> bool:
    """Whether a Tensor is a constant to MindSpore's compiler: made of numbers in the function, or a plain one from outside."""
    if t._is_parameter:
        return False
    if not isinstance(t._data, Tracer):
        return True
    scope = S.scope
    while scope is not None:
        if scope.entry.get(id(t)) is t._data:
            return id(t) not in scope.stand_ins
        scope = scope.parent
    return False


def emit(run: Callable[..., None], *values: Any) -> None:
    """Have `run(*values)` called when the program that is being traced comes to this point.

    Tensors in the values, in tuples, lists and dicts too, come as `Shown`, numbers that the program computes as numbers, and
    texts that were made of them as texts.
    """
    scope = S.scope
    output: Output | None = scope.output
    if output is None:
        return
    tensors: list[Tensor] = []
    build = _plan(values, tensors, output)
    if not output.hears():
        return
    arrays = [scope.read(t) for t in tensors]
    # A branch that is for some rows of a batch runs for the others too.
    taken = []
    while scope.parent is not None:
        if scope.taken is not None:
            taken.append(scope.taken)
        scope = scope.parent

    def callback(*found: Any) -> None:
        if all(found[len(arrays) :]):
            # Copies: the buffers are the program's.
            shown = [np.array(a) for a in found[: len(arrays)]]
            output.do(lambda: run(*build(shown)))

    jax.debug.callback(callback, *arrays, *taken, ordered=True)


def _plan(value: Any, tensors: list[Tensor], output: Output) -> Callable[[list[Any]], Any]:
    """How to make `value` of the arrays of the Tensors in it, which are added to `tensors`."""
    if isinstance(value, Tensor):
        at = len(tensors)
        tensors.append(value)
        if value._number is not None:
            kind: Any = value._number
            return lambda arrays: kind(arrays[at])
        shown = Constant if constant(value) else Shown
        return lambda arrays: shown(arrays[at])
    if isinstance(value, str):
        return _plan_text(value, tensors, output)
    if type(value) in (tuple, list):
        kind = type(value)
        parts = [_plan(v, tensors, output) for v in value]
        return lambda arrays: kind([p(arrays) for p in parts])
    if type(value) is dict:
        items = {k: _plan(v, tensors, output) for k, v in value.items()}
        return lambda arrays: {k: p(arrays) for k, p in items.items()}
    return lambda arrays: value


def _plan_text(text: str, tensors: list[Tensor], output: Output) -> Callable[[list[Any]], str]:
    pieces = _MARK.split(text)
    if len(pieces) == 1:
        return lambda arrays: text
    made: list[Any] = []
    for i, piece in enumerate(pieces):
        if i % 2 == 0:
            made.append(piece)
            continue
        number = int(piece)
        t, how, spec = output.texts[number]
        output.unused.pop(number, None)
        made.append((_plan(t, tensors, output), how, spec))

    def build(arrays: list[Any]) -> str:
        out = []
        for piece in made:
            if isinstance(piece, str):
                out.append(piece)
            else:
                value = piece[0](arrays)
                out.append(format(value, piece[2]) if piece[2] else str(value) if piece[1] == "str" else repr(value))
        return "".join(out)

    return build


# -- f-strings -----------------------------------------------------------------------------------------------------


class _Text:
    """What stands for a value in an f-string."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        if spec:
            raise TypeError("unsupported format string passed to Tensor.__format__")
        return self.text


def in_text(values: tuple[Any, ...]) -> Iterator[Any]:
    """The values of an f-string as compiled functions show them: constant Tensors by MindSpore's compiler, unless others are among them."""
    tensors = [t for v in values for t in _tensors_in(v)]
    if tensors and all(map(constant, tensors)):
        for v in values:
            yield _Text(_constant_text(v)) if any(True for _ in _tensors_in(v)) else v
        return
    for v in values:
        yield _Text(S.scope.text(v, "str")) if isinstance(v, Tensor) and v._is_parameter else v


def _tensors_in(value: Any) -> Iterator[Tensor]:
    if isinstance(value, Tensor):
        yield value
    elif type(value) in (tuple, list, dict):
        for v in value.values() if type(value) is dict else value:
            yield from _tensors_in(v)


def _constant_text(value: Any) -> str:
    if isinstance(value, Tensor):
        return printing.constant_text(S.scope.concrete(value), str(value.dtype))
    if type(value) is dict:
        items = [f"'{k}': {_constant_text(v)}" for k, v in value.items()]
        return f"{{{', '.join(items)}}}"
    if type(value) in (tuple, list):
        text = ", ".join(map(_constant_text, value))
        return f"[{text}]" if type(value) is list else f"({text})"
    if isinstance(value, (bool, float)):
        return str(value).lower() if isinstance(value, bool) else printing._general(value)
    return str(value)


# -- print ---------------------------------------------------------------------------------------------------------


def graph_print(*values: Any) -> None:
    """`print` and `ops.Print` of compiled functions: a line for each value, Tensors in sequences among them, no commas."""
    for value in values:
        for line in _lines(value):
            print(line)


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, (tuple, list, dict)) and _has_tensor(value):
        for v in value.values() if isinstance(value, dict) else value:
            yield from _lines(v)
    else:
        yield graph_text(value)


def _has_tensor(value: Any) -> bool:
    if isinstance(value, (tuple, list)):
        return any(_has_tensor(v) for v in value)
    return any(_has_tensor(v) for v in value.values()) if isinstance(value, dict) else isinstance(value, Shown)


def graph_text(value: Any) -> str:
    """How MindSpore's compiled functions print a value."""
    if isinstance(value, Shown):
        data = value.data
        if isinstance(value, Constant) and data.size and data.ndim:
            return printing.constant_values(data)
        return _number(data[()]) if data.ndim == 0 else printing.sparse_part(data, str(dtypes.from_np(data.dtype)))
    if isinstance(value, (bool, float)):
        return _number(value)
    if isinstance(value, dict):
        return graph_text(tuple(value.values()))
    if isinstance(value, (tuple, list)):
        return f"({', '.join(graph_text(v) for v in value)})"
    return str(value)


def _number(value: Any) -> str:
    kind = np.asarray(value).dtype.kind
    if kind == "b":
        return str(int(value))
    return printing._general(value) if kind in "fV" else str(value)


def plain(value: Any) -> bool:
    """Whether the compiler of MindSpore knows such values; the others, and texts of Tensors, it leaves to Python's own `print`."""
    if isinstance(value, (tuple, list)):
        return all(plain(v) for v in value)
    if isinstance(value, dict):
        return all(plain(v) for v in value.values())
    if isinstance(value, str):
        return not marked(value)
    return value is None or isinstance(value, (Tensor, int, float, dtypes.Type)) and not isinstance(value, np.generic)


def tracing() -> bool:
    """Whether this thread is tracing a function."""
    scope = S.scope
    return scope is not None and scope.thread == threading.get_ident()
