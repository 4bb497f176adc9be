"""`ms.jit`: captured functions compiled by XLA, cached by what their result depends on.

A call looks its compiled program up by argument structure, shapes and dtypes; the rest of the key (the Cells'
structure and training flags) is checked only when something in the process has changed since the last call.
What cannot be traced runs in PyNative instead, and says why once.
"""

from __future__ import annotations

import functools
import inspect
import os
import re
import sys
import threading
import time
import weakref
from collections.abc import Callable
from types import CodeType, ModuleType
from typing import Any

import jax

from mindshim._core import (
    capture,
    churn,
    declared,
    errors,
    eviction,
    leaks,
    places,
    residuals,
    saved_graphs,
    state,
    tape,
)
from mindshim._core.control import journal, words
from mindshim._core.control.decisions import Path
from mindshim._core.control.refusal import CannotLower
from mindshim._core.donation import alone
from mindshim._core.program import Program
from mindshim._core.state import S
from mindshim._core.tensor import Tensor

_FALLBACK: Any = object()
#: What a program gives whose call has to be repeated in PyNative: nothing has been committed.
_REPEAT: Any = object()
#: How many paths of a function are compiled, where its statements' outcomes have no common form; all others run in PyNative.
_MOST_PATHS = 32
#: After how many arguments in a row that a function was not compiled for none is tried any more.
_HOPELESS = 16
_MISSING_ARGUMENT = re.compile(r"missing a required .*argument: '(\w+)'")


#: Who is told of compilations and refusals (`watch.Watcher`), while somebody asks.
watcher: Any = None


class Facts:
    """What is known of one function, by its code: for `compiled_code.get_code_extra`."""

    __slots__ = ("calls", "compiled", "latest", "name", "whole")

    def __init__(self, name: str) -> None:
        self.name = name
        #: How often it was compiled, whether the last time as one program, which, and how often that was called.
        self.compiled = 0
        self.whole = True
        self.latest: Any = None
        self.calls = 0


#: By the code of what was compiled.
facts: weakref.WeakKeyDictionary[CodeType, Facts] = weakref.WeakKeyDictionary()


class Compiled:
    """One captured and compiled signature of a function."""

    __slots__ = ("__weakref__", "decided", "epoch", "program", "run", "run_donated", "traced", "used", "written_at")

    def __init__(self, traced: capture.Traced, name: str) -> None:
        self.traced = traced
        self.decided = traced.decided
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

    def current(self) -> bool:
        """Whether this program still describes the function."""
        for t, array in self.traced.constants:
            if t._data is not array:
                return False
        for obj, name, before, _ in self.traced.expects:
            if not capture.same_value(places.held(obj, name), before):
                return False
        for variables, name, value in self.traced.globals:
            now = variables.get(name)
            if now is not value and not capture.same_value(now, value):
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

        `_REPEAT` if the call came to something that only PyNative can do.
        """
        self.used = True
        traced = self.traced
        if traced.changes:
            with capture.lock:
                lifted = traced.lifted
                if traced.slots:
                    lifted = list(lifted)
                    for at, slot in traced.slots:
                        if at >= 0:
                            lifted[at] = slot.now()
                if (traced.slots or traced.arg_written) and not self._holds([*args, *lifted]):
                    return _REPEAT
                return self._call(args, lifted, self._leaves(args, lifted), containers)
        with capture.lock:
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
        result = [Tensor._wrap(o) for o in out[:n]]
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
            values = [capture.unflatten(skeleton, rest, given) for _, _, skeleton, _ in traced.attrs]
            arguments = [next(rest) for _ in traced.arg_written]
            filled = [None if c.after is None else capture.unflatten(c.after, rest, given) for c in traced.contents]
            for (cell, name, _, _), value in zip(traced.attrs, values, strict=True):
                _commit_attribute(cell, name, value, traced)
            for i, new in zip(traced.arg_written, arguments, strict=True):
                _write(args[i], new)
            for c, value in zip(traced.contents, filled, strict=True):
                if value is not None:
                    journal.fill(c.obj if c.at < 0 else containers[c.at], value)
        for i, parameter in traced.returned:
            result[i] = parameter
        if traced.out is capture._TENSOR:
            return result[0]
        return capture.unflatten(traced.out, iter(result), given)

    def _taped(self, args: list[Tensor], lifted: list[Tensor], leaves: list[Any], refs: list[Any], containers: Any) -> Any:
        """Run inside a gradient: the forward pass keeps its residuals, so the backward pass repeats nothing."""
        if self.traced.output is not None and S.tape.depth > 1:
            # The gradient of the gradient runs the program again, and that would print again.
            return _REPEAT
        if self.traced.unbounded:
            # JAX has no gradient for a loop without a known end; the operators one by one have it.
            return _REPEAT
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
            return _REPEAT
        raise Turned(int(verdict) - 2)


class Turned(Exception):
    """A call took another path than the program: decision `at` has the other outcome."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


