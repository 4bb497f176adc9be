"""The global seed (mirrors `mindspore.common.seed`)."""

from __future__ import annotations

import random

import numpy as np

_GLOBAL_SEED: int | None = None


def set_seed(seed: int) -> None:
    """Seed every random stream: operators, initializers, NumPy and Python's `random` (mirrors `mindspore.set_seed`).

    Args:
        seed: an int between 0 and 2**32 - 1.

    Raises:
        TypeError: if `seed` is not an int.
        ValueError: if `seed` is negative or too large.

    Examples:
        >>> import mindshim as ms
        >>> ms.set_seed(3)
        >>> ms.get_seed()
        3
    """
    if not isinstance(seed, int):
        raise TypeError(f"The argument 'seed' must be type of int, but got {type(seed)}.")
    if isinstance(seed, bool):
        raise TypeError(f"For 'global_seed', the 'seed' must be int and must >= 0, but got '{seed}' with type 'bool'.")
    if seed < 0:
        raise ValueError(f"For 'global_seed', the 'seed' must be int and must >= 0, but got '{seed}' with type 'int'.")
    if seed >= 2**32:
        raise ValueError("Seed must be between 0 and 2**32 - 1")
    from mindshim._core import random as engine

    global _GLOBAL_SEED
    np.random.seed(seed)
    random.seed(seed)
    engine.set_seed(seed)
    _GLOBAL_SEED = seed


def get_seed() -> int | None:
    """The seed that `set_seed` set, or None (mirrors `mindspore.get_seed`).

    Examples:
        >>> import mindshim as ms
        >>> ms.set_seed(7)
        >>> ms.get_seed()
        7
    """
    return _GLOBAL_SEED


def _get_graph_seed(op_seed: int | None, kernel_name: str) -> tuple[int, int]:
    """The seed pair of an operator: the global seed and its own, 0 where unset."""
    base = _GLOBAL_SEED or 0
    return (base, base) if op_seed is None else (base, op_seed)
