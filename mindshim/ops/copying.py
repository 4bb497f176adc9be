"""Copies of Tensors, and overwriting one with another."""

from __future__ import annotations

import jax.numpy as jnp

from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.state import S
from mindshim._core.tensor import Tensor


@kernel("Clone", amp=False)
def clone(input: Array) -> Array:
    """A copy with the same values; gradients pass through (mirrors `mindspore.ops.clone`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([1, 2])
        >>> y = x.clone()
        >>> y[0] = 5
        >>> print(x, y)
        [1 2] [5 2]
    """
    return jnp.asarray(input)


clone.face("mint.clone")

@face("Tensor.copy", "Tensor.clone")
def copy(self: Tensor) -> Tensor:
    """A Tensor with the same values that shares nothing; gradients pass through (mirrors `mindspore.Tensor.copy`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([1, 2])
        >>> x.copy()[0] = 5
        >>> print(x)
        [1 2]
    """
    if S.mode == 0:
        # Arrays are immutable: a new handle is a copy.
        return Tensor._wrap(self._data)
    return clone.unary(self)


@kernel("InplaceCopy", amp=False)
def _overwrite(input: Array, src: Array) -> Array:
    try:
        return jnp.broadcast_to(src.astype(input.dtype), input.shape)
    except ValueError:
        raise RuntimeError(
            f"For 'Tensor.copy_', the shape of 'src' must broadcast to {input.shape}, but got {src.shape}."
        ) from None


@face("Tensor.copy_")
def copy_(self: Tensor, src: Tensor, non_blocking: bool = False) -> Tensor:
    """Overwrite the values with those of `src`, cast to this dtype and broadcast (mirrors `mindspore.Tensor.copy_`).

    Args:
        src: a Tensor whose shape broadcasts to this one.
        non_blocking: kept; has no effect.

    Returns:
        The Tensor itself.

    Raises:
        TypeError: if `src` is not a Tensor. RuntimeError: if its shape does not broadcast.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.Tensor([1.0, 2.0]).copy_(ms.Tensor([3, 4])))
        [3. 4.]
    """
    if not isinstance(src, Tensor):
        raise TypeError(f"copy_(): argument 'src' (position 1) must be Tensor, not {type(src).__name__}.")
    return self._rebind(_overwrite(self, src))
