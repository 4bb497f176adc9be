"""A sparse tensor as a dense one, and the product of a sparse and a dense matrix."""

from __future__ import annotations

from typing import Any

from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell


class SparseToDense(Cell):
    """The dense tensor of a COOTensor (mirrors `mindspore.nn.SparseToDense`); `COOTensor.to_dense` adds up instead.

    Inputs:
        sparse_tensor: a COOTensor; of several elements for one place the last one counts.

    Raises:
        TypeError: for anything else.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.COOTensor(ms.Tensor([[0, 1]]), ms.Tensor([3.0]), (2, 2))
        >>> print(ms.nn.SparseToDense()(x))
        [[0. 3.]
         [0. 0.]]
    """

    def __init__(self) -> None:
        super().__init__()
        from mindshim import ops

        self.sparse_to_dense = ops.SparseToDense()

    def construct(self, sparse_tensor: Any) -> Tensor:
        from mindshim.common.sparse_tensor import COOTensor

        if not isinstance(sparse_tensor, COOTensor):
            raise TypeError(f"For 'SparseToDense', the input must be a COOTensor, but got {type(sparse_tensor).__name__}.")
        return self.sparse_to_dense(sparse_tensor.indices, sparse_tensor.values, sparse_tensor.shape)


class SparseTensorDenseMatmul(Cell):
    """The product of a sparse and a dense matrix (mirrors `mindspore.nn.SparseTensorDenseMatmul`).

    Args:
        adjoint_st, adjoint_dt: use the transpose of the sparse, or of the dense matrix.

    Inputs:
        indices, values, sparse_shape: the parts of the sparse matrix: an int32 or int64 Tensor (n, 2), a Tensor (n,)
            and two ints. dense: a Tensor of two axes of the dtype of `values`.

    Raises:
        TypeError: if a flag is not bool, or for other dtypes. ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> dense = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> print(ms.nn.SparseTensorDenseMatmul()(ms.Tensor([[0, 1]]), ms.Tensor([2.0]), (2, 2), dense))
        [[6. 8.]
         [0. 0.]]
    """

    def __init__(self, adjoint_st: bool = False, adjoint_dt: bool = False) -> None:
        super().__init__()
        from mindshim import ops

        for name, value in (("adjoint_st", adjoint_st), ("adjoint_dt", adjoint_dt)):
            if not isinstance(value, bool):
                raise TypeError(
                    f"For 'SparseTensorDenseMatmul', the type of '{name}' should be 'bool', but got type '{type(value).__name__}'."
                )
        self.adj_st, self.adj_dt = adjoint_st, adjoint_dt
        self.sparse_dense_matmul = ops.SparseTensorDenseMatmul(adjoint_st, adjoint_dt)

    def construct(self, indices: Tensor, values: Tensor, sparse_shape: Any, dense: Tensor) -> Tensor:
        return self.sparse_dense_matmul(indices, values, sparse_shape, dense)
