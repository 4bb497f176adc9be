"""How far two surfaces are apart at most."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import _checkparam
from mindshim.train.metrics._surfaces import SurfaceMetric, distances


class HausdorffDistance(SurfaceMetric):
    """The greatest distance from a surface to the other (mirrors `mindspore.train.HausdorffDistance`).

    Args:
        distance_metric: 'euclidean', 'chessboard' or 'taxicab'. Default: 'euclidean'.
        percentile: the percentile of the distances to take in place of the greatest, a float from 0 to 100. Default: None.
        directed: look from the predicted surface to the true one only. Default: False: both ways, and the greater.
        crop: look at the smallest box around both sets only, which is faster. Default: True.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> metric = ms.train.HausdorffDistance()
        >>> metric.update(ms.Tensor([[1, 0, 0]]), ms.Tensor([[0, 0, 1]]), 1)
        >>> print(metric.eval())
        2.0
    """

    def __init__(
        self, distance_metric: str = "euclidean", percentile: float | None = None, directed: bool = False, crop: bool = True
    ) -> None:
        super().__init__()
        self._check_distance(distance_metric)
        if percentile is not None:
            _checkparam.check_value_type("percentile", percentile, [float])
        self.percentile = percentile
        self.directed = _checkparam.check_value_type("directed", directed, [bool])
        self.crop = self._crop = _checkparam.check_value_type("crop", crop, [bool])
        self.clear()

    def eval(self) -> Any:
        """The distance; infinite if one of the images does not have the label.

        Raises:
            RuntimeError: if nothing was seen. ValueError: for a `percentile` out of range.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.HausdorffDistance()
            >>> metric.update(ms.Tensor([[1, 1, 0]]), ms.Tensor([[0, 1, 1]]), 1)
            >>> print(metric.eval())
            1.0
        """
        self._need_update(self._surfaces)
        mine, real = self._surfaces
        there = self._greatest(distances(mine, real, self.distance_metric))
        return there if self.directed else max(there, self._greatest(distances(real, mine, self.distance_metric)))

    def _greatest(self, found: np.ndarray) -> Any:
        if not found.size:
            return np.inf
        if self.percentile is None:
            return found.max()
        if not 0 <= self.percentile <= 100:
            raise ValueError(
                f"For 'HausdorffDistance', the value of the argument 'percentile' should be [0, 100], but got {self.percentile}."
            )
        return np.percentile(found, self.percentile) if np.isfinite(found).all() else np.inf
