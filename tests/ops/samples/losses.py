"""Calls of mindshim/ops/nn: losses.py, cross_entropy.py, ctc.py."""

from __future__ import annotations

from sample import S, f32, f64, i32, i64

_CPU = "the CPU build has no such kernel"
_A, _B = f32(3, 4), f32(3, 4)
_P = f32(3, 4, low=0.05, high=0.95)
_T = f32([[0.0, 1.0, 1.0, 0.0], [1.0, 0.0, 1.0, 0.0], [1.0, 1.0, 0.0, 0.5]])
_C = i32([1, 0, 3])
_W4 = f32([0.5, 1.0, 1.5, 2.0])
_SIGN = f32([1.0, -1.0, 1.0])
_REDUCTIONS = ("mean", "sum", "none")

SAMPLES = [
    *[S("ops.mse_loss", _A, _B, r) for r in _REDUCTIONS],
    *[S("ops.l1_loss", _A, _B, r, fd=False) for r in _REDUCTIONS],
    *[S("ops.smooth_l1_loss", _A, _B, 1.0, r, fd=False) for r in _REDUCTIONS],
    S("ops.smooth_l1_loss", _A, _B, 0.5, fd=False),
    *[S("ops.huber_loss", _A, _B, r, 0.7, fd=False) for r in _REDUCTIONS],
    *[S("ops.kl_div", f32([-1.2, -0.3, -0.7]), f32([-1.0, 1.0, 0.0]), r, fd=False) for r in ("none", "mean")],
    *[S("ops.kl_div", _A, _P, r, fd=False) for r in (*_REDUCTIONS, "batchmean")],
    *[S("ops.binary_cross_entropy", _P, _T, None, r) for r in _REDUCTIONS],
    S("ops.binary_cross_entropy", _P, _T, f32(3, 4, low=0.5, high=1.5), fd=False),
    *[S("ops.binary_cross_entropy_with_logits", _A, _T, f32(3, 4, low=0.5, high=1.0), f32(3, 4, low=0.6, high=1.0), r, fd=False) for r in _REDUCTIONS],
    S("ops.SigmoidCrossEntropyWithLogits", _A, _T, fd=False),
    *[S("ops.cross_entropy", _A, _C, None, -100, r) for r in _REDUCTIONS],
    S("ops.cross_entropy", _A, _C, _W4),
    S("ops.cross_entropy", _A, _C, None, 1),
    S("ops.cross_entropy", _A, _C, None, -100, "mean", 0.1),
    S("ops.cross_entropy", _A, _P),
    S("ops.cross_entropy", f32(2, 3, 4), i32([[0, 1, 2, 0], [2, 1, 0, 1]])),
    *[S("ops.nll_loss", _A, _C, None, -100, r) for r in _REDUCTIONS],
    S("ops.nll_loss", _A, _C, _W4),
    S("ops.NLLLoss", _A, _C, _W4, fd=False),
    S("ops.NLLLoss", _A, _C, _W4, init=("none",), fd=False),
    S("ops.SoftmaxCrossEntropyWithLogits", _A, _P, fd=False),
    S("ops.SparseSoftmaxCrossEntropyWithLogits", _A, _C),
    S("ops.cosine_embedding_loss", _A, _B, _SIGN, fd=False),
    S("ops.cosine_embedding_loss", _A, _B, _SIGN, 0.3, "none", fd=False),
    S("ops.hinge_embedding_loss", _A, f32([[1.0, -1.0, 1.0, 1.0]] * 3), fd=False),
    S("ops.hinge_embedding_loss", _A, f32([[1.0, -1.0, 1.0, 1.0]] * 3), 0.5, "none", fd=False),
    S("ops.margin_ranking_loss", f32(3), f32(3), _SIGN, fd=False),
    S("ops.margin_ranking_loss", f32(3), f32(3), _SIGN, 0.2, "none", fd=False),
    S("ops.multi_margin_loss", _A, i64([1, 0, 3]), fd=False),
    S("ops.multi_margin_loss", _A, i64([1, 0, 3]), 2, 1, _W4, "none", fd=False),
    S("ops.multilabel_margin_loss", _A, i32([[1, 2, -1, 0], [0, -1, -1, 3], [3, 0, 2, -1]]), golden=False, why=_CPU, fd=False),
    S("ops.MultilabelMarginLoss", _A, i32([[1, 2, -1, 0], [0, -1, -1, 3], [3, 0, 2, -1]]), golden=False, why=_CPU, fd=False),
    S("ops.multilabel_soft_margin_loss", _A, f32([[0.0, 1.0, 1.0, 0.0]] * 3)),
    S("ops.multilabel_soft_margin_loss", _A, f32([[0.0, 1.0, 1.0, 0.0]] * 3), _W4, "none"),
    S("ops.soft_margin_loss", _A, f32([[1.0, -1.0, 1.0, 1.0]] * 3), golden=False, why=_CPU),
    S("ops.triplet_margin_loss", f32(3, 4), f32(3, 4), f32(3, 4, low=-1.0), golden=False, why=_CPU, fd=False),
    S("ops.gaussian_nll_loss", f32(3), f32(3), f32(3, low=0.5, high=1.5), full=1, raises="TypeError"),
    S("ops.gaussian_nll_loss", _A, _B, _P),
    S("ops.gaussian_nll_loss", _A, _B, _P, True, 1e-6, "sum"),
    *[S("nn.SoftmaxCrossEntropyWithLogits", _A, _C, attrs={"sparse": True, "reduction": r}) for r in _REDUCTIONS],
    S("nn.PoissonNLLLoss", _A, _P),
    S("nn.PoissonNLLLoss", _P, _P, init=(False, True, 1e-6, "sum")),
    S("ops.L2Loss", _A),
    S("ops.L2Loss", f64(3)),
    S("ops.ctc_loss", f32(5, 2, 3), i32([[1, 2], [2, 1]]), i32([5, 5]), i32([2, 2]), 0, "none", tol=1e-3, fd=False),
    S("ops.CTCLoss", f32(3, 2, 4), i64([[0, 0], [1, 0]]), i32([1, 2]), i32([3, 3]), tol=1e-3, fd=False),
    S("ops.CTCLossV2", f32(5, 2, 3), i32([[1, 2], [2, 1]]), i32([5, 5]), i32([2, 2]), tol=1e-3, grad=False),
    S("ops.mse_loss", _A, _B, "other", raises="ValueError"),
    S("ops.cross_entropy", _A, i32([1, 0]), raises="ValueError"),
]  # fmt: skip
