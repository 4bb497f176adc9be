"""MindSpore's type promotion, stated as rules on NumPy dtypes; used inside kernels, so it costs nothing per call.

A kernel sees Python scalars as weakly typed values. A weak int keeps the other operand's dtype (bool becomes
int64); a weak float turns integers and bools into float32 and leaves floating types alone.
"""

from __future__ import annotations

from functools import reduce
from typing import Any

import jax
import jax.numpy as jnp
import ml_dtypes
import numpy as np

BOOL = np.dtype(np.bool_)
I8, I16, I32, I64 = (np.dtype(t) for t in (np.int8, np.int16, np.int32, np.int64))
U8, U16, U32, U64 = (np.dtype(t) for t in (np.uint8, np.uint16, np.uint32, np.uint64))
BF16, F16, F32, F64 = (np.dtype(t) for t in (ml_dtypes.bfloat16, np.float16, np.float32, np.float64))
C64, C128 = np.dtype(np.complex64), np.dtype(np.complex128)

_WIDE_UNSIGNED = (U16, U32, U64)
_FLOAT_RANK = {BF16: 0, F16: 0, F32: 1, F64: 2}


def is_float(dtype: Any) -> bool:
    """Whether a dtype is a real floating type (bfloat16 too)."""
    return jnp.issubdtype(dtype, jnp.floating)


def is_complex(dtype: Any) -> bool:
    """Whether a dtype is complex."""
    return dtype.kind == "c"


def is_integer(dtype: Any) -> bool:
    """Whether a dtype is an integer type (bool is not)."""
    return dtype.kind in "iu"


def is_inexact(dtype: Any) -> bool:
    """Whether a dtype is floating or complex."""
    return dtype.kind == "c" or jnp.issubdtype(dtype, jnp.floating)


def promote(a: np.dtype, b: np.dtype, op: str = "Add") -> np.dtype:
    """The dtype of `a op b` for two strongly typed operands; TypeError where MindSpore has no implicit conversion."""
    if a == b:
        return a
    if a == BOOL:
        return b
    if b == BOOL:
        return a
    if a in _WIDE_UNSIGNED or b in _WIDE_UNSIGNED:
        raise TypeError(
            f"For '{op}', type implicit conversion between Tensor[{a.name}] and Tensor[{b.name}] is not supported; "
            f"cast one of them explicitly."
        )
    if is_complex(a) or is_complex(b):
        return C128 if F64 in (a, b) or C128 in (a, b) else C64
    a_float, b_float = is_float(a), is_float(b)
    if a_float and b_float:
        if _FLOAT_RANK.get(a, 0) == _FLOAT_RANK.get(b, 0):
            return F32
        return a if _FLOAT_RANK.get(a, 0) > _FLOAT_RANK.get(b, 0) else b
    if a_float or b_float:
        return a if a_float else b
    if U8 in (a, b):
        other = b if a == U8 else a
        return I16 if other == I8 else other
    return a if a.itemsize > b.itemsize else b


def _weak_kind(x: Any) -> str | None:
    """'b', 'i', 'f' or 'c' for a Python scalar (or a traced one), None for an array."""
    if isinstance(x, bool):
        return None if isinstance(x, np.bool_) else "b"
    if isinstance(x, int):
        return "i"
    if isinstance(x, float):
        return "f"
    if isinstance(x, complex):
        return "c"
    aval = getattr(x, "aval", None)
    if aval is not None and getattr(aval, "weak_type", False):
        return {"i": "i", "u": "i", "c": "c", "b": "b"}.get(aval.dtype.kind, "f")
    return None


def result_type(*xs: Any, op: str = "Add") -> np.dtype:
    """The dtype that the operands `xs` (arrays and Python scalars) have together."""
    strong: list[np.dtype] = []
    weak: set[str] = set()
    for x in xs:
        kind = _weak_kind(x)
        if kind is None:
            strong.append(np.dtype(x.dtype))
        else:
            weak.add(kind)
    if "c" in weak:
        raise TypeError(f"For '{op}', a Python complex operand is not supported; use a Tensor of dtype complex64.")
    if not strong:
        return F32 if "f" in weak else I64 if "i" in weak else BOOL
    dtype = reduce(lambda a, b: promote(a, b, op), strong)
    if "f" in weak and not is_inexact(dtype):
        return F32
    if "i" in weak and dtype == BOOL:
        return I64
    return dtype


def convert(x: Any, dtype: Any) -> jax.Array:
    """`x` as a strongly typed array of `dtype`. A Python float passes through float32 first, as in MindSpore."""
    if _weak_kind(x) == "f" and is_float(dtype):
        # The value of a Python float operand is rounded to float32 even when the result is float64.
        return jnp.asarray(x, F32).astype(dtype)
    return jax.lax.convert_element_type(x, dtype)


def operands(op: str, *xs: Any) -> list[jax.Array]:
    """The operands cast to their common dtype; ValueError if their shapes do not broadcast."""
    dtype = result_type(*xs, op=op)
    check_broadcast(op, *xs)
    return [convert(x, dtype) for x in xs]


def check_broadcast(op: str, *xs: Any) -> tuple[int, ...]:
    """The common shape of `xs`; ValueError in MindSpore's words if there is none."""
    shapes = [jnp.shape(x) for x in xs]
    try:
        return np.broadcast_shapes(*shapes)
    except TypeError:
        # Lengths that are not known yet.
        return jnp.broadcast_shapes(*shapes)
    except ValueError:
        got = " and ".join(f"input{i + 1}.shape = {list(s)}" for i, s in enumerate(shapes))
        names = " and ".join(f"input{i + 1}.shape" for i in range(len(shapes)))
        raise ValueError(f"For '{op}', {names} need to broadcast, but got {got}.") from None


def float_type(x: Any, default: np.dtype = F32) -> np.dtype:
    """`x`'s own dtype if it is inexact, else `default`: the rule of functions that turn integers into floats."""
    dtype = result_type(x)
    return dtype if is_inexact(dtype) else default
