"""Rprop: steps by the signs of gradients alone (mirrors `mindspore.nn.optim.rprop`)."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim.nn.optim._step import takes_wider
from mindshim.nn.optim.optimizer import FusedOptimizer


@takes_wider
def _rprop(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    minus, plus, low, high = hyper
    prev, size = slots
    first = state[0].reshape(()) == 1
    size = jnp.where(first, jnp.full_like(size, 1.0) * lr, size)
    same = jnp.sign(prev * g)
    size = jnp.clip(size * jnp.where(same > 0, plus, jnp.where(same < 0, minus, 1)), low, high)
    g = jnp.where(same < 0, jnp.zeros_like(g), g)
    return w - jnp.sign(g) * size, [g, size]


class Rprop(FusedOptimizer):
    """Resilient backpropagation: steps depend on gradient signs alone (mirrors `mindspore.nn.Rprop`).

    Args:
        params, learning_rate, weight_decay: see `Optimizer`.
        etas: factors of decrease and increase. step_sizes: smallest and largest step.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import nn
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> optimizer = nn.Rprop([w], learning_rate=0.1)
        >>> done = optimizer((ms.Tensor([0.5]),))
        >>> print(w.asnumpy().round(4))
        [0.9]
    """

    def construct(self, gradients: Any) -> bool:
        """Update the parameters with a tuple of gradients."""
        self._update(gradients)
        return True

    def __init__(
        self,
        params: Any,
        learning_rate: Any = 0.1,
        etas: tuple[float, float] = (0.5, 1.2),
        step_sizes: tuple[float, float] = (1e-6, 50.0),
        weight_decay: Any = 0.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay)
        if not isinstance(etas, tuple) or not isinstance(step_sizes, tuple):
            raise TypeError("For 'Rprop', 'etas' and 'step_sizes' must be tuples.")
        if len(etas) != 2 or len(step_sizes) != 2:
            raise ValueError("For 'Rprop', 'etas' and 'step_sizes' must have two elements.")
        for name, value in (("etaminus", etas[0]), ("etaplus", etas[1]), ("min_step_sizes", step_sizes[0]), ("max_step_sizes", step_sizes[1])):
            if not isinstance(value, float):
                raise TypeError(f"For 'Rprop', the type of '{name}' should be 'float', but got type '{type(value).__name__}'.")
        if not 0.0 < etas[0] < 1.0 < etas[1]:
            raise ValueError(f"For 'Rprop', 'etas' must be in (0, 1) and above 1, but got {etas}.")
        if step_sizes[0] > step_sizes[1]:
            raise ValueError(f"For 'Rprop', the smallest step must not exceed the largest, but got {step_sizes}.")
        self.etas, self.step_sizes = etas, step_sizes
        self.prev = self.parameters.clone(prefix="prev", init="zeros")
        self.step_size = self.parameters.clone(prefix="step_size", init="zeros")
        self._fuse(_rprop, [self.prev, self.step_size], hyper=[*etas, *step_sizes])
