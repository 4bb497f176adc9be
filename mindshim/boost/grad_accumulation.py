"""Gradients added up over several steps before the optimizer takes them."""

from __future__ import annotations

from typing import Any

from mindshim.common import dtype as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.ops.composite.multitype import HyperMap, MultitypeFuncGraph

gradient_accumulation_op = MultitypeFuncGraph("gradient_accumulation_op")
gradient_clear_op = MultitypeFuncGraph("gradient_clear_op")


@gradient_accumulation_op.register("Int64", "Tensor", "Tensor")
def cumulative_grad_process(accumulation_step: int, cumulative_grad: Any, grad: Any) -> Any:
    """Add a share of `grad` to `cumulative_grad`."""
    from mindshim import ops

    ops.assign_add(cumulative_grad, grad / accumulation_step)
    return cumulative_grad


@gradient_clear_op.register("Tensor")
def clear_grad(cumulative_grad: Any) -> Any:
    """Set to zero."""
    from mindshim import ops

    return ops.assign(cumulative_grad, ops.zeros_like(cumulative_grad))


class GradientAccumulation(Cell):
    """The optimizer's step every so many calls, with the mean of the gradients (mirrors `mindspore.boost.GradientAccumulation`).

    Args:
        max_accumulation_step: after how many calls. optimizer: the optimizer.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(1, 1, weight_init="ones", has_bias=False)
        >>> accumulate = ms.boost.GradientAccumulation(2, ms.nn.SGD(net.trainable_params(), 1.0))
        >>> for value in (0.2, 0.4):
        ...     _ = accumulate(ms.Tensor(0.0), (ms.Tensor([[value]]),))
        ...     print(net.weight.asnumpy().round(4))
        [[1.]]
        [[0.7]]
    """

    def __init__(self, max_accumulation_step: int, optimizer: Any) -> None:
        super().__init__()
        self._max_accumulation_step = max_accumulation_step
        self.optimizer = optimizer
        self.weights = optimizer.parameters
        self.hyper_map = HyperMap()
        self._grad_accumulation = self.weights.clone(prefix="grad_accumulation", init="zeros")
        self._accumulation_step = Parameter(Tensor(0, dtype=mstype.int32), name="accumulation_step")

    def construct(self, loss: Tensor, grads: tuple[Tensor, ...]) -> Tensor:
        from mindshim import ops

        self.hyper_map(ops.partial(gradient_accumulation_op, self._max_accumulation_step), self._grad_accumulation, grads)
        ops.assign_add(self._accumulation_step, Tensor(1, mstype.int32))
        if self._accumulation_step >= self._max_accumulation_step:
            self.optimizer(self._grad_accumulation)
            ops.assign(self._accumulation_step, Tensor(0, mstype.int32))
            self.hyper_map(gradient_clear_op, self._grad_accumulation)
        return loss
