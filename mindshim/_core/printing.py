"""How a Tensor prints: `str` is NumPy's, `repr` is MindSpore's own fixed format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

_EDGE = 3  #: how many entries are shown at each end of a dimension that is cut short
_LONG_VECTOR = 1000  #: a vector with more elements is cut short; shorter ones are folded into lines
_LONG_CONSTANT = 30  #: a constant with as many elements is not shown in a text
_LONG_DIMENSION = 6  #: a dimension of a matrix (or more) with more entries is cut short

_WIDTHS = {("f", 2): 11, ("f", 4): 15, ("f", 8): 15, ("b", 1): 5}
_NEWER_NUMPY = np.lib.NumpyVersion(np.__version__) >= "2.3.0"


def tensor_str(data: np.ndarray) -> str:
    """`str(tensor)`: what NumPy prints for the array; bfloat16 with six decimals."""
    if data.dtype.kind == "V":
        data = data.astype(np.float32)
        if data.ndim == 0:
            return f"{data[()]:.6f}"
        return np.array2string(data, formatter={"float_kind": lambda v: f"{v:.6f}"})
    if data.dtype.kind in "fc" and data.dtype.itemsize < 16 and _NEWER_NUMPY:
        # NumPy 2.3 and later write float32 and float16 with an exponent from smaller values on.
        with np.printoptions(legacy="2.2"):  # type: ignore[arg-type]
            return str(data)
    return str(data)


def tensor_repr(data: np.ndarray, dtype_title: str) -> str:
    """`repr(tensor)`: shape, dtype and values, for instance
    `Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00,  2.50000000e+00])`.
    """
    head = f"Tensor(shape=[{', '.join(map(str, data.shape))}], dtype={dtype_title}, value="
    kind = data.dtype.kind
    if kind in "US":
        return f"{head}{chr(10) if data.ndim > 1 else ' '}{np.array2string(data, separator=', ')})"
    if data.ndim == 0:
        return f"{head} {_general(data[()]) if kind == 'f' else _item(data)(data[()])})"
    if data.size == 0:
        return f"{head}{' ' if data.ndim == 1 else chr(10)})"
    return f"{head} {_vector(data)})" if data.ndim == 1 else f"{head}{_matrix(data)})"


def sparse_part(data: np.ndarray, dtype_title: str) -> str:
    """How a Tensor prints inside a sparse one: without commas."""
    head = f"Tensor(shape=[{', '.join(map(str, data.shape))}], dtype={dtype_title}, value="
    if data.size == 0:
        return f"{head})"
    return f"{head}{_vector(data, '') if data.ndim == 1 else _matrix(data, '')})"


def constant_text(data: np.ndarray, dtype_title: str) -> str:
    """What MindSpore's compiler makes of a constant Tensor in an f-string: of long ones, no values."""
    head = f"Tensor(shape=[{', '.join(map(str, data.shape))}], dtype={dtype_title}, value="
    if data.ndim == 0:
        return f"{head}{_general(data[()]) if data.dtype.kind == 'f' else _item(data)(data[()])})"
    if data.size == 0:
        return f"{head}{chr(10) if data.ndim > 1 else ''})"
    return sparse_part(data, dtype_title) if data.size < _LONG_CONSTANT else f"{head}[...])"


def constant_values(data: np.ndarray) -> str:
    """How MindSpore's compiled functions print a constant Tensor: its values as nested tuples."""
    values = _vector(data) if data.ndim == 1 else _matrix(data).lstrip("\n")
    return values.replace("[", "(").replace("]", ")")


def _general(value: Any) -> str:
    # A NaN shows its sign, as C's printf does.
    value = float(value)
    return f"{value:g}" if value == value else _nan(value)


def _nan(value: Any) -> str:
    return "-nan" if np.signbit(value) else "nan"


def _item(data: np.ndarray) -> Callable[[Any], str]:
    """The text of one element, before it is aligned."""
    kind = data.dtype.kind
    if kind == "f":
        digits = 4 if data.dtype.itemsize == 2 else 8
        return lambda v: f"{v:.{digits}e}" if v == v else _nan(v)
    if kind == "V":
        return lambda v: f"{float(v):g}"
    if kind == "c":
        return lambda v: _general(v.real) + (f"{v.imag:+g}" if v.imag == v.imag else f"{_nan(v.imag):+>4}") + "j"
    return str


def _texts(data: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """The shown elements as texts, aligned: floats to a fixed width, complex numbers not at all."""
    item = _item(data)
    texts = [item(v) for v in shown.reshape(-1)]
    kind = data.dtype.kind
    if kind != "c":
        width = _WIDTHS.get((kind, data.dtype.itemsize)) or max(map(len, texts))
        texts = [t.rjust(width) for t in texts]
    return np.array(texts, dtype=object).reshape(shown.shape)


def _vector(data: np.ndarray, comma: str = ",") -> str:
    between = f"{comma} "
    if data.size > _LONG_VECTOR:
        texts = _texts(data, np.concatenate([data[:_EDGE], data[-_EDGE:]]))
        return f"[{between.join(texts[:_EDGE])} ... {between.join(texts[_EDGE:])}]"
    texts = _texts(data, data)
    per_line = 12 if data.dtype.kind in "fb" else 24
    lines = [between.join(texts[i : i + per_line]) for i in range(0, len(texts), per_line)]
    # MindSpore starts a new line after every full one, also when nothing follows.
    tail = "\n " if len(texts) % per_line == 0 else ""
    return f"[{(between + chr(10) + ' ').join(lines)}{tail}]"


def _matrix(data: np.ndarray, comma: str = ",") -> str:
    shown, cut = data, []
    for axis, size in enumerate(data.shape):
        cut.append(size > _LONG_DIMENSION)
        if cut[-1]:
            ends = np.r_[0:_EDGE, size - _EDGE : size]
            shown = np.take(shown, ends, axis)
    return "\n" + "".join(_rows(_texts(data, shown), cut, 0, comma))


def _rows(texts: np.ndarray, cut: list[bool], depth: int, comma: str) -> Iterator[str]:
    between = f"{comma} "
    yield "["
    if texts.ndim == 1:
        if cut[depth]:
            yield f"{between.join(texts[:_EDGE])} ... {between.join(texts[_EDGE:])}"
        else:
            yield between.join(texts)
    else:
        indent = " " * (depth + 1)
        for i, row in enumerate(texts):
            if i:
                yield f"{comma}\n{indent}"
                if i == _EDGE and cut[depth]:
                    yield f"...\n{indent}"
            yield from _rows(row, cut, depth + 1, comma)
    yield "]"
