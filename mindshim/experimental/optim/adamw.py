"""AdamW with parameter groups."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core import dtypes as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.experimental.optim.adam import check_adam
from mindshim.experimental.optim.optimizer import Optimizer


def corrected_adam(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    """Adam whose second moment is corrected before `eps` is added; a decay that is left to it shrinks `w` first."""
    beta1, beta2, eps = hyper
    step = state[0].astype(w.dtype)
    if decay is not None:
        w = w * (1 - lr * decay)
    m = beta1 * slots[0] + (1 - beta1) * g
    v = beta2 * slots[1] + (1 - beta2) * g * g
    kept = [m, v, *slots[2:]]
    largest = v
    if options[0]:
        largest = kept[2] = jnp.maximum(slots[2], v)
    root = jnp.sqrt(largest) / jnp.sqrt(1 - beta2**step) + eps
    return w - lr / (1 - beta1**step) * m / root, kept


class AdamW(Optimizer):
    """Adam with decoupled weight decay (mirrors `mindspore.experimental.optim.AdamW`).

    `w -= lr weight_decay w`, then `w -= lr/(1-b1^t) m / (sqrt(v / (1-b2^t)) + eps)`, with the moments of `Adam`.

    Args:
        params: Parameters, or dicts of groups, see `Optimizer`.
        lr: learning rate, at least 0. Default: 1e-3.
        betas: decay of the two moments, in [0, 1). Default: (0.9, 0.999).
        eps: added to the root, at least 0. Default: 1e-8.
        weight_decay: how much of `lr` times a weight is taken off it. Default: 0.01.
        amsgrad: divide by the largest second moment so far. Default: False.
        maximize: step along the gradient. Default: False.

    Raises:
        ValueError: for a number out of its range. TypeError: for one of another type.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", has_bias=False)
        >>> optimizer = optim.AdamW(net.trainable_params(), lr=0.1, weight_decay=0.5)
        >>> optimizer((ms.Tensor([[1.0, -1.0]]),))
        True
        >>> print(net.weight.asnumpy().round(3))
        [[0.85 1.05]]
    """

    def __init__(
        self,
        params: Any,
        lr: Any = 0.001,
        betas: Any = (0.9, 0.999),
        eps: float = 1e-08,
        weight_decay: float = 0.01,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        check_adam(lr, eps, betas, weight_decay)
        super().__init__(
            params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay, amsgrad=amsgrad, maximize=maximize)
        )
        self._slot("exp_avg")
        self._slot("exp_avg_sq")
        self._slot("max_exp_avg_sq", by="amsgrad")
        self.state_step = Parameter(Tensor(0, mstype.int32), "state_step")
        self._fuse(corrected_adam, hyper=("betas", "eps"), options=("amsgrad",), step=self.state_step, own_decay=True)

    def construct(self, gradients: Any) -> bool:
        """Update the parameters with a tuple of gradients."""
        return self._update(gradients)
