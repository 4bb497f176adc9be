"""Losses of classes whose scores are to differ by a margin."""

from __future__ import annotations

from typing import Any

from mindshim import _checkparam, ops
from mindshim.common.tensor import Tensor
from mindshim.nn.loss.base import Functional
from mindshim.ops.nn.losses import multi_margin_loss


class SoftMarginLoss(Functional):
    """log(1 + exp(-target * input)), for targets 1 and -1 (mirrors `mindspore.nn.SoftMarginLoss`).

    Args:
        reduction: 'none', 'mean' or 'sum'. Default: 'mean'.

    Raises:
        ValueError: for another reduction, or shapes that differ. TypeError: for dtypes that are not floating.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.SoftMarginLoss()(ms.Tensor([[0.0]]), ms.Tensor([[1.0]])))
        0.6931472
    """

    _reduction_is_str = True

    def construct(self, logits: Tensor, labels: Tensor) -> Tensor:
        return ops.soft_margin_loss(logits, labels, self.reduction)


class MultiLabelSoftMarginLoss(Functional):
    """Cross entropy of independent labels, the mean over the classes (mirrors `mindspore.nn.MultiLabelSoftMarginLoss`).

    Args:
        weight: one number for each class. Default: None. reduction: 'none', 'mean' or 'sum'. Default: 'mean'.

    Raises:
        ValueError: for another reduction, or shapes that differ.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.MultiLabelSoftMarginLoss()(ms.Tensor([[0.0, 0.0]]), ms.Tensor([[1.0, 0.0]])))
        0.6931472
    """

    def __init__(self, weight: Tensor | None = None, reduction: str = "mean") -> None:
        super().__init__(reduction)
        self.weight = weight

    def construct(self, x: Tensor, target: Tensor) -> Tensor:
        return ops.multilabel_soft_margin_loss(x, target, self.weight, self.reduction)


class MultiMarginLoss(Functional):
    """The hinge loss of the wrong classes, the mean over the classes (mirrors `mindspore.nn.MultiMarginLoss`).

    Args:
        p: the power of each, 1 or 2. Default: 1. margin: Default: 1.0. reduction: 'none', 'mean' or 'sum'. Default: 'mean'.
        weight: one number for each class. Default: None.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.MultiMarginLoss()(ms.Tensor([[0.0, 1.0]]), ms.Tensor([0])))
        1.0
    """

    def __init__(self, p: int = 1, margin: float = 1.0, reduction: str = "mean", weight: Tensor | None = None) -> None:
        super().__init__(reduction)
        name = "MultiMarginLoss"
        _checkparam.check_value_type("p", p, [int], name)
        _checkparam.check_int(p, {1, 2}, _checkparam.IN, "p", name)
        self.p, self.margin = p, _checkparam.check_value_type("margin", margin, [float], name)
        if weight is not None:
            self._check_tensors(weight=weight)
        self.weight = weight

    def construct(self, x: Tensor, target: Tensor, weight: Tensor | None = None) -> Tensor:
        return multi_margin_loss(x, target, self.p, self.margin, self.weight if weight is None else weight, self.reduction)


class MultilabelMarginLoss(Functional):
    """The hinge loss of every wrong class against every right one (mirrors `mindspore.nn.MultilabelMarginLoss`).

    Args:
        reduction: 'none', 'mean' or 'sum'. Default: 'mean'.

    Raises:
        ValueError: for another reduction, or shapes that differ. TypeError: for other dtypes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.MultilabelMarginLoss()(ms.Tensor([[0.0, 1.0]]), ms.Tensor([[0, -1]], ms.int32)))
        1.0
    """

    def construct(self, x: Tensor, target: Tensor) -> Any:
        return ops.multilabel_margin_loss(x, target, self.reduction)
