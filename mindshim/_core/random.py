"""Random state: a Generator is (seed, offset); every draw advances the offset, kernels build the key inside.

Streams are the same on CPU, GPU and TPU. They are not MindSpore's bit for bit.
"""

from __future__ import annotations

import math
import os
import weakref
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.extend.random import threefry_2x32

from mindshim._core.state import S

_streams: weakref.WeakSet[Stream] = weakref.WeakSet()


def streams() -> list[Stream]:
    """All random streams that there are."""
    return list(_streams)


class Stream:
    """The state behind a Generator: plain ints outside of a trace, traced values inside."""

    __slots__ = ("__weakref__", "offset", "scope", "seed")

    def __init__(self, seed: int, offset: int = 0) -> None:
        self.seed = seed
        self.offset = offset
        # A stream that a traced function makes starts anew at every call: its state is a constant of the program.
        self.scope = S.scope
        _streams.add(self)

    def draw(self, n: int = 1) -> tuple[Any, Any]:
        """The (seed, offset) of the next `n` draws, as dynamic operands of a random kernel."""
        scope = S.scope
        if scope is not None and scope is not self.scope:
            return scope.draw(self, n)
        offset = self.offset
        self.offset = offset + n
        return self.seed, offset

    def reset(self, seed: int) -> None:
        """Start the stream anew from `seed`."""
        self.seed = seed
        self.offset = 0


# Without set_seed every process has a stream of its own.
DEFAULT = Stream(int.from_bytes(os.urandom(4), "little"))


_seeded: dict[int, Stream] = {}
_base = 0


def seeded(seed: int) -> Stream:
    """The stream of the operators that are given `seed`; each draw differs, `set_seed` starts it anew."""
    found = _seeded.get(seed)
    if found is None:
        found = _seeded[seed] = Stream(_mixed(seed))
    return found


def _mixed(seed: int) -> int:
    return ((_base << 31) ^ (seed + 0x5DEECE66D)) & ((1 << 63) - 1)


def origin(stream: Stream) -> dict[str, Any]:
    """What another process needs to find or make the same stream: for `of_origin`."""
    if stream is DEFAULT:
        return {"kind": "default"}
    for own, found in _seeded.items():
        if found is stream:
            return {"kind": "operator", "seed": own}
    return {"kind": "generator", "seed": int(stream.seed), "offset": int(stream.offset)}


def of_origin(origin: dict[str, Any]) -> Stream:
    """The stream of this process that `origin` describes; a Generator's is a new one in the same state."""
    if origin["kind"] == "default":
        return DEFAULT
    return seeded(origin["seed"]) if origin["kind"] == "operator" else Stream(origin["seed"], origin["offset"])


def set_seed(seed: int) -> None:
    """Restart the default stream and those of operators with seeds of their own."""
    global _base
    _base = int(seed)
    DEFAULT.reset(int(seed))
    for own, stream in _seeded.items():
        stream.reset(_mixed(own))


def draw() -> tuple[Any, Any]:
    """The next (seed, offset) of the default stream."""
    return DEFAULT.draw()


def make_key(seed: Any, offset: Any) -> jax.Array:
    """The JAX key of one draw; called inside kernels, where `seed` and `offset` are traced integers."""
    seed = jnp.asarray(seed).astype(np.int64)
    offset = jnp.asarray(offset).astype(np.int64)
    key = jax.random.key(seed.astype(np.uint32), impl="threefry2x32")
    key = jax.random.fold_in(key, (seed >> 32).astype(np.uint32))
    key = jax.random.fold_in(key, (offset >> 32).astype(np.uint32))
    return jax.random.fold_in(key, offset.astype(np.uint32))


def kept(seed: Any, offset: Any, shape: tuple[int, ...], probability: Any) -> jax.Array:
    """A mask for dropout, true with a probability in float32 that is rounded to 16 bits.

    Four decisions come from what makes one of `jax.random.uniform`'s numbers, which would take longer than all the rest
    of a dropout. Streams are the same on all platforms, as those of `make_key`.
    """
    count = math.prod(shape)
    key = jax.random.key_data(make_key(seed, offset))
    words = threefry_2x32(key, jax.lax.iota(np.uint32, -(-count // 4) * 2))
    numbers = jax.lax.bitcast_convert_type(words, np.uint16).reshape(-1)[:count].reshape(shape)
    return numbers.astype(np.float32) < jnp.round(jnp.asarray(probability, np.float32) * np.float32(65536))
