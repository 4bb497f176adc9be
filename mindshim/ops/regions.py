"""What lies inside boxes of an image, resized: aligned regions, crops."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import F32
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import is_int
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.spellings import checked


def _weights(at: Any, n: int) -> Any:
    """Rows of linear weights over `n` elements for the positions `at`; none more than one element outside."""
    inside = (at >= -1) & (at <= n)
    at = jnp.clip(at, 0, n - 1)
    distance = jnp.abs(at[..., None] - jnp.arange(n, dtype=at.dtype))
    return jnp.maximum(1 - distance, 0) * inside[..., None]


def _bin_weights(start: Any, size: Any, bins: int, n: int, samples: int, most: int) -> Any:
    """For each bin along one axis, the mean of the weights of its sample positions: (bins, n)."""
    step = size / bins
    if samples > 0:
        count, k = jnp.asarray(samples, F32), samples
    else:
        # As many samples as whole elements fit into the bin, at least one.
        count, k = jnp.maximum(jnp.floor(step), 1), most
    i = jnp.arange(k, dtype=F32)
    at = start + jnp.arange(bins, dtype=F32)[:, None] * step + (i + np.float32(0.5)) * step / count
    used = (i < count)[None, :, None]
    return jnp.sum(jnp.where(used, _weights(at, n), np.float32(0)), axis=1) / count


@kernel("ROIAlign")
def roi_align(
    features: Array,
    rois: Array,
    pooled_height: int,
    pooled_width: int,
    spatial_scale: float,
    sample_num: int = 2,
    roi_end_mode: int = 1,
) -> Array:
    """Regions of interest averaged into a fixed number of bins (mirrors `mindspore.ops.ROIAlign`).

    Args:
        pooled_height, pooled_width: the number of bins. spatial_scale: from coordinates of `rois` to elements.
        sample_num: positions per bin and axis, read by linear interpolation; 0: as many as elements fit.
        roi_end_mode: what is added to the ends of the regions, 0 or 1.

    Inputs:
        features: (N, C, H, W). rois: (R, 5): image number, x0, y0, x1, y1.

    Returns:
        A Tensor of shape (R, C, pooled_height, pooled_width).

    Raises:
        TypeError: for dtypes that are not floating. ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[[[1.0, 2.0], [3.0, 4.0]]]])
        >>> ms.ops.ROIAlign(1, 1, 1.0, roi_end_mode=0)(x, ms.Tensor([[0.0, 0.0, 0.0, 1.0, 1.0]])).asnumpy()
        array([[[[2.5]]]], dtype=float32)
    """
    x, r = checked("ROIAlign", features, "real"), checked("ROIAlign", rois, "real")
    if x.ndim != 4 or r.ndim != 2 or r.shape[1] != 5:
        raise ValueError(f"For 'ROIAlign', the shapes must be (N, C, H, W) and (R, 5), but got {x.shape}, {r.shape}.")
    if roi_end_mode not in (0, 1):
        raise ValueError(f"For 'ROIAlign', the 'roi_end_mode' must be 0 or 1, but got {roi_end_mode}.")
    # The regions themselves have no gradient, as in MindSpore.
    r = lax.stop_gradient(r).astype(F32)
    wide, scale = x.astype(F32), np.float32(spatial_scale)
    height, width = x.shape[2:]

    def one(roi: Any) -> Any:
        start = roi[1:3] * scale
        size = (roi[3:5] + np.float32(roi_end_mode)) * scale - start
        # More samples than elements of the axis, and one for each side, make no difference that is looked for.
        rows = _bin_weights(start[1], size[1], pooled_height, height, sample_num, height + 2)
        columns = _bin_weights(start[0], size[0], pooled_width, width, sample_num, width + 2)
        image = wide[roi[0].astype(np.int32)]
        return jnp.einsum("chw,ih,jw->cij", image, rows, columns, precision=lax.Precision.HIGHEST)

    return jax.vmap(one)(r).astype(x.dtype)


roi_align.primitive(  # type: ignore[attr-defined]
    "ROIAlign", "pooled_height, pooled_width, spatial_scale, sample_num=2, roi_end_mode=1", call="features, rois"
)


def _line(start: Any, end: Any, count: int, n: int) -> Any:
    """`count` positions from `start` to `end`, shares of an axis of `n` elements; one position lies in the middle."""
    start, end = start[:, None] * np.float32(n - 1), end[:, None] * np.float32(n - 1)
    if count == 1:
        return (start + end) / 2
    return start + (end - start) * jnp.asarray(np.arange(count) / (count - 1), F32)


def _body(start: Any, end: Any, count: int, n: int) -> tuple[Any, Any, Any]:
    """Lower and upper elements and the share of the upper one, for 'bilinear_v2': whole elements, edges repeated."""
    first = (start * np.float32(n)).astype(np.int32)[:, None]
    last = (end * np.float32(n)).astype(np.int32)[:, None]
    size = jnp.maximum(last - first + 1, 1)
    at = jnp.asarray(np.arange(count) + 0.5, F32) * (size.astype(F32) / np.float32(count)) - np.float32(0.5)
    low = jnp.clip(jnp.floor(at).astype(np.int32), 0, size - 1)
    high = jnp.minimum(low + 1, size - 1)
    return jnp.minimum(first + low, n - 1), jnp.minimum(first + high, n - 1), at - low.astype(F32)


@kernel("CropAndResize")
def _crop_and_resize(
    x: Array, boxes: Array, box_index: Array, crop_size: Any, method: str, extrapolation_value: Number
) -> Array:
    """Boxes cut out of (N, H, W, C) images and resized."""
    op = "CropAndResize"
    image = checked(op, x, "number").astype(F32)
    if image.ndim != 4:
        raise ValueError(f"For '{op}', the input image must be 4D Tensor, but got {image.ndim}D")
    if boxes.ndim != 2 or boxes.shape[1] != 4 or box_index.shape != boxes.shape[:1]:
        raise ValueError(f"For '{op}', the boxes {boxes.shape} and their images {box_index.shape} do not fit.")
    height, width = image.shape[1:3]
    y0, x0, y1, x1 = (boxes[:, i].astype(F32) for i in range(4))
    at = box_index.astype(np.int32)[:, None, None]

    def read(rows: Any, columns: Any) -> Any:
        return image[at, rows[:, :, None], columns[:, None, :]]

    if method == "bilinear_v2":
        top, bottom, down = _body(y0, y1, crop_size[0], height)
        left, right, across = _body(x0, x1, crop_size[1], width)
        outside = None
    else:
        rows, columns = _line(y0, y1, crop_size[0], height), _line(x0, x1, crop_size[1], width)
        outside = ((rows < 0) | (rows > height - 1))[:, :, None] | ((columns < 0) | (columns > width - 1))[:, None, :]
        fill = jnp.asarray(extrapolation_value, F32)
        if method == "nearest":
            near = (jnp.floor(p + np.float32(0.5)).astype(np.int32) for p in (rows, columns))
            row, column = (jnp.clip(p, 0, n - 1) for p, n in zip(near, (height, width), strict=True))
            return jnp.where(outside[..., None], fill, read(row, column))
        top, left = (jnp.clip(jnp.floor(p), 0, n - 1) for p, n in ((rows, height), (columns, width)))
        down, across = rows - lax.stop_gradient(top), columns - lax.stop_gradient(left)
        top, left = top.astype(np.int32), left.astype(np.int32)
        bottom, right = jnp.minimum(top + 1, height - 1), jnp.minimum(left + 1, width - 1)
    down, across = down[:, :, None, None], across[:, None, :, None]
    upper = read(top, left) * (1 - across) + read(top, right) * across
    lower = read(bottom, left) * (1 - across) + read(bottom, right) * across
    out = upper * (1 - down) + lower * down
    return out if outside is None else jnp.where(outside[..., None], fill, out)


def _check(method: Any, crop_size: Any) -> None:
    if method not in ("bilinear", "nearest", "bilinear_v2"):
        raise ValueError(
            f"For 'CropAndResize', the 'method' must be bilinear, nearest or bilinear_v2, but got {method}."
        )
    if not isinstance(crop_size, tuple) or not all(is_int(v) for v in crop_size):
        raise TypeError(f"For 'CropAndResize', the 'crop_size' must be a tuple of two ints, but got {crop_size!r}.")
    if len(crop_size) != 2 or min(crop_size) <= 0:
        raise ValueError(f"For 'CropAndResize', the 'crop_size' must be two positive ints, but got {crop_size}.")


@face("ops.crop_and_resize")
def crop_and_resize(
    image: Tensor,
    boxes: Tensor,
    box_indices: Tensor,
    crop_size: Any,
    method: str = "bilinear",
    extrapolation_value: float = 0.0,
) -> Tensor:
    """Boxes cut out of images and resized, float32 (mirrors `mindspore.ops.crop_and_resize`).

    Args:
        image: a Tensor of shape (N, H, W, C). boxes: (B, 4): y0, x0, y1, x1 as shares of the image.
        box_indices: the image of each box, int32. crop_size: height and width of the results, a tuple.
        method: 'bilinear', 'nearest' or 'bilinear_v2'. extrapolation_value: what is outside the image.

    Raises:
        TypeError: if `crop_size` has no ints. ValueError: for another method, or shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> x, box = ms.Tensor([[[[1.0], [2.0]], [[3.0], [4.0]]]]), ms.Tensor([[0.0, 0.0, 1.0, 1.0]])
        >>> ms.ops.crop_and_resize(x, box, ms.Tensor([0], ms.int32), (1, 1)).asnumpy()
        array([[[[2.5]]]], dtype=float32)
    """
    _check(method, crop_size)
    return _crop_and_resize(image, boxes, box_indices, crop_size, method, extrapolation_value)


@face("ops.CropAndResize")
class CropAndResize(Primitive):
    """Boxes cut out of images and resized (mirrors `mindspore.ops.CropAndResize`); see `ops.crop_and_resize`.

    Args:
        method: 'bilinear', 'nearest' or 'bilinear_v2'. extrapolation_value: what is outside the image.

    Inputs:
        x: (N, H, W, C). boxes: (B, 4). box_index: (B,). crop_size: two ints.

    Examples:
        >>> import mindshim as ms
        >>> x, box = ms.Tensor([[[[1.0], [2.0]], [[3.0], [4.0]]]]), ms.Tensor([[0.0, 0.0, 1.0, 1.0]])
        >>> ms.ops.CropAndResize("nearest")(x, box, ms.Tensor([0], ms.int32), (1, 2)).flatten()
        Tensor(shape=[2], dtype=Float32, value= [ 3.00000000e+00,  4.00000000e+00])
    """

    @prim_attr_register
    def __init__(self, method: str = "bilinear", extrapolation_value: float = 0.0) -> None:
        _check(method, (1, 1))

    def __call__(self, x: Tensor, boxes: Tensor, box_index: Tensor, crop_size: Any) -> Tensor:  # type: ignore[override]
        return crop_and_resize(x, boxes, box_index, crop_size, self.method, self.extrapolation_value)
