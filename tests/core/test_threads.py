"""Gradients and steps in several threads at once: each thread's are its own."""

from __future__ import annotations

import threading

import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, nn, ops

THREADS = 10


def at_once(work):
    """Run `work(i)` in ten threads; what they gave."""
    found, failed, start = [None] * THREADS, [], threading.Barrier(THREADS)

    def run(i):
        try:
            start.wait(60)
            found[i] = work(i)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(THREADS)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(120)
    assert not failed, failed
    return found


def train(seed, compiled=False):
    """The losses of a small network in training."""
    net = nn.SequentialCell(nn.Dense(3, 4), nn.ReLU(), nn.Dense(4, 1))
    values = np.random.RandomState(seed)
    for p in net.get_parameters():
        p.set_data(Tensor(values.randn(*p.shape).astype(np.float32)))
    optimizer = nn.Momentum(net.trainable_params(), 0.01, 0.9)
    gradient = ms.value_and_grad(lambda x: (net(x) ** 2).mean(), None, optimizer.parameters)
    x = Tensor(values.randn(8, 3).astype(np.float32))

    def step(x):
        loss, gradients = gradient(x)
        optimizer(gradients)
        return loss

    step = ms.jit(step) if compiled else step
    return [float(step(x)) for _ in range(10)]


@pytest.mark.parametrize("compiled", [(), (1, 3, 5, 7, 9)], ids=["pynative", "half compiled"])
def test_networks_of_their_own(compiled):
    expected = [train(i) for i in range(THREADS)]
    for _ in range(2):
        found = at_once(lambda i: train(i, i in compiled))
        assert np.allclose(found, expected, rtol=1e-4)


@pytest.mark.parametrize("wrap", [lambda net: net, ms.jit], ids=["pynative", "compiled"])
def test_one_network_for_all(wrap):
    net = nn.Dense(3, 1)
    start = net.weight.asnumpy().copy()
    optimizer = nn.SGD(net.trainable_params(), 0.5)
    run = wrap(net)
    gradient = ms.value_and_grad(lambda x: run(x).sum(), None, optimizer.parameters)
    step = threading.Lock()

    def work(i):
        for _ in range(5):
            _, gradients = gradient(ops.ones((1, 3)) * i)
            assert gradients[0].asnumpy().tolist() == [[i] * 3]
            with step:
                optimizer(gradients)

    at_once(work)
    assert np.allclose(net.weight.asnumpy(), start - 0.5 * 5 * sum(range(THREADS)), rtol=1e-5)


def test_other_operators_are_not_recorded():
    weight = ms.Parameter(Tensor([2.0]), name="w")

    def work(i):
        x = Tensor([float(i)])
        for _ in range(20):
            if i % 2:
                assert (weight * x + x).asnumpy() == 3 * i
            else:
                # Whichever Parameters take part: no other thread's do.
                (gradient,) = ms.grad(lambda x: weight * x * x, None, [weight])(x)
                assert gradient.asnumpy() == i * i
        with ms._no_grad():
            return float(weight * x)

    assert at_once(work) == [2.0 * i for i in range(THREADS)]
