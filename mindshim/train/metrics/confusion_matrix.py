"""Counts of predicted against true classes, and what is computed from them."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import _checkparam
from mindshim.train.metrics import _confusion_ratios as ratios
from mindshim.train.metrics.metric import Metric, rearrange_inputs

_NORMALIZE = ("target", "prediction", "all", "no_norm")
_DECREASE = ["none", "mean", "sum", "mean_batch", "sum_batch", "mean_channel", "sum_channel"]


class ConfusionMatrix(Metric):
    """How often each class was predicted for each true class (mirrors `mindspore.train.ConfusionMatrix`).

    Args:
        num_classes: the number of classes.
        normalize: 'no_norm', counts; or their shares of the true class ('target'), of the predicted class ('prediction'),
            or of all ('all'). Default: 'no_norm'.
        threshold: floating predictions without a class axis are class 1 from here on. Default: 0.5.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> metric = ms.train.ConfusionMatrix(2)
        >>> metric.update(ms.Tensor([1, 0, 1, 0]), ms.Tensor([1, 0, 0, 0]))
        >>> print(metric.eval())
        [[2. 1.]
         [0. 1.]]
    """

    def __init__(self, num_classes: int, normalize: str = "no_norm", threshold: float = 0.5) -> None:
        super().__init__()
        self.num_classes = _checkparam.check_value_type("num_classes", num_classes, [int])
        if normalize not in _NORMALIZE:
            raise ValueError(f"For 'ConfusionMatrix', the argument 'normalize' must be in {list(_NORMALIZE)}, but got {normalize}.")
        self.normalize = normalize
        self.threshold = _checkparam.check_value_type("threshold", threshold, [float])
        self.clear()

    def clear(self) -> None:
        """Forget what was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.ConfusionMatrix(2)
            >>> metric.update(ms.Tensor([1, 0, 1, 0]), ms.Tensor([1, 0, 0, 0]))
            >>> metric.clear()
            >>> metric.update(ms.Tensor([1, 0, 1, 0]), ms.Tensor([1, 0, 0, 0]))
            >>> print(metric.eval())
            [[2. 1.]
             [0. 1.]]
        """
        self.confusion_matrix = np.zeros((self.num_classes, self.num_classes))
        self._is_update = False

    @rearrange_inputs
    def update(self, *inputs: Any) -> None:
        """Count a batch.

        Args:
            inputs: predictions, as classes of shape (N, ...), as floats that the threshold cuts, or as scores of shape
                (N, C, ...); and true classes of shape (N, ...).

        Raises:
            ValueError: for another number of inputs, other shapes, or classes out of range.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.ConfusionMatrix(2)
            >>> metric.update(ms.Tensor([1, 0, 1, 0]), ms.Tensor([1, 0, 0, 0]))
            >>> print(metric.eval())
            [[2. 1.]
             [0. 1.]]
        """
        y_pred, y = self._arrays(inputs, "predicted value", "true value")
        if y_pred.ndim not in (y.ndim, y.ndim + 1):
            raise ValueError(
                "For 'ConfusionMatrix.update', predicted value (input[0]) and true value (input[1]) should have same dimensions, "
                "or the dimension of predicted value equals the dimension of true value add 1, but got predicted value ndim: "
                f"{y_pred.ndim}, true value ndim: {y.ndim}."
            )
        if y_pred.ndim == y.ndim + 1:
            y_pred = y_pred.argmax(axis=1)
        elif y_pred.dtype.kind == "f":
            y_pred = y_pred >= self.threshold
        n = self.num_classes
        pairs = (y.reshape(-1) * n + y_pred.reshape(-1)).astype(np.int64)
        counts = np.bincount(pairs, minlength=n * n)
        if counts.size > n * n:
            raise ValueError(f"For 'ConfusionMatrix.update', the classes must be in [0, {n}), but got {int(max(y.max(), y_pred.max()))}.")
        self.confusion_matrix += counts.reshape(n, n)
        self._is_update = True

    def eval(self) -> np.ndarray:
        """The matrix: true classes down, predicted ones across; a class without any gives zeros.

        Raises:
            RuntimeError: if nothing was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.ConfusionMatrix(2)
            >>> metric.update(ms.Tensor([1, 0, 1, 0]), ms.Tensor([1, 0, 0, 0]))
            >>> print(metric.eval())
            [[2. 1.]
             [0. 1.]]
        """
        self._need_update(self._is_update)
        matrix = self.confusion_matrix.astype(float)
        if self.normalize == "no_norm":
            return matrix
        axis = {"target": 1, "prediction": 0, "all": None}[self.normalize]
        whole = matrix.sum(axis=axis, keepdims=True)
        return np.divide(matrix, whole, out=np.zeros_like(matrix), where=np.broadcast_to(whole != 0, matrix.shape))


class ConfusionMatrixMetric(Metric):
    """A number computed from the counts of true and false positives and negatives (mirrors `mindspore.train.ConfusionMatrixMetric`).

    Args:
        skip_channel: count channel 0 too; False leaves the first of several channels (the background) out. Default: True.
        metric_name: what to compute, by one of its names: 'sensitivity' ('recall', 'hit rate', 'true positive rate',
            'tpr'), 'specificity', 'precision', 'negative predictive value', 'miss rate', 'fall out', 'false discovery rate',
            'false omission rate', 'prevalence threshold', 'threat score', 'accuracy', 'balanced accuracy', 'f1 score',
            'matthews correlation coefficient', 'fowlkes mallows index', 'informedness', 'markedness', or their short
            forms. Default: 'sensitivity'.
        calculation_method: True computes it for each sample and reduces the results; False computes it once from all
            counts. Default: False.
        decrease: how the results of samples and channels are reduced: 'mean' or 'sum' over both; with `eval`'s single
            number no other works. Default: 'mean'.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> metric = ms.train.ConfusionMatrixMetric(metric_name="accuracy")
        >>> metric.update(ms.Tensor([[[0], [1]], [[0], [1]]]), ms.Tensor([[[0], [1]], [[1], [1]]]))
        >>> print(metric.eval())
        [0.75]
    """

    def __init__(
        self,
        skip_channel: bool = True,
        metric_name: str = "sensitivity",
        calculation_method: bool = False,
        decrease: str = "mean",
    ) -> None:
        super().__init__()
        self.skip_channel = _checkparam.check_value_type("skip_channel", skip_channel, [bool])
        self.calculation_method = _checkparam.check_value_type("calculation_method", calculation_method, [bool])
        self.metric_name = _checkparam.check_value_type("metric_name", metric_name, [str])
        _checkparam.check_value_type("decrease", decrease, [str])
        self.decrease = _checkparam.check_string(decrease, _DECREASE, "decrease")
        self.clear()

    def clear(self) -> None:
        """Forget what was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.ConfusionMatrixMetric(metric_name="accuracy")
            >>> metric.update(ms.Tensor([[[0], [1]], [[0], [1]]]), ms.Tensor([[[0], [1]], [[1], [1]]]))
            >>> metric.clear()
            >>> metric.update(ms.Tensor([[[0], [1]], [[0], [1]]]), ms.Tensor([[[0], [1]], [[1], [1]]]))
            >>> print(metric.eval())
            [0.75]
        """
        self._total_num: Any = 0
        self._class_num = 0
        self._counts = np.zeros(4)

    @rearrange_inputs
    def update(self, *inputs: Any) -> None:
        """Count a batch.

        Args:
            inputs: predictions and true values, of 0 and 1 both, of one shape (N, C, ...).

        Raises:
            ValueError: for another number of inputs, shapes that differ or have less than two axes, or other values.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.ConfusionMatrixMetric(metric_name="accuracy")
            >>> metric.update(ms.Tensor([[[0], [1]], [[0], [1]]]), ms.Tensor([[[0], [1]], [[1], [1]]]))
            >>> print(metric.eval())
            [0.75]
        """
        y_pred, y = self._arrays(inputs, "predicted value", "true value")
        if not (y.astype(np.uint8) == y).all():
            raise ValueError("For 'ConfusionMatrix.update', the true value (input[1]) must be a binarized ndarray.")
        if y_pred.ndim < 2:
            raise ValueError(
                "For 'ConfusionMatrix.update', the predicted value (input[0]) must have at least 2 dimensions, "
                f"but got {y_pred.ndim}."
            )
        if self.calculation_method and (y_pred.ndim == 2 or (y_pred.ndim == 3 and y_pred.shape[-1] == 1)):
            raise ValueError(
                "For 'ConfusionMatrixMetric.update', with 'calculation_method' True the predicted value (input[0]) must have "
                f"elements beside batch and channel to count, but got shape {y_pred.shape}."
            )
        counts = ratios.counts(y_pred, y, self.skip_channel)
        if not self.calculation_method:
            self._counts += counts.sum(axis=(0, 1))
            return
        value, known = ratios.reduced(ratios.compute(self.metric_name, counts), self.decrease)
        known = int(known.item())
        self._total_num += value.item() * known
        self._class_num += known

    def eval(self) -> Any:
        """The number: an array of one element, or with `calculation_method` a float.

        Raises:
            RuntimeError: with `calculation_method`, if nothing was seen. NotImplementedError: for an unknown `metric_name`.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.ConfusionMatrixMetric(metric_name="accuracy")
            >>> metric.update(ms.Tensor([[[0], [1]], [[0], [1]]]), ms.Tensor([[[0], [1]], [[1], [1]]]))
            >>> print(metric.eval())
            [0.75]
        """
        if self.calculation_method:
            self._need_samples(self._class_num)
            return self._total_num / self._class_num
        return ratios.compute(self.metric_name, self._counts[None])
