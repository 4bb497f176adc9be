"""Indices that are out of range: refused in PyNative on the CPU, as by MindSpore's CPU kernels.

The values are looked at after the program has been sent off, where they are known and near: a few microseconds of a
call. On other devices looking would wait for them to finish, and MindSpore's kernels there don't look either; a
compiled function can't look. In both, what is read out of range is 0, and what is written there is left out.
"""

from __future__ import annotations

import functools
from typing import Any

import jax
import numpy as np

from mindshim._core.tensor import Tensor, Tracer


@functools.cache
def _near() -> bool:
    return jax.default_backend() == "cpu"


def known(index: Any) -> np.ndarray | None:
    """The values of an index Tensor; None if they are not known here and now, or there are none."""
    if not isinstance(index, Tensor) or not _near():
        return None
    data = index._data
    if isinstance(data, Tracer) or not data.size:
        return None
    try:
        return np.asarray(data)
    except RuntimeError:
        # Parts of it belong to other processes.
        return None


def _extremes(values: np.ndarray) -> tuple[Any, Any]:
    if values.size <= 16:
        flat = values.ravel().tolist()
        return min(flat), max(flat)
    return np.minimum.reduce(values, None), np.maximum.reduce(values, None)


def axis_length(x: Tensor, axis: Any) -> int:
    """The length of an axis, which may be given as a Tensor."""
    return x.shape[int(axis)]


def within(op: str, name: str, index: Any, low: int, high: int, kind: type[Exception] = RuntimeError) -> None:
    """Raise `kind` if a value of the index Tensor is known and not in [low, high)."""
    values = known(index)
    if values is None:
        return
    least, most = _extremes(values)
    if least < low or most >= high:
        outside = least if least < low else most
        raise kind(f"For '{op}', the '{name}' should be in the range [{low}, {high}), but got {outside}.")


def vectors_within(op: str, name: str, index: Any, shape: tuple[int, ...], above: type[Exception] = RuntimeError) -> None:
    """The same for index vectors in the last axis: RuntimeError below 0, `above` beyond `shape`."""
    values = known(index)
    if values is None:
        return
    sizes = np.array(shape[: values.shape[-1]])
    negative = bool(values.min() < 0)
    if negative or (values >= sizes).any():
        rows = values.reshape(-1, values.shape[-1])
        wrong = rows[((rows < 0) | (rows >= sizes)).any(1)][0].tolist()
        raise (RuntimeError if negative else above)(
            f"For '{op}', an index vector in '{name}' is out of range: it must lie in {tuple(sizes.tolist())}, but got {wrong}."
        )


def classes(op: str, target: Any, count: int, ignored: int, low: int = 0, kind: type[Exception] = RuntimeError) -> None:
    """Raise `kind` if a class number is known, not in [low, count) and not the one to be ignored."""
    values = known(target)
    if values is None or values.dtype.kind not in "iu":
        return
    least, most = _extremes(values)
    if low <= least and most < count:
        return
    outside = values[(values < low) | (values >= count)]
    outside = outside[outside != ignored]
    if outside.size:
        raise kind(f"For '{op}', the class numbers must be in the range [{low}, {count}), but got {outside.flat[0]}.")
