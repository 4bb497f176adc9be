"""Calls of mindshim/ops/{candidate_sampling,sequences,sparse_products,tallies,volume_patches,rotated_boxes}.py and of
nn/{deformable,fractional_pooling,pooling_places,transducer}.py."""

from __future__ import annotations

from sample import S, b1, dtype, f16, f32, f64, i32, i64

_CPU = "the CPU build has no such kernel"
_PLACES = i64([[0, 1], [1, 2], [2, 0]])
_TOKENS = i32([[[1, 2, 1, 2, 5, 1, 2], [9, 3, 9, 5, 4, 1, 5]]])
_VOLUME = f32(1, 2, 5, 6, 7)
_SHIFT = f32([[[0.7, 0.3, 0.1], [0.0, 0.5, 0.9]]])
_FLAT_SHIFT = f32([[[0.7, 0.3], [0.05, 0.9]]])
_LENGTHS = i32([4, 3]), i32([2, 1])


def _offsets(*shape: int) -> object:
    return f32(*shape, low=-1.3, high=1.7)


_DEFORMED = (f32(2, 4, 6, 5), f32(4, 2, 3, 3), _offsets(2, 54, 3, 5), (3, 3), (1, 1, 2, 1), (1, 1, 0, 2))
_EDIT = (
    i64([[0, 0], [0, 1], [0, 2], [1, 0]]),
    i64([1, 2, 3, 1]),
    i64([3, 3]),
    i64([[0, 0], [0, 1], [2, 0]]),
    i64([1, 3, 4]),
    i64([3, 2]),
)
_EDIT3 = (
    i64([[0, 0, 0], [1, 0, 1], [1, 1, 1]]),
    i64([1, 2, 3]),
    i64([2, 2, 2]),
    i64([[0, 1, 0], [0, 0, 1], [1, 1, 0], [1, 0, 1]]),
    i64([1, 2, 3, 1]),
    i64([2, 2, 2]),
)
_WORDS = (
    i64([[0, k] for k in range(6)]),
    f32([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]),
    i64([1, 6]),
    i64([[0, k] for k in range(5)]),
    f32([2.0, 3.0, 9.0, 5.0, 7.0]),
    i64([1, 6]),
)
_ACTS = f32(2, 4, 3, 5)

