"""Calls of mindshim/nn/loss: losses as layers, with reductions, weights and refused arguments."""

from __future__ import annotations

from typing import Any

from sample import S, f32, i32, i64

_CPU = "the CPU build has no such kernel"
_A, _B, _C3 = f32(4, 3), f32(4, 3), f32(4, 3)
_P = f32(4, 3, low=0.1, high=0.9)
_SIGNS = f32([[1.0, -1.0, 1.0], [1.0, 1.0, -1.0], [-1.0, 1.0, 1.0], [1.0, 1.0, 1.0]])
_ROW = i32([1, -1, 1, -1])
_CLASS = i32([0, 2, 1, 1])
_W3 = f32([1.0, 2.0, 3.0])
_VOLUME, _TRUTH = f32(2, 3, 4), f32(2, 3, 4, low=0.0, high=1.0)
_LOGP = f32(5, 2, 3, low=-2.0, high=-0.5)
_SAMPLED = (i32([0, 2, 3, 5]), f32([[0.5], [0.3], [0.2]]), f32([0.5, 0.4, 0.3, 0.2]))
_REDUCTIONS = ("mean", "sum", "none")


def _layer(name: str, *args: Any, **attrs: Any) -> S:
    return S(f"nn.{name}", *args, attrs=attrs, fd=False)


def _refused(name: str, error: str, *args: Any, **attrs: Any) -> S:
    return S(f"nn.{name}", *(args or (_A, _B)), attrs=attrs, raises=error)


