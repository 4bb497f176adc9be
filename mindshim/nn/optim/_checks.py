"""Checks of hyper-parameters, with MindSpore's errors."""

from __future__ import annotations

from typing import Any


def check_unit(name: str, value: Any, op: str) -> None:
    if not isinstance(value, float):
        raise TypeError(f"For '{op}', the type of '{name}' should be 'float', but got type '{type(value).__name__}'.")
    if not 0.0 < value < 1.0:
        raise ValueError(f"For '{op}', the '{name}' must be in range of (0.0, 1.0), but got {value} with type 'float'.")


def check_positive(name: str, value: Any, op: str) -> None:
    if not isinstance(value, float):
        raise TypeError(f"For '{op}', the type of '{name}' should be 'float', but got type '{type(value).__name__}'.")
    if value <= 0:
        raise ValueError(f"For '{op}', the '{name}' must be float and must > 0, but got '{value}' with type 'float'.")


def check_flag(name: str, value: Any, op: str) -> None:
    if not isinstance(value, bool):
        raise TypeError(f"For '{op}', the type of '{name}' should be 'bool', but got type '{type(value).__name__}'.")


def check_at_least_zero(name: str, value: Any, op: str) -> None:
    if isinstance(value, bool) or not isinstance(value, float):
        raise TypeError(f"For '{op}', the type of '{name}' should be 'float', but got type '{type(value).__name__}'.")
    if value < 0:
        raise ValueError(f"For '{op}', the '{name}' must be float and must >= 0, but got '{value}' with type 'float'.")
