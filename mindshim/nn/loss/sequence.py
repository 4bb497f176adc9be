"""The loss of a sequence that is not aligned with its labels."""

from __future__ import annotations

from mindshim import ops
from mindshim.common.tensor import Tensor
from mindshim.nn.loss.base import Functional


class CTCLoss(Functional):
    """Connectionist temporal classification (mirrors `mindspore.nn.CTCLoss`).

    Args:
        blank: the label between labels. Default: 0. reduction: 'none', 'mean' or 'sum'. Default: 'mean'.
        zero_infinity: count impossible alignments as zero. Default: False.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> log_probs = ms.ops.log_softmax(ms.ops.zeros((3, 1, 2), ms.float32), -1)
        >>> loss = ms.nn.CTCLoss()(log_probs, ms.Tensor([[1]], ms.int32), ms.Tensor([3], ms.int32), ms.Tensor([1], ms.int32))
        >>> print(round(float(loss), 4))
        0.2877
    """

    def __init__(self, blank: int = 0, reduction: str = "mean", zero_infinity: bool = False) -> None:
        super().__init__(reduction)
        self.blank, self.zero_infinity = blank, zero_infinity

    _reduction_is_str = True

    def construct(self, log_probs: Tensor, targets: Tensor, input_lengths: Tensor, target_lengths: Tensor) -> Tensor:
        out = ops.ctc_loss(log_probs, targets, input_lengths, target_lengths, self.blank, self.reduction, self.zero_infinity)
        return out[0] if isinstance(out, tuple) else out
