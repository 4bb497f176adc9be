"""Layers of matrices, which functions have replaced (offered as `nn.layer.basic` and `nn.layer.math` too)."""

from __future__ import annotations

from typing import Any

from mindshim import _checkparam as check
from mindshim import ops
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer.math import MatMul


class MatInverse(Cell):
    """The inverse of a symmetric positive definite matrix, or of a batch (mirrors `mindspore.nn.MatInverse`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.MatInverse()(ms.Tensor([[2.0, 0.0], [0.0, 4.0]])))
        [[0.5  0.  ]
         [0.   0.25]]
    """

    def __init__(self) -> None:
        super().__init__()
        self.matmul = MatMul(transpose_x1=True)

    def construct(self, a: Tensor) -> Tensor:
        return ops.inverse(a)


class MatDet(Cell):
    """The determinant of a symmetric positive definite matrix, or of a batch (mirrors `mindspore.nn.MatDet`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.MatDet()(ms.Tensor([[2.0, 0.0], [0.0, 4.0]])))
        8.0
    """

    def __init__(self) -> None:
        super().__init__()

    def construct(self, a: Tensor) -> Tensor:
        return ops.det(a)


class MatrixDiag(Cell):
    """Square matrices with the last axis as their diagonals, zeros elsewhere (mirrors `mindspore.nn.MatrixDiag`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.MatrixDiag()(ms.Tensor([1, -1])))
        [[ 1  0]
         [ 0 -1]]
    """

    def __init__(self) -> None:
        super().__init__()

    def construct(self, input_x: Tensor) -> Tensor:
        return ops.matrix_diag(input_x)


class MatrixDiagPart(Cell):
    """The diagonals of the matrices of the last two axes (mirrors `mindspore.nn.MatrixDiagPart`).

    Raises:
        ValueError: for fewer than two axes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.MatrixDiagPart()(ms.Tensor([[1, 2], [3, 4], [5, 6]])))
        [1 4]
    """

    def __init__(self) -> None:
        super().__init__()

    def construct(self, input_x: Tensor) -> Tensor:
        if input_x.ndim < 2:
            raise ValueError(f"For '{self.cls_name}', the 'x rank' must be int and must >= 2, but got '{input_x.ndim}' with type 'int'.")
        return ops.diagonal(input_x, 0, -2, -1)


class MatrixSetDiag(Cell):
    """The matrices of the last two axes with other diagonals (mirrors `mindspore.nn.MatrixSetDiag`).

    Inputs:
        input_x: a Tensor of shape (*, M, N). diagonal: of shape (*, min(M, N)).

    Raises:
        ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.MatrixSetDiag()(ms.Tensor([[1, 2], [3, 4]]), ms.Tensor([8, 9])))
        [[8 2]
         [3 9]]
    """

    def __init__(self) -> None:
        super().__init__()

    def construct(self, input_x: Tensor, diagonal: Tensor) -> Tensor:
        wanted = (*input_x.shape[:-2], min(input_x.shape[-2:])) if input_x.ndim > 1 else None
        if diagonal.shape != wanted:
            raise ValueError(f"For '{self.cls_name}', the shape of 'diagonal' must be {wanted}, but got {diagonal.shape}.")
        return ops.matrix_set_diag(input_x, diagonal)


class Roll(Cell):
    """Elements moved along axes; what leaves at an end comes in at the other (mirrors `mindspore.nn.Roll`).

    Args:
        shift: by how many places, an int, or a tuple or list of ints. axis: the axes, as many.

    Raises:
        TypeError: for arguments of other types. ValueError: for different numbers of them, or an axis out of range.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Roll(2, 0)(ms.Tensor([0, 1, 2, 3])))
        [2 3 0 1]
    """

    def __init__(self, shift: Any, axis: Any) -> None:
        super().__init__()
        op = self.cls_name
        check.check_value_type("shift", shift, [int, tuple, list], op)
        check.check_value_type("axis", axis, [int, tuple, list], op)
        self.shift = list(shift) if isinstance(shift, (list, tuple)) else [shift]
        self.axis = list(axis) if isinstance(axis, (list, tuple)) else [axis]
        for name, values in (("shift", self.shift), ("axis", self.axis)):
            for v in values:
                check.check_is_int(v, name, op)
        if len(self.shift) != len(self.axis):
            raise ValueError(f"For '{op}', there must be as many numbers in 'shift' as in 'axis', but got {self.shift} and {self.axis}.")

    def construct(self, input_x: Tensor) -> Tensor:
        for axis in self.axis:
            check.check_int_range(axis, -input_x.ndim, input_x.ndim, check.INC_LEFT, "axis", self.cls_name)
        return ops.roll(input_x, tuple(self.shift), tuple(self.axis))
