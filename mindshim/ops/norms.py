"""Norms of vectors and matrices, and the distances made from them."""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import F32, F64, is_complex, is_inexact
from mindshim._core.tensor import Tensor
from mindshim.ops.nn.dense import cdist as _cdist
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.reduction import axes_of
from mindshim.ops.spellings import checked

_MATRIX_ORDERS = (2, -2, 1, -1, math.inf, -math.inf, "fro", "nuc", None)


def _magnitude(x: Any) -> Any:
    if is_complex(x.dtype):
        return jnp.abs(x)
    # The derivative at zero is 0.
    return x * lax.stop_gradient(jnp.sign(x))


def _extreme(x: Any, axes: tuple[int, ...], smallest: bool) -> Any:
    """Maximum or minimum over `axes`, which stay with size 1; the gradient goes to the first of equal elements."""
    rest = [a for a in range(x.ndim) if a not in axes]
    flat = jnp.transpose(x, (*rest, *axes)).reshape(*(x.shape[a] for a in rest), -1)
    at = (jnp.argmin if smallest else jnp.argmax)(flat, axis=-1)
    out = jnp.take_along_axis(flat, at[..., None], axis=-1)
    return out.reshape([1 if a in axes else n for a, n in enumerate(x.shape)])


def p_norm(x: Any, p: Any, axes: tuple[int, ...], zero_safe: bool = True) -> Any:
    """The p-norm over `axes`, which stay with size 1. `zero_safe`: the gradient at a zero vector is 0, not nan."""
    if p == math.inf or p == -math.inf:
        return _extreme(_magnitude(x), axes, p < 0)
    if p == 0:
        real = x.real.dtype
        return jnp.sum(x != jnp.zeros((), x.dtype), axis=axes, keepdims=True, dtype=np.int64).astype(real)
    size = _magnitude(x)
    if p == 1:
        return jnp.sum(size, axis=axes, keepdims=True, dtype=size.dtype)
    power = jnp.asarray(p, size.dtype)
    if p == 2:
        total = jnp.sum(x * x if not is_complex(x.dtype) else size * size, axis=axes, keepdims=True, dtype=size.dtype)
    else:
        total = jnp.sum(size**power, axis=axes, keepdims=True, dtype=size.dtype)
    if not zero_safe:
        return jnp.sqrt(total) if p == 2 else total ** (1 / power)
    empty = total == jnp.zeros((), total.dtype)
    full = jnp.where(empty, jnp.ones((), total.dtype), total)
    root = jnp.sqrt(full) if p == 2 else full ** (1 / power)
    return jnp.where(empty, jnp.asarray(0 if p > 0 else math.inf if p < -1 else 0, total.dtype), root)


def _matrix_norm(op: str, x: Any, order: Any, row: int, column: int) -> Any:
    """The norm of the matrices in dimensions `row`, `column`, which stay with size 1."""
    if order in ("fro", None):
        return p_norm(x, 2, (row, column), zero_safe=False)
    if order in (1, -1, math.inf, -math.inf):
        along, over = (row, column) if abs(order) == 1 else (column, row)
        sums = jnp.sum(_magnitude(x), axis=along, keepdims=True, dtype=x.real.dtype)
        return _extreme(sums, (over,), order < 0)
    moved = jnp.moveaxis(x, (row, column), (-2, -1))
    s = jnp.linalg.svd(moved, full_matrices=False, compute_uv=False)
    if order == "nuc":
        out = jnp.sum(s, axis=-1, dtype=s.dtype)
    else:
        out = s[..., 0] if order == 2 else s[..., -1]
    shape = [1 if a in (row, column) else n for a, n in enumerate(x.shape)]
    return out.reshape(shape)


@kernel("Norm")
def _norm(input: Array, order: Any, axes: Any, matrix: bool, keepdim: bool, dtype: Any, safe: bool) -> Array:
    """The vector or matrix norm over `axes`."""
    x = checked("norm", input, "to float")
    x = x if dtype is None else x.astype(dtype.np)
    wide = x.astype(F32) if x.dtype.itemsize == 2 else x
    out = _matrix_norm("norm", wide, order, *axes) if matrix else p_norm(wide, order, axes, safe)
    return (out if keepdim else jnp.squeeze(out, axes)).astype(x.dtype)


