"""Folders of training's output, under the name that programs import (mirrors `mindspore.train._utils`)."""

from __future__ import annotations

import os

_LONGEST = 4096


def _make_directory(path: str, arg_name: str = "path") -> str:
    """The folder `path`, made if it is missing, as an absolute path.

    Raises:
        TypeError: if `path` is no str, or may not be written. ValueError: if it is blank or too long.
        NotADirectoryError: if there is a file of that name.
    """
    if not isinstance(path, str):
        raise TypeError(f"The {arg_name} is invalid, the type should be string. It is a {type(path).__name__}.")
    if not path.strip():
        raise ValueError(f"The {arg_name} is invalid, it should be non-blank.")
    real = os.path.realpath(path)
    if len(real) > _LONGEST:
        raise ValueError(f"The {arg_name} length is too long, it should be limited in {_LONGEST}.")
    if os.path.exists(real) and not os.path.isdir(real):
        raise NotADirectoryError(f"The path({real}) is a file path, it should be a directory path.")
    try:
        os.makedirs(real, mode=0o700, exist_ok=True)
    except PermissionError:
        raise TypeError(f"No write permission on the directory {real}.") from None
    return real
