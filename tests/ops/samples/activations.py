"""Calls of mindshim/ops/nn/activations.py, softmax.py and dropout.py."""

from __future__ import annotations

from sample import S, b1, bf16, f16, f32, f64, i32

_X = f32(2, 3)
_EDGES = f32([-8.0, -3.0, -1.0, -0.5, 0.0, 0.5, 1.0, 3.0, 6.0, 8.0])
_CPU = "the CPU build has no such kernel"

SAMPLES = [
    *[
        S(path, x, fd=x is _X)
        for path in (
            "ops.relu", "ops.relu6", "ops.elu", "ops.gelu", "ops.fast_gelu", "ops.hardsigmoid", "ops.hardswish",
            "ops.hardshrink", "ops.hardtanh", "ops.leaky_relu", "ops.logsigmoid", "ops.mish", "ops.silu",
            "ops.softplus", "ops.softsign", "ops.softshrink", "ops.tanhshrink", "ops.celu",
        )
        for x in (_X, _EDGES, f16(4))
    ],
    *[S(f"ops.{name}", _X) for name in ("ReLU", "ReLU6", "Elu", "GeLU", "HSigmoid", "HSwish", "HShrink", "Mish", "Softplus", "Softsign")],
    *[S("ops.selu", x, grad=False) for x in (_X, _EDGES, f16(4))],
    S("ops.SeLU", _X, golden=False, why="its gradient of negative numbers is not the derivative"),
    S("ops.relu", i32(4)),
    S("ops.relu", f64(4)),
    S("ops.relu", b1(3)),
    S("ops.gelu", _X, "tanh"),
    S("ops.gelu", _X, "other", raises="ValueError"),
    S("ops.elu", _X, 1.0),
    S("ops.celu", _X, 0.5),
    S("ops.leaky_relu", _X, 0.1),
    S("ops.leaky_relu", f64(3), 0.3),
    S("ops.hardshrink", _X, 0.2),
    S("ops.softshrink", _X, 0.3),
    S("ops.hardtanh", _X, -0.5, 0.25),
    S("ops.threshold", _X, 0.1, 20.0),
    S("ops.threshold", _EDGES, 0.5, -1.0, fd=False),
    S("ops.prelu", f32(2, 3, 2), f32([0.1, 0.2, 0.3])),
    S("ops.prelu", f32(), f32([0.25])),
    S("ops.prelu", f32(2, 3), f32([0.25])),
    S("ops.PReLU", f32(2, 3), f32([0.25, 0.5, 0.75])),
    S("ops.glu", f32(2, 4)),
    S("ops.glu", f32(4, 3), 0),
    S("ops.glu", f32(2, 6), -1),
    S("mint.nn.functional.silu", _X),
    S("ops.swiglu", f32(2, 4), golden=False, why=_CPU),
    S("ops.rrelu", f32(2, 3), random=True),
    *[S("ops.softmax", x) for x in (_X, f16(2, 3), f64(3))],
    S("ops.softmax", _X, 0),
    S("ops.softmax", f32(2, 3, 4), 1),
    S("ops.Softmax", _X, init=(0,)),
    S("ops.softmax", f32([[1000.0, 0.0], [-1000.0, 0.0]]), fd=False),
    S("ops.log_softmax", _X),
    S("ops.log_softmax", f16(2, 3)),
    S("ops.log_softmax", f32(2, 3, 4), 1),
    S("ops.LogSoftmax", _X, init=(0,)),
    S("ops.log_softmax", f32([[1000.0, 0.0]]), fd=False),
    S("ops.softmax", f32(2), 3, raises="ValueError"),
    S("ops.gumbel_softmax", f32(2, 3), random=True),
    S("ops.gumbel_softmax", f32(2, 3), 0.5, True, random=True),
    S("ops.dropout", f32(2, 3), 0.5, False),
    S("ops.dropout", f32(2, 3), 0.5, random=True),
    S("ops.dropout2d", i32(2, 3, 2, 2), 0.5, random=True),
    S("ops.Dropout", i32(2, 3), raises="TypeError"),
    S("ops.dropout2d", f32(2, 3, 2, 2), 0.5, random=True),
    S("ops.feature_alpha_dropout", f32(2, 3), 0.3, True, random=True, golden=False, why="MindSpore has no such name"),
    S("ops.relu", bf16(3), golden=False, why="bfloat16 runs on Ascend only"),
]  # fmt: skip
