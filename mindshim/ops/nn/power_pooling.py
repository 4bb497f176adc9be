"""The p-norm over sliding windows."""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops.nn import windows
from mindshim.ops.nn.adaptive_pooling import tensor
from mindshim.ops.nn.pooling import avg_pool
from mindshim.ops.spellings import checked


@kernel("LPPool")
def _lp_pool(x: Array, norm_type: Any, kernel_size: Any, stride: Any, ceil_mode: bool, op: str) -> Array:
    x = checked(op, x, "to float")
    n = len(kernel_size)
    mean = avg_pool.fn(x ** np.asarray(norm_type, x.dtype), kernel_size, stride, ((0, 0),) * n, ceil_mode, True, 0, False, op)
    # A window that reaches beyond the end counts as much as a whole one.
    total = mean * np.asarray(math.prod(kernel_size), x.dtype)
    # Windows that are not a number count as nothing, as in MindSpore.
    total = jnp.where(jnp.isnan(total), jnp.zeros_like(total), total)
    root = 1.0 / norm_type
    return total if root == 1 else total ** np.asarray(root, x.dtype)


def _check_norm(op: str, norm_type: Any) -> None:
    if isinstance(norm_type, bool) or not isinstance(norm_type, (int, float)):
        raise TypeError(f"For {op}, the type of 'norm_type' must be float or int, but got {type(norm_type)}")
    if norm_type == 0:
        raise ValueError(f"For {op}, the value of 'norm_type' can not be 0.")


def _lp(n: int) -> None:
    name = f"lp_pool{n}d"

    def function(x: Tensor, norm_type: Any, kernel_size: Any, stride: Any = None, ceil_mode: bool = False) -> Tensor:
        tensor(name, x)
        _check_norm(name, norm_type)
        for given, value in (("kernel_size", kernel_size), ("stride", stride)):
            if isinstance(value, tuple) and (n == 1 or not all(map(windows.is_int, value))) or isinstance(value, list):
                raise TypeError(f"For '{name}', the '{given}' must be int{' or a tuple of two' if n == 2 else ''}, but got {value}.")
        if not isinstance(ceil_mode, bool):
            raise TypeError(f"For '{name}', the type of 'ceil_mode' should be 'bool', but got type '{type(ceil_mode).__name__}'.")
        if x.ndim != 4 if n == 2 else x.ndim not in (2, 3):
            wanted = "4" if n == 2 else "2 or 3"
            raise ValueError(f"For '{name}', the dimension of 'x' must be {wanted}, but got shape {x.shape}.")
        size = windows.spread(name, "kernel_size", kernel_size, n)
        steps = size if stride is None else windows.spread(name, "stride", stride, n)
        unbatched = x.ndim == n + 1
        out = dispatch.apply(_lp_pool, (x.expand_dims(0) if unbatched else x, float(norm_type), size, steps, ceil_mode, name))
        return out.squeeze(0) if unbatched else out

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"""The p-norm of every window (mirrors `mindspore.ops.{name}`).

    Args:
        x: a Tensor of {"4" if n == 2 else "2 or 3"} axes. norm_type: p, a number other than 0. kernel_size, stride: an
            int{" or a tuple of two" if n == 2 else ""}. ceil_mode: keep windows that start inside.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}(ms.ops.ones({(1, 1) + (4,) * n}), 2, 2).shape
        {(1, 1) + (2,) * n}
    """
    face(f"ops.{name}")(function)


_lp(1)
_lp(2)
