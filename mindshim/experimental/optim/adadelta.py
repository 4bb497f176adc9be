"""Adadelta with parameter groups."""

from __future__ import annotations

from typing import Any

from mindshim import _checkparam as validator
from mindshim.experimental.optim.optimizer import Optimizer, check_not_less_than, check_not_less_than_without_equal
from mindshim.nn.optim.adadelta import _adadelta


class Adadelta(Optimizer):
    """Steps scaled by the ratio of past updates to past gradients (mirrors `mindspore.experimental.optim.Adadelta`).

    Args:
        params: Parameters, or dicts of groups, see `Optimizer`.
        lr: factor of the step, greater than 0. Default: 1.0.
        rho: decay of the mean squares, in [0, 1]. Default: 0.9.
        eps: added under the roots, greater than 0. Default: 1e-6.
        weight_decay: L2 coefficient, added to the gradient. Default: 0.0.
        maximize: step along the gradient. Default: False.

    Raises:
        ValueError: for a number out of its range. TypeError: for one of another type.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> optim.Adadelta([w])((ms.Tensor([0.5]),))
        True
        >>> print(w.asnumpy().round(4))
        [0.9968]
    """

    def __init__(
        self,
        params: Any,
        lr: Any = 1.0,
        rho: float = 0.9,
        eps: float = 1e-06,
        weight_decay: float = 0.0,
        *,
        maximize: bool = False,
    ) -> None:
        op = type(self).__name__
        check_not_less_than_without_equal(lr, "lr", op)
        check_not_less_than_without_equal(eps, "eps", op)
        validator.check_float_range(rho, 0.0, 1.0, validator.INC_BOTH, "rho", op)
        check_not_less_than(weight_decay, "weight_decay", op)
        super().__init__(params, dict(lr=lr, rho=rho, eps=eps, weight_decay=weight_decay, maximize=maximize))
        self._slot("accum")
        self._slot("accum_update")
        self._fuse(_adadelta, hyper=("rho", "eps"))

    def construct(self, gradients: Any) -> bool:
        """Update the parameters with a tuple of gradients."""
        return self._update(gradients)
