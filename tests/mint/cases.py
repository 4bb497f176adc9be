"""Layers of `mint.nn` and inputs for them, for PyTorch, which recorded what they give, and for mindshim.

MindSpore's CPU has no kernels for most of them; their formulas are PyTorch's.
"""

from __future__ import annotations

from typing import Any

import numpy as np

RNG = np.random.default_rng(0)
IMAGE = RNG.standard_normal((2, 4, 6, 6)).astype(np.float32)
LOGITS, LABELS = RNG.standard_normal((3, 5)).astype(np.float32), np.array([1, 4, 0])
OTHER = RNG.random((3, 5)).astype(np.float32)
VALUES = np.array([[-2.0, -0.5], [0.25, 7.0]], np.float32)
CALLS: list[tuple[str, tuple[Any, ...]]] = [
    ("Conv2d(4, 6, 3, padding=1)", (IMAGE,)),
    ("Conv2d(4, 6, (3, 2), stride=2, padding=(2, 1), dilation=2, groups=2)", (IMAGE,)),
    ("Conv2d(4, 6, 3, padding=1, padding_mode='reflect', bias=False)", (IMAGE,)),
    ("Conv2d(4, 6, 3, padding='same', padding_mode='circular')", (IMAGE,)),
    ("Conv2d(4, 6, 4, padding='same', padding_mode='replicate')", (IMAGE,)),
    ("Conv3d(1, 2, 3, padding=1)", (RNG.standard_normal((1, 1, 3, 4, 5)).astype(np.float32),)),
    ("ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2)", (IMAGE,)),
    ("AvgPool2d(3, stride=2, padding=1, count_include_pad=False)", (IMAGE,)),
    ("AvgPool2d(2, ceil_mode=True, divisor_override=3)", (IMAGE,)),
    ("AdaptiveAvgPool1d(2)", (IMAGE[0],)),
    ("AdaptiveAvgPool2d((2, 3))", (IMAGE,)),
    ("AdaptiveMaxPool1d(2)", (IMAGE[0],)),
    ("GroupNorm(2, 4)", (IMAGE,)),
    ("LayerNorm((6, 6))", (IMAGE,)),
    ("LayerNorm(6, bias=False)", (IMAGE,)),
    ("Embedding(5, 3, padding_idx=-1)", (LABELS,)),
    ("CrossEntropyLoss(label_smoothing=0.1)", (LOGITS, LABELS)),
    ("CrossEntropyLoss(ignore_index=4, reduction='sum')", (LOGITS, LABELS)),
    ("CrossEntropyLoss(reduction='none')", (LOGITS, OTHER)),
    ("NLLLoss()", (LOGITS, LABELS)),
    ("MSELoss(reduction='none')", (LOGITS, OTHER)),
    ("L1Loss()", (LOGITS, OTHER)),
    ("SmoothL1Loss(beta=0.5)", (LOGITS, OTHER)),
    ("BCEWithLogitsLoss()", (LOGITS, OTHER)),
    ("KLDivLoss(reduction='batchmean')", (LOGITS, OTHER)),
    ("BCELoss()", (OTHER, OTHER[::-1].copy())),
    ("PReLU(4)", (IMAGE,)),
    ("Softshrink(0.4)", (IMAGE,)),
    ("PixelShuffle(2)", (IMAGE,)),
    ("Unfold(3, padding=1)", (IMAGE,)),
    ("Fold((4, 4), 2)", (RNG.standard_normal((1, 8, 9)).astype(np.float32),)),
    ("Upsample(scale_factor=2.0, mode='bilinear', align_corners=True)", (IMAGE,)),
    ("ConstantPad1d((1, 2), 0.5)", (IMAGE[0],)),
    ("ZeroPad2d((1, 0, 2, 1))", (IMAGE,)),
    ("ReflectionPad2d((1, 0, 2, 1))", (IMAGE,)),
    ("ReplicationPad2d(2)", (IMAGE,)),
    ("ReLU6()", (VALUES,)),
    ("ELU(0.5)", (VALUES,)),
    ("GELU()", (VALUES,)),
    ("GELU('tanh')", (VALUES,)),
    ("SELU()", (VALUES,)),
    ("Mish()", (VALUES,)),
    ("LogSigmoid()", (VALUES,)),
    ("LogSoftmax(0)", (VALUES,)),
    ("Threshold(0.1, 20.0)", (VALUES,)),
    ("Conv1d(6, 4, 3, stride=2, padding=1, groups=2)", (IMAGE[0],)),
    ("Conv1d(6, 4, 2, padding='same', padding_mode='reflect')", (IMAGE[0],)),
    ("AvgPool1d(3, stride=2, padding=1, count_include_pad=False)", (IMAGE[0],)),
    ("MaxPool2d(3, stride=2, padding=1, ceil_mode=True)", (IMAGE,)),
    ("MaxUnpool2d(2)", (IMAGE[:1, :1, :2, :2].copy(), np.array([[[[0, 3], [13, 10]]]]))),
    ("Flatten(1, 2)", (IMAGE,)),
    ("Hardtanh(-0.6, 2.0)", (VALUES,)),
    ("CosineEmbeddingLoss(0.1)", (LOGITS, OTHER, np.array([1, -1, -1]))),
    ("UpsamplingNearest2d((9, 4))", (IMAGE,)),
    ("UpsamplingBilinear2d((9, 4))", (IMAGE,)),
]
#: layers that are trained with two batches before they are evaluated with the first
BATCH_NORMS: list[tuple[str, tuple[int, ...]]] = [
    ("BatchNorm1d(4)", (3, 4)),
    ("BatchNorm1d(4, momentum=None)", (3, 4, 5)),
    ("BatchNorm2d(4, eps=0.1, momentum=0.3)", (3, 4, 2, 3)),
    ("BatchNorm2d(4, affine=False)", (3, 4, 2, 3)),
    ("BatchNorm3d(4, track_running_stats=False)", (2, 4, 2, 3, 2)),
]


def batches(shape: tuple[int, ...]) -> list[np.ndarray]:
    """Two batches, and the weights of the outputs in the sum that is differentiated."""
    rng = np.random.default_rng(2)
    return [rng.standard_normal(shape).astype(np.float32) for _ in range(3)]


def make(namespace: Any, call: str, **given: Any) -> Any:
    """What `call` names, a layer."""
    return eval(f"nn.{call}", {"nn": namespace, **given})


def weights(shapes: dict[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    """Values for a layer's Parameters."""
    rng = np.random.default_rng(1)
    return {name: rng.standard_normal(shapes[name]).astype(np.float32) for name in sorted(shapes)}


def summary(array: Any) -> list[Any]:
    """The shape, the norm, and three sums of the elements with weights that differ from place to place."""
    flat = np.asarray(array, np.float64).reshape(-1)
    at = np.arange(flat.size)
    return [list(np.shape(array)), *(float(f"{v:.7g}") for v in (np.linalg.norm(flat), *(flat @ np.cos(at * k + k) for k in (0.5, 1.3, 2.9))))]
