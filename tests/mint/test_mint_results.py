"""Layers of `mint.nn`: repr as recorded from MindSpore 2.10.0, results and gradients as recorded from PyTorch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, mint
from tests.mint.cases import BATCH_NORMS, CALLS, batches, make, summary, weights

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
    "BatchNorm2d(2)": "BatchNorm2d(num_features=2, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)",
    "Conv1d(2, 4, 2)": "Conv1d(input_channels=2, output_channels=4, kernel_size=(2,), stride=(1,), padding=(0,), dilation=(1,), groups=1, bias=True)",
    "AvgPool1d(2)": "AvgPool1dExt()",
    "MaxPool2d(2)": "MaxPool2dExt()",
    "MaxUnpool2d(2)": "MaxUnpool2d()",
    "Flatten()": "Flatten()",
    "UpsamplingNearest2d(size=2)": "UpsamplingNearest2d()",
    "AdaptiveAvgPool2d(2)": "AdaptiveAvgPool2d(output_size=2)",
    "AdaptiveMaxPool1d(2)": "AdaptiveMaxPool1d(output_size=2, return_indices=False)",
}

#: what PyTorch gives
GOLDEN = Path(__file__).parents[1] / "golden"
RECORDED = json.loads((GOLDEN / "mint.json").read_text())
RECORDED_NORMS = json.loads((GOLDEN / "mint_batch_norms.json").read_text())


@pytest.mark.parametrize("call", REPR)
def test_repr(call: str) -> None:
    assert repr(make(mint.nn, call)) == REPR[call]


def close(array: Any, recorded: list[Any]) -> None:
    shape, norm, *sums = summary(array)
    assert shape == recorded[0]
    np.testing.assert_allclose([norm, *sums], recorded[1:], rtol=2e-5, atol=2e-5 * max(recorded[1], 1))


@pytest.mark.parametrize(("call", "inputs"), CALLS, ids=[c[0] for c in CALLS])
def test_results_and_gradients_are_pytorchs(call: str, inputs: tuple[Any, ...]) -> None:
    layer, recorded = make(mint.nn, call), RECORDED[call]
    parameters = {p.name: p for p in layer.get_parameters()}
    values = weights({n: p.shape for n, p in parameters.items()})
    assert set(values) == set(recorded["weights"])
    for name, v in values.items():
        parameters[name].set_data(Tensor(v))
    trained = [parameters[n] for n in recorded["weights"]]
    for run in (layer, ms.jit(layer)):
        close(run(*map(Tensor, inputs)).asnumpy(), recorded["out"])
        grads = ms.grad(run, 0, trained or None)(*map(Tensor, inputs))
        of_input, of_weights = grads if trained else (grads, ())
        if recorded["input"]:
            close(of_input.asnumpy(), recorded["input"])
        for p, g in zip(trained, of_weights, strict=True):
            close(g.asnumpy(), recorded["weights"][p.name])


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize(("call", "shape"), BATCH_NORMS, ids=[c[0] for c in BATCH_NORMS])
def test_batch_norms_are_pytorchs(call: str, shape: tuple[int, ...], compiled: bool) -> None:
    layer, recorded = make(mint.nn, call).set_train(), RECORDED_NORMS[call]
    trained = layer.trainable_params()
    for name, v in weights({p.name: p.shape for p in trained}).items():
        getattr(layer, name).set_data(Tensor(v))
    *inputs, factors = batches(shape)

    def loss(x: Tensor) -> tuple[Tensor, Tensor]:
        out = layer(x)
        return (out * Tensor(factors)).sum(), out

    step = ms.value_and_grad(loss, 0, trained or None, has_aux=True)
    step = ms.jit(step) if compiled else step
    for x, (out, of_input, *of_weights) in zip(inputs, recorded["train"], strict=True):
        (_, result), grads = step(Tensor(x))
        close(result.asnumpy(), out)
        grads = (grads[0], *grads[1]) if trained else (grads,)
        close(grads[0].asnumpy(), of_input)
        for g, wanted in zip(grads[1:], of_weights, strict=True):
            close(g.asnumpy(), wanted)
    assert {p.name for p in layer.untrainable_params()} == set(recorded["state"])
    for name, wanted in recorded["state"].items():
        close(getattr(layer, name).asnumpy(), wanted)
    layer.set_train(False)
    close((ms.jit(layer) if compiled else layer)(Tensor(inputs[0])).asnumpy(), recorded["eval"])


def test_batch_norms_begin_anew() -> None:
    layer = mint.nn.BatchNorm1d(2, dtype=ms.float16).set_train()
    dtypes = {p.name: (p.dtype, p.requires_grad) for p in layer.get_parameters()}
    half = {n: (ms.float16, n in ("weight", "bias")) for n in ("weight", "bias", "running_mean", "running_var")}
    assert dtypes == {**half, "num_batches_tracked": (ms.int64, False)}
    layer(Tensor([[1.0, 2.0], [3.0, 6.0]], ms.float16))
    assert layer.running_mean.asnumpy().any() and int(layer.num_batches_tracked) == 1
    layer.weight.set_data(Tensor([2.0, 2.0], ms.float16))
    layer.reset_running_stats()
    assert not layer.running_mean.asnumpy().any() and int(layer.num_batches_tracked) == 0
    layer.reset_parameters()
    assert (layer.weight == 1).all()


def test_sync_batch_norm_of_one_process() -> None:
    x = Tensor(np.arange(16.0).reshape(2, 2, 4).astype(np.float32))
    layer, same = mint.nn.SyncBatchNorm(2).set_train(), mint.nn.BatchNorm1d(2).set_train()
    assert (layer(x) == same(x)).all()
    with pytest.raises(ValueError, match=r"expected at least 2D input \(got 1D input\)"):
        layer(Tensor([1.0]))


def test_group_norms_parameters_are_always_there() -> None:
    assert [(p.name, p.requires_grad) for p in mint.nn.GroupNorm(1, 2, affine=False).get_parameters()] == [("weight", False), ("bias", False)]


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
        ("GroupNorm(1, 4, eps=1)", TypeError),
        ("BatchNorm2d(2.0)", TypeError),
        ("BatchNorm2d(-1)", ValueError),
        ("BatchNorm2d(2)(Tensor([[1.0, 2.0]]))", ValueError),
        ("Conv1d(3, 4, 2, groups=2)", ValueError),
        ("CosineEmbeddingLoss(reduction='x')(Tensor([1.0]), Tensor([1.0]), Tensor(1))", ValueError),
        ("UpsamplingNearest2d()(Tensor([[[[1.0]]]]))", ValueError),
        ("Embedding('a', 3)", TypeError),
    ],
)
def test_wrong_arguments(call: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        make(mint.nn, call, Tensor=Tensor)


def test_parameters_begin_as_mindspores() -> None:
    conv = mint.nn.Conv2d(8, 50, 3)
    for p in conv.get_parameters():
        assert 0.9 < float(abs(p.asnumpy()).max()) * np.sqrt(72) <= 1.0
    table = mint.nn.Embedding(500, 30, padding_idx=3).weight.asnumpy()
    assert abs(table.std() - 1) < 0.05
    assert not table[3].any()
