"""One LeNet training step with Adam, batch 32: hand-written JAX, jitted and PyNative mindshim."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np

import mindshim as ms
from mindshim import Tensor, nn, ops
from tests.benchmarks.timing import interleaved, show

RATE, B1, B2, EPS = 1e-3, 0.9, 0.999, 1e-8


class LeNet5(nn.Cell):
    """LeNet-5 as MindSpore's tutorials write it."""

    def __init__(self, num_class: int = 10, num_channel: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(num_channel, 6, 5, pad_mode="valid")
        self.conv2 = nn.Conv2d(6, 16, 5, pad_mode="valid")
        self.fc1 = nn.Dense(16 * 5 * 5, 120)
        self.fc2 = nn.Dense(120, 84)
        self.fc3 = nn.Dense(84, num_class)
        self.relu = nn.ReLU()
        self.max_pool2d = nn.MaxPool2d(kernel_size=2, stride=2)
        self.flatten = nn.Flatten()

    def construct(self, x):  # type: ignore[no-untyped-def]
        x = self.max_pool2d(self.relu(self.conv1(x)))
        x = self.max_pool2d(self.relu(self.conv2(x)))
        x = self.flatten(x)
        return self.fc3(self.relu(self.fc2(self.relu(self.fc1(x)))))


def hand_written():  # type: ignore[no-untyped-def]
    """The same step as a donated jax.jit over a dict of arrays."""

    def loss_of(p, data, labels):  # type: ignore[no-untyped-def]
        x = data
        for name in ("conv1", "conv2"):
            x = jax.lax.conv_general_dilated(
                x, p[f"{name}.weight"], (1, 1), "VALID", dimension_numbers=("NCHW", "OIHW", "NCHW")
            )
            x = jnp.maximum(x, jnp.float32(0))
            x = jax.lax.reduce_window(x, -np.inf, jax.lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")
        x = x.reshape(x.shape[0], -1)
        for name in ("fc1", "fc2", "fc3"):
            x = x @ p[f"{name}.weight"].T + p[f"{name}.bias"]
            if name != "fc3":
                x = jnp.maximum(x, jnp.float32(0))
        log_p = jax.nn.log_softmax(x)
        return -jnp.take_along_axis(log_p, labels[:, None], axis=1).mean(dtype=jnp.float32)

    def step(state, data, labels):  # type: ignore[no-untyped-def]
        p, m, v, t = state
        loss, grads = jax.value_and_grad(loss_of)(p, data, labels)
        t = t + 1
        rate = jnp.float32(RATE) * jnp.sqrt(1 - jnp.float32(B2) ** t) / (1 - jnp.float32(B1) ** t)
        m = jax.tree.map(lambda m, g: B1 * m + (1 - B1) * g, m, grads)
        v = jax.tree.map(lambda v, g: B2 * v + (1 - B2) * g * g, v, grads)
        p = jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + EPS), p, m, v)
        return (p, m, v, t), loss

    return jax.jit(step, donate_argnums=0)


def main() -> None:
    """Print the table."""
    rng = np.random.default_rng(0)
    images = rng.standard_normal((32, 1, 32, 32)).astype(np.float32)
    classes = rng.integers(0, 10, 32).astype(np.int32)
    x, y = Tensor(images), Tensor(classes)

    def training(jitted: bool):  # type: ignore[no-untyped-def]
        net = LeNet5()
        loss_fn = nn.CrossEntropyLoss()
        optimizer = nn.Adam(net.trainable_params(), RATE)
        grad_fn = ops.value_and_grad(lambda data, label: loss_fn(net(data), label), None, optimizer.parameters)

        def step(data, label):  # type: ignore[no-untyped-def]
            loss, grads = grad_fn(data, label)
            optimizer(grads)
            return loss

        return ms.jit(step) if jitted else step, net

    jitted_step, net = training(True)
    eager_step, _ = training(False)
    params = {p.name: jnp.array(p.asnumpy()) for p in net.trainable_params()}
    zeros = jax.tree.map(jnp.zeros_like, params)
    state = [(params, zeros, jax.tree.map(jnp.zeros_like, params), jnp.float32(0))]
    jx, jy = jnp.asarray(images), jnp.asarray(classes)
    hand = hand_written()

    def raw() -> None:
        state[0], loss = hand(state[0], jx, jy)
        loss.block_until_ready()

    show(
        interleaved(
            {
                "hand-written donated jax.jit": raw,
                "mindshim jitted": lambda: jitted_step(x, y).jax().block_until_ready(),
                "mindshim PyNative": lambda: eager_step(x, y).jax().block_until_ready(),
            },
            calls=20,
            warmup=10,
        ),
        "hand-written donated jax.jit",
    )


if __name__ == "__main__":
    main()
