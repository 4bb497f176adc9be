"""Training steps of ResNet-18, a transformer encoder layer and an LSTM: jitted and PyNative against hand-written JAX."""

from __future__ import annotations

import sys
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

import mindshim as ms
from mindshim import Tensor, nn, ops
from tests.benchmarks.timing import interleaved, show

RATE, MOMENTUM = np.float32(0.01), np.float32(0.9)
F32 = np.float32


class Block(nn.Cell):
    """Two convolutions and a way around them."""

    def __init__(self, channels: int, out: int, stride: int) -> None:
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(channels, out, 3, stride), nn.BatchNorm2d(out)
        self.conv2, self.bn2 = nn.Conv2d(out, out, 3), nn.BatchNorm2d(out)
        self.relu = nn.ReLU()
        self.down = None
        if stride != 1:
            self.down = nn.SequentialCell(nn.Conv2d(channels, out, 1, stride), nn.BatchNorm2d(out))

    def construct(self, x):  # type: ignore[no-untyped-def]
        way = x if self.down is None else self.down(x)
        return self.relu(self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x))))) + way)


class ResNet18(nn.Cell):
    """ResNet-18 for images of 224 by 224."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, pad_mode="pad", padding=3)
        self.bn1, self.relu, self.pool = nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, pad_mode="same")
        blocks = []
        for i, out in enumerate((64, 128, 256, 512)):
            blocks += [Block(max(64, out // 2) if i else 64, out, 2 if i else 1), Block(out, out, 1)]
        self.blocks = nn.SequentialCell(*blocks)
        self.head = nn.Dense(512, 100)

    def construct(self, x):  # type: ignore[no-untyped-def]
        x = self.pool(self.relu(self.bn1(self.conv1(x))))
        return self.head(self.blocks(x).mean((2, 3)))


def _conv(x: Any, w: Any, stride: int, pad: Any = "SAME") -> Any:
    return jax.lax.conv_general_dilated(x, w, (stride, stride), pad, dimension_numbers=("NCHW", "OIHW", "NCHW"))


def resnet(p: Any, x: Any) -> Any:
    """The logits, and the running statistics of the batch."""
    seen = {}

    def norm(x: Any, name: str) -> Any:
        mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3))
        seen[name] = mean, var
        scale = p[f"{name}.gamma"] * jax.lax.rsqrt(var + F32(1e-5))
        return x * scale[:, None, None] + (p[f"{name}.beta"] - mean * scale)[:, None, None]

    x = jnp.maximum(norm(_conv(x, p["conv1.weight"], 2, ((3, 3), (3, 3))), "bn1"), 0)
    x = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 1, 3, 3), (1, 1, 2, 2), "SAME")
    for i in range(8):
        at = f"blocks.{i}."
        stride = 2 if f"{at}down.0.weight" in p else 1
        way = norm(_conv(x, p[f"{at}down.0.weight"], 2), f"{at}down.1") if stride == 2 else x
        y = jnp.maximum(norm(_conv(x, p[f"{at}conv1.weight"], stride), f"{at}bn1"), 0)
        x = jnp.maximum(norm(_conv(y, p[f"{at}conv2.weight"], 1), f"{at}bn2") + way, 0)
    return x.mean((2, 3)) @ p["head.weight"].T + p["head.bias"], seen


class Encoder(nn.Cell):
    """One encoder layer written out: attention, layer norms, a feed-forward net; the mean of the positions classified."""

    def __init__(self, width: int = 256, heads: int = 8) -> None:
        super().__init__()
        self.heads, self.scale = heads, (width // heads) ** -0.5
        self.q, self.k, self.v, self.o = (nn.Dense(width, width) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm((width,), epsilon=1e-5), nn.LayerNorm((width,), epsilon=1e-5)
        self.up, self.down, self.head = nn.Dense(width, 4 * width), nn.Dense(4 * width, width), nn.Dense(width, 100)

    def construct(self, x):  # type: ignore[no-untyped-def]
        b, n, width = x.shape
        q, k, v = (f(x).reshape(b, n, self.heads, -1).swapaxes(1, 2) for f in (self.q, self.k, self.v))
        weights = ops.softmax(ops.matmul(q, k.swapaxes(-1, -2)) * self.scale, -1)
        x = self.norm1(x + self.o(ops.matmul(weights, v).swapaxes(1, 2).reshape(b, n, width)))
        x = self.norm2(x + self.down(ops.relu(self.up(x))))
        return self.head(x.mean(1))


def encoder(p: Any, x: Any) -> Any:
    def dense(x: Any, name: str) -> Any:
        return x @ p[f"{name}.weight"].T + p[f"{name}.bias"]

    def norm(x: Any, name: str) -> Any:
        mean, var = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
        return (x - mean) * jax.lax.rsqrt(var + F32(1e-5)) * p[f"{name}.gamma"] + p[f"{name}.beta"]

    b, n, width = x.shape
    q, k, v = (dense(x, name).reshape(b, n, 8, -1).swapaxes(1, 2) for name in "qkv")
    weights = jax.nn.softmax(q @ k.swapaxes(-1, -2) * F32((width // 8) ** -0.5))
    x = norm(x + dense((weights @ v).swapaxes(1, 2).reshape(b, n, width), "o"), "norm1")
    x = norm(x + dense(jnp.maximum(dense(x, "up"), 0), "down"), "norm2")
    return dense(x.mean(1), "head"), {}


class Recurrent(nn.Cell):
    """An LSTM over a sequence; its last output classified."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm, self.head = nn.LSTM(64, 128, batch_first=True), nn.Dense(128, 100)

    def construct(self, x):  # type: ignore[no-untyped-def]
        out, _ = self.lstm(x)
        return self.head(out[:, -1])


