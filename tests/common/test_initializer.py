"""Initializers: values equal to MindSpore's for equal seeds, names, errors, own initializers."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

import mindshim as ms
from mindshim.common import initializer as module
from mindshim.common.initializer import Initializer, initializer

CASES = json.loads((Path(__file__).parents[1] / "golden" / "initializers.json").read_text())


@pytest.mark.parametrize("case", CASES[:-1], ids=lambda c: f"{c['init']}{c['shape']}")
def test_values_of_mindspore(case):
    ms.set_seed(5)
    got = initializer(eval(case["init"], vars(module)), case["shape"]).init_data().asnumpy()
    assert got.shape == tuple(case["shape"])
    np.testing.assert_allclose(got.ravel(), case["values"], rtol=1e-5, atol=1e-7)
    assert np.random.rand() == case["then"]  # as many draws from NumPy's generator


def test_long_fills_have_no_seams():
    ms.set_seed(9)
    got = module._init_random_normal(0.0, 1.0, (20001,))
    assert [float(v) for v in got[[0, 9999, 20000]]] == CASES[-1]["values"]
    assert abs(got.mean()) < 0.03
    assert abs(got.std() - 1) < 0.03


def test_reproducible():
    def draw():
        return initializer("normal", [3]).init_data().asnumpy().tolist()

    ms.set_seed(1)
    first, second = draw(), draw()
    ms.set_seed(1)
    assert [draw(), draw()] == [first, second]
    assert first != second
    np.random.seed(1)
    assert draw() == first


@pytest.mark.parametrize(
    ("name", "kind"),
    [("zeros", "Zero"), ("ONES", "One"), ("xavier_uniform", "XavierUniform"), ("heuniform", "HeUniform"),
     ("he_normal", "HeNormal"), ("normal", "Normal"), ("uniform", "Uniform"), ("truncatednormal", "TruncatedNormal"),
     ("variancescaling", "VarianceScaling"), ("dirac", "Dirac"), ("identity", "Identity")],
)  # fmt: skip
def test_names(name, kind):
    assert type(initializer(name, [2, 2]).init).__name__ == kind


def test_waits_until_it_is_filled():
    t = initializer("ones", [2, 3], ms.float16)
    assert (t.has_init, t.shape, t.dtype) == (True, (2, 3), ms.float16)
    assert t.init_data() is t
    assert (t.has_init, t.init) == (False, None)
    assert t.asnumpy().tolist() == [[1.0] * 3] * 2
    with pytest.raises(TypeError):
        t.init_data()


def test_shapes_numbers_and_tensors():
    assert initializer(2.5, 3, ms.int32).init_data().asnumpy().tolist() == [2, 2, 2]
    assert initializer(0.5, []).init_data().asnumpy() == 0.5
    t = ms.Tensor([1.0, 2.0])
    assert initializer(t, [2], ms.float16) is t
    for shape in ([0, 3], [-1], [2.0], "a", ms.Tensor([2])):
        with pytest.raises(ValueError, match="must be positive integer"):
            initializer("ones", shape)
    with pytest.raises(ValueError, match=r"init' shape \[2\] and the 'shape' \[3\]"):
        initializer(t, [3])


def test_errors():
    with pytest.raises(ValueError, match="the class corresponding to 'nope' was not found"):
        initializer("nope", [2])
    for bad in (None, [1], module.One, np.ones(2)):
        with pytest.raises(TypeError, match="the type of the 'init' argument should be"):
            initializer(bad, [2])
    for init, shape, text in [
        (module.HeNormal(), [2], "fewer than 2 dimensions, but got dimensions 1"),
        (module.HeNormal(mode="nope"), [2, 2], "'mode' nope not supported"),
        (module.HeNormal(nonlinearity="nope"), [2, 2], "but got nope"),
        (module.HeNormal(negative_slope="a"), [2, 2], "'negative_slope' a is not a valid number"),
        (module.Orthogonal(), [2], "should be no less than 2, but got 1"),
        (module.Sparse(0.5), [3], "should be 2, but got 1"),
        (module.Identity(), [3], "should be 2, but got 1"),
        (module.Dirac(), [3, 3], "3, 4 or 5, but got 2"),
        (module.Dirac(2), [3, 3, 3], "divisible by groups"),
        (module.Constant([1, 2]), [2], "must be a number"),
    ]:
        with pytest.raises(ValueError, match=text):
            initializer(init, shape).init_data()
    with pytest.raises(ValueError, match="'scale' must be greater than 0, but got -1"):
        module.VarianceScaling(-1)
    with pytest.raises(ValueError, match="fan_in, fan_out or fan_avg"):
        module.VarianceScaling(mode="x")
    with pytest.raises(ValueError, match="'distribution'"):
        module.VarianceScaling(distribution="x")


def test_gains_and_fans():
    assert module._calculate_fan_in_and_fan_out((2, 3, 4, 5)) == (60, 40)
    assert module._calculate_correct_fan((2, 3), "FAN_OUT") == 2
    assert module._calculate_gain("tanh") == 5 / 3
    assert module._calculate_gain("relu") == math.sqrt(2)
    assert module._calculate_gain("leaky_relu", 0.2) == 1.3867504905630728
    assert module._calculate_gain("leaky_relu") == 1.4141428569978354
    assert module._calculate_gain("conv_transpose2d") == 1


def test_own_initializer():
    @module._register("my_four")
    class Four(Initializer):
        def _initialize(self, arr):
            module._assignment(arr, 4)

    try:
        assert initializer("my_four", [2]).init_data().asnumpy().tolist() == [4, 4]
        assert initializer("Four", [2]).init_data().asnumpy().tolist() == [4, 4]
    finally:
        del module._INITIALIZER_ALIAS["my_four"], module._INITIALIZER_ALIAS["four"]

    class Empty(Initializer):
        pass

    with pytest.raises(NotImplementedError, match="Must be overridden!"):
        initializer(Empty(), [2]).init_data()
    assert module.Normal(1, 2).__dict__ == {"_kwargs": {"sigma": 1, "mean": 2}, "_seed": None, "sigma": 1, "mean": 2}


def test_set_seed():
    ms.set_seed(1)
    assert np.random.rand() == 0.417022004702574
    assert ms.get_seed() == 1
    for bad in (1.5, "a", None, True, np.int64(3)):
        with pytest.raises(TypeError):
            ms.set_seed(bad)
    for bad in (-1, 2**32):
        with pytest.raises(ValueError):
            ms.set_seed(bad)
    assert ms.get_seed() == 1
