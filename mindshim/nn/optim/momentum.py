"""Gradient descent with momentum (mirrors `mindspore.nn.optim.momentum`)."""

from __future__ import annotations

from typing import Any

from mindshim._core import dtypes as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.optim.optimizer import FusedOptimizer


def _momentum(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    (nesterov,) = options
    v = hyper[0] * slots[0] + g
    return w - lr * (g + hyper[0] * v if nesterov else v), [v]


class Momentum(FusedOptimizer):
    """Gradient descent with momentum: `v = m v + g`, `w -= lr v` (mirrors `mindspore.nn.Momentum`).

    Args:
        params, learning_rate, weight_decay, loss_scale: see `Optimizer`.
        momentum: how much of the last velocity stays, at least 0.
        use_nesterov: step along `g + m v` (the real CPU build ignores this flag).

    Raises:
        TypeError: if `momentum` is not a number. ValueError: if it is negative.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", has_bias=False)
        >>> optimizer = ms.nn.Momentum(net.trainable_params(), learning_rate=0.1, momentum=0.9)
        >>> optimizer((ms.Tensor([[1.0, -1.0]]),))
        (True,)
        >>> print(net.weight.asnumpy())
        [[0.9 1.1]]
    """

    def __init__(
        self,
        params: Any,
        learning_rate: Any,
        momentum: float,
        weight_decay: Any = 0.0,
        loss_scale: float = 1.0,
        use_nesterov: bool = False,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        if isinstance(momentum, int) and not isinstance(momentum, bool):
            momentum = float(momentum)
        if not isinstance(momentum, float):
            raise TypeError(
                f"For 'Momentum', the type of 'momentum' should be 'float', but got type '{type(momentum).__name__}'."
            )
        if momentum < 0.0:
            raise ValueError(f"For 'Momentum', the argument 'momentum' must be at least 0.0, but got {momentum}")
        if not isinstance(use_nesterov, bool):
            raise TypeError(
                f"For 'Momentum', the type of 'use_nesterov' should be 'bool', but got type '{type(use_nesterov).__name__}'."
            )
        self.momentum = Parameter(Tensor(momentum, mstype.float32), name="momentum")
        self.use_nesterov = use_nesterov
        self.moments = self.parameters.clone(prefix="moments", init="zeros")
        self._fuse(_momentum, [self.moments], hyper=[self.momentum], options=(use_nesterov,))
