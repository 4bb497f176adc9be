"""Lamb: Adam with a trust ratio for each parameter (mirrors `mindspore.nn.optim.lamb`)."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim.nn.optim._checks import check_positive, check_unit
from mindshim.nn.optim._step import takes_wider
from mindshim.nn.optim.optimizer import FusedOptimizer


@takes_wider
def _lamb(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    beta1, beta2, eps = hyper
    step = state[0].reshape(()).astype(w.dtype)
    m = beta1 * slots[0] + (1 - beta1) * g
    v = beta2 * slots[1] + (1 - beta2) * g * g
    update = m / (1 - beta1**step) / (jnp.sqrt(v / (1 - beta2**step)) + eps)
    if decay is not None:
        update = update + decay * w
    w_norm, u_norm = jnp.sqrt(jnp.sum(w * w)), jnp.sqrt(jnp.sum(update * update))
    trust = jnp.where((w_norm > 0) & (u_norm > 0), w_norm / jnp.where(u_norm > 0, u_norm, 1), jnp.ones_like(w_norm))
    return w - lr * trust * update, [m, v]


class Lamb(FusedOptimizer):
    """Adam with a trust ratio per parameter and decoupled decay (mirrors `mindspore.nn.Lamb`).

    The arguments are those of `AdamWeightDecay`. The real CPU build has no kernel for it; the formula is the paper's.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import nn
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> optimizer = nn.Lamb([w], learning_rate=0.1)
        >>> done = optimizer((ms.Tensor([0.5]),))
        >>> print(w.asnumpy().round(4))
        [0.9]
    """

    def __init__(
        self,
        params: Any,
        learning_rate: Any,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-6,
        weight_decay: Any = 0.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay)
        check_unit("beta1", beta1, "Lamb")
        check_unit("beta2", beta2, "Lamb")
        check_positive("eps", eps, "Lamb")
        self.moments1 = self.parameters.clone(prefix="lamb_m", init="zeros")
        self.moments2 = self.parameters.clone(prefix="lamb_v", init="zeros")
        self._fuse(_lamb, [self.moments1, self.moments2], hyper=[beta1, beta2, eps], own_decay=True)
