"""Values of a traced function that would outlive it inside a Python object: such a result is refused.

What a compiled function returns is made of Tensors, numbers, lists, tuples and dicts; any other object is given back as
tracing made it, so it must not hold what only the program knows.
"""

from __future__ import annotations

import functools
from collections import OrderedDict
from collections.abc import Iterator
from types import FunctionType, MethodType, ModuleType
from typing import Any

from mindshim._core.control.refusal import CannotLower
from mindshim._core.tensor import Tensor, Tracer

NO_FUNCTION = "Function in output is not supported. Please check your code:"
_PLAIN = (str, bytes, int, float, complex, type(None), type, ModuleType)


class FunctionOfTensors(CannotLower):
    """A function that holds Tensors of the trace is a result."""


def refuse(value: Any, scope: Any) -> None:
    """CannotLower if an object in the result `value` of a traced function holds a Tensor of the trace."""
    seen: set[int] = set()
    _outside(value, scope, seen)


def refuse_functions(skeleton: Any) -> None:
    """RuntimeError if functions, methods, Cells or Primitives are in a result, which MindSpore's graphs don't give."""
    if type(skeleton) is tuple:
        for part in skeleton[1:]:
            if type(part) is tuple:
                for s in part:
                    refuse_functions(s)
        return
    value = getattr(skeleton, "value", None)
    if isinstance(value, (FunctionType, MethodType)) or hasattr(value, "construct") or hasattr(value, "add_prim_attr"):
        raise RuntimeError(f"{NO_FUNCTION} {getattr(value, '__qualname__', value)!s:.80}")


def _outside(value: Any, scope: Any, seen: set[int]) -> None:
    """Look through what becomes outputs."""
    if isinstance(value, (Tensor, *_PLAIN)) or id(value) in seen:
        return
    if isinstance(value, (list, tuple)):
        seen.add(id(value))
        for v in value:
            _outside(v, scope, seen)
    elif type(value) in (dict, OrderedDict) or (isinstance(value, dict) and hasattr(value, "__ms_mutable__")):
        seen.add(id(value))
        for k, v in value.items():
            if _traced(k, scope, seen):
                raise CannotLower("a dict whose keys are Tensors is a result")
            _outside(v, scope, seen)
    elif not hasattr(type(value), "_tensors") and _traced(value, scope, seen):
        kind = FunctionOfTensors if isinstance(value, (FunctionType, MethodType)) else CannotLower
        raise kind(f"a {type(value).__name__} that holds a Tensor which the function computes is a result")


def _traced(value: Any, scope: Any, seen: set[int]) -> bool:
    """Whether `value` is or holds a Tensor that has no value when the trace has ended."""
    if isinstance(value, Tensor):
        return isinstance(value.__dict__.get("_data"), Tracer) and id(value) not in scope.saved
    if isinstance(value, Tracer):
        return True
    if isinstance(value, _PLAIN) or id(value) in seen:
        return False
    seen.add(id(value))
    return any([_traced(v, scope, seen) for v in _parts(value, scope)])


def _parts(value: Any, scope: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.keys()
        yield from value.values()
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from value
    elif isinstance(value, FunctionType):
        yield from value.__defaults__ or ()
        for cell in value.__closure__ or ():
            try:
                yield cell.cell_contents
            except ValueError:
                pass
    elif isinstance(value, MethodType):
        yield value.__self__
    elif isinstance(value, functools.partial):
        yield from (*value.args, *value.keywords.values(), value.func)
    elif not hasattr(value, "_version"):
        # What is assigned to attributes of Cells, and of objects from outside, is undone when the trace ends.
        own = getattr(value, "__dict__", {})
        yield from [v for name, v in own.items() if (id(value), name) not in scope.attrs and (id(value), name) not in scope.touched]
        for kind in type(value).__mro__:
            slots = kind.__dict__.get("__slots__", ())
            for name in (slots,) if isinstance(slots, str) else slots:
                yield getattr(value, name, None)
