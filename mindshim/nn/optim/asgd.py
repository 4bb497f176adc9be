"""ASGD: averaged stochastic gradient descent (mirrors `mindspore.nn.optim.asgd`)."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim.common.initializer import initializer
from mindshim.common.parameter import Parameter, ParameterTuple
from mindshim.nn.optim._step import takes_wider
from mindshim.nn.optim.optimizer import FusedOptimizer


@takes_wider
def _asgd(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    lambd, alpha, t0 = hyper
    eta, mu, mean = slots
    step = state[0].reshape(()).astype(w.dtype)
    eta = jnp.where(step == 1, jnp.full_like(eta, 1.0) * lr, eta)
    g = g + lambd * w
    w = w - eta * g
    mean = jnp.where(mu == 1, w, mean + (w - mean) * mu)
    eta = lr / (1 + lambd * lr * step) ** alpha * jnp.ones_like(eta)
    mu = 1 / jnp.maximum(step - t0, 1) * jnp.ones_like(mu)
    return w, [eta, mu, mean]


class ASGD(FusedOptimizer):
    """Averaged stochastic gradient descent (mirrors `mindspore.nn.ASGD`).

    Args:
        params, learning_rate, weight_decay: see `Optimizer`.
        lambd: decay term. alpha: power of the step size. t0: the step at which averaging starts.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import nn
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> optimizer = nn.ASGD([w], learning_rate=0.1)
        >>> done = optimizer((ms.Tensor([0.5]),))
        >>> print(w.asnumpy().round(4))
        [0.95]
    """

    def construct(self, gradients: Any) -> bool:
        """Update the parameters with a tuple of gradients."""
        self._update(gradients)
        return True

    def __init__(
        self,
        params: Any,
        learning_rate: Any = 0.1,
        lambd: float = 1e-4,
        alpha: float = 0.75,
        t0: float = 1e6,
        weight_decay: Any = 0.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay)
        for name, value in (("lambd", lambd), ("alpha", alpha), ("t0", t0)):
            if not isinstance(value, float):
                raise TypeError(f"For 'ASGD', the type of '{name}' should be 'float', but got type '{type(value).__name__}'.")
        self.lambd, self.alpha, self.t0 = lambd, alpha, t0
        self.mu = self._slot("mu_", "ones")
        self.eta = self._slot("eta_", "zeros")
        self.ax = self.parameters.clone(prefix="ax_", init="zeros")
        self._fuse(_asgd, [self.eta, self.mu, self.ax], hyper=[lambd, alpha, t0])

    def _slot(self, prefix: str, init: str) -> ParameterTuple:
        """One Parameter for each, named without a dot, as in checkpoints."""
        made = [Parameter(initializer(init, (), p.dtype), name=prefix + p.name) for p in self.parameters]
        return ParameterTuple(made)
