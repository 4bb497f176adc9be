"""Cells around networks. The numbers are those of MindSpore 2.10.0 (CPU), but for loss scaling, which its CPU cannot run
in PyNative mode."""

import numpy as np
import pytest

import mindshim as ms
from mindshim import Parameter, Tensor, nn, ops


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor([[2.0], [3.0]]), name="w")

    def construct(self, x):
        return ops.matmul(x, self.w)


X, Y = [[1.0, 2.0]], [[1.0]]


@pytest.fixture
def net():
    return Net()


def test_loss_and_eval_cells(net):
    with_loss = nn.WithLossCell(net, nn.MSELoss())
    assert float(with_loss(Tensor(X), Tensor(Y))) == 49.0
    assert with_loss.backbone_network is net
    loss, out, label = nn.WithEvalCell(net, nn.MSELoss(), True)(Tensor(X), Tensor(Y).astype(ms.float16))
    assert (float(loss), float(out), label.dtype) == (49.0, 8.0, ms.float32)
    with pytest.raises(TypeError, match="add_cast_fp32"):
        nn.WithEvalCell(net, nn.MSELoss(), 1)


def test_gradient_cells(net):
    with_loss = nn.WithLossCell(net, nn.MSELoss())
    (g,) = nn.WithGradCell(net, nn.MSELoss())(Tensor(X), Tensor(Y))
    assert g.asnumpy().ravel().tolist() == [14.0, 28.0]
    (g,) = nn.WithGradCell(net, nn.MSELoss(), Tensor(2.0))(Tensor(X), Tensor(Y))
    assert g.asnumpy().ravel().tolist() == [28.0, 56.0]
    loss, dx = nn.ForwardValueAndGrad(with_loss)(Tensor(X), Tensor(Y))
    assert (float(loss), dx.asnumpy().tolist()) == (49.0, [[28.0, 42.0]])
    both = nn.ForwardValueAndGrad(with_loss, net.trainable_params(), True, True, True)
    loss, ((dx, dy), (dw,)) = both(Tensor(X), Tensor(Y), Tensor(2.0))
    assert dx.asnumpy().tolist() == [[56.0, 84.0]] and float(dy) == -28.0 and dw.asnumpy().ravel().tolist() == [28.0, 56.0]


def test_train_one_step(net):
    step = nn.TrainOneStepCell(nn.WithLossCell(net, nn.MSELoss()), nn.SGD(net.trainable_params(), 0.1), sens=2.0, return_grad=True)
    loss, grads = step(Tensor(X), Tensor(Y))
    assert float(loss) == 49.0 and grads["w"].asnumpy().ravel().tolist() == [28.0, 56.0]
    np.testing.assert_allclose(net.w.asnumpy().ravel(), [-0.8, -2.6], rtol=1e-6)


@pytest.fixture
def restored_mode():
    yield
    ms.set_context(mode=ms.PYNATIVE_MODE)


def test_train_one_step_compiled_equals_pynative(restored_mode):
    weights = []
    for mode in (ms.PYNATIVE_MODE, ms.GRAPH_MODE):
        ms.set_context(mode=mode)
        net = Net()
        step = nn.TrainOneStepCell(nn.WithLossCell(net, nn.MSELoss()), nn.Adam(net.trainable_params(), 0.1)).set_train()
        for _ in range(3):
            step(Tensor(X), Tensor(Y))
        weights.append(net.w.asnumpy())
    np.testing.assert_allclose(weights[0], weights[1], rtol=1e-6)


@pytest.mark.parametrize("compiled", [False, True])
def test_loss_scale_leaves_out_overflows(net, compiled):
    scale = nn.DynamicLossScaleUpdateCell(2.0**12, 2, 3)
    step = nn.TrainOneStepWithLossScaleCell(nn.WithLossCell(net, nn.MSELoss()), nn.SGD(net.trainable_params(), 0.01), scale)
    run = ms.jit(step, fullgraph=True) if compiled else step
    scales = []
    for _ in range(4):
        _, overflow, now = run(Tensor(X), Tensor(Y))
        assert not bool(overflow)
        scales.append(float(now))
    assert scales == [4096.0, 4096.0, 8192.0, 8192.0]
    before = net.w.asnumpy().copy()
    _, overflow, now = run(Tensor([[np.inf, 2.0]]), Tensor(Y))
    assert bool(overflow) and float(now) == 4096.0 and float(step.scale_sense) == 4096.0
    assert (net.w.asnumpy() == before).all()


def test_loss_scale_arguments(net):
    with_loss, optimizer = nn.WithLossCell(net, nn.MSELoss()), nn.SGD(net.trainable_params(), 0.01)
    step = nn.TrainOneStepWithLossScaleCell(with_loss, optimizer, Tensor(2.0))
    step.set_sense_scale(Tensor(4.0))
    assert float(step(Tensor(X), Tensor(Y))[2]) == 4.0
    with pytest.raises(TypeError, match="scale_sense"):
        nn.TrainOneStepWithLossScaleCell(with_loss, optimizer, 3)
    with pytest.raises(ValueError, match="shape of 'scale_sense'"):
        nn.TrainOneStepWithLossScaleCell(with_loss, optimizer, Tensor([1.0, 2.0]))


def test_micro_batches():
    net = nn.Dense(2, 1, weight_init="ones", bias_init="zeros")
    x = Tensor(np.arange(8).reshape(4, 2), ms.float32)
    for cell in (nn.MicroBatchInterleaved, nn.PipelineCell, nn.GradAccumulationCell):
        assert cell(net, 2)(x).asnumpy().ravel().tolist() == [10.0, 18.0]
        with pytest.raises(ValueError, match="large than 0"):
            cell(net, 0)
        with pytest.raises(ValueError, match="must be divided by micro size"):
            cell(net, 3)(x)


def test_time_distributed():
    layer = nn.Dense(10, 3)
    x = Tensor(np.random.default_rng(0).normal(size=(4, 2, 10)), ms.float32)
    for axis in (None, 0, 2):
        if axis != 2:
            np.testing.assert_allclose(nn.TimeDistributed(layer, 1, axis)(x).asnumpy(), layer(x).asnumpy(), rtol=1e-5)
    with pytest.raises(TypeError, match="'layer' must be Cell or Primitive"):
        nn.TimeDistributed(3, 1)


def test_matmul():
    a, b = ops.ones((2, 3)), ops.ones((3, 4))
    assert nn.MatMul()(a, b).shape == nn.MatMul(True)(a.T, b).shape == (2, 4)
    assert nn.MatMul()(a[0], b).shape == (4,)
    with pytest.raises(ValueError, match="'x1_col' 3 and 'x2_row' 2"):
        nn.MatMul()(a, a)
    with pytest.raises(TypeError, match="should be same"):
        nn.MatMul()(a, b.astype(ms.int32))


def test_set_dump(net):
    with pytest.warns(UserWarning, match="set_dump"):
        ms.set_dump(net)
    assert net.get_flags()["dump"] is True
    with pytest.raises(ValueError, match="Cell or Primitive"):
        ms.set_dump(1)
