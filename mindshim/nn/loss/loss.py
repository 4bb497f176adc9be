"""Loss Cells (mirrors `mindspore.nn.loss.loss`)."""

from __future__ import annotations

from typing import Any

from mindshim import _checkparam, ops
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.loss.base import Functional, LossBase
from mindshim.nn.loss.embeddings import CosineEmbeddingLoss as CosineEmbeddingLoss
from mindshim.nn.loss.embeddings import HingeEmbeddingLoss as HingeEmbeddingLoss
from mindshim.nn.loss.embeddings import MarginRankingLoss as MarginRankingLoss
from mindshim.nn.loss.embeddings import TripletMarginLoss as TripletMarginLoss
from mindshim.nn.loss.embeddings import TripletMarginWithDistanceLoss as TripletMarginWithDistanceLoss
from mindshim.nn.loss.margins import MultilabelMarginLoss as MultilabelMarginLoss
from mindshim.nn.loss.margins import MultiLabelSoftMarginLoss as MultiLabelSoftMarginLoss
from mindshim.nn.loss.margins import MultiMarginLoss as MultiMarginLoss
from mindshim.nn.loss.margins import SoftMarginLoss as SoftMarginLoss
from mindshim.nn.loss.overlap import DiceLoss as DiceLoss
from mindshim.nn.loss.overlap import FocalLoss as FocalLoss
from mindshim.nn.loss.overlap import MultiClassDiceLoss as MultiClassDiceLoss
from mindshim.nn.loss.sampled_softmax import SampledSoftmaxLoss as SampledSoftmaxLoss
from mindshim.nn.loss.sequence import CTCLoss as CTCLoss
from mindshim.ops.nn.cross_entropy import softmax_cross_entropy, sparse_rows
from mindshim.ops.nn.losses import poisson_nll_loss


class _Loss(LossBase):
    """The base of losses under its name of MindSpore 1.x, which programs still subclass."""


class MSELoss(LossBase):
    """The squared difference (mirrors `mindspore.nn.MSELoss`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.MSELoss()(ms.Tensor([1.0, 2.0]), ms.Tensor([1.0, 4.0])))
        2.0
    """

    def construct(self, logits: Tensor, labels: Tensor) -> Tensor:
        self._check_tensors(logits=logits, labels=labels)
        return self.get_loss(ops.square(logits - labels))


class MAELoss(LossBase):
    """The absolute difference (mirrors `mindspore.nn.MAELoss`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.MAELoss()(ms.Tensor([1.0, 2.0]), ms.Tensor([1.0, 4.0])))
        1.0
    """

    def construct(self, logits: Tensor, label: Tensor) -> Tensor:
        self._check_tensors(logits=logits, label=label)
        return self.get_loss(ops.abs(logits - label))


class RMSELoss(LossBase):
    """The root of the mean squared difference (mirrors `mindspore.nn.RMSELoss`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.RMSELoss()(ms.Tensor([1.0, 2.0]), ms.Tensor([3.0, 4.0])))
        2.0
    """

    def __init__(self) -> None:
        super().__init__()
        self.MSELoss = MSELoss()

    def construct(self, logits: Tensor, label: Tensor) -> Tensor:
        return ops.sqrt(self.MSELoss(logits, label))


