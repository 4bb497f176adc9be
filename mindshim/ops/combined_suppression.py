"""Suppression of boxes that overlap, class by class over a batch."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.ops.function_primitives import operator

_OP = "CombinedNonMaxSuppression"


def _overlap(box: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The intersection over the union of a box with others; corners come in any order."""
    low, high = np.minimum(box[:2], box[2:]), np.maximum(box[:2], box[2:])
    lows, highs = np.minimum(others[:, :2], others[:, 2:]), np.maximum(others[:, :2], others[:, 2:])
    inner = np.clip(np.minimum(high, highs) - np.maximum(low, lows), 0, None).prod(1)
    union = (high - low).prod() + (highs - lows).prod(1) - inner
    return np.divide(inner, union, out=np.zeros_like(inner), where=union > 0)


def _kept(boxes: np.ndarray, scores: np.ndarray, most: int, overlap: float, least: float) -> list[int]:
    """Which boxes of a class stay, best first."""
    kept: list[int] = []
    for i in np.argsort(-scores, kind="stable"):
        if len(kept) == most or not scores[i] > least:
            break
        if not kept or not (_overlap(boxes[i], boxes[kept]) > overlap).any():
            kept.append(int(i))
    return kept


def _check(boxes: Tensor, scores: Tensor, counts: tuple[Tensor, Tensor], thresholds: tuple[Tensor, Tensor]) -> None:
    for name, t, wanted in (
        ("boxes", boxes, dtypes.float32), ("scores", scores, dtypes.float32), ("max_output_size_per_class", counts[0], dtypes.int32),
        ("max_total_size", counts[1], dtypes.int32), ("iou_threshold", thresholds[0], dtypes.float32),
        ("score_threshold", thresholds[1], dtypes.float32),
    ):  # fmt: skip
        if t.dtype != wanted:
            raise TypeError(f"For '{_OP}', the '{name}' must be {wanted}, but got {t.dtype}.")
    for name, t, rank in (("boxes", boxes, 4), ("scores", scores, 3)):
        if t.ndim != rank:
            raise ValueError(f"For '{_OP}', the '{name}' must have {rank} axes, but got {t.ndim}.")
    if boxes.shape[:2] != scores.shape[:2] or boxes.shape[3] != 4 or boxes.shape[2] not in (1, scores.shape[2]):
        raise ValueError(
            f"For '{_OP}', the 'boxes' must be (batch, boxes, 1 or classes, 4) for 'scores' (batch, boxes, classes), but got "
            f"{boxes.shape} and {scores.shape}."
        )
    for name, t in zip(("max_output_size_per_class", "max_total_size"), counts, strict=True):
        if int(t) <= 0:
            raise ValueError(f"For '{_OP}', the '{name}' must be greater than 0, but got {int(t)}.")
    if not 0 <= float(thresholds[0]) <= 1:
        raise ValueError(f"For '{_OP}', the 'iou_threshold' must be in [0, 1], but got {float(thresholds[0])}.")


@operator("CombinedNonMaxSuppression", "pad_per_class=False, clip_boxes=True")
def combined_non_max_suppression(
    boxes: Tensor, scores: Tensor, max_output_size_per_class: Tensor, max_total_size: Tensor, iou_threshold: Tensor,
    score_threshold: Tensor, *, pad_per_class: bool, clip_boxes: bool,
) -> tuple[Tensor, Tensor, Tensor, Tensor]:  # fmt: skip
    """The best boxes of all classes that do not overlap others of their class (mirrors
    `mindspore.ops.operations.image_ops.CombinedNonMaxSuppression`).

    Args:
        pad_per_class: give at most the classes times `max_output_size_per_class`. clip_boxes: cut boxes to [0, 1].

    Inputs:
        boxes: float32 (batch, boxes, 1 or classes, 4), two opposite corners. scores: float32 (batch, boxes, classes).
        max_output_size_per_class, max_total_size: int32 numbers. iou_threshold, score_threshold: float32 numbers; a box goes that
        overlaps a better one by more than the first, and one whose score does not exceed the second.

    Returns:
        Boxes (batch, total, 4), scores and classes (batch, total), filled up with zeros, and how many are valid (batch,).

    Raises:
        TypeError: for other dtypes. ValueError: for shapes that do not fit, sizes below 1, an `iou_threshold` out of [0, 1].

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.ops.operations.image_ops import CombinedNonMaxSuppression
        >>> boxes = ms.Tensor([[[[0.0, 0.0, 0.9, 0.9]], [[0.0, 0.0, 1.0, 1.0]]]])
        >>> scores = ms.Tensor([[[0.5], [0.75]]])
        >>> n = ms.Tensor(2, ms.int32)
        >>> out = CombinedNonMaxSuppression()(boxes, scores, n, n, ms.Tensor(0.5), ms.Tensor(0.0))
        >>> print(out[1], out[3])
        [[0.75 0.  ]] [1]
    """
    _check(boxes, scores, (max_output_size_per_class, max_total_size), (iou_threshold, score_threshold))
    places, points = boxes._concrete(), scores._concrete()
    classes, most, total = points.shape[2], int(max_output_size_per_class), int(max_total_size)
    if pad_per_class:
        total = min(total, classes * most)
    shape = (points.shape[0], total)
    out: Any = (np.zeros((*shape, 4), np.float32), np.zeros(shape, np.float32), np.zeros(shape, np.float32), np.zeros(shape[0], np.int32))
    for b in range(shape[0]):
        found = []
        for c in range(classes):
            own = places[b, :, c if places.shape[2] > 1 else 0]
            kept = _kept(own, points[b, :, c], most, float(iou_threshold), float(score_threshold))
            found += [(points[b, i, c], c, own[i]) for i in kept]
        found.sort(key=lambda entry: -entry[0])
        for at, (score, c, box) in enumerate(found[:total]):
            out[0][b, at] = np.clip(box, 0, 1) if clip_boxes else box
            out[1][b, at], out[2][b, at] = score, c
        out[3][b] = min(len(found), total)
    return tuple(map(Tensor, out))  # type: ignore[return-value]
