"""Functions of tensors on several devices (mirrors `mindspore.parallel.function`)."""

from __future__ import annotations

from mindshim.common.tensor import Tensor
from mindshim.parallel.shard import Layout

__all__ = ["reshard"]


def reshard(tensor: Tensor, layout: Layout) -> Tensor:
    """The tensor in another layout (mirrors `mindspore.parallel.function.reshard`); the same values, on the one device.

    Args:
        tensor: the tensor. layout: a `mindspore.parallel.Layout` that was called with the tensor's axes.

    Raises:
        TypeError: if `tensor` is no Tensor or `layout` no Layout.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.parallel.function import reshard
        >>> reshard(ms.Tensor([1, 2]), ms.Layout((2,), ("dp",))("dp"))
        Tensor(shape=[2], dtype=Int64, value= [1, 2])
    """
    if not isinstance(tensor, Tensor):
        raise TypeError(f"For 'reshard', the 'tensor' must be a Tensor, but got {type(tensor).__name__}.")
    if not isinstance(layout, Layout):
        raise TypeError(f"For 'reshard', the 'layout' must be a Layout, but got {type(layout).__name__}.")
    return tensor
