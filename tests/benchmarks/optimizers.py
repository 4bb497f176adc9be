"""One update of 1,000 Parameters by each optimizer, against a hand-written jitted update of the same formula."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim import Parameter, Tensor, nn
from tests.benchmarks.timing import interleaved, show

F32 = np.float32
SHAPES = ((64, 64), (64,), (32, 32), (16, 16, 3, 3))


def _momentum(p: Any, states: Any, g: Any) -> Any:
    m = jax.tree.map(lambda m, g: m * F32(0.9) + g, states, g)
    return jax.tree.map(lambda p, m: p - F32(0.01) * m, p, m), m


def _adam(p: Any, states: Any, g: Any) -> Any:
    t, m, v = states
    t = t + 1
    m = jax.tree.map(lambda m, g: m * F32(0.9) + g * F32(0.1), m, g)
    v = jax.tree.map(lambda v, g: v * F32(0.999) + g * g * F32(0.001), v, g)
    rate = F32(0.01) * jnp.sqrt(1 - F32(0.999) ** t) / (1 - F32(0.9) ** t)
    return jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + F32(1e-8)), p, m, v), (t, m, v)


def main(count: int = 1000) -> None:
    """Print the table."""
    rng = np.random.default_rng(0)
    values = [rng.standard_normal(SHAPES[i % len(SHAPES)]).astype(F32) for i in range(count)]
    grads = [rng.standard_normal(v.shape).astype(F32) for v in values]
    for name, formula in (("Momentum", _momentum), ("Adam", _adam)):
        cells = [Parameter(v.copy(), name=f"p{i}") for i, v in enumerate(values)]
        mine = nn.Momentum(cells, 0.01, 0.9) if name == "Momentum" else nn.Adam(cells, 0.01)
        given = tuple(Tensor(g) for g in grads)
        p, g = [jnp.array(v) for v in values], [jnp.array(v) for v in grads]
        zeros = [jnp.zeros_like(v) for v in p]
        hand = jax.jit(formula, donate_argnums=(0, 1))
        state: Any = [p, zeros if name == "Momentum" else (jnp.float32(0), zeros, [jnp.zeros_like(v) for v in p])]

        def raw(hand: Any = hand, state: Any = state, g: Any = g) -> None:
            state[0], state[1] = hand(state[0], state[1], g)
            jax.block_until_ready(state[0])

        def shim(mine: Any = mine, given: Any = given, cells: Any = cells) -> None:
            mine(given)
            jax.block_until_ready([c.jax() for c in cells])

        print(f"{name}, {count} Parameters")
        show(interleaved({"hand-written jax.jit": raw, "mindshim": shim}, rounds=11, calls=5, warmup=3), "hand-written jax.jit")


if __name__ == "__main__":
    main()
