"""What an optimizer keeps from one step to the next must notice whatever changes between them."""

import copy
import pickle

import numpy as np
import pytest

import mindshim as ms
from mindshim import Parameter, Tensor, nn
from mindshim.experimental import optim


def made(n=8, value=1.0):
    return [Parameter(Tensor(np.full(3, value, np.float32)), name=f"p{i}") for i in range(n)]


def ones(n=8):
    return tuple(Tensor(np.ones(3, np.float32)) for _ in range(n))


def values(params):
    return [float(p.asnumpy().reshape(-1)[0]) for p in params]


def test_views_see_what_a_step_writes():
    params = made()
    optimizer = nn.SGD(params, 0.5)
    optimizer(ones())
    view = params[2].reshape(3, 1)
    optimizer(ones())
    assert view.asnumpy().tolist() == [[0.0]] * 3
    base = Tensor(np.ones((2, 3), np.float32))
    of_view = Parameter(base[1], name="v")
    optimizer = nn.SGD([of_view, *params], 0.5)
    for _ in range(2):
        optimizer(ones(9))
    assert of_view.asnumpy().tolist() == [0.0] * 3


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda o: pickle.loads(pickle.dumps(o))])
def test_a_copy_steps_by_itself(copied):
    params = made()
    optimizer = nn.Momentum(params, 0.5, 0.5)
    optimizer(ones())
    other = copied(optimizer)
    other(ones())
    assert values(params) == [0.5] * 8
    assert values(other.parameters) == [-0.25] * 8
    optimizer(ones())
    assert values(params) == [-0.25] * 8
    assert values(other.parameters) == [-0.25] * 8


def test_values_shapes_and_dtypes_may_change():
    params = made()
    optimizer = nn.SGD(params, 0.5)
    optimizer(ones())
    params[0].set_data(Tensor(np.full(3, 5.0, np.float32)))
    optimizer(ones())
    assert values(params) == [4.5] + [0.0] * 7
    params[1].set_data(Tensor(np.ones((2, 2), np.float16)), slice_shape=True)
    optimizer.parameters[1].set_dtype(ms.float16)
    g = list(ones())
    g[1] = Tensor(np.ones((2, 2), np.float16))
    optimizer(tuple(g))
    assert params[1].dtype == ms.float16 and params[1].shape == (2, 2)
    assert values(params)[1:3] == [0.5, -0.5]


def test_attributes_may_be_assigned():
    params, others = made(), made(value=2.0)
    optimizer = nn.SGD(params, 0.5, weight_decay=1.0)
    optimizer(ones())
    assert values(params) == [0.0] * 8
    optimizer.decay_flags = (True,) + (False,) * 7
    optimizer.parameters = ms.ParameterTuple(others)
    optimizer.learning_rate.set_data(Tensor(1.0, ms.float32))
    optimizer(ones())
    assert values(params) == [0.0] * 8
    assert values(others) == [-1.0] + [1.0] * 7
    optimizer.decay_flags = [False, True, *[False] * 6]
    optimizer(ones())
    optimizer.decay_flags[1] = False
    optimizer.decay_flags[2] = True
    optimizer(ones())
    assert values(others)[:4] == [-3.0, -2.0, -1.0, -1.0]


def test_settings_of_groups_may_change():
    params = made(6)
    optimizer = optim.SGD([{"params": params[:3]}, {"params": params[3:], "lr": 0.25}], lr=0.5)
    optimizer(ones(6))
    assert values(params) == [0.5] * 3 + [0.75] * 3
    optimizer.param_groups[0]["maximize"] = True
    optimizer.param_groups[1]["lr"] = 0.5
    optimizer(ones(6))
    assert values(params) == [1.0] * 3 + [0.25] * 3
    optimizer.param_groups[1]["weight_decay"] = 1.0
    optimizer(ones(6))
    assert values(params) == [1.5] * 3 + [-0.375] * 3
    g = list(ones(6))
    g[0] = g[5] = None
    for _ in range(2):
        optimizer(tuple(g))
    before = [1.5, 2.5, 2.5, -0.84375, -0.84375, -0.375]
    assert values(params) == before
    added = Parameter(Tensor(np.ones(3, np.float32)), name="added")
    optimizer.add_param_group({"params": [added]})
    optimizer((None,) * 6 + ones(1))
    assert values(params) == before and values([added]) == [0.5]
    optimizer.param_groups[0]["momentum"] = Tensor(0.0)
    optimizer(ones(7))
    assert values(params[:3]) == [2.0, 3.0, 3.0]


def test_slots_in_lists_may_be_replaced():
    params = made()
    optimizer = optim.ASGD(params, lr=0.5, t0=0.0)
    optimizer(ones())
    mine = Parameter(Tensor(0.25, ms.float32), name="mine")
    optimizer.mu[0] = mine
    optimizer(ones())
    assert float(mine) == float(optimizer.mu[1]) == 0.5


