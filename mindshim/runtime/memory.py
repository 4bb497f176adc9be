"""The memory of the device in use, in bytes, as JAX reports it; a CPU reports none, and all numbers are 0."""

from __future__ import annotations

import gc
from typing import Any

import jax

#: the marks set by the reset functions: what the highest values count from
_base = {"allocated": 0, "reserved": 0}


def _stats() -> dict[str, int]:
    return jax.devices()[0].memory_stats() or {}


def memory_allocated() -> int:
    """The bytes that arrays hold now (mirrors `mindspore.runtime.memory_allocated`).

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.memory_allocated() >= 0
        True
    """
    return _stats().get("bytes_in_use", 0)


def memory_reserved() -> int:
    """The bytes that JAX has taken from the device (mirrors `mindspore.runtime.memory_reserved`).

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.memory_reserved() >= 0
        True
    """
    found = _stats()
    return found.get("pool_bytes", found.get("bytes_reserved", found.get("bytes_in_use", 0)))


def max_memory_allocated() -> int:
    """The most bytes that arrays have held (mirrors `mindspore.runtime.max_memory_allocated`).

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.max_memory_allocated() >= 0
        True
    """
    return max(_stats().get("peak_bytes_in_use", 0) - _base["allocated"], memory_allocated())


def max_memory_reserved() -> int:
    """The most bytes that JAX has taken from the device (mirrors `mindspore.runtime.max_memory_reserved`).

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.max_memory_reserved() >= 0
        True
    """
    found = _stats()
    return max(found.get("peak_pool_bytes", found.get("peak_bytes_in_use", 0)) - _base["reserved"], memory_reserved())


def reset_max_memory_allocated() -> None:
    """Count the highest allocation anew (mirrors `mindspore.runtime.reset_max_memory_allocated`).

    JAX's own mark cannot be moved: a later one shows only by what it exceeds the old one.

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.reset_max_memory_allocated()
    """
    _base["allocated"] = _stats().get("peak_bytes_in_use", 0)


def reset_max_memory_reserved() -> None:
    """Count the highest reservation anew (mirrors `mindspore.runtime.reset_max_memory_reserved`).

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.reset_max_memory_reserved()
    """
    found = _stats()
    _base["reserved"] = found.get("peak_pool_bytes", found.get("peak_bytes_in_use", 0))


def reset_peak_memory_stats() -> None:
    """Count both highest values anew (mirrors `mindspore.runtime.reset_peak_memory_stats`).

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.reset_peak_memory_stats()
    """
    reset_max_memory_allocated()
    reset_max_memory_reserved()


def memory_stats() -> dict[str, Any]:
    """The numbers of this file by MindSpore's names (mirrors `mindspore.runtime.memory_stats`).

    Examples:
        >>> import mindshim as ms
        >>> sorted(ms.runtime.memory_stats())[:2]
        ['max_allocated_memory', 'max_reserved_memory']
    """
    reserved, allocated = memory_reserved(), memory_allocated()
    return {
        "total_reserved_memory": reserved,
        "total_allocated_memory": allocated,
        "total_idle_memory": reserved - allocated,
        "total_eager_free_memory": 0,
        "max_reserved_memory": max_memory_reserved(),
        "max_allocated_memory": max_memory_allocated(),
    }


def memory_summary() -> str:
    """`memory_stats` as a table (mirrors `mindspore.runtime.memory_summary`).

    Examples:
        >>> import mindshim as ms
        >>> isinstance(ms.runtime.memory_summary(), str)
        True
    """
    rows = [f"| {name:<24} | {value:>16} |" for name, value in memory_stats().items()]
    line = "|" + "-" * (len(rows[0]) - 2) + "|"
    return "\n".join([line, *rows, line])


def empty_cache() -> None:
    """Give back what no array needs any more (mirrors `mindspore.runtime.empty_cache`).

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.empty_cache()
    """
    gc.collect()


def set_memory(
    init_size: str = "2GB", increase_size: str = "2GB", max_size: str = "1024GB", optimize_level: str = "O0",
    huge_page_reserve_size: str = "0GB",
) -> None:  # fmt: skip
    """The sizes of MindSpore's memory pool (mirrors `mindspore.runtime.set_memory`); no effect here.

    JAX reads `XLA_PYTHON_CLIENT_MEM_FRACTION` when it starts.

    Raises:
        TypeError: if a size is not a string. ValueError: for another `optimize_level` than "O0" or "O1".
    """
    for name, value in (("init_size", init_size), ("increase_size", increase_size), ("max_size", max_size)):
        if not isinstance(value, str):
            raise TypeError(f"For 'set_memory', the '{name}' must be str, but got {type(value).__name__}.")
    if optimize_level not in ("O0", "O1"):
        raise ValueError(f"For 'set_memory', the 'optimize_level' must be one of ['O0', 'O1'], but got {optimize_level}.")


def memory_replay(file_path: str) -> None:
    """Replay what an Ascend device's memory pool was asked for (mirrors `mindspore.runtime.memory_replay`).

    Raises:
        TypeError: if it is no path. RuntimeError: always otherwise, as in MindSpore without such a device: there is no such pool.

    Examples:
        >>> import mindshim as ms
        >>> ms.runtime.memory_replay("memory_tracker.csv")
        Traceback (most recent call last):
        RuntimeError: memory_replay: ...
    """
    import os

    os.fspath(file_path)
    raise RuntimeError(
        "memory_replay: it replays the memory pool of an Ascend device, and there is none; "
        "`mindshim.runtime.memory_stats` and jax.profiler.save_device_memory_profile tell of JAX's."
    )
