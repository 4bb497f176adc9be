"""Element-by-element functions and linear algebra.

The element-by-element ones are the operators of `mindshim.ops` under NumPy's names: a table says which, and whether
integers become floats first.
"""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.numpy.utils import as_tensor, finish, floating
from mindshim.ops import common_divisors

#: name -> operator of mindshim.ops; these turn integers into floats.
_FLOATING = {
    "sqrt": "sqrt", "exp": "exp", "expm1": "expm1", "log": "log", "log1p": "log1p", "log2": "log2", "log10": "log10",
    "sin": "sin", "cos": "cos", "tan": "tan", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "sinh": "sinh",
    "cosh": "cosh", "tanh": "tanh", "arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh", "ceil": "ceil",
    "floor": "floor", "rint": "rint", "trunc": "trunc", "reciprocal": "reciprocal", "cbrt": "cbrt",
    "exp2": "exp2", "deg2rad": "deg2rad", "radians": "deg2rad", "rad2deg": "rad2deg", "degrees": "rad2deg", "sinc": "sinc",
    "i0": "bessel_i0",
}  # fmt: skip
_UNARY = {"absolute": "abs", "abs": "abs", "fabs": "abs", "negative": "neg", "positive": "positive", "sign": "sign",
          "square": "square", "logical_not": "logical_not", "isnan": "isnan", "isinf": "isinf",
          "isfinite": "isfinite", "invert": "bitwise_not"}  # fmt: skip
_BINARY = {
    "add": "add", "subtract": "sub", "multiply": "mul", "maximum": "maximum", "minimum": "minimum", "fmax": "fmax",
    "fmin": "fmin", "power": "pow", "float_power": "float_power", "floor_divide": "floor_divide", "remainder": "remainder",
    "mod": "remainder", "fmod": "fmod", "equal": "equal", "not_equal": "not_equal", "less": "less", "less_equal": "less_equal",
    "greater": "greater", "greater_equal": "greater_equal", "logical_and": "logical_and", "logical_or": "logical_or",
    "logical_xor": "logical_xor", "bitwise_and": "bitwise_and", "bitwise_or": "bitwise_or", "bitwise_xor": "bitwise_xor",
    "arctan2": "atan2", "hypot": "hypot", "heaviside": "heaviside", "copysign": "copysign",
    "nextafter": "nextafter", "ldexp": "ldexp",
}  # fmt: skip


#: The first parameter's name, where it is not `x`.
_PARAMETER = {"negative": "a", "positive": "a", "logical_not": "a", "arccos": "input"}


def _unary(name: str, op: str, prepare: Any) -> Any:
    def compute(value: Any, dtype: Any) -> Tensor:
        return finish(getattr(ops, op)(prepare(value)), dtype)

    def of_a(a: Any, dtype: Any = None) -> Tensor:
        return compute(a, dtype)

    def of_input(input: Any, dtype: Any = None) -> Tensor:
        return compute(input, dtype)

    def of_x(x: Any, dtype: Any = None) -> Tensor:
        return compute(x, dtype)

    function = {"a": of_a, "input": of_input, "x": of_x}[_PARAMETER.get(name, "x")]
    function.__doc__ = f"`{op}` of each element (mirrors `mindspore.numpy.{name}`); `dtype` converts the result."
    function.__name__ = function.__qualname__ = name
    return function


def _binary(name: str, op: str) -> Any:
    def function(x1: Any, x2: Any, dtype: Any = None) -> Tensor:
        return finish(getattr(ops, op)(as_tensor(x1), as_tensor(x2)), dtype)

    function.__doc__ = f"`{op}` of two operands, element by element (mirrors `mindspore.numpy.{name}`)."
    function.__name__ = function.__qualname__ = name
    return function


_made: dict[str, Any] = {}
for _name, _op in _FLOATING.items():
    if hasattr(ops, _op):
        _made[_name] = _unary(_name, _op, floating)
for _name, _op in _UNARY.items():
    if hasattr(ops, _op):
        _made[_name] = _unary(_name, _op, as_tensor)
