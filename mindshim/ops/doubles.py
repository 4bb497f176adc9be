"""Functions that MindSpore's CPU kernels compute in double precision: in PyNative on a CPU float32 results are rounded once."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.operators import REGISTRY
from mindshim.ops import ordered_reductions

#: By the names of the kernels.
_FUNCTIONS = {
    "Sin": jnp.sin, "Cos": jnp.cos, "Tan": jnp.tan, "Atan": jnp.arctan, "Sinh": jnp.sinh, "Cosh": jnp.cosh, "Asinh": jnp.arcsinh,
    "Asin": jnp.arcsin, "ACos": jnp.arccos, "Acosh": jnp.arccosh, "Atanh": jnp.arctanh, "Erfc": lax.erfc,
}  # fmt: skip


def declare(names: tuple[str, ...]) -> None:
    """Have these kernels of one Tensor, where it is float32 and not large, compute in double precision."""
    for name in names:
        _declare(REGISTRY[name], _FUNCTIONS[name])


def _declare(kernel: Any, fn: Any) -> None:
    def in_doubles(input: Any) -> Any:
        return fn(input.astype(np.float64)).astype(np.float32) if ordered_reductions.fits(input) else kernel.fn(input)

    kernel.in_pynative(in_doubles)
