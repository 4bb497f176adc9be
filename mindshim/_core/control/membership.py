"""`in`, `count` and `index` on sequences with Tensors: an element is the value if it has its shape and all its numbers, as in MindSpore's compiler."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core.control.conditional import as_bool, not_, traced
from mindshim._core.control.numbers import TracedNumber
from mindshim._core.control.refusal import fail_if
from mindshim._core.tensor import Tensor


def in_(value: Any, container: Any) -> Any:
    """`value in container`."""
    if not isinstance(container, (list, tuple)) or not _has_tensor((value, container)):
        return value in container
    found: Any = False
    for element in container:
        same = _equal(value, element)
        if same is True:
            return True
        if same is not False:
            found = same if found is False else found | same
    return found if found is False else TracedNumber.of(found, bool)


def not_in(value: Any, container: Any) -> Any:
    """`value not in container`."""
    return not_(in_(value, container))


def search(method: Any) -> Any:
    """What to call in the place of the method `count` or `index` of a list or tuple."""
    sequence = method.__self__

    def count(value: Any) -> Any:
        found = [_equal(value, element) for element in sequence]
        known = sum(f is True for f in found)
        rest = [f for f in found if not isinstance(f, bool)]
        return TracedNumber.of(sum(f.astype(np.int64) for f in rest) + known, int) if rest else known

    def index(value: Any) -> Any:
        found = [_equal(value, element) for element in sequence]
        if all(isinstance(f, bool) for f in found):
            return found.index(True)
        held = jnp.stack([jnp.asarray(f) for f in found])
        fail_if(jnp.logical_not(held.any()))
        return TracedNumber.of(jnp.argmax(held).astype(np.int64), int)

    def call(*args: Any) -> Any:
        if len(args) != 1 or not _has_tensor((*args, list(sequence))):
            return method(*args)
        return (count if method.__name__ == "count" else index)(*args)

    return call


def _has_tensor(value: Any) -> bool:
    return isinstance(value, Tensor) or isinstance(value, (list, tuple)) and any(map(_has_tensor, value))


def _equal(a: Any, b: Any) -> Any:
    """Whether two values are one to `in`: True, False, or a traced bool array."""
    if a is b:
        return True
    if isinstance(a, (list, tuple)):
        if type(a) is not type(b) or len(a) != len(b):
            return False
        parts = [_equal(x, y) for x, y in zip(a, b, strict=True)]
        if any(p is False for p in parts):
            return False
        held: Any = True
        for p in parts:
            held = p if held is True else held if p is True else held & p
        return held
    if isinstance(b, Tensor):
        a, b = b, a
    if not isinstance(a, Tensor):
        return bool(a == b)
    if isinstance(b, Tensor):
        if a.shape != b.shape:
            return False
    elif not isinstance(b, (bool, int, float)) or a.size != 1:
        return False
    same: Any = (a == b).all() if a.ndim else a == b
    return as_bool(same) if traced(same) else bool(same)
