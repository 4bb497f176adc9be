"""Quotients and remainders with their rounding rules."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
from jax import lax

from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import BOOL, is_complex, is_inexact, operands
from mindshim._core.tensor import Tensor
from mindshim.ops.arithmetic import div, install_operator
from mindshim.ops.spellings import in_place, spell, write


def _real_operands(op: str, *xs: Any) -> list[Any]:
    values = operands(op, *xs)
    if is_complex(values[0].dtype):
        raise TypeError(f"For '{op}', the inputs must be real, but got {values[0].dtype.name}.")
    return values


def _numbers(op: str, *xs: Any) -> list[Any]:
    """Real operands that are not all bools."""
    values = _real_operands(op, *xs)
    if values[0].dtype == BOOL:
        raise TypeError(f"For '{op}', two bool inputs are not supported.")
    return values


def _floor_divide(a: Any, b: Any) -> Any:
    if a.dtype == BOOL:
        return a & b
    if not is_inexact(a.dtype):
        return jnp.floor_divide(a, b)
    # By the remainder, so that 1 // 0.1 is 9 as in Python; a zero divisor gives the plain quotient.
    return jnp.where(b == jnp.zeros((), b.dtype), a / b, jnp.floor_divide(a, b))


@kernel("FloorDiv")
def floor_div(input: Array | Number, other: Array | Number) -> Array:
    """Quotient rounded down, element by element, with broadcasting (mirrors `mindspore.ops.floor_div`).

    Raises:
        TypeError: for complex numbers and dtypes without an implicit conversion. ValueError: if shapes do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.floor_div(ms.Tensor([7, -7]), 2)
        Tensor(shape=[2], dtype=Int64, value= [ 3, -4])
    """
    return _floor_divide(*_real_operands("FloorDiv", input, other))


spell(floor_div, "ops.floor_div(x, y) ops.floor_divide ops.floordiv mint.floor_divide Tensor.floor_divide ops.FloorDiv")


def _remainder(a: Any, b: Any) -> Any:
    if a.dtype == BOOL:
        return a & ~b
    return jnp.remainder(a, b)


@kernel("FloorMod")
def floor_mod(input: Array | Number, other: Array | Number) -> Array:
    """Remainder with the sign of the divisor, element by element (mirrors `mindspore.ops.floor_mod`).

    Raises:
        TypeError: for complex numbers and dtypes without an implicit conversion. ValueError: if shapes do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.floor_mod(ms.Tensor([7, -7]), 3)
        Tensor(shape=[2], dtype=Int64, value= [1, 2])
    """
    a, b = _real_operands("FloorMod", input, other)
    if a.dtype == BOOL:
        raise TypeError("For 'FloorMod', two bool inputs are not supported.")
    return _remainder(a, b)


spell(floor_mod, "ops.floor_mod(x, y) ops.FloorMod(x, y)")


@kernel("Remainder")
def remainder(input: Array | Number, other: Array | Number) -> Array:
    """Remainder with the sign of the divisor, element by element (mirrors `mindspore.ops.remainder`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.remainder(ms.Tensor([7.0, -7.0]), 3.0)
        Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00,  2.00000000e+00])
    """
    return _remainder(*_real_operands("Remainder", input, other))


spell(remainder, "ops.remainder mint.remainder")


@face("Tensor.remainder")
def tensor_remainder(self: Tensor, other: Any = None, *, divisor: Any = None) -> Tensor:
    """`ops.remainder` with this Tensor first (mirrors `mindspore.Tensor.remainder`; `divisor` is the old name).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.remainder(2))
        [1. 1. 0.]
    """
    return remainder(self, divisor if other is None else other)


def _rem(a: Any, b: Any) -> Any:
    return a & ~b if a.dtype == BOOL else lax.rem(*jnp.broadcast_arrays(a, b))


@kernel("Fmod")
def fmod(input: Array | Number, other: Array | Number) -> Array:
    """Remainder with the sign of the first operand, as C's fmod (mirrors `mindspore.ops.fmod`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.fmod(ms.Tensor([7.0, -7.0]), 3.0)
        Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00, -1.00000000e+00])
    """
    return _rem(*_real_operands("Fmod", input, other))


spell(fmod, "ops.fmod mint.fmod Tensor.fmod")


@kernel("Mod")
def mod(x: Array | Number, y: Array | Number) -> Array:
    """Remainder with the sign of the first operand (mirrors `mindspore.ops.Mod`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Mod()(ms.Tensor([7, -7]), ms.Tensor([3, 3]))
        Tensor(shape=[2], dtype=Int64, value= [ 1, -1])
    """
    return _rem(*_numbers("Mod", x, y))


spell(mod, "ops.Mod")


@kernel("TruncateMod")
def truncate_mod(x: Array | Number, y: Array | Number) -> Array:
    """Remainder with the sign of the first operand (mirrors `mindspore.ops.truncate_mod`).

    Raises:
        TypeError: for complex numbers or two bools.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.truncate_mod(ms.Tensor([7, -7], ms.int32), ms.Tensor([3, 3], ms.int32))
        Tensor(shape=[2], dtype=Int32, value= [ 1, -1])
    """
    return _rem(*_numbers("TruncateMod", x, y))


spell(truncate_mod, "ops.truncate_mod ops.TruncateMod")


def _truncated(a: Any, b: Any) -> Any:
    if a.dtype == BOOL:
        return a & b
    if not is_inexact(a.dtype):
        return lax.div(*jnp.broadcast_arrays(a, b))
    return jnp.trunc(a / b)


@kernel("TruncateDiv")
def truncate_div(x: Array | Number, y: Array | Number) -> Array:
    """Quotient rounded towards zero, element by element (mirrors `mindspore.ops.truncate_div`).

    Raises:
        TypeError: for complex numbers or two bools.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.truncate_div(ms.Tensor([7, -7]), 2)
        Tensor(shape=[2], dtype=Int64, value= [ 3, -3])
    """
    return _truncated(*_numbers("TruncateDiv", x, y))


spell(truncate_div, "ops.truncate_div ops.TruncateDiv")


@kernel("RealDiv")
def real_div(x: Array | Number, y: Array | Number) -> Array:
    """Quotient in the operands' common dtype; integers are divided towards zero (mirrors `mindspore.ops.RealDiv`).

    Raises:
        TypeError: for two bool inputs and dtypes without an implicit conversion.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.RealDiv()(ms.Tensor([7.0, -7.0]), ms.Tensor([2.0, 2.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 3.50000000e+00, -3.50000000e+00])
    """
    a, b = operands("RealDiv", x, y)
    if a.dtype == BOOL:
        raise TypeError("For 'RealDiv', two bool inputs are not supported.")
    return a / b if is_inexact(a.dtype) else _truncated(a, b)


spell(real_div, "ops.RealDiv")


@kernel("DivMod")
def div_rounded(input: Array, other: Number, rounding_mode: str = "floor") -> Array:
    """Quotient rounded down ("floor") or towards zero ("trunc"), in the operands' common dtype."""
    a, b = _real_operands("DivMod", input, other)
    if rounding_mode == "trunc":
        return _truncated(a, b)
    return jnp.floor(a / b) if is_inexact(a.dtype) else _floor_divide(a, b)


def _divide(input: Any, other: Any, *, rounding_mode: str | None = None) -> Tensor:
    """Quotient, element by element, with broadcasting (mirrors `mindspore.ops.div`).

    Args:
        input, other: Tensors or numbers. rounding_mode: None for the true quotient (integers give float32), "floor"
            or "trunc" for a rounded one in the operands' common dtype.

    Raises:
        ValueError: for another `rounding_mode`, or if the shapes do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.div(ms.Tensor([7, -7]), 2, rounding_mode="floor")
        Tensor(shape=[2], dtype=Int64, value= [ 3, -4])
    """
    if rounding_mode is None:
        return div.binary(input, other)
    if rounding_mode not in ("floor", "trunc"):
        raise ValueError(f"For 'div', 'rounding_mode' must be None, 'floor' or 'trunc', but got {rounding_mode!r}.")
    return div_rounded(input, other, rounding_mode)


face("ops.div", "ops.divide", "mint.div", "mint.divide", "Tensor.div", "Tensor.divide")(_divide)


@kernel("TrueDivide")
def true_divide(dividend: Array | Number, divisor: Number) -> Array:
    """True quotient; integers and bools give float32 (mirrors `mindspore.ops.true_divide`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.true_divide(ms.Tensor([1, 2]), 2)
        Tensor(shape=[2], dtype=Float32, value= [ 5.00000000e-01,  1.00000000e+00])
    """
    return div.fn(dividend, divisor)


spell(true_divide, "ops.true_divide Tensor.true_divide(other)")


@kernel("DivNoNan")
def div_no_nan(x1: Array | Number, x2: Array | Number) -> Array:
    """Quotient of floating operands that is 0 where the divisor is 0 (mirrors `mindspore.ops.DivNoNan`).

    Raises:
        TypeError: if neither operand is floating.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.DivNoNan()(ms.Tensor([1.0, 3.0]), ms.Tensor([0.0, 2.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 0.00000000e+00,  1.50000000e+00])
    """
    a, b = operands("DivNoNan", x1, x2)
    if not is_inexact(a.dtype):
        raise TypeError(f"For 'DivNoNan', the inputs must be floating, but got {a.dtype.name}.")
    zero = b == jnp.zeros((), b.dtype)
    # The inner where keeps the division by zero out of the gradient.
    safe = jnp.where(zero, jnp.ones((), b.dtype), b)
    return jnp.where(zero, jnp.zeros((), a.dtype), a / safe)


spell(div_no_nan, "ops.DivNoNan")


@kernel("Xdivy")
def xdivy(x: Array | Number, y: Array | Number) -> Array:
    """Quotient of floating operands that is 0 where the dividend is 0 (mirrors `mindspore.ops.xdivy`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.xdivy(ms.Tensor([0.0, 3.0]), ms.Tensor([0.0, 2.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 0.00000000e+00,  1.50000000e+00])
    """
    a, b = operands("Xdivy", x, y)
    if not is_inexact(a.dtype):
        raise TypeError(f"For 'Xdivy', the inputs must be floating, but got {a.dtype.name}.")
    zero = a == jnp.zeros((), a.dtype)
    safe = jnp.where(zero & (b == jnp.zeros((), b.dtype)), jnp.ones((), b.dtype), b)
    return jnp.where(zero, jnp.zeros((), a.dtype), a / safe)


spell(xdivy, "ops.xdivy ops.Xdivy Tensor.xdivy(y)")

install_operator("floordiv", floor_div, "rfloordiv")
install_operator("mod", floor_mod, "rmod")


@face("Tensor.div_")
def div_(self: Tensor, other: Any, *, rounding_mode: str | None = None) -> Tensor:
    """`Tensor.div`, written into the Tensor itself; ValueError if the shape would change.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.div_(2))
        [1.5 0.5 1. ]
    """
    return write(self, _divide(self, other, rounding_mode=rounding_mode), "div_")


in_place("floor_divide")


@face("Tensor.remainder_")
def remainder_(self: Tensor, other: Any) -> Tensor:
    """`Tensor.remainder`, written into the Tensor itself; ValueError if the shape would change."""
    return write(self, remainder(self, other), "remainder_")
