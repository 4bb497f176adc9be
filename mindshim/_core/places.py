"""What a compiled function changes outside besides Tensors: attributes of objects, globals, variables of functions around it, lists and dicts.

A trace undoes such changes; each call of the program makes them, with its own values. What was there before the change is
part of what the program was captured for. A place that holds a Tensor is an input of the program: each call takes the Tensor
that is there then. While tracing, a stand-in is there, so that the Tensor reached by this way is told from the same one
reached by another.

What the function made itself is no place. It is told apart by running the function again: what is outside is met again.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable
from functools import lru_cache
from types import CellType, CodeType
from typing import Any

import numpy as np

from mindshim._core.control.refusal import CannotLower
from mindshim._core.tensor import Tensor

MISSING: Any = object()
#: The name of the only attribute of a closure's cell.
CELL = "cell_contents"


def held(obj: Any, name: str) -> Any:
    """What the attribute `name` of `obj` itself holds, past descriptors; MISSING if it has none."""
    if type(obj) is CellType:
        try:
            return obj.cell_contents
        except ValueError:
            return MISSING
    have = getattr(obj, "__dict__", None)
    return getattr(obj, name, MISSING) if have is None else have.get(name, MISSING)


def hold(obj: Any, name: str, value: Any) -> None:
    """Make the attribute hold `value`, past what the object does about it."""
    if type(obj) is CellType:
        if value is MISSING:
            del obj.cell_contents
        else:
            obj.cell_contents = value
        return
    have = getattr(obj, "__dict__", None)
    if type(have) is not dict:
        # A class, or an object with slots.
        if value is not MISSING:
            (type if isinstance(obj, type) else object).__setattr__(obj, name, value)
        elif held(obj, name) is not MISSING:
            (type if isinstance(obj, type) else object).__delattr__(obj, name)
    elif value is MISSING:
        have.pop(name, None)
    else:
        have[name] = value


class Namespace:
    """The globals of code that belongs to no module, as an object."""


_namespaces: dict[int, Any] = {}


def namespace(variables: dict[str, Any]) -> Any:
    """The object whose attributes these globals are: their module."""
    module = sys.modules.get(variables.get("__name__", ""))
    if module is not None and vars(module) is variables:
        return module
    found = _namespaces.get(id(variables))
    if found is None:
        found = _namespaces[id(variables)] = Namespace()
        found.__dict__ = variables
    return found


class Slot:
    """A place that holds a plain Tensor: an attribute (`item` is False), or an element of a list or dict."""

    __slots__ = ("item", "key", "obj", "original", "stand_in")

    def __init__(self, obj: Any, key: Any, item: bool) -> None:
        self.obj = obj
        self.key = key
        self.item = item
        self.original = self.now()
        self.stand_in = Tensor._wrap(self.original._data)

    def now(self) -> Any:
        """What is there."""
        if not self.item:
            return held(self.obj, self.key)
        try:
            return self.obj[self.key]
        except LookupError:
            return MISSING

    def put(self, value: Any) -> None:
        """Change what is there."""
        if self.item:
            self.obj[self.key] = value
        else:
            hold(self.obj, self.key, value)

    def fits(self) -> bool:
        """Whether a Tensor is there that the program can take in the place of the one that it was captured with."""
        t = self.now()
        return t is self.original or suits(t) and t._data.shape == self.original._data.shape and t._data.dtype == self.original._data.dtype


def suits(t: Any) -> bool:
    """Whether a Tensor may be replaced by another one: it has no hooks and is not a Parameter."""
    return type(t) is Tensor and not t._is_parameter and not t._hooks


class Contents:
    """A list, dict or the like that a call changes: an argument (`at`), or an object from outside."""

    __slots__ = ("after", "at", "before", "obj", "read")

    def __init__(self, obj: Any, at: int, before: Any, after: Any, read: set[int]) -> None:
        self.obj = obj
        self.at = at
        self.before = before
        self.after = after
        #: The Tensors whose values the program takes in, by identity.
        self.read = read

    def current(self) -> bool:
        """Whether an object from outside holds what the program was captured for."""
        return self.at >= 0 or same_contents(self.before, self.obj, self.read)


def same_value(a: Any, b: Any) -> bool:
    """Whether two values of an attribute are the same to a program."""
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if isinstance(a, (tuple, list)):
        return len(a) == len(b) and all(map(same_value, a, b))
    return isinstance(a, (bool, int, float, str, complex)) and a == b


def _alike(a: Any, b: Any, read: set[int]) -> bool:
    """Whether two elements are the same to a program that takes in the Tensors `read`."""
    if a is b:
        return True
    if suits(a) and suits(b):
        return id(a) not in read and a._data.shape == b._data.shape and a._data.dtype == b._data.dtype
    if type(a) is tuple and type(b) is tuple:
        return len(a) == len(b) and all(_alike(x, y, read) for x, y in zip(a, b, strict=True))
    return not isinstance(a, (list, dict)) and same_value(a, b)


def same_contents(before: Any, now: Any, read: set[int]) -> bool:
    """Whether a container holds what it held."""
    if isinstance(now, np.ndarray):
        return before.shape == now.shape and before.dtype == now.dtype and before.tobytes() == now.tobytes()
    if isinstance(now, dict):
        return list(before) == list(now) and all(_alike(before[k], now[k], read) for k in before)
    if isinstance(now, (list, deque)):
        return len(before) == len(now) and all(_alike(a, b, read) for a, b in zip(before, now, strict=True))
    return before == now


def read_globals(code: dict[CodeType, dict[str, Any]], touched: Any) -> list[tuple[dict[str, Any], str, Any]]:
    """The numbers, strings and Tensors among the globals that functions name, but those that they assign."""
    found: dict[tuple[int, str], tuple[dict[str, Any], str, Any]] = {}
    for made, variables in code.items():
        if not _names(made).isdisjoint(variables):
            for name in _names(made) & variables.keys():
                value = variables[name]
                if isinstance(value, (bool, int, float, str, complex)) or suits(value):
                    found[id(variables), name] = variables, name, value
    return [f for f in found.values() if (id(namespace(f[0])), f[1]) not in touched]


@lru_cache(4096)
def _names(code: CodeType) -> frozenset[str]:
    inside = [_names(c) for c in code.co_consts if isinstance(c, CodeType)]
    return frozenset(code.co_names).union(*inside)


# -- telling what is outside ---------------------------------------------------------------------------------------


class Box:
    """Holds an object, to find out whether anything else does, besides `others` that are known."""

    __slots__ = ("obj", "others")

    def __init__(self, obj: Any, others: int = 0) -> None:
        self.obj = obj
        self.others = others

    def references(self) -> int:
        """How many references Python counts now."""
        return sys.getrefcount(self.obj)

    def outlives(self) -> bool:
        """Whether something else refers to the object."""
        return self.references() > _ALONE + self.others


#: How many references an object has that only a box holds.
_ALONE = Box([]).references()


def inside(found: Iterable[Any]) -> dict[int, int]:
    """How often each list and dict is an element of one of those `found`."""
    counts: dict[int, int] = {}

    def count(values: Iterable[Any]) -> None:
        for v in values:
            if isinstance(v, tuple):
                count(v)
            elif isinstance(v, (list, dict)):
                counts[id(v)] = counts.get(id(v), 0) + 1

    for c in found:
        count(c.values() if isinstance(c, dict) else c)
    return counts


def elements(obj: Any) -> Iterable[tuple[Any, Any]]:
    """The keys and elements of a list or dict."""
    if isinstance(obj, list):
        return enumerate(obj)
    return obj.items() if isinstance(obj, dict) else ()


def refuse_leak(value: Any, made_here: Any) -> None:
    """A container whose elements can't be told one by one must not hold Tensors of the trace."""
    if isinstance(value, (set, deque)) and any(isinstance(v, Tensor) and made_here(v) for v in value):
        raise CannotLower(f"a {type(value).__name__} from outside is given a Tensor")
