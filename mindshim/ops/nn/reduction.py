"""How losses are reduced: 'none', 'mean' or 'sum'."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim.ops.quotients import mean


def check_reduction(op: str, reduction: Any) -> None:
    """ValueError unless `reduction` is one of the three."""
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"For '{op}', the 'reduction' must be str and must be in '['none', 'mean', 'sum']', but got {reduction!r}.")


def reduced(loss: Any, reduction: str) -> Any:
    """`loss` as it is, its mean or its sum."""
    if reduction == "mean":
        return mean(loss)
    return jnp.sum(loss) if reduction == "sum" else loss
