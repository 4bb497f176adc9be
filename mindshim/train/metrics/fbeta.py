"""The weighted harmonic mean of precision and recall."""

from __future__ import annotations

from typing import Any

from mindshim.train.metrics import _class_counts
from mindshim.train.metrics.metric import Metric, check_shapes, class_indices, rearrange_inputs, same_classes


class Fbeta(Metric):
    """The harmonic mean of precision and recall, recall weighed by beta² (mirrors `mindspore.train.Fbeta`).

    Args:
        beta: the weight, greater than 0.

    Raises:
        ValueError: if `beta` is not positive.

    Examples:
        >>> import mindshim as ms
        >>> metric = ms.train.Fbeta(1)
        >>> print(metric(ms.Tensor([[0.2, 0.5], [0.3, 0.1], [0.9, 0.6]]), ms.Tensor([1, 0, 1])))
        [0.66666667 0.66666667]
    """

    def __init__(self, beta: float) -> None:
        super().__init__()
        self.eps = _class_counts.TINY
        if not beta > 0:
            raise ValueError(f"For 'Fbeta', the argument 'beta' must be greater than 0, but got {beta}.")
        self.beta = beta
        self.clear()

    def clear(self) -> None:
        """Forget what was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.Fbeta(1)
            >>> metric.update(ms.Tensor([[0.2, 0.5], [0.3, 0.1], [0.9, 0.6]]), ms.Tensor([1, 0, 1]))
            >>> metric.clear()
            >>> metric.update(ms.Tensor([[0.2, 0.5], [0.3, 0.1], [0.9, 0.6]]), ms.Tensor([1, 0, 1]))
            >>> print(metric.eval())
            [0.66666667 0.66666667]
        """
        self._true_positives: Any = 0
        self._actual_positives: Any = 0
        self._positives: Any = 0
        self._class_num = 0

    @rearrange_inputs
    def update(self, *inputs: Any) -> None:
        """Count a batch.

        Args:
            inputs: predictions of shape (N, C, ...) and labels, of shape (N, ...) or one-hot.

        Raises:
            ValueError: for another number of inputs, shapes that do not fit, or another number of classes than before.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.Fbeta(1)
            >>> metric.update(ms.Tensor([[0.2, 0.5], [0.3, 0.1], [0.9, 0.6]]), ms.Tensor([1, 0, 1]))
            >>> print(metric.eval())
            [0.66666667 0.66666667]
        """
        y_pred, y = self._arrays(inputs, "predicted value", "true value", of="Fbeta")
        y = class_indices(y_pred, y)
        check_shapes("classification", y_pred, y)
        self._class_num = same_classes(self, self._class_num, y_pred)
        right, predicted, labels = _class_counts.of_classes("Fbeta", y_pred, y)
        self._true_positives = self._true_positives + right
        self._positives = self._positives + predicted
        self._actual_positives = self._actual_positives + labels

    def eval(self, average: bool = False) -> Any:
        """The value of every class, or the mean of them.

        Args:
            average: take the mean. Default: False.

        Raises:
            RuntimeError: if nothing was seen. TypeError: if `average` is not bool.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.Fbeta(1)
            >>> metric.update(ms.Tensor([[0.2, 0.5], [0.3, 0.1], [0.9, 0.6]]), ms.Tensor([1, 0, 1]))
            >>> print(metric.eval())
            [0.66666667 0.66666667]
        """
        self._need_samples(self._class_num, of="Fbeta")
        weight = self.beta**2
        whole = weight * self._actual_positives + self._positives
        return _class_counts.share((1.0 + weight) * self._true_positives, whole, average, type(self).__name__)


class F1(Fbeta):
    """The harmonic mean of precision and recall (mirrors `mindspore.train.F1`).

    Examples:
        >>> import mindshim as ms
        >>> metric = ms.train.F1()
        >>> metric.update(ms.Tensor([[0.2, 0.5], [0.3, 0.1], [0.9, 0.6]]), ms.Tensor([1, 0, 1]))
        >>> print(metric.eval(average=True))
        0.6666666666666666
    """

    def __init__(self) -> None:
        super().__init__(1.0)
