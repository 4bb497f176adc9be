"""Softmax over some classes of many."""

from __future__ import annotations

from typing import Any

from mindshim import _checkparam, ops
from mindshim.common import dtype as mstype
from mindshim.common.tensor import Tensor
from mindshim.nn.loss.base import LossBase
from mindshim.ops.nn.cross_entropy import softmax_cross_entropy


class SampledSoftmaxLoss(LossBase):
    """Cross entropy against a sample of the wrong classes (mirrors `mindspore.nn.SampledSoftmaxLoss`).

    Args:
        num_sampled: how many classes are drawn. num_classes: how many there are. num_true: right classes of each row.
            Default: 1.
        sampled_values: drawn classes of shape (num_sampled,), and the expected counts of the right (N, num_true) and the
            drawn ones, as `ops.UniformCandidateSampler` gives them. Default: None: that draws at each call.
        remove_accidental_hits: leave right classes out of what is drawn. Default: True. seed: of the drawing. Default: 0.
        reduction: checked, but as in MindSpore the result always has one number for each row. Default: 'none'.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> drawn = (ms.Tensor([1, 2], ms.int32), ms.Tensor([[1.0]]), ms.Tensor([1.0, 1.0]))
        >>> loss = ms.nn.SampledSoftmaxLoss(num_sampled=2, num_classes=3, sampled_values=drawn)
        >>> print(loss(ms.ops.zeros((3, 2)), ms.ops.zeros(3), ms.Tensor([[0]], ms.int32), ms.ops.zeros((1, 2))))
        [1.0986123]
    """

    def __init__(
        self,
        num_sampled: int,
        num_classes: int,
        num_true: int = 1,
        sampled_values: Any = None,
        remove_accidental_hits: bool = True,
        seed: int = 0,
        reduction: str = "none",
    ) -> None:
        super().__init__(reduction)
        name = "SampledSoftmaxLoss"
        for what, value in (("num_sampled", num_sampled), ("num_classes", num_classes), ("num_true", num_true), ("seed", seed)):
            _checkparam.check_value_type(what, value, [int], name)
        _checkparam.check_value_type("remove_accidental_hits", remove_accidental_hits, [bool], name)
        for what, value in (("num_sampled", num_sampled), ("num_true", num_true)):
            if value < 1:
                raise ValueError(f"For '{name}', the '{what}' must be greater than or equal to 1, but got {value}.")
            if value > num_classes:
                raise ValueError(
                    f"For '{name}', the '{what}' must be smaller than or equal to 'num_classes', but got '{what}': {value} "
                    f"and 'num_classes': {num_classes}."
                )
        if sampled_values is not None:
            if not isinstance(sampled_values, (list, tuple)):
                raise TypeError(
                    f"For '{name}', the type of 'sampled_values' must be a list or tuple, but got {type(sampled_values).__name__}."
                )
            if len(sampled_values) != 3:
                raise ValueError(f"For '{name}', the length of 'sampled_values' must be equal to 3, but got {len(sampled_values)}.")
        self.num_sampled, self.num_classes, self.num_true = num_sampled, num_classes, num_true
        self.sampled_values = sampled_values
        self.sampler = ops.UniformCandidateSampler(
            num_true, num_sampled, True, num_classes, seed=seed, remove_accidental_hits=remove_accidental_hits
        )

    def construct(self, weights: Tensor, biases: Tensor, labels: Tensor, logits: Tensor) -> Tensor:
        self._check_tensors(weights=weights, biases=biases, labels=labels, logits=logits)
        if labels.dtype not in (mstype.int32, mstype.int64):
            raise TypeError(
                "For 'SampledSoftmaxLoss', the 'labels' should be one of [mindspore.int32, mindspore.int64], "
                f"but got '{labels.dtype!r}'."
            )
        if weights.ndim != 2 or logits.ndim != 2 or weights.shape[1] != logits.shape[1]:
            raise ValueError(
                "For 'SampledSoftmaxLoss', the 'weights' and 'logits' must have shapes (classes, dim) and (N, dim), "
                f"but got {weights.shape} and {logits.shape}."
            )
        rows = logits.shape[0]
        if labels.size != rows * self.num_true:
            raise ValueError(
                f"For 'SampledSoftmaxLoss', the 'labels' must have shape ({rows}, {self.num_true}), but got {labels.shape}."
            )
        labels = labels.reshape(rows, self.num_true).astype(mstype.int32)
        drawn, true_count, drawn_count = self.sampled_values if self.sampled_values is not None else self.sampler(labels)
        right = (logits.expand_dims(1) * weights[labels]).sum(-1) + biases[labels] - ops.log(true_count)
        wrong = ops.matmul(logits, weights[drawn].T) + biases[drawn] - ops.log(drawn_count)
        share = ops.concat([ops.ones_like(right) / self.num_true, ops.zeros_like(wrong)], 1)
        return softmax_cross_entropy(ops.concat([right, wrong], 1), share)[0]
