"""How often a class is found."""

from __future__ import annotations

from mindshim.train.metrics._true_positives import TruePositives


class Recall(TruePositives):
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

    _whole = 2
