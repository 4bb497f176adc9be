"""Elementwise functions of one Tensor: exponentials, logarithms, roots, trigonometry, rounding, signs, tests."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import BOOL, F32, F64, I64, is_complex, is_float, is_inexact
from mindshim._core.tensor import Tensor
from mindshim.ops import doubles, exponentials, half_precision, tangents
from mindshim.ops.arguments import require_tensors
from mindshim.ops.spellings import checked, in_place, spell, unary
from mindshim.ops.summation import rounded, zero_bits

_X = "ms.Tensor([0.5, 1.0])"


def _printed(*values: str, dtype: str = "Float32") -> str:
    width = max(map(len, values)) if dtype == "Float32" else 0
    return f"Tensor(shape=[{len(values)}], dtype={dtype}, value= [{', '.join(v.rjust(width) for v in values)}])"


def _float(name: str, spellings: str, fn: Any, summary: str, out: str, rule: str = "float", example: str = _X) -> Any:
    """A function that keeps floating dtypes; `out` is what the example prints."""
    values = [f" {v}" if not v.startswith("-") else v for v in out.split()]
    return unary(name, spellings, fn, rule, summary, example, _printed(*values))


_exp = _float("Exp", "ops.exp mint.exp Tensor.exp ops.Exp", jnp.exp, "e to the power of x", "1.64872146e+00 2.71827984e+00")
exponentials.declare(_exp, exponentials.exp)
_float("Expm1", "ops.expm1 mint.expm1 mint.special.expm1 Tensor.expm1 ops.Expm1", jnp.expm1, "e to the power of x, minus 1", "6.48721278e-01 1.71828175e+00")
_float("Exp2", "ops.exp2 mint.exp2 mint.special.exp2 Tensor.exp2", half_precision.once(jnp.exp2), "2 to the power of x", "1.41421354e+00 2.00000000e+00", "to float")
_float("Log", "ops.log mint.log Tensor.log ops.Log", jnp.log, "Natural logarithm", "-6.93147182e-01 0.00000000e+00")
_float("Log1p", "ops.log1p mint.log1p mint.special.log1p Tensor.log1p ops.Log1p", jnp.log1p, "Natural logarithm of 1 + x", "4.05465096e-01 6.93147182e-01")
_float("Log2", "ops.log2 Tensor.log2 mint.log2", lambda x: jnp.log2(x), "Logarithm to base 2", "-1.00000000e+00 0.00000000e+00")
_float("Log10", "ops.log10 Tensor.log10 mint.log10", lambda x: jnp.log10(x), "Logarithm to base 10", "-3.01030010e-01 0.00000000e+00")
_float("Sqrt", "ops.sqrt(x) mint.sqrt Tensor.sqrt ops.Sqrt(x)", half_precision.sqrt, "Square root", "7.07106769e-01 1.00000000e+00", "to float")
_rsqrt = _float("Rsqrt", "ops.rsqrt mint.rsqrt Tensor.rsqrt ops.Rsqrt", half_precision.rsqrt, "Reciprocal of the square root", "1.41421354e+00 1.00000000e+00")
exponentials.declare(_rsqrt, lambda x: np.float32(1) / rounded(jnp.sqrt(x), zero_bits(x)))
_float("Reciprocal", "ops.reciprocal mint.reciprocal Tensor.reciprocal ops.Reciprocal", jnp.reciprocal, "1 / x", "2.00000000e+00 1.00000000e+00", "to float")
_float("Sin", "ops.sin mint.sin Tensor.sin ops.Sin", jnp.sin, "Sine", "4.79425550e-01 8.41470957e-01")
_float("Cos", "ops.cos mint.cos Tensor.cos ops.Cos", jnp.cos, "Cosine", "8.77582550e-01 5.40302277e-01")
_float("Tan", "ops.tan mint.tan Tensor.tan ops.Tan", jnp.tan, "Tangent", "5.46302497e-01 1.55740774e+00")
_float("Asin", "ops.asin mint.asin ops.arcsin(x) mint.arcsin(x) Tensor.asin Tensor.arcsin ops.Asin", half_precision.once(jnp.arcsin), "Inverse sine", "5.23598790e-01 1.57079637e+00")
_float("ACos", "ops.acos ops.arccos mint.acos mint.arccos Tensor.acos Tensor.arccos ops.ACos", half_precision.once(jnp.arccos), "Inverse cosine", "1.04719758e+00 0.00000000e+00")
_float("Atan", "ops.atan ops.arctan mint.atan mint.arctan Tensor.atan Tensor.arctan ops.Atan", jnp.arctan, "Inverse tangent", "4.63647604e-01 7.85398185e-01")
_float("Sinh", "ops.sinh mint.sinh Tensor.sinh ops.Sinh", jnp.sinh, "Hyperbolic sine", "5.21095276e-01 1.17520118e+00")
_float("Cosh", "ops.cosh mint.cosh Tensor.cosh ops.Cosh", jnp.cosh, "Hyperbolic cosine", "1.12762594e+00 1.54308069e+00")
_tanh = _float("Tanh", "ops.tanh mint.tanh mint.nn.functional.tanh Tensor.tanh ops.Tanh", half_precision.tanh, "Hyperbolic tangent", "4.62117165e-01 7.61594176e-01")
exponentials.declare(_tanh, tangents.tanh)
_float("Asinh", "ops.asinh ops.arcsinh mint.asinh mint.arcsinh Tensor.asinh Tensor.arcsinh ops.Asinh", half_precision.once(jnp.arcsinh), "Inverse hyperbolic sine", "4.81211811e-01 8.81373584e-01")
_float("Acosh", "ops.acosh ops.arccosh mint.acosh mint.arccosh Tensor.acosh Tensor.arccosh ops.Acosh", jnp.arccosh, "Inverse hyperbolic cosine", "0.00000000e+00 1.31695795e+00", example="ms.Tensor([1.0, 2.0])")
_float("Atanh", "ops.atanh ops.arctanh mint.atanh mint.arctanh Tensor.atanh Tensor.arctanh ops.Atanh", half_precision.once(jnp.arctanh), "Inverse hyperbolic tangent", "0.00000000e+00 5.49306154e-01", example="ms.Tensor([0.0, 0.5])")
_float("Erf", "ops.erf mint.erf Tensor.erf ops.Erf", lax.erf, "Error function", "5.20499885e-01 8.42700839e-01", "real")
_float("Erfc", "ops.erfc mint.erfc mint.special.erfc Tensor.erfc ops.Erfc", lax.erfc, "1 minus the error function", "4.79500115e-01 1.57299206e-01", "real")
_float("Erfinv", "ops.erfinv mint.erfinv Tensor.erfinv ops.Erfinv", lax.erf_inv, "Inverse of the error function", "0.00000000e+00 4.76936281e-01", "real", "ms.Tensor([0.0, 0.5])")
_float("Digamma", "ops.digamma Tensor.digamma ops.Digamma(x)", lax.digamma, "Derivative of the logarithm of the gamma function", "-1.96351004e+00 -5.77215374e-01", "real")
_sigmoid = _float("Sigmoid", "ops.sigmoid mint.sigmoid mint.nn.functional.sigmoid Tensor.sigmoid ops.Sigmoid", jax.nn.sigmoid, "1 / (1 + exp(-x))", "6.22459412e-01 7.31058896e-01")
exponentials.declare(_sigmoid, exponentials.sigmoid)
_float("Floor", "ops.floor mint.floor Tensor.floor ops.Floor", jnp.floor, "The largest integer not above x", "1.00000000e+00 -2.00000000e+00", "real", "ms.Tensor([1.7, -1.7])")
_float("Ceil", "ops.ceil mint.ceil Tensor.ceil ops.Ceil", jnp.ceil, "The smallest integer not below x", "2.00000000e+00 -1.00000000e+00", "real", "ms.Tensor([1.2, -1.7])")
_float("Deg2Rad", "ops.deg2rad(x) Tensor.deg2rad", lambda x: x * np.asarray(np.pi / 180, x.dtype), "Degrees to radians", "1.57079637e+00 3.14159274e+00", "real", "ms.Tensor([90.0, 180.0])")
_float("Rad2Deg", "ops.rad2deg(x) Tensor.rad2deg", lambda x: x * np.asarray(180 / np.pi, x.dtype), "Radians to degrees", "2.86478901e+01 5.72957802e+01", "real")


def _sinc(x: Any) -> Any:
    return jnp.sinc(x)


_float("Sinc", "ops.sinc mint.sinc mint.special.sinc Tensor.sinc ops.Sinc", _sinc, "sin(pi x) / (pi x), 1 at zero", "6.36619747e-01 -2.78275341e-08", "to float")


def _lgamma(x: Any) -> Any:
    return lax.lgamma(x if is_inexact(x.dtype) else x.astype(F32))


def _keep(fn: Any) -> Any:
    """Integers and bools pass unchanged."""
    return lambda x: fn(x) if is_float(x.dtype) else x


_float("Lgamma", "ops.lgamma Tensor.lgamma ops.Lgamma(x)", _lgamma, "Logarithm of the absolute value of the gamma function", "5.72364807e-01 4.76837158e-07", "not complex")
_float("Trunc", "ops.trunc mint.trunc mint.fix Tensor.trunc ops.Trunc", _keep(jnp.trunc), "The integer part", "1.00000000e+00 -1.00000000e+00", "not complex", "ms.Tensor([1.7, -1.7])")
def _abs(x: Any) -> Any:
    if is_complex(x.dtype):
        return jnp.abs(x).astype(x.dtype)
    # The derivative at zero is 0, where that of jnp.abs is 1.
    return x * lax.stop_gradient(jnp.sign(x)) if is_float(x.dtype) else jnp.abs(x)


_float("Abs", "ops.abs ops.absolute mint.abs Tensor.abs Tensor.absolute Tensor.__abs__ ops.Abs", _abs, "Absolute value", "1.50000000e+00 1.50000000e+00", "any", "ms.Tensor([1.5, -1.5])")
_float("Square", "ops.square mint.square Tensor.square ops.Square", lambda x: x * x, "x * x", "2.50000000e-01 1.00000000e+00", "number")
def _sign(x: Any) -> Any:
    # nan and -0 have the sign 0, as in MindSpore.
    return jnp.where(jnp.isnan(x) | (x == 0), jnp.zeros((), x.dtype), jnp.sign(x)) if is_float(x.dtype) else jnp.sign(x)


_float("Sign", "ops.sign mint.sign Tensor.sign ops.Sign", _sign, "-1, 0 or 1 by the sign of x (x / |x| for complex)", "1.00000000e+00 -1.00000000e+00", "number", "ms.Tensor([1.5, -1.5])")
_float("Positive", "ops.positive Tensor.positive", lambda x: x, "The value itself", "5.00000000e-01 1.00000000e+00", "any")


def _frac(x: Any) -> Any:
    if x.dtype == BOOL:
        return jnp.zeros(x.shape, I64)
    return x - _keep(jnp.trunc)(x)


def _inv(x: Any) -> Any:
    if is_inexact(x.dtype):
        return jnp.reciprocal(x)
    # Integers: 1 / x truncated.
    one = jnp.ones((), x.dtype)
    return jnp.where(jnp.abs(x) == one, x, jnp.zeros((), x.dtype))


_float("Frac", "ops.frac(x) mint.frac Tensor.frac", _frac, "The fractional part, with the sign of x", "5.00000000e-01 -5.00000000e-01", "not complex", "ms.Tensor([1.5, -1.5])")
_float("Inv", "ops.inv(x) Tensor.inv ops.Inv(x)", _inv, "1 / x", "2.00000000e+00 1.00000000e+00", "signed")


def _boolean(name: str, spellings: str, fn: Any, summary: str, rule: str, example: str, out: str) -> Any:
    """A test of each element."""
    values = [f" {v}" if v == "True" else v for v in out.split()]
    printed = f"Tensor(shape=[{len(values)}], dtype=Bool, value= [{', '.join(values)}])"
    return unary(name, spellings, fn, rule, summary, example, printed, differentiable=False)


_ODD = "ms.Tensor([1.0, float('inf'), float('nan')])"


def _test(fn: Any) -> Any:
    """A test of floats that integers and bools always answer like a finite number."""
    return lambda x: fn(x) if is_inexact(x.dtype) else fn(x.astype(F32))


_boolean("LogicalNot", "ops.logical_not mint.logical_not Tensor.logical_not Tensor.__invert__ ops.LogicalNot", lambda x: x == jnp.zeros((), x.dtype), "Whether x is zero or False", "any", "ms.Tensor([True, False])", "False True")
_boolean("IsNan", "ops.isnan mint.isnan Tensor.isnan ops.IsNan(x)", _test(jnp.isnan), "Whether x is not a number", "any", _ODD, "False False True")
_boolean("IsInf", "ops.isinf mint.isinf Tensor.isinf ops.IsInf", _test(jnp.isinf), "Whether x is infinite", "any", _ODD, "False True False")
_boolean("IsFinite", "ops.isfinite mint.isfinite Tensor.isfinite ops.IsFinite", _test(jnp.isfinite), "Whether x is neither infinite nor NaN", "any", _ODD, "True False False")
_boolean("IsNegInf", "ops.isneginf mint.isneginf Tensor.isneginf", _test(jnp.isneginf), "Whether x is minus infinity", "not complex", _ODD, "False False False")
_boolean("IsPosInf", "ops.isposinf Tensor.isposinf", lambda x: x == jnp.asarray(np.inf, x.dtype), "Whether x is plus infinity", "real", _ODD, "False True False")
_boolean("IsReal", "ops.isreal Tensor.isreal", lambda x: (x.imag == jnp.zeros((), x.real.dtype)) if is_complex(x.dtype) else jnp.ones(x.shape, BOOL), "Whether x has no imaginary part", "any", _X, "True True")
_boolean("Signbit", "ops.signbit Tensor.signbit", lambda x: x < jnp.zeros((), x.dtype), "Whether x is negative", "not complex", "ms.Tensor([0.0, -1.0])", "False True")


def _real(x: Any) -> Any:
    return x.real if is_complex(x.dtype) else x


def _imag(x: Any) -> Any:
    return x.imag if is_complex(x.dtype) else jnp.zeros(x.shape, x.dtype)


_float("Real", "ops.real Tensor.real ops.Real", _real, "The real part", "5.00000000e-01 1.00000000e+00", "any")
_float("Imag", "ops.imag Tensor.imag ops.Imag", _imag, "The imaginary part, zero for real numbers", "0.00000000e+00 0.00000000e+00", "any")
_float("Conj", "ops.conj Tensor.conj ops.Conj", lambda x: jnp.conj(x) if is_complex(x.dtype) else x, "The complex conjugate", "5.00000000e-01 1.00000000e+00", "any")
_float("Sgn", "ops.sgn Tensor.sgn", _sign, "The sign, x / |x| for complex numbers", "1.00000000e+00 -1.00000000e+00", "number", "ms.Tensor([1.5, -1.5])")
_COMPLEX = "ms.Tensor([3 + 4j, -1 + 0j], ms.complex64)"
_float("Angle", "ops.angle Tensor.angle ops.Angle", jnp.angle, "The angle of complex numbers, in radians", "9.27295208e-01 3.14159274e+00", "float", _COMPLEX)
_float("ComplexAbs", "ops.ComplexAbs(x)", jnp.abs, "The absolute value of complex numbers", "5.00000000e+00 1.00000000e+00", "complex", _COMPLEX)
unary("BitwiseNot", "Tensor.bitwise_not ops.invert(x) Tensor.invert ops.Invert(x)", jnp.invert, "integer", "Every bit inverted", "ms.Tensor([0, 5])", "Tensor(shape=[2], dtype=Int64, value= [-1, -6])")


@kernel("Round")
def round(input: Array, decimals: int = 0) -> Array:  # noqa: A001
    """Each element rounded to `decimals` places, halves to even (mirrors `mindspore.ops.round`).

    Args:
        input: a Tensor of a floating or integer dtype. decimals: how many places; negative counts left of the point.

    Raises:
        TypeError: for bool and complex.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.round(ms.Tensor([0.5, 1.5]))
        Tensor(shape=[2], dtype=Float32, value= [ 0.00000000e+00,  2.00000000e+00])
    """
    x = checked("Round", input, "not complex")
    if x.dtype == BOOL:
        raise TypeError("For 'Round', the dtype of 'input' must be a number type, but got Bool.")
    if decimals == 0:
        return jnp.round(x) if is_float(x.dtype) else x
    factor = 10.0 ** abs(decimals)
    y = x if is_float(x.dtype) else x.astype(F64)
    scale = jnp.asarray(factor, y.dtype)
    out = jnp.round(y * scale) / scale if decimals > 0 else jnp.round(y / scale) * scale
    return out.astype(x.dtype)


spell(round, "Tensor.round Tensor.__round__()")
round.face("ops.round", "input, *, decimals=0").face("mint.round", "input, *, decimals=0").primitive(  # type: ignore[attr-defined]
    "Round", call="input, decimals=0"
)


@kernel("Logit")
def logit(input: Array, eps: Number | None = None) -> Array:
    """log(x / (1 - x)), with x clamped to [eps, 1 - eps] if `eps` is given and not negative (`mindspore.ops.logit`).

    Raises:
        TypeError: if `input` is not a floating Tensor.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.logit(ms.Tensor([0.5, 0.5]))
        Tensor(shape=[2], dtype=Float32, value= [ 0.00000000e+00,  0.00000000e+00])
    """
    x = checked("Logit", input, "real")
    if eps is not None:
        e = jnp.asarray(eps).astype(x.dtype)
        one = jnp.ones((), x.dtype)
        x = jnp.where(e < jnp.zeros((), x.dtype), x, jnp.clip(x, e, one - e))
    return jnp.log(x / (jnp.ones((), x.dtype) - x))


logit.face("ops.logit").face("Tensor.logit").primitive("Logit", "eps=-1.0", call="input")  # type: ignore[attr-defined]


@kernel("NanToNum")
def nan_to_num(input: Array, nan: Number | None = None, posinf: Number | None = None, neginf: Number | None = None) -> Array:
    """NaN and infinities replaced: by 0 and the largest and smallest numbers unless given (`mindspore.ops.nan_to_num`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.nan_to_num(ms.Tensor([float('nan'), 1.0]), 5.0)
        Tensor(shape=[2], dtype=Float32, value= [ 5.00000000e+00,  1.00000000e+00])
    """
    x = checked("NanToNum", input, "real")
    info = jnp.finfo(x.dtype)

    def number(value: Any, default: Any) -> Any:
        return jnp.asarray(default if value is None else value).astype(x.dtype)

    out = jnp.where(jnp.isnan(x), number(nan, 0.0), x)
    out = jnp.where(x == jnp.asarray(np.inf, x.dtype), number(posinf, info.max), out)
    return jnp.where(x == jnp.asarray(-np.inf, x.dtype), number(neginf, info.min), out)


nan_to_num.face("ops.nan_to_num").face("mint.nan_to_num").face("Tensor.nan_to_num").primitive(  # type: ignore[attr-defined]
    "NanToNum", "nan=None, posinf=None, neginf=None", call="input"
)


@kernel("Polygamma")
def polygamma(a: Array, x: Array) -> Array:
    """The derivative of order `a` of the digamma function at `x` (mirrors `mindspore.ops.polygamma`).

    Raises:
        ValueError: if the order has axes. TypeError: if it is not int32 or int64.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.polygamma(ms.Tensor(1), ms.Tensor([1.0]))
        Tensor(shape=[1], dtype=Float32, value= [ 1.64493406e+00])
    """
    if jnp.ndim(a):
        raise ValueError(f"For 'Polygamma', the order must be a Tensor of rank 0, but got shape {jnp.shape(a)}.")
    if a.dtype not in ("int32", "int64"):
        raise TypeError(f"For 'Polygamma', the order must be int32 or int64, but got {a.dtype.name}.")
    x = checked("Polygamma", x, "real")
    return lax.polygamma(jnp.broadcast_to(a.astype(x.dtype), x.shape), x)


polygamma.face("ops.polygamma", "n, input", n="a", input="x").primitive("Polygamma", call="a, x")  # type: ignore[attr-defined]


@face("ops.is_complex", "Tensor.is_complex")
def is_complex_tensor(input: Tensor) -> bool:
    """Whether the dtype of `input` is complex (mirrors `mindspore.ops.is_complex`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.is_complex(ms.Tensor([1.0]))
        False
    """
    require_tensors("is_complex", input=input)
    return is_complex(input.dtype.np)


@face("ops.is_floating_point", "Tensor.is_floating_point")
def is_floating_point(input: Tensor) -> bool:
    """Whether the dtype of `input` is a floating one (mirrors `mindspore.ops.is_floating_point`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.is_floating_point(ms.Tensor([1.0]))
        True
    """
    require_tensors("is_floating_point", input=input)
    return is_float(input.dtype.np)


@face("Tensor.is_signed")
def is_signed(self: Tensor) -> bool:
    """Whether the dtype can hold negative numbers (mirrors `mindspore.Tensor.is_signed`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> x.is_signed()
        True
    """
    return self.dtype.np.kind not in "bu"


@face("Tensor.__pos__")
def pos(self: Tensor) -> Tensor:
    """The Tensor itself."""
    return self


in_place("exp log floor tanh sigmoid sign erfinv")

doubles.declare(("Sin", "Cos", "Tan", "Asin", "ACos", "Atan", "Sinh", "Cosh", "Asinh", "Acosh", "Atanh", "Erfc"))
