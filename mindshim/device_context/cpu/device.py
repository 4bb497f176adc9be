"""What CPU devices there are."""

from __future__ import annotations

from mindshim.device_context._settings import count


def device_count() -> int:
    """How many CPU devices there are (mirrors `mindspore.device_context.cpu.device_count`).

    Examples:
        >>> import mindshim as ms
        >>> ms.device_context.cpu.device_count() > 0
        True
    """
    return count("CPU", "Device_target CPU not exist.")


def is_available() -> bool:
    """Whether there is one (mirrors `mindspore.device_context.cpu.is_available`).

    Examples:
        >>> import mindshim as ms
        >>> ms.device_context.cpu.is_available()
        True
    """
    from mindshim import hal

    return hal.is_available("CPU")
