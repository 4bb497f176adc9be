"""Losses of vectors that are to be near to or far from each other."""

from __future__ import annotations

from typing import Any

from mindshim import _checkparam, ops
from mindshim.common.tensor import Tensor
from mindshim.nn.loss.base import Functional, LossBase


class CosineEmbeddingLoss(Functional):
    """1 - cos for pairs that belong together, max(0, cos - margin) for others (mirrors `mindspore.nn.CosineEmbeddingLoss`).

    Args:
        margin: in [-1, 1]. Default: 0.0. reduction: 'none', 'mean' or 'sum'. Default: 'mean'.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 0.0]])
        >>> print(ms.nn.CosineEmbeddingLoss()(x, x, ms.Tensor([-1], ms.int32)))
        1.0
    """

    def __init__(self, margin: float = 0.0, reduction: str = "mean") -> None:
        super().__init__(reduction)
        name = "CosineEmbeddingLoss"
        _checkparam.check_value_type("margin", margin, [float], name)
        self.margin = _checkparam.check_float_range(margin, -1.0, 1.0, _checkparam.INC_BOTH, "margin", name)

    def construct(self, logits_x1: Tensor, logits_x2: Tensor, labels: Tensor) -> Tensor:
        self._check_tensors(logits_x1=logits_x1, logits_x2=logits_x2, labels=labels)
        if logits_x1.dtype != logits_x2.dtype:
            raise TypeError(f"For 'CosineEmbeddingLoss', the inputs must have one dtype, but got {logits_x1.dtype} and {logits_x2.dtype}.")
        return ops.cosine_embedding_loss(logits_x1, logits_x2, labels, self.margin, self.reduction)


class HingeEmbeddingLoss(Functional):
    """A distance where the label is 1, max(0, margin - distance) where it is -1 (mirrors `mindspore.nn.HingeEmbeddingLoss`).

    Args:
        margin: Default: 1.0. reduction: 'none', 'mean' or 'sum'. Default: 'mean'.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.HingeEmbeddingLoss()(ms.Tensor([0.5, 0.5]), ms.Tensor([1.0, -1.0])))
        0.5
    """

    def __init__(self, margin: Any = 1.0, reduction: str = "mean") -> None:
        super().__init__(reduction)
        self.margin = margin

    def construct(self, logits: Tensor, labels: Tensor) -> Tensor:
        return ops.hinge_embedding_loss(logits, labels, self.margin, self.reduction)


class MarginRankingLoss(Functional):
    """max(0, -target * (input1 - input2) + margin) (mirrors `mindspore.nn.MarginRankingLoss`).

    Args:
        margin: Default: 0.0. reduction: 'none', 'mean' or 'sum'. Default: 'mean'.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.MarginRankingLoss()(ms.Tensor([1.0]), ms.Tensor([3.0]), ms.Tensor([1.0])))
        2.0
    """

    def __init__(self, margin: float = 0.0, reduction: str = "mean") -> None:
        super().__init__(reduction)
        self.margin = margin

    def construct(self, input1: Tensor, input2: Tensor, target: Tensor) -> Tensor:
        self._check_tensors(input1=input1, input2=input2, target=target)
        return ops.margin_ranking_loss(input1, input2, target, self.margin, self.reduction)


class TripletMarginLoss(Functional):
    """max(0, d(x, positive) - d(x, negative) + margin) (mirrors `mindspore.nn.TripletMarginLoss`).

    Args:
        p: of the norm. Default: 2. swap: use the distance of positive and negative where it is smaller. Default: False.
        eps: added to differences. Default: 1e-6. reduction: 'none', 'mean' or 'sum'. Default: 'mean'. margin: Default: 1.0.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 0.0]])
        >>> print(ms.nn.TripletMarginLoss()(x, x, x))
        1.0
    """

    def __init__(self, p: int = 2, swap: bool = False, eps: float = 1e-6, reduction: str = "mean", margin: float = 1.0) -> None:
        super().__init__(reduction)
        name = "TripletMarginLoss"
        self.p = _checkparam.check_value_type("p", p, [int], name)
        self.swap = _checkparam.check_value_type("swap", swap, [bool], name)
        self.eps = _checkparam.check_value_type("eps", eps, [float], name)
        self.margin = margin

    def construct(self, x: Tensor, positive: Tensor, negative: Tensor, margin: Any = 1.0) -> Tensor:
        # What the call says goes before what the constructor was told, if it says anything.
        margin = self.margin if isinstance(margin, float) and margin == 1.0 else margin
        return ops.triplet_margin_loss(x, positive, negative, margin, self.p, self.eps, self.swap, self.reduction)


class TripletMarginWithDistanceLoss(LossBase):
    """max(0, d(x, positive) - d(x, negative) + margin) for a distance of one's own (mirrors `mindspore.nn.TripletMarginWithDistanceLoss`).

    Args:
        distance_function: gives, for two Tensors, the distance of each pair of rows. Default: None, the Euclidean one.
        swap: use the distance of positive and negative where it is smaller. Default: False.
        reduction: 'none', 'mean' or 'sum'. Default: 'mean'. margin: a float. Default: 1.0.

    Inputs:
        x, positive, negative: Tensors of shape (N, D).

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> loss = ms.nn.TripletMarginWithDistanceLoss(lambda a, b: (a - b).abs().sum(-1), margin=2.0)
        >>> x = ms.Tensor([[1.0, 0.0]])
        >>> print(loss(x, x, x + 0.5))
        1.0
    """

    def __init__(self, distance_function: Any = None, swap: bool = False, reduction: str = "mean", margin: float = 1.0) -> None:
        name = "TripletMarginWithDistanceLoss"
        if reduction not in ("mean", "sum", "none"):
            raise ValueError(f"For '{name}', the 'reduction' must be in ['mean', 'sum', 'none'], but got {reduction}.")
        super().__init__(reduction)
        if distance_function is not None and not callable(distance_function):
            raise TypeError(f"For '{name}', the 'distance_function' must be callable, but got {type(distance_function).__name__}.")
        self.distance_function: Any = distance_function or (lambda a, b: ops.norm(a - b, 2, 1))
        self.swap = _checkparam.check_bool(swap, "swap", name)
        self.margin = _checkparam.check_value_type("margin", margin, [float], name)

    def construct(self, x: Tensor, positive: Tensor, negative: Tensor) -> Tensor:
        for name, value in (("x", x), ("positive", positive), ("negative", negative)):
            if not isinstance(value, Tensor):
                raise TypeError(f"For '{self.cls_name}', the '{name}' must be a Tensor, but got {type(value).__name__}.")
        near, far = self.distance_function(x, positive), self.distance_function(x, negative)
        if self.swap:
            far = ops.minimum(far, self.distance_function(positive, negative))
        return self.get_loss(ops.relu(near - far + self.margin))