class SoftmaxCrossEntropyWithLogits(LossBase):
    """Softmax and cross entropy (mirrors `mindspore.nn.SoftmaxCrossEntropyWithLogits`).

    Args:
        sparse: labels are class indices instead of probabilities. reduction: 'none', 'mean' or 'sum'.

    Examples:
        >>> import mindshim as ms
        >>> loss = ms.nn.SoftmaxCrossEntropyWithLogits(sparse=True, reduction="mean")
        >>> print(loss(ms.Tensor([[0.0, 0.0]]), ms.Tensor([1], ms.int32)))
        0.6931472
    """

    def __init__(self, sparse: bool = False, reduction: str = "none") -> None:
        super().__init__(reduction)
        if not isinstance(sparse, bool):
            raise TypeError(f"For '{self.cls_name}', the 'sparse' must be bool, but got {type(sparse).__name__}.")
        self.sparse, self.reduction = sparse, reduction

    def construct(self, logits: Tensor, labels: Tensor) -> Tensor:
        for name, value in (("logits", logits), ("labels", labels)):
            if not isinstance(value, Tensor):
                raise TypeError(f"For '{self.cls_name}', the '{name}' must be a Tensor, but got {type(value).__name__}.")
        rows = sparse_rows(logits, labels) if self.sparse else softmax_cross_entropy(logits, labels)[0]
        return self.get_loss(rows)


class CrossEntropyLoss(Functional):
    """Cross entropy between logits and class indices or probabilities (mirrors `mindspore.nn.CrossEntropyLoss`).

    Args:
        weight: one number for each class. ignore_index: a class that does not count. reduction: 'none', 'mean', 'sum'.
        label_smoothing: in [0, 1].

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.CrossEntropyLoss()(ms.Tensor([[0.0, 0.0]]), ms.Tensor([1], ms.int32)))
        0.6931472
    """

    def __init__(
        self, weight: Any = None, ignore_index: int = -100, reduction: str = "mean", label_smoothing: float = 0.0
    ) -> None:
        super().__init__(reduction)
        self.weight, self.ignore_index, self.label_smoothing = weight, ignore_index, label_smoothing

    def construct(self, logits: Tensor, labels: Tensor) -> Tensor:
        return ops.cross_entropy(logits, labels, self.weight, self.ignore_index, self.reduction, self.label_smoothing)


class NLLLoss(Functional):
    """Negative log likelihood of class indices (mirrors `mindspore.nn.NLLLoss`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.NLLLoss()(ms.Tensor([[-1.0, -2.0]]), ms.Tensor([1], ms.int32)))
        2.0
    """

    def __init__(self, weight: Any = None, ignore_index: int = -100, reduction: str = "mean") -> None:
        super().__init__(reduction)
        self.weight, self.ignore_index = weight, ignore_index

    def construct(self, logits: Tensor, labels: Tensor) -> Tensor:
        return ops.nll_loss(logits, labels, self.weight, self.ignore_index, self.reduction)


class L1Loss(Functional):
    """The absolute difference (mirrors `mindspore.nn.L1Loss`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.L1Loss()(ms.Tensor([1.0, 2.0]), ms.Tensor([1.0, 4.0])))
        1.0
    """

    def construct(self, logits: Tensor, labels: Tensor) -> Tensor:
        return ops.l1_loss(logits, labels, self.reduction)


class SmoothL1Loss(Functional):
    """Squared below `beta`, absolute above (mirrors `mindspore.nn.SmoothL1Loss`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.SmoothL1Loss()(ms.Tensor([1.0]), ms.Tensor([3.0])))
        [1.5]
    """

    def __init__(self, beta: float = 1.0, reduction: str = "none") -> None:
        super().__init__(reduction)
        self.beta = beta

    def construct(self, logits: Tensor, labels: Tensor) -> Tensor:
        return ops.smooth_l1_loss(logits, labels, self.beta, self.reduction)


class HuberLoss(Functional):
    """Squared below `delta`, linear above (mirrors `mindspore.nn.HuberLoss`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.HuberLoss()(ms.Tensor([1.0]), ms.Tensor([3.0])))
        1.5
    """

    def __init__(self, reduction: str = "mean", delta: float = 1.0) -> None:
        super().__init__(reduction)
        self.delta = delta

    def construct(self, logits: Tensor, labels: Tensor) -> Tensor:
        return ops.huber_loss(logits, labels, self.reduction, self.delta)


