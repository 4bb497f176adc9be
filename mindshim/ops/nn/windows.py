"""Kernel sizes, strides and paddings of convolution and pooling, as users write them."""

from __future__ import annotations

from typing import Any

import numpy as np


def is_int(value: Any) -> bool:
    """Whether `value` is an integer and no bool."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def spread(op: str, name: str, value: Any, n: int, least: int = 1) -> tuple[int, ...]:
    """`value`, an int or a tuple of 1, n or n + 2 ints (the last with batch and channel), as a tuple of n ints.

    Raises:
        TypeError: if it is neither an int nor a tuple. ValueError: for another length or values below `least`.
    """
    kind = "positive int" if least > 0 else "non-negative int"
    if is_int(value):
        out = (int(value),) * n
    elif isinstance(value, (tuple, list)):
        if not all(is_int(v) for v in value):
            raise ValueError(f"For '{op}' attr '{name}' must be {kind} numbers, but got {value!r}")
        out = tuple(int(v) for v in value)
        if len(out) == 1:
            out = out * n
        elif len(out) == n + 2:
            out = out[2:]
        elif len(out) != n:
            raise ValueError(f"For '{op}' attr '{name}' must be an {kind} number or a tuple of {n} {kind} numbers, but got {value!r}")
    else:
        raise TypeError(f"For '{op}', the type of '{name}' should be one of '['int', 'tuple']', but got type '{type(value).__name__}'.")
    if any(v < least for v in out):
        raise ValueError(f"For '{op}' attr '{name}' must be an {kind} number or a tuple of {n} {kind} numbers, but got {value!r}")
    return out


def pad_mode(op: str, value: Any) -> str:
    """'valid', 'same' or 'pad'; ValueError for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = {0: "pad", 1: "same", 2: "valid"}.get(value, value)
    if not isinstance(value, str) or value.lower() not in ("valid", "same", "pad"):
        raise ValueError(f"For '{op}', the 'pad_mode' must be str and must be in '['valid', 'same', 'pad']', but got {value!r}.")
    return value.lower()


def explicit_padding(op: str, name: str, value: Any, n: int) -> tuple[tuple[int, int], ...]:
    """An int, n ints, or 2n ints (before and after, axis by axis) as pairs."""
    if is_int(value):
        return ((int(value), int(value)),) * n
    if not isinstance(value, (tuple, list)):
        raise TypeError(f"For '{op}', the type of '{name}' should be one of '['int', 'tuple']', but got type '{type(value).__name__}'.")
    flat = tuple(int(v) for v in value)
    if len(flat) == 1:
        return ((flat[0], flat[0]),) * n
    if len(flat) == 2 * n:
        return tuple((flat[2 * i], flat[2 * i + 1]) for i in range(n))
    if len(flat) == n:
        return tuple((v, v) for v in flat)
    raise ValueError(f"For '{op}', the '{name}' must be an int or a tuple of {n} or {2 * n} ints, but got {value!r}.")


def padding(op: str, mode: str, value: Any, n: int, name: str = "pad") -> Any:
    """What JAX wants: 'VALID', 'SAME', or pairs; ValueError for padding with another mode than 'pad'."""
    pairs = explicit_padding(op, name, value, n)
    if mode == "pad":
        if any(v < 0 for pair in pairs for v in pair):
            raise ValueError(f"For '{op}', the '{name}' must not be negative, but got {value!r}.")
        return pairs
    if any(v != 0 for pair in pairs for v in pair):
        raise ValueError(
            f"For '{op}', the '{name}' must be zero when 'pad_mode' is not 'pad', but got '{name}': {value} and "
            f"'pad_mode': {mode}."
        )
    return mode.upper()


def resolve(op: str, mode: Any, sizes: Any, kernel: Any, strides: Any, dilation: Any) -> tuple[tuple[int, int], ...]:
    """Padding pairs for input `sizes`; for 'SAME' the smaller half comes first."""
    if mode == "VALID":
        return ((0, 0),) * len(sizes)
    if mode != "SAME":
        return tuple(mode)
    out = []
    for size, k, s, d in zip(sizes, kernel, strides, dilation, strict=True):
        total = max((-(-size // s) - 1) * s + (k - 1) * d + 1 - size, 0)
        out.append((total // 2, total - total // 2))
    return tuple(out)


def ceil_extra(pairs: Any, sizes: Any, kernel: Any, strides: Any, dilation: Any) -> tuple[tuple[int, int], ...]:
    """How much more padding after the end lets every started window in; a window that starts in it is not made."""
    out = []
    for (low, high), size, k, s, d in zip(pairs, sizes, kernel, strides, dilation, strict=True):
        extent = (k - 1) * d + 1
        steps = -(-(size + low + high - extent) // s)
        if steps * s >= size + low:
            steps -= 1
        out.append((low, max(high, steps * s + extent - size - low)))
    return tuple(out)
