"""Training steps in PyNative, by the real MindSpore and by mindshim: give the Python that has MindSpore installed.

python -m tests.benchmarks.against_mindspore /path/to/python [resnet18 encoder lstm lenet]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

#: A MindSpore program that prints the seconds of each step after the first two. Networks that are spelled as users do.
PROGRAM = """
import sys, time
import numpy as np
import mindspore as ms
from mindspore import Tensor, nn, ops

class Block(nn.Cell):
    def __init__(self, channels, out, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(channels, out, 3, stride), nn.BatchNorm2d(out)
        self.conv2, self.bn2 = nn.Conv2d(out, out, 3), nn.BatchNorm2d(out)
        self.relu = nn.ReLU()
        self.down = None
        if stride != 1:
            self.down = nn.SequentialCell(nn.Conv2d(channels, out, 1, stride), nn.BatchNorm2d(out))

    def construct(self, x):
        way = x if self.down is None else self.down(x)
        return self.relu(self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x))))) + way)

class ResNet18(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, pad_mode="pad", padding=3)
        self.bn1, self.relu, self.pool = nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, pad_mode="same")
        blocks = []
        for i, out in enumerate((64, 128, 256, 512)):
            blocks += [Block(max(64, out // 2) if i else 64, out, 2 if i else 1), Block(out, out, 1)]
        self.blocks = nn.SequentialCell(*blocks)
        self.head = nn.Dense(512, 100)

    def construct(self, x):
        x = self.pool(self.relu(self.bn1(self.conv1(x))))
        return self.head(self.blocks(x).mean((2, 3)))

class Encoder(nn.Cell):
    def __init__(self):
        super().__init__()
        self.layer, self.head = nn.TransformerEncoderLayer(256, 8, 1024, dropout=0.0, batch_first=True), nn.Dense(256, 100)

    def construct(self, x):
        return self.head(self.layer(x).mean(1))

class Recurrent(nn.Cell):
    def __init__(self):
        super().__init__()
        self.lstm, self.head = nn.LSTM(64, 128, batch_first=True), nn.Dense(128, 100)

    def construct(self, x):
        out, _ = self.lstm(x)
        return self.head(out[:, -1])

class LeNet(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5, pad_mode="valid"), nn.Conv2d(6, 16, 5, pad_mode="valid")
        self.pool, self.relu, self.flatten = nn.MaxPool2d(2, 2), nn.ReLU(), nn.Flatten()
        self.fc1, self.fc2, self.fc3 = nn.Dense(400, 120), nn.Dense(120, 84), nn.Dense(84, 100)

    def construct(self, x):
        x = self.pool(self.relu(self.conv1(x)))
        x = self.flatten(self.pool(self.relu(self.conv2(x))))
        return self.fc3(self.relu(self.fc2(self.relu(self.fc1(x)))))

cell, shape = {"resnet18": (ResNet18, (8, 3, 224, 224)), "encoder": (Encoder, (8, 64, 256)),
               "lstm": (Recurrent, (32, 32, 64)), "lenet": (LeNet, (32, 1, 32, 32))}[sys.argv[1]]
rng = np.random.default_rng(0)
x = Tensor(rng.standard_normal(shape).astype(np.float32))
y = Tensor(rng.integers(0, 100, shape[0]).astype(np.int32))
net = cell()
loss_fn, optimizer = nn.CrossEntropyLoss(), nn.Momentum(net.trainable_params(), 0.01, 0.9)
gradient = ms.value_and_grad(lambda x, y: loss_fn(net(x), y), None, optimizer.parameters)
net.set_train()
ms.set_context(mode=ms.PYNATIVE_MODE)
for i in range(int(sys.argv[2])):
    start = time.perf_counter()
    loss, grads = gradient(x, y)
    optimizer(grads)
    loss.asnumpy(), optimizer.parameters[0].asnumpy()
    if i > 1:
        print(f"step {time.perf_counter() - start:.6f}")
"""

STEPS = {"resnet18": 5, "encoder": 30, "lstm": 30, "lenet": 50}


def seconds(python: list[str], name: str) -> list[float]:
    """What the steps of one process took."""
    command = [*python, name, str(STEPS[name])]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return [float(line.split()[1]) for line in run.stdout.splitlines() if line.startswith("step ")]


def main(mindspore: str, names: list[str]) -> None:
    """Print the table; the two take turns, two processes each."""
    with tempfile.TemporaryDirectory() as folder:
        for name in names or list(STEPS):
            script = Path(folder) / f"{name}.py"
            script.write_text(PROGRAM)
            real, mine = [], []
            for _ in range(2):
                real += seconds([mindspore, str(script)], name)
                mine += seconds([sys.executable, "-m", "mindshim", str(script)], name)
            r, m = statistics.median(real), statistics.median(mine)
            print(
                f"{name:10s} MindSpore {r * 1e3:10.1f} ms   mindshim {m * 1e3:10.1f} ms   {r / m:6.2f} times faster",
                flush=True,
            )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
