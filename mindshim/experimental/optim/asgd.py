"""Averaged stochastic gradient descent with parameter groups."""

from __future__ import annotations

from typing import Any

from mindshim._core import dtypes as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.experimental.optim.optimizer import Optimizer, check_not_less_than, check_not_less_than_without_equal
from mindshim.nn.optim.asgd import _asgd


class ASGD(Optimizer):
    """Averaged stochastic gradient descent (mirrors `mindspore.experimental.optim.ASGD`).

    The averages are in `ax`; the parameters themselves take plain steps at a falling rate.

    Args:
        params: Parameters, or dicts of groups, see `Optimizer`.
        lr: learning rate, greater than 0. Default: 0.01.
        lambd: decay term, a float. Default: 1e-4.
        alpha: power with which the rate falls, a float. Default: 0.75.
        t0: the step at which averaging begins, a float. Default: 1e6.
        weight_decay: L2 coefficient, added to the gradient. Default: 0.0.
        maximize: step along the gradient. Default: False.

    Raises:
        ValueError: for a number out of its range. TypeError: for one of another type.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> w = ms.Parameter(ms.Tensor([1.0]), name="w")
        >>> optim.ASGD([w], lr=0.1)((ms.Tensor([0.5]),))
        True
        >>> print(w.asnumpy())
        [0.94999]
    """

    def __init__(
        self,
        params: Any,
        lr: Any = 0.01,
        lambd: float = 0.0001,
        alpha: float = 0.75,
        t0: float = 1000000.0,
        weight_decay: float = 0.0,
        maximize: bool = False,
    ) -> None:
        op = type(self).__name__
        check_not_less_than_without_equal(lr, "lr", op)
        check_not_less_than(weight_decay, "weight_decay", op)
        for name, value in (("lambd", lambd), ("alpha", alpha), ("t0", t0)):
            if not isinstance(value, float):
                raise TypeError(f"For '{op}', the type of {name} must be float, but got {type(value)}.")
        super().__init__(
            params, dict(lr=lr, lambd=lambd, alpha=alpha, t0=t0, weight_decay=weight_decay, maximize=maximize)
        )
        self._slot("eta", 0.0, single=True)
        self._slot("mu", 1.0, single=True)
        self._slot("ax")
        self.step_t = Parameter(Tensor(0, mstype.int32), "step_t")
        self._fuse(_asgd, hyper=("lambd", "alpha", "t0"), step=self.step_t)

    def construct(self, gradients: Any) -> bool:
        """Update the parameters with a tuple of gradients."""
        return self._update(gradients)
