"""Calls of mindshim/ops/{float_status,window_functions,ranks,special}.py."""

from __future__ import annotations

from sample import S, c64, c128, dtype, f32, f64, i16, i32, i64, u8

_CPU = "the CPU build has no such kernel"
_N = i32([5])

SAMPLES = [
    S("ops.FloatStatus", f32([1.0, float("inf")]), golden=False, why=_CPU, grad=False),
    S("ops.FloatStatus", f32([1.0, 2.0]), golden=False, why=_CPU, grad=False),
    S("ops.NPUAllocFloatStatus", golden=False, why=_CPU),
    *[S(f"ops.{n}_window", 5) for n in ("hann", "hamming", "kaiser")],
    *[S(f"ops.{n}_window", 5, False) for n in ("hann", "hamming", "kaiser")],
    *[S(f"ops.{n}_window", 4, dtype=dtype("float16")) for n in ("hann", "hamming", "kaiser")],
    *[S(f"ops.{n}_window", k) for n in ("hann", "hamming", "kaiser") for k in (0, 1)],
    *[S(f"ops.{n}_window", 2.5, raises="TypeError") for n in ("hann", "hamming", "kaiser")],
    *[S(f"ops.{n}_window", -1, raises="ValueError") for n in ("hann", "kaiser")],
    *[S(f"ops.{n}_window", i32([6]), jit=False, golden=False, why="a Tensor of one") for n in ("bartlett", "blackman")],
    S("ops.kaiser_window", 3, beta=2.5, dtype=dtype("float32")),
    S("ops.hamming_window", 4, alpha=0.6, beta=0.3),
    S("ops.HammingWindow", _N, jit=False),
    *[S(f"ops.atleast_{n}d", x) for n in (1, 2, 3) for x in (f32(2), f32(2, 3), f32(2, 1, 2, 1))],
    S("ops.atleast_2d", [f32(2), f32(3)]),
    S("ops.view_as_real", c64(2, 2)),
    S("ops.view_as_real", c128(2)),
    S("ops.view_as_real", f32(2), raises="TypeError"),
    S("ops.sequence_mask", i32([1, 3]), 4),
    S("ops.sequence_mask", i64([[1, 3]]), jit=False),
    S("ops.sequence_mask", f32(2), raises="TypeError"),
    S("ops.sequence_mask", i32([1, 3]), 0, raises="ValueError"),
    S("ops.mvlgamma", f32([3.0, 4.0]), 2),
    S("ops.mvlgamma", f64([3.0, 4.5]), 3),
    S("Tensor.mvlgamma", f32([3.0, 4.0]), 2),
    S("ops.Mvlgamma", f32([3.0, 4.0]), init=(2,)),
    S("ops.mvlgamma", f32([3.0, 4.0]), 0, raises="ValueError"),
    S("ops.population_count", i16([0, 1, 3, -1])),
    S("ops.PopulationCount", u8([255, 4])),
    S("ops.population_count", f32(2), raises="TypeError"),
    S("ops.Rint", f32([0.5, 1.5, -2.5, 3.2]), fd=False),
    S("ops.Fmax", f32(3), f32(3)),
    S("ops.Fmin", f32(3), f32(3), golden=False, why=_CPU),
    S("ops.GLU", f32(2, 4)),
    S("ops.GLU", f32(2, 4), init=(0,)),
]
