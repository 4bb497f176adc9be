"""Kernels of `mindspore.scipy.linalg`: triangular systems, symmetric eigenvalues, LU, least squares with its details."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import C64, C128, F16, F32, F64, I8, I16, I32, I64, U8, U16, U32, U64, is_complex
from mindshim.ops.linear_algebra import matrices, wide

_NUMBERS = (F16, F32, F64, C64, C128, I8, I16, I32, I64, U8, U16, U32, U64)
_SOLVED = (F16, F32, F64, C64, C128)
_TRANS = {0: 0, 1: 1, 2: 2, "N": 0, "T": 1, "C": 2}


def _is_vector(op: str, a: Any, b: Any) -> bool:
    """Whether `b` is a vector for each matrix of `a`; ValueError for shapes that do not fit."""
    if b.ndim not in (a.ndim, a.ndim - 1):
        raise ValueError(
            f"For '{op}', the rank of 'b' must be that of 'a' or one less, {a.ndim} or {a.ndim - 1}, but got {b.ndim}."
        )
    vector = b.ndim == a.ndim - 1
    if a.shape[-2] != b.shape[-1 if vector else -2]:
        raise ValueError(f"For '{op}', the last dimensions of 'a' and 'b' must fit, but got {a.shape} and {b.shape}.")
    return vector


def _same_dtype(op: str, a: Any, b: Any) -> None:
    if a.dtype != b.dtype:
        raise TypeError(f"For '{op}', the dtypes of 'a' and 'b' must be the same, but got {a.dtype} and {b.dtype}.")


@kernel("SolveTriangular")
def solve_triangular(a: Array, b: Array, trans: Any = 0, lower: bool = False, unit_diagonal: bool = False) -> Array:
    """The solution of `a @ x = b` for triangular `a` (see `mindspore.scipy.linalg.solve_triangular`)."""
    op = "SolveTriangular"
    for name, value in (("lower", lower), ("unit_diagonal", unit_diagonal)):
        if not isinstance(value, bool):
            raise TypeError(f"For '{op}', the argument '{name}' must be bool, but got {type(value).__name__}.")
    if isinstance(trans, bool) or not isinstance(trans, (int, str)):
        raise TypeError(f"For '{op}', the argument 'trans' must be int or str, but got {type(trans).__name__}.")
    if trans not in _TRANS:
        kind = RuntimeError if isinstance(trans, int) else ValueError
        raise kind(f"For '{op}', the 'trans' must be one of {list(_TRANS)}, but got {trans!r}.")
    _same_dtype(op, a, b)
    a = matrices(op, a, _NUMBERS)
    vector = _is_vector(op, a, b)
    if a.shape[:-2] != b.shape[: a.ndim - 2]:
        raise ValueError(f"For '{op}', the batch dimensions must be the same, but got {a.shape} and {b.shape}.")
    dtype = a.dtype if a.dtype in _SOLVED else F64 if a.dtype in (I64, U64) else F32
    left, right = wide(a.astype(dtype)), wide(b.astype(dtype))
    if not right.size:
        return right.astype(dtype)
    x = lax.linalg.triangular_solve(
        left, right[..., None] if vector else right, left_side=True, lower=lower, transpose_a=_TRANS[trans] > 0,
        conjugate_a=_TRANS[trans] == 2 and is_complex(dtype), unit_diagonal=unit_diagonal,
    )  # fmt: skip
    return (x[..., 0] if vector else x).astype(dtype)


solve_triangular.face("ops.auto_generate.solve_triangular")  # type: ignore[attr-defined]
solve_triangular.primitive("SolveTriangular", "", call="a, b, trans=0, lower=False, unit_diagonal=False")  # type: ignore[attr-defined]


@kernel("Eigh")
def eigh(a: Array, compute_eigenvectors: bool, lower: bool) -> Any:
    """Eigenvalues of symmetric or Hermitian matrices in ascending order, and eigenvectors in columns.

    Only the lower (or upper) triangle of `a` is read, and only there is the gradient.
    """
    value = matrices("Eigh", a, (F32, F64, C64, C128))
    half = jnp.tril(value) if lower else jnp.triu(value)
    strict = jnp.swapaxes(half - half * jnp.eye(value.shape[-1], dtype=value.dtype), -1, -2)
    if is_complex(value.dtype):
        diagonal = jnp.real(half) * jnp.eye(value.shape[-1], dtype=jnp.real(half).dtype)
        full = half - half * jnp.eye(value.shape[-1], dtype=value.dtype) + jnp.conj(strict) + diagonal.astype(value.dtype)
    else:
        full = half + strict
    if compute_eigenvectors:
        w, v = jnp.linalg.eigh(full, symmetrize_input=False)
        return w.astype(value.dtype), v
    return jnp.linalg.eigh(full, symmetrize_input=False)[0].astype(value.dtype)


eigh.primitive("Eigh", "compute_eigenvectors=True, lower=True", call="a")  # type: ignore[attr-defined]


@kernel("LU")
def lu(x: Array) -> tuple[Array, Array, Array]:
    """LU with partial pivoting: both factors in one matrix, the swaps, and the permutation as a matrix."""
    value = matrices("LU", x, (F32, F64), square=False)
    packed, pivots, order = lax.linalg.lu(value)
    m = value.shape[-2]
    permutation = jnp.swapaxes(jnp.eye(m, dtype=np.int32)[order], -1, -2)
    return packed, pivots.astype(np.int32), permutation


lu.primitive("LU", "", call="x")  # type: ignore[attr-defined]


def _solved(a: Any, b: Any, vector: bool) -> Any:
    """The shortest least squares solution."""
    inverse = jnp.linalg.pinv(a, rtol=_cutoff(a))
    x = jnp.matmul(inverse, b[..., None] if vector else b, precision=lax.Precision.HIGHEST)
    return x[..., 0] if vector else x


def _cutoff(a: Any) -> Any:
    return jnp.asarray(jnp.finfo(a.dtype).eps * max(a.shape[-2:]), jnp.real(a).dtype)


def _least_squares_operands(op: str, a: Any, b: Any) -> tuple[Any, Any, bool]:
    _same_dtype(op, a, b)
    a = matrices(op, a, _SOLVED, square=False)
    vector = _is_vector(op, a, b)
    try:
        np.broadcast_shapes(a.shape[:-2], b.shape[: a.ndim - 2])
    except ValueError:
        raise ValueError(
            f"For '{op}', the batch dimensions must broadcast, but got {a.shape} and {b.shape}."
        ) from None
    return wide(a), wide(b), vector


@kernel("LstsqV2")
def lstsq_v2(A: Array, B: Array, driver: Any = None) -> tuple[Array, Array, Array, Array]:
    """The least squares solution of `A @ x = B`, residuals, rank, singular values (see `mindspore.scipy.linalg.lstsq`)."""
    op = "LstsqV2"
    if driver is not None and not isinstance(driver, str):
        raise TypeError(f"For '{op}', the argument 'driver' must be str or None, but got {type(driver).__name__}.")
    if driver not in (None, "gels", "gelsy", "gelss", "gelsd"):
        raise ValueError(f"For '{op}', the 'driver' must be one of gels, gelsy, gelss, gelsd, but got {driver!r}.")
    dtype = A.dtype
    a, b, vector = _least_squares_operands(op, A, B)
    x = _solved(a, b, vector)
    real = jnp.real(jnp.zeros((0,), dtype)).dtype
    m, n = a.shape[-2:]
    residual, rank, values = jnp.zeros((0,), real), jnp.zeros((0,), np.int64), jnp.zeros((0,), real)
    if m > n and driver in ("gels", "gelss", "gelsd"):
        right, guess = (b[..., None], x[..., None]) if vector else (b, x)
        gap = jnp.matmul(a, guess, precision=lax.Precision.HIGHEST) - right
        residual = jnp.sum(jnp.square(jnp.abs(gap)), axis=-2).astype(real)
    if driver != "gels":
        s = jnp.linalg.svd(a, compute_uv=False)
        top = jnp.max(s, axis=-1, keepdims=True, initial=0.0)
        rank = jnp.sum((s > _cutoff(a) * top).astype(np.int64), axis=-1)
        if driver in ("gelss", "gelsd"):
            values = s.astype(real)
    # Gradients flow through the solution only.
    return x.astype(dtype), lax.stop_gradient(residual), rank, lax.stop_gradient(values)


lstsq_v2.primitive("LstsqV2", "", call="A, B, driver=None")  # type: ignore[attr-defined]


@kernel("LstsqV2Grad")
def lstsq_v2_grad(gX: Array, A: Array, B: Array) -> tuple[Array, Array]:
    """The gradients of `A` and `B` from that of the least squares solution."""
    a, b, vector = _least_squares_operands("LstsqV2Grad", A, B)
    _, back = jax.vjp(lambda p, q: _solved(p, q, vector), a, b)
    ga, gb = back(wide(gX))
    return ga.astype(A.dtype), gb.astype(B.dtype)


lstsq_v2_grad.primitive("LstsqV2Grad", "", call="gX, A, B")  # type: ignore[attr-defined]


@kernel("LuPivotsToPermutation", differentiable=False)
def permutation_of(pivots: Array, size: int) -> Array:
    """The order of rows after swaps that count from 0."""
    return lax.linalg.lu_pivots_to_permutation(pivots.astype(np.int32), size)
