"""Activation functions, element by element."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

from mindshim._core import dispatch, random
from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import BOOL, F16, F32, is_float, is_inexact
from mindshim._core.tensor import Tensor
from mindshim.ops import exponentials, ordered_reductions, tangents
from mindshim.ops.half_precision import once
from mindshim.ops.quotients import quotient
from mindshim.ops.spellings import checked, unary, write


def _c(value: Any, x: Any) -> Any:
    return jnp.asarray(value).astype(x.dtype)


def _table(name: str, spellings: str, fn: Any, summary: str, out: str, rule: str = "real") -> Any:
    """A kernel whose example is at (-1, 2); `out` is what it prints."""
    first, second = (v.rjust(15) for v in out.split())
    printed = f"Tensor(shape=[2], dtype=Float32, value= [{first}, {second}])"
    return unary(name, spellings, fn, rule, summary, "ms.Tensor([-1.0, 2.0])", printed)


def _optional_in_place(k: Any, *paths: str) -> None:
    """Faces `f(input, inplace=False)`."""

    def function(input: Tensor, inplace: bool = False) -> Tensor:
        out = k(input)
        return write(input, out, function.__name__) if inplace else out

    function.__name__ = function.__qualname__ = paths[0].rpartition(".")[2]
    function.__doc__ = k.fn.__doc__
    face(*paths)(function)


@jax.custom_jvp
def _relu(x: Any) -> Any:
    return jnp.maximum(x, _c(0, x))


@_relu.defjvp
def _relu_jvp(primals: Any, tangents: Any) -> Any:
    # Zero at zero, as MindSpore has it; `maximum` would give a half.
    (x,), (t,) = primals, tangents
    return _relu(x), jnp.where(x > _c(0, x), t, jnp.zeros_like(t))


@kernel("ReLU")
def relu(input: Array) -> Array:
    """max(x, 0), element by element (mirrors `mindspore.ops.relu`); the gradient at zero is 0.

    Args:
        input: a Tensor of any number type, or bool, which stays as it is.

    Raises:
        TypeError: if `input` is no Tensor.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.relu(ms.Tensor([-1.0, 2.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 0.00000000e+00,  2.00000000e+00])
    """
    if input.dtype == BOOL:
        return input
    x = checked("ReLU", input, "number")
    return _relu(x) if is_float(x.dtype) else jnp.maximum(x, _c(0, x))


relu.primitive("ReLU")  # type: ignore[attr-defined]


@face("ops.relu", "mint.nn.functional.relu")
def _relu_face(input: Tensor, inplace: bool = False) -> Tensor:
    if inplace:
        return write(input, relu.unary(input), "relu")
    return relu.unary(input)


_relu_face.__name__ = _relu_face.__qualname__ = "relu"
_relu_face.__doc__ = relu.fn.__doc__


@face("mint.nn.functional.relu_")
def relu_(input: Tensor) -> Tensor:
    """max(x, 0), written into `input` (mirrors `mindspore.mint.nn.functional.relu_`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([-1.0, 2.0])
        >>> y = ms.mint.nn.functional.relu_(x)
        >>> x
        Tensor(shape=[2], dtype=Float32, value= [ 0.00000000e+00,  2.00000000e+00])
    """
    return write(input, relu.unary(input), "relu_")


def _cut(fn: Any) -> Any:
    """`fn`, of integers computed in float32 and cut towards zero."""

    def of_numbers(x: Any) -> Any:
        return fn(x) if is_inexact(x.dtype) else fn(x.astype(F32)).astype(x.dtype)

    return of_numbers


def _between(x: Any, low: float, high: float, value: Any = None) -> Any:
    """`value` clipped, with a gradient only where `low < x < high`."""
    y = x if value is None else value
    return jnp.where((x > _c(low, x)) & (x < _c(high, x)), y, lax.stop_gradient(y))


def _relu6(x: Any) -> Any:
    # The gradient passes at 6, not at 0, as in MindSpore.
    return jnp.where((x > _c(0, x)) & (x <= _c(6, x)), x, lax.stop_gradient(jnp.clip(x, _c(0, x), _c(6, x))))


relu6 = _table("ReLU6", "ops.relu6(x) ops.ReLU6(x)", _relu6, "min(max(x, 0), 6)", "0.00000000e+00 2.00000000e+00")
_optional_in_place(relu6, "mint.nn.functional.relu6")
def _selu(x: Any) -> Any:
    # In integers alpha and scale are 1, and what is left of the exponential is cut to 0.
    return jax.nn.selu(x) if is_inexact(x.dtype) else jnp.maximum(x, _c(0, x))


silu = _table("SiLU", "ops.silu ops.SiLU", jax.nn.silu, "x * sigmoid(x)", "-2.68941551e-01 1.76159430e+00")
exponentials.declare(silu, exponentials.silu)
_optional_in_place(silu, "mint.nn.functional.silu")
_table("Mish", "ops.mish(x) ops.Mish(x) mint.nn.functional.mish", once(lambda x: x * jnp.tanh(jnp.logaddexp(x, _c(0, x)))), "x * tanh(log(1 + exp(x)))", "-3.03401440e-01 1.94395900e+00")
_table("Softsign", "ops.softsign(x) ops.Softsign(input_x)", once(lambda x: x / (_c(1, x) + jnp.abs(x))), "x / (1 + |x|)", "-5.00000000e-01 6.66666687e-01")
_table("SeLU", "ops.selu(input_x) ops.SeLU(input_x) mint.nn.functional.selu", _selu, "scale * (max(x, 0) + min(alpha * (exp(x) - 1), 0)) with alpha = 1.67326, scale = 1.05070", "-1.11133075e+00 2.10140204e+00", "real number")
_table("Tanhshrink", "ops.tanhshrink mint.nn.functional.tanhshrink", lambda x: x - jnp.tanh(x), "x - tanh(x)", "-2.38405824e-01 1.03597236e+00", "to float")
_table("LogSigmoidOp", "ops.logsigmoid(x) mint.nn.functional.logsigmoid", jax.nn.log_sigmoid, "log(sigmoid(x))", "-1.31326175e+00 -1.26928002e-01")


@once
def _hardsigmoid(x: Any) -> Any:
    y = quotient(jnp.clip(x + _c(3, x), _c(0, x), _c(6, x)), _c(6, x))
    return _between(x, -3, 3, y)


def _hardswish(x: Any) -> Any:
    inner = quotient(x * (x + _c(3, x)), _c(6, x))
    return jnp.where(x < _c(-3, x), _c(0, x), jnp.where(x > _c(3, x), x, inner))


_table("HSigmoid", "ops.hardsigmoid ops.HSigmoid mint.nn.functional.hardsigmoid", _cut(_hardsigmoid), "min(max(x / 6 + 1 / 2, 0), 1)", "3.33333343e-01 8.33333313e-01", "real number")
_table("HSwish", "ops.hardswish ops.HSwish Tensor.hardswish mint.nn.functional.hardswish", _cut(_hardswish), "x * min(max(x + 3, 0), 6) / 6", "-3.33333343e-01 1.66666663e+00", "real number")


@once
def _gelu_tanh(x: Any) -> Any:
    inner = _c(0.7978845608028654, x) * (x + _c(0.044715, x) * x * x * x)
    return _c(0.5, x) * x * (_c(1, x) + jnp.tanh(inner))


@kernel("GeLU")
def gelu(input: Array, approximate: str = "none") -> Array:
    """The Gaussian error linear unit, x * P(X <= x) for a standard normal X (mirrors `mindspore.ops.gelu`).

    Args:
        input: a floating Tensor. approximate: 'none' for the exact formula with erf, 'tanh' for the approximation.

    Raises:
        TypeError: for other dtypes. ValueError: for another `approximate`.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.gelu(ms.Tensor([-1.0, 2.0]), approximate="tanh")
        Tensor(shape=[2], dtype=Float32, value= [-1.58807993e-01,  1.95459771e+00])
    """
    x = checked("GeLU", input, "real")
    if approximate == "tanh":
        return _gelu_tanh(x)
    if approximate != "none":
        raise ValueError(f"For 'GeLU', the 'approximate' must be 'none' or 'tanh', but got {approximate!r}.")
    return _c(0.5, x) * x * (_c(1, x) + lax.erf(x * _c(0.7071067811865476, x)))


@gelu.in_pynative
def _gelu_in_order(input: Any, approximate: str) -> Any:
    if approximate == "tanh" and ordered_reductions.fits(input):
        return tangents.gelu(input)
    return gelu.fn(input, approximate)


gelu.face("ops.gelu").face("mint.nn.functional.gelu", "input, *, approximate='none'").primitive("GeLU", fixed={"approximate": "tanh"})  # type: ignore[attr-defined]


def _fast_gelu(x: Any) -> Any:
    a = jnp.abs(x)
    return x / (_c(1, x) + jnp.exp(_c(-1.702, x) * a)) * jnp.exp(_c(0.851, x) * (x - a))


_table("FastGeLU", "ops.fast_gelu(x) ops.FastGeLU(x) ops.FastGelu(x)", _fast_gelu, "A fast approximation of the Gaussian error linear unit", "-1.54204234e-01 1.93565857e+00")


@kernel("Elu")
def elu(input: Array, alpha: Number = 1.0) -> Array:
    """x where x > 0, alpha * (exp(x) - 1) elsewhere (mirrors `mindspore.ops.elu`).

    Args:
        input: a floating Tensor. alpha: a number.

    Raises:
        TypeError: for other dtypes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.elu(ms.Tensor([-1.0, 2.0]))
        Tensor(shape=[2], dtype=Float32, value= [-6.32120550e-01,  2.00000000e+00])
    """
    x = checked("Elu", input, "real")
    return _half_elu(x, _c(alpha, x)) if x.dtype == F16 else _elu(x, alpha)


def _elu(x: Any, alpha: Any) -> Any:
    return jnp.where(x > _c(0, x), x, _c(alpha, x) * jnp.expm1(jnp.where(x > _c(0, x), _c(0, x), x)))


# The gradient of half precision is made of the rounded result, as in MindSpore.
_half_elu = jax.custom_jvp(once(_elu))
_half_elu.defjvps(
    lambda moved, out, x, alpha: jnp.where(
        x > _c(0, x), moved, (moved.astype(F32) * (out.astype(F32) + alpha.astype(F32))).astype(x.dtype)
    ),
    lambda moved, out, x, alpha: moved * jnp.where(x > _c(0, x), _c(0, x), jnp.expm1(x)),
)


@face("ops.elu")
def _elu_ops(input_x: Tensor, alpha: float = 1.0) -> Tensor:
    if alpha != 1.0:
        raise ValueError(f"For 'Elu', the 'alpha' must be 1.0 on this platform, but got {alpha}.")
    return elu(input_x, alpha)


_elu_ops.__name__, _elu_ops.__doc__ = "elu", elu.fn.__doc__


@face("mint.nn.functional.elu")
def _elu_mint(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    out = elu(input, alpha)
    return write(input, out, "elu") if inplace else out


_elu_mint.__name__, _elu_mint.__doc__ = "elu", elu.fn.__doc__


@face("mint.nn.functional.elu_")
def elu_(input: Tensor, alpha: float = 1.0) -> Tensor:
    """`elu`, written into `input` (mirrors `mindspore.mint.nn.functional.elu_`)."""
    return write(input, elu(input, alpha), "elu_")


elu.primitive("Elu", "alpha=1.0", call="input_x", input_x="input")  # type: ignore[attr-defined]


@kernel("LeakyReLU")
def leaky_relu(input: Array, alpha: Number = 0.2) -> Array:
    """x where x > 0, alpha * x elsewhere (mirrors `mindspore.ops.leaky_relu`).

    Args:
        input: a Tensor. alpha: the slope of the negative part, cut to an integer for integers.

    Raises:
        TypeError: for complex Tensors.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.leaky_relu(ms.Tensor([-1.0, 2.0]))
        Tensor(shape=[2], dtype=Float32, value= [-2.00000003e-01,  2.00000000e+00])
    """
    x = checked("LeakyReLU", input, "not complex")
    slope = jnp.asarray(alpha).astype(x.dtype)
    # The larger of both (the smaller for slopes above 1): at 0 the gradient is their mean, as in MindSpore.
    return jnp.where(slope <= _c(1, x), jnp.maximum(x, slope * x), jnp.minimum(x, slope * x))


leaky_relu.face("ops.leaky_relu").face("mint.nn.functional.leaky_relu", "input, negative_slope=0.01", negative_slope="alpha")  # type: ignore[attr-defined]


@kernel("CeLU")
def celu(x: Array, alpha: Number = 1.0) -> Array:
    """max(x, 0) + min(alpha * (exp(x / alpha) - 1), 0) (mirrors `mindspore.ops.celu`).

    Args:
        x: a Tensor of float16 or float32. alpha: a number, not 0.

    Raises:
        TypeError: for other dtypes, or if `alpha` is no float.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.celu(ms.Tensor([-1.0, 2.0]))
        Tensor(shape=[2], dtype=Float32, value= [-6.32120550e-01,  2.00000000e+00])
    """
    return _celu(checked("CeLU", x, "real"), alpha)


@once
def _celu(x: Any, alpha: Any) -> Any:
    a = _c(alpha, x)
    return jnp.where(x > _c(0, x), x, a * jnp.expm1(jnp.where(x > _c(0, x), _c(0, x), x) / a))


celu.face("ops.celu").primitive("CeLU", "alpha=1.0", call="x")  # type: ignore[attr-defined]


@kernel("HardTanh")
def hardtanh(input: Array, min_val: Number = -1.0, max_val: Number = 1.0) -> Array:
    """x limited to [min_val, max_val] (mirrors `mindspore.ops.hardtanh`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.hardtanh(ms.Tensor([-3.0, 0.5]))
        Tensor(shape=[2], dtype=Float32, value= [-1.00000000e+00,  5.00000000e-01])
    """
    x = checked("HardTanh", input, "not complex")
    low, high = _c(min_val, x), _c(max_val, x)
    # At the bounds the gradient is a half, as in MindSpore.
    return jnp.minimum(jnp.maximum(x, low), high)


hardtanh.face("ops.hardtanh")  # type: ignore[attr-defined]


@face("mint.nn.functional.hardtanh")
def _hardtanh_mint(input: Tensor, min_val: float = -1.0, max_val: float = 1.0, inplace: bool = False) -> Tensor:
    out = hardtanh(input, min_val, max_val)
    return write(input, out, "hardtanh") if inplace else out


_hardtanh_mint.__name__, _hardtanh_mint.__doc__ = "hardtanh", hardtanh.fn.__doc__


@kernel("HShrink")
def hardshrink(input: Array, lambd: Number = 0.5) -> Array:
    """x where |x| > lambd, 0 elsewhere (mirrors `mindspore.ops.hardshrink`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.hardshrink(ms.Tensor([-1.0, 0.3]))
        Tensor(shape=[2], dtype=Float32, value= [-1.00000000e+00,  0.00000000e+00])
    """
    x = checked("HShrink", input, "real")
    limit = _c(lambd, x)
    return jnp.where((x >= -limit) & (x <= limit), _c(0, x), x)


hardshrink.face("ops.hardshrink").face("mint.nn.functional.hardshrink").face("Tensor.hardshrink").primitive("HShrink", "lambd=0.5", call="input")  # type: ignore[attr-defined]


@kernel("SoftShrink")
def softshrink(input: Array, lambd: Number = 0.5) -> Array:
    """x moved towards zero by lambd, 0 where |x| <= lambd (mirrors `mindspore.ops.softshrink`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.softshrink(ms.Tensor([-1.0, 0.3]))
        Tensor(shape=[2], dtype=Float32, value= [-5.00000000e-01,  0.00000000e+00])
    """
    x = checked("SoftShrink", input, "real")
    limit = _c(lambd, x)
    return jnp.where(x > limit, x - limit, jnp.where(x < -limit, x + limit, _c(0, x)))


softshrink.face("ops.softshrink").face("mint.nn.functional.softshrink").primitive("SoftShrink", "lambd=0.5", call="input")  # type: ignore[attr-defined]


@kernel("Softplus")
def softplus(input: Array, beta: Number = 1, threshold: Number = 20) -> Array:
    """log(1 + exp(beta * x)) / beta, and x itself where beta * x > threshold (mirrors `mindspore.ops.softplus`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.softplus(ms.Tensor([-1.0, 30.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 3.13261688e-01,  3.00000000e+01])
    """
    return _softplus(checked("Softplus", input, "real"), beta, threshold)


@once
def _softplus(x: Any, beta: Any, threshold: Any) -> Any:
    b = _c(beta, x)
    scaled = x * b
    return jnp.where(scaled > _c(threshold, x), x, jnp.logaddexp(scaled, _c(0, x)) / b)


softplus.face("ops.softplus").face("mint.nn.functional.softplus").primitive("Softplus", call="input_x", input_x="input")  # type: ignore[attr-defined]


@kernel("Threshold")
def threshold(input: Array, thr: Number, value: Number) -> Array:
    """x where x > thr, `value` elsewhere (mirrors `mindspore.ops.threshold`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.threshold(ms.Tensor([-1.0, 2.0]), 1, 20)
        Tensor(shape=[2], dtype=Float32, value= [ 2.00000000e+01,  2.00000000e+00])
    """
    x = checked("Threshold", input, "not complex")
    return jnp.where(x > _c(thr, x), x, _c(value, x))


threshold.face("ops.threshold")  # type: ignore[attr-defined]


@face("mint.nn.functional.threshold")
def _threshold_mint(input: Tensor, threshold: float, value: float, inplace: bool = False) -> Tensor:
    out = _threshold(input, threshold, value)
    return write(input, out, "threshold") if inplace else out


_threshold = threshold
_threshold_mint.__name__, _threshold_mint.__doc__ = "threshold", threshold.fn.__doc__


@kernel("PReLU")
def prelu(input: Array, weight: Array) -> Array:
    """x where x > 0, weight * x elsewhere, with one weight or one for each channel (mirrors `mindspore.ops.prelu`).

    Args:
        input: a floating Tensor; axis 1 counts the channels. weight: shape (1,) or (C,).

    Raises:
        TypeError: for other dtypes. ValueError: if `weight` is not a vector of 1 or C elements.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.prelu(ms.Tensor([[-1.0, 2.0]]), ms.Tensor([0.5, 0.1]))
        Tensor(shape=[1, 2], dtype=Float32, value=
        [[-5.00000000e-01,  2.00000000e+00]])
    """
    x = checked("PReLU", input, "real")
    w = weight.astype(x.dtype)
    channels = x.shape[1] if x.ndim > 1 else 1
    if w.ndim > 1 or w.size not in (1, channels):
        raise ValueError(
            f"For 'PReLU', the 'weight' must have 1 or {channels} elements in one dimension, but got shape {w.shape}."
        )
    shape = (1, w.size) + (1,) * (x.ndim - 2) if x.ndim > 1 else (1,) * x.ndim
    return jnp.where(x > _c(0, x), x, w.reshape(shape) * x)


prelu.face("ops.prelu").face("mint.nn.functional.prelu").primitive("PReLU")  # type: ignore[attr-defined]


@kernel("GLU")
def glu(x: Array, axis: int = -1) -> Array:
    """a * sigmoid(b) for the two halves a, b of the Tensor along an axis (mirrors `mindspore.ops.glu`).

    Raises:
        ValueError: if the axis has an odd size. TypeError: for dtypes that are not floating.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.glu(ms.Tensor([2.0, 0.0]))
        Tensor(shape=[1], dtype=Float32, value= [ 1.00000000e+00])
    """
    x = checked("GLU", x, "real")
    if x.ndim == 0 or x.shape[axis] % 2:
        raise ValueError(f"For 'GLU', the size of axis {axis} must be even, but got shape {x.shape}.")
    a, b = jnp.split(x, 2, axis)
    return a * jax.nn.sigmoid(b)


glu.face("ops.glu").face("mint.nn.functional.glu", "input, dim=-1", input="x", dim="axis")  # type: ignore[attr-defined]


@kernel("Swiglu")
def swiglu(input: Array, dim: int = -1) -> Array:
    """silu(a) * b for the two halves a, b of the Tensor along an axis (mirrors `mindspore.ops.swiglu`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.swiglu(ms.Tensor([0.0, 3.0]))
        Tensor(shape=[1], dtype=Float32, value= [ 0.00000000e+00])
    """
    a, b = jnp.split(checked("Swiglu", input, "real"), 2, dim)
    return jax.nn.silu(a) * b


swiglu.face("ops.swiglu")  # type: ignore[attr-defined]


@kernel("RReLU")
def _rrelu(input: Array, seed: Number, offset: Number, lower: Number, upper: Number) -> Array:
    x = checked("RReLU", input, "real")
    slope = jax.random.uniform(random.make_key(seed, offset), x.shape, F32).astype(x.dtype)
    slope = _c(lower, x) + slope * (_c(upper, x) - _c(lower, x))
    return jnp.where(x > _c(0, x), x, slope * x)


@face("ops.rrelu")
def rrelu(input: Tensor, lower: float = 1.0 / 8, upper: float = 1.0 / 3) -> Tensor:
    """x where x > 0, elsewhere x times a random slope between `lower` and `upper` (mirrors `mindspore.ops.rrelu`).

    Raises:
        TypeError: if `lower` or `upper` is no number. ValueError: if `lower` is greater than `upper`.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.rrelu(ms.Tensor([1.0, 2.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00,  2.00000000e+00])
    """
    if not isinstance(lower, (int, float)) or not isinstance(upper, (int, float)):
        raise TypeError(f"For 'rrelu', 'lower' and 'upper' must be numbers, but got {lower!r} and {upper!r}.")
    if lower > upper:
        raise ValueError(f"For 'rrelu', 'upper' must be greater than or equal to 'lower', but got {upper} and {lower}.")
    seed, offset = random.draw()
    return dispatch.apply(_rrelu, (input, seed, offset, lower, upper))
