"""Adamax with parameter groups."""

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


def _adamax_at(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    beta1, beta2, eps = hyper
    m = beta1 * slots[0] + (1 - beta1) * g
    largest = jnp.maximum(beta2 * slots[1], jnp.abs(g) + eps)
    return w - lr / (1 - beta1 ** state[0].astype(w.dtype)) * m / largest, [m, largest]


class Adamax(Optimizer):
    """Adam with the infinity norm (mirrors `mindspore.experimental.optim.Adamax`).

    `m = b1 m + (1-b1) g`, `u = max(b2 u, |g| + eps)`, `w -= lr/(1-b1^t) m / u`.

    Args:
        params: Parameters, or dicts of groups, see `Optimizer`.
        lr: learning rate, greater than 0. Default: 0.002.
        betas: decay of the moment and of the norm, in [0, 1). Default: (0.9, 0.999).
        eps: added to the gradient's size, greater than 0. Default: 1e-8.
        weight_decay: L2 coefficient, added to the gradient. Default: 0.0.
        maximize: step along the gradient. Default: False.

    Raises:
        ValueError: for a number out of its range. TypeError: for one of another type.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> optim.Adamax([w], lr=0.1)((ms.Tensor([0.5]),))
        True
        >>> print(w.asnumpy())
        [0.9]
    """

    def __init__(
        self,
        params: Any,
        lr: Any = 0.002,
        betas: Any = (0.9, 0.999),
        eps: float = 1e-08,
        weight_decay: float = 0.0,
        *,
        maximize: bool = False,
    ) -> None:
        op = type(self).__name__
        check_not_less_than_without_equal(lr, "lr", op)
        check_not_less_than_without_equal(eps, "eps", op)
        check_not_less_than(weight_decay, "weight_decay", op)
        check_betas(betas, op)
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, maximize=maximize))
        self.step_t = Parameter(Tensor(0, mstype.int32), "step_t")
        self._slot("exp_avg")
        self._slot("exp_inf")
        self._fuse(_adamax_at, hyper=("betas", "eps"), step=self.step_t)

    def construct(self, gradients: Any) -> bool:
        """Update the parameters with a tuple of gradients."""
        return self._update(gradients)
