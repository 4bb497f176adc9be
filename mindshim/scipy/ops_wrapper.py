"""A function over an operator object (mirrors `mindspore.scipy.ops_wrapper`)."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor


def matrix_set_diag(input_x: Tensor, diagonal: Tensor, k: Any = 0, alignment: str = "RIGHT_LEFT") -> Tensor:
    """Matrices with other values on some of their diagonals (mirrors `mindspore.scipy.ops_wrapper.matrix_set_diag`).

    Args:
        input_x: of shape (…, m, n). diagonal: the values; see `ops.matrix_set_diag`.
        k: a diagonal, or the lowest and the highest one, as int, tuple or int32 Tensor. alignment: of shorter diagonals.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.ops_wrapper import matrix_set_diag
        >>> print(matrix_set_diag(ms.ops.zeros((2, 2)), ms.Tensor([1.0, 2.0])))
        [[1. 0.]
         [0. 2.]]
    """
    if not isinstance(k, Tensor):
        k = Tensor(k, dtypes.int32)
    return ops.matrix_set_diag(input_x, diagonal, k, align=alignment)
