"""Pooling to a given output size, power-mean pooling, and the inverse of max pooling."""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops.nn import windows
from mindshim.ops.nn.pooling import _lowest, avg_pool
from mindshim.ops.spellings import checked


def _targets(op: str, output_size: Any, n: int, sizes: Any) -> tuple[int, ...]:
    """The output sizes; None keeps the input's."""
    given = (output_size,) * n if windows.is_int(output_size) or output_size is None else output_size
    if not isinstance(given, (tuple, list)) or not all(v is None or windows.is_int(v) for v in given):
        raise TypeError(f"For '{op}', the 'output_size' must be int or a tuple of {n} ints or None, but got {output_size!r}.")
    if len(given) != n:
        raise ValueError(f"For '{op}', the 'output_size' must have {n} elements, but got {output_size!r}.")
    out = tuple(size if v is None else int(v) for v, size in zip(given, sizes, strict=True))
    if any(v <= 0 and v != -1 for v in out):
        raise ValueError(f"For '{op}', the 'output_size' must be positive, but got {output_size!r}.")
    return tuple(size if v == -1 else v for v, size in zip(out, sizes, strict=True))


def _bounds(size: int, out: int) -> list[tuple[int, int]]:
    return [(i * size // out, -((-(i + 1) * size) // out)) for i in range(out)]


def _ranks(op: str, x: Any, n: int) -> None:
    if x.ndim not in (n + 1, n + 2):
        raise ValueError(f"For '{op}', the input must have {n + 1} or {n + 2} dimensions, but got shape {x.shape}.")


@kernel("AdaptiveAvgPool")
def adaptive_avg(input: Array, output_size: Any, n: int, op: str) -> Array:
    """The mean over windows that divide each of the last `n` axes into so many nearly equal parts."""
    x = checked(op, input, "real")
    _ranks(op, x, n)
    targets = _targets(op, output_size, n, x.shape[-n:])
    wide = x.astype(np.float32) if x.dtype.itemsize == 2 else x
    for axis, target in zip(range(x.ndim - n, x.ndim), targets, strict=True):
        size = wide.shape[axis]
        if size % target == 0:
            shape = (*wide.shape[:axis], target, size // target, *wide.shape[axis + 1 :])
            wide = wide.reshape(shape).mean(axis + 1)
            continue
        weights = np.zeros((target, size), wide.dtype)
        for i, (low, high) in enumerate(_bounds(size, target)):
            weights[i, low:high] = 1.0 / (high - low)
        moved = jnp.moveaxis(wide, axis, -1)
        wide = jnp.moveaxis(jnp.matmul(moved, weights.T, precision=lax.Precision.HIGHEST), -1, axis)
    return wide.astype(x.dtype)


@kernel("AdaptiveMaxPool")
def adaptive_max(input: Array, output_size: Any, n: int, op: str) -> tuple[Array, Array]:
    """The largest number of each such window, and its position in the last `n` axes."""
    x = checked(op, input, "real")
    _ranks(op, x, n)
    sizes = x.shape[-n:]
    targets = _targets(op, output_size, n, sizes)
    where, valid = np.zeros((1, 1), np.int64), np.ones((1, 1), bool)
    for size, target in zip(sizes, targets, strict=True):
        bounds = _bounds(size, target)
        width = max(high - low for low, high in bounds)
        at = np.array([[low + j for j in range(width)] for low, _ in bounds])
        ok = at < np.array([high for _, high in bounds])[:, None]
        at = np.minimum(at, size - 1)
        where = (where[:, None, :, None] * size + at[None, :, None, :]).reshape(where.shape[0] * target, -1)
        valid = (valid[:, None, :, None] & ok[None, :, None, :]).reshape(where.shape)
    lead = x.shape[:-n]
    picked = jnp.where(valid, x.reshape(*lead, -1)[..., where], _lowest(x.dtype))
    best = jnp.argmax(picked, -1)
    values = jnp.take_along_axis(picked, best[..., None], -1)[..., 0]
    index = jnp.asarray(where)[np.arange(where.shape[0]), best]
    shape = (*lead, *targets)
    return values.reshape(shape), index.reshape(shape).astype(np.int64)


def _avg(n: int) -> None:
    name = f"adaptive_avg_pool{n}d"

    def function(input: Tensor, output_size: Any) -> Tensor:
        if not isinstance(input, Tensor):
            raise TypeError(f"For '{name}', the input must be a Tensor, but got {type(input).__name__}.")
        return dispatch.apply(adaptive_avg, (input, output_size, n, name))

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"""The mean over windows that divide the last {n} axes into `output_size` parts (mirrors `mindspore.ops.{name}`).

    Args:
        input: a floating Tensor of {n + 1} or {n + 2} axes. output_size: an int or {n} ints; None keeps an axis.

    Raises:
        TypeError, ValueError: for other inputs.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}(ms.ops.ones({(1, 1) + (5,) * n}), 2).shape
        {(1, 1) + (2,) * n}
    """
    face(f"ops.{name}", f"mint.nn.functional.{name}")(function)


for _n in (1, 2, 3):
    _avg(_n)
adaptive_avg.primitive("AdaptiveAvgPool2D", "output_size", call="input_x", input_x="input", fixed={"n": 2, "op": "AdaptiveAvgPool2D"})  # type: ignore[attr-defined]
adaptive_avg.primitive("AdaptiveAvgPool3D", "output_size", call="x", x="input", fixed={"n": 3, "op": "AdaptiveAvgPool3D"})  # type: ignore[attr-defined]
adaptive_max.primitive("AdaptiveMaxPool2D", "output_size", call="input", fixed={"n": 2, "op": "AdaptiveMaxPool2D"})  # type: ignore[attr-defined]


@face("ops.adaptive_max_pool1d")
def adaptive_max_pool1d(input: Tensor, output_size: int) -> Tensor:
    """The largest number of each of `output_size` windows along the last axis (mirrors `mindspore.ops.adaptive_max_pool1d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.adaptive_max_pool1d(ms.Tensor([[[1.0, 2.0, 3.0, 4.0]]]), 2)
        Tensor(shape=[1, 1, 2], dtype=Float32, value=
        [[[ 2.00000000e+00,  4.00000000e+00]]])
    """
    return dispatch.apply(adaptive_max, (input, output_size, 1, "adaptive_max_pool1d"))[0]


@face("mint.nn.functional.adaptive_max_pool1d")
def _adaptive_max_pool1d_mint(input: Tensor, output_size: int, return_indices: bool = False) -> Any:
    out = dispatch.apply(adaptive_max, (input, output_size, 1, "adaptive_max_pool1d"))
    return out if return_indices else out[0]


_adaptive_max_pool1d_mint.__name__, _adaptive_max_pool1d_mint.__doc__ = "adaptive_max_pool1d", adaptive_max_pool1d.__doc__


@face("ops.adaptive_max_pool2d")
def adaptive_max_pool2d(input: Tensor, output_size: Any, return_indices: bool = False) -> Any:
    """The largest number of each of `output_size` windows of the last two axes (mirrors `mindspore.ops.adaptive_max_pool2d`).

    Args:
        input: a floating Tensor of 3 or 4 axes. output_size: an int or two; None keeps an axis.
        return_indices: also the positions in the plane.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.adaptive_max_pool2d(ms.ops.ones((1, 1, 5, 5)), 2).shape
        (1, 1, 2, 2)
    """
    out = dispatch.apply(adaptive_max, (input, output_size, 2, "adaptive_max_pool2d"))
    return out if return_indices else out[0]


@kernel("LPPool")
def _lp_pool(x: Array, norm_type: Any, kernel_size: Any, stride: Any, ceil_mode: bool, op: str) -> Array:
    x = checked(op, x, "real")
    n = len(kernel_size)
    p = np.asarray(norm_type, x.dtype)
    mean = avg_pool.fn(jnp.abs(x) ** p if norm_type % 2 else x**p, kernel_size, stride, ((0, 0),) * n, ceil_mode, True, 1, False, op)
    total = jnp.maximum(mean, np.zeros((), x.dtype))
    return total ** np.asarray(1.0 / norm_type, x.dtype)


def _lp(n: int) -> None:
    name = f"lp_pool{n}d"

    def function(x: Tensor, norm_type: Any, kernel_size: Any, stride: Any = None, ceil_mode: bool = False) -> Tensor:
        size = windows.spread(name, "kernel_size", kernel_size, n)
        steps = size if stride is None else windows.spread(name, "stride", stride, n)
        unbatched = x.ndim == n + 1
        out = dispatch.apply(_lp_pool, (x.expand_dims(0) if unbatched else x, float(norm_type), size, steps, ceil_mode, name))
        return out.squeeze(0) if unbatched else out

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"""The p-norm of every window (mirrors `mindspore.ops.{name}`).

    Args:
        x: a floating Tensor of {n + 1} or {n + 2} axes. norm_type: p, not 0. kernel_size, stride: an int or {n} ints.
        ceil_mode: keep windows that start inside.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}(ms.ops.ones({(1, 1) + (4,) * n}), 2, 2).shape
        {(1, 1) + (2,) * n}
    """
    face(f"ops.{name}")(function)


_lp(1)
_lp(2)


@kernel("MaxUnpool")
def unpool(x: Array, indices: Array, sizes: Any, op: str) -> Array:
    lead = x.shape[: x.ndim - len(sizes)]
    flat = jnp.zeros((math.prod(lead), math.prod(sizes)), x.dtype)
    rows = np.arange(math.prod(lead))[:, None]
    out = flat.at[rows, indices.reshape(math.prod(lead), -1)].set(x.reshape(math.prod(lead), -1))
    return out.reshape(*lead, *sizes)


def _max_unpool(n: int) -> None:
    name = f"max_unpool{n}d"

    def run(x: Tensor, indices: Tensor, kernel_size: Any, stride: Any, padding: Any, output_size: Any) -> Tensor:
        if x.shape != indices.shape:
            raise ValueError(f"For '{name}', 'x' and 'indices' must have one shape, but got {x.shape} and {indices.shape}.")
        size = windows.spread(name, "kernel_size", kernel_size, n)
        steps = size if stride in (None, 0) else windows.spread(name, "stride", stride, n)
        pads = windows.spread(name, "padding", padding, n, 0)
        if output_size:
            targets = tuple(output_size)[-n:]
        else:
            targets = tuple((d - 1) * s - 2 * p + k for d, s, p, k in zip(x.shape[-n:], steps, pads, size, strict=True))
        return dispatch.apply(unpool, (x, indices, targets, name))

    def function(
        x: Tensor, indices: Tensor, kernel_size: Any, stride: Any = None, padding: Any = 0, output_size: Any = None
    ) -> Tensor:
        return run(x, indices, kernel_size, stride, padding, output_size)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"""Values put back where max pooling found them, zeros elsewhere (mirrors `mindspore.ops.{name}`).

    Args:
        x, indices: pooled values and their positions in the plane, of one shape. kernel_size, stride, padding: of the
            pooling. output_size: the shape to restore, if the pooling was ambiguous.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.ops.ones({(1, 1) + (2,) * n})
        >>> ms.ops.{name}(x, ms.ops.zeros({(1, 1) + (2,) * n}, ms.int64), 2).shape
        {(1, 1) + (4,) * n}
    """
    face(f"ops.{name}")(function)
    if n == 2:

        def mint(
            input: Tensor, indices: Tensor, kernel_size: Any, stride: Any = None, padding: Any = 0, output_size: Any = None
        ) -> Tensor:
            return run(input, indices, kernel_size, stride, padding, output_size)

        mint.__name__, mint.__doc__ = name, function.__doc__
        face(f"mint.nn.functional.{name}")(mint)


for _n in (1, 2, 3):
    _max_unpool(_n)
