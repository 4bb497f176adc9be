"""Settings of the search for a way to spread operators. The search itself is not here; JAX's compiler does its own."""

from __future__ import annotations

from typing import Any

from mindshim import _checkparam

#: name: (default, type)
_KEYS: dict[str, tuple[Any, type]] = {
    "fully_use_devices": (False, bool),
    "elementwise_op_strategy_follow": (False, bool),
    "tensor_slice_align_enable": (False, bool),
    "tensor_slice_align_size": (16, int),
    "enable_algo_approxi": (False, bool),
    "algo_approxi_epsilon": (0.1, float),
}
_set: dict[str, Any] = {}


def set_algo_parameters(**kwargs: Any) -> None:
    """Set how the way to spread operators would be searched (mirrors `mindspore.set_algo_parameters`). They change nothing here.

    Args:
        kwargs: `fully_use_devices`, `elementwise_op_strategy_follow`, `tensor_slice_align_enable`, `enable_algo_approxi` (bool),
            `tensor_slice_align_size` (int), `algo_approxi_epsilon` (float).

    Raises:
        TypeError: for a value of another type. ValueError: for another name, or an alignment outside of 1 to 1024.

    Examples:
        >>> import mindshim as ms
        >>> ms.set_algo_parameters(elementwise_op_strategy_follow=True)
        >>> ms.get_algo_parameters("elementwise_op_strategy_follow")
        True
        >>> ms.reset_algo_parameters()
    """
    for name, value in kwargs.items():
        if name not in _KEYS:
            raise ValueError(f"Set context keyword {name} is not recognized!")
        _checkparam.check_value_type(name, value, _KEYS[name][1])
        if name == "tensor_slice_align_size" and not 1 <= value <= 1024:
            raise ValueError(f"For 'set_algo_parameters', 'tensor_slice_align_size' must be in [1, 1024], but got {value}")
    _set.update(kwargs)


def get_algo_parameters(attr_key: str) -> Any:
    """One of the settings of `set_algo_parameters` (mirrors `mindspore.get_algo_parameters`).

    Raises:
        ValueError: for another name.

    Examples:
        >>> import mindshim as ms
        >>> ms.get_algo_parameters("tensor_slice_align_size")
        16
    """
    if attr_key not in _KEYS:
        raise ValueError(f"Get context keyword {attr_key} is not recognized!")
    return _set.get(attr_key, _KEYS[attr_key][0])


def reset_algo_parameters() -> None:
    """Put the settings of `set_algo_parameters` back to their defaults (mirrors `mindspore.reset_algo_parameters`).

    Examples:
        >>> import mindshim as ms
        >>> ms.reset_algo_parameters()
        >>> ms.get_algo_parameters("fully_use_devices")
        False
    """
    _set.clear()
