"""The settings of automatic parallel training (mirrors what `mindspore.context` offers for it)."""

from __future__ import annotations

import copy
from typing import Any


class ParallelMode:
    """The names of the parallel modes (mirrors `mindspore.ParallelMode`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ParallelMode.DATA_PARALLEL
        'data_parallel'
    """

    STAND_ALONE = "stand_alone"
    DATA_PARALLEL = "data_parallel"
    HYBRID_PARALLEL = "hybrid_parallel"
    SEMI_AUTO_PARALLEL = "semi_auto_parallel"
    AUTO_PARALLEL = "auto_parallel"
    MODE_LIST = [STAND_ALONE, DATA_PARALLEL, HYBRID_PARALLEL, SEMI_AUTO_PARALLEL, AUTO_PARALLEL]


_SEARCH_MODES = ("recursive_programming", "dynamic_programming", "sharding_propagation")
_FUSION = {
    "openstate": True,
    "allreduce": {"mode": "auto", "config": None},
    "allgather": {"mode": "auto", "config": None},
    "reducescatter": {"mode": "auto", "config": None},
}
#: name: (default, accepted types); a default of `...` means that it can be set but not read.
_KEYS: dict[str, tuple[Any, Any]] = {
    "device_num": (1, int),
    "global_rank": (0, int),
    "gradients_mean": (False, bool),
    "gradient_fp32_sync": (True, bool),
    "parallel_mode": ("stand_alone", str),
    "search_mode": ("recursive_programming", str),
    "auto_parallel_search_mode": ("recursive_programming", str),
    "parameter_broadcast": (False, bool),
    "strategy_ckpt_load_file": ("", str),
    "strategy_ckpt_save_file": ("", str),
    "full_batch": (False, bool),
    "full_batch_is_set": (False, bool),
    "dataset_strategy": ("data_parallel", object),
    "enable_parallel_optimizer": (False, bool),
    "enable_alltoall": (False, bool),
    "force_fp32_communication": (False, bool),
    "all_reduce_fusion_config": ([], list),
    "pipeline_stages": (1, int),
    "pipeline_result_broadcast": (False, bool),
    "pipeline_interleave": (False, bool),
    "pipeline_config": (..., dict),
    "grad_accumulation_step": (1, int),
    "auto_parallel_new_interface": (False, bool),
    "auto_pipeline": (False, bool),
    "parallel_optimizer_config": (..., dict),
    "comm_fusion": (_FUSION, dict),
    "strategy_ckpt_config": ({"load_file": "", "save_file": "", "only_trainable_params": True}, dict),
    "group_ckpt_save_file": (..., str),
    "loss_repeated_mean": (True, bool),
    "optimizer_weight_shard_size": (-1, int),
    "optimizer_weight_shard_aggregated_save": (False, bool),
    "communi_parallel_mode": ("all_group_parallel", str),
    "sharding_propagation": (False, bool),
    "dump_local_norm": (False, bool),
    "enable_all_reduce_gather": (..., bool),
}
_set: dict[str, Any] = {}


def _checked(name: str, value: Any) -> dict[str, Any]:
    """What setting `name` to `value` changes."""
    if name == "parallel_mode" and value not in ParallelMode.MODE_LIST:
        raise ValueError(
            "The context configuration parameter 'parallel_mode' only support 'stand_alone', 'data_parallel', "
            f"'hybrid_parallel', 'semi_auto_parallel' and 'auto_parallel', but got the value : {value}."
        )
    if name == "device_num" and value < 1:
        raise ValueError(
            "The context configuration parameter 'device_num' must be a positive integer, "
            f"but got the value of device_num : {value}."
        )
    if name == "global_rank" and not 0 <= value <= 4095:
        raise ValueError(
            "The context configuration parameter 'global_rank' must be in [0, 4095], "
            f"but got the value of global_rank : {value}."
        )
    if name == "pipeline_stages" and value < 1:
        raise ValueError(
            "For 'set_auto_parallel_context', the argument 'pipeline_stages' should be greater or equal 1, "
            f"but got the value of stages : {value}."
        )
    if name in ("search_mode", "auto_parallel_search_mode"):
        if value not in _SEARCH_MODES:
            raise ValueError(
                "The context configuration parameter 'auto_parallel_search_mode' only support "
                "'recursive_programming', 'dynamic_programming' and 'sharding_propagation', "
                f"but got the value: {value}."
            )
        return {"search_mode": value, "auto_parallel_search_mode": value}
    if name == "dataset_strategy":
        return _dataset_strategy(value)
    if name == "full_batch":
        strategy = "full_batch" if value else "data_parallel"
        return {"full_batch": value, "full_batch_is_set": True, "dataset_strategy": strategy}
    if name == "comm_fusion":
        return {name: {**copy.deepcopy(_FUSION), **value}}
    if name == "strategy_ckpt_config":
        return {name: {**_KEYS[name][0], **value}}
    return {name: value}


def _dataset_strategy(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        if value not in ("full_batch", "data_parallel"):
            raise ValueError(
                "For 'set_auto_parallel_context', the argument 'dataset_strategy' must be 'full_batch' or "
                f"'data_parallel', but got the value : {value}."
            )
        return {"dataset_strategy": value, "full_batch": value == "full_batch"}
    if not isinstance(value, tuple):
        raise TypeError(
            "For 'set_auto_parallel_context', the argument 'dataset_strategy' must be str or tuple type, "
            f"but got the type : {type(value)}."
        )
    return {"dataset_strategy": [list(v) if isinstance(v, tuple) else v for v in value], "full_batch": True}


def set_auto_parallel_context(**kwargs: Any) -> None:
    """Set how training is spread over devices, by keyword (mirrors `mindspore.set_auto_parallel_context`).

    Raises:
        TypeError: for a positional argument, or a value of the wrong type.
        ValueError: for an unknown keyword, or a value out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.set_auto_parallel_context(parallel_mode="data_parallel", gradients_mean=True)
        >>> ms.get_auto_parallel_context("gradients_mean")
        True
        >>> ms.reset_auto_parallel_context()
    """
    new: dict[str, Any] = {}
    for name, value in kwargs.items():
        if name not in _KEYS:
            raise ValueError(f"Set context keyword {name} is not recognized!")
        kind = _KEYS[name][1]
        if not isinstance(value, kind):
            raise TypeError(f"The parameter '{name}' must be {kind}, but got {type(value)}")
    for name, value in kwargs.items():
        new.update(_checked(name, value))
    _set.update(new)


def get_auto_parallel_context(attr_key: str) -> Any:
    """A setting of parallel training (mirrors `mindspore.get_auto_parallel_context`).

    Raises:
        ValueError: for an unknown setting.

    Examples:
        >>> import mindshim as ms
        >>> ms.get_auto_parallel_context("parallel_mode")
        'stand_alone'
    """
    default = _KEYS.get(attr_key, (...,))[0]
    if default is ...:
        raise ValueError(f"Get context keyword {attr_key} is not recognized!")
    return copy.deepcopy(_set.get(attr_key, default))


def reset_auto_parallel_context() -> None:
    """Put the settings of parallel training back to their defaults (mirrors the function of that name).

    Examples:
        >>> import mindshim as ms
        >>> ms.reset_auto_parallel_context()
        >>> ms.get_auto_parallel_context("device_num")
        1
    """
    _set.clear()
