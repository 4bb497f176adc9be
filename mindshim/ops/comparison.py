"""Comparisons and the logical and bitwise operators of two Tensors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, Kernel, Number, kernel
from mindshim._core.promotion import BOOL, _weak_kind, convert, is_complex, is_float, is_integer, operands
from mindshim._core.tensor import Tensor
from mindshim.ops.arithmetic import operand
from mindshim.ops.spellings import spell

_NUMBER = (bool, int, float)


def _binary(
    name: str, spellings: str, fn: Callable[[str, Any, Any], Any], summary: str, dtypes: str, example: str, printed: str,
    first: str = "Array | Number",
) -> Kernel:
    """A kernel of two operands without a gradient, with its docstring and faces; `first` is what the first may be."""

    def body(input: Array | Number, other: Array | Number) -> Array:
        return fn(name, input, other)

    path = spellings.split()[0].partition("(")[0]
    body.__annotations__ = {"input": first, "other": "Array | Number"}
    body.__name__ = path.rpartition(".")[2]
    body.__doc__ = f"""{summary}, element by element, with broadcasting (mirrors `mindspore.{path}`).

    Args:
        input, other: Tensors of {dtypes}, or {"one Tensor and one number" if "Number" in first else "`other` a number"}.

    Raises:
        TypeError: for other dtypes and those without an implicit conversion. ValueError: if shapes do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> ms.{path}({example})
        {printed}
    """
    return spell(kernel(name, differentiable=False)(body), spellings)


def _comparing(fn: Any, ordered: bool = True) -> Any:
    def compare(name: str, x: Any, y: Any) -> Any:
        a, b = operands(name, x, y)
        if ordered and is_complex(a.dtype):
            raise TypeError(f"For '{name}', complex numbers have no order; the inputs must be bool or real.")
        return fn(a, b)

    return compare


def _comparison(name: str, short: str, fn: Any, summary: str, printed: str) -> Kernel:
    lower = {"NotEqual": "not_equal", "LessEqual": "less_equal", "GreaterEqual": "greater_equal"}.get(name, name.lower())
    # mint.equal compares whole Tensors, see below.
    mint = f"mint.{lower} " if lower != "equal" else ""
    spellings = f"ops.{lower} {mint}Tensor.{lower} ops.{short} mint.{short} Tensor.{short} ops.{name}"
    result = f"Tensor(shape=[2], dtype=Bool, value= [{printed}])"
    ordered = name not in ("Equal", "NotEqual")
    return _binary(
        name,
        spellings,
        _comparing(fn, ordered),
        summary,
        "any bool or number type" if not ordered else "bool or a real number type",
        "ms.Tensor([1, 2]), 1",
        result,
        # The real one refuses a number first for these two alone.
        "Array" if name in ("Equal", "Less") else "Array | Number",
    )


equal = _comparison("Equal", "eq", lambda a, b: a == b, "Whether two operands are equal", " True, False")
not_equal = _comparison("NotEqual", "ne", lambda a, b: a != b, "Whether two operands differ", "False,  True")
less = _comparison("Less", "lt", lambda a, b: a < b, "Whether the first operand is smaller", "False, False")
less_equal = _comparison("LessEqual", "le", lambda a, b: a <= b, "Whether the first operand is not larger", " True, False")
greater = _comparison("Greater", "gt", lambda a, b: a > b, "Whether the first operand is larger", "False,  True")
greater_equal = _comparison(
    "GreaterEqual", "ge", lambda a, b: a >= b, "Whether the first operand is not smaller", " True,  True"
)


def _logical(fn: Any) -> Any:
    def combine(name: str, x: Any, y: Any) -> Any:
        for given in (x, y):
            if _weak_kind(given) not in (None, "b"):
                raise TypeError(f"For '{name}', the operands must be Tensors or bools, but got a number.")
        operands(name, x, y)
        return fn(convert(x, BOOL), convert(y, BOOL))

    return combine


_L = "ms.Tensor([True, False]), ms.Tensor([True, True])"
logical_and = _binary(
    "LogicalAnd", "ops.logical_and mint.logical_and Tensor.logical_and ops.LogicalAnd(x, y)", _logical(jnp.logical_and),
    "Logical and", "bool or a number type", _L, "Tensor(shape=[2], dtype=Bool, value= [ True, False])",
)  # fmt: skip
logical_or = _binary(
    "LogicalOr", "ops.logical_or mint.logical_or Tensor.logical_or ops.LogicalOr(x, y)", _logical(jnp.logical_or),
    "Logical or", "bool or a number type", _L, "Tensor(shape=[2], dtype=Bool, value= [ True,  True])",
)  # fmt: skip
logical_xor = _binary(
    "LogicalXor", "ops.logical_xor mint.logical_xor Tensor.logical_xor ops.LogicalXor", _logical(jnp.logical_xor),
    "Logical exclusive or", "bool or a number type", _L, "Tensor(shape=[2], dtype=Bool, value= [False,  True])",
)  # fmt: skip


def _bitwise(fn: Any, shift: bool = False) -> Any:
    def combine(name: str, x: Any, y: Any) -> Any:
        a, b = operands(name, x, y)
        if not is_integer(a.dtype) and (shift or a.dtype != BOOL):
            raise TypeError(f"For '{name}', the inputs must be {'' if shift else 'bool or '}integers, but got {a.dtype.name}.")
        return fn(a, b)

    return combine


_I = "ms.Tensor([5, 6]), ms.Tensor([3, 3])"
bitwise_and = _binary(
    "BitwiseAnd", "ops.bitwise_and mint.bitwise_and Tensor.bitwise_and ops.BitwiseAnd(x, y)", _bitwise(jnp.bitwise_and),
    "Bitwise and", "bool or an integer type", _I, "Tensor(shape=[2], dtype=Int64, value= [1, 2])",
)  # fmt: skip
bitwise_or = _binary(
    "BitwiseOr", "ops.bitwise_or mint.bitwise_or Tensor.bitwise_or ops.BitwiseOr(x, y)", _bitwise(jnp.bitwise_or),
    "Bitwise or", "bool or an integer type", _I, "Tensor(shape=[2], dtype=Int64, value= [7, 7])",
)  # fmt: skip
bitwise_xor = _binary(
    "BitwiseXor", "ops.bitwise_xor mint.bitwise_xor Tensor.bitwise_xor ops.BitwiseXor(x, y)", _bitwise(jnp.bitwise_xor),
    "Bitwise exclusive or", "bool or an integer type", _I, "Tensor(shape=[2], dtype=Int64, value= [6, 5])",
)  # fmt: skip
left_shift = _binary(
    "LeftShift", "ops.bitwise_left_shift Tensor.bitwise_left_shift ops.LeftShift(x1, x2)",
    _bitwise(jnp.left_shift, True), "Bits moved left by the second operand", "an integer type", _I,
    "Tensor(shape=[2], dtype=Int64, value= [40, 48])",
)  # fmt: skip
right_shift = _binary(
    "RightShift", "ops.bitwise_right_shift Tensor.bitwise_right_shift ops.RightShift(input_x, input_y)",
    _bitwise(jnp.right_shift, True), "Bits moved right by the second operand", "an integer type", _I,
    "Tensor(shape=[2], dtype=Int64, value= [0, 0])",
)  # fmt: skip


def _comparison_operator(k: Kernel, answer: bool | None) -> Any:
    binary = k.binary

    def method(self: Tensor, other: Any) -> Any:
        if isinstance(other, Tensor) or type(other) in _NUMBER:
            return binary(self, other)
        if answer is not None:
            # MindSpore's == never broadcasts against sequences, arrays or strings: it is plain False.
            return answer
        return binary(self, other) if isinstance(other, (np.number, np.bool_)) else NotImplemented

    return method


for _name, _k, _answer in (
    ("eq", equal, False),
    ("ne", not_equal, True),
    ("lt", less, None),
    ("le", less_equal, None),
    ("gt", greater, None),
    ("ge", greater_equal, None),
):
    setattr(Tensor, f"__{_name}__", _comparison_operator(_k, _answer))


def _bit_operator(bits: Kernel, truth: Kernel, reflected: bool) -> Any:
    def method(self: Tensor, other: Any) -> Any:
        if not isinstance(other, Tensor):
            other = operand(self, other)
            if other is NotImplemented:
                return NotImplemented
        other_is_bool = isinstance(other, bool) or (isinstance(other, Tensor) and other.dtype.np == BOOL)
        k = truth if other_is_bool and self.dtype.np == BOOL else bits
        return k.binary(other, self) if reflected else k.binary(self, other)

    return method


for _name, _bits, _truth in (
    ("and", bitwise_and, logical_and),
    ("or", bitwise_or, logical_or),
    ("xor", bitwise_xor, logical_xor),
):
    setattr(Tensor, f"__{_name}__", _bit_operator(_bits, _truth, False))
    setattr(Tensor, f"__r{_name}__", _bit_operator(_bits, _truth, True))


@kernel("IsClose", differentiable=False)
def isclose(
    input: Array, other: Array, rtol: Number = 1e-05, atol: Number = 1e-08, equal_nan: bool = False
) -> Array:
    """Whether |input - other| <= atol + rtol * |other|, element by element (mirrors `mindspore.ops.isclose`).

    Raises:
        TypeError: for dtypes without an implicit conversion. ValueError: if the shapes do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.isclose(ms.Tensor([1.0, 2.0]), ms.Tensor([1.0, 2.1]))
        Tensor(shape=[2], dtype=Bool, value= [ True, False])
    """
    a, b = operands("IsClose", input, other)
    if not jnp.issubdtype(a.dtype, jnp.inexact):
        a, b = a.astype(np.float64), b.astype(np.float64)
    r, t = (jnp.asarray(v).astype(a.real.dtype) for v in (rtol, atol))
    near = jnp.abs(a - b) <= t + r * jnp.abs(b)
    out = jnp.where(jnp.isfinite(a) & jnp.isfinite(b), near, a == b)
    return out | (jnp.isnan(a) & jnp.isnan(b)) if equal_nan else out


spell(isclose, "ops.isclose mint.isclose")
isclose.primitive("IsClose", "rtol=1e-05, atol=1e-08, equal_nan=False", call="input, other")  # type: ignore[attr-defined]


@face("Tensor.isclose")
def tensor_isclose(
    self: Tensor, other: Any = None, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False, *, x2: Any = None
) -> Tensor:
    """`ops.isclose` with this Tensor first (mirrors `mindspore.Tensor.isclose`; `x2` is the old name of `other`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.isclose(x + 1e-6))
        [ True  True  True]
    """
    return isclose(self, x2 if other is None else other, rtol, atol, equal_nan)


@kernel("AllClose", differentiable=False)
def allclose(input: Array, other: Array, rtol: Number = 1e-05, atol: Number = 1e-08, equal_nan: bool = False) -> Array:
    """Whether all elements are close in the sense of `isclose`, as a Bool Tensor of shape ()."""
    return jnp.all(isclose.fn(input, other, rtol, atol, equal_nan))


def _allclose(input: Tensor, other: Tensor, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> bool:
    """Whether all elements are close in the sense of `isclose` (mirrors `mindspore.mint.allclose`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1.0, 2.0]).allclose(ms.Tensor([1.0, 2.0]))
        True
    """
    return bool(allclose(input, other, rtol, atol, equal_nan))


face("mint.allclose", "Tensor.allclose")(_allclose)


@face("mint.equal")
def mint_equal(input: Tensor, other: Tensor) -> bool:
    """Whether two Tensors have the same shape and elements, as a Python bool (mirrors `mindspore.mint.equal`).

    Raises:
        TypeError: if an argument is not a Tensor.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.equal(ms.Tensor([1, 2]), ms.Tensor([1, 2]))
        True
    """
    for x in (input, other):
        if not isinstance(x, Tensor):
            raise TypeError(f"For 'equal', the inputs must be Tensors, but got {type(x).__name__}.")
    return input.shape == other.shape and bool((input == other).asnumpy().all())


@kernel("ApproximateEqual", differentiable=False)
def approximate_equal(x: Array, y: Array, tolerance: Any = 1e-05) -> Array:
    """Whether |x - y| < tolerance, element by element (mirrors `mindspore.ops.approximate_equal`).

    Args:
        x, y: floating Tensors of one shape with fewer than 8 axes; one may be of integers. tolerance: a float.

    Raises:
        TypeError: for other types. RuntimeError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ApproximateEqual(2.0)(ms.Tensor([1.0, 2.0]), ms.Tensor([2.0, 5.0]))
        Tensor(shape=[2], dtype=Bool, value= [ True, False])
    """
    op = "ApproximateEqual"
    if not isinstance(tolerance, float):
        raise TypeError(f"For '{op}', the type of 'tolerance' should be 'float', but got type '{type(tolerance).__name__}'.")
    if x.shape != y.shape:
        raise RuntimeError(f"For '{op}', arg 'x1' must have the same shape as 'x2'. But got {x.shape} and {y.shape}.")
    if x.ndim >= 8:
        raise RuntimeError(f"For '{op}', the x's rank should be less than 8, but got: {x.ndim}")
    a, b = operands(op, x, y)
    if not is_float(a.dtype):
        raise TypeError(f"For '{op}', the inputs must be float16, float32 or float64, but got {a.dtype.name}.")
    return jnp.abs(a - b) < jnp.asarray(tolerance, a.dtype)


spell(approximate_equal, "ops.approximate_equal")
approximate_equal.primitive("ApproximateEqual", "tolerance=1e-05", call="x, y")  # type: ignore[attr-defined]


@face("Tensor.approximate_equal")
def _approximately(self: Tensor, other: Tensor, tolerance: float = 1e-5) -> Tensor:
    """Whether |self - other| < tolerance, element by element, with broadcasting, for Tensors of any real dtype.

    Raises:
        ValueError: if `other` is not a Tensor, or `tolerance` not a float.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.approximate_equal(x + 1e-6))
        [ True  True  True]
    """
    for name, value, kind in (("other", other, Tensor), ("tolerance", tolerance, float)):
        if not isinstance(value, kind):
            raise ValueError(f"For 'Tensor.approximate_equal', '{name}' must be a {kind.__name__}, but got {value!r}.")
    if self.dtype == other.dtype == dtypes.bool_:
        return self == other
    return (self - other).abs() < tolerance
