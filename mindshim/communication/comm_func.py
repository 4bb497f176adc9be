"""Collective operations as functions (mirrors `mindspore.communication.comm_func`): of one process, so each gives its
input back. Sending to another process is not possible."""

from __future__ import annotations

from typing import Any

from mindshim.common.tensor import Tensor
from mindshim.communication.management import HCCL_WORLD_COMM_GROUP, get_group_size


def barrier(group: str = HCCL_WORLD_COMM_GROUP) -> None:
    """Wait for all processes (mirrors `comm_func.barrier`)."""
    get_group_size(group)


def _alone(tensor: Any, op: str, group: str) -> Tensor:
    if not isinstance(tensor, Tensor):
        raise TypeError(f"For '{op}', the input must be Tensor, but got {type(tensor).__name__}.")
    get_group_size(group)
    return tensor.copy()


def all_reduce(tensor: Tensor, op: str = "sum", group: str = HCCL_WORLD_COMM_GROUP, async_op: bool = False) -> tuple[Tensor, None]:
    """The reduction of all processes' Tensors, and no handle (mirrors `comm_func.all_reduce`).

    Raises:
        TypeError: if `tensor` is not a Tensor. ValueError: for another `op` than "sum", "prod", "max" or "min".

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.communication.comm_func import all_reduce
        >>> all_reduce(ms.Tensor([1.0, 2.0]))
        (Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00,  2.00000000e+00]), None)
    """
    if op not in ("sum", "prod", "max", "min"):
        raise ValueError(f"For 'all_reduce', the 'op' must be one of ['sum', 'prod', 'max', 'min'], but got {op}.")
    return _alone(tensor, "all_reduce", group), None


def all_gather_into_tensor(tensor: Tensor, group: str = HCCL_WORLD_COMM_GROUP, async_op: bool = False) -> tuple[Tensor, None]:
    """All processes' Tensors one behind the other, and no handle (mirrors `comm_func.all_gather_into_tensor`)."""
    return _alone(tensor, "all_gather_into_tensor", group), None


def reduce_scatter_tensor(
    tensor: Tensor, op: str = "sum", group: str = HCCL_WORLD_COMM_GROUP, async_op: bool = False
) -> tuple[Tensor, None]:
    """This process's part of the reduction, and no handle (mirrors `comm_func.reduce_scatter_tensor`)."""
    return _alone(tensor, "reduce_scatter_tensor", group), None


def broadcast(tensor: Tensor, src: int = 0, group: str = HCCL_WORLD_COMM_GROUP) -> Tensor:
    """The Tensor of process `src` (mirrors `comm_func.broadcast`)."""
    return _alone(tensor, "broadcast", group)
