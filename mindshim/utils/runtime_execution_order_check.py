"""Whether the processes of a run communicate in an order in which nobody waits for ever.

Every process (rank) leaves a table of its communication, `rank_0/execute_order/comm_execute_order.csv` and so on. Each operation
gets a name that is the same on all the ranks that take part. A rank that misses one, and orders that contradict each other, make
the run hang.
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from mindshim import log

_COLUMNS = [
    "index", "group", "comm_rank", "primitive", "src_rank", "dest_rank", "root_rank", "input_shape", "input_type", "output_shape",
    "output_type", "input_size", "output_size",
]  # fmt: skip
_RANK_FOLDER = re.compile(r"rank_(\w+)$")
_SENDS = ("Send", "DistCommIsend", "InnerCommIsend")
_RECEIVES = ("Receive", "DistCommIrecv", "InnerCommIrecv")


class ExecuteOrder:
    """An operation of a rank: a row of its table."""

    def __init__(
        self, index: str, group: str, comm_rank: str, primitive: str, src_rank: str = "", dest_rank: str = "", root_rank: str = "",
        input_shape: str = "", output_shape: str = "",
    ) -> None:  # fmt: skip
        self.index, self.group, self.primitive = index, group, primitive
        self.comm_rank = comm_rank.split()
        self.src_rank, self.dest_rank, self.root_rank = src_rank, dest_rank, root_rank
        self.input_shape, self.output_shape = input_shape, output_shape

    def name_on(self, rank: str) -> str:
        """The operation's name, but for how often it was there before: equal on all the ranks that take part."""
        ends = {"srcRank": self.src_rank, "destRank": self.dest_rank, "rootRank": self.root_rank}
        ranks = ",".join(self.comm_rank)
        if not any(ends.values()):
            return f"{self.primitive}_{self.group}_({ranks})"
        if self.primitive in _SENDS:
            return f"Send_Receive_{self.group}_({rank})->({self.dest_rank})_{self.input_shape}"
        if self.primitive in _RECEIVES:
            return f"Send_Receive_{self.group}_({self.src_rank})->({rank})_{self.output_shape}"
        given = "".join(f"_{end}:({value})" for end, value in ends.items() if value)
        return f"{self.primitive}_{self.group}_commRank:({ranks}){given}"


class RankFolderParser:
    """Reads the tables of the ranks below one folder or several.

    Raises:
        ValueError: if a folder is missing, or has none of a rank in it and is none itself.
    """

    def __init__(self, folders: str | list[str]) -> None:
        self.folders = [folders] if isinstance(folders, str) else list(folders)
        self._ranks: dict[str, str] = {}
        for folder in self.folders:
            if not os.path.exists(folder):
                raise ValueError(f"Path does not exist: {folder}. Ensure the path exists and is accessible.")
            found = _rank_folders(folder)
            if not found:
                raise ValueError(f"No rank_x folders found in {folder}.")
            self._ranks.update(found)

    def parse(self) -> dict[str, list[ExecuteOrder]]:
        """The operations of each rank that has a table."""
        tables = (self.parse_rank_folder(folder, rank) for rank, folder in self._ranks.items())
        return {rank: orders for rank, orders in tables if orders is not None}

    def parse_rank_folder(self, folder: str, rank: str) -> tuple[str, list[ExecuteOrder] | None]:
        """The rank and its operations; None, and a line in the log, if its table is missing or has other columns."""
        path = os.path.join(folder, "execute_order", "comm_execute_order.csv")
        try:
            with open(path, encoding="utf-8", newline="") as file:
                rows = csv.DictReader(file)
                if [name.strip() for name in rows.fieldnames or []] != _COLUMNS:
                    log.error(f"The columns of {path} must be {_COLUMNS}, but got {rows.fieldnames}.")
                    return rank, None
                wanted = [name for name in _COLUMNS if not name.endswith(("_type", "_size"))]
                return rank, [ExecuteOrder(**{name: row[name] or "" for name in wanted}) for row in rows]
        except OSError as error:
            log.error(f"The table of rank {rank} can't be read: {error}.")
            return rank, None


def _rank_folders(folder: str) -> dict[str, str]:
    """Rank -> its folder, for the folders of ranks in `folder`, or `folder` itself."""
    own = _RANK_FOLDER.match(os.path.basename(os.path.normpath(folder)))
    if own:
        return {own[1]: folder}
    names = ((name, _RANK_FOLDER.match(name)) for name in sorted(os.listdir(folder)))
    return {found[1]: os.path.join(folder, name) for name, found in names if found and os.path.isdir(os.path.join(folder, name))}


def modify_execute_orders(execute_orders_map: Mapping[str, Iterable[ExecuteOrder]]) -> dict[str, list[str]]:
    """The name of each rank's operations, in their order: the n-th of a name ends with `_nth`."""
    out: dict[str, list[str]] = {}
    for rank, orders in execute_orders_map.items():
        seen: Counter[str] = Counter()
        names = out[rank] = []
        for order in orders:
            name = order.name_on(rank)
            seen[name] += 1
            names.append(f"{name}_{seen[name]}th")
    return out


