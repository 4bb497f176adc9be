"""Losses of segmentation: how little a prediction overlaps with the truth, and what is hard to tell."""

from __future__ import annotations

from typing import Any

from mindshim import _checkparam
from mindshim.common import dtype as mstype
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer.activation import LogSoftmax, get_activation
from mindshim.nn.loss.base import LossBase
from mindshim.ops.nn.overlap_losses import dice_loss, focal_loss

_ACTIVATIONS = ["softmax", "logsoftmax", "relu", "relu6", "tanh", "sigmoid"]


class DiceLoss(LossBase):
    """1 - 2 |A B| / (|A|² + |B|²) (mirrors `mindspore.nn.DiceLoss`).

    Args:
        smooth: added to the denominator, greater than 0. Default: 1e-5.

    Raises:
        TypeError, ValueError: for another `smooth`, or shapes that differ.

    Examples:
        >>> import mindshim as ms
        >>> print(round(float(ms.nn.DiceLoss()(ms.Tensor([[1.0, 0.0]]), ms.Tensor([[1.0, 1.0]]))), 4))
        0.3333
    """

    def __init__(self, smooth: float = 1e-5) -> None:
        super().__init__()
        self.smooth = _checkparam.check_positive_float(smooth, "smooth")

    def construct(self, logits: Tensor, label: Tensor) -> Tensor:
        self._check_tensors(logits=logits, label=label)
        _check_shapes("DiceLoss", logits, label)
        return dice_loss(logits, label, self.smooth)


class MultiClassDiceLoss(LossBase):
    """The mean over the classes of their Dice losses (mirrors `mindspore.nn.MultiClassDiceLoss`).

    Args:
        weights: of the classes, shape (C, dim); the result then has shape (dim,). Default: None.
        ignore_indiex: a class that does not count. Default: None.
        activation: of the logits, 'softmax', 'logsoftmax', 'relu', 'relu6', 'tanh', 'sigmoid', a Cell, or None. As in
            MindSpore softmax is over the last axis. Default: 'softmax'.

    Raises:
        TypeError, ValueError: for other arguments, or shapes that differ or have less than two axes.

    Examples:
        >>> import mindshim as ms
        >>> loss = ms.nn.MultiClassDiceLoss(activation=None)
        >>> print(round(float(loss(ms.Tensor([[1.0, 0.0]]), ms.Tensor([[1.0, 1.0]]))), 4))
        0.5
    """

    def __init__(self, weights: Tensor | None = None, ignore_indiex: int | None = None, activation: Any = "softmax") -> None:
        super().__init__()
        name = "MultiClassDiceLoss"
        self.binarydiceloss = DiceLoss(smooth=1e-5)
        self.weights = weights if weights is None else _checkparam.check_value_type("weights", weights, [Tensor])
        if weights is not None and weights.ndim != 2:
            raise ValueError(f"For '{name}', the dimension of 'weights' must be 2, but got {weights.ndim}.")
        if ignore_indiex is not None:
            _checkparam.check_value_type("ignore_indiex", ignore_indiex, [int])
        self.ignore_indiex = ignore_indiex
        if isinstance(activation, str) and activation not in _ACTIVATIONS:
            raise ValueError(f"For '{name}', the 'activation' must be in {_ACTIVATIONS}, but got {activation}.")
        if isinstance(activation, str):
            activation = get_activation(activation)
        if activation is not None and not isinstance(activation, Cell):
            raise TypeError(f"For '{name}', the 'activation' must be str or Cell, but got {type(activation)}.")
        self.activation = activation

    def construct(self, logits: Tensor, label: Tensor) -> Tensor:
        self._check_tensors(logits=logits, label=label)
        _check_shapes("MultiClassDiceLoss", logits, label)
        if logits.ndim < 2:
            raise ValueError(f"For 'MultiClassDiceLoss', the 'logits' dimension must be greater than 1, but got {logits.ndim}.")
        if self.activation is not None:
            logits = self.activation(logits)
        total: Any = 0
        for c in range(label.shape[1]):
            if c != self.ignore_indiex:
                loss = self.binarydiceloss(logits[:, c], label[:, c])
                total = total + (loss if self.weights is None else loss * self.weights[c])
        return total / label.shape[1]


class FocalLoss(LossBase):
    """Cross entropy that counts less what is told well already (mirrors `mindspore.nn.FocalLoss`).

    `-(1 - p)^gamma log p` of the right class, the mean over the places of each sample.

    Args:
        weight: one number for each class. Default: None. gamma: Default: 2.0.
        reduction: 'none', 'mean' or 'sum'. Default: 'mean'.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> loss = ms.nn.FocalLoss()(ms.Tensor([[0.0, 0.0]]), ms.Tensor([[1]], ms.int32))
        >>> print(round(float(loss), 4))
        0.1733
    """

    def __init__(self, weight: Tensor | None = None, gamma: float = 2.0, reduction: str = "mean") -> None:
        super().__init__(reduction)
        self.gamma = _checkparam.check_value_type("gamma", gamma, [float])
        if weight is not None and not isinstance(weight, Tensor):
            raise TypeError(f"For 'FocalLoss', the type of 'weight' must be a Tensor, but got {type(weight).__name__}.")
        if weight is not None and weight.ndim != 1:
            raise ValueError(f"For 'FocalLoss', the dimension of 'weight' must be 1, but got {weight.ndim}.")
        self.weight = weight
        self.logsoftmax = LogSoftmax(1)

    def construct(self, logits: Tensor, labels: Tensor) -> Tensor:
        self._check_tensors(logits=logits, labels=labels)
        for name, value in (("logits", logits), ("labels", labels)):
            if not 2 <= value.ndim <= 4:
                raise ValueError(
                    f"For 'FocalLoss', the dimensions of '{name}' must be in [2, 4], but got dimension of '{name}' {value.ndim}."
                )
        if logits.ndim != labels.ndim:
            raise ValueError(
                "For 'FocalLoss', the dimensions of 'logits' and 'labels' must be equal, but got dimension of 'logits' "
                f"{logits.ndim} and dimension of 'labels' {labels.ndim}."
            )
        return self.get_loss(focal_loss(logits, labels, self.weight, self.gamma).astype(mstype.float32))


def _check_shapes(name: str, logits: Tensor, label: Tensor) -> None:
    if logits.shape != label.shape:
        raise ValueError(f"For '{name}', the 'logits_shape' should be = label_shape: {label.shape}, but got {logits.shape}.")


