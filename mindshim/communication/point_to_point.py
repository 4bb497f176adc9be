"""Tensors from one process to another (a part of `mindspore.communication.comm_func`): with one process there is no other,
which each function finds out by the rank that it is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim._core.dtypes import Type
from mindshim.common.tensor import Tensor
from mindshim.communication.handles import CommHandle, check_rank, check_tensor, group_of
from mindshim.communication.management import HCCL_WORLD_COMM_GROUP
from mindshim.ops import collectives as _ops


def refuse(op: str, name: str, tensor: Any, rank: Any, group: Any) -> None:
    """Say why nothing can be sent to, or received from, `rank`."""
    check_tensor(op, tensor)
    found = group_of(group)
    _ops.another(op, check_rank(op, name, rank, found), found)


def send(tensor: Tensor, dst: int = 0, group: str = HCCL_WORLD_COMM_GROUP, tag: int = 0) -> None:
    """Send a Tensor to the process `dst` (mirrors `comm_func.send`).

    Raises:
        TypeError: for arguments of other types. RuntimeError: if `dst` is not in the group. ValueError: if it is this
            process.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.communication.comm_func import send
        >>> send(ms.Tensor([1.0]), 1)
        Traceback (most recent call last):
        RuntimeError: For send, the group doesn't contain the global rank 1
    """
    refuse("send", "dst", tensor, dst, group)


def recv(tensor: Tensor, src: int = 0, group: str = HCCL_WORLD_COMM_GROUP, tag: int = 0) -> Tensor:
    """Receive a Tensor of the shape and dtype of `tensor` from the process `src` (mirrors `comm_func.recv`).

    Raises:
        TypeError: for arguments of other types. RuntimeError: if `src` is not in the group. ValueError: if it is this
            process.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.communication.comm_func import recv
        >>> recv(ms.Tensor([1.0]), 1)
        Traceback (most recent call last):
        RuntimeError: For recv, the group doesn't contain the global rank 1
    """
    refuse("recv", "src", tensor, src, group)
    raise AssertionError("unreachable")


def isend(tensor: Tensor, dst: int = 0, group: str = HCCL_WORLD_COMM_GROUP, tag: int = 0) -> CommHandle:
    """Send a Tensor to the process `dst` without waiting (mirrors `comm_func.isend`).

    Raises:
        TypeError: for arguments of other types. RuntimeError: if `dst` is not in the group. ValueError: if it is this
            process.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.communication.comm_func import isend
        >>> isend(ms.Tensor([1.0]), 1)
        Traceback (most recent call last):
        RuntimeError: For isend, the group doesn't contain the global rank 1
    """
    refuse("isend", "dst", tensor, dst, group)
    raise AssertionError("unreachable")


def irecv(tensor: Tensor, src: int = 0, group: str = HCCL_WORLD_COMM_GROUP, tag: int = 0) -> tuple[Tensor, CommHandle]:
    """Receive a Tensor from the process `src` without waiting (mirrors `comm_func.irecv`).

    Raises:
        TypeError: for arguments of other types. RuntimeError: if `src` is not in the group. ValueError: if it is this
            process.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.communication.comm_func import irecv
        >>> irecv(ms.Tensor([1.0]), 1)
        Traceback (most recent call last):
        RuntimeError: For irecv, the group doesn't contain the global rank 1
    """
    refuse("irecv", "src", tensor, src, group)
    raise AssertionError("unreachable")


class P2POp:
    """One sending or receiving, for `batch_isend_irecv` (mirrors `comm_func.P2POp`).

    Args:
        op: `isend`, `irecv`, or the name. tensor: what is sent, or of what shape is received. peer: the other rank.
        group: the group's name. tag: 0. recv_dtype: the dtype, when `tensor` is a shape.

    Raises:
        TypeError: for arguments of other types. ValueError: for another `op`. NotImplementedError: for another `tag`.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.communication.comm_func import P2POp
        >>> P2POp("isend", ms.Tensor([1.0]), 1).peer
        1
    """

    def __init__(
        self, op: str | Callable[..., Any], tensor: Any, peer: int, group: str | None = None, tag: int = 0, *, recv_dtype: Any = None
    ) -> None:
        if not (isinstance(op, str) or callable(op)):
            raise TypeError(f"op must be type of string or function, but got type of {type(op)}")
        name = op if isinstance(op, str) else op.__name__
        if name not in ("isend", "irecv"):
            raise ValueError(f"Expected ``op`` to be of type ``isend`` or `irecv``, but got {name}")
        if not isinstance(tensor, (Tensor, tuple)):
            raise TypeError(f"Expected ``tensor`` to be type of tuple or Tensor, but got {type(tensor)}.")
        if tag != 0:
            raise NotImplementedError("P2POp: a 'tag' other than 0 is not supported, as in MindSpore.")
        if not isinstance(peer, int):
            raise TypeError(f"peer must be type of int, but got type of {type(peer)}")
        if recv_dtype is not None and not isinstance(recv_dtype, Type):
            raise TypeError(f"recv_dtype must be type of mindspore dtype, but got type of {type(recv_dtype)}")
        self.op, self.tensor, self.peer, self.group, self.tag, self.recv_dtype = op, tensor, peer, group, tag, recv_dtype


def batch_isend_irecv(p2p_op_list: list[P2POp]) -> tuple[Tensor, ...]:
    """Several sendings and receivings at once (mirrors `comm_func.batch_isend_irecv`).

    Alone, a process can only send itself: what is sent is received in the same order.

    Raises:
        TypeError: for anything but a list of `P2POp`. RuntimeError: if a rank is not in the group.
        ValueError: if what is sent is not what is to be received.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.communication.comm_func import P2POp, batch_isend_irecv
        >>> x = ms.Tensor([1.0, 2.0])
        >>> print(batch_isend_irecv([P2POp("isend", x, 0), P2POp("irecv", x, 0)])[0])
        [1. 2.]
    """
    if not isinstance(p2p_op_list, list):
        raise TypeError(f"p2p_op_list must be type of list, but got type of {p2p_op_list}.")
    if not p2p_op_list:
        raise TypeError("p2p_op_list can not be empty list.")
    for one in p2p_op_list:
        if not isinstance(one, P2POp):
            raise TypeError("must be type of P2POp")
        if isinstance(one.tensor, tuple) and kind(one) == "irecv" and one.recv_dtype is None:
            raise ValueError("'recv_dtype' of a P2POp is None but its op is 'irecv' and its tensor a tuple.")
    return tuple(match(p2p_op_list))


def kind(one: Any) -> str:
    return one.op if isinstance(one.op, str) else one.op.__name__


def match(wanted: list[Any]) -> list[Tensor]:
    """What each `irecv` of a list is given by the `isend`s of the list."""
    found = group_of(wanted[0].group)
    for one in wanted:
        check_rank("batch_isend_irecv", "peer", one.peer, found)
    sent = [one.tensor for one in wanted if kind(one) == "isend"]
    received = [one for one in wanted if kind(one) == "irecv"]
    if found.size > 1:
        raise NotImplementedError("batch_isend_irecv: processes can not send each other Tensors yet; use one process.")
    if len(sent) != len(received):
        raise ValueError(f"For batch_isend_irecv, the process sends itself {len(sent)} Tensors but receives {len(received)}.")
    out = []
    for tensor, one in zip(sent, received, strict=True):
        shape = tuple(one.tensor.shape if isinstance(one.tensor, Tensor) else one.tensor)
        dtype = one.tensor.dtype if isinstance(one.tensor, Tensor) else one.recv_dtype
        if tuple(tensor.shape) != shape or tensor.dtype != dtype:
            raise ValueError(
                f"For batch_isend_irecv, a {tensor.dtype} of shape {tensor.shape} is sent, but a {dtype} of {shape} is to be received."
            )
        out.append(_ops.all_gather(tensor.reshape((-1,)), found).reshape(shape))
    return out
