"""Linear algebra of single matrices (mirrors `mindspore.scipy.linalg`)."""

from __future__ import annotations

import functools
from typing import Any

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.promotion import promote as _promote
from mindshim._core.tensor import Tensor
from mindshim.ops import decompositions as _kernels
from mindshim.ops.factorisations import cholesky as _cholesky
from mindshim.scipy import utils as _utils

__all__ = [
    "block_diag", "inv", "cho_factor", "cholesky", "cho_solve", "eigh", "lu_factor", "lu", "solve_triangular", "lstsq",
]  # fmt: skip


def solve_triangular(
    a: Tensor,
    b: Tensor,
    trans: Any = 0,
    lower: bool = False,
    unit_diagonal: bool = False,
    overwrite_b: bool = False,
    debug: Any = None,
    check_finite: bool = True,
) -> Tensor:
    """The solution of `a @ x = b` for triangular `a` (mirrors `mindspore.scipy.linalg.solve_triangular`).

    Args:
        a: of shape (…, m, m). b: of shape (…, m) or (…, m, n), the same dtype and batch.
        trans: 0 or "N", 1 or "T" for the transpose of `a`, 2 or "C" for its conjugate transpose. Default: 0.
        lower: whether the lower triangle is used. Default: False. unit_diagonal: whether the diagonal counts as ones.
            Default: False. overwrite_b, debug, check_finite: without effect.

    Returns:
        A Tensor of the shape and dtype of `b`; integers give float32, 64-bit ones float64.

    Raises:
        TypeError: if the dtypes differ, or an argument is of another type.
        ValueError: for shapes that do not fit, or another string as `trans`. RuntimeError: for another int.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.linalg import solve_triangular
        >>> print(solve_triangular(ms.Tensor([[2.0, 1.0], [0.0, 4.0]]), ms.Tensor([4.0, 8.0])))
        [1. 2.]
    """
    for name, value in (("a", a), ("b", b)):
        _utils.check_type("SolveTriangular", name, value, Tensor)
    return _kernels.solve_triangular(a, b, trans, lower, unit_diagonal)


def block_diag(*arrs: Tensor) -> Tensor:
    """The Tensors as blocks on a diagonal, zeros elsewhere (mirrors `mindspore.scipy.linalg.block_diag`).

    Args:
        arrs: Tensors of at most two dimensions; vectors are rows. None gives shape (1, 0).

    Raises:
        ValueError: for Tensors of more dimensions.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.linalg import block_diag
        >>> print(block_diag(ms.Tensor([[1, 2], [3, 4]]), ms.Tensor(5)))
        [[1 2 0]
         [3 4 0]
         [0 0 5]]
    """
    if not arrs:
        return ops.zeros((1, 0), dtypes.float32)
    if any(a.ndim > 2 for a in arrs):
        raise ValueError("Arguments to mindspore.scipy.linalg.block_diag must have at most 2 dimensions.")
    kind = functools.reduce(_promote, (a._data.dtype for a in arrs))
    return ops.block_diag(*[a if a._data.dtype == kind else a.astype(dtypes.from_np(kind)) for a in arrs])


def inv(a: Tensor, overwrite_a: bool = False, check_finite: bool = True) -> Tensor:
    """The inverse of a matrix (mirrors `mindspore.scipy.linalg.inv`).

    Args:
        a: a square matrix of float32 or float64; int32 and int64 give float64. overwrite_a, check_finite: without effect.

    Raises:
        TypeError: for other dtypes, or flags that are no bool. ValueError: if `a` is no square matrix.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.linalg import inv
        >>> print(inv(ms.Tensor([[2.0, 0.0], [0.0, 4.0]])))
        [[0.5  0.  ]
         [0.   0.25]]
    """
    _utils.check_flags("inv", overwrite_a=overwrite_a, check_finite=check_finite)
    return ops.inverse(_utils.matrix("inv", a))


