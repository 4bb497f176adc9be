"""Sums of batches of sparse matrices given as their parts."""

from __future__ import annotations

from typing import Any

from mindshim import ops as _op
from mindshim._core.faces import face
from mindshim._core.tensor import Tensor
from mindshim.common.sparse_tensor import CSRTensor
from mindshim.ops import sparse
from mindshim.ops.primitive import Primitive, prim_attr_register

_NAMES = ("dense_shape", "batch_pointers", "indptr", "indices", "values")


@face("ops.SparseMatrixAdd")
class SparseMatrixAdd(Primitive):
    """`alpha * x1 + beta * x2` of matrices in compressed rows (mirrors `ops.operations.sparse_ops.SparseMatrixAdd`).

    Called with the five parts of each, `dense_shape` (rows, columns) or (batch, rows, columns), `batch_pointers` (where
    each matrix's elements begin), `indptr` (of all matrices), `indices` and `values`, then `alpha` and `beta`; gives
    the five parts of the sum.

    Raises:
        TypeError: if a part is not a Tensor. ValueError: if the shapes differ.

    Examples:
        >>> import mindshim as ms
        >>> parts = [ms.Tensor(v, ms.int32) for v in ([2, 2], [0, 2], [0, 1, 2], [1, 0])] + [ms.Tensor([1.0, 2.0])]
        >>> shape, batch, indptr, indices, values = ms.ops.SparseMatrixAdd()(*parts, *parts, ms.Tensor(1.0), ms.Tensor(2.0))
        >>> print(indptr, indices, values)
        [0 1 2] [1 0] [3. 6.]
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, *parts: Any) -> tuple[Tensor, ...]:  # type: ignore[override]
        if len(parts) != 12:
            raise TypeError(f"For 'SparseMatrixAdd', there must be 12 arguments, but got {len(parts)}.")
        for i, part in enumerate(parts):
            if not isinstance(part, Tensor):
                name = f"x{i // 5 + 1}_{_NAMES[i % 5]}" if i < 10 else ("alpha", "beta")[i - 10]
                raise TypeError(f"For 'SparseMatrixAdd', '{name}' must be a Tensor, but got {type(part).__name__}.")
        first, second, (alpha, beta) = parts[:5], parts[5:10], parts[10:]
        shape, other = tuple(first[0].tolist()), tuple(second[0].tolist())
        if shape != other:
            raise ValueError(f"For 'SparseMatrixAdd', the dense shapes should be same, but got {shape} and {other}.")
        sums = [
            sparse.csr_add(a, b, alpha, beta)
            for a, b in zip(_matrices(first, shape), _matrices(second, shape), strict=True)
        ]
        counts = [0]
        for s in sums:
            counts.append(counts[-1] + s.indices.shape[0])
        joined = [_op.concat([getattr(s, name) for s in sums]) for name in ("indptr", "indices", "values")]
        return (first[0], Tensor(counts, first[1].dtype), *joined)


def _matrices(parts: Any, shape: tuple[int, ...]) -> list[CSRTensor]:
    _, batch, indptr, indices, values = parts
    rows = shape[-2] + 1
    bounds = batch.tolist()
    return [
        CSRTensor._of((indptr[i * rows : (i + 1) * rows], indices[a:b], values[a:b]), shape[-2:])
        for i, (a, b) in enumerate(zip(bounds[:-1], bounds[1:], strict=True))
    ]
