"""Names of `mint` beside those that are documented, and operands that only `mint` takes."""

from __future__ import annotations

import importlib

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, mint, ops

#: module -> functions and classes that the real one has there, without what it only imported for itself
NAMES = {
    "mint": "addr_ batch_norm_elemt batch_norm_gather_stats_with_counts batch_norm_stats cdist_ conv2d conv_tbc distributed "
    "dstack flatten_ext functional hstack item linalg nn npu_gelu optim softmax_ext special take",
    "mint.nn": "AvgPool1d BatchNorm1d BatchNorm2d BatchNorm3d Conv1d CosineEmbeddingLoss F Flatten Hardtanh MaxPool2d MaxUnpool2d "
    "SyncBatchNorm UpsamplingBilinear2d UpsamplingNearest2d functional layer",
    "mint.nn.functional": "adaptive_avg_pool3d_ext adaptive_max_pool2d broadcast_to clamp elu_ext hardtanh_op inplace_elu "
    "inplace_silu norm_ext sigmoid_ silu_func soft_margin_loss threshold_op",
    "mint.nn.layer": "BatchNorm2d GroupNorm LayerNorm SyncBatchNorm SiLU AdaptiveAvgPool3d Threshold",
    "mint.optim": "Adam AdamW FusedAdamW SGD",
}
RNG = np.random.default_rng(0)


@pytest.mark.parametrize("module", NAMES)
def test_names_are_there(module: str) -> None:
    there = importlib.import_module(f"mindshim.{module}")
    for name in NAMES[module].split():
        assert getattr(there, name) is not None
        assert name in dir(there)


def test_statistics_of_parts_are_those_of_the_whole() -> None:
    x = RNG.standard_normal((6, 3, 2)).astype(np.float32)
    parts = [mint.batch_norm_stats(Tensor(p), 1e-5) for p in (x[:2], x[2:])]
    running = [Tensor(np.zeros(3, np.float32)), Tensor(np.ones(3, np.float32))]
    means, inverses = (ops.stack(p) for p in zip(*parts, strict=True))
    counts = Tensor([4.0, 8.0])
    mean, invstd = mint.batch_norm_gather_stats_with_counts(Tensor(x), means, inverses, running[0], running[1], 0.1, 1e-5, counts)
    layer = mint.nn.BatchNorm1d(3).set_train()
    out = layer(Tensor(x))
    np.testing.assert_allclose(mint.batch_norm_elemt(Tensor(x), None, None, mean, invstd).asnumpy(), out.asnumpy(), atol=1e-5)
    np.testing.assert_allclose(running[0].asnumpy(), layer.running_mean.asnumpy(), rtol=1e-5)
    np.testing.assert_allclose(running[1].asnumpy(), layer.running_var.asnumpy(), rtol=1e-5)
    half = mint.batch_norm_elemt(Tensor(x, ms.float16), Tensor([2.0] * 3), Tensor([1.0] * 3), mean, invstd)
    assert half.dtype == ms.float16
    np.testing.assert_allclose(half.asnumpy(), 2 * out.asnumpy() + 1, atol=1e-2)


def test_convolution_over_time_is_that_of_sequences() -> None:
    x, w, b = (RNG.standard_normal(s).astype(np.float32) for s in ((5, 2, 3), (2, 3, 4), (4,)))
    padded = np.pad(x, ((1, 1), (0, 0), (0, 0)))
    wanted = np.stack([np.einsum("kbi,kio->bo", padded[t : t + 2], w) + b for t in range(6)])
    np.testing.assert_allclose(mint.conv_tbc(Tensor(x), Tensor(w), Tensor(b), 1).asnumpy(), wanted, rtol=1e-4, atol=1e-5)
    with pytest.raises(ValueError, match="the 'bias' must have rank 1"):
        mint.conv_tbc(Tensor(x), Tensor(w), Tensor(w))


def test_written_into_the_input() -> None:
    x = Tensor(np.ones((2, 3), np.float32))
    assert mint.addr_(x, Tensor([1.0, 2.0]), Tensor([1.0, 0.0, 2.0]), 2, 3) is x
    assert x.asnumpy().tolist() == [[5.0, 2.0, 8.0], [8.0, 2.0, 14.0]]
    assert mint.nn.functional.inplace_silu(x) is x


@pytest.mark.parametrize("compiled", [False, True])
def test_wider_operands_and_numbers_as_bases(compiled: bool) -> None:
    run = ms.jit if compiled else lambda f: f
    i, f = Tensor([1, 2]), Tensor([1.5, 2.5])
    product = run(lambda a, b: mint.einsum("i,j->ij", a, b))(i, f)
    assert product.dtype == ms.float32 and product.asnumpy().tolist() == [[1.5, 2.5], [3.0, 5.0]]
    power = run(lambda a: mint.float_power(2, a))(f)
    assert power.dtype == ms.float64
    np.testing.assert_allclose(power.asnumpy(), [2**1.5, 2**2.5])
    assert run(lambda a: mint.take(a, i))(Tensor([[1.0, 2.0, 3.0]])).asnumpy().tolist() == [2.0, 3.0]
    assert run(lambda a: sum(ops.TensorToTuple()(a)))(i) == 3


