"""What initializers are written with: seeded random fills, fans and gains."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mindshim.common import philox


def _assignment(arr: np.ndarray, num: Any) -> np.ndarray:
    """Write `num` (a number or an array that broadcasts) into `arr` and return it."""
    arr[...] = num
    return arr


def _numpy_seed() -> int:
    # One draw per random fill, so that a program's own NumPy draws stay where MindSpore would leave them.
    return int(np.random.randint(1, 2**63 - 1, dtype=np.int64))


def _init_random_uniform(a: float, b: float, shape: Any) -> np.ndarray:
    """A float32 array, uniform in [a, b)."""
    return philox.uniform(_numpy_seed(), math.prod(shape), a, b).reshape(shape)


def _init_random_normal(mean: float, sigma: float, shape: Any) -> np.ndarray:
    """A float32 array, normal with `mean` and standard deviation `sigma`."""
    return philox.normal(_numpy_seed(), math.prod(shape), mean, sigma).reshape(shape)


def _init_truncated_normal(a: float, b: float, mean: float, sigma: float, shape: Any) -> np.ndarray:
    """A float32 array, normal with `mean` and `sigma`, cut to the absolute bounds [a, b]."""
    return philox.truncated_normal(_numpy_seed(), math.prod(shape), a, b, mean, sigma).reshape(shape)


def _init_random_uniform_inplace(a: float, b: float, arr: np.ndarray) -> None:
    _assignment(arr, _init_random_uniform(a, b, arr.shape))


def _init_random_normal_inplace(mean: float, sigma: float, arr: np.ndarray) -> None:
    _assignment(arr, _init_random_normal(mean, sigma, arr.shape))


def _init_truncated_normal_inplace(a: float, b: float, mean: float, sigma: float, arr: np.ndarray) -> None:
    _assignment(arr, _init_truncated_normal(a, b, mean, sigma, arr.shape))


def _calculate_fan_in_and_fan_out(shape: Any) -> tuple[int, int]:
    """(fan_in, fan_out) of a weight: channels times the receptive field of the trailing dimensions."""
    if len(shape) < 2:
        raise ValueError(
            "'fan_in' and 'fan_out' can not be computed for tensor with fewer than 2 dimensions, "
            f"but got dimensions {len(shape)}."
        )
    field = math.prod(shape[2:])
    return shape[1] * field, shape[0] * field


def _calculate_in_and_out(arr: np.ndarray) -> tuple[int, int]:
    return _calculate_fan_in_and_fan_out(arr.shape)


def _calculate_correct_fan(shape: Any, mode: str) -> int:
    """The fan that `mode` ("fan_in" or "fan_out", any case) names."""
    wanted = mode.lower()
    if wanted not in ("fan_in", "fan_out"):
        raise ValueError(f"'mode' {wanted} not supported, please use one of ['fan_in', 'fan_out']")
    fan_in, fan_out = _calculate_fan_in_and_fan_out(shape)
    return fan_in if wanted == "fan_in" else fan_out


_UNIT_GAIN = frozenset(
    ("linear", "sigmoid", "conv1d", "conv2d", "conv3d") + ("conv_transpose1d", "conv_transpose2d", "conv_transpose3d")
)


def _calculate_gain(nonlinearity: str, param: Any = None) -> float:
    """The factor by which a nonlinearity's weights are scaled to keep the variance of what passes through."""
    if nonlinearity in _UNIT_GAIN:
        return 1
    if nonlinearity == "tanh":
        return 5.0 / 3
    if nonlinearity == "relu":
        return math.sqrt(2.0)
    if nonlinearity == "leaky_relu":
        if param is None:
            slope = 0.01
        elif isinstance(param, (int, float)) and not isinstance(param, bool):
            slope = param
        else:
            raise ValueError(
                f"For 'HeUniform', 'negative_slope' {param} is not a valid number. When 'nonlinearity' has been set "
                f"to 'leaky_relu', 'negative_slope' should be int or float type, but got {type(param)}."
            )
        return math.sqrt(2.0 / (1 + slope**2))
    raise ValueError(
        "For 'HeUniform', the argument 'nonlinearity' should be one of "
        f"['sigmoid', 'tanh', 'relu' or 'leaky_relu'], but got {nonlinearity}."
    )
