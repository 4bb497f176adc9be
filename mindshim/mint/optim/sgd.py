"""SGD as PyTorch has it."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim import _checkparam as validator
from mindshim._core import dtypes as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.experimental.optim.optimizer import Optimizer


def _sgd(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    momentum, dampening = hyper
    if slots[0] is None:
        return w - lr * g, slots
    velocity = jnp.where(state[0] == 1, g, momentum * slots[0] + (1 - dampening) * g)
    nesterov, moves = options
    step = g + momentum * velocity if nesterov else velocity
    if moves:
        return w - lr * step, [velocity]
    moved = momentum != 0
    return w - lr * jnp.where(moved, step, g), [jnp.where(moved, velocity, slots[0])]


def _moves(group: dict[str, Any]) -> bool:
    """Whether a group is known to have momentum."""
    momentum = group["momentum"]
    return not isinstance(momentum, Tensor) and momentum != 0


class SGD(Optimizer):
    """Stochastic gradient descent (mirrors `mindspore.mint.optim.SGD`).

    `v = m v + (1 - dampening) g` (in the first step `v = g`), `w -= lr v`, or `w -= lr (g + m v)` with Nesterov. The rate
    is the group's `lr`, so schedules have an effect, as with PyTorch; the real class goes on with the rate it was made with.

    Args:
        params: Parameters, or dicts of groups, see `mindshim.experimental.optim.Optimizer`.
        lr: learning rate, at least 0.
        momentum: how much of the last velocity stays, at least 0. Default: 0.
        dampening: how much of the gradient is left out of the velocity. Default: 0.
        weight_decay: L2 coefficient: so much of a weight is added to its gradient, at least 0. Default: 0.
        nesterov: needs a momentum above 0 and no dampening. Default: False.
        maximize: step along the gradient. Default: False.

    Raises:
        ValueError: for a number out of its range. TypeError: for one of another type.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", has_bias=False)
        >>> optimizer = ms.mint.optim.SGD(net.trainable_params(), lr=0.1, momentum=0.9)
        >>> for _ in range(2):
        ...     print(optimizer((ms.Tensor([[1.0, -1.0]]),)), net.weight.asnumpy().round(3))
        True [[0.9 1.1]]
        True [[0.71 1.29]]
    """

    def __init__(
        self,
        params: Any,
        lr: Any,
        momentum: float = 0,
        dampening: float = 0,
        weight_decay: float = 0,
        nesterov: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        op = type(self).__name__
        validator.check_value_type("lr", lr, [float, int, bool, Tensor], op)
        for name, value in (("momentum", momentum), ("weight_decay", weight_decay), ("dampening", dampening)):
            validator.check_value_type(name, value, [float, int, bool], op)
        validator.check_value_type("nesterov", nesterov, [bool], op)
        validator.check_value_type("maximize", maximize, [bool], op)
        for name, value in (("learning rate", lr), ("momentum value", momentum), ("weight_decay value", weight_decay)):
            if value < 0.0:
                raise ValueError(f"Invalid {name}: {value}")
        if nesterov and (momentum <= 0.0 or dampening != 0.0):
            raise ValueError(
                f"For '{op}', if 'nesterov' is true, 'momentum' must be > 0.0 and 'dampening' must equal to 0.0, but got "
                f"'momentum' {momentum}, 'dampening' {dampening}"
            )
        super().__init__(
            params,
            dict(lr=lr, momentum=momentum, weight_decay=weight_decay, dampening=dampening, nesterov=nesterov, maximize=maximize),
        )
        self._slot("momentum_buf", by="momentum")
        self.step_t = Parameter(Tensor(0, mstype.int32), "step_t")
        self._fuse(_sgd, hyper=("momentum", "dampening"), options=("nesterov", _moves), step=self.step_t)

    def construct(self, gradients: Any) -> bool:
        """Update the parameters with a tuple of gradients."""
        return self._update(gradients)
