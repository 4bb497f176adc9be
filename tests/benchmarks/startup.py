"""Import time, and the first LeNet step in PyNative mode with a cold and a warm compilation cache."""

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


if __name__ == "__main__":
    main()
