"""Calls of mindshim/ops/nn: dense.py, normalization.py, embeddings, similarity."""

from __future__ import annotations

from sample import S, f16, f32, f64, i32

_CPU = "the CPU build has no such kernel"
_POS = f32(3, low=0.5, high=1.5)

SAMPLES = [
    S("ops.dense", f32(2, 3), f32(4, 3)),
    S("ops.dense", f32(2, 3), f32(4, 3), f32(4)),
    S("ops.dense", f32(2, 2, 3), f32(4, 3), f32(4)),
    S("mint.nn.functional.linear", f32(2, 3), f32(4, 3), f32(4)),
    S("ops.bidense", f32(2, 3), f32(2, 4), f32(5, 3, 4), f32(5)),
    S("ops.bidense", f32(2, 3), f32(2, 4), f32(5, 3, 4)),
    S("ops.bias_add", f32(2, 3), f32(3)),
    S("ops.BiasAdd", f32(2, 3, 2, 2), f32(3)),
    S("ops.bias_add", f32(2, 3, 4), f32(3)),
    S("ops.bias_add", f32(2, 3), f32(2), raises="ValueError"),
    S("ops.batch_norm", f32(4, 3), f32(3), f32([0.5, 1.0, 1.5]), _POS, f32(3), tol=1e-4, fd=False),
    S("ops.batch_norm", f32(2, 3, 2, 2), f32(3), f32([0.5, 1.0, 1.5]), _POS, f32(3), tol=1e-4, fd=False),
    S("ops.batch_norm", f32(4, 3), f32(3), f32([0.5, 1.0, 1.5]), _POS, f32(3), True, tol=1e-3, grad=False),
    S("ops.group_norm", f32(2, 4, 3), 2, tol=1e-3),
    S("ops.group_norm", f32(2, 4, 2, 2), 2, f32(4), f32(4), tol=1e-3),
    S("ops.GroupNorm", f32(2, 4, 3), 2, f32(4), f32(4), 1e-5, tol=1e-3, grad=False),
    S("ops.LayerNorm", f32(2, 3, 4), f32(4), f32(4), attrs={"begin_norm_axis": -1, "begin_params_axis": -1}, tol=1e-3, fd=False),
    S("ops.LayerNorm", f32(2, 3), f32(3), f32(3), tol=1e-3, fd=False),
    S("ops.layer_norm", f32(2, 3), (3,), f32(3), f32(3), golden=False, why=_CPU, tol=1e-3),
    S("mint.nn.functional.layer_norm", f32(2, 3, 4), (3, 4), golden=False, why=_CPU, tol=1e-3),
    S("ops.rms_norm", f32(2, 3), f32(3), golden=False, why=_CPU, tol=1e-3),
    S("ops.lrn", f32(1, 5, 2, 2)),
    S("ops.lrn", f32(1, 5, 2, 2), 2, 1.0, 0.5, 0.75),
    S("mint.nn.functional.normalize", f32(2, 3), golden=False, why=_CPU),
    S("mint.nn.functional.normalize", f32(2, 3), dim=0, golden=False, why=_CPU),
    S("ops.cosine_similarity", f32(2, 3), f32(2, 3)),
    S("ops.cosine_similarity", f32(2, 3), f32(2, 3), 0),
    S("ops.cdist", f32(2, 3), f32(4, 3)),
    S("ops.cdist", f32(2, 3), f32(4, 3), 1.0),
    S("ops.cdist", f32(2, 2, 3), f32(2, 4, 3), 3.0),
    S("mint.nn.functional.embedding", i32([0, 2, 1]), f32(3, 4), golden=False, why=_CPU),
    S("mint.nn.functional.embedding", i32([[0, 2], [1, 0]]), f32(3, 4), 0, golden=False, why=_CPU, fd=False),
    S("mint.nn.functional.embedding", i32([0, 2]), f32(3, 4), max_norm=1.0, golden=False, why="writes into the weights", grad=False),
    S("ops.dense", f16(2, 3), f16(4, 3)),
    S("ops.dense", f64(2, 3), f64(4, 3)),
]  # fmt: skip
