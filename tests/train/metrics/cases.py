"""Metrics over batches that were made up, with every argument, and with arguments that are refused."""

from __future__ import annotations

from typing import Any

import numpy as np

_RNG = np.random.default_rng(5)
_SCORES = np.array([[0.2, 0.5], [0.3, 0.1], [0.9, 0.6]])
_LABELS = np.array([1, 0, 1])
_ONE_HOT = np.eye(2)[_LABELS]
_DEEP, _DEEP_LABELS = _RNG.random((4, 3, 5)), _RNG.integers(0, 3, (4, 5))
_MANY, _MANY_LABELS = _RNG.random((9, 7)), _RNG.integers(0, 7, 9)
_BITS, _BITS2 = _RNG.integers(0, 2, (4, 3)), _RNG.integers(0, 2, (4, 3))
_CUBE, _CUBE2 = _RNG.integers(0, 2, (3, 2, 4, 4)), _RNG.integers(0, 2, (3, 2, 4, 4))
_IMAGE, _IMAGE2 = np.array([[3, 0, 1], [1, 3, 0], [1, 0, 2]]), np.array([[0, 2, 1], [1, 2, 1], [0, 0, 1]])
_BLOB = np.pad(np.ones((6, 5), int), ((2, 8), (3, 7)))
_BLOB2 = np.pad(np.ones((5, 7), int), ((4, 7), (1, 7)))
_SOLID, _SOLID2 = (_RNG.random((6, 7, 5)) > 0.3).astype(int), (_RNG.random((6, 7, 5)) > 0.3).astype(int)
_CANDIDATES = [["i", "have", "a", "pen", "on", "my", "desk"]]
_REFERENCES = [[["i", "have", "a", "pen", "in", "my", "desk"], ["there", "is", "a", "pen", "on", "the", "desk"]]]

CASES: dict[str, Any] = {}


def _add(name: str, *batches: Any, args: Any = (), kwargs: Any = None, eval_kwargs: Any = None, indexes: Any = None, note: str = "") -> None:
    """A case: make the metric, show it the batches, ask."""
    kwargs, eval_kwargs = kwargs or {}, eval_kwargs or {}

    def case(ms: Any) -> Any:
        metric = getattr(ms.train, name)(*args, **kwargs)
        if indexes is not None:
            metric.set_indexes(indexes)
        metric.clear()
        for batch in batches:
            metric.update(*[ms.Tensor(x) if isinstance(x, np.ndarray) else x for x in batch])
        return metric.eval(**eval_kwargs)

    shown = ", ".join([repr(a) for a in args] + [f"{k}={v!r}" for k, v in {**kwargs, **eval_kwargs}.items()])
    key = f"{name}({shown})"
    at = sum(k.split(" #")[0] == key for k in CASES)
    CASES[f"{key} #{at}{' ' + note if note else ''}"] = case


def _made(name: str, *args: Any, **kwargs: Any) -> None:
    """A case: only make it."""
    CASES[f"new {name}{args}{kwargs}"] = lambda ms: type(getattr(ms.train, name)(*args, **kwargs)).__name__


for _n in ("Accuracy", "Precision", "Recall"):
    _add(_n, (_SCORES, _LABELS))
    _add(_n, (_SCORES, _ONE_HOT))
    _add(_n, (_SCORES, _LABELS), (_SCORES, 1 - _LABELS), (_SCORES[:2], _ONE_HOT[:2]))
    _add(_n, (_DEEP, _DEEP_LABELS))
    _add(_n, (_MANY, _MANY_LABELS))
    _add(_n, ([[0.2, 0.8]], [1]))
    _add(_n, (_BITS, _BITS2), args=("multilabel",))
    _add(_n, (_BITS, _BITS2), (_BITS2, _BITS2), args=("multilabel",))
    _add(_n, (_CUBE, _CUBE2), args=("multilabel",))
    _add(_n, (_SCORES, "other", _LABELS), indexes=[0, 2])
    _add(_n, (_SCORES,), note="one input")
    _add(_n, note="no batch")
    _add(_n, (1, 2), note="numbers")
    _add(_n, (_SCORES, _DEEP), note="shapes")
    _add(_n, (_SCORES, _LABELS[:2]), note="lengths")
    _add(_n, (_SCORES, _LABELS), (_MANY[:3], _LABELS), note="classes change")
    _add(_n, (_SCORES, _SCORES), args=("multilabel",), note="not bits")
    _add(_n, (_BITS, _LABELS), args=("multilabel",), note="shapes")
    _made(_n, "other")
for _n in ("Precision", "Recall"):
    _add(_n, (_MANY, _MANY_LABELS), eval_kwargs={"average": True})
    _add(_n, (_BITS, _BITS2), args=("multilabel",), eval_kwargs={"average": True})
    _add(_n, (_SCORES, _LABELS), eval_kwargs={"average": 1})
    _add(_n, (_SCORES, np.array([0, 1, 5])), note="label out of range")
