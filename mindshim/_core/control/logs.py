"""Logging in traced functions: a record for each call, written when the program comes to it."""

from __future__ import annotations

import functools
import logging
import sys
from types import FunctionType, MethodType
from typing import Any

from mindshim._core import effects

_LEVELS = {
    "debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "warn": logging.WARNING, "error": logging.ERROR,
    "critical": logging.CRITICAL, "fatal": logging.CRITICAL,
}  # fmt: skip


def instead(fn: Any) -> Any:
    """What to call in the place of a function or method that logs; None for any other."""
    name = fn.__name__
    if name not in _LEVELS and name != "log":
        return None
    if type(fn) is MethodType:
        logger = fn.__self__
        if not isinstance(logger, logging.Logger):
            return None
    elif type(fn) is FunctionType and fn.__module__ == "logging":
        logger = None
    elif type(fn) is FunctionType and fn.__module__ == "mindshim.log" and name != "log":
        from mindshim import log

        logger = log._get_logger()
    else:
        return None
    return functools.partial(_log, fn, logger, _LEVELS.get(name))


def _log(fn: Any, logger: logging.Logger | None, level: int | None, *args: Any, **kwargs: Any) -> None:
    if not effects.tracing() or kwargs.get("exc_info") or kwargs.get("stack_info"):
        fn(*args, **kwargs)
        return
    severity, message, *rest = args if level is None else (level, *args)
    # The place is that of the call in the program, not that of the callback.
    frame = sys._getframe(1)
    place = frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name

    def write(message: Any, arguments: tuple[Any, ...]) -> None:
        target = logger
        if target is None:
            target = logging.getLogger()
            if not target.handlers:
                logging.basicConfig()
        if target.isEnabledFor(severity):
            file, line, name = place
            target.handle(target.makeRecord(target.name, severity, file, line, message, arguments, None, name, kwargs.get("extra")))

    effects.emit(write, message, tuple(rest))
