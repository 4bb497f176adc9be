"""Distributions of the values of a bijector."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim._core import dtypes
from mindshim._core.tensor import Tensor
from mindshim.nn.probability import _parameters
from mindshim.nn.probability.bijector import Bijector, Exp, GumbelCDF, Invert
from mindshim.nn.probability.distribution.distribution import FLOATS, Distribution, Family
from mindshim.nn.probability.distribution.real import Normal, Uniform


class TransformedDistribution(Distribution):
    """The distribution of `bijector.forward(x)` (mirrors `mindspore.nn.probability.distribution.TransformedDistribution`).

    Args:
        bijector: an increasing Bijector. distribution: that of `x`, of a floating dtype.
        seed: accepted; the draws are those of `distribution`. name: a str.

    Raises:
        TypeError: for arguments of another type. ValueError: if `seed` is negative.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.nn.probability import bijector as msb, distribution as msd
        >>> print(msd.TransformedDistribution(msb.Exp(), msd.Normal(0.0, 1.0)).cdf(ms.Tensor([1.0])))
        [0.5]
    """

    def __init__(self, bijector: Bijector, distribution: Distribution, seed: int | None = None, name: str = "transformed_distribution") -> None:
        for key, value, kind in (("bijector", bijector, Bijector), ("distribution", distribution, Distribution)):
            if not isinstance(value, kind):
                raise TypeError(f"For '{type(self).__name__}', the type of '{key}' must be {kind.__name__}, but got {type(value).__name__}.")
        if distribution.dtype not in FLOATS:
            raise TypeError(f"For '{type(self).__name__}', the dtype of 'distribution' must be a float, but got {distribution.dtype}.")
        Distribution.__init__(self, seed, distribution.dtype, name, {"bijector": bijector, "distribution": distribution, "seed": seed, "name": name})
        self._bijector = bijector
        self._distribution = distribution
        self._is_linear_transformation = bijector.is_constant_jacobian
        self._batch_shape = self._broadcast_shape = distribution.batch_shape
        self._is_scalar_batch = distribution.is_scalar_batch and bijector.is_scalar_batch
        self.parameter_names = list(distribution.parameter_names)
        self.default_parameters = list(distribution.default_parameters)

    @property
    def bijector(self) -> Bijector:
        return self._bijector

    @property
    def distribution(self) -> Distribution:
        return self._distribution

    @property
    def dtype(self) -> Any:
        return self._distribution.dtype

    @property
    def is_linear_transformation(self) -> bool:
        return self._is_linear_transformation

    def extend_repr(self) -> str:
        # Only those that are families of their own show parameters, beside those of the parts.
        return ""

    def _cdf(self, value: Tensor, *args: Any, **kwargs: Any) -> Any:
        return self._distribution.cdf(self._bijector.inverse(value), *args, **kwargs)

    def _log_prob(self, value: Tensor, *args: Any, **kwargs: Any) -> Any:
        inner = self._distribution.log_prob(self._bijector.inverse(value), *args, **kwargs)
        return inner + self._bijector.inverse_log_jacobian(value)

    def _prob(self, value: Tensor, *args: Any, **kwargs: Any) -> Any:
        return ops.exp(self._log_prob(value, *args, **kwargs))

    def _sample(self, *args: Any, **kwargs: Any) -> Any:
        return self._bijector.forward(self._distribution.sample(*args, **kwargs))

    def _mean(self, *args: Any, **kwargs: Any) -> Any:
        if not self._is_linear_transformation:
            raise ValueError(f"The mean of '{self._name}' is known for a linear bijector only; average over `sample` instead.")
        return self._bijector.forward(self._distribution.mean(*args, **kwargs))


class _Direct(TransformedDistribution, Family):
    """A transformed distribution whose functions are known in closed form."""

    def _begin(self, loc: Any, scale: Any, bijector: Bijector, distribution: Distribution, seed: Any, name: Any) -> None:
        TransformedDistribution.__init__(self, bijector, distribution, seed, name)
        values = {"loc": loc, "scale": scale}
        self._parameters["param_dict"] = values
        self._batch_shape = self._broadcast_shape = _parameters.batch_shape(values)
        self._is_scalar_batch = all(isinstance(v, (int, float)) for v in values.values() if v is not None)
        self._reset_parameters()
        self._add_parameter(loc, "loc")
        self._add_parameter(scale, "scale")
        if scale is not None:
            _parameters.require_positive("scale", self._own_scale)

    def extend_repr(self) -> str:
        return Family.extend_repr(self)

    def _sample(self, *args: Any, **kwargs: Any) -> Any:
        return Family._sample(self, *args, **kwargs)

    loc = _parameters.own("loc")
    scale = _parameters.own("scale")


class LogNormal(_Direct):
    """The distribution of `exp(x)` for normal `x` (mirrors `mindspore.nn.probability.distribution.LogNormal`).

    Args:
        loc: the mean of `x`. scale: its standard deviation, positive. Default: None, to be given in each call.
        seed: a non-negative int, of the stream of draws. Default: 0, the global one.
        dtype: of the draws, a floating one. Default: mindspore.float32. name: a str.

    Raises:
        ValueError: if `scale` or `seed` is out of range. TypeError: for arguments of another type.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.distribution as msd
        >>> print(msd.LogNormal(0.0, 1.0).cdf(ms.Tensor([1.0])))
        [0.5]
    """

    _family = "LogNormal"

    def __init__(self, loc: Any = None, scale: Any = None, seed: int = 0, dtype: Any = dtypes.float32, name: str = "LogNormal") -> None:
        self._begin(loc, scale, Exp(), Normal(loc, scale, dtype=dtype), seed, name)

    def _check_value(self, value: Any, name: str) -> Any:
        super()._check_value(value, name)
        if name == "value" and not value.is_floating_point():
            raise TypeError(f"For '{self._name}', the dtype of 'value' must be a float, but got {value.dtype}.")
        return value


class Gumbel(_Direct):
    """The Gumbel distribution (mirrors `mindspore.nn.probability.distribution.Gumbel`).

    Args:
        loc: the mode. scale: the scale, positive.
        seed: a non-negative int, of the stream of draws. Default: 0, the global one.
        dtype: of the draws, a floating one. Default: mindspore.float32. name: a str.

    Raises:
        ValueError: if `scale` or `seed` is out of range. TypeError: for arguments of another type, or parameters in a call.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.distribution as msd
        >>> print(msd.Gumbel(0.0, 1.0).cdf(ms.Tensor([0.0])).asnumpy().round(4))
        [0.3679]
    """

    _family = "Gumbel"

    def __init__(self, loc: Any, scale: Any, seed: int = 0, dtype: Any = dtypes.float32, name: str = "Gumbel") -> None:
        cdf = GumbelCDF(loc, scale)
        if dtype not in FLOATS:
            raise TypeError(f"For 'Gumbel', the 'dtype' must be one of {', '.join(map(str, FLOATS))}, but got {dtype}.")
        self._begin(loc, scale, Invert(cdf), Uniform(0.0, 1.0, dtype=dtype), seed, name)
        self._gumbel_bijector = cdf

    def _given(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[Any]:
        if args or kwargs:
            raise TypeError("For 'Gumbel', parameters can't be given in a call.")
        return super()._given(args, kwargs)
