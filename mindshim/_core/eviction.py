"""Compiled programs are let go before a process has too many.

On a CPU each holds about six memory maps, of which Linux allows a process 65,530 (beyond, XLA crashes while it loads one),
and one or two megabytes. Compilations are counted, and every few hundred of them the maps and the free memory are looked
at; a call of a compiled program costs nothing. When either is short, all programs go, and come back as they are called.
"""

from __future__ import annotations

import ctypes
import gc
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jax

#: How many programs one compiled or transformed function keeps, for as many shapes and constants.
MOST = 128
_COMPILED = "/jax/core/compile/backend_compile_duration"
#: How many maps a large program may have; six is usual.
_MAPS_EACH = 32
#: Memory is looked at no sooner than after so many compilations, nor later.
_SOON, _LATE = 100, 500
#: What else is done then: tables of programs by their constants are emptied.
on_release: list[Callable[[], None]] = []


def _number(file: str) -> int | None:
    """The number in a file of the kernel's; None if there is none."""
    try:
        return int(Path(file).read_text())
    except (OSError, ValueError):
        return None


def maps() -> int:
    """How many memory maps this process has; 0 where nobody counts them."""
    try:
        return Path("/proc/self/maps").read_bytes().count(b"\n")
    except OSError:
        return 0


def memory() -> tuple[int, int]:
    """How much memory is free and how much there is, in bytes, for this process; (1, 1) where nobody tells."""
    most, used = _number("/sys/fs/cgroup/memory.max"), _number("/sys/fs/cgroup/memory.current")
    if most is not None and used is not None:
        try:
            stat = dict(line.split() for line in Path("/sys/fs/cgroup/memory.stat").read_text().splitlines())
        except OSError:
            stat = {}
        # What the kernel keeps of files it gives back when asked.
        return most - used + int(stat.get("inactive_file", 0)), most
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return 1, 1
    known = {name: int(rest.split()[0]) << 10 for name, _, rest in (line.partition(":") for line in lines)}
    return known.get("MemAvailable", 1), known.get("MemTotal", 1)


def release() -> None:
    """Let go of every compiled program that is not running: each is compiled again when it is called."""
    for forget in on_release:
        forget()
    jax.clear_caches()
    gc.collect()
    try:
        # What the allocator has kept of them goes back to the system.
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError):
        pass


class Watch:
    """Counts compilations, and lets programs go when they are too many."""

    def __init__(self, most_maps: int | None = None, least_memory: float = 1 / 8) -> None:
        limit = _number("/proc/sys/vm/max_map_count") or 0
        self.most_maps = limit // 2 if most_maps is None else most_maps
        self.least_memory = least_memory
        self.compiled = 0
        self.since = 0
        self.released = 0
        self._next = _LATE
        self._lock = threading.Lock()

    def heard(self, event: str, duration_secs: float, **_: Any) -> None:
        """What JAX reports of; also from other threads."""
        if event != _COMPILED:
            return
        self.compiled += 1
        if self.compiled >= self._next and self._lock.acquire(blocking=False):
            try:
                self.look()
            finally:
                self._lock.release()

    def look(self) -> None:
        """Let programs go if there are too many, and settle when to look again."""
        n = maps() if self.most_maps else 0
        free, there_is = memory()
        short = free < there_is * self.least_memory and self.compiled - self.since >= _LATE
        if short or (self.most_maps and n > self.most_maps):
            release()
            self.released += 1
            self.since = self.compiled
            n = 0
        left = (self.most_maps - n) // _MAPS_EACH if self.most_maps else _LATE
        self._next = self.compiled + min(max(left, _SOON), _LATE)


watch = Watch()
jax.monitoring.register_event_duration_secs_listener(watch.heard)
