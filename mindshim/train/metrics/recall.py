"""How often a class is found."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim.train.metrics import _class_counts
from mindshim.train.metrics.metric import EvaluationBase, rearrange_inputs


class Recall(EvaluationBase):
    """How often a class is found: true positives over all labels of a class (mirrors `mindspore.train.Recall`).

    Args:
        eval_type: 'classification': one number for each class. 'multilabel': one for each sample. Predictions and labels
            are as in `Accuracy`. Default: 'classification'.

    Raises:
        TypeError: for another `eval_type`.

    Examples:
        >>> import mindshim as ms
        >>> metric = ms.train.Recall()
        >>> metric.update(ms.Tensor([[0.2, 0.5], [0.3, 0.1], [0.9, 0.6]]), ms.Tensor([1, 0, 1]))
        >>> print(metric.eval())
        [1.  0.5]
        >>> print(metric.eval(average=True))
        0.75
    """

    def __init__(self, eval_type: str = "classification") -> None:
        super().__init__(eval_type)
        self.clear()

    def clear(self) -> None:
        """Forget what was seen."""
        self._class_num = 0
        self._true_positives: Any = np.zeros(0)
        self._actual_positives: Any = np.zeros(0)

    @rearrange_inputs
    def update(self, *inputs: Any) -> None:
        """Count a batch.

        Args:
            inputs: predictions of shape (N, C, ...) and labels, of shape (N, ...) or one-hot.

        Raises:
            ValueError: for another number of inputs, shapes that do not fit, or another number of classes than before.
        """
        y_pred, y = self._batch(inputs)
        if self._type == "multilabel":
            right, _, labels = _class_counts.of_samples(y_pred, y)
            self._true_positives = np.concatenate([self._true_positives, right])
            self._actual_positives = np.concatenate([self._actual_positives, labels])
            return
        right, _, labels = _class_counts.of_classes("Recall", y_pred, y)
        first = not self._true_positives.size
        self._true_positives = right if first else self._true_positives + right
        self._actual_positives = labels if first else self._actual_positives + labels

    def eval(self, average: bool = False) -> Any:
        """The recall of every class (of every sample in 'multilabel'), or the mean of them.

        Args:
            average: take the mean. Default: False.

        Raises:
            RuntimeError: if nothing was seen. TypeError: if `average` is not bool.
        """
        self._need_samples(self._class_num)
        return _class_counts.share(self._true_positives, self._actual_positives, average, "Recall")