class Dead:
    """A path that can't be compiled."""

    used = False

    def __init__(self, decided: tuple[bool, ...]) -> None:
        self.decided = decided

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
    if value is capture._MISSING:
        if old is not capture._MISSING:
            delattr(cell, name)
        return
    if not isinstance(value, Tensor) and not isinstance(old, Tensor):
        if not capture.same_value(old, value):
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
            if out is _REPEAT:
                # PyNative does it all again.
                actions.clear()
        output.finish()
        return out


def make(traced: capture.Traced, name: str) -> Compiled:
    """The compiled form of a captured function."""
    return (Compiled if traced.output is None else Acting)(traced, name)


class _Alive:
    """A compiled method that keeps its object."""

    def __init__(self, found: JitFunction, instance: Any) -> None:
        self.__wrapped__ = found
        self.instance = instance

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.__wrapped__(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__wrapped__, name)


class _Counted:
    def __get__(self, instance: Any, owner: Any = None) -> int:
        return sys.getrefcount(instance)


#: How many references a descriptor sees of an object that only the expression holds which it is called in.
_TEMPORARY: int = getattr(type("_Probe", (), {"count": _Counted()})(), "count")  # noqa: B009


def _checks(reference: weakref.ref[Any]) -> Callable[[Any, Any], None]:
    """The check of the arguments that a Cell's `set_inputs` declared."""

    def check(args: Any, kwargs: Any) -> None:
        cell: Any = reference()
        cell.check_inputs(args, kwargs)

    return check


