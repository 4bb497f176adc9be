"""What Ascend devices there are."""

from __future__ import annotations

from mindshim.device_context._settings import count


def device_count() -> int:
    """How many Ascend devices there are (mirrors `mindspore.device_context.ascend.device_count`).

    Raises:
        RuntimeError: if there is none.

    Examples:
        >>> import mindshim as ms
        >>> if ms.device_context.ascend.is_available():
        ...     print(ms.device_context.ascend.device_count() > 0)
    """
    return count("Ascend", "Device Ascend not exist.")


def is_available() -> bool:
    """Whether there is one (mirrors `mindspore.device_context.ascend.is_available`).

    Examples:
        >>> import mindshim as ms
        >>> ms.device_context.ascend.is_available()  # doctest: +SKIP
        False
    """
    from mindshim import hal

    return hal.is_available("Ascend")
