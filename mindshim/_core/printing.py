"""How a Tensor prints: `str` is NumPy's, `repr` is MindSpore's own fixed format."""

from __future__ import annotations

from typing import Any

import numpy as np

_DIGITS = {2: 4, 4: 8, 8: 8}


def tensor_str(data: np.ndarray) -> str:
    """`str(tensor)`: what NumPy prints for the array (bfloat16 as float32)."""
    if data.dtype.kind == "V":
        data = data.astype(np.float32)
    return str(data)


def _scalar(value: Any) -> str:
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    if isinstance(value, (float, np.floating)):
        return f"{float(value):g}"
    if isinstance(value, (complex, np.complexfloating)):
        return _complex(value)
    return str(value)


def _complex(value: Any) -> str:
    return f"{value.real:g}{value.imag:+g}j"


def tensor_repr(data: np.ndarray, dtype_title: str) -> str:
    """`repr(tensor)`: shape, dtype and values, for instance
    `Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00,  2.50000000e+00])`.
    """
    head = f"Tensor(shape=[{', '.join(map(str, data.shape))}], dtype={dtype_title}, value="
    if data.ndim == 0:
        value = data.astype(np.float32)[()] if data.dtype.kind == "V" else data[()]
        return f"{head} {_scalar(value)})"
    return f"{head}{' ' if data.ndim == 1 else chr(10)}{_body(data)})"


def _body(data: np.ndarray) -> str:
    if data.size == 0:
        return "[]" if data.ndim == 1 else ""
    itemsize = data.dtype.itemsize
    if data.dtype.kind == "V":
        data = data.astype(np.float32)
    formatter: dict[str, Any] = {
        "bool": lambda v: " True" if v else "False",
        "float_kind": lambda v: _float(v, _DIGITS.get(itemsize, 8)),
        "complex_kind": _complex,
    }
    if data.dtype.kind == "b":
        return np.array2string(data, separator=", ", threshold=1000)
    if data.dtype.kind == "f":
        return np.array2string(data, separator=", ", threshold=1000, max_line_width=1 << 30, formatter=formatter)
    return np.array2string(data, separator=", ", threshold=1000, max_line_width=1 << 30, formatter=formatter)


def _float(value: Any, digits: int) -> str:
    if not np.isfinite(value):
        return f"{value!s:>{digits + 7}}"
    return f"{value: .{digits}e}"
