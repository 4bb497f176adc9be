"""Calls of mindshim/scipy and its kernels: {decompositions,cosine_transforms,assignment}.py."""

from __future__ import annotations

from sample import S, c64, f16, f32, f64, i8, i32, i64

_A = f32([[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 2.0]])
_D = f64([[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 2.0]])
_I = i32([[4, 1], [1, 3]])
_U = f64([[0.5, 2.0, -1.0], [1.0, 3.0, 0.5], [2.0, 0.25, 1.5]])
_TURNED = f64([[0.5, 1.0, 2.0], [2.0, 3.0, 0.25], [-1.0, 0.5, 1.5]])
_C = c64([[2.0, 1.0 + 1.0j], [1.0 - 1.0j, 3.0]])
_TALL = f64([[1.0, 2.0], [0.5, -1.0], [2.0, 0.25]])
_WIDE = f64([[1.0, 2.0, 0.5], [-1.0, 2.0, 0.25]])
_COST = f32([[4.0, 1.0, 3.0], [2.0, 0.0, 5.0], [3.0, 2.0, 2.0]])
_TIES = i64([[1, 1, 2, 1], [1, 2, 1, 1], [2, 1, 1, 1]])
_X = f32(3, 4)
_SIGN = "the signs of the columns are a convention of the library underneath"
_MORE = "the real one cannot"
_UNSCALED = "the real gradient lacks the scale of the orthonormal transform"
_COSINES = ("dct", "idct", "dctn", "idctn")
_L = "scipy.linalg."
_ONE = ("inv", "cho_factor", "cholesky", "lu_factor", "lu", "det")

