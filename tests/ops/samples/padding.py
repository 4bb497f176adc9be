"""Calls of mindshim/ops/padding.py."""

from __future__ import annotations

from sample import S, b1, f16, f32, f64, i32, i64

_X = f32(2, 3, 4)
_I = f32(1, 2, 3, 4)
_CPU = "the CPU build has no such kernel"

SAMPLES = [
    S("ops.Pad", f32(2, 3), init=(((1, 2), (2, 1)),)),
    S("ops.Pad", _X, init=(((0, 0), (2, 1), (1, 0)),)),
    *[S("ops.Pad", x, init=(((1, 0), (0, 1)),)) for x in (f16(2, 3), f64(2, 3), i32(2, 3), i64(2, 3), b1(2, 3))],
    S("ops.Pad", f32(2, 3), init=(((-1, 2), (2, 1)),), raises="ValueError"),
    S("ops.Pad", f32(2, 3), init=(((1, 2),),), raises="ValueError"),
    S("ops.Pad", f32(2, 3), init=([1, 2],), raises="TypeError"),
    S("ops.pad", _X, (1, 2)),
    S("ops.pad", _X, [1, 2, 0, 1], value=6.0),
    S("ops.pad", _X, (1, 2, 0, 1, 2, 0), value=-1),
    S("ops.pad", _X, (-1, 2)),
    S("ops.pad", _X, (-1, -1, 1, -1), value=3.0),
    S("ops.pad", _X, ()),
    S("ops.pad", _X, (1, 2), "constant"),
    S("ops.pad", i32(2, 3), (1, 1), value=2),
    S("ops.pad", f16(2, 3), (1, 1), value=2.5),
    S("ops.pad", f64(2, 3), (1, 1), value=2.5),
    S("ops.pad", b1(2, 3), (1, 1)),
    *[S("ops.pad", f32(2, 5), (2, 1), m) for m in ("reflect", "replicate", "circular")],
    *[S("ops.pad", f32(1, 2, 5), (2, 1), m) for m in ("reflect", "replicate", "circular")],
    *[S("ops.pad", f32(2, 4, 5), (2, 1, 0, 3), m) for m in ("reflect", "replicate", "circular")],
    *[S("ops.pad", f32(1, 2, 4, 5), (2, 1, 0, 3), m) for m in ("reflect", "replicate", "circular")],
    *[S("ops.pad", f32(2, 3, 4, 3), (1, 1, 2, 0, 1, 2), m) for m in ("replicate", "circular")],
    *[S("ops.pad", f32(1, 2, 3, 4, 3), (1, 1, 2, 0, 1, 2), m) for m in ("replicate", "circular")],
    S("ops.pad", f32(1, 2, 5), (5, 1), "reflect", raises="ValueError"),
    S("ops.pad", f32(1, 2, 5), (6, 1), "circular", raises="ValueError", golden=False, why="the real one gives zeros"),
    S("ops.pad", f32(1, 2, 4, 5), (1, 1), "reflect", raises="ValueError"),
    S("ops.pad", f32(1, 2, 4, 5), (1, 1), "bad", raises="ValueError"),
    S("ops.pad", f32(1, 2, 4, 5), (1, 1, 1), raises="ValueError"),
    S("ops.pad", f32(2, 3), (1, 1, 1, 1, 1, 1), raises="ValueError"),
    S("ops.pad", f32(1, 2, 5), (1, 1), "reflect", 1.0, raises="ValueError"),
    S("ops.pad", f32(1, 2, 5), (1.5, 1), raises="TypeError"),
    S("ops.pad", f32(1, 2, 5), 1, raises="TypeError"),
    S("ops.pad", _X, i64([1, 2]), jit=False),
    S("mint.nn.functional.pad", _X, (1, 2, 0, 1), golden=False, why=_CPU),
    S("mint.nn.functional.pad", _X, (1, 2), "reflect", golden=False, why=_CPU),
    S("ops.PadV3", f32(2, 3), i64([1, 2, 0, 1]), f32([9.0]), fd=False, jit=False),
    S("ops.PadV3", f32(1, 1, 3, 3), i32([1, -1, 1, 2]), init=("circular",), jit=False),
    S("ops.PadV3", f32(2, 3), i64([1, 2]), 3.0, jit=False),
    S("ops.PadV3", f32(1, 2, 5), i64([2, 1]), init=("reflect",), jit=False),
    S("ops.PadV3", f32(2, 3), i64([1, 2, 0, 1]), f32([9.0]), fd=False, init=("constant", False), jit=False),
    S("ops.MirrorPad", f32(2, 3), i64([[1, 1], [2, 2]]), jit=False),
    S("ops.MirrorPad", f32(2, 3), i64([[1, 2], [2, 1]]), init=("SYMMETRIC",), jit=False),
    S("ops.MirrorPad", f32(2, 3), i64([[2, 1], [2, 2]]), raises="ValueError"),
    S("ops.MirrorPad", f32(2, 3), i64([[1, 1], [2, 2]]), init=("BAD",), raises="ValueError"),
    S("ops.mirror_pad", f32(3), i64([[2, 1]]), "REFLECT", jit=False),
    S("ops.Padding", f32(2, 1), init=(4,), golden=False, why=_CPU),
    S("ops.padding", f32(2, 1), 4, golden=False, why=_CPU),
]
