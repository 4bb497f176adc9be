"""Mixed precision against the records of the real MindSpore."""

import pytest

import mindshim as ms
from tests import recorded

CASES = recorded.cases("amp")
RECORD = recorded.record("amp")
_SINGLE = [name for name in CASES if not name.startswith("auto ")]


def test_the_record_is_of_these_cases():
    assert list(RECORD) == list(CASES)


@pytest.mark.parametrize("name", _SINGLE)
def test_levels_steps_and_errors(name):
    mine = recorded.run(ms, CASES[name])
    assert recorded.same(mine, RECORD[name], rtol=2e-3, atol=2e-3), (mine, RECORD[name])


def test_dtypes_of_operators_at_level_auto():
    wrong = []
    for name in CASES:
        if name.startswith("auto "):
            mine = recorded.run(ms, CASES[name])
            if mine != RECORD[name]:
                wrong.append((name, mine, RECORD[name]))
    assert not wrong


@pytest.mark.parametrize("level", ["O1", "O2", "O3", "auto"])
def test_compiled_it_computes_the_same(level):
    class Net(ms.nn.Cell):
        def __init__(self):
            super().__init__()
            self.fc = ms.nn.Dense(4, 4)

        def construct(self, x):
            return ms.ops.exp(self.fc(x))

    net = ms.amp.auto_mixed_precision(Net(), level)
    x = ms.Tensor([[0.1, 0.2, 0.3, 0.4]])
    one, compiled = net(x), ms.jit(net, fullgraph=True)(x)
    assert one.dtype == compiled.dtype
    assert recorded.same(recorded.data(ms, compiled), recorded.data(ms, one), rtol=1e-3)


def test_a_function_keeps_its_name_and_gradients_flow_through_the_casts():
    def square(x):
        """Its doc."""
        return ms.ops.matmul(x, x)

    half = ms.amp.auto_mixed_precision(square, "auto")
    assert (half.__name__, half.__doc__, half._amp_level) == ("square", "Its doc.", "auto")
    grad = ms.grad(half)(ms.Tensor([[1.0, 2.0], [3.0, 4.0]]))
    assert grad.dtype == ms.float32
    assert grad.asnumpy().tolist() == [[7.0, 11.0], [9.0, 13.0]]


def test_what_to_float_said_stays():
    net = ms.nn.SequentialCell(ms.nn.Dense(2, 2).to_float(ms.bfloat16))
    assert type(ms.amp.auto_mixed_precision(net, "O1")[0]) is ms.nn.Dense
    assert net(ms.Tensor([[1.0, 2.0]])).dtype == ms.bfloat16
    alone = ms.amp.auto_mixed_precision(ms.nn.Dense(2, 2).to_float(ms.bfloat16), "auto")
    assert alone(ms.Tensor([[1.0, 2.0]])).dtype == ms.bfloat16


def test_a_dynamic_loss_scale_at_level_o2():
    net = ms.nn.Dense(2, 1, weight_init="ones", bias_init="zeros")
    step = ms.amp.build_train_network(net, ms.nn.SGD(net.trainable_params(), 0.1), ms.nn.MSELoss(), "O2")
    loss, overflow, scale = step(ms.Tensor([[1.0, 2.0]]), ms.Tensor([[1.0]]))
    assert (float(loss), bool(overflow), float(scale)) == (4.0, True, 2.0**23)
