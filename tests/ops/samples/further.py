"""Calls of mindshim/ops/further_spellings.py and nn/ctc_decoding.py."""

from __future__ import annotations

from sample import S, c64, f32, i32

_CPU = "the CPU build has no such kernel"
_SCORES = f32(
    [[[0.6, 0.4, 0.1], [0.1, 0.8, 0.1]], [[0.3, 0.6, 0.1], [0.2, 0.7, 0.1]], [[0.1, 0.2, 0.7], [0.6, 0.2, 0.2]]]
)

SAMPLES = [
    S("mint.addcmul", f32(3), f32(3), f32(3), value=2, golden=False, why=_CPU),
    S("mint.addcdiv", f32(3), f32(3), f32(3), value=2, golden=False, why=_CPU),
    S("mint.real", c64(3), golden=False, why=_CPU),
    S("mint.imag", c64(3), golden=False, why=_CPU),
    S("mint.bitwise_not", i32(3), golden=False, why=_CPU),
    S("mint.special.round", f32(3), fd=False),
    S("mint.nn.functional.flatten", f32(2, 3)),
    S("mint.vdot", f32(3), f32(3), golden=False, why=_CPU),
    S("Tensor.sum_to_size", f32(2, 3), 1, 3),
    S("Tensor.sum_to_size", f32(4, 2, 3), (2, 1)),
    S("Tensor.sum_to_size", f32(4, 2, 3), (3, 3), raises="ValueError"),
    S("ops.ctc_greedy_decoder", _SCORES, i32([3, 2]), jit=False, grad=False),
    S("ops.ctc_greedy_decoder", _SCORES, i32([3, 2]), False, jit=False, grad=False),
    S("ops.CTCGreedyDecoder", _SCORES, i32([2, 3]), jit=False, grad=False),
]
