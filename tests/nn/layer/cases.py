"""Layers called alike with mindshim and with the real MindSpore. Nothing here imports either.

A case is a line, `layer <- inputs`: `f(2, 3)` is a float32 Tensor of that shape, `i(5, 2, 3)` an int32 one with numbers
below 5, `b(2, 3)` a bool one. Before the call every Parameter is filled with random numbers, in the order of
`get_parameters()`. `LAYERS` has one text for each file of layers.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

PADS = """
Pad(((1, 2), (0, 1))) <- f(2, 3)
Pad(paddings=((0, 0), (2, 1), (1, 1)), mode='REFLECT') <- f(2, 3, 3)
Pad(((1, 1), (2, 2)), 'SYMMETRIC') <- f(2, 3)
Pad(((0, 0), (0, 0), (1, 1), (2, 2)), 'SYMMETRIC') <- f(1, 1, 3, 3)
Pad(((0, 0), (0, 0), (1, 1), (2, 2)), mode='REFLECT') <- f(1, 2, 3, 3)
Pad(((1, 1),)) <- i(5, 3)
Pad([[1, 1]]) <- f(2)
Pad(((1, 1),), 'constant') <- f(2)
Pad(((1, 1),), 3) <- f(2)
Pad((1, 1)) <- f(2)
Pad(((1, 1, 1),)) <- f(2)
Pad(((1, 1),)) <- f(2, 2)
Pad(((-1, 1),)) <- f(2)
Pad(((1, 1),) * 5) <- f(1, 1, 1, 1, 1)
Pad(((3, 3), (0, 0)), 'REFLECT') <- f(2, 3)
ReflectionPad1d(2) <- f(1, 2, 4)
ReflectionPad1d((1, 2)) <- f(2, 4)
ReflectionPad1d((3, 1)) <- f(1, 1, 4)
ReflectionPad1d((1, 2, 3)) <- f(2, 4)
ReflectionPad1d((4, 1)) <- f(1, 1, 4)
ReflectionPad1d((-1, 1)) <- f(1, 1, 4)
ReflectionPad1d(1.5) <- f(1, 1, 4)
ReflectionPad1d(1) <- f(4)
ReflectionPad1d(1) <- f(1, 1, 4, 4)
ReflectionPad1d((1, 1, 1, 1)) <- f(1, 4, 4)
ReflectionPad1d((1.0, 1)) <- f(1, 4, 4)
ReflectionPad2d((1, 1, 2, 0)) <- f(1, 3, 3)
ReflectionPad2d(1) <- f(1, 2, 3, 3)
ReflectionPad2d((1, 1)) <- f(1, 2, 3, 3)
ReflectionPad2d('a') <- f(1, 2, 3, 3)
ReflectionPad2d(3) <- f(1, 2, 3, 3)
ReflectionPad2d(1) <- f(3, 3)
ReflectionPad3d(1) <- f(1, 1, 2, 2, 2)
ReflectionPad3d((1, 0, 0, 1, 1, 1)) <- f(1, 2, 2, 2)
ReflectionPad3d((1, 0)) <- f(1, 2, 2, 2)
ReplicationPad1d(2) <- f(1, 2, 3)
ReplicationPad1d((2, 5)) <- f(2, 3)
ReplicationPad1d((-1, 1)) <- f(1, 2, 3)
ReplicationPad1d((1, 1)) <- f(3)
ReplicationPad1d(0.5) <- f(1, 2, 3)
ReplicationPad1d([1, 1]) <- f(1, 2, 3)
ReplicationPad2d((1, 1, 2, 0)) <- f(1, 3, 3)
ReplicationPad2d(1) <- f(1, 2, 2, 2)
ReplicationPad2d((1, 1, 1)) <- f(1, 2, 2, 2)
ReplicationPad3d((1, 1, 1, 0, 0, 2)) <- f(1, 1, 2, 2, 2)
ReplicationPad3d(1) <- f(1, 2, 2, 2)
ReplicationPad3d(1) <- f(2, 2)
ReplicationPad2d((1, 1)) <- f(1, 2, 2, 2)
ReplicationPad1d((1, 1, 1, 1)) <- f(1, 2, 2)
ReplicationPad1d((-4, 1)) <- f(1, 2, 2)
ReplicationPad1d((1.0, 1)) <- f(1, 2, 2)
ReplicationPad1d(1) <- f(1, 2, 2, 2)
ConstantPad1d((0, 1), 0.5) <- f(1, 2, 3)
ConstantPad1d(1, 2) <- f(3)
ConstantPad1d((-1, 2), 1.5) <- f(2, 3)
ConstantPad1d((1, 1), 0.5) <- i(5, 2, 3)
ConstantPad1d((1, 1), True) <- f(2, 3)
ConstantPad1d((1, 1), 'x') <- f(2, 3)
ConstantPad1d((1, 1, 1), 1.0) <- f(2, 3)
ConstantPad1d((1, 1, 1, 1), 1.0) <- f(2, 3)
ConstantPad1d([1, 1], 1.0) <- f(2, 3)
ConstantPad1d((1.0, 1), 1.0) <- f(2, 3)
ConstantPad2d((-1, 1, 0, 1), 0.5) <- f(1, 1, 3, 3)
ConstantPad2d(1, 0.25) <- f(2, 3)
ConstantPad2d((1, 1), 0.25) <- f(2, 2, 3)
ConstantPad2d((1, 1, 1, 1), 0.25) <- f(3)
ConstantPad3d((1, 0, -1, 1, 0, 2), 0.5) <- f(1, 2, 2, 2)
ConstantPad3d(1, 0.5) <- f(1, 1, 1, 2, 2)
ConstantPad3d(1, 0.5) <- f(2, 2)
ConstantPad2d((), 0.5) <- f(2, 2)
ConstantPad2d((1, 1, 1, 1, 1, 1), 0.5) <- f(2, 2, 2)
ConstantPad1d(1, 0.5) <- 2
ConstantPad1d(1, 0.5) <- b(2)
ZeroPad2d((-1, 1, 0, 1)) <- f(1, 1, 3, 3)
ZeroPad2d(1) <- f(2, 2)
ZeroPad2d((1, 1, 1, 1)) <- f(1, 2, 2, 2)
ZeroPad2d((-4, 1, 1, 1)) <- f(1, 2, 2, 2)
ZeroPad2d('a') <- f(1, 2, 2, 2)
"""

NORMS = """
InstanceNorm1d(3) <- f(2, 3, 4)
InstanceNorm1d(3, eps=0.1, momentum=0.3, affine=False) <- f(2, 3, 4)
InstanceNorm1d(3).set_train() <- f(2, 3, 4)
InstanceNorm1d(3) <- f(2, 3)
InstanceNorm1d(3) <- f(2, 4, 4)
InstanceNorm1d('3') <- f(2, 3, 4)
InstanceNorm1d(0) <- f(2, 3, 4)
InstanceNorm1d(3, eps='a') <- f(2, 3, 4)
InstanceNorm1d(3, momentum='a') <- f(2, 3, 4)
InstanceNorm1d(3, momentum=-0.1) <- f(2, 3, 4)
InstanceNorm1d(3, affine=1) <- f(2, 3, 4)
InstanceNorm1d(3, gamma_init=1) <- f(2, 3, 4)
InstanceNorm1d(3, gamma_init='none') <- f(2, 3, 4)
InstanceNorm1d(3, gamma_init=[1.0]) <- f(2, 3, 4)
InstanceNorm2d(2) <- f(2, 2, 2, 3)
InstanceNorm2d(2, gamma_init=0.5, beta_init='ones') <- f(2, 2, 2, 3)
InstanceNorm2d(2, affine=False).set_train() <- f(2, 2, 2, 3)
InstanceNorm2d(2) <- f(2, 2, 3)
InstanceNorm2d(2, dtype=ms.float16) <- f(2, 2, 2, 3)
InstanceNorm3d(2) <- f(1, 2, 2, 2, 3)
InstanceNorm3d(2).set_train() <- f(1, 2, 2, 2, 3)
InstanceNorm3d(2) <- f(1, 2, 2, 3)
SyncBatchNorm(3) <- f(2, 3)
SyncBatchNorm(3) <- f(2, 3, 2, 2)
SyncBatchNorm(3).set_train() <- f(2, 3, 2, 2)
SyncBatchNorm(3, momentum=0.5, use_batch_statistics=True) <- f(2, 3, 2, 2)
SyncBatchNorm(3, affine=False, use_batch_statistics=False) <- f(2, 3, 2, 2)
SyncBatchNorm(3) <- f(2, 3, 2)
SyncBatchNorm(3) <- f(2, 3, 1, 2, 2)
SyncBatchNorm(3, process_groups=[[0]]) <- f(2, 3, 2, 2)
SyncBatchNorm(3, process_groups=[0]) <- f(2, 3, 2, 2)
SyncBatchNorm(3, process_groups=1) <- f(2, 3, 2, 2)
SyncBatchNorm(3, process_groups=[[0, 1]]) <- f(2, 3, 2, 2)
SyncBatchNorm(3, process_groups=[[0], [0]]) <- f(2, 3, 2, 2)
SyncBatchNorm('3') <- f(2, 3, 2, 2)
SyncBatchNorm(0) <- f(2, 3, 2, 2)
SyncBatchNorm(3, momentum=2) <- f(2, 3, 2, 2)
LRN() <- f(1, 4, 2, 2)
LRN(depth_radius=1, bias=2.0, alpha=0.1, beta=0.75) <- f(1, 4, 1, 2)
LRN(norm_region='x') <- f(1, 4, 1, 2)
LRN(depth_radius=1.5) <- f(1, 4, 1, 2)
LRN() <- f(4, 1, 2)
LRN(-1) <- f(1, 4, 1, 2)
LRN(bias='a') <- f(1, 4, 1, 2)
"""

CONVOLUTIONS = """
Conv1dTranspose(2, 3, 2) <- f(1, 2, 4)
Conv1dTranspose(2, 3, 3, stride=2, has_bias=True) <- f(1, 2, 3)
Conv1dTranspose(2, 3, 3, stride=2, pad_mode='valid') <- f(2, 2, 3)
Conv1dTranspose(2, 2, 3, stride=2, pad_mode='pad', padding=1, has_bias=True) <- f(1, 2, 3)
Conv1dTranspose(2, 2, 1, stride=3, pad_mode='valid') <- f(1, 2, 3)
Conv1dTranspose(2, 2, 3, pad_mode='valid', dilation=2) <- f(1, 2, 3)
Conv1dTranspose(2, 2, 3, pad_mode='pad', padding=(1,)) <- f(1, 2, 3)
Conv1dTranspose(2, 2, 3, pad_mode='valid', group=2) <- f(1, 2, 3)
Conv1dTranspose(2, 4, 2, 3, 'valid', group=2) <- f(1, 2, 3)
Conv1dTranspose(2, 2, 3) <- f(2, 3)
Conv1dTranspose(2, 2, 3, padding=1) <- f(1, 2, 3)
Conv1dTranspose(2, 2, 3.0) <- f(1, 2, 3)
Conv1dTranspose(2, 2, (3,)) <- f(1, 2, 3)
Conv1dTranspose(2, 2, 3, pad_mode='x') <- f(1, 2, 3)
Conv1dTranspose(0, 2, 3) <- f(1, 2, 3)
Conv1dTranspose(2, 2, 0) <- f(1, 2, 3)
Conv1dTranspose(2, 2, 3, stride=0) <- f(1, 2, 3)
Conv1dTranspose(2, 2, 3, pad_mode='pad', padding=-1) <- f(1, 2, 3)
Conv1dTranspose(2, 3, 3, group=2) <- f(1, 2, 3)
Conv1dTranspose(2, 3, 2, weight_init='ones', bias_init='ones', has_bias=True) <- f(1, 2, 4)
Conv3dTranspose(2, 3, 2) <- f(1, 2, 2, 2, 2)
Conv3dTranspose(2, 1, 2, stride=2, has_bias=True) <- f(1, 2, 2, 1, 2)
Conv3dTranspose(1, 2, 2, pad_mode='valid') <- f(1, 1, 2, 1, 2)
Conv3dTranspose(1, 1, (2, 1, 3), stride=(2, 1, 1), pad_mode='valid', has_bias=True) <- f(1, 1, 2, 1, 2)
Conv3dTranspose(1, 1, 3, stride=2, pad_mode='pad', padding=1) <- f(1, 1, 2, 2, 2)
Conv3dTranspose(1, 1, 3, stride=2, pad_mode='pad', padding=(1, 1, 0, 1, 1, 0), output_padding=1) <- f(1, 1, 2, 2, 2)
Conv3dTranspose(1, 1, 2, stride=2, pad_mode='pad', output_padding=(1, 0, 1)) <- f(1, 1, 1, 2, 2)
Conv3dTranspose(1, 1, 1, stride=2, pad_mode='valid') <- f(1, 1, 1, 2, 2)
Conv3dTranspose(1, 1, 2, dilation=(1, 2, 1)) <- f(1, 1, 2, 2, 2)
Conv3dTranspose(2, 2, 2, group=2) <- f(1, 2, 2, 2, 2)
Conv3dTranspose(1, 1, 2, dilation=2) <- f(1, 1, 2, 2, 2)
Conv3dTranspose(1, 1, 2, output_padding=1) <- f(1, 1, 2, 2, 2)
Conv3dTranspose(1, 1, 2, padding=1) <- f(1, 1, 2, 2, 2)
Conv3dTranspose(1, 1, 2, data_format='NDHWC') <- f(1, 2, 2, 2, 1)
Conv3dTranspose(1, 1, 2, pad_mode='x') <- f(1, 1, 2, 2, 2)
Conv3dTranspose(1, 1, 2.0) <- f(1, 1, 2, 2, 2)
Conv3dTranspose(1, 1, (2, 2)) <- f(1, 1, 2, 2, 2)
Conv3dTranspose(1, 1, 2) <- f(1, 2, 2, 2)
Conv3dTranspose(1.0, 1, 2) <- f(1, 1, 2, 2, 2)
Conv2dTranspose(2, 1, 3, stride=2) <- f(1, 2, 2, 2)
Conv2dTranspose(2, 2, (2, 1), stride=2, pad_mode='valid', has_bias=True, group=2) <- f(1, 2, 2, 2)
Conv2dTranspose(2, 1, 3, stride=2, pad_mode='pad', padding=1, output_padding=1) <- f(1, 2, 2, 2)
Conv2dTranspose(1, 1, 2, stride=2, pad_mode='pad', output_padding=(0, 1), has_bias=True) <- f(1, 1, 1, 2)
Conv2dTranspose(1, 1, 2, stride=2, pad_mode='pad', output_padding=2) <- f(1, 1, 1, 2)
Conv2dTranspose(2, 1, 3, stride=2, output_padding=1) <- f(1, 2, 2, 2)
Conv2dTranspose(2, 1, 2, dtype=ms.float16) <- f(1, 2, 2, 2)
Conv1dTranspose(2, 3, 2, dtype=ms.float16) <- f(1, 2, 4)
"""

EMBEDDINGS = """
EmbeddingLookup(5, 3) <- i(5, 2, 2)
EmbeddingLookup(5, 3, sparse=False) <- i(5, 2, 2)
EmbeddingLookup(5, 3, target='DEVICE') <- i(5, 3)
EmbeddingLookup(5, 3, sparse=False, target='DEVICE') <- i(5, 3)
EmbeddingLookup(vocab_size=5, embedding_size=3, param_init='ones') <- i(5, 3)
EmbeddingLookup(5, 3, target='GPU') <- i(5, 2)
EmbeddingLookup(5, 3, sparse=1) <- i(5, 2)
EmbeddingLookup('5', 3) <- i(5, 2)
EmbeddingLookup(5, 0) <- i(5, 2)
EmbeddingLookup(5, 3, max_norm='a') <- i(5, 2)
EmbeddingLookup(5, 3, max_norm=-1.0) <- i(5, 2)
EmbeddingLookup(5, 3, slice_mode='x') <- i(5, 2)
EmbeddingLookup(5, 3, slice_mode='field_slice', manual_shapes=(2, 3)) <- i(5, 2)
EmbeddingLookup(5, 3, slice_mode='field_slice') <- i(5, 2)
EmbeddingLookup(5, 3, slice_mode='table_row_slice') <- i(5, 2)
EmbeddingLookup(5, 3, slice_mode='table_column_slice') <- i(5, 2)
EmbeddingLookup(5, 3) <- f(2)
MultiFieldEmbeddingLookup(5, 2, field_size=2) <- i(5, 2, 3), f(2, 3), i(2, 2, 3)
MultiFieldEmbeddingLookup(5, 2, field_size=2, operator='MEAN') <- i(5, 2, 3), f(2, 3), i(2, 2, 3)
MultiFieldEmbeddingLookup(5, 2, field_size=2, operator='MAX') <- i(5, 2, 3), f(2, 3), i(2, 2, 3)
MultiFieldEmbeddingLookup(5, 2, 2, operator='SUM', target='DEVICE', sparse=False) <- i(5, 2, 3), f(2, 3), i(2, 2, 3)
MultiFieldEmbeddingLookup(5, 2, 2, operator='X') <- i(5, 2, 3), f(2, 3), i(2, 2, 3)
MultiFieldEmbeddingLookup(5, 2, '2') <- i(5, 2, 3), f(2, 3), i(2, 2, 3)
MultiFieldEmbeddingLookup(5, 2, 2) <- f(2, 3), f(2, 3), i(2, 2, 3)
MultiFieldEmbeddingLookup(5, 2, 2) <- i(5, 2, 3), f(2, 2), i(2, 2, 3)
MultiFieldEmbeddingLookup(5, 2, 2) <- i(5, 2, 3), i(2, 2, 3), i(2, 2, 3)
MultiFieldEmbeddingLookup(5, 2, 2) <- i(5, 3), f(3), i(2, 3)
"""

BASIC = """
Upsample(size=(4, 4)) <- f(1, 2, 2, 2)
Upsample(size=4) <- f(1, 2, 2)
Upsample(scale_factor=2.0, recompute_scale_factor=True) <- f(1, 1, 2, 2)
Upsample(scale_factor=(2.0, 3.0), mode='nearest', recompute_scale_factor=True) <- f(1, 1, 2, 2)
Upsample(size=(3, 4), mode='bilinear', align_corners=True) <- f(1, 1, 2, 2)
Upsample(size=(3, 4), mode='bilinear') <- f(1, 1, 2, 2)
Upsample(size=(3, 4), mode='bicubic', align_corners=False) <- f(1, 1, 2, 2)
Upsample(size=5, mode='linear', align_corners=True) <- f(1, 2, 3)
Upsample(size=(2, 3, 4), mode='trilinear', align_corners=True) <- f(1, 1, 2, 2, 2)
Upsample(size=(4, 4), mode='area') <- f(1, 1, 2, 2)
Upsample(size=(4, 4), mode='nearest-exact') <- f(1, 1, 3, 3)
Upsample() <- f(1, 1, 2, 2)
Upsample(size=(4, 4), scale_factor=2.0) <- f(1, 1, 2, 2)
Upsample(size=(4, 4), mode='x') <- f(1, 1, 2, 2)
Upsample(size=(4, 4), align_corners=True) <- f(1, 1, 2, 2)
Upsample(scale_factor=2.0, mode='nearest') <- f(1, 1, 2, 2)
Unfold([1, 2, 2, 1], [1, 1, 1, 1], [1, 1, 1, 1]) <- f(1, 1, 3, 3)
Unfold(ksizes=[1, 2, 2, 1], strides=[1, 2, 2, 1], rates=[1, 2, 2, 1]) <- f(2, 1, 5, 5)
Unfold([1, 2, 2, 1], [1, 1, 1, 1], [1, 1, 1, 1], 'same') <- f(1, 1, 3, 3)
Unfold((1, 2, 2, 1), (1, 2, 2, 1), (1, 1, 1, 1)) <- f(1, 2, 4, 4)
Unfold([1, 2, 3, 1], [1, 1, 2, 1], [1, 1, 1, 1]) <- f(1, 1, 3, 5)
Unfold([2, 2, 2, 1], [1, 1, 1, 1], [1, 1, 1, 1]) <- f(1, 1, 3, 3)
Unfold([1, 2, 2], [1, 1, 1, 1], [1, 1, 1, 1]) <- f(1, 1, 3, 3)
Unfold(2, [1, 1, 1, 1], [1, 1, 1, 1]) <- f(1, 1, 3, 3)
Unfold([1, 0, 2, 1], [1, 1, 1, 1], [1, 1, 1, 1]) <- f(1, 1, 3, 3)
Unfold([1, 2, 2, 1], [1, 1, 1, 1], [1, 1, 1, 1], 'x') <- f(1, 1, 3, 3)
Dropout1d() <- f(2, 3, 4)
Dropout1d(p=0.0).set_train() <- f(2, 3, 4)
Dropout1d(p=1.0).set_train() <- f(2, 3, 4)
Dropout1d(p=1.5) <- f(2, 3, 4)
Dropout1d(p='a') <- f(2, 3, 4)
Dropout1d(p=0.2) <- f(2, 3)
Dropout1d(p=0.2).set_train() <- f(3)
Dropout2d(0.25) <- f(2, 3, 1, 2)
Dropout2d(p=0.0).set_train() <- f(2, 3, 1, 2)
Dropout2d(p=1.0).set_train() <- f(2, 3, 1, 2)
Dropout2d(p=-0.5) <- f(2, 3, 1, 2)
Dropout2d(p=0.5) <- f(3, 1, 2)
Dropout2d(p=0.5).set_train() <- f(3, 2)
Dropout3d(p=0.5) <- f(1, 2, 1, 2, 2)
Dropout3d(p=0.0).set_train() <- f(1, 2, 1, 2, 2)
Dropout3d(p=2) <- f(1, 2, 1, 2, 2)
Dropout3d(p=0.5).set_train() <- f(1, 1, 2, 2)
Unflatten(1, (2, 3)) <- f(2, 6)
Unflatten(-1, (2, -1)) <- f(2, 6)
Unflatten(0, (2, 1)) <- f(2, 3)
Unflatten(1, [2, 3]) <- f(2, 6)
Unflatten(1, (4, 3)) <- f(2, 6)
Unflatten(3, (2, 3)) <- f(2, 6)
Unflatten('a', (2, 3)) <- f(2, 6)
Unflatten(1, 6) <- f(2, 6)
Unflatten(1, ()) <- f(2, 6)
Unflatten(1, (('a', 2), ('b', 3))) <- f(2, 6)
BiDense(2, 3, 4) <- f(5, 2), f(5, 3)
BiDense(2, 3, 2, has_bias=False) <- f(2, 2, 2), f(2, 2, 3)
BiDense(2, 3, 2, weight_init='ones', bias_init=0.5) <- f(2), f(3)
BiDense(2, 3, 2, dtype=ms.float16) <- f(2, 2), f(2, 3)
BiDense(2, 3, 2) <- f(2, 3), f(2, 3)
BiDense('2', 3, 2) <- f(2, 2), f(2, 3)
BiDense(2, 0, 2) <- f(2, 2), f(2, 3)
BiDense(2, 3, 2, has_bias=1) <- f(2, 2), f(2, 3)
BiDense(2, 3, 2, weight_init=ms.Tensor([1.0])) <- f(2, 2), f(2, 3)
BiDense(2, 3, 2, bias_init=ms.Tensor([1.0])) <- f(2, 2), f(2, 3)
BiDense(2, 3, 2) <- f(3, 2), f(2, 3)
BiDense(2, 3, 2) <- f(3, 2), 2
PixelShuffle(2) <- f(1, 8, 1, 2)
PixelShuffle(3) <- f(9, 1, 2)
PixelShuffle(2) <- f(1, 6, 1, 2)
PixelShuffle(0) <- f(1, 6, 1, 2)
PixelShuffle('a') <- f(1, 6, 1, 2)
PixelShuffle(2) <- f(4, 2)
PixelUnshuffle(2) <- f(1, 2, 2, 4)
PixelUnshuffle(downscale_factor=3) <- f(1, 3, 6)
PixelUnshuffle(2) <- f(1, 2, 3, 4)
PixelUnshuffle(-1) <- f(1, 2, 3, 4)
PixelUnshuffle(2) <- f(4, 4)
ChannelShuffle(2) <- f(1, 4, 1, 2)
ChannelShuffle(3) <- f(2, 6, 2)
ChannelShuffle(2) <- f(4, 2)
ChannelShuffle(2) <- f(1, 3, 1, 2)
ChannelShuffle(0) <- f(1, 3, 1, 2)
ChannelShuffle(1.5) <- f(1, 3, 1, 2)
ChannelShuffle(2) <- f(4)
"""

POOLING = """
AvgPool3d(2) <- f(1, 1, 3, 3, 2)
AvgPool3d(kernel_size=(2, 1, 2), stride=(1, 2, 1)) <- f(1, 1, 2, 3, 3)
AvgPool3d(2, 2, pad_mode='same') <- f(1, 1, 3, 3, 2)
AvgPool3d(2, 2, pad_mode='pad', padding=1) <- f(1, 1, 2, 2, 2)
AvgPool3d(2, 2, pad_mode='pad', padding=(1, 0, 1), count_include_pad=False, ceil_mode=True) <- f(1, 1, 2, 3, 2)
AvgPool3d(2, 1, divisor_override=3) <- f(1, 2, 2, 2)
AvgPool3d(2, 1, pad_mode='pad', ceil_mode=True) <- f(1, 2, 3, 2)
AvgPool3d(2, 1, padding=1) <- f(1, 2, 2, 2)
AvgPool3d(2, 1, ceil_mode=True) <- f(1, 2, 2, 2)
AvgPool3d(2, 1, pad_mode='pad', padding=2) <- f(1, 2, 2, 2)
AvgPool3d(0) <- f(1, 2, 2, 2)
AvgPool3d('a') <- f(1, 2, 2, 2)
AvgPool3d((2, 2)) <- f(1, 2, 2, 2)
AvgPool3d(2, divisor_override=0) <- f(1, 2, 2, 2)
AvgPool3d(2) <- f(2, 2, 2)
AdaptiveAvgPool3d(2) <- f(1, 1, 3, 2, 2)
AdaptiveAvgPool3d((1, None, 2)) <- f(1, 2, 2, 3)
AdaptiveAvgPool3d('a') <- f(1, 2, 2, 3)
AdaptiveAvgPool3d((1, 2)) <- f(1, 2, 2, 3)
AdaptiveAvgPool3d(0) <- f(1, 2, 2, 3)
AdaptiveAvgPool3d(2) <- f(2, 2, 3)
AdaptiveMaxPool1d(2) <- f(1, 2, 4)
AdaptiveMaxPool1d(output_size=2) <- f(2, 4)
AdaptiveMaxPool1d(3) <- f(1, 2, 4)
AdaptiveMaxPool1d('a') <- f(1, 2, 4)
AdaptiveMaxPool1d(0) <- f(1, 2, 4)
AdaptiveMaxPool1d((2,)) <- f(1, 2, 4)
AdaptiveMaxPool1d(2) <- f(4)
AdaptiveMaxPool2d(2) <- f(1, 2, 3, 3)
AdaptiveMaxPool2d((None, 1), return_indices=True) <- f(2, 3, 3)
AdaptiveMaxPool2d((1, 2), True) <- f(1, 1, 3, 3)
AdaptiveMaxPool2d(2, return_indices=1) <- f(1, 2, 3, 3)
AdaptiveMaxPool2d((1,)) <- f(1, 1, 3, 3)
AdaptiveMaxPool2d(2) <- f(3, 3)
AdaptiveMaxPool3d(2) <- f(1, 1, 3, 2, 2)
AdaptiveMaxPool3d((1, 2, 1), True) <- f(1, 1, 3, 2, 2)
AdaptiveMaxPool3d((None, 1, 1)) <- f(1, 3, 2, 2)
AdaptiveMaxPool3d((1, 1)) <- f(1, 3, 2, 2)
FractionalMaxPool2d(2, output_size=(2, 2), _random_samples=ms.Tensor([[[0.3, 0.7]]])) <- f(1, 1, 5, 5)
FractionalMaxPool2d(2, output_size=2, return_indices=True, _random_samples=ms.Tensor([[[0.3, 0.7]]])) <- f(1, 1, 5, 5)
FractionalMaxPool2d((2, 1), output_ratio=(0.5, 0.6), _random_samples=ms.Tensor([[[0.9, 0.1]]])) <- f(1, 1, 5, 5)
FractionalMaxPool2d(2) <- f(1, 1, 5, 5)
FractionalMaxPool2d(2, 2, (0.5, 0.5)) <- f(1, 1, 5, 5)
FractionalMaxPool2d('a', 2) <- f(1, 1, 5, 5)
FractionalMaxPool2d(2, output_ratio=(1.5, 0.5)) <- f(1, 1, 5, 5)
FractionalMaxPool2d(2, output_size=0) <- f(1, 1, 5, 5)
FractionalMaxPool3d(2, output_size=2, _random_samples=ms.Tensor([[[0.3, 0.7, 0.5]]])) <- f(1, 1, 4, 4, 3)
FractionalMaxPool3d((1, 2, 1), output_ratio=(0.5, 0.5, 0.5), return_indices=True, _random_samples=ms.Tensor([[[0.3, 0.7, 0.5]]])) <- f(1, 1, 4, 4, 4)
FractionalMaxPool3d(2) <- f(1, 1, 4, 4, 3)
FractionalMaxPool3d((2, 2), 2) <- f(1, 1, 4, 4, 3)
LPPool1d(2, 2) <- a(1, 2, 4)
LPPool1d(norm_type=1, kernel_size=3, stride=1) <- a(2, 4)
LPPool1d(2, 3, 2, True) <- a(1, 1, 6)
LPPool1d(0, 2) <- a(1, 1, 6)
LPPool1d(2, 'a') <- a(1, 1, 6)
LPPool1d(2, 2) <- a(6)
LPPool1d(2, 0) <- a(1, 1, 6)
LPPool2d(2, 2) <- a(1, 1, 4, 4)
LPPool2d(norm_type=1.0, kernel_size=(2, 3), stride=(1, 2)) <- a(1, 3, 5)
LPPool2d(2, 3, 2, ceil_mode=True) <- a(1, 1, 4, 4)
LPPool2d(2, 2) <- a(4, 4)
LPPool2d(2, (1, 2, 3)) <- a(1, 1, 4, 4)
MaxUnpool1d(2) <- f(1, 1, 2), ms.Tensor([[[1, 2]]])
MaxUnpool1d(kernel_size=2, stride=2, padding=0) <- f(1, 2), ms.Tensor([[1, 2]])
MaxUnpool1d(2, 1) <- f(1, 1, 2), ms.Tensor([[[1, 2]]])
MaxUnpool1d(2) <- f(1, 1, 2), ms.Tensor([[[1, 2]]]), (1, 1, 5)
MaxUnpool1d(2) <- f(1, 1, 2), ms.Tensor([[[1, 2]]]), (1, 1, 9)
MaxUnpool1d(2) <- f(1, 1, 2), ms.Tensor([[[1]]])
MaxUnpool1d(2) <- f(2), ms.Tensor([1, 2])
MaxUnpool1d('a') <- f(1, 1, 2), ms.Tensor([[[1, 2]]])
MaxUnpool1d(0) <- f(1, 1, 2), ms.Tensor([[[1, 2]]])
MaxUnpool1d(2) <- f(1, 1, 2), f(1, 1, 2)
MaxUnpool2d(2) <- f(1, 1, 1, 2), ms.Tensor([[[[1, 6]]]])
MaxUnpool2d((1, 2), stride=(1, 2)) <- f(1, 1, 2), ms.Tensor([[[1, 3]]])
MaxUnpool2d(2) <- f(1, 1, 1, 2), ms.Tensor([[[[1, 6]]]]), output_size=(2, 5)
MaxUnpool2d(2) <- f(1, 1, 1, 2), ms.Tensor([[[[1, 60]]]])
MaxUnpool2d(2, padding=1) <- f(1, 1, 2, 2), ms.Tensor([[[[0, 1], [2, 3]]]])
MaxUnpool2d(2) <- f(1, 2), ms.Tensor([[1, 6]])
MaxUnpool3d(2) <- f(1, 1, 1, 1, 2), ms.Tensor([[[[[1, 6]]]]])
MaxUnpool3d(kernel_size=(1, 1, 2)) <- f(1, 1, 1, 2), ms.Tensor([[[[1, 3]]]])
MaxUnpool3d(2) <- f(1, 1, 2), ms.Tensor([[[1, 6]]])
"""

ACTIVATIONS = """
CELU() <- f(2, 3)
CELU(alpha=2.0) <- f(4)
CELU(0.0) <- f(4)
CELU('a') <- f(4)
GLU() <- f(2, 4)
GLU(axis=0) <- f(2, 3)
GLU() <- f(2, 3)
GLU('a') <- f(2, 4)
HShrink() <- f(2, 3)
HShrink(lambd=0.1) <- f(4)
HShrink('a') <- f(4)
Hardtanh() <- f(2, 3)
Hardtanh(-0.3, 0.4) <- f(5)
Hardtanh(1.0, -1.0) <- f(5)
Hardtanh(-1, 1) <- i(4, 5)
Hardtanh('a') <- f(5)
RReLU() <- a(2, 3)
RReLU(-0.5, -0.5) <- f(2, 3)
RReLU(lower=0.2, upper=0.2).set_train() <- f(2, 3)
RReLU(0.5, 0.25) <- f(2, 3)
RReLU('a') <- f(2, 3)
RReLU(lower=1) <- f(2)
SoftShrink() <- f(2, 3)
SoftShrink(lambd=0.1) <- f(4)
SoftShrink('a') <- f(4)
SoftShrink(-1.0) <- f(4)
Softmax2d() <- f(1, 3, 1, 2)
Softmax2d() <- f(3, 1, 2)
Softmax2d() <- f(3, 2)
Softmin() <- f(2, 3)
Softmin(axis=0) <- f(2, 3)
Softmin('a') <- f(2, 3)
Softmin(3) <- f(2, 3)
Threshold(0.1, 20.0) <- f(2, 3)
Threshold(threshold=0, value=2) <- f(4)
Threshold(1, 2) <- i(4, 5)
Threshold('a', 2) <- f(4)
Threshold(0.1, 'a') <- f(4)
"""

TRANSFORMERS = """
MultiheadAttention(4, 2) <- f(3, 2, 4), f(3, 2, 4), f(3, 2, 4)
MultiheadAttention(4, 2, batch_first=True) <- f(2, 3, 4), f(2, 3, 4), f(2, 3, 4)
MultiheadAttention(4, 2, kdim=3, vdim=5) <- f(2, 1, 4), f(3, 1, 3), f(3, 1, 5)
MultiheadAttention(4, 2, has_bias=False) <- f(2, 4), f(3, 4), f(3, 4)
MultiheadAttention(4, 2, add_bias_kv=True) <- f(2, 1, 4), f(3, 1, 4), f(3, 1, 4)
MultiheadAttention(4, 2, add_zero_attn=True) <- f(2, 1, 4), f(3, 1, 4), f(3, 1, 4)
MultiheadAttention(4, 2, add_bias_kv=True, add_zero_attn=True) <- f(2, 2, 4), f(3, 2, 4), f(3, 2, 4), key_padding_mask=ms.Tensor([[False, False, True], [False, True, False]])
MultiheadAttention(4, 2) <- f(2, 1, 4), f(2, 1, 4), f(2, 1, 4), need_weights=False
MultiheadAttention(4, 2) <- f(2, 1, 4), f(2, 1, 4), f(2, 1, 4), average_attn_weights=False
MultiheadAttention(4, 2) <- f(2, 1, 4), f(2, 1, 4), f(2, 1, 4), attn_mask=ms.Tensor([[False, True], [False, False]])
MultiheadAttention(4, 2) <- f(2, 1, 4), f(2, 1, 4), f(2, 1, 4), attn_mask=f(2, 2, 2)
MultiheadAttention(4, 2, dropout=0.5) <- f(2, 1, 4), f(2, 1, 4), f(2, 1, 4)
MultiheadAttention(4, 2, batch_first=True) <- f(3, 4), f(3, 4), f(3, 4), key_padding_mask=ms.Tensor([False, True, False])
MultiheadAttention(5, 2) <- f(2, 1, 5), f(2, 1, 5), f(2, 1, 5)
MultiheadAttention('a', 2) <- f(2, 1, 5), f(2, 1, 5), f(2, 1, 5)
MultiheadAttention(4, 2) <- f(2, 1, 4), f(2, 1, 3), f(2, 1, 4)
MultiheadAttention(4, 2) <- f(4), f(4), f(4)
MultiheadAttention(4, 2) <- f(2, 1, 4), f(2, 1, 4), f(2, 1, 4), attn_mask=ms.Tensor([True])
MultiheadAttention(4, 2) <- f(2, 1, 4), f(2, 1, 4), f(2, 1, 4), key_padding_mask=ms.Tensor([True])
MultiheadAttention(4, 2, dropout=2.0) <- f(2, 1, 4), f(2, 1, 4), f(2, 1, 4)
TransformerEncoderLayer(4, 2, 3) <- f(3, 2, 4)
TransformerEncoderLayer(4, 2, dim_feedforward=3, activation='gelu', norm_first=True, batch_first=True) <- f(2, 3, 4)
TransformerEncoderLayer(4, 2, 3, dropout=0.0).set_train() <- f(3, 1, 4), src_mask=ms.Tensor([[False, True, True], [False, False, True], [False, False, False]])
TransformerEncoderLayer(4, 2, 3, activation=Tanh()) <- f(3, 2, 4), src_key_padding_mask=ms.Tensor([[False, False, True], [False, True, False]])
TransformerEncoderLayer(4, 2, 3, activation=ms.ops.relu) <- f(3, 2, 4), f(3, 3)
TransformerEncoderLayer(4, 2, 3, activation='x') <- f(3, 2, 4)
TransformerEncoderLayer(4, 2, 3, activation=1) <- f(3, 2, 4)
TransformerEncoderLayer(4, 2, 3) <- f(3, 2, 4), i(2, 3, 3)
TransformerEncoderLayer(4, 2, 3) <- f(3, 2, 4), None, i(2, 2, 3)
TransformerEncoderLayer(4, 3, 3) <- f(3, 2, 4)
TransformerDecoderLayer(4, 2, 3) <- f(3, 2, 4), f(2, 2, 4)
TransformerDecoderLayer(4, 2, 3, activation='gelu', norm_first=True, batch_first=True) <- f(2, 3, 4), f(2, 2, 4)
TransformerDecoderLayer(4, 2, 3) <- f(2, 1, 4), f(2, 1, 4), tgt_mask=ms.Tensor([[False, True], [False, False]]), memory_key_padding_mask=ms.Tensor([[False, True]])
TransformerDecoderLayer(4, 2, 3, activation='x') <- f(2, 1, 4), f(2, 1, 4)
TransformerEncoder(TransformerEncoderLayer(4, 2, 3), 2) <- f(3, 1, 4)
TransformerEncoder(TransformerEncoderLayer(4, 2, 3), num_layers=1, norm=LayerNorm((4,))) <- f(3, 1, 4), src_key_padding_mask=ms.Tensor([[False, False, True]])
TransformerEncoder(TransformerEncoderLayer(4, 2, 3), 1) <- f(3, 1, 4), i(2, 3, 3)
TransformerDecoder(TransformerDecoderLayer(4, 2, 3), 2) <- f(2, 1, 4), f(2, 1, 4)
TransformerDecoder(TransformerDecoderLayer(4, 2, 3), 1, LayerNorm((4,))) <- f(2, 1, 4), f(2, 1, 4), tgt_mask=ms.Tensor([[False, True], [False, False]])
Transformer(4, 2, 1, 1, 3) <- f(3, 1, 4), f(2, 1, 4)
Transformer(d_model=4, nhead=2, num_encoder_layers=2, num_decoder_layers=1, dim_feedforward=3, batch_first=True, norm_first=True) <- f(1, 3, 4), f(1, 2, 4)
Transformer(4, 2, 1, 1, 3) <- f(2, 1, 4), f(2, 1, 4), ms.Tensor([[False, True], [False, False]]), ms.Tensor([[False, True], [False, False]]), memory_key_padding_mask=ms.Tensor([[False, True]])
Transformer(4, 2, 1, 1, 3) <- f(2, 1, 4), f(2, 2, 4)
Transformer(4, 2, 1, 1, 3, batch_first=True) <- f(1, 2, 4), f(2, 2, 4)
Transformer(4, 2, 1, 1, 3) <- f(2, 1, 3), f(2, 1, 3)
Transformer(4, 2, 1, 1, 3) <- f(2, 4), f(2, 4)
Transformer(4, 2, custom_encoder=TransformerEncoder(TransformerEncoderLayer(4, 2, 3), 1), custom_decoder=TransformerDecoder(TransformerDecoderLayer(4, 2, 3), 1)) <- f(2, 1, 4), f(2, 1, 4)
"""

LAYERS = {
    "padding": PADS, "normalization": NORMS, "conv": CONVOLUTIONS, "embedding": EMBEDDINGS, "basic": BASIC,
    "pooling": POOLING, "activation": ACTIVATIONS, "transformer": TRANSFORMERS,
}  # fmt: skip
#: Layers whose default initial values are looked at: enough numbers for their spread to be telling.
INITIAL = [
    "Conv1dTranspose(20, 30, 5, has_bias=True)", "Conv3dTranspose(6, 8, 3, has_bias=True)", "Conv2dTranspose(20, 30, 3, has_bias=True)",
    "BiDense(20, 30, 15)", "EmbeddingLookup(50, 40)", "MultiFieldEmbeddingLookup(50, 40, 2)", "MultiheadAttention(40, 2)",
    "MultiheadAttention(40, 2, kdim=30, vdim=20, add_bias_kv=True)", "TransformerEncoderLayer(32, 2, 48)",
    "TransformerDecoderLayer(32, 2, 48)", "Transformer(32, 2, 1, 1, 48)", "InstanceNorm2d(4)", "SyncBatchNorm(4)",
]  # fmt: skip
CASES = {file: [line for line in text.split("\n") if line] for file, text in LAYERS.items()}
#: More numbers than these are recorded as their product with a fixed vector.
SHOWN = 12


class _Names(dict):
    """The names of `mindspore.nn`, and `ms`."""

    def __init__(self, ms: Any, **more: Any) -> None:
        super().__init__(ms=ms, **more)

    def __missing__(self, name: str) -> Any:
        try:
            return getattr(self["ms"].nn, name)
        except AttributeError:
            raise KeyError(name) from None


def make(ms: Any, text: str) -> Any:
    """The layer that a text like `Pad(((1, 1),))` constructs."""
    return eval(text, {}, _Names(ms))  # noqa: S307


def _inputs(ms: Any, text: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
    rng = np.random.default_rng(5)

    def f(*shape: int) -> Any:
        return ms.Tensor(rng.normal(size=shape).astype(np.float32))

    def a(*shape: int) -> Any:
        return ms.Tensor(rng.uniform(0.5, 2, size=shape).astype(np.float32))

    def i(below: int, *shape: int) -> Any:
        return ms.Tensor(rng.integers(below, size=shape).astype(np.int32))

    def b(*shape: int) -> Any:
        return ms.Tensor(rng.integers(2, size=shape).astype(bool))

    def call(*args: Any, **kwargs: Any) -> Any:
        return args, kwargs

    return eval(f"call({text})", {}, _Names(ms, f=f, a=a, i=i, b=b, call=call))  # noqa: S307


def _fill(ms: Any, net: Any) -> None:
    rng = np.random.default_rng(7)
    for p in net.get_parameters():
        values = rng.normal(size=p.shape) * 0.5
        p.set_data(ms.Tensor((abs(values) + 0.5 if "variance" in p.name else values).astype(np.float32)).astype(p.dtype))


def described(t: Any) -> list[Any]:
    """Shape, dtype and numbers of a Tensor, few of them if there are many."""
    values = t.asnumpy().astype(np.float64).reshape(-1)
    if values.size > SHOWN:
        rng = np.random.default_rng(11)
        values = np.stack([(values * rng.normal(size=values.size)).sum() for _ in range(3)])
    return [list(t.shape), str(t.dtype), [float(f"{v:.7g}") for v in values]]


def _flat(out: Any) -> list[Any]:
    return [t for v in out for t in _flat(v)] if isinstance(out, (tuple, list)) else [out]


def run(ms: Any, case: str, wrap: Any = lambda net: net) -> dict[str, Any]:
    """What a case gives: representation, Parameters, outputs, gradients, Parameters that changed; or the error."""
    head, _, tail = case.partition(" <- ")
    row: dict[str, Any] = {"case": case, "at": "init"}
    try:
        net = make(ms, head)
        row["repr"] = re.sub(r"<[\w.]*\.(\w+) object at \w+>", r"<\1>", repr(net))
        row["params"] = [[p.name, list(p.shape), str(p.dtype), p.requires_grad] for p in net.get_parameters()]
        _fill(ms, net)
        row["at"] = "call"
        args, kwargs = _inputs(ms, tail)
        _run(ms, net, wrap(net), args, kwargs, row)
    except Exception as error:
        message = str(error).strip()
        if "Kernel select failed" in message:
            # The real CPU build has no such kernel; what came before stays.
            row["no_kernel"] = True
            del row["at"]
            return row
        return {"case": case, "at": row["at"], "error": type(error).__name__, "message": message.split("\n")[0]}
    del row["at"]
    return row


def _run(ms: Any, net: Any, call: Any, args: Any, kwargs: Any, row: dict[str, Any]) -> None:
    out = _flat(call(*args, **kwargs))
    row["out"] = [None if t is None else described(t) for t in out]
    changed = [p for p in net.get_parameters() if not p.requires_grad]
    if changed:
        row["after"] = [described(p) for p in changed]
    rng = np.random.default_rng(13)
    weights = [None if t is None or "Float" not in str(t.dtype) else ms.Tensor(rng.normal(size=t.shape).astype(np.float32)) for t in out]

    def loss(*inputs: Any) -> Any:
        flat = _flat(call(*inputs, **kwargs))
        return sum((t.astype(ms.float32) * w).sum() for t, w in zip(flat, weights, strict=True) if w is not None)

    where = tuple(i for i, x in enumerate(args) if isinstance(x, ms.Tensor) and "Float" in str(x.dtype))
    trained = list(net.trainable_params())
    if any(w is not None for w in weights) and (where or trained):
        row["grads"] = [described(g) for g in _flat(ms.grad(loss, where or None, trained or None)(*args))]
