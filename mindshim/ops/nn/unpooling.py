"""The inverse of max pooling: numbers put back where they were found."""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch, dtypes
from mindshim._core import state as modes
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops.nn import windows
from mindshim.ops.nn.adaptive_pooling import tensor


@kernel("MaxUnpool")
def unpool(x: Array, indices: Array, sizes: Any, op: str) -> Array:
    lead = x.shape[: x.ndim - len(sizes)]
    flat = jnp.zeros((math.prod(lead), math.prod(sizes)), x.dtype)
    rows = np.arange(math.prod(lead))[:, None]
    out = flat.at[rows, indices.reshape(math.prod(lead), -1)].set(x.reshape(math.prod(lead), -1))
    return out.reshape(*lead, *sizes)


def _restored(op: str, output_size: Any, n: int, plain: Any, steps: Any) -> tuple[int, ...]:
    """The sizes to restore: `plain`, or what the caller says, if windows of those steps could have made it smaller."""
    if output_size is None or output_size == ():
        return plain
    if not isinstance(output_size, tuple):
        raise ValueError(f"For {op}, output_size must be tuple, but type {type(output_size)}.")
    if len(output_size) not in (n, n + 1, n + 2):
        raise ValueError(f"For {op}, length of output_size with tuple must be 0, {n}, {n + 1}, {n + 2}, but got {len(output_size)}.")
    targets = output_size[-n:]
    if not all(windows.is_int(t) for t in targets):
        raise RuntimeError(f"For {op}, the output_size must be ints, but got {output_size}.")
    if not all(p - s < t < p + s for t, p, s in zip(targets, plain, steps, strict=True)):
        raise ValueError(f"For {op}, each of the last {n} of output_size {output_size} must be nearer to {plain} than the strides {steps}.")
    return targets


def _max_unpool(n: int) -> None:
    name = f"max_unpool{n}d"

    def run(x: Tensor, indices: Tensor, kernel_size: Any, stride: Any, padding: Any, output_size: Any) -> Tensor:
        tensor(name, x)
        tensor(name, indices)
        size = windows.spread(name, "kernel_size", kernel_size, n)
        steps = size if stride is None else windows.spread(name, "stride", stride, n)
        pads = windows.spread(name, "padding", padding, n, 0)
        if indices.dtype not in (dtypes.int32, dtypes.int64):
            raise TypeError(f"For '{name}', the dtype of 'indices' must be int32 or int64, but got {indices.dtype}.")
        if x.dtype == dtypes.bool_:
            raise TypeError(f"For '{name}', the dtype of 'x' must be a number type, but got {x.dtype}.")
        if x.shape != indices.shape:
            raise ValueError(f"For '{name}', 'x' and 'indices' must have one shape, but got {x.shape} and {indices.shape}.")
        if x.ndim not in (n + 1, n + 2):
            raise ValueError(f"For '{name}', the dimension of 'x' must be {n + 1} or {n + 2}, but got shape {x.shape}.")
        plain = tuple((d - 1) * s - 2 * p + k for d, s, p, k in zip(x.shape[-n:], steps, pads, size, strict=True))
        targets = _restored(name, output_size, n, plain, steps)
        if any(t < 0 for t in targets):
            raise ValueError(f"For '{name}', the output shape must not be negative, but got {targets}.")
        if modes.S.scope is None and indices.size:
            # Inside a compiled function nobody can know.
            places = indices._concrete()
            if places.min() < 0 or places.max() >= math.prod(targets):
                raise RuntimeError(f"For '{name}', the 'indices' must be in [0, {math.prod(targets)}), but got [{places.min()}, {places.max()}].")
        return dispatch.apply(unpool, (x, indices, targets, name))

    def function(
        x: Tensor, indices: Tensor, kernel_size: Any, stride: Any = None, padding: Any = 0, output_size: Any = None
    ) -> Tensor:
        return run(x, indices, kernel_size, stride, padding, output_size)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"""Values put back where max pooling found them, zeros elsewhere (mirrors `mindspore.ops.{name}`).

    Args:
        x, indices: pooled values and their positions in the plane, int32 or int64, of one shape. kernel_size, stride,
            padding: of the pooling. output_size: the shape to restore, if the pooling was ambiguous.

    Raises:
        TypeError, ValueError: for arguments that are none of these. RuntimeError: for positions outside.

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
