"""THOR against its formulas, written out in NumPy: the real CPU build has no kernels for it. Its layers run there."""

from __future__ import annotations

import numpy as np
import pytest

import mindshim as ms
from mindshim import nn
from mindshim.nn.optim.thor import ThorGpu
from mindshim.train.train_thor import ConvertModelUtils, ConvertNetUtils
from mindshim.train.train_thor.model_thor import ModelThor

RATES, DAMPING = np.float32([0.1, 0.2, 0.05]), np.float32([0.3, 0.2, 0.1])
BATCH = 4


def tensor(x):
    return ms.Tensor(np.asarray(x, np.float32))


def blocks_inverted(matrix, size=128):
    """The inverse of a matrix without what stands beside the blocks on its diagonal."""
    out = np.zeros_like(matrix)
    for at in range(0, len(matrix), size):
        block = slice(at, at + size)
        out[block, block] = np.linalg.inv(matrix[block, block])
    return out


class Net(nn.Cell):
    def __init__(self, ins, outs):
        super().__init__()
        self.dense = nn.Dense(ins, outs)
        self.norm = nn.LayerNorm((outs,))

    def construct(self, x):
        return self.norm(self.dense(x))


def test_layers_keep_what_the_real_ones_keep():
    rng = np.random.Generator(np.random.PCG64(0))
    x, w = rng.normal(size=(4, 3)), rng.normal(size=(2, 3))
    net = nn.DenseThor(3, 2, weight_init=tensor(w))
    ms.grad(lambda x: (net(x) ** 2).sum())(tensor(x))
    assert np.allclose(net.matrix_a.asnumpy(), x.T @ x / 3, atol=1e-5)
    dout = 2 * x @ w.T
    assert np.allclose(net.matrix_g.asnumpy(), dout.T @ dout / 4, atol=1e-4)
    table = nn.EmbeddingThor(5, 2, embedding_table="ones")
    ms.grad(lambda: (table(ms.Tensor([[1, 1, 3]])) ** 2).sum(), None, [table.embedding_table])()
    assert table.matrix_a.asnumpy().tolist() == [0, 2, 0, 1, 0]
    assert table.matrix_g.asnumpy().tolist() == [[4, 4], [4, 4]]
    before = net.matrix_a.asnumpy()
    net.add_flags_recursive(thor=False)
    ms.grad(lambda x: (net(x) ** 2).sum())(tensor(x * 2))
    assert (net.matrix_a.asnumpy() == before).all()


@pytest.mark.parametrize(("compiled", "ins", "outs"), [(False, 130, 129), (True, 3, 2)])
def test_steps_are_those_of_the_formula(compiled, ins, outs):
    rng = np.random.Generator(np.random.PCG64(1))
    net = Net(ins, outs)
    optimizer = nn.thor(net, tensor(RATES), tensor(DAMPING), 0.9, 0.01, loss_scale=2.0, batch_size=BATCH)
    weight, bias, gamma, beta = (p.asnumpy().astype(np.float64) for p in net.trainable_params())
    moments = [np.zeros_like(p) for p in (weight, bias, gamma, beta)]
    target = rng.normal(size=(BATCH, outs))

    def loss(x):
        return 2.0 * ((net(x) - tensor(target)) ** 2).mean()

    gradient = ms.value_and_grad(loss, None, optimizer.parameters)

    def step(x):
        value, grads = gradient(x)
        return ms.ops.depend(value, optimizer(grads))

    run = ms.jit(step) if compiled else step
    for at in range(2):
        x = rng.normal(size=(BATCH, ins))
        # The gradients are those of layers that are tested elsewhere; what THOR makes of them is in question.
        net.add_flags_recursive(thor=False)
        grads = [g.asnumpy().astype(np.float64) / 2.0 for g in gradient(tensor(x))[1]]
        out = ms.Parameter(net.dense(tensor(x)), name="out")
        dout = ms.grad(lambda: 2.0 * ((net.norm(out) - tensor(target)) ** 2).mean(), None, [out])()[0].asnumpy()  # noqa: B023
        net.add_flags_recursive(thor=True)
        run(tensor(x))
        root = np.sqrt(DAMPING[at])
        a = x.T @ x / ins + root * np.eye(ins)
        g = dout.T @ dout / BATCH * (BATCH / 2.0) ** 2 + root * np.eye(outs)
        grads[0] = blocks_inverted(g) @ grads[0] @ blocks_inverted(a)
        for i in (2, 3):
            grads[i] = grads[i] / (grads[i] ** 2 / BATCH + root)
        values = [weight, bias, gamma, beta]
        for i, p in enumerate(values):
            moments[i] = 0.9 * moments[i] + grads[i] + 0.01 * p
            values[i] = p - RATES[at] * moments[i]
        weight, bias, gamma, beta = values
        for mine, wanted in zip(net.trainable_params(), values, strict=True):
            assert np.allclose(mine.asnumpy(), wanted, rtol=2e-4, atol=2e-5), mine.name
    assert int(optimizer.cov_step) == 2 == int(optimizer.global_step)


