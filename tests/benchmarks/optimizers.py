"""One update of 1,000 Parameters by each optimizer, against a hand-written jitted update of the same formula.

With names as arguments, of those alone: `python -m tests.benchmarks.optimizers Adam mint.AdamW`. Without, each has a process
of its own: the programs of those before make Python's garbage collector slower, on both sides but not alike.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim import Parameter, Tensor, mint, nn
from mindshim.experimental import optim
from tests.benchmarks.timing import interleaved, show

F32 = np.float32
SHAPES = ((64, 64), (64,), (32, 32), (16, 16, 3, 3))
RATE, DECAY = F32(0.01), F32(0.01)


def _sgd(p: Any, states: Any, g: Any) -> Any:
    return jax.tree.map(lambda p, g: p - RATE * g, p, g), states


def _momentum(p: Any, states: Any, g: Any) -> Any:
    t, m = states
    m = jax.tree.map(lambda m, g: m * F32(0.9) + g, m, g)
    return jax.tree.map(lambda p, m: p - RATE * m, p, m), (t, m)


def _moments(m: Any, v: Any, g: Any) -> Any:
    m = jax.tree.map(lambda m, g: m * F32(0.9) + g * F32(0.1), m, g)
    return m, jax.tree.map(lambda v, g: v * F32(0.999) + g * g * F32(0.001), v, g)


def _adam(p: Any, states: Any, g: Any) -> Any:
    t, m, v = states
    t = t + 1
    m, v = _moments(m, v, g)
    rate = RATE * jnp.sqrt(1 - F32(0.999) ** t) / (1 - F32(0.9) ** t)
    return jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + F32(1e-8)), p, m, v), (t, m, v)


def _adam_weight_decay(p: Any, states: Any, g: Any) -> Any:
    t, m, v = states
    m, v = _moments(m, v, g)
    return jax.tree.map(lambda p, m, v: p - RATE * (m / (jnp.sqrt(v) + F32(1e-6)) + DECAY * p), p, m, v), (t, m, v)


def _corrected_adam(p: Any, states: Any, g: Any) -> Any:
    t, m, v = states
    t = t + 1
    m, v = _moments(m, v, g)
    rate, root = RATE / (1 - F32(0.9) ** t), jnp.sqrt(1 - F32(0.999) ** t)
    return jax.tree.map(lambda p, m, v: p - rate * m / (jnp.sqrt(v) / root + F32(1e-8)), p, m, v), (t, m, v)


def _adamw(p: Any, states: Any, g: Any) -> Any:
    return _corrected_adam(jax.tree.map(lambda p: p * (1 - RATE * DECAY), p), states, g)


def _rmsprop(p: Any, states: Any, g: Any) -> Any:
    t, s, m = states
    s = jax.tree.map(lambda s, g: s * F32(0.9) + g * g * F32(0.1), s, g)
    m = jax.tree.map(lambda m, s, g: RATE * g / jnp.sqrt(s + F32(1e-10)), m, s, g)
    return jax.tree.map(lambda p, m: p - m, p, m), (t, s, m)


def _rooted_rmsprop(p: Any, states: Any, g: Any) -> Any:
    t, s = states
    s = jax.tree.map(lambda s, g: s * F32(0.99) + g * g * F32(0.01), s, g)
    return jax.tree.map(lambda p, s, g: p - RATE * g / (jnp.sqrt(s) + F32(1e-8)), p, s, g), (t, s)


def _lamb(p: Any, states: Any, g: Any) -> Any:
    t, m, v = states
    t = t + 1
    m, v = _moments(m, v, g)

    def moved(p: Any, m: Any, v: Any) -> Any:
        update = m / (1 - F32(0.9) ** t) / (jnp.sqrt(v / (1 - F32(0.999) ** t)) + F32(1e-6)) + DECAY * p
        along, size = jnp.linalg.norm(p), jnp.linalg.norm(update)
        return p - RATE * jnp.where((along > 0) & (size > 0), along / size, 1) * update

    return jax.tree.map(moved, p, m, v), (t, m, v)


#: Name -> how it is made of Parameters, the hand-written update, and of how many trees the latter's state is.
OPTIMIZERS: dict[str, tuple[Callable[[Any], Any], Callable[..., Any], int]] = {
    "SGD": (lambda p: nn.SGD(p, 0.01), _sgd, 0),
    "SGD with momentum": (lambda p: nn.SGD(p, 0.01, momentum=0.9), _momentum, 1),
    "Momentum": (lambda p: nn.Momentum(p, 0.01, 0.9), _momentum, 1),
    "Adam": (lambda p: nn.Adam(p, 0.01), _adam, 2),
    "AdamWeightDecay": (lambda p: nn.AdamWeightDecay(p, 0.01, weight_decay=0.01), _adam_weight_decay, 2),
    "RMSProp": (lambda p: nn.RMSProp(p, 0.01), _rmsprop, 2),
    "Lamb": (lambda p: nn.Lamb(p, 0.01, weight_decay=0.01), _lamb, 2),
    "experimental.SGD": (lambda p: optim.SGD(p, 0.01), _sgd, 0),
    "experimental.SGD with momentum": (lambda p: optim.SGD(p, 0.01, momentum=0.9), _momentum, 1),
    "experimental.Adam": (lambda p: optim.Adam(p, 0.01), _adam, 2),
    "experimental.RMSprop": (lambda p: optim.RMSprop(p, 0.01), _rooted_rmsprop, 1),
    "experimental.AdamW": (lambda p: optim.AdamW(p, 0.01, weight_decay=0.01), _adamw, 2),
    "mint.SGD": (lambda p: mint.optim.SGD(p, 0.01), _sgd, 0),
    "mint.SGD with momentum": (lambda p: mint.optim.SGD(p, 0.01, momentum=0.9), _momentum, 1),
    "mint.Adam": (lambda p: mint.optim.Adam(p, 0.01), _corrected_adam, 2),
    "mint.AdamW": (lambda p: mint.optim.AdamW(p, 0.01, weight_decay=0.01), _adamw, 2),
}


def main(names: Any = (), count: int = 1000) -> None:
    """Print the table."""
    for name in () if names else OPTIMIZERS:
        subprocess.run([sys.executable, "-m", __spec__.name, name], check=True)
    rng = np.random.default_rng(0)
    values = [rng.standard_normal(SHAPES[i % len(SHAPES)]).astype(F32) for i in range(count)]
    grads = [rng.standard_normal(v.shape).astype(F32) for v in values]
    for name in names:
        make, formula, trees = OPTIMIZERS[name]
        cells = [Parameter(v.copy(), name=f"p{i}") for i, v in enumerate(values)]
        mine = make(cells)
        given = tuple(Tensor(g) for g in grads)
        g = [jnp.array(v) for v in grads]
        hand = jax.jit(formula, donate_argnums=(0, 1))
        state: Any = [[jnp.array(v) for v in values], (jnp.float32(0), *([jnp.zeros_like(v) for v in values] for _ in range(trees)))]

        def raw(hand: Any = hand, state: Any = state, g: Any = g) -> None:
            state[0], state[1] = hand(state[0], state[1], g)
            jax.block_until_ready(state[0])

        def shim(mine: Any = mine, given: Any = given, cells: Any = cells) -> None:
            mine(given)
            jax.block_until_ready([c.jax() for c in cells])

        print(f"{name}, {count} Parameters", flush=True)
        show(interleaved({"hand-written jax.jit": raw, "mindshim": shim}, rounds=41, calls=2, warmup=3), "hand-written jax.jit")


if __name__ == "__main__":
    main(sys.argv[1:])
