"""Adam with parameter groups."""

from __future__ import annotations

from typing import Any

from mindshim._core import dtypes as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.experimental.optim.optimizer import Optimizer
from mindshim.nn.optim.adam import _adam


def _adam_at(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    step = state[0].astype(w.dtype)
    return _adam(w, g, slots, lr, hyper, (step, hyper[0] ** step, hyper[1] ** step), decay, (False, False))


def check_adam(lr: Any, eps: Any, betas: Any, weight_decay: Any) -> None:
    """ValueError for a setting of Adam or AdamW out of its range."""
    if lr < 0.0:
        raise ValueError(f"Invalid learning rate: {lr}")
    if eps < 0.0:
        raise ValueError(f"Invalid epsilon value: {eps}")
    for i in (0, 1):
        if not 0.0 <= betas[i] < 1.0:
            raise ValueError(f"Invalid beta parameter at index {i}: {betas[i]}")
    if weight_decay < 0.0:
        raise ValueError(f"Invalid weight_decay value: {weight_decay}")


class Adam(Optimizer):
    """Adaptive moment estimation (mirrors `mindspore.experimental.optim.Adam`).

    `m = b1 m + (1-b1) g`, `v = b2 v + (1-b2) g²`, `w -= lr sqrt(1-b2^t)/(1-b1^t) m / (sqrt(v) + eps)`.

    Args:
        params: Parameters, or dicts of groups, see `Optimizer`.
        lr: learning rate, at least 0. Default: 1e-3.
        betas: decay of the two moments, in [0, 1). Default: (0.9, 0.999).
        eps: added to the root, at least 0. Default: 1e-8.
        weight_decay: L2 coefficient, added to the gradient. Default: 0.0.
        amsgrad: accepted; like the real one, this class computes the same with it (`AdamW` does not).
        maximize: step along the gradient. Default: False.

    Raises:
        ValueError: for a number out of its range. TypeError: for one of another type.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", has_bias=False)
        >>> optimizer = optim.Adam(net.trainable_params(), lr=0.1)
        >>> optimizer((ms.Tensor([[1.0, -1.0]]),))
        True
        >>> print(net.weight.asnumpy().round(3))
        [[0.9 1.1]]
    """

    def __init__(
        self,
        params: Any,
        lr: Any = 0.001,
        betas: Any = (0.9, 0.999),
        eps: float = 1e-08,
        weight_decay: float = 0.0,
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
        # Not computed with, but a part of MindSpore's checkpoints.
        self.max_exp_avg_sq = self.parameters.clone(prefix="max_exp_avg_sq", init="zeros")
        self.state_step = Parameter(Tensor(0, mstype.int32), "state_step")
        self._fuse(_adam_at, hyper=("betas", "eps"), step=self.state_step)

    def construct(self, gradients: Any) -> bool:
        """Update the parameters with a tuple of gradients."""
        return self._update(gradients)
