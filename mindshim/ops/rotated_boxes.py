"""How far rotated rectangles overlap."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.tensor import Tensor


def _corners(boxes: Any, corner_form: bool) -> tuple[Any, Any]:
    """The corners (..., 4, 2), counter-clockwise in a right-handed plane, and the areas."""
    a, b, c, d, angle = jnp.moveaxis(boxes, -1, 0)
    if corner_form:
        x, y, width, height = (a + c) / 2, (b + d) / 2, jnp.abs(c - a), jnp.abs(d - b)
    else:
        x, y, width, height = a, b, jnp.abs(c), jnp.abs(d)
    turn = jnp.deg2rad(angle)[..., None]
    right = width[..., None] / 2 * np.asarray([1, -1, -1, 1], boxes.dtype)
    up = height[..., None] / 2 * np.asarray([1, 1, -1, -1], boxes.dtype)
    cos, sin = jnp.cos(turn), jnp.sin(turn)
    points = jnp.stack([x[..., None] + right * cos - up * sin, y[..., None] + right * sin + up * cos], -1)
    return points, width * height


def _clip(points: Any, begin: Any, end: Any) -> Any:
    """The part of convex polygons (..., n, 2) left of the lines from `begin` to `end`, with one point more.

    Points that are left over repeat another, which adds no area. A polygon that is all outside shrinks to a point.
    """
    ahead, n = jnp.roll(points, -1, -2), points.shape[-2]
    way = (end - begin)[..., None, :]

    def side(p: Any) -> Any:
        q = p - begin[..., None, :]
        return way[..., 0] * q[..., 1] - way[..., 1] * q[..., 0]

    here, there = side(points), side(ahead)
    crosses = (here >= 0) != (there >= 0)
    share = jnp.where(crosses, here / jnp.where(crosses, here - there, 1), 0)
    met = points + share[..., None] * (ahead - points)
    # Edge by edge: its first point if that is inside, then where it crosses the line.
    every = jnp.stack([points, met], -2).reshape(*points.shape[:-2], 2 * n, 2)
    kept = jnp.stack([here >= 0, crosses], -1).reshape(*points.shape[:-2], 2 * n)
    order = jnp.argsort(~kept, axis=-1, stable=True)[..., : n + 1]
    chosen = jnp.take_along_axis(every, order[..., None], -2)
    valid = jnp.take_along_axis(kept, order, -1)
    return jnp.where(valid[..., None], chosen, chosen[..., :1, :])


@kernel("RotatedIou", differentiable=False)
def _overlap(boxes: Array, query_boxes: Array, corner_form: bool, foreground: bool) -> Array:
    op = "rotated_iou"
    kinds = ("bfloat16", "float16", "float32")
    if boxes.dtype.name not in kinds or query_boxes.dtype.name not in kinds:
        raise TypeError(f"For '{op}', the boxes must be one of {kinds}, but got {boxes.dtype.name}, {query_boxes.dtype.name}.")
    if boxes.ndim != 3 or query_boxes.ndim != 3 or boxes.shape[2] != 5 or query_boxes.shape[2] != 5:
        raise ValueError(
            f"For '{op}', the shapes of the boxes must be (B, N, 5) and (B, K, 5), but got {boxes.shape}, {query_boxes.shape}."
        )
    if boxes.shape[0] != query_boxes.shape[0]:
        raise ValueError(f"For '{op}', the first dimensions must be equal, but got {boxes.shape}, {query_boxes.shape}.")
    one, one_area = _corners(boxes.astype(np.float32), corner_form)
    other, other_area = _corners(query_boxes.astype(np.float32), corner_form)
    # Near the origin no digits are lost to where the boxes are.
    centre = one.mean(-2)[:, :, None, None]
    line = other[:, None] - centre
    polygon = jnp.broadcast_to(one[:, :, None] - centre, line.shape)
    for i in range(4):
        polygon = _clip(polygon, line[..., i, :], line[..., (i + 1) % 4, :])
    ahead = jnp.roll(polygon, -1, -2)
    twice = jnp.sum(polygon[..., 0] * ahead[..., 1] - polygon[..., 1] * ahead[..., 0], -1)
    common = jnp.maximum(twice, 0) / 2
    whole = one_area[:, :, None] if foreground else one_area[:, :, None] + other_area[:, None] - common
    whole = jnp.broadcast_to(whole, common.shape)
    return jnp.where(whole > 0, common / jnp.where(whole > 0, whole, 1), 0).astype(boxes.dtype)


@face("ops.rotated_iou")
def rotated_iou(
    boxes: Tensor,
    query_boxes: Tensor,
    trans: bool = False,
    mode: int = 0,
    is_cross: bool = True,
    v_threshold: float = 0.0,
    e_threshold: float = 0.0,
) -> Tensor:
    """The part that rotated rectangles have in common, of every pair (mirrors `mindspore.ops.rotated_iou`).

    Args:
        boxes, query_boxes: bfloat16, float16 or float32 Tensors of shape (B, N, 5) and (B, K, 5): centre x, centre y,
            width, height and an angle in degrees.
        trans: the first four are two opposite corners x, y, x, y of the rectangle before it is turned.
        mode: 0 for the common area as a part of the area that both cover, 1 as a part of the area of `boxes`.
        is_cross: compare all pairs; must be True.
        v_threshold, e_threshold: tolerances of other platforms' computation; the areas here are exact without.

    Returns:
        A Tensor of shape (B, N, K) in the dtype of `boxes`.

    Raises:
        TypeError: if the boxes are no Tensors of these dtypes. ValueError: for other shapes.
        NotImplementedError: for `is_cross=False`, whose result has no defined layout: take the diagonal instead.

    Examples:
        >>> import mindshim as ms
        >>> box = ms.Tensor([[[0.0, 0.0, 2.0, 2.0, 0.0]]])
        >>> print(ms.ops.rotated_iou(box, ms.Tensor([[[1.0, 0.0, 2.0, 2.0, 0.0], [0.0, 0.0, 2.0, 2.0, 90.0]]])))
        [[[0.333 1.000]]]
    """
    for name, value in (("boxes", boxes), ("query_boxes", query_boxes)):
        if not isinstance(value, Tensor):
            raise TypeError(f"For 'rotated_iou', the '{name}' must be a Tensor, but got {type(value).__name__}.")
    if not is_cross:
        raise NotImplementedError(
            "rotated_iou(is_cross=False): the layout of its result is not defined; take the diagonal of "
            "rotated_iou(boxes, query_boxes) over its last two axes instead."
        )
    return dispatch.apply(_overlap, (boxes, query_boxes, bool(trans), mode == 1))
