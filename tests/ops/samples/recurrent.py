"""Calls of mindshim/ops/nn/recurrent.py."""

from __future__ import annotations

from sample import S, f32

_SPACE = "the last results are the workspace of the library underneath"
_CPU = "the CPU build has no such kernel"


def _lstm(layers: int, ways: int, bias: bool, size: int = 3, n: int = 2) -> S:
    state = f32(layers * ways, 2, n)
    count = sum(4 * n * ways * ((size if layer == 0 else n * ways) + n + bias) for layer in range(layers))
    made = (size, n, layers, bias, ways == 2, 0.0)
    return S("ops.LSTM", f32(3, 2, size), state, state, f32(count, 1, 1), init=made, golden=False, why=_SPACE)


SAMPLES = [
    _lstm(1, 1, True),
    _lstm(1, 2, True),
    _lstm(2, 2, False),
    S(
        "ops.LSTM",
        f32(3, 2, 4),
        f32(1, 2, 2),
        f32(1, 2, 2),
        f32(9, 1, 1),
        init=(3, 2, 1, True, False, 0.0),
        raises="ValueError",
    ),
    S("ops.DynamicRNN", f32(3, 2, 4), f32(6, 8), f32(8), golden=False, why=_CPU),
    S(
        "ops.DynamicRNN",
        f32(3, 2, 4),
        f32(6, 8),
        f32(8),
        None,
        f32(1, 2, 2),
        f32(1, 2, 2),
        attrs={"forget_bias": 1.0},
        golden=False,
        why=_CPU,
    ),
    S("ops.DynamicGRUV2", f32(3, 2, 4), f32(4, 6), f32(2, 6), f32(6), f32(6), None, f32(2, 2), golden=False, why=_CPU),
    S(
        "ops.DynamicGRUV2",
        f32(3, 2, 4),
        f32(4, 6),
        f32(2, 6),
        None,
        None,
        None,
        f32(2, 2),
        attrs={"gate_order": "zrh", "reset_after": False},
        golden=False,
        why=_CPU,
    ),
]
