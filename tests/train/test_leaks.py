"""A thousand training steps keep nothing: live arrays and memory stay flat."""

import gc
import resource

import jax
import numpy as np
import pytest

import mindshim as ms
from mindshim import Tensor, nn, ops

STEPS = 1000


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3)
        self.norm = nn.BatchNorm2d(4)
        self.dense = nn.Dense(4 * 8 * 8, 3)
        self.drop = nn.Dropout(p=0.1)

    def construct(self, x):
        x = ops.relu(self.norm(self.conv(x)))
        return self.dense(self.drop(ops.flatten(x)))


def _live():
    gc.collect()
    return len(jax.live_arrays())


@pytest.mark.parametrize("compiled", [False, True], ids=["pynative", "jit"])
def test_training_keeps_nothing(compiled):
    net = Net().set_train()
    loss_fn = nn.CrossEntropyLoss()
    optimizer = nn.Adam(net.trainable_params(), 1e-3)
    grad_fn = ms.value_and_grad(lambda x, y: loss_fn(net(x), y), None, optimizer.parameters)

    def step(x, y):
        loss, grads = grad_fn(x, y)
        optimizer(grads)
        return loss

    run = ms.jit(step) if compiled else step
    rng = np.random.default_rng(0)

    def steps(count):
        for _ in range(count):
            x = Tensor(rng.normal(size=(4, 1, 8, 8)).astype(np.float32))
            loss = run(x, Tensor(rng.integers(0, 3, 4).astype(np.int32)))
        loss.asnumpy()

    steps(STEPS // 5)
    before, memory = _live(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    steps(STEPS)
    assert _live() <= before
    # The highest mark may wander with the allocator's mood; a leak of even the smallest batch would be a megabyte.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 8 * 1024
