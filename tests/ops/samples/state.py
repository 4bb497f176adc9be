"""Calls of mindshim/ops/state.py."""

from __future__ import annotations

from sample import S, f16, f32, i32, i64, param

SAMPLES = [
    S("ops.assign", param(f32(3)), f32(3), grad=False, jit=False),
    S("ops.assign", param(f32(3)), i64(3), grad=False, jit=False),
    S("ops.assign", param(f32()), 5, grad=False, jit=False),
    S("ops.assign", f32(3), f16(3), grad=False, jit=False),
    S("ops.assign", f32(3), f32(2), raises="ValueError"),
    S("ops.assign", f32(3), 7.0, raises="ValueError"),
    S("ops.assign", 5, f32(3), raises="TypeError"),
    S("ops.assign", param(i32(2)), f32(2), raises="TypeError"),
    S("ops.assign", param(f16(2)), f32(2), raises="TypeError"),
    S("ops.assign", param(i32()), 2.5, raises="TypeError"),
    S("ops.Assign", param(f32(2)), f32(2), grad=False, jit=False),
    S("ops.assign_add", param(f32(3)), f32(3), grad=False, jit=False),
    S("ops.assign_add", param(i32()), 1, grad=False, jit=False),
    S("ops.assign_add", param(f32(3)), i64(3), grad=False, jit=False),
    S("ops.assign_add", f32(3), 1, raises="ValueError"),
    S("ops.assign_add", param(i64()), 2.5, raises="TypeError"),
    S("ops.AssignAdd", param(i32()), 1, grad=False, jit=False),
    S("ops.assign_sub", param(f32(3)), f32(3), grad=False, jit=False),
    S("ops.AssignSub", param(f32(2)), f32(2), grad=False, jit=False),
    S("ops.stop_gradient", f32(3), fd=False),
    S("ops.stop_gradient", [f32(2), 1], fd=False),
    S("ops.stop_gradient", 3),
    S("ops.StopGradient", f32(2), fd=False),
    S("ops.depend", f32(2), f32(3)),
    S("ops.depend", 3, f32(3), grad=False),
    S("ops.Depend", f32(2), f32(3)),
    S("ops.identity", f32(2)),
    S("ops.identity", 3),
    S("ops.Identity", f32(2)),
    S("ops.Identity", 3, raises="TypeError"),
    S("ops.IdentityN", (f32(2), i64(3))),
    S("ops.deepcopy", f32(2)),
]
