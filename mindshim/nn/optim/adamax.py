"""AdaMax: Adam with the infinity norm (mirrors `mindspore.nn.optim.adamax`)."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core import dtypes as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.optim._checks import check_positive, check_unit
from mindshim.nn.optim.optimizer import FusedOptimizer


def _advance_power(state: Any, hyper: Any) -> Any:
    return state[0] + 1, state[1] * hyper[0].astype(state[1].dtype)


def _adamax(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    beta1, beta2, eps = hyper
    m = beta1 * slots[0] + (1 - beta1) * g
    u = jnp.maximum(beta2 * slots[1], jnp.abs(g))
    return w - lr / (1 - state[1].astype(w.dtype).reshape(())) * m / (u + eps), [m, u]


class AdaMax(FusedOptimizer):
    """Adam with the infinity norm (mirrors `mindspore.nn.AdaMax`). The arguments are those of `Adam`.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import nn
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> optimizer = nn.AdaMax([w], learning_rate=0.1)
        >>> done = optimizer((ms.Tensor([0.5]),))
        >>> print(w.asnumpy().round(4))
        [0.9]
    """

    def __init__(
        self,
        params: Any,
        learning_rate: Any = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
        weight_decay: Any = 0.0,
        loss_scale: float = 1.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        check_unit("beta1", beta1, "AdaMax")
        check_unit("beta2", beta2, "AdaMax")
        check_positive("eps", eps, "AdaMax")
        self.beta1 = Tensor(beta1, mstype.float32)
        self.beta2 = Tensor(beta2, mstype.float32)
        self.beta1_power = Parameter(Tensor([1.0], mstype.float32), name="beta1_power")
        self.moment1 = self.parameters.clone(prefix="moment1", init="zeros")
        self.moment2 = self.parameters.clone(prefix="moment2", init="zeros")
        self._fuse(
            _adamax,
            [self.moment1, self.moment2],
            state=[self.beta1_power],
            advance=_advance_power,
            hyper=[self.beta1, self.beta2, eps],
        )
