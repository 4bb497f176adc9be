"""How far two surfaces are apart, far parts weighing more."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import _checkparam
from mindshim.train.metrics._surfaces import SurfaceMetric


class RootMeanSquareDistance(SurfaceMetric):
    """Squared distances from the predicted surface to the true one (mirrors `mindspore.train.RootMeanSquareDistance`).

    Args:
        symmetric: True: the root of the mean over both ways. False, as in MindSpore: the mean square of one way, of which
            no root is taken. Default: False.
        distance_metric: 'euclidean', 'chessboard' or 'taxicab'. Default: 'euclidean'.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> metric = ms.train.RootMeanSquareDistance(symmetric=True)
        >>> metric.update(ms.Tensor([[1, 1, 0, 0]]), ms.Tensor([[0, 1, 1, 0]]), 1)
        >>> print(round(float(metric.eval()), 4))
        0.7071
    """

    def __init__(self, symmetric: bool = False, distance_metric: str = "euclidean") -> None:
        super().__init__()
        self._check_distance(distance_metric)
        self.symmetric = _checkparam.check_value_type("symmetric", symmetric, [bool])
        self.clear()

    def _reject_label(self, label: Any) -> None:
        raise TypeError(
            "For 'RootMeanSquareDistance.update', the label index (input[2]) must be int or float, but got label index type: "
            f"{type(label)}."
        )

    def eval(self) -> Any:
        """The distance; infinite if one of the images does not have the label.

        Raises:
            RuntimeError: if nothing was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.RootMeanSquareDistance(symmetric=True)
            >>> metric.update(ms.Tensor([[1, 1, 0]]), ms.Tensor([[0, 1, 1]]), 1)
            >>> print(round(float(metric.eval()), 4))
            0.7071
        """
        self._need_update(self._surfaces)
        there, back = self._both_ways()
        if not there.size or (self.symmetric and not back.size):
            return np.inf
        square = np.square(there).mean()
        return np.sqrt((square + np.square(back).mean()) / 2) if self.symmetric else square
