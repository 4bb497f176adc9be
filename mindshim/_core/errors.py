"""Errors in MindSpore's words: which operator, which argument, what was expected, what came."""

from __future__ import annotations

import os
from typing import Any

import jax

#: A value was needed that a traced function does not have; compiled functions fall back to PyNative on these.
UNTRACEABLE = (
    jax.errors.ConcretizationTypeError,
    jax.errors.TracerArrayConversionError,
    jax.errors.TracerBoolConversionError,
    jax.errors.TracerIntegerConversionError,
    jax.errors.NonConcreteBooleanIndexError,
)


def full_tracebacks() -> bool:
    """Whether `MINDSHIM_TRACEBACK=full` asks for engine frames and the original JAX error."""
    return os.environ.get("MINDSHIM_TRACEBACK", "").lower() == "full"


def without_jax_notes(error: BaseException) -> BaseException:
    """The exception without JAX's remarks about frames it has hidden; they help nobody who writes MindSpore."""
    notes = getattr(error, "__notes__", None)
    if notes and not full_tracebacks():
        notes[:] = [n for n in notes if "JAX" not in n and not n.startswith("----")]
    return error


def describe(value: Any) -> str:
    """A short account of an argument for an error message: `Tensor[Float32](2, 3)`, `int 3`, `NoneType`."""
    dtype = getattr(value, "dtype", None)
    shape = getattr(value, "shape", None)
    if dtype is not None and shape is not None:
        return f"{type(value).__name__}[{dtype}]{tuple(shape)}"
    if isinstance(value, (bool, int, float, complex, str)):
        return f"{type(value).__name__} {value!r}"
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__}({', '.join(describe(v) for v in value[:4])}{', …' if len(value) > 4 else ''})"
    return type(value).__name__


def operator_failure(op: str, names: tuple[str, ...], args: tuple[Any, ...], error: Exception) -> Exception:
    """Turn an exception from a kernel into the one the user sees.

    Errors that a kernel raised itself already name the operator and pass unchanged. What JAX raised gets
    the operator's name and its arguments; a shape complaint becomes ValueError as in MindSpore.
    """
    text = str(error)
    if isinstance(error, UNTRACEABLE) or isinstance(error, (KeyboardInterrupt, MemoryError)):
        return error
    if text.startswith("For '"):
        return without_jax_notes(error)  # type: ignore[return-value]
    kind: type[Exception] = type(error) if type(error) in (TypeError, ValueError, IndexError, NotImplementedError) else RuntimeError
    if isinstance(error, TypeError) and "shape" in text:
        kind = ValueError
    given = ", ".join(f"{n}={describe(a)}" for n, a in zip(names, args, strict=False))
    first = text.strip().split("\n", 1)[0]
    return kind(f"For '{op}', the call {op}({given}) failed: {first}")
