"""What a traced branch changes in Python objects: noted before the change, so that it can be undone and joined."""

from __future__ import annotations

from collections import deque
from typing import Any

import numpy as np

from mindshim._core import places
from mindshim._core.control.decisions import diverges
from mindshim._core.control.refusal import refuse
from mindshim._core.state import S
from mindshim._core.tensor import Tensor

MISSING: Any = places.MISSING
CONTAINERS = (list, dict, set, bytearray, deque)
#: Methods of containers that change them.
CHANGING = frozenset(
    "append extend insert pop popitem update add remove discard clear setdefault sort reverse appendleft popleft "
    "extendleft rotate intersection_update difference_update symmetric_difference_update __setitem__ __delitem__".split()
)


class Entry:
    """One container, or one attribute of an object, and what it held before."""

    __slots__ = ("before", "name", "obj")

    def __init__(self, obj: Any, name: str | None, before: Any) -> None:
        self.obj = obj
        self.name = name
        self.before = before

    def now(self) -> Any:
        """What it holds now: a value, or a copy of the container."""
        if self.name is not None:
            return places.held(self.obj, self.name)
        return _copy(self.obj)

    def put(self, value: Any) -> None:
        """Make it hold `value` (what `now` gave, or a joined value)."""
        if self.name is not None:
            places.hold(self.obj, self.name, value)
        else:
            fill(self.obj, value)


def _copy(obj: Any) -> Any:
    if isinstance(obj, np.ndarray):
        return obj.copy()
    make: Any = [kind for kind in CONTAINERS if isinstance(obj, kind)][0]
    return make(obj)


def fill(obj: Any, value: Any) -> None:
    """Make a container hold the elements of another one."""
    if isinstance(obj, (list, bytearray)):
        obj[:] = value
    elif isinstance(obj, np.ndarray):
        obj[...] = value
    elif isinstance(obj, (dict, set)):
        obj.clear()
        obj.update(value)
    else:
        obj.clear()
        obj.extend(value)


def touch(obj: Any) -> None:
    """`obj` is about to be changed in place by an item assignment or a method."""
    scope = S.scope
    if scope is None or isinstance(obj, Tensor):
        return
    _check_frozen(scope, obj)
    if isinstance(obj, (*CONTAINERS, np.ndarray)):
        if id(obj) not in scope.journal:
            scope.journal[id(obj)] = Entry(obj, None, _copy(obj))
    elif scope.parent is not None and hasattr(type(obj), "__setitem__"):
        refuse(f"an item of a {type(obj).__name__} is assigned where a Tensor's value decides whether")


def touch_inplace(obj: Any) -> None:
    """The operand of an augmented assignment: changed in place if it is a container."""
    if isinstance(obj, (*CONTAINERS, np.ndarray)):
        touch(obj)


def touch_attribute(obj: Any, name: str) -> None:
    """An attribute of `obj` is about to be assigned or deleted."""
    scope = S.scope
    if scope is None:
        return
    if isinstance(obj, Tensor):
        if scope.parent is not None:
            refuse(f"the attribute '{name}' of a Tensor is assigned where a Tensor's value decides whether")
        return
    if isinstance(getattr(type(obj), name, None), property):
        refuse(f"the attribute '{name}' of a {type(obj).__name__} is a property, and is assigned")
    if scope.parent is None:
        _touch_outside_branches(scope, obj, name)
        return
    have: Any = getattr(obj, "__dict__", {})
    if name in have.get("_params", ()):
        # Written in place, which the scope notes.
        return
    if name in have.get("_cells", ()) or name in have.get("_buffers", ()):
        refuse(f"the member '{name}' of a Cell is replaced where a Tensor's value decides whether")
    key = (id(obj), name)
    if key not in scope.journal:
        scope.journal[key] = Entry(obj, name, places.held(obj, name))


def _touch_outside_branches(scope: Any, obj: Any, name: str) -> None:
    """Note an attribute that the function itself changes: each call of the program is to change it."""
    have: Any = getattr(obj, "__dict__", {})
    if not any(name in have.get(kind, ()) for kind in ("_params", "_cells", "_buffers")):
        scope.attr_touched(obj, name)


def touch_global(variables: dict[str, Any], name: str) -> None:
    """A global variable may be assigned."""
    if S.scope is not None:
        touch_attribute(places.namespace(variables), name)


def touch_nonlocal(read: Any) -> None:
    """The variable of a function around that `read` gives may be assigned."""
    if S.scope is not None:
        (cell,) = read.__closure__
        touch_attribute(cell, places.CELL)


def touch_unknown() -> None:
    """Something that cannot be named again is about to be changed."""
    scope = S.scope
    if scope is not None and scope.parent is not None:
        refuse("what an expression gives is changed in place where a Tensor's value decides whether")


def _check_frozen(scope: Any, obj: Any) -> None:
    while scope is not None:
        if id(obj) in scope.frozen:
            diverges(scope.frozen[id(obj)][1])
            refuse("a list or dict is changed in place after it was chosen by a Tensor's value: which object, only the program knows")
        scope = scope.parent


def undo(journal: dict[Any, Entry]) -> None:
    """Put everything back to what it was."""
    for entry in reversed(journal.values()):
        entry.put(entry.before)