class PoissonNLLLoss(Functional):
    """Negative log likelihood of counts under a Poisson distribution (mirrors `mindspore.nn.PoissonNLLLoss`).

    Args:
        log_input: whether the input is the logarithm of the rate. full: add Stirling's approximation of log(target!).
        eps: added to the rate before its logarithm. reduction: 'none', 'mean' or 'sum'.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.PoissonNLLLoss()(ms.Tensor([0.0, 0.0]), ms.Tensor([1.0, 2.0])))
        1.0
    """

    def __init__(self, log_input: bool = True, full: bool = False, eps: float = 1e-08, reduction: str = "mean") -> None:
        super().__init__(reduction)
        self.log_input, self.full, self.eps = log_input, full, eps

    def construct(self, input: Tensor, target: Tensor) -> Tensor:
        return poisson_nll_loss(input, target, self.log_input, self.full, self.eps, self.reduction)


class GaussianNLLLoss(Functional):
    """Negative log likelihood under normal distributions (mirrors `mindspore.nn.GaussianNLLLoss`).

    Args:
        full: add the constant term. Default: False. eps: the least variance. Default: 1e-6. reduction: 'none', 'mean' or 'sum'.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.GaussianNLLLoss()(ms.Tensor([1.0]), ms.Tensor([3.0]), ms.Tensor([1.0])))
        2.0
    """

    def __init__(self, *, full: bool = False, eps: float = 1e-6, reduction: str = "mean") -> None:
        super().__init__(reduction)
        self.full = _checkparam.check_value_type("full", full, [bool], "GaussianNLLLoss")
        self.eps = _checkparam.check_positive_float(eps, "eps", "GaussianNLLLoss")

    def construct(self, logits: Tensor, labels: Tensor, var: Tensor) -> Tensor:
        return ops.gaussian_nll_loss(logits, labels, var, self.full, self.eps, self.reduction)


class BCELoss(Functional):
    """Cross entropy of probabilities and independent labels (mirrors `mindspore.nn.BCELoss`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.BCELoss()(ms.Tensor([0.5]), ms.Tensor([1.0])))
        0.6931472
    """

    def __init__(self, weight: Any = None, reduction: str = "mean") -> None:
        super().__init__(reduction)
        self.weight = weight

    def construct(self, logits: Tensor, labels: Tensor) -> Tensor:
        return ops.binary_cross_entropy(logits, labels, self.weight, self.reduction)


class BCEWithLogitsLoss(Functional):
    """Sigmoid and binary cross entropy in one (mirrors `mindspore.nn.BCEWithLogitsLoss`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.BCEWithLogitsLoss()(ms.Tensor([0.0]), ms.Tensor([1.0])))
        0.6931472
    """

    _reduction_is_str = True

    def __init__(self, reduction: str = "mean", weight: Any = None, pos_weight: Any = None) -> None:
        super().__init__(reduction)
        self.weight, self.pos_weight = weight, pos_weight

    def construct(self, input: Tensor, target: Tensor) -> Tensor:
        return ops.binary_cross_entropy_with_logits(input, target, self.weight, self.pos_weight, self.reduction)


class KLDivLoss(Functional):
    """The Kullback-Leibler divergence (mirrors `mindspore.nn.KLDivLoss`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.KLDivLoss('sum')(ms.Tensor([-1.0]), ms.Tensor([1.0])))
        1.0
    """

    def __init__(self, reduction: str = "mean") -> None:
        Cell.__init__(self)
        self.reduction, self.average, self.reduce = reduction, reduction != "sum", reduction != "none"

    def construct(self, logits: Tensor, labels: Tensor) -> Tensor:
        self._check_tensors(logits=logits, labels=labels)
        if logits.dtype != labels.dtype:
            raise TypeError(f"For 'KLDivLoss', 'logits' and 'labels' must have one dtype, but got {logits.dtype} and {labels.dtype}.")
        if logits.shape != labels.shape:
            raise ValueError(f"For 'KLDivLoss', 'logits' and 'labels' must have one shape, but got {logits.shape} and {labels.shape}.")
        return ops.kl_div(logits, labels, self.reduction)
