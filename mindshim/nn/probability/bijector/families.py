"""The bijectors that there are."""

from __future__ import annotations

from typing import Any

from mindshim._core import dispatch
from mindshim._core.tensor import Tensor
from mindshim.nn.layer.activation import LogSigmoid
from mindshim.nn.probability import _parameters
from mindshim.nn.probability.bijector.bijector import Bijector
from mindshim.ops.bijections import bijection


class _Known(Bijector):
    """A bijector whose functions are those of `ops.bijections`."""

    _kind = ""

    def __init__(self, name: str, constant: bool, values: dict[str, Any]) -> None:
        _parameters.require_str(type(self).__name__, name)
        super().__init__(constant, True, name, None, {**values, "name": name, "param_dict": values})
        for key, value in values.items():
            self._add_parameter(value, key)

    def _apply(self, what: str, value: Any) -> Tensor:
        value = self._check_value_dtype(value)
        operands = [self.cast_param_by_value(value, p) for p in self.default_parameters]
        return dispatch.apply(bijection, (self._kind, what, value, operands))

    def _forward(self, value: Tensor) -> Tensor:
        return self._apply("forward", value)

    def _inverse(self, value: Tensor) -> Tensor:
        return self._apply("inverse", value)

    def _forward_log_jacobian(self, value: Tensor) -> Tensor:
        return self._apply("forward_log_jacobian", value)

    def _inverse_log_jacobian(self, value: Tensor) -> Tensor:
        return self._apply("inverse_log_jacobian", value)


class PowerTransform(_Known):
    """`(1 + power * x) ** (1 / power)`, which is `exp(x)` for power 0 (mirrors `mindspore.nn.probability.bijector.PowerTransform`).

    Args:
        power: a number, list, array or Tensor, not negative. Default: 0.0. name: a str.

    Raises:
        ValueError: if `power` is negative. TypeError: if `power` is of another type or `name` no str.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.bijector as msb
        >>> print(msb.PowerTransform(0.5).forward(ms.Tensor([0.0, 2.0])).round(decimals=4))
        [1. 4.]
    """

    _kind = "PowerTransform"

    def __init__(self, power: Any = 0.0, name: str = "PowerTransform") -> None:
        super().__init__(name, False, {"power": power})
        array = _parameters.known(self._own_power)
        if array is not None and (array < 0).any():
            raise ValueError(f"For '{name}', the 'power' must not be negative, but got {array.tolist()}.")

    power = _parameters.own("power")


class Exp(PowerTransform):
    """`exp(x)` (mirrors `mindspore.nn.probability.bijector.Exp`).

    Args:
        name: a str. Default: "Exp".

    Raises:
        TypeError: if `name` is no str.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.bijector as msb
        >>> print(msb.Exp().inverse(ms.Tensor([1.0])))
        [0.]
    """

    def __init__(self, name: str = "Exp") -> None:
        super().__init__(0.0, name)

    def extend_repr(self) -> str:
        return "exp"


class ScalarAffine(_Known):
    """`scale * x + shift` (mirrors `mindspore.nn.probability.bijector.ScalarAffine`).

    Args:
        scale, shift: numbers, lists, arrays or Tensors. Default: 1.0 and 0.0. name: a str.

    Raises:
        TypeError: if a parameter is of another type or `name` no str.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.bijector as msb
        >>> print(msb.ScalarAffine(2.0, 1.0).forward(ms.Tensor([0.0, 2.0])))
        [1. 5.]
    """

    _kind = "ScalarAffine"

    def __init__(self, scale: Any = 1.0, shift: Any = 0.0, name: str = "ScalarAffine") -> None:
        super().__init__(name, True, {"scale": scale, "shift": shift})

    scale = _parameters.own("scale")
    shift = _parameters.own("shift")


class Softplus(_Known):
    """`log(1 + exp(sharpness * x)) / sharpness` (mirrors `mindspore.nn.probability.bijector.Softplus`).

    Args:
        sharpness: a number, list, array or Tensor. Default: 1.0. name: a str.

    Raises:
        TypeError: if `sharpness` is of another type or `name` no str.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.bijector as msb
        >>> print(msb.Softplus(2.0).forward(ms.Tensor([1.0])).asnumpy().round(4))
        [1.0635]
    """

    _kind = "Softplus"

    def __init__(self, sharpness: Any = 1.0, name: str = "Softplus") -> None:
        super().__init__(name, False, {"sharpness": sharpness})
        self.log_sigmoid = LogSigmoid()

    sharpness = _parameters.own("sharpness")


