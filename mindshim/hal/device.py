"""What devices there are."""

from __future__ import annotations

from typing import Any

import jax

#: MindSpore's platforms -> JAX's
_PLATFORMS = {"CPU": "cpu", "GPU": "gpu", "Ascend": "tpu"}


def _devices(device_target: str | None, op: str) -> list[Any]:
    from mindshim.context import get_context

    target = get_context("device_target") if device_target is None else device_target
    if target not in _PLATFORMS:
        raise ValueError(f"For 'hal.{op}', the 'device_target' must be one of {list(_PLATFORMS)}, but got {target!r}.")
    try:
        return jax.devices(_PLATFORMS[target])
    except RuntimeError:
        return []


def is_available(device_target: str) -> bool:
    """Whether there are devices of a platform (mirrors `mindspore.hal.is_available`).

    Raises:
        ValueError: for another name than "CPU", "GPU" or "Ascend".

    Examples:
        >>> import mindshim as ms
        >>> ms.hal.is_available("CPU")
        True
    """
    return bool(_devices(device_target, "is_available"))


def is_initialized(device_target: str) -> bool:
    """Whether a platform is ready (mirrors `mindspore.hal.is_initialized`): if it is there, it is.

    Examples:
        >>> import mindshim as ms
        >>> ms.hal.is_initialized("CPU")
        True
    """
    return bool(_devices(device_target, "is_initialized"))


def device_count(device_target: str | None = None) -> int:
    """How many devices of a platform there are (mirrors `mindspore.hal.device_count`).

    Examples:
        >>> import mindshim as ms
        >>> ms.hal.device_count()
        1
    """
    return len(_devices(device_target, "device_count"))


def get_device_name(device_id: int, device_target: str | None = None) -> str:
    """What JAX calls a device (mirrors `mindspore.hal.get_device_name`); "CPU" for a CPU.

    Raises:
        ValueError: if there is no such device.

    Examples:
        >>> import mindshim as ms
        >>> ms.hal.get_device_name(0, "CPU")
        'CPU'
    """
    found = _devices(device_target, "get_device_name")
    if not 0 <= device_id < len(found):
        raise ValueError(f"For 'hal.get_device_name', the 'device_id' must be in [0, {len(found)}), but got {device_id}.")
    return "CPU" if found[device_id].platform == "cpu" else found[device_id].device_kind


def get_device_properties(device_id: int, device_target: str | None = None) -> dict[str, Any] | None:
    """Name and memory of a device (mirrors `mindspore.hal.get_device_properties`); None for a CPU."""
    name = get_device_name(device_id, device_target)
    device = _devices(device_target, "get_device_properties")[device_id]
    if device.platform == "cpu":
        return None
    return {"name": name, "total_memory": (device.memory_stats() or {}).get("bytes_limit", 0)}


def get_device_capability(device_id: int, device_target: str | None = None) -> tuple[int, int] | None:
    """A GPU's compute capability (mirrors `mindspore.hal.get_device_capability`); None for others."""
    get_device_name(device_id, device_target)
    version = getattr(_devices(device_target, "get_device_capability")[device_id], "compute_capability", None)
    if version is None:
        return None
    major, _, minor = str(version).partition(".")
    return int(major), int(minor or 0)


def get_arch_list(device_target: str | None = None) -> None:
    """The architectures that the build supports (mirrors `mindspore.hal.get_arch_list`): XLA compiles for any; None.

    Examples:
        >>> import mindshim as ms
        >>> ms.hal.get_arch_list("CPU")
    """
    _devices(device_target, "get_arch_list")
