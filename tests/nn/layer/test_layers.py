"""Layers against the recorded real ones: representation, Parameters, outputs, gradients, errors; one by one and compiled."""

import json
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

import mindshim as ms
from tests.nn.layer import cases

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "layers.json").read_text())
ROWS = [row for row in GOLDEN if "case" in row]
BY_LAYER = {name: list(rows) for name, rows in groupby(ROWS, lambda row: row["case"].partition("(")[0]) if hasattr(ms.nn, name)}


def test_the_records_are_of_these_cases():
    assert [row["case"] for row in ROWS] == [line for lines in cases.CASES.values() for line in lines]
    assert [row["initial"] for row in GOLDEN if "initial" in row] == cases.INITIAL


def differences(mine, row, tolerance=2e-5):
    """What a result and its record do not agree in."""
    if "error" in row or "error" in mine:
        if mine.get("error") != row.get("error"):
            yield f"{mine.get('error')}: {mine.get('message')} for {row.get('error')} ({row.get('at')})"
        return
    for key in ("repr", "params"):
        if key in row and mine[key] != row[key]:
            yield f"{key}: {mine[key]} for {row[key]}"
    for key in ("out", "after", "grads"):
        # The real one's gradient of a sparse table is of the rows looked up, here it is of the table.
        if key in row and not (key == "grads" and "EmbeddingLookup" in row["case"] and "sparse=False" not in row["case"]):
            yield from (f"{key}: {text}" for text in unequal(mine.get(key), row[key], tolerance))


def unequal(mine, real, tolerance):
    if mine is None or [t and t[:2] for t in mine] != [t and t[:2] for t in real]:
        yield f"{mine} for {real}"
        return
    for i, (m, r) in enumerate(zip(mine, real, strict=True)):
        if r is not None:
            # Some gradients of the real one are NaN where it chose between two formulas.
            found, real = (np.asarray(v[2], np.float64)[~np.isnan(np.asarray(r[2], np.float64))] for v in (m, r))
            scale = tolerance * max([1.0, *np.abs(real[np.isfinite(real)])])
            if not np.allclose(found, real, rtol=tolerance, atol=scale * (100 if r[1] == "Float16" else 1)):
                yield f"[{i}] {m} for {r}"


