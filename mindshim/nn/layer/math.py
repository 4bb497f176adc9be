"""Layers of plain mathematics."""

from __future__ import annotations

from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell


class MatMul(Cell):
    """The matrix product of two Tensors, batched and with vectors (mirrors `mindspore.nn.MatMul`).

    Args:
        transpose_x1: transpose the last two axes of `x1`. transpose_x2: of `x2`.

    Raises:
        TypeError: if a flag is not bool, or the dtypes differ. ValueError: if the inner sizes differ.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.MatMul()(ms.ops.ones((2, 3)), ms.ops.ones((3, 4))).shape
        (2, 4)
    """

    def __init__(self, transpose_x1: bool = False, transpose_x2: bool = False) -> None:
        super().__init__()
        for name, value in (("transpose_x1", transpose_x1), ("transpose_x2", transpose_x2)):
            if not isinstance(value, bool):
                raise TypeError(f"For 'MatMul', the type of '{name}' should be 'bool', but got type '{type(value).__name__}'.")
        self.transpose_x1 = transpose_x1
        self.transpose_x2 = transpose_x2

    def construct(self, x1: Tensor, x2: Tensor) -> Tensor:
        from mindshim import ops

        for name, x in (("x1", x1), ("x2", x2)):
            if not isinstance(x, Tensor):
                raise TypeError(f"For 'MatMul', the input '{name}' must be Tensor, but got {type(x)}.")
        if x1.dtype != x2.dtype:
            raise TypeError(
                f"For 'MatMul', the type of 'x2' should be same as 'x1', but got 'x1' with type {x1.dtype} and 'x2' with type {x2.dtype}."
            )
        if self.transpose_x1 and x1.ndim > 1:
            x1 = x1.swapaxes(-1, -2)
        if self.transpose_x2 and x2.ndim > 1:
            x2 = x2.swapaxes(-1, -2)
        columns, rows = x1.shape[-1], x2.shape[0 if x2.ndim == 1 else -2]
        if columns != rows:
            raise ValueError(
                f"For 'MatMul', the column of matrix dimensions of 'x1' must be equal to the row of matrix dimensions of 'x2', "
                f"but got 'x1_col' {columns} and 'x2_row' {rows}."
            )
        return ops.matmul(x1, x2)
