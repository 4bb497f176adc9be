"""Logging in MindSpore's format and levels (mirrors `mindspore.log`).

The environment decides, when the first line is logged: `GLOG_v` (0 debug, 1 info, 2 warning, 3 error, 4 critical;
default 2), `GLOG_logtostderr` (0 writes to files in `GLOG_log_dir`), `GLOG_stderrthreshold`, `logger_maxBytes`,
`logger_backupCount`.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

__all__ = ["get_level", "get_log_config"]

GLOBAL_LOGGER: logging.Logger | None = None
_names = {"0": "DEBUG", "1": "INFO", "2": "WARNING", "3": "ERROR", "4": "CRITICAL"}
_config: dict[str, Any] = {}
_lock = threading.Lock()
_packages = Path(__file__).resolve().parent.parent


class _DataFormatter(logging.Formatter):
    """`[WARNING] ME(pid:thread,process):YYYY-MM-DD-HH:MM:SS.mmm.uuu [path:line] message`."""

    def __init__(self) -> None:
        super().__init__(
            "[%(levelname)s] ME(%(process)d:%(thread)d,%(processName)s):%(asctime)s "
            "[%(filepath)s:%(lineno)d] %(message)s"
        )

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        """The time with milliseconds and (zero) microseconds."""
        made = datetime.fromtimestamp(record.created)
        return f"{made:%Y-%m-%d-%H:%M:%S}.{made.microsecond // 1000:03d}.000"

    def format(self, record: logging.LogRecord) -> str:
        """One record as text; files of the package show their path inside it."""
        path = record.pathname
        if path.startswith(str(_packages) + os.sep):
            path = path[len(str(_packages)) + 1 :]
        record.filepath = path
        return super().format(record)


def _level(variable: str) -> str:
    level = os.environ.get(variable, "").strip() or "2"
    if level not in _names:
        raise ValueError(
            f"Incorrect log level, please check the configuration of GLOG_v or GLOG_stderrthreshold, "
            f"desired integer log level: 4-CRITICAL, 3-ERROR, 2-WARNING, 1-INFO, 0-DEBUG, but got {level}."
        )
    return level


def _read_config() -> dict[str, Any]:
    """The settings of the environment, checked."""
    to_stderr = os.environ.get("GLOG_logtostderr", "1")
    if to_stderr not in ("0", "1"):
        raise ValueError(f"Incorrect value, the value of GLOG_logtostderr must be 0 or 1, but got {to_stderr}.")
    config: dict[str, Any] = {"GLOG_v": _level("GLOG_v"), "GLOG_logtostderr": to_stderr}
    if to_stderr == "1":
        return config
    folder = os.environ.get("GLOG_log_dir", "").strip()
    if not folder:
        raise ValueError(
            "When GLOG_logtostderr is set to 0, the directory of saving log GLOG_log_dir must be set, but got it empty."
        )
    rank = os.environ.get("RANK_ID") or "0"
    config["GLOG_log_dir"] = os.path.join(os.path.realpath(folder), f"rank_{rank}", "logs")
    for variable, default in (("logger_maxBytes", 52428800), ("logger_backupCount", 30)):
        text = os.environ.get(variable, str(default))
        if not text.isdigit():
            raise ValueError(f"Incorrect value, the value of {variable} must be non-negative number, but got {text}.")
        config[variable] = int(text)
    config["GLOG_stderrthreshold"] = _level("GLOG_stderrthreshold")
    return config


def _get_logger() -> logging.Logger:
    """The logger, set up from the environment at the first use."""
    global GLOBAL_LOGGER
    if GLOBAL_LOGGER is not None:
        return GLOBAL_LOGGER
    with _lock:
        if GLOBAL_LOGGER is None:
            GLOBAL_LOGGER = _make_logger(_read_config())
    return GLOBAL_LOGGER


class _Stderr(logging.StreamHandler):
    # Looks sys.stderr up at each line, so that redirecting it works.
    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> Any:
        return sys.stderr

    @stream.setter
    def stream(self, value: Any) -> None:
        pass


def _make_logger(config: dict[str, Any]) -> logging.Logger:
    _config.update(config)
    logger = logging.getLogger(f"ME.mindspore.log.{os.getpid()}")
    logger.propagate = False
    logger.setLevel(_names[config["GLOG_v"]])
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    console = _Stderr()
    console.setFormatter(_DataFormatter())
    logger.addHandler(console)
    if config["GLOG_logtostderr"] == "0":
        from logging.handlers import RotatingFileHandler

        console.setLevel(_names[config["GLOG_stderrthreshold"]])
        folder = config["GLOG_log_dir"]
        os.makedirs(folder, mode=0o700, exist_ok=True)
        file = RotatingFileHandler(
            os.path.join(folder, f"mindspore.log.{os.getpid()}"),
            maxBytes=config["logger_maxBytes"],
            backupCount=config["logger_backupCount"],
            delay=True,
        )
        file.setFormatter(_DataFormatter())
        logger.addHandler(file)
    return logger


def _at_caller(kwargs: dict[str, Any]) -> dict[str, Any]:
    # The line that called `debug(…)`, not the one below.
    kwargs["stacklevel"] = kwargs.get("stacklevel", 1) + 1
    return kwargs


def debug(msg: Any, *args: Any, **kwargs: Any) -> None:
    """Log `msg % args` at level DEBUG (mirrors `mindspore.log.debug`)."""
    _get_logger().debug(msg, *args, **_at_caller(kwargs))


def info(msg: Any, *args: Any, **kwargs: Any) -> None:
    """Log `msg % args` at level INFO (mirrors `mindspore.log.info`)."""
    _get_logger().info(msg, *args, **_at_caller(kwargs))


def warning(msg: Any, *args: Any, **kwargs: Any) -> None:
    """Log `msg % args` at level WARNING (mirrors `mindspore.log.warning`)."""
    _get_logger().warning(msg, *args, **_at_caller(kwargs))


def error(msg: Any, *args: Any, **kwargs: Any) -> None:
    """Log `msg % args` at level ERROR (mirrors `mindspore.log.error`)."""
    _get_logger().error(msg, *args, **_at_caller(kwargs))


def critical(msg: Any, *args: Any, **kwargs: Any) -> None:
    """Log `msg % args` at level CRITICAL (mirrors `mindspore.log.critical`)."""
    _get_logger().critical(msg, *args, **_at_caller(kwargs))


def get_level() -> str:
    """The log level as text, '0' (debug) to '4' (critical) (mirrors `mindspore.get_level`).

    Examples:
        >>> import mindshim as ms
        >>> ms.get_level()
        '2'
    """
    _get_logger()
    return _config["GLOG_v"]


def get_log_config() -> dict[str, Any]:
    """The logging settings in force, by the name of their environment variable (mirrors `mindspore.get_log_config`).

    Examples:
        >>> import mindshim as ms
        >>> ms.get_log_config()["GLOG_v"]
        '2'
    """
    _get_logger()
    return dict(_config)


class _LogActionOnce:
    """Decorator: what the function logs as a warning or error is logged on its first call only.

    Args:
        logger: the logging module or object whose `warning` is silenced (mirrors `mindspore.log._LogActionOnce`).
        key: functions with the same key count as one.
        no_warning: silence warnings on the first call too. Default: False.
    """

    is_logged: dict[str, bool] = {}

    def __init__(self, logger: Any, key: str, no_warning: bool = False) -> None:
        self.logger = logger
        self.key = key
        self.no_warning = no_warning

    def __call__(self, func: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(func)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            if not self.no_warning and not _LogActionOnce.is_logged.get(self.key):
                _LogActionOnce.is_logged[self.key] = True
                return func(*args, **kwargs)
            if not hasattr(self.logger, "warning"):
                return func(*args, **kwargs)
            kept = self.logger.warning
            self.logger.warning = lambda *_, **__: None
            try:
                return func(*args, **kwargs)
            finally:
                self.logger.warning = kept

        return wrapper
