"""One layer of an RNN, GRU or LSTM over a sequence, in one or both directions; and one step of each."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
from jax import lax

from mindshim._core.operators import Array, Arrays, kernel

_HIGH = lax.Precision.HIGHEST


def _step(mode: str, given: Any, state: tuple[Any, ...], w_hh: Any, b_hh: Any) -> tuple[Any, ...]:
    """The next state; `given` is what the input contributes to the gates, with its bias."""
    h = state[0]
    own = jnp.matmul(h, w_hh.T, precision=_HIGH)
    own = own if b_hh is None else own + b_hh
    if mode == "lstm":
        i, f, g, o = jnp.split(given + own, 4, -1)
        c = jax.nn.sigmoid(f) * state[1] + jax.nn.sigmoid(i) * jnp.tanh(g)
        return jax.nn.sigmoid(o) * jnp.tanh(c), c
    if mode == "gru":
        (xr, xz, xn), (hr, hz, hn) = jnp.split(given, 3, -1), jnp.split(own, 3, -1)
        new = jnp.tanh(xn + jax.nn.sigmoid(xr + hr) * hn)
        return (new + jax.nn.sigmoid(xz + hz) * (h - new),)
    return (jnp.tanh(given + own) if mode == "tanh" else jnp.maximum(given + own, jnp.zeros((), h.dtype)),)


def _given(x: Any, w_ih: Any, b_ih: Any) -> Any:
    out = jnp.matmul(x, w_ih.T, precision=_HIGH)
    return out if b_ih is None else out + b_ih


@kernel("RecurrentStep")
def recurrent_step(
    x: Array, state: Arrays, w_ih: Array, w_hh: Array, b_ih: Array | None, b_hh: Array | None, mode: str
) -> tuple:
    """One step of a cell: `mode` is "lstm" (two states), "gru", "tanh" or "relu" (one)."""
    w_ih, w_hh = w_ih.astype(x.dtype), w_hh.astype(x.dtype)
    b_ih, b_hh = (None if b is None else b.astype(x.dtype) for b in (b_ih, b_hh))
    return _step(mode, _given(x, w_ih, b_ih), tuple(s.astype(x.dtype) for s in state), w_hh, b_hh)


@kernel("RecurrentLayer", keeps=True)
def recurrent_layer(x: Array, states: Arrays, weights: Arrays, seq_length: Array | None, mode: str, has_bias: bool) -> tuple:
    """One layer over (time, batch, features): the outputs of its directions side by side, then their last states.

    `states` holds one direction's states (h, and c for "lstm") behind the other's, `weights` w_ih, w_hh (and b_ih, b_hh)
    of each. Behind its `seq_length` a sequence has outputs of 0 and a state that stays.
    """
    per_state = 2 if mode == "lstm" else 1
    per_weight = 4 if has_bias else 2
    outs, lasts = [], []
    steps = jnp.arange(x.shape[0])
    valid = None if seq_length is None else (steps[:, None] < seq_length[None, :])[..., None]
    for d in range(len(states) // per_state):
        state = tuple(s.astype(x.dtype) for s in states[d * per_state : (d + 1) * per_state])
        own = [w.astype(x.dtype) for w in weights[d * per_weight : (d + 1) * per_weight]]
        w_ih, w_hh, b_ih, b_hh = own if has_bias else (*own, None, None)
        given = _given(x, w_ih, b_ih)
        if b_hh is not None and mode != "gru":
            # Added once for all steps; a GRU's goes through its reset gate.
            given, b_hh = given + b_hh, None

        def step(state: Any, part: Any, w_hh: Any = w_hh, b_hh: Any = b_hh) -> Any:
            given, here = part
            new = _step(mode, given, state, w_hh, b_hh)
            if here is None:
                return new, new[0]
            kept = tuple(jnp.where(here, n, s) for n, s in zip(new, state, strict=True))
            return kept, jnp.where(here, new[0], jnp.zeros((), new[0].dtype))

        last, out = lax.scan(step, state, (given, valid), reverse=bool(d))
        outs.append(out)
        lasts += last
    return (jnp.concatenate(outs, -1) if len(outs) > 1 else outs[0], *lasts)
