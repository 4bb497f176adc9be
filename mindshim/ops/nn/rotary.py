"""Positions as rotations of pairs of features."""

from __future__ import annotations

import jax.numpy as jnp

from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import F32, F64
from mindshim.ops import arguments


@kernel("RotaryPositionEmbedding")
def rotary_position_embedding(x: Array, cos: Array, sin: Array, mode: int = 0) -> Array:
    """`x` with pairs of features turned by the angles of which the cosines and sines are given
    (mirrors `mindspore.ops.rotary_position_embedding`).

    Args:
        x: 4-D, floating; the last dimension even. cos, sin: of the same dtype; broadcast to the shape of `x`.
        mode: 0: feature i is paired with i + D / 2; 1: even features with the next.

    Returns:
        A Tensor of the shape and dtype of `x`.

    Raises:
        TypeError: if an input is not a Tensor, or `mode` not an int. ValueError: for other modes or shapes.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[[[1.0, 2.0]]]])
        >>> zero, one = ms.Tensor([[[[0.0, 0.0]]]]), ms.Tensor([[[[1.0, 1.0]]]])
        >>> print(ms.ops.rotary_position_embedding(x, zero, one))
        [[[[-2.  1.]]]]
    """
    op = "rotary_position_embedding"
    for name, t in (("x", x), ("cos", cos), ("sin", sin)):
        if arguments.tensor(op, t, name).ndim != 4:
            raise ValueError(f"For '{op}', the rank of '{name}' must be 4, but got the shape {t.shape}.")
        if t.dtype != x.dtype or not jnp.issubdtype(t.dtype, jnp.floating):
            raise TypeError(f"For '{op}', the dtypes must be one floating one, but got {x.dtype}, {cos.dtype} and {sin.dtype}.")
        if any(a not in (1, b) for a, b in zip(t.shape, x.shape, strict=True)):
            raise ValueError(f"For '{op}', the shape of '{name}' must broadcast to {x.shape}, but got {t.shape}.")
    if arguments.integer(op, "mode", mode) not in (0, 1):
        raise ValueError(f"For '{op}', the 'mode' must be 0 or 1, but got {mode}.")
    if x.shape[-1] % 2:
        raise ValueError(f"For '{op}', the last dimension of 'x' must be even, but got the shape {x.shape}.")
    wide = F64 if x.dtype == F64 else F32
    v = x.astype(wide)
    if mode == 0:
        half = x.shape[-1] // 2
        turned = jnp.concatenate([-v[..., half:], v[..., :half]], axis=-1)
    else:
        turned = jnp.stack([-v[..., 1::2], v[..., ::2]], axis=-1).reshape(v.shape)
    return (v * cos.astype(wide) + turned * sin.astype(wide)).astype(x.dtype)


rotary_position_embedding.face("ops.rotary_position_embedding")
