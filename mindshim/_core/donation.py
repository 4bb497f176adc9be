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
    return max(map(sys.getrefcount, leaves))


#: How many references an array has that only its Tensor and the call's argument list hold.
_ALONE = _baseline_references()


def shared(leaves: list[Any]) -> list[int]:
    """Where in `leaves` are arrays that are held by more than one Tensor each and `leaves`."""
    counts = list(map(sys.getrefcount, leaves))
    return [] if max(counts, default=0) <= _ALONE else [i for i, count in enumerate(counts) if count > _ALONE]


def alone(leaves: list[Any], where: Iterable[int]) -> bool:
    """Whether the arrays at `where` are held by one Tensor each and by `leaves`, and by nothing else."""
    return max(map(sys.getrefcount, map(leaves.__getitem__, where)), default=0) <= _ALONE
