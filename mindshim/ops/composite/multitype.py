"""Mapping functions over nested sequences, and functions chosen by the types of their arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim._core import dtypes
from mindshim._core.faces import face
from mindshim._core.state import S
from mindshim._core.tensor import Tensor


def _run_as(func: Any) -> Any:
    """What to call in the place of a function of the program: while a function is traced, one whose `if`s may be too."""
    if S.scope is None:
        return func
    from mindshim._core.control.runtime import call

    return call(func)


class _Mapper:
    """What `Map` and `HyperMap` share."""

    _deep = True

    def __init__(self, ops: Callable[..., Any] | None = None, reverse: bool = False) -> None:
        if ops is not None and not callable(ops):
            raise TypeError(f"For '{type(self).__name__}', the 'ops' must be callable, but got {type(ops).__name__}.")
        self.ops = ops
        self.is_reverse = bool(reverse)

    def __call__(self, *args: Any) -> Any:
        func, lists = (self.ops, args) if self.ops is not None else (args[0], args[1:])
        if not callable(func):
            raise TypeError(f"For '{type(self).__name__}', the first argument must be callable, but got {type(func).__name__}.")
        func = _run_as(func)
        if not lists or not isinstance(lists[0], (tuple, list)):
            return func(*lists)
        return self._map(func, lists)

    def _map(self, func: Any, lists: Any) -> Any:
        if any(not isinstance(x, (tuple, list)) or len(x) != len(lists[0]) for x in lists):
            raise ValueError(
                f"For '{type(self).__name__}', all sequences must have one length, but got "
                f"{[len(x) if isinstance(x, (tuple, list)) else type(x).__name__ for x in lists]}."
            )
        rows = list(zip(*lists, strict=True))
        rows = rows[::-1] if self.is_reverse else rows
        deep = self._deep
        out = [self._map(func, row) if deep and isinstance(row[0], (tuple, list)) else func(*row) for row in rows]
        out = out[::-1] if self.is_reverse else out
        return out if isinstance(lists[0], list) else tuple(out)


@face("ops.HyperMap")
class HyperMap(_Mapper):
    """Applies a function to the corresponding elements of nested sequences (mirrors `mindspore.ops.HyperMap`).

    Args:
        ops: the function; if None it is the first argument of the call. reverse: start from the last element.

    Raises:
        TypeError: if the function is not callable. ValueError: if the lengths differ.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.HyperMap(lambda x, y: x + y)(((1, 2), 3), ((4, 5), 6))
        ((5, 7), 9)
    """


@face("ops.Map")
class Map(_Mapper):
    """Applies a function to the corresponding elements of sequences, not nested ones (mirrors `mindspore.ops.Map`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Map()(lambda x, y: x + y, (1, 2), (4, 5))
        (5, 7)
    """

    _deep = False


_KINDS: dict[str, Callable[[Any], bool]] = {
    "Tensor": lambda x: isinstance(x, Tensor),
    "Number": lambda x: isinstance(x, (int, float)) and not isinstance(x, bool),
    "Bool": lambda x: isinstance(x, bool),
    "Int": lambda x: isinstance(x, int) and not isinstance(x, bool),
    "Float": lambda x: isinstance(x, float),
    "String": lambda x: isinstance(x, str),
    "Tuple": lambda x: isinstance(x, tuple),
    "List": lambda x: isinstance(x, list),
    "Dictionary": lambda x: isinstance(x, dict),
    "Int64": lambda x: isinstance(x, int) and not isinstance(x, bool),
    "Float32": lambda x: isinstance(x, float),
    "None": lambda x: x is None,
    "Function": callable,
}


def _test(kind: Any) -> Callable[[Any], bool]:
    if isinstance(kind, str):
        return _KINDS.get(kind, lambda x: type(x).__name__ == kind)
    if isinstance(kind, dtypes.Type):
        name = str(kind)
        for key in ("Tensor", "Tuple", "List", "Dictionary", "Function", "Number", "String", "None"):
            if name.lower().startswith(key.lower()):
                return _KINDS[key]
        pythonic = {"Bool": "Bool", "Int": "Int", "Float": "Float"}
        return _KINDS[next((v for k, v in pythonic.items() if name.startswith(k)), "Number")]
    return lambda x: isinstance(x, kind)


@face("ops.MultitypeFuncGraph")
class MultitypeFuncGraph:
    """A function whose body depends on the types of its arguments (mirrors `mindspore.ops.MultitypeFuncGraph`).

    Args:
        name: the function's name. read_value: kept for MindSpore's graph compiler.

    Raises:
        ValueError: in a call that no registered function fits.

    Examples:
        >>> import mindshim as ms
        >>> add = ms.ops.MultitypeFuncGraph("add")
        >>> @add.register("Number", "Number")
        ... def add_numbers(x, y):
        ...     return x + y
        >>> add(1, 2)
        3
    """

    def __init__(self, name: str, read_value: bool = False) -> None:
        self.name = name
        self.entries: list[tuple[Any, Callable[..., Any]]] = []

    def register(self, *type_names: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Decorator: the function is used for arguments of these types.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import ops
            >>> double = ops.MultitypeFuncGraph("double")
            >>> @double.register("Tensor")
            ... def of_tensor(x):
            ...     return x * 2
            >>> print(double(ms.Tensor([1.0])))
            [2.]
        """

        def deco(fn: Callable[..., Any]) -> Callable[..., Any]:
            self.entries.append((tuple(_test(t) for t in type_names), fn))
            return fn

        return deco

    def set_doc_url(self, doc_url: str) -> None:
        """Where messages send the reader."""
        self.doc_url = doc_url

    def set_need_raise(self) -> None:
        """Kept for MindSpore's graph compiler; a call that nothing fits always raises here."""

    def __call__(self, *args: Any) -> Any:
        if len(self.entries) == 1:
            return _run_as(self.entries[0][1])(*args)
        for tests, fn in self.entries:
            if len(tests) == len(args) and all(t(a) for t, a in zip(tests, args, strict=True)):
                return _run_as(fn)(*args)
        raise ValueError(
            f"For 'MultitypeFuncGraph', cannot find fn match given args of '{self.name}': {[type(a).__name__ for a in args]}."
        )


__all__ = ["HyperMap", "Map", "MultitypeFuncGraph"]