def test_gradients_that_are_the_parameters():
    params = made()
    optimizer = nn.SGD(params, 0.5)
    for value in (0.5, 0.25):
        optimizer(tuple(params))
        assert values(params) == [value] * 8
    gradients = ones()
    for p, g in zip(params, gradients, strict=True):
        p.set_data(g)
    optimizer(gradients)
    assert values(params) == [0.5] * 8 and values(gradients) == [1.0] * 8


def test_a_wrong_gradient_in_a_later_step_changes_nothing():
    params = made()
    optimizer = nn.Momentum(params, 0.5, 0.5)
    optimizer(ones())
    for wrong, kind in (
        ((*ones(7), Tensor(np.ones(2, np.float32))), ValueError),
        ((*ones(7), 1.0), TypeError),
        ((*ones(7), None), TypeError),
        (ones(7), RuntimeError),
    ):
        with pytest.raises(kind):
            optimizer(wrong)
        assert values(params) == [0.5] * 8 and int(optimizer.global_step) == 1
    optimizer(ones())
    assert values(params) == [-0.25] * 8


@pytest.mark.parametrize(
    ("kind", "setting", "value", "slot"),
    [(optim.SGD, "momentum", 0.5, "accum"), (optim.RMSprop, "centered", True, "mean_grad"), (optim.RMSprop, "momentum", 0.5, "moment"),
     (optim.AdamW, "amsgrad", True, "max_exp_avg_sq"), (ms.mint.optim.SGD, "momentum", 0.5, "momentum_buf")],
)  # fmt: skip
def test_state_that_no_group_uses_waits(kind, setting, value, slot):
    """Whether one group begins to use a state, or all have used it from the beginning, as when another group does."""
    def run(both):
        params = made(4)
        groups = [{"params": params[:2]}, {"params": params[2:], setting: value if both else type(value)(0)}]
        optimizer = kind(groups, lr=0.5)
        seen = []
        for step in range(4):
            if step == 2:
                optimizer.param_groups[0][setting] = value
            optimizer(ones(4))
            seen.append(values(params[:2]) + values(getattr(optimizer, slot)[:2]))
        return seen

    np.testing.assert_allclose(run(False), run(True), rtol=1e-6)


def _sgd(params):
    return nn.SGD(params, 0.5, momentum=0.5, dampening=0.5)


def _sgd_of_groups(params):
    return optim.SGD(params, 0.5, momentum=0.5, dampening=0.5)


@pytest.mark.parametrize("make", [_sgd, _sgd_of_groups])
def test_the_first_step_of_sgd_is_told_by_its_state(make):
    """Steps in PyNative count themselves instead of reading `stat`; whatever others write to it has the effect it had."""

    def run(compiled, *, stop=""):
        params = made()
        optimizer = make(params)
        step = ms.jit(lambda g: optimizer(g)) if compiled else optimizer
        seen = []
        for i in range(7):
            if i == 2:
                optimizer.stat[0].set_data(Tensor(np.ones(3, np.float32)))
                optimizer.stat[1].set_data(Tensor(np.array([1, 0, 1], np.float32)))
            if i == 4:
                for t in optimizer.stat:
                    t.set_data(Tensor(np.ones(3, np.float32)))
            if i == 5 and stop:
                optimizer = copy.deepcopy(optimizer) if stop == "copy" else pickle.loads(pickle.dumps(optimizer))
                params = optimizer.parameters
            (optimizer if stop else step)(ones())
            seen.append([t.asnumpy().tolist() for part in (params, optimizer.accum, optimizer.stat) for t in part])
        return seen

    expected = run(True)
    assert expected[0][-1] == [0.0] * 3
    for stop in ("", "copy", "pickle"):
        np.testing.assert_allclose(run(False, stop=stop), expected, rtol=1e-6)


@pytest.mark.parametrize("make", [_sgd, _sgd_of_groups])
def test_a_first_step_of_sgd_that_fails_is_none(make):
    params = made()
    optimizer = make(params)
    with pytest.raises(ValueError, match="gradient of parameter 7"):
        optimizer((*ones(7), Tensor(np.ones(2, np.float32))))
    assert values(optimizer.stat) == [1.0] * 8
    optimizer(ones())
    assert values(params) == [0.5] * 8 and values(optimizer.stat) == [0.0] * 8


def test_gradients_that_are_missing_in_the_first_step_of_sgd():
    params = made()
    optimizer = _sgd_of_groups(params)
    optimizer((None, *ones(7)))
    optimizer(ones())
    optimizer(ones())
    assert values(optimizer.accum) == [0.5 + 0.5, *[0.5 * 1.0 + 0.5] * 7]
