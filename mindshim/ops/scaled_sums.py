"""Sums and differences with a factor, `input + alpha * other`, and the further spellings of the arithmetic."""

from __future__ import annotations

import inspect
from typing import Any

from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import convert, is_inexact, operands
from mindshim._core.tensor import Tensor
from mindshim.ops.arithmetic import add, mul, neg, operand, sub
from mindshim.ops.spellings import spell, write


@kernel("AddExt")
def add_scaled(input: Array | Number, other: Array | Number, alpha: Number = 1) -> Array:
    """input + alpha * other."""
    a, b = operands("AddExt", input, other)
    return a + convert(alpha, a.dtype) * b


def _scaled(k: Any, sign: int) -> Any:
    word = "Sum" if sign > 0 else "Difference"
    name = "add" if sign > 0 else "sub"

    def combine(input: Any, other: Any, *, alpha: Any = 1) -> Tensor:
        if type(alpha) is int and alpha == 1:
            return k.binary(input, other)
        if isinstance(alpha, float) and not any(_is_floating(x) for x in (input, other)):
            raise TypeError(f"For '{name}', a floating 'alpha' needs a floating operand.")
        return add_scaled(input, other, alpha if sign > 0 else -alpha)

    combine.__doc__ = f"""{word} `input {"+" if sign > 0 else "-"} alpha * other`, with broadcasting (mirrors `mindspore.mint.{name}`).

    Raises:
        TypeError: for a floating `alpha` with integer operands.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.{name}(ms.Tensor([5, 6]), ms.Tensor([1, 2]), alpha=2)
        Tensor(shape=[2], dtype=Int64, value= [{" 7, 10" if sign > 0 else "3, 2"}])
    """
    combine.__name__ = combine.__qualname__ = name
    return combine


def _is_floating(x: Any) -> bool:
    return is_inexact(x.dtype.np) if isinstance(x, Tensor) else isinstance(x, float)


_plus, _minus = _scaled(add, 1), _scaled(sub, -1)


@face("ops.add_ext")
def add_ext(input: Any, other: Any, alpha: Any = 1) -> Tensor:
    """`mint.add` under its generated name, where `alpha` may be positional."""
    return _plus(input, other, alpha=alpha)


@face("ops.sub_ext")
def sub_ext(input: Any, other: Any, alpha: Any = 1) -> Tensor:
    """`mint.sub` under its generated name, where `alpha` may be positional."""
    return _minus(input, other, alpha=alpha)


face("mint.add")(_plus)
face("mint.sub", "ops.subtract", "Tensor.subtract")(_minus)
spell(mul, "mint.mul Tensor.mul ops.multiply ops.tensor_mul")
mul.face("Tensor.multiply", "value", value="other")  # type: ignore[attr-defined]
spell(neg, "mint.neg ops.negative mint.negative Tensor.negative")
spell(add, "ops.tensor_add ops.TensorAdd")
spell(sub, "ops.tensor_sub(x, y)")


def _listed(self: Tensor, other: Any, name: str) -> Any:
    """`other`, a list or tuple as a Tensor of the dtype of `self`."""
    return operand(self, other, name) if isinstance(other, (list, tuple)) else other


@face("Tensor.add")
def tensor_add(self: Tensor, other: Any, *, alpha: Any = 1) -> Tensor:
    """`self + alpha * other`, of a Tensor, number, list or tuple (mirrors `mindspore.Tensor.add`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.add(1.0))
        [4. 2. 3.]
    """
    return _plus(self, _listed(self, other, "Add"), alpha=alpha)


@face("Tensor.sub")
def tensor_sub(self: Tensor, other: Any = None, *, alpha: Any = 1, y: Any = None) -> Tensor:
    """`self - alpha * other`, of a Tensor, number, list or tuple (mirrors `mindspore.Tensor.sub`).

    `y` is the old name of `other`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.sub(1.0))
        [2. 0. 1.]
    """
    return _minus(self, _listed(self, y if other is None else other, "Sub"), alpha=alpha)


def _in_place(name: str, compute: Any) -> Any:
    def method(self: Tensor, other: Any, **kwargs: Any) -> Tensor:
        return write(self, compute(self, other, **kwargs), name)

    method.__name__, method.__qualname__ = name, f"Tensor.{name}"
    method.__doc__ = f"`Tensor.{name[:-1]}`, written into the Tensor itself; ValueError if the shape would change."
    method.__signature__ = inspect.signature(compute)  # type: ignore[attr-defined]
    return face(f"Tensor.{name}")(method)


_in_place("add_", _plus)
_in_place("mul_", Tensor.mul)  # type: ignore[attr-defined]


@face("Tensor.sub_")
def sub_(self: Tensor, other: Any, *, alpha: Any = 1) -> Tensor:
    """`Tensor.sub`, written into the Tensor itself; ValueError if the shape would change.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> print(x.sub_(1.0))
        [2. 0. 1.]
    """
    return write(self, _minus(self, _listed(self, other, "Sub"), alpha=alpha), "sub_")
