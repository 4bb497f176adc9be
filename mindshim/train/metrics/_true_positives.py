"""What Precision and Recall share: true positives of each class, over the predictions or over the labels of it."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim.train.metrics import _class_counts
from mindshim.train.metrics.metric import EvaluationBase, rearrange_inputs


class TruePositives(EvaluationBase):
    """Counts of classes, or of samples in 'multilabel', and their share of a whole that the subclass says."""

    #: Of (true positives, predictions, labels): which are the whole.
    _whole = 1

    def __init__(self, eval_type: str = "classification") -> None:
        super().__init__(eval_type)
        self.clear()

    def clear(self) -> None:
        """Forget what was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.Recall()
            >>> metric.update(ms.Tensor([[0.2, 0.5], [0.3, 0.1], [0.9, 0.6]]), ms.Tensor([1, 0, 1]))
            >>> metric.clear()
            >>> metric.update(ms.Tensor([[0.2, 0.5], [0.3, 0.1], [0.9, 0.6]]), ms.Tensor([1, 0, 1]))
            >>> print(metric.eval())
            [1.  0.5]
        """
        self._class_num = 0
        self._true_positives: Any = np.zeros(0)
        self._positives: Any = np.zeros(0)

    @rearrange_inputs
    def update(self, *inputs: Any) -> None:
        """Count a batch.

        Args:
            inputs: predictions of shape (N, C, ...) and labels, of shape (N, ...) or one-hot.

        Raises:
            ValueError: for another number of inputs, shapes that do not fit, or another number of classes than before.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.Recall()
            >>> metric.update(ms.Tensor([[0.2, 0.5], [0.3, 0.1], [0.9, 0.6]]), ms.Tensor([1, 0, 1]))
            >>> print(metric.eval())
            [1.  0.5]
        """
        y_pred, y = self._batch(inputs)
        if self._type == "multilabel":
            counts = _class_counts.of_samples(y_pred, y)
            self._true_positives = np.concatenate([self._true_positives, counts[0]])
            self._positives = np.concatenate([self._positives, counts[self._whole]])
            return
        counts = _class_counts.of_classes(type(self).__name__, y_pred, y)
        first = not self._true_positives.size
        self._true_positives = counts[0] if first else self._true_positives + counts[0]
        self._positives = counts[self._whole] if first else self._positives + counts[self._whole]

    def eval(self, average: bool = False) -> Any:
        """The share of every class (of every sample in 'multilabel'), or the mean of them.

        Args:
            average: take the mean. Default: False.

        Raises:
            RuntimeError: if nothing was seen. TypeError: if `average` is not bool.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.Recall()
            >>> metric.update(ms.Tensor([[0.2, 0.5], [0.3, 0.1], [0.9, 0.6]]), ms.Tensor([1, 0, 1]))
            >>> print(metric.eval())
            [1.  0.5]
        """
        self._need_samples(self._class_num)
        return _class_counts.share(self._true_positives, self._positives, average, type(self).__name__)
