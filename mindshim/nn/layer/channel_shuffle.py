"""The layer that mixes channels of groups (mirrors `mindspore.nn.layer.channel_shuffle`)."""

from __future__ import annotations

from mindshim import ops
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer._arguments import need_tensor


class ChannelShuffle(Cell):
    """The channels of `groups` groups taken in turns (mirrors `mindspore.nn.ChannelShuffle`).

    Args:
        groups: how many groups the channels are divided into.

    Raises:
        TypeError: if `groups` is no int. ValueError: if it is not positive.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.ChannelShuffle(2)(ms.Tensor([[[[1]], [[2]], [[3]], [[4]]]])).flatten())
        [1 3 2 4]
    """

    def __init__(self, groups: int) -> None:
        super().__init__()
        if not isinstance(groups, int):
            raise TypeError(f"For ChannelShuffle, the param `groups` must be int, but got {type(groups)}.")
        if groups < 1:
            raise ValueError(f"For ChannelShuffle, the param `groups` must be larger than 0, but got {groups}.")
        self.groups = groups

    def construct(self, x: Tensor) -> Tensor:
        # Unlike the operator, the layer takes channels that the groups do not divide: what is beside them moves too.
        need_tensor(self.cls_name, "x", x)
        parts = ops.reshape(x, (x.shape[0], self.groups, x.shape[1] // self.groups, -1))
        return ops.reshape(ops.swapaxes(parts, 1, 2), x.shape)
