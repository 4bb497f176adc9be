"""The function that is optimized: values and gradients as numbers and NumPy arrays, and how often they were asked for.

The searches decide from values and so run in Python, each evaluation being an ordinary call of the user's function.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mindshim._core.tensor import Tensor
from mindshim.ops.function.grad import value_and_grad


class Objective:
    """A function of a Tensor and its gradient, from autodiff or from `jac`."""

    def __init__(self, func: Callable[..., Any], jac: Callable[..., Any] | None, dtype: Any) -> None:
        self.func = func
        self.jac = jac
        self.dtype = dtype
        self.count = 0
        self.both = None if jac is not None else value_and_grad(func, 0)

    def __call__(self, x: np.ndarray) -> tuple[float, np.ndarray]:
        """Value and gradient at `x`."""
        self.count += 1
        at = Tensor(x.astype(self.dtype))
        value, slope = (self.func(at), self.jac(at)) if self.both is None and self.jac else self.both(at)  # type: ignore[misc]
        return float(number(value)), number(slope).astype(self.dtype)


def number(value: Any) -> np.ndarray:
    """A Tensor or number as a NumPy array."""
    if isinstance(value, (tuple, list)) and len(value) == 1:
        value = value[0]
    return value.asnumpy() if isinstance(value, Tensor) else np.asarray(value)
