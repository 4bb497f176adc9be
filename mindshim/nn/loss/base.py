"""What losses share: a reduction."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell


class LossBase(Cell):
    """Base class of losses: `get_loss` weighs and reduces (mirrors `mindspore.nn.LossBase`).

    Args:
        reduction: 'none', 'mean' or 'sum'.

    Raises:
        ValueError: for another reduction.

    Examples:
        >>> import mindshim as ms
        >>> class Absolute(ms.nn.LossBase):
        ...     def construct(self, logits, labels):
        ...         return self.get_loss(ms.ops.abs(logits - labels))
        >>> print(Absolute()(ms.Tensor([1.0, 2.0]), ms.Tensor([1.0, 4.0])))
        1.0
    """

    # Whether MindSpore looks for a str before it looks for the value.
    _reduction_is_str = False

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__()
        if not isinstance(reduction, str) and self._reduction_is_str:
            raise TypeError(f"For '{self.cls_name}', the type of 'reduction' must be str, but got {type(reduction).__name__}.")
        if reduction not in ("mean", "sum", "none"):
            raise ValueError(f"For '{self.cls_name}', the 'reduction' must be in ['mean', 'sum', 'none'], but got {reduction}.")
        self.average = reduction != "sum"
        self.reduce = reduction != "none"

    def get_axis(self, x: Tensor) -> tuple[int, ...]:
        """All axes of `x`.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> nn.LossBase().get_axis(ms.ops.ones((2, 3)))
            (0, 1)
        """
        return tuple(range(x.ndim))

    def get_loss(self, x: Tensor, weights: Any = 1.0) -> Tensor:
        """`x` times `weights`, reduced.

        Examples:
            >>> import mindshim as ms
            >>> from mindshim import nn
            >>> print(nn.LossBase("mean").get_loss(ms.Tensor([1.0, 3.0])))
            2.0
        """
        dtype = x.dtype
        weighed = ops.mul(weights, x)
        if self.reduce:
            weighed = weighed.mean() if self.average else weighed.sum()
        return weighed.astype(dtype)

    def _check_tensors(self, **given: Any) -> None:
        """TypeError unless all are Tensors."""
        for name, value in given.items():
            if not isinstance(value, Tensor):
                raise TypeError(f"For '{self.cls_name}', the '{name}' must be a Tensor, but got '{type(value).__name__}'.")

    def construct(self, logits: Tensor, labels: Tensor) -> Tensor:
        raise NotImplementedError(f"For '{self.cls_name}', the method 'construct' must be defined by the subclass.")


class Functional(LossBase):
    """A loss that an operator computes and reduces."""

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__(reduction)
        self.reduction = reduction