class JitFunction:
    """A compiled function: what `ms.jit` returns."""

    __name__: str
    __qualname__: str
    #: The user's function, where `fn` only calls it.
    source: Any = None
    #: Checks the arguments of a call against what was declared of them, when they are new.
    check: Callable[[Any, Any], None] | None = None
    #: Whether the settings of a Cell ask for strict syntax.
    strict: Callable[[], bool] | None = None
    #: What `enable_dynamic` declared.
    __ms_dynamic_inputs__: Any = None

    def __init__(self, fn: Callable[..., Any], *, fullgraph: bool = False, instance: Any = None, of_source: bool = True) -> None:
        self.__wrapped__ = fn
        self._fn = fn
        self._fullgraph = fullgraph
        #: Whether MindSpore would compile the source, which has rules of its own, or what Python does.
        self._of_source = of_source
        self._instance = instance
        self._cache: dict[Any, Any] = {}
        self._told: set[str] = set()
        #: For how many arguments it was compiled, and how many in a row could not be.
        self._signatures = 0
        self._refused = 0
        #: The statements that are decided while it is traced, and how many paths it was compiled for.
        self._statements: frozenset[str] = frozenset()
        self._paths = 0
        #: For each object of a method, by identity.
        self._bound: dict[int, JitFunction] = {}
        # What has no name of its own: a `functools.partial`, a Primitive.
        named = getattr(fn, "func", fn)
        self.__name__ = getattr(named, "__name__", type(named).__name__)
        self.__qualname__ = getattr(named, "__qualname__", self.__name__)
        functools.update_wrapper(self, fn, updated=())
        cell: Any = getattr(fn, "__self__", None)
        if getattr(fn, "__name__", "") == "construct" and hasattr(cell, "check_inputs"):
            self.check = cell.check_inputs

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None or not hasattr(self._fn, "__get__"):
            return self
        # Methods compile per object, whatever equals it: the object's attributes are constants of the program.
        bound = self._bound
        at = id(instance)
        found = bound.get(at)
        if found is None:
            try:
                reference = weakref.ref(instance, lambda _: bound.pop(at, None))
            except TypeError:
                # An argument like others.
                return functools.partial(self, instance)
            fn = self._fn

            @functools.wraps(fn)
            def method(*args: Any, **kwargs: Any) -> Any:
                obj: Any = reference()
                if obj is None:
                    raise ReferenceError(f"The object of the compiled method '{fn.__qualname__}' is gone: keep it as long as the method.")
                if S.scope is None:
                    return fn(obj, *args, **kwargs)
                if hasattr(obj, "_version"):
                    # A Cell's attributes are constants of the program, as when it is called itself.
                    S.scope.cell_called(obj)
                return S.scope.inside(fn)(obj, *args, **kwargs)

            # What it wraps takes `self` too.
            method.__signature__ = inspect.signature(fn.__get__(instance, owner))  # type: ignore[attr-defined]
            found = bound[at] = JitFunction(method, fullgraph=self._fullgraph, of_source=self._of_source)
            found.__ms_dynamic_inputs__ = self.__ms_dynamic_inputs__
            if fn.__name__ == "construct" and hasattr(instance, "check_inputs"):
                found.check = _checks(reference)
        # Of an object that nobody else holds, `Model().method`, only what is returned here remains.
        return found if sys.getrefcount(instance) > _TEMPORARY else _Alive(found, instance)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if (scope := S.scope) is not None:
            if scope.thread == threading.get_ident():
                # Inside another trace the function is part of that program.
                return scope.inside(self._fn)(*args, **kwargs)
            # Another thread traces.
            with capture.lock:
                pass
        tensors: list[Tensor] = []
        plain = not kwargs
        if plain:
            for a in args:
                if type(a) is not Tensor or a.const_arg:
                    plain = False
                    break
        if plain:
            tensors = list(args)
            skeleton: Any = len(args)
        else:
            try:
                skeleton = capture.flatten((args, kwargs), tensors)
            except RecursionError:
                if S.graph_mode:
                    raise RuntimeError("Detect recursion when converting python object. A list or dict contains itself.") from None
                return self._plainly(args, kwargs)
        if S.tape is not None and tape.tracks_integers(tensors):
            # A program captured for integers has no gradient for JAX; the operators one by one have MindSpore's.
            return self._fn(*args, **kwargs)
        if S.hooked and any([t._hooks for t in tensors]):
            # The hooks of an argument are not the program's.
            return self._plainly(args, kwargs)
        key = (skeleton, S.amp, *[(t._data.shape, t._data.dtype) for t in tensors])
        entries = self._cache.get(key)
        if entries is not None:
            for entry in entries:
                if entry is _FALLBACK:
                    return self._plainly(args, kwargs)
                if entry.current():
                    try:
                        out = entry.call(tensors) if plain or not entry.traced.takes_containers else entry.call(tensors, capture.containers((args, kwargs), []))
                    except Turned as turned:
                        return self._turn(key, skeleton, entry, turned, tensors, args, kwargs)
                    return out if out is not _REPEAT else self._repeat(entry, args, kwargs)
        return self._compile(key, skeleton, tensors, args, kwargs)

    def _compile(self, key: Any, skeleton: Any, tensors: list[Tensor], args: Any, kwargs: Any) -> Any:
        with capture.lock:
            # Another thread may have compiled it in the meantime.
            entry = next((e for e in self._cache.get(key, ()) if e is _FALLBACK or e.current()), None)
            if entry is None:
                entry = self._trace(key, skeleton, tensors, args, kwargs)
        if entry is _FALLBACK:
            return self._plainly(args, kwargs)
        try:
            out = entry.call(tensors, capture.containers((args, kwargs), []) if entry.traced.takes_containers else ())
        except Turned as turned:
            return self._turn(key, skeleton, entry, turned, tensors, args, kwargs)
        return out if out is not _REPEAT else self._repeat(entry, args, kwargs)

    def _turn(self, key: Any, skeleton: Any, entry: Any, turned: Turned, tensors: list[Tensor], args: Any, kwargs: Any) -> Any:
        """Call the program of the path that the call takes, which is not that of `entry`."""
        while True:
            outcomes = (*entry.decided[: turned.at], not entry.decided[turned.at])
            with capture.lock:
                entries = self._cache.get(key, [])
                entry = next((e for e in entries if e is not _FALLBACK and e.decided[: len(outcomes)] == outcomes and (isinstance(e, Dead) or e.current())), None)
                if entry is None:
                    entry = self._trace(key, skeleton, tensors, args, kwargs, outcomes)
                elif not isinstance(entry, Dead):
                    # The next call is likely to be like this one.
                    entries.remove(entry)
                    entries.insert(0, entry)
            if entry is _FALLBACK or isinstance(entry, Dead):
                return self._plainly(args, kwargs)
            try:
                out = entry.call(tensors, capture.containers((args, kwargs), []) if entry.traced.takes_containers else ())
            except Turned as again:
                turned = again
                continue
            return out if out is not _REPEAT else self._repeat(entry, args, kwargs)

    def _capture(self, skeleton: Any, avals: list[Any], tensors: list[Tensor], outcomes: tuple[bool, ...]) -> capture.Traced:
        """Trace the function; statements whose outcomes have no common form are decided, first as `outcomes` says."""
        statements, first = self._statements, None
        while True:
            path = Path(statements, outcomes, [t._data for t in tensors])
            try:
                traced = capture.trace(self._fn, skeleton, avals, checks=True, path=path)
            except (*errors.UNTRACEABLE, CannotLower) as error:
                if path.diverging <= statements:
                    raise (error if outcomes else first or error) from None
                first = first or error
                # Decisions of fewer statements say nothing of these.
                statements, outcomes = statements | path.diverging, ()
                continue
            self._statements = statements
            return traced

    def prepare(self, args: Any, kwargs: Any) -> None:
        """Add the program for arguments like these to the cache, without running it."""
        tensors: list[Tensor] = []
        skeleton = capture.flatten((args, kwargs), tensors)
        if not kwargs and all(type(a) is Tensor and not a.const_arg for a in args):
            # As calls of nothing but Tensors are looked up.
            skeleton = len(args)
        key = (skeleton, S.amp, *[(t._data.shape, t._data.dtype) for t in tensors])
        with capture.lock:
            if not any(e is _FALLBACK or e.current() for e in self._cache.get(key, ())):
                self._trace(key, skeleton, tensors, args, kwargs)

    def _trace(self, key: Any, skeleton: Any, tensors: list[Tensor], args: Any, kwargs: Any, outcomes: tuple[bool, ...] = ()) -> Any:
        """Add a program to the cache: it, or `_FALLBACK` if there can't be one. `outcomes` are the decisions that its path begins with."""
        self._check(args, kwargs)
        if self._refused >= _HOPELESS:
            self._keep(key, [_FALLBACK])
            return _FALLBACK
        if isinstance(skeleton, int):
            skeleton = capture.flatten((args, kwargs), [])
        avals = [jax.ShapeDtypeStruct(t._data.shape, t._data.dtype) for t in tensors]
        began = time.perf_counter()
        noted = self._facts()
        noted.compiled += 1
        noted.whole, noted.calls, noted.latest = False, 0, None
        try:
            traced = self._capture(skeleton, avals, tensors, outcomes)
            self._paths += bool(traced.decided)
            if self._paths > _MOST_PATHS:
                raise CannotLower(f"Tensor values decide for more than {_MOST_PATHS} different paths")
            self._refuse_counters(key, traced)
            if self._of_source:
                leaks.refuse_functions(traced.out)
                if self._is_strict():
                    traced.out = capture.without_dicts(traced.out)
            entry = make(traced, self.__name__)
        except (*errors.UNTRACEABLE, jax.errors.UnexpectedTracerError, CannotLower) as error:
            if self._of_source and isinstance(error, leaks.FunctionOfTensors):
                raise RuntimeError(f"{leaks.NO_FUNCTION} {error}") from None
            if self._fullgraph:
                fn = self.source or self._fn
                name = getattr(fn, "__qualname__", self.__name__)
                why = CannotLower(f"The function '{name}' cannot be compiled as a whole (fullgraph=True): {reason_of(error, fn)}")
                raise why.with_traceback(error.__traceback__) from None
            self._tell(error)
            if outcomes and self._paths <= _MOST_PATHS:
                dead: Any = Dead(outcomes)
                self._cache[key].insert(1, dead)
                return dead
            self._refused += 1
            self._keep(key, [_FALLBACK])
            return _FALLBACK
        except Exception as error:
            said = words.translate(error) if self._of_source else error
            if said is error:
                raise
            raise said from None
        if watcher is not None:
            watcher.compiled(self, key, self._cache.get(key, []), time.perf_counter() - began, bool(outcomes))
        noted.whole, noted.latest = True, weakref.ref(entry)
        if saved_graphs.wanted():
            saved_graphs.save(entry.traced, self.__name__)
        self._refused = 0
        entries = self._cache.get(key)
        if entries is None:
            self._keep(key, [entry])
            self._signatures += 1
            if self._signatures == churn.MANY:
                churn.tell(self)
        else:
            entries.insert(0, entry)
            # Old programs of a Cell that keeps changing would pile up.
            del entries[8:]
        return entry

    def _keep(self, key: Any, entries: list[Any]) -> None:
        """Add the programs of new arguments to the cache; those of arguments that are no longer used make room."""
        cache = self._cache
        while len(cache) >= eviction.MOST:
            oldest = next(iter(cache))
            old = cache.pop(oldest)
            used = [e for e in old if e is not _FALLBACK and e.used]
            for e in used:
                e.used = False
            if used:
                cache[oldest] = old
        cache[key] = entries

    def _is_strict(self) -> bool:
        """Whether MindSpore would compile with strict syntax, where dicts in results become tuples of their values."""
        from mindshim import context

        if self._fullgraph or os.environ.get("MS_DEV_JIT_SYNTAX_LEVEL") == "0":
            return True
        return context.get_context("jit_syntax_level") == context.STRICT or (self.strict is not None and self.strict())

    def _check(self, args: Any, kwargs: Any) -> None:
        """Refuse arguments that are not as `set_inputs` or `enable_dynamic` declared."""
        if self._of_source:
            self._check_names(args, kwargs)
        if self.check is not None:
            self.check(args, kwargs)
        dynamic = self.__ms_dynamic_inputs__ or getattr(self._fn, "__ms_dynamic_inputs__", None)
        if dynamic is not None:
            declared.check_enabled(dynamic, self.source or self._fn, args, kwargs)

    def _check_names(self, args: Any, kwargs: Any) -> None:
        """Refuse arguments that the function does not have."""
        if self.source is not None:
            args = (None, *args)
        try:
            signature = inspect.signature(self.source or self._fn)
        except (TypeError, ValueError):
            return
        try:
            signature.bind(*args, **kwargs)
        except TypeError as error:
            missing = _MISSING_ARGUMENT.match(str(error))
            name = missing.group(1) if missing else ""
            # Any other mistake is Python's TypeError, when the function is called.
            if name and signature.parameters[name].kind is inspect.Parameter.KEYWORD_ONLY and kwargs.keys() <= signature.parameters.keys():
                raise RuntimeError(f"Miss argument input for parameter:{name} of '{self.__qualname__}'.") from None

    def _facts(self) -> Facts:
        """The record of what this compiles; one of its own for what has no code."""
        code = getattr(inspect.unwrap(self.source or self._fn), "__code__", None)
        return Facts("") if code is None else facts.setdefault(code, Facts(self.__name__))

    def _plainly(self, args: Any, kwargs: Any) -> Any:
        """Run in PyNative."""
        before, S.falling_back = S.falling_back, True
        try:
            return self._fn(*args, **kwargs)
        except UnboundLocalError as error:
            raise words.translate(error) from None
        finally:
            S.falling_back = before

    def _refuse_counters(self, key: Any, traced: capture.Traced) -> None:
        """Leave to PyNative a function that gives an attribute another Python value at each call: each needs a program."""
        entries = [e for e in self._cache.get(key, ()) if isinstance(e, Compiled) and e.decided == traced.decided]
        for c in traced.contents:
            if c.at < 0 and sum(any(o.obj is c.obj for o in e.traced.contents) for e in entries) >= 2:
                raise CannotLower(f"a {type(c.obj).__name__} from outside that is changed in place has other contents at each call")
        for variables, name, value in traced.globals:
            others = [v for e in entries for space, n, v in e.traced.globals if n == name and space is variables]
            if sum(not capture.same_value(v, value) for v in others) >= 4:
                raise CannotLower(f"the global '{name}' has another value at each call")
        for obj, name, before, after in traced.expects:
            if sum(any(e[0] is obj and e[1] == name for e in entry.traced.expects) for entry in entries) >= 3:
                raise CannotLower(f"{_place(obj, name)} has another value at each call")
            if capture.same_value(before, after) or isinstance(after, Tensor):
                continue
            for entry in entries:
                found = [e[3] for e in entry.traced.expects if e[0] is obj and e[1] == name]
                # What a call has made of Tensors is not what was traced.
                if found and (capture.same_value(found[0], before) or isinstance(before, (tuple, list, dict))):
                    raise CannotLower(f"{_place(obj, name)} has another value at each call")

    def _repeat(self, entry: Compiled, args: Any, kwargs: Any) -> Any:
        """Run in PyNative a call that came to what the program can't do."""
        if S.tape is not None and entry.traced.unbounded:
            why = entry.traced.unbounded
            loop = "a loop whose number of iterations only the program knows"
            self._tell(CannotLower(f"it is differentiated, and has {why if isinstance(why, str) else loop}"))
        return self._plainly(args, kwargs)

    def _tell(self, error: Exception) -> None:
        """Say why the function runs in PyNative, each reason once."""
        if watcher is not None:
            watcher.refused(self, error)
        reason = str(error).split("\n", 1)[0]
        if reason not in self._told:
            self._told.add(reason)
            explain_fallback(self._fn, error)

    def __deepcopy__(self, memo: Any) -> JitFunction:
        return self


