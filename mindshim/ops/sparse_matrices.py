"""Operators of sparse matrices in compressed rows, alone or in batches, that are given by their five parts.

`dense_shape` is (rows, columns) or (batch, rows, columns); `batch_pointers` says where the elements of each matrix
begin; `row_pointers` holds, one matrix after the other, where its rows begin; then columns and values of the elements.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import ops as _op
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.common.sparse_tensor import CSRTensor
from mindshim.ops import sparse
from mindshim.ops.function_primitives import operator
from mindshim.ops.sparse_parts import places, shape_of


@operator("SparseTensorToCSRSparseMatrix")
def to_rows(x_indices: Tensor, x_values: Tensor, x_dense_shape: Tensor) -> tuple[Tensor, ...]:
    """A sparse tensor, sorted by place, in compressed rows (mirrors `ops.operations.sparse_ops.SparseTensorToCSRSparseMatrix`).

    Inputs:
        x_indices, x_values, x_dense_shape: an int Tensor of shape (n, 2) or (n, 3), the elements, the dense shape.

    Returns:
        The five parts of the matrix, or of the batch of matrices.

    Raises:
        TypeError: for indices that are not int. ValueError: for shapes that do not fit, or places outside.

    Examples:
        >>> import mindshim as ms
        >>> parts = ms.Tensor([[0, 1], [1, 0], [1, 1]]), ms.Tensor([1.0, 2.0, 3.0]), ms.Tensor([2, 2])
        >>> print([part.tolist() for part in ms.ops.SparseTensorToCSRSparseMatrix()(*parts)])
        [[2, 2], [0, 3], [0, 1, 3], [1, 0, 1], [1.0, 2.0, 3.0]]
    """
    op = "SparseTensorToCSRSparseMatrix"
    shape = shape_of(op, "x_dense_shape", x_dense_shape)
    if len(shape) not in (2, 3):
        raise ValueError(f"For '{op}', the 'x_dense_shape' must have 2 or 3 elements, but got {shape}.")
    places(op, x_indices, x_values, shape, "x_indices x_values")
    where = x_indices._concrete()
    number = where[:, 0] if len(shape) == 3 else np.zeros(len(where), np.int64)
    batch, height = (shape[0], shape[1]) if len(shape) == 3 else (1, shape[0])
    counts = np.zeros((batch, height + 1), np.int64)
    np.add.at(counts, (number, where[:, -2] + 1), 1)
    pointers = np.cumsum(np.bincount(number, minlength=batch))
    kind = dtypes.to_np(x_indices.dtype)
    return (
        x_dense_shape,
        Tensor(np.concatenate([[0], pointers]).astype(kind)),
        Tensor(np.cumsum(counts, 1).reshape(-1).astype(kind)),
        x_indices[:, -1].copy(),
        x_values.copy(),
    )


def matrices(op: str, parts: tuple[Tensor, ...]) -> list[CSRTensor]:
    """The matrices of a batch."""
    shape = shape_of(op, "dense_shape", parts[0])
    _, batch, pointers, columns, values = parts
    if len(shape) not in (2, 3):
        raise ValueError(f"For '{op}', the 'dense_shape' must have 2 or 3 elements, but got {shape}.")
    rows = shape[-2] + 1
    bounds = batch.tolist()
    return [
        CSRTensor._of((pointers[i * rows : (i + 1) * rows], columns[a:b], values[a:b]), shape[-2:])
        for i, (a, b) in enumerate(zip(bounds[:-1], bounds[1:], strict=True))
    ]


_FLAGS = (
    "transpose_x1=False, transpose_x2=False, adjoint_x1=False, adjoint_x2=False, "
    "transpose_output=False, conjugate_output=False"
)


@operator("SparseMatrixMatMul", _FLAGS)
def sparse_matrix_product(
    x1_dense_shape: Tensor, x1_batch_pointers: Tensor, x1_row_pointers: Tensor,
    x1_col_indices: Tensor, x1_values: Tensor, x2_dense: Tensor, **flags: bool,
) -> Tensor:  # fmt: skip
    """The product of sparse and dense matrices (mirrors `mindspore.ops.operations.sparse_ops.SparseMatrixMatMul`).

    Args:
        transpose_x1, transpose_x2, adjoint_x1, adjoint_x2: use the (conjugate) transpose of an operand.
        transpose_output, conjugate_output: give the transpose, or the conjugate, of the product.

    Inputs:
        x1_dense_shape, x1_batch_pointers, x1_row_pointers, x1_col_indices, x1_values: the five parts.
        x2_dense: a matrix, or a batch of them.

    Raises:
        TypeError: if the dtypes differ. ValueError: for shapes that do not fit, or an operand to be both transposed
            and adjoined.

    Examples:
        >>> import mindshim as ms
        >>> ints = [ms.Tensor(v, ms.int32) for v in ([2, 3], [0, 2], [0, 1, 2], [2, 0])]
        >>> print(ms.ops.SparseMatrixMatMul()(*ints, ms.Tensor([1.0, 2.0]), ms.Tensor([[1.0], [2.0], [3.0]])))
        [[3.]
         [2.]]
    """
    op = "SparseMatrixMatMul"
    for x in ("x1", "x2"):
        if flags[f"transpose_{x}"] and flags[f"adjoint_{x}"]:
            raise ValueError(f"For '{op}', only one of 'transpose_{x}' and 'adjoint_{x}' can be True.")
    if x1_values.dtype != x2_dense.dtype:
        raise TypeError(
            f"For '{op}', 'x1_values' and 'x2_dense' must have one dtype, but got {x1_values.dtype} and {x2_dense.dtype}."
        )
    found = matrices(op, (x1_dense_shape, x1_batch_pointers, x1_row_pointers, x1_col_indices, x1_values))
    if x2_dense.ndim != x1_dense_shape.shape[0] or (x2_dense.ndim == 3 and x2_dense.shape[0] != len(found)):
        raise ValueError(
            f"For '{op}', 'x2_dense' must be a matrix for each of 'x1', whose shape is {x1_dense_shape.tolist()}, but got "
            f"shape {x2_dense.shape}."
        )
    dense = x2_dense if x2_dense.ndim == 3 else x2_dense.expand_dims(0)
    dense = dense.swapaxes(1, 2) if flags["transpose_x2"] or flags["adjoint_x2"] else dense
    dense = _op.conj(dense) if flags["adjoint_x2"] else dense
    products = []
    for x1, x2 in zip(found, dense, strict=True):
        coo: Any = sparse.csr_to_coo(x1)
        values = _op.conj(coo.values) if flags["adjoint_x1"] else coo.values
        indices, shape = coo.indices, x1.shape
        if flags["transpose_x1"] or flags["adjoint_x1"]:
            indices, shape = indices.flip((1,)), shape[::-1]
        if shape[1] != x2.shape[0]:
            raise ValueError(f"For '{op}', the shapes of the matrices must fit, but got {shape} and {x2.shape}.")
        products.append(_op.SparseTensorDenseMatmul()(indices, values, shape, x2))
    out = _op.stack(products) if x2_dense.ndim == 3 else products[0]
    out = out.swapaxes(-1, -2) if flags["transpose_output"] else out
    return _op.conj(out) if flags["conjugate_output"] else out


@operator("SparseMatrixSoftmax", "dtype")
def sparse_matrix_softmax(
    x_dense_shape: Tensor, x_batch_pointers: Tensor, x_row_pointers: Tensor, x_col_indices: Tensor, x_values: Tensor,
    *, dtype: Any,
) -> tuple[Tensor, ...]:  # fmt: skip
    """The softmax of each row over its elements (mirrors `mindspore.ops.operations.sparse_ops.SparseMatrixSoftmax`).

    Args:
        dtype: float32 or float64.

    Inputs:
        x_dense_shape, x_batch_pointers, x_row_pointers, x_col_indices, x_values: the five parts of a matrix.

    Returns:
        The five parts of the result.

    Raises:
        TypeError: for another `dtype`. ValueError: for a batch of matrices.

    Examples:
        >>> import mindshim as ms
        >>> ints = [ms.Tensor(v, ms.int32) for v in ([2, 2], [0, 3], [0, 1, 3], [1, 0, 1])]
        >>> print(ms.ops.SparseMatrixSoftmax(ms.float32)(*ints, ms.Tensor([5.0, 1.0, 1.0]))[4])
        [1.  0.5 0.5]
    """
    op = "SparseMatrixSoftmax"
    if dtype not in (dtypes.float32, dtypes.float64):
        raise TypeError(f"For '{op}', the 'dtype' must be float32 or float64, but got {dtype}.")
    shape = shape_of(op, "x_dense_shape", x_dense_shape)
    if len(shape) != 2:
        raise ValueError(f"For '{op}', the 'x_dense_shape' must have 2 elements, but got {shape}.")
    found = sparse.csr_softmax(CSRTensor._of((x_row_pointers, x_col_indices, x_values), shape), dtype)
    return x_dense_shape, x_batch_pointers, x_row_pointers, x_col_indices, found.values
