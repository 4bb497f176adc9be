"""More dimensions: at least one, two or three of them, complex numbers as pairs, lengths as masks."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import is_complex
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import is_int, tensor


def _at_least(n: int) -> None:
    name = f"atleast_{n}d"

    def grown(x: Tensor) -> Tensor:
        if not isinstance(x, Tensor):
            raise TypeError(f"For '{name}', the inputs must be Tensors, but got {type(x).__name__}.")
        if x.ndim >= n:
            return x
        if n < 3:
            return x.reshape((1,) * (n - x.ndim) + x.shape)
        return x.reshape({0: (1, 1, 1), 1: (1, *x.shape, 1), 2: (*x.shape, 1)}[x.ndim])

    def function(inputs: Any) -> Any:
        if isinstance(inputs, (list, tuple)):
            return tuple(grown(x) for x in inputs)
        return grown(inputs)

    shape = "(" + ", ".join(["1"] * n) + ("," if n == 1 else "") + ")"
    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"""The Tensor with {n} or more dimensions (mirrors `mindspore.ops.{name}`).

    Args:
        inputs: a Tensor, or a list or tuple of Tensors, which gives a tuple.

    Raises:
        TypeError: for anything else.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}(ms.Tensor(1.0)).shape
        {shape}
    """
    face(f"ops.{name}")(function)


for _n in (1, 2, 3):
    _at_least(_n)


@kernel("ViewAsReal")
def view_as_real(input: Array) -> Array:
    """Complex numbers as pairs of real and imaginary part (mirrors `mindspore.ops.view_as_real`).

    Args:
        input: a complex Tensor.

    Returns:
        A real Tensor with one dimension more, of size 2.

    Raises:
        TypeError: for other dtypes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.view_as_real(ms.Tensor([1 + 2j], ms.complex64))
        Tensor(shape=[1, 2], dtype=Float32, value=
        [[ 1.00000000e+00,  2.00000000e+00]])
    """
    x = tensor("view_as_real", input)
    if not is_complex(x.dtype):
        raise TypeError("For view_as_real, the dtype of input Tensor must be complex.")
    return jnp.stack([x.real, x.imag], axis=-1)


view_as_real.face("ops.view_as_real")  # type: ignore[attr-defined]


@kernel("SequenceMask", differentiable=False)
def _mask(lengths: Array, maxlen: int) -> Array:
    """Positions below each length."""
    return jnp.asarray(np.arange(maxlen), lengths.dtype) < lengths[..., None]


@face("ops.sequence_mask")
def sequence_mask(lengths: Tensor, maxlen: int | None = None) -> Tensor:
    """True for the first positions of each row, as many as `lengths` says (mirrors `mindspore.ops.sequence_mask`).

    Args:
        lengths: an int32 or int64 Tensor. maxlen: the size of the new last dimension, by default the largest length.

    Raises:
        TypeError: for other dtypes, or if `maxlen` is no int. ValueError: if it is not positive.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.sequence_mask(ms.Tensor([1, 3]), 3)
        Tensor(shape=[2, 3], dtype=Bool, value=
        [[ True, False, False],
         [ True,  True,  True]])
    """
    if not isinstance(lengths, Tensor) or lengths.dtype not in (dtypes.int32, dtypes.int64):
        kind = lengths.dtype if isinstance(lengths, Tensor) else type(lengths).__name__
        raise TypeError(f"For 'sequence_mask', the 'lengths' must be an int32 or int64 Tensor, but got {kind}.")
    if maxlen is None:
        maxlen = int(lengths.max())
    if not is_int(maxlen):
        raise TypeError(f"For 'sequence_mask', the 'maxlen' must be int, but got {type(maxlen).__name__}.")
    if maxlen <= 0:
        raise ValueError(f"For 'sequence_mask', the 'maxlen' must be positive, but got {maxlen}.")
    return _mask(lengths, int(maxlen))