def cho_factor(
    a: Tensor, lower: bool = False, overwrite_a: bool = False, check_finite: bool = True
) -> tuple[Tensor, bool]:
    """The Cholesky factor of a matrix, and which it is, for `cho_solve` (mirrors `mindspore.scipy.linalg.cho_factor`).

    Args:
        a: a symmetric positive definite matrix of float32 or float64; int32 and int64 give float64.
        lower: whether the lower factor is wanted. Default: False. overwrite_a, check_finite: without effect.

    Returns:
        The factor, with zeros in the other triangle, and `lower`.

    Raises:
        TypeError: for other dtypes, or flags that are no bool. ValueError: if `a` is no square matrix.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.linalg import cho_factor
        >>> print(cho_factor(ms.Tensor([[4.0, 2.0], [2.0, 5.0]]), lower=True)[0])
        [[2. 0.]
         [1. 2.]]
    """
    _utils.check_flags("cho_factor", lower=lower, overwrite_a=overwrite_a, check_finite=check_finite)
    return _cholesky(_utils.matrix("cho_factor", a), not lower), lower


def cholesky(a: Tensor, lower: bool = False, overwrite_a: bool = False, check_finite: bool = True) -> Tensor:
    """The Cholesky factor of a matrix (mirrors `mindspore.scipy.linalg.cholesky`).

    Args:
        a: a symmetric positive definite matrix of float32 or float64; int32 and int64 give float64. The factor of
            another matrix is nan. lower: whether the lower factor is wanted. Default: False.
        overwrite_a, check_finite: without effect.

    Raises:
        TypeError: for other dtypes, or flags that are no bool. ValueError: if `a` is no square matrix.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.linalg import cholesky
        >>> print(cholesky(ms.Tensor([[4.0, 2.0], [2.0, 5.0]])))
        [[2. 1.]
         [0. 2.]]
    """
    _utils.check_flags("cholesky", lower=lower, overwrite_a=overwrite_a, check_finite=check_finite)
    return _cholesky(_utils.matrix("cholesky", a), not lower)


def cho_solve(c_and_lower: Any, b: Tensor, overwrite_b: bool = False, check_finite: bool = True) -> Tensor:
    """The solution of a system from the Cholesky factor of its matrix (mirrors `mindspore.scipy.linalg.cho_solve`).

    Args:
        c_and_lower: the factor and whether it is the lower one, as `cho_factor` returns them.
        b: of shape (m,) or (m, n), the same dtype. overwrite_b, check_finite: without effect.

    Raises:
        TypeError: for other dtypes, or flags that are no bool. ValueError: for shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.linalg import cho_factor, cho_solve
        >>> print(cho_solve(cho_factor(ms.Tensor([[4.0, 2.0], [2.0, 5.0]])), ms.Tensor([8.0, 12.0])))
        [1. 2.]
    """
    c, lower = c_and_lower
    _utils.check_flags("cho_solve", lower=lower, overwrite_b=overwrite_b, check_finite=check_finite)
    factor = _utils.matrix("cho_solve", c, "c")
    right = _utils.right_hand_side("cho_solve", c, b, "c")
    first, second = ("N", "T") if lower else ("T", "N")
    half = _kernels.solve_triangular(factor, right, first, lower, False)
    return _kernels.solve_triangular(factor, half, second, lower, False)


