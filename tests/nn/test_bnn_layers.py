"""Layers whose weights are distributions."""

import numpy as np
import pytest

import mindshim as ms
from mindshim.nn.probability import bnn_layers

X = ms.Tensor(np.linspace(-1, 1, 6, dtype=np.float32).reshape(2, 3))


def fixed(layer, mean, scale):
    """The layer with these numbers in all its Parameters."""
    for p in layer.trainable_params():
        p.set_data(ms.Tensor(np.full(p.shape, scale if "std" in p.name else mean), ms.float32))
    return layer


@pytest.mark.parametrize("kind", [bnn_layers.DenseReparam, bnn_layers.DenseLocalReparam])
@pytest.mark.parametrize("compiled", [False, True], ids=["pynative", "jit"])
def test_divergence_and_its_gradient(kind, compiled):
    layer = fixed(kind(3, 2), 0.25, 0.5)
    loss = ms.jit(layer.compute_kl_loss, fullgraph=True) if compiled else layer.compute_kl_loss
    # As the real MindSpore has it.
    assert float(loss()) == pytest.approx(14.51621, rel=1e-6)
    grads = ms.grad(loss, None, layer.trainable_params())()
    assert [round(float(g.reshape(-1)[0]), 5) for g in grads] == [0.26348, 0.5902, 0.26348, 0.5902]


@pytest.mark.parametrize("kind", [bnn_layers.DenseReparam, bnn_layers.DenseLocalReparam])
def test_results_scatter_as_the_weights_do(kind):
    layer = fixed(kind(3, 2), 0.25, 0.5)
    ms.set_seed(1)
    out = layer(ms.ops.ones((20000, 3)) if kind is bnn_layers.DenseLocalReparam else ms.ops.ones((1, 3)))
    if kind is bnn_layers.DenseReparam:
        out = ms.ops.cat([layer(ms.ops.ones((1, 3))) for _ in range(400)])
    deviation = np.log1p(np.exp(0.5))
    expected = deviation * (2.0 if kind is bnn_layers.DenseReparam else np.sqrt(3))
    assert out.asnumpy().std() == pytest.approx(expected, rel=0.1)


def test_small_deviations_give_the_plain_layers():
    dense = fixed(bnn_layers.DenseReparam(3, 2, activation="relu"), 0.25, -30.0)
    np.testing.assert_allclose(dense(X).asnumpy(), np.maximum(X.asnumpy().sum(1, keepdims=True) * 0.25 + 0.25, 0).repeat(2, 1), atol=1e-4)
    conv = fixed(bnn_layers.ConvReparam(1, 2, 2, has_bias=True), 0.25, -30.0)
    image = ms.Tensor(np.arange(9, dtype=np.float32).reshape(1, 1, 3, 3))
    plain = ms.nn.Conv2d(1, 2, 2, has_bias=True, weight_init=0.25, bias_init=0.25)
    np.testing.assert_allclose(conv(image).asnumpy(), plain(image).asnumpy(), atol=1e-3)


def test_the_loss_of_a_network_counts_every_layer():
    net = ms.nn.SequentialCell(fixed(bnn_layers.DenseReparam(3, 2), 0.25, 0.5), ms.nn.ReLU(), fixed(bnn_layers.DenseReparam(2, 2), 0.25, 0.5))
    loss = bnn_layers.WithBNNLossCell(net, ms.nn.MSELoss(), 0, 2)
    divergence = sum(float(layer.compute_kl_loss()) for layer in (net[0], net[2]))
    assert float(loss(X, ms.ops.ones((2, 2)))) == pytest.approx(2 * divergence, rel=1e-6)
    assert loss.backbone_network is net
    step = ms.nn.TrainOneStepCell(loss, ms.nn.Adam(loss.trainable_params(), 0.05)).set_train()
    losses = [float(step(X, ms.ops.ones((2, 2)))) for _ in range(5)]
    assert losses[-1] < losses[0]


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: bnn_layers.DenseReparam(0, 2), ValueError),
        (lambda: bnn_layers.DenseReparam(3.0, 2), TypeError),
        (lambda: bnn_layers.DenseReparam(3, 2, activation="x"), KeyError),
        (lambda: bnn_layers.DenseReparam(3, 2, activation=3), ValueError),
        (lambda: bnn_layers.DenseReparam(3, 2, has_bias=1), TypeError),
        (lambda: bnn_layers.DenseReparam(3, 2, weight_prior_fn=3), TypeError),
        (lambda: bnn_layers.NormalPrior(mean="a"), TypeError),
        (lambda: bnn_layers.NormalPrior(std=-1), ValueError),
        (lambda: bnn_layers.NormalPosterior(3, [2]), TypeError),
        (lambda: bnn_layers.NormalPosterior("a", 3), TypeError),
        (lambda: bnn_layers.NormalPosterior("a", [2], loc_mean="x"), TypeError),
        (lambda: bnn_layers.WithBNNLossCell(ms.nn.ReLU(), ms.nn.MSELoss(), "a"), TypeError),
        (lambda: bnn_layers.WithBNNLossCell(ms.nn.ReLU(), ms.nn.MSELoss(), 1, -1), ValueError),
        (lambda: bnn_layers.ConvReparam(2, 3, 0), ValueError),
    ],
)
def test_errors_as_the_real_one_has_them(make, error):
    with pytest.raises(error):
        make()
