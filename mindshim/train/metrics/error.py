"""The mean absolute and the mean squared error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mindshim.train.metrics.metric import Metric, rearrange_inputs


class _Error(Metric):
    """The sum of a function of the differences, for each sample."""

    def __init__(self) -> None:
        super().__init__()
        self.clear()

    def clear(self) -> None:
        """Forget what was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.MAE()
            >>> metric.update(ms.Tensor([1.0, 2.0]), ms.Tensor([1.0, 4.0]))
            >>> metric.clear()
            >>> metric.update(ms.Tensor([1.0, 2.0]), ms.Tensor([1.0, 4.0]))
            >>> print(metric.eval())
            1.0
        """
        self._error_sum = 0.0
        self._samples_num = 0

    #: What is summed, of the differences.
    _of: Callable[[np.ndarray], np.ndarray]

    @rearrange_inputs
    def update(self, *inputs: Any) -> None:
        """Add a batch.

        Args:
            inputs: predictions and true values, of as many elements.

        Raises:
            ValueError: for another number of inputs or elements.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.MAE()
            >>> metric.update(ms.Tensor([1.0, 2.0]), ms.Tensor([1.0, 4.0]))
            >>> print(metric.eval())
            1.0
        """
        y_pred, y = self._arrays(inputs, "predicted value", "true value")
        # The running sum is of float64, however short the batches' dtype is.
        self._error_sum += np.float64(self._of(y.reshape(y_pred.shape) - y_pred).sum())
        self._samples_num += y.shape[0]

    def eval(self) -> float:
        """The error for each sample: the sum over all elements, divided by the length of axis 0.

        Raises:
            RuntimeError: if nothing was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.MAE()
            >>> metric.update(ms.Tensor([1.0, 2.0]), ms.Tensor([1.0, 4.0]))
            >>> print(metric.eval())
            1.0
        """
        self._need_samples(self._samples_num)
        return self._error_sum / self._samples_num


class MAE(_Error):
    """The absolute error for each sample (mirrors `mindspore.train.MAE`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.train.MAE()(ms.Tensor([1.0, 2.0]), ms.Tensor([1.0, 4.0])))
        1.0
    """

    @staticmethod
    def _of(difference: np.ndarray) -> np.ndarray:
        return np.abs(difference)


class MSE(_Error):
    """The squared error for each sample (mirrors `mindspore.train.MSE`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.train.MSE()(ms.Tensor([1.0, 2.0]), ms.Tensor([1.0, 4.0])))
        2.0
    """

    @staticmethod
    def _of(difference: np.ndarray) -> np.ndarray:
        return np.square(difference)
