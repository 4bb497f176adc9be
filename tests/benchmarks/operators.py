"""Eager operators and small gradients against raw JAX."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np

import mindshim as ms
from mindshim import Tensor, ops
from tests.benchmarks.timing import interleaved, show


def most_used() -> None:
    """The ten operators that programs use most, as their Primitives and as Tensor's operators and methods."""
    data = np.random.default_rng(0).standard_normal((4, 4)).astype(np.float32)
    t, j = Tensor(data), jnp.asarray(data)
    concat, cast, reshape, add, expand = ops.Concat(1), ops.Cast(), ops.Reshape(), ops.Add(), ops.ExpandDims()
    total, transpose, mul, split, mean = ops.ReduceSum(), ops.Transpose(), ops.Mul(), ops.Split(1, 2), ops.ReduceMean()
    rows = {
        "Concat": (lambda: jnp.concatenate((j, j), 1), lambda: concat((t, t)), lambda: ops.concat((t, t), 1)),
        "Cast": (lambda: j.astype(jnp.float16), lambda: cast(t, ms.float16), lambda: t.astype(ms.float16)),
        "Reshape": (lambda: jnp.reshape(j, (2, 8)), lambda: reshape(t, (2, 8)), lambda: t.reshape(2, 8)),
        "Add": (lambda: jnp.add(j, j), lambda: add(t, t), lambda: t + t),
        "ExpandDims": (lambda: jnp.expand_dims(j, 0), lambda: expand(t, 0), lambda: t.expand_dims(0)),
        "ReduceSum": (lambda: j.sum(1), lambda: total(t, 1), lambda: t.sum(1)),
        "Transpose": (lambda: jnp.transpose(j, (1, 0)), lambda: transpose(t, (1, 0)), lambda: t.transpose(1, 0)),
        "Mul": (lambda: jnp.multiply(j, j), lambda: mul(t, t), lambda: t * t),
        "Split": (lambda: jnp.split(j, 2, 1), lambda: split(t), lambda: ops.split(t, 2, 1)),
        "ReduceMean": (lambda: j.mean(1), lambda: mean(t, 1), lambda: t.mean(1)),
    }
    for name, (raw, primitive, method) in rows.items():
        base = f"jnp for {name}"
        show(interleaved({base: raw, f"ops.{name}()": primitive, "function or method": method}, calls=300), base)


def main() -> None:
    """Print the tables."""
    most_used()
    print()
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
