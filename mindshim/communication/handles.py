"""What an asynchronous call returns, and the checks that collective functions share."""

from __future__ import annotations

from typing import Any

from mindshim._core.process_groups import Group, find
from mindshim.common.tensor import Tensor
from mindshim.communication.management import GlobalComm


class CommHandle:
    """What an asynchronous call returns. JAX runs asynchronously by itself and orders what depends on a result, so the
    result may be used at once; `wait` waits until it is there."""

    def __init__(self, result: Any = None) -> None:
        self._result = result

    def wait(self) -> None:
        """Wait until the result is there; within a compiled function there is nothing to wait for."""
        for t in self._result if isinstance(self._result, (list, tuple)) else [self._result]:
            if isinstance(t, Tensor) and hasattr(t._data, "block_until_ready"):
                t._data.block_until_ready()

    def __repr__(self) -> str:
        return "CommHandle()"


def group_of(group: Any) -> Group:
    """The group of a name, the world for None. TypeError for anything else; RuntimeError if there is none."""
    if group is None:
        group = GlobalComm.WORLD_COMM_GROUP
    if not isinstance(group, str):
        raise TypeError(f"The argument 'group' must be type of string, but got 'group' type : {type(group)}.")
    return find(group)


def handle(result: Any, async_op: Any) -> CommHandle | None:
    """The handle of a call, if it is asynchronous."""
    if not isinstance(async_op, bool):
        raise TypeError(f"The argument 'async_op' must be a bool, but got {type(async_op)}.")
    return CommHandle(result) if async_op else None


def check_async(async_op: Any) -> None:
    """TypeError unless `async_op` is a bool."""
    handle(None, async_op)


def check_tensor(op: str, tensor: Any, which: str = "input") -> Tensor:
    """`tensor`; TypeError unless it is one."""
    if not isinstance(tensor, Tensor):
        raise TypeError(f"For {op}, the {which} tensor must be tensor, but got {type(tensor).__name__}.")
    return tensor


def check_tensors(tensors: Any) -> list[Tensor]:
    """A list of Tensors of one dtype; TypeError otherwise."""
    if not isinstance(tensors, (list, tuple)):
        raise TypeError(f"Expected list or tuple, but got {type(tensors)}.")
    for t in tensors:
        if not isinstance(t, Tensor):
            raise TypeError(f"Expected tensor, but got {type(t)}")
    kinds = {str(t.dtype) for t in tensors}
    if len(kinds) > 1:
        raise TypeError(f"tensor_lists dtype must be the same, but got {' and '.join(sorted(kinds))}.")
    return list(tensors)


def check_reduction(op: str, by: Any, allowed: tuple[str, ...] = ("sum", "prod", "min", "max", "avg")) -> str:
    """The name of a reduction; TypeError for another."""
    if not isinstance(by, str):
        raise TypeError(f"For {op}, the input op type must be str")
    if by not in allowed:
        raise TypeError(f"For {op}, the input op value must be one of {', '.join(allowed)}")
    return by


def check_rank(op: str, name: str, rank: Any, group: Group) -> int:
    """The rank in the group of a rank in the world. TypeError unless it is an int, RuntimeError if it is not in the group."""
    if not isinstance(rank, int):
        raise TypeError(f"For {op}, the {name} must be int")
    if rank not in group.ranks:
        raise RuntimeError(f"For {op}, the group doesn't contain the global rank {rank}")
    return group.ranks.index(rank)
