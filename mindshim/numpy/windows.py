"""Windows, spacings on other scales, and matrices made of a vector."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.numpy.utils import as_tensor, dtype_of, finish, floating


def _window(name: str, compute: Any) -> Any:
    def function(M: int) -> Tensor:  # noqa: N803 - NumPy's name
        if not isinstance(M, int) or isinstance(M, bool):
            raise TypeError(f"For '{name}', the number of points must be an int, but got {type(M).__name__}.")
        return Tensor(compute(max(M, 0)).astype(np.float32), dtypes.float32)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"""The {name.capitalize()} window of M points, float32 (mirrors `mindspore.numpy.{name}`).

    Raises:
        TypeError: if M is not an int.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.{name}(3).asnumpy().round(2))
        {compute(3).astype(np.float32).round(2)!s}
    """
    return function


bartlett = _window("bartlett", np.bartlett)
blackman = _window("blackman", np.blackman)
hamming = _window("hamming", np.hamming)
hanning = _window("hanning", np.hanning)


def _spaced(start: Tensor, stop: Tensor, num: int, endpoint: bool, axis: int) -> Tensor:
    steps = num - 1 if endpoint else num
    at = Tensor((np.arange(num) / max(steps, 1)).astype(np.float32), dtypes.float32)
    delta = ops.expand_dims(stop - start, 0)
    out = ops.expand_dims(start, 0) + delta * at.reshape((num,) + (1,) * (delta.ndim - 1))
    return out if axis == 0 else ops.movedim(out, 0, axis)


def logspace(
    start: Any, stop: Any, num: int = 50, endpoint: bool = True, base: float = 10.0, dtype: Any = None, axis: int = 0
) -> Tensor:
    """Powers of `base` with evenly spaced exponents (mirrors `mindspore.numpy.logspace`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.logspace(0, 3, 4, base=2.0))
        [1. 2. 4. 8.]
    """
    return finish(ops.pow(float(base), _spaced(floating(start), floating(stop), num, endpoint, axis)), dtype)


def geomspace(start: Any, stop: Any, num: int = 50, endpoint: bool = True, dtype: Any = None, axis: int = 0) -> Tensor:
    """Numbers with a constant ratio (mirrors `mindspore.numpy.geomspace`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.geomspace(1, 8, 4).asnumpy().round(3))
        [1. 2. 4. 8.]
    """
    first, last = floating(start), floating(stop)
    ratio = last / first
    powers = _spaced(ops.zeros_like(ratio), ops.ones_like(ratio), num, endpoint, 0)
    out = ops.expand_dims(first, 0) * ops.pow(ops.expand_dims(ratio, 0), powers)
    return finish(out if axis == 0 else ops.movedim(out, 0, axis), dtype)


def tri(N: int, M: int | None = None, k: int = 0, dtype: Any = dtypes.float32) -> Tensor:  # noqa: N803
    """Ones at and below the diagonal number k, zeros above (mirrors `mindspore.numpy.tri`).

    Raises:
        TypeError: if N or M is not an int.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.tri(2, 3))
        [[1. 0. 0.]
         [1. 1. 0.]]
    """
    for size in (N, M):
        if size is not None and not isinstance(size, int):
            raise TypeError(f"For 'tri', the sizes must be int, but got {type(size).__name__}.")
    return finish(Tensor(np.tri(N, M, k, np.float32)), dtype_of(dtype) or dtypes.float32)


def vander(x: Any, N: int | None = None, increasing: bool = False) -> Tensor:  # noqa: N803
    """Powers of a vector as columns (mirrors `mindspore.numpy.vander`).

    Raises:
        ValueError: if x is not a vector. TypeError: if N is not an int.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.vander([2, 3], 3))
        [[4 2 1]
         [9 3 1]]
    """
    x = as_tensor(x)
    if x.ndim != 1:
        raise ValueError(f"Input x must be 1-D, but got dimension={x.ndim}")
    count = x.shape[0] if N is None else N
    if not isinstance(count, int):
        raise TypeError(f"For 'vander', 'N' must be an int, but got {type(N).__name__}.")
    columns = [ops.ones_like(x)]
    for _ in range(count - 1):
        columns.append(columns[-1] * x)
    columns = columns[:count] if increasing else columns[:count][::-1]
    return ops.stack(tuple(columns), 1) if columns else ops.zeros((x.shape[0], 0), x.dtype)


def diagflat(v: Any, k: int = 0) -> Tensor:
    """A matrix with the elements of v on the diagonal number k (mirrors `mindspore.numpy.diagflat`).

    Raises:
        TypeError: if v is not a Tensor.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.diagflat(mnp.array([1, 2])))
        [[1 0]
         [0 2]]
    """
    if not isinstance(v, Tensor):
        raise TypeError(f"For 'diagflat', 'v' must be a Tensor, but got {type(v).__name__}.")
    return ops.diagflat(v, k)


def kron(a: Any, b: Any) -> Tensor:
    """The Kronecker product (mirrors `mindspore.numpy.kron`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.kron([1, 10], [1, 2, 3]))
        [ 1  2  3 10 20 30]
    """
    return ops.kron(as_tensor(a), as_tensor(b))


__all__ = ["bartlett", "blackman", "diagflat", "geomspace", "hamming", "hanning", "kron", "logspace", "tri", "vander"]
