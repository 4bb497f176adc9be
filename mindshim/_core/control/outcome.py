"""Giving the traced code around a branch or loop what was computed there: variables, written Tensors, changed objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim._core.control import journal as journals
from mindshim._core.control.numbers import TracedNumber
from mindshim._core.control.refusal import fail_if as fail_if
from mindshim._core.control.refusal import refuse
from mindshim._core.control.values import NUMBER, UNDEFINED, Mismatch, Node, rebuild
from mindshim._core.state import S
from mindshim._core.tensor import Tensor

#: The variable that holds what the function returns; where it has no value, nobody looks.
RETURNED = "_ms_ret"


def freeze(value: Any, where: str = "") -> None:
    """`value` may be one of several objects, by the statement at `where`: writing to it in place would have to write to that one."""
    S.scope.frozen[id(value)] = value, where


def wrap(node: Node, out: Tensor) -> Any:
    """An output of a conditional or loop as what the program's variable holds."""
    return TracedNumber.of(out._data, node.what) if node.kind == NUMBER else out


def give(entry: journals.Entry, value: Any) -> None:
    """Make the change that branches made to an object, in the code around them."""
    obj, name = entry.obj, entry.name
    if name is None:
        journals.touch(obj)
        entry.put(value)
    elif value is journals.MISSING:
        journals.touch_attribute(obj, name)
        entry.put(value)
    else:
        journals.touch_attribute(obj, name)
        setattr(obj, name, value)


def write(t: Tensor, new: Tensor) -> None:
    """Write a Tensor that was written in a branch."""
    t._assign_data(new._data, new._ref)


def unjoinable(name: str, error: Mismatch, where: str) -> Any:
    """A variable that has no common form: it is without value from here on; who reads it ends the trace."""
    if name == RETURNED:
        refuse(f"{where}: what is returned is {error}")
    without_value(name, f"{where}: '{name}' is {error}")
    return UNDEFINED


def without_value(name: str, why: str) -> None:
    """Note why a variable has no value from here on."""
    scope = S.scope
    while scope is not None:
        scope.unjoined[name] = why
        scope = scope.parent


def structure(node: Node, made: list[Any], where: str = "") -> Any:
    """The value of a structure that the statement at `where` joined, in the scope of now."""
    return rebuild(node, made, lambda value: freeze(value, where))


Setter = Callable[[tuple[Any, ...]], None]