for _n, _a in (("Fbeta", (2,)), ("Fbeta", (0.5,)), ("F1", ())):
    for _k in ({}, {"average": True}, {"average": 1}):
        _add(_n, (_SCORES, _LABELS), (_SCORES, _ONE_HOT), args=_a, eval_kwargs=_k)
        _add(_n, (_MANY, _MANY_LABELS), args=_a, eval_kwargs=_k)
    _add(_n, (_DEEP, _DEEP_LABELS), args=_a)
    _add(_n, (_SCORES,), args=_a)
    _add(_n, args=_a)
    _add(_n, (_SCORES, np.array([0, 1, 5])), args=_a)
_made("Fbeta", 0)
_made("Fbeta", "a")
for _n in ("MAE", "MSE"):
    _add(_n, (_SCORES, _ONE_HOT), (_ONE_HOT, _SCORES))
    _add(_n, (_DEEP, _DEEP * 2))
    _add(_n, ([1.0, 2.0], [2.0, 4.0]))
    _add(_n, (_SCORES,))
    _add(_n)
    _add(_n, (_SCORES, _LABELS))
    _add(_n, (1, 2))
_add("Loss", (np.array(2.5),), (np.array([1.0, 2.0]),))
for _b in ((_LABELS, _LABELS), (_SCORES,), (1.0,)):
    _add("Loss", _b)
_add("Loss")
for _k in (1, 2, 3):
    _add("TopKCategoricalAccuracy", (_MANY, _MANY_LABELS), (_MANY, _MANY_LABELS[::-1].copy()), args=(_k,))
    _add("TopKCategoricalAccuracy", (_SCORES, _LABELS), args=(_k,))
for _n in ("Top1CategoricalAccuracy", "Top5CategoricalAccuracy"):
    _add(_n, (_MANY, _MANY_LABELS))
    _add(_n, (_MANY, np.eye(7)[_MANY_LABELS]))
    _add(_n, (_MANY,))
    _add(_n)
    _add(_n, (_MANY, _LABELS))
    _add(_n, (_MANY, _MANY))
for _k in ("a", 0, 1.5):
    _made("TopKCategoricalAccuracy", _k)
for _k in ({}, {"smooth": 1.0}):
    _add("Dice", (_SCORES, _ONE_HOT), (_ONE_HOT, _ONE_HOT), kwargs=_k)
_add("Dice", (_DEEP, _DEEP))
_add("Dice", (_SCORES, _LABELS))
_add("Dice", (_SCORES,))
_add("Dice")
for _k in (1, "a", 0.0, True):
    _made("Dice", _k)
_add("Perplexity", (_SCORES, _LABELS), (_SCORES, 1 - _LABELS))
_add("Perplexity", (_SCORES, _LABELS), args=(0,))
_add("Perplexity", (np.zeros((2, 2)), np.array([0, 1])))
_add("Perplexity", (_SCORES, _LABELS[:2]))
_add("Perplexity", (_SCORES,))
_add("Perplexity")
_add("Perplexity", (_SCORES, _LABELS[:, None]))
_add("Perplexity", (_SCORES, _LABELS + 5))
for _k in ("a", 1.5, True):
    _made("Perplexity", _k)
for _k in ({}, {"similarity": "dot"}, {"reduction": "mean"}, {"reduction": "sum"}, {"zero_diagonal": False}):
    _add("CosineSimilarity", (_MANY,), kwargs=_k)
_add("CosineSimilarity", (_MANY,), (_SCORES,))
_add("CosineSimilarity", (_MANY, _MANY))
_add("CosineSimilarity", (3,))
_add("CosineSimilarity")
for _k in ({"similarity": "x"}, {"similarity": 1}, {"reduction": "x"}, {"reduction": 1}, {"zero_diagonal": 1}):
    _made("CosineSimilarity", **_k)
_FOUR, _FOUR_LABELS = np.array([0.1, 0.4, 0.35, 0.8, 0.4]), np.array([0, 0, 1, 1, 1])
for _k in ({}, {"pos_label": 0}, {"class_num": 1}, {"class_num": 3}):
    _add("ROC", (_FOUR, _FOUR_LABELS), kwargs=_k)
    _add("ROC", (_IMAGE, _IMAGE2), kwargs=_k)
    # As many samples as classes: with another number MindSpore mixes them up.
    _add("ROC", (np.array([[0.28, 0.55, 0.15], [0.1, 0.2, 0.05], [0.2, 0.05, 0.15]]), np.array([0, 1, 2])), kwargs=_k)
