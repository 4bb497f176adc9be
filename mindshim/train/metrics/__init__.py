"""Metrics: what a network gets right (mirrors `mindspore.train.metrics`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim.train.metrics.accuracy import Accuracy as Accuracy
from mindshim.train.metrics.auc import auc as auc
from mindshim.train.metrics.bleu_score import BleuScore as BleuScore
from mindshim.train.metrics.confusion_matrix import ConfusionMatrix as ConfusionMatrix
from mindshim.train.metrics.confusion_matrix import ConfusionMatrixMetric as ConfusionMatrixMetric
from mindshim.train.metrics.cosine_similarity import CosineSimilarity as CosineSimilarity
from mindshim.train.metrics.dice import Dice as Dice
from mindshim.train.metrics.error import MAE as MAE
from mindshim.train.metrics.error import MSE as MSE
from mindshim.train.metrics.fbeta import F1 as F1
from mindshim.train.metrics.fbeta import Fbeta as Fbeta
from mindshim.train.metrics.hausdorff_distance import HausdorffDistance as HausdorffDistance
from mindshim.train.metrics.loss import Loss as Loss
from mindshim.train.metrics.mean_surface_distance import MeanSurfaceDistance as MeanSurfaceDistance
from mindshim.train.metrics.metric import Metric as Metric
from mindshim.train.metrics.metric import rearrange_inputs as rearrange_inputs
from mindshim.train.metrics.occlusion_sensitivity import OcclusionSensitivity as OcclusionSensitivity
from mindshim.train.metrics.perplexity import Perplexity as Perplexity
from mindshim.train.metrics.precision import Precision as Precision
from mindshim.train.metrics.recall import Recall as Recall
from mindshim.train.metrics.roc import ROC as ROC
from mindshim.train.metrics.root_mean_square_surface_distance import RootMeanSquareDistance as RootMeanSquareDistance
from mindshim.train.metrics.topk import Top1CategoricalAccuracy as Top1CategoricalAccuracy
from mindshim.train.metrics.topk import Top5CategoricalAccuracy as Top5CategoricalAccuracy
from mindshim.train.metrics.topk import TopKCategoricalAccuracy as TopKCategoricalAccuracy

_BY_NAME: dict[str, Callable[..., Any]] = {
    "F1": F1,
    "acc": Accuracy,
    "accuracy": Accuracy,
    "auc": auc,
    "bleu_score": BleuScore,
    "confusion_matrix": ConfusionMatrix,
    "confusion_matrix_metric": ConfusionMatrixMetric,
    "cosine_similarity": CosineSimilarity,
    "dice": Dice,
    "hausdorff_distance": HausdorffDistance,
    "loss": Loss,
    "mae": MAE,
    "mean_surface_distance": MeanSurfaceDistance,
    "mse": MSE,
    "occlusion_sensitivity": OcclusionSensitivity,
    "perplexity": Perplexity,
    "precision": Precision,
    "recall": Recall,
    "roc": ROC,
    "root_mean_square_distance": RootMeanSquareDistance,
    "top_1_accuracy": Top1CategoricalAccuracy,
    "top_5_accuracy": Top5CategoricalAccuracy,
    "topk": TopKCategoricalAccuracy,
}

__all__ = [
    "names", "get_metric_fn", "Accuracy", "MAE", "MSE", "Metric", "rearrange_inputs", "Precision", "HausdorffDistance",
    "Recall", "Fbeta", "BleuScore", "CosineSimilarity", "OcclusionSensitivity", "F1", "Dice", "ROC", "auc",
    "TopKCategoricalAccuracy", "Top1CategoricalAccuracy", "Top5CategoricalAccuracy", "Loss", "MeanSurfaceDistance",
    "RootMeanSquareDistance", "Perplexity", "ConfusionMatrix", "ConfusionMatrixMetric",
]  # fmt: skip


def names() -> list[str]:
    """The names that `get_metric_fn` and `Model` know (mirrors `mindspore.train.names`).

    Examples:
        >>> import mindshim as ms
        >>> "accuracy" in ms.train.names()
        True
    """
    return sorted(_BY_NAME)


def get_metric_fn(name: str, *args: Any, **kwargs: Any) -> Any:
    """A metric by its name, made with the arguments that follow (mirrors `mindspore.train.get_metric_fn`).

    Raises:
        KeyError: for a name that is not one of `names()`.

    Examples:
        >>> import mindshim as ms
        >>> type(ms.train.get_metric_fn("accuracy", eval_type="classification")).__name__
        'Accuracy'
    """
    found = _BY_NAME.get(name)
    if found is None:
        raise KeyError(f"For 'get_metric_fn', unsupported metric {name}; supported are {names()}.")
    return found(*args, **kwargs)


def get_metrics(metrics: Any) -> dict[str, Metric] | None:
    """Metrics by name, from a set of names or a dict of Metrics; None gives None.

    Raises:
        TypeError: for anything else, or other keys and values. KeyError: for an unknown name.
    """
    if metrics is None:
        return None
    if isinstance(metrics, dict):
        for name, metric in metrics.items():
            if not isinstance(name, str) or not isinstance(metric, Metric):
                raise TypeError(
                    "For 'get_metrics', if 'metrics' is dict, the key in 'metrics' must be string and value in 'metrics' must be "
                    f"Metric, but got key:{type(name)}, value:{type(metric)}."
                )
        return metrics
    if isinstance(metrics, set):
        return {name: get_metric_fn(name) for name in metrics}
    raise TypeError(f"For 'get_metrics', the argument 'metrics' must be None, dict or set, but got {metrics}")
