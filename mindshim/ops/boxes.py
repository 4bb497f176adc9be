"""Bounding boxes: overlaps, encoding, suppression of doubles, and what lies inside them."""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import F32, I32
from mindshim._core.tensor import Tensor
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.spellings import checked


def _boxes(op: str, name: str, x: Any, columns: int = 4) -> Any:
    x = checked(op, x, "number")
    if x.ndim != 2 or x.shape[1] != columns:
        raise ValueError(f"For '{op}', the shape of '{name}' must be (N, {columns}), but got {x.shape}.")
    return x


def _corners(x: Any) -> list[Any]:
    return [x[:, i] for i in range(x.shape[1])]


@kernel("IOU", differentiable=False)
def _iou(anchor_boxes: Array, gt_boxes: Array, mode: str) -> Array:
    """The share of overlap of each pair of boxes."""
    a, g = _boxes("IOU", "anchor_boxes", anchor_boxes), _boxes("IOU", "gt_boxes", gt_boxes)
    dtype = a.dtype
    a, g = a.astype(F32), g.astype(F32)
    one, zero = np.float32(1), np.float32(0)
    left = jnp.maximum(g[:, None, :2], a[None, :, :2])
    right = jnp.minimum(g[:, None, 2:], a[None, :, 2:])
    inside = jnp.prod(jnp.maximum(right - left + one, zero), axis=-1)
    area_a, area_g = (jnp.prod(v[:, 2:] - v[:, :2] + one, axis=-1) for v in (a, g))
    whole = area_g[:, None] if mode == "iof" else area_g[:, None] + area_a[None, :] - inside
    return (inside / whole).astype(dtype)


def _overlap(anchor_boxes: Tensor, gt_boxes: Tensor, mode: Any) -> Tensor:
    if mode not in ("iou", "iof"):
        raise KeyError(f"For 'IOU', only 'iou' or 'iof' are supported, but got 'mode': {mode}.")
    return _iou(anchor_boxes, gt_boxes, mode)


@face("ops.iou")
def iou(anchor_boxes: Tensor, gt_boxes: Tensor, mode: str = "iou") -> Tensor:
    """The overlap of each true box (rows) with each anchor (columns) (mirrors `mindspore.ops.iou`).

    Args:
        anchor_boxes: (N, 4). gt_boxes: (M, 4): x0, y0, x1, y1, both ends included.
        mode: 'iou', intersection over union, or 'iof', intersection over the true box.

    Raises:
        KeyError: for another mode. ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.iou(ms.Tensor([[0.0, 0.0, 1.0, 1.0]]), ms.Tensor([[0.0, 0.0, 1.0, 3.0]]))
        Tensor(shape=[1, 1], dtype=Float32, value=
        [[ 5.00000000e-01]])
    """
    return _overlap(anchor_boxes, gt_boxes, mode)


@face("ops.IOU")
class IOU(Primitive):
    """The overlap of boxes (mirrors `mindspore.ops.IOU`); see `ops.iou`.

    Args:
        mode: 'iou' or 'iof'.

    Inputs:
        anchor_boxes: (N, 4). gt_boxes: (M, 4).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.IOU("iof")(ms.Tensor([[0.0, 0.0, 1.0, 1.0]]), ms.Tensor([[0.0, 0.0, 1.0, 3.0]]))
        Tensor(shape=[1, 1], dtype=Float32, value=
        [[ 5.00000000e-01]])
    """

    @prim_attr_register
    def __init__(self, mode: str = "iou") -> None:
        if mode not in ("iou", "iof"):
            raise KeyError(f"For 'IOU', only 'iou' or 'iof' are supported, but got 'mode': {mode}.")

    def __call__(self, anchor_boxes: Tensor, gt_boxes: Tensor) -> Tensor:  # type: ignore[override]
        return _overlap(anchor_boxes, gt_boxes, self.mode)


def _middles(x: Any) -> tuple[Any, Any]:
    """Centres and sizes of boxes whose ends are included."""
    return (x[:, :2] + x[:, 2:]) / 2, x[:, 2:] - x[:, :2] + jnp.ones((), x.dtype)


