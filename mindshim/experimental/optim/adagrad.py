"""Adagrad with parameter groups."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core import dtypes as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.experimental.optim.optimizer import Optimizer, check_not_less_than, check_not_less_than_without_equal


def _adagrad_at(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    lr_decay, eps = hyper
    total = slots[0] + g * g
    rate = lr / (1 + (state[0] - 1).astype(w.dtype) * lr_decay)
    return w - rate * g / (jnp.sqrt(total) + eps), [total]


class Adagrad(Optimizer):
    """`a += g²`, `w -= lr / (1 + (t-1) lr_decay) g / (sqrt(a) + eps)` (mirrors `mindspore.experimental.optim.Adagrad`).

    Args:
        params: Parameters, or dicts of groups, see `Optimizer`.
        lr: learning rate, greater than 0. Default: 0.01.
        lr_decay: how the rate falls with the steps, at least 0. Default: 0.0.
        weight_decay: L2 coefficient, added to the gradient. Default: 0.0.
        initial_accumulator_value: the sum of squares to begin with, at least 0. Default: 0.0.
        eps: added to the root, greater than 0. Default: 1e-10.
        maximize: step along the gradient. Default: False.

    Raises:
        ValueError: for a number out of its range. TypeError: for one of another type.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> optim.Adagrad([w], lr=0.1)((ms.Tensor([0.5]),))
        True
        >>> print(w.asnumpy())
        [0.9]
    """

    def __init__(
        self,
        params: Any,
        lr: Any = 0.01,
        lr_decay: float = 0.0,
        weight_decay: float = 0.0,
        initial_accumulator_value: float = 0.0,
        eps: float = 1e-10,
        *,
        maximize: bool = False,
    ) -> None:
        op = type(self).__name__
        check_not_less_than_without_equal(lr, "lr", op)
        check_not_less_than(lr_decay, "lr_decay", op)
        check_not_less_than(weight_decay, "weight_decay", op)
        check_not_less_than(initial_accumulator_value, "initial_accumulator_value", op)
        check_not_less_than_without_equal(eps, "eps", op)
        super().__init__(
            params,
            dict(
                lr=lr,
                lr_decay=lr_decay,
                eps=eps,
                weight_decay=weight_decay,
                initial_accumulator_value=initial_accumulator_value,
                maximize=maximize,
            ),
        )
        self._slot("accum", initial_accumulator_value)
        self.step_t = Parameter(Tensor(0, mstype.int32), "step_t")
        self._fuse(_adagrad_at, hyper=("lr_decay", "eps"), step=self.step_t)

    def construct(self, gradients: Any) -> bool:
        """Update the parameters with a tuple of gradients."""
        return self._update(gradients)