@pytest.mark.parametrize("layer", BY_LAYER)
@pytest.mark.parametrize("compiled", [False, True], ids=["pynative", "jit"])
def test_as_recorded(layer, compiled):
    def wrap(net):
        return ms.jit(net, fullgraph=True) if compiled else net

    found = []
    for row in BY_LAYER[layer]:
        if not (compiled and "error" in row):
            found += [f"{row['case']}\n    {text}" for text in differences(cases.run(ms, row["case"], wrap), row)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("row", [row for row in GOLDEN if "initial" in row and row["initial"].partition("(")[0] in BY_LAYER], ids=lambda row: row["initial"])
def test_initial_values(row):
    ms.set_seed(1)
    params = cases.make(ms, row["initial"]).get_parameters()
    for p, (name, shape, low, high, spread) in zip(params, row["params"], strict=True):
        values = p.asnumpy()
        assert (p.name, list(p.shape)) == (name, shape)
        # Few numbers tell little of where they come from.
        loose = 6 / np.sqrt(values.size) + 0.05
        np.testing.assert_allclose(values.std(), spread, rtol=loose, atol=1e-7, err_msg=name)
        np.testing.assert_allclose([values.min(), values.max()], [low, high], rtol=0.3 if values.size > 500 else 1.5, atol=1e-7, err_msg=name)


def test_patches_are_channels_with_those_of_the_image_fastest():
    """The numbers are those of a test of MindSpore's for GPUs."""
    x = ms.Tensor(np.arange(360).reshape(3, 2, 6, 10).astype(np.float32))
    out = ms.ops.ExtractImagePatches([1, 1, 2, 4], [1, 1, 7, 5], [1, 1, 2, 1])(x).asnumpy()
    assert out.shape == (3, 16, 1, 2)
    assert out[0, :, 0].tolist()[:4] == [[0, 5], [60, 65], [1, 6], [61, 66]]
    assert out[1, 0, 0].tolist() == [120, 125]
    same = ms.nn.Unfold([1, 2, 4, 1], [1, 7, 5, 1], [1, 2, 1, 1])(x).asnumpy()
    assert np.array_equal(same, out)


@pytest.mark.parametrize("train", [False, True])
@pytest.mark.parametrize("n", [1, 2, 3])
def test_instance_norm_is_batch_norm_of_every_sample(n, train):
    x = np.random.default_rng(0).normal(size=(2, 3, 2, 3, 4)[: n + 2]).astype(np.float32)
    layer = getattr(ms.nn, f"InstanceNorm{n}d")(3, gamma_init=0.5, beta_init=0.25).set_train(train)
    rest = tuple(range(2, n + 2))
    expected = (x - x.mean(rest, keepdims=True)) / np.sqrt(x.var(rest, keepdims=True) + 1e-5) * 0.5 + 0.25
    np.testing.assert_allclose(layer(ms.Tensor(x)).asnumpy(), expected, rtol=1e-5, atol=1e-5)
    assert layer.moving_mean.asnumpy().tolist() == [0, 0, 0]


@pytest.mark.parametrize("n", [1, 2, 3])
def test_channel_dropout_while_training(n):
    ms.set_seed(3)
    layer = getattr(ms.nn, f"Dropout{n}d")(0.25).set_train()
    out = layer(ms.ops.ones((20, 30, *(2,) * n))).asnumpy().reshape(600, -1)
    assert (out == out[:, :1]).all(), "a channel has one fate"
    np.testing.assert_allclose(np.unique(out), [0, 4 / 3], rtol=1e-6)
    assert abs((out[:, 0] == 0).mean() - 0.25) < 0.06


@pytest.mark.parametrize("target", ["CPU", "DEVICE"])
def test_max_norm_shortens_every_vector_that_is_longer(target):
    """As documented. The real CPU kernel adds up squares of other rows, hence no record."""
    table = np.random.default_rng(0).normal(size=(5, 3)).astype(np.float32)
    layer = ms.nn.EmbeddingLookup(5, 3, ms.Tensor(table), target, max_norm=1.0)
    indices = np.array([[4, 0], [2, 4]], np.int32)
    norms = np.linalg.norm(table, axis=1, keepdims=True)
    expected = np.where(norms > 1, table / norms, table)[indices]
    assert (norms > 1).any() and (norms < 1).any()
    np.testing.assert_allclose(layer(ms.Tensor(indices)).asnumpy(), expected, rtol=1e-6)


def images(shape, dtype=np.float32):
    rng = np.random.default_rng(0)
    return [ms.Tensor((rng.uniform(size=shape) * (255 if dtype == np.uint8 else 1)).astype(dtype)) for _ in range(2)]


@pytest.mark.parametrize("compiled", [False, True], ids=["pynative", "jit"])
@pytest.mark.parametrize(
    ("layer", "dtype", "expected"),
    [
        ("SSIM()", np.float32, [0.02114276, 0.06657104]),
        ("SSIM(filter_size=5)", np.float16, [-0.00490213, 0.05724496]),
        ("MSSSIM(power_factors=(.3, .7), filter_size=5)", np.float32, [0.00401026, 0.05199418]),
        ("PSNR()", np.float32, [7.8085904, 7.8226385]),
        ("PSNR(255)", np.uint8, [7.808587, 7.822868]),
    ],
)
def test_image_quality(layer, dtype, expected, compiled):
    """The real one computes these in its graph mode alone; the numbers are from there."""
    net = cases.make(ms, layer)
    call = ms.jit(net, fullgraph=True) if compiled else net
    np.testing.assert_allclose(call(*images((2, 2, 24, 24), dtype)).asnumpy(), expected, rtol=2e-4, atol=2e-6)
    assert not net.trainable_params()


def test_similar_images_have_a_gradient():
    x, y = images((1, 1, 12, 12))
    assert abs(ms.grad(ms.nn.SSIM())(x, y).asnumpy()).max() > 0
    np.testing.assert_allclose(ms.grad(ms.nn.SSIM())(x, x).asnumpy(), 0, atol=1e-5)


def test_matrix_layers_without_a_kernel_in_the_real_cpu_build():
    m = np.array([[4, 2], [2, 3]], np.float32)
    x = np.arange(12, dtype=np.float32).reshape(2, 3, 2)
    np.testing.assert_allclose(ms.nn.MatInverse()(ms.Tensor(m)).asnumpy(), np.linalg.inv(m), rtol=1e-6)
    np.testing.assert_allclose(ms.nn.MatDet()(ms.Tensor(m)).asnumpy(), 8, rtol=1e-6)
    np.testing.assert_array_equal(ms.nn.MatrixDiag()(ms.Tensor(m)).asnumpy(), m[..., None] * np.eye(2))
    np.testing.assert_array_equal(ms.nn.MatrixDiagPart()(ms.Tensor(x)).asnumpy(), x[:, [0, 1], [0, 1]])
    filled = x.copy()
    filled[:, [0, 1], [0, 1]] = m
    np.testing.assert_array_equal(ms.nn.MatrixSetDiag()(ms.Tensor(x), ms.Tensor(m)).asnumpy(), filled)
    np.testing.assert_array_equal(ms.nn.Roll([1, -2], [0, 1])(ms.Tensor(x)).asnumpy(), np.roll(x, (1, -2), (0, 1)))


def test_attention_drops_weights_while_training():
    ms.set_seed(3)
    layer = ms.nn.MultiheadAttention(4, 2, dropout=0.5, batch_first=True).set_train()
    x = ms.Tensor(np.random.default_rng(0).normal(size=(8, 16, 4)).astype(np.float32))
    weights = [w.asnumpy() for w in (layer(x, x, x, average_attn_weights=False)[1], layer.set_train(False)(x, x, x, average_attn_weights=False)[1])]
    dropped = weights[0] == 0
    assert abs(dropped.mean() - 0.5) < 0.03
    np.testing.assert_allclose(weights[0][~dropped], 2 * weights[1][~dropped], rtol=1e-5)
    net = ms.nn.Transformer(4, 2, 1, 1, 8, dropout=0.5).set_train()
    assert ms.grad(net, None, net.trainable_params())(x, x)[0].shape == (12, 4)


def test_a_subclass_of_layer_norm_calls_its_operator():
    class ChannelsFirst(ms.nn.LayerNorm):
        def construct(self, input_x):
            y, _, _ = self.layer_norm(input_x.transpose(0, 2, 1), self.gamma, self.beta)
            return y.transpose(0, 2, 1)

    x = ms.ops.arange(24).astype(ms.float32).reshape(2, 4, 3) ** 2
    y = ChannelsFirst((4,))(x)
    plain = ms.nn.LayerNorm((4,))
    np.testing.assert_array_equal(y.asnumpy(), plain(x.transpose(0, 2, 1)).transpose(0, 2, 1).asnumpy())
