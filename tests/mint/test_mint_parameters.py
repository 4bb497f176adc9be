"""Layers of `mint.nn` with Parameters, and losses: repr as recorded from MindSpore 2.10.0, results as PyTorch's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, mint

#: what the real one prints
REPR = {
    "Conv2d(2, 4, 3)": "Conv2d(input_channels=2, output_channels=4, kernel_size=(3, 3), stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1, bias=True)",
    "Conv3d(2, 4, 3)": "Conv3d(input_channels=2, output_channels=4, kernel_size=(3, 3, 3), stride=(1, 1, 1), padding=(0, 0, 0), dilation=(1, 1, 1), groups=1, bias=True)",
    "ConvTranspose2d(2, 4, 3)": "ConvTranspose2d(input_channels=2, output_channels=4, kernel_size=(3, 3), stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1, bias=True)",
    "AvgPool2d(2)": "AvgPool2dExt()",
    "AvgPool3d(2)": "AvgPool3dExt()",
    "Dropout()": "DropoutExt()",
    "Dropout2d()": "Dropout2dExt()",
    "CrossEntropyLoss()": "CrossEntropyLoss()",
    "L1Loss()": "L1LossExt()",
    "Embedding(5, 3)": "EmbeddingExt(num_embeddings=5, embedding_dim=3, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, dtype=Float32)",
    "BCELoss()": "BCELoss(\n  (bce_loss): BCELoss()\n)",
    "PReLU()": "PReLUExt()",
    "Softshrink()": "SoftShrink()",
    "Upsample(2)": "UpsampleExt()",
    "Unfold(2)": "UnfoldExt()",
    "ZeroPad2d(1)": "ZeroPad2d()",
    "GroupNorm(2, 4)": "GroupNorm(num_groups=2, num_channels=4, eps=1e-05, affine=True)",
    "LayerNorm(4)": "LayerNormExt(normalized_shape=(4,), eps=1e-05, elementwise_affine=True)",
    "AdaptiveAvgPool2d(2)": "AdaptiveAvgPool2d(output_size=2)",
    "AdaptiveMaxPool1d(2)": "AdaptiveMaxPool1d(output_size=2, return_indices=False)",
}

RNG = np.random.default_rng(0)
IMAGE = RNG.standard_normal((2, 4, 6, 6)).astype(np.float32)
LOGITS, LABELS = RNG.standard_normal((3, 5)).astype(np.float32), np.array([1, 4, 0])
OTHER = RNG.random((3, 5)).astype(np.float32)
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
]


def make(namespace: Any, call: str) -> Any:
    return eval(f"nn.{call}", {"nn": namespace})


@pytest.mark.parametrize("call", REPR)
def test_repr(call: str) -> None:
    assert repr(make(mint.nn, call)) == REPR[call]


@pytest.mark.parametrize("call, inputs", CALLS, ids=[c[0] for c in CALLS])
def test_results_and_gradients_are_pytorchs(call: str, inputs: tuple[Any, ...]) -> None:
    torch = pytest.importorskip("torch")
    layer, theirs = make(mint.nn, call), make(torch.nn, call)
    mine = {p.name: p for p in layer.get_parameters()}
    assert {n: tuple(p.shape) for n, p in theirs.named_parameters()} == {n: p.shape for n, p in mine.items()}
    for name, p in theirs.named_parameters():
        values = RNG.standard_normal(p.shape).astype(np.float32)
        p.data = torch.tensor(values)
        mine[name].set_data(Tensor(values))
    given = [torch.tensor(x, requires_grad=x.dtype == np.float32) for x in inputs]
    out = theirs(*given)
    out.sum().backward()
    weights = list(layer.trainable_params())
    for run in (layer, ms.jit(layer)):
        grads = ms.grad(run, 0, weights or None)(*map(Tensor, inputs))
        np.testing.assert_allclose(run(*map(Tensor, inputs)).asnumpy(), out.detach().numpy(), rtol=2e-5, atol=2e-5)
        of_input, of_weights = grads if weights else (grads, ())
        if given[0].requires_grad:
            np.testing.assert_allclose(of_input.asnumpy(), given[0].grad.numpy(), rtol=1e-4, atol=1e-4)
        for p, g in zip(weights, of_weights, strict=True):
            np.testing.assert_allclose(g.asnumpy(), dict(theirs.named_parameters())[p.name].grad.numpy(), rtol=1e-4, atol=1e-4)


def test_dropout_drops_while_training_only() -> None:
    layer, x = mint.nn.Dropout(0.5), ms.ops.ones((100, 100))
    assert 0.4 < float((layer.set_train()(x) == 0).float().mean()) < 0.6
    assert (layer.set_train(False)(x) == 1).all()


@pytest.mark.parametrize(
    "call, error",
    [
        ("Conv2d(3, 4, 3, groups=2)", ValueError),
        ("Conv2d(3, 4, 3, padding='x')", ValueError),
        ("Conv2d(3, 4, 3, padding_mode='x')", ValueError),
        ("Conv2d(3, 4, 3, stride=2, padding='same')", ValueError),
        ("Conv2d('a', 4, 3)", TypeError),
        ("GroupNorm(3, 4)", ValueError),
        ("GroupNorm('a', 4)", TypeError),
        ("Embedding('a', 3)", TypeError),
    ],
)
def test_wrong_arguments(call: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        make(mint.nn, call)


def test_parameters_begin_as_mindspores() -> None:
    conv = mint.nn.Conv2d(8, 50, 3)
    for p in conv.get_parameters():
        assert 0.9 < float(abs(p.asnumpy()).max()) * np.sqrt(72) <= 1.0
    table = mint.nn.Embedding(500, 30, padding_idx=3).weight.asnumpy()
    assert abs(table.std() - 1) < 0.05
    assert not table[3].any()