SAMPLES = [
    # sparse
    S("ops.SparseToDense", _PLACES, f32(3), (3, 4), fd=False),
    S("ops.SparseToDense", i32([[0, 1], [0, 1]]), i32([1, 2]), (1, 3)),
    S("ops.SparseToDense", i32([[0, 1, 1]]), b1([True]), (1, 2, 2)),
    S("ops.SparseToDense", f32([[0, 1]]), f32(1), (1, 2), raises="TypeError"),
    S("ops.SparseToDense", i32([[0, 1]]), f32(2), (1, 2), raises="ValueError"),
    S("ops.SparseTensorDenseMatmul", i64([[0, 1], [1, 2], [0, 1]]), f32(3), (3, 4), f32(4, 2)),
    S("ops.SparseTensorDenseMatmul", i32([[0, 1], [1, 2]]), f32(2), (3, 4), f32(3, 2), attrs={"adjoint_st": True}),
    S("ops.SparseTensorDenseMatmul", i32([[0, 1], [1, 2]]), f32(2), (3, 4), f32(2, 4), attrs={"adjoint_dt": True}),
    S("ops.SparseTensorDenseMatmul", i32([[0, 1], [1, 2]]), i32(2), (3, 4), i32(4, 2), grad=False),
    S("ops.SparseTensorDenseMatmul", i32([[0, 1]]), f32(1), (3, 4), f32(4, 2), init=(1,), raises="TypeError"),
    S("ops.SparseTensorDenseMatmul", i32([[0, 1]]), f32(2), (3, 4), f32(4, 2), raises="ValueError"),
    S("ops.SparseTensorDenseMatmul", i32([[0, 1]]), f32(1), (3, 4), i32(4, 2), raises="TypeError"),
    # counts and formats
    S("ops.DataFormatDimMap", i32([0, 1, 2, 3, -1])),
    S("ops.DataFormatDimMap", i64([0, 1, 2, 3, -4]), init=("NCHW", "NHWC")),
    S("ops.DataFormatDimMap", f32([1.0]), raises="TypeError"),
    S("ops.DataFormatDimMap", i32([1]), init=("NCDHW", "NHWC"), raises="ValueError"),
    S("ops.EqualCount", i32([1, 2, 3]), i32([1, 2, 4])),
    S("ops.EqualCount", f16([1.0, 2.0]), f16([1.0, 2.0]), grad=False),
    S("ops.EqualCount", i32([1, 2]), i32([1, 2, 3]), raises="ValueError"),
    S("ops.EqualCount", i32([1, 2]), f32([1.0, 2.0]), raises="TypeError"),
    S("ops.HistogramFixedWidth", f32([-1.0, 0.0, 1.5, 2.0, 5.0, 15.0]), f32([0.0, 5.0]), init=(5,), grad=False, golden=False, why=_CPU),
    S("ops.HistogramFixedWidth", i32([[0, 1, 2], [7, 8, 9]]), i32([0, 10]), init=(5,), grad=False, golden=False, why=_CPU),
    S("ops.HistogramFixedWidth", f32([1.0]), f32([0.0, 5.0]), init=("a",), raises="TypeError"),
    S("ops.HistogramFixedWidth", f32([1.0]), f32([0.0, 5.0]), init=(0,), raises="ValueError"),
    S("ops.HistogramFixedWidth", f32([1.0]), f32([0.0, 5.0]), init=(2, "int64"), raises="ValueError"),
    # sequences
    S("ops.EditDistance", *_EDIT, jit=False),
    S("ops.EditDistance", *_EDIT, init=(False,), jit=False),
    S("ops.EditDistance", *_EDIT3, jit=False),
    S("ops.EditDistance", *_WORDS, init=(False,), jit=False, grad=False),
    S("ops.EditDistance", *_EDIT, init=(1,), raises="TypeError"),
    S("ops.EditDistance", i32([[0, 0]]), *_EDIT[1:], raises="TypeError"),
    S("ops.EditDistance", *_EDIT[:2], i64([3, 3, 3]), *_EDIT[3:], raises="ValueError"),
    S("ops.NoRepeatNGram", _TOKENS, f32(1, 2, 10), init=(3,), grad=False),
    S("ops.NoRepeatNGram", _TOKENS, f16(1, 2, 10), init=(2,), grad=False),
    S("ops.NoRepeatNGram", _TOKENS, f64(1, 2, 10), grad=False),
    S("ops.NoRepeatNGram", _TOKENS, f32(1, 2, 10), init=(0,), raises="ValueError"),
    S("ops.NoRepeatNGram", _TOKENS, f32(1, 2, 10), init=("a",), raises="TypeError"),
    S("ops.NoRepeatNGram", i64([[[1, 2]]]), f32(1, 1, 10), init=(2,), raises="TypeError"),
    S("ops.NoRepeatNGram", i32([[1, 2]]), f32(1, 1, 10), init=(2,), raises="ValueError"),
    S("ops.RNNTLoss", _ACTS, i32([[1, 2], [3, 0]]), *_LENGTHS, fd=False, golden=False, why=_CPU),
    S("ops.RNNTLoss", _ACTS, i32([[1, 2], [3, 0]]), *_LENGTHS, init=(4,), fd=False, golden=False, why=_CPU),
    # candidates
    S("ops.UniformCandidateSampler", i64([[1], [3]]), init=(1, 3, True, 9), random=True),
    S("ops.uniform_candidate_sampler", i32([[1, 2], [3, 4]]), 2, 3, False, 4, 5, random=True),
    S("ops.uniform_candidate_sampler", i32([[1], [3]]), 1, 4, True, 9, 0, True, random=True),
    S("ops.UniformCandidateSampler", i64([[1], [3]]), init=(1, 5, True, 4), raises="ValueError"),
    S("ops.UniformCandidateSampler", i64([[1], [3]]), init=(2, 2, True, 4), raises="ValueError"),
    S("ops.UniformCandidateSampler", i64([[1], [3]]), init=(1, 2, 1, 4), raises="TypeError"),
    S("ops.UniformCandidateSampler", f32([[1.0]]), init=(1, 2, True, 4), raises="TypeError"),
    S("ops.LogUniformCandidateSampler", i64([[1, 2], [0, 4]]), init=(2, 3, True, 5), random=True),
    S("ops.log_uniform_candidate_sampler", i64([[1], [9]]), num_sampled=3, unique=False, range_max=7, random=True),
    S("ops.LogUniformCandidateSampler", i64([[1]]), init=(1, 5, True, 4), raises="ValueError"),
    S("ops.LogUniformCandidateSampler", i32([[1]]), init=(1, 2, True, 4), raises="TypeError"),
    S("ops.LogUniformCandidateSampler", i64([1]), init=(1, 2, True, 4), raises="ValueError"),
    S("ops.ComputeAccidentalHits", i64([[1, 0, 2], [1, 0, -2]]), i64([2, 4, -1, 5, 0]), init=(3,), jit=False, golden=False, why=_CPU),
    # windows
    S("ops.ExtractVolumePatches", f32(1, 2, 3, 4, 3), init=(2, 1, "VALID")),
    S("ops.ExtractVolumePatches", f32(1, 2, 3, 3, 3), init=((1, 1, 2, 2, 2), (1, 1, 2, 2, 2), "SAME")),
    S("ops.ExtractVolumePatches", i32(1, 1, 3, 3, 3), init=((2, 1, 3), 1, "SAME")),
    S("ops.ExtractVolumePatches", f32(1, 1, 3, 3, 3), init=(2, 1, "X"), raises="ValueError"),
    S("ops.ExtractVolumePatches", f32(1, 1, 3, 3, 3), init=(4, 1, "VALID"), raises="ValueError"),
    S("ops.ExtractVolumePatches", f32(1, 1, 3, 3, 3), init=((1, 2, 2, 2, 2), 1, "VALID"), raises="ValueError"),
    S("ops.ExtractVolumePatches", f32(3), init=(2, 1, "VALID"), raises="ValueError"),
    S("ops.MaxPool3DWithArgmax", f32(1, 2, 4, 5, 3), init=(2, 1, 0)),
    S("ops.MaxPool3DWithArgmax", f32(1, 1, 4, 5, 3), init=((2, 3, 2), 2, 1), attrs={"argmax_type": dtype("int32")}),
    S("ops.MaxPool3DWithArgmax", f32(1, 1, 5, 5, 5), init=(2, 2, 0, 2, True)),
    S("ops.MaxPool3DWithArgmax", f32(1, 1, 4, 4, 4), init=(2, 1, 2), raises="ValueError"),
    S("ops.MaxPool3DWithArgmax", f32(1, 4, 4, 4), init=(2, 1, 0), raises="ValueError"),
    S("ops.MaxPool3DWithArgmax", f32(1, 1, 4, 4, 4), init=("2", 1, 0), raises="TypeError"),
    S("ops.MaxPool3DWithArgmax", f32(1, 1, 4, 4, 4), init=(2, 1, 0), attrs={"argmax_type": dtype("float32")}, raises="TypeError"),
    S("ops.MaxUnpool2D", f32(1, 1, 2, 2), i64([[[[0, 1], [2, 6]]]]), init=(2,), fd=False),
    S("ops.MaxUnpool2D", f32(1, 1, 2, 2), i32([[[[0, 1], [2, 3]]]]), init=(2, 0, 0, (1, 1, 3, 3)), fd=False),
    S("ops.MaxUnpool2D", f32(1, 1, 2, 2), i64([[[[0, 1], [2, 3]]]]), init=(2,), attrs={"data_format": "NHWC"}, fd=False),
    S("ops.MaxUnpool2D", f32(1, 1, 2, 2), i64([[[[0, 1], [2, 3]]]]), init=(2, 0, 0, (1, 1, 9, 9)), raises="ValueError"),
    S("ops.MaxUnpool2D", f32(1, 1, 2, 2), f32([[[[0, 1], [2, 3]]]]), init=(2,), raises="TypeError"),
    S("ops.MaxUnpool2D", f32(1, 2, 2), i64([[[0, 1], [2, 3]]]), init=(2,), raises="ValueError"),
    S("ops.MaxUnpool3D", f32(1, 1, 1, 2, 2), i64([[[[[0, 1], [2, 9]]]]]), init=(2,), fd=False),
    S("ops.MaxUnpool3D", f32(1, 1, 1, 2, 2), i64([[[[[0, 1], [2, 3]]]]]), init=(2, 0, 0, (1, 1, 2, 3, 3)), fd=False),
    S("ops.MaxUnpool3D", f32(1, 1, 1, 2, 2), i64([0]), init=(2,), raises="ValueError"),
    S("ops.FractionalMaxPool3DWithFixedKsize", _VOLUME, _SHIFT, init=(2, 3), fd=False),
    S("ops.FractionalMaxPool3DWithFixedKsize", f32(2, 5, 6, 7), f32([[[0.7, 0.3, 0.1]], [[0.0, 0.5, 0.9]]]), init=((1, 2, 3), (3, 1, 4)), fd=False),
    S("ops.FractionalMaxPool3DWithFixedKsize", i32(1, 2, 5, 6, 7), _SHIFT, init=(2, 2), grad=False),
    S("ops.FractionalMaxPool3DWithFixedKsize", _VOLUME, _SHIFT, init=(2, 4), raises="ValueError"),
    S("ops.FractionalMaxPool3DWithFixedKsize", _VOLUME, _SHIFT, init=(2.0, 3), raises="TypeError"),
    S("ops.FractionalMaxPool3DWithFixedKsize", _VOLUME, _SHIFT, init=(2, 3, "X"), raises="ValueError"),
    S("ops.FractionalMaxPoolWithFixedKsize", f32(1, 2, 8, 9), _FLAT_SHIFT, init=(2, 3), fd=False),
    S("ops.fractional_max_pool3d", _VOLUME, 2, output_ratio=(0.5, 0.5, 0.5), return_indices=True, _random_samples=_SHIFT, fd=False),
    S("ops.fractional_max_pool3d", _VOLUME, 2, 3, random=True),
    S("ops.fractional_max_pool3d", _VOLUME, 2, raises="ValueError"),
    S("ops.fractional_max_pool3d", _VOLUME, 2, output_ratio=1.5, raises="ValueError"),
    S("ops.fractional_max_pool2d", f32(1, 2, 8, 9), (2, 3), (3, 2), _random_samples=_FLAT_SHIFT, fd=False),
    S("ops.fractional_max_pool2d", f32(2, 8, 9), 2, output_ratio=0.5, return_indices=True, random=True),
    S("ops.fractional_max_pool2d", f32(1, 1, 5, 5), 2, 5, raises="ValueError"),
    S("ops.deformable_conv2d", f32(1, 2, 5, 6), f32(3, 2, 2, 2), _offsets(1, 12, 4, 5), (2, 2), (1, 1, 1, 1), (0, 0, 0, 0), fd=False),
    S("ops.deformable_conv2d", *_DEFORMED, f32(4), groups=2, deformable_groups=2, fd=False),
    S("ops.deformable_conv2d", *_DEFORMED[:3], 3, *_DEFORMED[4:], raises="TypeError"),
    S("ops.deformable_conv2d", *_DEFORMED[:4], (1, 1), (1, 1, 0, 2), raises="ValueError"),
    S("ops.deformable_conv2d", *_DEFORMED, groups=2, raises="ValueError"),
    S("ops.deformable_conv2d", *_DEFORMED, groups=2, deformable_groups=2, modulated=False, raises="ValueError"),
    S("ops.rotated_iou", f32([[[0, 0, 2, 2, 0]]]), f32([[[1, 0, 2, 2, 0], [0, 0, 2, 2, 45], [9, 9, 1, 1, 3]]]), golden=False, why=_CPU, grad=False),
    S("ops.rotated_iou", f32([[[0, 0, 2, 2, 0]]]), f32([[[1, -1, 3, 1, 0]]]), True, 1, golden=False, why=_CPU, grad=False),
    S("ops.rotated_iou", f32([[[0, 0, 2, 2]]]), f32([[[1, -1, 3, 1]]]), raises="ValueError"),
]
