"""Softmax and its relatives."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

from mindshim._core import dispatch, dtypes, random
from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import F32
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments, exponentials, half_precision
from mindshim.ops.spellings import checked


def _axes(op: str, axis: Any, ndim: int) -> Any:
    if isinstance(axis, tuple):
        return tuple(arguments.axis(op, a, ndim) for a in axis)
    return arguments.axis(op, axis, max(ndim, 1))


@kernel("Softmax")
def softmax(input: Array, axis: Any = -1, dtype: Any = None) -> Array:
    """exp(x) divided by its sum along an axis (mirrors `mindspore.ops.softmax`).

    Args:
        input: a floating Tensor. axis: an int (a tuple for the Primitive). dtype: convert `input` to it first.

    Raises:
        TypeError: for dtypes that are not floating, or an axis that is no int. ValueError: if the axis is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.softmax(ms.Tensor([0.0, 0.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 5.00000000e-01,  5.00000000e-01])
    """
    if dtype is not None:
        input = input.astype(dtypes.to_np(dtype))
    x = checked("Softmax", input, "real")
    return half_precision.softmax(x, _axes("Softmax", axis, x.ndim)) if x.ndim else jnp.ones_like(x)



@softmax.in_pynative
def _softmax_in_order(input: Any, axis: Any, dtype: Any) -> Any:
    if dtype is None and input.dtype == F32 and input.size and input.ndim and _axes("Softmax", axis, input.ndim) == input.ndim - 1:
        return exponentials.softmax(input)
    return softmax.fn(input, axis, dtype)


softmax.face("ops.softmax", "input, axis=-1, *, dtype=None").face("Tensor.softmax", "axis, dtype=None")  # type: ignore[attr-defined]
softmax.face("mint.softmax", "input, dim, *, dtype=None", dim="axis").primitive("Softmax", "axis=-1", call="input")  # type: ignore[attr-defined]


@face("mint.nn.functional.softmax")
def _softmax_mint(input: Tensor, dim: int | None = None, dtype: Any = None) -> Tensor:
    if dim is None:
        dim = 0 if input.ndim in (0, 1, 3) else 1
    return softmax(input, dim, dtype)


_softmax_mint.__name__, _softmax_mint.__doc__ = "softmax", softmax.fn.__doc__


@kernel("LogSoftmax")
def log_softmax(logits: Array, axis: Any = -1, dtype: Any = None) -> Array:
    """The logarithm of softmax (mirrors `mindspore.ops.log_softmax`).

    Raises:
        TypeError: for dtypes that are not floating, or an axis that is no int. ValueError: if the axis is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.log_softmax(ms.Tensor([0.0, 0.0]))
        Tensor(shape=[2], dtype=Float32, value= [-6.93147182e-01, -6.93147182e-01])
    """
    if dtype is not None:
        logits = logits.astype(dtypes.to_np(dtype))
    x = checked("LogSoftmax", logits, "real")
    return half_precision.log_softmax(x, _axes("LogSoftmax", axis, x.ndim)) if x.ndim else jnp.zeros_like(x)


log_softmax.face("ops.log_softmax", "logits, axis=-1").primitive("LogSoftmax", "axis=-1", call="logits")  # type: ignore[attr-defined]
log_softmax.face("Tensor.log_softmax", "axis=-1, dtype=None")  # type: ignore[attr-defined]


@face("mint.nn.functional.log_softmax", "mint.special.log_softmax")
def _log_softmax_mint(input: Tensor, dim: int | None = None, *, dtype: Any = None) -> Tensor:
    if dim is None:
        dim = 0 if input.ndim in (0, 1, 3) else 1
    return log_softmax(input, dim, dtype)


_log_softmax_mint.__name__, _log_softmax_mint.__doc__ = "log_softmax", log_softmax.fn.__doc__


@face("ops.softmin")
def softmin(x: Tensor, axis: int = -1, *, dtype: Any = None) -> Tensor:
    """softmax of -x (mirrors `mindspore.ops.softmin`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.softmin(ms.Tensor([1.0, 1.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 5.00000000e-01,  5.00000000e-01])
    """
    return softmax(-x, axis, dtype)


@kernel("GumbelSoftmax")
def _gumbel(logits: Array, seed: Number, offset: Number, tau: Number, hard: bool, dim: int) -> Array:
    x = checked("gumbel_softmax", logits, "real")
    noise = jax.random.gumbel(random.make_key(seed, offset), x.shape, F32).astype(x.dtype)
    axis = arguments.axis("gumbel_softmax", dim, x.ndim, "dim")
    soft = jax.nn.softmax((x + noise) / jnp.asarray(tau).astype(x.dtype), axis=axis)
    if not hard:
        return soft
    one_hot = jax.nn.one_hot(jnp.argmax(soft, axis), x.shape[axis], dtype=x.dtype, axis=axis)
    # The value of the one-hot, the gradient of the soft one.
    return one_hot + soft - jax.lax.stop_gradient(soft)


@face("ops.gumbel_softmax", "mint.nn.functional.gumbel_softmax")
def gumbel_softmax(logits: Tensor, tau: float = 1.0, hard: bool = False, dim: int = -1) -> Tensor:
    """A sample of the Gumbel-Softmax distribution (mirrors `mindspore.ops.gumbel_softmax`).

    Args:
        logits: unnormalised log probabilities, float16 or float32. tau: temperature, > 0.
        hard: one-hot samples, differentiated as the soft ones. dim: the axis of the classes.

    Raises:
        TypeError: if `logits` is no floating Tensor or `hard` no bool. ValueError: if `tau` is not positive.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.gumbel_softmax(ms.Tensor([0.0, 50.0]), hard=True)
        Tensor(shape=[2], dtype=Float32, value= [ 0.00000000e+00,  1.00000000e+00])
    """
    if not isinstance(logits, Tensor):
        raise TypeError(f"For 'gumbel_softmax', the 'logits' must be a Tensor, but got {type(logits).__name__}.")
    if not isinstance(hard, bool):
        raise TypeError(f"For 'gumbel_softmax', the 'hard' must be bool, but got {type(hard).__name__}.")
    if tau <= 0:
        raise ValueError(f"For 'gumbel_softmax', the 'tau' must be greater than 0, but got {tau}.")
    seed, offset = random.draw()
    return dispatch.apply(_gumbel, (logits, seed, offset, float(tau), hard, dim))
