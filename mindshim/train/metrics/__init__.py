"""Metrics (mirrors `mindspore.train.metrics`)."""

from __future__ import annotations

from typing import Any

import numpy as np


def _array(x: Any) -> np.ndarray:
    return x.asnumpy() if hasattr(x, "asnumpy") else np.asarray(x)


class Metric:
    """Base class: `clear`, `update` with a batch, `eval` (mirrors `mindspore.train.Metric`)."""

    def clear(self) -> None:
        """Start anew."""
        raise NotImplementedError(f"{type(self).__name__} must define 'clear'.")

    def eval(self) -> Any:
        """The result so far."""
        raise NotImplementedError(f"{type(self).__name__} must define 'eval'.")

    def update(self, *inputs: Any) -> None:
        """Take a batch into account."""
        raise NotImplementedError(f"{type(self).__name__} must define 'update'.")


class Accuracy(Metric):
    """The share of right classes (mirrors `mindspore.train.Accuracy`).

    Args:
        eval_type: 'classification' (indices or one-hot labels) or 'multilabel'.

    Examples:
        >>> import mindshim as ms
        >>> metric = ms.train.Accuracy()
        >>> metric.update(ms.Tensor([[0.2, 0.8], [0.9, 0.1]]), ms.Tensor([1, 1]))
        >>> metric.eval()
        0.5
    """

    def __init__(self, eval_type: str = "classification") -> None:
        if eval_type not in ("classification", "multilabel"):
            raise TypeError(f"The argument 'eval_type' must be in ['classification', 'multilabel'], but got {eval_type}.")
        self._type = eval_type
        self.clear()

    def clear(self) -> None:
        """Start anew."""
        self._correct = self._total = 0

    def update(self, *inputs: Any) -> None:
        """Count a batch: predictions and labels."""
        if len(inputs) != 2:
            raise ValueError(f"For 'Accuracy.update', it needs 2 inputs (predicted value, true value), but got {len(inputs)}.")
        predicted, truth = _array(inputs[0]), _array(inputs[1])
        if self._type == "classification":
            if truth.ndim == predicted.ndim:
                truth = truth.argmax(1)
            right = predicted.argmax(1) == truth
        else:
            right = (predicted == truth).reshape(len(truth), -1).all(1)
        self._correct += int(right.sum())
        self._total += right.size

    def eval(self) -> float:
        """The share; RuntimeError without samples."""
        if not self._total:
            raise RuntimeError("The 'Accuracy' can not be calculated, because the number of samples is 0.")
        return self._correct / self._total


class Loss(Metric):
    """The mean loss (mirrors `mindspore.train.Loss`)."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Start anew."""
        self._sum, self._count = 0.0, 0

    def update(self, *inputs: Any) -> None:
        """Take the loss of a batch."""
        self._sum += float(_array(inputs[0]).mean())
        self._count += 1

    def eval(self) -> float:
        """The mean; RuntimeError without a batch."""
        if not self._count:
            raise RuntimeError("The 'Loss' can not be calculated, because the number of batches is 0.")
        return self._sum / self._count


_NAMES = {"accuracy": Accuracy, "acc": Accuracy, "loss": Loss}


def get_metrics(metrics: Any) -> dict[str, Metric]:
    """Metrics by name from names or a dict of Metrics; TypeError or KeyError otherwise."""
    if metrics is None:
        return {}
    if isinstance(metrics, dict):
        if not all(isinstance(m, Metric) for m in metrics.values()):
            raise TypeError("For 'Model', the values of 'metrics' must be Metric objects.")
        return dict(metrics)
    if not isinstance(metrics, (list, tuple, set)):
        raise TypeError(f"For 'Model', the argument 'metrics' must be None, dict, set or list, but got {metrics}.")
    unknown = [m for m in metrics if m not in _NAMES]
    if unknown:
        raise KeyError(f"For 'Model', the metrics {unknown} are not known; known are {sorted(_NAMES)}, or give a dict of Metrics.")
    return {name: _NAMES[name]() for name in metrics}