def eigh(
    a: Tensor,
    b: Any = None,
    lower: bool = True,
    eigvals_only: bool = False,
    overwrite_a: bool = False,
    overwrite_b: bool = False,
    turbo: bool = True,
    eigvals: Any = None,
    type: int = 1,
    check_finite: bool = True,
) -> Any:
    """Eigenvalues and eigenvectors of a symmetric or Hermitian matrix (mirrors `mindspore.scipy.linalg.eigh`).

    Args:
        a: a square matrix of float32, float64 or complex dtype; int32 and int64 give float64.
        b: must be None. lower: which triangle is read. Default: True. eigvals_only: whether only the eigenvalues are
            wanted. Default: False. eigvals: must be None. overwrite_a, overwrite_b, turbo, type, check_finite: without
            effect.

    Returns:
        The eigenvalues in ascending order, in the dtype of the matrix, and the eigenvectors in columns.

    Raises:
        TypeError: for other dtypes, or arguments of another type.
        ValueError: if `a` is no square matrix, or if `b` or `eigvals` is given.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.linalg import eigh
        >>> print(eigh(ms.Tensor([[2.0, 0.0], [0.0, 1.0]]), eigvals_only=True))
        [1. 2.]
    """
    _utils.check_flags("eigh", lower=lower, eigvals_only=eigvals_only, overwrite_a=overwrite_a, overwrite_b=overwrite_b)
    _utils.check_flags("eigh", turbo=turbo, check_finite=check_finite)
    _utils.check_type("eigh", "type", type, int)
    for name, value in (("b", b), ("eigvals", eigvals)):
        if value is not None:
            raise ValueError(f"For 'eigh', currently only case {name}=None of 'eigh' is implemented.")
    return _kernels.eigh(_utils.matrix("eigh", a, allowed=_utils.NUMBERS), not eigvals_only, lower)


def lu_pivots_to_permutation(pivots: Tensor, permutation_size: int) -> Tensor:
    """The order of rows after swaps, as `lu_factor` returns them (mirrors `mindspore.scipy.linalg.lu_pivots_to_permutation`).

    Args:
        pivots: the row that each row was swapped with, of shape (m,). permutation_size: the number of rows.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.linalg import lu_pivots_to_permutation
        >>> print(lu_pivots_to_permutation(ms.Tensor([1, 2, 2], ms.int32), 3))
        [1 2 0]
    """
    return _kernels.permutation_of(pivots, permutation_size)


def lu_factor(a: Tensor, overwrite_a: bool = False, check_finite: bool = True) -> tuple[Tensor, Tensor]:
    """Both LU factors in one matrix, and the rows swapped (mirrors `mindspore.scipy.linalg.lu_factor`).

    Args:
        a: a square matrix of float32 or float64; int32 and int64 give float64. overwrite_a, check_finite: without effect.

    Returns:
        The factors, of which the lower one has ones on its diagonal that are not stored; and int32 row numbers.

    Raises:
        TypeError: for other dtypes, or flags that are no bool. ValueError: if `a` is no square matrix.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.linalg import lu_factor
        >>> print(lu_factor(ms.Tensor([[2.0, 4.0], [4.0, 4.0]])))
        (Tensor(shape=[2, 2], dtype=Float32, value=
        [[ 4.00000000e+00,  4.00000000e+00],
         [ 5.00000000e-01,  2.00000000e+00]]), Tensor(shape=[2], dtype=Int32, value= [1, 1]))
    """
    _utils.check_flags("lu_factor", overwrite_a=overwrite_a, check_finite=check_finite)
    packed, pivots, _ = _kernels.lu(_utils.matrix("lu_factor", a))
    return packed, pivots


def lu(a: Tensor, permute_l: bool = False, overwrite_a: bool = False, check_finite: bool = True) -> Any:
    """The LU decomposition `a = P @ L @ U` with row swaps (mirrors `mindspore.scipy.linalg.lu`).

    Args:
        a: a matrix of shape (m, n) of float32 or float64; int32 and int64 give float64.
        permute_l: whether `P @ L` is returned in place of both. Default: False.
        overwrite_a, check_finite: without effect.

    Returns:
        P of int32 and shape (m, m), L of shape (m, k) and U of shape (k, n), where k = min(m, n).

    Raises:
        TypeError: for other dtypes, or flags that are no bool. ValueError: if `a` is no matrix.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.linalg import lu
        >>> print(lu(ms.Tensor([[2.0, 4.0], [4.0, 4.0]]))[0])
        [[0 1]
         [1 0]]
    """
    _utils.check_flags("lu", permute_l=permute_l, overwrite_a=overwrite_a, check_finite=check_finite)
    packed, _, p = _kernels.lu(_utils.matrix("lu", a, square=False))
    m, n = a.shape
    k = min(m, n)
    low = ops.tril(packed[:, :k], -1) + ops.eye(m, k, packed.dtype)
    up = ops.triu(packed)[:k]
    return (ops.matmul(p.astype(low.dtype), low), up) if permute_l else (p, low, up)


