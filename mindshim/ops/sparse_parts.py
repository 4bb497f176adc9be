"""Operators of sparse tensors that are given by their parts, places and values: sums, extremes, order, shape, counts.

The places are those of `COOTensor`: a matrix of one row per element.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import ops as _op
from mindshim._core.tensor import Tensor
from mindshim.ops import sparse
from mindshim.ops.function_primitives import operator


def shape_of(op: str, name: str, shape: Any) -> tuple[int, ...]:
    """A shape given as an int Tensor of one axis."""
    if shape.ndim != 1 or str(shape.dtype) not in ("Int32", "Int64"):
        raise (ValueError if shape.ndim != 1 else TypeError)(
            f"For '{op}', the '{name}' must be an int32 or int64 Tensor of one axis, but got {shape.dtype}, {shape.shape}."
        )
    return tuple(shape.tolist())


def places(
    op: str, indices: Tensor, values: Tensor, shape: tuple[int, ...], names: str = "indices values"
) -> np.ndarray:
    """The places of the elements in a tensor of `shape`, counted row by row."""
    at, value = names.split()
    if str(indices.dtype) not in ("Int32", "Int64"):
        raise TypeError(f"For '{op}', the dtype of '{at}' must be int32 or int64, but got {indices.dtype}.")
    if indices.ndim != 2 or values.ndim != 1 or indices.shape != (values.shape[0], len(shape)):
        raise ValueError(
            f"For '{op}', the shapes of '{at}' and '{value}' must be (n, {len(shape)}) and (n,), but got "
            f"{indices.shape}, {values.shape}."
        )
    where = indices._concrete().astype(np.int64)
    if (where < 0).any() or (where >= np.array(shape)).any():
        raise ValueError(f"For '{op}', the '{at}' must lie within the shape {shape}, but got {where.tolist()}.")
    return np.asarray(np.ravel_multi_index(tuple(where.T), shape))


def _two(op: str, x1: Any, x2: Any) -> tuple[tuple[int, ...], np.ndarray, np.ndarray]:
    """The common shape and the places of two sparse tensors, each given as (indices, values, shape)."""
    shape, other = shape_of(op, "x1_shape", x1[2]), shape_of(op, "x2_shape", x2[2])
    if shape != other:
        raise ValueError(f"For '{op}', 'x1_shape' and 'x2_shape' must be equal, but got {shape} and {other}.")
    for i, part in enumerate(("indices", "values", "shape")):
        if x1[i].dtype != x2[i].dtype:
            raise TypeError(
                f"For '{op}', 'x1_{part}' and 'x2_{part}' must have one dtype, but got {x1[i].dtype} and {x2[i].dtype}."
            )
    first = places(op, x1[0], x1[1], shape, "x1_indices x1_values")
    return shape, first, places(op, x2[0], x2[1], shape, "x2_indices x2_values")


@operator("SparseAdd")
def sparse_add(
    x1_indices: Tensor, x1_values: Tensor, x1_shape: Tensor,
    x2_indices: Tensor, x2_values: Tensor, x2_shape: Tensor, thresh: Tensor,
) -> tuple[Tensor, ...]:  # fmt: skip
    """The sum of two sparse tensors (mirrors `mindspore.ops.operations.sparse_ops.SparseAdd`).

    Inputs:
        x1_indices, x1_values, x1_shape: an int64 Tensor of shape (n, axes), the elements, the dense shape.
        x2_indices, x2_values, x2_shape: those of the other one.
        thresh: a Tensor of no axes; sums of both whose magnitude is less are left out.

    Returns:
        Indices, values and shape of the sum, sorted by place.

    Raises:
        TypeError: if the dtypes of the two differ. ValueError: for shapes that do not fit, or places outside.

    Examples:
        >>> import mindshim as ms
        >>> x = [ms.Tensor([[0, 1], [1, 2]]), ms.Tensor([1, 2]), ms.Tensor([3, 4])]
        >>> y = [ms.Tensor([[0, 0], [1, 2]]), ms.Tensor([3, 4]), ms.Tensor([3, 4])]
        >>> print(ms.ops.SparseAdd()(*x, *y, ms.Tensor(0))[1])
        [3 1 6]
    """
    op = "SparseAdd"
    if thresh.ndim:
        raise ValueError(f"For '{op}', the 'thresh' must have no axes, but got shape {thresh.shape}.")
    shape, first, second = _two(op, (x1_indices, x1_values, x1_shape), (x2_indices, x2_values, x2_shape))
    low = float(thresh)
    total = sparse._combine(
        np.concatenate([first, second]), _op.concat([x1_values, x2_values]), shape, x1_indices.dtype,
        None if low <= 0 else lambda sums: np.abs(sums) >= low,
    )  # fmt: skip
    return total.indices, total.values, x1_shape


def _extreme(name: str, word: str, pick: Any, example: str) -> None:
    def extreme(
        x1_indices: Tensor, x1_values: Tensor, x1_shape: Tensor,
        x2_indices: Tensor, x2_values: Tensor, x2_shape: Tensor,
    ) -> tuple[Tensor, Tensor]:  # fmt: skip
        shape, first, second = _two(name, (x1_indices, x1_values, x1_shape), (x2_indices, x2_values, x2_shape))
        union, number = np.unique(np.concatenate([first, second]), return_inverse=True)
        number = number.reshape(-1).astype(np.int32)
        n = len(first)
        # An element that only one of them has meets the other's zero.
        a = _op.unsorted_segment_sum(x1_values, Tensor(number[:n]), len(union))
        b = _op.unsorted_segment_sum(x2_values, Tensor(number[n:]), len(union))
        return Tensor(np.stack(np.unravel_index(union, shape), 1).astype(np.int64)), pick(a, b)

    extreme.__doc__ = f"""The {word} of two sparse tensors, place by place (mirrors `ops.operations.sparse_ops.{name}`).

    Inputs:
        x1_indices, x1_values, x1_shape: an int64 Tensor of shape (n, axes), the elements, the dense shape.
        x2_indices, x2_values, x2_shape: those of the other one.

    Returns:
        Indices and values at the places that at least one of them has; what the other does not have counts as 0.

    Raises:
        TypeError: if the dtypes of the two differ. ValueError: for shapes that do not fit, or places outside.

    Examples:
        >>> import mindshim as ms
        >>> x = [ms.Tensor([[0, 1], [1, 2]]), ms.Tensor([1, 2]), ms.Tensor([3, 3])]
        >>> y = [ms.Tensor([[0, 1], [1, 1]]), ms.Tensor([3, -4]), ms.Tensor([3, 3])]
        >>> print(ms.ops.{name}()(*x, *y)[1])
        {example}
    """
    operator(name)(extreme)


_extreme("SparseSparseMaximum", "larger element", lambda a, b: _op.maximum(a, b), "[3 0 2]")
_extreme("SparseSparseMinimum", "smaller element", lambda a, b: _op.minimum(a, b), "[ 1 -4  0]")


@operator("SparseReorder")
def sparse_reorder(indices: Tensor, values: Tensor, shape: Tensor) -> tuple[Tensor, Tensor]:
    """The elements sorted by place, row by row (mirrors `mindspore.ops.operations.sparse_ops.SparseReorder`).

    Inputs:
        indices, values, shape: an int64 Tensor of shape (n, axes), the elements, the dense shape.

    Returns:
        Indices and values.

    Raises:
        TypeError: for indices that are not int. ValueError: for shapes that do not fit, or places outside.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.SparseReorder()(ms.Tensor([[2, 1], [0, 1]]), ms.Tensor([1, 2]), ms.Tensor([3, 3]))[1])
        [2 1]
    """
    where = places("SparseReorder", indices, values, shape_of("SparseReorder", "shape", shape))
    order = Tensor(np.argsort(where, kind="stable"))
    return _op.gather(indices, order, 0), _op.gather(values, order, 0)


@operator("SparseReshape")
def sparse_reshape(indices: Tensor, shape: Tensor, new_shape: Tensor) -> tuple[Tensor, Tensor]:
    """The places of the elements when the tensor is reshaped (mirrors `ops.operations.sparse_ops.SparseReshape`).

    Inputs:
        indices: an int64 Tensor of shape (n, axes). shape: the dense shape. new_shape: that to be; one size may be -1.

    Returns:
        The places in the new shape, and the new shape.

    Raises:
        TypeError: for indices that are not int. ValueError: for places outside. RuntimeError: for another size.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.SparseReshape()(ms.Tensor([[0, 1], [2, 0]]), ms.Tensor([3, 2]), ms.Tensor([-1]))[0].T)
        [[1 4]]
    """
    op = "SparseReshape"
    old, new = shape_of(op, "shape", shape), list(shape_of(op, "new_shape", new_shape))
    size, unknown = int(np.prod(old)), new.count(-1)
    known = int(np.prod([n for n in new if n != -1]))
    if unknown > 1 or min(new, default=0) < -1 or (size != known if not unknown else not known or size % known):
        raise RuntimeError(f"For '{op}', the 'new_shape' must hold the {size} elements of {old}, but got {new}.")
    if unknown:
        new[new.index(-1)] = size // known
    where = places(op, indices, indices[:, 0] if indices.ndim == 2 else indices, old, "indices indices")
    return Tensor(np.stack(np.unravel_index(where, new), 1).astype(np.int64)), Tensor(np.array(new, np.int64))


def _with_dense(name: str, word: str, combine: Any, example: str) -> None:
    def cwise(x1_indices: Tensor, x1_values: Tensor, x1_shape: Tensor, x2: Tensor) -> Tensor:
        shape = shape_of(name, "x1_shape", x1_shape)
        places(name, x1_indices, x1_values, shape, "x1_indices x1_values")
        if x1_values.dtype != x2.dtype:
            raise TypeError(
                f"For '{name}', 'x1_values' and 'x2' must have one dtype, but got {x1_values.dtype} and {x2.dtype}."
            )
        fits = x2.ndim <= len(shape) and all(n in (1, m) for n, m in zip(x2.shape[::-1], shape[::-1], strict=False))
        if not fits:
            raise ValueError(f"For '{name}', 'x2' must be broadcastable to {shape}, but got shape {x2.shape}.")
        return combine(x1_values, _op.gather_nd(_op.broadcast_to(x2, shape), x1_indices))

    cwise.__doc__ = f"""The elements of a sparse tensor {word} those of a dense one (mirrors `ops.operations.sparse_ops.{name}`).

    Inputs:
        x1_indices, x1_values, x1_shape: an int64 Tensor of shape (n, axes), the elements, the dense shape.
        x2: a Tensor that can be broadcast to that shape.

    Returns:
        The new elements, of the shape and dtype of `x1_values`.

    Raises:
        TypeError: if the dtypes of the values differ. ValueError: for shapes that do not fit, or places outside.

    Examples:
        >>> import mindshim as ms
        >>> x = [ms.Tensor([[0, 0], [2, 2]]), ms.Tensor([2, 6]), ms.Tensor([3, 3])]
        >>> print(ms.ops.{name}()(*x, ms.Tensor([1, 2, 3])))
        {example}
    """
    operator(name)(cwise)


_with_dense("SparseDenseCwiseAdd", "plus", lambda a, b: a + b, "[3 9]")
_with_dense("SparseDenseCwiseMul", "times", lambda a, b: a * b, "[ 2 18]")
_with_dense("SparseDenseCwiseDiv", "divided by", lambda a, b: _op.Div()(a, b).astype(a.dtype), "[2 2]")


@operator("SparseTensorDenseAdd")
def sparse_tensor_dense_add(x1_indices: Tensor, x1_values: Tensor, x1_shape: Tensor, x2: Tensor) -> Tensor:
    """A dense tensor with the elements of a sparse one added (mirrors `ops.operations.sparse_ops.SparseTensorDenseAdd`).

    Inputs:
        x1_indices, x1_values, x1_shape: an int Tensor of shape (n, axes), the elements, the dense shape.
        x2: a Tensor of that shape and the dtype of the elements.

    Raises:
        TypeError: if the dtypes of the values differ. ValueError: for shapes that do not fit, or places outside.

    Examples:
        >>> import mindshim as ms
        >>> dense = ms.ops.ones((2, 2))
        >>> print(ms.ops.SparseTensorDenseAdd()(ms.Tensor([[0, 1]]), ms.Tensor([2.0]), ms.Tensor([2, 2]), dense))
        [[1. 3.]
         [1. 1.]]
    """
    op = "SparseTensorDenseAdd"
    shape = shape_of(op, "x1_shape", x1_shape)
    places(op, x1_indices, x1_values, shape, "x1_indices x1_values")
    if x1_values.dtype != x2.dtype:
        raise TypeError(
            f"For '{op}', 'x1_values' and 'x2' must have one dtype, but got {x1_values.dtype} and {x2.dtype}."
        )
    if x2.shape != shape:
        raise ValueError(f"For '{op}', the shape of 'x2' must be {shape}, but got {x2.shape}.")
    return _op.tensor_scatter_add(x2, x1_indices, x1_values)


@operator("SparseAddmm")
def sparse_addmm(
    indices: Tensor, values: Tensor, sparse_shape: Tensor,
    x2_dense: Tensor, x3_dense: Tensor, alpha: Tensor, beta: Tensor,
) -> Tensor:  # fmt: skip
    """`alpha * (sparse @ x2_dense) + beta * x3_dense` (mirrors `mindspore.ops.operations.sparse_ops.SparseAddmm`).

    Inputs:
        indices, values, sparse_shape: an int Tensor of shape (n, 2), the elements, the dense shape.
        x2_dense, x3_dense: matrices. alpha, beta: Tensors of one element.

    Raises:
        TypeError: if the dtypes differ. ValueError: for shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> parts = ms.Tensor([[0, 1]]), ms.Tensor([2.0]), ms.Tensor([1, 2])
        >>> x2, x3 = ms.Tensor([[1.0, 2.0], [3.0, 4.0]]), ms.Tensor([[1.0, 1.0]])
        >>> print(ms.ops.SparseAddmm()(*parts, x2, x3, ms.Tensor([1.0]), ms.Tensor([10.0])))
        [[16. 18.]]
    """
    op = "SparseAddmm"
    shape = shape_of(op, "sparse_shape", sparse_shape)
    for name, x in (("alpha", alpha), ("beta", beta)):
        if x.size != 1:
            raise ValueError(f"For '{op}', the '{name}' must have one element, but got shape {x.shape}.")
    for name, x in (("x2_dense", x2_dense), ("x3_dense", x3_dense), ("alpha", alpha), ("beta", beta)):
        if x.dtype != values.dtype:
            raise TypeError(
                f"For '{op}', the dtype of '{name}' must be that of 'values', {values.dtype}, but got {x.dtype}."
            )
    if (
        len(shape) != 2
        or x2_dense.ndim != 2
        or x3_dense.shape != (shape[0], x2_dense.shape[1])
        or x2_dense.shape[0] != shape[1]
    ):
        raise ValueError(
            f"For '{op}', the shapes of the matrices must be (m, k), (k, n), (m, n), but got {shape}, {x2_dense.shape}, "
            f"{x3_dense.shape}."
        )
    product = _op.SparseTensorDenseMatmul()(indices, values, shape, x2_dense)
    return alpha.reshape(()) * product + beta.reshape(()) * x3_dense


@operator("SparseCountSparseOutput", "binary_output=False, minlength=-1, maxlength=-1")
def sparse_count(
    indices: Tensor, values: Tensor, dense_shape: Tensor, weights: Tensor,
    *, binary_output: bool, minlength: int, maxlength: int,
) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
    """How often each value occurs in each row (mirrors `mindspore.ops.operations.sparse_ops.SparseCountSparseOutput`).

    Args:
        binary_output: give 1 for every value that occurs, instead of the sum of its weights.
        minlength: count at least so many values. maxlength: leave out values that are not less; -1: all count.

    Inputs:
        indices, values, dense_shape: an int64 Tensor of shape (n, axes), the values (int32 or int64), the dense shape.
        weights: what each element counts.

    Returns:
        Indices (row, value), counts of the dtype of `weights`, and dense shape of the counts.

    Raises:
        RuntimeError: if there are not as many weights as values, or a place lies outside `dense_shape`.

    Examples:
        >>> import mindshim as ms
        >>> parts = ms.Tensor([[0, 1], [1, 0], [1, 1]]), ms.Tensor([2, 0, 0]), ms.Tensor([2, 2])
        >>> indices, counts, shape = ms.ops.SparseCountSparseOutput()(*parts, ms.Tensor([1, 3, 4]))
        >>> print(indices.tolist(), counts, shape)
        [[0, 2], [1, 0]] [1 7] [2 3]
    """
    op = "SparseCountSparseOutput"
    shape = shape_of(op, "dense_shape", dense_shape)
    if weights.shape != values.shape:
        raise RuntimeError(
            f"For '{op}', there must be a weight for each value, but got {weights.shape} for {values.shape}."
        )
    try:
        places(op, indices, values, shape)
    except ValueError as error:
        raise RuntimeError(str(error)) from None
    rows, found, weight = indices._concrete(), values._concrete(), weights._concrete()
    rows = rows[:, 0] if len(shape) > 1 else np.zeros(len(found), np.int64)
    counted = (found < maxlength) if maxlength >= 0 else np.ones(len(found), bool)
    width = maxlength if maxlength >= 0 else max(minlength, int(found.max(initial=-1)) + 1)
    pairs, number = np.unique(np.stack([rows[counted], found[counted]], 1), axis=0, return_inverse=True)
    totals = np.zeros(len(pairs), weight.dtype)
    if binary_output:
        totals[:] = 1
    else:
        np.add.at(totals, number.reshape(-1), weight[counted])
    size = [shape[0], width] if len(shape) > 1 else [width]
    at = pairs if len(shape) > 1 else pairs[:, 1:]
    return Tensor(at.astype(np.int64)), Tensor(totals), Tensor(np.array(size, np.int64))
