"""The world of processes and its groups, as `mindspore.mint.distributed` names them."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from mindshim import log
from mindshim._core import process_groups
from mindshim.communication import management
from mindshim.communication.handles import group_of
from mindshim.communication.management import GlobalComm
from mindshim.mint.distributed.store import TCPStore, tcp_address


def is_available() -> bool:
    """Whether processes can communicate: always, one with itself (mirrors `mint.distributed.is_available`).

    Examples:
        >>> from mindshim.mint.distributed import is_available
        >>> is_available()
        True
    """
    return True


def is_initialized() -> bool:
    """Whether `init_process_group` has been called (mirrors `mint.distributed.is_initialized`).

    Examples:
        >>> from mindshim.mint import distributed
        >>> distributed.init_process_group()
        >>> distributed.is_initialized()
        True
        >>> distributed.destroy_process_group()
        >>> distributed.is_initialized()
        False
    """
    return GlobalComm.INITED


def init_process_group(
    backend: str = "hccl",
    init_method: str | None = None,
    timeout: timedelta | None = None,
    world_size: int = -1,
    rank: int = -1,
    store: TCPStore | None = None,
    group_name: str = "",
    pg_options: Any = None,
    device_id: int | None = None,
) -> None:
    """Begin to communicate: the world is this process alone (mirrors `mint.distributed.init_process_group`).

    Args:
        backend: "hccl". init_method: "tcp://address:port", or `store`: how processes find each other.
        timeout: how long to wait for the others. world_size, rank: how many there are, and which this is.
        group_name, pg_options, device_id: have no effect.

    Raises:
        TypeError: for arguments of other types. ValueError: for another backend, both `init_method` and `store`, or
            `world_size` or `rank` out of range. RuntimeError: if `init_method` can not be read.
        NotImplementedError: for several processes.

    Examples:
        >>> from mindshim.mint import distributed
        >>> distributed.init_process_group()
        >>> distributed.get_world_size()
        1
        >>> distributed.destroy_process_group()
    """
    kinds = {"init_method": str, "timeout": timedelta, "world_size": int, "rank": int, "store": TCPStore, "group_name": str}
    given = {"init_method": init_method, "timeout": timeout, "world_size": world_size, "rank": rank, "store": store}
    for name, value in {**given, "group_name": group_name}.items():
        if value is not None and not isinstance(value, kinds[name]):
            raise TypeError(f"For 'init_process_group', the '{name}' must be {kinds[name].__name__}, but got {type(value).__name__}.")
    if backend != "hccl":
        raise ValueError("Only support hccl now, please setting backend to hccl or using default value")
    if init_method is not None and store is not None:
        raise ValueError("Only one of init_method and store is supported.")
    if init_method is not None or store is not None:
        if world_size <= 0:
            raise ValueError("Specified world_size must be a positive integer.")
        if rank < 0:
            raise ValueError("Specified rank must be a non-negative integer.")
        if init_method is not None:
            try:
                tcp_address(init_method)
            except ValueError as error:
                raise RuntimeError(f"Failed to parse TCP URL from 'init_method': {init_method}") from error
        if world_size > 1:
            raise NotImplementedError(
                f"init_process_group: {world_size} processes can not be connected yet; start one process, which can use all "
                "its devices by mindshim.interop.jax and jax.sharding."
            )
        if rank >= world_size:
            raise ValueError(f"Specified rank must be less than world_size {world_size}, but got {rank}.")
    management.init(backend)
    if world_size not in (-1, get_world_size()):
        management.release()
        raise ValueError("world_size is wrong, please using default value or setting: ", 1)


def destroy_process_group(group: str | None = None) -> None:
    """End communication, or drop one group (mirrors `mint.distributed.destroy_process_group`).

    Raises:
        TypeError: if `group` is not a string. KeyError: if there is no such group.

    Examples:
        >>> from mindshim.mint import distributed
        >>> distributed.init_process_group()
        >>> distributed.destroy_process_group()
    """
    if group is None or group == GlobalComm.WORLD_COMM_GROUP:
        management.release()
        return
    if not isinstance(group, str):
        raise TypeError(
            f"For 'destroy_group', the argument 'group' must be type of string or None, but got 'group' type : {type(group)}."
        )
    process_groups.forget(group)


def _quiet(group: Any, op: str) -> process_groups.Group | None:
    """The group; None, with a warning, if there is none."""
    if group is not None and not isinstance(group, str):
        raise TypeError(f"For '{op}', the argument 'group' must be type of string, but got 'group' type : {type(group)}.")
    try:
        return group_of(group)
    except RuntimeError as error:
        log.warning(str(error))
        return None


def get_rank(group: str | None = None) -> int:
    """This process's rank in the group; -1 if there is no such group (mirrors `mint.distributed.get_rank`).

    Raises:
        TypeError: if `group` is not a string.

    Examples:
        >>> from mindshim.mint.distributed import get_rank
        >>> get_rank()
        0
    """
    found = _quiet(group, "get_rank")
    return -1 if found is None else found.rank


def get_world_size(group: str | None = None) -> int:
    """The number of processes in the group; -1 if there is no such (mirrors `mint.distributed.get_world_size`).

    Raises:
        TypeError: if `group` is not a string.

    Examples:
        >>> from mindshim.mint.distributed import get_world_size
        >>> get_world_size()
        1
    """
    found = _quiet(group, "get_world_size")
    return -1 if found is None else found.size


def new_group(
    ranks: list[int] | None = None,
    timeout: Any = None,
    backend: str | None = None,
    pg_options: Any = None,
    use_local_synchronization: bool = False,
    group_desc: str | None = None,
) -> str:
    """Make a group of some of the world's processes (mirrors `mint.distributed.new_group`).

    Args:
        ranks: their ranks; None for all. backend: "hccl" or "mccl". The others have no effect.

    Returns:
        The group's name; an empty one if the group can not be made.

    Raises:
        TypeError: if `ranks` is not a list, or for another backend. ValueError: if a rank is repeated.

    Examples:
        >>> from mindshim.mint import distributed
        >>> distributed.init_process_group()
        >>> distributed.get_process_group_ranks(distributed.new_group([0]))
        [0]
        >>> distributed.destroy_process_group()
    """
    if ranks is None:
        return GlobalComm.WORLD_COMM_GROUP
    if not isinstance(ranks, list):
        raise TypeError(f"ranks must be list, but got {type(ranks)}")
    backend = "hccl" if backend is None else backend
    if not isinstance(backend, str) or backend not in ("hccl", "mccl"):
        raise TypeError(f"the input backend must be hccl or mccl, but got {backend}")
    ranks = sorted(ranks)
    # Equal ranks make the same name in every process, and MindSpore's.
    digest = hashlib.sha1("_".join(map(str, ranks)).encode(), usedforsecurity=False).hexdigest()
    name = f"{backend}_{len(ranks)}_{digest}"
    try:
        management.create_group(name, ranks)
    except RuntimeError as error:
        log.warning(str(error))
        return ""
    return name


def get_backend(group: str | None = None) -> str:
    """The name of what connects the group's processes (mirrors `mint.distributed.get_backend`).

    Raises:
        TypeError: if `group` is not a string.

    Examples:
        >>> from mindshim.mint.distributed import get_backend
        >>> get_backend()
        'hccl'
    """
    if group is None:
        return "hccl"
    if not isinstance(group, str):
        raise TypeError(
            f"For 'get_backend', the argument 'group' must be type of string or None, but got 'group' type : {type(group)}."
        )
    return "hccl" if "hccl" in group else "mccl"


def get_global_rank(group: str | None, group_rank: int) -> int:
    """The world's rank of a group's rank (mirrors `mint.distributed.get_global_rank`).

    Raises:
        TypeError: for arguments of other types. RuntimeError: if there is no such group, or no such rank in it.

    Examples:
        >>> from mindshim.mint.distributed import get_global_rank
        >>> get_global_rank(None, 0)
        0
    """
    if not isinstance(group_rank, int):
        raise TypeError(f"The group_rank argument must be integer, but got {type(group_rank)}.")
    if group is None or group == GlobalComm.WORLD_COMM_GROUP:
        return group_rank
    return management.get_world_rank_from_group_rank(group, group_rank)


def get_group_rank(group: str | None, global_rank: int) -> int:
    """The group's rank of a world's rank (mirrors `mint.distributed.get_group_rank`).

    Raises:
        TypeError: for arguments of other types. RuntimeError: if there is no such group, or the process is not in it.

    Examples:
        >>> from mindshim.mint.distributed import get_group_rank
        >>> get_group_rank(None, 0)
        0
    """
    if not isinstance(global_rank, int):
        raise TypeError(f"The global_rank argument must be integer, but got {type(global_rank)}.")
    if group is None or group == GlobalComm.WORLD_COMM_GROUP:
        return global_rank
    return management.get_group_rank_from_world_rank(global_rank, group)


def get_process_group_ranks(group: str | None = None) -> list[int]:
    """The world's ranks of the group's processes (mirrors `mint.distributed.get_process_group_ranks`).

    Raises:
        TypeError: if `group` is not a string. RuntimeError: if there is no such group.

    Examples:
        >>> from mindshim.mint.distributed import get_process_group_ranks
        >>> get_process_group_ranks()
        [0]
    """
    return list(group_of(group).ranks)