SAMPLES = [
    *[S(f"{_L}{f}", x) for f in _ONE for x in (_D, _I)],
    S(f"{_L}inv", _A),
    S(f"{_L}cholesky", _A, True),
    *[S(f"{_L}{f}", f32(2, 2, 2), raises="ValueError") for f in _ONE],
    *[S(f"{_L}{f}", f16(2, 2), raises="TypeError") for f in _ONE],
    *[S(f"{_L}{f}", _A, overwrite_a=1, raises="TypeError") for f in _ONE],
    S(f"{_L}lu", _U),
    S(f"{_L}lu", f64(2, 3)),
    S(f"{_L}lu", f64(3, 2), golden=False, why=_MORE),
    S(f"{_L}lu", _U, True, golden=False, why=_MORE),
    S(f"{_L}lu_factor", _U),
    *[S(f"{_L}solve_triangular", _U, f64(3, 2), t, low, unit) for t, low, unit in ((0, False, False), ("T", True, False), (2, True, True))],
    S(f"{_L}solve_triangular", f32([[[2.0, 1.0], [0.5, 4.0]], [[1.0, 2.0], [3.0, 5.0]]]), f32(2, 2)),
    S(f"{_L}solve_triangular", _C, c64(2), "C"),
    S(f"{_L}solve_triangular", _I, i32(2)),
    S(f"{_L}solve_triangular", _A, f64(3), raises="TypeError"),
    S(f"{_L}solve_triangular", f32(3), f32(3), raises="ValueError"),
    S(f"{_L}solve_triangular", _A, f32(2, 3), raises="ValueError"),
    S(f"{_L}solve_triangular", _A, f32(3), "n", raises="ValueError"),
    S(f"{_L}solve_triangular", _A, f32(3), 0, 1, raises="TypeError"),
    S("scipy.ops.SolveTriangular", _U, f64(3), init=(True, False, "T")),
    S(f"{_L}cho_solve", (_U, True), f64(3)),
    S(f"{_L}cho_solve", (_U, False), f64(3, 2)),
    S(f"{_L}cho_solve", (_U, False), f64(2), raises="ValueError"),
    S(f"{_L}cho_solve", (_U, False), f32(3), raises="TypeError"),
    S(f"{_L}lu_solve", (_U, i32([1, 2, 2])), f64(3, 2), 1, golden=False, why="the real one swaps the rows the wrong way"),
    S(f"{_L}lu_solve", (_U, i32([1, 2, 2])), f64(3), golden=False, why=_MORE),
    S(f"{_L}lu_pivots_to_permutation", i32([1, 2, 2]), 3),
    *[S(f"{_L}eigh", x, None, low, True, grad=low) for x in (_U, _C, _I) for low in (True, False)],
    S(f"{_L}eigh", _TURNED, None, False, True, golden=False, why="the real gradient is that of the other triangle"),
    S(f"{_L}eigh", _D, golden=False, why=_SIGN),
    S(f"{_L}eigh", _A, _A, raises="ValueError"),
    S(f"{_L}eigh", _A, eigvals=(0, 1), raises="ValueError"),
    S(f"{_L}eigh", _A, turbo=None, raises="TypeError"),
    S(f"{_L}eigh", i8(2, 2), raises="TypeError"),
    S(f"{_L}block_diag"),
    S(f"{_L}block_diag", f32(2, 3), i8(2), f64([1.0])),
    S(f"{_L}block_diag", f32(2, 3, 1), raises="ValueError"),
    *[S(f"{_L}lstsq", x, f64(len(x.values), 2), None, d) for x in (_TALL, _WIDE) for d in ("gelsy", "gelss", "gels", None)],
    S(f"{_L}lstsq", f32(2, 3, 2), f32(2, 3), driver="gelsd"),
    S(f"{_L}lstsq", _TALL, f64(3), driver="x", raises="ValueError"),
    S(f"{_L}lstsq", _TALL, f64(2), raises="ValueError"),
    S(f"{_L}lstsq", _TALL, f32(3), raises="TypeError"),
    S("ops.auto_generate.lstsq_v2_grad_op", f64(2, 2), _TALL, f64(3, 2), grad=False),
    *[S(f"scipy.fft.{f}", x, grad=f[0] == "i") for f in _COSINES for x in (f32(2, 3), f16(4), i64(2, 3), c64(2, 2))],
    *[S(f"scipy.fft.{f}", f64(2, 3), 2, n, a, grad=f[0] == "i") for f in _COSINES[:2] for n, a in ((5, -1), (2, 1), (None, 0))],
    *[S(f"scipy.fft.{f}", f64(2, 3), 2, s, a, grad=f[0] == "i") for f in _COSINES[2:] for s, a in (((2,), None), ((4, 2), (1, 0)))],
    *[S(f"scipy.fft.{f}", f64(3, 2), 2, n, golden=False, why=_UNSCALED) for f, n in (("dct", 3), ("dctn", (2, 3)))],
    S("scipy.fft.dct", f32(2, 3), 3, raises="ValueError"),
    S("scipy.fft.dct", f32(2, 3), 2, 0, raises="ValueError"),
    S("scipy.fft.dct", f32(2, 3), 2, 2.0, raises="TypeError"),
    S("scipy.fft.dct", f32(2, 3), 2, None, 2, raises="ValueError"),
    S("scipy.fft.idct", f32(2, 3), 2, None, 0, "forward", raises="ValueError"),
    S("scipy.fft.dct", i8(3), raises="TypeError"),
    S("scipy.fft.dctn", f32(2, 3), 2, (2, 2), (0,), raises="ValueError"),
    S("scipy.fft.dctn", f32(2, 3), 2, (2, 2), (0, 0), raises="ValueError"),
    *[S("scipy.optimize.linear_sum_assignment", x, m) for x in (_COST, _TIES, f64(4, 2), f64(2, 4)) for m in (True, False)],
    *[S("scipy.optimize.linear_sum_assignment", x, False, i64(n)) for x in (_COST, f64(4, 2)) for n in ([1], [2])],
    S("scipy.optimize.linear_sum_assignment", f64([[1.0, float("inf")], [2.0, 3.0]]), False),
    S("scipy.optimize.linear_sum_assignment", f64([[1.0, float("nan")], [2.0, 3.0]]), False, raises="RuntimeError"),
    S("scipy.optimize.linear_sum_assignment", f32(3), True, raises="ValueError"),
    S("scipy.optimize.linear_sum_assignment", _COST, 1, raises="TypeError"),
    S("scipy.optimize.linear_sum_assignment", _COST, True, i32([2]), raises="TypeError"),
    S("scipy.optimize.linear_sum_assignment", f64([[float("inf")] * 2] * 2), True, raises="RuntimeError"),
]
