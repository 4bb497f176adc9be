"""Calls of mindshim/ops/{unlisted,color_spaces,short_time_fourier,position_sensitive}.py, nn/{deformable,ratio_pooling}.py."""

from __future__ import annotations

from sample import S, b1, c64, dtype, f32, f64, i32, i64, param, u8

_RETURN = "the real one returns what happens to be in memory"
_NO_KERNEL = "the real CPU build has no kernel"
_HUES = f32([[0.0, 0.0, 0.0], [0.5, 0.5, 0.5], [1.0, 0.0, 0.0], [0.2, 0.8, 0.8], [0.9, 0.1, 0.7]])
_SIGNAL = f32(2, 10)

SAMPLES = [
    S("ops.AddV2", f32(2, 3), f32(2, 3)),
    S("ops.AddV2", i32(3), f32(3)),
    S("ops.AddV2", i32(2), i32(1), raises="ValueError"),
    S("ops.ConcatOffsetV1", i32(1.0), [i32([1, 2, 3]), i32([1, 5, 3]), i32([1, 4, 3])], jit=False),
    S("ops.ConcatOffsetV1", i32(0.0), [i32([1, 2, 3]), i32([1, 5, 3])], raises="RuntimeError"),
    S("ops.ConjugateTranspose", c64(2, 3), (1, 0)),
    S("ops.ConjugateTranspose", f32(2, 3), [1, 0], raises="TypeError"),
    S("ops.ListDiff", i32([1, 2, 3, 4, 2]), i32([1, 3]), jit=False),
    S("ops.ListDiff", f32([1.0, 2.0, 3.0]), f32([1.0]), init=(dtype("int64"),), jit=False, grad=False),
    S("ops.ListDiff", i32([1]), f32([1.0]), raises="TypeError"),
    S("ops.Betainc", f32([0.3, 0.1, 2.0]), f32([0.4, 0.5, 3.0]), f32([0.2, 0.6, 0.9]), grad=False, tol=1e-5),
    S("ops.Betainc", f64([0.3, 2.0]), f64([0.4, 3.0]), f64([0.2, 0.9]), grad=False),
    S("ops.IgammaGradA", f32([[0.5], [2.0]]), f32([0.1, 1.0, 4.0]), grad=False, tol=2e-4),
    S("ops.IgammaGradA", f32(2), f64(2), raises="TypeError"),
    S("ops.Shift", f32(3, 4), 1.5, init=(-2, 1), golden=False, why="no class in the real one"),
    S("ops.QR", f32(4, 3), init=("economic",), golden=False, why="no class in the real one", fd=False),
    S("ops.RGBToHSV", _HUES, fd=False, grad=False),
    S("ops.RGBToHSV", f32(2, 4), raises="ValueError"),
    S("ops.HSVToRGB", f32(1, 2, 5, 3, low=0.0, high=1.0), fd=False, grad=False),
    S("ops.HSVToRGB", f32(2, 3), raises="ValueError"),
    S("ops.SparseSoftmaxCrossEntropyWithLogitsV2", f32(3, 4), i32([0, 2, 3]), grad=False),
    S("ops.SparseSoftmaxCrossEntropyWithLogitsV2", f32(3, 4), i32([0, 2]), raises="ValueError"),
    S("ops.Uniform", f32(2, 3), init=(1.0, 2.0), random=True, grad=False),
    S("ops.Uniform", i32(2, 3), init=(1.0, 2.0), raises="TypeError"),
    S("ops.Assert", b1([True]), [f32(2)], init=(3,), golden=False, why=_RETURN, grad=False, jit=False),
    S("ops.UpdateCache", param(i32(4, 3)), i32([[-1, 3, 1]]), i32(3, 3), 9999, golden=False, why=_RETURN),
    S("ops.MatrixLogarithm", c64(3, 3), jit=False, tol=1e-4),
    S("ops.MatrixLogarithm", f32(3, 3), raises="TypeError"),
    S("ops.STFT", _SIGNAL, f32(3), init=(5, 2, 3, True, True, False), grad=False),
    S("ops.STFT", c64(10), f32(4), init=(4, 1, 4, False, False, True)),
    S("ops.STFT", c64(10), f32(4), init=(4, 1, 4, False, True, True), raises="ValueError"),
    S("ops.stft", _SIGNAL, 4, grad=False),
    S("ops.stft", _SIGNAL, 4, normalized=True, center=False, return_complex=True, grad=False),
    # regions and windows; the real gradients need operators that are not there
    S("ops.PSROIPooling", f32(2, 4, 9, 11), f32([[[0.0], [4.0], [8.0], [20.0], [30.0]], [[1.0], [2.5], [3.5], [19.5], [90.0]]]),
      init=(0.25, 2, 1), grad=False),
    S("ops.PSROIPooling", f32(2, 5, 9, 11), f32(2, 5, 1), init=(0.25, 2, 1), raises="RuntimeError"),
    S("ops.DeformableOffsets", f32(2, 4, 6, 5), f32(2, 36, 3, 5, low=-1.3, high=1.7),
      init=((1, 1, 2, 1), (1, 0, 0, 2), (3, 2), (1, 1, 1, 2), "NCHW", 2), grad=False),
    S("ops.DeformableOffsets", f32(1, 1, 2, 2), f32(1, 11, 1, 1), init=((1, 1, 1, 1), (0, 0, 0, 0), (2, 2)), raises="ValueError"),
    *[S(f"ops.Fractional{n}Pool", f32(1, 6, 4, 2), init=([1.0, 3.0, 2.0, 1.0],), attrs={"overlapping": o}, grad=False)
      for n in ("Max", "Avg") for o in (False, True)],
    S("ops.FractionalAvgPool", i64(1, 4, 4, 1), init=([1.0, 1.5, 1.5, 1.0],), grad=False),
    S("ops.FractionalMaxPool", f32(1, 7, 9, 1), init=([1.0, 1.4, 1.7, 1.0], True), random=True, grad=False),
    S("ops.UnravelIndex", i32([2, 5, 7]), i32([3, 4]), jit=False),
    S("ops.UnravelIndex", i64(7.0), i64([2, 2, 3]), jit=False),
    S("ops.UnravelIndex", i32([2, 12]), i32([3, 4]), raises="ValueError"),
    S("ops.UnravelIndex", i32([2]), i64([3, 4]), raises="TypeError"),
    # of earlier versions
    S("ops.Gelu", f32(2, 3)),
    S("ops.ScalarToArray", 2.5, golden=False, why=_NO_KERNEL, grad=False, jit=False),
    S("ops.ScalarToArray", f32(2), raises="TypeError", golden=False, why=_NO_KERNEL),
    S("ops.DynamicShape", f32(2, 3), golden=False, why=_NO_KERNEL, grad=False),
    S("ops.DropoutGenMask", (3, 50), f32(0.5), init=(1, 2), random=True, grad=False, golden=False, why=_NO_KERNEL),
    S("ops.DropoutDoMask", f32(3, 4), u8([5, 2] + 14 * [0]), 0.5, golden=False, why=_NO_KERNEL),
    S("ops.DropoutDoMask", f32(3, 4), u8([5, 2]), 0.5, raises="ValueError", golden=False, why=_NO_KERNEL),
    S("ops.RmsNorm", f32(2, 3), f32(3), init=(1e-3,), golden=False, why=_NO_KERNEL),
    S("ops.FusedWeightScaleApplyMomentum", f32(0.1), f32(2.0), param(f32(3)), param(f32(3)), f32(0.1), f32(3), f32(0.9),
      golden=False, why=_NO_KERNEL, grad=False),
    # of the optimizer THOR
    S("ops.CholeskyTrsm", f32([[4.0, 1.0], [1.0, 3.0]]), golden=False, why=_NO_KERNEL, grad=False),
    S("ops.CholeskyTrsm", f32([[4.0, 1.0, 0.5], [1.0, 3.0, 0.2], [0.5, 0.2, 2.0]]), init=(2,), golden=False, why=_NO_KERNEL, grad=False),
    S("ops.CholeskyTrsm", f32(2, 3), raises="ValueError", golden=False, why=_NO_KERNEL),
    S("ops.UpdateThorGradient", f32(2, 2, 2), f32(3, 5), f32(2, 3, 2, 2), init=(2,), golden=False, why=_NO_KERNEL, grad=False),
    S("ops.UpdateThorGradient", f32(2, 2, 2), f32(5, 5), f32(2, 3, 2, 2), raises="ValueError", golden=False, why=_NO_KERNEL),
    # the best boxes of several classes
    *[S("ops.CombinedNonMaxSuppression", f32(2, 6, q, 4, low=-0.2, high=1.3), f32(2, 6, 3, low=0.0, high=1.0), i32(2.0), i32(5.0), f32(0.3), f32(0.2),
        attrs=attrs, grad=False, jit=False)
      for q, attrs in ((1, {}), (3, {"clip_boxes": False}), (1, {"pad_per_class": True}))],
    S("ops.CombinedNonMaxSuppression", f32(1, 6, 1, 4), f32(1, 6, 2), i32(9.0), i32(20.0), f32(1.0), f32(0.0), grad=False, jit=False),
    S("ops.CombinedNonMaxSuppression", f32(1, 6, 2, 4), f32(1, 6, 3), i32(1.0), i32(1.0), f32(0.5), f32(0.0), raises="ValueError"),
    S("ops.CombinedNonMaxSuppression", f32(1, 6, 1, 4), f32(1, 6, 3), i32(1.0), i32(1.0), f32(1.5), f32(0.0), raises="ValueError"),
    S("ops.CombinedNonMaxSuppression", f64(1, 6, 1, 4), f32(1, 6, 3), i32(1.0), i32(1.0), f32(0.5), f32(0.0), raises="TypeError"),
]
