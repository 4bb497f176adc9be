"""Making Tensors."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.numpy.utils import as_tensor, dtype_of, finish

_float32 = dtypes.float32


def _shape(shape: Any) -> tuple[int, ...]:
    return (shape,) if isinstance(shape, int) else tuple(int(s) for s in shape)


def array(obj: Any, dtype: Any = None, copy: bool = True, ndmin: int = 0) -> Tensor:
    """A Tensor from numbers, sequences, arrays or Tensors; Python ints become int32 (mirrors `mindspore.numpy.array`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.array([1, 2])
        Tensor(shape=[2], dtype=Int32, value= [1, 2])
    """
    if isinstance(obj, Tensor):
        out = obj.copy() if copy else obj
    elif isinstance(obj, np.ndarray):
        out = Tensor(obj)
    else:
        out = as_tensor(obj)
    out = finish(out, dtype)
    if ndmin > out.ndim:
        out = ops.reshape(out, (1,) * (ndmin - out.ndim) + out.shape)
    return out


def asarray(a: Any, dtype: Any = None) -> Tensor:
    """`array(a, dtype, copy=False)` (mirrors `mindspore.numpy.asarray`)."""
    return array(a, dtype, copy=False)


def asfarray(a: Any, dtype: Any = _float32) -> Tensor:
    """A float Tensor (mirrors `mindspore.numpy.asfarray`)."""
    wanted = dtype_of(dtype)
    return finish(array(a, None, copy=False), wanted if wanted in dtypes.floats else _float32)


def copy(a: Any) -> Tensor:
    """A copy (mirrors `mindspore.numpy.copy`)."""
    return array(a)


def zeros(shape: Any, dtype: Any = _float32) -> Tensor:
    """Zeros, float32 by default (mirrors `mindspore.numpy.zeros`)."""
    return ops.zeros(_shape(shape), dtype_of(dtype))


def ones(shape: Any, dtype: Any = _float32) -> Tensor:
    """Ones, float32 by default (mirrors `mindspore.numpy.ones`)."""
    return ops.ones(_shape(shape), dtype_of(dtype))


def empty(shape: Any, dtype: Any = _float32) -> Tensor:
    """A Tensor of unspecified values: zeros here (mirrors `mindspore.numpy.empty`)."""
    return zeros(shape, dtype)


def full(shape: Any, fill_value: Any, dtype: Any = None) -> Tensor:
    """A Tensor filled with one value (mirrors `mindspore.numpy.full`)."""
    value = finish(as_tensor(fill_value), dtype)
    return ops.broadcast_to(value, _shape(shape))


def zeros_like(a: Any, dtype: Any = None, shape: Any = None) -> Tensor:
    """Zeros of `a`'s shape and dtype (mirrors `mindspore.numpy.zeros_like`)."""
    a = as_tensor(a)
    return zeros(a.shape if shape is None else shape, dtype or a.dtype)


def ones_like(a: Any, dtype: Any = None, shape: Any = None) -> Tensor:
    """Ones of `a`'s shape and dtype (mirrors `mindspore.numpy.ones_like`)."""
    a = as_tensor(a)
    return ones(a.shape if shape is None else shape, dtype or a.dtype)


def empty_like(prototype: Any, dtype: Any = None, shape: Any = None) -> Tensor:
    """Unspecified values of `prototype`'s shape and dtype: zeros here (mirrors `mindspore.numpy.empty_like`)."""
    return zeros_like(prototype, dtype, shape)


def full_like(a: Any, fill_value: Any, dtype: Any = None, shape: Any = None) -> Tensor:
    """A Tensor of `a`'s shape and dtype filled with one value (mirrors `mindspore.numpy.full_like`)."""
    a = as_tensor(a)
    return full(a.shape if shape is None else shape, fill_value, dtype or a.dtype)


def arange(start: Any, stop: Any = None, step: Any = None, dtype: Any = None) -> Tensor:
    """Evenly spaced values; int32 for ints, float32 for floats (mirrors `mindspore.numpy.arange`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.arange(3)
        Tensor(shape=[3], dtype=Int32, value= [0, 1, 2])
    """
    given = [v.item() if isinstance(v, Tensor) else v for v in (start, stop, step) if v is not None]
    if stop is None:
        values = np.arange(0, given[0], *given[1:])
    else:
        values = np.arange(*given)
    wanted = dtype_of(dtype)
    if wanted is None:
        wanted = dtypes.float32 if values.dtype.kind == "f" else dtypes.int32
    return Tensor(values.astype(wanted.np))


def linspace(
    start: Any, stop: Any, num: int = 50, endpoint: bool = True, retstep: bool = False, dtype: Any = None, axis: int = 0
) -> Any:
    """`num` evenly spaced values from `start` to `stop` (mirrors `mindspore.numpy.linspace`)."""
    start, stop = (finish(as_tensor(v), dtypes.float32) for v in (start, stop))
    count = num - 1 if endpoint else num
    step = (stop - start) / float(max(count, 1))
    steps = ops.arange(0, num).astype(dtypes.float32)
    shape = [1] * max(start.ndim, stop.ndim)
    grid = ops.reshape(steps, (num, *shape))
    out = start + grid * step
    if endpoint and num > 1:
        out = ops.concat((out[:-1], ops.reshape(ops.broadcast_to(stop, out.shape[1:]), (1, *out.shape[1:]))), 0)
    if axis:
        out = ops.movedim(out, 0, axis)
    out = finish(out, dtype)
    return (out, step) if retstep else out


def eye(N: int, M: int | None = None, k: int = 0, dtype: Any = _float32) -> Tensor:  # noqa: N803
    """Ones on a diagonal, zeros elsewhere (mirrors `mindspore.numpy.eye`)."""
    return Tensor(np.eye(N, M, k, dtype=dtype_of(dtype).np))


def identity(n: int, dtype: Any = _float32) -> Tensor:
    """The identity matrix (mirrors `mindspore.numpy.identity`)."""
    return eye(n, dtype=dtype)


def diag(v: Any, k: int = 0) -> Tensor:
    """A diagonal of a matrix, or a matrix from a diagonal (mirrors `mindspore.numpy.diag`)."""
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
    """The diagonal of two axes (mirrors `mindspore.numpy.diagonal`)."""
    return ops.diagonal(as_tensor(a), offset, axis1, axis2)


def triu(m: Any, k: int = 0) -> Tensor:
    """The upper triangle, the rest zero (mirrors `mindspore.numpy.triu`)."""
    return ops.triu(as_tensor(m), k)


def tril(m: Any, k: int = 0) -> Tensor:
    """The lower triangle, the rest zero (mirrors `mindspore.numpy.tril`)."""
    return ops.tril(as_tensor(m), k)


def meshgrid(*xi: Any, sparse: bool = False, indexing: str = "xy") -> tuple[Tensor, ...]:
    """Coordinate matrices from coordinate vectors (mirrors `mindspore.numpy.meshgrid`).

    Raises:
        TypeError, ValueError: for another `indexing` than "xy" and "ij".
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


def randn(*shape: int, dtype: Any = _float32) -> Tensor:
    """Standard normal values (mirrors `mindspore.numpy.randn`)."""
    return ops.standard_normal(_random_shape("randn", shape)).astype(_random_dtype("randn", dtype))


def rand(*shape: int, dtype: Any = _float32) -> Tensor:
    """Values uniform in [0, 1) (mirrors `mindspore.numpy.rand`)."""
    return ops.rand(*_random_shape("rand", shape)).astype(_random_dtype("rand", dtype))


def _random_shape(op: str, shape: Any) -> tuple[int, ...]:
    """The shape; (1,) for none, as in MindSpore."""
    sizes = tuple(shape[0]) if len(shape) == 1 and isinstance(shape[0], (tuple, list)) else shape or (1,)
    for s in sizes:
        if not isinstance(s, int) or isinstance(s, bool):
            raise TypeError(f"For '{op}', the argument 'shape' must be of ints, but got {type(s).__name__}: {s}.")
    return sizes


def _random_dtype(op: str, dtype: Any) -> Any:
    found = dtype_of(dtype)
    if found not in dtypes.floats:
        raise ValueError(f"For '{op}', the argument 'dtype' must be float16, float32 or float64, but got {dtype}.")
    return found


__all__ = [
    "arange", "array", "asarray", "asfarray", "copy", "diag", "diagonal", "empty", "empty_like", "eye", "full", "full_like",
    "identity", "linspace", "meshgrid", "ones", "ones_like", "rand", "randn", "tril", "triu", "zeros", "zeros_like",
]  # fmt: skip