_add("ROC", (_FOUR, np.ones(5, int)))
_add("ROC", (_FOUR, np.zeros(5, int)))
_add("ROC", (_FOUR, _FOUR_LABELS), (_FOUR, 1 - _FOUR_LABELS))
_add("ROC", (_FOUR, _SCORES))
_add("ROC", (_FOUR,))
_add("ROC")
for _k in ({"class_num": "a"}, {"pos_label": 1.5}, {"class_num": True}):
    _made("ROC", **_k)
for _k in ({}, {"n_gram": 1}, {"n_gram": 2}, {"n_gram": 3}, {"smooth": True}, {"n_gram": 2, "smooth": True}):
    _add("BleuScore", (_CANDIDATES, _REFERENCES), ([["the", "cat", "sat", "on", "it"]], [[["the", "cat", "sat", "on", "the", "mat"], ["a", "cat", "sat", "on", "it"]]]), kwargs=_k)
    _add("BleuScore", ([["a", "pen"]], [[["i", "have", "a", "pen"], ["a", "pen", "desk"]]]), kwargs=_k)
    _add("BleuScore", ([["x"]], [[["y"]]]), kwargs=_k)
_add("BleuScore", (_CANDIDATES,))
_add("BleuScore", (_CANDIDATES, _REFERENCES * 2))
_add("BleuScore")
for _k in ({"n_gram": "3"}, {"n_gram": 5}, {"n_gram": 0}, {"smooth": 5}, {"n_gram": True}):
    _made("BleuScore", **_k)
for _k in ("no_norm", "target", "prediction", "all"):
    _add("ConfusionMatrix", (np.array([1, 0, 1, 0]), np.array([1, 0, 0, 1])), (np.array([1]), np.array([1])), args=(3, _k))
    _add("ConfusionMatrix", (_MANY, _MANY_LABELS), args=(7, _k))
    _add("ConfusionMatrix", (np.array([0.1, 0.4, 0.6]), np.array([1, 0, 1])), args=(2, _k, 0.3))
_add("ConfusionMatrix", args=(2,))
_add("ConfusionMatrix", (_SCORES,), args=(2,))
_add("ConfusionMatrix", (_DEEP, _LABELS), args=(2,))
_add("ConfusionMatrix", (np.array([3]), np.array([1])), args=(2,))
for _a in (("a",), (2, "x"), (2, "all", 1), (2, None)):
    _made("ConfusionMatrix", *_a)
for _n in (
    "sensitivity", "hit rate", "specificity", "precision", "npv", "miss_rate", "fall out", "fdr", "for", "pt", "threat score",
    "accuracy", "balanced accuracy", "f1_score", "mcc", "fm", "informedness", "markedness", "unknown",
):  # fmt: skip
    for _m in (False, True):
        _add("ConfusionMatrixMetric", (_CUBE, _CUBE2), (_CUBE2, _CUBE), kwargs={"metric_name": _n, "calculation_method": _m})
    _add("ConfusionMatrixMetric", (_BITS, _BITS2), kwargs={"metric_name": _n, "skip_channel": False})
for _m in (False, True):
    for _n in ("mean", "sum", "none", "sum_batch", "mean_channel", "sum_channel"):
        _add("ConfusionMatrixMetric", (_CUBE, _CUBE2), kwargs={"decrease": _n, "calculation_method": _m})
_add("ConfusionMatrixMetric", (_BITS, _BITS2), kwargs={"calculation_method": True})
_add("ConfusionMatrixMetric", (_BITS[0], _BITS2[0]))
_add("ConfusionMatrixMetric", (_CUBE, _CUBE2 + 0.5))
_add("ConfusionMatrixMetric", (_CUBE, _CUBE2[:2]))
_add("ConfusionMatrixMetric", (_CUBE,))
_add("ConfusionMatrixMetric")
_add("ConfusionMatrixMetric", kwargs={"calculation_method": True})
for _k in ({"metric_name": 1}, {"skip_channel": 1}, {"calculation_method": 1}, {"decrease": "x"}, {"decrease": 1}):
    _made("ConfusionMatrixMetric", **_k)
_BOTH = {
    "HausdorffDistance": [{"directed": True}, {"crop": False}, {"percentile": 95.0}, {"percentile": 50.0, "directed": True}],
    "MeanSurfaceDistance": [{"symmetric": True}],
    "RootMeanSquareDistance": [{"symmetric": True}],
}
for _n, _more in _BOTH.items():
    for _k in ({}, {"distance_metric": "chessboard"}, {"distance_metric": "taxicab"}, *_more):
        for _b in ((_IMAGE, _IMAGE2, 0), (_IMAGE, _IMAGE2, 1), (_BLOB, _BLOB2, 1), (_SOLID, _SOLID2, 1)):
            _add(_n, _b, kwargs=_k)
        _add(_n, (_BLOB * 0, _BLOB2, 1), kwargs=_k)
        if "percentile" not in _k:
            _add(_n, (_BLOB, _BLOB2 * 0, 1), kwargs=_k)
    _add(_n, (_IMAGE, _IMAGE2, 0), (_BLOB, _BLOB2, 1))
    for _b in ((_IMAGE,), (_IMAGE, _IMAGE2), (_IMAGE, _IMAGE2, "a"), (_IMAGE, _IMAGE2, 1.5), (_IMAGE, _LABELS, 0), (1, 2, 3), (_IMAGE, _IMAGE2, 9)):
        _add(_n, _b, note=f"{len(_b)}")
    _add(_n, note="no batch")
    for _k in ({"distance_metric": 1}, {"distance_metric": "x"}, {next(iter(_more[0])): 1}):
        _made(_n, **_k)
