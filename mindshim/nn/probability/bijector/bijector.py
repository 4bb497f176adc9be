"""The base of bijectors."""

from __future__ import annotations

from typing import Any

from mindshim._core.tensor import Tensor
from mindshim.nn.probability import _parameters

_FUNCTIONS = ("forward", "inverse", "forward_log_jacobian", "inverse_log_jacobian")


class Bijector(_parameters.Parametrised):
    """The base of invertible functions (mirrors `mindspore.nn.probability.bijector.Bijector`).

    A subclass has `_forward`, `_inverse`, `_forward_log_jacobian` and `_inverse_log_jacobian`, as far as it can.

    Args:
        is_constant_jacobian: whether the derivative is the same everywhere. Default: False.
        is_injective: whether it is one to one. Default: True.
        name: a str. dtype: which floating dtype values must have. Default: None, any.
        param: a dict with the constructor's arguments; its `param_dict` has the function's parameters.

    Raises:
        TypeError: if `name` is no str.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.bijector as msb
        >>> class Twice(msb.Bijector):
        ...     def _forward(self, value):
        ...         return value * 2
        >>> print(Twice(name="Twice").forward(ms.Tensor([1.0, 2.0])))
        [2. 4.]
    """

    def __init__(
        self, is_constant_jacobian: bool = False, is_injective: bool = True, name: Any = None, dtype: Any = None, param: Any = None
    ) -> None:
        super().__init__()
        _parameters.require_str(type(self).__name__, name)
        for key, value in (("is_constant_jacobian", is_constant_jacobian), ("is_injective", is_injective)):
            if not isinstance(value, bool):
                raise TypeError(f"For '{name}', the type of '{key}' must be bool, but got {type(value).__name__}.")
        self._describe(name, dtype, param or {})
        self._is_constant_jacobian = is_constant_jacobian
        self._is_injective = is_injective

    @property
    def is_constant_jacobian(self) -> bool:
        return self._is_constant_jacobian

    @property
    def is_injective(self) -> bool:
        return self._is_injective

    def _check_value_dtype(self, value: Any) -> Any:
        self._check_value(value, "value")
        if not value.is_floating_point():
            raise TypeError(f"For '{self._name}', the dtype of 'value' must be a float, but got {value.dtype}.")
        if self._dtype is not None and value.dtype != self._dtype:
            raise TypeError(f"For '{self._name}', the dtype of 'value' must be {self._dtype}, but got {value.dtype}.")
        return value

    def cast_param_by_value(self, value: Tensor, para: Tensor) -> Tensor:
        """A parameter in the dtype of `value`.

        Examples:
            >>> import mindshim as ms
            >>> import mindshim.nn.probability.bijector as msb
            >>> exp = msb.Exp()
            >>> exp.cast_param_by_value(ms.Tensor([1.0], ms.float16), ms.Tensor(2.0)).dtype
            mindspore.float16
        """
        return para.astype(value.dtype)

    def forward(self, value: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        """The function's value.

        Examples:
            >>> import mindshim as ms
            >>> import mindshim.nn.probability.bijector as msb
            >>> exp = msb.Exp()
            >>> print(exp.forward(ms.Tensor([0.0, 1.0])).asnumpy().round(3))
            [1.    2.718]
        """
        return self._do("forward", value, *args, **kwargs)

    def inverse(self, value: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        """The value of the inverse function.

        Examples:
            >>> import mindshim as ms
            >>> import mindshim.nn.probability.bijector as msb
            >>> exp = msb.Exp()
            >>> print(exp.inverse(ms.Tensor([1.0, 2.0])).asnumpy().round(3))
            [0.    0.693]
        """
        return self._do("inverse", value, *args, **kwargs)

    def forward_log_jacobian(self, value: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        """The logarithm of the function's derivative.

        Examples:
            >>> import mindshim as ms
            >>> import mindshim.nn.probability.bijector as msb
            >>> exp = msb.Exp()
            >>> print(exp.forward_log_jacobian(ms.Tensor([0.0, 1.0])).asnumpy().round(3))
            [0. 1.]
        """
        return self._do("forward_log_jacobian", value, *args, **kwargs)

    def inverse_log_jacobian(self, value: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        """The logarithm of the inverse function's derivative.

        Examples:
            >>> import mindshim as ms
            >>> import mindshim.nn.probability.bijector as msb
            >>> exp = msb.Exp()
            >>> print(exp.inverse_log_jacobian(ms.Tensor([1.0, 2.0])).asnumpy().round(3))
            [-0.    -0.693]
        """
        return self._do("inverse_log_jacobian", value, *args, **kwargs)

    def _do(self, what: str, *args: Any, **kwargs: Any) -> Any:
        own = getattr(type(self), "_" + what, None)
        if own is None:
            raise NotImplementedError(f"{what} is not implemented for the bijector {self._name}.")
        return own(self, *args, **kwargs)

    def construct(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """`self("forward", x)` is `self.forward(x)`.

        Examples:
            >>> import mindshim as ms
            >>> import mindshim.nn.probability.bijector as msb
            >>> exp = msb.Exp()
            >>> print(exp("forward", ms.Tensor([0.0])))
            [1.]
        """
        if name not in _FUNCTIONS:
            raise ValueError(f"For '{self._name}', the function must be one of {_FUNCTIONS}, but got {name!r}.")
        return getattr(self, name)(*args, **kwargs)
