"""Which arrays nothing else refers to: a compiled program may write its results over those."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any


class _Probe:
    pass


def _baseline_references() -> int:
    holder = {"x": _Probe()}
    leaves = [holder["x"]]
    return sys.getrefcount(holder["x"]) if leaves else 0


#: How many references an array has that only its Tensor and the call's argument list hold.
_ALONE = _baseline_references()


def shared(leaves: list[Any], where: Iterable[int]) -> list[int]:
    """Those of `where` whose arrays are held by more than one Tensor each and `leaves`."""
    return [i for i in where if sys.getrefcount(leaves[i]) > _ALONE]


def alone(leaves: list[Any], where: Iterable[int]) -> bool:
    """Whether the arrays at `where` are held by one Tensor each and by `leaves`, and by nothing else."""
    for i in where:
        if sys.getrefcount(leaves[i]) > _ALONE:
            return False
    return True
