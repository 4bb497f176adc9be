"""NAdam with parameter groups."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core import dtypes as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.experimental.optim.optimizer import (
    Optimizer,
    check_betas,
    check_not_less_than,
    check_not_less_than_without_equal,
)


def _nadam(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    beta1, beta2, eps, momentum_decay = hyper
    step = state[0].astype(w.dtype)
    now = beta1 * (1 - 0.5 * 0.96 ** (step * momentum_decay))
    then = beta1 * (1 - 0.5 * 0.96 ** ((step + 1) * momentum_decay))
    product = slots[2] * now
    m = beta1 * slots[0] + (1 - beta1) * g
    v = beta2 * slots[1] + (1 - beta2) * g * g
    ahead = (1 - now) / (1 - product) * g + then / (1 - product * then) * m
    return w - lr * ahead / (jnp.sqrt(v / (1 - beta2**step)) + eps), [m, v, product]


class NAdam(Optimizer):
    """Adam with Nesterov's momentum (mirrors `mindspore.experimental.optim.NAdam`).

    The share of the momentum grows with the steps: `mu_t = b1 (1 - 0.96^(t momentum_decay) / 2)`.

    Args:
        params: Parameters, or dicts of groups, see `Optimizer`.
        lr: learning rate, greater than 0. Default: 0.002.
        betas: decay of the two moments, in [0, 1). Default: (0.9, 0.999).
        eps: added to the root, greater than 0. Default: 1e-8.
        weight_decay: L2 coefficient, added to the gradient. Default: 0.0.
        momentum_decay: how fast the momentum grows, at least 0. Default: 0.004.

    Raises:
        ValueError: for a number out of its range. TypeError: for one of another type.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> optim.NAdam([w], lr=0.1)((ms.Tensor([0.5]),))
        True
        >>> print(w.asnumpy().round(4))
        [0.8944]
    """

    def __init__(
        self,
        params: Any,
        lr: Any = 0.002,
        betas: Any = (0.9, 0.999),
        eps: float = 1e-08,
        weight_decay: float = 0.0,
        momentum_decay: float = 0.004,
    ) -> None:
        op = type(self).__name__
        check_not_less_than_without_equal(lr, "lr", op)
        check_not_less_than_without_equal(eps, "eps", op)
        check_not_less_than(weight_decay, "weight_decay", op)
        check_not_less_than(momentum_decay, "momentum_decay", op)
        check_betas(betas, op)
        super().__init__(
            params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, momentum_decay=momentum_decay)
        )
        self.step_t = Parameter(Tensor(0, mstype.int32), "step_t")
        self._slot("exp_avg")
        self._slot("exp_avg_sq")
        self._slot("mu_product", 1.0, single=True)
        self._fuse(_nadam, hyper=("betas", "eps", "momentum_decay"), step=self.step_t)

    def construct(self, gradients: Any) -> bool:
        """Update the parameters with a tuple of gradients."""
        return self._update(gradients)
