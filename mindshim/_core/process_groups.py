"""Groups of processes, and what moves arrays within one.

A `Group` is hashable: operators take it as a static argument, so the programs compiled for one group are never used for
another. Operators are written for any size, in terms of a group's methods; a group of one process, the only kind there
is as yet, moves nothing. Groups over several devices are a subclass whose methods are collectives of `jax.lax`, along
the mesh axis that the group stands for.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

#: The names of the group of all processes, whichever library connects them.
WORLD_NAMES = ("hccl_world_group", "nccl_world_group", "mccl_world_group")
REDUCTIONS = ("sum", "prod", "max", "min", "avg")
#: Variables by which launchers tell a process how many there are.
_COUNTS = ("MS_WORKER_NUM", "OMPI_COMM_WORLD_SIZE", "PMI_SIZE")


@dataclass(frozen=True)
class Group:
    """Processes that exchange arrays: their ranks in the world, in the order of their ranks in the group.

    The methods are called while a program is traced, by every process of the group alike.
    """

    ranks: tuple[int, ...]

    @property
    def size(self) -> int:
        """The number of processes."""
        return len(self.ranks)

    @property
    def rank(self) -> int:
        """This process's rank in the group; its rank in the world is 0."""
        return self.ranks.index(0)

    def all_reduce(self, x: Any, op: str) -> Any:
        """The reduction by `op` of what the processes have."""
        return x

    def all_gather(self, x: Any) -> Any:
        """What the processes have, one behind the other along the first axis."""
        return x

    def reduce_scatter(self, x: Any, op: str) -> Any:
        """The part of the reduction that belongs to this process, of equal parts along the first axis."""
        return x

    def all_to_all(self, x: Any, split: int, concat: int) -> Any:
        """Parts of `x` along the axis `split`, one to each process; what comes is joined along the axis `concat`."""
        return x

    def broadcast(self, x: Any, root: int) -> Any:
        """What process `root` of the group has."""
        return x


_WORLD = Group((0,))
_made: dict[str, Group] = {}


def find(name: str) -> Group:
    """The group of a name; RuntimeError if there is none."""
    if name in WORLD_NAMES:
        return _WORLD
    if name not in _made:
        raise RuntimeError(f"The group {name} does not exist.")
    return _made[name]


def make(name: str, ranks: list[int]) -> None:
    """Name a group of some of the world's processes; RuntimeError if a rank is not in the world."""
    for rank in ranks:
        if rank not in _WORLD.ranks:
            raise RuntimeError(
                f"The group {name} can not be made of the ranks {ranks}: the world has the ranks {list(_WORLD.ranks)}."
            )
    _made[name] = Group(tuple(ranks))


def forget(name: str) -> None:
    """Drop a group; KeyError if there is none of that name, or it is the world."""
    del _made[name]


def forget_all() -> None:
    """Drop all groups but the world."""
    _made.clear()


def launched() -> int:
    """How many processes the launcher of this one has started; 1 without a launcher."""
    return max([int(os.environ[n]) for n in _COUNTS if os.environ.get(n, "").isdigit()], default=1)