def test_wrong_operands() -> None:
    with pytest.raises(TypeError, match="at least one of 'input' and 'exponent' must be a Tensor, but got int and float"):
        mint.float_power(2, 3.0)
    with pytest.raises(ValueError, match="must have one axis"):
        ops.TensorToTuple()(Tensor(1))
    with pytest.raises(ValueError, match="at least 2 dimensions"):
        mint.batch_norm_stats(Tensor([1.0]), 0.0)
    with pytest.raises(TypeError):
        mint.item(2.0)  # type: ignore[arg-type]


def test_arguments_that_mint_takes() -> None:
    f = mint.nn.functional
    x = Tensor([[1.0, 2.0, 3.0]])
    assert f.pad(x, (1, 0), "reflect", 0.0).asnumpy().tolist() == [[2.0, 1.0, 2.0, 3.0]]
    with pytest.raises(ValueError, match="can not set value, but got value 1.0"):
        f.pad(x, (1, 0), "reflect", 1.0)
    assert float(f.cross_entropy(x, Tensor([0]), ignore_index=ms.mutable(0), reduction="sum")) == 0
    assert mint.isneginf(Tensor([1, -1])).asnumpy().tolist() == [False, False]
    for loss in (f.l1_loss, f.mse_loss):
        with pytest.raises(TypeError, match="must be real numbers, but got complex64"):
            loss(Tensor([1 + 2j], ms.complex64), Tensor([1.0]))


def test_doubled_sizes_are_exact_whatever_the_factor() -> None:
    # As recorded from MindSpore: 2.3 times 3 elements are 6.
    x = Tensor([[[0.0, 1.0, 2.0]]])
    assert mint.nn.functional.interpolate(x, scale_factor=2.3).asnumpy().tolist() == [[[0.0, 0.0, 1.0, 1.0, 2.0, 2.0]]]
    assert mint.nn.functional.interpolate(x, scale_factor=2.6).asnumpy().tolist() == [[[0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 2.0]]]


@pytest.mark.parametrize("compiled", [False, True])
def test_gradients_beside_the_usual(compiled: bool) -> None:
    run = ms.jit if compiled else lambda f: f
    # Elements that equal the median of all share its gradient.
    assert run(ms.grad(mint.median))(Tensor([1.0, 2.0, 2.0, 3.0])).asnumpy().tolist() == [0.0, 0.5, 0.5, 0.0]
    # Unsigned numbers wrap around, as recorded from MindSpore.
    assert run(ms.grad(lambda x: -x))(Tensor([1, 2], ms.uint8)).asnumpy().tolist() == [255, 255]


def test_transposed_convolution_to_a_size() -> None:
    layer, x = mint.nn.ConvTranspose2d(1, 2, 3, stride=2, padding=1), Tensor(np.ones((1, 1, 3, 4), np.float32))
    same = mint.nn.ConvTranspose2d(1, 2, 3, stride=2, padding=1, output_padding=(1, 0))
    for name in ("weight", "bias"):
        getattr(same, name).set_data(getattr(layer, name))
    assert layer(x, (6, 7)).shape == (1, 2, 6, 7)
    np.testing.assert_array_equal(layer(x, (1, 2, 6, 7)).asnumpy(), same(x).asnumpy())
    with pytest.raises(ValueError, match=r"must be from \[5, 7\] to \[6, 8\]"):
        layer(x, (7, 7))
    with pytest.raises(ValueError, match="must have 2 or 4 elements"):
        layer(x, (7,))


def test_stacks_along_the_third_axis() -> None:
    x = np.arange(48).reshape(2, 3, 2, 4)
    np.testing.assert_array_equal(mint.dstack((Tensor(x), Tensor(x))).asnumpy(), np.dstack((x, x)))


def test_powers_of_two_in_half_precision_are_rounded_once() -> None:
    x = np.linspace(-6, 6, 999).astype(np.float16)
    np.testing.assert_array_equal(mint.exp2(Tensor(x)).asnumpy(), np.exp2(x.astype(np.float64)).astype(np.float16))


def test_smooth_l1_losses_in_half_precision_are_rounded_once() -> None:
    x, y = (RNG.standard_normal(500).astype(np.float16) for _ in range(2))
    d = np.abs(x.astype(np.float64) - y.astype(np.float64))
    wanted = np.where(d < 0.5, d * d, d - 0.25).astype(np.float16)
    np.testing.assert_array_equal(ops.smooth_l1_loss(Tensor(x), Tensor(y), 0.5, "none").asnumpy(), wanted)
