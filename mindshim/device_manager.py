"""Which device computes (mirrors `mindspore.device_manager`)."""

from __future__ import annotations

import os
from collections import namedtuple
from typing import Any

__all__ = ["set_device", "set_deterministic", "get_current_device"]


class DeviceInfo(namedtuple("DeviceInfo", ["device_target", "device_id"])):
    """A device, as `(device_target, device_id)`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"('{self.device_target}', {self.device_id})"


# MindSpore's names for what JAX has; "Ascend" stands for whatever accelerator is there.
_PLATFORMS = {"CPU": ("cpu",), "GPU": ("gpu", "cuda", "rocm"), "Ascend": ("tpu", "gpu", "cuda", "rocm")}


def _backend() -> str:
    import jax

    return jax.default_backend()


def default_target() -> str:
    """MindSpore's name for the platform that JAX uses by default."""
    backend = _backend()
    if backend == "cpu":
        return "CPU"
    return "GPU" if backend in _PLATFORMS["GPU"] else "Ascend"


def check_target(target: str, choices: list[str], where: str = "") -> str:
    """`target` if this machine has it.

    Raises:
        ValueError: if it is not one of `choices`.
        RuntimeError: if this machine does not have it, unless `MINDSHIM_ANY_DEVICE=1` allows what there is instead.
    """
    if target not in choices:
        what = f"For '{where}set_context', the argument 'device_target'" if where else "The argument 'device_target'"
        raise ValueError(f"{what} must be one of {choices}, but got {target}.")
    if target == "Davinci":
        target = "Ascend"
    if target == "CPU" or _backend() in _PLATFORMS[target]:
        return target
    there = default_target()
    if os.environ.get("MINDSHIM_ANY_DEVICE", "") not in ("", "0"):
        from mindshim import log

        log.warning("There is no device for target '%s'; MINDSHIM_ANY_DEVICE lets '%s' compute instead.", target, there)
        return there
    names = ["CPU"] if there == "CPU" else ["CPU", there]
    raise RuntimeError(
        f"Unsupported device target {target}. This process only supports one of the {names}. Please check whether the "
        f"{target} environment is installed and configured correctly, and check whether JAX sees the device. "
        "MINDSHIM_ANY_DEVICE=1 in the environment lets the program run on what there is."
    )


def use_device(target: str, device_id: int | None) -> None:
    """Make JAX place new arrays on this device."""
    backend = _backend()
    if backend == "cpu":
        return
    import jax

    devices = jax.devices("cpu") if target == "CPU" else jax.local_devices()
    wanted = devices[device_id or 0] if (device_id or 0) < len(devices) else devices[0]
    jax.config.update("jax_default_device", wanted)


def set_device(device_target: str, device_id: int | None = None) -> None:
    """Choose the device (mirrors `mindspore.set_device`).

    Args:
        device_target: "CPU", "GPU" or "Ascend" (any other accelerator).
        device_id: which one. Default: None, the first.

    Raises:
        TypeError: for arguments of the wrong type.
        ValueError: for an unknown target or a negative id.
        RuntimeError: if this machine does not have the device.

    Examples:
        >>> import mindshim as ms
        >>> ms.set_device("CPU")
        >>> ms.get_current_device()
        ('CPU', 0)
    """
    _need(device_target, str, "device_target")
    if device_id is not None:
        _need(device_id, int, "device_id")
        if device_id < 0:
            raise ValueError("The device id must bigger than or equal to 0.")
    target = check_target(device_target, ["CPU", "GPU", "Ascend"])
    from mindshim import context

    context._apply({"device_target": target, "device_id": device_id or 0})


def get_current_device() -> Any:
    """The device in use, as `(device_target, device_id)` (mirrors `mindspore.get_current_device`).

    Examples:
        >>> import mindshim as ms
        >>> ms.get_current_device().device_target
        'CPU'
    """
    from mindshim.context import get_context

    return DeviceInfo(get_context("device_target"), get_context("device_id"))


def set_deterministic(deterministic: bool) -> None:
    """Ask for results that are equal from run to run (mirrors `mindspore.set_deterministic`).

    On CPU and TPU they are; on a GPU, XLA reads `--xla_gpu_deterministic_ops` when it starts.

    Raises:
        TypeError: if `deterministic` is not a bool.

    Examples:
        >>> import mindshim as ms
        >>> ms.set_deterministic(True)
        >>> ms.get_context("deterministic")
        'ON'
        >>> ms.set_deterministic(False)
    """
    _need(deterministic, bool, "deterministic")
    from mindshim import context

    context._apply({"deterministic": "ON" if deterministic else "OFF"})


def apply_determinism(deterministic: bool) -> None:
    """What the setting does to the environment."""
    if not deterministic:
        os.environ.pop("HCCL_DETERMINISTIC", None)
        os.environ.pop("TE_PARALLEL_COMPILER", None)
        return
    # Programs written for several cards look at these.
    os.environ.update(HCCL_DETERMINISTIC="true", TE_PARALLEL_COMPILER="1")
    flag = "--xla_gpu_deterministic_ops=true"
    flags = os.environ.get("XLA_FLAGS", "")
    if flag not in flags:
        os.environ["XLA_FLAGS"] = f"{flags} {flag}".strip()


def _need(value: Any, kind: type, name: str) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"The parameter '{name}' must be {kind}, but got {type(value)}")
