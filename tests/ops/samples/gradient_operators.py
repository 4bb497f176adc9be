"""Calls of mindshim/ops/gradient_operators.py."""

from __future__ import annotations

from sample import S, c64, f16, f32, i32

_OF_RESULTS = ("Tanh", "Sigmoid", "Sqrt", "Rsqrt", "Reciprocal", "Inv", "Asin", "ACos", "Atan", "Asinh", "Acosh")
_OF_INPUTS = ("Relu", "ReLU6", "Elu", "Softplus", "HSigmoid", "HShrink", "SoftShrink")
_X = f32([-4.0, -0.3, 0.0, 0.4, 7.0])

SAMPLES = [
    *[S(f"ops.{n}Grad", f32([0.3, 0.9, 0.2]), f32([0.5, 0.6, 0.1]), grad=False) for n in _OF_RESULTS],
    *[S(f"ops.{n}Grad", f32(5), _X, grad=False, fd=False) for n in _OF_INPUTS],
    S("ops.AbsGrad", _X, f32(5), grad=False, fd=False),
    S("ops.SiLUGrad", f32(5), _X, golden=False, why="the CPU build fails at it", grad=False),
    S("ops.HShrinkGrad", f32(5), _X, init=(0.2,), grad=False, fd=False),
    S("ops.TanhGrad", f32(2), f16(2), grad=False, golden=False, why="the real one gives a result or refuses it, by what was called before"),
    S("ops.TanhGrad", f32(2), f32(3), raises="ValueError"),
    S("ops.ReLU6Grad", f32(3), f32([0.0, 6.0, 6.5]), grad=False, fd=False),
    S("ops.InvGrad", c64(3), c64(3), grad=False),
    S("ops.InvGrad", i32(3), i32(3), grad=False),
    S("ops.AsinGrad", i32(2), i32(2), raises="TypeError"),
    S("ops.BiasAddGrad", f32(2, 3, 4), grad=False),
    S("ops.BiasAddGrad", f32(2, 3, 4), init=("NHWC",), grad=False),
    S("ops.BiasAddGrad", f32(3), raises="ValueError"),
    S("ops.SigmoidCrossEntropyWithLogitsGrad", f32(3), f32(3), f32(3), grad=False),
]