def _tuple(op: str, dim: Any, ndim: int) -> tuple[int, ...]:
    given = tuple(dim) if isinstance(dim, (list, tuple)) else (dim,)
    axes_of(op, given, ndim)
    return tuple(int(d) % max(ndim, 1) for d in given)


def _check_vector_order(op: str, order: Any) -> None:
    if isinstance(order, str):
        raise TypeError(f"For '{op}', the order of a vector norm must be a number, but got {order!r}.")


def _check_matrix_order(op: str, order: Any) -> None:
    if order not in _MATRIX_ORDERS:
        raise ValueError(
            f"For '{op}', the order of a matrix norm must be one of 2, -2, 1, -1, inf, -inf, 'fro', 'nuc', None, "
            f"but got {order!r}."
        )


def _apply(op: str, A: Any, order: Any, dim: Any, keepdim: bool, dtype: Any) -> Tensor:
    if not isinstance(A, Tensor):
        raise TypeError(f"For '{op}', the input must be a Tensor, but got {type(A).__name__}.")
    ndim = A.ndim
    if dim is None:
        if order is None or (order == 2 and ndim == 1) or (order == "fro" and ndim == 2):
            return _norm(A, 2, tuple(range(ndim)), False, keepdim, dtype, False)
        if ndim not in (1, 2):
            raise ValueError(f"For '{op}', the input must have 1 or 2 dimensions when 'dim' is None, but got {ndim}.")
        axes = tuple(range(ndim))
    else:
        axes = _tuple(op, dim, ndim)
    if len(axes) == 2:
        _check_matrix_order(op, order)
        return _norm(A, order, axes, True, keepdim, dtype, False)
    if len(axes) != 1:
        raise ValueError(f"For '{op}', 'dim' must be an int or 2 ints, but got {dim}.")
    _check_vector_order(op, order)
    return _norm(A, 2 if order is None else order, axes, False, keepdim, dtype, isinstance(order, int))


