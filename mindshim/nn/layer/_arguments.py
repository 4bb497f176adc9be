"""Checks of what layers are given, with MindSpore's errors."""

from __future__ import annotations

from typing import Any

from mindshim.common.tensor import Tensor


def positive_int(op: str, name: str, value: Any) -> int:
    """`value` if it is a positive int; MindSpore's errors otherwise."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"For '{op}', the type of '{name}' must be int, but got {type(value).__name__}.")
    if value <= 0:
        raise ValueError(f"For '{op}', the '{name}' must be int and must > 0, but got '{value}' with type 'int'.")
    return value


def need_tensor(op: str, name: str, value: Any) -> None:
    """TypeError unless `value` is a Tensor."""
    if not isinstance(value, Tensor):
        raise TypeError(f"For '{op}', the '{name}' must be a Tensor, but got {type(value).__name__}.")
