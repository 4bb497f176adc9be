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
    if isinstance(shape, Tensor):
        shape = shape.tolist()
    if not isinstance(shape, (int, tuple, list)):
        raise TypeError(f"only int, tuple, list and tensor are allowed for shape, but got {type(shape)}")
    sizes = (shape,) if isinstance(shape, int) else tuple(s.item() if isinstance(s, Tensor) else s for s in shape)
    for size in sizes:
        if not isinstance(size, (int, np.integer)):
            raise TypeError(f"each entry in shape should be int, but got {size!r}.")
    return tuple(int(s) for s in sizes)


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
    """`array(a, dtype, copy=False)` (mirrors `mindspore.numpy.asarray`).

    Args:
        a: a Tensor, number, array, list or tuple. dtype: of the result. Default: None, that of `a`.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.asarray([1, 2]))
        [1 2]
    """
    return array(a, dtype, copy=False)


def asfarray(a: Any, dtype: Any = _float32) -> Tensor:
    """A float Tensor (mirrors `mindspore.numpy.asfarray`).

    Args:
        a: a Tensor, number, array, list or tuple.
        dtype: of the result; a float dtype, or float32 instead. Default: float32.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.asfarray([1, 2]))
        [1. 2.]
    """
    wanted = dtype_of(dtype)
    return finish(array(a, None, copy=False), wanted if wanted in dtypes.floats else _float32)


def copy(a: Any) -> Tensor:
    """A copy (mirrors `mindspore.numpy.copy`).

    Args:
        a: a Tensor, number, array, list or tuple.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.copy(mnp.ones(2)))
        [1. 1.]
    """
    return array(a)


def zeros(shape: Any, dtype: Any = _float32) -> Tensor:
    """Zeros, float32 by default (mirrors `mindspore.numpy.zeros`).

    Args:
        shape: an int, or a tuple, list or Tensor of ints. dtype: of the result. Default: float32.

    Raises:
        TypeError: if a size is no int. ValueError: for a negative one.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.zeros((2, 2)))
        [[0. 0.]
         [0. 0.]]
    """
    return ops.zeros(_shape(shape), dtype_of(dtype))


def ones(shape: Any, dtype: Any = _float32) -> Tensor:
    """Ones, float32 by default (mirrors `mindspore.numpy.ones`).

    Args:
        shape: an int, or a tuple, list or Tensor of ints. dtype: of the result. Default: float32.

    Raises:
        TypeError: if a size is no int. ValueError: for a negative one.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.ones((2, 2)))
        [[1. 1.]
         [1. 1.]]
    """
    return ops.ones(_shape(shape), dtype_of(dtype))


def empty(shape: Any, dtype: Any = _float32) -> Tensor:
    """A Tensor of unspecified values: zeros here (mirrors `mindspore.numpy.empty`).

    Args:
        shape: an int, or a tuple, list or Tensor of ints. dtype: of the result. Default: float32.

    Raises:
        TypeError: if a size is no int. ValueError: for a negative one.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.empty((2, 3)).shape
        (2, 3)
    """
    return zeros(shape, dtype)


def full(shape: Any, fill_value: Any, dtype: Any = None) -> Tensor:
    """A Tensor filled with one value (mirrors `mindspore.numpy.full`).

    Args:
        shape: an int, or a tuple, list or Tensor of ints. fill_value: a number or Tensor, broadcast to the shape.
        dtype: of the result. Default: None, that of `fill_value`.

    Raises:
        TypeError: if a size is no int. ValueError: for a negative one.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.full((2, 2), 0.5))
        [[0.5 0.5]
         [0.5 0.5]]
    """
    value = as_tensor(fill_value)
    wanted = dtype_of(dtype) or value.dtype
    if value.ndim == 0 and not isinstance(fill_value, Tensor):
        return ops.full(_shape(shape), fill_value, dtype=wanted)
    return ops.broadcast_to(finish(value, wanted), _shape(shape))


