"""How far two surfaces are apart on average."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import _checkparam
from mindshim.train.metrics._surfaces import SurfaceMetric


class MeanSurfaceDistance(SurfaceMetric):
    """The mean distance from the predicted surface to the true one (mirrors `mindspore.train.MeanSurfaceDistance`).

    Args:
        symmetric: take the mean of both ways. Default: False.
        distance_metric: 'euclidean', 'chessboard' or 'taxicab'. Default: 'euclidean'.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> metric = ms.train.MeanSurfaceDistance()
        >>> metric.update(ms.Tensor([[1, 1, 0]]), ms.Tensor([[0, 1, 1]]), 1)
        >>> print(metric.eval())
        0.5
    """

    def __init__(self, symmetric: bool = False, distance_metric: str = "euclidean") -> None:
        super().__init__()
        self._check_distance(distance_metric)
        self.symmetric = _checkparam.check_value_type("symmetric", symmetric, [bool])
        self.clear()

    def eval(self) -> Any:
        """The distance; infinite if one of the images does not have the label.

        Raises:
            RuntimeError: if nothing was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.MeanSurfaceDistance()
            >>> metric.update(ms.Tensor([[1, 1, 0]]), ms.Tensor([[0, 1, 1]]), 1)
            >>> print(metric.eval())
            0.5
        """
        self._need_update(self._surfaces)
        there, back = self._both_ways()
        if not there.size or (self.symmetric and not back.size):
            return np.inf
        return (there.mean() + back.mean()) / 2 if self.symmetric else there.mean()
