"""Eager operators and small gradients against raw JAX."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np

import mindshim as ms
from mindshim import Tensor, ops
from tests.benchmarks.timing import interleaved, show


def main() -> None:
    """Print the table."""
    data = np.random.default_rng(0).standard_normal((4, 4)).astype(np.float32)
    a, b = Tensor(data), Tensor(data)
    ja, jb = jnp.asarray(data), jnp.asarray(data)
    times = interleaved(
        {
            "jnp.add(x, y)": lambda: jnp.add(ja, jb),
            "jnp x + y": lambda: ja + jb,
            "mindshim x + y": lambda: a + b,
            "jnp x * 2.0": lambda: ja * 2.0,
            "mindshim x * 2.0": lambda: a * 2.0,
            "jnp x @ y": lambda: ja @ jb,
            "mindshim x @ y": lambda: a @ b,
            "jax.nn.relu(x)": lambda: jax.nn.relu(ja),
            "mindshim relu(x)": lambda: ops.relu(a),
            "jnp x.mean()": lambda: ja.mean(),
            "mindshim x.mean()": lambda: a.mean(),
            "jnp x[0]": lambda: ja[0],
            "mindshim x[0]": lambda: a[0],
        },
        calls=500,
    )
    show(times, "jnp x + y")
    x, y, z = (Tensor([v]) for v in (1.0, 2.0, 3.0))
    raw = jax.grad(lambda x, y, z: (x * z + y).sum())
    mine = ops.grad(lambda x, y, z: x * z + y)
    jitted = ms.jit(mine)
    hand = jax.jit(raw)
    print()
    show(
        interleaved(
            {
                "jax.grad, unjitted": lambda: raw(x.jax(), y.jax(), z.jax()),
                "mindshim ops.grad": lambda: mine(x, y, z),
                "jax.jit(jax.grad)": lambda: hand(x.jax(), y.jax(), z.jax()),
                "mindshim jit(ops.grad)": lambda: jitted(x, y, z),
            },
            calls=100,
        ),
        "jax.grad, unjitted",
    )


if __name__ == "__main__":
    main()
