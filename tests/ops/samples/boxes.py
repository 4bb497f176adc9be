"""Calls of mindshim/ops/{boxes,regions}.py."""

from __future__ import annotations

from sample import S, f16, f32, i32

_A = f32([[0.0, 0.0, 10.0, 10.0], [5.0, 5.0, 20.0, 15.0], [2.0, 3.0, 8.0, 9.0]])
_G = f32([[0.0, 0.0, 8.0, 8.0], [10.0, 10.0, 12.0, 20.0]])
_G3 = f32([[1.0, 1.0, 9.0, 12.0], [5.0, 6.0, 22.0, 13.0], [2.0, 3.0, 8.0, 19.0]])
_D = f32([[0.1, 0.2, 0.3, -0.1], [-0.2, 0.1, 5.0, 0.2], [0.0, 0.0, -0.5, 0.1]])
_B = f32(
    [
        [100.0, 100.0, 50.0, 68.0, 0.63],
        [150.0, 75.0, 165.0, 115.0, 0.55],
        [12.0, 190.0, 288.0, 200.0, 0.9],
        [28.0, 130.0, 106.0, 172.0, 0.3],
        [30.0, 132.0, 104.0, 170.0, 0.7],
    ]
)
_IMG = f32(1, 2, 6, 6)
_CPU = "the CPU build has no such kernel"

SAMPLES = [
    *[S("ops.IOU", _A, _G, init=(m,), fd=False) for m in ("iou", "iof")],
    S("ops.iou", _A, _G, fd=False),
    S("ops.iou", f16([[0.0, 0.0, 10.0, 10.0]]), f16([[0.0, 0.0, 8.0, 8.0]]), "iof"),
    S("ops.IOU", _A, _G, init=("bad",), raises="KeyError"),
    S("ops.iou", f32(3, 3), _G, raises="ValueError"),
    S("ops.BoundingBoxEncode", _A, _G3),
    S("ops.BoundingBoxEncode", _A, _G3, attrs={"means": (0.1, 0.2, 0.0, 0.0), "stds": (2.0, 1.0, 0.5, 1.0)}),
    S("ops.bounding_box_encode", _A, _G3),
    S("ops.BoundingBoxDecode", _A, _D, attrs={"max_shape": (768, 1280)}),
    S(
        "ops.BoundingBoxDecode",
        _A,
        _D,
        attrs={"max_shape": (12, 16), "stds": (0.1, 0.1, 0.2, 0.2), "means": (0.5, 0.0, 0.0, 0.1)},
    ),
    S("ops.bounding_box_decode", _A, _D, (768, 1280), wh_ratio_clip=0.5),
    S("ops.NMSWithMask", _B, init=(0.1,), grad=False),
    S("ops.NMSWithMask", _B, init=(0.5,), grad=False),
    S("ops.NMSWithMask", f32(2, 4), init=(0.5,), raises="ValueError"),
    S("ops.CheckValid", _A, f32([12.0, 30.0, 1.0])),
    S("ops.check_valid", _A, f32([30.0, 14.0, 1.0])),
    S("ops.check_valid", f16([[0.0, 0.0, 10.0, 10.0]]), f16([30.0, 14.0, 1.0])),
    *[
        S(
            "ops.ROIAlign",
            _IMG,
            f32([[0.0, 0.5, 0.5, 4.0, 5.0], [0.0, 1.0, 0.0, 3.5, 2.0]]),
            init=(2, 2, s, n, e),
            fd=False,
            grad=e == 1,
        )
        for s, n in ((1.0, 2), (1.0, 0), (0.5, 2))
        for e in (0, 1)
    ],
    S("ops.ROIAlign", _IMG, f32([[0.0, 0.5, 0.5, 4.0, 5.0]]), init=(3, 2, 0.5, 1), fd=False),
    *[
        S(
            "ops.CropAndResize",
            f32(2, 4, 5, 2),
            f32([[0.1, 0.2, 0.8, 0.9], [0.5, 0.6, 0.2, 1.2]]),
            i32([1, 0]),
            (3, 2),
            attrs={"method": m},
            fd=False,
        )
        for m in ("bilinear",)
    ],
    S(
        "ops.crop_and_resize",
        f32(2, 4, 5, 2),
        f32([[0.1, 0.2, 0.8, 0.9], [0.5, 0.6, 0.2, 1.2]]),
        i32([1, 0]),
        (3, 2),
        "bilinear_v2",
        grad=False,
        fd=False,
    ),
    S(
        "ops.crop_and_resize",
        f32(2, 4, 5, 2),
        f32([[0.1, 0.2, 0.8, 0.9], [0.5, 0.6, 0.2, 1.2]]),
        i32([1, 0]),
        (1, 2),
        extrapolation_value=7.0,
        fd=False,
    ),
    S(
        "ops.CropAndResize",
        f32(2, 4, 5, 2),
        f32([[0.1, 0.2, 0.8, 0.9], [0.5, 0.6, 0.2, 1.2]]),
        i32([1, 0]),
        (3, 2),
        attrs={"method": "nearest"},
        grad=False,
    ),
    S("ops.crop_and_resize", i32(2, 4, 5, 2), f32([[0.1, 0.2, 0.8, 0.9]]), i32([1]), (2, 2), fd=False),
    S("ops.crop_and_resize", f32(4, 5, 2), f32([[0.1, 0.2, 0.8, 0.9]]), i32([1]), (2, 2), raises="ValueError"),
]