class GumbelCDF(_Known):
    """The distribution function of `Gumbel`, `exp(-exp(-(x - loc) / scale))` (mirrors `mindspore.nn.probability.bijector.GumbelCDF`).

    Args:
        loc, scale: numbers, lists, arrays or Tensors; `scale` is positive. Default: 0.0 and 1.0. name: a str.

    Raises:
        ValueError: if `scale` is not positive. TypeError: if a parameter is of another type or `name` no str.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.bijector as msb
        >>> print(msb.GumbelCDF().forward(ms.Tensor([0.0])).asnumpy().round(4))
        [0.3679]
    """

    _kind = "GumbelCDF"

    def __init__(self, loc: Any = 0.0, scale: Any = 1.0, name: str = "GumbelCDF") -> None:
        super().__init__(name, False, {"loc": loc, "scale": scale})
        _parameters.require_positive("scale", self._own_scale)

    loc = _parameters.own("loc")
    scale = _parameters.own("scale")


class Invert(Bijector):
    """A bijector the other way round (mirrors `mindspore.nn.probability.bijector.Invert`).

    Args:
        bijector: a Bijector. name: a str. Default: "", for "Invert" and the bijector's name.

    Raises:
        TypeError: if `bijector` is no Bijector or `name` no str.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.bijector as msb
        >>> print(msb.Invert(msb.Exp()).forward(ms.Tensor([1.0])))
        [0.]
    """

    def __init__(self, bijector: Bijector, name: str = "") -> None:
        if not isinstance(bijector, Bijector):
            raise TypeError(f"For 'Invert', the type of 'bijector' must be Bijector, but got {type(bijector).__name__}.")
        _parameters.require_str("Invert", name)
        param = {"bijector": bijector, "name": name}
        super().__init__(bijector.is_constant_jacobian, bijector.is_injective, name or "Invert" + bijector.name, bijector.dtype, param)
        self._bijector = bijector
        self._batch_shape = bijector.batch_shape
        self._is_scalar_batch = bijector.is_scalar_batch

    @property
    def bijector(self) -> Bijector:
        return self._bijector

    def extend_repr(self) -> str:
        return ""

    def forward(self, x: Tensor) -> Tensor:  # type: ignore[override]
        """The value of the bijector's inverse function.

        Examples:
            >>> import mindshim as ms
            >>> import mindshim.nn.probability.bijector as msb
            >>> log = msb.Invert(msb.Exp())
            >>> print(log.forward(ms.Tensor([1.0, 2.0])).asnumpy().round(3))
            [0.    0.693]
        """
        return self._bijector.inverse(x)

    def inverse(self, y: Tensor) -> Tensor:  # type: ignore[override]
        """The value of the bijector's function.

        Examples:
            >>> import mindshim as ms
            >>> import mindshim.nn.probability.bijector as msb
            >>> log = msb.Invert(msb.Exp())
            >>> print(log.inverse(ms.Tensor([0.0, 1.0])).asnumpy().round(3))
            [1.    2.718]
        """
        return self._bijector.forward(y)

    def forward_log_jacobian(self, x: Tensor) -> Tensor:  # type: ignore[override]
        """The logarithm of the derivative of the bijector's inverse function.

        Examples:
            >>> import mindshim as ms
            >>> import mindshim.nn.probability.bijector as msb
            >>> log = msb.Invert(msb.Exp())
            >>> print(log.forward_log_jacobian(ms.Tensor([1.0, 2.0])).asnumpy().round(3))
            [-0.    -0.693]
        """
        return self._bijector.inverse_log_jacobian(x)

    def inverse_log_jacobian(self, y: Tensor) -> Tensor:  # type: ignore[override]
        """The logarithm of the derivative of the bijector's function.

        Examples:
            >>> import mindshim as ms
            >>> import mindshim.nn.probability.bijector as msb
            >>> log = msb.Invert(msb.Exp())
            >>> print(log.inverse_log_jacobian(ms.Tensor([0.0, 1.0])).asnumpy().round(3))
            [0. 1.]
        """
        return self._bijector.forward_log_jacobian(y)
