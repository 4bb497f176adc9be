"""In PyNative on a CPU sums, means, normalisations, average pools, batches of products and many functions are MindSpore's to the last bit."""

from pathlib import Path

import jax
import numpy as np
import pytest

import mindshim as ms
from mindshim.ops import ordered_products, ordered_reductions
from mindshim.ops.nn import ordered_pooling
from tests.ops import ordered_reduction_cases as cases

pytestmark = pytest.mark.skipif(jax.default_backend() != "cpu", reason="MindSpore's CPU kernels are followed on a CPU only")


@pytest.fixture(scope="module")
def recorded():
    with np.load(Path(__file__).parent.parent / "golden" / "ordered_reductions.npz") as found:
        return dict(found)


@pytest.mark.parametrize("made", cases.MADE)
def test_results_are_equal_to_the_last_bit(made, recorded):
    for name, result in made(ms):
        assert result.dtype == recorded[name].dtype
        np.testing.assert_array_equal(result, recorded[name], err_msg=name)


@pytest.mark.parametrize("made", cases.MADE)
def test_large_operands_are_left_to_xla(made, recorded, monkeypatch):
    monkeypatch.setattr(ordered_reductions, "_VALUES", 0)
    monkeypatch.setattr(ordered_pooling, "_VALUES", 0)
    monkeypatch.setattr(ordered_products, "_PRODUCTS", 0)
    jax.clear_caches()
    for name, result in made(ms):
        np.testing.assert_allclose(result, recorded[name], rtol=1e-4, atol=1e-4, err_msg=name)
    jax.clear_caches()


@pytest.mark.parametrize("name", ["ReduceSum", "ReduceMean"])
@pytest.mark.parametrize("fill", [np.nan, np.inf])
def test_special_values_reach_their_sums_only(name, fill):
    for shape, axes in (((9, 3), 0), ((3, 20), 1), ((3, 4, 5), 2)):
        x = np.ones(shape, np.float32)
        x[(0,) * len(shape)] = fill
        out = getattr(ms.ops, name)()(ms.Tensor(x), axes).asnumpy().reshape(-1)
        np.testing.assert_array_equal(out[0], fill)
        assert np.isfinite(out[1:]).all()


@pytest.mark.parametrize(
    "function",
    [lambda x: x.mean((1, 2)), lambda x: x.sum(0), lambda x: x.var(1), lambda x: ms.ops.L2Normalize(1)(x), ms.nn.AvgPool1d(4, 4),
     ms.nn.AvgPool1d(8), ms.nn.AdaptiveAvgPool1d(2), lambda x: ms.ops.group_norm(x, 3), ms.nn.GELU(), lambda x: x.cumsum(1),
     ms.ops.sin, lambda x: ms.ops.bmm(x, x.swapaxes(1, 2))],
)  # fmt: skip
def test_compiled_functions_and_gradients_agree(function):
    x = ms.Tensor(cases.values((4, 6, 8), 0))
    np.testing.assert_allclose(function(x).asnumpy(), ms.jit(function)(x).asnumpy(), rtol=1e-5, atol=1e-5)
    eager = ms.grad(lambda v: (function(v) ** 2).sum())(x).asnumpy()
    np.testing.assert_allclose(eager, ms.jit(ms.grad(lambda v: (function(v) ** 2).sum()))(x).asnumpy(), rtol=1e-4, atol=1e-4)
