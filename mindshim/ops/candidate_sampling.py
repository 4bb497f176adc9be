"""Sampling of classes for losses that look at a few of many, and what they hit by accident."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch, dtypes, random
from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.random import make_key
from mindshim._core.state import S
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import is_int
from mindshim.ops.primitive import Primitive, prim_attr_register


def _probability(classes: Any, range_max: int, law: str) -> Any:
    """The probability of each class in one draw, float64."""
    if law == "uniform":
        return jnp.full(classes.shape, 1.0 / range_max, np.float64)
    k = classes.astype(np.float64)
    return (jnp.log(k + 2) - jnp.log(k + 1)) / np.log(np.float64(range_max + 1))


@kernel("CandidateSampler", differentiable=False, amp=False)
def _sample(
    true_classes: Array, seed: Number, offset: Number, count: Any, unique: Any, range_max: Any, law: str, skip_hits: Any
) -> tuple[Array, Array, Array]:
    """Classes drawn, and the expected counts of the true ones and of the drawn ones.

    Distinct classes are drawn one after the other, as by drawing until a new one comes. Which ones come is the order
    of independent Gumbel variables; how many draws that takes is a sum of geometric variables.
    """
    keys = jax.random.split(make_key(seed, offset), 2)
    every = jnp.arange(range_max)
    p = _probability(every, range_max, law)
    if skip_hits:
        allowed = jnp.ones(range_max, bool).at[true_classes.reshape(-1)].set(False, mode="drop")
    else:
        allowed = jnp.ones(range_max, bool)
    if unique:
        score = jnp.log(p).astype(np.float32) + jax.random.gumbel(keys[0], (range_max,), np.float32)
        drawn = jax.lax.top_k(jnp.where(allowed, score, np.float32(-np.inf)), count)[1].astype(np.int64)
        taken = jnp.concatenate([jnp.zeros(1, np.float64), jnp.cumsum(p[drawn])[:-1]])
        u = jax.random.uniform(keys[1], (count,), np.float64, minval=np.finfo(np.float64).tiny)
        draws = jnp.sum(jnp.floor(jnp.log(u) / jnp.log(taken)) + 1.0)
        expect = lambda q: -jnp.expm1(draws * jnp.log1p(-q))  # noqa: E731
    else:
        total = jnp.cumsum(jnp.where(allowed, p, 0.0))
        u = jax.random.uniform(keys[0], (count,), np.float64) * total[-1]
        drawn = jnp.minimum(jnp.searchsorted(total, u, side="right"), range_max - 1).astype(np.int64)
        expect = lambda q: q * count  # noqa: E731
    true_count = expect(_probability(true_classes, range_max, law))
    return (
        drawn.astype(true_classes.dtype),
        true_count.astype(np.float32),
        expect(p[drawn]).astype(np.float32),
    )


class _Sampler(Primitive):
    _law: str
    _types: tuple[Any, ...]

    def _settle(self, skip_hits: bool) -> None:
        op = self.name
        for name, least in (("num_true", 1), ("num_sampled", 1), ("range_max", 1), ("seed", 0)):
            value = getattr(self, name)
            if not is_int(value):
                raise TypeError(f"For '{op}', the type of '{name}' should be 'int', but got type '{type(value).__name__}'.")
            if value < least:
                raise ValueError(f"For '{op}', the argument '{name}' must >= {least}, but got {value}.")
        for name, value in (("unique", self.unique), ("remove_accidental_hits", skip_hits)):
            if not isinstance(value, bool):
                raise TypeError(f"For '{op}', the type of '{name}' should be 'bool', but got type '{type(value).__name__}'.")
        if self.unique and self.num_sampled > self.range_max:
            raise ValueError(
                f"For '{op}', the 'num_sampled' must be <= 'range_max' {self.range_max} if 'unique', but got {self.num_sampled}."
            )
        self._skip_hits = skip_hits
        self._stream = random.Stream(self.seed) if self.seed else random.DEFAULT

    def __call__(self, true_classes: Tensor) -> tuple[Tensor, Tensor, Tensor]:  # type: ignore[override]
        op = self.name
        if not isinstance(true_classes, Tensor) or true_classes.dtype not in self._types:
            kinds = " or ".join(str(t) for t in self._types)
            raise TypeError(f"For '{op}', the 'true_classes' must be a Tensor of {kinds}, but got {true_classes!r:.80}.")
        if true_classes.ndim != 2 or true_classes.shape[1] != self.num_true:
            raise ValueError(f"For '{op}', the shape of 'true_classes' must be (n, {self.num_true}), but got {true_classes.shape}.")
        if self._skip_hits and S.scope is None:
            hits = np.unique(true_classes._concrete())
            left = self.range_max - int(((hits >= 0) & (hits < self.range_max)).sum())
            if left < (self.num_sampled if self.unique else 1):
                raise ValueError(f"For '{op}', without the true classes there are only {left} to sample {self.num_sampled} from.")
        settings = (self.num_sampled, self.unique, self.range_max, self._law, self._skip_hits)
        return dispatch.apply(_sample, (true_classes, *self._stream.draw(), *settings))


@face("ops.UniformCandidateSampler")
class UniformCandidateSampler(_Sampler):
    """`ops.uniform_candidate_sampler` as an operator object (mirrors `mindspore.ops.UniformCandidateSampler`).

    Args:
        num_true, num_sampled, unique, range_max, seed, remove_accidental_hits: as for the function.

    Inputs:
        true_classes: an int32 or int64 Tensor of shape (n, num_true).

    Examples:
        >>> import mindshim as ms
        >>> drawn, _, _ = ms.ops.UniformCandidateSampler(1, 3, True, 9)(ms.Tensor([[1], [3]]))
        >>> drawn.shape
        (3,)
    """

    _law = "uniform"
    _types = (dtypes.int32, dtypes.int64)

    @prim_attr_register
    def __init__(
        self,
        num_true: int,
        num_sampled: int,
        unique: bool,
        range_max: int,
        seed: int = 0,
        remove_accidental_hits: bool = False,
    ) -> None:
        self._settle(remove_accidental_hits)


@face("ops.LogUniformCandidateSampler")
class LogUniformCandidateSampler(_Sampler):
    """`ops.log_uniform_candidate_sampler` as an operator object (mirrors `mindspore.ops.LogUniformCandidateSampler`).

    Args:
        num_true, num_sampled, unique, range_max, seed: as for the function.

    Inputs:
        true_classes: an int64 Tensor of shape (n, num_true).

    Examples:
        >>> import mindshim as ms
        >>> drawn, _, _ = ms.ops.LogUniformCandidateSampler(2, 3)(ms.Tensor([[1, 2], [0, 4]]))
        >>> drawn.shape
        (3,)
    """

    _law = "log-uniform"
    _types = (dtypes.int64,)

    @prim_attr_register
    def __init__(
        self, num_true: int = 1, num_sampled: int = 5, unique: bool = True, range_max: int = 5, seed: int = 0
    ) -> None:
        self._settle(False)


def _with_stream(sampler: _Sampler) -> _Sampler:
    """Functions with one seed share one stream, so that a second call draws anew."""
    if sampler.seed:
        sampler._stream = random.seeded(sampler.seed)
    return sampler


@face("ops.uniform_candidate_sampler")
def uniform_candidate_sampler(
    true_classes: Tensor,
    num_true: int,
    num_sampled: int,
    unique: bool,
    range_max: int,
    seed: int = 0,
    remove_accidental_hits: bool = False,
) -> tuple[Tensor, Tensor, Tensor]:
    """Classes drawn from 0 to `range_max` - 1, all as likely (mirrors `mindspore.ops.uniform_candidate_sampler`).

    Args:
        true_classes: an int32 or int64 Tensor of shape (n, num_true), the classes that are right.
        num_true: how many are right in each sample. num_sampled: how many are drawn.
        unique: whether all drawn classes differ. range_max: how many classes there are.
        seed: 0 draws from the default stream. remove_accidental_hits: draw none of `true_classes`.

    Returns:
        The classes drawn (num_sampled,), in the dtype of `true_classes`; how often each of `true_classes` is expected
        among such draws, float32, and how often each of those drawn.

    Raises:
        TypeError: for arguments of another type. ValueError: if they are too small, if there are not enough classes, or
            for another shape.

    Examples:
        >>> import mindshim as ms
        >>> drawn, true_count, _ = ms.ops.uniform_candidate_sampler(ms.Tensor([[1], [3]]), 1, 3, False, 4)
        >>> print(true_count)
        [[0.75]
         [0.75]]
    """
    op = UniformCandidateSampler(num_true, num_sampled, unique, range_max, seed, remove_accidental_hits)
    return _with_stream(op)(true_classes)


@face("ops.log_uniform_candidate_sampler")
def log_uniform_candidate_sampler(
    true_classes: Tensor, num_true: int = 1, num_sampled: int = 5, unique: bool = True, range_max: int = 5, seed: int = 0
) -> tuple[Tensor, Tensor, Tensor]:
    """Classes drawn from 0 to `range_max` - 1, small ones more often (mirrors `ops.log_uniform_candidate_sampler`).

    Class k has the probability (log(k + 2) - log(k + 1)) / log(range_max + 1), which fits classes that are numbered by
    how frequent they are.

    Args:
        true_classes: an int64 Tensor of shape (n, num_true), the classes that are right.
        num_true: how many are right in each sample. num_sampled: how many are drawn.
        unique: whether all drawn classes differ. range_max: how many classes there are.
        seed: 0 draws from the default stream.

    Returns:
        The classes drawn (num_sampled,), int64; how often each of `true_classes` is expected among such draws,
        float32, and how often each of those drawn.

    Raises:
        TypeError: for arguments of another type. ValueError: if they are too small, if there are not enough classes, or
            for another shape.

    Examples:
        >>> import mindshim as ms
        >>> _, true_count, _ = ms.ops.log_uniform_candidate_sampler(ms.Tensor([[3]]), 1, 2, False)
        >>> print(true_count)
        [[0.24907757]]
    """
    return _with_stream(LogUniformCandidateSampler(num_true, num_sampled, unique, range_max, seed))(true_classes)


@face("ops.ComputeAccidentalHits")
class ComputeAccidentalHits(Primitive):
    """Which sampled classes are right ones of some sample (mirrors `mindspore.ops.ComputeAccidentalHits`).

    Args:
        num_true: how many classes are right in each sample.

    Inputs:
        true_classes: an integer Tensor of shape (n, num_true). sampled_candidates: a Tensor of its dtype, of one axis.

    Returns:
        Of a call: for every hit the sample (int32), the place in `sampled_candidates`, and a weight that takes it out
        of a sum of exponentials, the smallest float32.

    Raises:
        TypeError, ValueError: for inputs that are none of these, or a `num_true` that is no positive int.

    Examples:
        >>> import mindshim as ms
        >>> op = ms.ops.ComputeAccidentalHits(2)
        >>> samples, places, _ = op(ms.Tensor([[1, 2], [0, 4], [3, 3]]), ms.Tensor([0, 1, 2, 3, 4]))
        >>> print(samples, places)
        [0 0 1 1 2 2] [1 2 0 4 3 3]
    """

    @prim_attr_register
    def __init__(self, num_true: int = 1) -> None:
        if not is_int(num_true):
            raise TypeError(
                f"For 'ComputeAccidentalHits', the type of 'num_true' should be 'int', but got type '{type(num_true).__name__}'."
            )
        if num_true < 1:
            raise ValueError(f"For 'ComputeAccidentalHits', the 'num_true' must be int and must >= 1, but got {num_true}.")

    def __call__(self, true_classes: Tensor, sampled_candidates: Tensor) -> tuple[Tensor, Tensor, Tensor]:  # type: ignore[override]
        for name, value in (("true_classes", true_classes), ("sampled_candidates", sampled_candidates)):
            if not isinstance(value, Tensor) or value.dtype not in (dtypes.int32, dtypes.int64):
                raise TypeError(
                    f"For 'ComputeAccidentalHits', the '{name}' must be a Tensor of int32 or int64, but got {value!r:.80}."
                )
        if true_classes.dtype is not sampled_candidates.dtype:
            raise TypeError(
                f"For 'ComputeAccidentalHits', both inputs must have one dtype, but got {true_classes.dtype}, "
                f"{sampled_candidates.dtype}."
            )
        if true_classes.ndim != 2 or true_classes.shape[1] != self.num_true or sampled_candidates.ndim != 1:
            raise ValueError(
                f"For 'ComputeAccidentalHits', the shapes must be (n, {self.num_true}) and (m,), but got "
                f"{true_classes.shape}, {sampled_candidates.shape}."
            )
        right, drawn = true_classes._concrete(), sampled_candidates._concrete()
        sample, _, place = np.nonzero(right[:, :, None] == drawn)
        weights = np.full(len(sample), np.finfo(np.float32).min, np.float32)
        return Tensor(sample.astype(np.int32)), Tensor(place.astype(right.dtype)), Tensor(weights)
