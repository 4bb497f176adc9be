"""QR factorisation, and its orthogonal factor as reflections."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
from jax import lax

from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import F16, F32, F64
from mindshim._core.tensor import Tensor
from mindshim.ops.linear_algebra import WIDE, adjoint_of, matrices, wide
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.spellings import spell

_REAL = (F16, F32, F64)
_ANY = (F16, *WIDE)


@kernel("Qr")
def _qr(x: Array, mode: str) -> Any:
    """Orthogonal and upper triangular factors."""
    value = matrices("Qr", x, _ANY, square=False)
    out: Any = jnp.linalg.qr(wide(value), mode=mode)
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
    """The factors q and r of this Tensor; `some`: the reduced ones. See `ops.qr`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> q, r = x.qr()
        >>> print(ms.ops.matmul(q, r).asnumpy().round(3))
        [[1. 2.]
         [3. 4.]]
    """
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
