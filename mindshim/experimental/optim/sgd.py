"""Stochastic gradient descent with parameter groups."""

from __future__ import annotations

from itertools import repeat
from operator import is_
from typing import Any

from mindshim import _checkparam as validator
from mindshim._core import state as modes
from mindshim.common.tensor import Tensor
from mindshim.experimental.optim.optimizer import Optimizer
from mindshim.nn.optim.sgd import Start, _sgd


def _sgd_of_group(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    dampening, nesterov, momentum = options
    return _sgd(w, g, slots, lr, hyper, state, decay, (dampening, nesterov, momentum > 0))


def _moves(group: dict[str, Any]) -> bool:
    """Whether a group is known to have momentum."""
    return isinstance(group["momentum"], (int, float)) and group["momentum"] > 0


class SGD(Optimizer):
    """Stochastic gradient descent (mirrors `mindspore.experimental.optim.SGD`).

    `v = m v + (1 - dampening) g` (the first time `v = g`), `w -= lr v`, or `w -= lr (g + m v)` with Nesterov.

    Args:
        params: Parameters, or dicts of groups, see `Optimizer`.
        lr: learning rate, at least 0.
        momentum: how much of the last velocity stays, at least 0. Default: 0.
        dampening: how much of the gradient is left out of the velocity. Default: 0.
        weight_decay: L2 coefficient, added to the gradient. Default: 0.0.
        nesterov: needs a momentum above 0 and no dampening. Default: False.
        maximize: step along the gradient. Default: False.

    Raises:
        ValueError: for a number out of its range. TypeError: for one of another type.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", has_bias=False)
        >>> optimizer = optim.SGD(net.trainable_params(), lr=0.1)
        >>> optimizer((ms.Tensor([[1.0, -1.0]]),))
        True
        >>> print(net.weight.asnumpy())
        [[0.9 1.1]]
    """

    def __init__(
        self,
        params: Any,
        lr: Any,
        momentum: float = 0,
        dampening: float = 0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        op = type(self).__name__
        validator.check_value_type("lr", lr, [float, int, Tensor], op)
        if lr < 0.0:
            raise ValueError(f"Invalid learning rate: {lr}")
        validator.check_value_type("momentum", momentum, [int, float], op)
        if momentum < 0.0:
            raise ValueError(f"Invalid momentum value: {momentum}")
        momentum = float(momentum)
        validator.check_value_type("dampening", dampening, [int, float], op)
        validator.check_value_type("nesterov", nesterov, [bool], op)
        validator.check_value_type("maximize", maximize, [bool], op)
        if nesterov and (momentum <= 0.0 or dampening != 0.0):
            raise ValueError(
                f"For '{op}', if 'nesterov' is True, 'momentum' must be > 0.0 and 'dampening' must be 0.0, but got "
                f"momentum {momentum} and dampening {dampening}."
            )
        super().__init__(
            params,
            dict(
                lr=lr,
                momentum=momentum,
                dampening=dampening,
                weight_decay=weight_decay,
                nesterov=nesterov,
                maximize=maximize,
                grad_centralization=False,
            ),
        )
        for group in self.param_groups:
            group["dampening"] = float(group["dampening"])
        self._slot("accum", by="momentum")
        self._slot("stat", "ones", by="momentum")
        self._start = Start(self.stat)
        self._fuse(_sgd_of_group, hyper=("momentum",), options=("dampening", "nesterov", "momentum"))

    def construct(self, gradients: Any) -> bool:
        """Update the parameters with a tuple of gradients."""
        plain = modes.S.scope is None and isinstance(gradients, (tuple, list)) and all(map(_moves, self.param_groups))
        if not plain or any(map(is_, gradients, repeat(None))):
            return self._update(gradients)
        with modes.lock:
            counted = self._start.knows(self.stat)
            self._update(gradients, ("stat",), self._start.count) if counted else self._update(gradients)
            self._start.stepped(self.stat, counted)
        return True
