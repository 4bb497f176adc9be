"""Dropout (mirrors the dropout layers of `mindspore.mint.nn`)."""

from __future__ import annotations

from mindshim.common.tensor import Tensor
from mindshim.mint.nn import functional as F
from mindshim.nn.cell import Cell


class DropoutExt(Cell):
    """Zeros at random while training, the rest scaled up (mirrors `mindspore.mint.nn.Dropout`).

    Args:
        p: the probability of a zero. inplace: write to the input.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.Dropout(0.5).set_train(False)(ms.Tensor([1.0, 2.0])))
        [1. 2.]
    """

    def __init__(self, p: float = 0.5, inplace: bool = False) -> None:
        super().__init__()
        self.p, self.inplace = p, inplace

    def construct(self, input: Tensor) -> Tensor:
        return F.dropout(input, self.p, self.training, self.inplace)


class Dropout2dExt(DropoutExt):
    """Whole channels of zeros at random while training (mirrors `mindspore.mint.nn.Dropout2d`).

    Args:
        p: the probability of a channel of zeros. inplace: write to the input.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.Dropout2d(0.5).set_train(False)(ms.ops.ones((1, 1, 1, 2))))
        [[[[1. 1.]]]]
    """

    def construct(self, input: Tensor) -> Tensor:
        return F.dropout2d(input, self.p, self.training, self.inplace)
