"""Import time, and first steps with a cold and a warm compilation cache: LeNet in PyNative mode, larger networks jitted."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile

FIRST_STEP = """
import time, numpy as np, mindshim as ms
from mindshim import Tensor, nn, ops
from tests.benchmarks.lenet import LeNet5
x, y = Tensor(np.zeros((32, 1, 32, 32), np.float32)), Tensor(np.zeros(32, np.int32))
start = time.perf_counter()
net = LeNet5(); loss_fn = nn.CrossEntropyLoss(); opt = nn.Adam(net.trainable_params(), 1e-3)
g = ops.value_and_grad(lambda a, b: loss_fn(net(a), b), None, opt.parameters)
loss, grads = g(x, y); opt(grads); loss.asnumpy()
print(time.perf_counter() - start)
"""


JITTED = """
import time, numpy as np, mindshim as ms
from mindshim import Tensor, nn, ops
from tests.benchmarks.networks import NETWORKS
cell, _, shape, _ = NETWORKS["{name}"]
rng = np.random.default_rng(0)
x = Tensor(rng.standard_normal(shape).astype(np.float32))
y = Tensor(rng.integers(0, 100, shape[0]).astype(np.int32))
start = time.perf_counter()
net = cell().set_train()
loss_fn, optimizer = nn.CrossEntropyLoss(), nn.Momentum(net.trainable_params(), 0.01, 0.9)
gradient = ops.value_and_grad(lambda x, y: loss_fn(net(x), y), None, optimizer.parameters)
@ms.jit
def step(x, y):
    loss, grads = gradient(x, y)
    optimizer(grads)
    return loss
step(x, y).asnumpy()
first = time.perf_counter()
step(x, y).asnumpy()
end = time.perf_counter()
# What a step computes takes as long however warm the cache is.
print(first - start - (end - first))
"""


def seconds_of(code: str, **env: str) -> float:
    """What a fresh interpreter prints for `code`."""
    run = subprocess.run([sys.executable, "-c", code], env={**os.environ, **env}, capture_output=True, text=True, check=True)
    return float(run.stdout.strip().splitlines()[-1])


def import_time(module: str) -> float:
    """Seconds to import a module in a fresh interpreter."""
    return seconds_of(f"import time; s = time.perf_counter(); import {module}; print(time.perf_counter() - s)")


def main() -> None:
    """Print the table."""
    pairs = [(import_time("jax"), import_time("mindshim")) for _ in range(7)]
    jax_s, mine = (statistics.median(p[i] for p in pairs) for i in (0, 1))
    print(f"import jax {jax_s:.2f} s, import mindshim {mine:.2f} s, ratio {mine / jax_s:.2f}")
    with tempfile.TemporaryDirectory() as folder:
        print(f"first LeNet step, cold cache: {seconds_of(FIRST_STEP, MINDSHIM_CACHE=folder):.2f} s")
        warm = [seconds_of(FIRST_STEP, MINDSHIM_CACHE=folder) for _ in range(3)]
        print(f"first LeNet step, warm cache: {statistics.median(warm):.2f} s")
    for name in ("resnet18", "encoder", "lstm"):
        with tempfile.TemporaryDirectory() as folder:
            code = JITTED.format(name=name)
            cold = seconds_of(code, MINDSHIM_CACHE=folder)
            again = statistics.median(seconds_of(code, MINDSHIM_CACHE=folder) for _ in range(3))
        print(f"network and first jitted training step of {name}, less a later step: cold {cold:.2f} s, warm {again:.2f} s, ratio {cold / again:.1f}")


if __name__ == "__main__":
    main()
