"""Sequences of samples: convolution, differences, interpolation, covariance."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mindshim import mint, ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.numpy.joining import concatenate
from mindshim.numpy.utils import _promoted, as_tensor, checked_axis, finish, floating, single, single_or_half

_MODES = ("full", "same", "valid")


def _convolved(op: str, a: Any, v: Any, mode: str, flip: bool) -> Tensor:
    a, v = _promoted([as_tensor(a), as_tensor(v)])
    a, v = (t.reshape((1,)) if t.ndim == 0 else t for t in (a, v))
    if a.ndim != 1 or v.ndim != 1:
        raise ValueError(f"For '{op}', a and v must be 1-D tensor.")
    if mode not in _MODES:
        raise ValueError(f"For '{op}', mode must be one of {list(_MODES)}, but got {mode!r}.")
    n, m = a.shape[0], v.shape[0]
    if not n or not m:
        raise ValueError(f"For '{op}', a and v must not be empty.")
    edge = ops.zeros((m - 1,), a.dtype)
    padded = ops.concat((edge, a, edge), 0) if m > 1 else a
    windows = padded[Tensor(np.arange(n + m - 1)[:, None] + np.arange(m)[None, :])]
    full = (windows * (ops.flip(v, (0,)) if flip else v)).sum(-1)
    short, long = min(n, m), max(n, m)
    start, length = {"full": (0, n + m - 1), "same": ((short - 1) // 2, long), "valid": (short - 1, long - short + 1)}[
        mode
    ]
    return full[start : start + length].astype(a.dtype)


def convolve(a: Any, v: Any, mode: str = "full") -> Tensor:
    """The convolution of two vectors (mirrors `mindspore.numpy.convolve`).

    Args:
        a, v: vectors. mode: "full" (n + m - 1 elements), "same" (max(n, m)) or "valid" (where both overlap fully).

    Raises:
        ValueError: for other shapes or modes.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.convolve([1, 2, 3], [0, 1]))
        [0 1 2 3]
    """
    return _convolved("convolve", a, v, mode, True)


def correlate(a: Any, v: Any, mode: str = "valid") -> Tensor:
    """The cross-correlation of two vectors (mirrors `mindspore.numpy.correlate`), float32 for integers.

    Raises:
        ValueError: for other shapes than vectors, or another mode than "full", "same" or "valid".

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.correlate([1.0, 2.0, 3.0], [0.0, 1.0]))
        [2. 3.]
    """
    return _convolved("correlate", floating(a), floating(v), mode, False)


def diff(a: Any, n: int = 1, axis: int = -1, prepend: Any = None, append: Any = None) -> Tensor:
    """Differences of neighbours, n times (mirrors `mindspore.numpy.diff`).

    Raises:
        ValueError: if n is negative, or not smaller than the axis.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.diff([1, 3, 6]))
        [2 3]
    """
    a = as_tensor(a)
    if n == 0:
        return a
    if n < 0:
        raise ValueError("Input n must > 0.")
    axis = checked_axis("diff", axis, a.ndim)
    parts = [
        ops.broadcast_to(p, (*a.shape[:axis], 1, *a.shape[axis + 1 :])) if p.ndim == 0 else p
        for p in (as_tensor(v) for v in (prepend, a, append) if v is not None)
    ]
    a = concatenate(parts, axis) if len(parts) > 1 else a
    if n >= a.shape[axis]:
        raise ValueError("n is bigger then the specified dimension, this will result in an empty tensor.")
    return mint.diff(a, n, axis)


def _between(a: Tensor, axis: int, start: int | None, stop: int | None) -> Tensor:
    at: list[Any] = [slice(None)] * a.ndim
    at[axis] = slice(start, stop)
    return a[tuple(at)]


def ediff1d(ary: Any, to_end: Any = None, to_begin: Any = None) -> Tensor:
    """Differences of neighbours in the flat array, with more at the ends (mirrors `mindspore.numpy.ediff1d`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.ediff1d([1, 2, 4], 9))
        [1 2 9]
    """
    flat = as_tensor(ary).reshape(-1)
    parts = [flat[1:] - flat[:-1]]
    if to_begin is not None:
        parts.insert(0, as_tensor(to_begin).reshape(-1).astype(flat.dtype))
    if to_end is not None:
        parts.append(as_tensor(to_end).reshape(-1).astype(flat.dtype))
    return ops.concat(tuple(parts), 0)


def gradient(f: Any, *varargs: Any, axis: Any = None, edge_order: int = 1) -> Any:
    """Slopes by central differences, one-sided at the ends (mirrors `mindspore.numpy.gradient`).

    Args:
        f: values. varargs: the distance of neighbours: none (1), one for all axes, or one per axis.
        axis: the axes, all by default. edge_order: 1.

    Returns:
        A Tensor, or a list of one per axis.

    Raises:
        NotImplementedError: for another `edge_order`, or distances that vary. ValueError: for sizes below 2.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.gradient([1.0, 2.0, 4.0]))
        [1.  1.5 2. ]
    """
    if edge_order != 1:
        raise NotImplementedError("edge_order != 1 not implemented")
    f = floating(f)
    axes = tuple(range(f.ndim)) if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)
    if any(as_tensor(v).ndim for v in varargs):
        raise NotImplementedError("Non-constant spacing not implemented")
    if len(varargs) not in (0, 1, len(axes)):
        raise TypeError(f"For 'gradient', there must be no, one or {len(axes)} distances, but got {len(varargs)}.")
    steps = list(varargs) if len(varargs) == len(axes) else (list(varargs) or [1]) * len(axes)
    out = []
    for at, h in zip(axes, steps, strict=True):
        if f.shape[at] < 2:
            raise ValueError("For 'gradient', each axis must have at least 2 elements.")
        first = _between(f, at, 1, 2) - _between(f, at, 0, 1)
        last = _between(f, at, -1, None) - _between(f, at, -2, -1)
        middle = (_between(f, at, 2, None) - _between(f, at, 0, -2)) / 2.0
        out.append(ops.concat((first, middle, last) if f.shape[at] > 2 else (first, last), at) / h)
    return out[0] if len(out) == 1 else out


def interp(x: Any, xp: Any, fp: Any, left: Any = None, right: Any = None) -> Tensor:
    """Linear interpolation between the points (xp, fp) (mirrors `mindspore.numpy.interp`).

    Args:
        x: where. xp: increasing positions. fp: values there. left, right: values outside, by default the ends'.

    Raises:
        ValueError: if xp and fp are not vectors of one length.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.interp([1.5, 9.0], [1.0, 2.0], [3.0, 4.0]))
        [3.5 4. ]
    """
    at, xp, fp = floating(x), floating(xp), floating(fp)
    if xp.ndim != 1 or fp.ndim != 1:
        raise ValueError("xp and fp must be 1-d sequences")
    if xp.shape != fp.shape:
        raise ValueError("fp and xp are not of the same length")
    n = xp.shape[0]
    behind = ops.greater_equal(ops.expand_dims(at, -1), xp).astype(dtypes.int32).sum(-1)
    right_at = ops.maximum(ops.minimum(behind, n - 1), min(1, n - 1))
    left_at = ops.maximum(right_at - 1, 0)
    x0, x1, y0, y1 = xp[left_at], xp[right_at], fp[left_at], fp[right_at]
    width = ops.where(x1 == x0, ops.ones_like(x1), x1 - x0)
    out = y0 + (at - x0) / width * (y1 - y0)
    out = ops.where(at < xp[0], fp[0] if left is None else floating(left), out)
    return ops.where(at > xp[n - 1], fp[n - 1] if right is None else floating(right), out)


def trapz(y: Any, x: Any = None, dx: float = 1.0, axis: int = -1) -> Tensor:
    """The integral by the trapezoidal rule (mirrors `mindspore.numpy.trapz`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.trapz([1.0, 2.0, 4.0]))
        4.5
    """
    return ops.trapz(single_or_half(y), None if x is None else single_or_half(x), dx=dx, dim=axis)


def unwrap(p: Any, discont: float = math.pi, axis: int = -1) -> Tensor:
    """Angles without jumps of more than `discont` (mirrors `mindspore.numpy.unwrap`).

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.unwrap([0.0, 7.0]).asnumpy().round(3))
        [0.    0.717]
    """
    p = floating(p)
    step = diff(p, axis=axis)
    wrapped = ops.floor_mod(step + math.pi, 2 * math.pi) - math.pi
    at_edge = ops.logical_and(wrapped == -math.pi, step > 0)
    wrapped = ops.where(at_edge, ops.full_like(wrapped, math.pi), wrapped)
    correct = ops.where(ops.abs(step) < discont, ops.zeros_like(step), wrapped - step)
    total = ops.cumsum(correct, axis % p.ndim)
    return ops.concat((_between(p, axis, 0, 1), _between(p, axis, 1, None) + total), axis % p.ndim)


def _integer_weights(name: str, weights: Any) -> Tensor:
    weights = as_tensor(weights)
    if weights.dtype not in (dtypes.int8, dtypes.int16, dtypes.int32, dtypes.int64, dtypes.uint8):
        raise TypeError("weights must be integer")
    if weights.ndim != 1:
        raise ValueError(f"For 'cov', '{name}' must be a vector.")
    return weights.astype(dtypes.float32)


def cov(
    m: Any,
    y: Any = None,
    rowvar: bool = True,
    bias: bool = False,
    ddof: int | None = None,
    fweights: Any = None,
    aweights: Any = None,
    dtype: Any = None,
) -> Tensor:
    """The covariance matrix of variables (mirrors `mindspore.numpy.cov`).

    Args:
        m: variables in rows (`rowvar`) or columns. y: more variables. bias: divide by n instead of n - 1.
        ddof: divide by n - ddof. fweights: how often each observation counts. aweights: integers that weigh them.
        dtype: of the result.

    Raises:
        ValueError: for more than two dimensions. TypeError: for weights that are not integers.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.cov([[0.0, 2.0], [1.0, 5.0]]))
        [[2. 4.]
         [4. 8.]]
    """
    rows = single(m)
    if rows.ndim > 2:
        raise ValueError(f"{rows.ndim} has more than 2 dimensions")
    rows = _variables(rows, rowvar)
    if y is not None:
        rows = concatenate([rows, _variables(single(y), rowvar)], 0)
    weights = None
    if fweights is not None:
        weights = _integer_weights("fweights", fweights)
    if aweights is not None:
        given = _integer_weights("aweights", aweights)
        weights = given if weights is None else weights * given
    ddof = (0 if bias else 1) if ddof is None else ddof
    if weights is None:
        centred = rows - rows.mean(1, True)
        count: Any = float(rows.shape[1])
        out = ops.matmul(centred, centred.T)
        out = out / (count - ddof)
    else:
        total = weights.sum()
        centred = rows - (rows * weights).sum(1, keepdims=True) / total
        if aweights is None:
            scale = total - ddof
        else:
            scale = total - ddof * (weights * as_tensor(aweights).astype(dtypes.float32)).sum() / total
        out = ops.matmul(centred * weights, centred.T) / scale
    return finish(ops.squeeze(out) if out.shape == (1, 1) else out, dtype)


def _variables(t: Tensor, rowvar: bool) -> Tensor:
    if t.ndim < 2:
        return t.reshape((1, -1))
    return t if rowvar or t.shape[0] == 1 else t.T


def corrcoef(x: Any, y: Any = None, rowvar: bool = True, dtype: Any = None) -> Tensor:
    """The correlation coefficients of variables (mirrors `mindspore.numpy.corrcoef`); see `cov`.

    Raises:
        ValueError: for more than two dimensions.

    Examples:
        >>> import mindshim.numpy as mnp
        >>> print(mnp.corrcoef([[0.0, 2.0], [1.0, 5.0]]).asnumpy().round(3))
        [[1. 1.]
         [1. 1.]]
    """
    c = cov(x, y, rowvar)
    if c.ndim == 0:
        return finish(c / c, dtype)
    scale = ops.sqrt(ops.diag(c) if c.ndim == 1 else c.diagonal())
    out = c / scale.reshape((-1, 1)) / scale.reshape((1, -1))
    return finish(ops.maximum(ops.minimum(out, 1.0), -1.0), dtype)


__all__ = [
    "convolve", "corrcoef", "correlate", "cov", "diff", "ediff1d", "gradient", "interp", "trapz", "unwrap",
]  # fmt: skip
