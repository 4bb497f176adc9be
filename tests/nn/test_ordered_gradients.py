"""In PyNative on a CPU the gradients of batch normalisations and of what was broadcast are MindSpore's to the last bit."""

import json
from pathlib import Path

import jax
import numpy as np
import pytest

import mindshim as ms
from tests.nn import ordered_gradient_cases as cases

pytestmark = pytest.mark.skipif(jax.default_backend() != "cpu", reason="MindSpore's CPU kernels are followed on a CPU only")


@pytest.fixture(scope="module")
def recorded():
    return json.loads((Path(__file__).parent.parent / "golden" / "ordered_gradients.json").read_text())


@pytest.mark.parametrize("made", [cases.batch_norms, cases.sums])
def test_gradients_are_equal_to_the_last_bit(made, recorded):
    differing = [name for name, grad in made(ms) if grad.dtype != np.float32 or cases.checksum(grad) != recorded[name]]
    assert not differing


def tensor(*shape, seed=1):
    return ms.Tensor(cases.values(shape, seed))


LAYERS = {
    "trained": lambda: ms.nn.BatchNorm2d(4).set_train(True),
    "inferred": lambda: ms.nn.BatchNorm2d(4).set_train(False),
    "convolution": lambda: ms.nn.Conv2d(4, 3, 3, weight_init="ones", has_bias=True, bias_init="ones"),
    "broadcast": lambda: lambda x: ((x + tensor(4, 1, 1, seed=3)) * tensor(4, 1, 1, seed=4)).tanh(),
}


@pytest.mark.parametrize("name", LAYERS)
def test_second_gradients_are_those_of_compiled_functions(name):
    layer = LAYERS[name]()
    x, along = tensor(3, 4, 5, 5), tensor(3, 4, 5, 5, seed=2)

    def second(x):
        return ms.grad(lambda x: (ms.grad(lambda x: (layer(x) ** 3).sum())(x) * along).sum())(x)

    found = second(x).asnumpy()
    scale = np.abs(found).max()
    np.testing.assert_allclose(found, ms.jit(second)(x).asnumpy(), rtol=0, atol=1e-5 * scale)
    step = 1e-2
    first = [ms.grad(lambda x: (layer(x) ** 3).sum())(x + sign * step * along).asnumpy() for sign in (1, -1)]
    np.testing.assert_allclose(found, (first[0] - first[1]) / (2 * step), rtol=0, atol=5e-3 * scale)


def test_gradients_by_scale_of_gradients():
    x, along, weigh = tensor(3, 4, 5, 5), tensor(3, 4, 5, 5, seed=2), tensor(3, 4, 5, 5, seed=3)
    layer = ms.nn.BatchNorm2d(4).set_train(True)

    def loss(gamma):
        def out(x):
            norm = ms.ops.BatchNorm(is_training=True)
            return (norm(x, gamma, layer.beta, layer.moving_mean, layer.moving_variance)[0] * weigh).sum()

        return (ms.grad(out)(x) * along).sum()

    gamma = tensor(4, seed=4)
    found, compiled = ms.grad(loss)(gamma).asnumpy(), ms.jit(ms.grad(loss))(gamma).asnumpy()
    np.testing.assert_allclose(found, compiled, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("dtype", [ms.float16, ms.float64])
def test_other_dtypes_have_the_kernels_own(dtype):
    a, b = tensor(3, 4).astype(dtype), tensor(4, seed=2).astype(dtype)
    by_a, by_b = ms.grad(lambda a, b: (a * b + b).sum(), (0, 1))(a, b)
    assert by_a.dtype == by_b.dtype == dtype
    np.testing.assert_allclose(by_b.asnumpy(), a.asnumpy().sum(0) + 3, rtol=1e-2)
