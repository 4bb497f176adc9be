"""Operators as objects (mirrors `mindspore.scipy.ops`)."""

from __future__ import annotations

from typing import Any

from mindshim._core.tensor import Tensor
from mindshim.ops import LU as LU
from mindshim.ops import Eig as _Eig
from mindshim.ops import LinearSumAssignment as LinearSumAssignment
from mindshim.ops.decompositions import solve_triangular


class Eig(_Eig):
    """Eigenvalues and eigenvectors (mirrors `mindspore.scipy.ops.Eig`): `ops.Eig`, with the vectors by default.

    Args:
        compute_v: whether the eigenvectors are computed. Default: True.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.ops import Eig
        >>> Eig()(ms.Tensor([[2.0, 0.0], [0.0, 3.0]]))[0].asnumpy().real
        array([2., 3.], dtype=float32)
    """

    def __init__(self, compute_v: bool = True) -> None:
        super().__init__(compute_v)


class SolveTriangular:
    """Triangular systems (mirrors `mindspore.scipy.ops.SolveTriangular`); see `scipy.linalg.solve_triangular`.

    Args:
        lower: whether the lower triangle is used. unit_diagonal: whether the diagonal counts as ones.
        trans: "N", "T" or "C".

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.ops import SolveTriangular
        >>> print(SolveTriangular(lower=True)(ms.Tensor([[2.0, 9.0], [1.0, 1.0]]), ms.Tensor([2.0, 3.0])))
        [1. 2.]
    """

    def __init__(self, lower: bool = False, unit_diagonal: bool = False, trans: str = "N") -> None:
        self.lower = lower
        self.unit_diagonal = unit_diagonal
        self.trans = trans

    def __call__(self, a: Tensor, b: Tensor) -> Any:
        return solve_triangular(a, b, self.trans, self.lower, self.unit_diagonal)
