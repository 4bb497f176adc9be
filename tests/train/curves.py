"""Four networks trained for fifty steps from given weights on real images, alike on mindshim and the real MindSpore.

Each case gives the loss of every step and the share of right answers among 500 other images.
"""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import Any

import numpy as np

STEPS, BATCH = 50, 32
DATA = Path(__file__).parents[2] / "notebooks" / "data"
CASES: dict[str, Any] = {}


def case(function: Any) -> Any:
    CASES[function.__name__] = function
    return function


def digits() -> tuple[np.ndarray, np.ndarray]:
    """2,100 handwritten digits, 28 by 28, of mean 0 and deviation 1, and their labels."""
    count = STEPS * BATCH + 500
    with gzip.open(DATA / "t10k-images-idx3-ubyte.gz") as file:
        images = np.frombuffer(file.read(16 + count * 784), np.uint8, offset=16).reshape(count, 28, 28)
    with gzip.open(DATA / "t10k-labels-idx1-ubyte.gz") as file:
        labels = np.frombuffer(file.read(8 + count), np.uint8, offset=8)
    return (images.astype(np.float32) / 255 - 0.1307) / 0.3081, labels.astype(np.int32)


def set_weights(ms: Any, net: Any) -> None:
    """Weights from their names and shapes alone; biases, scales and running statistics stay as they are."""
    for p in net.get_parameters():
        if len(p.shape) > 1:
            draw = np.random.default_rng(zlib.crc32(p.name.encode()))
            bound = np.sqrt(3 / np.prod(p.shape[1:]))
            p.set_data(ms.Tensor(draw.uniform(-bound, bound, p.shape).astype(np.float32)))
        elif p.name.endswith("bias") or "bias_" in p.name:
            p.set_data(ms.Tensor(np.zeros(p.shape, np.float32)))


def curve(ms: Any, net: Any, optimizer: Any, image_shape: tuple[int, ...], jit: bool = False) -> dict[str, Any]:
    """Train `net` on the first images, and count what it gets right of the last."""
    images, labels = digits()
    images = images.reshape(len(images), *image_shape)
    loss_fn = ms.nn.CrossEntropyLoss()

    def forward(x: Any, y: Any) -> Any:
        return loss_fn(net(x), y)

    gradient = ms.value_and_grad(forward, None, optimizer.parameters)

    def step(x: Any, y: Any) -> Any:
        loss, grads = gradient(x, y)
        optimizer(grads)
        return loss

    if jit:
        step = ms.jit(step)
    net.set_train()
    losses = []
    for i in range(STEPS):
        at = slice(i * BATCH, (i + 1) * BATCH)
        losses.append(float(step(ms.Tensor(images[at]), ms.Tensor(labels[at])).asnumpy()))
    net.set_train(False)
    right = net(ms.Tensor(images[-500:])).asnumpy().argmax(1) == labels[-500:]
    return {"losses": losses, "right": float(right.mean())}


@case
def lenet(ms: Any, jit: bool = False) -> Any:
    nn = ms.nn
    net = nn.SequentialCell(
        nn.Conv2d(1, 6, 5, pad_mode="same", has_bias=True), nn.ReLU(), nn.MaxPool2d(2, 2),
        nn.Conv2d(6, 16, 5, pad_mode="valid", has_bias=True), nn.ReLU(), nn.MaxPool2d(2, 2),
        nn.Flatten(), nn.Dense(400, 120), nn.ReLU(), nn.Dense(120, 84), nn.ReLU(), nn.Dense(84, 10),
    )  # fmt: skip
    set_weights(ms, net)
    return curve(ms, net, nn.Adam(net.trainable_params(), 1e-3), (1, 28, 28), jit)


@case
def resnet(ms: Any, jit: bool = False) -> Any:
    nn, ops = ms.nn, ms.ops

    class Block(nn.Cell):
        def __init__(self, channels: int, out: int, stride: int) -> None:
            super().__init__()
            self.conv1 = nn.Conv2d(channels, out, 3, stride)
            self.bn1 = nn.BatchNorm2d(out)
            self.conv2 = nn.Conv2d(out, out, 3)
            self.bn2 = nn.BatchNorm2d(out)
            self.down = None
            if stride != 1 or channels != out:
                self.down = nn.SequentialCell(nn.Conv2d(channels, out, 1, stride), nn.BatchNorm2d(out))

        def construct(self, x: Any) -> Any:
            way = x if self.down is None else self.down(x)
            x = ops.relu(self.bn1(self.conv1(x)))
            return ops.relu(self.bn2(self.conv2(x)) + way)

    class ResNet(nn.Cell):
        def __init__(self) -> None:
            super().__init__()
            self.stem = nn.SequentialCell(nn.Conv2d(1, 8, 3, 2), nn.BatchNorm2d(8), nn.ReLU())
            self.blocks = nn.SequentialCell(Block(8, 8, 1), Block(8, 16, 2), Block(16, 32, 2))
            self.head = nn.Dense(32, 10)

        def construct(self, x: Any) -> Any:
            return self.head(self.blocks(self.stem(x)).mean((2, 3)))

    net = ResNet()
    set_weights(ms, net)
    rates = nn.cosine_decay_lr(0.0, 0.05, STEPS, STEPS, 1)
    optimizer = nn.Momentum(net.trainable_params(), rates, 0.9, weight_decay=1e-4)
    return curve(ms, net, optimizer, (1, 28, 28), jit)


@case
def encoder(ms: Any, jit: bool = False) -> Any:
    nn = ms.nn

    class Encoder(nn.Cell):
        def __init__(self) -> None:
            super().__init__()
            self.embed = nn.Dense(28, 32)
            self.place = ms.Parameter(ms.Tensor(np.zeros((1, 28, 32), np.float32)), name="place")
            layer = nn.TransformerEncoderLayer(32, 4, 64, dropout=0.0, batch_first=True)
            self.layers = nn.TransformerEncoder(layer, 2)
            self.head = nn.Dense(32, 10)

        def construct(self, x: Any) -> Any:
            return self.head(self.layers(self.embed(x) + self.place).mean(1))

    net = Encoder()
    set_weights(ms, net)
    optimizer = nn.AdamWeightDecay(net.trainable_params(), 1e-3, weight_decay=0.01)
    return curve(ms, net, optimizer, (28, 28), jit)


@case
def lstm(ms: Any, jit: bool = False) -> Any:
    nn = ms.nn

    class Classifier(nn.Cell):
        def __init__(self) -> None:
            super().__init__()
            self.lstm = nn.LSTM(28, 32, num_layers=2, batch_first=True, bidirectional=True)
            self.head = nn.Dense(64, 10)

        def construct(self, x: Any) -> Any:
            out, _ = self.lstm(x)
            return self.head(out.mean(1))

    net = Classifier()
    set_weights(ms, net)
    return curve(ms, net, nn.AdaMax(net.trainable_params(), 1e-2), (28, 28), jit)
