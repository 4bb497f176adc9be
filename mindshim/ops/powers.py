"""Powers, element by element."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core.faces import face
from mindshim._core.operators import REGISTRY, Array, Number, kernel
from mindshim._core.promotion import BOOL, C128, F64, convert, is_complex, is_integer, operands
from mindshim._core.state import AMP, S
from mindshim._core.tensor import Tensor
from mindshim.ops import elementwise as _elementwise  # noqa: F401 - declares Square
from mindshim.ops.arithmetic import operand
from mindshim.ops.spellings import spell


def _integer_power(a: Any, b: Any) -> Any:
    zero, one = jnp.zeros((), a.dtype), jnp.ones((), a.dtype)
    out = jnp.power(a, jnp.abs(b) if a.dtype.kind == "i" else b)
    if a.dtype.kind == "u":
        return out
    # A negative power of an integer is 0, but for 1 and -1.
    inverse = jnp.where(jnp.abs(a) == one, out, jnp.where(a == zero, jnp.iinfo(a.dtype).min, zero))
    return jnp.where(b < zero, inverse, out)


@kernel("Pow")
def pow(input: Array | Number, exponent: Array | Number) -> Array:  # noqa: A001
    """`input` to the power of `exponent`, element by element, with broadcasting (mirrors `mindspore.ops.pow`).

    Raises:
        TypeError: for two bool operands and dtypes without an implicit conversion. ValueError: if shapes do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.pow(ms.Tensor([2.0, 3.0]), 2)
        Tensor(shape=[2], dtype=Float32, value= [ 4.00000000e+00,  9.00000000e+00])
    """
    a, b = operands("Pow", input, exponent)
    if a.dtype == BOOL:
        raise TypeError("For 'Pow', two bool inputs are not supported.")
    return _integer_power(a, b) if is_integer(a.dtype) else jnp.power(a, b)


spell(pow, "ops.pow mint.pow ops.pows Tensor.pow ops.Pow")
_square = REGISTRY["Square"]


def _power(self: Tensor, other: Any) -> Any:
    if not isinstance(other, Tensor):
        # x ** 2 is by far the commonest power, and a product is much faster than a power.
        if type(other) is int and other == 2 and self.dtype.np != BOOL and not S.mode & AMP:
            return _square.unary(self)
        other = operand(self, other)
        if other is NotImplemented:
            return NotImplemented
    return pow.binary(self, other)


def _reflected_power(self: Tensor, other: Any) -> Any:
    other = operand(self, other)
    return NotImplemented if other is NotImplemented else pow.binary(other, self)


Tensor.__pow__ = _power  # type: ignore[attr-defined]
Tensor.__rpow__ = _reflected_power  # type: ignore[attr-defined]


@kernel("FloatPower")
def float_power(input: Array | Number, exponent: Array | Number) -> Array:
    """Power computed in float64 (complex128 for complex inputs) (mirrors `mindspore.Tensor.float_power`)."""
    a, b = operands("FloatPower", input, exponent)
    wide = C128 if is_complex(a.dtype) else F64
    return jnp.power(convert(input, wide), convert(exponent, wide))


spell(float_power, "Tensor.float_power(other)")


@face("ops.float_power", "mint.float_power")
def _float_power(input: Any, exponent: Any) -> Tensor:
    """Power computed in float64 (complex128 for complex inputs) (mirrors `mindspore.ops.float_power`).

    Raises:
        TypeError: if neither argument is a Tensor. ValueError: if shapes do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.float_power(ms.Tensor([2, 3]), 2)
        Tensor(shape=[2], dtype=Float64, value= [ 4.00000000e+00,  9.00000000e+00])
    """
    if not (isinstance(input, Tensor) or isinstance(exponent, Tensor)):
        raise TypeError(
            f"For 'float_power', at least one of 'input' and 'exponent' must be a Tensor, but got {type(input).__name__} and "
            f"{type(exponent).__name__}."
        )
    return float_power(input, exponent)


_float_power.__name__ = "float_power"
