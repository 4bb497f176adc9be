"""Polynomials as vectors of coefficients, the highest power first."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.numpy.signals import convolve
from mindshim.numpy.utils import _promoted, as_tensor, floating


def _vector(value: Any) -> Tensor:
    t = as_tensor(value)
    t = t.reshape((1,)) if t.ndim == 0 else t
    if t.ndim != 1:
        raise ValueError(f"the coefficients of a polynomial must be a vector, but got {t.ndim} dimensions.")
    return t


def _aligned(a1: Any, a2: Any) -> list[Tensor]:
    a, b = _promoted([_vector(a1), _vector(a2)])
    size = max(a.shape[0], b.shape[0])
    return [
        t if t.shape[0] == size else ops.concat((ops.zeros((size - t.shape[0],), t.dtype), t), 0) for t in (a, b)
    ]  # fmt: skip


def polyadd(a1: Any, a2: Any) -> Tensor:
    """The sum of two polynomials (mirrors `mindspore.numpy.polyadd`).

    Raises:
        ValueError: if one is not a vector.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.polyadd([1, 2], [9, 5, 4]))
        [9 6 6]
    """
    a, b = _aligned(a1, a2)
    return a + b


def polysub(a1: Any, a2: Any) -> Tensor:
    """The difference of two polynomials (mirrors `mindspore.numpy.polysub`).

    Raises:
        ValueError: if one is not a vector.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.polysub([2, 10], [3, 4]))
        [-1  6]
    """
    a, b = _aligned(a1, a2)
    return a - b


def polymul(a1: Any, a2: Any) -> Tensor:
    """The product of two polynomials (mirrors `mindspore.numpy.polymul`).

    Raises:
        ValueError: if one is not a vector.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.polymul([1, 2], [1, 3]))
        [1 5 6]
    """
    return convolve(_vector(a1), _vector(a2))


def polyval(p: Any, x: Any) -> Tensor:
    """The value of a polynomial at x, float32 for integers (mirrors `mindspore.numpy.polyval`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.polyval([3.0, 0.0, 1.0], 5.0))
        76.0
    """
    coefficients, at = _vector(floating(p)), floating(x)
    total = ops.zeros_like(at)
    for i in range(coefficients.shape[0]):
        total = total * at + coefficients[i]
    return total


def polyder(p: Any, m: int = 1) -> Tensor:
    """The coefficients of the m-th derivative (mirrors `mindspore.numpy.polyder`).

    Raises:
        ValueError: if m is negative or larger than the polynomial's degree + 1.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.polyder([1, 1, 1, 1]))
        [3 2 1]
    """
    p = _vector(p)
    if m < 0:
        raise ValueError("Order of derivative must be positive")
    if m >= p.shape[0]:
        return ops.zeros((0,), dtypes.float32)
    for _ in range(m):
        powers = Tensor(np.arange(p.shape[0] - 1, 0, -1).astype(np.int32))
        p = p[:-1] * powers
    return p


def polyint(p: Any, m: int = 1, k: Any = None) -> Tensor:
    """The coefficients of the m-th integral (mirrors `mindspore.numpy.polyint`).

    Args:
        p: coefficients. m: how often. k: the constants of integration, 0 by default.

    Raises:
        ValueError: if m is negative, or k holds too few constants.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.polyint([6.0, 2.0]))
        [3. 2. 0.]
    """
    p = _vector(p)
    if m < 0:
        raise ValueError("Order of integral must be positive")
    constants = [0.0] * m if k is None else [k] * m if isinstance(k, (int, float)) else list(k)
    if len(constants) < m:
        raise ValueError(f"For 'polyint', 'k' must hold {m} constants, but got {len(constants)}.")
    p = floating(p)
    for constant in constants[:m]:
        powers = Tensor(np.arange(p.shape[0], 0, -1).astype(np.float32))
        p = ops.concat((p / powers, floating(constant).reshape((1,)).astype(p.dtype)), 0)
    return p


__all__ = ["polyadd", "polyder", "polyint", "polymul", "polysub", "polyval"]