def parse_and_validate(data: Mapping[str, Any], all_rank: bool = True) -> list[str]:
    """What is wrong with who takes part in what, also in the log.

    Args:
        data: rank -> names of its operations, as of `modify_execute_orders`.
        all_rank: whether `data` has every rank; if not, ranks that it doesn't have are taken to be right.
    """
    wrong = []
    lists = {}
    for rank, names in data.items():
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            lists[rank] = set(names)
        else:
            wrong.append(f"The operations of rank {rank} must be a list of str, but got {names!r}.")
    for rank, names in lists.items():
        for name in sorted(names):
            for other in _members(name):
                if other not in data:
                    if all_rank:
                        wrong.append(f"Rank {rank} has {name}, but there is no rank {other}.")
                elif other in lists and name not in lists[other]:
                    wrong.append(f"Rank {rank} has {name}, but rank {other} has not.")
    for line in wrong:
        log.error(line)
    return wrong


def _members(name: str) -> list[str]:
    """The ranks that a name speaks of, in its parentheses."""
    return list(dict.fromkeys(rank for inner in re.findall(r"\(([^()]*)\)", name) for rank in inner.split(",") if rank.isdigit()))


def detect_cycle_in_graph(ranks_map: Mapping[str, list[str]]) -> tuple[list[str] | None, list[str] | None]:
    """A circle of operations that wait for each other.

    Args:
        ranks_map: rank -> its operations in their order: each waits for the one before it.

    Returns:
        The circle, from an operation back to it, and which rank demands each of its steps; None and None if there is none.

    Examples:
        >>> from mindshim.utils.runtime_execution_order_check import detect_cycle_in_graph
        >>> detect_cycle_in_graph({"0": ["A", "B"], "1": ["B", "A"]})
        (['A', 'B', 'A'], ['0 A -> B', '1 B -> A'])
    """
    steps: dict[str, dict[str, str]] = {}
    for rank, names in ranks_map.items():
        for before, after in zip(names, names[1:], strict=False):
            steps.setdefault(before, {}).setdefault(after, rank)
    finished: set[str] = set()
    for start in steps:
        # Depth first, with the way from `start` kept: an operation met again on the way closes a circle.
        way = [start]
        branches = [iter(steps[start])]
        while way and start not in finished:
            following = next(branches[-1], None)
            if following is None:
                finished.add(way.pop())
                branches.pop()
            elif following in way:
                circle = [*way[way.index(following) :], following]
                return circle, [f"{steps[a][b]} {a} -> {b}" for a, b in zip(circle, circle[1:], strict=False)]
            elif following not in finished:
                way.append(following)
                branches.append(iter(steps.get(following, ())))
    return None, None


def runtime_execution_order_check(folders_: str | list[str], all_rank: bool | None = None) -> None:
    """Check the tables of communication that ranks left; what is wrong is in the log (mirrors
    `mindspore.utils.runtime_execution_order_check`).

    Args:
        folders_: the folder with the folders `rank_0`, `rank_1`, ..., or several. all_rank: whether all ranks are there; by
            default if `folders_` is one folder.

    Raises:
        ValueError: if a folder is missing or has no folder of a rank.

    Examples:
        >>> import tempfile
        >>> from mindshim.utils import runtime_execution_order_check
        >>> runtime_execution_order_check(tempfile.mkdtemp())  # doctest: +ELLIPSIS
        Traceback (most recent call last):
        ValueError: No rank_x folders found in ...
    """
    names = modify_execute_orders(RankFolderParser(folders_).parse())
    parse_and_validate(names, isinstance(folders_, str) if all_rank is None else all_rank)
    circle, demands = detect_cycle_in_graph(names)
    if circle and demands:
        log.error(f"These operations wait for each other: {' -> '.join(circle)}. The ranks ask for: {'; '.join(demands)}.")


_collecting = False


def comm_exec_order_check(action: str) -> None:
    """Check the order of communication between two calls (mirrors `mindspore.utils.comm_exec_order_check`).

    The collective operations of a program run in one process here, one after the other: every order of them is right.

    Args:
        action: "start" or "end"; a second "start", and an "end" without one, are logged as errors.

    Raises:
        TypeError: if it is no str. ValueError: for another str.

    Examples:
        >>> from mindshim.utils import comm_exec_order_check
        >>> comm_exec_order_check("start")
        >>> comm_exec_order_check("end")
    """
    global _collecting
    if not isinstance(action, str):
        raise TypeError("The 'action' parameter must be a string.")
    if action not in ("start", "end"):
        raise ValueError("Invalid action. Please use 'start' or 'end'.")
    begins = action == "start"
    if begins == _collecting:
        log.error("The 'start' action cannot be called twice." if begins else "The 'end' action cannot be called before the 'start' action.")
        return
    _collecting = begins
