"""Distributions over whole numbers."""

from __future__ import annotations

from typing import Any

from mindshim._core import dtypes
from mindshim.nn.probability import _parameters
from mindshim.nn.probability.distribution.distribution import NUMBERS, Family


class Bernoulli(Family):
    """The distribution of 1 with a probability, else 0 (mirrors `mindspore.nn.probability.distribution.Bernoulli`).

    Args:
        probs: the probability, between 0 and 1. Default: None, to be given in each call.
        seed: a non-negative int, of the stream of draws. Default: None, the global one.
        dtype: of the draws, a number dtype. Default: mindspore.int32. name: a str.

    Raises:
        ValueError: if a parameter or `seed` is out of range. TypeError: for arguments of another type.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.distribution as msd
        >>> print(msd.Bernoulli(0.25).var())
        0.1875
    """

    _family = "Bernoulli"

    def __init__(
        self, probs: Any = None, seed: int | None = None, dtype: Any = dtypes.int32, name: str = "Bernoulli"
    ) -> None:
        super().__init__({"probs": probs}, seed, dtype, name, NUMBERS)
        _parameters.require_chances("Bernoulli", "probs", self._own_probs)

    probs = _parameters.own("probs")


class Geometric(Family):
    """The distribution of the number of failures before a success (mirrors `mindspore.nn.probability.distribution.Geometric`).

    Args:
        probs: the probability of success, between 0 and 1. Default: None, to be given in each call.
        seed: a non-negative int, of the stream of draws. Default: None, the global one.
        dtype: of the draws, a number dtype. Default: mindspore.int32. name: a str.

    Raises:
        ValueError: if a parameter or `seed` is out of range. TypeError: for arguments of another type.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.distribution as msd
        >>> print(msd.Geometric(0.5).mean())
        1.0
    """

    _family = "Geometric"

    def __init__(
        self, probs: Any = None, seed: int | None = None, dtype: Any = dtypes.int32, name: str = "Geometric"
    ) -> None:
        super().__init__({"probs": probs}, seed, dtype, name, NUMBERS)
        _parameters.require_chances("Geometric", "probs", self._own_probs)

    probs = _parameters.own("probs")


class Categorical(Family):
    """The distribution of the number of a category (mirrors `mindspore.nn.probability.distribution.Categorical`).

    Args:
        probs: the probabilities in the last dimension, between 0 and 1, whose sum is 1. Default: None, to be given in each call.
        seed: a non-negative int, of the stream of draws. Default: None, the global one.
        dtype: of the draws, a number dtype. Default: mindspore.int32. name: a str.

    Raises:
        ValueError: if a parameter or `seed` is out of range. TypeError: for arguments of another type.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.distribution as msd
        >>> print(msd.Categorical([0.25, 0.5, 0.25]).mean())
        [1.]
    """

    _family = "Categorical"

    def __init__(
        self, probs: Any = None, seed: int | None = None, dtype: Any = dtypes.int32, name: str = "Categorical"
    ) -> None:
        super().__init__({"probs": probs}, seed, dtype, name, NUMBERS)
        self._check_categories()

    probs = _parameters.own("probs")

    def _check_categories(self) -> None:
        probs = self._own_probs
        if probs is None:
            return
        if not probs.ndim:
            raise ValueError("For 'Categorical', the 'probs' must have at least one dimension.")
        _parameters.require_chances("Categorical", "probs", probs)
        array = _parameters.known(probs)
        if array is not None and abs(array.sum(-1) - 1.0).max() > 1e-3:
            raise ValueError(f"For 'Categorical', the 'probs' must have the sum 1, but got {array.tolist()}.")
        self._broadcast_shape = tuple(probs.shape[:-1])
        self._is_scalar_batch = probs.ndim == 1


class Poisson(Family):
    """The Poisson distribution (mirrors `mindspore.nn.probability.distribution.Poisson`).

    Args:
        rate: the mean, positive, of at least one dimension. Default: None, to be given in each call.
        seed: a non-negative int, of the stream of draws. Default: None, the global one.
        dtype: of the draws, a number dtype. Default: mindspore.float32. name: a str.

    Raises:
        ValueError: if a parameter or `seed` is out of range. TypeError: for arguments of another type.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.distribution as msd
        >>> print(msd.Poisson([2.0]).var())
        [2.]
    """

    _family = "Poisson"
    _scalars = False

    def __init__(
        self, rate: Any = None, seed: int | None = None, dtype: Any = dtypes.float32, name: str = "Poisson"
    ) -> None:
        super().__init__({"rate": rate}, seed, dtype, name, NUMBERS)
        _parameters.require_positive("rate", self._own_rate)

    rate = _parameters.own("rate")
