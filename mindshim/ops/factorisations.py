"""Systems solved with factors of their matrices: Cholesky, LU, least squares."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import F16, F32, F64
from mindshim._core.tensor import Tensor
from mindshim.ops.linear_algebra import adjoint_of, matrices, triangular, wide
from mindshim.ops.primitive import Primitive, prim_attr_register

_REAL = (F16, F32, F64)


@kernel("Cholesky", keeps=True)
def cholesky(input_x: Array, upper: bool = False) -> Array:
    """The triangular factor of symmetric positive definite matrices (mirrors `mindspore.ops.cholesky`).

    Args:
        input_x: a floating Tensor of shape (…, n, n); matrices that are not positive definite give nan.
        upper: whether the upper factor is returned instead of the lower one.

    Raises:
        TypeError: for other dtypes. ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.cholesky(ms.Tensor([[4.0, 2.0], [2.0, 5.0]]))
        Tensor(shape=[2, 2], dtype=Float32, value=
        [[ 2.00000000e+00,  0.00000000e+00],
         [ 1.00000000e+00,  2.00000000e+00]])
    """
    x = matrices("Cholesky", input_x, _REAL)
    out = lax.linalg.cholesky(wide(x), symmetrize_input=True)
    return (adjoint_of(out) if upper else out).astype(x.dtype)


cholesky.face("ops.cholesky").face("Tensor.cholesky")  # type: ignore[attr-defined]
cholesky.primitive("Cholesky", "upper=False", call="input_x")  # type: ignore[attr-defined]


@kernel("CholeskyInverse")
def cholesky_inverse(input_x: Array, upper: bool = False) -> Array:
    """The inverse of a matrix from its Cholesky factor (mirrors `mindspore.ops.cholesky_inverse`).

    Args:
        input_x: the factor, a floating Tensor of shape (…, n, n). upper: whether it is the upper one.

    Raises:
        TypeError: for other dtypes. ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.cholesky_inverse(ms.Tensor([[2.0, 0.0], [1.0, 2.0]]))
        Tensor(shape=[2, 2], dtype=Float32, value=
        [[ 3.12500000e-01, -1.25000000e-01],
         [-1.25000000e-01,  2.50000000e-01]])
    """
    x = matrices("CholeskyInverse", input_x, _REAL)
    half = jnp.linalg.inv(wide(x))
    # The factor is taken as it is, not as a triangle, so that the gradient fills the matrix as MindSpore's does.
    left, right = (half, adjoint_of(half)) if upper else (adjoint_of(half), half)
    return jnp.matmul(left, right, precision=lax.Precision.HIGHEST).astype(x.dtype)


cholesky_inverse.face("ops.cholesky_inverse").face("Tensor.cholesky_inverse")  # type: ignore[attr-defined]
cholesky_inverse.primitive("CholeskyInverse", "upper=False", call="input_x")  # type: ignore[attr-defined]


@kernel("CholeskySolve")
def cholesky_solve(input: Array, input2: Array, upper: bool = False) -> Array:
    """The solution of a system from the Cholesky factor of its matrix (mirrors `mindspore.ops.cholesky_solve`).

    Args:
        input: the right-hand sides, of shape (…, n, k). input2: the factor, of shape (…, n, n).
        upper: whether it is the upper one.

    Raises:
        TypeError: for other dtypes. ValueError: for shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.cholesky_solve(ms.Tensor([[2.0], [3.0]]), ms.Tensor([[2.0, 0.0], [1.0, 2.0]]))
        Tensor(shape=[2, 1], dtype=Float32, value=
        [[ 2.50000000e-01],
         [ 5.00000000e-01]])
    """
    b, a = matrices("CholeskySolve", input, _REAL[1:], False), matrices("CholeskySolve", input2, _REAL[1:])
    if a.dtype != b.dtype:
        raise TypeError(f"For 'CholeskySolve', the dtypes must be the same, but got {b.dtype} and {a.dtype}.")
    if a.shape[:-1] != b.shape[:-1]:
        raise ValueError(f"For 'CholeskySolve', the shapes {b.shape} and {a.shape} do not fit.")
    lower = adjoint_of(a) if upper else a
    return jnp.linalg.solve(adjoint_of(lower), jnp.linalg.solve(lower, b))


cholesky_solve.face("ops.cholesky_solve").face("Tensor.cholesky_solve")  # type: ignore[attr-defined]
cholesky_solve.primitive("CholeskySolve", "upper=False", call="x1, x2", x1="input", x2="input2")  # type: ignore[attr-defined]


def _permutation(pivots: Any, size: int) -> Any:
    """The order of rows after the swaps `pivots`, which count from 1."""
    return lax.linalg.lu_pivots_to_permutation(pivots.astype(np.int32) - np.int32(1), size)


@kernel("LuSolve")
def lu_solve(b: Array, LU_data: Array, LU_pivots: Array) -> Array:
    """The solution of a system from its LU factorisation (mirrors `mindspore.ops.lu_solve`).

    Args:
        b: the right-hand sides, of shape (…, n, k). LU_data: both factors in one matrix, of shape (…, n, n).
        LU_pivots: the rows swapped, counted from 1, int32 of shape (…, n).

    Raises:
        TypeError: for other dtypes. ValueError: for shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> lu, pivots = ms.Tensor([[2.0, 1.0], [0.5, 1.5]]), ms.Tensor([1, 2], ms.int32)
        >>> ms.ops.lu_solve(ms.Tensor([[4.0], [3.5]]), lu, pivots)
        Tensor(shape=[2, 1], dtype=Float32, value=
        [[ 1.50000000e+00],
         [ 1.00000000e+00]])
    """
    right, a = matrices("LuSolve", b, (F32, F64), False), matrices("LuSolve", LU_data, (F32, F64))
    if a.dtype != right.dtype:
        raise TypeError(f"For 'LuSolve', the dtypes must be the same, but got {right.dtype} and {a.dtype}.")
    if a.shape[-1] != right.shape[-2]:
        raise ValueError(f"For 'LuSolve', the shapes {right.shape} and {a.shape} do not fit.")
    order = _permutation(LU_pivots, a.shape[-1])
    batch = np.broadcast_shapes(a.shape[:-2], right.shape[:-2])
    right = jnp.broadcast_to(right, batch + right.shape[-2:])
    order = jnp.broadcast_to(order, (*batch, a.shape[-1]))
    moved = jnp.take_along_axis(right, order[..., None], axis=-2)
    return triangular(a, triangular(a, moved, lower=True, unit=True), lower=False)


lu_solve.face("ops.lu_solve").face("Tensor.lu_solve")  # type: ignore[attr-defined]
lu_solve.primitive("LuSolve", "", call="x, lu_data, lu_pivots", x="b", lu_data="LU_data", lu_pivots="LU_pivots")  # type: ignore[attr-defined]


@kernel("LuUnpack")
def lu_unpack(LU_data: Array, LU_pivots: Array, unpack_data: bool = True, unpack_pivots: bool = True) -> Any:
    """The permutation, lower and upper matrices of a packed LU factorisation (mirrors `mindspore.ops.lu_unpack`).

    Args:
        LU_data: both factors in one matrix, of shape (…, m, n). LU_pivots: the rows swapped, counted from 1.
        unpack_data: whether the triangles are wanted, else they are empty. unpack_pivots: the same for the permutation.

    Raises:
        ValueError: for fewer than two dimensions.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.lu_unpack(ms.Tensor([[2.0, 1.0], [0.5, 1.5]]), ms.Tensor([2, 2], ms.int32))[0]
        Tensor(shape=[2, 2], dtype=Float32, value=
        [[ 0.00000000e+00,  1.00000000e+00],
         [ 1.00000000e+00,  0.00000000e+00]])
    """
    if LU_data.ndim < 2:
        raise ValueError(f"For 'LuUnpack', the rank of 'LU_data' must be at least 2, but got {LU_data.ndim}.")
    a, empty = LU_data, jnp.zeros((0,), LU_data.dtype)
    m, n = a.shape[-2:]
    k = min(m, n)
    pivots = empty
    if unpack_pivots:
        order = _permutation(LU_pivots, m)
        pivots = jnp.swapaxes(jnp.eye(m, dtype=a.dtype)[order], -1, -2)
    if not unpack_data:
        return pivots, empty, empty
    lower = jnp.tril(a[..., :k], -1) + jnp.eye(m, k, dtype=a.dtype)
    return pivots, lower, jnp.triu(a[..., :k, :])


lu_unpack.face("ops.lu_unpack")  # type: ignore[attr-defined]
lu_unpack.primitive("LuUnpack", "unpack_data=True, unpack_pivots=True", call="LU_data, LU_pivots")  # type: ignore[attr-defined]


@kernel("Lstsq", keeps=True)
def lstsq(input: Array, A: Array) -> Array:
    """The least squares solution of `input @ x = A`, the shortest one (mirrors `mindspore.ops.lstsq`).

    Args:
        input: a floating Tensor of shape (m, n). A: of shape (m, k) or (m,), the same dtype.

    Returns:
        A Tensor of shape (n, k), or (n, 1).

    Raises:
        TypeError: for other dtypes. ValueError: for shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.lstsq(ms.Tensor([[1.0, 0.0], [0.0, 2.0], [0.0, 0.0]]), ms.Tensor([[1.0], [4.0], [9.0]]))
        Tensor(shape=[2, 1], dtype=Float32, value=
        [[ 1.00000000e+00],
         [ 2.00000000e+00]])
    """
    x = matrices("Lstsq", input, _REAL, square=False)
    b = A[:, None] if A.ndim == 1 else A
    if x.ndim != 2 or b.ndim != 2 or b.shape[0] != x.shape[0]:
        raise ValueError(f"For 'Lstsq', the shapes {x.shape} and {A.shape} do not fit.")
    if b.dtype != x.dtype:
        raise TypeError(f"For 'Lstsq', the dtypes must be the same, but got {x.dtype} and {b.dtype}.")
    u, s, vh = jnp.linalg.svd(wide(x), full_matrices=False)
    kept = s > jnp.finfo(s.dtype).eps * max(x.shape) * s[0]
    weight = jnp.where(kept, 1 / jnp.where(kept, s, jnp.ones((), s.dtype)), jnp.zeros((), s.dtype))
    high = lax.Precision.HIGHEST
    part = jnp.matmul(adjoint_of(u), wide(b), precision=high) * weight[:, None]
    return jnp.matmul(adjoint_of(vh), part, precision=high).astype(x.dtype)


lstsq.face("ops.lstsq").face("Tensor.lstsq")  # type: ignore[attr-defined]


@face("ops.Lstsq")
class Lstsq(Primitive):
    """Least squares solutions (mirrors `mindspore.ops.Lstsq`); see `ops.lstsq`.

    Args:
        fast: accepted, without effect. l2_regularizer: must be 0.0.

    Inputs:
        x: of shape (m, n). a: of shape (m, k) or (m,).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Lstsq()(ms.Tensor([[1.0, 0.0], [0.0, 2.0]]), ms.Tensor([1.0, 4.0]))
        Tensor(shape=[2, 1], dtype=Float32, value=
        [[ 1.00000000e+00],
         [ 2.00000000e+00]])
    """

    @prim_attr_register
    def __init__(self, fast: bool = True, l2_regularizer: float = 0.0) -> None:
        if not isinstance(fast, bool):
            raise TypeError(f"For 'Lstsq', the 'fast' must be bool, but got {type(fast).__name__}.")
        if l2_regularizer != 0.0:
            raise TypeError(f"For 'Lstsq', the 'l2_regularizer' should be 0.0, but got {l2_regularizer!r}.")

    def __call__(self, x: Tensor, a: Tensor) -> Tensor:  # type: ignore[override]
        return lstsq(x, a)
