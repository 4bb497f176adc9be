"""Values marked by `mutable`, and how the mark spreads in compiled functions: what is made of a marked value is marked.

A sequence of dynamic length has elements of one kind, which additions and assignments check.
"""

from __future__ import annotations

import operator
from typing import Any

from mindshim._core.state import S, graph_rules
from mindshim._core.tensor import Tensor


class Marked:
    """What marked values carry."""

    __ms_mutable__ = True
    __ms_dynamic_len__ = False
    __ms_origin_object__: Any = None


class Int(Marked, int):
    """A marked int."""


class Float(Marked, float):
    """A marked float."""


class Bool(Marked, int):
    """A marked bool: Python's own bool can not be subclassed."""

    def __str__(self) -> str:
        return str(bool(self))

    __repr__ = __str__

    @property
    def __class__(self) -> type:  # type: ignore[override]
        return bool


class Dict(Marked, dict):
    """A marked dict."""


class _Sequence(Marked):
    """A marked list or tuple."""

    _plain: type

    def __add__(self: Any, other: Any) -> Any:
        return _joined(self, other, self._plain.__add__(self, other)) if isinstance(other, self._plain) else NotImplemented

    def __radd__(self: Any, other: Any) -> Any:
        return _joined(other, self, self._plain.__add__(other, self)) if isinstance(other, self._plain) else NotImplemented

    def __mul__(self: Any, n: Any) -> Any:
        found = self._plain.__mul__(self, n)
        return found if found is NotImplemented else spread(found, is_dynamic(self) or is_marked(n))

    __rmul__ = __mul__

    def __getitem__(self: Any, at: Any) -> Any:
        if isinstance(at, slice):
            parts = [operator.index(p) if isinstance(p, Tensor) else p for p in (at.start, at.stop, at.step)]
            found = self._plain.__getitem__(self, slice(*parts))
            return spread(found, is_dynamic(self) or any(map(is_marked, parts)))
        if not len(self) and graph_rules():
            raise ValueError(f"For the index {at}, cannot get item by index from an empty sequence.")
        found = self._plain.__getitem__(self, at)
        if isinstance(found, Tensor):
            if S.scope is not None:
                found.__ms_mutable__ = True  # type: ignore[attr-defined]
            return found
        return spread(found) if type(found) in (bool, int, float) else found

    def count(self: Any, value: Any) -> Any:
        """How often a value occurs."""
        return spread(self._plain.count(self, value))

    def index(self: Any, value: Any, *bounds: Any) -> Any:
        """Where a value occurs first."""
        return spread(self._plain.index(self, value, *bounds))


class Tuple(_Sequence, tuple):  # type: ignore[misc]
    """A marked tuple."""

    _plain = tuple
    #: The range that it was made of, if it was: what a loop goes over.
    __ms_range__: Any = None


class List(_Sequence, list):  # type: ignore[misc]
    """A marked list."""

    _plain = list

    def __setitem__(self: Any, at: Any, value: Any) -> None:
        if is_dynamic(self) and len(self) and graph_rules():
            if not isinstance(at, slice):
                if not alike(value, list.__getitem__(self, 0)):
                    raise TypeError(
                        f"In graph mode, when the queue is dynamic length, {value!r:.40} must have the type of the element within dynamic "
                        "length sequence."
                    )
            elif not all(alike(v, list.__getitem__(self, 0)) for v in value):
                raise ValueError("The element type do not match, can not convert to dynamic length sequence.")
        list.__setitem__(self, at, value)

    def append(self: Any, value: Any) -> None:
        """Add a value at the end."""
        if is_dynamic(self) and len(self) and graph_rules() and not alike(value, list.__getitem__(self, 0)):
            raise TypeError(
                f"For 'ListAppend', the element {list.__getitem__(self, 0)!r:.40} of a list of dynamic length is not same with the new element "
                f"{value!r:.40}."
            )
        list.append(self, value)


_KINDS: tuple[tuple[type, type], ...] = ((bool, Bool), (int, Int), (float, Float), (list, List), (tuple, Tuple), (dict, Dict))


def mark(value: Any, dynamic_len: bool = False) -> Any:
    """The marked form of a bool, int, float, list, tuple or dict."""
    for kind, marked in _KINDS:
        if isinstance(value, kind):
            out = marked(value)
            out.__ms_dynamic_len__ = dynamic_len
            out.__ms_origin_object__ = value
            return out
    raise AssertionError("every accepted type has a marked one")


def spread(value: Any, dynamic_len: bool = False) -> Any:
    """`value`, made of marked values: marked too, where the rules of compiled functions hold."""
    if not graph_rules() or type(value) not in (bool, int, float, list, tuple):
        return value
    out = mark(value, dynamic_len)
    out.__ms_origin_object__ = None
    return out


def is_marked(value: Any) -> bool:
    """Whether the value counts as not known while a function is compiled."""
    return getattr(value, "__ms_mutable__", False)


def is_dynamic(value: Any) -> bool:
    """Whether it is a sequence whose length may change from call to call."""
    return getattr(value, "__ms_dynamic_len__", False) or type(value) is list and S.scope is not None and id(value) in _of_unknown_length()


def _of_unknown_length() -> dict[int, list[Any]]:
    """The plain lists of the function being compiled whose length an assignment has made unknown."""
    scope = S.scope
    while scope.parent is not None:
        scope = scope.parent
    return scope.lists_of_unknown_length


