"""Checks and small helpers of the SciPy-like functions (mirrors names of `mindspore.scipy.utils`)."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor

INTEGERS = (dtypes.int32, dtypes.int64)
REAL = (*INTEGERS, dtypes.float32, dtypes.float64)
NUMBERS = (*REAL, dtypes.complex64, dtypes.complex128)


def check_flags(op: str, **flags: Any) -> None:
    """TypeError for a flag that is not a bool."""
    for name, value in flags.items():
        check_type(op, name, value, bool)


def check_type(op: str, name: str, value: Any, kind: type) -> None:
    """TypeError for a value of another type; a bool is no int."""
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(
            f"For '{op}', the type of '{name}' should be {kind.__name__}, but got {value!r:.80} with type "
            f"{type(value).__name__}."
        )


def matrix(op: str, a: Any, name: str = "a", allowed: tuple[Any, ...] = REAL, square: bool = True) -> Tensor:
    """A single matrix, integers as float64; TypeError and ValueError as MindSpore's."""
    check_type(op, name, a, Tensor)
    if a.dtype not in allowed:
        names = ", ".join(str(t) for t in allowed)
        raise TypeError(f"For '{op}', the data type of '{name}' should be one of [{names}], but got {a.dtype}.")
    if a.ndim != 2:
        raise ValueError(f"For '{op}', the dimension of '{name}' should be 2, but got {a.ndim}.")
    if square and a.shape[0] != a.shape[1]:
        raise ValueError(f"For '{op}', the matrix '{name}' should be a square matrix like (N, N), but got {a.shape}.")
    return floating(a)


def floating(a: Tensor) -> Tensor:
    """The Tensor, integers as float64."""
    return a.astype(dtypes.float64) if a.dtype in INTEGERS else a


def right_hand_side(op: str, a: Tensor, b: Any, name: str) -> Tensor:
    """The right-hand side of a system with the matrix `a`, which is called `name`."""
    check_type(op, "b", b, Tensor)
    if b.dtype is not a.dtype:
        raise TypeError(
            f"For '{op}', the data type of '{name}' and 'b' should be the same, but got {a.dtype} and {b.dtype}."
        )
    if b.ndim not in (1, 2):
        raise ValueError(f"For '{op}', the dimension of 'b' should be one of (1, 2), but got {b.ndim}.")
    if b.shape[0] != a.shape[0]:
        raise ValueError(
            f"For '{op}', the last two dimensions of '{name}' and 'b' should be matched, but got shape of {a.shape} "
            f"and {b.shape}."
        )
    return floating(b)


def _nd_transpose(a: Tensor) -> Tensor:
    """The last two dimensions swapped."""
    if a.ndim < 2:
        raise ValueError(f"For '_nd_transpose', the dimension of 'a' should be at least 2, but got {a.ndim}.")
    return ops.swapaxes(a, -1, -2)
