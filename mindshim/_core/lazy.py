"""Modules whose names are imported when they are first used.

A program touches a few dozen of the thousands of public names; importing the files of all of them would cost more than
JAX's own import. The names stay written down in one place: the faces of operators in `face_index`, other names in the
module's `.pyi` file, which type checkers read too.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jax

_LINE = re.compile(r"^from (\S+) import (\S+) as (\S+)$", re.MULTILINE)
_STAR = re.compile(r"^from (\S+) import \*$", re.MULTILINE)


def load(module: str) -> Any:
    """Import a module, now, whatever is being traced: what it computes at import must not be part of a trace."""
    found = sys.modules.get(module)
    # What another thread is still importing has to be waited for.
    if found is not None and not getattr(found.__spec__, "_initializing", False):
        return found
    with jax.ensure_compile_time_eval():
        return importlib.import_module(module)


#: The module that knows the names of earlier versions, which `missing` asks; the package sets it.
earlier_names = ""


def missing(module: str, name: str) -> Any:
    """What earlier versions had under a name that a module does not have today.

    Raises:
        AttributeError: if they had nothing.
    """
    if earlier_names and name[:2] != "__":
        return load(earlier_names).find(module, name)
    raise AttributeError(f"module {module!r} has no attribute {name!r}")


def earlier(module: str) -> Callable[[str], Any]:
    """`__getattr__` for a module that has only names of earlier versions besides its own."""
    return functools.partial(missing, module)


def _table(file: Path) -> dict[str, tuple[str, str]]:
    """The names that a list of imports gives: name -> (module, its name there). `*` means what that package's own list names."""
    text = file.read_text("utf-8")
    table = {name: (source, attr) for source, attr, name in _LINE.findall(text)}
    for package in _STAR.findall(text):
        folder = Path(__file__).parents[1].joinpath(*package.split(".")[1:])
        lists = [f for f in (folder / "__init__.pyi", folder / "__init__.py") if f.exists()]
        # Its submodules, which a list names too, are no public names of another package.
        for name, (source, attr) in (_table(lists[0]) if lists else {}).items():
            if name[0] != "_" and source != package:
                table.setdefault(name, (source, attr))
    return table


def from_stub(module: str, file: str) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """`__getattr__`, `__dir__` and `__all__` for a module whose `.pyi` lists `from a.b import c as d`."""
    table = _table(Path(file).with_suffix(".pyi"))

    def getattr_(name: str) -> Any:
        where = table.get(name)
        if where is None:
            # A file of the package that nobody has imported yet.
            if name[:2] != "__" and name.isidentifier() and importlib.util.find_spec(f"{module}.{name}") is not None:
                return load(f"{module}.{name}")
            return missing(module, name)
        source, attr = where
        if source == module:
            value = load(f"{source}.{attr}")
        else:
            value = getattr(load(source), attr)
        sys.modules[module].__dict__[name] = value
        return value

    def dir_() -> list[str]:
        return sorted({*sys.modules[module].__dict__, *table})

    return getattr_, dir_, [name for name in table if not name.startswith("_")]
