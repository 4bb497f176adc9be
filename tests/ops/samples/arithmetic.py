"""Calls of mindshim/ops/arithmetic.py."""

from __future__ import annotations

from sample import S, b1, dtype, f16, f32, f64, i8, i32, i64, u8

SAMPLES = [
    S("ops.add", f32(3, 4), f32(4)),
    S("ops.add", i32(3), f16(3)),
    S("ops.add", f64(3), 0.1),
    S("ops.add", f32(2), f32(3), raises="ValueError"),
    S("ops.Add", f32(2, 1), f32(1, 3)),
    S("ops.sub", f32(3, 4), f32(3, 1)),
    S("ops.Sub", i8(3), i8(3)),
    S("ops.mul", f32(3, 4), f32(3, 4)),
    S("ops.Mul", f32(3), 2.5),
    S("ops.Div", f32(3), f32(3, low=0.5)),
    S("ops.Div", i32(3), i32([1, 2, -4])),
    S("ops.neg", f32(2, 3)),
    S("ops.neg", u8([0, 1, 2])),
    S("ops.Neg", i64(3)),
    S("Tensor.neg", f32(3)),
    S("ops.cast", f32([1.7, -1.7, 0.0]), dtype("int32"), fd=False),
    S("ops.cast", f32(3), dtype("float16"), fd=False),
    S("Tensor.astype", i32(3), dtype("float32")),
    S("operator.add", 2, f32(3)),
    S("operator.add", b1(4), b1(4)),
    S("operator.sub", 2, f32(3)),
    S("operator.mul", i32(3), 2.5),
    S("operator.truediv", 2, f32([1.0, 2.0, 4.0])),
    S("operator.neg", f32(3)),
]
