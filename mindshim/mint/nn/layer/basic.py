"""Axes made one (mirrors `mindspore.mint.nn.layer.basic`)."""

from __future__ import annotations

from mindshim import mint
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell


class Flatten(Cell):
    """The axes from `start_dim` to `end_dim` as one (mirrors `mindspore.mint.nn.Flatten`).

    Args:
        start_dim, end_dim: the first and the last of them. Default: all but the first axis of the input.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.Flatten()(ms.ops.ones((2, 3, 4))).shape
        (2, 12)
    """

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        super().__init__()
        self.start_dim, self.end_dim = start_dim, end_dim

    def construct(self, input: Tensor) -> Tensor:
        return mint.flatten(input, self.start_dim, self.end_dim)
