"""Marks in the profile, set by the program."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import jax

from mindshim import log

#: Whether the running profile, if there is one, records marks of a domain.
_recorder: Callable[[str], bool] | None = None
_open: dict[int, Any] = {}
_ids = count(1)


def record_with(wanted: Callable[[str], bool] | None) -> None:
    """From now on marks are recorded of the domains for which `wanted` is true."""
    global _recorder
    _recorder = wanted
    _open.clear()


def _annotation(message: Any, domain: Any) -> Any:
    for name, value in (("message", message), ("domain", domain)):
        if not isinstance(value, str) or not value:
            log.warning(f"For mstx, the '{name}' must be a str that is not empty, but got {value!r}; nothing is marked.")
            return None
    if _recorder is None or not _recorder(domain):
        return None
    return jax.profiler.TraceAnnotation(message, domain=domain)


class Mstx:
    """Marks and ranges in a profile, where its `_ExperimentalConfig` has `mstx=True` (mirrors `mindspore.profiler.mstx`).

    Examples:
        >>> import mindshim as ms
        >>> ms.profiler.mstx.range_start("load")  # no profile runs
        0
    """

    @staticmethod
    def mark(message: str, stream: Any = None, domain: str = "default") -> None:
        """Mark this moment. `stream` is accepted: JAX has none.

        Examples:
            >>> import mindshim as ms
            >>> ms.profiler.mstx.mark("loaded")
        """
        annotation = _annotation(message, domain)
        if annotation is not None:
            with annotation:
                pass

    @staticmethod
    def range_start(message: str, stream: Any = None, domain: str = "default") -> int:
        """Begin a range; its number, for `range_end`, or 0 if it is not recorded.

        Examples:
            >>> import mindshim as ms
            >>> ms.profiler.mstx.range_start("load")  # no profile runs
            0
        """
        annotation = _annotation(message, domain)
        if annotation is None:
            return 0
        annotation.__enter__()
        number = next(_ids)
        _open[number] = annotation
        return number

    @staticmethod
    def range_end(range_id: int, domain: str = "default") -> None:
        """End the range of that number; 0 is none.

        Examples:
            >>> import mindshim as ms
            >>> number = ms.profiler.mstx.range_start("load")
            >>> ms.profiler.mstx.range_end(number)
        """
        if not isinstance(range_id, int):
            log.warning(f"For mstx.range_end, the 'range_id' must be an int, but got {range_id!r}.")
            return
        annotation = _open.pop(range_id, None)
        if annotation is not None:
            annotation.__exit__(None, None, None)
