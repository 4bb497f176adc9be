"""Settings to find faults of Ascend devices' operators."""

from __future__ import annotations

from typing import Any

from mindshim.device_context._settings import check_choice, check_type, no_effect


def execute_timeout(op_timeout: int) -> None:
    """How many seconds an operator may take (mirrors `mindspore.device_context.ascend.op_debug.execute_timeout`); no effect here, which is logged.

    Raises:
        TypeError: if it is no int. ValueError: if it is negative.

    Examples:
        >>> from mindshim.device_context.ascend.op_debug import execute_timeout
        >>> execute_timeout(600)
    """
    check_type("op_timeout", op_timeout, int)
    if op_timeout < 0:
        raise ValueError(f"The num of execute_timeout must be at least 0, but got {op_timeout}.")
    no_effect("ascend.op_debug.execute_timeout")


def debug_option(option_value: str) -> None:
    """What operators watch: "oom", accesses out of bounds (mirrors `mindspore.device_context.ascend.op_debug.debug_option`); no effect here, which is logged.

    Raises:
        ValueError: for another value.

    Examples:
        >>> from mindshim.device_context.ascend.op_debug import debug_option
        >>> debug_option("oom")
    """
    check_choice("ascend.op_debug.debug_option", option_value, ["oom"])
    no_effect("ascend.op_debug.debug_option")


def aclinit_config(config: dict[str, Any]) -> None:
    """How the device's runtime begins (mirrors `mindspore.device_context.ascend.op_debug.aclinit_config`); no effect here, which is logged.

    Raises:
        TypeError: if it is no dict.

    Examples:
        >>> from mindshim.device_context.ascend.op_debug import aclinit_config
        >>> aclinit_config({})
    """
    check_type("config", config, dict)
    no_effect("ascend.op_debug.aclinit_config")
