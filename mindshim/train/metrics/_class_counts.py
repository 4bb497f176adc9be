"""Right answers, predictions and labels, counted for every class."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import _checkparam

#: Keeps a class that nobody predicted, or that has no label, from dividing by zero.
TINY = np.finfo(np.float64).tiny


def of_classes(metric: Any, y_pred: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For every class: how often it was predicted rightly, predicted, and the label.

    Args:
        y_pred: scores, classes on axis 1. y: class indices.

    Raises:
        ValueError: for a label outside the classes.
    """
    classes = y_pred.shape[1]
    if y.max() >= classes:
        raise ValueError(
            f"For '{metric}.update', predicted value (input[0]) should have the same classes number as true value (input[1]), "
            f"but got predicted value classes {classes}, true value classes {y.max() + 1}."
        )
    predicted, labels = y_pred.argmax(axis=1).reshape(-1), y.reshape(-1).astype(np.int64)

    def count(indices: np.ndarray) -> np.ndarray:
        return np.bincount(indices, minlength=classes).astype(np.float64)

    return count(labels[predicted == labels]), count(predicted), count(labels)


def of_samples(y_pred: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same for every sample, over the classes, where several classes may be right."""
    rows = [np.swapaxes(a, 0, 1).reshape(a.shape[1], -1).astype(np.float64) for a in (y_pred, y)]
    return (rows[0] * rows[1]).sum(axis=0), rows[0].sum(axis=0), rows[1].sum(axis=0)


def share(part: Any, whole: Any, average: bool, metric: str) -> Any:
    """`part / whole`, and its mean if `average`.

    Raises:
        TypeError: if `average` is not bool.
    """
    _checkparam.check_value_type("average", average, [bool], metric)
    each = part / (whole + TINY)
    return each.mean() if average else each
