"""Matrices with ones or values on a diagonal, triangles, and grids of coordinates."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.numpy.utils import as_tensor, dtype_of

_float32 = dtypes.float32


def eye(N: int, M: int | None = None, k: int = 0, dtype: Any = _float32) -> Tensor:  # noqa: N803
    """Ones on a diagonal, zeros elsewhere (mirrors `mindspore.numpy.eye`).

    Args:
        N: rows. M: columns. Default: None, as many. k: which diagonal, positive above the main one. Default: 0.
        dtype: of the result. Default: float32.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.eye(2))
        [[1. 0.]
         [0. 1.]]
    """
    return Tensor(np.eye(N, M, k, dtype=dtype_of(dtype).np))


def identity(n: int, dtype: Any = _float32) -> Tensor:
    """The identity matrix (mirrors `mindspore.numpy.identity`).

    Args:
        n: rows and columns. dtype: of the result. Default: float32.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.identity(2))
        [[1. 0.]
         [0. 1.]]
    """
    return eye(n, dtype=dtype)


def diag(v: Any, k: int = 0) -> Tensor:
    """A diagonal of a matrix, or a matrix from a diagonal (mirrors `mindspore.numpy.diag`).

    Args:
        v: a matrix, of which the diagonal is taken, or a vector, which becomes one.
        k: which diagonal, positive above the main one. Default: 0.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.diag([1, 2]))
        [[1 0]
         [0 2]]
    """
    v = as_tensor(v)
    if v.ndim == 1:
        n = v.shape[0] + abs(k)
        rows = np.arange(v.shape[0]) + max(-k, 0)
        cols = np.arange(v.shape[0]) + max(k, 0)
        flat = ops.zeros((n * n,), v.dtype)
        where = Tensor((rows * n + cols).astype(np.int64))
        return ops.reshape(ops.tensor_scatter_elements(flat, where, v), (n, n))
    return diagonal(v, k)


def diagonal(a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
    """The diagonal of two axes (mirrors `mindspore.numpy.diagonal`).

    Args:
        a: anything of two dimensions or more. offset: which diagonal. Default: 0.
        axis1, axis2: of which matrices. Default: 0 and 1.

    Raises:
        ValueError: if `a` has fewer dimensions, or an axis is out of range.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.diagonal([[1, 2], [3, 4]]))
        [1 4]
    """
    return ops.diagonal(as_tensor(a), offset, axis1, axis2)


def _rows(m: Any) -> Tensor:
    m = as_tensor(m)
    return ops.broadcast_to(m, (m.shape[0], m.shape[0])) if m.ndim == 1 else m


def triu(m: Any, k: int = 0) -> Tensor:
    """The upper triangle, the rest zero (mirrors `mindspore.numpy.triu`).

    Args:
        m: anything of one dimension, which is repeated as rows of a square matrix, or more. k: from which diagonal on. Default: 0.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.triu([[1, 2], [3, 4]]))
        [[1 2]
         [0 4]]
    """
    return ops.triu(_rows(m), k)


def tril(m: Any, k: int = 0) -> Tensor:
    """The lower triangle, the rest zero (mirrors `mindspore.numpy.tril`).

    Args:
        m: anything of one dimension, which is repeated as rows of a square matrix, or more. k: up to which diagonal. Default: 0.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.tril([[1, 2], [3, 4]]))
        [[1 0]
         [3 4]]
    """
    return ops.tril(_rows(m), k)


def meshgrid(*xi: Any, sparse: bool = False, indexing: str = "xy") -> tuple[Tensor, ...]:
    """Coordinate matrices from coordinate vectors (mirrors `mindspore.numpy.meshgrid`).

    Args:
        xi: vectors. sparse: leave out the repetition. Default: False.
        indexing: "xy" swaps the first two axes of the result, "ij" does not. Default: "xy".

    Raises:
        TypeError, ValueError: for another `indexing` than "xy" and "ij".

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.meshgrid([1, 2], [3, 4])[0])
        [[1 2]
         [1 2]]
    """
    if indexing not in ("xy", "ij"):
        raise ValueError(f"For 'meshgrid', 'indexing' must be 'xy' or 'ij', but got {indexing!r}.")
    vectors = [ops.reshape(as_tensor(x), (-1,)) for x in xi]
    n = len(vectors)
    order = list(range(n))
    if indexing == "xy" and n > 1:
        order[0], order[1] = 1, 0
    sizes = [0] * n
    for i, v in enumerate(vectors):
        sizes[order[i]] = v.shape[0]
    out = []
    for i, v in enumerate(vectors):
        shape = [1] * n
        shape[order[i]] = v.shape[0]
        grid = ops.reshape(v, tuple(shape))
        out.append(grid if sparse else ops.broadcast_to(grid, tuple(sizes)))
    return tuple(out)


__all__ = ["diag", "diagonal", "eye", "identity", "meshgrid", "tril", "triu"]