def _place(obj: Any, name: str) -> str:
    if name == places.CELL:
        return "a variable of a function around it"
    if isinstance(obj, (ModuleType, places.Namespace)):
        return f"the global '{name}'"
    return f"the attribute '{name}' of {obj.__qualname__ if isinstance(obj, type) else f'a {type(obj).__name__}'}"


def place_of(error: Exception) -> tuple[str, int] | None:
    """The file and the line of the user's program that an error comes from."""
    from mindshim._core.tracebacks import LIBRARIES

    where = None
    tb = error.__traceback__
    while tb is not None:
        filename = tb.tb_frame.f_code.co_filename
        if not filename.startswith(LIBRARIES):
            where = filename, tb.tb_lineno
        tb = tb.tb_next
    return where


def reason_of(error: Exception, fn: Any = None) -> str:
    """Why a function is not compiled, with the user's line; of `fn` where the error comes from none."""
    text = str(error).split("\n", 1)[0]
    where = place_of(error)
    code = getattr(inspect.unwrap(fn), "__code__", None) if fn is not None else None
    if where is None and code is not None and not re.search(r":\d+: ", text):
        where = code.co_filename, code.co_firstlineno
    return text + (f" at {where[0]}:{where[1]}" if where else "")


def explain_fallback(fn: Callable[..., Any], error: Exception) -> None:
    """Say, with the user's line, why a function runs in PyNative."""
    from mindshim import log

    log.warning(
        "The function '%s' cannot be compiled and runs in PyNative mode: %s", getattr(fn, "__qualname__", fn), reason_of(error, fn)
    )


