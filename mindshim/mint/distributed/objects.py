"""Collective operations for Python objects (mirrors a part of `mindspore.mint.distributed`).

What one process sends itself is a copy, as what comes from another would be: objects must be picklable.
"""

from __future__ import annotations

import pickle
from typing import Any

from mindshim.communication.handles import check_rank, group_of


def _copy(obj: Any, group: Any, op: str) -> Any:
    if group.size > 1:
        raise NotImplementedError(f"{op}: processes can not send each other objects yet; use one process.")
    return pickle.loads(pickle.dumps(obj))  # noqa: S301 - this process has made it


def _per_process(op: str, name: str, objects: Any, size: int) -> None:
    if not isinstance(objects, list) or len(objects) != size:
        got = len(objects) if isinstance(objects, list) else type(objects)
        raise TypeError(f"For {op}, the len of argument {name} must be equal to group rank size, but got {got}.")


def all_gather_object(object_list: list[Any], obj: Any, group: str | None = None) -> None:
    """Put the processes' objects into a list (mirrors `mint.distributed.all_gather_object`).

    Args:
        object_list: a list with a place for each process. obj: what this process has. group: the group's name.

    Raises:
        TypeError: if the list has another length. RuntimeError: if there is no such group.

    Examples:
        >>> from mindshim.mint.distributed import all_gather_object
        >>> objects = [None]
        >>> all_gather_object(objects, {"a": 1})
        >>> objects
        [{'a': 1}]
    """
    found = group_of(group)
    _per_process("all_gather_object", "object_list", object_list, found.size)
    object_list[found.rank] = _copy(obj, found, "all_gather_object")


def gather_object(obj: Any, object_gather_list: list[Any] | None = None, dst: int = 0, group: str | None = None) -> None:
    """Put the processes' objects, in the process `dst`, into a list (mirrors `mint.distributed.gather_object`).

    Args:
        obj: what this process has. object_gather_list: a list with a place for each process. dst: the rank in the world.
        group: the group's name.

    Raises:
        TypeError: if the list has another length. RuntimeError: if `dst` is not in the group.

    Examples:
        >>> from mindshim.mint.distributed import gather_object
        >>> objects = [None]
        >>> gather_object(3, objects)
        >>> objects
        [3]
    """
    found = group_of(group)
    rank = check_rank("gather_object", "dst", dst, found)
    if rank == found.rank:
        _per_process("gather_object", "object_gather_list", object_gather_list, found.size)
        assert object_gather_list is not None
        object_gather_list[rank] = _copy(obj, found, "gather_object")


def broadcast_object_list(object_list: list[Any], src: int = 0, group: str | None = None, device: Any = None) -> None:
    """Replace the objects of a list by those of the process `src` (mirrors `mint.distributed.broadcast_object_list`).

    Args:
        object_list: read and written. src: the rank in the world. group: the group's name. device: has no effect.

    Raises:
        TypeError: if the list is empty. RuntimeError: if `src` is not in the group.

    Examples:
        >>> from mindshim.mint.distributed import broadcast_object_list
        >>> objects = [1, "a"]
        >>> broadcast_object_list(objects)
        >>> objects
        [1, 'a']
    """
    found = group_of(group)
    rank = check_rank("broadcast_object_list", "src", src, found)
    if not isinstance(object_list, list) or not object_list:
        raise TypeError("The object_list can not be empty.")
    # The sender keeps its own objects.
    if rank != found.rank:
        object_list[:] = [_copy(o, found, "broadcast_object_list") for o in object_list]


def scatter_object_list(
    scatter_object_output_list: list[Any], scatter_object_input_list: list[Any], src: int = 0, group: str | None = None
) -> None:
    """Put what the process `src` has for this one first in a list (mirrors `mint.distributed.scatter_object_list`).

    Args:
        scatter_object_output_list: its first object is replaced. scatter_object_input_list: an object for each process.
        src: the rank in the world. group: the group's name.

    Raises:
        TypeError: if a list is empty or has another length. RuntimeError: if `src` is not in the group.

    Examples:
        >>> from mindshim.mint.distributed import scatter_object_list
        >>> objects = [None]
        >>> scatter_object_list(objects, [(1, 2)])
        >>> objects
        [(1, 2)]
    """
    found = group_of(group)
    rank = check_rank("scatter_object_list", "src", src, found)
    if not isinstance(scatter_object_output_list, list) or not scatter_object_output_list:
        raise TypeError("The scatter_object_output_list can not be empty.")
    if rank == found.rank:
        _per_process("scatter_object_list", "scatter_object_input_list", scatter_object_input_list, found.size)
    scatter_object_output_list[0] = _copy(scatter_object_input_list[found.rank], found, "scatter_object_list")


def send_object_list(object_list: list[Any], dst: int, group: str | None = None, device: Any = None) -> None:
    """Send objects to the process `dst` (mirrors `mint.distributed.send_object_list`).

    Raises:
        TypeError: for arguments of other types. RuntimeError: if `dst` is not in the group. ValueError: if it is this
            process.

    Examples:
        >>> from mindshim.mint.distributed import send_object_list
        >>> send_object_list([1], 1)
        Traceback (most recent call last):
        RuntimeError: For send_object_list, the group doesn't contain the global rank 1
    """
    _refuse("send_object_list", "dst", object_list, dst, group)


def recv_object_list(object_list: list[Any], src: int = 0, group: str | None = None, device: Any = None) -> int:
    """Put the objects that the process `src` sends into a list; returns 0 (mirrors `mint.distributed.recv_object_list`).

    Raises:
        TypeError: for arguments of other types. RuntimeError: if `src` is not in the group. ValueError: if it is this
            process.

    Examples:
        >>> from mindshim.mint.distributed import recv_object_list
        >>> recv_object_list([None], 1)
        Traceback (most recent call last):
        RuntimeError: For recv_object_list, the group doesn't contain the global rank 1
    """
    _refuse("recv_object_list", "src", object_list, src, group)
    return 0


def _refuse(op: str, name: str, objects: Any, rank: Any, group: Any) -> None:
    from mindshim.ops.collectives import another

    found = group_of(group)
    if not isinstance(objects, list):
        raise TypeError(f"For {op}, the object_list must be a list")
    another(op, check_rank(op, name, rank, found), found)
