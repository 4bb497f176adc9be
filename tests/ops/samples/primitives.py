"""Primitives and functions whose arguments are not those of the function with their name."""

from __future__ import annotations

from sample import S, dtype, f32, f64, i32, i64, param

ABSENT = "the CPU build of MindSpore has no kernel for it"
X = f32(2, 3)
ROW, ROWS = f32(1, 3), f32(2, 3, low=0.5, high=2.0)
IMAGE = f32(1, 2, 4, 4)
_SYMMETRIC = f64([[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 2.0]])
_TALL = f64([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
_ABOVE = f32(3, low=0.5, high=1.5)


def absent(path, *args, **kw):
    return S(path, *args, golden=False, why=ABSENT, **kw)


SAMPLES = [
    # chance
    *[S(f"ops.{name}", f32(2, 3, 2, 2), init=(0.5,), random=True) for name in ("Dropout", "Dropout2D")],
    S("ops.Dropout3D", f32(2, 3, 1, 2, 2), init=(0.5,), random=True),
    S("ops.Dropout3D", f32(1, 2, 1, 1, 2), init=(1.0,)),
    S("ops.dropout1d", f32(2, 3, 2), 0.5, random=True),
    S("ops.dropout1d", f32(2, 3, 2), 0.0),
    S("ops.dropout1d", f32(2, 3, 2), 1.0),
    S("ops.dropout1d", f32(2, 3, 2), 2.0, raises="ValueError"),
    S("ops.dropout1d", f32(2), 0.5, raises="ValueError"),
    S("ops.dropout3d", f32(2, 3, 1, 2, 2), 0.5, random=True),
    S("ops.dropout3d", f32(1, 2, 1, 1, 2), 0.0),
    S("ops.dropout3d", f32(2, 3, 2), 0.5, raises="ValueError"),
    S("ops.MultinomialWithReplacement", f32([[0.0, 9.0]]), i64(2.0), i64(5.0), init=(4, True), random=True, jit=False),
    # layers and losses
    S("ops.AdaptiveAvgPool3D", f32(1, 2, 4, 4, 4), init=((2, 3, 2),)),
    S("ops.AdaptiveMaxPool2D", IMAGE, init=((2, 3),), fd=False),
    S("ops.MaxPoolWithArgmax", IMAGE, init=(2, 2), fd=False),
    S("ops.Conv3DTranspose", f32(1, 2, 2, 2, 2), f32(2, 1, 2, 2, 2), init=(2, 1, (2, 2, 2)), tol=1e-4),
    absent("ops.DepthwiseConv2dNative", f32(1, 2, 3, 3), f32(1, 2, 2, 2), init=(1, 2)),
    # Values are those of ops.batch_norm: what else it gives is not defined in the real one.
    S("ops.BatchNorm", f32(4, 3), f32(3), f32(3), f32(3), _ABOVE, random=True),
    absent("ops.TripletMarginLoss", f32(4, 3), f32(4, 3), f32(4, 3), f32(1.0)),
    S("ops.TripletMarginLoss", f32(4, 3), f32(4, 3), f32(4, 3), f32(1.0), attrs={"reduction": "x"}, raises="ValueError"),
    S("ops.MultiMarginLoss", f32(4, 3), i64([0, 2, 1, 1]), attrs={"p": 2, "margin": 0.5, "reduction": "sum"}),
    *[S("ops.MultiMarginLoss", X, i64([0, 1]), attrs=attrs, raises="TypeError") for attrs in ({"p": 1.0}, {"margin": 1})],
    S("ops.MultiMarginLoss", X, i64([0, 1]), attrs={"p": 3}, raises="ValueError"),
    S("ops.multi_margin_loss", X, i64([0, 1]), 1.0, raises="TypeError"),
    S("ops.multi_margin_loss", X, i64([0, 1]), 1, 1.0, raises="TypeError"),
    S("ops.smooth_l1_loss", X, X, -1.0, raises="RuntimeError"),
    S("ops.smooth_l1_loss", X, X, 1.0, 3, raises="TypeError"),
    S("ops.softmin", f32(3)),
    S("ops.softmin", X, 0),
    # shapes and places
    S("ops.Pack", (X, X), init=(1,)),
    S("ops.Unpack", X, init=(1,)),
    S("ops.Unpack", X, init=(0, 3), raises="TypeError"),
    S("ops.ParallelConcat", (ROW, ROW)),
    S("ops.ParallelConcat", (X, X), raises="ValueError"),
    absent("ops.SplitV", f32(3), init=([1, 2], 0, 2)),
    *[S(f"{space}.hsplit", f32(2, 4), 2) for space in ("ops", "Tensor")],
    *[S(f"{space}.hsplit", f32(2, 4), (1, 3)) for space in ("ops", "Tensor")],
    *[S(f"{space}.vsplit", f32(4, 2), 2) for space in ("ops", "Tensor")],
    S("ops.hsplit", f32(2, 4), 3),
    S("ops.hsplit", f32(), 3, raises="ValueError"),
    *[S(f"Tensor.{name}", X) for name in ("H", "mT", "mH")],
    *[S(f"Tensor.{name}", f32(2, 2, 3)) for name in ("mT", "mH")],
    S("Tensor.H", f32(2, 2, 3), raises="ValueError"),
    S("Tensor.mT", f32(3), raises="ValueError"),
    S("ops.tensor_slice", X, (0, 1), (2, 1)),
    S("ops.tensor_range", i64(0.0), i64(4.0), i64(2.0), jit=False),
    S("ops.tensor_range", 0, 4, 2),
    # The real ones have no gradients.
    *[S(f"ops.Inplace{name}", X, ROW, init=((1,),), grad=False) for name in ("Sub", "Update")],
    S("ops.LogSpace", f32(0.0), f32(2.0), attrs={"steps": 3}, grad=False),
    absent("ops.SparseGatherV2", X, i64([1]), 0),
    # arithmetic
    S("ops.tensor_div", i64([-7, 7]), i64([2])),
    S("ops.tensor_div", i32([-7, 7]), 2.0),
    S("ops.tensor_div", X, ROWS),
    S("ops.TruncateDiv", i32([-7, 7]), i32([2])),
    S("ops.TruncateMod", i32([-7, 7]), i32([2])),
    S("ops.LeftShift", i64([1, 2]), i64([1, 2])),
    S("ops.LeftShift", X, i64([1]), raises="TypeError"),
    S("ops.AccumulateNV2", [X, X], golden=False, why=ABSENT),
    S("ops.Addcdiv", X, X, ROWS, f32([2.0])),
    *[S(f"ops.{name}", X, X, ROWS, 2.0, raises="TypeError") for name in ("Addcdiv", "Addcmul")],
    S("ops.IndexFill", X, 0, i32([1]), 2.5, raises="TypeError"),
    S("ops.FillV2", (2,), 1.5, raises="TypeError"),
    S("ops.Polygamma", i64(1.0), _ABOVE, grad=False),
    S("ops.Polygamma", f32(1.0), _ABOVE, raises="TypeError"),
    S("ops.polygamma", i64([1]), f32([1.0, 2.0]), raises="ValueError"),
    S("ops.uniform", (2,), i32([1]), i32([5]), dtype=dtype("int32"), raises="ValueError"),
    S("ops.CumulativeLogsumexp", f32(4), i64(0.0), attrs={"exclusive": True}, grad=False, jit=False),
    S("ops.CumulativeLogsumexp", f32(4), i64(0.0), attrs={"reverse": True}, jit=False),
    S("ops.CumulativeLogsumexp", f32(4), 0, raises="TypeError"),
    S("ops.Cummin", f32(2, 3), init=(1,), grad=False),
    S("ops.Eigh", _SYMMETRIC, init=(False,), grad=False),
    *[S("ops.LstsqV2", _TALL, f64([[1.0], [3.0], [5.0]]), *driver, grad=False, jit=False) for driver in ((), (None,))],
    S("ops.LstsqV2Grad", f64([[1.0], [2.0]]), _TALL, f64([[1.0], [3.0], [5.0]]), grad=False),
    S("ops.SolveTriangular", f64([[2.0, 0.0], [1.0, 3.0]]), f64(2), 0, True, False, grad=False),
    S("mint.item", f32([1.5]), jit=False, grad=False),
    S("ops.TensorToTuple", i64([1, 2]), jit=False),
    S("ops.TupleToTensor", (1, 2, 3), dtype("float32"), jit=False),
    S("ops.ListToTensor", [1, 2, 3], dtype("int32"), jit=False),
    S("ops.MixedPrecisionCast", dtype("float16"), X, grad=False),
    # what MindSpore's methods check themselves
    S("Tensor.approximate_equal", f32([1.0, 2.0]), f32([[1.0], [2.0]])),
    S("Tensor.approximate_equal", X, 2, raises="ValueError"),
    S("Tensor.approximate_equal", X, X, 1, raises="ValueError"),
    S("Tensor.top_k", f32(1, 4), i64(2), raises="TypeError"),
    S("Tensor.top_k", f32(1, 4), 2, 0, raises="TypeError"),
    S("Tensor.fills", i64(2), 3, raises="TypeError"),
    S("ops.fills", X, None, raises="TypeError"),
    S("ops.fills", X, f32(1), raises="ValueError"),
    *[S(f"ops.{name}Window", i64(2), raises="ValueError") for name in ("Bartlett", "Blackman")],
    *[S(f"ops.{name}Window", i64(6.0), jit=False) for name in ("Bartlett", "Blackman")],
    S("ops.BartlettWindow", 6, raises="TypeError"),
    S("ops.HammingWindow", i64([6, 2]), jit=False),
    S("ops.HammingWindow", i64(6.0), raises="ValueError"),
    *[S(f"mint.{name}", i64(2), raises="TypeError") for name in ("rand_like", "randn_like")],
    S("mint.arange", i64([3]), raises="TypeError"),
    *[S(f"mint.nn.functional.{name}", f32(1, 2, 4, 4), f32(3, 5, 2, 2), raises="ValueError") for name in ("conv2d",)],
    S("mint.nn.functional.conv2d", IMAGE, f32(3, 2, 2, 2), None, 2, "same", raises="ValueError"),
    S("mint.nn.functional.conv2d", f32(4, 4), f32(3, 2, 2, 2), raises="RuntimeError"),
    S("mint.nn.functional.unfold", f32(2, 4, 4), 2, raises="ValueError"),
    S("mint.nn.functional.smooth_l1_loss", X, X, 1.0, raises="TypeError"),
    S("ops.tensor_muls", X, X, raises="TypeError"),
    S("ops.stop_gradient_", 3, raises="TypeError"),
    S("ops.one_hot_ext", i64([0, 2]), raises="TypeError"),
    # nothing comes of these but a file, a line of text, or a mark
    *[S(f"ops.{name}", "a", X, grad=False, jit=False) for name in ("TensorSummary", "HistogramSummary", "Print")],
    S("ops.ScalarSummary", "a", f32(1.5), grad=False, jit=False),
    S("ops.ImageSummary", "a", f32(1, 3, 2, 2), grad=False, jit=False),
    S("ops.print_", "a", grad=False, jit=False),
    S("ops.mixed_precision_cast", dtype("float16"), X, grad=False),
    S("ops.mixed_precision_cast", dtype("float16"), (X, 2), grad=False),
    S("ops.inplace_sigmoid", param(X), golden=False, why=ABSENT, grad=False),
    S("ops.LARSUpdate", X, X, f32(1.0), f32(1.0), f32(0.1), f32(0.1), golden=False, why=ABSENT, grad=False),
]
