"""Further spellings of operators whose kernels the other files try: the ones that programs use most first."""

from __future__ import annotations

from sample import S, b1, c64, dtype, f32, i32, i64

ABSENT = "the CPU build of MindSpore has no kernel for it"
X, Y = f32(2, 3), f32(2, 3, low=0.5, high=2.0)
UNIT = f32(2, 3, low=-0.9, high=0.9)


def both(names: str, *args: object, **kw: object) -> list[S]:
    """One call under several names."""
    return [S(name, *args, **kw) for name in names.split()]  # type: ignore[arg-type]


SAMPLES = [
    # shapes
    S("ops.Reshape", X, (3, 2)),
    S("ops.reshape", X, (-1,)),
    S("Tensor.reshape", X, -1, 2),
    S("Tensor.reshape", X, (4, 2), raises="ValueError"),
    *both("Tensor.squeeze Tensor.unsqueeze Tensor.expand_dims", f32(1, 3), 0),
    S("Tensor.T", X),
    S("Tensor.t", X),
    S("Tensor.swapaxes", f32(2, 1, 3), 0, 2),
    S("Tensor.permute", f32(2, 1, 3), 2, 0, 1),
    S("ops.permute", f32(2, 1, 3), (2, 0, 1)),
    S("Tensor.expand_as", f32(1, 3), X),
    S("Tensor.broadcast_to", f32(1, 3), (2, 3)),
    S("Tensor.expand", f32(1, 3), 2, 3, golden=False, why=ABSENT),
    S("Tensor.view_as", X, f32(3, 2)),
    S("Tensor.ravel", X),
    S("Tensor.split", X, 1, 0),
    S("Tensor.chunk", X, 2, 1),
    S("ops.chunk", X, 2, 1),
    S("Tensor.unbind", X, 1),
    S("ops.unstack", X, 1),
    S("ops.Meshgrid", (f32(2), f32(3)), init=("ij",)),
    *both("mint.reshape", X, (3, 2), golden=False, why=ABSENT),
    *both("mint.transpose", X, 0, 1, golden=False, why=ABSENT),
    *both("mint.permute", X, (1, 0), golden=False, why=ABSENT),
    *both("mint.cat mint.stack", [X, X], 1, golden=False, why=ABSENT),
    *both("mint.split", X, 1, golden=False, why=ABSENT),
    # conversions and facts
    S("ops.Cast", X, dtype("int32")),
    S("ops.Cast", i32([1, -2]), dtype("float16")),
    S("ops.Cast", X, 3, raises="TypeError"),
    *both("ops.Shape ops.shape ops.DType ops.dtype ops.Size", X),
    *both("ops.DType ops.dtype", i64(2)),
    S("ops.Shape", 3, raises="TypeError"),
    *both("Tensor.is_complex Tensor.is_floating_point", c64(2), grad=False),
    S("Tensor.real", c64(2), grad=False),
    S("ops.Imag", c64(2), grad=False),
    S("ops.Polar", Y, X, grad=False),
    # elementwise, of one
    *both("ops.Sin ops.Cos ops.Sinh ops.Cosh ops.Expm1 ops.Erfc ops.Sinc", X),
    *both("ops.Sign ops.Ceil ops.Trunc ops.IsFinite ops.IsNan ops.IsInf Tensor.isnan Tensor.floor ops.absolute", X, fd=False),
    *both("ops.ACos ops.Atanh ops.Erfinv ops.Log1p", UNIT),
    S("ops.LogicalNot", b1(3)),
    S("Tensor.softmax", X, 1),
    S("mint.nn.functional.softmax", X, 1, golden=False, why=ABSENT),
    # elementwise, of two
    *both("ops.Minimum ops.Less ops.LessEqual ops.NotEqual ops.GreaterEqual ops.TensorAdd ops.tensor_mul", X, f32(1, 3)),
    *both("ops.Minimum ops.NotEqual ops.FloorDiv", i32(3), i32([2, 3, -1])),
    *both("ops.Less ops.Minimum", X, f32(2, 4), raises="ValueError"),
    *both("ops.LogicalOr ops.LogicalXor", b1(2, 3), b1(1, 3)),
    *both("ops.BitwiseAnd ops.BitwiseOr", i32(3), i32([6, 3, -1])),
    S("ops.RightShift", i32([16, 8]), i32([1, 2])),
    *both("ops.Atan2 ops.Xlogy", Y, f32(1, 3, low=0.5, high=2.0)),
    S("ops.Gcd", i32([12, 8]), i32([8, 12])),
    S("ops.Lerp", X, Y, 0.25),
    S("ops.Addcmul", X, Y, f32(1, 3), f32([0.5])),
    S("ops.clip", X, -0.5, 0.5, fd=False),
    *both("mint.mul mint.eq", X, f32(1, 3), golden=False, why=ABSENT),
    *both("mint.cumsum", X, 1, golden=False, why=ABSENT),
    # products, layers, losses
    S("Tensor.dot", X, f32(3, 2)),
    S("Tensor.mm", X, f32(3, 2)),
    S("ops.Einsum", (X, f32(3, 2)), init=("ij,jk->ik",), golden=False, why=ABSENT),
    S("ops.Dense", X, f32(4, 3), f32(4)),
    S("ops.reduce_mean", X, 1),
    S("ops.LinSpace", 1.0, 4.0, 4, golden=False, why="CPU wants 0-d Tensors"),
    S("ops.SmoothL1Loss", X, Y, init=(0.5,), fd=False),
    S("ops.BinaryCrossEntropy", f32(2, 3, low=0.1, high=0.9), f32(2, 3, low=0.0, high=1.0), f32(2, 3, low=0.5, high=1.0), init=("mean",), fd=False),
    # The real ones have no gradient for labels and weights.
    S("ops.KLDivLoss", UNIT, Y, init=("sum",), fd=False),
    S("ops.BCEWithLogitsLoss", X, f32(2, 3, low=0.0, high=1.0), Y, f32(3, low=0.5, high=1.0), init=("mean",), fd=False),
    S("ops.MaxPool3D", f32(1, 1, 3, 4, 4), init=(2, 1), golden=False, why=ABSENT, fd=False),
    S("ops.AdaptiveAvgPool2D", f32(1, 2, 4, 5), init=((2, 3),), golden=False, why=ABSENT),
    S("ops.Conv3D", f32(1, 2, 3, 4, 4), f32(2, 2, 2, 2, 2), init=(2, 2), tol=1e-4),
    S("ops.LRN", f32(1, 4, 2, 2), init=(2, 1.0, 0.5, 0.5), tol=1e-4),
    S("ops.Conv2DBackpropInput", f32(1, 2, 3, 3), f32(2, 1, 2, 2), (1, 1, 4, 4), init=(2, 2), tol=1e-4, grad=False),
    S("ops.top_k", f32(2, 5), 2),
    S("ops.GatherV2", X, i32([1, 0]), 1, golden=False, why="the real one cannot"),
]
