"""Functions of two or three Tensors, element by element: extremes, angles, combinations."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.scipy import special

from mindshim._core.operators import Array, Arrays, Number, kernel
from mindshim._core.promotion import BOOL, F16, F32, convert, is_complex, is_inexact, operands
from mindshim.ops.primitive import takes_tensors
from mindshim.ops.spellings import spell


def _floats(op: str, *xs: Any, complex_ok: bool = False) -> list[Any]:
    values = operands(op, *xs)
    if not is_inexact(values[0].dtype) or (is_complex(values[0].dtype) and not complex_ok):
        raise TypeError(f"For '{op}', the inputs must be floating, but got {values[0].dtype.name}.")
    return values


def _reals(op: str, *xs: Any) -> list[Any]:
    values = operands(op, *xs)
    if is_complex(values[0].dtype):
        raise TypeError(f"For '{op}', the inputs must be real, but got {values[0].dtype.name}.")
    return values


def _extreme(name: str, lower: str, fn: Any, logical: Any, word: str, out: str) -> Any:
    def body(input: Array | Number, other: Array | Number) -> Array:
        a, b = _reals(name, input, other)
        return logical(a, b) if a.dtype == BOOL else fn(a, b)

    body.__annotations__ = {"input": "Array | Number", "other": "Array | Number"}
    body.__name__ = lower
    body.__doc__ = f"""The {word} of two operands, element by element; NaN wins, ties share the gradient (`mindspore.ops.{lower}`).

    Raises:
        TypeError: for complex numbers and dtypes without an implicit conversion. ValueError: if shapes do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{lower}(ms.Tensor([1.0, 3.0]), 2.0)
        Tensor(shape=[2], dtype=Float32, value= [{out}])
    """
    return spell(kernel(name)(body), f"ops.{lower} mint.{lower} Tensor.{lower} ops.{name}")


maximum = _extreme("Maximum", "maximum", jnp.maximum, jnp.logical_or, "larger", " 2.00000000e+00,  3.00000000e+00")
minimum = _extreme("Minimum", "minimum", jnp.minimum, jnp.logical_and, "smaller", " 1.00000000e+00,  2.00000000e+00")


def _nan_loses(fn: Any) -> Any:
    def choose(a: Any, b: Any) -> Any:
        if not is_inexact(a.dtype):
            return fn(a, b)
        return jnp.where(jnp.isnan(a), b, jnp.where(jnp.isnan(b), a, fn(a, b)))

    return choose


def _pair(name: str, spellings: str, fn: Any, summary: str, example: str, out: str, check: Any = _floats, taken: str = "Array | Number", **flags: Any) -> Any:
    """A kernel of two operands with its docstring and faces; `taken` is what they may be."""

    def body(input: Array | Number, other: Array | Number) -> Array:
        return fn(*check(name, input, other))

    path = spellings.split()[0].partition("(")[0]
    body.__annotations__ = {"input": taken, "other": taken}
    body.__name__ = path.rpartition(".")[2]
    call = f"ms.{path}" if path[4].islower() else f"ms.{path}()"
    body.__doc__ = f"""{summary}, element by element, with broadcasting (mirrors `mindspore.{path}`).

    Raises:
        TypeError: for dtypes it is not defined for. ValueError: if the shapes do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> {call}({example})
        Tensor(shape=[2], dtype={"Int64" if "e" not in out else "Float32"}, value= [{out}])
    """
    return spell(kernel(name, **flags)(body), spellings)


_E = "ms.Tensor([1.0, 3.0]), ms.Tensor([2.0, 4.0])"


@jax.custom_jvp
def _next_after(a: Any, b: Any) -> Any:
    return jnp.nextafter(a, b)


# The step is a constant for the derivative. Its values can't be had by adding it: it may be too small, or infinite.
_next_after.defjvp(lambda operands, moves: (_next_after(*operands), jnp.broadcast_to(moves[0], jnp.broadcast_shapes(*(m.shape for m in moves)))))


def _hypotenuse(a: Any, b: Any) -> Any:
    # Squares of very large or small numbers leave the range: those are scaled first.
    limits = jnp.finfo(a.dtype)
    big = lax.stop_gradient(jnp.maximum(jnp.abs(a), jnp.abs(b)))
    extreme = ((big > np.sqrt(float(limits.max)) / 2) | (big < np.sqrt(float(limits.tiny)) * 16)) & (big > 0) & (big < np.inf)
    scale = jnp.where(extreme, big, jnp.ones((), a.dtype))
    x, y = a / scale, b / scale
    return jnp.where(jnp.isinf(a) | jnp.isinf(b), jnp.array(np.inf, a.dtype), scale * jnp.sqrt(x * x + y * y))


_pair("Fmax", "ops.fmax Tensor.fmax", _nan_loses(jnp.maximum), "The larger operand, the other one where one is NaN", _E, " 2.00000000e+00,  4.00000000e+00", _reals)
_pair("Fmin", "ops.fmin Tensor.fmin", _nan_loses(jnp.minimum), "The smaller operand, the other one where one is NaN", _E, " 1.00000000e+00,  3.00000000e+00", _reals)
_pair("Atan2", "ops.atan2 ops.arctan2 mint.atan2 mint.arctan2 Tensor.atan2 Tensor.arctan2 ops.Atan2", jnp.arctan2, "The angle of the point (other, input), in radians", _E, " 4.63647604e-01,  6.43501103e-01")
_pair("Hypot", "ops.hypot Tensor.hypot ops.Hypot(x1, x2)", _hypotenuse, "The hypotenuse sqrt(x^2 + y^2)", _E, " 2.23606801e+00,  5.00000000e+00")
_pair("LogAddExp", "ops.logaddexp mint.logaddexp Tensor.logaddexp", jnp.logaddexp, "log(exp(x) + exp(y))", _E, " 2.31326175e+00,  4.31326151e+00", taken="Array")
_pair("LogAddExp2", "ops.logaddexp2 mint.logaddexp2 Tensor.logaddexp2", jnp.logaddexp2, "log2(2^x + 2^y)", _E, " 2.58496237e+00,  4.58496237e+00", taken="Array")
_pair("NextAfter", "ops.nextafter Tensor.nextafter ops.NextAfter", _next_after, "The next number after x in the direction of y", _E, " 1.00000012e+00,  3.00000024e+00", taken="Array")
_pair("SquaredDifference", "ops.SquaredDifference(x, y)", lambda a, b: (a - b) * (a - b), "(x - y)^2", _E, " 1.00000000e+00,  1.00000000e+00", operands)


@kernel("Igamma")
def igamma(input: Array, other: Array) -> Array:
    """The regularized lower incomplete gamma function P(input, other) (mirrors `mindspore.ops.igamma`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.igamma(ms.Tensor([1.0]), ms.Tensor([2.0]))
        Tensor(shape=[1], dtype=Float32, value= [ 8.64664793e-01])
    """
    return special.gammainc(*jnp.broadcast_arrays(*_floats("Igamma", input, other)))


spell(igamma, "ops.igamma Tensor.igamma ops.Igamma(a, x)")


@kernel("Igammac")
def igammac(input: Array, other: Array) -> Array:
    """The regularized upper incomplete gamma function Q(input, other) (mirrors `mindspore.ops.igammac`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.igammac(ms.Tensor([1.0]), ms.Tensor([2.0]))
        Tensor(shape=[1], dtype=Float32, value= [ 1.35335222e-01])
    """
    return special.gammaincc(*jnp.broadcast_arrays(*_floats("Igammac", input, other)))


spell(igammac, "ops.igammac Tensor.igammac ops.Igammac(a, x)")


@kernel("Zeta")
def zeta(input: Array | Number, other: Array | Number) -> Array:
    """The Hurwitz zeta function (mirrors `mindspore.ops.zeta`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.zeta(ms.Tensor([2.0]), ms.Tensor([1.0]))
        Tensor(shape=[1], dtype=Float32, value= [ 1.64493406e+00])
    """
    return special.zeta(*jnp.broadcast_arrays(*_floats("Zeta", input, other)))


spell(zeta, "ops.zeta ops.Zeta(x, q)")


@kernel("Xlogy")
def xlogy(input: Array | Number, other: Array | Number) -> Array:
    """input * log(other), 0 where `input` is 0 (mirrors `mindspore.ops.xlogy`).

    Raises:
        TypeError: if neither operand is floating.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.xlogy(ms.Tensor([0.0, 1.0]), ms.Tensor([0.0, 2.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 0.00000000e+00,  6.93147182e-01])
    """
    a, b = _floats("Xlogy", input, other, complex_ok=True)
    zero = a == jnp.zeros((), a.dtype)
    safe = jnp.where(zero & (b == jnp.zeros((), b.dtype)), jnp.ones((), b.dtype), b)
    return a * jnp.log(safe)


spell(xlogy, "ops.xlogy mint.xlogy Tensor.xlogy ops.Xlogy")


@kernel("CopySign")
def copysign(x: Array, other: Array | Number) -> Array:
    """The size of `x` with the sign of `other`, in the dtype of `x`, float32 for integers (mirrors `mindspore.ops.copysign`).

    Raises:
        TypeError: for bool or complex Tensors.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.copysign(ms.Tensor([1.0, 2.0]), -1.0)
        Tensor(shape=[2], dtype=Float32, value= [-1.00000000e+00, -2.00000000e+00])
    """
    if x.dtype == BOOL or is_complex(x.dtype):
        raise TypeError(f"For 'CopySign', the inputs must be of real number types, but got {x.dtype.name}.")
    a = x if is_inexact(x.dtype) else x.astype(F32)
    b = convert(other, a.dtype)
    return jnp.where(jnp.signbit(b), -jnp.abs(a), jnp.abs(a))


spell(copysign, "ops.copysign Tensor.copysign")


@kernel("Heaviside")
def heaviside(input: Array, values: Array) -> Array:
    """0 for negative elements, 1 for positive ones, `values` where `input` is 0 (mirrors `mindspore.ops.heaviside`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.heaviside(ms.Tensor([-1.0, 0.0]), ms.Tensor([0.5, 0.5]))
        Tensor(shape=[2], dtype=Float32, value= [ 0.00000000e+00,  5.00000000e-01])
    """
    a, b = _reals("Heaviside", input, values)
    zero = jnp.zeros((), a.dtype)
    return jnp.where(a == zero, b, (a > zero).astype(a.dtype))


spell(heaviside, "ops.heaviside Tensor.heaviside ops.Heaviside(x, values)")


@kernel("Ldexp")
def ldexp(x: Array | Number, other: Array | Number) -> Array:
    """x * 2 ** other (mirrors `mindspore.ops.ldexp`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ldexp(ms.Tensor([1.0, 3.0]), ms.Tensor([2, 3]))
        Tensor(shape=[2], dtype=Float32, value= [ 4.00000000e+00,  2.40000000e+01])
    """
    a, b = operands("Ldexp", x, other)
    if not is_inexact(a.dtype):
        a, b = a.astype(F32), b.astype(F32)
    return a * jnp.exp2(b)


spell(ldexp, "ops.ldexp Tensor.ldexp")


@kernel("MulNoNan")
def mul_no_nan(x: Array | Number, y: Array | Number) -> Array:
    """Product that is 0 where `y` is 0, even for infinities and NaN (mirrors `mindspore.ops.MulNoNan`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.MulNoNan()(ms.Tensor([2.0, float('inf')]), ms.Tensor([3.0, 0.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 6.00000000e+00,  0.00000000e+00])
    """
    a, b = operands("MulNoNan", x, y)
    lost = (b == jnp.zeros((), b.dtype)) & ~jnp.isfinite(a)
    return jnp.where(lost, jnp.zeros((), a.dtype), a) * b


spell(mul_no_nan, "ops.MulNoNan")


@kernel("Complex")
def make_complex(real: Array, imag: Array) -> Array:
    """A complex Tensor from its real and imaginary parts (mirrors `mindspore.ops.Complex`).

    Raises:
        TypeError: if the parts are not both float32 or both float64.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Complex()(ms.Tensor([1.0]), ms.Tensor([2.0]))
        Tensor(shape=[1], dtype=Complex64, value= [1+2j])
    """
    a, b = _floats("Complex", real, imag)
    return lax.complex(*jnp.broadcast_arrays(a, b))


spell(make_complex, "ops.Complex")


@kernel("Polar")
def polar(abs: Array, angle: Array) -> Array:  # noqa: A002
    """Complex numbers from absolute values and angles (mirrors `mindspore.ops.polar`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.polar(ms.Tensor([2.0]), ms.Tensor([0.0]))
        Tensor(shape=[1], dtype=Complex64, value= [2+0j])
    """
    a, b = _floats("Polar", abs, angle)
    return lax.complex(*jnp.broadcast_arrays(a * jnp.cos(b), a * jnp.sin(b)))


spell(polar, "ops.polar mint.polar ops.Polar")


@kernel("Lerp")
def lerp(input: Array, end: Array, weight: Number) -> Array:
    """input + weight * (end - input), with broadcasting (mirrors `mindspore.ops.lerp`).

    Args:
        input, end: floating Tensors of one dtype. weight: a number or a Tensor.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.lerp(ms.Tensor([1.0, 2.0]), ms.Tensor([3.0, 4.0]), 0.5)
        Tensor(shape=[2], dtype=Float32, value= [ 2.00000000e+00,  3.00000000e+00])
    """
    a, b = _floats("Lerp", input, end, complex_ok=True)
    return a + convert(weight, a.dtype) * (b - a)


spell(lerp, "ops.lerp mint.lerp Tensor.lerp ops.Lerp")


@kernel("Addcmul")
def addcmul(input: Array, tensor1: Array, tensor2: Array, value: Number = 1) -> Array:
    """input + value * tensor1 * tensor2, with broadcasting (mirrors `mindspore.ops.addcmul`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.addcmul(ms.Tensor([1.0]), ms.Tensor([2.0]), ms.Tensor([3.0]), 0.5)
        Tensor(shape=[1], dtype=Float32, value= [ 4.00000000e+00])
    """
    a, b, c = operands("Addcmul", input, tensor1, tensor2)
    return a + convert(value, a.dtype) * b * c


addcmul.face("ops.addcmul").face("Tensor.addcmul").primitive("Addcmul", call="input, tensor1, tensor2, value")  # type: ignore[attr-defined]


@kernel("Addcdiv")
def addcdiv(input: Array, tensor1: Array, tensor2: Array, value: Number = 1) -> Array:
    """input + value * tensor1 / tensor2, with broadcasting (mirrors `mindspore.ops.addcdiv`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.addcdiv(ms.Tensor([1.0]), ms.Tensor([3.0]), ms.Tensor([2.0]), 2)
        Tensor(shape=[1], dtype=Float32, value= [ 4.00000000e+00])
    """
    a, b, c = operands("Addcdiv", input, tensor1, tensor2)
    v = convert(value, a.dtype)
    if not is_inexact(a.dtype):
        return a + v * lax.div(*jnp.broadcast_arrays(b, c))
    return a + v * b / c


addcdiv.face("ops.addcdiv").face("Tensor.addcdiv", "tensor1, tensor2, *, value=1")  # type: ignore[attr-defined]
addcdiv.primitive("Addcdiv", call="input, tensor1, tensor2, value")  # type: ignore[attr-defined]
takes_tensors("Addcmul", "value")
takes_tensors("Addcdiv", "value")


@kernel("AddN")
def addn(x: Arrays) -> Array:
    """The sum of Tensors of one dtype and shape (mirrors `mindspore.ops.addn`).

    Raises:
        TypeError: if the dtypes differ. ValueError: if the shapes do, or there is no Tensor.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.addn([ms.Tensor([1.0]), ms.Tensor([2.0])])
        Tensor(shape=[1], dtype=Float32, value= [ 3.00000000e+00])
    """
    if not x:
        raise ValueError("For 'AddN', there must be at least one Tensor.")
    for other in x[1:]:
        if other.dtype != x[0].dtype:
            raise TypeError(f"For 'AddN', the inputs must have one dtype, but got {x[0].dtype.name} and {other.dtype.name}.")
        if other.shape != x[0].shape:
            raise ValueError(f"For 'AddN', the inputs must have one shape, but got {x[0].shape} and {other.shape}.")
    total = x[0]
    for other in x[1:]:
        total = total | other if total.dtype == BOOL else total + other
    return total


spell(addn, "ops.addn ops.accumulate_n ops.AddN ops.AccumulateNV2(x)")


@kernel("SquareSumAll")
def square_sum_all(x: Array, y: Array) -> tuple[Any, Any]:
    """The sums of the squares of two Tensors of one shape, float16 or float32 (mirrors `mindspore.ops.SquareSumAll`).

    Raises:
        TypeError: for other dtypes or two of them. ValueError: if the shapes differ.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.SquareSumAll()(ms.Tensor([1.0, 2.0]), ms.Tensor([3.0, 4.0]))
        (Tensor(shape=[], dtype=Float32, value= 5), Tensor(shape=[], dtype=Float32, value= 25))
    """
    if x.dtype != y.dtype or x.dtype not in (F16, F32):
        raise TypeError(
            f"For 'SquareSumAll', the inputs must both be float16 or float32, but got {x.dtype.name} and {y.dtype.name}."
        )
    if x.shape != y.shape:
        raise ValueError(f"For 'SquareSumAll', the shapes of the inputs must be equal, but got {x.shape} and {y.shape}.")
    return jnp.sum(x * x), jnp.sum(y * y)


spell(square_sum_all, "ops.SquareSumAll")


@kernel("Eps", differentiable=False)
def eps(x: Array) -> Array:
    """The machine epsilon of the dtype of `x`, in its shape (mirrors `mindspore.ops.eps`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.eps(ms.Tensor([1.0]))
        Tensor(shape=[1], dtype=Float32, value= [ 1.19209290e-07])
    """
    return jnp.full(x.shape, jnp.finfo(x.dtype).eps, x.dtype)


spell(eps, "ops.eps ops.Eps")
