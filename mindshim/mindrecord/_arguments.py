"""Checks of arguments that the reader, the writer and the pages share."""

from __future__ import annotations

import multiprocessing
import os
from typing import Any

from mindshim.mindrecord.common.exceptions import ParamValueError


def file_name(value: Any) -> str:
    """A file name; ParamValueError for what can't be one."""
    if not value:
        raise ParamValueError("File path is not allowed None or empty!")
    if not isinstance(value, str):
        raise ParamValueError(f"File path: {value} is not string.")
    base = os.path.basename(value)
    if any(c in base for c in '\\/:*?"<>|`&;\''):
        raise ParamValueError("File name should not contains \\/:*?\\\"<>|`&;\\'")
    if base != base.strip(" "):
        raise ParamValueError("File name should not start/end with space.")
    return value


def file_names(value: Any) -> Any:
    """A file name or a list of them."""
    if not isinstance(value, list):
        return file_name(value)
    return [file_name(v) for v in value] or file_name(None)


def consumers(value: Any) -> None:
    """ParamValueError for what is no number of threads."""
    if value is None:
        raise ParamValueError("Parameter num_consumer is None.")
    if not isinstance(value, int):
        raise ParamValueError("Parameter num_consumer is not int.")
    # The default, 4, is fine on any machine.
    most = max(multiprocessing.cpu_count(), 4)
    if not 1 <= value <= most:
        raise ParamValueError(f"Parameter num_consumer: {value} should between 1 and {most}.")
