"""Pooling to a given output size."""

from __future__ import annotations

import functools
from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core import dispatch, dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops import ordered_reductions
from mindshim.ops.nn import ordered_pooling, windows
from mindshim.ops.nn.pooling import _lowest
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.quotients import quotient
from mindshim.ops.spellings import checked


def _targets(op: str, output_size: Any, n: int, sizes: Any, least: int = 1) -> tuple[int, ...]:
    """The output sizes; None and -1 keep the input's."""
    given = (output_size,) * n if windows.is_int(output_size) or output_size is None else output_size
    if not isinstance(given, (tuple, list)) or not all(v is None or windows.is_int(v) for v in given):
        raise TypeError(f"For '{op}', the 'output_size' must be int or a tuple of {n} ints or None, but got {output_size!r}.")
    if len(given) != n:
        raise ValueError(f"For '{op}', the 'output_size' must have {n} elements, but got {output_size!r}.")
    out = tuple(size if v is None else int(v) for v, size in zip(given, sizes, strict=True))
    if any(v < least and v != -1 for v in out):
        raise ValueError(f"For '{op}', the 'output_size' must be at least {least}, but got {output_size!r}.")
    return tuple(size if v == -1 else v for v, size in zip(out, sizes, strict=True))


def _bounds(size: int, out: int) -> list[tuple[int, int]]:
    return [(i * size // out, -((-(i + 1) * size) // out)) for i in range(out)]


def _ranks(op: str, x: Any, n: int) -> None:
    if x.ndim not in (n + 1, n + 2):
        raise ValueError(f"For '{op}', the input must have {n + 1} or {n + 2} dimensions, but got shape {x.shape}.")


@kernel("AdaptiveAvgPool")
def adaptive_avg(input: Array, output_size: Any, n: int, op: str) -> Array:
    """The mean over windows that divide each of the last `n` axes into so many nearly equal parts."""
    return _adaptive_avg(input, output_size, n, op)


@adaptive_avg.in_pynative
def _adaptive_avg_in_order(input: Any, output_size: Any, n: int, op: str) -> Any:
    # MindSpore's kernels add doubles, but for one axis it has windows that slide, which are added one after the other.
    if n == 1 and input.ndim == 3 and input.dtype == np.float32 and windows.is_int(output_size) and output_size > 0:
        size = input.shape[2] // output_size
        if input.shape[2] == size * output_size:
            total = ordered_pooling.window_sums(input, (size,), (size,), ((0, 0),))
            if total is not None:
                return quotient(total, np.asarray(size, np.float32))
    return _adaptive_avg(input, output_size, n, op, n > 1 and ordered_reductions.fits(input))


def _adaptive_avg(input: Any, output_size: Any, n: int, op: str, doubles: bool = False) -> Any:
    x = checked(op, input, "real")
    _ranks(op, x, n)
    targets = _targets(op, output_size, n, x.shape[-n:], least=0)
    if 0 in targets:
        return jnp.zeros((*x.shape[:-n], *targets), x.dtype)
    wide = x.astype(np.float64) if doubles else x.astype(np.float32) if x.dtype.itemsize == 2 else x
    for axis, target in zip(range(x.ndim - n, x.ndim), targets, strict=True):
        size = wide.shape[axis]
        if size % target == 0:
            parts = wide.reshape(*wide.shape[:axis], target, size // target, *wide.shape[axis + 1 :])
            wide = parts.sum(axis + 1) if doubles else parts.mean(axis + 1)
            continue
        weights = np.zeros((target, size), wide.dtype)
        for i, (low, high) in enumerate(_bounds(size, target)):
            weights[i, low:high] = 1.0 if doubles else 1.0 / (high - low)
        moved = jnp.moveaxis(wide, axis, -1)
        wide = jnp.moveaxis(jnp.matmul(moved, weights.T, precision=lax.Precision.HIGHEST), -1, axis)
    if doubles:
        # Divided once, for many of these sums are exact and their means just between two numbers of float32.
        counts = [[high - low for low, high in _bounds(s, target)] for s, target in zip(x.shape[-n:], targets, strict=True)]
        wide = quotient(wide, jnp.asarray(functools.reduce(np.multiply.outer, counts), np.float64))
    return wide.astype(x.dtype)


@kernel("AdaptiveMaxPool")
def adaptive_max(input: Array, output_size: Any, n: int, op: str) -> tuple[Array, Array]:
    """The largest number of each such window, and its position in the last `n` axes."""
    x = checked(op, input, "any" if n == 3 else "real")
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


def check_length(op: str, input: Any, output_size: Any) -> None:
    """What pooling of one axis to so many equal parts asks for.

    Raises:
        TypeError: if `input` is no float16 or float32 Tensor, or `output_size` no int. ValueError: if `output_size` is
            not positive or does not divide the last of three axes.
    """
    tensor(op, input)
    if not windows.is_int(output_size):
        raise TypeError(f"For '{op}', the 'output_size' must be int, but got '{type(output_size).__name__}'")
    if output_size < 1:
        raise ValueError(f"For '{op}', the 'output_size' must be int and must >= 1, but got '{output_size}' with type 'int'.")
    if input.ndim != 3:
        raise ValueError(f"For {op} input must have 3 dim, but got {input.ndim}.")
    size = input.shape[-1]
    if size < output_size:
        raise ValueError(f"For {op} input's last dimension must be greater or equal to output size {output_size}, but got {size}.")
    if size % output_size:
        raise ValueError(f"For {op} input's last dimension must be divisible by output size {output_size}, but got {size}.")
    if input.dtype not in (dtypes.float16, dtypes.float32):
        raise TypeError(f"For {op}, the input dtype must be float16 or float32, but got {input.dtype}.")


def tensor(op: str, input: Any) -> None:
    """TypeError if `input` is no Tensor."""
    if not isinstance(input, Tensor):
        raise TypeError(f"For '{op}', the input must be a Tensor, but got {type(input).__name__}.")


def check_sizes(op: str, output_size: Any, n: int) -> None:
    """TypeError, ValueError unless `output_size` is an int or a tuple of `n` ints or None, none of them negative."""
    if not windows.is_int(output_size) and not isinstance(output_size, tuple):
        raise TypeError(
            f"For '{op}', the type of 'output_size' should be one of '['int', 'tuple']', but got type '{type(output_size).__name__}'."
        )
    given = output_size if isinstance(output_size, tuple) else (output_size,) * n
    if len(given) != n:
        raise ValueError(f"For '{op}', the length of output_size must be equal to {n}, but got {len(given)}.")
    for i, size in enumerate(given):
        if size is not None and not windows.is_int(size):
            raise TypeError(f"For '{op}', the type of 'output_size[{i}]' should be one of '['int', 'NoneType']', but got type '{type(size).__name__}'.")
        if size is not None and size < 0:
            raise ValueError(f"For '{op}', the argument 'output_size[{i}]' must >= 0, but got {size}.")


def _avg(n: int) -> None:
    name = f"adaptive_avg_pool{n}d"

    def function(input: Tensor, output_size: Any) -> Tensor:
        if n == 1:
            check_length(name, input, output_size)
        else:
            tensor(name, input)
            check_sizes(name, output_size, n)
        return dispatch.apply(adaptive_avg, (input, output_size, n, name))

    def mint(input: Tensor, output_size: Any) -> Tensor:
        tensor(name, input)
        return dispatch.apply(adaptive_avg, (input, output_size, n, name))

    takes = (
        "input: a float16 or float32 Tensor of 3 axes. output_size: an int that divides the last one."
        if n == 1
        else f"input: a floating Tensor of {n + 1} or {n + 2} axes. output_size: an int or a tuple of {n}; None keeps an axis."
    )
    doc = f"""The mean over windows that divide the last {n} axes into `output_size` parts (mirrors `mindspore.ops.{name}`).

    Args:
        {takes}

    Raises:
        TypeError, ValueError: for other inputs.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}(ms.ops.ones({(1, 1) + (6,) * n}), 2).shape
        {(1, 1) + (2,) * n}
    """
    for f, path in ((function, f"ops.{name}"), (mint, f"mint.nn.functional.{name}")):
        f.__name__ = f.__qualname__ = name
        f.__doc__ = doc
        face(path)(f)


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
    check_length("adaptive_max_pool1d", input, output_size)
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
    op = "adaptive_max_pool2d"
    tensor(op, input)
    if not isinstance(return_indices, bool):
        raise TypeError(f"For '{op}', the 'return_indices' must be bool, but got {type(return_indices).__name__}.")
    if output_size is None:
        raise TypeError(f"For '{op}', the 'output_size' must be an int or two, but got None.")
    if isinstance(output_size, (tuple, list)) and len(output_size) < 2:
        raise RuntimeError(f"For '{op}', the 'output_size' must have 2 elements, but got {output_size}.")
    if 0 in (output_size if isinstance(output_size, (tuple, list)) else (output_size,)):
        raise RuntimeError(f"For '{op}', the output_size is illegal: {output_size}.")
    out = dispatch.apply(adaptive_max, (input, output_size, 2, op))
    return out if return_indices else out[0]


def adaptive_max_volume(op: str, input: Tensor, output_size: Any) -> tuple[Tensor, Tensor]:
    """The largest number of each window of three axes and its position, int32."""
    tensor(op, input)
    if isinstance(output_size, Tensor):
        output_size = tuple(output_size.tolist())
    sizes = (output_size,) * 3 if windows.is_int(output_size) else output_size
    if not isinstance(sizes, (tuple, list)) or not all(windows.is_int(v) for v in sizes):
        raise TypeError(f"For '{op}', the 'output_size' must be an int or a tuple of three ints, but got {output_size!r}.")
    if any(v < 1 for v in sizes):
        raise ValueError(f"For '{op}', 'output_size' should be a vector with all positive item, but got {tuple(sizes)}.")
    y, at = dispatch.apply(adaptive_max, (input, tuple(sizes), 3, op))
    return y, at.astype(dtypes.int32)


@face("ops.adaptive_max_pool3d")
def adaptive_max_pool3d(input: Tensor, output_size: Any, return_indices: bool = False) -> Any:
    """The largest number of each of `output_size` windows of the last three axes (mirrors `mindspore.ops.adaptive_max_pool3d`).

    Args:
        input: a Tensor of numbers, of 4 or 5 axes. output_size: an int, or three in a tuple, list or Tensor.
        return_indices: also the positions in the volume, int32.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.adaptive_max_pool3d(ms.ops.ones((1, 5, 5, 5)), (1, 2, 3)).shape
        (1, 1, 2, 3)
    """
    out = adaptive_max_volume("AdaptiveMaxPool3D", input, output_size)
    return out if return_indices else out[0]


@face("ops.AdaptiveMaxPool3D")
class AdaptiveMaxPool3D(Primitive):
    """The largest number of windows of three axes and its position (mirrors `mindspore.ops.AdaptiveMaxPool3D`).

    Inputs:
        x: a Tensor of numbers, of 4 or 5 axes. output_size: three positive numbers in an int32 Tensor.

    Returns:
        Of a call: the numbers, and their positions in the volume, int32.

    Raises:
        TypeError, ValueError: for inputs that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.ops.arange(8).reshape(1, 2, 2, 2).astype(ms.float32)
        >>> y, at = ms.ops.AdaptiveMaxPool3D()(x, ms.Tensor([1, 1, 2], ms.int32))
        >>> print(y.reshape(-1), at.reshape(-1))
        [6. 7.] [6 7]
    """

    @prim_attr_register
    def __init__(self) -> None:
        self.init_prim_io_names(inputs=["x", "output_size"], outputs=["y", "argmax"])

    def __call__(self, x: Tensor, output_size: Tensor) -> tuple[Tensor, Tensor]:  # type: ignore[override]
        if not isinstance(output_size, Tensor):
            raise TypeError(
                f"For Primitive[{self.name}], the type of input argument[output_size] must be Tensor but got {type(output_size).__name__}."
            )
        return adaptive_max_volume(self.name, x, output_size)
