"""Distributions over positive numbers, or a half line."""

from __future__ import annotations

from typing import Any

from mindshim._core import dtypes
from mindshim.nn.layer.gamma import DiGamma, LBeta
from mindshim.nn.probability import _parameters
from mindshim.nn.probability.distribution.distribution import FLOATS, Family


class Exponential(Family):
    """The exponential distribution (mirrors `mindspore.nn.probability.distribution.Exponential`).

    Args:
        rate: the inverse of the mean, positive. Default: None, to be given in each call.
        seed: a non-negative int, of the stream of draws. Default: None, the global one.
        dtype: of the draws, a floating one. Default: mindspore.float32. name: a str.

    Raises:
        ValueError: if a parameter or `seed` is out of range. TypeError: for arguments of another type.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.distribution as msd
        >>> print(msd.Exponential(0.5).mean())
        2.0
    """

    _family = "Exponential"

    def __init__(
        self, rate: Any = None, seed: int | None = None, dtype: Any = dtypes.float32, name: str = "Exponential"
    ) -> None:
        super().__init__({"rate": rate}, seed, dtype, name, FLOATS)
        _parameters.require_positive("rate", self._own_rate)

    rate = _parameters.own("rate")


class Gamma(Family):
    """The gamma distribution (mirrors `mindspore.nn.probability.distribution.Gamma`).

    Args:
        concentration, rate: positive, of at least one dimension. Default: None, to be given in each call.
        seed: a non-negative int, of the stream of draws. Default: None, the global one.
        dtype: of the draws, a floating one. Default: mindspore.float32. name: a str.

    Raises:
        ValueError: if a parameter or `seed` is out of range. TypeError: for arguments of another type.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.distribution as msd
        >>> print(msd.Gamma([2.0], [4.0]).mean())
        [0.5]
    """

    _family = "Gamma"
    _scalars = False

    def __init__(
        self, concentration: Any = None, rate: Any = None, seed: int | None = None, dtype: Any = dtypes.float32, name: str = "Gamma"
    ) -> None:
        super().__init__({"concentration": concentration, "rate": rate}, seed, dtype, name, FLOATS)
        _parameters.require_positive("concentration", self._own_concentration)
        _parameters.require_positive("rate", self._own_rate)
        self.digamma = DiGamma()

    concentration = _parameters.own("concentration")
    rate = _parameters.own("rate")


class Beta(Family):
    """The beta distribution (mirrors `mindspore.nn.probability.distribution.Beta`).

    Args:
        concentration1, concentration0: alpha and beta, positive, of at least one dimension. Default: None, to be given in each call.
        seed: a non-negative int, of the stream of draws. Default: None, the global one.
        dtype: of the draws, a floating one. Default: mindspore.float32. name: a str.

    Raises:
        ValueError: if a parameter or `seed` is out of range. TypeError: for arguments of another type.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.distribution as msd
        >>> print(msd.Beta([1.0], [3.0]).mean())
        [0.25]
    """

    _family = "Beta"
    _scalars = False

    def __init__(
        self, concentration1: Any = None, concentration0: Any = None, seed: int | None = None, dtype: Any = dtypes.float32, name: str = "Beta"
    ) -> None:
        super().__init__({"concentration1": concentration1, "concentration0": concentration0}, seed, dtype, name, FLOATS)
        _parameters.require_positive("concentration1", self._own_concentration1)
        _parameters.require_positive("concentration0", self._own_concentration0)
        self.digamma, self.lbeta = DiGamma(), LBeta()

    concentration1 = _parameters.own("concentration1")
    concentration0 = _parameters.own("concentration0")


class HalfNormal(Family):
    """The upper half of the normal distribution, of which there is only the density (mirrors `mindspore.nn.probability.distribution.HalfNormal`).

    Args:
        mean: the mean of the normal distribution; the density is 0 below 0, whatever it is. sd: the scale, positive. Default: None, to be given in each call.
        seed: a non-negative int, of the stream of draws. Default: None, the global one.
        dtype: of the draws, a floating one. Default: mindspore.float32. name: a str.

    Raises:
        ValueError: if a parameter or `seed` is out of range. TypeError: for arguments of another type.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.distribution as msd
        >>> print(msd.HalfNormal(0.0, 1.0).prob(ms.Tensor([-1.0, 0.0])).asnumpy().round(4))
        [0.     0.7979]
    """

    _family = "HalfNormal"

    def __init__(
        self, mean: Any = None, sd: Any = None, seed: int | None = None, dtype: Any = dtypes.float32, name: str = "HalfNormal"
    ) -> None:
        super().__init__({"mean": mean, "sd": sd}, seed, dtype, name, FLOATS)
        _parameters.require_positive("sd", self._own_sd)

    def extend_repr(self) -> str:
        return ""
