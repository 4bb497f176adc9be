"""The share of right answers."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim.train.metrics.metric import EvaluationBase, rearrange_inputs


class Accuracy(EvaluationBase):
    """The share of right answers (mirrors `mindspore.train.Accuracy`).

    Args:
        eval_type: 'classification': the predictions have one number per class on axis 1, the greatest counts; the labels
            are class indices, or one-hot. 'multilabel': both are 0 or 1 for every class; a sample is right if all are.
            Default: 'classification'.

    Raises:
        TypeError: for another `eval_type`.

    Examples:
        >>> import mindshim as ms
        >>> metric = ms.train.Accuracy()
        >>> metric.update(ms.Tensor([[0.2, 0.8], [0.9, 0.1]]), ms.Tensor([1, 1]))
        >>> print(metric.eval())
        0.5
    """

    def __init__(self, eval_type: str = "classification") -> None:
        super().__init__(eval_type)
        self.clear()

    def clear(self) -> None:
        """Forget what was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.Accuracy()
            >>> metric.update(ms.Tensor([[0.2, 0.8], [0.9, 0.1]]), ms.Tensor([1, 1]))
            >>> metric.clear()
            >>> metric.update(ms.Tensor([[0.2, 0.8], [0.9, 0.1]]), ms.Tensor([1, 1]))
            >>> print(metric.eval())
            0.5
        """
        self._correct_num = 0
        self._total_num = 0
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
            >>> metric = ms.train.Accuracy()
            >>> metric.update(ms.Tensor([[0.2, 0.8], [0.9, 0.1]]), ms.Tensor([1, 1]))
            >>> print(metric.eval())
            0.5
        """
        y_pred, y = self._batch(inputs)
        if self._type == "classification":
            right = y_pred.argmax(axis=1) == y
        else:
            right = np.moveaxis(y_pred == y, 1, 0).all(axis=0)
        self._correct_num += right.sum()
        self._total_num += right.size

    def eval(self) -> float:
        """The share of right answers, in [0, 1].

        Raises:
            RuntimeError: if nothing was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.Accuracy()
            >>> metric.update(ms.Tensor([[0.2, 0.8], [0.9, 0.1]]), ms.Tensor([1, 1]))
            >>> print(metric.eval())
            0.5
        """
        self._need_samples(self._total_num)
        return self._correct_num / self._total_num
