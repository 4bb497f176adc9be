"""Recurrent layers; the sums are those of MindSpore 2.10.0 (CPU) with the same weights."""

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, nn

RNG = np.random.default_rng(1)
X = RNG.normal(size=(5, 2, 3)).astype(np.float32)
H = RNG.normal(size=(4, 2, 4)).astype(np.float32)
LENGTHS = [5, 3]


def filled(net):
    rng = np.random.default_rng(0)
    for p in net.get_parameters():
        p.set_data(Tensor(rng.normal(size=p.shape).astype(np.float32) * 0.3))
    return net


def sums(out):
    flat = [t for v in out for t in (v if isinstance(v, tuple) else (v,))]
    return [float(t.asnumpy().sum()) for t in flat]


EXPECTED = {
    "RNN": ([-23.4238, -4.2369], [-19.8304, -3.9256], [-20.3367, -4.1214], [0.7969, 1.4222], -0.8085),
    "GRU": ([5.0059, 1.9208], [4.1735, 1.9757], [1.5849, 0.942], [1.3085, 0.5095], -2.4401),
    "LSTM": ([0.2556, 0.7179, 1.5996], [0.1425, 0.5921, 1.306], [0.2055, 0.6639, 1.4932], [0.8661, 0.5564, 1.115], -0.2452),
}


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("compiled", [False, True], ids=["pynative", "jit"])
def test_layers_equal_the_real_ones(name, compiled):
    make, (plain, lengths, zeros, first, gradient) = getattr(nn, name), EXPECTED[name]
    net = filled(make(3, 4, 2, bidirectional=True))
    run = ms.jit(net, fullgraph=True) if compiled else net
    x, h = Tensor(X), Tensor(H)
    hx = (h, h * 0.5) if name == "LSTM" else h
    close = {"rtol": 1e-4, "atol": 2e-4}
    np.testing.assert_allclose(sums(run(x, hx)), plain, **close)
    np.testing.assert_allclose(sums(run(x, hx, Tensor(LENGTHS, ms.int32))), lengths, **close)
    np.testing.assert_allclose(sums(run(x)), zeros, **close)
    net = filled(make(3, 4, batch_first=True))
    np.testing.assert_allclose(sums(net(x)), first, **close)
    np.testing.assert_allclose(float(ms.grad(lambda a: net(a)[0].sum())(x).sum()), gradient, **close)


def test_relu_and_float16():
    np.testing.assert_allclose(sums(filled(nn.RNN(3, 4, nonlinearity="relu"))(Tensor(X))), [5.2502, 2.2035], rtol=1e-4)
    out, (h, c) = nn.LSTM(3, 4)(Tensor(X).astype(ms.float16))
    assert out.dtype == h.dtype == c.dtype == ms.float16


def test_parameters_and_representation():
    net = nn.GRU(3, 4, 2, bidirectional=True)
    names = [p.name for p in net.trainable_params()]
    assert names[:4] == ["weight_ih_l0", "weight_ih_l0_reverse", "weight_ih_l1", "weight_ih_l1_reverse"]
    assert [p.shape for p in net.trainable_params()][:5] == [(12, 3), (12, 3), (12, 8), (12, 8), (12, 4)]
    assert repr(net) == "GRU(\n  (rnn): _DynamicGRUCPUGPU()\n  (dropout_op): Dropout(p=0.0)\n)"
    assert [p.name for p in nn.LSTM(3, 4, has_bias=False).get_parameters()] == ["weight_ih_l0", "weight_hh_l0"]


def test_dropout_between_layers_only_while_training():
    net = filled(nn.LSTM(3, 4, 2, dropout=0.5))
    net.set_train(False)
    assert sums(net(Tensor(X))) == sums(net(Tensor(X)))
    net.set_train(True)
    assert sums(net(Tensor(X))) != sums(net(Tensor(X)))


def test_cells_equal_the_real_ones():
    x, h = Tensor(X[0]), Tensor(H[0])
    np.testing.assert_allclose(sums((filled(nn.RNNCell(3, 4))(x, h),)), [-1.1259], rtol=1e-4)
    np.testing.assert_allclose(sums((filled(nn.GRUCell(3, 4))(x, h),)), [2.906], rtol=1e-4)
    np.testing.assert_allclose(sums((filled(nn.LSTMCell(3, 4))(x, (h, h * 0.5)),)), [0.093, 0.6708], rtol=1e-3)
    assert [p.name for p in nn.LSTMCell(3, 4).get_parameters()] == ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]


@pytest.mark.parametrize(
    "call, error",
    [
        (lambda: nn.LSTM(3.0, 4), TypeError),
        (lambda: nn.LSTM(3, 0), ValueError),
        (lambda: nn.RNN(3, 4, nonlinearity="x"), ValueError),
        (lambda: nn.LSTM(3, 4, dropout=2.0), ValueError),
        (lambda: nn.LSTM(3, 4)(Tensor(X[0])), ValueError),
        (lambda: nn.LSTM(3, 4)(Tensor(X), Tensor(H)), TypeError),
        (lambda: nn.GRU(3, 4)(Tensor(X), (Tensor(H), Tensor(H))), TypeError),
        (lambda: nn.GRUCell(3, 4)(Tensor(X[0]), Tensor(X[0])), ValueError),
        (lambda: nn.LSTMCell(3, 4)(Tensor(X[0]), Tensor(H[0])), TypeError),
    ],
)
def test_bad_input(call, error):
    with pytest.raises(error):
        call()