def lu_solve(lu_and_piv: Any, b: Tensor, trans: int = 0, overwrite_b: bool = False, check_finite: bool = True) -> Tensor:
    """The solution of a system from the LU factors of its matrix (mirrors `mindspore.scipy.linalg.lu_solve`).

    Args:
        lu_and_piv: factors and swaps, as `lu_factor` returns them. b: of shape (m,) or (m, n), the same dtype.
        trans: 1 for the transpose of the matrix, 2 for the conjugate transpose. Default: 0.
        overwrite_b, check_finite: without effect.

    Raises:
        TypeError: for other dtypes, or flags that are no bool.
        ValueError: for shapes that do not fit, or another `trans`.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.linalg import lu_factor, lu_solve
        >>> print(lu_solve(lu_factor(ms.Tensor([[2.0, 4.0], [4.0, 4.0]])), ms.Tensor([10.0, 12.0])))
        [1. 2.]
    """
    factors, pivots = lu_and_piv
    _utils.check_flags("lu_solve", overwrite_b=overwrite_b, check_finite=check_finite)
    matrix = _utils.matrix("lu_solve", factors, "lu_matrix")
    right = _utils.right_hand_side("lu_solve", factors, b, "lu_matrix")
    if trans not in (0, 1, 2):
        raise ValueError(f"For 'lu_solve', the value of 'trans' should be one of (0, 1, 2), but got {trans}.")
    order = lu_pivots_to_permutation(pivots, matrix.shape[0])
    solve = _kernels.solve_triangular
    if trans == 0:
        return solve(matrix, solve(matrix, right[order], "N", True, True), "N", False, False)
    half = solve(matrix, solve(matrix, right, trans, False, False), trans, True, True)
    return half[ops.argsort(order)]


def det(a: Tensor, overwrite_a: bool = False, check_finite: bool = True) -> Tensor:
    """The determinant of a matrix (mirrors `mindspore.scipy.linalg.det`).

    Args:
        a: a square matrix of float32 or float64; int32 and int64 give float64. overwrite_a, check_finite: without effect.

    Raises:
        TypeError: for other dtypes, or flags that are no bool. ValueError: if `a` is no square matrix.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.linalg import det
        >>> print(det(ms.Tensor([[2.0, 1.0], [1.0, 3.0]])))
        5.0
    """
    _utils.check_flags("det", overwrite_a=overwrite_a, check_finite=check_finite)
    return ops.det(_utils.matrix("det", a))


def lstsq(A: Tensor, B: Tensor, rcond: Any = None, driver: str | None = None) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """The shortest least squares solution of `A @ x = B` (mirrors `mindspore.scipy.linalg.lstsq`).

    Args:
        A: a floating or complex Tensor of shape (…, m, n). B: of shape (…, m) or (…, m, k), the same dtype.
        rcond: without effect. driver: "gels", "gelsy", "gelss" or "gelsd", which says what is returned beside the
            solution. Default: None, "gelsy".

    Returns:
        The solution; the squared norms of the columns of `A @ x - B`, for all but "gelsy" if m > n; the ranks of the
        matrices as int64, for all but "gels"; their singular values, for "gelss" and "gelsd". What is not computed is
        an empty Tensor. Gradients flow through the solution only.

    Raises:
        TypeError: if the dtypes differ or are others. ValueError: for shapes that do not fit, or another driver.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.linalg import lstsq
        >>> print(lstsq(ms.Tensor([[1.0, 0.0], [0.0, 2.0], [0.0, 0.0]]), ms.Tensor([1.0, 4.0, 9.0]))[0])
        [1. 2.]
    """
    return _kernels.lstsq_v2(A, B, driver)
