"""Pooling of regions whose bins each read channels of their own."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import require_tensors
from mindshim.ops.primitive import Primitive, prim_attr_register


def _inside(start: Any, end: Any, bins: int, size: int) -> Any:
    """Which of `size` positions each of the bins between `start` and `end` covers, as floats of shape (rois, bins, size)."""
    t = start.dtype
    step = jnp.maximum(end - start, np.asarray(0.1, t)) / np.asarray(bins, t)
    at = jnp.arange(bins, dtype=t)
    # The last row and column belong to no bin, as in MindSpore.
    low = jnp.clip(jnp.floor(at * step[:, None] + start[:, None]), 0, size - 1)
    high = jnp.clip(jnp.ceil((at + 1) * step[:, None] + start[:, None]), 0, size - 1)
    places = jnp.arange(size, dtype=t)
    return ((places >= low[..., None]) & (places < high[..., None])).astype(t)


@kernel("PSROIPooling")
def _pool(features: Array, rois: Array, spatial_scale: Any, group_size: Any, output_dim: Any) -> Array:
    """Regions averaged in bins, each bin from channels of its own."""
    op = "PSROIPooling"
    if features.dtype.name not in ("float16", "float32") or rois.dtype != features.dtype:
        raise TypeError(
            f"For '{op}', both inputs must be float16 or float32, but got {features.dtype.name}, {rois.dtype.name}."
        )
    if features.ndim != 4 or rois.ndim != 3 or rois.shape[1] != 5:
        raise ValueError(
            f"For '{op}', the shapes must be (N, C, H, W) and (batch, 5, n), but got {features.shape}, {rois.shape}."
        )
    if features.shape[1] != output_dim * group_size**2:
        raise RuntimeError(
            f"For '{op}', the channels of 'features' must be output_dim * group_size * group_size, "
            f"{output_dim * group_size**2}, but got {features.shape[1]}."
        )
    # Single precision: half has not the range of pixels.
    flat = jnp.moveaxis(rois.astype(np.float32), 1, 2).reshape(-1, 5)
    image, x1, y1, x2, y2 = flat.T
    one = np.float32(1)
    height, width = features.shape[2:]
    # The nearest pixels; halves go up.
    x1, y1, x2, y2 = (jnp.floor(v * np.float32(spatial_scale) + np.float32(0.5)) for v in (x1, y1, x2, y2))
    tall, wide = _inside(y1, y2, group_size, height), _inside(x1, x2, group_size, width)
    grouped = features.astype(np.float32).reshape(features.shape[0], output_dim, group_size, group_size, height, width)
    picked = grouped[image.astype(np.int32)]
    sums = jnp.einsum("ngh,nkw,ndgkhw->ndgk", tall, wide, picked, precision=lax.Precision.HIGHEST)
    count = jnp.sum(tall, -1)[:, :, None] * jnp.sum(wide, -1)[:, None, :]
    return jnp.where(count[:, None] > 0, sums / jnp.maximum(count, one)[:, None], np.float32(0)).astype(features.dtype)


def _check(op: str, spatial_scale: Any, group_size: Any, output_dim: Any) -> None:
    if not isinstance(spatial_scale, float):
        raise TypeError(f"For '{op}', the 'spatial_scale' must be float, but got {type(spatial_scale).__name__}.")
    if spatial_scale <= 0:
        raise ValueError(f"For '{op}', the 'spatial_scale' must be positive, but got {spatial_scale}.")
    for name, value in (("group_size", group_size), ("output_dim", output_dim)):
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(f"For '{op}', the '{name}' must be an int, but got {type(value).__name__}.")
        if value <= 0:
            raise ValueError(f"For '{op}', the '{name}' must be positive, but got {value}.")


@face("ops.PSROIPooling")
class PSROIPooling(Primitive):
    """Regions averaged in bins, each bin from channels of its own (mirrors `mindspore.ops.operations.nn_ops.PSROIPooling`).

    Args:
        spatial_scale: a positive float, what the regions' coordinates are multiplied with.
        group_size: how many bins a region has in height and in width. output_dim: the channels of the result.

    Inputs:
        features: a float16 or float32 Tensor of shape (N, output_dim * group_size * group_size, H, W).
        rois: a Tensor of that dtype and of shape (batch, 5, n): image, x1, y1, x2, y2 of each region.

    Returns:
        A Tensor of shape (batch * n, output_dim, group_size, group_size).

    Raises:
        TypeError: for other dtypes. ValueError: for arguments that are not positive. RuntimeError: for other channels.

    Examples:
        >>> import mindshim as ms
        >>> pool = ms.ops.operations.nn_ops.PSROIPooling(0.5, 1, 2)
        >>> print(pool(ms.ops.ones((1, 2, 4, 4)), ms.Tensor([[[0.0], [0.0], [0.0], [5.0], [5.0]]])).shape)
        (1, 2, 1, 1)
    """

    @prim_attr_register
    def __init__(self, spatial_scale: float, group_size: int, output_dim: int) -> None:
        _check(self.name, spatial_scale, group_size, output_dim)

    def __call__(self, features: Tensor, rois: Tensor) -> Tensor:
        require_tensors(self.name, features=features, rois=rois)
        return dispatch.apply(_pool, (features, rois, self.spatial_scale, self.group_size, self.output_dim))
