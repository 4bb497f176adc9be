"""Draws from other distributions: Bernoulli, multinomial, gamma, Laplace, Poisson; shuffles and random choices."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch, dtypes, random
from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import BOOL, is_inexact
from mindshim._core.random import make_key
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.creation import lengths
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.random_ops import Drawing, drawn


@kernel("Bernoulli", differentiable=False, amp=False)
def _bernoulli(shape: Any, p: Array | Number, seed: Number, offset: Number, dtype: Any) -> Array:
    chance = jnp.broadcast_to(jnp.asarray(p).astype("float32"), shape)
    return (jax.random.uniform(make_key(seed, offset), shape, "float32") < chance).astype(dtype.np)


@face("ops.bernoulli")
def bernoulli(input: Tensor, p: Any = 0.5, seed: int | None = None) -> Tensor:
    """1 with probability `p`, else 0, in the shape and dtype of `input` (mirrors `mindspore.ops.bernoulli`).

    Args:
        input: a Tensor; its values do not matter.
        p: a number from 0 to 1, or a Tensor of them that broadcasts to `input`.
        seed: draw from the stream of this seed.

    Raises:
        TypeError: if `seed` is not an int. ValueError: if `p` is out of range.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.bernoulli(ms.Tensor([5, 6]), ms.Tensor([1.0, 0.0]))
        Tensor(shape=[2], dtype=Int64, value= [1, 0])
    """
    arguments.require_tensors("bernoulli", input=input)
    if not isinstance(p, Tensor) and not 0 <= p <= 1:
        raise ValueError(f"For bernoulli, p should be in [0, 1], but got {p}.")
    return dispatch.apply(_bernoulli, (input.shape, p, *drawn("bernoulli", seed), input.dtype))


@face("ops.Bernoulli")
class Bernoulli(Primitive):
    """`ops.bernoulli` as an operator object (mirrors `mindspore.ops.Bernoulli`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> ops.Bernoulli(seed=1)(x * 0 + 0.5, ms.Tensor(0.5)).shape
        (3,)
    """

    @prim_attr_register
    def __init__(self, seed: int = -1, offset: int = 0) -> None:
        if not arguments.is_int(seed) or not arguments.is_int(offset):
            raise TypeError("For 'Bernoulli', 'seed' and 'offset' must be ints.")
        self._stream = random.DEFAULT if seed == -1 else random.Stream(seed, offset)

    def __call__(self, x: Tensor, p: Any) -> Tensor:
        arguments.require_tensors("Bernoulli", x=x, p=p)
        return dispatch.apply(_bernoulli, (x.shape, p, *self._stream.draw(), x.dtype))


@face("mint.bernoulli", "Tensor.bernoulli")
def _mint_bernoulli(input: Tensor, *, generator: Any = None) -> Tensor:
    """1 with the probability that the element of `input` says, else 0 (mirrors `mindspore.mint.bernoulli`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.bernoulli(ms.Tensor([1.0, 0.0])).asnumpy().tolist()
        [1.0, 0.0]
    """
    return dispatch.apply(_bernoulli, (input.shape, input, *drawn("bernoulli", None, generator), input.dtype))


@face("Tensor.bernoulli_", "ops.bernoulli_")
def bernoulli_(input: Tensor, p: Any = 0.5, *, generator: Any = None) -> Tensor:
    """Fill with 1 with probability `p`, else 0, in place (mirrors `mindspore.Tensor.bernoulli_`)."""
    draw = drawn("bernoulli_", None, generator)
    return input._rebind(dispatch.apply(_bernoulli, (input.shape, p, *draw, input.dtype)))


@kernel("Multinomial", differentiable=False, amp=False)
def _multinomial(input: Array, num_samples: Any, replacement: Any, seed: Number, offset: Number, dtype: Any) -> Array:
    if input.ndim not in (1, 2):
        raise ValueError(f"For 'multinomial', the dimension of inputs must be 1d or 2d, but got {input.ndim}.")
    n = arguments.integer("Multinomial", "num_samples", num_samples)
    if n < 0:
        raise ValueError(f"For 'Multinomial', num_samples should be a nonnegative number, but got {n}.")
    if not replacement and n > input.shape[-1]:
        raise ValueError(
            f"For 'multinomial', the 'num_samples' must be at most the last dimension of input without replacement, "
            f"{input.shape[-1]}, but got {n}."
        )
    key = make_key(seed, offset)
    logits = jnp.log(jnp.maximum(input.astype("float32"), 0))
    if replacement:
        drawn = jax.random.categorical(key, logits[..., None, :], shape=(*input.shape[:-1], n))
    else:
        # The greatest of Gumbel-disturbed logarithms are a draw without replacement.
        drawn = jax.lax.top_k(logits + jax.random.gumbel(key, logits.shape, "float32"), n)[1]
    return drawn.astype(dtype.np)


@face("ops.multinomial", "Tensor.multinomial")
def multinomial(input: Tensor, num_samples: int, replacement: bool = True, seed: int | None = None) -> Tensor:
    """Indices drawn with the probabilities (or weights) in each row of `input`, int32 (`mindspore.ops.multinomial`).

    Args:
        input: a Tensor of rank 1 or 2.
        num_samples: how many per row.
        replacement: whether an index can be drawn twice.
        seed: draw from the stream of this seed.

    Raises:
        TypeError: if `num_samples` is not an int. ValueError: for another rank, or more samples than there are.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.multinomial(ms.Tensor([0.0, 1.0, 0.0]), 2)
        Tensor(shape=[2], dtype=Int32, value= [1, 1])
    """
    return dispatch.apply(
        _multinomial, (input, num_samples, replacement, *drawn("multinomial", seed), dtypes.int32)
    )


@face("mint.multinomial")
def _mint_multinomial(input: Tensor, num_samples: int, replacement: bool = False, *, generator: Any = None) -> Tensor:
    """Indices drawn with the probabilities in each row of `input`, int64 (mirrors `mindspore.mint.multinomial`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import mint
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> mint.multinomial(x, 5, replacement=True).shape
        (5,)
    """
    draw = drawn("multinomial", None, generator)
    return dispatch.apply(_multinomial, (input, num_samples, replacement, *draw, dtypes.int64))


@face("ops.Multinomial")
class Multinomial(Primitive):
    """`ops.multinomial` with replacement as an operator object (mirrors `mindspore.ops.Multinomial`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> ops.Multinomial(seed=1)(x, 5).shape
        (5,)
    """

    @prim_attr_register
    def __init__(self, seed: int = 0, seed2: int = 0, dtype: Any = dtypes.int32) -> None:
        self._stream, self._dtype = random.Stream((seed << 20) ^ seed2) if seed or seed2 else random.DEFAULT, dtype

    def __call__(self, x: Tensor, num_samples: int) -> Tensor:
        return dispatch.apply(_multinomial, (x, num_samples, True, *self._stream.draw(), self._dtype))


@face("ops.multinomial_with_replacement")
def multinomial_with_replacement(
    x: Tensor, seed: Any, offset: Any, numsamples: int, replacement: bool = False
) -> Tensor:
    """Indices drawn with the weights in each row of `x`, int64 (mirrors `ops.multinomial_with_replacement`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.multinomial_with_replacement(ms.Tensor([0.0, 1.0]), 2, 5, 2, True)
        Tensor(shape=[2], dtype=Int64, value= [1, 1])
    """
    draw = random.draw() if not int(seed) and not int(offset) else (int(seed), int(offset))
    return dispatch.apply(_multinomial, (x, numsamples, bool(replacement), *draw, dtypes.int64))


@face("ops.MultinomialWithReplacement")
class MultinomialWithReplacement(Primitive):
    """`ops.multinomial_with_replacement` as an operator object (mirrors `mindspore.ops.MultinomialWithReplacement`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.MultinomialWithReplacement(numsamples=2)(ms.Tensor([0.5, 0.5]), ms.Tensor(1), ms.Tensor(2)).shape
        (2,)
    """

    @prim_attr_register
    def __init__(self, numsamples: int, replacement: bool = False) -> None:
        self._options = (numsamples, replacement)

    def __call__(self, x: Tensor, seed: Any, offset: Any) -> Tensor:
        return multinomial_with_replacement(x, seed, offset, *self._options)


@face("ops.random_categorical")
def random_categorical(logits: Tensor, num_sample: int, seed: int = 0, dtype: Any = dtypes.int64) -> Tensor:
    """Indices drawn with the logarithms of probabilities in each row of `logits` (`mindspore.ops.random_categorical`).

    Raises:
        ValueError: if the rank of `logits` is not 2.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.random_categorical(ms.Tensor([[0.0, 99.0]]), 2)
        Tensor(shape=[1, 2], dtype=Int64, value=
        [[1, 1]])
    """
    arguments.require_tensors("random_categorical", logits=logits)
    if logits.ndim != 2:
        raise ValueError(f"For 'random_categorical', the logits shape size only support 2D, but got {logits.ndim}.")
    return dispatch.apply(_categorical, (logits, num_sample, *drawn("random_categorical", int(seed) or None), dtype))


@kernel("RandomCategorical", differentiable=False, amp=False)
def _categorical(logits: Array, num_sample: Any, seed: Number, offset: Number, dtype: Any) -> Array:
    shape = (logits.shape[0], arguments.integer("RandomCategorical", "num_sample", num_sample))
    return jax.random.categorical(make_key(seed, offset), logits[:, None, :], shape=shape).astype(dtype.np)


@face("Tensor.random_categorical")
def _tensor_categorical(self: Tensor, num_sample: int, seed: int = 0, dtype: Any = dtypes.int64) -> Tensor:
    """Indices drawn with the logarithms of probabilities in each row (`mindspore.Tensor.random_categorical`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> x.random_categorical(5).shape
        (2, 5)
    """
    return random_categorical(self, num_sample, seed, dtype)


@face("ops.RandomCategorical")
class RandomCategorical(Primitive):
    """`ops.random_categorical` as an operator object (mirrors `mindspore.ops.RandomCategorical`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
        >>> ops.RandomCategorical()(x, 5, 1).shape
        (2, 5)
    """

    @prim_attr_register
    def __init__(self, dtype: Any = dtypes.int64) -> None:
        self._dtype = dtype

    def __call__(self, logits: Tensor, num_sample: int, seed: Any) -> Tensor:
        return random_categorical(logits, num_sample, int(seed), self._dtype)


@kernel("RandomShuffle", amp=False)
def _shuffled(x: Array, seed: Number, offset: Number) -> Array:
    if x.ndim == 0:
        return x.reshape(())
    return jnp.take(x, jax.random.permutation(make_key(seed, offset), x.shape[0]), axis=0)


@face("ops.shuffle")
def shuffle(x: Tensor, seed: int | None = None) -> Tensor:
    """The slices of `x` along its first axis in random order (mirrors `mindspore.ops.shuffle`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.shuffle(ms.Tensor([3, 1, 2])).sort()[0]
        Tensor(shape=[3], dtype=Int64, value= [1, 2, 3])
    """
    return dispatch.apply(_shuffled, (x, *drawn("shuffle", seed)))


@face("ops.RandomShuffle")
class RandomShuffle(Drawing):
    """`ops.shuffle` as an operator object (mirrors `mindspore.ops.RandomShuffle`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> ops.RandomShuffle(seed=1)(x).shape
        (3,)
    """

    def __call__(self, x: Tensor) -> Tensor:
        return dispatch.apply(_shuffled, (x, *self._stream.draw()))


@kernel("RandomChoiceWithMask", differentiable=False, amp=False)
def _choice(input_x: Array, count: Any, seed: Number, offset: Number) -> tuple[Any, Any]:
    if input_x.dtype != BOOL:
        raise TypeError(f"For 'RandomChoiceWithMask', 'input_x' must be a Bool Tensor, but got {input_x.dtype.name}.")
    if not 1 <= input_x.ndim <= 5:
        raise ValueError(f"For 'RandomChoiceWithMask', the rank must be from 1 to 5, but got {input_x.ndim}.")
    flat = input_x.reshape(-1)
    score = jnp.where(flat, jax.random.uniform(make_key(seed, offset), flat.shape, "float32"), -1)
    best, places = jax.lax.top_k(score, min(count, flat.size))
    found = best >= 0
    index = jnp.stack(jnp.unravel_index(jnp.where(found, places, 0), input_x.shape), 1).astype("int32")
    more = count - found.shape[0]
    return jnp.pad(index, ((0, more), (0, 0))), jnp.pad(found, (0, more))


@face("ops.RandomChoiceWithMask")
class RandomChoiceWithMask(Drawing):
    """`count` random positions where a bool Tensor holds (mirrors `mindspore.ops.RandomChoiceWithMask`).

    Gives the index vectors, int32 of shape `(count, rank)`, and a bool vector that says which of them are real: where
    the Tensor holds at fewer positions the rest are zeros.

    Raises:
        TypeError: if the Tensor is not bool. ValueError: if `count` is not positive.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.RandomChoiceWithMask(count=2)(ms.Tensor([False, True]))
        (Tensor(shape=[2, 1], dtype=Int32, value=
        [[1],
         [0]]), Tensor(shape=[2], dtype=Bool, value= [ True, False]))
    """

    def __init__(self, count: int = 256, seed: int = 0, seed2: int = 0) -> None:
        # Negative seeds are seeds, too.
        super().__init__(*(v if not arguments.is_int(v) or v >= 0 else 2**20 - v for v in (seed, seed2)))
        if not arguments.is_int(count) or count < 1:
            raise ValueError(f"For 'RandomChoiceWithMask', the 'count' must be int and must > 0, but got '{count}'.")
        self.add_prim_attr("count", count)

    def __call__(self, input_x: Tensor) -> tuple[Tensor, Tensor]:
        return dispatch.apply(_choice, (input_x, self.attrs["count"], *self._stream.draw()))


@face("ops.choice_with_mask")
def choice_with_mask(input_x: Tensor, count: int = 256, seed: int | None = None) -> tuple[Tensor, Tensor]:
    """`count` random positions where a bool Tensor holds; see `ops.RandomChoiceWithMask`.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> ops.choice_with_mask(ms.Tensor([True, False]), 1)[0].shape
        (1, 1)
    """
    return dispatch.apply(_choice, (input_x, count, *drawn("choice_with_mask", seed)))


@kernel("StandardLaplace", amp=False)
def _laplace(shape: Any, mean: Array | Number, scale: Array | Number, seed: Number, offset: Number) -> Array:
    full = np.broadcast_shapes(lengths("laplace", shape), jnp.shape(mean), jnp.shape(scale))
    z = jax.random.laplace(make_key(seed, offset), full, "float32")
    return z * jnp.asarray(scale).astype("float32") + jnp.asarray(mean).astype("float32")


@face("ops.laplace")
def laplace(shape: Any, mean: Tensor, lambda_param: Tensor, seed: int | None = None) -> Tensor:
    """Laplace distributed numbers, float32 (mirrors `mindspore.ops.laplace`).

    Args:
        shape: a tuple of ints, broadcast with those of `mean` and `lambda_param`.
        mean, lambda_param: Tensors: where the distribution is centred, and how wide it is.
        seed: draw from the stream of this seed.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.laplace((2, 3), ms.Tensor(0.0), ms.Tensor(1.0)).shape
        (2, 3)
    """
    arguments.require_tensors("laplace", mean=mean, lambda_param=lambda_param)
    return dispatch.apply(_laplace, (shape, mean, lambda_param, *drawn("laplace", seed)))


@face("ops.standard_laplace")
def standard_laplace(shape: Any, seed: int | None = None) -> Tensor:
    """Laplace distributed numbers around 0 of width 1, float32 (mirrors `mindspore.ops.standard_laplace`).

    Examples:
        >>> from mindshim import ops
        >>> ops.standard_laplace((2, 3)).shape
        (2, 3)
    """
    return dispatch.apply(_laplace, (shape, 0.0, 1.0, *drawn("standard_laplace", seed)))


@face("ops.StandardLaplace")
class StandardLaplace(Drawing):
    """`ops.standard_laplace` as an operator object (mirrors `mindspore.ops.StandardLaplace`).

    Examples:
        >>> from mindshim import ops
        >>> ops.StandardLaplace(seed=1)((2, 3)).shape
        (2, 3)
    """

    def __call__(self, shape: Any) -> Tensor:
        return dispatch.apply(_laplace, (shape, 0.0, 1.0, *self._stream.draw()))


@kernel("RandomGamma", differentiable=False, amp=False)
def _gamma(shape: Any, alpha: Array, beta: Number, seed: Number, offset: Number, join: Any) -> Array:
    own = np.broadcast_shapes(jnp.shape(alpha), jnp.shape(beta))
    shape = lengths("RandomGamma", shape)
    full = (*shape, *own) if join else np.broadcast_shapes(shape, own)
    dtype = alpha.dtype if is_inexact(jnp.asarray(alpha).dtype) else np.dtype(np.float32)
    draw = jax.random.gamma(make_key(seed, offset), jnp.asarray(alpha).astype(dtype), full, dtype)
    return draw * jnp.asarray(beta).astype(dtype)


@face("ops.gamma")
def gamma(shape: Any, alpha: Tensor, beta: Tensor, seed: int | None = None) -> Tensor:
    """Gamma distributed numbers of shape parameter `alpha` and scale `beta` (mirrors `mindspore.ops.gamma`).

    Args:
        shape: a tuple of ints, broadcast with those of `alpha` and `beta`.
        alpha, beta: positive Tensors.
        seed: draw from the stream of this seed.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.gamma((3, 1), ms.Tensor([1.0, 2.0]), ms.Tensor([1.0])).shape
        (3, 2)
    """
    return dispatch.apply(_gamma, (shape, alpha, beta, *drawn("gamma", seed), False))


@face("ops.random_gamma")
def random_gamma(shape: Any, alpha: Tensor, seed: int | None = None) -> Tensor:
    """Gamma distributed numbers, of shape `shape + alpha.shape` (mirrors `mindspore.ops.random_gamma`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> ops.random_gamma(ms.Tensor([2, 3], ms.int32), ms.Tensor([1.0])).shape
        (2, 3, 1)
    """
    arguments.require_tensors("random_gamma", shape=shape)
    return dispatch.apply(_gamma, (shape, alpha, 1.0, *drawn("random_gamma", seed), True))


@face("ops.Gamma")
class Gamma(Drawing):
    """`ops.gamma` as an operator object (mirrors `mindspore.ops.Gamma`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> ops.Gamma(seed=1)((2, 3), ms.Tensor(1.0), ms.Tensor(1.0)).shape
        (2, 3)
    """

    def __call__(self, shape: Any, alpha: Tensor, beta: Tensor) -> Tensor:
        return dispatch.apply(_gamma, (shape, alpha, beta, *self._stream.draw(), False))


@face("ops.RandomGamma")
class RandomGamma(Drawing):
    """`ops.random_gamma` as an operator object (mirrors `mindspore.ops.RandomGamma`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> ops.RandomGamma(seed=1)(ms.Tensor([2, 3], ms.int32), ms.Tensor([1.0])).shape
        (2, 3, 1)
    """

    def __call__(self, shape: Any, alpha: Tensor) -> Tensor:
        arguments.require_tensors("RandomGamma", shape=shape)
        return dispatch.apply(_gamma, (shape, alpha, 1.0, *self._stream.draw(), True))


@kernel("RandomPoisson", differentiable=False, amp=False)
def _poisson(shape: Any, rate: Array | Number, seed: Number, offset: Number, dtype: Any, join: Any) -> Array:
    shape = lengths("RandomPoisson", shape)
    full = (*shape, *rate.shape) if join else np.broadcast_shapes(shape, rate.shape)
    return jax.random.poisson(make_key(seed, offset), rate.astype("float32"), full, "int64").astype(dtype.np)


@face("ops.random_poisson")
def random_poisson(shape: Any, rate: Tensor, seed: int | None = None, dtype: Any = dtypes.float32) -> Tensor:
    """Poisson distributed numbers, of shape `shape + rate.shape` (mirrors `mindspore.ops.random_poisson`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.random_poisson(ms.Tensor([2], ms.int32), ms.Tensor([0.0, 0.0])).shape
        (2, 2)
    """
    arguments.require_tensors("random_poisson", shape=shape)
    return dispatch.apply(_poisson, (shape, rate, *drawn("random_poisson", seed), dtype, True))


@face("ops.RandomPoisson")
class RandomPoisson(Primitive):
    """`ops.random_poisson` as an operator object (mirrors `mindspore.ops.RandomPoisson`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> ops.RandomPoisson(seed=1)(ms.Tensor([2, 3], ms.int32), ms.Tensor([1.0])).shape
        (2, 3, 1)
    """

    @prim_attr_register
    def __init__(self, seed: int = 0, seed2: int = 0, dtype: Any = dtypes.int64) -> None:
        self._stream, self._dtype = random.Stream((seed << 20) ^ seed2) if seed or seed2 else random.DEFAULT, dtype

    def __call__(self, shape: Any, rate: Tensor) -> Tensor:
        arguments.require_tensors("RandomPoisson", shape=shape)
        return dispatch.apply(_poisson, (shape, rate, *self._stream.draw(), self._dtype, True))


@face("ops.poisson")
def poisson(shape: Any, mean: Tensor, seed: int | None = None) -> Tensor:
    """Poisson distributed numbers of given means, int32 (mirrors `mindspore.ops.poisson`)."""
    return dispatch.apply(_poisson, (shape, mean, *drawn("poisson", seed), dtypes.int32, False))


@face("ops.Poisson")
class Poisson(Drawing):
    """`ops.poisson` as an operator object (mirrors `mindspore.ops.Poisson`)."""

    def __call__(self, shape: Any, mean: Tensor) -> Tensor:
        return dispatch.apply(_poisson, (shape, mean, *self._stream.draw(), dtypes.int32, False))
