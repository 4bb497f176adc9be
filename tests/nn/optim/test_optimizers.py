"""Optimizers against the recorded real ones: what they are, and all their Parameters after some steps, compiled or not."""

import json
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

import mindshim as ms
from mindshim import Parameter, Tensor, nn
from tests.nn.optim import cases

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "optimizers.json").read_text())
ROWS = [row for row in GOLDEN if "case" in row]
BY_NAME = {name: list(rows) for name, rows in groupby(ROWS, lambda row: row["case"].partition("(")[0]) if hasattr(ms.nn, name)}


def test_the_records_are_of_these_cases():
    assert [row["case"] for row in ROWS] == cases.CASES
    assert [row["sparse"] for row in GOLDEN if "sparse" in row] == cases.SPARSE


def unequal(mine, real):
    return len(mine) != len(real) or any(not np.allclose(m, r, rtol=2e-5, atol=2e-6) for m, r in zip(mine, real, strict=True))


def differences(mine, row):
    """What a run and its record do not agree in; the real CPU build has no kernels for some steps."""
    for key in ("repr", "names"):
        if mine.get(key) != row.get(key):
            yield f"{key}: {mine.get(key)} {mine.get('message', '')} for {row.get(key)} {row.get('error', '')}"
    if row.get("error") == "RuntimeError" and row["at"] == "call":
        return
    if mine.get("error") != row.get("error"):
        yield f"{mine.get('error')}: {mine.get('message')} for {row.get('error')} ({row.get('at')})"
    elif "error" not in row:
        if mine["returned"] != row["returned"]:
            yield f"returned {mine['returned']} for {row['returned']}"
        for (name, *_), m, r in zip(row["names"], mine["values"], row["values"], strict=True):
            if unequal([m], [r]):
                yield f"{name}: {m} for {r}"


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("compiled", [False, True], ids=["pynative", "jit"])
def test_as_recorded(name, compiled):
    def step(optimizer):
        return ms.jit(optimizer, fullgraph=True) if compiled else optimizer

    found = []
    for row in BY_NAME[name]:
        if not (compiled and "error" in row):
            found += [f"{row['case']}\n    {text}" for text in differences(cases.run(ms, row["case"], step), row)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("row", [row for row in GOLDEN if "sparse" in row], ids=lambda row: row["sparse"])
@pytest.mark.parametrize("mode", [ms.PYNATIVE_MODE, ms.GRAPH_MODE], ids=["pynative", "graph"])
def test_rows_of_a_table(row, mode):
    before = ms.get_context("mode")
    ms.set_context(mode=mode)
    try:
        found = cases.train_table(ms, row["sparse"])
    finally:
        ms.set_context(mode=before)
    assert not unequal(found, row["values"]), f"{found}\nfor {row['values']}"


@pytest.mark.parametrize("compiled", [False, True], ids=["pynative", "jit"])
@pytest.mark.parametrize("clip", [False, True])
def test_layer_wise_rates(clip, compiled):
    """As documented: the real CPU build has no kernel for it."""
    rng = np.random.default_rng(0)
    values = {"w": rng.normal(size=(2, 3)), "bias": rng.normal(size=3), "beta": rng.normal(size=3)}
    grads = [rng.normal(size=v.shape) for v in values.values()]
    params = [ms.Parameter(ms.Tensor(v, ms.float32), name=n) for n, v in values.items()]
    optimizer = ms.nn.LARS(ms.nn.SGD(params, 0.1, weight_decay=0.5, loss_scale=2.0), epsilon=0.01, coefficient=0.3, use_clip=clip)
    call = ms.jit(optimizer, fullgraph=True) if compiled else optimizer
    for _ in range(2):
        assert call(tuple(ms.Tensor(2 * g, ms.float32) for g in grads)) == (True, True, True)
        for (name, w), g in zip(values.items(), grads, strict=True):
            decay = 0 if name == "beta" else 0.5
            norm = np.sqrt((w * w).sum())
            rate = 0.3 * norm / (np.sqrt((g * g).sum()) + decay * norm + 0.01)
            rate = min(rate / 0.1, 1) if clip else rate
            values[name] = w - 0.1 * (g if name == "bias" else rate * (g + decay * w))
    for p, w in zip(params, values.values(), strict=True):
        np.testing.assert_allclose(p.asnumpy(), w, rtol=2e-5, atol=1e-6, err_msg=p.name)
    assert int(optimizer.global_step) == 2


def test_wrappers_of_many_devices_say_what_they_need():
    optimizer = ms.nn.SGD([ms.Parameter(ms.Tensor([1.0]), name="w")])
    for wrapper in (ms.nn.AdaSumByGradWrapCell, ms.nn.AdaSumByDeltaWeightWrapCell):
        with pytest.raises(RuntimeError, match="stand alone"):
            wrapper(optimizer)
    with pytest.raises(ValueError, match="MS_ENABLE_TFT"):
        ms.nn.OptTFTWrapper(optimizer)
    with pytest.raises(TypeError, match="Optimizer"):
        ms.nn.OptTFTWrapper(1)


def test_an_optimizer_of_a_program_finds_its_parameters():
    class Own(ms.nn.Optimizer):
        def __init__(self, params):
            super().__init__(0.5, params)
            self.moment = self._parameters.clone(prefix="m", init="zeros")

        def construct(self, gradients):
            for parameter, gradient in zip(self._parameters, gradients, strict=True):
                ms.ops.assign_sub(parameter, gradient * self.get_lr())

    net = ms.nn.Dense(2, 1, weight_init="ones", has_bias=False)
    for params in (net.trainable_params(), [{"params": net.trainable_params(), "weight_decay": 0.1}]):
        optimizer = Own(params)
        assert optimizer._parameters is optimizer.parameters
        assert [p.name for p in optimizer.get_parameters()] == ["global_step", "learning_rate", "weight", "m.weight"]
    optimizer((ms.Tensor([[1.0, 2.0]]),))
    assert net.weight.asnumpy().tolist() == [[0.5, 0.0]]


class Descent(ms.nn.Optimizer):
    """An optimizer as programs write them: all steps of the base class by hand, and a `target` of its own."""

    def __init__(self, params):
        super().__init__(0.5, params)

    def construct(self, gradients):
        gradients = self._grad_sparse_indices_deduplicate(self.scale_grad(self.flatten_gradients(gradients)))
        step = ms.ops.partial(lambda rate, p, g: ms.ops.assign_sub(p, rate * g), self.get_lr())
        return self.hyper_map_reverse(step, self._parameters, gradients)

    @ms.nn.Optimizer.target.setter
    def target(self, value):
        self._set_base_target(value)


def test_an_optimizer_of_a_program_calls_what_the_base_class_keeps_for_it():
    optimizer = Descent([ms.Parameter(ms.Tensor([1.0]), name="a"), ms.Parameter(ms.Tensor([2.0]), name="b")])
    optimizer((ms.Tensor([1.0]), ms.Tensor([2.0])))
    assert [float(p.asnumpy()[0]) for p in optimizer.parameters] == [0.5, 1.0]
    assert optimizer.target == ms.get_context("device_target")
    optimizer.target = "CPU"
    assert optimizer.target == "CPU"
    with pytest.raises(ValueError, match="target"):
        optimizer.target = "TPU"


def test_a_step_reuses_memory_that_nothing_else_holds():
    """An array taken from a Parameter before a step stays what it was, however many are held."""
    parameters = [Parameter(np.full((2, 3), i, np.float32), name=f"p{i}") for i in range(6)]
    optimizer = nn.Momentum(parameters, 0.5, 0.9)
    gradients = tuple(Tensor(np.ones((2, 3), np.float32)) for _ in parameters)
    optimizer(gradients)
    for held in (1, 6):
        arrays = [p.jax() for p in parameters[:held]]
        values = [a.tolist() for a in arrays]
        for _ in range(2):
            optimizer(gradients)
        assert [a.tolist() for a in arrays] == values
    expected = [np.float32(i) for i in range(6)]
    moment = np.float32(0)
    for _ in range(5):
        moment = moment * np.float32(0.9) + 1
        expected = [e - np.float32(0.5) * moment for e in expected]
    np.testing.assert_allclose([p.asnumpy()[0, 0] for p in parameters], expected, rtol=1e-6)


def test_a_step_that_fails_leaves_everything():
    parameters = [Parameter(np.zeros(3, np.float32), name="a"), Parameter(np.zeros(2, np.float32), name="b")]
    optimizer = nn.Adam(parameters, 0.5)
    good = (Tensor(np.ones(3, np.float32)), Tensor(np.ones(2, np.float32)))
    optimizer(good)
    before = {p.name: p.asnumpy().tolist() for p in optimizer.get_parameters()}
    with pytest.raises(ValueError, match="gradient of parameter 1"):
        optimizer((good[0], Tensor(np.ones(4, np.float32))))
    assert {p.name: p.asnumpy().tolist() for p in optimizer.get_parameters()} == before
    optimizer(good)
