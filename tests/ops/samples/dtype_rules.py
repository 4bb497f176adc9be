"""Which dtype comes of integers, bools and mixed operands, and how floats that do not fit become integers."""

from sample import S, b1, dtype, f16, f32, f64, i8, i32, i64, u8

_I, _J = i32([1, -2, 3]), i64([1, 2, -3])
_F, _H = f32([1.5, -2.0, 3.0]), f16([1.5, -2.0, 3.0])
_NAN, _INF = float("nan"), float("inf")
_FAR = [-1.5, 300.7, 70000.7, 3e9, -3e9, 1e20, _NAN, _INF]

SAMPLES = [
    *[S("Tensor.astype", f32(_FAR), dtype(t), grad=False) for t in ("uint8", "int8", "uint16", "int16", "int32", "uint32", "int64", "uint64")],
    *[S("ops.cast", f64(_FAR), dtype(t), grad=False) for t in ("uint8", "int32", "int64")],
    S("ops.cast", f16([-1.5, 300.7, _NAN, _INF]), dtype("uint8"), grad=False),
    S("Tensor.byte", f32([-1.5, 300.7]), grad=False),
    S("ops.vecdot", _I, _I), S("ops.vecdot", b1([True, True]), b1([True, True])), S("ops.vecdot", u8([200, 100]), u8([200, 100])),
    S("Tensor.sum_to_size", i32([[1, 2]]), (1, 1)), S("Tensor.sum_to_size", u8([[1, 2]]), (1, 1)),
    S("Tensor.cumprod", _I, 0), S("ops.cumprod", u8([1, 2]), 0), S("ops.CumProd", _I, 0), S("ops.cumprod", _H, 0, fd=False),
    S("ops.leaky_relu", _I), S("ops.leaky_relu", i64([-4, 5]), 2), S("ops.leaky_relu", i64([-4, 5]), 2.5), S("ops.leaky_relu", u8([1, 2])),
    S("ops.selu", _I), S("ops.selu", i8([-9, 0, 2])),
    S("ops.hardsigmoid", i32([-9, -2, 0, 1, 2, 9])), S("ops.hardswish", i64([-9, -2, 0, 1, 2, 9])),
    S("ops.l1_loss", _I, i32([2, -4, 7])), S("ops.l1_loss", _I, i32([2, -4, 7]), reduction="sum"), S("ops.l1_loss", _I, _F),
    S("ops.cross", _H, _F, grad=False), S("ops.cross", _F, _H, grad=False), S("ops.cross", _I, _J),
    S("ops.copysign", _H, _F, fd=False), S("ops.copysign", _I, f64([1.0, -1.0, 1.0])), S("ops.copysign", u8([1, 2]), f16([1.0, -1.0])),
    S("ops.copysign", b1([True]), f32([1.0]), raises="TypeError"),
    S("ops.cov", _H, fd=False), S("ops.cov", _I), S("ops.cov", f64([1.0, 2.0])),
    S("ops.trapz", f64([1.0, -2.0, 3.0]), fd=False), S("ops.trapz", _H, fd=False), S("ops.trapz", _H, _F, fd=False), S("ops.trapz", _J),
    S("ops.outer", f32(1, 3), f32(3)), S("ops.outer", f32(3), f32(3, 1)), S("ops.outer", i64([[1, 2], [3, 4]]), i64([[1], [2], [3], [4]])),
    S("ops.outer", _I, _F), S("ops.ger", f32(1, 3), f32(3), raises="ValueError"),
    S("ops.matrix_power", i64([[1, 1], [0, 1]]), 5), S("ops.matrix_power", u8([[1, 1], [0, 1]]), 0),
    S("ops.matrix_power", i64([[1, 1], [0, 1]]), -1, raises="ValueError"),
    S("ops.clip_by_global_norm", f32([3.0, 4.0]), 1.0), S("ops.clip_by_norm", _I, 0.5, golden=False, why="upstream cuts the norm of integers to an integer"),
    S("Tensor.set_const_arg", _I),
]  # fmt: skip
