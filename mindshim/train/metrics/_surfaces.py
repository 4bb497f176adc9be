"""Distances between the surfaces of two sets of pixels or voxels."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import _checkparam
from mindshim.train.metrics.metric import Metric, rearrange_inputs

DISTANCES = ["euclidean", "chessboard", "taxicab"]


def surface(mask: np.ndarray) -> np.ndarray:
    """The elements of a set that touch its outside, or the border of the image."""
    from scipy.ndimage import binary_erosion

    return binary_erosion(mask) ^ mask


def distances(start: np.ndarray, end: np.ndarray, kind: str) -> np.ndarray:
    """For every element of one surface, how far it is to the nearest of the other; infinite if that has none."""
    from scipy import ndimage

    if not end.any():
        return np.full(int(start.sum()), np.inf)
    if not start.any():
        return np.zeros(0)
    away: Any = ndimage.distance_transform_edt(~end) if kind == "euclidean" else ndimage.distance_transform_cdt(~end, metric=kind)
    return away[start]


class SurfaceMetric(Metric):
    """What the metrics of surfaces share: two label images and the label that is looked at."""

    distance_metric: str
    _crop = False

    def _check_distance(self, distance_metric: Any) -> None:
        _checkparam.check_value_type("distance_metric", distance_metric, [str])
        self.distance_metric = _checkparam.check_string(distance_metric, DISTANCES, "distance_metric")

    def clear(self) -> None:
        """Forget what was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.RootMeanSquareDistance(symmetric=True)
            >>> metric.update(ms.Tensor([[1, 1, 0]]), ms.Tensor([[0, 1, 1]]), 1)
            >>> metric.clear()
            >>> metric.update(ms.Tensor([[1, 1, 0]]), ms.Tensor([[0, 1, 1]]), 1)
            >>> print(round(float(metric.eval()), 4))
            0.7071
        """
        self._surfaces: Any = None

    @rearrange_inputs
    def update(self, *inputs: Any) -> None:
        """Take two images of labels; earlier ones are forgotten.

        Args:
            inputs: predicted labels, true labels of the same shape, and the label whose surface is looked at.

        Raises:
            TypeError, ValueError: for another number of inputs, shapes that differ, or a label that none of them has.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.RootMeanSquareDistance(symmetric=True)
            >>> metric.update(ms.Tensor([[1, 1, 0]]), ms.Tensor([[0, 1, 1]]), 1)
            >>> print(round(float(metric.eval()), 4))
            0.7071
        """
        name = type(self).__name__
        self._need(inputs, "predicted value", "true value", "label index")
        y_pred, y = self._convert_data(inputs[0]), self._convert_data(inputs[1])
        label = inputs[2]
        if not isinstance(label, (int, float)):
            self._reject_label(label)
        if y_pred.size == 0 or y_pred.shape != y.shape:
            raise ValueError(
                f"For '{name}.update', the size of predicted value (input[0]) and true value (input[1]) must be greater than 0, "
                "in addition to that, predicted value and true value should have the same shape, but got predicted value size: "
                f"{y_pred.size}, shape: {y_pred.shape}, true value size: {y.size}, shape: {y.shape}."
            )
        mine, real = y_pred == label, y == label
        if not (mine.any() or real.any()):
            raise ValueError(
                f"For '{name}.update', the label index (input[2]) must be in predicted value (input[0]) or true value (input[1]), "
                f"but {label} is not."
            )
        if self._crop:
            box = _bounding_box(mine | real)
            mine, real = mine[box], real[box]
        self._surfaces = (surface(mine), surface(real))

    def _reject_label(self, label: Any) -> None:
        raise ValueError(
            f"For '{type(self).__name__}.update', the label index (input[2]) must be int or float, but got {type(label)}."
        )

    def _both_ways(self) -> tuple[np.ndarray, np.ndarray]:
        """Distances from the predicted surface to the true one, and back."""
        mine, real = self._surfaces
        return distances(mine, real, self.distance_metric), distances(real, mine, self.distance_metric)


def _bounding_box(mask: np.ndarray) -> tuple[slice, ...]:
    """The smallest box around a set, with one element more on every side that has it."""
    box = []
    for axis in range(mask.ndim):
        found = np.flatnonzero(mask.any(axis=tuple(a for a in range(mask.ndim) if a != axis)))
        box.append(slice(max(found[0] - 1, 0), found[-1] + 2))
    return tuple(box)
