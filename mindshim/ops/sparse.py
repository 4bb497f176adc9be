"""Operators of sparse tensors: conversions, sums, products, and the elementwise functions of the stored elements."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import ops as _op
from mindshim._core import dtypes
from mindshim._core.faces import face, register
from mindshim._core.tensor import Tensor
from mindshim.common.sparse_tensor import COOTensor, CSRTensor

# Called by name when used: these operators are declared in modules that come later in alphabetical order too.


def need(value: Any, kind: type, op: str, name: str) -> None:
    """TypeError unless `value` is a `kind`."""
    if not isinstance(value, kind):
        raise TypeError(f"For '{op}', the type of '{name}' must be {kind.__name__}, but got {type(value).__name__}.")


def _same_shape(a: Any, b: Any, op: str) -> None:
    if a.shape != b.shape:
        raise ValueError(f"For '{op}', both inputs must have the same shape, but got {a.shape} and {b.shape}.")


# -- conversions ---------------------------------------------------------------------------------------------------


@face("ops.csr2coo")
def csr2coo(indptr: Tensor, nnz: int) -> Tensor:
    """The row of each of `nnz` elements, from where the rows begin (mirrors `mindspore.ops.csr2coo`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.csr2coo(ms.Tensor([0, 1, 3]), 3))
        [0 1 1]
    """
    places = Tensor(np.arange(nnz, dtype=np.int64))
    rows = _op.searchsorted(indptr.astype(dtypes.int64), places, right=True) - 1  # type: ignore[attr-defined]
    return rows.astype(indptr.dtype)


@face("ops.coo2csr")
def coo2csr(row_indices: Tensor, height: int) -> Tensor:
    """Where each of `height` rows begins, from the sorted rows of the elements (mirrors `mindspore.ops.coo2csr`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.coo2csr(ms.Tensor([0, 1, 1]), 3))
        [0 1 3 3]
    """
    rows = Tensor(np.arange(height + 1, dtype=np.int64))
    begins = _op.searchsorted(row_indices.astype(dtypes.int64), rows)  # type: ignore[attr-defined]
    return begins.astype(row_indices.dtype)


def coo_to_dense(x: COOTensor) -> Tensor:
    """The dense matrix; elements of the same place are added."""
    return _op.scatter_nd(x.indices, x.values, x.shape)


def coo_to_csr(x: COOTensor) -> CSRTensor:
    """The same elements in compressed rows: by row, those of one row in the order they have."""
    indices: Any = x.indices
    order = _op.argsort(indices[:, 0].copy())
    places, values = _op.gather(indices, order, 0), _op.gather(x.values, order, 0)  # type: ignore[attr-defined]
    return CSRTensor._of((coo2csr(places[:, 0].copy(), x.shape[0]), places[:, 1].copy(), values), x.shape)


@face("ops.csr_to_coo")
def csr_to_coo(tensor: CSRTensor) -> COOTensor:
    """A CSRTensor of two dimensions as a COOTensor (mirrors `mindspore.ops.csr_to_coo`).

    Raises:
        TypeError: if `tensor` is not a CSRTensor. ValueError: if it has more than two dimensions.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.CSRTensor(ms.Tensor([0, 1, 2], ms.int32), ms.Tensor([1, 0], ms.int32), ms.Tensor([1.0, 2.0]), (2, 2))
        >>> print(ms.ops.csr_to_coo(x).indices)
        [[0 1]
         [1 0]]
    """
    need(tensor, CSRTensor, "csr_to_coo", "tensor")
    if tensor.ndim != 2:
        raise ValueError(f"For 'csr_to_coo', the CSRTensor must have 2 dimensions, but got {tensor.ndim}.")
    rows = csr2coo(tensor.indptr, tensor.indices.shape[0]).astype(tensor.indices.dtype)
    return COOTensor._of((_op.stack([rows, tensor.indices], 1), tensor.values), tensor.shape)


@face("ops.csr_to_dense")
def csr_to_dense(csr_tensor: CSRTensor) -> Tensor:
    """The dense tensor of a CSRTensor (mirrors `mindspore.ops.csr_to_dense`)."""
    need(csr_tensor, CSRTensor, "csr_to_dense", "csr_tensor")
    rows = csr2coo(csr_tensor.indptr, csr_tensor.indices.shape[0]).astype(csr_tensor.indices.dtype)
    places = _op.stack([rows, csr_tensor.indices], 1)
    return _op.scatter_nd(places, csr_tensor.values, csr_tensor.shape)


@face("ops.dense_to_sparse_coo")
def dense_to_sparse_coo(tensor: Tensor) -> COOTensor:
    """The nonzero elements of a matrix as a COOTensor (mirrors `mindspore.ops.dense_to_sparse_coo`).

    Raises:
        TypeError: if `tensor` is not a Tensor. ValueError: if it is not a matrix.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.dense_to_sparse_coo(ms.Tensor([[0, 2], [3, 0]])).values)
        [2 3]
    """
    need(tensor, Tensor, "dense_to_sparse_coo", "tensor")
    if tensor.ndim != 2:
        raise ValueError(f"For 'COOTensor', the length of 'shape' must be 2, but got {tensor.shape}.")
    where = np.argwhere(tensor._concrete())
    flat = Tensor(where[:, 0] * tensor.shape[1] + where[:, 1])
    values = _op.gather(tensor.reshape(-1), flat, 0)  # type: ignore[attr-defined]
    return COOTensor._of((Tensor(where.astype(np.int32)), values), tensor.shape)


@face("ops.dense_to_sparse_csr")
def dense_to_sparse_csr(tensor: Tensor) -> CSRTensor:
    """The nonzero elements of a matrix as a CSRTensor (mirrors `mindspore.ops.dense_to_sparse_csr`).

    Raises:
        TypeError: if `tensor` is not a Tensor. ValueError: if it is not a matrix.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.dense_to_sparse_csr(ms.Tensor([[0.0, 1.0], [2.0, 0.0]])).values)
        [1. 2.]
    """
    need(tensor, Tensor, "dense_to_sparse_csr", "tensor")
    if tensor.ndim != 2:
        raise ValueError(f"For 'dense_to_sparse_csr', the Tensor must have 2 dimensions, but got {tensor.ndim}.")
    return coo_to_csr(dense_to_sparse_coo(tensor))


# -- sums ----------------------------------------------------------------------------------------------------------


def _combine(places: np.ndarray, values: Tensor, shape: tuple[int, ...], index_dtype: Any, keep: Any) -> COOTensor:
    """Elements at flat `places`, added where they coincide, sorted; sums that `keep` rejects are left out."""
    distinct, number, count = np.unique(places, return_inverse=True, return_counts=True)
    total = _op.unsorted_segment_sum(values, Tensor(number.reshape(-1).astype(np.int32)), len(distinct))
    if keep is not None:
        kept = np.flatnonzero(keep(total._concrete()) | (count == 1))
        if len(kept) != len(distinct):
            distinct, total = distinct[kept], _op.gather(total, Tensor(kept), 0)
    indices = np.stack(np.unravel_index(distinct, shape), 1).astype(dtypes.to_np(index_dtype))
    return COOTensor._of((Tensor(indices), total), shape)


def _places(x: COOTensor) -> np.ndarray:
    where = x.indices._concrete().astype(np.int64)
    return where[:, 0] * x.shape[1] + where[:, 1]


def coalesce(x: COOTensor) -> COOTensor:
    """The elements sorted by place, those of one place added up."""
    return _combine(_places(x), x.values, x.shape, x.indices.dtype, None)


@face("ops.coo_add")
def coo_add(x1: COOTensor, x2: COOTensor, thresh: Tensor) -> COOTensor:
    """The sum of two COOTensors, without sums of a magnitude below `thresh` (mirrors `mindspore.ops.coo_add`).

    Elements that only one of them has are always kept.

    Raises:
        TypeError: if `x1` or `x2` is not a COOTensor. ValueError: if their shapes differ.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[0.0, 1.0], [2.0, 0.0]]).to_coo()
        >>> print(ms.ops.coo_add(x, x, ms.Tensor(3.0)).to_dense())
        [[0. 0.]
         [4. 0.]]
    """
    need(x1, COOTensor, "coo_add", "x1")
    need(x2, COOTensor, "coo_add", "x2")
    _same_shape(x1, x2, "coo_add")
    low = float(thresh)
    values = _op.concat([x1.values, x2.values])
    keep = None if low <= 0 else (lambda total: np.abs(total) >= low)
    return _combine(np.concatenate([_places(x1), _places(x2)]), values, x1.shape, x1.indices.dtype, keep)


def coo_plus(a: COOTensor, b: Any) -> Any:
    """`a + b`: a COOTensor for a COOTensor, a Tensor for a Tensor."""
    if isinstance(b, COOTensor):
        return coo_add(a, b, Tensor(0.0))
    need(b, Tensor, "COOTensor.__add__", "other")
    _same_shape(a, b, "COOTensor.__add__")
    return _op.tensor_scatter_add(b, a.indices, a.values)


@face("ops.coo_concat")
def coo_concat(sp_input: Any, concat_dim: int = 0) -> COOTensor:
    """COOTensors joined along a dimension (mirrors `mindspore.ops.coo_concat`).

    Raises:
        TypeError: for inputs that are not COOTensors of one dtype. ValueError: for fewer than two. IndexError,
            RuntimeError: for a dimension out of range, or shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.COOTensor(ms.Tensor([[0, 1], [1, 0]], ms.int32), ms.Tensor([1.0, 2.0]), (2, 2))
        >>> print(ms.ops.coo_concat((x, x)).shape)
        (4, 2)
    """
    if not isinstance(sp_input, (list, tuple)) or len(sp_input) < 2:
        raise ValueError("For 'coo_concat', the input must be a list or tuple of at least 2 COOTensors.")
    for x in sp_input:
        need(x, COOTensor, "coo_concat", "sp_input")
    if not isinstance(concat_dim, int) or isinstance(concat_dim, bool):
        raise TypeError(f"For 'coo_concat', the 'concat_dim' must be an int, but got {type(concat_dim).__name__}.")
    if concat_dim not in (-2, -1, 0, 1):
        # MindSpore's Python code finds out first where there are more than two.
        kind = RuntimeError if len(sp_input) == 2 else IndexError
        raise kind(f"For 'coo_concat', the 'concat_dim' must be in [-2, 2), but got {concat_dim}.")
    axis = concat_dim % 2
    first = sp_input[0]
    for x in sp_input[1:]:
        if x.values.dtype != first.values.dtype:
            raise TypeError(f"For 'coo_concat', the inputs must have one dtype, but got {first.values.dtype} and {x.values.dtype}.")
        if x.shape[1 - axis] != first.shape[1 - axis]:
            raise RuntimeError(
                f"For 'coo_concat', the shapes must be equal but for axis {axis}, but got {first.shape} and {x.shape}."
            )
    offset, indices = 0, []
    for x in sp_input:
        shift = [0, 0]
        shift[axis] = offset
        indices.append(x.indices + Tensor(np.array(shift)).astype(x.indices.dtype))
        offset += x.shape[axis]
    shape = list(sp_input[0].shape)
    shape[axis] = offset
    joined = COOTensor._of((_op.concat(indices), _op.concat([x.values for x in sp_input])), tuple(shape))
    order = np.argsort(_places(joined), kind="stable")
    if np.array_equal(order, np.arange(len(order))):
        return joined
    at = Tensor(order)
    return COOTensor._of((_op.gather(joined.indices, at, 0), _op.gather(joined.values, at, 0)), joined.shape)


@face("ops.csr_add")
def csr_add(a: CSRTensor, b: CSRTensor, alpha: Tensor, beta: Tensor) -> CSRTensor:
    """`alpha * a + beta * b` of two CSRTensors (mirrors `mindspore.ops.csr_add`).

    Raises:
        TypeError: if `a` or `b` is not a CSRTensor. ValueError: if their shapes differ.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.CSRTensor(ms.Tensor([0, 1, 2], ms.int32), ms.Tensor([1, 0], ms.int32), ms.Tensor([1.0, 2.0]), (2, 2))
        >>> one = ms.Tensor(1.0)
        >>> print(ms.ops.csr_add(x, x, one, one).values)
        [2. 4.]
    """
    need(a, CSRTensor, "csr_add", "a")
    need(b, CSRTensor, "csr_add", "b")
    _same_shape(a, b, "csr_add")
    first, second = csr_to_coo(a), csr_to_coo(b)
    values = _op.concat([first.values * alpha, second.values * beta])
    places = np.concatenate([_places(first), _places(second)])
    return coo_to_csr(_combine(places, values, a.shape, a.indices.dtype, None))


def csr_plus(a: CSRTensor, b: Any, sign: int) -> CSRTensor:
    """`a + sign * b`."""
    need(b, CSRTensor, "CSRTensor.__add__", "other")
    return csr_add(a, b, Tensor(1, a.dtype), Tensor(sign, a.dtype))


# -- products ------------------------------------------------------------------------------------------------------


def elements_at(x: COOTensor, dense: Any) -> Tensor:
    """The elements of a dense matrix at the places of `x`."""
    need(dense, Tensor, "COOTensor", "other")
    _same_shape(x, dense, "COOTensor")
    return _op.gather_nd(dense, x.indices)


@face("ops.csr_gather")
def csr_gather(indptr: Tensor, indices: Tensor, dense: Tensor, sparse_shape: Any) -> Tensor:
    """The elements of `dense`, broadcast to `sparse_shape`, at the places of a CSRTensor (mirrors `ops.csr_gather`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1, 2], [3, 4]])
        >>> print(ms.ops.csr_gather(ms.Tensor([0, 1, 2]), ms.Tensor([1, 0]), x, (2, 2)))
        [2 3]
    """
    rows = csr2coo(indptr, indices.shape[0]).astype(indices.dtype)
    full = _op.broadcast_to(dense, tuple(sparse_shape))
    return _op.gather_nd(full, _op.stack([rows, indices], 1))


def _operand(x: CSRTensor, y: Any, op: str) -> Any:
    need(x, CSRTensor, op, "x")
    if isinstance(y, Tensor) and y.ndim:
        return csr_gather(x.indptr, x.indices, y, x.shape)
    return y


@face("ops.csr_mul")
def csr_mul(x: CSRTensor, y: Any) -> Tensor:
    """The stored elements times a number or a dense tensor (mirrors `mindspore.ops.csr_mul`)."""
    return x.values * _operand(x, y, "csr_mul")


@face("ops.csr_div")
def csr_div(x: CSRTensor, y: Any) -> Tensor:
    """The stored elements divided by a number or a dense tensor (mirrors `mindspore.ops.csr_div`)."""
    return x.values / _operand(x, y, "csr_div")


@face("ops.csr_reduce_sum")
def csr_reduce_sum(csr_tensor: CSRTensor, axis: int) -> Tensor:
    """The sum of each row, of shape (rows, 1, ...) (mirrors `mindspore.ops.csr_reduce_sum`).

    Raises:
        ValueError: for an `axis` other than 1.
    """
    need(csr_tensor, CSRTensor, "csr_reduce_sum", "csr_tensor")
    if axis not in (1, 1 - csr_tensor.ndim):
        raise ValueError(f"For 'csr_reduce_sum', the 'axis' must be 1 or {1 - csr_tensor.ndim}, but got {axis}.")
    rows = csr2coo(csr_tensor.indptr, csr_tensor.indices.shape[0])
    return _op.unsorted_segment_sum(csr_tensor.values, rows, csr_tensor.shape[0]).expand_dims(1)


@face("ops.csr_mv")
def csr_mv(csr_tensor: CSRTensor, dense: Tensor) -> Tensor:
    """The product of a sparse matrix and a column vector or matrix (mirrors `mindspore.ops.csr_mv`).

    Raises:
        ValueError: if the sizes do not fit.
    """
    need(csr_tensor, CSRTensor, "csr_mv", "csr_tensor")
    need(dense, Tensor, "csr_mv", "dense")
    if dense.ndim != 2 or dense.shape[0] != csr_tensor.shape[1]:
        raise ValueError(
            f"For 'csr_mv', the shape of 'dense' must be ({csr_tensor.shape[1]}, n), but got {dense.shape}."
        )
    rows = csr2coo(csr_tensor.indptr, csr_tensor.indices.shape[0])
    terms = csr_tensor.values.expand_dims(1) * _op.gather(dense, csr_tensor.indices, 0)  # type: ignore[attr-defined]
    return _op.unsorted_segment_sum(terms, rows, csr_tensor.shape[0])


@face("ops.csr_mm")
def csr_mm(
    a: CSRTensor,
    b: Any,
    trans_a: bool = False,
    trans_b: bool = False,
    adjoint_a: bool = False,
    adjoint_b: bool = False,
) -> Any:
    """The product of a sparse matrix with a dense one, or with another sparse one (mirrors `mindspore.ops.csr_mm`).

    Args:
        a: a CSRTensor.
        b: a Tensor for a dense result, or a CSRTensor for a CSRTensor.
        trans_a, trans_b: use the transpose. adjoint_a, adjoint_b: use the conjugate transpose.

    Raises:
        TypeError: for inputs of another type.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.CSRTensor(ms.Tensor([0, 1, 2], ms.int32), ms.Tensor([1, 0], ms.int32), ms.Tensor([1.0, 2.0]), (2, 2))
        >>> print(ms.ops.csr_mm(x, ms.Tensor([[1.0], [1.0]])))
        [[1.]
         [2.]]
    """
    need(a, CSRTensor, "csr_mm", "a")
    if not isinstance(b, (Tensor, CSRTensor)):
        raise TypeError(f"For 'csr_mm', the type of 'b' must be Tensor or CSRTensor, but got {type(b).__name__}.")
    if not isinstance(b, CSRTensor) and not (trans_a or trans_b or adjoint_a or adjoint_b):
        return csr_mv(a, b)
    left = _turned(csr_to_dense(a), trans_a, adjoint_a)
    right = _turned(csr_to_dense(b) if isinstance(b, CSRTensor) else b, trans_b, adjoint_b)
    out = _op.matmul(left, right)
    return dense_to_sparse_csr(out) if isinstance(b, CSRTensor) else out


def _turned(x: Any, transpose: bool, adjoint: bool) -> Any:
    if not transpose and not adjoint:
        return x
    return x.T.conj() if adjoint else x.T


@face("ops.csr_softmax")
def csr_softmax(logits: CSRTensor, dtype: Any) -> CSRTensor:
    """The softmax of each row over its stored elements (mirrors `mindspore.ops.csr_softmax`).

    Raises:
        TypeError: if `logits` is not a CSRTensor.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.CSRTensor(ms.Tensor([0, 1, 2], ms.int32), ms.Tensor([1, 0], ms.int32), ms.Tensor([1.0, 2.0]), (2, 2))
        >>> print(ms.ops.csr_softmax(x, ms.float32).values)
        [1. 1.]
    """
    need(logits, CSRTensor, "csr_softmax", "logits")
    rows = csr2coo(logits.indptr, logits.indices.shape[0])
    height = logits.shape[0]
    largest = _op.unsorted_segment_max(logits.values, rows, height)
    powers = _op.exp(logits.values - _op.gather(largest, rows, 0))
    totals = _op.unsorted_segment_sum(powers, rows, height)
    return logits.with_values(powers / _op.gather(totals, rows, 0))


# -- parts ---------------------------------------------------------------------------------------------------------


def _getter(name: str, kind: type, attribute: str) -> None:
    def get(x: Any) -> Any:
        need(x, kind, name, "x")
        return getattr(x, attribute)

    get.__name__ = get.__qualname__ = name
    get.__doc__ = f"The `{attribute}` of a {kind.__name__} (mirrors `mindspore.ops.{name}`)."
    register(f"ops.{name}", get)


for _kind, _short in ((COOTensor, "coo"), (CSRTensor, "csr")):
    for _attribute in ("indptr", "indices", "values", "dense_shape"):
        if _short == "csr" or _attribute != "indptr":
            _getter(f"{_short}_tensor_get_{_attribute}", _kind, _attribute.replace("dense_", ""))
