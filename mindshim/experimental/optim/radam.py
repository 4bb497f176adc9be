"""RAdam with parameter groups."""

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


def _radam(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    beta1, beta2, eps = hyper
    step = state[0].astype(w.dtype)
    m = beta1 * slots[0] + (1 - beta1) * g
    v = beta2 * slots[1] + (1 - beta2) * g * g
    correction2 = 1 - beta2**step
    most = 2 / (1 - beta2) - 1
    length = most - 2 * step * beta2**step / correction2
    # The variance of the first steps' rate is not bounded: then the step is one of momentum alone.
    bounded = length > 5
    safe = jnp.where(bounded, length, 6.0)
    rectified = jnp.sqrt((safe - 4) * (safe - 2) * most / ((most - 4) * (most - 2) * safe))
    scale = jnp.where(bounded, rectified * jnp.sqrt(correction2) / (jnp.sqrt(v) + eps), 1.0)
    return w - lr * m / (1 - beta1**step) * scale, [m, v]


class RAdam(Optimizer):
    """Adam that steps by momentum until its second moment has seen enough (mirrors `mindspore.experimental.optim.RAdam`).

    Args:
        params: Parameters, or dicts of groups, see `Optimizer`.
        lr: learning rate, greater than 0. Default: 1e-3.
        betas: decay of the two moments, in [0, 1). Default: (0.9, 0.999).
        eps: added to the root, greater than 0. Default: 1e-8.
        weight_decay: L2 coefficient, added to the gradient. Default: 0.0.

    Raises:
        ValueError: for a number out of its range. TypeError: for one of another type.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> optim.RAdam([w], lr=0.1)((ms.Tensor([0.5]),))
        True
        >>> print(w.asnumpy())
        [0.95]
    """

    def __init__(
        self, params: Any, lr: Any = 0.001, betas: Any = (0.9, 0.999), eps: float = 1e-08, weight_decay: float = 0.0
    ) -> None:
        op = type(self).__name__
        check_not_less_than_without_equal(lr, "lr", op)
        check_not_less_than(weight_decay, "weight_decay", op)
        check_not_less_than_without_equal(eps, "eps", op)
        check_betas(betas, op)
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))
        self.step_t = Parameter(Tensor(0, mstype.int32), "step_t")
        self._slot("exp_avg")
        self._slot("exp_avg_sq")
        self._fuse(_radam, hyper=("betas", "eps"), step=self.step_t)

    def construct(self, gradients: Any) -> bool:
        """Update the parameters with a tuple of gradients."""
        return self._update(gradients)
