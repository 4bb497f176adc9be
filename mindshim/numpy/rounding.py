"""Rounding, signs, quotients, powers of matrices, and other functions of single arrays."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.numpy.joining import split
from mindshim.numpy.reductions import any as _any
from mindshim.numpy.utils import as_tensor, dtype_of, finish, floating, single


def rint(x: Any, dtype: Any = None) -> Tensor:
    """Each element rounded to the nearest integer, halves to even (mirrors `mindspore.numpy.rint`).

    Raises:
        TypeError: for integers.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.rint([0.5, 1.5, -1.7]))
        [ 0.  2. -2.]
    """
    x = as_tensor(x)
    if x.dtype not in dtypes.floats:
        raise TypeError(f"For 'rint', the dtype of 'x' must be float16, float32 or float64, but got {x.dtype}.")
    return finish(ops.round(x), dtype)


def around(a: Any, decimals: int = 0) -> Tensor:
    """Each element rounded to `decimals` decimals (mirrors `mindspore.numpy.around`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.around([1.25, 2.71], 1))
        [1.2 2.7]
    """
    a = as_tensor(a)
    if a.dtype not in dtypes.floats:
        return a
    if not decimals:
        return ops.round(a)
    factor = 10.0**decimals
    return ops.round(a * factor) / factor


def round(a: Any, decimals: int = 0) -> Tensor:  # noqa: A001
    """`around` (mirrors `mindspore.numpy.round`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.round([1.5, 2.5]))
        [2. 2.]
    """
    return around(a, decimals)


def cbrt(x: Any, dtype: Any = None) -> Tensor:
    """The cube root of each element (mirrors `mindspore.numpy.cbrt`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.cbrt([8.0, -27.0]))
        [ 2. -3.]
    """
    x = as_tensor(x)
    x = x if x.dtype is dtypes.float64 else single(x)
    return finish(ops.sign(x) * ops.pow(ops.abs(x), 1.0 / 3.0), dtype)


def bitwise_not(x: Any, dtype: Any = None) -> Tensor:
    """Every bit inverted (mirrors `mindspore.numpy.bitwise_not`).

    Raises:
        TypeError: for floats and bools.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.bitwise_not([0, 5]))
        [-1 -6]
    """
    x = as_tensor(x)
    if x.dtype is dtypes.bool_:
        raise TypeError("For 'Invert', the dtype of 'x' must be an integer type, but got Bool.")
    return finish(ops.invert(x), dtype)


def invert(x: Any, dtype: Any = None) -> Tensor:
    """Every bit inverted (mirrors `mindspore.numpy.invert`).

    Raises:
        TypeError: for floats and bools.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.invert([0, 5]))
        [-1 -6]
    """
    return bitwise_not(x, dtype)


def signbit(x: Any, dtype: Any = None) -> Tensor:
    """Whether each element is negative (mirrors `mindspore.numpy.signbit`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.signbit([1.0, -2.0]))
        [False  True]
    """
    return finish(ops.signbit(as_tensor(x)), dtype)


def isneginf(x: Any) -> Tensor:
    """Whether each element is negative infinity (mirrors `mindspore.numpy.isneginf`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.isneginf([1.0, -mnp.inf]))
        [False  True]
    """
    return ops.isneginf(as_tensor(x))


def isposinf(x: Any) -> Tensor:
    """Whether each element is positive infinity (mirrors `mindspore.numpy.isposinf`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.isposinf([1.0, mnp.inf]))
        [False  True]
    """
    return ops.isposinf(as_tensor(x))


def logaddexp2(x1: Any, x2: Any, dtype: Any = None) -> Tensor:
    """log2(2 ** x1 + 2 ** x2) (mirrors `mindspore.numpy.logaddexp2`).

    Raises:
        TypeError: if an operand is not a Tensor.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.logaddexp2(mnp.array([1.0]), mnp.array([1.0])))
        [2.]
    """
    for x in (x1, x2):
        if not isinstance(x, Tensor):
            raise TypeError(f"For 'logaddexp2', the operands must be Tensors, but got {type(x).__name__}.")
    return finish(ops.logaddexp2(floating(x1), floating(x2)), dtype)


def divmod(x1: Any, x2: Any, dtype: Any = None) -> tuple[Tensor, Tensor]:  # noqa: A001
    """Quotients rounded down and remainders (mirrors `mindspore.numpy.divmod`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> [t.asnumpy().tolist() for t in mnp.divmod([7, -7], [2, 2])]
        [[3, -4], [1, 1]]
    """
    a, b = as_tensor(x1), as_tensor(x2)
    quotient = ops.floor_divide(a, b)
    return finish(quotient, dtype), finish(a - quotient * b, dtype)


def atleast_3d(*arys: Any) -> Any:
    """At least three dimensions (mirrors `mindspore.numpy.atleast_3d`).

    Raises:
        TypeError: if an argument is not a Tensor.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.atleast_3d(mnp.ones(3)).shape
        (1, 3, 1)
    """
    out = []
    for t in arys:
        if not isinstance(t, Tensor):
            raise TypeError("the input x must be Tensor!")
        shapes = {0: (1, 1, 1), 1: (1, *t.shape, 1), 2: (*t.shape, 1)}
        out.append(ops.reshape(t, shapes[t.ndim]) if t.ndim < 3 else t)
    return out[0] if len(out) == 1 else out


def dsplit(x: Any, indices_or_sections: Any) -> Any:
    """Parts along the third axis (mirrors `mindspore.numpy.dsplit`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> [t.shape for t in mnp.dsplit(mnp.ones((1, 2, 4)), 2)]
        [(1, 2, 2), (1, 2, 2)]
    """
    parts = split(x, indices_or_sections, 2)
    return parts if isinstance(indices_or_sections, int) else list(parts)


def trace(a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1, dtype: Any = None) -> Tensor:
    """The sum along a diagonal (mirrors `mindspore.numpy.trace`).

    Args:
        a: a Tensor of two or more dimensions. offset: which diagonal. axis1, axis2: of which matrix.
        dtype: of the result. Default: None, that of `a`, but int64 of integers.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.trace([[1, 2], [3, 4]]))
        5
    """
    a = as_tensor(a)
    kept = a.dtype if a.dtype in (*dtypes.floats, *dtypes.complexes, dtypes.bool_, dtypes.uint64) else dtypes.int64
    return finish(a.trace(offset, axis1, axis2, kept), dtype)


def sometrue(a: Any, axis: Any = None, keepdims: bool = False) -> Tensor:
    """Whether any element is true (mirrors `mindspore.numpy.sometrue`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.sometrue([[False, True], [False, False]], 1))
        [ True False]
    """
    a = as_tensor(a)
    return _any(a if a.dtype is dtypes.bool_ else a != 0, axis, bool(keepdims))


def matrix_power(a: Any, n: int) -> Tensor:
    """A square matrix multiplied n times (mirrors `mindspore.numpy.matrix_power`).

    Raises:
        ValueError: if n is negative, or the matrices are not square. TypeError: if n is not an int.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.matrix_power([[0, 1], [-1, 0]], 2))
        [[-1  0]
         [ 0 -1]]
    """
    a = as_tensor(a)
    if not isinstance(n, int):
        raise TypeError(f"For 'matrix_power', 'n' must be an int, but got {type(n).__name__}.")
    if n < 0:
        raise ValueError("n < 0 is not supported now.")
    if a.ndim < 2 or a.shape[-1] != a.shape[-2]:
        raise ValueError("matrices should be square.")
    if n == 0:
        return ops.broadcast_to(ops.eye(a.shape[-1], a.shape[-1], a.dtype), a.shape)
    out, power = None, a
    while n:
        if n & 1:
            out = power if out is None else ops.matmul(out, power)
        n >>= 1
        power = ops.matmul(power, power) if n else power
    assert out is not None
    return out


def randint(minval: int, maxval: int | None = None, shape: Any = None, dtype: Any = dtypes.int32) -> Tensor:
    """Random integers from `minval` to below `maxval`, or from 0 to below `minval` (mirrors `numpy.randint`).

    Args:
        minval, maxval: the bounds. shape: of the result, (1,) by default. dtype: of the result.

    Raises:
        TypeError: if a bound is not an int. ValueError: if there is no integer between them.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.randint(1, 5, (2, 3)).shape
        (2, 3)
    """
    low, high = (0, minval) if maxval is None else (minval, maxval)
    for bound in (low, high):
        if not isinstance(bound, int):
            raise TypeError(f"For 'randint', the bounds must be int, but got {type(bound).__name__}.")
    if low >= high:
        raise ValueError("For 'randint', minval should be less than maxval.")
    wanted = dtype_of(dtype)
    if wanted not in (dtypes.int8, dtypes.int16, dtypes.int32, dtypes.int64):
        raise ValueError(f"For 'randint', the argument 'dtype' must be int8, int16, int32 or int64, but got {dtype}.")
    shape = (1,) if shape is None else (shape,) if isinstance(shape, int) else tuple(shape)
    return finish(ops.randint(low, high, shape), wanted)


__all__ = [
    "around", "atleast_3d", "bitwise_not", "cbrt", "divmod", "dsplit", "invert", "isneginf", "isposinf", "logaddexp2",
    "matrix_power", "randint", "rint", "round", "signbit", "sometrue", "trace",
]  # fmt: skip
