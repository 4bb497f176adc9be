"""Calls of mindshim/ops/further_spellings.py and nn/ctc_decoding.py."""

from __future__ import annotations

from sample import S, b1, c64, dtype, f16, f32, i32

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
    S("mint.nonzero", i32([[1, 0], [0, 2]]), jit=False),
    S("mint.nonzero", i32([1, 0, 2]), as_tuple=True, jit=False, golden=False, why=_CPU),
    S("mint.searchsorted", f32([1.0, 2.0, 2.0, 3.0]), f32([2.0, 4.0]), right=True, grad=False),
    S("mint.searchsorted", f32([1.0, 2.0, 2.0, 3.0]), f32([2.0, 4.0]), out_int32=True, grad=False),
    S("mint.cumprod", f32(2, 3), 1),
    S("mint.cumprod", i32([1, 2, 3]), 0, dtype("int64")),
    S("mint.eye", 2),
    S("mint.eye", 2, 3, dtype("int32")),
    S("mint.masked_select", f32(2, 2), b1([[True, False], [True, True]]), jit=False, grad=False),
    S("mint.special.exp2", f32(3), golden=False, why="the CPU build of MindSpore has no kernel for it"),
    S("mint.special.log_softmax", f32(2, 3), golden=False, why=_CPU),
    S("mint.special.log_softmax", f32(2, 3), dim=0, dtype=dtype("float32"), golden=False, why=_CPU),
    S("mint.nn.functional.grid_sample", f32(1, 1, 3, 3), f32(1, 2, 2, 2, low=-0.8, high=0.8), align_corners=True),
    S("Tensor.addmm_", f32(2, 2), f32(2, 3), f32(3, 2), beta=2, alpha=0.5, golden=False, why=_CPU),
    S("Tensor.cauchy", f32(2, 3), 0.5, 2.0, random=True, jit=False),
    S("Tensor.cauchy", i32(2), random=True, jit=False),
    S("Tensor.cauchy", f32(2), 1, raises="TypeError"),
    S("Tensor.log_normal", f16(2, 3), 0.5, 2.0, random=True, jit=False),
    S("Tensor.log_normal", i32(2), raises="TypeError"),
    S("Tensor.log_normal", f32(2), 1, raises="TypeError"),
    S("ops.ctc_greedy_decoder", _SCORES, i32([3, 2]), jit=False, grad=False),
    S("ops.ctc_greedy_decoder", _SCORES, i32([3, 2]), False, jit=False, grad=False),
    S("ops.CTCGreedyDecoder", _SCORES, i32([2, 3]), jit=False, grad=False),
    S("ops.CTCGreedyDecoder", _SCORES, i32([2, 99]), raises="RuntimeError"),
]