def _four(op: str, name: str, values: Any, dtype: Any) -> Any:
    if not isinstance(values, tuple) or len(values) != 4 or not all(isinstance(v, (int, float)) for v in values):
        raise TypeError(f"For '{op}', the '{name}' must be 4 floats, but got {values!r}.")
    return jnp.asarray(values, dtype)


_ZEROS, _ONES = (0.0, 0.0, 0.0, 0.0), (1.0, 1.0, 1.0, 1.0)


@kernel("BoundingBoxEncode")
def bounding_box_encode(anchor_box: Array, groundtruth_box: Array, means: Any = _ZEROS, stds: Any = _ONES) -> Array:
    """Boxes as offsets and log sizes relative to anchors (mirrors `mindspore.ops.bounding_box_encode`).

    Args:
        anchor_box, groundtruth_box: floating Tensors of shape (N, 4). means, stds: to normalise the four results with.

    Raises:
        TypeError: if `means` or `stds` are no 4 floats. ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.bounding_box_encode(ms.Tensor([[0.0, 0.0, 3.0, 3.0]]), ms.Tensor([[1.0, 0.0, 4.0, 3.0]]))
        Tensor(shape=[1, 4], dtype=Float32, value=
        [[ 2.50000000e-01,  0.00000000e+00,  0.00000000e+00,  0.00000000e+00]])
    """
    op = "BoundingBoxEncode"
    a, g = _boxes(op, "anchor_box", anchor_box), _boxes(op, "groundtruth_box", groundtruth_box)
    (ca, sa), (cg, sg) = _middles(a), _middles(g)
    out = jnp.concatenate([(cg - ca) / sa, jnp.log(sg / sa)], axis=1)
    return (out - _four(op, "means", means, out.dtype)) / _four(op, "stds", stds, out.dtype)


bounding_box_encode.face("ops.bounding_box_encode")  # type: ignore[attr-defined]
bounding_box_encode.primitive(  # type: ignore[attr-defined]
    "BoundingBoxEncode", f"means={_ZEROS}, stds={_ONES}", call="anchor_box, groundtruth_box"
)


@kernel("BoundingBoxDecode")
def bounding_box_decode(
    anchor_box: Array,
    deltas: Array,
    max_shape: Any,
    means: Any = _ZEROS,
    stds: Any = _ONES,
    wh_ratio_clip: float = 0.016,
) -> Array:
    """Boxes from offsets and log sizes relative to anchors (mirrors `mindspore.ops.bounding_box_decode`).

    Args:
        anchor_box, deltas: floating Tensors of shape (N, 4). max_shape: height and width to clip to.
        means, stds: what `deltas` are normalised with. wh_ratio_clip: the smallest ratio of sizes.

    Raises:
        TypeError: if `means` or `stds` are no 4 floats. ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.bounding_box_decode(ms.Tensor([[0.0, 0.0, 3.0, 3.0]]), ms.Tensor([[0.25, 0.0, 0.0, 0.0]]), (9, 9))
        Tensor(shape=[1, 4], dtype=Float32, value=
        [[ 1.00000000e+00,  0.00000000e+00,  4.00000000e+00,  3.00000000e+00]])
    """
    op = "BoundingBoxDecode"
    a, d = _boxes(op, "anchor_box", anchor_box), _boxes(op, "deltas", deltas)
    d = d * _four(op, "stds", stds, d.dtype) + _four(op, "means", means, d.dtype)
    centre, size = _middles(a)
    limit = abs(math.log(wh_ratio_clip))
    size_out = size * jnp.exp(jnp.clip(d[:, 2:], -limit, limit))
    middle = centre + size * d[:, :2]
    half = size_out / 2 - jnp.asarray(0.5, d.dtype)
    height, width = max_shape
    bound = jnp.asarray([width, height] * 2, d.dtype)
    return jnp.clip(jnp.concatenate([middle - half, middle + half], axis=1), jnp.zeros((), d.dtype), bound)


