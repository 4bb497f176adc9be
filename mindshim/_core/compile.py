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
from types import CodeType
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
    saved_graphs,
    state,
    tape,
)
from mindshim._core import skeleton as skeletons
from mindshim._core.compiled import REPEAT, Compiled, Dead, Turned, make
from mindshim._core.control import words
from mindshim._core.control.decisions import Path
from mindshim._core.control.refusal import CannotLower
from mindshim._core.reasons import explain_fallback, place_named, reason_of
from mindshim._core.state import S
from mindshim._core.tensor import Tensor

_FALLBACK: Any = object()
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


def checks_of(reference: weakref.ref[Any]) -> Callable[[Any, Any], None]:
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
                found.check = checks_of(reference)
        # Of an object that nobody else holds, `Model().method`, only what is returned here remains.
        return found if sys.getrefcount(instance) > _TEMPORARY else _Alive(found, instance)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if (scope := S.scope) is not None:
            if scope.thread == threading.get_ident():
                # Inside another trace the function is part of that program.
                return scope.inside(self._fn)(*args, **kwargs)
            # Another thread traces.
            with state.lock:
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
                skeleton = skeletons.flatten((args, kwargs), tensors)
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
        try:
            # An array's own properties take several times as long.
            key = (skeleton, S.amp, *[(a.shape, a.dtype) for a in [t._data.aval for t in tensors]])
        except AttributeError:
            # Texts are NumPy's.
            key = (skeleton, S.amp, *[(t._data.shape, t._data.dtype) for t in tensors])
        entries = self._cache.get(key)
        if entries is not None:
            for entry in entries:
                if entry is _FALLBACK:
                    return self._plainly(args, kwargs)
                if entry.current():
                    try:
                        out = entry.call(tensors) if plain or not entry.traced.takes_containers else entry.call(tensors, skeletons.containers((args, kwargs), []))
                    except Turned as turned:
                        entry = self._turn(key, skeleton, entry, turned.at, tensors, args, kwargs)
                        return self._run(key, skeleton, entry, tensors, args, kwargs)
                    return out if out is not REPEAT else self._repeat(entry, args, kwargs)
        return self._compile(key, skeleton, tensors, args, kwargs)

    def _compile(self, key: Any, skeleton: Any, tensors: list[Tensor], args: Any, kwargs: Any) -> Any:
        with state.lock:
            # Another thread may have compiled it in the meantime.
            entry = next((e for e in self._cache.get(key, ()) if e is _FALLBACK or e.current()), None)
            if entry is None:
                entry = self._trace(key, skeleton, tensors, args, kwargs)
                if os.environ.get("MS_DEV_PRECOMPILE_ONLY") == "1":
                    # Nothing runs, nor a later call while this is set.
                    self._cache.pop(key, None)
                    return None
        return self._run(key, skeleton, entry, tensors, args, kwargs)

    def _run(self, key: Any, skeleton: Any, entry: Any, tensors: list[Tensor], args: Any, kwargs: Any) -> Any:
        """Call a program, or that of the path which the call takes instead."""
        while entry is not _FALLBACK and not isinstance(entry, Dead):
            try:
                out = entry.call(tensors, skeletons.containers((args, kwargs), []) if entry.traced.takes_containers else ())
            except Turned as turned:
                entry = self._turn(key, skeleton, entry, turned.at, tensors, args, kwargs)
                continue
            return out if out is not REPEAT else self._repeat(entry, args, kwargs)
        return self._plainly(args, kwargs)

    def _turn(self, key: Any, skeleton: Any, entry: Any, at: int, tensors: list[Tensor], args: Any, kwargs: Any) -> Any:
        """The program for a call whose decision `at` is not that of `entry`."""
        outcomes = (*entry.decided[:at], not entry.decided[at])
        with state.lock:
            if entry.statements != self._statements:
                # Since then more statements are decided, of which its decisions say nothing.
                outcomes = ()
            entries = self._cache.get(key, [])
            found = next((e for e in entries if self._begins(e, outcomes)), None)
            if found is None:
                return self._trace(key, skeleton, tensors, args, kwargs, outcomes)
            if not isinstance(found, Dead):
                # The next call is likely to be like this one.
                entries.remove(found)
                entries.insert(0, found)
            return found

    def _begins(self, entry: Any, outcomes: tuple[bool, ...]) -> bool:
        """Whether the path of a program begins with these decisions."""
        if entry is _FALLBACK or entry.statements != self._statements or entry.decided[: len(outcomes)] != outcomes:
            return False
        return isinstance(entry, Dead) or entry.current()

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
        skeleton = skeletons.flatten((args, kwargs), tensors)
        if not kwargs and all(type(a) is Tensor and not a.const_arg for a in args):
            # As calls of nothing but Tensors are looked up.
            skeleton = len(args)
        key = (skeleton, S.amp, *[(t._data.shape, t._data.dtype) for t in tensors])
        with state.lock:
            if not any(e is _FALLBACK or e.current() for e in self._cache.get(key, ())):
                self._trace(key, skeleton, tensors, args, kwargs)

    def _trace(self, key: Any, skeleton: Any, tensors: list[Tensor], args: Any, kwargs: Any, outcomes: tuple[bool, ...] = ()) -> Any:
        """Add a program to the cache: it, or `_FALLBACK` if there can't be one. `outcomes` are the decisions that its path begins with."""
        self._check(args, kwargs)
        if self._refused >= _HOPELESS:
            self._keep(key, [_FALLBACK])
            return _FALLBACK
        if isinstance(skeleton, int):
            skeleton = skeletons.flatten((args, kwargs), [])
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
                    traced.out = skeletons.without_dicts(traced.out)
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
                dead: Any = Dead(outcomes, self._statements)
                # Not the first, which calls are tried with.
                self._cache.setdefault(key, []).insert(1, dead)
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
            if sum(not places.same_value(v, value) for v in others) >= 4:
                raise CannotLower(f"the global '{name}' has another value at each call")
        for obj, name, before, after in traced.expects:
            if sum(any(e[0] is obj and e[1] == name for e in entry.traced.expects) for entry in entries) >= 3:
                raise CannotLower(f"{place_named(obj, name)} has another value at each call")
            if places.same_value(before, after) or isinstance(after, Tensor):
                continue
            for entry in entries:
                found = [e[3] for e in entry.traced.expects if e[0] is obj and e[1] == name]
                # What a call has made of Tensors is not what was traced.
                if found and (places.same_value(found[0], before) or isinstance(before, (tuple, list, dict))):
                    raise CannotLower(f"{place_named(obj, name)} has another value at each call")

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


if os.environ.get("MINDSHIM_LOG_COMPILES"):
    from mindshim._core import watch

    watch.start_if_asked()