def zeros_like(a: Any, dtype: Any = None, shape: Any = None) -> Tensor:
    """Zeros of `a`'s shape and dtype (mirrors `mindspore.numpy.zeros_like`).

    Args:
        a: a Tensor, number, list or tuple. dtype, shape: of the result. Default: those of `a`.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.zeros_like([1, 2]))
        [0 0]
    """
    a = as_tensor(a)
    return zeros(a.shape if shape is None else shape, dtype or a.dtype)


def ones_like(a: Any, dtype: Any = None, shape: Any = None) -> Tensor:
    """Ones of `a`'s shape and dtype (mirrors `mindspore.numpy.ones_like`).

    Args:
        a: a Tensor, number, list or tuple. dtype, shape: of the result. Default: those of `a`.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.ones_like([1.5, 2]))
        [1. 1.]
    """
    a = as_tensor(a)
    return ones(a.shape if shape is None else shape, dtype or a.dtype)


def empty_like(prototype: Any, dtype: Any = None, shape: Any = None) -> Tensor:
    """Unspecified values of `prototype`'s shape and dtype: zeros here (mirrors `mindspore.numpy.empty_like`).

    Args:
        prototype: a Tensor, number, list or tuple. dtype, shape: of the result. Default: those of `prototype`.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.empty_like([1, 2]).shape
        (2,)
    """
    return zeros_like(prototype, dtype, shape)


def full_like(a: Any, fill_value: Any, dtype: Any = None, shape: Any = None) -> Tensor:
    """A Tensor of `a`'s shape and dtype filled with one value (mirrors `mindspore.numpy.full_like`).

    Args:
        a: a Tensor, number, list or tuple. fill_value: a number or Tensor.
        dtype, shape: of the result. Default: those of `a`.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.full_like([1, 2], 7))
        [7 7]
    """
    a = as_tensor(a)
    return full(a.shape if shape is None else shape, fill_value, dtype or a.dtype)


def arange(start: Any, stop: Any = None, step: Any = None, dtype: Any = None) -> Tensor:
    """Evenly spaced values; int32 for ints, float32 for floats and Tensors (mirrors `mindspore.numpy.arange`).

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
        ints = all(isinstance(v, int) for v in (start, stop, step) if v is not None)
        wanted = dtypes.int32 if ints else dtypes.float32
    return Tensor(values.astype(wanted.np))


def linspace(
    start: Any, stop: Any, num: int = 50, endpoint: bool = True, retstep: bool = False, dtype: Any = None, axis: int = 0
) -> Any:
    """`num` evenly spaced values from `start` to `stop` (mirrors `mindspore.numpy.linspace`).

    Args:
        start, stop: numbers or Tensors, broadcast. num: how many values. Default: 50.
        endpoint: whether `stop` is one of them. Default: True. retstep: return the distance too. Default: False.
        dtype: of the result. Default: None, float32. axis: where the values are. Default: 0.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.linspace(0, 1, 3))
        [0.  0.5 1. ]
    """
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


def randn(*shape: int, dtype: Any = _float32) -> Tensor:
    """Standard normal values (mirrors `mindspore.numpy.randn`).

    Args:
        shape: sizes, or one tuple of them; (1,) for none. dtype: of the result. Default: float32.

    Raises:
        TypeError: for sizes that are no ints. ValueError: for a dtype that is no float.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.randn(2, 3).shape
        (2, 3)
    """
    return ops.standard_normal(_random_shape("randn", shape)).astype(_random_dtype("randn", dtype))


def rand(*shape: int, dtype: Any = _float32) -> Tensor:
    """Values uniform in [0, 1) (mirrors `mindspore.numpy.rand`).

    Args:
        shape: sizes, or one tuple of them; (1,) for none. dtype: of the result. Default: float32.

    Raises:
        TypeError: for sizes that are no ints. ValueError: for a dtype that is no float.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> mnp.rand(2, 3).shape
        (2, 3)
    """
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
    "arange", "array", "asarray", "asfarray", "copy", "empty", "empty_like", "full", "full_like",
    "linspace", "ones", "ones_like", "rand", "randn", "zeros", "zeros_like",
]  # fmt: skip
