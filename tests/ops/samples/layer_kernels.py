"""Kernels of layers: mindshim/ops/nn/instance_norm.py, patches.py and others that the real CPU build lacks."""

from __future__ import annotations

from sample import S, f16, f32

_GPU = "the real one has it on accelerators only"
_ROWS = f32(3, low=0.5, high=1.5)

SAMPLES = [
    S("ops.InstanceNorm", f32(2, 3, 4), _ROWS, f32(3), _ROWS, _ROWS, golden=False, why=_GPU, tol=1e-3, fd=False),
    S("ops.InstanceNorm", f16(2, 3, 2, 2), _ROWS, f32(3), _ROWS, _ROWS, golden=False, why=_GPU, tol=1e-2),
    S("ops.ExtractImagePatches", f32(1, 2, 3, 4), attrs={"ksizes": (1, 1, 2, 2), "strides": (1, 1, 1, 2), "rates": (1, 1, 1, 1)}, golden=False, why=_GPU),
    S("ops.ExtractImagePatches", f32(1, 1, 3, 3), init=([1, 1, 2, 2], [1, 1, 1, 1], [1, 1, 2, 2], "SAME"), golden=False, why=_GPU),
    S("ops.ExtractImagePatches", f32(1, 1, 3, 3), init=([1, 1, 2, 2], [1, 1, 1, 1], [1, 1, 1, 0]), golden=False, why=_GPU, raises="ValueError"),
]  # fmt: skip
