"""Diagonals and triangles of matrices."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch, dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.creation import target
from mindshim.ops.primitive import Primitive, prim_attr_register


def _matrix(op: str, x: Any, at_least: int = 2) -> Any:
    x = arguments.tensor(op, x)
    if x.ndim < at_least:
        raise ValueError(f"For '{op}', the rank of 'input' must be at least {at_least}, but got {x.ndim}.")
    return x


@kernel("Tril")
def tril(input: Array, diagonal: Any = 0) -> Array:
    """The lower triangles of matrices, zeros above `diagonal` (mirrors `mindspore.ops.tril`).

    Args:
        input: a Tensor of rank 2 or more.
        diagonal: 0 for the main diagonal, positive above it, negative below it.

    Raises:
        TypeError: if `diagonal` is not an int. ValueError: for a rank below 2.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.tril(ms.Tensor([[1, 2], [3, 4]]))
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[1, 0],
         [3, 4]])
    """
    return jnp.tril(_matrix("Tril", input), arguments.integer("Tril", "diagonal", diagonal))


tril.face("ops.tril").face("mint.tril").face("Tensor.tril").primitive("Tril", "diagonal=0", call="x", x="input")


@kernel("Triu")
def triu(input: Array, diagonal: Any = 0) -> Array:
    """The upper triangles of matrices, zeros below `diagonal` (mirrors `mindspore.ops.triu`).

    Args:
        input: a Tensor of rank 2 or more.
        diagonal: 0 for the main diagonal, positive above it, negative below it.

    Raises:
        TypeError: if `diagonal` is not an int. ValueError: for a rank below 2.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.triu(ms.Tensor([[1, 2], [3, 4]]))
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[1, 2],
         [0, 4]])
    """
    return jnp.triu(_matrix("Triu", input), arguments.integer("Triu", "diagonal", diagonal))


triu.face("ops.triu").face("mint.triu").face("Tensor.triu").primitive("Triu", "diagonal=0", call="input")


@kernel("Diag")
def diag(input: Array) -> Array:
    """A Tensor of twice the rank with `input` on its diagonal, zeros elsewhere (mirrors `mindspore.ops.diag`).

    Raises:
        ValueError: for a 0-d Tensor.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.diag(ms.Tensor([1, 2]))
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[1, 0],
         [0, 2]])
    """
    x = _matrix("Diag", input, 1)
    return jnp.diag(x.reshape(-1)).reshape(x.shape + x.shape)


diag.face("ops.diag").primitive("Diag", call="input")


@kernel("DiagPart")
def _diag_part(input_x: Array) -> Array:
    """The diagonal of a Tensor of even rank: the inverse of `ops.Diag` (mirrors `mindspore.ops.DiagPart`).

    Raises:
        ValueError: if the first half of the shape is not the second half.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.DiagPart()(ms.Tensor([[1, 2], [3, 4]]))
        Tensor(shape=[2], dtype=Int64, value= [1, 4])
    """
    half = input_x.ndim // 2
    if input_x.ndim % 2 or not half or input_x.shape[:half] != input_x.shape[half:]:
        raise ValueError(f"For 'DiagPart', the shape must be twice the same shape, but got {input_x.shape}.")
    n = int(np.prod(input_x.shape[:half]))
    return jnp.diagonal(input_x.reshape(n, n)).reshape(input_x.shape[:half])


_diag_part.primitive("DiagPart", call="input_x")


@face("Tensor.diag")
def _tensor_diag(self: Tensor, diagonal: int = 0) -> Tensor:
    """A matrix with this Tensor on its diagonal (mirrors `mindspore.Tensor.diag`); only `diagonal=0`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> print(x.diag())
        [[[[1. 0.]
           [0. 0.]]
        <BLANKLINE>
          [[0. 2.]
           [0. 0.]]]
        <BLANKLINE>
        <BLANKLINE>
         [[[0. 0.]
           [3. 0.]]
        <BLANKLINE>
          [[0. 0.]
           [0. 4.]]]]
    """
    if diagonal != 0:
        raise ValueError(f"For 'Tensor.diag', the argument 'diagonal' should be '0', but got {diagonal}.")
    return dispatch.apply(diag, (self,))


@kernel("DiagExt")
def _diag_ext(input: Array, diagonal: Any = 0) -> Array:
    """A matrix with a vector on a diagonal, or a diagonal of a matrix (mirrors `mindspore.mint.diag`).

    Raises:
        ValueError: for another rank than 1 or 2.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.diag(ms.Tensor([[1, 2], [3, 4]]), 1)
        Tensor(shape=[1], dtype=Int64, value= [2])
    """
    if input.ndim not in (1, 2):
        raise ValueError(f"For 'diag', the rank of 'input' must be 1 or 2, but got {input.ndim}.")
    return jnp.diag(input, arguments.integer("diag", "diagonal", diagonal))


_diag_ext.face("mint.diag")


@kernel("DiagFlat")
def diagflat(input: Array, offset: Any = 0) -> Array:
    """A matrix with all elements of `input` on a diagonal (mirrors `mindspore.ops.diagflat`).

    Raises:
        TypeError: if `offset` is not an int.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.diagflat(ms.Tensor([1, 2]), 1)
        Tensor(shape=[3, 3], dtype=Int64, value=
        [[0, 1, 0],
         [0, 0, 2],
         [0, 0, 0]])
    """
    return jnp.diag(arguments.tensor("diagflat", input).reshape(-1), arguments.integer("diagflat", "offset", offset))


diagflat.face("ops.diagflat").face("Tensor.diagflat")


def _plane(op: str, ndim: int, dim1: Any, dim2: Any) -> tuple[int, int]:
    """Two different axes."""
    a, b = arguments.axis(op, dim1, ndim, "dim1"), arguments.axis(op, dim2, ndim, "dim2")
    if a == b:
        raise ValueError(f"For '{op}', 'dim1' and 'dim2' cannot be identical, but got {dim1} and {dim2}.")
    return a, b


@kernel("Diagonal", view=True)
def diagonal(input: Array, offset: Any = 0, dim1: Any = 0, dim2: Any = 1) -> Array:
    """The diagonals of the matrices in axes `dim1` and `dim2`, as a last axis; shares memory (`ops.diagonal`).

    Args:
        input: a Tensor of rank 2 or more.
        offset: 0 for the main diagonal, positive above it, negative below it.
        dim1, dim2: the axes of the matrices.

    Raises:
        ValueError: for axes that are equal or out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.diagonal(ms.Tensor([[1, 2], [3, 4]]))
        Tensor(shape=[2], dtype=Int64, value= [1, 4])
    """
    a, b = _plane("Diagonal", arguments.tensor("Diagonal", input).ndim, dim1, dim2)
    return jnp.diagonal(input, arguments.integer("Diagonal", "offset", offset), a, b)


diagonal.face("ops.diagonal").face("mint.diagonal")
diagonal.face("Tensor.diagonal", "offset=0, axis1=0, axis2=1", axis1="dim1", axis2="dim2")


@kernel("DiagEmbed")
def diag_embed(input: Array, offset: Any = 0, dim1: Any = -2, dim2: Any = -1) -> Array:
    """Matrices, in the new axes `dim1` and `dim2`, with the last axis of `input` on a diagonal (`ops.diag_embed`).

    Raises:
        ValueError: for axes that are equal or out of range, or a 0-d Tensor.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.diag_embed(ms.Tensor([[1, 2]])).shape
        (1, 2, 2)
    """
    x = _matrix("diag_embed", input, 1)
    a, b = _plane("diag_embed", x.ndim + 1, dim1, dim2)
    offset = arguments.integer("diag_embed", "offset", offset)
    n, skip = x.shape[-1], abs(offset)
    rows = jnp.arange(n) + max(-offset, 0)
    out = jnp.zeros((*x.shape[:-1], n + skip, n + skip), x.dtype)
    out = out.at[..., rows, rows + offset].set(x)
    return jnp.moveaxis(out, (-2, -1), (a, b))


diag_embed.face("ops.diag_embed")


@kernel("DiagonalScatter")
def diagonal_scatter(input: Array, src: Array, offset: Any = 0, dim1: Any = 0, dim2: Any = 1) -> Array:
    """`input` with the diagonals of its matrices replaced by `src` (mirrors `mindspore.ops.diagonal_scatter`).

    Raises:
        ValueError: if `src` has not the shape of the diagonals.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.diagonal_scatter(ms.Tensor([[1, 2], [3, 4]]), ms.Tensor([8, 9]))
        Tensor(shape=[2, 2], dtype=Int64, value=
        [[8, 2],
         [3, 9]])
    """
    x, src = arguments.tensor("diagonal_scatter", input), arguments.tensor("diagonal_scatter", src, "src")
    a, b = _plane("diagonal_scatter", x.ndim, dim1, dim2)
    offset = arguments.integer("diagonal_scatter", "offset", offset)
    planes = jnp.moveaxis(x, (a, b), (-2, -1))
    n = max(0, min(planes.shape[-2] + min(offset, 0), planes.shape[-1] - max(offset, 0)))
    if src.shape != (*planes.shape[:-2], n):
        raise ValueError(
            f"For 'diagonal_scatter', the shape of 'src' must be {(*planes.shape[:-2], n)}, but got {src.shape}."
        )
    rows = jnp.arange(n) + max(-offset, 0)
    planes = planes.at[..., rows, rows + offset].set(src.astype(x.dtype))
    return jnp.moveaxis(planes, (-2, -1), (a, b))


diagonal_scatter.face("ops.diagonal_scatter").face("Tensor.diagonal_scatter")


@kernel("FillDiagonal")
def _fill_diagonal(input_x: Array, fill_value: Number, wrap: Any = False) -> Array:
    """`input_x` with its main diagonal set to one value (mirrors `mindspore.ops.FillDiagonal`).

    Args:
        input_x: a Tensor of rank 2 or more; all axes must have one length if there are more than two.
        fill_value: the value.
        wrap: whether the diagonal of a tall matrix starts again below.

    Raises:
        ValueError: for a rank below 2, or more than two axes of different lengths.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.FillDiagonal(9.0)(ms.Tensor([[1.0, 2.0], [3.0, 4.0]])).asnumpy().tolist()
        [[9.0, 2.0], [3.0, 9.0]]
    """
    x = _matrix("FillDiagonal", input_x)
    if x.ndim > 2 and len(set(x.shape)) > 1:
        raise ValueError(f"For 'FillDiagonal', all dimensions must be equal for rank {x.ndim}, but got {x.shape}.")
    step = sum(int(np.prod(x.shape[i + 1 :])) for i in range(x.ndim))
    end = x.size if wrap or x.ndim > 2 else min(x.size, x.shape[1] * x.shape[1])
    value = jnp.asarray(fill_value).astype(x.dtype)
    return x.reshape(-1).at[jnp.arange(0, end, step)].set(value).reshape(x.shape)


_fill_diagonal.face("Tensor.fill_diagonal", "fill_value, wrap=False")


@face("Tensor.fill_diagonal_")
def _fill_diagonal_in_place(self: Tensor, fill_value: Any, wrap: bool = False) -> Tensor:
    """Set the main diagonal to `fill_value`, in place (mirrors `mindspore.Tensor.fill_diagonal_`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> print(x.fill_diagonal_(0.0))
        [[0. 2.]
         [3. 0.]]
    """
    return self._rebind(dispatch.apply(_fill_diagonal, (self, fill_value, wrap)))


_fill_diagonal.primitive("FillDiagonal", "fill_value, wrap=False", call="input_x")


def _triangle(op: str, lower: bool, row: Any, col: Any, offset: Any, dtype: Any) -> Tensor:
    for name, value in (("row", row), ("col", col)):
        if not arguments.is_int(value):
            raise TypeError(f"For '{op}', the '{name}' must be int, but got '{type(value).__name__}'.")
        if value < 0:
            raise ValueError(f"For '{op}', the '{name}' must be int and must >= 0, but got '{value}' with type 'int'.")
    arguments.integer(op, "offset", offset)
    if dtype not in (dtypes.int32, dtypes.int64):
        raise TypeError(f"For '{op}', the 'dtype' should be int32 or int64, but got '{dtype}'.")
    places = np.tril_indices(row, offset, col) if lower else np.triu_indices(row, offset, col)
    return Tensor(np.stack(places).astype(target(op, dtype)))


@face("ops.tril_indices")
def tril_indices(row: int, col: int, offset: int = 0, *, dtype: Any = dtypes.int64) -> Tensor:
    """The (row, column) indices of the lower triangle of a matrix, as two rows (mirrors `mindspore.ops.tril_indices`).

    Raises:
        TypeError: if a size is not an int, or `dtype` is not int32 or int64. ValueError: for a negative size.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.tril_indices(2, 2)
        Tensor(shape=[2, 3], dtype=Int64, value=
        [[0, 1, 1],
         [0, 0, 1]])
    """
    return _triangle("TrilIndices", True, row, col, offset, dtype)


@face("ops.triu_indices")
def triu_indices(row: int, col: int, offset: int = 0, *, dtype: Any = dtypes.int64) -> Tensor:
    """The (row, column) indices of the upper triangle of a matrix, as two rows (mirrors `mindspore.ops.triu_indices`).

    Raises:
        TypeError: if a size is not an int, or `dtype` is not int32 or int64. ValueError: for a negative size.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.triu_indices(2, 2)
        Tensor(shape=[2, 3], dtype=Int64, value=
        [[0, 0, 1],
         [0, 1, 1]])
    """
    return _triangle("TriuIndices", False, row, col, offset, dtype)


class _TriangleIndices(Primitive):
    _lower = True

    @prim_attr_register
    def __init__(self, row: int, col: int, offset: int = 0, dtype: Any = dtypes.int32) -> None:
        self._indices = _triangle(self.name, self._lower, row, col, offset, dtype)

    def __call__(self) -> Tensor:
        return Tensor(self._indices.asnumpy())


@face("ops.TrilIndices")
class TrilIndices(_TriangleIndices):
    """`ops.tril_indices` as an operator object (mirrors `mindspore.ops.TrilIndices`).

    Examples:
        >>> from mindshim import ops
        >>> print(ops.TrilIndices(2, 2)())
        [[0 1 1]
         [0 0 1]]
    """


@face("ops.TriuIndices")
class TriuIndices(_TriangleIndices):
    """`ops.triu_indices` as an operator object (mirrors `mindspore.ops.TriuIndices`).

    Examples:
        >>> from mindshim import ops
        >>> print(ops.TriuIndices(2, 2)())
        [[0 0 1]
         [0 1 1]]
    """

    _lower = False


@kernel("Trace")
def trace(input: Array) -> Array:
    """The sum of the main diagonal of a matrix (mirrors `mindspore.ops.trace`).

    Raises:
        ValueError: if the rank is not 2.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.trace(ms.Tensor([[1.0, 2.0], [3.0, 4.0]]))
        Tensor(shape=[], dtype=Float32, value= 5)
    """
    if input.ndim != 2:
        raise ValueError(f"For 'Trace', the rank of 'input' must be 2, but got {input.ndim}.")
    return jnp.trace(input, dtype=input.dtype)


trace.face("ops.trace").face("mint.trace").primitive("Trace", call="input")


@kernel("TraceV2")
def _trace_v2(input: Array, offset: Any = 0, axis1: Any = 0, axis2: Any = 1, dtype: Any = None) -> Array:
    """The sums of a diagonal of the matrices in two axes (mirrors `mindspore.Tensor.trace`)."""
    a, b = _plane("trace", _matrix("trace", input).ndim, axis1, axis2)
    return jnp.trace(input, offset, a, b, dtype=target("trace", dtype, dtypes.from_np(input.dtype)))


_trace_v2.face("Tensor.trace")
