"""`mindspore.runtime`'s memory functions with the `device_target` that the older ones take."""

from __future__ import annotations

from typing import Any

from mindshim.runtime import memory as _memory

_KINDS = {"memory_stats": "dict", "memory_summary": "str"}


def _older(name: str) -> Any:
    now = getattr(_memory, name)

    def function(device_target: str | None = None) -> Any:
        return now()

    function.__name__ = function.__qualname__ = name
    function.__doc__ = f"""See `mindspore.runtime.{name}` (mirrors `mindspore.hal.{name}`); `device_target` has no effect.

    Examples:
        >>> import mindshim as ms
        >>> isinstance(ms.hal.{name}(), {_KINDS.get(name, "type(None)" if name.startswith("reset") else "int")})
        True
    """
    return function


memory_allocated = _older("memory_allocated")
memory_reserved = _older("memory_reserved")
max_memory_allocated = _older("max_memory_allocated")
max_memory_reserved = _older("max_memory_reserved")
memory_stats = _older("memory_stats")
memory_summary = _older("memory_summary")
reset_max_memory_allocated = _older("reset_max_memory_allocated")
reset_max_memory_reserved = _older("reset_max_memory_reserved")
reset_peak_memory_stats = _older("reset_peak_memory_stats")
