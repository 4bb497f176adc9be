"""What is computed from counts of true and false positives and negatives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mindshim import _checkparam


def counts(y_pred: np.ndarray, y: np.ndarray, with_first: bool) -> np.ndarray:
    """True positives, false positives, true negatives and false negatives: shape (N, C, 4) from (N, C, ...)."""
    if not with_first:
        y_pred, y = (a[:, 1:] if a.shape[1] > 1 else a for a in (y_pred, y))
    _checkparam.check("y_shape", y.shape, "y_pred_shape", y_pred.shape)
    mine, real = (a.reshape(*a.shape[:2], -1).astype(float) for a in (y_pred, y))
    both = (mine + real == 2).sum(axis=2)
    neither = (mine + real == 0).sum(axis=2)
    positive = real.sum(axis=2)
    negative = real.shape[-1] - positive
    return np.stack([both, negative - neither, neither, positive - both], axis=-1).astype(float)


def _ratio(part: Any, whole: Any) -> np.ndarray:
    whole = np.asarray(whole, dtype=float)
    return np.divide(part, whole, out=np.full(np.broadcast(part, whole).shape, np.nan), where=whole != 0)


def _true_positive_rate(tp: Any, fp: Any, tn: Any, fn: Any) -> Any:
    return _ratio(tp, tp + fn)


def _true_negative_rate(tp: Any, fp: Any, tn: Any, fn: Any) -> Any:
    return _ratio(tn, tn + fp)


def _positive_predictive_value(tp: Any, fp: Any, tn: Any, fn: Any) -> Any:
    return _ratio(tp, tp + fp)


def _negative_predictive_value(tp: Any, fp: Any, tn: Any, fn: Any) -> Any:
    return _ratio(tn, tn + fn)


def _prevalence_threshold(tp: Any, fp: Any, tn: Any, fn: Any) -> Any:
    tpr, tnr = _true_positive_rate(tp, fp, tn, fn), _true_negative_rate(tp, fp, tn, fn)
    return _ratio(np.sqrt(tpr * (1 - tnr)) + tnr - 1, tpr + tnr - 1)


def _balanced_accuracy(tp: Any, fp: Any, tn: Any, fn: Any) -> Any:
    return (_true_positive_rate(tp, fp, tn, fn) + _true_negative_rate(tp, fp, tn, fn)) / 2


def _matthews(tp: Any, fp: Any, tn: Any, fn: Any) -> Any:
    return _ratio(tp * tn - fp * fn, np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)))


def _fowlkes_mallows(tp: Any, fp: Any, tn: Any, fn: Any) -> Any:
    return np.sqrt(_positive_predictive_value(tp, fp, tn, fn) * _true_positive_rate(tp, fp, tn, fn))


def _informedness(tp: Any, fp: Any, tn: Any, fn: Any) -> Any:
    return _true_positive_rate(tp, fp, tn, fn) + _true_negative_rate(tp, fp, tn, fn) - 1


def _markedness(tp: Any, fp: Any, tn: Any, fn: Any) -> Any:
    return _positive_predictive_value(tp, fp, tn, fn) + _negative_predictive_value(tp, fp, tn, fn) - 1


_RATIOS: dict[str, Callable[[Any, Any, Any, Any], Any]] = {
    "tpr sensitivity recall hit_rate true_positive_rate": _true_positive_rate,
    "tnr specificity selectivity true_negative_rate": _true_negative_rate,
    "ppv precision positive_predictive_value": _positive_predictive_value,
    "npv negative_predictive_value": _negative_predictive_value,
    "fnr miss_rate false_negative_rate": lambda tp, fp, tn, fn: _ratio(fn, tp + fn),
    "fpr fall_out false_positive_rate": lambda tp, fp, tn, fn: _ratio(fp, tn + fp),
    "fdr false_discovery_rate": lambda tp, fp, tn, fn: _ratio(fp, tp + fp),
    "for false_omission_rate": lambda tp, fp, tn, fn: _ratio(fn, tn + fn),
    "pt prevalence_threshold": _prevalence_threshold,
    "ts threat_score critical_success_index csi": lambda tp, fp, tn, fn: _ratio(tp, tp + fp + fn),
    "acc accuracy": lambda tp, fp, tn, fn: _ratio(tp + tn, tp + fp + tn + fn),
    "ba balanced_accuracy": _balanced_accuracy,
    "f1 f1_score": lambda tp, fp, tn, fn: _ratio(2 * tp, 2 * tp + fp + fn),
    "mcc matthews_correlation_coefficient": _matthews,
    "fm fowlkes_mallows_index": _fowlkes_mallows,
    "bm informedness bookmaker_informedness": _informedness,
    "mk markedness deltap": _markedness,
}
_BY_NAME = {name: compute for names, compute in _RATIOS.items() for name in names.split()}


def compute(name: str, four: np.ndarray) -> np.ndarray:
    """The ratio called `name`, of counts of shape (..., 4); NaN where it is not defined.

    Raises:
        NotImplementedError: if there is no such ratio.
    """
    ratio = _BY_NAME.get(name.replace(" ", "_").lower())
    if ratio is None:
        raise NotImplementedError(f"For 'ConfusionMatrixMetric', the metric {name!r} is not known; known are {sorted(_BY_NAME)}.")
    return ratio(*np.moveaxis(four, -1, 0))


def reduced(values: np.ndarray, how: str) -> tuple[np.ndarray, np.ndarray]:
    """Values of shape (N, C) reduced, and how many of them were defined; the mean is of the channels, then of the samples."""
    known = ~np.isnan(values)
    values, known = np.where(known, values, 0.0), known.astype(float)
    kind, _, over = how.partition("_")
    if kind == "none":
        return values, known
    if kind == "sum":
        axis = {"": (0, 1), "batch": 0, "channel": 1}[over]
        return values.sum(axis=axis), known.sum(axis=axis)
    for axis in {"": (1, 0), "batch": (0,), "channel": (1,)}[over]:
        known, total = known.sum(axis=axis), values.sum(axis=axis)
        values = np.divide(total, known, out=np.zeros_like(total), where=known > 0)
        if not over and axis == 1:
            known = (known > 0).astype(float)
    return values, known
