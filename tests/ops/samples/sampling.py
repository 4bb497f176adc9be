"""Calls of mindshim/ops/sampling.py."""

from __future__ import annotations

from sample import S, f16, f32, f64

_X = f32(2, 2, 4, 5)
_G = f32(2, 3, 4, 2, low=-1.4, high=1.4)
_V = f32(1, 2, 3, 4, 3)
_GV = f32(1, 2, 3, 2, 3, low=-1.4, high=1.4)
_T = f32(2, 2, 3)

SAMPLES = [
    *[
        S("ops.grid_sample", _X, _G, m, p, a)
        for m in ("bilinear", "nearest")
        for p in ("zeros", "border", "reflection")
        for a in (True, False)
    ],
    *[
        S("ops.grid_sample", _V, _GV, m, p, a)
        for m in ("bilinear", "nearest")
        for p in ("zeros", "border", "reflection")
        for a in (True, False)
    ],
    S("ops.grid_sample", _X, _G),
    S("ops.grid_sample", f64(1, 1, 3, 3), f64(1, 2, 2, 2, low=-1.2, high=1.2), tol=1e-5),
    S("ops.grid_sample", f16(1, 1, 3, 3), f16(1, 2, 2, 2, low=-1.2, high=1.2)),
    S("ops.grid_sample", _X, _G, "bicubic", raises="ValueError"),
    S("ops.grid_sample", _X, _G, "bad", raises="ValueError"),
    S("ops.grid_sample", _X, _G, "bilinear", "bad", raises="ValueError"),
    S("ops.grid_sample", _X, f32(1, 3, 4, 2), raises="ValueError"),
    S("ops.grid_sample", _X, f32(2, 3, 4, 3), raises="ValueError"),
    S("ops.grid_sample", f32(2, 3), _G, raises="ValueError"),
    S("ops.GridSampler2D", _X, _G),
    S("ops.GridSampler2D", _X, _G, init=("nearest", "border", True)),
    S("ops.GridSampler3D", _V, _GV),
    S("ops.affine_grid", _T, (2, 3, 2, 4)),
    S("ops.affine_grid", _T, (2, 3, 2, 4), True),
    S("ops.affine_grid", f32(1, 3, 4), (1, 1, 2, 2, 3)),
    S("ops.affine_grid", f32(1, 3, 4), (1, 1, 2, 1, 3), True),
    S("ops.affine_grid", f32(2, 3), (2, 3, 2, 4), raises="ValueError"),
    S("ops.AffineGrid", _T, (2, 3, 2, 4), init=(True,)),
]