def test_a_convolution():
    rng = np.random.Generator(np.random.PCG64(2))
    net = nn.SequentialCell(nn.Conv2d(2, 3, 3, 2, has_bias=True, weight_init=tensor(rng.normal(size=(3, 2, 3, 3)))))
    optimizer = nn.thor(net, tensor(RATES), tensor(DAMPING), 0.9, batch_size=BATCH)
    x, c = rng.normal(size=(BATCH, 2, 5, 4)), rng.normal(size=(BATCH, 3, 3, 2))
    weight = net[0].weight.asnumpy().astype(np.float64)
    grads = ms.grad(lambda x: (net(x) * tensor(c)).sum(), None, optimizer.parameters)(tensor(x))
    optimizer(grads)
    # Five rows are padded by one above and below, four columns by one at the end.
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (0, 1)))
    patches = np.stack([padded[:, :, i : i + 3, j : j + 3].reshape(BATCH, -1) for i in (0, 2, 4) for j in (0, 2)], -1).mean(0)
    a, g = patches @ patches.T / 6, c.mean(0).reshape(3, -1) @ c.mean(0).reshape(3, -1).T / 6
    assert np.allclose(net[0].matrix_a_cov.asnumpy(), a, atol=1e-5) and np.allclose(net[0].matrix_g_cov.asnumpy(), g, atol=1e-5)
    assert float(net[0].a_normalizer[0]) == float(net[0].g_normalizer[0]) == 6.0
    root = np.sqrt(DAMPING[0] / 6)
    left = np.linalg.inv(g * BATCH**2 + root * np.eye(3)) / np.sqrt(6)
    right = np.linalg.inv(a + root * np.eye(18)) / np.sqrt(6)
    wanted = weight.reshape(3, -1) - RATES[0] * left @ grads[0].asnumpy().reshape(3, -1) @ right
    assert np.allclose(net[0].weight.asnumpy().reshape(3, -1), wanted, rtol=1e-4, atol=1e-5)


def test_an_embedding_and_clipped_gradients():
    rng = np.random.Generator(np.random.PCG64(3))
    net = nn.SequentialCell(nn.Embedding(4, 2, embedding_table=tensor(rng.normal(size=(4, 2)))))
    optimizer = nn.thor(net, tensor(RATES), tensor(DAMPING), 0.0, batch_size=BATCH, enable_clip_grad=True)
    table, c = net[0].embedding_table.asnumpy().astype(np.float64), rng.normal(size=(3, 2))
    grads = ms.grad(lambda i: (net(i) * tensor(c)).sum(), None, optimizer.parameters)(ms.Tensor([1, 1, 3]))
    optimizer(grads)
    root = np.sqrt(DAMPING[0])
    g = np.linalg.inv(c.T @ c / 3 * BATCH**2 + root * np.eye(2))
    new = grads[0].asnumpy() / (np.array([0, 2, 0, 1])[:, None] / BATCH + root) @ g
    new /= max(1.0, np.linalg.norm(new))
    assert np.allclose(net[0].embedding_table.asnumpy(), table - RATES[0] * new, atol=1e-5)


