"""Truncated normal, log-normal, exponential and Cauchy draws, and raw random integers."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

from mindshim._core import dispatch, dtypes, random
from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.random import make_key
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import require_tensors
from mindshim.ops.creation import lengths
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.random_ops import Drawing, drawn
from mindshim.ops.spellings import checked


@kernel("TruncatedNormal", differentiable=False, amp=False)
def _truncated(shape: Any, low: Number, high: Number, seed: Number, offset: Number, dtype: Any) -> Array:
    a, b = (jnp.asarray(v).astype(dtype.np) for v in (low, high))
    return jax.random.truncated_normal(make_key(seed, offset), a, b, lengths("TruncatedNormal", shape), dtype.np)


@face("ops.TruncatedNormal")
class TruncatedNormal(Primitive):
    """Normal numbers, drawn again where they lie beyond two standard deviations (`mindspore.ops.TruncatedNormal`).

    Examples:
        >>> import mindshim as ms
        >>> bool((ms.ops.TruncatedNormal()(ms.Tensor([50])).abs() <= 2).all())
        True
    """

    @prim_attr_register
    def __init__(self, dtype: Any = dtypes.float32, seed: int = 0, seed2: int = 0) -> None:
        self._stream, self._dtype = random.Stream((seed << 20) ^ seed2) if seed or seed2 else random.DEFAULT, dtype

    def __call__(self, shape: Any) -> Tensor:
        require_tensors("TruncatedNormal", shape=shape)
        return dispatch.apply(_truncated, (shape, -2.0, 2.0, *self._stream.draw(), self._dtype))


@kernel("ParameterizedTruncatedNormal", differentiable=False, amp=False)
def _parameterized(
    shape: Any, mean: Array, stdevs: Array, min: Array, max: Array, seed: Number, offset: Number
) -> Array:
    shape = lengths("ParameterizedTruncatedNormal", shape)
    if len(shape) < 2:
        raise ValueError(f"For 'ParameterizedTruncatedNormal', 'shape' must have 2 or more entries, but got {shape}.")
    m, s, a, b = (v.reshape(-1, *[1] * (len(shape) - 1)) for v in (mean, stdevs, min, max))
    return jax.random.truncated_normal(make_key(seed, offset), (a - m) / s, (b - m) / s, shape, mean.dtype) * s + m


@face("ops.ParameterizedTruncatedNormal")
class ParameterizedTruncatedNormal(Drawing):
    """Normal numbers within bounds, row i with parameters i (mirrors `mindspore.ops.ParameterizedTruncatedNormal`)."""

    def __call__(self, shape: Any, mean: Tensor, stdevs: Tensor, min: Tensor, max: Tensor) -> Tensor:
        return dispatch.apply(_parameterized, (shape, mean, stdevs, min, max, *self._stream.draw()))


def _floats(op: str, **given: Any) -> None:
    """TypeError for parameters that are no Python floats: integers are refused too, as MindSpore does."""
    for name, value in given.items():
        if not isinstance(value, float):
            raise TypeError(f"For '{op}', the type of '{name}' should be 'float', but got type '{type(value).__name__}'.")


@kernel("LogNormalReverse", differentiable=False, amp=False)
def _log_normal(input: Array, mean: Number, std: Number, seed: Number, offset: Number) -> Array:
    checked("LogNormalReverse", input, "real")
    z = jax.random.normal(make_key(seed, offset), input.shape, "float32")
    return jnp.exp(z * jnp.asarray(std).astype("float32") + jnp.asarray(mean).astype("float32")).astype(input.dtype)


@face("ops.LogNormalReverse")
class LogNormalReverse(Primitive):
    """Log-normal numbers in the shape and dtype of a Tensor (mirrors `mindspore.ops.LogNormalReverse`)."""

    @prim_attr_register
    def __init__(self, mean: float = 1.0, std: float = 2.0) -> None:
        _floats("LogNormalReverse", mean=mean, std=std)
        self._mean, self._std = mean, std

    def __call__(self, input: Tensor) -> Tensor:
        return dispatch.apply(_log_normal, (input, self._mean, self._std, *random.draw()))


@face("Tensor.log_normal")
def _tensor_log_normal(self: Tensor, mean: float = 1.0, std: float = 2.0) -> Tensor:
    """Log-normal numbers in this floating Tensor's shape and dtype, as a new Tensor (`mindspore.Tensor.log_normal`).

    Args:
        mean, std: of the numbers' logarithms; Python floats.

    Raises:
        TypeError: if `mean` or `std` is not a float, or the Tensor is not floating.

    Examples:
        >>> import mindshim as ms
        >>> bool((ms.Tensor([0.0, 0.0]).log_normal() > 0).all())
        True
    """
    return LogNormalReverse(mean, std)(self)


@kernel("Cauchy", differentiable=False, amp=False)
def _cauchy(size: Any, median: Number, sigma: Number, seed: Number, offset: Number) -> Array:
    z = jax.random.cauchy(make_key(seed, offset), lengths("Cauchy", size), "float32")
    return z * jnp.asarray(sigma).astype("float32") + jnp.asarray(median).astype("float32")


@face("ops.Cauchy")
class Cauchy(Primitive):
    """Cauchy distributed numbers of a fixed shape, float32 (mirrors `mindspore.ops.Cauchy`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Cauchy([2, 3])().shape
        (2, 3)
    """

    @prim_attr_register
    def __init__(self, size: Any, median: float = 0.0, sigma: float = 1.0) -> None:
        _floats("Cauchy", median=median, sigma=sigma)
        self._options = (size, median, sigma)

    def __call__(self) -> Tensor:
        return dispatch.apply(_cauchy, (*self._options, *random.draw()))


@face("Tensor.cauchy")
def _tensor_cauchy(self: Tensor, median: float = 0.0, sigma: float = 1.0) -> Tensor:
    """Cauchy distributed numbers in this Tensor's shape and dtype, as a new Tensor (mirrors `mindspore.Tensor.cauchy`).

    Args:
        median: the middle of the distribution. sigma: half its width at half its height; both Python floats.

    Raises:
        TypeError: if `median` or `sigma` is not a float.

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([0.0, 0.0]).cauchy().shape
        (2,)
    """
    return Cauchy(list(self.shape), median, sigma)().astype(self.dtype)


@kernel("Exponential", differentiable=False, amp=False)
def _exponential(input: Array, lambd: Number, seed: Number, offset: Number) -> Array:
    z = jax.random.exponential(make_key(seed, offset), input.shape, "float32")
    return (z / jnp.asarray(lambd).astype("float32")).astype(input.dtype)


@face("Tensor.exponential_", "ops.exponential_")
def exponential_(input: Tensor, lambd: float = 1, *, generator: Any = None) -> Tensor:
    """Fill with exponentially distributed numbers of rate `lambd`, in place (mirrors `mindspore.Tensor.exponential_`).

    Examples:
        >>> import mindshim as ms
        >>> bool((ms.Tensor([0.0, 0.0]).exponential_() > 0).all())
        True
    """
    draw = drawn("exponential_", None, generator)
    return input._rebind(dispatch.apply(_exponential, (input, float(lambd), *draw)))


@kernel("NonDeterministicInts", differentiable=False, amp=False)
def _bits(shape: Any, seed: Number, offset: Number, dtype: Any) -> Array:
    shape, limits = lengths("NonDeterministicInts", shape), jnp.iinfo(dtype.np)
    return jax.random.randint(make_key(seed, offset), shape, limits.min, limits.max, dtype.np)


@face("ops.NonDeterministicInts")
class NonDeterministicInts(Primitive):
    """Random integers over the whole range of an int dtype (mirrors `mindspore.ops.NonDeterministicInts`)."""

    @prim_attr_register
    def __init__(self, dtype: Any = dtypes.int64) -> None:
        self._dtype = dtype

    def __call__(self, shape: Any) -> Tensor:
        return dispatch.apply(_bits, (shape, *random.draw(), self._dtype))
