"""Sparse matrices given by their parts: the dense matrix, and the product with one."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core.operators import Array, freeze, kernel


def _parts(op: str, indices: Any, values: Any, shape: Any) -> tuple[int, ...]:
    if indices.dtype.name not in ("int32", "int64"):
        raise TypeError(f"For '{op}', the dtype of 'indices' must be int32 or int64, but got {indices.dtype.name}.")
    if indices.ndim != 2 or values.ndim != 1 or indices.shape[0] != values.shape[0]:
        raise ValueError(
            f"For '{op}', the shapes of 'indices' and 'values' must be (n, axes) and (n,), but got {indices.shape}, "
            f"{values.shape}."
        )
    shape = freeze(shape)
    if not isinstance(shape, tuple) or not all(isinstance(n, int) for n in shape):
        raise TypeError(f"For '{op}', the 'sparse_shape' must be a tuple of ints, but got {shape!r}.")
    if len(shape) != indices.shape[1]:
        raise ValueError(
            f"For '{op}', the length of 'sparse_shape' must be {indices.shape[1]}, that of a row of 'indices', but got {shape}."
        )
    return shape


@kernel("SparseToDense")
def sparse_to_dense(indices: Array, values: Array, sparse_shape: Any) -> Array:
    """The dense tensor with `values` at `indices` and zeros elsewhere (mirrors `mindspore.ops.SparseToDense`).

    Args:
        indices: an int32 or int64 Tensor of shape (n, axes). values: a Tensor of shape (n,); of several for one place
            the last one counts. sparse_shape: the shape of the result.

    Raises:
        TypeError, ValueError: for inputs that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.SparseToDense()(ms.Tensor([[0, 1], [1, 0]]), ms.Tensor([1.0, 2.0]), (2, 2)))
        [[0. 1.]
         [2. 0.]]
    """
    shape = _parts("SparseToDense", indices, values, sparse_shape)
    return jnp.zeros(shape, values.dtype).at[tuple(indices.T)].set(values, mode="drop")


sparse_to_dense.primitive("SparseToDense", call="indices, values, sparse_shape")  # type: ignore[attr-defined]


@kernel("SparseTensorDenseMatmul")
def sparse_dense_matmul(
    indices: Array, values: Array, sparse_shape: Any, dense: Array, adjoint_st: Any = False, adjoint_dt: Any = False
) -> Array:
    """The product of a sparse and a dense matrix (mirrors `mindspore.ops.SparseTensorDenseMatmul`).

    Args:
        adjoint_st, adjoint_dt: use the conjugate transpose of the sparse, or of the dense matrix.

    Inputs:
        indices: an int32 or int64 Tensor of shape (n, 2), the places of the elements; those of one place are added.
        values: a Tensor of shape (n,). sparse_shape: the two sizes of the sparse matrix.
        dense: a Tensor of two axes of the dtype of `values`.

    Raises:
        TypeError, ValueError: for inputs that are none of these, or flags that are not bool.

    Examples:
        >>> import mindshim as ms
        >>> dense = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> print(ms.ops.SparseTensorDenseMatmul()(ms.Tensor([[0, 1]]), ms.Tensor([2.0]), (3, 2), dense))
        [[6. 8.]
         [0. 0.]
         [0. 0.]]
    """
    op = "SparseTensorDenseMatmul"
    for name, flag in (("adjoint_st", adjoint_st), ("adjoint_dt", adjoint_dt)):
        if not isinstance(flag, bool):
            raise TypeError(f"For '{op}', the type of '{name}' should be 'bool', but got type '{type(flag).__name__}'.")
    shape = _parts(op, indices, values, sparse_shape)
    if len(shape) != 2 or dense.ndim != 2:
        raise ValueError(f"For '{op}', both matrices must have two axes, but got {shape}, {dense.shape}.")
    if values.dtype != dense.dtype:
        raise TypeError(
            f"For '{op}', 'values' and 'dense' must have one dtype, but got {values.dtype.name}, {dense.dtype.name}."
        )
    rows, columns = (indices[:, 1], indices[:, 0]) if adjoint_st else (indices[:, 0], indices[:, 1])
    if adjoint_st:
        values = jnp.conj(values)
    if adjoint_dt:
        dense = jnp.conj(dense.T)
    terms = values[:, None] * dense.at[columns].get(mode="fill", fill_value=0)
    height = shape[1] if adjoint_st else shape[0]
    return jnp.zeros((height, dense.shape[1]), np.dtype(dense.dtype)).at[rows].add(terms, mode="drop")


sparse_dense_matmul.primitive(  # type: ignore[attr-defined]
    "SparseTensorDenseMatmul", "adjoint_st=False, adjoint_dt=False", call="indices, values, sparse_shape, dense"
)
