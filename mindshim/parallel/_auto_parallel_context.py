"""The settings of parallel training as one object, which programs ask (mirrors `mindspore.parallel._auto_parallel_context`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim import _auto_parallel_context as _settings
from mindshim._auto_parallel_context import get_auto_parallel_context as _get_auto_parallel_context
from mindshim._auto_parallel_context import reset_auto_parallel_context as _reset_auto_parallel_context
from mindshim._auto_parallel_context import set_auto_parallel_context as _set_auto_parallel_context

#: What has a method here, but is no setting of `set_auto_parallel_context`: its fixed value.
_FIXED: dict[str, Any] = {
    "all_reduce_fusion_split_indices": [], "all_reduce_fusion_split_sizes": [], "dump_device_local_norm": False,
    "dump_local_norm_path": "", "enable_all_gather_fusion": False, "enable_all_reduce_fusion": False,
    "enable_fold_pipeline": False, "enable_reduce_scatter_fusion": False, "grad_accumulation_shard": False,
    "init_param_in_compile": True, "parallel_optimizer_threshold": -1, "pipeline_scheduler": "1f1b", "pipeline_segments": 1,
}  # fmt: skip
_OTHER_NAMES = {"strategy_search_mode": "search_mode"}


class _AutoParallelContext:
    """Methods `get_NAME()` and `set_NAME(value)` for every setting."""

    def __init__(self) -> None:
        self._own: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        verb, _, setting = name.partition("_")
        setting = _OTHER_NAMES.get(setting, setting)
        known = setting in _settings._KEYS or setting in _FIXED or setting.removesuffix("_is_set") in _settings._KEYS
        if verb not in ("get", "set") or not known:
            raise AttributeError(f"'_AutoParallelContext' object has no attribute '{name}'.")
        if verb == "get":
            return lambda: self._get(setting)
        return lambda value: self._set(setting, value)

    def _get(self, setting: str) -> Any:
        if setting in _FIXED:
            return self._own.get(setting, _FIXED[setting])
        if setting not in _settings._KEYS:
            return setting.removesuffix("_is_set") in _settings._set
        return _get_auto_parallel_context(setting)

    def _set(self, setting: str, value: Any) -> None:
        if setting in _FIXED:
            self._own[setting] = value
        else:
            _set_auto_parallel_context(**{setting: value})

    def reset(self) -> None:
        """Put every setting back to its default."""
        self._own.clear()
        _reset_auto_parallel_context()


_context = _AutoParallelContext()


def auto_parallel_context() -> _AutoParallelContext:
    """The one object."""
    return _context
