"""Calls of mindshim/ops/nn: conv.py, conv_transpose.py, pooling.py, adaptive_pooling.py, power_pooling.py, unpooling.py."""

from __future__ import annotations

from sample import S, f16, f32, i32, i64

_X = f32(1, 2, 6, 6)
_CPU = "the CPU build has no such kernel"
_TIES = "ties"

SAMPLES = [
    S("ops.conv2d", _X, f32(3, 2, 3, 3), tol=1e-4),
    S("ops.conv2d", _X, f32(3, 2, 3, 3), f32(3), 2, "same", tol=1e-4),
    S("ops.conv2d", _X, f32(3, 2, 3, 3), None, 1, "pad", 1, 2, tol=1e-4),
    S("ops.conv2d", f32(1, 4, 5, 5), f32(4, 2, 3, 3), None, 1, "valid", 0, 1, 2, tol=1e-4),
    S("ops.Conv2D", _X, f32(3, 2, 2, 2), attrs={"out_channel": 3, "kernel_size": 2}, tol=1e-4),
    S("ops.Conv2D", f16(1, 2, 4, 4), f16(3, 2, 2, 2), attrs={"out_channel": 3, "kernel_size": 2}, tol=1e-2),
    S("ops.conv1d", f32(1, 2, 6), f32(3, 2, 3), f32(3), tol=1e-4),
    S("ops.conv3d", f32(1, 2, 4, 4, 4), f32(3, 2, 2, 2, 2), tol=1e-4),
    S("ops.conv2d", _X, f32(3, 5, 3, 3), raises="RuntimeError"),
    S("ops.Conv2DTranspose", f32(1, 3, 4, 4), f32(3, 2, 3, 3), (1, 2, 6, 6), attrs={"out_channel": 3, "kernel_size": 3}, tol=1e-4),
    S("ops.Conv2DTranspose", f32(1, 3, 3, 3), f32(3, 2, 3, 3), (1, 2, 6, 6), attrs={"out_channel": 3, "kernel_size": 3, "pad_mode": "same", "stride": 2}, tol=1e-4),
    S("mint.nn.functional.conv_transpose2d", f32(1, 3, 3, 3), f32(3, 2, 3, 3), f32(2), 2, 1, 1, golden=False, why=_CPU, tol=1e-4),
    S("ops.max_pool2d", _X, 2, fd=False),
    S("ops.MaxPool", _X, attrs={"kernel_size": 3, "strides": 2, "pad_mode": "same"}, fd=False),
    S("ops.MaxPool", _X, attrs={"kernel_size": 2, "strides": 2}, fd=False),
    S("ops.MaxPoolWithArgmaxV2", _X, attrs={"kernel_size": 2, "strides": 2}, fd=False),
    S("ops.max_pool2d", _X, 2, 2, 0, 1, True, fd=False),
    S("ops.max_pool3d", f32(1, 2, 4, 4, 4), 2, fd=False),
    S("ops.max_unpool2d", f32([[[[5.0, 7.0], [13.0, 15.0]]]]), i64([[[[5, 7], [13, 15]]]]), 2),
    S("ops.avg_pool2d", _X, 2),
    S("ops.avg_pool2d", _X, 3, 2, 1),
    S("ops.avg_pool2d", _X, 3, 2, 1, False, False),
    S("ops.AvgPool", _X, attrs={"kernel_size": 3, "strides": 2, "pad_mode": "same"}),
    S("ops.avg_pool1d", f32(1, 2, 6), 2, 2),
    S("ops.avg_pool3d", f32(1, 2, 4, 4, 4), 2, 2),
    S("ops.lp_pool1d", f32(2, 3, 6), 2.0, 3, 2, fd=False),
    S("ops.lp_pool2d", f32(1, 2, 5, 5), 2.0, 2, fd=False),
    S("ops.adaptive_avg_pool1d", f32(1, 2, 6), 3, fd=False),
    S("ops.adaptive_avg_pool2d", _X, (3, 4)),
    S("ops.adaptive_avg_pool2d", _X, (None, 2)),
    S("ops.adaptive_avg_pool3d", f32(1, 2, 4, 4, 4), 2),
    S("ops.adaptive_max_pool1d", f32(1, 2, 6), 3, fd=False),
    S("ops.adaptive_max_pool2d", _X, (3, 2), fd=False),
    S("ops.adaptive_max_pool2d", _X, 3, True, fd=False),
    S("ops.adaptive_max_pool2d", _X, 0, raises="RuntimeError"),
    S("ops.adaptive_max_pool3d", f32(1, 2, 3, 4, 5), (2, 1, 3), True, fd=False),
    S("ops.AdaptiveMaxPool3D", f32(2, 3, 4, 3), i32([2, 3, 2]), fd=False, vmap=False, jit=False),
    S("ops.AdaptiveMaxPool3D", f32(2, 3, 4, 3), (2, 3, 2), raises="TypeError"),
    S("ops.lp_pool1d", f32([[-1.0, 2.0, 3.0, 4.0, 0.5]]), 3, 2, 3, True, fd=False),
    S("ops.lp_pool1d", f32([[-1.0, 2.0, 3.0, 4.0]]), 1.5, 2, fd=False),
    S("ops.lp_pool1d", i32([[1, 2, 3, 4]]), 2, 2),
    S("ops.lp_pool1d", f32(2, 3, 6), 2, (2,), raises="TypeError"),
    S("ops.lp_pool2d", f32(2, 6, 6), 2, 2, raises="ValueError"),
    S("ops.max_unpool1d", f32([[[5.0, 7.0]]]), i64([[[1, 2]]]), 2, output_size=(1, 1, 5)),
    S("ops.max_unpool1d", f32([[[5.0, 7.0]]]), i64([[[1, 2]]]), 2, output_size=(1, 1, 6), raises="ValueError"),
    S("ops.max_unpool1d", f32([[[5.0, 7.0]]]), i64([[[1, 4]]]), 2, raises="RuntimeError"),
    S("ops.max_unpool3d", f32([[[[[5.0, 7.0]]]]]), i64([[[[[1, 14]]]]]), 2),
    S("ops.AvgPool3D", f32(1, 1, 3, 3, 2), attrs={"kernel_size": 2, "strides": 2, "pad_mode": "same"}),
    S("ops.adaptive_avg_pool2d", _X, (0, 1), fd=False),
    S("ops.adaptive_avg_pool2d", _X, [2, 2], raises="TypeError"),
    S("ops.adaptive_avg_pool3d", f32(2, 2, 4, 4), -1, raises="ValueError"),
    S("ops.adaptive_avg_pool1d", f32(1, 2, 6), 4, raises="ValueError"),
]  # fmt: skip