_made("HausdorffDistance", percentile=50)
_made("HausdorffDistance", crop=1)


def _occlusion(image: Any, label: Any, **kwargs: Any) -> None:
    def case(ms: Any) -> Any:
        metric = ms.train.OcclusionSensitivity(**kwargs)
        metric.update(ms.nn.Flatten(), image, label)
        return metric.eval()

    CASES[f"OcclusionSensitivity({kwargs}) {image.shape} {label!r}"] = case


_ROW = np.array([[0.1, 0.2, 0.3, 0.4]], np.float32)
_PICTURE = np.arange(24, dtype=np.float32).reshape(1, 2, 3, 4)
for _k in ({}, {"margin": 1}, {"margin": 0}, {"n_batch": 3}, {"pad_val": 5.0}):
    _occlusion(_ROW, np.array(1), **_k)
_occlusion(_ROW, np.array(1), b_box=[1, 3])
_occlusion(_ROW, np.array(1), b_box=[-1, 3])
_occlusion(_ROW, np.array(1), b_box=[0, 1, 1, 2])
for _k in ({}, {"margin": 1}, {"margin": 1, "n_batch": 5}, {"margin": 1, "b_box": [-1, -1, 0, 1, 1, 2]}):
    _occlusion(_PICTURE, np.array(17), **_k)
_occlusion(_ROW, np.array([1, 2]))
_occlusion(np.ones((2, 4), np.float32), np.array([1, 2]))
_occlusion(_ROW, 1)
for _k in ({"pad_val": False}, {"margin": True}, {"n_batch": True}, {"pad_val": 1}, {"b_box": 1}, {"margin": (1,)}):
    _made("OcclusionSensitivity", **_k)
_add("OcclusionSensitivity", (1,))
_add("OcclusionSensitivity", (1, _ROW, _LABELS[:1]))
_add("OcclusionSensitivity")

_X = np.array([0, 0.5, 1])
for _i, _a in enumerate((
    (_X, np.array([0, 0.7, 1])), (_X[::-1], np.array([1, 0.7, 0])), (np.array([0, 1, 0.5]), _X), (np.array([0, 1, 0.5]), _X, True),
    ([0, 1], [0, 1]), (_X[:1], _X[:1]), (_X[:2], _X), (np.ones((2, 2)), np.ones((2, 2))), (_X[:, None], _X[:, None]), (np.array([0, 0, 1]), _X),
)):  # fmt: skip
    CASES[f"auc #{_i}"] = (lambda a: lambda ms: ms.train.auc(*a))(_a)

CASES["names"] = lambda ms: ms.train.names()
CASES["get_metric_fn"] = lambda ms: [type(ms.train.get_metric_fn(n, *a)).__name__ for n, a in (("acc", ()), ("topk", (2,)), ("mse", ()))]
CASES["get_metric_fn: unknown"] = lambda ms: ms.train.get_metric_fn("x")
CASES["Metric"] = lambda ms: ms.train.Metric()
CASES["set_indexes"] = lambda ms: ms.train.Accuracy().set_indexes([0, 2]).indexes
CASES["set_indexes: tuple"] = lambda ms: ms.train.Accuracy().set_indexes((0, 2))
CASES["call"] = lambda ms: ms.train.Accuracy()(ms.Tensor(_SCORES), ms.Tensor(_LABELS))


def _get(given: Any) -> Any:
    def case(ms: Any) -> Any:
        found = ms.train.metrics.get_metrics(given(ms))
        return found if found is None else sorted((k, type(v).__name__) for k, v in found.items())

    return case


for _n, _g in {
    "None": lambda ms: None, "set": lambda ms: {"acc", "loss"}, "list": lambda ms: ["acc"], "dict": lambda ms: {"a": ms.train.Loss()},
    "wrong value": lambda ms: {"a": 1}, "wrong key": lambda ms: {1: ms.train.Loss()}, "unknown": lambda ms: {"nope"}, "str": lambda ms: "acc",
}.items():  # fmt: skip
    CASES[f"get_metrics: {_n}"] = _get(_g)