@face("ops.norm", "mint.linalg.norm")
def norm(A: Tensor, ord: Any = None, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Tensor:  # noqa: A002
    """The norm of a vector or a matrix (mirrors `mindspore.ops.norm`).

    Args:
        A: a Tensor; integers give float32.
        ord: None for the 2-norm of all elements; for vectors a number, inf or -inf; for matrices 1, -1, 2, -2
            (singular values), inf, -inf, 'fro' or 'nuc'.
        dim: an int for vectors, two ints for matrices; None takes a Tensor of one or two dimensions whole.
        keepdim: whether the dimensions stay with size 1. dtype: to convert `A` to first.

    Raises:
        TypeError: if `ord` is a str for vectors. ValueError: for another order of a matrix norm, `dim` out of range, or
            an order without `dim` for a Tensor of more than two dimensions.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.norm(ms.Tensor([[3.0, 4.0], [6.0, 8.0]]), dim=1)
        Tensor(shape=[2], dtype=Float32, value= [ 5.00000000e+00,  1.00000000e+01])
    """
    return _apply("norm", A, ord, dim, keepdim, dtype)


@face("Tensor.norm")
def tensor_norm(
    self: Tensor,
    ord: Any = None,  # noqa: A002
    dim: Any = None,
    keepdim: bool = False,
    *,
    dtype: Any = None,
) -> Tensor:
    """The norm of this Tensor; see `ops.norm`.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.Tensor([3.0, 4.0]).norm())
        5.0
    """
    return _apply("norm", self, ord, dim, keepdim, dtype)


def _vector(op: str, x: Any, order: Any, dim: Any, keepdim: bool, dtype: Any) -> Tensor:
    if not isinstance(x, Tensor):
        raise TypeError(f"For '{op}', the input must be a Tensor, but got {type(x).__name__}.")
    if not isinstance(order, (int, float)):
        raise ValueError(f"For '{op}', the order must be a number, but got {order!r}.")
    axes = tuple(range(x.ndim)) if dim is None else _tuple(op, dim, x.ndim)
    return _norm(x, order, axes, False, keepdim, dtype, order != 2)


@face("ops.vector_norm")
def vector_norm(x: Tensor, ord: Any = 2, axis: Any = None, keepdims: bool = False, *, dtype: Any = None) -> Tensor:  # noqa: A002
    """The p-norm over `axis` (mirrors `mindspore.ops.vector_norm`).

    Args:
        x: a Tensor; integers give float32. ord: the order, a number, inf or -inf.
        axis: an int, a tuple of ints, or None for all elements. keepdims: whether the dimensions stay with size 1.
        dtype: to convert `x` to first.

    Raises:
        TypeError: if `x` is no Tensor. ValueError: if `ord` is no number or `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.vector_norm(ms.Tensor([[3.0, -4.0], [1.0, 1.0]]), 1, axis=1)
        Tensor(shape=[2], dtype=Float32, value= [ 7.00000000e+00,  2.00000000e+00])
    """
    return _vector("vector_norm", x, ord, axis, keepdims, dtype)


@face("mint.linalg.vector_norm")
def mint_vector_norm(x: Tensor, ord: Any = 2, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Tensor:  # noqa: A002
    """The p-norm over `dim` (mirrors `mindspore.mint.linalg.vector_norm`); see `ops.vector_norm`.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.linalg.vector_norm(ms.Tensor([3.0, -4.0]))
        Tensor(shape=[], dtype=Float32, value= 5)
    """
    return _vector("vector_norm", x, ord, dim, keepdim, dtype)


def _matrix(op: str, A: Any, order: Any, dim: Any, keepdim: bool, dtype: Any) -> Tensor:
    if not isinstance(A, Tensor):
        raise TypeError(f"For '{op}', the input must be a Tensor, but got {type(A).__name__}.")
    axes = _tuple(op, dim, A.ndim)
    if len(axes) != 2:
        raise ValueError(f"For '{op}', the two dimensions of the matrices are needed, but got {dim}.")
    if order is None:
        raise ValueError(f"For '{op}', the order must not be None.")
    _check_matrix_order(op, order)
    return _norm(A, order, axes, True, keepdim, dtype, False)


@face("ops.matrix_norm")
def matrix_norm(
    A: Tensor,
    ord: Any = "fro",  # noqa: A002
    axis: Any = (-2, -1),
    keepdims: bool = False,
    *,
    dtype: Any = None,
) -> Tensor:
    """The norm of the matrices in two dimensions (mirrors `mindspore.ops.matrix_norm`).

    Args:
        A: a Tensor of at least two dimensions; integers give float32.
        ord: 'fro', 'nuc', 1, -1, 2, -2, inf or -inf. axis: rows and columns of the matrices.
        keepdims: whether the dimensions stay with size 1. dtype: to convert `A` to first.

    Raises:
        TypeError: if `A` is no Tensor. ValueError: for another `ord`, or `axis` out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.matrix_norm(ms.Tensor([[3.0, 0.0], [0.0, 4.0]]), "nuc")
        Tensor(shape=[], dtype=Float32, value= 7)
    """
    return _matrix("matrix_norm", A, ord, axis, keepdims, dtype)


@face("mint.linalg.matrix_norm")
def mint_matrix_norm(
    A: Tensor,
    ord: Any = "fro",  # noqa: A002
    dim: Any = (-2, -1),
    keepdim: bool = False,
    *,
    dtype: Any = None,
) -> Tensor:
    """The norm of matrices (mirrors `mindspore.mint.linalg.matrix_norm`); see `ops.matrix_norm`.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.linalg.matrix_norm(ms.Tensor([[3.0, 0.0], [0.0, 4.0]]))
        Tensor(shape=[], dtype=Float32, value= 5)
    """
    return _matrix("matrix_norm", A, ord, dim, keepdim, dtype)


@face("mint.norm")
def mint_norm(input: Tensor, p: Any = "fro", dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Tensor:
    """The p-norm over `dim`; 'fro' is the 2-norm, 'nuc' sums singular values (mirrors `mindspore.mint.norm`).

    Args:
        input: a Tensor; integers give float32. p: a number, inf, -inf, 'fro' or 'nuc'.
        dim: an int, a tuple of ints, or None for all elements. keepdim: whether the dimensions stay with size 1.
        dtype: to convert `input` to first.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.norm(ms.Tensor([[3.0, 4.0], [6.0, 8.0]]), dim=1)
        Tensor(shape=[2], dtype=Float32, value= [ 5.00000000e+00,  1.00000000e+01])
    """
    if p == "nuc":
        return _matrix("norm", input, p, (-2, -1) if dim is None else dim, keepdim, dtype)
    return _vector("norm", input, 2 if p == "fro" else p, dim, keepdim, dtype)


@kernel("LpNorm")
def _lp_norm(input: Array, axis: Any, p: int = 2, keep_dims: bool = False) -> Array:
    """The p-norm over `axis`."""
    x = checked("LpNorm", input, "real")
    axes = axes_of("LpNorm", axis, x.ndim)
    # High powers of float32 numbers are no float32 numbers.
    wide = x.astype(F64) if p > 2 else x.astype(F32) if x.dtype.itemsize == 2 else x
    out = p_norm(wide, p, axes)
    return (out if keep_dims else jnp.squeeze(out, axes)).astype(x.dtype)


@face("ops.LpNorm")
class LpNorm(Primitive):
    """The p-norm over `axis` (mirrors `mindspore.ops.LpNorm`).

    Args:
        axis: an int, or a list or tuple of ints. p: the order, an int. keep_dims: whether the dimensions stay with
            size 1. epsilon: accepted; it makes no difference at the precision of the result.

    Inputs:
        input: a floating Tensor.

    Raises:
        TypeError: if `p` is no int or `axis` has no ints. ValueError: if `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.LpNorm(axis=1)(ms.Tensor([[3.0, 4.0], [6.0, 8.0]]))
        Tensor(shape=[2], dtype=Float32, value= [ 5.00000000e+00,  1.00000000e+01])
    """

    @prim_attr_register
    def __init__(self, axis: Any, p: int = 2, keep_dims: bool = False, epsilon: float = 1e-12) -> None:
        _int_order("LpNorm", p)

    def __call__(self, input: Tensor) -> Tensor:  # type: ignore[override]
        return _lp_norm(input, self.axis, self.p, self.keep_dims)


def _int_order(op: str, p: Any) -> None:
    if isinstance(p, bool) or not isinstance(p, int):
        raise TypeError(f"For '{op}', the type of 'p' should be 'int', but got type '{type(p).__name__}'.")


@face("ops.dist")
def dist(input: Tensor, other: Tensor, p: int = 2) -> Tensor:
    """The p-norm of `input - other`, all elements together (mirrors `mindspore.ops.dist`).

    Args:
        input, other: Tensors whose shapes broadcast. p: the order, an int.

    Raises:
        TypeError: if an input is no Tensor or `p` no int.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.dist(ms.Tensor([3.0, 1.0]), ms.Tensor([0.0, 5.0]))
        Tensor(shape=[], dtype=Float32, value= 5)
    """
    if not isinstance(input, Tensor) or not isinstance(other, Tensor):
        raise TypeError("For 'dist', both inputs must be Tensors.")
    _int_order("LpNorm", p)
    return _lp_norm(input - other, (), p)


@kernel("Cond")
def cond(A: Array, p: Any = None) -> Array:
    """The condition number: norm of `A` times norm of its inverse (mirrors `mindspore.ops.cond`).

    Args:
        A: square matrices, a float32, float64 or complex Tensor of at least two dimensions.
        p: the order of the matrix norm; None is 2.

    Raises:
        TypeError: for other dtypes. ValueError: for another order, or if the matrices are not square.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.cond(ms.Tensor([[1.0, 0.0], [0.0, 4.0]]))
        Tensor(shape=[], dtype=Float32, value= 4)
    """
    x = A
    if not is_inexact(x.dtype) or x.dtype.itemsize == 2:
        raise TypeError(f"For 'cond', the dtype must be float32, float64, complex64 or complex128, but got {x.dtype}.")
    if x.ndim < 2 or x.shape[-1] != x.shape[-2]:
        raise ValueError(f"For 'cond', the input must be square matrices, but got shape {x.shape}.")
    _check_matrix_order("cond", p)
    order, at = 2 if p is None else p, (x.ndim - 2, x.ndim - 1)
    out = _matrix_norm("cond", x, order, *at) * _matrix_norm("cond", jnp.linalg.inv(x), order, *at)
    return jnp.squeeze(out, at).astype(F32)


cond.face("ops.cond")  # type: ignore[attr-defined]


@kernel("Renorm")
def renorm(input: Array, p: Any, axis: int, maxnorm: Number) -> Array:
    """Each slice along `axis` scaled down to a p-norm of at most `maxnorm` (mirrors `mindspore.ops.renorm`).

    Args:
        input: a floating Tensor of at least two dimensions. p: the order of the norm.
        axis: the dimension whose slices are measured. maxnorm: the largest norm that stays.

    Raises:
        TypeError: if `p` is no int. ValueError: if `p` is not positive or `axis` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.renorm(ms.Tensor([[3.0, 4.0], [0.3, 0.4]]), p=2, axis=0, maxnorm=1.0)
        Tensor(shape=[2, 2], dtype=Float32, value=
        [[ 6.00000024e-01,  8.00000012e-01],
         [ 3.00000012e-01,  4.00000006e-01]])
    """
    x = checked("renorm", input, "float")
    _int_order("Renorm", p)
    if p <= 0:
        raise ValueError(f"For 'Renorm', the 'p' must be greater than 0, but got {p}.")
    at = _tuple("Renorm", axis, x.ndim)[0]
    wide = x.astype(F32) if x.dtype.itemsize == 2 else x
    size = p_norm(wide, p, tuple(a for a in range(x.ndim) if a != at))
    limit = jnp.asarray(maxnorm, size.dtype)
    factor = jnp.where(size > limit, limit / (size + jnp.asarray(1e-7, size.dtype)), jnp.ones((), size.dtype))
    return (wide * factor.astype(wide.dtype)).astype(x.dtype)


renorm.face("ops.renorm").face("Tensor.renorm")  # type: ignore[attr-defined]
renorm.primitive("Renorm", "p, dim, maxnorm", call="x", x="input", dim="axis")  # type: ignore[attr-defined]


@kernel("Pdist")
def pdist(input: Array, p: float = 2.0) -> Array:
    """The p-norm distances between all pairs of rows (mirrors `mindspore.ops.pdist`).

    Args:
        input: a floating Tensor of shape (n, m). p: the order of the norm, at least 0; inf is allowed.

    Returns:
        A Tensor of shape (n * (n - 1) / 2,): row 0 with 1, 2, …, then row 1 with 2, 3, …

    Raises:
        TypeError: for other dtypes. ValueError: for another number of dimensions, or a negative `p`.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.pdist(ms.Tensor([[0.0, 0.0], [3.0, 4.0], [0.0, 1.0]]))
        Tensor(shape=[3], dtype=Float32, value= [ 5.00000000e+00,  1.00000000e+00,  4.24264050e+00])
    """
    x = checked("Pdist", input, "real")
    if x.ndim != 2:
        raise ValueError(f"For 'Pdist', the input must have 2 dimensions, but got {x.ndim}.")
    if p < 0:
        raise ValueError(f"For 'Pdist', the 'p' must not be negative, but got {p}.")
    i, j = np.triu_indices(x.shape[0], 1)
    return jnp.squeeze(p_norm(x[i] - x[j], p, (1,)), 1)


pdist.face("ops.pdist")  # type: ignore[attr-defined]
pdist.primitive("Pdist", "p=2.0", call="x", x="input")  # type: ignore[attr-defined]
_cdist.primitive("Cdist", "p=2.0", call="x1, x2")  # type: ignore[attr-defined]


@face("mint.cdist")
def mint_cdist(
    x1: Tensor, x2: Tensor, p: float = 2.0, compute_mode: str = "use_mm_for_euclid_dist_if_necessary"
) -> Tensor:
    """The p-norm distances between the rows of `x1` and of `x2` (mirrors `mindspore.mint.cdist`).

    Args:
        x1: of shape (…, n, m). x2: of shape (…, r, m). p: the order of the norm.
        compute_mode: accepted; the distances are computed one way.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.cdist(ms.Tensor([[0.0, 0.0]]), ms.Tensor([[3.0, 4.0], [0.0, 1.0]]))
        Tensor(shape=[1, 2], dtype=Float32, value=
        [[ 5.00000000e+00,  1.00000000e+00]])
    """
    return _cdist(x1, x2, p)
