"""Functions of each element: those of one operand and of two."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.numpy.utils import _same, angle, as_tensor, finish, floating, single, single_or_half

# name, operator of mindshim.ops, what it gives, an example's operands, and what is printed
_Rows = tuple[tuple[str, str, str, str, str], ...]

#: These turn integers and bools into float32 first.
_OF_FLOATS: _Rows = (
    ("sqrt", "sqrt", "The square root", "[4.0, 9.0]", "[2. 3.]"),
    ("exp", "exp", "e to the power of x", "[0.0, 1.0]", "[1.        2.7182798]"),
    ("expm1", "expm1", "exp(x) - 1", "[0.0, 1.0]", "[0.        1.7182817]"),
    ("log", "log", "The natural logarithm", "[0.0, 1.0]", "[-inf   0.]"),
    ("log1p", "log1p", "log(1 + x)", "[0.0, 1.0]", "[0.        0.6931472]"),
    ("log2", "log2", "The logarithm to base 2", "[1, 8]", "[0. 3.]"),
    ("log10", "log10", "The logarithm to base 10", "[1, 100]", "[0. 2.]"),
    ("floor", "floor", "The greatest whole number that is not larger", "[1.2, -1.2]", "[ 1. -2.]"),
    ("deg2rad", "deg2rad", "Degrees as radians", "[0, 180]", "[0.        3.1415927]"),
    ("radians", "deg2rad", "Degrees as radians", "[0, 180]", "[0.        3.1415927]"),
    ("rad2deg", "rad2deg", "Radians as degrees", "[0.0, 3.1415927]", "[  0. 180.]"),
    ("degrees", "rad2deg", "Radians as degrees", "[0.0, 3.1415927]", "[  0. 180.]"),
    ("sinc", "sinc", "sin(pi x) / (pi x), 1 at 0", "[0.0, 1.0]", "[ 1.0000000e+00 -2.7827534e-08]"),
    ("i0", "bessel_i0", "The modified Bessel function of the first kind and order 0", "[0.0, 1.0]", "[1.0000001 1.266066 ]"),
)  # fmt: skip

#: These turn integers of 8 bits and bools into float16, longer ones into float32.
_TRIGONOMETRIC: _Rows = (
    ("sin", "sin", "The sine", "[0.0, 1.0]", "[0.         0.84147096]"),
    ("cos", "cos", "The cosine", "[0.0, 1.0]", "[1.        0.5403023]"),
    ("tan", "tan", "The tangent", "[0.0, 1.0]", "[0.        1.5574077]"),
    ("arcsin", "asin", "The angle of a sine, in radians", "[0.0, 1.0]", "[0.        1.5707964]"),
    ("arccos", "acos", "The angle of a cosine, in radians", "[1.0, 0.0]", "[0.        1.5707964]"),
    ("arctan", "atan", "The angle of a tangent, in radians", "[0.0, 1.0]", "[0.        0.7853982]"),
    ("sinh", "sinh", "The hyperbolic sine", "[0.0, 1.0]", "[0.        1.1752012]"),
    ("cosh", "cosh", "The hyperbolic cosine", "[0.0, 1.0]", "[1.        1.5430807]"),
    ("tanh", "tanh", "The hyperbolic tangent", "[0.0, 1.0]", "[0.        0.7615942]"),
    ("arcsinh", "asinh", "The inverse of the hyperbolic sine", "[0.0, 1.0]", "[0.        0.8813736]"),
    ("arccosh", "acosh", "The inverse of the hyperbolic cosine", "[1.0, 2.0]", "[0.       1.316958]"),
    ("arctanh", "atanh", "The inverse of the hyperbolic tangent", "[0.0, 0.5]", "[0.         0.54930615]"),
)  # fmt: skip

#: In float16 if x is, else in float32.
_OF_SHORT_FLOATS: _Rows = (
    ("trunc", "trunc", "The whole part", "[1.7, -1.7]", "[ 1. -1.]"),
)

#: In float32 always.
_OF_SINGLE: _Rows = (("ceil", "ceil", "The least whole number that is not smaller", "[1.2, -1.2]", "[ 2. -1.]"),)

_OF_ANY: _Rows = (
    ("absolute", "abs", "The size without the sign", "[-1, 2]", "[1 2]"),
    ("abs", "abs", "The size without the sign", "[-1, 2]", "[1 2]"),
    ("fabs", "abs", "The size without the sign", "[-1, 2]", "[1 2]"),
    ("negative", "neg", "The opposite", "[-1, 2]", "[ 1 -2]"),
    ("positive", "positive", "x itself", "[-1, 2]", "[-1  2]"),
    ("square", "square", "x times x", "[-1, 3]", "[1 9]"),
    ("logical_not", "logical_not", "Whether x is false", "[True, False]", "[False  True]"),
    ("isnan", "isnan", "Whether x is nan", "[1.0, mnp.nan]", "[False  True]"),
    ("isinf", "isinf", "Whether x is infinite", "[1.0, mnp.inf]", "[False  True]"),
    ("isfinite", "isfinite", "Whether x is neither infinite nor nan", "[1.0, mnp.inf]", "[ True False]"),
)  # fmt: skip

_OF_TWO: _Rows = (
    ("add", "add", "The sum", "[7, -7], 3", "[10 -4]"),
    ("subtract", "sub", "The difference", "[7, -7], 3", "[  4 -10]"),
    ("multiply", "mul", "The product", "[7, -7], 3", "[ 21 -21]"),
    ("maximum", "maximum", "The larger; nan if either is", "[7, -7], 3", "[7 3]"),
    ("minimum", "minimum", "The smaller; nan if either is", "[7, -7], 3", "[ 3 -7]"),
    ("fmax", "fmax", "The larger, the other one of nan", "[7, -7], 3", "[7 3]"),
    ("fmin", "fmin", "The smaller, the other one of nan", "[7, -7], 3", "[ 3 -7]"),
    ("power", "pow", "x1 to the power of x2", "[2, 3], 2", "[4 9]"),
    ("floor_divide", "floor_divide", "The quotient, rounded down", "[7, -7], 3", "[ 2 -3]"),
    ("remainder", "remainder", "What is left of a division that rounds down: of the sign of x2", "[7, -7], 3", "[1 2]"),
    ("mod", "remainder", "What is left of a division that rounds down: of the sign of x2", "[7, -7], 3", "[1 2]"),
    ("fmod", "fmod", "What is left of a division that rounds to zero: of the sign of x1", "[7, -7], 3", "[ 1 -1]"),
    ("equal", "equal", "x1 == x2", "[7, -7], 3", "[False False]"),
    ("not_equal", "not_equal", "x1 != x2", "[7, -7], 3", "[ True  True]"),
    ("less", "less", "x1 < x2", "[7, -7], 3", "[False  True]"),
    ("less_equal", "less_equal", "x1 <= x2", "[7, -7], 3", "[False  True]"),
    ("greater", "greater", "x1 > x2", "[7, -7], 3", "[ True False]"),
    ("greater_equal", "greater_equal", "x1 >= x2", "[7, -7], 3", "[ True False]"),
    ("logical_and", "logical_and", "Whether both are true", "[True, False], [True, True]", "[ True False]"),
    ("logical_or", "logical_or", "Whether either is true", "[True, False], [False, False]", "[ True False]"),
    ("logical_xor", "logical_xor", "Whether exactly one is true", "[True, False], [True, True]", "[False  True]"),
    ("bitwise_and", "bitwise_and", "The bits that both have", "[6, 5], 3", "[2 1]"),
    ("bitwise_or", "bitwise_or", "The bits that either has", "[6, 5], 3", "[7 7]"),
    ("bitwise_xor", "bitwise_xor", "The bits that exactly one has", "[6, 5], 3", "[5 6]"),
    ("nextafter", "nextafter", "The next float from x1 towards x2", "[1.0], [2.0]", "[1.0000001]"),
    ("ldexp", "ldexp", "x1 * 2 ** x2", "[1.0, 2.0], 3", "[ 8. 16.]"),
)  # fmt: skip

#: Integers and bools become float16 or float32, as in _TRIGONOMETRIC.
_ANGLES_OF_TWO: _Rows = (
    (
        "arctan2",
        "atan2",
        "The angle of the point (x2, x1), in radians",
        "[0.0, 1.0], [1.0, 0.0]",
        "[0.        1.5707964]",
    ),
)

#: Integers and bools become float32.
_FLOATS_OF_TWO: _Rows = (("hypot", "hypot", "The root of x1 ** 2 + x2 ** 2", "[3.0], [4.0]", "[5.]"),)

#: The first parameter's name, where it is not `x`.
_PARAMETER = {"negative": "a", "positive": "a", "logical_not": "a", "arccos": "input"}


def _documented(function: Any, name: str, text: str, args: str, example: str, printed: str) -> Any:
    function.__doc__ = f"""{text}, of each element (mirrors `mindspore.numpy.{name}`).

    Args:
        {args} a Tensor, number, list or tuple. dtype: of the result. Default: None, as computed.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.{name}({example}))
        {printed}
    """
    function.__name__ = function.__qualname__ = name
    return function


def _unary(name: str, op: str, text: str, example: str, printed: str, prepare: Any) -> Any:
    operator = getattr(ops, op)

    def of_a(a: Any, dtype: Any = None) -> Tensor:
        return finish(operator(prepare(a)), dtype)

    def of_input(input: Any, dtype: Any = None) -> Tensor:
        return finish(operator(prepare(input)), dtype)

    def of_x(x: Any, dtype: Any = None) -> Tensor:
        return finish(operator(prepare(x)), dtype)

    parameter = _PARAMETER.get(name, "x")
    function = {"a": of_a, "input": of_input, "x": of_x}[parameter]
    return _documented(function, name, text, f"{parameter}:", example, printed)


def _binary(name: str, op: str, text: str, example: str, printed: str, prepare: Any) -> Any:
    operator = getattr(ops, op)

    def function(x1: Any, x2: Any, dtype: Any = None) -> Tensor:
        return finish(operator(prepare(x1), prepare(x2)), dtype)

    return _documented(function, name, text, "x1, x2: broadcast to each other;", example, printed)


_made: dict[str, Any] = {
    **{row[0]: _unary(*row, floating) for row in _OF_FLOATS},
    **{row[0]: _unary(*row, angle) for row in _TRIGONOMETRIC},
    **{row[0]: _unary(*row, single_or_half) for row in _OF_SHORT_FLOATS},
    **{row[0]: _unary(*row, single) for row in _OF_SINGLE},
    **{row[0]: _unary(*row, as_tensor) for row in _OF_ANY},
    **{row[0]: _binary(*row, as_tensor) for row in _OF_TWO},
    **{row[0]: _binary(*row, angle) for row in _ANGLES_OF_TWO},
    **{row[0]: _binary(*row, floating) for row in _FLOATS_OF_TWO},
}
globals().update(_made)


def fix(x: Any) -> Tensor:
    """The whole number that is next towards zero, of each element, float32 for integers (mirrors `mindspore.numpy.fix`).

    Args:
        x: a Tensor, number, list or tuple.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.fix([1.7, -1.7]))
        [ 1. -1.]
    """
    return ops.trunc(single_or_half(x))


def reciprocal(x: Any, dtype: Any = None) -> Tensor:
    """1 / x of each element; of integers cut towards zero, of bools int64 (mirrors `mindspore.numpy.reciprocal`).

    Args:
        x: a Tensor, number, list or tuple. dtype: of the result. Default: None, as computed.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.reciprocal([2.0, 4.0]), mnp.reciprocal([1, 2]))
        [0.5  0.25] [1 0]
    """
    x = as_tensor(x)
    if x.dtype in dtypes.floats or x.dtype in dtypes.complexes:
        return finish(ops.reciprocal(x), dtype)
    kept = dtypes.int64 if x.dtype is dtypes.bool_ else x.dtype
    return finish(ops.reciprocal(x.astype(dtypes.float32)).astype(kept), dtype)


def _quotient(name: str) -> Any:
    def function(x1: Any, x2: Any, dtype: Any = None) -> Tensor:
        out = as_tensor(x1) / as_tensor(x2)
        return finish(out, dtype or (out.dtype if out.dtype is dtypes.float16 else dtypes.float32))

    text = "The true quotient, in float16 or else float32"
    return _documented(function, name, text, "x1, x2: broadcast to each other;", "[1, 2], 2", "[0.5 1. ]")


divide, true_divide = _quotient("divide"), _quotient("true_divide")


def float_power(x1: Any, x2: Any, dtype: Any = None) -> Tensor:
    """x1 to the power of x2 of each element, in float32 (mirrors `mindspore.numpy.float_power`).

    Args:
        x1, x2: broadcast to each other; a Tensor, number, list or tuple. dtype: of the result. Default: None, float32.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.float_power([2, 3], 2))
        [4. 9.]
    """
    return finish(ops.float_power(single(x1), single(x2)), dtype or dtypes.float32)


def exp2(x: Any, dtype: Any = None) -> Tensor:
    """2 to the power of each element, of integers an integer (mirrors `mindspore.numpy.exp2`).

    Args:
        x: a Tensor, number, list or tuple. dtype: of the result. Default: None, as computed.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.exp2([0.0, 3.0]), mnp.exp2([0, 3]))
        [1. 8.] [1 8]
    """
    x = as_tensor(x)
    if x.dtype in dtypes.floats or x.dtype in dtypes.complexes:
        return finish(ops.exp2(x), dtype)
    kept = dtypes.int64 if x.dtype is dtypes.bool_ else x.dtype
    return finish(ops.exp2(x.astype(dtypes.float32)).astype(kept), dtype)


def sign(x: Any, dtype: Any = None) -> Tensor:
    """-1, 0 or 1 by the sign of each element, float32 for integers (mirrors `mindspore.numpy.sign`).

    Args:
        x: a Tensor, number, list or tuple. dtype: of the result. Default: None, as computed.

    Raises:
        TypeError: for bools.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.sign([-1.5, 0.0, 2.0]), mnp.sign([-3, 3]))
        [-1.  0.  1.] [-1.  1.]
    """
    x = as_tensor(x)
    if x.dtype is dtypes.bool_:
        raise TypeError("For 'sign', the dtype of 'x' must be a number type, but got Bool.")
    x = floating(x)
    # `ops.sign` has 0 for nan.
    out = ops.where(ops.isnan(x), x, ops.sign(x)) if x.dtype in dtypes.floats else ops.sign(x)
    return finish(out, dtype)


def copysign(x1: Any, x2: Any, dtype: Any = None) -> Tensor:
    """The size of x1 with the sign of x2, in the dtype of x1 (mirrors `mindspore.numpy.copysign`).

    Args:
        x1, x2: broadcast to each other; a Tensor, number, list or tuple. dtype: of the result. Default: None, as computed.

    Raises:
        TypeError: for bools.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.copysign([1, 2], -1.0))
        [-1 -2]
    """
    x1, x2 = as_tensor(x1), as_tensor(x2)
    if dtypes.bool_ in (x1.dtype, x2.dtype):
        raise TypeError("For 'copysign', the dtypes of 'x1' and 'x2' must be number types, but got Bool.")
    return finish(ops.copysign(floating(x1), floating(x2)).astype(x1.dtype), dtype)


def heaviside(x1: Any, x2: Any, dtype: Any = None) -> Tensor:
    """0 where x1 is negative, 1 where it is positive, x2 where it is 0 (mirrors `mindspore.numpy.heaviside`).

    Args:
        x1, x2: broadcast to each other; a Tensor, number, list or tuple. dtype: of the result. Default: None, their
            common one.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.heaviside([-1.0, 0.0, 1.0], 0.5))
        [0.  0.5 1. ]
    """
    x1, x2 = _same(as_tensor(x1), as_tensor(x2))
    if x1.dtype in dtypes.floats:
        return finish(ops.heaviside(x1, x2), dtype)
    return finish(ops.heaviside(x1.astype(dtypes.float32), x2.astype(dtypes.float32)).astype(x1.dtype), dtype)


__all__ = [*_made, "copysign", "divide", "exp2", "fix", "float_power", "heaviside", "reciprocal", "sign", "true_divide"]  # pyright: ignore[reportUnsupportedDunderAll]
