"""Singular values, pseudo-inverses, eigenvalues."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import C64, C128, F32, F64, is_complex
from mindshim._core.tensor import Tensor
from mindshim.ops.linear_algebra import WIDE, adjoint_of, matrices
from mindshim.ops.primitive import Primitive, prim_attr_register


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
    """The singular value decomposition of this Tensor; see `ops.svd`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> s, u, v = x.svd()
        >>> s.shape, u.shape, v.shape
        ((2,), (2, 2), (2, 2))
    """
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
def pinv(x: Array, atol: Number | None = None, rtol: Number | None = None, hermitian: bool = False) -> Array:
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
    """Eigenvalues of this Tensor; see `ops.eigvals`.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.Tensor([[2.0, 0.0], [0.0, 3.0]]).eigvals())
        [2.+0.j 3.+0.j]
    """
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
