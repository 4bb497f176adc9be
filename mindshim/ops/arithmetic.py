"""Addition, subtraction, multiplication, division, remainders and powers, with MindSpore's promotion."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch, dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import BOOL, F32, check_broadcast, convert, is_float, is_inexact, operands, result_type
from mindshim._core.tensor import Tensor
from mindshim.ops import broadcast_gradients
from mindshim.ops.quotients import quotient


@kernel("Add", adds=True)
def add(input: Array | Number, other: Array | Number) -> Array:
    """Sum of two operands, element by element, with broadcasting and MindSpore's type promotion (`mindspore.ops.add`).

    Args:
        input, other: Tensors of any dtype or Python numbers.

    Raises:
        TypeError: for dtypes that have no implicit conversion. ValueError: if the shapes do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.add(ms.Tensor([1, 2]), 0.5)
        Tensor(shape=[2], dtype=Float32, value= [ 1.50000000e+00,  2.50000000e+00])
    """
    a, b = operands("Add", input, other)
    return a + b if a.dtype != BOOL else a | b


@add.gradient_in_pynative
def _add_gradient(given: Any, input: Any, other: Any) -> Any:
    return broadcast_gradients.of_sum(given[0], input=input, other=other)


add.face("ops.add").primitive("Add")


@kernel("Sub")
def sub(input: Array | Number, other: Array | Number) -> Array:
    """Difference of two operands, element by element (`mindspore.ops.sub`).

    Raises:
        TypeError: for bool operands or dtypes that have no implicit conversion. ValueError: if shapes do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.sub(ms.Tensor([3, 2]), 1)
        Tensor(shape=[2], dtype=Int64, value= [2, 1])
    """
    a, b = operands("Sub", input, other)
    return a - b if a.dtype != BOOL else a ^ b


@sub.gradient_in_pynative
def _sub_gradient(given: Any, input: Any, other: Any) -> Any:
    found = broadcast_gradients.of_sum(given[0], input=input, other=other)
    return {name: -grad if name == "other" else grad for name, grad in found.items()}


sub.face("ops.sub").primitive("Sub", call="x, y", x="input", y="other")


@kernel("Mul")
def mul(input: Array | Number, other: Array | Number) -> Array:
    """Product of two operands, element by element (`mindspore.ops.mul`).

    Raises:
        TypeError: for dtypes that have no implicit conversion. ValueError: if the shapes do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.mul(ms.Tensor([1.5, 2.0]), ms.Tensor([2, 3]))
        Tensor(shape=[2], dtype=Float32, value= [ 3.00000000e+00,  6.00000000e+00])
    """
    a, b = operands("Mul", input, other)
    return a * b


@mul.gradient_in_pynative
def _mul_gradient(given: Any, input: Any, other: Any) -> Any:
    return broadcast_gradients.of_product(given[0], input=input, other=other)


mul.face("ops.mul").primitive("Mul")


@kernel("Div")
def div(input: Array | Number, other: Array | Number) -> Array:
    """True quotient; integers and bools give float32 (`mindspore.ops.div`).

    Raises:
        TypeError: for dtypes that have no implicit conversion. ValueError: if the shapes do not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Div()(ms.Tensor([1, 2]), 2)
        Tensor(shape=[2], dtype=Float32, value= [ 5.00000000e-01,  1.00000000e+00])
    """
    dtype = result_type(input, other, op="Div")
    check_broadcast("Div", input, other)
    dtype = dtype if is_inexact(dtype) else F32
    return quotient(convert(input, dtype), convert(other, dtype))


div.primitive("Div")


@kernel("Neg")
def neg(input: Array) -> Array:
    """The negative of each element (`mindspore.ops.neg`).

    Raises:
        TypeError: for bool.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.neg(ms.Tensor([1, -2]))
        Tensor(shape=[2], dtype=Int64, value= [-1,  2])
    """
    if input.dtype == BOOL:
        raise TypeError("For 'Neg', the dtype of 'input' must be a number type, but got Bool.")
    return -input


neg.face("ops.neg").face("Tensor.neg", "").primitive("Neg")


def _cast_vjp(leaves: Any, cts: Any, dtype: Any) -> Any:
    # MindSpore's cast passes the gradient on whatever the target dtype is, integers too.
    (x,) = leaves
    ct = cts[0]
    if ct.dtype.kind == "c" and x.dtype.kind != "c":
        ct = ct.real
    return (ct.astype(x.dtype),)


def _in_range(x: Any, target: Any) -> Any:
    """A float as a signed integer; what does not fit, and nan, becomes the least one, as a CPU converts."""
    half = 2.0 ** (8 * np.dtype(target).itemsize - 1)
    fits = (x >= jnp.asarray(-half, x.dtype)) & (x < jnp.asarray(half, x.dtype))
    return jnp.where(fits, jnp.where(fits, x, jnp.zeros((), x.dtype)).astype(target), jnp.iinfo(target).min)


def _truncated(x: Any, target: Any) -> Any:
    """A float as an integer: cut towards zero, and wrapped where that does not fit, as C and NumPy do on a CPU.

    XLA would take the nearest integer that fits instead: 0 for -1 as uint8, where MindSpore has 255.
    """
    x = x.astype(jnp.float32) if x.dtype.itemsize < 4 else x
    kind, size = np.dtype(target).kind, np.dtype(target).itemsize
    if kind == "i" and size >= 4:
        return _in_range(x, target)
    if size < 4:
        return _in_range(x, np.int32).astype(target)
    signed = _in_range(x, np.int64).astype(target)
    if size == 4:
        return signed
    half, full = jnp.asarray(2.0**63, x.dtype), jnp.asarray(2.0**64, x.dtype)
    large = jnp.where(x < full, x, jnp.zeros((), x.dtype)).astype(target)
    return jnp.where(x >= half, large, signed)


@kernel("Cast", vjp=_cast_vjp, amp=False)
def cast(input: Array | Number, dtype: Any) -> Array:
    """`input` converted to `dtype`: floats truncate to integers, and wrap where those are too small, as integers do (`mindspore.ops.cast`).

    Raises:
        TypeError: if `dtype` is not a mindspore dtype.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.cast(ms.Tensor([1.7, -1.7]), ms.int32)
        Tensor(shape=[2], dtype=Int32, value= [ 1, -1])
    """
    if not isinstance(dtype, dtypes.Type) or dtype.np is None:
        raise TypeError(f"For 'Cast', the argument 'dtype' must be a mindspore dtype, but got {dtype!r}.")
    target = dtype.np
    x = jnp.asarray(input) if not hasattr(input, "dtype") else input
    if x.dtype == target:
        return jax.lax.convert_element_type(x, target)
    if x.dtype.kind == "c" and np.dtype(target).kind != "c":
        x = x.real
    if is_float(x.dtype) and np.dtype(target).kind in "iu":
        return _truncated(x, target)
    return x.astype(target)


cast.primitive("Cast", call="input_x, dtype", input_x="input")


@face("ops.cast")
def _cast(input: Any, dtype: Any) -> Tensor:
    # MindSpore returns the Tensor itself when there is nothing to convert.
    if isinstance(input, Tensor) and input.dtype is dtype:
        return input
    return cast(input, dtype)


_cast.__name__, _cast.__doc__ = "cast", cast.fn.__doc__


def _binary(k: Any, reflected: bool = False) -> Any:
    """A Tensor operator method: numbers, Tensors and sequences work, anything else is left to the other operand."""
    binary = k.binary

    def method(self: Tensor, other: Any) -> Any:
        if not isinstance(other, Tensor):
            other = operand(self, other, k.name)
            if other is NotImplemented:
                return NotImplemented
        return binary(other, self) if reflected else binary(self, other)

    return method


def operand(self: Tensor, other: Any, name: str = "Tensor") -> Any:
    """`other` as an operand beside `self`; a list or tuple becomes a Tensor of `self`'s dtype."""
    if isinstance(other, (bool, int, float, np.number, np.bool_)):
        return other
    if isinstance(other, (list, tuple)):
        whole = dispatch.joined(other)
        return (Tensor(other) if whole is None else whole).astype(self.dtype)
    if other is None or isinstance(other, (np.ndarray, str, dict)):
        dispatch.reject_operand(name, other)
    if isinstance(other, complex):
        raise TypeError("For 'Tensor', a Python complex operand is not supported; use a Tensor of dtype complex64.")
    if hasattr(other, "dimension_as_value"):
        # A length that is not known yet, of a function that is exported for any length.
        from mindshim._core.control.numbers import TracedNumber

        return TracedNumber.of(jnp.asarray(other), int)
    return NotImplemented


