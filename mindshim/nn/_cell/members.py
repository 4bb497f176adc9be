"""Where a Cell keeps its Parameters and child Cells."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from typing import Any

from mindshim._core.state import S

_NO_DEFAULT = object()


class Members(OrderedDict):
    """An ordered dict whose entries are also instance attributes of the Cell that owns it.

    That makes `self.fc` a plain attribute read. Programs write `cell._cells[name] = other` too, so every change
    goes through here; each one gives the Cell a new structure version.
    """

    def __init__(self, cell: Any, entries: Any = ()) -> None:
        self._cell = weakref.ref(cell)
        super().__init__()
        for name, value in entries:
            self[name] = value

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(name, value)
        cell = self._cell()
        if cell is not None:
            cell.__dict__[name] = value
            bump(cell)

    def __delitem__(self, name: str) -> None:
        value = self[name]
        super().__delitem__(name)
        cell = self._cell()
        if cell is not None:
            # The attribute may be something else by now (a ParameterTuple under one of its elements' names).
            if cell.__dict__.get(name) is value:
                del cell.__dict__[name]
            bump(cell)

    def pop(self, name: str, default: Any = _NO_DEFAULT) -> Any:
        """Remove an entry and return it."""
        if name not in self:
            if default is _NO_DEFAULT:
                raise KeyError(name)
            return default
        value = self[name]
        del self[name]
        return value

    def popitem(self, last: bool = True) -> tuple[str, Any]:
        """Remove the last (or first) entry and return it with its name."""
        name = next(reversed(self) if last else iter(self))
        return name, self.pop(name)

    def clear(self) -> None:
        """Remove all entries."""
        for name in list(self):
            del self[name]

    def rename(self, pairs: list[tuple[str, Any]]) -> None:
        """Replace all entries by `pairs`, in that order."""
        self.clear()
        for name, value in pairs:
            self[name] = value

    def __reduce__(self) -> Any:
        return (OrderedDict, (list(self.items()),))

    def __repr__(self) -> str:
        return f"OrderedDict({list(self.items())})" if self else "OrderedDict()"


def bump(cell: Any) -> None:
    """Give a Cell a new structure version: programs compiled from it are no longer valid."""
    have = cell.__dict__
    have["_version"] = have.get("_version", 0) + 1
    S.epoch += 1
