"""Settings of the pipeline (mirrors `mindspore.dataset.config`)."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable
from typing import Any

_SETTINGS: dict[str, Any] = {"seed": 5489, "num_parallel_workers": 8}


def set_seed(seed: int) -> None:
    """The seed of every shuffle and random operation from now on.

    Raises:
        TypeError: if it is no int. ValueError: if it is out of range.

    Examples:
        >>> import mindshim.dataset as ds
        >>> ds.config.set_seed(1)
        >>> ds.config.get_seed()
        1
    """
    if isinstance(seed, bool) or not isinstance(seed, int):
        raise TypeError(f"seed isn't of type int, but got {type(seed).__name__}.")
    if not 0 <= seed < 2**32:
        raise ValueError(f"seed given is not within the required range [0, 2**32 - 1], but got {seed}.")
    _SETTINGS["seed"] = seed


def get_seed() -> int:
    """The seed; that of `mindspore.set_seed` if none was set here.

    Examples:
        >>> import mindshim.dataset as ds
        >>> ds.config.set_seed(7)
        >>> ds.config.get_seed()
        7
    """
    from mindshim.common.seed import get_seed as general

    if _SETTINGS["seed"] == 5489 and general() is not None:
        return int(general())  # type: ignore[arg-type]
    return _SETTINGS["seed"]


def set_num_parallel_workers(num: int) -> None:
    """Accepted; the pipeline runs in the calling thread.

    Raises:
        ValueError: if it is no positive int.

    Examples:
        >>> import mindshim.dataset as ds
        >>> ds.config.set_num_parallel_workers(8)
    """
    if isinstance(num, bool) or not isinstance(num, int) or num <= 0:
        raise ValueError(f"Number of parallel workers given is not within the required range, but got {num!r}.")
    _SETTINGS["num_parallel_workers"] = num


def get_num_parallel_workers() -> int:
    """What `set_num_parallel_workers` was given, 8 by default.

    Examples:
        >>> import mindshim.dataset as ds
        >>> ds.config.get_num_parallel_workers()
        8
    """
    return _SETTINGS["num_parallel_workers"]


# Settings of MindSpore's threads and processes, which are checked and kept.


def _count(setting: str, argument: str, default: int, message: str, least: int = 1) -> tuple[Callable[..., None], Callable[[], int]]:
    _SETTINGS[setting] = default

    def change(value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            raise TypeError(f"{argument} isn't of type int.")
        if not least <= value <= 2147483647:
            raise ValueError(message)
        _SETTINGS[setting] = value

    return _named(change, setting, argument, default + 1), _getter(setting)


def _switch(setting: str, argument: str, default: bool, message: str) -> tuple[Callable[..., None], Callable[[], bool]]:
    _SETTINGS[setting] = default

    def change(value: Any) -> None:
        if not isinstance(value, bool):
            raise TypeError(message)
        _SETTINGS[setting] = value

    return _named(change, setting, argument, not default), _getter(setting)


def _named(change: Callable[[Any], None], setting: str, argument: str, other: Any) -> Callable[..., None]:
    def set_(*args: Any, **kwargs: Any) -> None:
        if len(args) + len(kwargs) != 1 or kwargs.keys() - {argument}:
            raise TypeError(f"set_{setting}() takes one argument, '{argument}'.")
        change(*args, *kwargs.values())

    set_.__name__ = set_.__qualname__ = f"set_{setting}"
    set_.__doc__ = f"""Set `{setting}`: checked and kept, the pipeline runs in the calling thread.

    Examples:
        >>> from mindshim.dataset import config
        >>> before = config.get_{setting}()
        >>> config.set_{setting}({other})
        >>> config.get_{setting}()
        {other}
        >>> config.set_{setting}(before)
    """
    set_.__signature__ = inspect.Signature([inspect.Parameter(argument, inspect.Parameter.POSITIONAL_OR_KEYWORD)])  # type: ignore[attr-defined]
    return set_


def _getter(setting: str) -> Callable[[], Any]:
    def get() -> Any:
        return _SETTINGS[setting]

    get.__name__ = get.__qualname__ = f"get_{setting}"
    get.__doc__ = f"""What `set_{setting}` was given, or its default.

    Examples:
        >>> from mindshim.dataset import config
        >>> config.get_{setting}()
        {_SETTINGS[setting]}
    """
    return get


_WHOLE = "is not within the required range (0, INT32_MAX(2147483647)]."
set_prefetch_size, get_prefetch_size = _count("prefetch_size", "size", 16, f"size {_WHOLE}")
set_monitor_sampling_interval, get_monitor_sampling_interval = _count(
    "monitor_sampling_interval", "interval", 1000, "Interval given is not within the required range (0, INT32_MAX(2147483647)]."
)
set_callback_timeout, get_callback_timeout = _count("callback_timeout", "timeout", 60, "Timeout given is not within the required range.")
set_multiprocessing_timeout_interval, get_multiprocessing_timeout_interval = _count(
    "multiprocessing_timeout_interval", "interval", 300, "Interval given is not within the required range (0, INT32_MAX(2147483647))."
)
set_autotune_interval, get_autotune_interval = _count(
    "autotune_interval", "interval", 0, "Interval given is not within the required range [0, INT32_MAX(2147483647)].", 0
)
set_enable_shared_mem, get_enable_shared_mem = _switch("enable_shared_mem", "enable", True, "enable must be of type bool.")
set_numa_enable, get_numa_enable = _switch("numa_enable", "numa_enable", False, "numa_enable must be a boolean dtype.")
set_auto_offload, get_auto_offload = _switch("auto_offload", "offload", False, "offload must be a bool dtype")
set_fast_recovery, get_fast_recovery = _switch("fast_recovery", "fast_recovery", True, "fast_recovery must be a boolean dtype.")
set_dynamic_shape, get_dynamic_shape = _switch("dynamic_shape", "is_dynamic", False, "is_dynamic must be a boolean dtype.")
set_auto_num_workers, get_auto_num_workers = _switch("auto_num_workers", "enable", False, "enable must be of type bool.")
set_enable_watchdog, get_enable_watchdog = _switch("enable_watchdog", "enable", True, "enable must be a boolean dtype.")
_set_autotune, get_enable_autotune = _switch("enable_autotune", "enable", False, "enable must be of type bool.")


def set_enable_autotune(enable: bool, filepath_prefix: str | None = None) -> None:
    """Accepted and kept (mirrors `mindspore.dataset.config.set_enable_autotune`): the pipeline has no threads to tune.

    Args:
        enable: whether to tune. filepath_prefix: where MindSpore writes what it tuned; no file is written, a warning says so.

    Raises:
        TypeError: for other types.

    Examples:
        >>> from mindshim.dataset import config
        >>> config.set_enable_autotune(True)
        >>> config.get_enable_autotune()
        True
        >>> config.set_enable_autotune(False)
    """
    if filepath_prefix is not None and not isinstance(filepath_prefix, str):
        raise TypeError(f"json_filepath must be a str value but was: {filepath_prefix}.")
    _set_autotune(enable)
    if enable and filepath_prefix is not None:
        warnings.warn("set_enable_autotune: there is nothing to tune here, so no file of settings is written.", stacklevel=2)
