"""How often a predicted class is right."""

from __future__ import annotations

from mindshim.train.metrics._true_positives import TruePositives


class Precision(TruePositives):
    """How often a predicted class is right: true positives over all predictions of a class (mirrors `mindspore.train.Precision`).

    Args:
        eval_type: 'classification': one number for each class. 'multilabel': one for each sample. Predictions and labels
            are as in `Accuracy`. Default: 'classification'.

    Raises:
        TypeError: for another `eval_type`.

    Examples:
        >>> import mindshim as ms
        >>> metric = ms.train.Precision()
        >>> metric.update(ms.Tensor([[0.2, 0.5], [0.3, 0.1], [0.9, 0.6]]), ms.Tensor([1, 0, 1]))
        >>> print(metric.eval())
        [0.5 1. ]
        >>> print(metric.eval(average=True))
        0.75
    """
