"""What the properties of a Cell refuse."""

from __future__ import annotations

from typing import Any


def need(value: Any, kind: type, name: str, colon: str = "") -> Any:
    """The value, for a property of one type.

    Raises:
        TypeError: for a value of another type.
    """
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(
            f"For 'Cell', the property '{name}' must be {'string' if kind is str else kind.__name__} type, "
            f"but got type {colon}{type(value)}" + ("" if colon else ".")
        )
    return value


def assigned(cell: Any, name: str) -> Any:
    """The value of a property that a Cell has only once it is assigned.

    Raises:
        AttributeError: before that.
    """
    have = cell.__dict__
    if "_" + name not in have:
        raise AttributeError(f"The '{type(cell).__name__}' object has no attribute '{name}'.")
    return have["_" + name]