_graph_cells: weakref.WeakKeyDictionary[Any, JitFunction] = weakref.WeakKeyDictionary()


def call_cell(cell: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call a Cell in GRAPH_MODE: its whole construct is one compiled program."""
    found = _graph_cells.get(cell) or graph_cell(cell)
    return found(*args, **kwargs)


def graph_cell(cell: Any) -> JitFunction:
    """A Cell as GRAPH_MODE calls it."""
    found = _graph_cells.get(cell)
    if found is None:
        reference = weakref.ref(cell)

        def construct(*args: Any, **kwargs: Any) -> Any:
            target: Any = reference()
            if S.scope is not None:
                return target(*args, **kwargs)
            # The fall-back: run the Cell as PyNative would.
            before, S.graph_mode = S.graph_mode, False
            try:
                return target(*args, **kwargs)
            finally:
                S.graph_mode = before

        construct.__name__ = construct.__qualname__ = type(cell).__name__
        if getattr(type(cell).construct, "__ms_dynamic_inputs__", None) is not None:
            raise ValueError("When using set_context(mode=GRAPH_MODE) together with nn.Cell, the 'enable_dynamic' cannot be set!")
        found = _graph_cells[cell] = JitFunction(construct)
        found.source = type(cell).construct
        found.strict = lambda: getattr(reference(), "jit_config_dict", {}).get("jit_syntax_level") == "STRICT"
        found.check = _checks(reference)
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
            if S.scope is not None:
                return run(*args, **kwargs)
            before, S.graph_mode = S.graph_mode, False
            try:
                return run(*args, **kwargs)
            finally:
                S.graph_mode = before

        gradient.__name__ = gradient.__qualname__ = f"grad_{getattr(fn, '__name__', type(fn).__name__)}"
        found = holder._graph = JitFunction(gradient)
        found.source = getattr(type(fn), "construct", None) if not hasattr(fn, "__code__") else fn
    return found(*args, **kwargs)


if os.environ.get("MINDSHIM_LOG_COMPILES"):
    from mindshim._core import watch

    watch.start_if_asked()
