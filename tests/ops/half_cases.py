"""Results and gradients of float16 whose rounding steps show, and quotients and means of float32."""

from __future__ import annotations

from typing import Any

import numpy as np

CASES: dict[str, Any] = {}


def _numbers(*shape: int) -> Any:
    return np.random.default_rng(0).standard_normal(shape) * 2


def _both(name: str, fn: Any, positive: bool = False) -> None:
    def case(ms: Any) -> Any:
        x = _numbers(4, 24).astype(np.float16)
        x = ms.Tensor(np.abs(x) + np.float16(0.01) if positive else x)
        out = fn(ms, x)
        moved = ms.Tensor(_numbers(*out.shape).astype(np.float16)[::-1].copy())
        return out, ms.grad(lambda v: (fn(ms, v) * moved).sum())(x)

    CASES[name] = case


for _name in ("tanh", "sigmoid", "elu", "softplus"):
    _both(_name, lambda ms, x, _name=_name: getattr(ms.ops, _name)(x))
for _name in ("sqrt", "rsqrt"):
    _both(_name, lambda ms, x, _name=_name: getattr(ms.ops, _name)(x), True)
_both("gelu_tanh", lambda ms, x: ms.ops.gelu(x, approximate="tanh"))
_both("softmax", lambda ms, x: ms.ops.softmax(x, -1))
_both("softmax_first_axis", lambda ms, x: ms.ops.softmax(x, 0))
_both("log_softmax", lambda ms, x: ms.ops.log_softmax(x, -1))
_both("sum", lambda ms, x: x.sum(1))
_both("mean", lambda ms, x: x.mean(0))
_both("quotient_by_number", lambda ms, x: x / 3)
_both("quotient_by_column", lambda ms, x: x / ms.Tensor(np.array([[3], [7], [0.3], [41]], np.float16)))
#: Their gradients are rounded in other steps here.
for _name in ("mish", "softsign", "hardsigmoid", "celu", "asinh", "atan"):
    CASES[_name] = lambda ms, _name=_name: getattr(ms.ops, _name)(ms.Tensor(_numbers(4, 24).astype(np.float16)))
CASES["cosine_similarity"] = lambda ms: ms.ops.cosine_similarity(
    ms.Tensor((_numbers(3, 64) + 3).astype(np.float16)), ms.Tensor((_numbers(3, 64)[::-1] + 3).astype(np.float16)), 1
)
CASES["float32_quotients"] = lambda ms: [
    ms.Tensor(np.arange(1, 60, dtype=np.float32)) / n for n in (3, 10, 41, 49, 255, 0.3)
]
CASES["float32_quotient_by_row"] = lambda ms: ms.Tensor(_numbers(4, 3).astype(np.float32)) / ms.Tensor(np.array([3, 7, 49], np.float32))
CASES["float32_means_of_ones"] = lambda ms: [ms.ops.ones(n).mean() for n in (41, 47, 55, 61, 82, 121)]
CASES["average_pooling_of_ones"] = lambda ms: ms.ops.avg_pool2d(ms.ops.ones((1, 1, 14, 14)), 7, 7)
