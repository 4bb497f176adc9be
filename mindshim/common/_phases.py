"""The names ("phases") of what was compiled: one for each Cell or function and each kind of arguments."""

from __future__ import annotations

import itertools
from typing import Any
from weakref import WeakKeyDictionary

from mindshim._core import skeleton as skeletons
from mindshim._core.tensor import Tensor
from mindshim.common._marked import is_marked

_names: WeakKeyDictionary[Any, dict[Any, str]] = WeakKeyDictionary()
_numbers = itertools.count(1)


def name_of(obj: Any, phase: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """The name of the program of `obj` for these arguments: the same for the same constants, and for other values of variables."""
    names = _names.setdefault(obj, {})
    key = (phase, _kind(args, False), _kind(kwargs, False))
    if key not in names:
        names[key] = f"{phase}.{next(_numbers)}"
    return names[key]


def _kind(value: Any, variable: bool) -> Any:
    """What the program of an argument depends on; the numbers in what `mutable` has marked are variables, as Tensors are."""
    variable = variable or is_marked(value)
    if isinstance(value, Tensor):
        return skeletons.flatten(value, []) if value.const_arg or value._is_parameter else (value.shape, value.dtype)
    if isinstance(value, (tuple, list)):
        return (type(value), tuple([_kind(v, variable) for v in value]))
    if isinstance(value, dict):
        return (type(value), tuple([(k, _kind(v, variable)) for k, v in value.items()]))
    return type(value) if variable else skeletons.flatten(value, [])
