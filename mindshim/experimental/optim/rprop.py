"""Rprop with parameter groups."""

from __future__ import annotations

from typing import Any

from mindshim import _checkparam as validator
from mindshim._core import dtypes as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.experimental.optim.optimizer import Optimizer, check_not_less_than_without_equal
from mindshim.nn.optim.rprop import _rprop


class Rprop(Optimizer):
    """Steps that depend on the gradients' signs alone (mirrors `mindspore.experimental.optim.Rprop`).

    Args:
        params: Parameters, or dicts of groups, see `Optimizer`.
        lr: the first step's size, greater than 0. Default: 0.01.
        etas: factors of a step when the sign changes, in (0, 1), and when it stays, above 1. Default: (0.5, 1.2).
        step_sizes: smallest and largest step. Default: (1e-6, 50).
        maximize: step along the gradient. Default: False.

    Raises:
        ValueError: for a number out of its range. TypeError: for one of another type.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.experimental import optim
        >>> w = ms.Parameter(ms.Tensor([1.0, 1.0]), name="w")
        >>> optim.Rprop([w], lr=0.1)((ms.Tensor([0.5, -3.0]),))
        True
        >>> print(w.asnumpy())
        [0.9 1.1]
    """

    def __init__(
        self,
        params: Any,
        lr: Any = 0.01,
        etas: Any = (0.5, 1.2),
        step_sizes: Any = (1e-06, 50),
        *,
        maximize: bool = False,
    ) -> None:
        op = type(self).__name__
        check_not_less_than_without_equal(lr, "lr", op)
        check_not_less_than_without_equal(etas[1], "etas[1]", op, 1.0)
        validator.check_float_range(etas[0], 0.0, 1.0, validator.INC_NEITHER, "etas[0]", op)
        super().__init__(params, dict(lr=lr, etas=etas, step_sizes=step_sizes, maximize=maximize))
        self._slot("prev")
        self._slot("step_size")
        self.step_t = Parameter(Tensor(0, mstype.int32), "step_t")
        self._fuse(_rprop, hyper=("etas", "step_sizes"), step=self.step_t)

    def construct(self, gradients: Any) -> bool:
        """Update the parameters with a tuple of gradients."""
        return self._update(gradients)
