"""What compiled functions do, noted while somebody asks: calls, compilations and their causes, refusals, times.

Nothing here runs otherwise: `compile.watcher` is None, and the classes have their plain methods.
"""

from __future__ import annotations

import inspect
import linecache
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

import jax
import numpy as np

from mindshim._core import compile, errors
from mindshim._core import skeleton as skeletons
from mindshim._core.compiled import REPEAT
from mindshim._core.reasons import place_of, reason_of
from mindshim._core.state import S

_FIRST = "first call"
#: What JAX reports of a compilation. Its tracing events nest, so only the longest of a call counts.
_LOWERED = ("/jax/core/compile/jaxpr_to_mlir_module_duration", "/jax/core/compile/backend_compile_duration")
_TRACED = "/jax/core/compile/jaxpr_trace_duration"
#: How many differences of arguments are told.
_MOST = 3


class Compilation:
    """One time that a function was compiled: why, and how long tracing it took."""

    __slots__ = ("cause", "seconds")

    def __init__(self, cause: str, seconds: float) -> None:
        self.cause = cause
        self.seconds = seconds


class Record:
    """What is known of one function: of all objects together, for a method."""

    def __init__(self, name: str, file: str, line: int) -> None:
        self.name = name
        self.file = file
        self.line = line
        self.calls = 0
        #: Calls that a compiled program has answered.
        self.compiled_calls = 0
        self.compilations: list[Compilation] = []
        #: Why calls ran in PyNative: the reason, with where it lies, and how often it was met.
        self.refusals: dict[str, int] = {}
        #: Calls that ended in an error: its text, and how often.
        self.errors: dict[str, int] = {}
        self.compile_seconds = 0.0

    @property
    def trace_seconds(self) -> float:
        """Seconds that tracing took, of all compilations."""
        return sum(c.seconds for c in self.compilations)


class _Thread(threading.local):
    """Per thread: the records of the calls in progress, and what JAX has reported."""

    def __init__(self) -> None:
        self.stack: list[Record] = []
        self.lowered = 0.0
        self.traced = 0.0


