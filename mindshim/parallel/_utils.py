"""What programs ask of the parallel settings (mirrors part of `mindspore.parallel._utils`)."""

from __future__ import annotations

from typing import Any

from mindshim.communication import GlobalComm, get_group_size, get_rank
from mindshim.context import get_auto_parallel_context as _setting
from mindshim.parallel._auto_parallel_context import auto_parallel_context


def _get_parallel_mode() -> str:
    """The parallel mode: 'stand_alone', 'data_parallel', …"""
    return _setting("parallel_mode")


def _is_sharding_propagation() -> bool:
    """Whether the way to spread operators is found by propagation."""
    return _setting("search_mode") == "sharding_propagation" or _setting("sharding_propagation")


def _is_in_auto_parallel_mode() -> bool:
    """Whether operators are spread."""
    return _get_parallel_mode() in ("semi_auto_parallel", "auto_parallel")


def _is_parallel_mode() -> bool:
    """Whether there are several processes that train together."""
    return GlobalComm.INITED and get_group_size() > 1 and _get_parallel_mode() != "stand_alone"


def _is_in_data_parallel_mode() -> bool:
    return _get_parallel_mode() == "data_parallel"


def _is_in_hybrid_parallel_mode() -> bool:
    return _get_parallel_mode() == "hybrid_parallel"


def _get_full_batch() -> bool:
    """Whether each process is given the whole batch."""
    return _setting("full_batch")


def _get_pipeline_stages() -> int:
    return _setting("pipeline_stages")


def _need_to_full() -> bool:
    """Whether a process is given a part of the batch, where its network computes the whole."""
    return _is_in_auto_parallel_mode() and _setting("dataset_strategy") != "full_batch" and not _get_full_batch()


def _get_gradients_mean() -> bool:
    """Whether gradients are averaged over processes, rather than summed."""
    return _setting("gradients_mean")


def _get_device_num() -> int:
    """How many processes train together: the setting, or those that are there."""
    if _get_parallel_mode() == "stand_alone":
        return 1
    if auto_parallel_context().get_device_num_is_set():
        return _setting("device_num")
    return get_group_size()


def _get_stage_device_num() -> int:
    return _get_device_num() // _get_pipeline_stages()


def _get_global_rank() -> int:
    """The number of this process."""
    if _get_parallel_mode() == "stand_alone":
        return 0
    if auto_parallel_context().get_global_rank_is_set():
        return _setting("global_rank")
    return get_rank()


def _get_parameter_broadcast() -> bool:
    """Whether the parameters of the first process are given to the others."""
    return _setting("parameter_broadcast")


def _get_enable_parallel_optimizer() -> bool:
    return _setting("enable_parallel_optimizer")


def _get_grad_accumulation_shard() -> bool:
    return auto_parallel_context().get_grad_accumulation_shard()


def _device_number_check(parallel_mode: str, device_number: int) -> None:
    """Training alone is for one device.

    Raises:
        ValueError: for more.
    """
    if parallel_mode == "stand_alone" and device_number != 1:
        raise ValueError(
            f"If parallel_mode is stand_alone, device_number must be 1, device_number: {device_number}, parallel_mode: {parallel_mode}."
        )


def _parameter_broadcast_check(parallel_mode: str, parameter_broadcast: bool) -> None:
    """In data parallel training all processes must begin with equal parameters.

    Raises:
        ValueError: if they don't.
    """
    if parameter_broadcast is False and parallel_mode in ("data_parallel", "hybrid_parallel"):
        raise ValueError(
            "You are suggested to use mindspore.context.set_auto_parallel_context(parameter_broadcast=True) or "
            "mindspore.common.set_seed() to share parameters among multi-devices."
        )


def _parallel_predict_check() -> None:
    """Nothing to check: prediction runs in each process alone."""


def _reset_op_id() -> None:
    """MindSpore numbers operators anew; here they have no numbers."""


def _init_auto_parallel_context(net: Any) -> None:
    """Nothing to set: the network is not one that `AutoParallel` wraps."""


def _clear_auto_parallel_context(net: Any) -> None:
    """Nothing to put back."""
