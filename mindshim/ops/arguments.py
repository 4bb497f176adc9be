"""Checks of operator arguments: shapes, axes, lists of integers (inside kernels, at trace time), and Tensors."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim._core.promotion import _weak_kind
from mindshim._core.tensor import Tensor


def tensor(op: str, x: Any, name: str = "input") -> Any:
    """`x` if it came from a Tensor; TypeError for a Python number."""
    if _weak_kind(x) is not None or not hasattr(x, "shape"):
        raise TypeError(f"For '{op}', the argument '{name}' must be a Tensor, but got a Python number.")
    return x


def require_tensors(op: str, **given: Any) -> None:
    """TypeError unless every argument is a Tensor: for functions that ask their shape or dtype before a kernel does."""
    for name, value in given.items():
        if not isinstance(value, Tensor):
            raise TypeError(f"For '{op}', the argument '{name}' must be a Tensor, but got {type(value).__name__}.")


def is_int(value: Any) -> bool:
    """Whether `value` is an integer, and not a bool."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def is_length(value: Any) -> bool:
    """Whether `value` is an integer, or a length that is not known yet, of a function that is exported for any length."""
    return is_int(value) or hasattr(value, "dimension_as_value")


def integer(op: str, name: str, value: Any) -> int:
    """`value` as an int; TypeError otherwise."""
    if not is_int(value):
        raise TypeError(f"For '{op}', the argument '{name}' must be an int, but got {value!r}.")
    return int(value)


def ints(op: str, name: str, value: Any, single: bool = False) -> tuple[int, ...]:
    """`value` as a tuple of ints, or lengths that are not known yet; `single` also takes one int. TypeError otherwise."""
    if single and is_length(value):
        value = (value,)
    if not isinstance(value, tuple) or not all(is_length(v) for v in value):
        kind = "an int or a tuple of ints" if single else "a tuple of ints"
        raise TypeError(f"For '{op}', the argument '{name}' must be {kind}, but got {value!r}.")
    return tuple(int(v) if is_int(v) else v for v in value)


def axis(op: str, value: Any, ndim: int, name: str = "axis") -> int:
    """An axis between 0 and ndim - 1; negative values count from the end. ValueError if out of range."""
    value = integer(op, name, value)
    if not -ndim <= value < ndim:
        raise ValueError(f"For '{op}', the '{name}' must be in the range of [{-ndim}, {ndim}), but got {value}.")
    return value % ndim


def axes(op: str, value: Any, ndim: int, name: str = "axis") -> tuple[int, ...]:
    """One axis or several, each between 0 and ndim - 1, without repetition."""
    out = tuple(axis(op, v, ndim, name) for v in ints(op, name, value, single=True))
    if len(set(out)) != len(out):
        raise ValueError(f"For '{op}', the values of '{name}' must differ, but got {value}.")
    return out


def sizes(given: tuple[Any, ...]) -> Any:
    """What a method with `*sizes` was given: either the sizes one by one, or one list, tuple or Tensor of them."""
    if len(given) == 1 and not is_length(given[0]):
        return given[0]
    return given
