"""Conversions that the functions of `mindshim.numpy` share (MindSpore's module of this name has `_to_tensor`)."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim._core import dtypes
from mindshim._core.tensor import Tensor


def _to_tensor(*args: Any) -> Any:
    """Tensors for numbers and nested sequences; Python ints become int32, floats float32."""
    out = [as_tensor(a) for a in args]
    return out[0] if len(out) == 1 else out


def as_tensor(value: Any) -> Tensor:
    """One operand as a Tensor."""
    if isinstance(value, Tensor):
        return value
    if isinstance(value, (bool, int, float, list, tuple)):
        try:
            t = Tensor(value)
        except TypeError:
            _check_ragged(value)
            raise
        return t.astype(dtypes.int32) if t.dtype is dtypes.int64 else t
    raise TypeError(
        f"For mindspore.numpy, the input must be a Tensor, number, list or tuple, but got {type(value).__name__}."
    )


def _check_ragged(value: Any) -> None:
    """ValueError, NumPy's own, if the rows of a nested sequence have different lengths; Tensors count as sequences."""
    plain = [
        [v.tolist() if isinstance(v, Tensor) else v for v in row] if isinstance(row, (list, tuple)) else row
        for row in value
    ]
    if not any(isinstance(v, (str, bytes, dict, set)) or v is None for v in plain):
        np.array(plain)


def checked_axis(op: str, axis: int, ndim: int) -> int:
    """The axis counted from 0; ValueError if there is none."""
    if not -ndim <= axis < ndim:
        raise ValueError(f"For '{op}', axis {axis} is out of bounds for array of dimension {ndim}.")
    return axis % ndim


def dtype_of(dtype: Any) -> Any:
    """A dtype argument: a mindspore dtype, a Python or NumPy type or a name; None stays None."""
    if dtype is None or isinstance(dtype, dtypes.Type):
        return dtype
    python = {bool: dtypes.bool_, int: dtypes.int32, float: dtypes.float32}
    if dtype in python:
        return python[dtype]
    if isinstance(dtype, str):
        names = {"int": dtypes.int32, "float": dtypes.float32, "bool": dtypes.bool_}
        if dtype in names:
            return names[dtype]
    try:
        return dtypes.from_np(np.dtype(dtype))
    except TypeError:
        raise TypeError(f"only {[str(t) for t in dtypes.all_types]} are allowed for dtype, got '{dtype}'.") from None


def finish(result: Any, dtype: Any) -> Any:
    """The result in the dtype that was asked for."""
    dtype = dtype_of(dtype)
    return result if dtype is None or result.dtype is dtype else result.astype(dtype)


def floating(x: Any) -> Tensor:
    """An operand of a function that needs floats: integers and bools become float32."""
    x = as_tensor(x)
    return x if x.dtype in dtypes.floats or x.dtype in dtypes.complexes else x.astype(dtypes.float32)


def wide(x: Any) -> Tensor:
    """An operand of a mean or norm: integers, bools and float16 become float32."""
    x = floating(x)
    return x.astype(dtypes.float32) if x.dtype is dtypes.float16 else x


def single(x: Any) -> Tensor:
    """An operand of a function that MindSpore computes in float32 whatever it is given."""
    x = as_tensor(x)
    return x if x.dtype is dtypes.float32 else x.astype(dtypes.float32)


def single_or_half(x: Any) -> Tensor:
    """An operand of a function that MindSpore computes in float32 unless it is given float16."""
    x = as_tensor(x)
    return x if x.dtype in (dtypes.float16, dtypes.float32) else x.astype(dtypes.float32)


def angle(x: Any) -> Tensor:
    """An operand of a trigonometric function: bools and integers of 8 bits become float16, others float32."""
    x = as_tensor(x)
    if x.dtype in dtypes.floats or x.dtype in dtypes.complexes:
        return x
    return x.astype(dtypes.float16 if x.itemsize == 1 else dtypes.float32)


def _promoted(tensors: list[Tensor]) -> list[Tensor]:
    """The operands in their common dtype."""
    first = tensors[0]
    if all(t.dtype is first.dtype for t in tensors):
        return tensors
    total = tensors[0].reshape(-1)[:0]
    for t in tensors[1:]:
        total = total + t.reshape(-1)[:0]
    return [t.astype(total.dtype) for t in tensors]


def _same(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    if a.dtype is b.dtype:
        return a, b
    total = (a.reshape(-1)[:0] + b.reshape(-1)[:0]).dtype
    return a.astype(total), b.astype(total)
