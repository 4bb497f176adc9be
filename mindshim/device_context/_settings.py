"""Settings of one kind of device: checked, and for other devices logged and left alone, as in MindSpore."""

from __future__ import annotations

from typing import Any

from mindshim import log


def check_type(name: str, value: Any, kind: type) -> None:
    """Raises TypeError unless the value has the type; a bool is no int."""
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(f"The parameter '{name}' must be {kind}, but got {type(value)}")


def check_choice(where: str, value: Any, choices: list[Any]) -> None:
    """Raises ValueError unless the value is one of them."""
    if value not in choices or type(value) not in {type(choice) for choice in choices}:
        raise ValueError(f"For 'mindspore.device_context.{where}', the argument must be in {choices} but got {value}.")


def no_effect(where: str) -> None:
    """What a setting of MindSpore's own kernels does here."""
    log.warning(f"mindspore.device_context.{where} is a setting of MindSpore's own kernels; JAX's compiler chooses itself, it has no effect.")


def count(target: str, missing: str) -> int:
    """How many devices there are.

    Raises:
        RuntimeError: if there is none.
    """
    from mindshim import hal

    found = hal.device_count(target)
    if not found:
        raise RuntimeError(missing)
    return found
