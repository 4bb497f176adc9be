"""What distributions and bijectors share: their parameters as Tensors, and checks of arguments."""

from __future__ import annotations

from typing import Any

import numpy as np
from jax.core import Tracer

from mindshim._core.tensor import Tensor
from mindshim.common.parameter import Parameter


def to_tensor(name: str, value: Any, dtype: Any) -> Tensor:
    """`value` as a Tensor of `dtype`; a Parameter stays one, so that it can be trained."""
    if isinstance(value, Parameter):
        return value
    if isinstance(value, Tensor):
        return value if value.dtype == dtype else value.astype(dtype)
    if isinstance(value, bool) or not isinstance(value, (int, float, list, tuple, np.ndarray, np.generic)):
        raise TypeError(f"The '{name}' must be a number, list, array or Tensor, but got {type(value).__name__}.")
    array = np.asarray(value)
    if array.dtype.kind not in "fiu":
        raise TypeError(f"The '{name}' must consist of numbers, but got {value!r}.")
    return Tensor(array, dtype)


def known(value: Any) -> np.ndarray | None:
    """The numbers of a Tensor; None within a trace."""
    # Not by an operator: within a trace its result would be traced, even if the value is known.
    return None if value is None or isinstance(value._data, Tracer) else np.asarray(value._data).astype(np.float64)


def require_positive(name: str, value: Any) -> None:
    """ValueError unless all elements are positive."""
    array = known(value)
    if array is not None and not (array > 0).all():
        raise ValueError(f"The '{name}' must be greater than zero, but got {array.tolist()}.")


def require_chances(op: str, name: str, value: Any) -> None:
    """ValueError unless all elements lie strictly between 0 and 1."""
    array = known(value)
    if array is not None and not ((array > 0) & (array < 1)).all():
        raise ValueError(f"For '{op}', the '{name}' must be greater than zero and less than one, but got {array.tolist()}.")


def require_str(op: str, value: Any) -> None:
    """TypeError unless the `name` is a str."""
    if not isinstance(value, str):
        raise TypeError(f"For '{op}', the type of 'name' must be str, but got {type(value).__name__}.")


def batch_shape(values: dict[str, Any]) -> tuple[int, ...] | None:
    """The shape that the parameters broadcast to; None if one is not given."""
    if any(v is None for v in values.values()):
        return None
    return tuple(np.broadcast_shapes(*(v.shape if isinstance(v, Tensor) else np.shape(v) for v in values.values())))
