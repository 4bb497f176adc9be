"""`pad`: every mode of NumPy's."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.numpy.utils import as_tensor

_REPEATING = ("edge", "reflect", "symmetric", "wrap")
_STATISTICS = {"mean": ops.mean, "maximum": ops.amax, "minimum": ops.amin, "median": None}


def pad(
    arr: Any,
    pad_width: Any,
    mode: Any = "constant",
    stat_length: Any = None,
    constant_values: Any = 0,
    end_values: Any = 0,
    reflect_type: str = "even",
    **kwargs: Any,
) -> Tensor:
    """Padded on every side (mirrors `mindspore.numpy.pad`).

    Args:
        arr: what is padded. pad_width: how far: one number, a pair for all axes, or a pair per axis; negative counts as 0.
        mode: "constant"; "edge", "reflect", "symmetric" or "wrap", which repeat elements; "mean", "median", "maximum"
            or "minimum", of the `stat_length` elements next to the edge or of all; "linear_ramp", from the edge to
            `end_values`; "empty", zeros here; or a function `(vector, pads, axis, kwargs) -> vector` of each padded line.
        stat_length, constant_values, end_values: given like `pad_width`.
        reflect_type: "odd" for reflections about the edge's value too.
        kwargs: for a function.

    Raises:
        ValueError: for another mode, or values that do not broadcast to a pair per axis.
        TypeError: for values that are no numbers.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.pad([1, 2, 3], (1, 2), mode="reflect"))
        [2 1 2 3 2 1]
        >>> print(mnp.pad([3, 3, 9], (1, 2), mode="mean"))
        [5 3 3 9 5 5]
    """
    arr = as_tensor(arr)
    known = ("constant", "empty", "linear_ramp", *_STATISTICS, *_REPEATING)
    if not callable(mode) and mode not in known:
        raise ValueError(f"For 'pad', 'mode' must be a function or one of {list(known)}, but got {mode!r}.")
    if reflect_type not in ("even", "odd"):
        raise ValueError(f"For 'pad', 'reflect_type' must be 'even' or 'odd', but got {reflect_type!r}.")
    widths = np.maximum(_pairs(pad_width, arr.ndim, "pad_width"), 0)
    constants = _pairs(0 if mode != "constant" else constant_values, arr.ndim, "constant_values").tolist()
    ends = _pairs(end_values, arr.ndim, "end_values").tolist()
    lengths = (
        [(None, None)] * arr.ndim if stat_length is None else _pairs(stat_length, arr.ndim, "stat_length").tolist()
    )
    each: list[Any] = widths.tolist()
    for axis, (before, after) in enumerate(each):
        if not before and not after and not callable(mode):
            continue
        if mode in _REPEATING:
            arr = _repeated(arr, axis, before, after, mode, reflect_type)
            continue
        n = arr.shape[axis]
        if mode == "linear_ramp":
            left, right = _ramp(arr, axis, 0, before, ends[axis][0]), _ramp(arr, axis, n - 1, after, ends[axis][1])
            right = ops.flip(right, (axis,)) if after else right
        elif mode in _STATISTICS:
            left, right = (
                _wide(_statistic(mode, arr, axis, at), axis, count)
                for at, count in zip(_edges(n, lengths[axis]), (before, after), strict=True)
            )
        else:
            left, right = (
                _wide(ops.zeros_like(_slice(arr, axis, 0, 1)) + Tensor(value).astype(arr.dtype), axis, count)
                if n
                else ops.full((*arr.shape[:axis], count, *arr.shape[axis + 1 :]), value, dtype=arr.dtype)
                for value, count in zip(constants[axis], (before, after), strict=True)
            )
        arr = ops.concat((left.astype(arr.dtype), arr, right.astype(arr.dtype)), axis)
    if callable(mode):
        for axis, (before, after) in enumerate(each):
            arr = _by_function(mode, arr, axis, (before, after), kwargs)
    return arr


def _pairs(values: Any, ndim: int, name: str) -> np.ndarray:
    if isinstance(values, Tensor):
        values = values.asnumpy()
    try:
        found = np.asarray(values)
        if found.dtype.kind not in "iuf" or name in ("pad_width", "stat_length") and found.dtype.kind == "f":
            raise TypeError(
                f"For 'pad', '{name}' must be of {'numbers' if 'v' in name else 'ints'}, but got {values!r}."
            )
        return np.broadcast_to(found, (ndim, 2))
    except ValueError:
        raise ValueError(f"For 'pad', '{name}' must be able to broadcast to {(ndim, 2)}, but got {values!r}.") from None


def _slice(arr: Tensor, axis: int, start: int, stop: int) -> Tensor:
    return arr[(slice(None),) * axis + (slice(start, stop),)]


def _wide(piece: Tensor, axis: int, count: int) -> Tensor:
    return ops.broadcast_to(piece, (*piece.shape[:axis], count, *piece.shape[axis + 1 :]))


def _repeated(arr: Tensor, axis: int, before: int, after: int, mode: Any, reflect_type: str) -> Tensor:
    n = arr.shape[axis]
    if reflect_type == "odd" and mode in ("reflect", "symmetric"):
        # Each new element is a sum of old ones, times 1, 2, -1 …: NumPy pads the unit vectors.
        weights = np.pad(np.eye(n), ((before, after), (0, 0)), mode=mode, reflect_type="odd")
        return ops.moveaxis(ops.tensor_dot(Tensor(weights).astype(arr.dtype), arr, ((1,), (axis,))), 0, axis)
    # NumPy pads the positions, the Tensor is gathered with the result.
    places = np.pad(np.arange(n), (before, after), mode=mode)
    return ops.gather(arr, Tensor(places.astype(np.int64)), axis)


def _edges(n: int, lengths: Any) -> Any:
    return [
        (0, n) if count is None else (0, min(count, n)) if first else (max(n - count, 0), n)
        for first, count in zip((True, False), lengths, strict=True)
    ]


def _statistic(mode: Any, arr: Tensor, axis: int, at: tuple[int, int]) -> Tensor:
    if at[0] == at[1] and mode in ("maximum", "minimum"):
        raise ValueError(f"For 'pad', 'stat_length' of 0 yields no value for the mode {mode!r}.")
    piece = _slice(arr, axis, *at)
    if mode in ("maximum", "minimum"):
        return _STATISTICS[mode](piece, axis, True)
    reals = piece if arr.dtype in dtypes.floats or arr.dtype in dtypes.complexes else piece.astype(dtypes.float64)
    if mode == "mean":
        return reals.mean(axis, keep_dims=True)
    ordered, n = ops.sort(reals, axis)[0], at[1] - at[0]
    return (_slice(ordered, axis, (n - 1) // 2, (n - 1) // 2 + 1) + _slice(ordered, axis, n // 2, n // 2 + 1)) / 2


def _ramp(arr: Tensor, axis: int, edge: int, count: int, end: Any) -> Tensor:
    """`count` steps from `end` to before the edge."""
    steps = Tensor(np.arange(float(count))).reshape([-1 if i == axis else 1 for i in range(arr.ndim)])
    there, count = _slice(arr, axis, edge, edge + 1), max(count, 1)
    if arr.dtype not in dtypes.floats and arr.dtype not in dtypes.complexes and isinstance(end, int):
        total = (there.astype(dtypes.int64) - end) * steps.astype(dtypes.int64) + end * count
        return ops.div(total, count, rounding_mode="trunc")
    reals = there if arr.dtype in dtypes.complexes else there.astype(dtypes.float64)
    return end + (reals - end) * steps / count


def _by_function(function: Any, arr: Tensor, axis: int, widths: tuple[int, int], kwargs: Any) -> Tensor:
    last = ops.moveaxis(arr, axis, -1)
    lines = [line.copy() for line in last.reshape((-1, last.shape[-1]))]
    padded = []
    for line in lines:
        out = function(line, widths, axis, kwargs)
        padded.append(line if out is None else out)
    return ops.moveaxis(ops.stack(padded).reshape(last.shape), -1, axis)


__all__ = ["pad"]
