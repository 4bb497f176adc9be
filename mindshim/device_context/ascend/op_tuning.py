"""Settings of how Ascend devices' operators are tuned and compiled."""

from __future__ import annotations

from mindshim.device_context._settings import check_choice, check_type, no_effect


def aoe_tune_mode(tune_mode: str) -> None:
    """When operators are tuned: "online" or "offline" (mirrors `mindspore.device_context.ascend.op_tuning.aoe_tune_mode`); no effect here, which is logged.

    Raises:
        ValueError: for another value.

    Examples:
        >>> from mindshim.device_context.ascend.op_tuning import aoe_tune_mode
        >>> aoe_tune_mode("online")
    """
    check_choice("ascend.op_tuning.aoe_tune_mode", tune_mode, ["online", "offline"])
    no_effect("ascend.op_tuning.aoe_tune_mode")


def aoe_job_type(config: str) -> None:
    """What is tuned: "1", graphs, or "2", operators (mirrors `mindspore.device_context.ascend.op_tuning.aoe_job_type`); no effect here, which is logged.

    Raises:
        ValueError: for another value.

    Examples:
        >>> from mindshim.device_context.ascend.op_tuning import aoe_job_type
        >>> aoe_job_type("2")
    """
    check_choice("ascend.op_tuning.aoe_job_type", config, ["1", "2"])
    no_effect("ascend.op_tuning.aoe_job_type")


def op_compile(value: bool) -> None:
    """Whether operators are compiled when they are first used (mirrors `mindspore.device_context.ascend.op_tuning.op_compile`); no effect here, which is logged.

    Raises:
        TypeError: if it is no bool.

    Examples:
        >>> from mindshim.device_context.ascend.op_tuning import op_compile
        >>> op_compile(True)
    """
    check_type("value", value, bool)
    no_effect("ascend.op_tuning.op_compile")


def aclnn_cache(enable_global_cache: bool = False, cache_queue_length: int = 10000) -> None:
    """How many prepared operators are kept (mirrors `mindspore.device_context.ascend.op_tuning.aclnn_cache`); no effect here, which is logged.

    Raises:
        TypeError: for arguments of other types.

    Examples:
        >>> from mindshim.device_context.ascend.op_tuning import aclnn_cache
        >>> aclnn_cache(True, 100)
    """
    check_type("enable_global_cache", enable_global_cache, bool)
    check_type("cache_queue_length", cache_queue_length, int)
    no_effect("ascend.op_tuning.aclnn_cache")