bounding_box_decode.face("ops.bounding_box_decode")  # type: ignore[attr-defined]
bounding_box_decode.primitive(  # type: ignore[attr-defined]
    "BoundingBoxDecode", f"max_shape, means={_ZEROS}, stds={_ONES}, wh_ratio_clip=0.016", call="anchor_box, deltas"
)


@kernel("NMSWithMask", differentiable=False)
def nms_with_mask(bboxes: Array, iou_threshold: Any = 0.5) -> tuple[Array, Array, Array]:
    """Boxes by falling score, and which of them no better box overlaps too much (mirrors `mindspore.ops.NMSWithMask`).

    Args:
        iou_threshold: the overlap above which the worse box is dropped.

    Inputs:
        bboxes: (N, 5): x0, y0, x1, y1, score.

    Returns:
        The sorted boxes, their positions (int32) and the mask (bool) of those that stay.

    Raises:
        TypeError: if `iou_threshold` is no float. ValueError: for another shape.

    Examples:
        >>> import mindshim as ms
        >>> boxes = ms.Tensor([[0.0, 0.0, 4.0, 4.0, 0.8], [0.0, 0.0, 4.0, 3.0, 0.9], [5.0, 5.0, 6.0, 6.0, 0.1]])
        >>> ms.ops.NMSWithMask(0.5)(boxes)[2]
        Tensor(shape=[3], dtype=Bool, value= [ True, False,  True])
    """
    x = checked("NMSWithMask", bboxes, "real")
    if x.ndim != 2 or x.shape[1] not in (5, 8):
        raise ValueError(f"For 'NMSWithMask', the shape of 'bboxes' must be (N, 5) or (N, 8), but got {x.shape}.")
    if not isinstance(iou_threshold, float):
        raise TypeError(f"For 'NMSWithMask', the 'iou_threshold' must be float, but got {iou_threshold!r}.")
    x = x[jnp.argsort(-x[:, 4], stable=True)]
    box, zero = x[:, :4].astype(F32), np.float32(0)
    low = jnp.maximum(box[:, None, :2], box[None, :, :2])
    high = jnp.minimum(box[:, None, 2:], box[None, :, 2:])
    inside = jnp.prod(jnp.maximum(high - low, zero), axis=-1)
    area = jnp.prod(box[:, 2:] - box[:, :2], axis=-1)
    close = inside / (area[:, None] + area[None, :] - inside) > np.float32(iou_threshold)
    n = x.shape[0]
    at = jnp.arange(n, dtype=I32)

    def step(kept: Any, i: Any) -> Any:
        return kept & ~(kept[i] & close[i] & (at > i)), None

    kept, _ = lax.scan(step, jnp.ones((n,), bool), at)
    return x, at, kept


nms_with_mask.primitive("NMSWithMask", "iou_threshold=0.5", call="bboxes")  # type: ignore[attr-defined]


@kernel("CheckValid", differentiable=False)
def check_valid(bboxes: Array, img_metas: Array) -> Array:
    """Whether boxes lie inside the image (mirrors `mindspore.ops.check_valid`).

    Args:
        bboxes: (N, 4): x0, y0, x1, y1. img_metas: height, width, ratio.

    Raises:
        ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.check_valid(ms.Tensor([[0.0, 0.0, 9.0, 4.0], [0.0, 0.0, 9.0, 9.0]]), ms.Tensor([5.0, 10.0, 1.0]))
        Tensor(shape=[2], dtype=Bool, value= [ True, False])
    """
    x = _boxes("CheckValid", "bboxes", bboxes)
    if img_metas.shape != (3,):
        raise ValueError(f"For 'CheckValid', the shape of 'img_metas' must be (3,), but got {img_metas.shape}.")
    meta = img_metas.astype(F32)
    height, width = meta[0] * meta[2], meta[1] * meta[2]
    x0, y0, x1, y1 = _corners(x.astype(F32))
    one, zero = np.float32(1), np.float32(0)
    return (x0 >= zero) & (y0 >= zero) & (x1 <= width - one) & (y1 <= height - one)


check_valid.face("ops.check_valid")  # type: ignore[attr-defined]
check_valid.primitive("CheckValid", "", call="bboxes, img_metas")  # type: ignore[attr-defined]
