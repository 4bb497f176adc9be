"""What distributions and bijectors share: their parameters as Tensors, and checks of arguments."""

from __future__ import annotations

from typing import Any

import numpy as np
from jax.core import Tracer

from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.common.parameter import Parameter
from mindshim.nn.cell import Cell


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


def own(name: str) -> property:
    """The attribute that shows a parameter given at the construction."""
    return property(lambda self: getattr(self, f"_own_{name}"))


class Parametrised(Cell):
    """A Cell with a name and parameters that have one shape together: a distribution or a bijector."""

    def _describe(self, name: str, dtype: Any, param: dict[str, Any]) -> None:
        """Keep what the constructor was given; `param["param_dict"]` has the parameters, if there are any."""
        self._name = name
        self._dtype = dtype
        self._parameters = {k: v for k, v in param.items() if k != "self" and k[:1] != "_"}
        self._reset_parameters()
        values = self._parameters.get("param_dict")
        #: What the parameters broadcast to, and the shape of a draw, which repr shows: different for Categorical only.
        self._batch_shape = self._broadcast_shape = None if values is None else batch_shape(values)
        self._is_scalar_batch = all(isinstance(v, (int, float)) for v in (values or {}).values() if v is not None)

    def _reset_parameters(self) -> None:
        self.default_parameters: list[Any] = []
        self.parameter_names: list[str] = []

    def _add_parameter(self, value: Any, name: str) -> Any:
        """A parameter as a Tensor, None if it is to be given in the calls; also the attribute `_own_` and its name."""
        made = None if value is None else to_tensor(name, value, self._kind_of_parameters())
        self.default_parameters.append(made)
        self.parameter_names.append(name)
        setattr(self, f"_own_{name}", made)
        return made

    def _kind_of_parameters(self) -> Any:
        return dtypes.float32 if self._dtype is None else self._dtype

    def _check_value(self, value: Any, name: str) -> Any:
        if not isinstance(value, Tensor):
            raise TypeError(f"For '{self._name}', the '{name}' must be a Tensor, but got {type(value).__name__}.")
        return value

    @property
    def name(self) -> str:
        return self._name

    @property
    def dtype(self) -> Any:
        return self._dtype

    @property
    def parameters(self) -> dict[str, Any]:
        return self._parameters

    @property
    def batch_shape(self) -> Any:
        return self._batch_shape

    @property
    def is_scalar_batch(self) -> bool:
        return self._is_scalar_batch

    def extend_repr(self) -> str:
        if not self._is_scalar_batch:
            return f"batch_shape = {self._broadcast_shape}"
        return ", ".join(f"{k} = {v}" for k, v in zip(self._shown_names(), self.default_parameters, strict=True))

    def _shown_names(self) -> list[str]:
        return self.parameter_names