class Watcher:
    """Notes what compiled functions do, from `start` until `stop`."""

    def __init__(self, tell: Callable[[str], None] | None = None) -> None:
        #: By the place of the definition.
        self.records: dict[Any, Record] = {}
        self._tell = tell
        self._lock = threading.Lock()
        self._here = _Thread()
        self._plain: Any = None

    def start(self) -> None:
        """Begin to note. One watcher at a time."""
        if compile.watcher is not None:
            raise RuntimeError("compiled functions are being watched already")
        function, program = compile.JitFunction.__call__, compile.Compiled.call
        self._plain = function, program
        compile.JitFunction.__call__ = self._counting(function)  # type: ignore[method-assign]
        compile.Compiled.call = self._timing(program)  # type: ignore[method-assign]
        jax.monitoring.register_event_duration_secs_listener(self._heard)
        compile.watcher = self

    def stop(self) -> None:
        """End it: everything runs as before."""
        compile.watcher = None
        compile.JitFunction.__call__, compile.Compiled.call = self._plain  # type: ignore[method-assign]
        jax.monitoring.unregister_event_duration_listener(self._heard)

    # -- around the calls ------------------------------------------------------------------------------------------

    def _counting(self, plain: Any) -> Any:
        def __call__(function: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N807
            if S.scope is not None:
                return plain(function, *args, **kwargs)
            record = self.record(function)
            with self._lock:
                record.calls += 1
            self._here.stack.append(record)
            try:
                return plain(function, *args, **kwargs)
            except Exception as error:
                text = f"{type(error).__name__}: {_with_line(error)}"
                with self._lock:
                    record.errors[text] = record.errors.get(text, 0) + 1
                raise
            finally:
                self._here.stack.pop()

        return __call__

    def _timing(self, plain: Any) -> Any:
        def call(program: Any, *args: Any) -> Any:
            here = self._here
            if not here.stack:
                return plain(program, *args)
            before, here.traced = here.lowered, 0.0
            out = plain(program, *args)
            with self._lock:
                here.stack[-1].compiled_calls += out is not REPEAT
                here.stack[-1].compile_seconds += here.lowered - before + here.traced
            return out

        return call

    def _heard(self, event: str, duration_secs: float, **_: Any) -> None:
        if event in _LOWERED:
            self._here.lowered += duration_secs
        elif event == _TRACED:
            self._here.traced = max(self._here.traced, duration_secs)

    # -- told by `compile` -----------------------------------------------------------------------------------------

    def record(self, function: Any) -> Record:
        """The record of a `JitFunction`."""
        found = function.__dict__.get("_record")
        if found is None or self.records.get(found[0]) is not found[1]:
            source = function.source or function._fn
            code = getattr(inspect.unwrap(source), "__code__", None)
            file, line = (code.co_filename, code.co_firstlineno) if code is not None else ("", 0)
            key = (function.__qualname__, file, line)
            with self._lock:
                found = function._record = (key, self.records.setdefault(key, Record(function.__qualname__, file, line)))
        return found[1]

    def compiled(self, function: Any, key: Any, stale: list[Any], seconds: float, turned: bool = False) -> None:
        """`function` was compiled for `key`; `stale` are the programs of that key that no longer hold, or are for other paths if the call `turned`."""
        record = self.record(function)
        cause = _TURNED if turned else "; ".join(_reasons(stale)) or _difference(function, key)
        with self._lock:
            if cause == _FIRST and record.compilations:
                cause = "first call of another object"
            record.compilations.append(Compilation(cause, seconds))
        if self._tell is not None:
            self._tell(f"compiled '{record.name}' ({record.file}:{record.line}), traced in {seconds:.3f} s: {cause}")

    def refused(self, function: Any, error: Exception) -> None:
        """A call of `function` is not compiled, and runs in PyNative, because of `error`."""
        record = self.record(function)
        reason = _with_line(error)
        with self._lock:
            first = reason not in record.refusals
            record.refusals[reason] = record.refusals.get(reason, 0) + 1
        if first and self._tell is not None:
            self._tell(f"not compiled '{record.name}' ({record.file}:{record.line}): {reason}")


def _with_line(error: Exception) -> str:
    """What an error says, where it comes from, and what is written there."""
    where = place_of(error)
    line = linecache.getline(*where).strip() if where else ""
    return reason_of(error) + (f": {line}" if line else "")


def _reasons(stale: list[Any]) -> list[str]:
    """Why programs compiled for the same arguments no longer hold; that of the latest."""
    entry = next((e for e in stale if isinstance(e, compile.Compiled)), None)
    if entry is None:
        return []
    traced, found = entry.traced, []
    for t, array in traced.constants:
        if t._data is not array:
            found.append(f"a {errors.describe(t)} from outside whose value the program was compiled for: {_short(array)} -> {_short(t._data)}")
    for cell, version, training in traced.cells:
        name = type(cell).__name__
        if cell.training != training:
            found.append(f"{name}.training: {training} -> {cell.training}")
        elif cell._version != version:
            found.append(f"an attribute, member or hook of {name} was changed")
    for t, requires_grad in traced.requires_grad:
        if t.requires_grad != requires_grad:
            found.append(f"requires_grad of {t.name}: {requires_grad} -> {t.requires_grad}")
    if len(found) > _MOST:
        found[_MOST:] = [f"and {len(found) - _MOST} more"]
    return found or ["its programs of before are no longer kept"]


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 40 else f"{text[:37]}..."


def _difference(function: Any, key: Any) -> str:
    """What tells `key` from the most similar one that `function` was compiled for before."""
    before = [k for k in function._cache if k != key]
    if not before:
        return _FIRST
    new = _leaves(function, key)
    nearest: list[str] | None = None
    for other in reversed(before):
        old = _leaves(function, other)
        pairs = {path: (old.get(path, _NOT), new.get(path, _NOT)) for path in {**new, **old}}
        changed = [_change(path, a[0], b[0]) for path, (a, b) in pairs.items() if a[1] != b[1]]
        if nearest is None or len(changed) < len(nearest):
            nearest = changed
    assert nearest is not None
    if len(nearest) > _MOST:
        nearest[_MOST:] = [f"and {len(nearest) - _MOST} more"]
    return "; ".join(nearest)


#: Why a function whose statements' outcomes have no common form has one more program.
_TURNED = "its Tensors' values take another path through it, whose result has another form"
_NOT: tuple[str, Any] = ("not given", None)


def _change(path: str, before: str, after: str) -> str:
    return f"{path}: {before} -> {after if after != before else f'another {after}'}"


def _leaves(function: Any, key: Any) -> dict[str, tuple[str, Any]]:
    """The arguments that a cache key stands for, by their path: a text, and what they are compared by."""
    skeleton, amp, *avals = key
    names = _names(function)
    types = iter(avals)
    found: dict[str, tuple[str, Any]] = {}

    def aval() -> tuple[str, Any]:
        shape, dtype = next(types)
        return f"{dtype}({', '.join(map(str, shape))})", (shape, dtype)

    def parts(kind: str, nodes: Any, keys: Any, path: str) -> None:
        found[path] = f"{kind} of {len(nodes)}", (kind, len(nodes))
        for k, node in zip(keys, nodes, strict=True):
            walk(node, f"{path}[{k!r}]")

    def walk(node: Any, path: str) -> None:
        if node is skeletons.TENSOR:
            found[path] = aval()
        elif isinstance(node, skeletons.Held):
            found[path] = _said(node.value), node
        elif node[0] is dict:
            parts("dict", node[2], node[1], path)
        elif node[0] in (tuple, list) or isinstance(node[0], skeletons.Held):
            kind = node[0].value if isinstance(node[0], skeletons.Held) else node[0]
            parts(kind.__name__, node[1], range(len(node[1])), path)
        else:
            found[path] = _short(repr(node[1])), node

    if isinstance(skeleton, int):
        for i in range(skeleton):
            found[names(i)] = aval()
    else:
        _, ((_, args), (_, keywords, values)) = skeleton
        for i, node in enumerate(args):
            walk(node, names(i))
        for name, node in zip(keywords, values, strict=True):
            walk(node, name)
    if amp is not None:
        found["the precision of operators"] = _said(amp), amp
    return found


def _said(value: Any) -> str:
    """A static argument in a few words."""
    name = getattr(value, "__qualname__", None) or getattr(value, "name", None)
    if isinstance(value, np.ndarray):
        return f"array {_short(value)}"
    return f"{type(value).__name__} {name}" if isinstance(name, str) else type(value).__name__


def _names(function: Any) -> Callable[[int], str]:
    """From the number of a positional argument to its name."""
    try:
        parameters = list(inspect.signature(function.source or function._fn).parameters.values())
    except (TypeError, ValueError):
        parameters = []
    if function.source is not None and parameters and parameters[0].name == "self":
        del parameters[0]

    def name(i: int) -> str:
        for at, p in enumerate(parameters):
            if p.kind is p.VAR_POSITIONAL:
                return f"{p.name}[{i - at}]"
            if at == i:
                return p.name
        return f"argument {i}"

    return name


def _to_stderr(text: str) -> None:
    print(f"mindshim: {text}", file=sys.stderr, flush=True)


def start_if_asked() -> None:
    """Tell of every compilation as it happens, on standard error, if `MINDSHIM_LOG_COMPILES` asks for it."""
    if os.environ.get("MINDSHIM_LOG_COMPILES", "").lower() not in ("", "0", "off", "no", "false"):
        Watcher(_to_stderr).start()
