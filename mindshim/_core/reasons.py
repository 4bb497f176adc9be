"""Why a function is not compiled, and where: in the user's words and lines."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

from mindshim._core import places


def place_named(obj: Any, name: str) -> str:
    if name == places.CELL:
        return "a variable of a function around it"
    if isinstance(obj, (ModuleType, places.Namespace)):
        return f"the global '{name}'"
    return f"the attribute '{name}' of {obj.__qualname__ if isinstance(obj, type) else f'a {type(obj).__name__}'}"


def place_of(error: Exception) -> tuple[str, int] | None:
    """The file and the line of the user's program that an error comes from."""
    from mindshim._core.tracebacks import LIBRARIES

    where = None
    tb = error.__traceback__
    while tb is not None:
        filename = tb.tb_frame.f_code.co_filename
        if not filename.startswith(LIBRARIES):
            where = filename, tb.tb_lineno
        tb = tb.tb_next
    return where


def reason_of(error: Exception, fn: Any = None) -> str:
    """Why a function is not compiled, with the user's line; of `fn` where the error comes from none."""
    text = str(error).split("\n", 1)[0]
    where = place_of(error)
    code = getattr(inspect.unwrap(fn), "__code__", None) if fn is not None else None
    if where is None and code is not None and not re.search(r":\d+: ", text):
        where = code.co_filename, code.co_firstlineno
    return text + (f" at {where[0]}:{where[1]}" if where else "")


def explain_fallback(fn: Callable[..., Any], error: Exception) -> None:
    """Say, with the user's line, why a function runs in PyNative."""
    from mindshim import log

    log.warning(
        "The function '%s' cannot be compiled and runs in PyNative mode: %s", getattr(fn, "__qualname__", fn), reason_of(error, fn)
    )
