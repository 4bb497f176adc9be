"""Bands of diagonals: taken out of matrices, put into them, matrices made from them."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core import dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, freeze, kernel
from mindshim._core.promotion import is_complex, promote
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import require_tensors
from mindshim.ops.primitive import Primitive, prim_attr_register

_ALIGNMENTS = ("LEFT_RIGHT", "RIGHT_LEFT", "LEFT_LEFT", "RIGHT_RIGHT")


def _offsets(op: str, k: Any) -> tuple[int, int]:
    """The lowest and the highest diagonal that `k` says."""
    if isinstance(k, Tensor) and k.dtype is not dtypes.int32:
        raise TypeError(f"For '{op}', the dtype of 'k' must be Int32, but got {k.dtype}.")
    if isinstance(k, (list, tuple)):
        raise TypeError(f"For '{op}', the 'k' must be int or an int32 Tensor, but got {type(k).__name__}.")
    k = freeze(k)
    pair = k if isinstance(k, tuple) else (k,)
    if not all(isinstance(v, int) and not isinstance(v, bool) for v in pair):
        raise TypeError(f"For '{op}', the 'k' must be int or an int32 Tensor, but got {k!r}.")
    if len(pair) not in (1, 2):
        raise ValueError(f"For '{op}', the 'k' must have one or two elements, but got {len(pair)}.")
    low, high = pair[0], pair[-1]
    if low > high:
        raise ValueError(f"For '{op}', k[0] can not be greater than k[1], but got {low} and {high}.")
    return low, high


def _check_align(op: str, align: Any) -> str:
    if not isinstance(align, str):
        raise TypeError(f"For '{op}', the type of 'align' must be str, but got {type(align).__name__}.")
    if align not in _ALIGNMENTS:
        raise ValueError(f"For '{op}', the 'align' must be one of {', '.join(_ALIGNMENTS)}, but got {align!r}.")
    return align


def _number(op: str, name: str, value: Any) -> int:
    if isinstance(value, Tensor) and value.ndim:
        raise ValueError(f"For '{op}', the rank of '{name}' must be 0, but got {value.ndim}.")
    value = freeze(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"For '{op}', the '{name}' must be int or an int32 Tensor, but got {value!r}.")
    return value


def _longest(m: int, n: int, band: tuple[int, int]) -> int:
    return min(m + min(band[1], 0), n + min(-band[0], 0))


def _places(op: str, m: int, n: int, band: tuple[int, int], align: str) -> tuple[Any, Any, Any, Any]:
    """Rows and columns in the matrix, and row and place in the packed diagonals, of all elements of the band."""
    for k in band:
        if not -m < k < n and k != 0:
            raise ValueError(f"For '{op}', the value of k must be in (-{m}, {n}), but got {k}.")
    above, below = align.split("_")
    width = _longest(m, n, band)
    rows, columns, lines, spots = [], [], [], []
    for k in range(band[0], band[1] + 1):
        length = min(m + min(k, 0), n - max(k, 0))
        start = width - length if (above if k > 0 else below) == "RIGHT" else 0
        along = np.arange(length)
        rows.append(along - min(k, 0))
        columns.append(along + max(k, 0))
        lines.append(np.full(length, band[1] - k))
        spots.append(along + start)
    return tuple(np.concatenate(v) for v in (rows, columns, lines, spots))  # type: ignore[return-value]


def _check(op: str, x: Any, rank: int) -> None:
    """TypeError for the dtype, ValueError for the rank of the first operand."""
    if is_complex(x.dtype) or x.dtype.kind == "b":
        raise TypeError(f"For '{op}', the dtype of 'x' must be an integer or floating type, but got {x.dtype.name}.")
    if x.ndim < rank:
        raise ValueError(f"For '{op}', the rank of 'x' must be at least {rank}, but got {x.ndim}.")


def _check_padding(op: str, x: Any, padding_value: Any) -> None:
    if padding_value.dtype != x.dtype:
        raise TypeError(
            f"For '{op}', the dtypes of 'x' and 'padding_value' must be the same, but got {x.dtype} and {padding_value.dtype}."
        )
    if padding_value.ndim:
        raise ValueError(f"For '{op}', the rank of 'padding_value' must be 0, but got {padding_value.ndim}.")


@kernel("MatrixSetDiagV3")
def _set(x: Array, diagonal: Array, band: Any, align: str) -> Array:
    """The matrices with other values on a band."""
    op = "MatrixSetDiagV3"
    dtype = promote(x.dtype, diagonal.dtype, op)
    x, diagonal = x.astype(dtype), diagonal.astype(dtype)
    _check(op, x, 2)
    m, n = x.shape[-2:]
    rows, columns, lines, spots = _places(op, m, n, band, align)
    packed = (*x.shape[:-2], band[1] - band[0] + 1, _longest(m, n, band))
    expected = packed if packed[-2] > 1 else packed[:-2] + packed[-1:]
    if diagonal.shape != expected:
        raise ValueError(f"For '{op}', the shape of 'diagonal' must be {expected}, but got {diagonal.shape}.")
    return x.at[..., rows, columns].set(diagonal.reshape(packed)[..., lines, spots])


@kernel("MatrixDiagPartV3")
def _part(x: Array, band: Any, padding_value: Array, align: str) -> Array:
    """The band of the matrices, packed."""
    op = "MatrixDiagPartV3"
    _check(op, x, 2)
    _check_padding(op, x, padding_value)
    m, n = x.shape[-2:]
    rows, columns, lines, spots = _places(op, m, n, band, align)
    count, width = band[1] - band[0] + 1, _longest(m, n, band)
    out = jnp.broadcast_to(lax.stop_gradient(padding_value), (*x.shape[:-2], count, width))
    out = out.at[..., lines, spots].set(x[..., rows, columns])
    return out if count > 1 else out[..., 0, :]


@kernel("MatrixDiagV3")
def _make(x: Array, band: Any, num_rows: int, num_cols: int, padding_value: Array, align: str) -> Array:
    """Matrices with a band and one other value."""
    op = "MatrixDiagV3"
    _check(op, x, 1)
    _check_padding(op, x, padding_value)
    count = band[1] - band[0] + 1
    if count > 1 and (x.ndim < 2 or x.shape[-2] != count):
        raise ValueError(f"For '{op}', 'x' must have {count} diagonals in its last but one dimension, but got shape {x.shape}.")
    packed = x if count > 1 else x[..., None, :]
    width = packed.shape[-1]
    least_rows, least_cols = width - min(band[1], 0), width + max(band[0], 0)
    if num_rows == -1 and num_cols == -1:
        m = n = max(least_rows, least_cols)
    else:
        m = least_rows if num_rows == -1 else num_rows
        n = least_cols if num_cols == -1 else num_cols
    if m < least_rows or n < least_cols:
        raise ValueError(f"For '{op}', the matrix must have at least {least_rows} rows and {least_cols} columns, but got {m} and {n}.")
    if m != least_rows and n != least_cols:
        raise ValueError(f"For '{op}', the number of rows or columns is not consistent with the specified k and x: {m} and {n}.")
    rows, columns, lines, spots = _places(op, m, n, band, align)
    out = jnp.broadcast_to(lax.stop_gradient(padding_value), (*packed.shape[:-2], m, n))
    return out.at[..., rows, columns].set(packed[..., lines, spots])


@face("ops.matrix_set_diag")
def matrix_set_diag(x: Tensor, diagonal: Tensor, k: Any = 0, align: str = "RIGHT_LEFT") -> Tensor:
    """Matrices with other values on some of their diagonals (mirrors `mindspore.ops.matrix_set_diag`).

    Args:
        x: of shape (…, m, n). diagonal: of shape (…, length) for one diagonal, else (…, count, length), the highest
            first; shorter diagonals are filled up to the longest. k: a diagonal, positive above the main one, or the
            lowest and highest, as an int or an int32 Tensor. Default: 0.
        align: "RIGHT_LEFT", "LEFT_RIGHT", "LEFT_LEFT" or "RIGHT_RIGHT": to which side shorter diagonals above and
            below the main one are moved.

    Raises:
        TypeError: for another dtype of `k`. ValueError: for shapes, diagonals or an `align` that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.matrix_set_diag(ms.ops.zeros((2, 2)), ms.Tensor([1.0, 2.0])))
        [[1. 0.]
         [0. 2.]]
    """
    op = "MatrixSetDiagV3"
    return _set(x, diagonal, _offsets(op, k), _check_align(op, align))


@face("ops.matrix_diag_part")
def matrix_diag_part(x: Tensor, k: Any, padding_value: Any, align: str = "RIGHT_LEFT") -> Tensor:
    """Some diagonals of matrices (mirrors `mindspore.ops.matrix_diag_part`).

    Args:
        x: of shape (…, m, n). k: a diagonal, or the lowest and highest, as an int or an int32 Tensor.
        padding_value: what fills up shorter diagonals, a Tensor of the dtype of `x`. align: see `matrix_set_diag`.

    Raises:
        TypeError: for other dtypes. ValueError: for shapes, diagonals or an `align` that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.matrix_diag_part(ms.Tensor([[1.0, 2.0], [3.0, 4.0]]), ms.Tensor(0, ms.int32), ms.Tensor(0.0)))
        [1. 4.]
    """
    op = "MatrixDiagPartV3"
    for name, value in (("k", k), ("padding_value", padding_value)):
        if not isinstance(value, Tensor):
            raise TypeError(f"For '{op}', the '{name}' must be a Tensor, but got {type(value).__name__}.")
    return _part(x, _offsets(op, k), padding_value, _check_align(op, align))


@face("ops.matrix_diag")
def matrix_diag(
    x: Tensor, k: Any = 0, num_rows: Any = -1, num_cols: Any = -1, padding_value: Any = 0, align: str = "RIGHT_LEFT"
) -> Tensor:
    """Matrices with given diagonals (mirrors `mindspore.ops.matrix_diag`).

    Args:
        x: the diagonals, of shape (…, length) or (…, count, length). k: which ones, as in `matrix_set_diag`.
        num_rows, num_cols: the shape of the matrices, as int or int32 Tensor. Default: -1, the smallest square.
        padding_value: what is elsewhere. Default: 0. align: see `matrix_set_diag`.

    Raises:
        TypeError: for other dtypes. ValueError: for shapes, diagonals or an `align` that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.matrix_diag(ms.Tensor([1.0, 2.0])))
        [[1. 0.]
         [0. 2.]]
    """
    op = "MatrixDiagV3"
    if isinstance(padding_value, (int, float)) and not isinstance(padding_value, bool):
        padding_value = Tensor(padding_value, x.dtype)
    rows, columns = _number(op, "num_rows", num_rows), _number(op, "num_cols", num_cols)
    return _make(x, _offsets(op, k), rows, columns, padding_value, _check_align(op, align))


class _Aligned(Primitive):
    """What the three operator objects share."""

    @prim_attr_register
    def __init__(self, align: str = "RIGHT_LEFT") -> None:
        _check_align(type(self).__name__, align)


@face("ops.MatrixSetDiagV3")
class MatrixSetDiagV3(_Aligned):
    """Matrices with other values on some diagonals (mirrors `mindspore.ops.MatrixSetDiagV3`); see `ops.matrix_set_diag`.

    Examples:
        >>> import mindshim as ms
        >>> k = ms.Tensor(0, ms.int32)
        >>> print(ms.ops.MatrixSetDiagV3()(ms.ops.zeros((2, 2)), ms.Tensor([1.0, 2.0]), k))
        [[1. 0.]
         [0. 2.]]
    """

    def __call__(self, x: Tensor, diagonal: Tensor, k: Any) -> Tensor:  # type: ignore[override]
        require_tensors(self.name, x=x, diagonal=diagonal, k=k)
        return matrix_set_diag(x, diagonal, k, self.align)


@face("ops.MatrixDiagPartV3")
class MatrixDiagPartV3(_Aligned):
    """Some diagonals of matrices (mirrors `mindspore.ops.MatrixDiagPartV3`); see `ops.matrix_diag_part`.

    Examples:
        >>> import mindshim as ms
        >>> x, k = ms.Tensor([[1.0, 2.0], [3.0, 4.0]]), ms.Tensor(0, ms.int32)
        >>> print(ms.ops.MatrixDiagPartV3()(x, k, ms.Tensor(0.0)))
        [1. 4.]
    """

    def __call__(self, x: Tensor, k: Any, padding_value: Any) -> Tensor:  # type: ignore[override]
        return matrix_diag_part(x, k, padding_value, self.align)


@face("ops.MatrixDiagV3")
class MatrixDiagV3(_Aligned):
    """Matrices with given diagonals (mirrors `mindspore.ops.MatrixDiagV3`); see `ops.matrix_diag`.

    Examples:
        >>> import mindshim as ms
        >>> k, side = ms.Tensor(0, ms.int32), ms.Tensor(2, ms.int32)
        >>> print(ms.ops.MatrixDiagV3()(ms.Tensor([1.0, 2.0]), k, side, side, ms.Tensor(0.0)))
        [[1. 0.]
         [0. 2.]]
    """

    def __call__(  # type: ignore[override]
        self, x: Tensor, k: Tensor, num_rows: Tensor, num_cols: Tensor, padding_value: Tensor
    ) -> Tensor:
        require_tensors(self.name, x=x, k=k, num_rows=num_rows, num_cols=num_cols, padding_value=padding_value)
        return matrix_diag(x, k, num_rows, num_cols, padding_value, self.align)
