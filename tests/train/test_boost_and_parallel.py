"""Accumulated gradients, and what programs ask of the parallel settings."""

from __future__ import annotations

import numpy as np
import pytest

import mindshim as ms
from mindshim import nn, ops
from mindshim.boost.grad_accumulation import gradient_accumulation_op, gradient_clear_op
from mindshim.parallel import _utils
from mindshim.parallel._auto_parallel_context import auto_parallel_context


@pytest.mark.parametrize("compiled", [False, True])
def test_operators_of_accumulation(compiled):
    net = nn.Dense(2, 1, weight_init="ones")
    params = ms.ParameterTuple(net.trainable_params())
    sums = params.clone(prefix="sums", init="zeros")
    add = ops.HyperMap()

    def step(grads):
        add(ops.partial(gradient_accumulation_op, 4), sums, grads)
        return ops.depend(grads[0], sums)

    run = ms.jit(step) if compiled else step
    grads = (ops.ones((1, 2)), ops.ones((1,)))
    for _ in range(2):
        run(grads)
    assert np.allclose(sums[0].asnumpy(), 0.5) and sums[0].name == "sums.weight"
    add(gradient_clear_op, sums)
    assert not sums[1].asnumpy().any()


def test_levels_of_boost():
    assert not any(ms.boost.AutoBoost("O0").boost_config.values())
    with pytest.raises(NotImplementedError, match="less_bn"):
        ms.boost.AutoBoost("O1")
    with pytest.raises(ValueError):
        ms.boost.AutoBoost("O0", {"boost": {"mode": "x"}})
    net = nn.Dense(2, 1)
    with pytest.raises(NotImplementedError):
        ms.train.Model(net, nn.MSELoss(), nn.SGD(net.trainable_params()), metrics={"loss"}, boost_level="O1")


def test_parallel_settings():
    context = auto_parallel_context()
    assert (_utils._get_parallel_mode(), _utils._get_device_num(), _utils._get_global_rank()) == ("stand_alone", 1, 0)
    try:
        context.set_parallel_mode("data_parallel")
        context.set_device_num(4)
        ms.set_auto_parallel_context(gradients_mean=True, global_rank=2)
        assert context.get_device_num_is_set() and not context.get_parameter_broadcast_is_set()
        assert (_utils._get_device_num(), _utils._get_global_rank(), _utils._get_gradients_mean()) == (4, 2, True)
        assert _utils._is_in_data_parallel_mode() and not _utils._is_sharding_propagation() and not _utils._need_to_full()
    finally:
        context.reset()
    assert context.get_pipeline_scheduler() == "1f1b" and context.get_strategy_search_mode() == "recursive_programming"
    with pytest.raises(AttributeError):
        context.get_something()


def test_symbols():
    symbol = ms.Symbol(max=10, divisor=2)
    assert str(symbol) == "{'max': 10, 'divisor': 2}" and ms.Tensor(shape=[symbol, 3], dtype=ms.float32).shape == (-1, 3)
    for bad, error in (({"min": "a"}, TypeError), ({"unique": 3}, TypeError), ({"divisor": 0}, ValueError), ({"remainder": 1}, ValueError)):
        with pytest.raises(error):
            ms.Symbol(**bad)


def test_parameters_of_the_search():
    assert ms.get_algo_parameters("algo_approxi_epsilon") == 0.1
    ms.set_algo_parameters(fully_use_devices=True)
    assert ms.get_algo_parameters("fully_use_devices")
    ms.reset_algo_parameters()
    assert not ms.get_algo_parameters("fully_use_devices")
    for bad, error in (({"tensor_slice_align_size": 0}, ValueError), ({"x": 1}, ValueError), ({"fully_use_devices": 1}, TypeError)):
        with pytest.raises(error):
            ms.set_algo_parameters(**bad)


def test_steps_of_boost_are_the_plain_ones():
    def net():
        return nn.WithLossCell(nn.Dense(2, 1, weight_init="ones", bias_init="zeros"), nn.MSELoss())

    x, y = ms.Tensor([[1.0, 2.0]]), ms.Tensor([[1.0]])
    plain, boosted, scaled = net(), net(), net()
    nn.TrainOneStepCell(plain, nn.SGD(plain.trainable_params(), 0.1))(x, y)
    ms.boost.BoostTrainOneStepCell(boosted, nn.SGD(boosted.trainable_params(), 0.1))(x, y)
    step = ms.boost.BoostTrainOneStepWithLossScaleCell(scaled, nn.SGD(scaled.trainable_params(), 0.1), ms.Tensor(4.0))
    assert isinstance(step, ms.boost.BoostTrainOneStepCell) and not step.check_dim_reduce_enable()
    loss, overflow, scale = step(x, y)
    assert (float(loss), bool(overflow), float(scale)) == (4.0, False, 4.0)
    for other in (boosted, scaled):
        for a, b in zip(plain.get_parameters(), other.get_parameters(), strict=True):
            np.testing.assert_allclose(a.asnumpy(), b.asnumpy(), rtol=1e-6)
    with pytest.raises(TypeError, match="'sens' must be a number"):
        ms.boost.BoostTrainOneStepCell(plain, nn.SGD(plain.trainable_params(), 0.1), "a")


def test_groups_of_some_parameters_and_what_boost_has_not():
    params = nn.SequentialCell(nn.Dense(2, 3), nn.Dense(3, 1)).trainable_params()
    groups = [{"params": params[:2], "lr": 0.1}, {"params": params[2:]}, {"order_params": params}]
    found = ms.boost.ParameterProcess.generate_group_params(params[:3], groups)
    assert [len(g.get("params", g.get("order_params"))) for g in found] == [2, 1, 3] and found[0]["lr"] == 0.1
    for make in (lambda: ms.boost.LessBN(nn.Dense(1, 1)), lambda: ms.boost.GradientFreeze(10, 1, 0.5, 20), lambda: ms.boost.AdaSum(0, 1, 1, ())):
        with pytest.raises(NotImplementedError, match="Instead, "):
            make()
