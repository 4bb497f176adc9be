"""Python numbers whose value a traced function does not know: counters of traced loops, flags set in traced branches.

In arithmetic with Tensors they count as Python numbers (weakly typed), among themselves they follow Python's rules,
and a compiled function that returns one returns a Python number.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
import numpy as np
from jax._src.lax.lax import _convert_element_type

from mindshim._core.control.refusal import fail_if, refuse
from mindshim._core.state import S
from mindshim._core.tensor import Tensor

DTYPES: dict[type, np.dtype] = {bool: np.dtype(np.bool_), int: np.dtype(np.int64), float: np.dtype(np.float64)}
_KINDS = {"b": bool, "i": int, "f": float}


class TracedNumber(Tensor):
    """A Python bool, int or float that is computed by the program."""

    kind: type
    _number: Any

    @staticmethod
    def of(array: Any, kind: type) -> TracedNumber:
        """A number of Python's type `kind` around a traced 0-d array."""
        t = object.__new__(TracedNumber)
        t._data = weak(array, kind)
        t.kind = t._number = kind
        return t

    def __bool__(self) -> bool:
        return bool(self._concrete())

    def __format__(self, spec: str) -> str:
        return S.scope.text(self, "str", spec) if S.scope is not None else format(self.kind(self._data), spec)


def weak(array: Any, kind: type) -> Any:
    """`array` as JAX's kind of Python number."""
    return _convert_element_type(jnp.reshape(array, ()), DTYPES[kind], weak_type=True)


def _raw(x: Any) -> Any:
    return x._data if isinstance(x, TracedNumber) else x


def _result(array: Any) -> TracedNumber:
    return TracedNumber.of(array, _KINDS[array.dtype.kind])


def _kind(x: Any) -> type:
    return x.kind if isinstance(x, TracedNumber) else type(x)


def _ints(*xs: Any) -> list[Any]:
    """Operands of an arithmetic operation: bools count as ints, as in Python."""
    return [_raw(x) * 1 if _kind(x) is not bool else (int(x) if isinstance(x, bool) else x._data.astype(np.int64)) for x in xs]


def _dividing(compute: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """`compute` for a divisor that may turn out to be zero: Python raises, and so does the call."""

    def divide(a: Any, b: Any) -> Any:
        if isinstance(b, (int, float)):
            if b == 0:
                raise ZeroDivisionError("division by zero")
        else:
            fail_if(b == 0)
        return compute(a, b)

    return divide


@_dividing
def _true_divide(a: Any, b: Any) -> Any:
    return jnp.asarray(a, np.float64) / jnp.asarray(b, np.float64)


def _power(a: Any, b: Any) -> Any:
    if not isinstance(b, (int, float)) or isinstance(b, int) and b < 0:
        if all(jnp.result_type(v).kind == "i" for v in (a, b)):
            refuse("an int to the power of an int that only the program knows may be an int or a float")
    return jnp.power(a, b)


_ARITHMETIC: dict[str, Callable[..., Any]] = {
    "add": jnp.add, "sub": jnp.subtract, "mul": jnp.multiply, "truediv": _true_divide, "floordiv": _dividing(jnp.floor_divide),
    "mod": _dividing(jnp.remainder), "pow": _power,
}  # fmt: skip
_COMPARISONS = {"lt": jnp.less, "le": jnp.less_equal, "gt": jnp.greater, "ge": jnp.greater_equal, "eq": jnp.equal, "ne": jnp.not_equal}
_BITS = {"and": jnp.bitwise_and, "or": jnp.bitwise_or, "xor": jnp.bitwise_xor}


def _number(x: Any) -> bool:
    return isinstance(x, (TracedNumber, bool, int, float)) and not isinstance(x, np.generic)


def _install(name: str, compute: Callable[..., Any], prepare: Callable[..., Any], reflected: bool) -> None:
    python = getattr(operator, {"and": "and_", "or": "or_"}.get(name, name))

    def method(self: TracedNumber, other: Any) -> Any:
        if _number(other):
            return _result(compute(*prepare(self, other)))
        # The Tensors' own operator, with a number on the left.
        return python(Tensor._wrap(self._data), other)

    def back(self: TracedNumber, other: Any) -> Any:
        if _number(other):
            return _result(compute(*prepare(other, self)))
        return python(other, Tensor._wrap(self._data))

    setattr(TracedNumber, f"__{name}__", method)
    setattr(TracedNumber, f"__i{name}__", method)
    if reflected:
        setattr(TracedNumber, f"__r{name}__", back)


def install() -> None:
    """Give TracedNumber Python's operators; after Tensor has its own."""
    for name, compute in _ARITHMETIC.items():
        _install(name, compute, lambda a, b: _ints(a, b), True)
    for name, compute in _BITS.items():
        _install(name, compute, lambda a, b: (_raw(a), _raw(b)), True)
    for name, compute in _COMPARISONS.items():
        _install(name, compute, lambda a, b: (_raw(a), _raw(b)), False)
    number: Any = TracedNumber
    number.__hash__ = object.__hash__
    number.__neg__ = lambda self: _result(-_ints(self)[0])
    number.__pos__ = lambda self: _result(_ints(self)[0])
    number.__abs__ = lambda self: _result(jnp.abs(_ints(self)[0]))


install()
