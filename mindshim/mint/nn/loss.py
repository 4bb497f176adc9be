"""Losses (mirrors those of `mindspore.mint.nn`): each applies the function of `mint.nn.functional` of its name."""

from __future__ import annotations

from typing import Any

from mindshim import nn
from mindshim.common.tensor import Tensor
from mindshim.mint.nn import functional as F
from mindshim.nn.cell import Cell


class CrossEntropyLoss(Cell):
    """Cross entropy of logits and class numbers or probabilities (mirrors `mindspore.mint.nn.CrossEntropyLoss`).

    Args:
        weight: of the classes. ignore_index: a class that does not count. reduction: 'mean', 'sum' or 'none'.
        label_smoothing: how much of a label is spread over all classes, 0 to 1.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.CrossEntropyLoss()(ms.Tensor([[0.0, 0.0]]), ms.Tensor([1])))
        0.6931472
    """

    def __init__(
        self, weight: Tensor | None = None, ignore_index: int = -100, reduction: str = "mean", label_smoothing: float = 0.0
    ) -> None:
        super().__init__()
        self.weight, self.ignore_index, self.reduction, self.label_smoothing = weight, ignore_index, reduction, label_smoothing

    def construct(self, input: Tensor, target: Tensor) -> Tensor:
        return F.cross_entropy(input, target, self.weight, self.ignore_index, self.reduction, self.label_smoothing)


class NLLLoss(Cell):
    """Minus the log-probability of the right class (mirrors `mindspore.mint.nn.NLLLoss`).

    Args:
        weight: of the classes. ignore_index: a class that does not count. reduction: 'mean', 'sum' or 'none'.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.NLLLoss()(ms.Tensor([[-0.5, -1.5]]), ms.Tensor([1])))
        1.5
    """

    def __init__(self, weight: Tensor | None = None, ignore_index: int = -100, reduction: str = "mean") -> None:
        super().__init__()
        self.weight, self.ignore_index, self.reduction = weight, ignore_index, reduction

    def construct(self, input: Tensor, target: Tensor) -> Tensor:
        return F.nll_loss(input, target, self.weight, self.ignore_index, self.reduction)


class MSELoss(Cell):
    """Squared differences (mirrors `mindspore.mint.nn.MSELoss`).

    Args:
        reduction: 'mean', 'sum' or 'none'.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.MSELoss()(ms.Tensor([1.0, 3.0]), ms.Tensor([0.0, 0.0])))
        5.0
    """

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__()
        self.reduction = reduction

    def construct(self, input: Tensor, target: Tensor) -> Tensor:
        return F.mse_loss(input, target, self.reduction)


class L1LossExt(Cell):
    """Absolute differences (mirrors `mindspore.mint.nn.L1Loss`).

    Args:
        reduction: 'mean', 'sum' or 'none'.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.L1Loss()(ms.Tensor([1.0, 3.0]), ms.Tensor([0.0, 0.0])))
        2.0
    """

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__()
        self.reduction = reduction

    def construct(self, logits: Tensor, labels: Tensor) -> Tensor:
        return F.l1_loss(logits, labels, self.reduction)


class SmoothL1Loss(Cell):
    """Squares of small differences, magnitudes of large ones (mirrors `mindspore.mint.nn.SmoothL1Loss`).

    Args:
        reduction: 'mean', 'sum' or 'none'. beta: where the one becomes the other.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.SmoothL1Loss()(ms.Tensor([0.5, 3.0]), ms.Tensor([0.0, 0.0])))
        1.3125
    """

    def __init__(self, reduction: str = "mean", beta: float = 1.0) -> None:
        super().__init__()
        self.reduction, self.beta = reduction, beta

    def construct(self, input: Tensor, target: Tensor) -> Tensor:
        return F.smooth_l1_loss(input, target, self.reduction, self.beta)


class BCEWithLogitsLoss(Cell):
    """Binary cross entropy of logits (mirrors `mindspore.mint.nn.BCEWithLogitsLoss`).

    Args:
        weight: of the elements. reduction: 'mean', 'sum' or 'none'. pos_weight: of positive labels.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.BCEWithLogitsLoss()(ms.Tensor([0.0]), ms.Tensor([1.0])))
        0.6931472
    """

    def __init__(self, weight: Tensor | None = None, reduction: str = "mean", pos_weight: Tensor | None = None) -> None:
        super().__init__()
        self.weight, self.reduction, self.pos_weight = weight, reduction, pos_weight

    def construct(self, input: Tensor, target: Tensor) -> Tensor:
        return F.binary_cross_entropy_with_logits(input, target, self.weight, self.reduction, self.pos_weight)


class KLDivLoss(Cell):
    """Divergence of a distribution, given by its logarithms, from the target (mirrors `mindspore.mint.nn.KLDivLoss`).

    Args:
        reduction: 'mean', 'batchmean', 'sum' or 'none'. log_target: the target is given by its logarithms too.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.KLDivLoss(reduction="sum")(ms.Tensor([0.0]), ms.Tensor([1.0])))
        0.0
    """

    def __init__(self, reduction: str = "mean", log_target: bool = False) -> None:
        super().__init__()
        self.reduction, self.log_target = reduction, log_target

    def construct(self, input: Tensor, target: Tensor) -> Any:
        return F.kl_div(input, target, self.reduction, self.log_target)


class BCELoss(Cell):
    """Binary cross entropy of probabilities (mirrors `mindspore.mint.nn.BCELoss`).

    Args:
        weight: of the elements. reduction: 'mean', 'sum' or 'none'.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.BCELoss()(ms.Tensor([0.5]), ms.Tensor([1.0])))
        0.6931472
    """

    def __init__(self, weight: Tensor | None = None, reduction: str = "mean") -> None:
        super().__init__()
        # A Cell within, which repr shows.
        self.bce_loss = nn.BCELoss(weight, reduction)

    def construct(self, input: Tensor, target: Tensor) -> Tensor:
        return self.bce_loss(input, target)


class CosineEmbeddingLoss(Cell):
    """How far vectors are from the angle wanted (mirrors `mindspore.mint.nn.CosineEmbeddingLoss`).

    `1 - cos(input1, input2)` where `target` is 1, `max(0, cos(input1, input2) - margin)` where it is -1.

    Args:
        margin: a cosine that is small enough. reduction: 'mean', 'sum' or 'none'.

    Raises:
        ValueError: for another reduction, or shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> x, y = ms.Tensor([[1.0, 0.0], [1.0, 0.0]]), ms.Tensor([[0.0, 1.0], [1.0, 0.0]])
        >>> print(ms.mint.nn.CosineEmbeddingLoss(reduction="none")(x, y, ms.Tensor([1, -1])))
        [1. 1.]
    """

    def __init__(self, margin: float = 0.0, reduction: str = "mean") -> None:
        super().__init__()
        self.margin, self.reduction = margin, reduction

    def construct(self, input1: Tensor, input2: Tensor, target: Tensor) -> Tensor:
        return F.cosine_embedding_loss(input1, input2, target, self.margin, self.reduction)
