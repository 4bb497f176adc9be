"""Distributions over all real numbers, and over an interval."""

from __future__ import annotations

from typing import Any

from mindshim._core import dtypes
from mindshim.nn.probability import _parameters
from mindshim.nn.probability.distribution.distribution import FLOATS, Family


class Normal(Family):
    """The normal distribution (mirrors `mindspore.nn.probability.distribution.Normal`).

    Args:
        mean: the mean. sd: the standard deviation, positive. Default: None, to be given in each call.
        seed: a non-negative int, of the stream of draws. Default: None, the global one.
        dtype: of the draws, a floating one. Default: mindspore.float32. name: a str.

    Raises:
        ValueError: if a parameter or `seed` is out of range. TypeError: for arguments of another type.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.distribution as msd
        >>> print(msd.Normal(0.0, 1.0).cdf(ms.Tensor([0.0])))
        [0.5]
    """

    _family = "Normal"
    _named = "mean, standard deviation"

    def __init__(
        self, mean: Any = None, sd: Any = None, seed: int | None = None, dtype: Any = dtypes.float32, name: str = "Normal"
    ) -> None:
        super().__init__({"mean": mean, "sd": sd}, seed, dtype, name, FLOATS)
        _parameters.require_positive("sd", self._own_sd)


class Laplace(Family):
    """The Laplace distribution, of which there is only the density (mirrors `mindspore.nn.probability.distribution.Laplace`).

    Args:
        mean: the mean. sd: the scale, positive. Default: None, to be given in each call.
        seed: a non-negative int, of the stream of draws. Default: None, the global one.
        dtype: of the draws, a floating one. Default: mindspore.float32. name: a str.

    Raises:
        ValueError: if a parameter or `seed` is out of range. TypeError: for arguments of another type.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.distribution as msd
        >>> print(msd.Laplace(0.0, 0.5).log_prob(ms.Tensor([1.0])))
        [-2.]
    """

    _family = "Laplace"

    def __init__(
        self, mean: Any = None, sd: Any = None, seed: int | None = None, dtype: Any = dtypes.float32, name: str = "Laplace"
    ) -> None:
        super().__init__({"mean": mean, "sd": sd}, seed, dtype, name, FLOATS)
        _parameters.require_positive("sd", self._own_sd)

    def extend_repr(self) -> str:
        return ""


class StudentT(Family):
    """Student's t distribution, of which there is only the density (mirrors `mindspore.nn.probability.distribution.StudentT`).

    Args:
        df: the degrees of freedom, positive. mean: the mean. sd: the scale, positive. Default: None, to be given in each call.
        seed: a non-negative int, of the stream of draws. Default: None, the global one.
        dtype: of the draws, a floating one. Default: mindspore.float32. name: a str.

    Raises:
        ValueError: if a parameter or `seed` is out of range. TypeError: for arguments of another type.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.distribution as msd
        >>> print(msd.StudentT(1.0, 0.0, 1.0).prob(ms.Tensor([0.0])).asnumpy().round(4))
        [0.3183]
    """

    _family = "StudentT"

    def __init__(
        self, df: Any = None, mean: Any = None, sd: Any = None, seed: int | None = None, dtype: Any = dtypes.float32, name: str = "StudentT"
    ) -> None:
        super().__init__({"df": df, "mean": mean, "sd": sd}, seed, dtype, name, FLOATS)
        _parameters.require_positive("sd", self._own_sd)
        _parameters.require_positive("df", self._own_df)

    def extend_repr(self) -> str:
        return ""


class Cauchy(Family):
    """The Cauchy distribution (mirrors `mindspore.nn.probability.distribution.Cauchy`).

    Args:
        loc: the location. scale: the scale, positive. Default: None, to be given in each call.
        seed: a non-negative int, of the stream of draws. Default: None, the global one.
        dtype: of the draws, a floating one. Default: mindspore.float32. name: a str.

    Raises:
        ValueError: if a parameter or `seed` is out of range. TypeError: for arguments of another type.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.distribution as msd
        >>> print(msd.Cauchy(0.0, 1.0).cdf(ms.Tensor([0.0])))
        [0.5]
    """

    _family = "Cauchy"
    _named = "location, scale"

    def __init__(
        self, loc: Any = None, scale: Any = None, seed: int | None = None, dtype: Any = dtypes.float32, name: str = "Cauchy"
    ) -> None:
        super().__init__({"loc": loc, "scale": scale}, seed, dtype, name, FLOATS)
        _parameters.require_positive("scale", self._own_scale)

    loc = _parameters.own("loc")
    scale = _parameters.own("scale")

    def _undefined(self, *args: Any, **kwargs: Any) -> Any:
        raise ValueError("The Cauchy distribution has no mean, variance and standard deviation.")

    _mean = _sd = _var = _undefined


class Logistic(Family):
    """The logistic distribution (mirrors `mindspore.nn.probability.distribution.Logistic`).

    Args:
        loc: the location. scale: the scale, positive. Default: None, to be given in each call.
        seed: a non-negative int, of the stream of draws. Default: None, the global one.
        dtype: of the draws, a floating one. Default: mindspore.float32. name: a str.

    Raises:
        ValueError: if a parameter or `seed` is out of range. TypeError: for arguments of another type.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.distribution as msd
        >>> print(msd.Logistic(0.0, 1.0).cdf(ms.Tensor([0.0])))
        [0.5]
    """

    _family = "Logistic"
    _named = "location, scale"

    def __init__(
        self, loc: Any = None, scale: Any = None, seed: int | None = None, dtype: Any = dtypes.float32, name: str = "Logistic"
    ) -> None:
        super().__init__({"loc": loc, "scale": scale}, seed, dtype, name, FLOATS)
        _parameters.require_positive("scale", self._own_scale)

    loc = _parameters.own("loc")
    scale = _parameters.own("scale")


class Uniform(Family):
    """The uniform distribution over an interval (mirrors `mindspore.nn.probability.distribution.Uniform`).

    Args:
        low: its lower end. high: its upper end. Default: None, to be given in each call.
        seed: a non-negative int, of the stream of draws. Default: None, the global one.
        dtype: of the draws, a floating one. Default: mindspore.float32. name: a str.

    Raises:
        ValueError: if a parameter or `seed` is out of range. TypeError: for arguments of another type.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.distribution as msd
        >>> print(msd.Uniform(0.0, 4.0).cdf(ms.Tensor([1.0])))
        [0.25]
    """

    _family = "Uniform"

    def __init__(
        self, low: Any = None, high: Any = None, seed: int | None = None, dtype: Any = dtypes.float32, name: str = "Uniform"
    ) -> None:
        super().__init__({"low": low, "high": high}, seed, dtype, name, FLOATS)
        low_, high_ = _parameters.known(self._own_low), _parameters.known(self._own_high)
        if low_ is not None and high_ is not None and not (low_ < high_).all():
            raise ValueError(f"For '{name}', 'low' must be less than 'high', but got {low_.tolist()} and {high_.tolist()}.")

    low = _parameters.own("low")
    high = _parameters.own("high")