for _name, _op in _BINARY.items():
    if hasattr(ops, _op):
        _made[_name] = _binary(_name, _op)
globals().update(_made)


def fix(x: Any) -> Tensor:
    """Each element rounded towards zero (mirrors `mindspore.numpy.fix`)."""
    return finish(ops.trunc(floating(x)), None)


def divide(x1: Any, x2: Any, dtype: Any = None) -> Tensor:
    """True quotient (mirrors `mindspore.numpy.divide`)."""
    return finish(as_tensor(x1) / as_tensor(x2), dtype)


def true_divide(x1: Any, x2: Any, dtype: Any = None) -> Tensor:
    """True quotient (mirrors `mindspore.numpy.true_divide`)."""
    return divide(x1, x2, dtype)


def gcd(x1: Any, x2: Any, dtype: Any = None) -> Tensor:
    """The greatest common divisor, of real numbers too (mirrors `mindspore.numpy.gcd`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.gcd([12, 7], 8), mnp.gcd(1.0, 0.75))
        [4 1] 0.25
    """
    a, b = _same(as_tensor(x1), as_tensor(x2))
    if a.dtype in dtypes.floats:
        return finish(common_divisors.real_gcd(a, b), dtype)
    if a.dtype is dtypes.bool_ or a.itemsize == 1:
        return finish(ops.gcd(a.astype(dtypes.int32), b.astype(dtypes.int32)).astype(a.dtype), dtype)
    return finish(ops.gcd(a, b), dtype)


def lcm(x1: Any, x2: Any, dtype: Any = None) -> Tensor:
    """The least common multiple, of real numbers too (mirrors `mindspore.numpy.lcm`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.lcm([12, 7], 8), mnp.lcm(2.5, 10))
        [24 56] 10.0
    """
    a, b = _same(as_tensor(x1), as_tensor(x2))
    if a.dtype in dtypes.floats:
        divisor = gcd(a, b)
        return finish(ops.where(divisor == 0, divisor, ops.abs(a) / ops.where(divisor == 0, 1.0, divisor) * ops.abs(b)), dtype)
    if a.dtype is dtypes.bool_ or a.itemsize == 1:
        return finish(ops.lcm(a.astype(dtypes.int32), b.astype(dtypes.int32)).astype(a.dtype), dtype)
    return finish(ops.lcm(a, b), dtype)


def clip(x: Any, xmin: Any, xmax: Any, dtype: Any = None) -> Tensor:
    """Values limited to an interval (mirrors `mindspore.numpy.clip`).

    Raises:
        ValueError: if both bounds are None.
    """
    if xmin is None and xmax is None:
        raise ValueError("For 'clip', 'xmin' and 'xmax' can not both be None.")
    x = as_tensor(x)
    if xmin is not None:
        x = ops.maximum(x, as_tensor(xmin))
    if xmax is not None:
        x = ops.minimum(x, as_tensor(xmax))
    return finish(x, dtype)


def logaddexp(x1: Any, x2: Any, dtype: Any = None) -> Tensor:
    """`log(exp(x1) + exp(x2))` (mirrors `mindspore.numpy.logaddexp`)."""
    a, b = floating(x1), floating(x2)
    return finish(ops.logaddexp(a, b), dtype)


