"""The process-wide settings (mirrors `mindspore.context`): execution mode, device, and what only MindSpore's own
compiler and accelerators use, which is checked and kept."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from mindshim import log as logger
from mindshim._auto_parallel_context import (
    ParallelMode,
    get_auto_parallel_context,
    reset_auto_parallel_context,
    set_auto_parallel_context,
)
from mindshim._core.state import S

__all__ = [
    "GRAPH_MODE",
    "PYNATIVE_MODE",
    "STRICT",
    "COMPATIBLE",
    "LAX",
    "set_context",
    "get_context",
    "set_auto_parallel_context",
    "get_auto_parallel_context",
    "reset_auto_parallel_context",
    "ParallelMode",
    "set_ps_context",
    "get_ps_context",
    "reset_ps_context",
]

GRAPH_MODE = 0
PYNATIVE_MODE = 1
DEBUG = 0
RELEASE = 1
STRICT = 0
COMPATIBLE = 1
LAX = 2

_WEBSITE = "please refer to the Mindspore official website."
_Check = Callable[[Any], Any]


class _Key:
    """One setting: its default, the types it takes, how a value is checked and converted, and what becomes of it."""

    __slots__ = ("check", "default", "instead", "keep", "types")

    def __init__(
        self, default: Any, types: Any, check: _Check | None = None, keep: bool = True, instead: str | None = None
    ) -> None:
        self.default = default
        self.types = types
        self.check = check
        self.keep = keep  # False: only accelerators of MindSpore's own use it, and `get_context` shows the default
        self.instead = instead  # what MindSpore's deprecation warning names


def _bad(name: str, text: str, value: Any) -> ValueError:
    return ValueError(f"For 'context.set_context', the argument '{name}' {text}, but got {value}.")


def _one_of(name: str, choices: list[Any]) -> _Check:
    def check(value: Any) -> Any:
        if value not in choices:
            raise _bad(name, f"must be one of {choices}", value)
        return value

    return check


def _check_mode(value: int) -> int:
    if value not in (GRAPH_MODE, PYNATIVE_MODE):
        raise _bad("mode", "should be context.GRAPH_MODE (0) or context.PYNATIVE_MODE (1)", value)
    return int(value)


def _check_device_id(value: int) -> int:
    if not 0 <= value <= 4095:
        raise _bad("device_id", "must be in range [0, 4095]", value)
    return value


def _check_save_graphs(value: Any) -> int:
    if isinstance(value, bool):
        return 2 if value else 0
    if not 0 <= value <= 3:
        raise ValueError(f"value for save_graphs should be 0-3 but got '{value}'")
    return value


def _check_depth(value: int) -> int:
    if value <= 0:
        raise _bad("max_call_depth", "must be greater than 0", value)
    return value


def _check_at_least_0(what: str) -> _Check:
    def check(value: int) -> int:
        if value < 0:
            raise ValueError(f"The num of {what} must bigger than or equal to 0.")
        return value

    return check


def _check_syntax_level(value: int) -> int:
    if value not in (STRICT, COMPATIBLE, LAX):
        raise ValueError(f"For 'jit_syntax_level', the value should be context.STRICT or context.LAX, but got {value}.")
    return value


def get_jit_config() -> dict[str, Any]:
    """The `jit_config` that `set_context` took."""
    return get_context("jit_config")


def _check_jit_config(value: dict[str, Any]) -> dict[str, Any]:
    choices = {"jit_level": ["O0", "O1", "O2"], "infer_boost": ["on", "off"]}
    for key, setting in value.items():
        if key not in choices:
            raise ValueError(
                f"For 'context.set_context', the key of argument 'jit_config' must be one of {choices}, but got {key}."
            )
        if setting not in choices[key]:
            raise ValueError(
                f"For 'jit_config', the value of argument {key} must be one of {choices[key]}, but got {setting}."
            )
    return dict(value)


def _make_folder(value: str) -> str:
    path = os.path.realpath(value)
    os.makedirs(path, exist_ok=True)
    return path


def _check_file(value: str) -> str:
    if not os.path.exists(value):
        raise ValueError(
            f"For 'context.set_context', the 'env_config_path' file '{value}' is not exists, "
            "please check whether 'env_config_path' is correct."
        )
    return value


def _only_in_ascend_config(name: str) -> _Check:
    def check(value: Any) -> Any:
        raise ValueError(f"Please set '{name}' through parameter ascend_config")

    return check


_LEVELS = {"O0": 0, "O1": 1}
_RUNTIME = "the api mindspore.runtime.set_memory()"

_KEYS: dict[str, _Key] = {
    "mode": _Key(PYNATIVE_MODE, int, _check_mode),
    "device_target": _Key("CPU", str, None, instead="the api mindspore.set_device()"),
    "device_id": _Key(0, int, _check_device_id, instead="the api mindspore.set_device()"),
    "save_graphs": _Key(0, (bool, int), _check_save_graphs, instead="the env MS_DEV_SAVE_GRAPHS"),
    "save_graphs_path": _Key(".", str, _make_folder, instead="the env MS_DEV_SAVE_GRAPHS_PATH"),
    "enable_graph_kernel": _Key(False, bool),
    "graph_kernel_flags": _Key("", str),
    "reserve_class_name_in_scope": _Key(True, bool),
    "enable_reduce_precision": _Key(True, bool, keep=False),
    "max_call_depth": _Key(1000, int, _check_depth, instead="the api mindspore.set_recursion_limit()"),
    "max_device_memory": _Key(1024.0, str, keep=False, instead=_RUNTIME),
    "variable_memory_max_size": _Key("0", str, keep=False, instead=_RUNTIME),
    "mempool_block_size": _Key(1.0, str, keep=False, instead=_RUNTIME),
    "memory_optimize_level": _Key(
        0, str, lambda v: _LEVELS[_one_of("memory_optimize_level", list(_LEVELS))(v)], instead=_RUNTIME
    ),
    "deterministic": _Key(
        "OFF", str, _one_of("deterministic", ["ON", "OFF"]), instead="the api mindspore.set_deterministic()"
    ),
    "pynative_synchronize": _Key(False, bool, instead="the api mindspore.runtime.launch_blocking()"),
    "enable_compile_cache": _Key(None, (bool, int), instead="the env MS_COMPILER_CACHE_ENABLE"),
    "compile_cache_path": _Key("", str),
    "runtime_num_threads": _Key(
        None,
        int,
        _check_at_least_0("thread"),
        instead="the api mindspore.device_context.cpu.op_tuning.threads_num()",
    ),
    "inter_op_parallel_num": _Key(
        0, int, _check_at_least_0("parallel thread"), instead="the api mindspore.runtime.dispatch_threads_num()"
    ),
    "jit_syntax_level": _Key(LAX, int, _check_syntax_level),
    "jit_config": _Key({}, dict, _check_jit_config),
    "jit_level": _Key("", str),
    "infer_boost": _Key("off", str, _one_of("infer_boost", ["on", "off"])),
    "exec_order": _Key("bfs", str, _one_of("exec_order", ["bfs", "dfs"])),
    "debug_level": _Key(DEBUG, int, _one_of("debug_level", [DEBUG, RELEASE])),
    "check_bprop": _Key(False, bool),
    "op_timeout": _Key(900, int, _check_at_least_0("op exe timeout")),
    "print_file_path": _Key("", str, keep=False),
    "env_config_path": _Key("", str, _check_file),
    "ascend_config": _Key({}, dict, keep=False),
    "gpu_config": _Key({}, dict, keep=False),
    "aoe_tune_mode": _Key("", str, _one_of("aoe_tune_mode", ["online", "offline"])),
    "aoe_config": _Key({}, dict),
    "disable_format_transform": _Key(False, bool, keep=False),
    "support_binary": _Key(False, bool),
    "enable_profiling": _Key(False, bool),
    "profiling_options": _Key("training_trace", str),
    "enable_sparse": _Key(False, bool),
    "auto_tune_mode": _Key("NO_TUNE", str),
    "enable_ge": _Key(False, bool),
    "conv_fprop_algo": _Key("normal", str, keep=False),
    "conv_dgrad_algo": _Key("normal", str, keep=False),
    "conv_wgrad_algo": _Key("normal", str, keep=False),
    "conv_allow_tf32": _Key(True, bool, keep=False),
    "matmul_allow_tf32": _Key(False, bool, keep=False),
    "op_precision_mode": _Key("", str, _only_in_ascend_config("op_precision_mode")),
    "topo_order": _Key("", str, _only_in_ascend_config("topo_order")),
    "host_scheduling_max_threshold": _Key("", object, _only_in_ascend_config("host_scheduling_max_threshold")),
    "dataset_broadcast_opt_level": _Key(0, int),
    # Of earlier versions; 2.10 refuses them. They are accepted so that programs written for those run.
    "grad_for_scalar": _Key(False, bool),
    "precompile_only": _Key(False, bool),
    "memory_offload": _Key("OFF", str, _one_of("memory_offload", ["ON", "OFF"])),
    "enable_parallel_split": _Key(False, bool),
    "enable_auto_mixed_precision": _Key(False, bool),
    "enable_loop_sink": _Key(False, bool),
    "enable_task_sink": _Key(True, bool),
    "enable_mem_reuse": _Key(True, bool),
    "enable_dump": _Key(False, bool),
    "save_dump_path": _Key(".", str),
    "parallel_speed_up_json_path": _Key("", str),
}

_set: dict[str, Any] = {}
_warned: set[str] = set()


def set_context(**kwargs: Any) -> None:
    """Set the execution mode and other process-wide settings, by keyword (mirrors `mindspore.set_context`).

    `mode` is GRAPH_MODE (0) or PYNATIVE_MODE (1, the default); `device_target` and `device_id` choose the device.
    What only MindSpore's compiler or accelerators use is checked and kept.

    Raises:
        TypeError: for a positional argument, or a value of the wrong type.
        ValueError: for an unknown keyword, or a value out of range.
        RuntimeError: for a device that this machine does not have.

    Examples:
        >>> import mindshim as ms
        >>> ms.set_context(mode=ms.PYNATIVE_MODE)
        >>> ms.get_context("mode")
        1
    """
    for name, value in kwargs.items():
        known = _KEYS.get(name)
        if known is not None and not isinstance(value, known.types):
            raise TypeError(f"The parameter '{name}' must be {_type_text(known.types)}, but got {type(value)}")
    _set_known(**kwargs)


def _set_known(**kwargs: Any) -> None:
    """`set_context` for values of the right types."""
    new: dict[str, Any] = {}
    for name, value in kwargs.items():
        known = _KEYS.get(name)
        if known is None:
            raise ValueError(
                f"For 'context.set_context', the keyword argument {name} is not recognized! "
                f"For detailed usage of 'set_context', {_WEBSITE}"
            )
        if known.check is not None:
            value = known.check(value)
        if known.keep:
            new[name] = value
    if "device_target" in new:
        from mindshim.device_manager import check_target

        new["device_target"] = check_target(new["device_target"], ["CPU", "GPU", "Ascend", "Davinci"], "context.")
    for name in kwargs:
        _warn_deprecated(name)
    _apply(new)


# In MindSpore a decorator checks the types; programs reach what it decorates by this name.
set_context.__wrapped__ = _set_known  # type: ignore[attr-defined]


def _type_text(types: Any) -> str:
    return f"({', '.join(str(t) for t in types)})" if isinstance(types, tuple) else str(types)


def _warn_deprecated(name: str) -> None:
    instead = _KEYS[name].instead
    if instead is not None and name not in _warned:
        _warned.add(name)
        logger.warning(
            "For 'context.set_context', the parameter '%s' will be deprecated and removed in a future version. "
            "Please use %s instead.", name, instead, stacklevel=4,
        )  # fmt: skip


def _apply(new: dict[str, Any]) -> None:
    _set.update(new)
    if "mode" in new:
        S.graph_mode = new["mode"] == GRAPH_MODE
    if "device_target" in new or "device_id" in new:
        from mindshim.device_manager import use_device

        use_device(get_context("device_target"), get_context("device_id"))
    if "enable_compile_cache" in new or "compile_cache_path" in new:
        from mindshim._core import program_cache

        program_cache.use(_set.get("enable_compile_cache"), _set.get("compile_cache_path", ""))
    if "deterministic" in new:
        from mindshim.device_manager import apply_determinism

        apply_determinism(new["deterministic"] == "ON")
    if new:
        S.epoch += 1


def get_context(attr_key: str) -> Any:
    """The value of a setting (mirrors `mindspore.get_context`).

    Raises:
        TypeError: if `attr_key` is not a string.
        ValueError: for an unknown setting.

    Examples:
        >>> import mindshim as ms
        >>> ms.get_context("device_id")
        0
    """
    if not isinstance(attr_key, str):
        raise TypeError(f"attribute name must be string, not '{type(attr_key).__name__}'")
    known = _KEYS.get(attr_key)
    if known is None:
        raise ValueError(
            f"For 'context.get_context', the argument {attr_key} is not recognized! "
            f"For detailed usage of 'get_context', {_WEBSITE}"
        )
    if attr_key in _set:
        return _set[attr_key]
    if attr_key == "runtime_num_threads":
        return os.cpu_count() or 1
    if attr_key == "device_target":
        from mindshim.device_manager import default_target

        return default_target()
    return dict(known.default) if isinstance(known.default, dict) else known.default


def _get_mode() -> int:
    return GRAPH_MODE if S.graph_mode else PYNATIVE_MODE


# -- parameter server --------------------------------------------------------------------------------------------

_PS_DEFAULTS: dict[str, Any] = {
    "enable_ps": False,
    "config_file_path": "",
    "scheduler_manage_port": 11202,
    "enable_ssl": False,
    "client_password": "",
    "server_password": "",
}
_ps: dict[str, Any] = {}


def set_ps_context(**kwargs: Any) -> None:
    """Set the parameter server's settings (mirrors `mindspore.set_ps_context`).

    Raises:
        ValueError: for an unknown keyword.
        NotImplementedError: for `enable_ps=True`: there is no parameter server here.

    Examples:
        >>> import mindshim as ms
        >>> ms.set_ps_context(enable_ps=False)
    """
    for name in kwargs:
        if name not in _PS_DEFAULTS:
            raise ValueError(f"Set PS context keyword {name} is not recognized!")
    if kwargs.get("enable_ps"):
        raise NotImplementedError(
            "set_ps_context(enable_ps=True) is not supported: there is no parameter server here. "
            "Use data parallel training instead (set_auto_parallel_context(parallel_mode='data_parallel'))."
        )
    _ps.update(kwargs)


def get_ps_context(attr_key: str) -> Any:
    """A setting of the parameter server (mirrors `mindspore.get_ps_context`).

    Raises:
        ValueError: for an unknown setting.

    Examples:
        >>> import mindshim as ms
        >>> ms.get_ps_context("enable_ps")
        False
    """
    if attr_key not in _PS_DEFAULTS:
        raise ValueError(f"Get PS context keyword {attr_key} is not recognized!")
    return _ps.get(attr_key, _PS_DEFAULTS[attr_key])


def reset_ps_context() -> None:
    """Put the parameter server's settings back to their defaults (mirrors `mindspore.reset_ps_context`).

    Examples:
        >>> import mindshim as ms
        >>> ms.reset_ps_context()
    """
    _ps.clear()


# -- of earlier versions -----------------------------------------------------------------------------------------


def set_offload_context(offload_config: dict[str, Any]) -> None:
    """Where a network's Parameters wait that a device has no room for (mirrors `mindspore.set_offload_context` of MindSpore 2.0).

    Raises:
        TypeError: if `offload_config` is no dict. NotImplementedError: always otherwise: JAX's compiler places arrays itself.

    Examples:
        >>> import mindshim as ms
        >>> ms.set_offload_context({"offload_param": "cpu"})
        Traceback (most recent call last):
        NotImplementedError: set_offload_context: ...
    """
    if not isinstance(offload_config, dict):
        raise TypeError(f"For 'set_offload_context', the 'offload_config' must be a dict, but got {type(offload_config).__name__}.")
    raise NotImplementedError(
        "set_offload_context: JAX's compiler places arrays itself. To keep activations out of a device's memory use "
        "Cell.recompute; to keep Parameters in the host's, jax.device_put with a memory kind of 'pinned_host'."
    )