def test_layers_are_exchanged_and_their_parameters_stay():
    net = nn.SequentialCell(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.SequentialCell(nn.Dense(2, 2, activation="relu"), nn.Embedding(3, 2)), nn.Dense(2, 2))
    net[3].weight.requires_grad = False
    weights = [p.asnumpy() for p in net.get_parameters()]
    ConvertNetUtils().convert_to_thor_net(net)
    assert [type(c).__name__ for c in (net[0], net[1], *net[2], net[3])] == ["Conv2dThor", "ReLU", "DenseThor", "EmbeddingThor", "Dense"]
    assert [p.name for p in net.trainable_params()] == ["0.weight", "2.0.weight", "2.0.bias", "2.1.embedding_table", "3.bias"]
    named = {p.name: p.asnumpy() for p in net.get_parameters()}
    kept = [named[n] for n in ("0.weight", "2.0.weight", "2.0.bias", "2.1.embedding_table", "3.weight", "3.bias")]
    assert all((a == b).all() for a, b in zip(kept, weights, strict=True))
    assert isinstance(net[2][0].activation, nn.ReLU)


@pytest.mark.parametrize("mode", [ms.PYNATIVE_MODE, ms.GRAPH_MODE])
def test_a_model_looks_anew_once_in_several_steps(mode):
    before = ms.get_context("mode")
    ms.set_context(mode=mode)
    try:
        rng = np.random.Generator(np.random.PCG64(5))
        data = ms.dataset.NumpySlicesDataset((rng.normal(size=(20, 3)).astype("f4"), rng.normal(size=(20, 2)).astype("f4")), shuffle=False)
        net = nn.SequentialCell(nn.Dense(3, 2))
        rates = tensor([0.01] * 20)
        optimizer = nn.thor(net, rates, tensor([0.5] * 20), 0.9, frequency=3, batch_size=2)
        model = ms.Model(net, nn.MSELoss(), optimizer)
        thor = ConvertModelUtils.convert_to_thor_model(model, net, nn.MSELoss(), optimizer)
        assert isinstance(thor, ModelThor)
        assert ConvertModelUtils.convert_to_thor_model(model, net, nn.MSELoss(), nn.SGD(net.trainable_params())) is model
        seen = []

        class Watch(ms.Callback):
            def on_train_step_end(self, run_context):
                seen.append(optimizer.matrix_a[0].asnumpy().sum())

        thor.train(1, data.batch(2), [Watch()], dataset_sink_mode=False)
        changed = [bool(a != b) for a, b in zip([0.0, *seen], seen, strict=False)]
        assert changed == [True, False, False] * 3 + [True]
    finally:
        ms.set_context(mode=before)


def test_what_is_refused():
    net, t = nn.Dense(3, 2), tensor([0.1])
    for call, error in (
        ((net, 0.1, t, 0.9), TypeError), ((net, t, t, 1), TypeError), ((net, t, t, -1.0), ValueError), ((net, t, t, 0.9, -1.0), ValueError),
        ((net, t, t, 0.9, 0.0, 0.0), ValueError), ((net, t, t, 0.9, 0.0, 1.0, 32, 1), TypeError), ((3, t, t, 0.9), TypeError),
    ):  # fmt: skip
        with pytest.raises(error):
            nn.thor(*call)
    for frequency, error in ((1, ValueError), (2.0, TypeError)):
        with pytest.raises(error, match="frequency"):
            ThorGpu(net, t, t, 0.9, frequency=frequency)
