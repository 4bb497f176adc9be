"""The world of processes and its groups: one process, rank 0.

The devices of one process are JAX's to use together; several MindSpore processes are not connected. So `init()` succeeds
where the real one wants a launcher: a script that calls it when it is told to run distributed runs as the only process.
Where a launcher has started several, `init()` refuses: each would train alone and think that it were the first.
"""

from __future__ import annotations

from typing import Any

from mindshim._core import process_groups

HCCL_WORLD_COMM_GROUP = "hccl_world_group"
NCCL_WORLD_COMM_GROUP = "nccl_world_group"
MCCL_WORLD_COMM_GROUP = "mccl_world_group"

_BACKENDS = ("hccl", "nccl", "mccl")


class GlobalComm:
    """What `init` has set up (mirrors `mindspore.communication.GlobalComm`).

    Examples:
        >>> from mindshim import communication as comm
        >>> comm.init()
        >>> comm.GlobalComm.BACKEND, comm.GlobalComm.WORLD_COMM_GROUP
        ('mccl', 'mccl_world_group')
    """

    BACKEND: str = "hccl"
    WORLD_COMM_GROUP: str = HCCL_WORLD_COMM_GROUP
    INITED: bool = False
    CHECK_ENVS = True


def init(backend_name: str | None = None) -> None:
    """Begin to communicate (mirrors `mindspore.communication.init`): the world is this process alone.

    Args:
        backend_name: "hccl", "nccl" or "mccl"; all mean the same here.

    Raises:
        TypeError: if `backend_name` is not a string. RuntimeError: if it is another one.
        NotImplementedError: if a launcher has started several processes.

    Examples:
        >>> from mindshim.communication import get_group_size, get_rank, init
        >>> init()
        >>> get_rank(), get_group_size()
        (0, 1)
    """
    if backend_name is None:
        backend_name = "mccl"
    if not isinstance(backend_name, str):
        raise TypeError(f"For 'init', the argument 'backend_name' must be a string, but got the type : {type(backend_name)}")
    if backend_name not in _BACKENDS:
        raise RuntimeError(
            f"For 'init', the argument 'backend_name' must be one of 'hccl', 'nccl' and 'mccl', but got 'backend_name' : {backend_name}"
        )
    started = process_groups.launched()
    if started > 1:
        raise NotImplementedError(
            f"init: {started} processes have been started, and processes can not be connected yet: each would be alone. "
            "Start one process; it can use all its devices by mindshim.interop.jax and jax.sharding."
        )
    GlobalComm.BACKEND = backend_name
    GlobalComm.WORLD_COMM_GROUP = f"{backend_name}_world_group"
    GlobalComm.INITED = True


def release() -> None:
    """End communication (mirrors `mindspore.communication.release`).

    Examples:
        >>> from mindshim import communication as comm
        >>> comm.init()
        >>> comm.release()
        >>> comm.GlobalComm.INITED
        False
    """
    GlobalComm.INITED = False
    process_groups.forget_all()


def _ranks(group: Any, op: str) -> list[int]:
    if not isinstance(group, str):
        raise TypeError(f"For '{op}', the argument 'group' must be type of string, but got 'group' type : {type(group)}.")
    return list(process_groups.find(group).ranks)


def _need_init() -> None:
    if not GlobalComm.INITED:
        raise RuntimeError(
            "Distributed Communication has not been inited.You can't invoke this interface yet. Please call `init()` method first."
        )


def get_rank(group: str = HCCL_WORLD_COMM_GROUP) -> int:
    """This process's rank in the group: 0 (mirrors `mindspore.communication.get_rank`).

    Raises:
        TypeError: if `group` is not a string. RuntimeError: if there is no such group.

    Examples:
        >>> from mindshim import communication as comm
        >>> comm.init()
        >>> comm.get_rank()
        0
    """
    return _ranks(group, "get_rank").index(0)


def get_local_rank(group: str = HCCL_WORLD_COMM_GROUP) -> int:
    """This process's rank on this machine: 0 (mirrors `mindspore.communication.get_local_rank`).

    Examples:
        >>> from mindshim import communication as comm
        >>> comm.init()
        >>> comm.get_local_rank()
        0
    """
    return _ranks(group, "get_local_rank").index(0)


def get_group_size(group: str = HCCL_WORLD_COMM_GROUP) -> int:
    """The number of processes in the group: 1 (mirrors `mindspore.communication.get_group_size`).

    Examples:
        >>> from mindshim import communication as comm
        >>> comm.init()
        >>> comm.get_group_size()
        1
    """
    return len(_ranks(group, "get_group_size"))


def get_local_rank_size(group: str = HCCL_WORLD_COMM_GROUP) -> int:
    """The number of processes of the group on this machine: 1 (mirrors `mindspore.communication.get_local_rank_size`).

    Examples:
        >>> from mindshim import communication as comm
        >>> comm.init()
        >>> comm.get_local_rank_size()
        1
    """
    return len(_ranks(group, "get_local_rank_size"))


