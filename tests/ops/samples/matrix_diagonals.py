"""Calls of mindshim/ops/matrix_diagonals.py."""

from __future__ import annotations

from sample import S, c64, f16, f32, f64, i32, i64

_ALIGNMENTS = ("LEFT_RIGHT", "RIGHT_LEFT", "LEFT_LEFT", "RIGHT_RIGHT")


def _k(*values: int) -> object:
    return i32(list(values))


def _n(value: int) -> object:
    return i32(low=value, high=value + 1)


# No gradient comes to the padding, in MindSpore as here.
SAMPLES = [
    *[S("ops.matrix_diag_part", f32(2, 3, 4), _k(-1, 2), f32(), a, jit=False, fd=False) for a in _ALIGNMENTS],
    *[S("ops.matrix_diag", f32(2, 4, 3), _k(-1, 2), _n(3), _n(4), f32(), a, jit=False, fd=False) for a in _ALIGNMENTS],
    *[S("ops.matrix_set_diag", f32(2, 3, 4), f32(2, 4, 3), _k(-1, 2), a, jit=False) for a in _ALIGNMENTS],
    S("ops.matrix_diag_part", f64(3, 2), _k(1), f64(), jit=False, fd=False),
    S("ops.matrix_diag_part", i32(3, 2), _k(-2), i32(), jit=False, grad=False),
    S("ops.matrix_diag", f32(3)),
    S("ops.matrix_diag", f32(2, 3), -1),
    S("ops.matrix_diag", f32(2), 1, -1, 4, 0.5, jit=False),
    S("ops.matrix_diag", i64(2), 0, 2, 5, 3, grad=False),
    S("ops.matrix_set_diag", f32(2, 3), f32(2)),
    S("ops.matrix_set_diag", f16(2, 2), i32(2)),
    S("ops.MatrixDiagV3", f32(2), _k(0), _n(2), _n(3), f32(), init=("LEFT_LEFT",), jit=False, fd=False),
    S("ops.MatrixDiagPartV3", f32(2, 2), _k(0), f32(), init=("LEFT_LEFT",), jit=False, fd=False),
    S("ops.MatrixSetDiagV3", f32(2, 2), f32(1), _k(1), init=("LEFT_LEFT",), jit=False),
    S("ops.matrix_diag", c64(2), raises="TypeError"),
    S("ops.matrix_diag", f32(2), (0, 1), raises="TypeError"),
    S("ops.matrix_diag", f32(2), 0, 2, 2, i32(), raises="TypeError"),
    S("ops.matrix_diag", f32(2), 0, 3, 3, raises="ValueError"),
    S("ops.matrix_diag_part", f32(2, 2), 0, f32(), raises="TypeError"),
    S("ops.matrix_diag_part", f32(2, 2), _k(2), f32(), raises="ValueError"),
    S("ops.matrix_diag_part", f32(2, 2), _k(1), f32(1), raises="ValueError"),
    S("ops.matrix_diag_part", f32(2, 2), _k(1, 0), f32(), raises="ValueError"),
    S("ops.matrix_set_diag", f32(2, 2), f32(3), raises="ValueError"),
    S("ops.matrix_set_diag", f32(2, 2), f32(2), align="LEFT", raises="ValueError"),
    S("ops.MatrixDiagV3", f32(2), _k(0), _n(2), _n(2), f32(), init=(1,), raises="TypeError"),
]