def recurrent(p: Any, x: Any) -> Any:
    gates = x @ p["lstm.weight_ih_l0"].T + (p["lstm.bias_ih_l0"] + p["lstm.bias_hh_l0"])

    def step(state: Any, g: Any) -> Any:
        h, c = state
        i, f, g, o = jnp.split(g + h @ p["lstm.weight_hh_l0"].T, 4, -1)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        h = jax.nn.sigmoid(o) * jnp.tanh(c)
        return (h, c), h

    zeros = jnp.zeros((x.shape[0], 128), F32)
    _, out = jax.lax.scan(step, (zeros, zeros), gates.swapaxes(0, 1))
    return out.swapaxes(0, 1)[:, -1] @ p["head.weight"].T + p["head.bias"], {}


def hand_written(forward: Any) -> Any:
    """A donated step with momentum over dicts of arrays."""

    def step(p: Any, m: Any, running: Any, x: Any, y: Any) -> Any:
        def loss_of(p: Any) -> Any:
            out, seen = forward(p, x)
            return -jnp.take_along_axis(jax.nn.log_softmax(out), y[:, None], 1).mean(), seen

        (loss, seen), grads = jax.value_and_grad(loss_of, has_aux=True)(p)
        running = jax.tree.map(lambda old, new: F32(0.9) * old + F32(0.1) * new, running, seen)
        m = jax.tree.map(lambda m, g: m * MOMENTUM + g, m, grads)
        return jax.tree.map(lambda p, m: p - RATE * m, p, m), m, running, loss

    return jax.jit(step, donate_argnums=(0, 1, 2))


NETWORKS = {
    "resnet18": (ResNet18, resnet, (8, 3, 224, 224), 2),
    "encoder": (Encoder, encoder, (8, 64, 256), 10),
    "lstm": (Recurrent, recurrent, (32, 32, 64), 10),
}


def main(name: str) -> None:
    """Print the table of one network."""
    cell, forward, shape, calls = NETWORKS[name]
    rng = np.random.default_rng(0)
    data, classes = rng.standard_normal(shape).astype(F32), rng.integers(0, 100, shape[0]).astype(np.int32)
    x, y = Tensor(data), Tensor(classes)

    def training(jitted: bool):  # type: ignore[no-untyped-def]
        net = cell()
        loss_fn, optimizer = nn.CrossEntropyLoss(), nn.Momentum(net.trainable_params(), float(RATE), float(MOMENTUM))
        gradient = ops.value_and_grad(lambda x, y: loss_fn(net(x), y), None, optimizer.parameters)
        net.set_train()

        def step(x, y):  # type: ignore[no-untyped-def]
            loss, grads = gradient(x, y)
            optimizer(grads)
            return loss

        return ms.jit(step) if jitted else step, net

    jitted, net = training(True)
    eager, _ = training(False)
    p = {q.name: jnp.array(q.asnumpy()) for q in net.trainable_params()}
    running = jax.tree.map(jnp.zeros_like, jax.eval_shape(forward, p, jnp.asarray(data))[1])
    state = [p, jax.tree.map(jnp.zeros_like, p), running]
    hand, jx, jy = hand_written(forward), jnp.asarray(data), jnp.asarray(classes)

    def raw() -> Any:
        *state[:], loss = hand(*state, jx, jy)
        return loss.block_until_ready()

    first = [float(raw()), float(eager(x, y)), float(jitted(x, y))]
    print(name, "losses of the first step (networks differ in their random weights):", *[f"{v:.3f}" for v in first])
    cases = {
        "hand-written donated jax.jit": raw,
        "mindshim jitted": lambda: jitted(x, y).jax().block_until_ready(),
        "mindshim PyNative": lambda: eager(x, y).jax().block_until_ready(),
    }
    show(interleaved(cases, rounds=9, calls=calls, warmup=2), "hand-written donated jax.jit")


if __name__ == "__main__":
    for chosen in sys.argv[1:] or NETWORKS:
        main(chosen)
