"""Random generators (mirrors `mindspore.common.generator`): a stream is a seed and how much was drawn from it."""

from __future__ import annotations

import os
from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import dtypes, random
from mindshim._core.tensor import Tensor

__all__ = [
    "Generator",
    "default_generator",
    "get_rng_state",
    "initial_seed",
    "manual_seed",
    "seed",
    "set_rng_state",
]


class Generator:
    """A random stream of its own, for the `generator` argument of random operators (mirrors `mindspore.Generator`).

    Examples:
        >>> import mindshim as ms
        >>> ms.Generator().manual_seed(5).initial_seed()
        5
    """

    def __init__(self) -> None:
        self._stream = random.Stream(0)

    def manual_seed(self, seed: int) -> Generator:
        """Start anew from `seed` and return the Generator.

        Raises:
            TypeError: if `seed` is not an int. RuntimeError: if it does not fit 64 bits.

        Examples:
            >>> import mindshim as ms
            >>> g = ms.Generator()
            >>> g.manual_seed(3).initial_seed()
            3
        """
        if not isinstance(seed, int):
            raise TypeError("Seed must be an integer.")
        if not -(1 << 63) <= seed < 1 << 63:
            raise RuntimeError(f"For 'Generator.manual_seed', the seed must fit 64 bits, but got {seed}.")
        self._stream.reset(seed)
        return self

    def seed(self) -> int:
        """Start anew from a seed that the operating system gives, and return it.

        Examples:
            >>> import mindshim as ms
            >>> g = ms.Generator()
            >>> isinstance(g.seed(), int)
            True
        """
        value = int.from_bytes(os.urandom(4), "little")
        self._stream.reset(value)
        return value

    def initial_seed(self) -> int:
        """The seed that the stream started from.

        Examples:
            >>> import mindshim as ms
            >>> g = ms.Generator()
            >>> g.manual_seed(3).initial_seed()
            3
        """
        return self._stream.seed

    def _step(self, step: Any) -> tuple[Tensor, Tensor]:
        """Seed and offset, int64 Tensors, for someone who then draws `step` numbers."""
        seed, offset = self._stream.draw(int(step))
        return tuple(v if isinstance(v, Tensor) else Tensor._wrap(jnp.asarray(v, jnp.int64)) for v in (seed, offset))  # type: ignore[return-value]

    def get_state(self) -> Tensor:
        """Seed and offset as 16 bytes, a Tensor of uint8.

        Examples:
            >>> import mindshim as ms
            >>> g = ms.Generator()
            >>> state = g.get_state()
            >>> g.set_state(state)
        """
        return Tensor(np.array([self._stream.seed, self._stream.offset], "<i8").view(np.uint8))

    def set_state(self, state: Any) -> None:
        """Continue from where `get_state` was called.

        Raises:
            RuntimeError: if `state` is not a uint8 Tensor of 16 elements.

        Examples:
            >>> import mindshim as ms
            >>> g = ms.Generator()
            >>> state = g.get_state()
            >>> g.set_state(state)
        """
        if not isinstance(state, Tensor):
            raise RuntimeError(f"For 'Generator.set_state', the state must be a Tensor, not {type(state).__name__}.")
        if state.dtype != dtypes.uint8 or state.size != 16:
            raise RuntimeError(f"State data type must be UInt8 and its size 16, not {state.dtype} and {state.size}.")
        seed, offset = state.asnumpy().reshape(-1).view("<i8").tolist()
        self._stream.reset(seed)
        self._stream.offset = offset


default_generator = Generator()
# The stream that operators draw from; `set_seed` starts it anew too.
default_generator._stream = random.DEFAULT


def seed() -> int:
    """Start the default stream anew from a random seed, and return it (mirrors `mindspore.seed`).

    Examples:
        >>> import mindshim as ms
        >>> isinstance(ms.seed(), int)
        True
    """
    return default_generator.seed()


def manual_seed(seed: int) -> Generator:
    """Start the default stream anew from `seed`, and return its Generator (mirrors `mindspore.manual_seed`).

    Raises:
        TypeError: if `seed` is not an int.

    Examples:
        >>> import mindshim as ms
        >>> a = ms.manual_seed(1) and ms.ops.rand(2)
        >>> b = ms.manual_seed(1) and ms.ops.rand(2)
        >>> bool((a == b).all())
        True
    """
    return default_generator.manual_seed(seed)


def initial_seed() -> int:
    """The seed that the default stream started from (mirrors `mindspore.initial_seed`).

    Examples:
        >>> import mindshim as ms
        >>> generator = ms.manual_seed(3)
        >>> ms.initial_seed()
        3
    """
    return default_generator.initial_seed()


def get_rng_state() -> Tensor:
    """The state of the default stream, 16 bytes (mirrors `mindspore.get_rng_state`).

    Examples:
        >>> import mindshim as ms
        >>> state = ms.get_rng_state()
        >>> a = ms.ops.rand(2)
        >>> ms.set_rng_state(state)
        >>> bool((a == ms.ops.rand(2)).all())
        True
    """
    return default_generator.get_state()


def set_rng_state(state: Tensor) -> None:
    """Continue the default stream from a state of `get_rng_state` (mirrors `mindspore.set_rng_state`).

    Examples:
        >>> import mindshim as ms
        >>> state = ms.get_rng_state()
        >>> a = ms.ops.rand(2)
        >>> ms.set_rng_state(state)
        >>> bool((a == ms.ops.rand(2)).all())
        True
    """
    default_generator.set_state(state)
