"""Sparse tensors: COOTensor, CSRTensor and RowTensor (mirrors `mindspore.common.sparse_tensor`).

Each is a small record of dense Tensors and a shape. The computations are in `mindshim.ops.sparse`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim._core import dtypes, printing
from mindshim._core.state import S
from mindshim._core.tensor import Tensor

__all__ = ["COOTensor", "CSRTensor", "RowTensor", "RowTensorInner", "SparseTensor"]

_INDEX = (dtypes.int16, dtypes.int32, dtypes.int64)


def _need_parts(kind: str, indices: Any, values: Any, shape: Any) -> None:
    for name, part in (("indices", indices), ("values", values)):
        if not isinstance(part, Tensor):
            raise TypeError(f"For '{kind}', '{name}' must be Tensor, but got {type(part)}.")
    if not isinstance(shape, tuple):
        raise TypeError(f"For '{kind}', 'shape' must be tuple, but got {type(shape)}.")
    for size in shape:
        if not isinstance(size, (int, np.integer)) or isinstance(size, bool):
            raise TypeError(f"For '{kind}', the element type of 'shape' must be int, but got {type(size)}.")
        if size <= 0:
            raise ValueError(f"For '{kind}', the elements of 'shape' must be positive, but got {size} in {shape}.")


def _need_index(kind: str, name: str, part: Tensor, ndim: int) -> None:
    if part.dtype not in _INDEX:
        raise TypeError(f"For '{kind}', the dtype of '{name}' must be int16, int32 or int64, but got {part.dtype}.")
    if part.ndim != ndim:
        raise ValueError(f"For '{kind}', '{name}' must have {ndim} dimensions, but got {part.ndim}.")


def _place(part: Tensor) -> Tensor:
    """Where the elements are, which has no gradient."""
    if not S.mode:
        return part
    from mindshim.ops import stop_gradient

    return stop_gradient(part)


def _part(t: Tensor) -> str:
    return printing.sparse_part(np.asarray(t._data), str(t.dtype))


class _Sparse:
    """What the sparse tensors have in common: shape and values, and how they take part in traced functions."""

    #: the attributes that hold Tensors, in the order of the constructor
    _parts: tuple[str, ...] = ()
    _values: Tensor
    _shape: tuple[int, ...]

    @property
    def values(self) -> Tensor:
        """The stored elements."""
        return self._values

    @property
    def dtype(self) -> dtypes.Type:
        """The dtype of the stored elements."""
        return self._values.dtype

    def __repr__(self) -> str:
        parts = ", ".join(f"{name[1:]}={_part(getattr(self, name))}" for name in self._parts)
        return f"{type(self).__name__}(shape={list(self._shape)}, dtype={self._values.dtype}, {parts})"

    def _tensors(self) -> tuple[Tensor, ...]:
        return tuple(getattr(self, name) for name in self._parts)

    @classmethod
    def _of(cls, tensors: Any, shape: tuple[int, ...]) -> Any:
        """An object of known parts, without checks."""
        out = object.__new__(cls)
        for name, part in zip(cls._parts, tensors, strict=True):
            setattr(out, name, part)
        out._shape = shape
        return out


class _Matrix(_Sparse):
    """What COOTensor and CSRTensor have in common."""

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the dense tensor."""
        return self._shape

    @property
    def size(self) -> int:
        """The number of stored elements."""
        return self._values.size

    @property
    def itemsize(self) -> int:
        """Bytes of one element."""
        return self._values.itemsize

    @property
    def ndim(self) -> int:
        """The number of dimensions of the dense tensor."""
        return len(self._shape)

    def to_tuple(self) -> tuple[Any, ...]:
        """The Tensors and the shape.

        Examples:
            >>> import mindshim as ms
            >>> x = ms.CSRTensor(ms.Tensor([0, 1, 2]), ms.Tensor([1, 0]), ms.Tensor([1.0, -2.0]), (2, 2))
            >>> len(x.to_tuple())
            4
        """
        return (*self._tensors(), self._shape)

    def with_values(self, values: Tensor) -> Any:
        """The same places with other elements."""
        return self._of((*self._tensors()[:-1], values), self._shape)

    def astype(self, dtype: Any) -> Any:
        """The same places with the elements converted to `dtype`.

        Examples:
            >>> import mindshim as ms
            >>> x = ms.CSRTensor(ms.Tensor([0, 1, 2]), ms.Tensor([1, 0]), ms.Tensor([1.0, -2.0]), (2, 2))
            >>> x.astype(ms.float16).dtype
            mindspore.float16
        """
        return self.with_values(self._values.astype(dtype))  # type: ignore[attr-defined]

    def abs(self) -> Any:
        """The same places with the absolute values.

        Examples:
            >>> import mindshim as ms
            >>> x = ms.CSRTensor(ms.Tensor([0, 1, 2]), ms.Tensor([1, 0]), ms.Tensor([1.0, -2.0]), (2, 2))
            >>> print(x.abs().values)
            [1. 2.]
        """
        return self.with_values(self._values.abs())  # type: ignore[attr-defined]

    def __neg__(self) -> Any:
        return self.with_values(-self._values)  # type: ignore[operator]


