"""In PyNative on a CPU convolutions, batch normalisations and exponentials are MindSpore's to the last bit."""

from pathlib import Path

import jax
import numpy as np
import pytest

import mindshim as ms
from mindshim.ops.nn import ordered_convolution
from tests.ops import ordered_cases

pytestmark = pytest.mark.skipif(jax.default_backend() != "cpu", reason="MindSpore's CPU kernels are followed on a CPU only")


@pytest.fixture(scope="module")
def recorded():
    with np.load(Path(__file__).parent.parent / "golden" / "ordered.npz") as found:
        return dict(found)


@pytest.mark.parametrize("made", [ordered_cases.convolutions, ordered_cases.batch_norms, ordered_cases.functions])
def test_results_are_equal_to_the_last_bit(made, recorded):
    for name, result in made(ms):
        assert result.dtype == recorded[name].dtype
        np.testing.assert_array_equal(result, recorded[name], err_msg=name)


def layer_and_input():
    layer = ms.nn.SequentialCell(ms.nn.Conv2d(6, 8, 3, weight_init="ones"), ms.nn.BatchNorm2d(8)).set_train(True)
    for i, p in enumerate(layer.trainable_params()):
        p.set_data(ms.Tensor(ordered_cases.values(p.shape, i)))
    return layer, ms.Tensor(ordered_cases.values((2, 6, 5, 5), 9))


def test_compiled_functions_and_transforms_agree():
    layer, x = layer_and_input()
    layer.set_train(False)
    eager = layer(x).asnumpy()
    np.testing.assert_allclose(ms.jit(layer)(x).asnumpy(), eager, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(ms.vmap(layer)(x[None])[0].asnumpy(), eager, rtol=1e-5, atol=1e-5)


def test_gradients_are_those_of_compiled_functions():
    layer, x = layer_and_input()
    weights = layer.trainable_params()
    weigh = ms.Tensor(ordered_cases.values((2, 8, 5, 5), 11))

    def loss(x):
        return (layer(x) * weigh).sum()

    eager = ms.grad(loss, 0, weights)(x)
    compiled = ms.jit(ms.grad(loss, 0, weights))(x)
    for a, b in zip([eager[0], *eager[1]], [compiled[0], *compiled[1]], strict=True):
        np.testing.assert_allclose(a.asnumpy(), b.asnumpy(), rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("fill", [np.nan, np.inf, -np.inf, -0.0])
def test_special_values_reach_the_places_that_see_them(fill):
    x = np.ones((1, 4, 5, 5), np.float32)
    x[0, 2, 0, 0] = fill
    layer = ms.nn.Conv2d(4, 3, 3, weight_init="ones")
    out = layer(ms.Tensor(x)).asnumpy()
    expected = ms.jit(layer)(ms.Tensor(x)).asnumpy()
    np.testing.assert_array_equal(out, expected)


@pytest.mark.parametrize(
    ("shape", "weight", "groups", "fits"),
    [
        ((1, 3, 8, 8), (4, 3, 3, 3), 1, True),
        ((1, 3, 8), (4, 3, 3), 1, False),
        ((0, 3, 8, 8), (4, 3, 3, 3), 1, False),
        ((64, 64, 112, 112), (64, 64, 3, 3), 1, False),
        ((8, 64, 56, 56), (256, 64, 3, 3), 1, False),
    ],
)
def test_large_ones_are_left_to_xla(shape, weight, groups, fits):
    x, w = jax.ShapeDtypeStruct(shape, np.float32), jax.ShapeDtypeStruct(weight, np.float32)
    assert ordered_convolution.fits(x, w, list(shape[2:]), groups) is fits
    assert not ordered_convolution.fits(jax.ShapeDtypeStruct(shape, np.float16), w, list(shape[2:]), groups)
