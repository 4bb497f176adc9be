"""Linear algebra of square matrices: determinants, inverses, powers, exponentials, systems of equations."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import jax.scipy.linalg as jsl
import numpy as np
from jax import lax

from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import C64, C128, F16, F32, F64, I64, is_complex, is_inexact, operands
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import integer
from mindshim.ops.spellings import spell

WIDE = (F32, F64, C64, C128)


def matrices(op: str, x: Any, dtypes: tuple[Any, ...] = WIDE, square: bool = True) -> Any:
    """`x` as matrices in its last two dimensions; TypeError for other dtypes, ValueError for other shapes."""
    (x,) = operands(op, x)
    if x.dtype not in dtypes:
        names = ", ".join(d.name for d in dtypes)
        raise TypeError(f"For '{op}', the dtype of the input must be one of {names}, but got {x.dtype.name}.")
    if x.ndim < 2:
        raise ValueError(f"For '{op}', the rank of the input must be at least 2, but got {x.ndim}.")
    if square and x.shape[-1] != x.shape[-2]:
        raise ValueError(f"For '{op}', the input must be square matrices, but got shape {x.shape}.")
    return x


def wide(x: Any) -> Any:
    """float16 as float32, which is what the decompositions are computed in."""
    return x.astype(F32) if x.dtype.itemsize == 2 else x


def adjoint_of(x: Any) -> Any:
    """The matrices transposed, complex ones conjugated."""
    x = jnp.swapaxes(x, -1, -2)
    return jnp.conj(x) if is_complex(x.dtype) else x


@kernel("MatrixInverse", keeps=True)
def inverse(input: Array, adjoint: bool = False) -> Array:
    """The inverse of square matrices (mirrors `mindspore.ops.inverse`).

    Args:
        input: a float32, float64 or complex Tensor of shape (…, n, n). adjoint: of `ops.MatrixInverse`, whether the
            conjugate transpose is inverted instead.

    Raises:
        TypeError: for other dtypes. ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.inverse(ms.Tensor([[2.0, 0.0], [0.0, 4.0]]))
        Tensor(shape=[2, 2], dtype=Float32, value=
        [[ 5.00000000e-01,  0.00000000e+00],
         [ 0.00000000e+00,  2.50000000e-01]])
    """
    x = matrices("MatrixInverse", input)
    return jnp.linalg.inv(adjoint_of(x) if adjoint else x)


for _path in ("ops.inverse", "mint.inverse", "mint.linalg.inv"):
    inverse.face(_path, "input")  # type: ignore[attr-defined]
inverse.face("Tensor.inverse", "")  # type: ignore[attr-defined]
inverse.primitive("MatrixInverse", "adjoint=False", call="x", x="input")  # type: ignore[attr-defined]

_DET = (F16, *WIDE)


@kernel("MatrixDeterminant", keeps=True)
def det(input: Array) -> Array:
    """The determinant of square matrices (mirrors `mindspore.ops.det`).

    Args:
        input: a floating or complex Tensor of shape (…, n, n).

    Raises:
        TypeError: for other dtypes. ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.det(ms.Tensor([[2.0, 1.0], [1.0, 3.0]]))
        Tensor(shape=[], dtype=Float32, value= 5)
    """
    x = matrices("MatrixDeterminant", input, _DET)
    return jnp.linalg.det(wide(x)).astype(x.dtype)


spell(
    det,
    "ops.det ops.matrix_determinant Tensor.det Tensor.matrix_determinant ops.MatrixDeterminant",
)


@kernel("LogMatrixDeterminant", keeps=True)
def slogdet(input: Array) -> tuple[Array, Array]:
    """The sign of the determinant and the logarithm of its absolute value (mirrors `mindspore.ops.slogdet`).

    Args:
        input: a floating or complex Tensor of shape (…, n, n).

    Raises:
        TypeError: for other dtypes. ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.slogdet(ms.Tensor([[0.0, 1.0], [1.0, 0.0]]))
        (Tensor(shape=[], dtype=Float32, value= -1), Tensor(shape=[], dtype=Float32, value= 0))
    """
    x = matrices("LogMatrixDeterminant", input, _DET)
    sign, log = jnp.linalg.slogdet(wide(x))
    return sign.astype(x.dtype), log.astype(x.dtype)


spell(
    slogdet,
    "ops.slogdet ops.log_matrix_determinant Tensor.slogdet Tensor.log_matrix_determinant ops.LogMatrixDeterminant",
)


@kernel("LogDet", keeps=True)
def logdet(input: Array) -> Array:
    """The logarithm of the determinant; nan where it is negative (mirrors `mindspore.ops.logdet`).

    Args:
        input: a floating or complex Tensor of shape (…, n, n).

    Raises:
        TypeError: for other dtypes. ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.logdet(ms.Tensor([[2.0, 0.0], [0.0, 4.0]]))
        Tensor(shape=[], dtype=Float32, value= 2.07944)
    """
    x = matrices("MatrixDeterminant", input, _DET)
    return jnp.log(jnp.linalg.det(wide(x))).astype(x.dtype)


spell(logdet, "ops.logdet Tensor.logdet")


@kernel("MatrixPower")
def matrix_power(input: Array, n: int) -> Array:
    """Square matrices to an integer power; negative powers use the inverse (mirrors `mindspore.ops.matrix_power`).

    Args:
        input: a Tensor of numbers of shape (…, m, m). n: the power.

    Raises:
        TypeError: for bools, or if `n` is no int. ValueError: for other shapes, or negative powers of integers.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.matrix_power(ms.Tensor([[1.0, 1.0], [0.0, 1.0]]), 5)
        Tensor(shape=[2, 2], dtype=Float32, value=
        [[ 1.00000000e+00,  5.00000000e+00],
         [ 0.00000000e+00,  1.00000000e+00]])
    """
    n = integer("MatrixPower", "n", n)
    if jnp.issubdtype(input.dtype, jnp.integer):
        if n < 0:
            raise ValueError(f"For 'MatrixPower', 'n' must not be negative for integers, but got {n}.")
        return jnp.linalg.matrix_power(matrices("MatrixPower", input, (input.dtype,)), n)
    x = matrices("MatrixPower", input, _DET)
    return jnp.linalg.matrix_power(wide(x), n).astype(x.dtype)


matrix_power.face("ops.matrix_power").face("Tensor.matrix_power")  # type: ignore[attr-defined]
matrix_power.primitive("MatrixPower", "n", call="x", x="input")  # type: ignore[attr-defined]


@kernel("MatrixExp", keeps=True)
def matrix_exp(input: Array) -> Array:
    """The exponential of square matrices (mirrors `mindspore.ops.matrix_exp`).

    Args:
        input: a floating or complex Tensor of shape (…, n, n).

    Raises:
        TypeError: for other dtypes. ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.matrix_exp(ms.Tensor([[0.0, 1.0], [0.0, 0.0]]))
        Tensor(shape=[2, 2], dtype=Float32, value=
        [[ 1.00000000e+00,  1.00000000e+00],
         [ 0.00000000e+00,  1.00000000e+00]])
    """
    x = matrices("MatrixExp", input, _DET)
    flat = wide(x).reshape(-1, *x.shape[-2:])
    return jnp.stack([jsl.expm(m) for m in flat]).reshape(x.shape).astype(x.dtype)


spell(matrix_exp, "ops.matrix_exp ops.MatrixExp")


def _same(op: str, a: Any, b: Any) -> None:
    if a.dtype != b.dtype:
        raise TypeError(f"For '{op}', the dtypes of the inputs must be the same, but got {a.dtype} and {b.dtype}.")


@kernel("MatrixSolve", keeps=True)
def matrix_solve(matrix: Array, rhs: Array, adjoint: bool = False) -> Array:
    """The solution of `matrix @ x = rhs` (mirrors `mindspore.ops.matrix_solve`).

    Args:
        matrix: of shape (…, m, m). rhs: of shape (…, m, k), the same dtype.
        adjoint: whether the conjugate transpose of `matrix` is used.

    Raises:
        TypeError: for dtypes that are not floating or differ. ValueError: for shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.matrix_solve(ms.Tensor([[2.0, 0.0], [0.0, 4.0]]), ms.Tensor([[1.0], [2.0]]))
        Tensor(shape=[2, 1], dtype=Float32, value=
        [[ 5.00000000e-01],
         [ 5.00000000e-01]])
    """
    a = matrices("MatrixSolve", matrix, _DET)
    b = matrices("MatrixSolve", rhs, _DET, square=False)
    _same("MatrixSolve", a, b)
    if a.shape[:-1] != b.shape[:-1]:
        raise ValueError(f"For 'MatrixSolve', the shapes {a.shape} and {b.shape} do not fit.")
    return jnp.linalg.solve(wide(adjoint_of(a) if adjoint else a), wide(b)).astype(a.dtype)


matrix_solve.face("ops.matrix_solve")  # type: ignore[attr-defined]
matrix_solve.primitive("MatrixSolve", "adjoint=False", call="matrix, rhs")  # type: ignore[attr-defined]


def triangular(a: Any, b: Any, lower: bool, adjoint: bool = False, unit: bool = False) -> Any:
    """Solve with a triangular matrix on the left, batch dimensions broadcast."""
    batch = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    a = jnp.broadcast_to(a, batch + a.shape[-2:])
    b = jnp.broadcast_to(b, batch + b.shape[-2:])
    return lax.linalg.triangular_solve(
        a, b, left_side=True, lower=lower, transpose_a=adjoint, conjugate_a=adjoint, unit_diagonal=unit
    )


@kernel("MatrixTriangularSolve")
def matrix_triangular_solve(matrix: Array, rhs: Array, lower: bool = True, adjoint: bool = False) -> Array:
    """The solution of `matrix @ x = rhs` for triangular matrices (mirrors `mindspore.ops.MatrixTriangularSolve`).

    Args:
        lower: whether the lower triangle is used; else the upper one. adjoint: whether the conjugate transpose is used.

    Inputs:
        matrix: of shape (…, m, m). rhs: of shape (…, m, k), the same dtype.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.MatrixTriangularSolve()(ms.Tensor([[2.0, 9.0], [1.0, 1.0]]), ms.Tensor([[2.0], [3.0]]))
        Tensor(shape=[2, 1], dtype=Float32, value=
        [[ 1.00000000e+00],
         [ 2.00000000e+00]])
    """
    op = "MatrixTriangularSolve"
    a, b = matrices(op, matrix, _DET), matrices(op, rhs, _DET, square=False)
    _same(op, a, b)
    if a.shape[-1] != b.shape[-2]:
        raise ValueError(f"For '{op}', the shapes {a.shape} and {b.shape} do not fit.")
    return triangular(wide(a), wide(b), lower, adjoint).astype(a.dtype)


matrix_triangular_solve.primitive("MatrixTriangularSolve", "lower=True, adjoint=False", call="matrix, rhs")  # type: ignore[attr-defined]


@kernel("TriangularSolve")
def _triangular_solve(b: Array, A: Array, upper: bool, transpose: bool, unitriangular: bool) -> tuple[Array, Array]:
    """The solution of a triangular system, and the matrix."""
    a, right = matrices("triangular_solve", A), matrices("triangular_solve", b, square=False)
    batch = np.broadcast_shapes(a.shape[:-2], right.shape[:-2])
    full = jnp.broadcast_to(a, batch + a.shape[-2:])
    left = jnp.swapaxes(a, -1, -2) if transpose else a
    return triangular(left, right, upper == transpose, False, unitriangular), full


@face("mint.triangular_solve")
def triangular_solve(
    b: Tensor, A: Tensor, upper: bool = True, transpose: bool = False, unitriangular: bool = False
) -> Any:
    """The solution of `A @ x = b` for triangular `A`, and `A` (mirrors `mindspore.mint.triangular_solve`).

    Args:
        b: of shape (…, n, k). A: of shape (…, n, n). upper: whether the upper triangle of `A` is used.
        transpose: whether `A` is transposed. unitriangular: whether the diagonal counts as ones.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.triangular_solve(ms.Tensor([[2.0], [3.0]]), ms.Tensor([[2.0, 1.0], [0.0, 3.0]]))[0]
        Tensor(shape=[2, 1], dtype=Float32, value=
        [[ 5.00000000e-01],
         [ 1.00000000e+00]])
    """
    return _triangular_solve(b, A, bool(upper), bool(transpose), bool(unitriangular))


@face("Tensor.triangular_solve")
def _tensor_triangular_solve(
    self: Tensor, A: Tensor, upper: bool = True, transpose: bool = False, unitriangular: bool = False
) -> Any:
    """The solution of `A @ x = self` for triangular `A`, and `A`; see `mint.triangular_solve`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> print(ms.Tensor([[1.0], [4.0]]).triangular_solve(x)[0])
        [[-1.]
         [ 1.]]
    """
    return _triangular_solve(self, A, bool(upper), bool(transpose), bool(unitriangular))


@kernel("MatrixBandPart")
def matrix_band_part(x: Array, lower: Array | Number, upper: Array | Number) -> Array:
    """Zeros outside a band around the diagonal (mirrors `mindspore.ops.matrix_band_part`).

    Args:
        x: of shape (…, m, n). lower: how many subdiagonals stay, all if negative: an int, or an int Tensor without axes.
        upper: how many superdiagonals stay, all if negative.

    Raises:
        TypeError: if `lower` or `upper` is no int. ValueError: if it has axes, or `x` has fewer than two dimensions.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.matrix_band_part(ms.Tensor([[1.0, 2.0], [3.0, 4.0]]), 0, -1)
        Tensor(shape=[2, 2], dtype=Float32, value=
        [[ 1.00000000e+00,  2.00000000e+00],
         [ 0.00000000e+00,  4.00000000e+00]])
    """
    (value,) = operands("MatrixBandPart", x)
    if value.ndim < 2:
        raise ValueError(f"For 'MatrixBandPart', the rank of 'x' must be at least 2, but got {value.ndim}.")
    for name, k in (("lower", lower), ("upper", upper)):
        if jnp.result_type(k).name not in ("int32", "int64"):
            raise TypeError(f"For 'MatrixBandPart', the '{name}' must be an int (int32 or int64), but got {jnp.result_type(k).name}.")
        if jnp.ndim(k):
            raise ValueError(f"For 'MatrixBandPart', the '{name}' must have no axes, but got shape {jnp.shape(k)}.")
    lower, upper = jnp.asarray(lower, np.int64), jnp.asarray(upper, np.int64)
    m, n = value.shape[-2:]
    gap = np.arange(n)[None, :] - np.arange(m)[:, None]
    inside = ((gap >= -lower) | (lower < 0)) & ((gap <= upper) | (upper < 0))
    return jnp.where(inside, value, jnp.zeros((), value.dtype))


matrix_band_part.face("ops.matrix_band_part")  # type: ignore[attr-defined]
matrix_band_part.primitive("MatrixBandPart", "", call="x, lower, upper")  # type: ignore[attr-defined]


@kernel("Adjoint")
def adjoint(x: Array) -> Array:
    """The matrices transposed, complex ones conjugated (mirrors `mindspore.ops.adjoint`).

    Args:
        x: a Tensor of at least two dimensions.

    Raises:
        ValueError: if `x` has fewer than two dimensions.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.adjoint(ms.Tensor([[1.0, 2.0]]))
        Tensor(shape=[2, 1], dtype=Float32, value=
        [[ 1.00000000e+00],
         [ 2.00000000e+00]])
    """
    (value,) = operands("adjoint", x)
    if value.ndim < 2:
        raise ValueError(f"For 'adjoint', the rank of 'x' must be at least 2, but got {value.ndim}.")
    return adjoint_of(value)


adjoint.face("ops.adjoint")  # type: ignore[attr-defined]


@kernel("Vander")
def vander(x: Array, N: Any = None) -> Array:
    """The Vandermonde matrix: column i is `x` to the power N - 1 - i (mirrors `mindspore.ops.vander`).

    Args:
        x: a Tensor of one dimension; integers give int64. N: the number of columns, by default the length of `x`.

    Raises:
        TypeError: if `N` is no int. ValueError: for another number of dimensions, or if `N` is not positive.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.vander(ms.Tensor([1, 2, 3]), 2)
        Tensor(shape=[3, 2], dtype=Int64, value=
        [[1, 1],
         [2, 1],
         [3, 1]])
    """
    (value,) = operands("vander", x)
    if value.ndim != 1:
        raise ValueError(f"For 'vander', the input must have one dimension, but got {value.ndim}.")
    count = value.shape[0] if N is None else integer("vander", "N", N)
    if count <= 0:
        raise ValueError(f"For 'vander', the 'N' must be positive, but got {N}.")
    value = value if is_inexact(value.dtype) else value.astype(I64)
    return jnp.stack([lax.integer_pow(value, count - 1 - i) for i in range(count)], axis=1)


vander.face("ops.vander")  # type: ignore[attr-defined]
