"""The values that a traced branch or loop body leaves behind, as structures over arrays, and how two of them are joined."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Any

import numpy as np

from mindshim._core.control.numbers import DTYPES, TracedNumber
from mindshim._core.tensor import Tensor


class _Undefined:
    def __repr__(self) -> str:
        return "undefined"


#: A variable without a value, or whose value depends on the path taken in a way that no array can hold.
UNDEFINED: Any = _Undefined()

TENSOR, NUMBER, CONST, SEQUENCE, MAPPING = range(5)
_NUMBERS = (bool, int, float)
_SEQUENCES = (list, tuple)
_PLAIN = (*_NUMBERS, str, type(None), complex, bytes)


class Mismatch(Exception):
    """Two values have no common form."""


class Node:
    """A value: which array it is, or its parts."""

    __slots__ = ("at", "kind", "parts", "what", "value", "aliased")

    def __init__(self, kind: int, value: Any, at: int = -1, parts: Any = None, what: Any = None, aliased: bool = False) -> None:
        self.kind = kind
        self.value = value
        self.at = at
        self.parts = parts
        self.what = what
        self.aliased = aliased


def describe(value: Any, tensors: list[Tensor], made_here: Any) -> Node:
    """The structure of `value`; its Tensors go to `tensors`. `made_here(t)` says whether the branch made a Tensor."""
    if isinstance(value, TracedNumber):
        tensors.append(value)
        return Node(NUMBER, value, len(tensors) - 1, what=value.kind)
    if isinstance(value, Tensor):
        tensors.append(value)
        return Node(TENSOR, value, len(tensors) - 1, aliased=value._view is not None or not made_here(value))
    kind = type(value)
    if kind in _SEQUENCES or isinstance(value, tuple) and hasattr(kind, "_fields"):
        return Node(SEQUENCE, value, parts=[describe(v, tensors, made_here) for v in value], what=kind)
    if isinstance(value, dict) and kind in (dict, OrderedDict):
        return Node(MAPPING, value, parts=[describe(v, tensors, made_here) for v in value.values()], what=(kind, tuple(value)))
    return Node(CONST, value)


def say(node: Node) -> str:
    """A value in a message: its type, and a Tensor's dtype and shape."""
    value = node.value
    if value is UNDEFINED:
        return "no value"
    if isinstance(value, TracedNumber):
        return f"a Python {value.kind.__name__}"
    if isinstance(value, Tensor):
        return f"Tensor[{value.dtype}] of shape {value.shape}"
    if isinstance(value, _PLAIN):
        return f"{type(value).__name__} {value!r:.40}"
    if node.kind == SEQUENCE:
        return f"{type(value).__name__} of {len(value)}"
    return type(value).__name__


def same_constant(a: Any, b: Any) -> bool:
    """Whether two Python values are one and the same to the program."""
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if isinstance(a, _PLAIN):
        return bool(a == b) or (a != a and b != b)
    if isinstance(a, (range, slice, np.dtype, set, frozenset, bytearray)):
        return bool(a == b)
    if isinstance(a, (np.ndarray, np.generic)):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, deque):
        return len(a) == len(b) and all(same_constant(x, y) for x, y in zip(a, b, strict=True))
    return False


def number_kind(node: Node) -> Any:
    """Python's type of a number, known or traced; None for anything else."""
    if node.kind == NUMBER:
        return node.what
    kind = type(node.value)
    return kind if node.kind == CONST and kind in _NUMBERS else None


class Joiner:
    """Joins the values of two branches; collects which arrays the joined value is made of.

    A pick is one of `("out", index)` and `("lit", number)` per branch, or `("zeros", None)` where there is no value.
    """

    def __init__(self) -> None:
        self.picks: list[tuple[Any, Any, Any]] = []

    def join(self, a: Node, b: Node, placeholder: bool = False) -> Node:
        """The structure of the joined value; `placeholder` lets a missing value be anything."""
        if a.kind == CONST and b.kind == CONST:
            if same_constant(a.value, b.value):
                return a
        elif a.value is b.value and a.kind != NUMBER:
            # The same object on both paths, changed in place or not.
            return Node(CONST, a.value)
        if placeholder and (a.value is UNDEFINED or b.value is UNDEFINED):
            return self._filled(b if a.value is UNDEFINED else a, a.value is UNDEFINED)
        kind, other = number_kind(a), number_kind(b)
        if kind is not None and kind is other:
            return self._pick(NUMBER, self._number(a), self._number(b), kind)
        if a.kind != b.kind or a.kind == CONST or a.what != b.what or a.kind == NUMBER:
            raise Mismatch(f"{say(a)} on one path and {say(b)} on the other")
        if a.kind == TENSOR:
            x, y = a.value, b.value
            if x._data.dtype != y._data.dtype or x._data.shape != y._data.shape or x._is_parameter or y._is_parameter:
                raise Mismatch(f"{say(a)} on one path and {say(b)} on the other")
            node = self._pick(TENSOR, ("out", a.at), ("out", b.at), None)
            node.aliased = a.aliased or b.aliased
            return node
        if len(a.parts) != len(b.parts):
            raise Mismatch(f"{say(a)} on one path and {say(b)} on the other")
        return Node(a.kind, a.value, parts=[self.join(x, y, placeholder) for x, y in zip(a.parts, b.parts, strict=True)], what=a.what)

    def _pick(self, kind: int, left: Any, right: Any, what: Any) -> Node:
        self.picks.append((left, right, DTYPES.get(what)))
        return Node(kind, None, len(self.picks) - 1, what=what)

    def _number(self, node: Node) -> Any:
        return ("out", node.at) if node.kind == NUMBER else ("lit", node.value)

    def _filled(self, node: Node, left_missing: bool) -> Node:
        """A value that one path does not have: nobody looks at it there."""
        if node.kind == CONST and number_kind(node) is None:
            return node
        if node.kind in (SEQUENCE, MAPPING):
            return Node(node.kind, node.value, parts=[self._filled(p, left_missing) for p in node.parts], what=node.what)
        have = self._number(node) if node.kind != TENSOR else ("out", node.at)
        if node.kind == CONST:
            return node
        missing = ("zeros", None)
        made = self._pick(node.kind, *((missing, have) if left_missing else (have, missing)), node.what)
        made.aliased = node.aliased
        return made


def rebuild(node: Node, made: list[Any], freeze: Any) -> Any:
    """The value of a joined structure; `made` are its Tensors and numbers, in the order of the picks."""
    if node.kind == CONST:
        return node.value
    if node.kind in (TENSOR, NUMBER):
        value = made[node.at]
        if node.aliased:
            freeze(value)
        return value
    parts = [rebuild(p, made, freeze) for p in node.parts]
    if node.kind == MAPPING:
        kind, keys = node.what
        value = kind(zip(keys, parts, strict=True))
    else:
        value = node.what(*parts) if hasattr(node.what, "_fields") else node.what(parts)
    if not isinstance(value, tuple):
        freeze(value)
    return value