def item_found(sequence: Any, at: Any, found: Any) -> Any:
    """What a plain list or tuple has at an index or slice: marked, where that is."""
    if not isinstance(at, slice):
        return _unknown(found) if is_marked(at) else found
    return spread(found, True) if any(map(is_marked, (at.start, at.stop, at.step))) else found


def assigned(target: list[Any], at: Any, value: Any) -> Any:
    """What an item or slice of a plain list gets instead of `value`, in a function that is compiled.

    Where the index is not known, any element may be the new one: they must be of one kind, and are not known either.
    Where a slice or what it gets is of unknown length, so is the list.
    """
    if isinstance(at, slice):
        dynamic = any(map(is_marked, (at.start, at.stop, at.step)))
        if dynamic or is_dynamic(value):
            _check_slice(target, list(value), dynamic)
            _of_unknown_length()[id(target)] = target
            target[:] = map(_unknown, target)
            return list(map(_unknown, value))
    elif is_marked(at):
        start = "For 'list_setitem', when the index is variable and the queue is constant length, the "
        for i, v in enumerate(target):
            if not _alike_in_shape(v, target[0]):
                raise TypeError(f"{start}sequence[0] item {target[0]!r:.40} is not same with the sequence[{i}] item {v!r:.40}.")
        if not -len(target) <= at < len(target):
            raise ValueError(f"idx is out of range: {-len(target)} <= idx < {len(target)}, but got {at}.")
        if not _alike_in_shape(value, target[0]):
            raise TypeError(f"{start}element within constant length sequence {target[0]!r:.40} is not same with the target element {value!r:.40}.")
        target[:] = map(_unknown, target)
        return _unknown(value)
    return value


def _check_slice(target: list[Any], value: list[Any], bounds_unknown: bool) -> None:
    if bounds_unknown and target and value and not alike(target[0], value[0]):
        raise TypeError(
            f"For 'SequenceSliceSetItem', the element within origin sequence {target[0]!r:.40} is not same with the element within "
            f"target sequence {value[0]!r:.40}."
        )
    first = (target or value or [None])[0]
    for i, v in enumerate([*target, *value]):
        if not alike(v, first, deep=False):
            raise ValueError(
                "In graph mode, the element type of dynamic length array must be the same. The element type do not match, can not "
                f"convert to dynamic length sequence. Element 0 is {first!r:.40}, element {i} is {v!r:.40}."
            )


def _unknown(value: Any) -> Any:
    if isinstance(value, Tensor):
        value.__ms_mutable__ = True  # type: ignore[attr-defined]
    return spread(value)


def _alike_in_shape(a: Any, b: Any) -> bool:
    return alike(a, b) and (not isinstance(a, Tensor) or a.shape == b.shape)


def alike(a: Any, b: Any, deep: bool = True) -> bool:
    """Whether two values can be elements of one sequence of dynamic length; `deep`: their own elements count too."""
    if isinstance(a, Tensor) or isinstance(b, Tensor):
        return isinstance(a, Tensor) and isinstance(b, Tensor) and a.dtype is b.dtype
    if isinstance(a, (list, tuple)):
        return isinstance(b, (list, tuple)) and (not deep or len(a) == len(b) and all(map(alike, a, b)))
    kinds = [next((k for k, _ in _KINDS if isinstance(v, k)), type(v)) for v in (a, b)]
    return kinds[0] is kinds[1]


def _joined(a: Any, b: Any, made: Any) -> Any:
    dynamic = is_dynamic(a) or is_dynamic(b)
    if dynamic and len(a) and len(b) and graph_rules() and not alike(a[0], b[0]):
        raise TypeError(f"The element of first input {a[0]!r:.40} is not same with the element of second input {b[0]!r:.40}.")
    return spread(made, dynamic)


def _arithmetic(kind: type, plain: type) -> None:
    """Give a marked number Python's operators, whose results are marked."""
    names = "add sub mul truediv floordiv mod pow" + (" and or xor lshift rshift" if plain is int else "")
    for name in [n for base in names.split() for n in (f"__{base}__", f"__r{base}__")] + ["__neg__", "__abs__"]:
        compute = getattr(plain, name)

        def method(self: Any, *other: Any, compute: Any = compute, name: str = name) -> Any:
            if name in ("__mul__", "__rmul__") and isinstance(other[0], (list, tuple)):
                # The length of the result is not known.
                return spread(other[0] * int(self), True)
            given = [bool(o) if isinstance(o, Bool) and kind is Bool else o for o in other]
            found = compute(bool(self) if kind is Bool else self, *given)
            return found if found is NotImplemented else spread(found)

        setattr(kind, name, method)


for _kind, _plain in ((Int, int), (Float, float), (Bool, int)):
    _arithmetic(_kind, _plain)
for _, _kind in _KINDS:
    # As MindSpore calls their types.
    _kind.__name__ = f"_{_kind.__name__}"


def _bitwise(name: str) -> Any:
    compute = getattr(operator, name)

    def method(self: Any, other: Any) -> Any:
        return compute(bool(self), bool(other) if isinstance(other, Bool) else other)

    return method


for _name in ("and", "or", "xor"):
    setattr(Bool, f"__{_name}__", _bitwise(f"{_name}_" if _name != "xor" else "xor"))
    setattr(Bool, f"__r{_name}__", getattr(Bool, f"__{_name}__"))
