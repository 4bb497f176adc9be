"""How MindSpore would lay a Tensor out in memory: strides and offset of views.

Arrays here are always row-major. Where an element of a view lies in its base is found by sending the elements'
numbers through the program that reads the view.
"""

from __future__ import annotations

import math
from typing import Any

import jax
import numpy as np
from jax.core import Tracer

Layout = tuple[tuple[int, ...], int]

_known: dict[Any, Layout] = {}


def row_major(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The strides of an array without gaps."""
    steps, step = [], 1
    for size in reversed(shape):
        steps.append(step)
        step *= max(size, 1)
    return tuple(reversed(steps))


def of(t: Any) -> Layout:
    """Strides and offset, counted in elements."""
    how = t._view
    if how is None:
        return row_major(t.shape), 0
    key = _key(t)
    found = _known.get(key) if key is not None else None
    if found is None:
        places = _places(t)
        found = (row_major(t.shape), 0) if places is None else _measure(places)
        if key is not None:
            _known[key] = found
    return found


def contiguous(t: Any) -> bool:
    """Whether the elements lie in row-major order without gaps."""
    if t._view is None:
        return True
    shape = t.shape
    wanted = row_major(shape)
    return 0 in shape or all(n == 1 or a == b for n, a, b in zip(shape, of(t)[0], wanted, strict=True))


def _key(t: Any) -> Any:
    key: list[Any] = []
    while t._view is not None:
        how = t._view
        if how.extra:
            return None
        key += (how.program, how.index)
        t = how.base
    key.append(t.shape)
    return tuple(key)


def _places(t: Any) -> np.ndarray | None:
    """For each element its number in the outermost base; None if that is not known yet."""
    how = t._view
    if how is None:
        return np.arange(math.prod(t.shape), dtype=np.int64).reshape(t.shape)
    if any(isinstance(x, Tracer) for x in how.extra):
        return None
    places = _places(how.base)
    if places is None:
        return None
    with jax.ensure_compile_time_eval():
        out = how.program.flat(places, *how.extra)
        return np.asarray(out if how.index is None else out[how.index])


def _measure(places: np.ndarray) -> Layout:
    shape = places.shape
    if places.size == 0:
        return row_major(shape), 0
    first = int(places.reshape(-1)[0])
    steps: list[int] = []
    for axis in range(len(shape) - 1, -1, -1):
        if shape[axis] > 1:
            step = int(places[tuple(int(a == axis) for a in range(len(shape)))]) - first
        else:
            step = steps[-1] * shape[axis + 1] if steps else 1
        steps.append(step)
    steps.reverse()
    expected = first + sum(
        (np.arange(n).reshape([-1 if a == axis else 1 for a in range(len(shape))]) * s)
        for axis, (n, s) in enumerate(zip(shape, steps, strict=True))
    )
    if not np.array_equal(places, np.broadcast_to(expected, shape)):
        return row_major(shape), 0  # MindSpore had to copy here
    return tuple(steps), first