def isclose(a: Any, b: Any, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> Tensor:
    """Which elements are equal within a tolerance (mirrors `mindspore.numpy.isclose`)."""
    a, b = as_tensor(a), as_tensor(b)
    near = ops.abs(a - b) <= atol + rtol * ops.abs(b)
    same = ops.logical_or(near, a == b)
    if equal_nan and a.dtype in dtypes.floats and b.dtype in dtypes.floats:
        same = ops.logical_or(same, ops.logical_and(ops.isnan(a), ops.isnan(b)))
    return same


def matmul(x1: Any, x2: Any, dtype: Any = None) -> Tensor:
    """Matrix product with NumPy's rank rules (mirrors `mindspore.numpy.matmul`)."""
    a, b = _same(as_tensor(x1), as_tensor(x2))
    return finish(ops.matmul(a, b), dtype)


def _same(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    if a.dtype is b.dtype:
        return a, b
    total = (a.reshape(-1)[:0] + b.reshape(-1)[:0]).dtype
    return a.astype(total), b.astype(total)


def dot(a: Any, b: Any) -> Tensor:
    """NumPy's dot product (mirrors `mindspore.numpy.dot`)."""
    a, b = _same(as_tensor(a), as_tensor(b))
    if a.ndim == 0 or b.ndim == 0:
        return a * b
    if b.ndim == 1:
        return tensordot(a, b, ((a.ndim - 1,), (0,)))
    return tensordot(a, b, ((a.ndim - 1,), (b.ndim - 2,)))


def tensordot(a: Any, b: Any, axes: Any = 2) -> Tensor:
    """Sum of products over chosen axes (mirrors `mindspore.numpy.tensordot`)."""
    a, b = _same(as_tensor(a), as_tensor(b))
    if isinstance(axes, int):
        axes = (tuple(range(a.ndim - axes, a.ndim)), tuple(range(axes)))
    left, right = ((x,) if isinstance(x, int) else tuple(x) for x in axes)
    return ops.tensor_dot(a, b, (left, right))


def inner(a: Any, b: Any) -> Tensor:
    """Sum of products over the last axes (mirrors `mindspore.numpy.inner`)."""
    a, b = _same(as_tensor(a), as_tensor(b))
    if a.ndim == 0 or b.ndim == 0:
        return a * b
    return tensordot(a, b, ((a.ndim - 1,), (b.ndim - 1,)))


def outer(a: Any, b: Any) -> Tensor:
    """Products of all pairs (mirrors `mindspore.numpy.outer`)."""
    a, b = _same(as_tensor(a), as_tensor(b))
    return ops.reshape(a, (-1, 1)) * ops.reshape(b, (1, -1))


def multi_dot(arrays: Any) -> Tensor:
    """A chain of matrix products (mirrors `mindspore.numpy.multi_dot`).

    Raises:
        ValueError: for fewer than two arrays.
    """
    arrays = [as_tensor(a) for a in arrays]
    if len(arrays) < 2:
        raise ValueError("For 'multi_dot', expecting at least 2 arrays.")
    total = arrays[0]
    for a in arrays[1:]:
        total = matmul(total, a)
    return total


def cross(a: Any, b: Any, axisa: int = -1, axisb: int = -1, axisc: int = -1, axis: int | None = None) -> Tensor:
    """Cross product of vectors of two or three components (mirrors `mindspore.numpy.cross`)."""
    if axis is not None:
        axisa = axisb = axisc = axis
    a, b = (ops.movedim(as_tensor(t), x, -1) for t, x in ((a, axisa), (b, axisb)))
    a, b = _same(a, b)
    if a.shape[-1] not in (2, 3) or b.shape[-1] not in (2, 3):
        raise ValueError(f"For 'cross', vectors must have 2 or 3 components, but got {a.shape[-1]} and {b.shape[-1]}.")
    planar = a.shape[-1] == 2 and b.shape[-1] == 2
    a0, a1 = a[..., 0], a[..., 1]
    b0, b1 = b[..., 0], b[..., 1]
    z = a0 * b1 - a1 * b0
    if planar:
        return z
    a2 = a[..., 2] if a.shape[-1] == 3 else a0 * 0
    b2 = b[..., 2] if b.shape[-1] == 3 else b0 * 0
    out = ops.stack((a1 * b2 - a2 * b1, a2 * b0 - a0 * b2, z), -1)
    return ops.movedim(out, -1, axisc)


__all__ = [  # pyright: ignore[reportUnsupportedDunderAll]
    *_made, "clip", "cross", "divide", "dot", "fix", "gcd", "inner", "isclose", "lcm", "logaddexp", "matmul", "multi_dot", "outer", "tensordot",
    "true_divide",
]  # fmt: skip
