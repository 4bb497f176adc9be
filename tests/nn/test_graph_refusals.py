"""What GRAPH_MODE refuses, in MindSpore's words, and what PyNative takes."""

import numpy as np
import pytest

import mindshim as ms
from mindshim import nn, ops

X = ms.Tensor([2.0])


@pytest.fixture
def graph_mode():
    before = ms.get_context("mode")
    ms.set_context(mode=ms.GRAPH_MODE)
    yield
    ms.set_context(mode=before)


class Sum(nn.Cell):
    def construct(self, x, y):
        return x + y


class OneArgument(Sum):
    def bprop(self, out):
        return out, out


class NoGradient(Sum):
    def bprop(self, x, y, out):
        return out, out


@pytest.mark.parametrize(
    ("cell", "error", "text"), [(OneArgument, RuntimeError, "at least 2 params"), (NoGradient, TypeError, "as well as the 'out' and 'dout'")]
)
def test_arguments_of_bprop(cell, error, text, graph_mode):
    with pytest.raises(error, match=text):
        ms.grad(cell(), (0, 1))(X, X)


def test_hooks_of_the_gradient(graph_mode):
    class Hooked(nn.Cell):
        def construct(self, x):
            return ops.HookBackward(lambda grads: None)(x)

    with pytest.raises(RuntimeError, match="only supported in pynative mode"):
        ms.grad(Hooked())(X)

    hook = ops.HookBackward(lambda grads: grads[0] * 2)

    class HookedBefore(nn.Cell):
        def construct(self, x):
            return hook(x * x)

    np.testing.assert_array_equal(HookedBefore()(X).asnumpy(), (X * X).asnumpy())
    np.testing.assert_array_equal(ms.grad(HookedBefore())(X).asnumpy(), 2 * X.asnumpy())


def test_what_a_gradient_is_of(graph_mode):
    @ms.jit_class
    class Plain:
        def __call__(self, x):
            return x

    with pytest.raises(TypeError, match="jit_class type 'Plain'"):
        ops.GradOperation()(Plain())
    with pytest.raises(TypeError, match="must be a 'Function' or 'Cell'"):
        ops.GradOperation()(None)
    with pytest.raises(TypeError, match="requires a forward network"):
        ops.GradOperation()()


def test_fewer_labels_than_samples():
    """The numbers are the real ones."""
    logits = ms.Tensor([[0.8, 1.4], [0.5, 0.9], [1.2, 0.9]])
    loss = nn.FocalLoss(reduction="none")
    np.testing.assert_allclose(loss(logits, ms.Tensor([[1], [0]], ms.int32)).asnumpy(), [0.05493012, 0.32724684], rtol=2e-5)
    spread = loss(logits, ms.Tensor([[0, 1]], ms.int32)).asnumpy()
    np.testing.assert_allclose(spread, [[0, 0.05493012], [0, 0.08262068], [0, 0.2819232]], rtol=2e-5)


@pytest.mark.parametrize("settings", [{"ignore_index": "1"}, {"ignore_index": 1.0}, {"ignore_index": True}, {"label_smoothing": 1}])
def test_settings_of_cross_entropy(settings):
    with pytest.raises(TypeError, match="cross_entropy_loss"):
        ops.cross_entropy(ms.ops.ones((1, 2)), ms.Tensor([0], ms.int32), **settings)


def test_steps_of_a_generator():
    generator = ms.Generator().manual_seed(3)
    assert [int(v) for step in (5, 2, 1) for v in generator._step(ms.Tensor(step))] == [3, 0, 3, 5, 3, 7]
    assert generator._step(ms.Tensor(1))[0].dtype == ms.int64


def test_bprop_gives_a_tuple(graph_mode):
    class Bare(nn.Cell):
        def construct(self, x):
            return x + 1

        def bprop(self, x, out, dout):
            return dout

    with pytest.raises(TypeError, match="output should be a tuple"):
        ms.grad(Bare())(X)


def test_scopes_of_cells_that_are_recomputed():
    net = nn.SequentialCell(nn.ReLU())
    net.recompute()
    net.recompute()
    assert [cell.get_scope() for _, cell in net.cells_and_names()] == ["recompute_", "recompute_"]
