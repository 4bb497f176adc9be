"""Classes that are written in parts, one idea a file, each a base class."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import TypeVar

C = TypeVar("C", bound=type)


def part_of(whole: str, module: str) -> Callable[[C], C]:
    """Mark a class as a part of another: messages, help and pickles say of its methods that they are that one's.

    Python writes `Cell.add_flags() takes 1 positional argument` with the name of the class that the method is written in.
    """

    def marked(part: C) -> C:
        for value in vars(part).values():
            accessors = (value.fget, value.fset, value.fdel) if isinstance(value, property) else (getattr(value, "__func__", value),)
            for function in accessors:
                if isinstance(function, FunctionType):
                    function.__qualname__, function.__module__ = f"{whole}.{function.__name__}", module
        return part

    return marked
