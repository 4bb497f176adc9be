"""Factorisations of matrices and what is solved with them: Cholesky, QR, LU, singular values, eigenvalues."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import C64, C128, F16, F32, F64, is_complex
from mindshim._core.tensor import Tensor
from mindshim.ops.linear_algebra import WIDE, adjoint_of, matrices, triangular, wide
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.spellings import spell

_REAL = (F16, F32, F64)
_ANY = (F16, *WIDE)


@kernel("Cholesky")
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


@kernel("Svd")
def _svd(input: Array, full_matrices: bool, compute_uv: bool) -> Any:
    """Singular values and vectors."""
    x = matrices("Svd", input, WIDE, square=False)
    if not compute_uv:
        return jnp.linalg.svd(x, full_matrices=False, compute_uv=False).astype(x.dtype)
    u, s, vh = jnp.linalg.svd(x, full_matrices=full_matrices)
    return s.astype(x.dtype), u, adjoint_of(vh)


@face("ops.svd")
def svd(input: Tensor, full_matrices: bool = False, compute_uv: bool = True) -> Any:
    """The singular value decomposition: s, u, v with `input = u @ diag(s) @ v.T` (mirrors `mindspore.ops.svd`).

    Args:
        input: a float32, float64 or complex Tensor of shape (…, m, n). full_matrices: whether u and v are square.
        compute_uv: whether u and v are computed; otherwise only s is returned.

    Raises:
        TypeError: for other dtypes. ValueError: for fewer than two dimensions.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.svd(ms.Tensor([[3.0, 0.0], [0.0, 4.0]]), compute_uv=False)
        Tensor(shape=[2], dtype=Float32, value= [ 4.00000000e+00,  3.00000000e+00])
    """
    return _svd(input, bool(full_matrices), bool(compute_uv))


@face("Tensor.svd")
def tensor_svd(self: Tensor, full_matrices: bool = False, compute_uv: bool = True) -> Any:
    """The singular value decomposition of this Tensor; see `ops.svd`."""
    return svd(self, full_matrices, compute_uv)


@face("ops.Svd")
class Svd(Primitive):
    """The singular value decomposition (mirrors `mindspore.ops.Svd`); without `compute_uv`, u and v are zeros.

    Args:
        full_matrices: whether u and v are square. compute_uv: whether u and v are computed.

    Inputs:
        input: a Tensor of shape (…, m, n).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Svd(compute_uv=False)(ms.Tensor([[3.0, 0.0], [0.0, 4.0]]))[0]
        Tensor(shape=[2], dtype=Float32, value= [ 4.00000000e+00,  3.00000000e+00])
    """

    @prim_attr_register
    def __init__(self, full_matrices: bool = False, compute_uv: bool = True) -> None:
        pass

    def __call__(self, input: Tensor) -> Any:  # type: ignore[override]
        out = svd(input, self.full_matrices, self.compute_uv)
        if self.compute_uv:
            return out
        none = Tensor(np.zeros(1, np.float32), input.dtype)
        return out, none, none


@kernel("Pinv")
def pinv(x: Array, atol: Array | None = None, rtol: Array | None = None, hermitian: bool = False) -> Array:
    """The Moore-Penrose inverse (mirrors `mindspore.ops.pinv`).

    Args:
        x: a float32 or float64 Tensor of shape (…, m, n).
        atol, rtol: singular values up to the larger of `atol` and `rtol` times the largest count as zero; by default
            `rtol` is the precision of the dtype times the larger side.
        hermitian: whether `x` is symmetric, which is decomposed by eigenvalues.

    Raises:
        TypeError: for other dtypes. ValueError: for fewer than two dimensions.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.pinv(ms.Tensor([[2.0, 0.0], [0.0, 4.0], [0.0, 0.0]]))
        Tensor(shape=[2, 3], dtype=Float32, value=
        [[ 5.00000000e-01,  0.00000000e+00,  0.00000000e+00],
         [ 0.00000000e+00,  2.50000000e-01,  0.00000000e+00]])
    """
    value = matrices("pinv", x, (F32, F64), square=hermitian)
    if hermitian:
        w, v = jnp.linalg.eigh(value)
        s, u, vh = jnp.abs(w), v * jnp.sign(w)[..., None, :], adjoint_of(v)
    else:
        u, s, vh = jnp.linalg.svd(value, full_matrices=False)
    top = jnp.max(s, axis=-1, keepdims=True)
    relative = jnp.finfo(value.dtype).eps * max(value.shape[-2:]) if rtol is None and atol is None else 0.0
    bound = top * (jnp.asarray(relative, value.dtype) if rtol is None else jnp.asarray(rtol, value.dtype))
    if atol is not None:
        bound = jnp.maximum(bound, jnp.asarray(atol, value.dtype))
    kept = s > bound
    inverse = jnp.where(kept, 1 / jnp.where(kept, s, jnp.ones((), s.dtype)), jnp.zeros((), s.dtype))
    return jnp.matmul(adjoint_of(vh) * inverse[..., None, :], adjoint_of(u), precision=lax.Precision.HIGHEST)


pinv.face("ops.pinv", "x, *, atol=None, rtol=None, hermitian=False")  # type: ignore[attr-defined]


@kernel("Qr")
def _qr(x: Array, mode: str) -> Any:
    """Orthogonal and upper triangular factors."""
    value = matrices("Qr", x, _ANY, square=False)
    out = jnp.linalg.qr(wide(value), mode=mode)
    if mode == "r":
        return jnp.zeros((0,), value.dtype), out.astype(value.dtype)
    return out[0].astype(value.dtype), out[1].astype(value.dtype)


@face("ops.qr")
def qr(input: Tensor, mode: str = "reduced") -> Any:
    """The factors of `input = q @ r`, q orthogonal, r upper triangular (mirrors `mindspore.ops.qr`).

    Args:
        input: a floating or complex Tensor of shape (…, m, n).
        mode: 'reduced' (q has min(m, n) columns) or 'complete' (q is square).

    Raises:
        TypeError: for other dtypes or another `mode`. ValueError: for fewer than two dimensions.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.qr(ms.Tensor([[3.0, 1.0], [4.0, 2.0]]))[1]
        Tensor(shape=[2, 2], dtype=Float32, value=
        [[-5.00000000e+00, -2.20000005e+00],
         [ 0.00000000e+00,  3.99999976e-01]])
    """
    if mode not in ("reduced", "complete"):
        raise TypeError(f"For 'qr', the arg 'mode' must be 'reduced' or 'complete', but got {mode}.")
    return _qr(input, mode)


@face("Tensor.qr")
def tensor_qr(self: Tensor, some: bool = True) -> Any:
    """The factors q and r of this Tensor; `some`: the reduced ones. See `ops.qr`."""
    return _qr(self, "reduced" if some else "complete")


@face("mint.linalg.qr")
def mint_qr(A: Tensor, mode: str = "reduced") -> Any:
    """The factors of `A = q @ r` (mirrors `mindspore.mint.linalg.qr`).

    Args:
        A: a Tensor of shape (…, m, n). mode: 'reduced', 'complete' or 'r', which leaves q empty.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.linalg.qr(ms.Tensor([[3.0, 1.0], [4.0, 2.0]]))[1]
        Tensor(shape=[2, 2], dtype=Float32, value=
        [[-5.00000000e+00, -2.20000005e+00],
         [ 0.00000000e+00,  3.99999976e-01]])
    """
    if mode not in ("reduced", "complete", "r"):
        raise ValueError(f"For 'qr', the 'mode' must be 'reduced', 'complete' or 'r', but got {mode!r}.")
    return _qr(A, mode)


@face("ops.Qr")
class Qr(Primitive):
    """The factors q and r (mirrors `mindspore.ops.Qr`); see `ops.qr`.

    Args:
        full_matrices: whether q is square.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Qr()(ms.Tensor([[3.0, 1.0], [4.0, 2.0]]))[1]
        Tensor(shape=[2, 2], dtype=Float32, value=
        [[-5.00000000e+00, -2.20000005e+00],
         [ 0.00000000e+00,  3.99999976e-01]])
    """

    @prim_attr_register
    def __init__(self, full_matrices: bool = False) -> None:
        pass

    def __call__(self, x: Tensor) -> Any:  # type: ignore[override]
        return _qr(x, "complete" if self.full_matrices else "reduced")


@kernel("Eig", differentiable=False)
def _eig(x: Array, compute_v: bool) -> Any:
    """Eigenvalues, and eigenvectors in columns."""
    value = matrices("Eig", x)
    if compute_v:
        w, v = jnp.linalg.eig(value)
    else:
        w, v = jnp.linalg.eigvals(value), jnp.zeros((), value.dtype)
    dtype = value.dtype if is_complex(value.dtype) else C128 if value.dtype == F64 else C64
    return w.astype(dtype), v.astype(dtype)


@face("ops.eig")
def eig(A: Tensor) -> Any:
    """Eigenvalues and eigenvectors (columns) of square matrices, complex (mirrors `mindspore.ops.eig`).

    Args:
        A: a float32, float64 or complex Tensor of shape (…, n, n).

    Raises:
        TypeError: for other dtypes. ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.eig(ms.Tensor([[2.0, 0.0], [0.0, 3.0]]))[0].asnumpy().real
        array([2., 3.], dtype=float32)
    """
    return _eig(A, True)


@face("ops.eigvals")
def eigvals(A: Tensor) -> Tensor:
    """Eigenvalues of square matrices, complex (mirrors `mindspore.ops.eigvals`).

    Args:
        A: a float32, float64 or complex Tensor of shape (…, n, n).

    Raises:
        TypeError: for other dtypes. ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.eigvals(ms.Tensor([[0.0, -1.0], [1.0, 0.0]])).asnumpy()
        array([0.+1.j, 0.-1.j], dtype=complex64)
    """
    return _eig(A, False)[0]


@face("Tensor.eigvals")
def tensor_eigvals(self: Tensor) -> Tensor:
    """Eigenvalues of this Tensor; see `ops.eigvals`."""
    return _eig(self, False)[0]


@face("ops.Eig")
class Eig(Primitive):
    """Eigenvalues and eigenvectors (mirrors `mindspore.ops.Eig`); without `compute_v`, the vectors are a zero.

    Args:
        compute_v: whether the eigenvectors are computed.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Eig()(ms.Tensor([[2.0, 0.0], [0.0, 3.0]]))[0].asnumpy().real
        array([2., 3.], dtype=float32)
    """

    @prim_attr_register
    def __init__(self, compute_v: bool = False) -> None:
        if not isinstance(compute_v, bool):
            raise TypeError(f"For 'Eig', the 'compute_v' must be bool, but got {type(compute_v).__name__}.")

    def __call__(self, x: Tensor) -> Any:  # type: ignore[override]
        return _eig(x, self.compute_v)


@kernel("Geqrf", differentiable=False)
def geqrf(input: Array) -> tuple[Array, Array]:
    """The QR factorisation as reflections: R above the diagonal, their vectors below (mirrors `mindspore.ops.geqrf`).

    Args:
        input: a floating Tensor of shape (…, m, n).

    Returns:
        The packed matrix, and the min(m, n) factors of the reflections.

    Raises:
        TypeError: for other dtypes. ValueError: for fewer than two dimensions.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.geqrf(ms.Tensor([[3.0, 1.0], [4.0, 2.0]]))[1]
        Tensor(shape=[2], dtype=Float32, value= [ 1.60000002e+00,  0.00000000e+00])
    """
    x = matrices("Geqrf", input, _REAL, square=False)
    packed, factors = jnp.linalg.qr(wide(x), mode="raw")
    return jnp.swapaxes(packed, -1, -2).astype(x.dtype), factors.astype(x.dtype)


spell(geqrf, "ops.geqrf Tensor.geqrf ops.Geqrf")


@kernel("Orgqr", differentiable=False)
def orgqr(input: Array, input2: Array) -> Array:
    """The first columns of the product of reflections (mirrors `mindspore.ops.orgqr`).

    Args:
        input: the reflections' vectors below the diagonal, of shape (…, m, n), m >= n. input2: their factors (…, k).

    Raises:
        TypeError: for dtypes that are not floating. ValueError: for fewer than two dimensions.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.orgqr(ms.Tensor([[1.0, 0.0], [0.0, 1.0]]), ms.Tensor([2.0, 0.0]))
        Tensor(shape=[2, 2], dtype=Float32, value=
        [[-1.00000000e+00,  0.00000000e+00],
         [-0.00000000e+00,  1.00000000e+00]])
    """
    return lax.linalg.householder_product(matrices("Orgqr", input, WIDE, square=False), input2)


orgqr.face("ops.orgqr").face("Tensor.orgqr")  # type: ignore[attr-defined]
orgqr.primitive("Orgqr", "", call="x, tau", x="input", tau="input2")  # type: ignore[attr-defined]


@kernel("Ormqr", differentiable=False)
def ormqr(input: Array, tau: Array, other: Array, left: bool = True, transpose: bool = False) -> Array:
    """The product of a matrix with the orthogonal factor given as reflections (mirrors `mindspore.ops.ormqr`).

    Args:
        input: the reflections' vectors below the diagonal. tau: their factors. other: the matrix.
        left: whether the factor stands on the left. transpose: whether it is transposed.

    Raises:
        TypeError: for dtypes that are not floating. ValueError: for fewer than two dimensions.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ormqr(ms.Tensor([[1.0, 0.0], [0.0, 1.0]]), ms.Tensor([2.0, 0.0]), ms.Tensor([[1.0], [2.0]]))
        Tensor(shape=[2, 1], dtype=Float32, value=
        [[-1.00000000e+00],
         [ 2.00000000e+00]])
    """
    a = matrices("Ormqr", input, WIDE, square=False)
    m, k = a.shape[-2:]
    # Reflections that do nothing make the factor square.
    rest = max(m - k, 0)
    a = jnp.concatenate([a[..., : min(m, k)], jnp.zeros((*a.shape[:-1], rest), a.dtype)], axis=-1)
    factors = jnp.concatenate([tau[..., : min(m, k)], jnp.zeros((*tau.shape[:-1], rest), tau.dtype)], axis=-1)
    q = lax.linalg.householder_product(a, factors)
    q = adjoint_of(q) if transpose else q
    pair = (q, other) if left else (other, q)
    return jnp.matmul(*pair, precision=lax.Precision.HIGHEST)


ormqr.face("ops.ormqr")  # type: ignore[attr-defined]
ormqr.face("Tensor.ormqr", "input2, input3, left=True, transpose=False", input2="tau", input3="other")  # type: ignore[attr-defined]
ormqr.primitive("Ormqr", "left=True, transpose=False", call="x, tau, other", x="input")  # type: ignore[attr-defined]


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


@kernel("Lstsq")
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
