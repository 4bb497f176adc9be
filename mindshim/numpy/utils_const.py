"""The exceptions of functions that are compiled (mirrors part of `mindspore.numpy.utils_const`)."""

from __future__ import annotations

from typing import Any, NoReturn


def _text(info: str, param: Any) -> str:
    return info if param is None else f"{info}{param}"


def _raise_type_error(info: str, param: Any = None) -> NoReturn:
    """Raise a TypeError that says `info` and, if given, the type of `param`."""
    raise TypeError(info if param is None else f"{info}{type(param)}")


def _raise_value_error(info: str, param: Any = None) -> NoReturn:
    """Raise a ValueError that says `info` and, if given, `param`."""
    raise ValueError(_text(info, param))


def _raise_runtime_error(info: str, param: Any = None) -> NoReturn:
    """Raise a RuntimeError that says `info` and, if given, `param`."""
    raise RuntimeError(_text(info, param))


def _raise_unimplemented_error(info: str) -> NoReturn:
    """Raise a NotImplementedError that says `info`."""
    raise NotImplementedError(info)
