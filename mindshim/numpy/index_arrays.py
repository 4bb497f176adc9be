"""Arrays that serve as indices: grids, triangles, conversions between flat and other indices."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.numpy.utils import as_tensor, dtype_of

_int32 = dtypes.int32


def _ints(array: Any) -> Tensor:
    return Tensor(np.asarray(array, np.int32), _int32)


def diag_indices(n: int, ndim: int = 2) -> tuple[Tensor, ...]:
    """Where the main diagonal of an array of n ** ndim elements lies (mirrors `mindspore.numpy.diag_indices`).

    Raises:
        TypeError: if an argument is not an int.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.diag_indices(2)[0])
        [0 1]
    """
    if not isinstance(n, int) or not isinstance(ndim, int):
        raise TypeError("For 'diag_indices', the inputs must be integers.")
    return tuple(_ints(np.arange(n)) for _ in range(ndim))


def indices(dimensions: Any, dtype: Any = dtypes.int32, sparse: bool = False) -> list[Tensor]:
    """The index of each element along each axis (mirrors `mindspore.numpy.indices`).

    Raises:
        TypeError: if `dimensions` is neither a tuple nor a list.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.indices((2, 3))[1])
        [[0 1 2]
         [0 1 2]]
    """
    if not isinstance(dimensions, (tuple, list)):
        raise TypeError("Shape of the grid must be tuple or list")
    found = np.indices(tuple(dimensions), sparse=sparse)
    return [Tensor(np.asarray(a, np.int32)).astype(dtype_of(dtype)) for a in found]


def _triangle(found: Any) -> tuple[Tensor, ...]:
    return tuple(_ints(a) for a in found)


def tril_indices(n: int, k: int = 0, m: int | None = None) -> tuple[Tensor, ...]:
    """Where the lower triangle of an (n, m) matrix lies (mirrors `mindspore.numpy.tril_indices`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.tril_indices(2)[0])
        [0 1 1]
    """
    return _triangle(np.tril_indices(n, k, m))


def triu_indices(n: int, k: int = 0, m: int | None = None) -> tuple[Tensor, ...]:
    """Where the upper triangle of an (n, m) matrix lies (mirrors `mindspore.numpy.triu_indices`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.triu_indices(2)[0])
        [0 0 1]
    """
    return _triangle(np.triu_indices(n, k, m))


def _matrix(arr: Any) -> tuple[int, ...]:
    arr = as_tensor(arr)
    if arr.ndim != 2:
        raise ValueError("input array must be 2-d")
    return arr.shape


def tril_indices_from(arr: Any, k: int = 0) -> tuple[Tensor, ...]:
    """Where the lower triangle of a matrix lies (mirrors `mindspore.numpy.tril_indices_from`).

    Raises:
        ValueError: if `arr` has not two dimensions.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.tril_indices_from(mnp.ones((2, 3)))[1])
        [0 0 1]
    """
    rows, columns = _matrix(arr)
    return tril_indices(rows, k, columns)


def triu_indices_from(arr: Any, k: int = 0) -> tuple[Tensor, ...]:
    """Where the upper triangle of a matrix lies (mirrors `mindspore.numpy.triu_indices_from`).

    Raises:
        ValueError: if `arr` has not two dimensions.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.triu_indices_from(mnp.ones((2, 3)))[1])
        [0 1 2 1 2]
    """
    rows, columns = _matrix(arr)
    return triu_indices(rows, k, columns)


def ix_(*args: Any) -> tuple[Tensor, ...]:
    """Vectors shaped to index the grid of all their combinations (mirrors `mindspore.numpy.ix_`).

    Raises:
        ValueError: if an argument is not a vector.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.ix_(mnp.array([0, 1]), mnp.array([2, 4, 5]))[1].shape
        (1, 3)
    """
    out = []
    for i, value in enumerate(args):
        t = as_tensor(value)
        if t.ndim != 1:
            raise ValueError("Cross index must be 1 dimensional")
        out.append(ops.reshape(t, tuple(-1 if j == i else 1 for j in range(len(args)))))
    return tuple(out)


def _strides(shape: tuple[int, ...], order: str, op: str) -> list[int]:
    if order not in ("C", "F"):
        raise ValueError(f"For '{op}', the 'order' must be 'C' or 'F', but got {order!r}.")
    sizes = shape[::-1] if order == "C" else shape
    strides = [int(np.prod(sizes[:i])) for i in range(len(sizes))]
    return strides[::-1] if order == "C" else strides


def unravel_index(indices: Any, shape: Any, order: str = "C") -> tuple[Tensor, ...]:
    """Flat indices as one index per axis; what lies outside is clipped (mirrors `mindspore.numpy.unravel_index`).

    Raises:
        ValueError: if `order` is neither "C" nor "F".

    Examples:
        >>> import mindshim.numpy as mnp
        >>> [int(i) for i in mnp.unravel_index(5, (2, 3))]
        [1, 2]
    """
    flat = as_tensor(indices)
    shape = (shape,) if isinstance(shape, int) else tuple(int(n) for n in shape)
    total = int(np.prod(shape))
    if flat.itemsize == 1:
        flat = flat.astype(_int32)
    flat = ops.where(flat < 0, flat + total, flat)
    flat = ops.maximum(ops.minimum(flat, total - 1), 0)
    found = [
        ops.floor_mod(ops.floor_div(flat, s), n)
        for s, n in zip(_strides(shape, order, "unravel_index"), shape, strict=True)
    ]
    return tuple(found)


def ravel_multi_index(multi_index: Any, dims: Any, mode: str = "clip", order: str = "C") -> Tensor:
    """One index per axis as flat indices, float32 (mirrors `mindspore.numpy.ravel_multi_index`).

    Args:
        multi_index: a Tensor whose first axis counts the axes, or a tuple of Tensors. dims: the shape.
        mode: "clip" or "wrap" what lies outside. order: "C" or "F".

    Raises:
        NotImplementedError: for the mode "raise". ValueError: for another mode or order.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.ravel_multi_index(mnp.array([[1, 0], [2, 1]]), (2, 3)))
        [5. 1.]
    """
    if mode == "raise":
        raise NotImplementedError("'raise' mode is not implemented")
    if mode not in ("clip", "wrap"):
        raise ValueError(f"For 'ravel_multi_index', the 'mode' must be 'clip' or 'wrap', but got {mode!r}.")
    dims = (dims,) if isinstance(dims, int) else tuple(dims)
    rows = list(multi_index) if isinstance(multi_index, (tuple, list)) else [multi_index[i] for i in range(len(dims))]
    total: Any = 0
    for row, n, stride in zip(rows, dims, _strides(dims, order, "ravel_multi_index"), strict=True):
        t = as_tensor(row)
        t = ops.maximum(ops.minimum(t, n - 1), 0) if mode == "clip" else ops.floor_mod(t, n)
        total = total + t * stride
    return total.astype(dtypes.float32)


def argwhere(a: Any) -> Tensor:
    """The indices of what is not zero, one row each, int64 (mirrors `mindspore.numpy.argwhere`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.argwhere(mnp.array([[0, 2], [3, 0]])))
        [[0 1]
         [1 0]]
    """
    return ops.argwhere(as_tensor(a))


class _Grid:
    """What `mgrid` and `ogrid` share: slices become vectors, several of them a grid."""

    def __init__(self, sparse: bool) -> None:
        self.sparse = sparse

    def __getitem__(self, keys: Any) -> Any:
        single = isinstance(keys, slice)
        vectors = []
        for key in (keys,) if single else keys:
            start = 0 if key.start is None else key.start
            if isinstance(key.step, complex):
                vectors.append(np.linspace(start, key.stop, int(abs(key.step))).astype(np.float32))
            else:
                vectors.append(np.arange(start, key.stop, key.step))
        kind = np.int32 if all(v.dtype.kind == "i" for v in vectors) else np.float32
        vectors = [v.astype(kind) for v in vectors]
        if single:
            return Tensor(vectors[0])
        grids = np.meshgrid(*vectors, indexing="ij", sparse=self.sparse)
        return [Tensor(np.ascontiguousarray(g)) for g in grids] if self.sparse else Tensor(np.stack(grids))


#: `mgrid[0:3, 0:2]`: a dense grid as one Tensor (mirrors `mindspore.numpy.mgrid`).
mgrid = _Grid(sparse=False)
#: `ogrid[0:3, 0:2]`: an open grid, one Tensor per axis (mirrors `mindspore.numpy.ogrid`).
ogrid = _Grid(sparse=True)

__all__ = [
    "argwhere", "diag_indices", "indices", "ix_", "mgrid", "ogrid", "ravel_multi_index", "tril_indices",
    "tril_indices_from", "triu_indices", "triu_indices_from", "unravel_index",
]  # fmt: skip
