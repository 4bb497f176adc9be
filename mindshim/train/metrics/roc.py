"""The curve of true positives against false ones."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import _checkparam
from mindshim.train.metrics.metric import Metric, rearrange_inputs


class ROC(Metric):
    """The receiver operating characteristic (mirrors `mindspore.train.ROC`).

    Args:
        class_num: the number of classes, for predictions with one number for each. Default: None, or 1: two classes.
        pos_label: the label that is positive, for two classes. Default: None: 1.

    Raises:
        TypeError: if one is not an int.

    Examples:
        >>> import mindshim as ms
        >>> metric = ms.train.ROC()
        >>> metric.update(ms.Tensor([0.1, 0.4, 0.35, 0.8]), ms.Tensor([0, 0, 1, 1]))
        >>> fpr, tpr, thresholds = metric.eval()
        >>> print(fpr, tpr)
        [0.  0.  0.5 0.5 1. ] [0.  0.5 0.5 1.  1. ]
    """

    def __init__(self, class_num: int | None = None, pos_label: int | None = None) -> None:
        super().__init__()
        for name, value in (("class_num", class_num), ("pos_label", pos_label)):
            if value is not None:
                _checkparam.check_value_type(name, value, [int])
        self.class_num = class_num
        self.pos_label = pos_label
        self.clear()

    def clear(self) -> None:
        """Forget what was seen.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.ROC()
            >>> metric.update(ms.Tensor([0.1, 0.4, 0.35, 0.8]), ms.Tensor([0, 0, 1, 1]))
            >>> metric.clear()
            >>> metric.update(ms.Tensor([0.1, 0.4, 0.35, 0.8]), ms.Tensor([0, 0, 1, 1]))
            >>> print(*metric.eval()[:2])
            [0.  0.  0.5 0.5 1. ] [0.  0.5 0.5 1.  1. ]
        """
        self.y_pred: Any = 0
        self.y: Any = 0
        self._is_update = False

    @rearrange_inputs
    def update(self, *inputs: Any) -> None:
        """Take predictions and labels; earlier ones are forgotten.

        Args:
            inputs: scores and labels of one shape, for two classes; scores of shape (N, C, ...) and labels of shape
                (N, ...) for `class_num` of them.

        Raises:
            ValueError: for another number of inputs, shapes that do not fit, or a `class_num` or `pos_label` that does
                not fit them.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.ROC()
            >>> metric.update(ms.Tensor([0.1, 0.4, 0.35, 0.8]), ms.Tensor([0, 0, 1, 1]))
            >>> print(*metric.eval()[:2])
            [0.  0.  0.5 0.5 1. ] [0.  0.5 0.5 1.  1. ]
        """
        y_pred, y = self._arrays(inputs, "predicted value", "true value")
        if y_pred.ndim == y.ndim:
            if self.class_num not in (None, 1):
                raise ValueError(
                    "For 'ROC', when predicted value (input[0]) and true value (input[1]) have the same shape, "
                    f"the 'class_num' must be 1, but got {self.class_num}."
                )
            self.class_num = 1
            self.pos_label = 1 if self.pos_label is None else self.pos_label
            self.y_pred, self.y = y_pred.reshape(-1), y.reshape(-1)
        elif y_pred.ndim == y.ndim + 1:
            if self.pos_label is not None:
                raise ValueError(
                    "For 'ROC', when the dimension of predicted value (input[0]) equals the dimension of true value (input[1]) "
                    f"add 1, the 'pos_label' must be None, but got {self.pos_label}."
                )
            if y_pred.shape[1] != self.class_num:
                raise ValueError(
                    "For 'ROC', the 'class_num' must equal the number of classes from predicted value (input[0]), but got "
                    f"'class_num' {self.class_num}, the number of classes from predicted value {y_pred.shape[1]}."
                )
            self.y_pred, self.y = np.moveaxis(y_pred, 1, -1).reshape(-1, y_pred.shape[1]), y.reshape(-1)
        else:
            raise ValueError(
                "For 'ROC', predicted value (input[0]) and true value (input[1]) must have same dimensions, or the dimension of "
                "predicted value equal the dimension of true value add 1, but got predicted value ndim: "
                f"{y_pred.ndim}, true value ndim: {y.ndim}."
            )
        self._is_update = True

    def eval(self) -> tuple[Any, Any, Any]:
        """The curve.

        Returns:
            False positive rates, true positive rates and the thresholds that give them, descending; for several classes
            a list of arrays each.

        Raises:
            RuntimeError: if nothing was seen. ValueError: if all labels are positive, or none.

        Examples:
            >>> import mindshim as ms
            >>> metric = ms.train.ROC()
            >>> metric.update(ms.Tensor([0.1, 0.4, 0.35, 0.8]), ms.Tensor([0, 0, 1, 1]))
            >>> print(*metric.eval()[:2])
            [0.  0.  0.5 0.5 1. ] [0.  0.5 0.5 1.  1. ]
        """
        self._need_update(self._is_update)
        if self.class_num == 1:
            return _curve(self.y_pred, self.y == self.pos_label)
        each = [_curve(self.y_pred[:, c], self.y == c) for c in range(self.class_num or 0)]
        fpr, tpr, thresholds = ([curve[i] for curve in each] for i in range(3))
        return fpr, tpr, thresholds


def _curve(scores: np.ndarray, positive: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    order = np.argsort(-scores)
    scores, positive = scores[order], positive[order]
    # One point for each score: the last of those that are equal.
    ends = np.append(np.flatnonzero(np.diff(scores)), scores.size - 1)
    true = np.cumsum(positive)[ends]
    false = 1 + ends - true
    for what, count in (("negative", false[-1]), ("positive", true[-1])):
        if count <= 0:
            raise ValueError(
                f"For 'ROC.eval', there is no {what} samples in true value, "
                f"{'false' if what == 'negative' else 'true'} positive value is meaningless."
            )
    # The curve begins where nothing is taken for positive.
    thresholds = np.concatenate([[scores[0] + 1], scores[ends]]).astype(scores.dtype)
    false, true = np.append(0, false), np.append(0, true)
    return false / false[-1], true / true[-1], thresholds
