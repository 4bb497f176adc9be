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
]


def make(namespace: Any, call: str) -> Any:
    """The layer that `call` names."""
    return eval(f"nn.{call}", {"nn": namespace})


def weights(shapes: dict[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    """Values for a layer's Parameters."""
    rng = np.random.default_rng(1)
    return {name: rng.standard_normal(shapes[name]).astype(np.float32) for name in sorted(shapes)}


def summary(array: Any) -> list[Any]:
    """The shape, the norm, and three sums of the elements with weights that differ from place to place."""
    flat = np.asarray(array, np.float64).reshape(-1)
    at = np.arange(flat.size)
    return [list(np.shape(array)), *(float(f"{v:.7g}") for v in (np.linalg.norm(flat), *(flat @ np.cos(at * k + k) for k in (0.5, 1.3, 2.9))))]
