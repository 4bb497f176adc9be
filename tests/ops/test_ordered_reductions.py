"""In PyNative on a CPU sums, means, normalisations, average pools and many functions are MindSpore's to the last bit."""

from pathlib import Path

import jax
import numpy as np
import pytest

import mindshim as ms
from mindshim.ops import ordered_reductions
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


def test_large_operands_are_left_to_xla():
    small, large = (jax.ShapeDtypeStruct((n, 2**11), np.float32) for n in (2**11, 2**11 + 1))
    assert ordered_reductions.fits(small)
    assert not ordered_reductions.fits(large)
    assert not ordered_reductions.fits(jax.ShapeDtypeStruct((4,), np.float64))
    planes = jax.ShapeDtypeStruct((1, 2**14, 2**5, 2**5 + 1), np.float32)
    assert ordered_pooling.window_sums(planes, (2, 2), (2, 2), ((0, 0), (0, 0))) is None


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
     ms.nn.AvgPool1d(8), ms.nn.AdaptiveAvgPool1d(2), lambda x: ms.ops.group_norm(x, 3), ms.nn.GELU(),
     ms.ops.sin],
)  # fmt: skip
def test_compiled_functions_and_gradients_agree(function):
    x = ms.Tensor(cases.values((4, 6, 8), 0))
    np.testing.assert_allclose(function(x).asnumpy(), ms.jit(function)(x).asnumpy(), rtol=1e-5, atol=1e-5)
    eager = ms.grad(lambda v: (function(v) ** 2).sum())(x).asnumpy()
    np.testing.assert_allclose(eager, ms.jit(ms.grad(lambda v: (function(v) ** 2).sum()))(x).asnumpy(), rtol=1e-4, atol=1e-4)