def get_world_rank_from_group_rank(group: str, group_rank_id: int) -> int:
    """The world's rank of a group's rank (mirrors `mindspore.communication.get_world_rank_from_group_rank`).

    Raises:
        TypeError: for arguments of other types. RuntimeError: if there is no such group, or no such rank in it.

    Examples:
        >>> from mindshim import communication as comm
        >>> comm.init()
        >>> comm.create_group("mine", [0])
        >>> comm.get_world_rank_from_group_rank("mine", 0)
        0
        >>> comm.destroy_group("mine")
    """
    _check_rank(group_rank_id, "get_world_rank_from_group_rank", "group_rank_id")
    ranks = _ranks(group, "get_world_rank_from_group_rank")
    if not 0 <= group_rank_id < len(ranks):
        raise RuntimeError(f"Group {group} doesn't contain the group rank {group_rank_id}")
    return ranks[group_rank_id]


def get_group_rank_from_world_rank(world_rank_id: int, group: str) -> int:
    """The group's rank of a world's rank (mirrors `mindspore.communication.get_group_rank_from_world_rank`).

    Raises:
        TypeError: for arguments of other types. RuntimeError: if there is no such group, or the process is not in it.

    Examples:
        >>> from mindshim import communication as comm
        >>> comm.init()
        >>> comm.create_group("mine", [0])
        >>> comm.get_group_rank_from_world_rank(0, "mine")
        0
        >>> comm.destroy_group("mine")
    """
    _check_rank(world_rank_id, "get_group_rank_from_world_rank", "world_rank_id")
    ranks = _ranks(group, "get_group_rank_from_world_rank")
    if world_rank_id not in ranks:
        raise RuntimeError(f"Group {group} doesn't contain the global rank {world_rank_id}")
    return ranks.index(world_rank_id)


def get_process_group_ranks(group: str = HCCL_WORLD_COMM_GROUP) -> list[int]:
    """The world's ranks of the group's processes (mirrors `mindspore.communication.get_process_group_ranks`).

    Examples:
        >>> from mindshim import communication as comm
        >>> comm.init()
        >>> comm.get_process_group_ranks()
        [0]
    """
    return list(_ranks(group, "get_process_group_ranks"))


def get_comm_name(group: str = HCCL_WORLD_COMM_GROUP) -> str:
    """The name of the group's communicator: the group's own (mirrors `mindspore.communication.get_comm_name`).

    Examples:
        >>> from mindshim import communication as comm
        >>> comm.init()
        >>> comm.get_comm_name()
        'hccl_world_group'
    """
    _ranks(group, "get_comm_name")
    return group


def create_group(group: str, rank_ids: list[int], options: Any = None) -> None:
    """Make a group of some of the world's processes (mirrors `mindspore.communication.create_group`).

    Raises:
        TypeError: for arguments of other types. ValueError: if there are no ranks, or one is repeated.
        RuntimeError: before `init()`, or if a rank is not in the world.

    Examples:
        >>> from mindshim import communication as comm
        >>> comm.init()
        >>> comm.create_group("mine", [0])
        >>> comm.get_group_size("mine")
        1
        >>> comm.destroy_group("mine")
    """
    if not isinstance(group, str):
        raise TypeError(f"For 'create_group', the argument 'group' must be type of string, but got 'group' type : {type(group)}.")
    _need_init()
    if not isinstance(rank_ids, list):
        raise TypeError(
            f"For 'create_group', the argument 'rank_ids' must be type of list, but got 'rank_ids' type : {type(rank_ids)}."
        )
    if not rank_ids:
        raise ValueError("For 'create_group', the argument 'rank_ids' size should be greater than 1, but got 'rank_ids' size : 0.")
    if len(set(rank_ids)) != len(rank_ids):
        raise ValueError(f"For 'create_group', the ranks in 'rank_ids' must differ, but got {rank_ids}.")
    process_groups.make(group, rank_ids)


def destroy_group(group: str) -> None:
    """Forget a group (mirrors `mindspore.communication.destroy_group`).

    Raises:
        TypeError: if `group` is not a string. RuntimeError: before `init()`.
        KeyError: if there is no such group, or it is the world's.

    Examples:
        >>> from mindshim import communication as comm
        >>> comm.init()
        >>> comm.create_group("mine", [0])
        >>> comm.destroy_group("mine")
    """
    if not isinstance(group, str):
        raise TypeError(f"For 'destroy_group', the argument 'group' must be type of string, but got 'group' type : {type(group)}.")
    _need_init()
    process_groups.forget(group)


def _check_rank(value: Any, op: str, name: str) -> None:
    if not isinstance(value, int):
        raise TypeError(f"For '{op}', the argument '{name}' must be type of int, but got '{name}' type : {type(value)}.")