SAMPLES = [
    _layer("DiceLoss", _A, _P),
    _layer("DiceLoss", _A, _P, smooth=1.0),
    _layer("DiceLoss", _CLASS, _CLASS),
    *[_refused("DiceLoss", e, smooth=v) for e, v in (("TypeError", 1), ("ValueError", 0.0))],
    _refused("DiceLoss", "ValueError", _A, f32(2, 3)),
    _refused("DiceLoss", "TypeError", [1.0], _A),
    *[_layer("MultiClassDiceLoss", _VOLUME, _TRUTH, activation=a) for a in ("softmax", "logsoftmax", "relu", "relu6", "tanh", "sigmoid", None)],
    _layer("MultiClassDiceLoss", _VOLUME, _TRUTH, ignore_indiex=1),
    _layer("MultiClassDiceLoss", _VOLUME, _TRUTH, weights=f32(3, 1, low=0.5, high=1.0)),
    _layer("MultiClassDiceLoss", _VOLUME, _TRUTH, weights=f32(3, 4, low=0.5, high=1.0), ignore_indiex=0),
    _layer("MultiClassDiceLoss", f32(2, 3, 2, 2), f32(2, 3, 2, 2, low=0.0, high=1.0)),
    _layer("MultiClassDiceLoss", _A, _P),
    _refused("MultiClassDiceLoss", "ValueError", weights=_W3),
    *[_refused("MultiClassDiceLoss", "TypeError", **k) for k in ({"weights": [1, 2, 3]}, {"ignore_indiex": "a"}, {"activation": 1})],
    _refused("MultiClassDiceLoss", "ValueError", activation="x"),
    _refused("MultiClassDiceLoss", "ValueError", _VOLUME, _A),
    _refused("MultiClassDiceLoss", "ValueError", f32(3), f32(3)),
    *[_layer("FocalLoss", _A, i32([[0], [2], [1], [1]]), reduction=r) for r in _REDUCTIONS],
    *[_layer("FocalLoss", _A, i32([[0], [2], [1], [1]]), gamma=g, weight=_W3) for g in (0.0, 1.0)],
    *[_layer("FocalLoss", _A, i32([[1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 0]]), reduction=r) for r in _REDUCTIONS],
    _layer("FocalLoss", _A, _P, weight=_W3, reduction="none"),
    _layer("FocalLoss", _VOLUME, i32([[[0, 1, 2, 0]], [[2, 2, 1, 0]]]), reduction="none", weight=_W3),
    _layer("FocalLoss", f32(2, 3, 2, 2), i32([[[[0, 1], [2, 0]]], [[[1, 1], [0, 2]]]]), reduction="none"),
    *[_refused("FocalLoss", "TypeError", **k) for k in ({"gamma": 3}, {"weight": [1, 2, 3]}, {"gamma": True})],
    *[_refused("FocalLoss", "ValueError", **k) for k in ({"reduction": "x"}, {"weight": f32(1, 3)})],
    _refused("FocalLoss", "ValueError", _A, _CLASS),
    _refused("FocalLoss", "ValueError", _VOLUME, _A),
    _refused("FocalLoss", "ValueError", f32(1, 2, 2, 2, 2), f32(1, 2, 2, 2, 2)),
    _refused("FocalLoss", "TypeError", [1.0], _A),
    *[S("nn.SoftMarginLoss", _A, _SIGNS, attrs={"reduction": r}, golden=False, why=_CPU, fd=False) for r in _REDUCTIONS],
    _refused("SoftMarginLoss", "ValueError", reduction="x"),
    *[_layer("CosineEmbeddingLoss", _A, _B, _ROW, reduction=r, margin=0.1) for r in _REDUCTIONS],
    _layer("CosineEmbeddingLoss", _A, _B, _ROW),
    _refused("CosineEmbeddingLoss", "ValueError", _A, _B, _ROW, reduction="x"),
    _refused("CosineEmbeddingLoss", "ValueError", _A, _B, _ROW, margin=2.0),
    _refused("CosineEmbeddingLoss", "TypeError", _A, _B, _ROW, margin=1),
    _refused("CosineEmbeddingLoss", "ValueError", _A, f32(2, 3), _ROW),
    *[_layer("HingeEmbeddingLoss", _A, _SIGNS, reduction=r, margin=0.4) for r in _REDUCTIONS],
    _layer("HingeEmbeddingLoss", _A, _SIGNS, margin=2),
    _refused("HingeEmbeddingLoss", "ValueError", _A, _SIGNS, reduction="x"),
    _refused("HingeEmbeddingLoss", "TypeError", _A, _SIGNS, margin="a"),
    *[_layer("MarginRankingLoss", _A, _B, _SIGNS, reduction=r, margin=0.2) for r in _REDUCTIONS],
    _layer("MarginRankingLoss", _A, _B, _SIGNS),
    _refused("MarginRankingLoss", "ValueError", _A, _B, _SIGNS, reduction="x"),
    _refused("MarginRankingLoss", "TypeError", _A, _B, _SIGNS, margin="a"),
    _refused("MarginRankingLoss", "ValueError", _A, _B, f32(2, 3)),
    _refused("MarginRankingLoss", "TypeError", [1.0], _B, _SIGNS),
    *[_layer("MultiLabelSoftMarginLoss", _A, i32([[0, 1, 1], [1, 0, 0], [1, 1, 1], [0, 0, 0]]), reduction=r) for r in _REDUCTIONS],
    _layer("MultiLabelSoftMarginLoss", _A, _P, weight=_W3),
    _refused("MultiLabelSoftMarginLoss", "ValueError", reduction="x"),
    _refused("MultiLabelSoftMarginLoss", "ValueError", _A, f32(2, 3)),
    *[_layer("MultiMarginLoss", _A, i64([0, 2, 1, 1]), reduction=r) for r in _REDUCTIONS],
    _layer("MultiMarginLoss", _A, i64([0, 2, 1, 1]), p=2, margin=0.5, weight=_W3),
    S("nn.MultiMarginLoss", _A, i64([0, 2, 1, 1]), _W3, fd=False),
    *[_refused("MultiMarginLoss", "TypeError", _A, i64([0, 2, 1, 1]), **k) for k in ({"p": 1.0}, {"margin": 1}, {"weight": [1.0]})],
    *[_refused("MultiMarginLoss", "ValueError", _A, i64([0, 2, 1, 1]), **k) for k in ({"p": 3}, {"reduction": "x"})],
    *[S("nn.MultilabelMarginLoss", _A, i32([[0, 1, -1], [2, -1, 0], [1, 0, 2], [-1, 1, 1]]), attrs={"reduction": r}, golden=False, why=_CPU, fd=False) for r in _REDUCTIONS],
    _refused("MultilabelMarginLoss", "ValueError", reduction="x"),
    *[S("nn.TripletMarginLoss", _A, _B, _C3, attrs={"reduction": r}, golden=False, why=_CPU, fd=False) for r in _REDUCTIONS],
    S("nn.TripletMarginLoss", _A, _B, _C3, attrs={"p": 1, "swap": True, "margin": 0.3}, golden=False, why=_CPU, fd=False),
    *[_refused("TripletMarginLoss", "TypeError", _A, _B, _C3, **k) for k in ({"p": 1.5}, {"swap": 1}, {"eps": 1})],
    _refused("TripletMarginLoss", "ValueError", _A, _B, _C3, reduction="x"),
    *[S("nn.TripletMarginWithDistanceLoss", _A, _B, _C3, attrs={"reduction": r, "swap": r == "sum", "margin": 3.0}, fd=False) for r in _REDUCTIONS],
    *[_refused("TripletMarginWithDistanceLoss", "TypeError", _A, _B, _C3, **k) for k in ({"margin": 1}, {"swap": 1}, {"distance_function": 3})],
    _refused("TripletMarginWithDistanceLoss", "ValueError", _A, _B, _C3, reduction="x"),
    *[_layer("GaussianNLLLoss", _A, _B, _P, reduction=r, full=r == "sum") for r in _REDUCTIONS],
    _layer("GaussianNLLLoss", _A, _B, f32([0.5, 0.7, 0.2, 0.9])),
    _layer("GaussianNLLLoss", _A, _B, _P, eps=0.5),
    *[_refused("GaussianNLLLoss", "TypeError", _A, _B, _P, **k) for k in ({"full": 1}, {"eps": 1})],
    *[_refused("GaussianNLLLoss", "ValueError", _A, _B, _P, **k) for k in ({"eps": -1.0}, {"reduction": "x"})],
    *[S("nn.CTCLoss", _LOGP, i32([[1, 2], [2, 1]]), i32([5, 5]), i32([2, 2]), attrs={"reduction": r}, tol=1e-3, fd=False) for r in _REDUCTIONS],
    S("nn.CTCLoss", _LOGP, i32([[1, 4], [2, 1]]), i32([4, 4]), i32([2, 2]), attrs={"reduction": "none"}, tol=1e-3, grad=False),
    S("nn.CTCLoss", _LOGP, i32([[0, 1], [1, 0]]), i32([5, 4]), i32([2, 1]), attrs={"blank": 2, "reduction": "sum"}, tol=1e-3, fd=False),
    S("nn.CTCLoss", _LOGP, i32([[1, 1], [2, 1]]), i32([2, 5]), i32([2, 2]), attrs={"zero_infinity": True, "reduction": "none"}, golden=False, why="the CPU build leaves the loss infinite, only its gradient is zero", fd=False),
    _refused("CTCLoss", "ValueError", _LOGP, i32([[1, 2], [2, 1]]), i32([5, 5]), i32([2, 2]), reduction="x"),
    _refused("CTCLoss", "TypeError", _LOGP, i32([[1, 2], [2, 1]]), i32([5, 5]), i32([2, 2]), zero_infinity=1),
    _refused("CTCLoss", "TypeError", _LOGP, i32([[1, 2], [2, 1]]), i32([5, 5]), i32([2, 2]), blank=1.5),
    *[
        S("nn.SampledSoftmaxLoss", f32(7, 5), f32(7), i32([[0], [1], [5]]), f32(3, 5), init=(4, 7), attrs={"sampled_values": _SAMPLED, "reduction": r}, fd=False)
        for r in _REDUCTIONS
    ],
    S("nn.SampledSoftmaxLoss", f32(7, 5), f32(7), i64([[0, 1], [1, 2], [5, 0]]), f32(3, 5), init=(4, 7, 2), attrs={"sampled_values": (_SAMPLED[0], f32(3, 2, low=0.2, high=0.5), _SAMPLED[2])}, fd=False),
    *[
        S("nn.SampledSoftmaxLoss", f32(7, 5), f32(7), i32([[0], [1], [5]]), f32(3, 5), attrs={"num_sampled": 4, "num_classes": 7, **k}, raises=e)
        for e, k in (
            ("TypeError", {"num_sampled": "a"}), ("TypeError", {"num_sampled": 4.5}), ("ValueError", {"num_true": 0}), ("TypeError", {"sampled_values": 1}),
            ("ValueError", {"sampled_values": (1, 2)}), ("TypeError", {"remove_accidental_hits": 1}), ("TypeError", {"seed": "a"}), ("ValueError", {"reduction": "x"}),
            ("ValueError", {"num_sampled": 9}), ("ValueError", {"num_true": 9}), ("ValueError", {"num_sampled": 0}),
        )
    ],
    S("nn.SampledSoftmaxLoss", f32(7, 5), f32(7), f32([[0.0], [1.0], [5.0]]), f32(3, 5), init=(4, 7), attrs={"sampled_values": _SAMPLED}, raises="TypeError"),
]  # fmt: skip
