"""Nested arguments and results as Tensors and a hashable skeleton of the rest: what compiled functions are looked up by, and made from."""

from __future__ import annotations

from collections import OrderedDict
from itertools import repeat
from math import nan
from operator import is_
from types import GeneratorType, MethodType
from typing import TYPE_CHECKING, Any

import numpy as np

from mindshim._core import effects
from mindshim._core.control.refusal import CannotLower
from mindshim._core.tensor import Tensor, Tracer

if TYPE_CHECKING:
    from mindshim._core.scope import Scope


def flatten(value: Any, tensors: list[Tensor]) -> Any:
    """A hashable skeleton of nested arguments; the Tensors (Parameters excepted) go to `tensors`."""
    if isinstance(value, Tensor):
        if value._is_parameter or value.const_arg:
            return Held(value)
        tensors.append(value)
        return TENSOR
    kind = type(value)
    if kind in (int, float, bool, str, type(None), complex):
        if kind is float and (value == 0 or value != value):
            # 0.0 equals -0.0, and nan not itself.
            return (kind, value, str(value)) if value == 0 else (kind, nan)
        return (kind, value)
    if kind is tuple or kind is list:
        return (kind, _flatten_all(value, tensors))
    if isinstance(value, dict):
        held = Mapping(kind) if hasattr(kind, "__ms_mutable__") else dict
        keys, items = tuple(value), _flatten_all(value.values(), tensors)
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


def _flatten_all(values: Any, tensors: list[Tensor]) -> tuple[Any, ...]:
    """`flatten` of each: of many Tensors and nothing else in one go."""
    if all(map(is_, map(type, values), repeat(Tensor))) and not any([v.const_arg for v in values]):
        tensors.extend(values)
        return (TENSOR,) * len(values)
    return tuple([flatten(v, tensors) for v in values])


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


#: In a skeleton: the next Tensor.
TENSOR = "T"


class Argument(Held):
    """In a skeleton: the Tensor of the call's arguments with this number, or the list or dict."""

    __slots__ = ("container",)

    def __init__(self, at: int, container: bool) -> None:
        super().__init__(at, (at, container))
        self.container = container


class Standing(Held):
    """In a skeleton: the Tensor that is in a place (`places.Slot`) when the program is called."""


def unflatten(skeleton: Any, tensors: Any, given: Any = None) -> Any:
    """The nested value of a skeleton; `tensors` is an iterator. `given` has a call's Tensors and its lists and dicts.

    Where it is a list instead, the lists and dicts that are made are added to it, in the order of `containers`.
    """
    if skeleton is TENSOR:
        return next(tensors)
    if isinstance(skeleton, Held):
        if type(skeleton) is Held:
            value = skeleton.value
            # It may be changed in place, here and there.
            return value.copy() if type(value) is np.ndarray else value
        if isinstance(skeleton, Argument):
            return given[skeleton.container][skeleton.value]
        if isinstance(skeleton, Standing):
            return skeleton.value.now()
        return _number(next(tensors), skeleton.value)
    kind = skeleton[0]
    if kind is tuple or kind is list:
        made = kind([next(tensors) if s is TENSOR else unflatten(s, tensors, given) for s in skeleton[1]])
    elif kind is dict:
        made = {
            k: next(tensors) if s is TENSOR else unflatten(s, tensors, given)
            for k, s in zip(skeleton[1], skeleton[2], strict=True)
        }
    elif isinstance(kind, Mapping):
        made = kind.value({k: unflatten(s, tensors, given) for k, s in zip(skeleton[1], skeleton[2], strict=True)})
    elif isinstance(kind, Sparse):
        return kind.value._of([unflatten(s, tensors, given) for s in skeleton[1]], skeleton[2])
    elif isinstance(kind, Held):
        items = [unflatten(s, tensors, given) for s in skeleton[1]]
        made = kind.value(*items) if hasattr(kind.value, "_fields") else kind.value(items)
        if isinstance(kind, Dynamic):
            made.__ms_dynamic_len__ = True
    else:
        return skeleton[1]
    if type(given) is list and not isinstance(made, tuple):
        given.append(made)
    return made


def containers(value: Any, found: list[Any]) -> list[Any]:
    """The lists and dicts in arguments, those inside another one first, added to `found`."""
    if isinstance(value, dict):
        for v in value.values():
            containers(v, found)
        found.append(value)
    elif isinstance(value, (list, tuple)):
        for v in value:
            containers(v, found)
        if not isinstance(value, tuple):
            found.append(value)
    return found


def _number(t: Tensor, kind: Any) -> Any:
    if isinstance(t._data, Tracer):
        from mindshim._core.control.numbers import TracedNumber

        return TracedNumber.of(t._data, kind)
    return kind(t._data)


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


def flatten_output(value: Any, tensors: list[Tensor], scope: Scope | None = None, same: bool = False) -> Any:
    """A skeleton of a function's result; unlike for arguments, Parameters count as Tensors.

    With `scope`, lists and dicts from outside it stay the objects that they are, and with `same` Tensors too.
    """
    if isinstance(value, Tensor):
        if same and scope is not None and (leaf := scope.kept(value)) is not None:
            return leaf
        tensors.append(value)
        return TENSOR if value._number is None else Number(value._number)
    kind: Any = type(value)
    if scope is not None and issubclass(kind, (list, dict)) and (leaf := scope.kept(value)) is not None:
        return leaf
    if kind is tuple or kind is list:
        return (kind, tuple([flatten_output(v, tensors, scope, same) for v in value]))
    if kind is dict:
        return (dict, tuple(value), tuple([flatten_output(v, tensors, scope, same) for v in value.values()]))
    if kind is OrderedDict:
        return (Mapping(kind), tuple(value), tuple([flatten_output(v, tensors, scope, same) for v in value.values()]))
    if hasattr(kind, "__ms_mutable__"):
        # The mark is for the function's inside.
        plain: Any = next(k for k in (list, tuple, dict, bool, int, float) if isinstance(value, k))
        return flatten_output(plain(value), tensors, scope, same)
    if isinstance(value, (list, tuple)):
        return (Held(kind), tuple([flatten_output(v, tensors, scope, same) for v in value]))
    made = _READ.get(kind)
    if made is not None:
        # It would be exhausted by now, or gone tomorrow: a compiled function gives its elements, in what MindSpore's gives.
        return (made, tuple([flatten_output(v, tensors) for v in value]))
    if hasattr(kind, "_tensors"):
        return (Sparse(kind), tuple([flatten_output(v, tensors) for v in value._tensors()]), value._shape)
    if kind is str and effects.marked(value):
        raise CannotLower("a text made of a Tensor's value is a result")
    if scope is not None:
        scope.leaves.append(value)
    return Held(value)
