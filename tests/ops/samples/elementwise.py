"""Calls of mindshim/ops/{elementwise,bessel}.py."""

from __future__ import annotations

from sample import S, b1, bf16, c64, f16, f32, f64, i32, i64, u8

_INSIDE = f32(2, 3, low=-0.9, high=0.9)
_POSITIVE = f32(2, 3, low=0.2, high=3.0)
_BIG = f32(2, 3, low=1.1, high=3.0)
_ODD = f32([1.0, float("inf"), float("-inf"), float("nan"), -0.0])
_RANGE = f64([0.3, 1.9, 2.0, 2.1, 7.9, 8.1, 30.0])
_EDGES = f64([-3.0, 0.0, 1e-20, 1e4, float("inf"), float("nan")])

SAMPLES = [
    *[S(f"ops.{n}", f32(2, 3)) for n in ("exp", "expm1", "sin", "cos", "tan", "sinh", "cosh", "tanh", "atan", "asinh")],
    *[S(f"ops.{n}", f32(2, 3)) for n in ("erf", "erfc", "sigmoid", "exp2", "square", "abs", "positive")],
    *[S(f"ops.{n}", _POSITIVE) for n in ("log", "log1p", "log2", "log10", "sqrt", "rsqrt", "reciprocal")],
    *[S(f"ops.{n}", _POSITIVE, tol=2e-4) for n in ("lgamma", "digamma")],
    *[S(f"ops.{n}", _INSIDE) for n in ("asin", "acos", "atanh")],
    S("ops.erfinv", _INSIDE, tol=1e-4),
    S("ops.acosh", _BIG),
    *[S(f"ops.{n}", f32([0.4, -1.6, 2.5, -0.5])) for n in ("floor", "ceil", "trunc", "frac", "sign")],
    S("ops.round", f32([0.4, -1.6, 2.5, -0.5]), fd=False),
    *[S(f"ops.{n}", f16(4, low=0.2)) for n in ("exp", "log", "sqrt", "tanh", "sigmoid", "rsqrt")],
    *[S(f"ops.{n}", f64(4, low=0.2, high=0.9)) for n in ("exp", "log", "sqrt", "erf", "tanh", "sin")],
    *[S(f"ops.{n}", i32([1, 4, 9])) for n in ("sqrt", "reciprocal", "square", "abs", "sign", "round", "exp2")],
    *[S(f"ops.{n}", i32(3), raises="TypeError") for n in ("exp", "log", "sin", "tanh", "floor", "rsqrt")],
    S("ops.exp", bf16(3), golden=False, why="the CPU build has no bfloat16 kernel"),
    S("ops.abs", u8(3)),
    S("ops.abs", c64(3), grad=False),
    S("ops.abs", f32([0.0, -1.0, 2.0]), fd=False),
    S("ops.sqrt", f32([0.0, 4.0]), fd=False),
    S("ops.exp", c64(3), grad=False),
    *[
        S(f"ops.{n}", _POSITIVE, grad=False)
        for n in ("Exp", "Log", "Sqrt", "Rsqrt", "Abs", "Square", "Sigmoid", "Tanh", "Floor", "Neg", "Reciprocal", "Erf")
    ],
    *[S(f"Tensor.{n}", _POSITIVE, grad=False) for n in ("exp", "log", "sqrt", "abs", "tanh", "round", "square", "sigmoid")],
    *[S(f"ops.{n}", f32([0.5, 0.25]), grad=False) for n in ("deg2rad", "rad2deg")],
    S("ops.sinc", f32([0.5, -0.25, 1.5])),
    S("ops.sinc", f32([0.0, 1.0]), grad=False),
    S("ops.inv", f32([0.5, 4.0])),
    S("ops.inv", i32([1, -1, 3])),
    *[S(f"ops.bessel_{n}", f32(4), tol=1e-4) for n in ("i0", "i0e", "i1", "i1e")],
    *[S(f"ops.bessel_{n}", _RANGE) for n in ("i0", "i0e", "i1", "i1e", "j0", "j1", "y0", "y1", "k0", "k0e", "k1", "k1e")],
    *[S(f"ops.bessel_{n}", _EDGES, fd=False) for n in ("i0", "i0e", "j0", "j1", "k0e", "k1e")],
    S("ops.BesselY1", f16([0.5, 9.0])),
    S("ops.BesselJ0", bf16([0.5]), raises="TypeError"),
    S("ops.logical_not", b1(4)),
    S("ops.logical_not", i32([0, 3])),
    S("Tensor.logical_not", b1(4)),
    S("operator.invert", i32([0, 3])),
    *[S(f"ops.{n}", _ODD) for n in ("isnan", "isinf", "isfinite", "isneginf", "isposinf", "signbit")],
    S("ops.isnan", i32(3)),
    S("ops.isreal", c64(2)),
    *[S(f"ops.{n}", c64(3), grad=False) for n in ("real", "imag", "conj", "angle")],
    *[S(f"ops.{n}", f32(3), grad=False) for n in ("real", "imag", "sgn")],
    S("ops.ComplexAbs", c64(3), grad=False),
    S("Tensor.bitwise_not", i32([0, 5]), golden=False, why="the CPU build has no such kernel"),
    S("ops.round", f32([1.25, -1.35, 2.5]), decimals=1, grad=False, golden=False, why="the CPU build rounds to whole numbers only"),
    S("mint.round", f32([1.25, -1.35, 2.5]), decimals=1, grad=False, golden=False, why="the CPU build rounds to whole numbers only"),
    S("ops.Round", f32([1.25, 2.5]), grad=False),
    S("ops.logit", f32(4, low=0.1, high=0.9)),
    S("ops.logit", f32([0.0, 0.5, 1.0]), 0.1, fd=False),
    S("ops.nan_to_num", _ODD, fd=False),
    S("ops.nan_to_num", _ODD, 1.0, 2.0, 3.0, fd=False),
    S("ops.polygamma", i64(1.0), f32([1.0, 2.0]), grad=False, tol=1e-4),
    S("ops.is_complex", f32(2)),
    S("ops.is_floating_point", f32(2)),
    S("builtins.abs", f32(3)),
    S("builtins.round", f32([2.5, -1.4]), fd=False),
    S("operator.pos", i32(3)),
    *[
        S(f"Tensor.{n}_", f32(3, low=0.1, high=0.9), golden=False, why="the CPU build does not write in place")
        for n in ("exp", "log", "floor", "tanh", "sigmoid", "sign", "erfinv")
    ],
    S("mint.exp", f32(3), grad=False),
    S("mint.sqrt", f32(3, low=0.1), grad=False),
    *[S(f, f32([float("nan"), 1.0, -2.0, 0.0]), fd=False) for f in ("ops.sign", "Tensor.sign", "ops.sgn")],
]