def install_operator(name: str, k: Any, reflected: str | None = None) -> None:
    """Give Tensor the Python operator `__name__` (with its reflected form), and `__iname__`, which is not in place."""
    method = _binary(k)
    method.__name__ = f"__{name}__"
    setattr(Tensor, f"__{name}__", method)
    setattr(Tensor, f"__i{name}__", method)
    if reflected:
        back = _binary(k, reflected=True)
        back.__name__ = f"__{reflected}__"
        setattr(Tensor, f"__{reflected}__", back)


for _name, _k, _back in (("add", add, "radd"), ("sub", sub, "rsub"), ("mul", mul, "rmul"), ("truediv", div, "rtruediv")):
    install_operator(_name, _k, _back)
Tensor.__neg__ = lambda self: neg.unary(self)  # type: ignore[attr-defined]

_PYTHON_DTYPES: dict[Any, Any] = {}


@face("Tensor.astype")
def astype(self: Tensor, dtype: Any, copy: bool = True) -> Tensor:
    """The Tensor converted to `dtype`: a mindspore dtype, a Python or NumPy number type, or its name.

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1, 2]).astype(ms.float16)
        Tensor(shape=[2], dtype=Float16, value= [ 1.0000e+00,  2.0000e+00])
    """
    if not isinstance(dtype, dtypes.Type):
        dtype = _named_dtype(dtype)
    if dtype is self.dtype:
        # A new handle on the same values: writing to either is seen by the other, as in MindSpore.
        return Tensor(self) if copy else self
    return cast(self, dtype)


def _named_dtype(dtype: Any) -> Any:
    from mindshim.common.dtype import pytype_to_dtype

    if isinstance(dtype, str):
        names = {"float": "float64", "int": "int64", "bool": "bool"}
        from mindshim._core.dtypes import _BY_NAME

        found = _BY_NAME.get(names.get(dtype.lower(), dtype.lower()))
        if found is not None and found.np is not None:
            return found
        raise TypeError(f"For 'Tensor.astype', the dtype name '{dtype}' is not known.")
    if isinstance(dtype, type):
        try:
            return pytype_to_dtype(dtype)
        except NotImplementedError:
            pass
    raise TypeError(f"For 'Tensor.astype', the input type must be one of number types, but got {dtype!r}.")