class COOTensor(_Matrix):
    """A sparse matrix as coordinates and values (mirrors `mindspore.COOTensor`).

    Args:
        indices: an integer Tensor of shape (n, 2): row and column of each element.
        values: a Tensor of shape (n,).
        shape: the shape of the dense matrix.
        coo_tensor: instead of the others: a COOTensor to take over.

    Raises:
        TypeError: for parts of another type. ValueError: for parts that do not fit together.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.COOTensor(ms.Tensor([[0, 1], [1, 0]]), ms.Tensor([5, 6]), (2, 2))
        >>> print(x.to_dense())
        [[0 5]
         [6 0]]
    """

    _parts = ("_indices", "_values")

    def __init__(
        self,
        indices: Tensor | None = None,
        values: Tensor | None = None,
        shape: tuple[int, ...] | None = None,
        coo_tensor: COOTensor | None = None,
    ) -> None:
        if coo_tensor is not None:
            if indices is not None or values is not None or shape is not None:
                raise TypeError("For 'COOTensor', the other arguments must be None when 'coo_tensor' is given.")
            if not isinstance(coo_tensor, COOTensor):
                raise TypeError(f"For 'COOTensor', 'coo_tensor' must be a COOTensor, but got {type(coo_tensor)}.")
            indices, values, shape = coo_tensor._indices, coo_tensor._values, coo_tensor._shape
        _need_parts("COOTensor", indices, values, shape)
        assert indices is not None and values is not None and shape is not None
        _need_index("COOTensor", "indices", indices, 2)
        if indices.shape[1] != 2:
            raise ValueError(f"For 'COOTensor', 'indices' must have 2 columns, but got {indices.shape[1]}.")
        if len(shape) != 2:
            # MindSpore's compiler and its Python constructor disagree on the exception.
            kind = TypeError if S.scope is not None else ValueError
            raise kind(f"For 'COOTensor', the length of 'shape' must be 2, but got {shape}.")
        if values.ndim != 1:
            raise ValueError(f"For 'COOTensor', 'values' must have 1 dimension, but got {values.ndim}.")
        if indices.shape[0] != values.shape[0]:
            raise ValueError(
                f"For 'COOTensor', 'indices' and 'values' must have the same length, but got {indices.shape[0]} and "
                f"{values.shape[0]}."
            )
        self._indices = _place(indices)
        self._values = values
        self._shape = shape

    @property
    def indices(self) -> Tensor:
        """Row and column of each element, of shape (n, 2)."""
        return self._indices

    def coalesce(self) -> COOTensor:
        """The elements sorted by place, those of one place added up (mirrors `COOTensor.coalesce`).

        Examples:
            >>> import mindshim as ms
            >>> x = ms.COOTensor(ms.Tensor([[0, 1], [1, 0]]), ms.Tensor([1.0, -2.0]), (2, 2))
            >>> print(x.coalesce().indices)
            [[0 1]
             [1 0]]
        """
        from mindshim.ops import sparse

        return sparse.coalesce(self)

    def to_csr(self) -> CSRTensor:
        """The same matrix as a CSRTensor, its elements sorted by row (mirrors `COOTensor.to_csr`).

        Examples:
            >>> import mindshim as ms
            >>> x = ms.COOTensor(ms.Tensor([[0, 1], [1, 0]]), ms.Tensor([1.0, -2.0]), (2, 2))
            >>> print(x.to_csr().indptr)
            [0 1 2]
        """
        from mindshim.ops import sparse

        return sparse.coo_to_csr(self)

    def to_dense(self) -> Tensor:
        """The dense matrix (mirrors `COOTensor.to_dense`).

        Examples:
            >>> import mindshim as ms
            >>> x = ms.COOTensor(ms.Tensor([[0, 1], [1, 0]]), ms.Tensor([1.0, -2.0]), (2, 2))
            >>> print(x.to_dense())
            [[ 0.  1.]
             [-2.  0.]]
        """
        from mindshim.ops import sparse

        return sparse.coo_to_dense(self)

    def add(self, other: COOTensor, thresh: Any) -> COOTensor:
        """The sum of two COOTensors, without sums whose magnitude is below `thresh` (mirrors `COOTensor.add`).

        Examples:
            >>> import mindshim as ms
            >>> x = ms.COOTensor(ms.Tensor([[0, 1], [1, 0]]), ms.Tensor([1.0, -2.0]), (2, 2))
            >>> print(x.add(x, ms.Tensor(0.0)).to_dense())
            [[ 0.  2.]
             [-4.  0.]]
        """
        from mindshim.ops import sparse

        return sparse.coo_add(self, other, thresh)

    def __add__(self, other: Any) -> Any:
        from mindshim.ops import sparse

        return sparse.coo_plus(self, other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        from mindshim.ops import sparse

        return sparse.coo_plus(self, -other)

    def __rsub__(self, other: Any) -> Any:
        from mindshim.ops import sparse

        return sparse.coo_plus(-self, other)

    def __mul__(self, other: Any) -> COOTensor:
        from mindshim.ops import sparse

        return self.with_values(self._values * sparse.elements_at(self, other))  # type: ignore[operator]

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> COOTensor:
        from mindshim.ops import sparse

        return self.with_values(self._values / sparse.elements_at(self, other))  # type: ignore[operator]


class SparseTensor(COOTensor):
    """The old name of COOTensor (mirrors `mindspore.SparseTensor`)."""

    def __init__(self, indices: Tensor, values: Tensor, shape: tuple[int, ...]) -> None:
        super().__init__(indices, values, shape)

    def __repr__(self) -> str:
        return super().__repr__().replace("SparseTensor", "COOTensor", 1)


class CSRTensor(_Matrix):
    """A sparse tensor in compressed rows (mirrors `mindspore.CSRTensor`).

    Args:
        indptr: an integer Tensor of shape (rows + 1,): where each row's elements begin.
        indices: an integer Tensor of shape (n,): the column of each element.
        values: a Tensor of shape (n, ...).
        shape: the shape of the dense tensor, (rows, columns, ...).
        csr_tensor: instead of the others: a CSRTensor to take over.

    Raises:
        TypeError: for parts of another type. ValueError: for parts that do not fit together.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.CSRTensor(ms.Tensor([0, 1, 2]), ms.Tensor([1, 0]), ms.Tensor([5, 6]), (2, 2))
        >>> print(x.to_dense())
        [[0 5]
         [6 0]]
    """

    _parts = ("_indptr", "_indices", "_values")

    def __init__(
        self,
        indptr: Tensor | None = None,
        indices: Tensor | None = None,
        values: Tensor | None = None,
        shape: tuple[int, ...] | None = None,
        csr_tensor: CSRTensor | None = None,
    ) -> None:
        if csr_tensor is not None:
            if any(part is not None for part in (indptr, indices, values, shape)):
                raise TypeError("For 'CSRTensor', the other arguments must be None when 'csr_tensor' is given.")
            if not isinstance(csr_tensor, CSRTensor):
                raise TypeError(f"For 'CSRTensor', 'csr_tensor' must be a CSRTensor, but got {type(csr_tensor)}.")
            indptr, indices, values, shape = csr_tensor.to_tuple()
        if not isinstance(indptr, Tensor):
            raise TypeError(f"For 'CSRTensor', 'indptr' must be Tensor, but got {type(indptr)}.")
        _need_parts("CSRTensor", indices, values, shape)
        assert indices is not None and values is not None and shape is not None
        _need_index("CSRTensor", "indptr", indptr, 1)
        _need_index("CSRTensor", "indices", indices, 1)
        if values.ndim + 1 != len(shape):
            raise ValueError(
                f"For 'CSRTensor', 'values' must have one dimension less than 'shape', but got {values.ndim} and "
                f"{len(shape)}."
            )
        if indptr.shape[0] != shape[0] + 1:
            raise ValueError(
                f"For 'CSRTensor', 'indptr' must have length 1 + shape[0], {1 + shape[0]}, but got {indptr.shape[0]}."
            )
        if indices.shape[0] != values.shape[0]:
            raise ValueError(
                f"For 'CSRTensor', 'indices' and 'values' must have the same length, but got {indices.shape[0]} and "
                f"{values.shape[0]}."
            )
        if values.shape[1:] != shape[2:]:
            raise ValueError(
                f"For 'CSRTensor', the shape of 'values' after the first dimension must be {shape[2:]}, "
                f"but got {values.shape[1:]}."
            )
        self._indptr = _place(indptr)
        self._indices = _place(indices)
        self._values = values
        self._shape = shape

    @property
    def indptr(self) -> Tensor:
        """Where each row's elements begin, of shape (rows + 1,)."""
        return self._indptr

    @property
    def indices(self) -> Tensor:
        """The column of each element, of shape (n,)."""
        return self._indices

    def to_coo(self) -> COOTensor:
        """The same matrix as a COOTensor (mirrors `CSRTensor.to_coo`).

        Examples:
            >>> import mindshim as ms
            >>> x = ms.CSRTensor(ms.Tensor([0, 1, 2]), ms.Tensor([1, 0]), ms.Tensor([1.0, -2.0]), (2, 2))
            >>> print(x.to_coo().indices)
            [[0 1]
             [1 0]]
        """
        from mindshim.ops import sparse

        return sparse.csr_to_coo(self)

    def to_dense(self) -> Tensor:
        """The dense tensor (mirrors `CSRTensor.to_dense`).

        Examples:
            >>> import mindshim as ms
            >>> x = ms.CSRTensor(ms.Tensor([0, 1, 2]), ms.Tensor([1, 0]), ms.Tensor([1.0, -2.0]), (2, 2))
            >>> print(x.to_dense())
            [[ 0.  1.]
             [-2.  0.]]
        """
        from mindshim.ops import sparse

        return sparse.csr_to_dense(self)

    def mv(self, dense_vector: Tensor) -> Tensor:
        """The product with a column vector of shape (columns, 1) (mirrors `CSRTensor.mv`).

        Examples:
            >>> import mindshim as ms
            >>> x = ms.CSRTensor(ms.Tensor([0, 1, 2]), ms.Tensor([1, 0]), ms.Tensor([1.0, -2.0]), (2, 2))
            >>> print(x.mv(ms.Tensor([[1.0], [2.0]])))
            [[ 2.]
             [-2.]]
        """
        from mindshim.ops import sparse

        sparse.need(dense_vector, Tensor, "CSRTensor.mv", "dense_vector")
        return sparse.csr_mv(self, dense_vector)

    def mm(self, matrix: Tensor | CSRTensor) -> Any:
        """The product with a matrix (mirrors `CSRTensor.mm`).

        Examples:
            >>> import mindshim as ms
            >>> x = ms.CSRTensor(ms.Tensor([0, 1, 2]), ms.Tensor([1, 0]), ms.Tensor([1.0, -2.0]), (2, 2))
            >>> print(x.mm(ms.Tensor([[1.0], [2.0]])))
            [[ 2.]
             [-2.]]
        """
        from mindshim.ops import sparse

        return sparse.csr_mm(self, matrix)

    def sum(self, axis: int) -> Tensor:
        """The sum along `axis`, which must be 1 (or -1), of shape (rows, 1) (mirrors `CSRTensor.sum`).

        Examples:
            >>> import mindshim as ms
            >>> x = ms.CSRTensor(ms.Tensor([0, 1, 2]), ms.Tensor([1, 0]), ms.Tensor([1.0, -2.0]), (2, 2))
            >>> print(x.sum(1))
            [[ 1.]
             [-2.]]
        """
        from mindshim.ops import sparse

        return sparse.csr_reduce_sum(self, axis)

    def add(self, b: CSRTensor, alpha: Any, beta: Any) -> CSRTensor:
        """`alpha * self + beta * b` (mirrors `CSRTensor.add`).

        Examples:
            >>> import mindshim as ms
            >>> x = ms.CSRTensor(ms.Tensor([0, 1, 2]), ms.Tensor([1, 0]), ms.Tensor([1.0, -2.0]), (2, 2))
            >>> print(x.add(x, ms.Tensor(1.0), ms.Tensor(1.0)).to_dense())
            [[ 0.  2.]
             [-4.  0.]]
        """
        from mindshim.ops import sparse

        return sparse.csr_add(self, b, alpha, beta)

    def __add__(self, other: Any) -> CSRTensor:
        from mindshim.ops import sparse

        return sparse.csr_plus(self, other, 1)

    def __sub__(self, other: Any) -> CSRTensor:
        from mindshim.ops import sparse

        return sparse.csr_plus(self, other, -1)

    def __mul__(self, other: Any) -> Any:
        from mindshim.ops import sparse

        out = sparse.csr_mul(self, other)
        return self.with_values(out) if isinstance(other, Tensor) else out

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        from mindshim.ops import sparse

        out = sparse.csr_div(self, other)
        return self.with_values(out) if isinstance(other, Tensor) else out


class RowTensorInner(_Sparse):
    """Some rows of a tensor (mirrors `RowTensorInner`); see `RowTensor`."""

    _parts = ("_indices", "_values")

    def __init__(
        self,
        indices: Tensor | None = None,
        values: Tensor | None = None,
        shape: tuple[int, ...] | None = None,
        row_tensor: RowTensorInner | None = None,
    ) -> None:
        if row_tensor is not None:
            if not isinstance(row_tensor, RowTensorInner):
                raise TypeError(f"For 'RowTensor', 'row_tensor' must be a RowTensor, but got {type(row_tensor)}.")
            indices, values, shape = row_tensor._indices, row_tensor._values, row_tensor._shape
        _need_parts("RowTensor", indices, values, shape)
        assert indices is not None and values is not None and shape is not None
        self._indices = _place(indices)
        self._values = values
        self._shape = shape

    @property
    def indices(self) -> Tensor:
        """The numbers of the rows."""
        return self._indices

    @property
    def dense_shape(self) -> tuple[int, ...]:
        """The shape of the whole tensor."""
        return self._shape

    @property
    def dtype(self) -> Any:
        """Not an attribute in MindSpore; look at `values.dtype`."""
        raise AttributeError(f"'{type(self).__name__}' object has no attribute 'dtype'")


class RowTensor(RowTensorInner):
    """Some rows of a tensor whose other rows are zero (mirrors `mindspore.RowTensor`).

    Args:
        indices: the numbers of the rows, of shape (n,).
        values: the rows, of shape (n, ...).
        shape: the shape of the whole tensor.
        row_tensor: instead of the others: a RowTensor to take over.

    Raises:
        TypeError: for parts of another type.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.RowTensor(ms.Tensor([0]), ms.Tensor([[1, 2]]), (3, 2))
        >>> x.dense_shape
        (3, 2)
    """


def dense_to_coo(tensor: Tensor) -> COOTensor:
    """The nonzero elements of a matrix, with int32 indices in row order."""
    from mindshim.ops import sparse

    return sparse.dense_to_sparse_coo(tensor)


def dense_to_csr(tensor: Tensor) -> CSRTensor:
    """The nonzero elements of a matrix, with int32 indices."""
    from mindshim.ops import sparse

    return sparse.dense_to_sparse_csr(tensor)
