"""Limits, tolerances, common divisors."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.numpy.utils import _same, as_tensor, finish, floating
from mindshim.ops import common_divisors


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
        return finish(
            ops.where(divisor == 0, divisor, ops.abs(a) / ops.where(divisor == 0, 1.0, divisor) * ops.abs(b)), dtype
        )
    if a.dtype is dtypes.bool_ or a.itemsize == 1:
        return finish(ops.lcm(a.astype(dtypes.int32), b.astype(dtypes.int32)).astype(a.dtype), dtype)
    return finish(ops.lcm(a, b), dtype)


def clip(x: Any, xmin: Any, xmax: Any, dtype: Any = None) -> Tensor:
    """Values limited to an interval (mirrors `mindspore.numpy.clip`).

    Args:
        x: a Tensor, number, list or tuple.
        xmin, xmax: the least and the greatest value, or None for no bound. dtype: of the result.

    Raises:
        ValueError: if both bounds are None.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.clip([1, 5, 9], 2, 6))
        [2 5 6]
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
    """`log(exp(x1) + exp(x2))` (mirrors `mindspore.numpy.logaddexp`).

    Args:
        x1, x2: numbers, Tensors, lists or tuples, broadcast. dtype: of the result. Default: None, as computed.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.logaddexp(0.0, 0.0))
        0.6931472
    """
    a, b = floating(x1), floating(x2)
    return finish(ops.logaddexp(a, b), dtype)


def isclose(a: Any, b: Any, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False) -> Tensor:
    """Which elements are equal within a tolerance (mirrors `mindspore.numpy.isclose`).

    Args:
        a, b: numbers, Tensors, lists or tuples, broadcast.
        rtol: relative to `b`. Default: 1e-5. atol: absolute. Default: 1e-8. equal_nan: nan equals nan. Default: False.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.isclose([1.0, 2.0], [1.000001, 2.1]))
        [ True False]
    """
    a, b = as_tensor(a), as_tensor(b)
    near = ops.abs(a - b) <= atol + rtol * ops.abs(b)
    same = ops.logical_or(near, a == b)
    if equal_nan and a.dtype in dtypes.floats and b.dtype in dtypes.floats:
        same = ops.logical_or(same, ops.logical_and(ops.isnan(a), ops.isnan(b)))
    return same


__all__ = ["clip", "gcd", "isclose", "lcm", "logaddexp"]
