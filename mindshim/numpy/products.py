"""Products of vectors and matrices."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim._core.tensor import Tensor
from mindshim.numpy.utils import _same, as_tensor, finish


def matmul(x1: Any, x2: Any, dtype: Any = None) -> Tensor:
    """Matrix product with NumPy's rank rules (mirrors `mindspore.numpy.matmul`).

    Args:
        x1, x2: numbers, Tensors, lists or tuples, broadcast. dtype: of the result. Default: None, as computed.
            Vectors are rows on the left, columns on the right; leading axes are broadcast.

    Raises:
        ValueError: if the shapes do not fit.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.matmul([[1.0, 2.0]], [[3.0], [4.0]]))
        [[11.]]
    """
    a, b = _same(as_tensor(x1), as_tensor(x2))
    return finish(ops.matmul(a, b), dtype)


def dot(a: Any, b: Any) -> Tensor:
    """NumPy's dot product (mirrors `mindspore.numpy.dot`).

    Args:
        a, b: Tensors, lists or tuples: the last axis of `a` is summed with the last but one of `b`.

    Raises:
        ValueError: if their sizes differ.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.dot([1.0, 2.0], [3.0, 4.0]))
        11.0
    """
    a, b = _same(as_tensor(a), as_tensor(b))
    if a.ndim == 0 or b.ndim == 0:
        return a * b
    if b.ndim == 1:
        return tensordot(a, b, ((a.ndim - 1,), (0,)))
    return tensordot(a, b, ((a.ndim - 1,), (b.ndim - 2,)))


def tensordot(a: Any, b: Any, axes: Any = 2) -> Tensor:
    """Sum of products over chosen axes (mirrors `mindspore.numpy.tensordot`).

    Args:
        a, b: Tensors.
        axes: how many, the last of `a` and the first of `b`, or which of `a` and which of `b`. Default: 2.

    Raises:
        ValueError: if their sizes differ.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.tensordot(mnp.ones((2, 3)), mnp.ones((3, 2)), 1))
        [[3. 3.]
         [3. 3.]]
    """
    a, b = _same(as_tensor(a), as_tensor(b))
    if isinstance(axes, int):
        axes = (tuple(range(a.ndim - axes, a.ndim)), tuple(range(axes)))
    left, right = ((x,) if isinstance(x, int) else tuple(x) for x in axes)
    return ops.tensor_dot(a, b, (left, right))


def inner(a: Any, b: Any) -> Tensor:
    """Sum of products over the last axes (mirrors `mindspore.numpy.inner`).

    Args:
        a, b: Tensors, lists or tuples.

    Raises:
        ValueError: if the last axes differ in size.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.inner([1.0, 2.0], [3.0, 4.0]))
        11.0
    """
    a, b = _same(as_tensor(a), as_tensor(b))
    if a.ndim == 0 or b.ndim == 0:
        return a * b
    return tensordot(a, b, ((a.ndim - 1,), (b.ndim - 1,)))


def outer(a: Any, b: Any) -> Tensor:
    """Products of all pairs (mirrors `mindspore.numpy.outer`).

    Args:
        a, b: Tensors, lists or tuples, flattened.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.outer([1, 2], [3, 4]))
        [[3 4]
         [6 8]]
    """
    a, b = _same(as_tensor(a), as_tensor(b))
    return ops.reshape(a, (-1, 1)) * ops.reshape(b, (1, -1))


def multi_dot(arrays: Any) -> Tensor:
    """A chain of matrix products (mirrors `mindspore.numpy.multi_dot`).

    Args:
        arrays: a list or tuple of matrices; the first and the last may be vectors.

    Raises:
        ValueError: for fewer than two arrays.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.multi_dot([[[1.0, 2.0]], [[3.0], [4.0]], [[2.0]]]))
        [[22.]]
    """
    arrays = [as_tensor(a) for a in arrays]
    if len(arrays) < 2:
        raise ValueError("For 'multi_dot', expecting at least 2 arrays.")
    total = arrays[0]
    for a in arrays[1:]:
        total = matmul(total, a)
    return total


def cross(a: Any, b: Any, axisa: int = -1, axisb: int = -1, axisc: int = -1, axis: int | None = None) -> Tensor:
    """Cross product of vectors of two or three components (mirrors `mindspore.numpy.cross`).

    Args:
        a, b: vectors along the last axes, broadcast.
        axisa, axisb, axisc: along which axes of `a`, `b` and the result. Default: -1. axis: all three at once.

    Raises:
        ValueError: for other sizes than 2 and 3.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.cross([1, 0, 0], [0, 1, 0]))
        [0 0 1]
    """
    if axis is not None:
        axisa = axisb = axisc = axis
    a, b = (ops.movedim(as_tensor(t), x, -1) for t, x in ((a, axisa), (b, axisb)))
    a, b = _same(a, b)
    if a.shape[-1] not in (2, 3) or b.shape[-1] not in (2, 3):
        raise ValueError(f"For 'cross', vectors must have 2 or 3 components, but got {a.shape[-1]} and {b.shape[-1]}.")
    planar = a.shape[-1] == 2 and b.shape[-1] == 2
    a0, a1 = a[..., 0], a[..., 1]
    b0, b1 = b[..., 0], b[..., 1]
    z = a0 * b1 - a1 * b0
    if planar:
        return z
    a2 = a[..., 2] if a.shape[-1] == 3 else a0 * 0
    b2 = b[..., 2] if b.shape[-1] == 3 else b0 * 0
    out = ops.stack((a1 * b2 - a2 * b1, a2 * b0 - a0 * b2, z), -1)
    return ops.movedim(out, -1, axisc)


__all__ = ["cross", "dot", "inner", "matmul", "multi_dot", "outer", "tensordot"]
