"""`int`, `float`, `bool`, `all`, `any`, `max`, `min` and items by index, of Tensors whose value only the program knows.

The numbers that come of it are no part of a gradient, as in PyNative, where they are Python's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core.control.conditional import as_bool, choose, compiles, traced, truth
from mindshim._core.control.numbers import TracedNumber
from mindshim._core.control.refusal import fail_if
from mindshim._core.state import S
from mindshim._core.tensor import Tensor


def _value(x: Tensor) -> Any:
    return jax.lax.stop_gradient(S.scope.read(x)).reshape(())


def unknown(x: Any) -> bool:
    """Whether the value is not to be had: that of a plain Tensor from outside is, as a constant of the program."""
    if not traced(x):
        return False
    scope = S.scope
    while scope is not None:
        if not x._is_parameter and getattr(scope, "entry", {}).get(id(x)) is x._data:
            return False
        scope = scope.parent
    return True


def int_(*args: Any) -> Any:
    """`int(x)`."""
    if len(args) != 1 or not unknown(args[0]) or args[0].size != 1:
        return int(*map(_plain, args))
    value = _value(args[0])
    if value.dtype.kind not in "iub":
        if value.dtype.kind == "c" or not compiles():
            return int(args[0])
        # Python raises for nan and infinities, and has integers of any size.
        fail_if(~(jnp.abs(value.astype(np.float64)) < 2.0**63))
    return TracedNumber.of(value.astype(np.int64), int)


def float_(*args: Any) -> Any:
    """`float(x)`."""
    if len(args) != 1 or not unknown(args[0]) or args[0].size != 1 or _value(args[0]).dtype.kind == "c":
        return float(*map(_plain, args))
    return TracedNumber.of(_value(args[0]).astype(np.float64), float)


def _plain(value: Any) -> Any:
    """The only element of an array of NumPy, which newer versions ask for."""
    return value.item() if isinstance(value, np.ndarray) and value.size == 1 else value


def bool_(*args: Any) -> Any:
    """`bool(x)`."""
    return truth(args[0]) if len(args) == 1 and unknown(args[0]) and args[0].size == 1 else bool(*args)


def all_(items: Any) -> Any:
    """`all(items)`."""
    return _combined(all, jnp.logical_and, items)


def any_(items: Any) -> Any:
    """`any(items)`."""
    return _combined(any, jnp.logical_or, items)


def _combined(of: Callable[[Any], bool], both: Callable[..., Any], items: Any) -> Any:
    found: Any = None
    decided = of is any
    for value in items:
        if unknown(value):
            found = as_bool(value) if found is None else both(found, as_bool(value))
        elif bool(value) is decided:
            return decided
    return not decided if found is None else TracedNumber.of(found, bool)


def max_(*args: Any, **how: Any) -> Any:
    """`max(...)`."""
    return _extreme(max, args, how)


def min_(*args: Any, **how: Any) -> Any:
    """`min(...)`."""
    return _extreme(min, args, how)


def _extreme(of: Any, args: tuple[Any, ...], how: dict[str, Any]) -> Any:
    if how or not args:
        return of(*args, **how)
    # What can be gone through once only must not be used up here.
    items = list(args[0]) if len(args) == 1 else list(args)
    if not items:
        raise ValueError(f"{of.__name__}() arg is an empty sequence.")
    if any(isinstance(i, (list, tuple)) and any(isinstance(t, Tensor) for t in i) for i in items):
        raise TypeError(f"For '{of.__name__}', cannot support tensor in list or tuple nested now.")
    if len(items) > 1 and any(isinstance(i, Tensor) and i.size != 1 for i in items):
        raise ValueError("The truth value of an array with more than one element is ambiguous.")
    if not any(unknown(i) for i in items):
        return of(items)
    best = items[0]
    for item in items[1:]:
        better = item > best if of is max else item < best
        best = choose(better, lambda item=item: item, lambda best=best: best, f"{of.__name__}()")
    return best


def item_at(base: Any, key: Tensor) -> Any:
    """`base[key]` of a list or tuple at a traced index: of Tensors of one dtype and shape, or numbers of one type."""
    first = next(iter(base), None)
    if not base or not compiles() or key.size != 1 or _value(key).dtype.kind not in "iu":
        return base[key]
    if isinstance(first, Tensor) and not isinstance(first, TracedNumber):
        if not all(isinstance(i, Tensor) and i.shape == first.shape and i.dtype == first.dtype for i in base):
            return base[key]
    elif type(first) not in (bool, int, float) or any(type(i) is not type(first) for i in base):
        return base[key]
    at = _value(key)
    fail_if((at < -len(base)) | (at >= len(base)))
    at = jnp.where(at < 0, at + len(base), at)
    if not isinstance(first, Tensor):
        return TracedNumber.of(jnp.asarray(list(base))[at], type(first))
    from mindshim import ops

    return ops.gather(ops.stack(base), Tensor._wrap(at), 0)
