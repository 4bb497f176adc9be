"""Stochastic gradient descent (mirrors `mindspore.nn.optim.sgd`)."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core import dtypes as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.optim.optimizer import FusedOptimizer


def _sgd(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    dampening, nesterov, has_momentum = options
    if not has_momentum:
        return w - lr * g, slots
    accum, stat = slots
    momentum = hyper[0]
    # `stat` is 1 before the first step, whose velocity is the gradient itself.
    v = jnp.where(stat > 0, g, momentum * accum + (1 - dampening) * g)
    return w - lr * (g + momentum * v if nesterov else v), [v, jnp.zeros_like(stat)]


class SGD(FusedOptimizer):
    """Stochastic gradient descent, with momentum, dampening and Nesterov (mirrors `mindspore.nn.SGD`).

    `v = m v + (1 - dampening) g` (the first time `v = g`), `w -= lr v`, or `w -= lr (g + m v)` with Nesterov.

    Args:
        params, learning_rate, weight_decay, loss_scale: see `Optimizer`.
        momentum: how much of the last velocity stays, at least 0.
        dampening: how much of the gradient is left out of the velocity.
        nesterov: needs a momentum above 0 and no dampening.

    Raises:
        TypeError, ValueError: for hyper-parameters of a wrong type or range.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", has_bias=False)
        >>> optimizer = ms.nn.SGD(net.trainable_params(), learning_rate=0.1)
        >>> optimizer((ms.Tensor([[1.0, -1.0]]),))
        (True,)
        >>> print(net.weight.asnumpy())
        [[0.9 1.1]]
    """

    def __init__(
        self,
        params: Any,
        learning_rate: Any = 0.1,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: Any = 0.0,
        nesterov: bool = False,
        loss_scale: float = 1.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        if self.dynamic_weight_decay:
            raise TypeError(
                "For 'SGD', dynamic weight decay is currently not supported, the argument 'weight_decay' or 'weight_decay' set in "
                "grouped 'params' must be float or int type."
            )
        for name, value in (("momentum", momentum), ("dampening", dampening)):
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise TypeError(f"For 'SGD', the type of '{name}' should be 'float', but got type '{type(value).__name__}'.")
            if value < 0.0:
                raise ValueError(f"For 'SGD', the argument '{name}' must be at least 0.0, but got '{name}' {value}")
        if not isinstance(nesterov, bool):
            raise TypeError(f"For 'SGD', the type of 'nesterov' should be 'bool', but got type '{type(nesterov).__name__}'.")
        if nesterov and (momentum <= 0.0 or dampening != 0.0):
            raise ValueError(
                f"For 'SGD', if 'nesterov' is True, 'momentum' must be > 0.0 and 'dampening' must be 0.0, but got "
                f"momentum {momentum} and dampening {dampening}."
            )
        self.dampening = float(dampening)
        self.nesterov = nesterov
        self.momentum = Parameter(Tensor(float(momentum), mstype.float32), name="momentum")
        self.accum = self.parameters.clone(prefix="accum", init="zeros")
        self.stat = self.parameters.clone(prefix="stat", init="ones")
        # Without momentum the state stays as it is.
        slots = [self.accum, self.stat] if momentum > 0 else []
        self._fuse(_sgd, slots, hyper=[self.momentum], late_decay=True, options=(self.dampening, nesterov, momentum > 0))
