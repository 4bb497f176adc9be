"""Calls of mindshim/ops/{resizing,interpolation}.py."""

from __future__ import annotations

from sample import S, f16, f32, f64, i32

_1 = f32(2, 2, 5)
_2 = f32(1, 2, 4, 5)
_3 = f32(1, 2, 3, 4, 2)
_CPU = "the CPU build has no such kernel"
_FORMS = (((6, 3), {}), ((6, 3), {"align_corners": True}), ((2, 7), {"half_pixel_centers": True}))

SAMPLES = [
    *[S("ops.ResizeNearestNeighbor", _2, init=(s,)) for s in ((6, 3), (8, 10), (2, 2), (4, 5), (1, 1))],
    *[S("ops.ResizeNearestNeighbor", _2, init=(s, True)) for s in ((6, 3), (8, 10), (1, 1))],
    S("ops.ResizeNearestNeighbor", _2, init=((6, 3),), attrs={"half_pixel_centers": True}),
    *[S("ops.ResizeNearestNeighbor", x, init=((3, 2),)) for x in (f16(1, 1, 2, 3), f64(1, 1, 2, 3), i32(1, 1, 2, 3))],
    S("ops.ResizeNearestNeighbor", _1, init=((6, 3),), raises="ValueError"),
    S("ops.ResizeNearestNeighbor", _2, init=((6, 3, 2),), raises="ValueError"),
    S("ops.ResizeNearestNeighbor", _2, init=(6,), raises="TypeError"),
    S("ops.ResizeNearestNeighbor", _2, init=((-6, 3),), raises="ValueError"),
    *[S("ops.ResizeNearestNeighborV2", _2, i32(list(s)), attrs=a, jit=False) for s, a in _FORMS],
    *[
        S("ops.ResizeBilinear", _2, init=(s,), attrs=a, golden=False, why="gone from the real one, still used")
        for s, a in _FORMS
    ],
    *[S("ops.ResizeBilinearV2", _2, s, attrs=a) for s, a in _FORMS],
    *[
        S("ops.ResizeBilinearV2", _2, s, attrs=a)
        for s, a in (((8, 10), {}), ((1, 1), {}), ((1, 1), {"align_corners": True}))
    ],
    S("ops.ResizeBilinearV2", f16(1, 1, 2, 3), (3, 5)),
    S("ops.ResizeBilinearV2", f64(1, 1, 2, 3), (3, 5)),
    S(
        "ops.ResizeBilinearV2",
        _2,
        (6, 3),
        attrs={"align_corners": True, "half_pixel_centers": True},
        raises="ValueError",
    ),
    *[S("ops.ResizeBicubic", _2, i32(list(s)), attrs=a, jit=False) for s, a in _FORMS],
    *[
        S("ops.ResizeLinear1D", _1, i32([s]), attrs=a, jit=False)
        for s in (3, 8)
        for a in ({}, {"coordinate_transformation_mode": "half_pixel"})
    ],
    S("ops.UpsampleNearest3D", _3, (2, 6, 5), None),
    S("ops.UpsampleNearest3D", _3, None, (1.5, 0.8, 2.0)),
    S("ops.UpsampleTrilinear3D", _3, (2, 6, 5), None),
    S("ops.UpsampleTrilinear3D", _3, (2, 6, 5), None, init=(True,)),
    S("ops.UpsampleTrilinear3D", _3, None, (1.5, 0.8, 2.0)),
    S("ops.interpolate", _1, 8),
    S("ops.interpolate", _1, (3,)),
    S("ops.interpolate", _2, (6, 3)),
    S("ops.interpolate", _2, 7),
    S("ops.interpolate", _3, (2, 6, 5)),
    S("ops.interpolate", _3, scale_factor=(1.5, 0.8, 2.0)),
    S("ops.interpolate", _3, scale_factor=2.0),
    S("ops.interpolate", _2, scale_factor=2.0, recompute_scale_factor=True),
    S("ops.interpolate", _2, scale_factor=(1.3, 0.7), recompute_scale_factor=True),
    S("ops.interpolate", _1, scale_factor=1.7, recompute_scale_factor=True),
    *[S("ops.interpolate", _1, s, mode="linear", align_corners=a) for s in (3, 8) for a in (None, True, False)],
    *[
        S("ops.interpolate", _2, s, mode="bilinear", align_corners=a)
        for s in ((6, 3), (2, 8))
        for a in (None, True, False)
    ],
    *[
        S("ops.interpolate", _2, s, mode="bicubic", align_corners=a)
        for s in ((6, 3), (2, 8))
        for a in (None, True, False)
    ],
    *[
        S("ops.interpolate", _3, s, mode="trilinear", align_corners=a)
        for s in ((2, 6, 5),)
        for a in (None, True, False)
    ],
    S("ops.interpolate", _3, scale_factor=(1.5, 0.8, 2.0), mode="trilinear"),
    S("ops.interpolate", _2, scale_factor=1.5, mode="bilinear", recompute_scale_factor=True),
    S("ops.interpolate", _2, scale_factor=1.5, mode="bicubic", recompute_scale_factor=True, align_corners=True),
    *[S("ops.interpolate", x, 2, mode="area") for x in (_2, _3)],
    S("ops.interpolate", _2, scale_factor=(0.5, 0.8), mode="area"),
    *[S("ops.interpolate", x, s, mode="nearest-exact") for x in (_1, _2) for s in (3, 7)],
    S("ops.interpolate", f16(1, 1, 2, 3), (3, 5), mode="bilinear"),
    S("ops.interpolate", f64(1, 1, 2, 3), (3, 5), mode="bilinear"),
    S("ops.interpolate", _2, scale_factor=2.0, raises="ValueError"),
    S("ops.interpolate", _2, scale_factor=2.0, mode="bilinear", raises="ValueError"),
    S("ops.interpolate", _1, 3, mode="bilinear", raises="ValueError"),
    S("ops.interpolate", _2, 3, mode="linear", raises="ValueError"),
    S("ops.interpolate", _2, 3, mode="bad", raises="ValueError"),
    S("ops.interpolate", _2, raises="ValueError"),
    S("ops.interpolate", _2, 3, 2.0, raises="ValueError"),
    S("ops.interpolate", _2, (3,), raises="ValueError"),
    S("ops.interpolate", _2, (3, 0), raises="ValueError"),
    S("ops.interpolate", _2, (3, 3), align_corners=True, raises="ValueError"),
    S("ops.interpolate", f32(2, 3), 3, raises="ValueError"),
    S("ops.upsample", _2, (6, 3)),
    S("ops.upsample", _2, (6, 3), mode="bilinear"),
    S("mint.nn.functional.interpolate", _2, (6, 3), golden=False, why=_CPU),
    S("mint.nn.functional.interpolate", _2, scale_factor=2.0, golden=False, why=_CPU),
    S("mint.nn.functional.interpolate", _2, scale_factor=1.5, mode="bilinear", golden=False, why=_CPU),
    S("mint.nn.functional.interpolate", _1, 7, mode="linear", align_corners=True, golden=False, why=_CPU),
    S("mint.nn.functional.interpolate", _2, (3, 3), mode="bicubic", golden=False, why=_CPU),
]
