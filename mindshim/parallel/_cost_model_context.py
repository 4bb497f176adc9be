"""The settings of automatic parallelism's cost model: kept, and of no effect (mirrors `mindspore.parallel._cost_model_context`).

XLA decides by a cost model of its own.
"""

from __future__ import annotations

from typing import Any

_FUSION = "costmodel_allreduce_fusion_"
_DEFAULTS: dict[str, int | float] = {
    "device_memory_capacity": 16.0 * 1024**3,
    "costmodel_alpha": 1.0,
    "costmodel_beta": 400.0,
    "costmodel_gamma": 0.001,
    "costmodel_communi_threshold": 2048.0,
    "costmodel_communi_const": 3072.0,
    "costmodel_communi_bias": 1024.0,
    "run_phase": 0,
    _FUSION + "algorithm": 0,
    _FUSION + "times": 0,
    _FUSION + "tail_percent": 0.1,
    _FUSION + "tail_time": 0.1,
    _FUSION + "allreduce_inherent_time": 0.1,
    _FUSION + "allreduce_bandwidth": 0.1,
    _FUSION + "computation_time_parameter": 0.1,
}
_settings: dict[str, int | float] = dict(_DEFAULTS)
# What has functions of its own.
_switches: dict[str, Any] = {"multi_subgraphs": False, "algo_single_loop": False, "rp_matmul_mem_coef": 0.1}


def set_cost_model_context(**kwargs: Any) -> None:
    """Set some of the settings, which `get_cost_model_context` gives back.

    Args:
        kwargs: names and values: ints for `run_phase` (0 or 1) and the fusion's `algorithm` and `times`, floats otherwise.

    Raises:
        ValueError: for other names, and another `run_phase`. TypeError: for values of other types. RuntimeError: if
            `device_memory_capacity` is not positive. Then nothing is set.

    Examples:
        >>> from mindshim.parallel import _cost_model_context
        >>> _cost_model_context.set_cost_model_context(costmodel_gamma=0.1)
        >>> _cost_model_context.get_cost_model_context("costmodel_gamma")
        0.1
        >>> _cost_model_context.reset_cost_model_context()
    """
    for name, value in kwargs.items():
        if name not in _DEFAULTS:
            raise ValueError(f"Set context keyword {name} is not recognized!")
        kind = type(_DEFAULTS[name])
        if not isinstance(value, kind) or isinstance(value, bool):
            raise TypeError(f"The parameter '{name}' must be {kind}, but got {type(value)}")
        if name == "run_phase" and value not in (0, 1):
            raise ValueError(f"For 'set_run_phase', the argument 'phase' must be '0' or '1', but got {value}")
        if name == "device_memory_capacity" and value <= 0:
            raise RuntimeError(f"'device_memory_capacity' must be positive, but got {value}.")
    _settings.update(kwargs)


def get_cost_model_context(attr_key: str) -> int | float:
    """One of the settings.

    Raises:
        ValueError: if there is none of this name.
    """
    if attr_key not in _settings:
        raise ValueError(f"Get context keyword {attr_key} is not recognized!")
    return _settings[attr_key]


def reset_cost_model_context() -> None:
    """Put the settings back to their defaults."""
    _settings.update(_DEFAULTS)


def _set_multi_subgraphs(multi_subgraph: bool = True) -> None:
    """Say that a network is compiled to several programs."""
    _switches["multi_subgraphs"] = multi_subgraph


def _get_multi_subgraphs() -> bool:
    return _switches["multi_subgraphs"]


def _set_algo_single_loop(single_loop: bool = True) -> None:
    _switches["algo_single_loop"] = single_loop


def _get_algo_single_loop() -> bool:
    return _switches["algo_single_loop"]


def _set_rp_matmul_mem_coef(coef: float) -> None:
    _switches["rp_matmul_mem_coef"] = coef


def _get_rp_matmul_mem_coef() -> float:
    return _switches["rp_matmul_mem_coef"]
