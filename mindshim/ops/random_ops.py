"""Uniform and normal random numbers, random integers and permutations.

Every function draws from the default stream (`set_seed`, `manual_seed`), from the `generator` it is given, or from the
stream of its own `seed`. The numbers are the same on every backend; they are not MindSpore's bit for bit.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch, dtypes, random
from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, freeze, kernel
from mindshim._core.promotion import convert, result_type
from mindshim._core.random import make_key
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.creation import lengths
from mindshim.ops.primitive import Primitive, prim_attr_register

_INTEGERS = (dtypes.int8, dtypes.int16, dtypes.int32, dtypes.int64, dtypes.uint8)


@kernel("UniformReal", differentiable=False, amp=False)
def uniform01(shape: Any, seed: Array | Number, offset: Number, dtype: Any = dtypes.float32) -> Array:
    return jax.random.uniform(make_key(seed, offset), lengths("UniformReal", shape), dtype.np)


@kernel("StandardNormal", differentiable=False, amp=False)
def _normal01(shape: Any, seed: Number, offset: Number, dtype: Any = dtypes.float32) -> Array:
    return jax.random.normal(make_key(seed, offset), lengths("StandardNormal", shape), dtype.np)


@kernel("UniformInt", differentiable=False, amp=False)
def _uniform_int(shape: Any, minval: Number, maxval: Number, seed: Number, offset: Number, dtype: Any) -> Array:
    # Drawn as int64, so that the exclusive end of a narrow dtype's range can be given.
    low, high = (jnp.asarray(v).astype("int64") for v in (minval, maxval))
    return jax.random.randint(make_key(seed, offset), lengths("UniformInt", shape), low, high, "int64").astype(dtype.np)


@kernel("RandpermV2", differentiable=False, amp=False)
def _permutation(n: Any, seed: Number, offset: Number, dtype: Any) -> Array:
    return jax.random.permutation(make_key(seed, offset), n).astype(dtype.np)


@kernel("Uniform", amp=False)
def _uniform(shape: Any, minval: Number, maxval: Number, seed: Number, offset: Number) -> Array:
    dtype = result_type(minval, maxval, op="uniform")
    full = np.broadcast_shapes(lengths("uniform", shape), jnp.shape(minval), jnp.shape(maxval))
    low, high = convert(minval, dtype), convert(maxval, dtype)
    if dtype == "int32":
        return jax.random.randint(make_key(seed, offset), full, low, high, dtype)
    return low + jax.random.uniform(make_key(seed, offset), full, dtype) * (high - low)


@kernel("Normal", amp=False)
def _normal(shape: Any, mean: Array | Number, stddev: Number, seed: Number, offset: Number) -> Array:
    full = np.broadcast_shapes(shape, jnp.shape(mean), jnp.shape(stddev))
    dtype = result_type(mean, stddev, jnp.zeros((), "float32"), op="normal")
    z = jax.random.normal(make_key(seed, offset), full, "float32").astype(dtype)
    return z * convert(stddev, dtype) + convert(mean, dtype)


def drawn(op: str, seed: Any = None, generator: Any = None) -> tuple[Any, Any]:
    """The next (seed, offset) of the stream that the arguments name."""
    if generator is not None:
        return generator._stream.draw()
    if seed is None:
        return random.draw()
    if not arguments.is_int(seed):
        raise TypeError(f"For '{op}', the 'seed' must be int, but got '{type(seed).__name__}'.")
    if seed < 0:
        raise ValueError(f"For '{op}', the 'seed' must be int and must >= 0, but got '{seed}' with type 'int'.")
    return random.seeded(seed).draw()


class Drawing(Primitive):
    """The base of random operator objects: with seeds each object has a stream of its own."""

    _effect = "side_effect_hidden"

    @prim_attr_register
    def __init__(self, seed: int = 0, seed2: int = 0) -> None:
        for name, value in (("seed", seed), ("seed2", seed2)):
            if not arguments.is_int(value):
                raise TypeError(f"For '{self.name}', the '{name}' must be int, but got '{type(value).__name__}'.")
            if value < 0:
                raise ValueError(f"For '{self.name}', the '{name}' must be int and must >= 0, but got '{value}'.")
        self._stream = random.Stream((seed << 20) ^ seed2) if seed or seed2 else random.DEFAULT


@face("ops.StandardNormal")
class StandardNormal(Drawing):
    """`ops.standard_normal` as an operator object (mirrors `mindspore.ops.StandardNormal`).

    Args:
        seed, seed2: if not both 0, the object draws from a stream of its own.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.StandardNormal(seed=1)((2, 3)).shape
        (2, 3)
    """

    def __call__(self, shape: Any) -> Tensor:
        return dispatch.apply(_normal01, (shape, *self._stream.draw(), dtypes.float32))


@face("ops.UniformReal")
class UniformReal(Drawing):
    """Uniform numbers in [0, 1), float32, as an operator object (mirrors `mindspore.ops.UniformReal`).

    Examples:
        >>> from mindshim import ops
        >>> ops.UniformReal(seed=1)((2, 3)).shape
        (2, 3)
    """

    def __call__(self, shape: Any) -> Tensor:
        return dispatch.apply(uniform01, (shape, *self._stream.draw(), dtypes.float32))


@face("ops.UniformInt")
class UniformInt(Drawing):
    """Random integers in [minval, maxval), int32, as an operator object (mirrors `mindspore.ops.UniformInt`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> ops.UniformInt(seed=1)((2, 3), ms.Tensor(0, ms.int32), ms.Tensor(5, ms.int32)).shape
        (2, 3)
    """

    def __call__(self, shape: Any, minval: Any, maxval: Any) -> Tensor:
        _check_order(minval, maxval)
        return dispatch.apply(_uniform_int, (shape, minval, maxval, *self._stream.draw(), dtypes.int32))


def _check_order(low: Any, high: Any) -> None:
    if all(arguments.is_int(v) for v in (low, high)) and low >= high:
        raise RuntimeError(f"For 'Random', invalid min/max values: ({low}/{high})")


@face("ops.standard_normal")
def standard_normal(shape: Any, seed: int | None = None) -> Tensor:
    """Normal numbers of mean 0 and standard deviation 1, float32 (mirrors `mindspore.ops.standard_normal`).

    Args:
        shape: a tuple or Tensor of ints.
        seed: draw from the stream of this seed.

    Raises:
        TypeError: if `shape` is not a tuple of ints. ValueError: if `seed` or a size is negative.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.standard_normal((2, 3)).shape
        (2, 3)
    """
    if not isinstance(shape, (tuple, Tensor)):
        raise TypeError(f"For 'StandardNormal', 'shape' must be a tuple or Tensor of ints, but got {shape!r}.")
    return dispatch.apply(_normal01, (shape, *drawn("standard_normal", seed), dtypes.float32))


def _size(op: str, size: tuple[Any, ...], empty: tuple[int, ...] = (1,)) -> Any:
    if not size:
        return empty
    given = size[0] if len(size) == 1 else size
    if not arguments.is_int(given) and not isinstance(given, (tuple, list, Tensor)):
        raise TypeError(f"For '{op}', the shape must be made of ints, or one tuple or list of them, but got {given!r}.")
    return freeze(given)


def _float(op: str, dtype: Any) -> Any:
    if dtype is None:
        return dtypes.float32
    if dtype not in dtypes.floats:
        raise ValueError(f"For '{op}', the 'dtype' must be a float type, but got {dtype}.")
    return dtype


def _integer(op: str, dtype: Any) -> Any:
    if dtype is None:
        return dtypes.int64
    if dtype not in _INTEGERS:
        raise ValueError(f"For '{op}', the 'dtype' must be an int type, but got {dtype}.")
    return dtype


def _like(op: str, input: Any) -> Tensor:
    if not isinstance(input, Tensor):
        raise TypeError(f"For '{op}', the argument 'input' must be a Tensor, but got {type(input).__name__}.")
    return input


def _declare(name: str, k: Any, what: str) -> None:
    """`rand` and `randn`, and their `_like` forms, in ops and mint."""

    def make(*size: Any, dtype: Any = None, seed: Any = None) -> Tensor:
        return dispatch.apply(k, (_size(name, size), *drawn(name, seed), _float(name, dtype)))

    def like(input: Tensor, seed: Any = None, *, dtype: Any = None) -> Tensor:
        own = _like(name + "_like", input).dtype
        # Normal numbers are float32, whatever the Tensor is.
        dtype = _float(name + "_like", dtype or (own if name == "rand" else dtypes.float32))
        return dispatch.apply(k, (input.shape, *drawn(name, seed), dtype))

    def mint(*size: Any, generator: Any = None, dtype: Any = None, device: Any = None) -> Tensor:
        return dispatch.apply(k, (_size(name, size, ()), *drawn(name, None, generator), _float(name, dtype)))

    def mint_like(input: Tensor, *, dtype: Any = None, device: Any = None) -> Tensor:
        dtype = dtype or _like(name + "_like", input).dtype
        if dtype not in dtypes.floats:
            raise TypeError(f"For '{name}_like', the 'dtype' must be a float type, but got {dtype}.")
        return like(input, dtype=dtype)

    for function, path in ((make, "ops"), (like, "ops"), (mint, "mint"), (mint_like, "mint")):
        own = name if function in (make, mint) else name + "_like"
        kept = "" if (path, name) == ("ops", "randn") else " (and float dtype)"
        shape = "of the given shape" if own == name else f"in the shape{kept} of `input`"
        example = f"{own}(2, 3)" if own == name else f"{own}(ms.Tensor([[1.0, 2.0]]))"
        function.__name__ = function.__qualname__ = own
        function.__doc__ = f"""{what} {shape} (mirrors `mindspore.{path}.{own}`).

    Args:
        {"size: ints, or one tuple or list of them." if own == name else "input: a Tensor."}
        dtype: a float dtype{", float32 by default" if own == name or not kept else ""}.
        {"seed: draw from the stream of this seed." if path == "ops" else "generator: the Generator to draw from."}

    Raises:
        TypeError: for other arguments. ValueError: for a dtype that is not a float, or a negative size or seed.

    Examples:
        >>> import mindshim as ms
        >>> ms.{path}.{example}.shape
        {"(2, 3)" if own == name else "(1, 2)"}
    """
        face(f"{path}.{own}")(function)


_declare("rand", uniform01, "Uniform numbers in [0, 1)")
_declare("randn", _normal01, "Normal numbers of mean 0 and standard deviation 1")


def _check_bounds(op: str, low: Any, high: Any) -> None:
    for name, value in (("low", low), ("high", high)):
        if not arguments.is_int(value):
            raise TypeError(f"For '{op}', '{name}' must be an int, but got {type(value)}.")
    _check_order(low, high)


@face("ops.randint")
def randint(low: int, high: int, size: Any, seed: int | None = None, *, dtype: Any = None) -> Tensor:
    """Random integers in [low, high) (mirrors `mindspore.ops.randint`).

    Args:
        low, high: ints.
        size: the shape, a tuple.
        seed: draw from the stream of this seed.
        dtype: an int dtype, int64 by default.

    Raises:
        TypeError: if a bound is not an int. ValueError: if `size` is not a tuple, or for another dtype.
        RuntimeError: if `low` is not less than `high`.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.randint(3, 4, (2,))
        Tensor(shape=[2], dtype=Int64, value= [3, 3])
    """
    _check_bounds("randint", low, high)
    if not isinstance(size, tuple):
        raise ValueError(f"For 'randint', the input 'size' must be a tuple, but got {size}.")
    return dispatch.apply(_uniform_int, (size, low, high, *drawn("randint", seed), _integer("randint", dtype)))


@face("ops.randint_like")
def randint_like(input: Tensor, low: int, high: int, seed: int | None = None, *, dtype: Any = None) -> Tensor:
    """Random integers in [low, high) in the shape (and int dtype) of `input` (mirrors `mindspore.ops.randint_like`).

    Raises:
        TypeError: if a bound is not an int. ValueError: for another dtype. RuntimeError: if `low >= high`.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.randint_like(ms.Tensor([1, 2]), 3, 4)
        Tensor(shape=[2], dtype=Int64, value= [3, 3])
    """
    _check_bounds("randint_like", low, high)
    dtype = _integer("randint_like", dtype or _like("randint_like", input).dtype)
    return dispatch.apply(_uniform_int, (input.shape, low, high, *drawn("randint_like", seed), dtype))


@face("mint.randint")
def _mint_randint(*args: Any, generator: Any = None, dtype: Any = None, device: Any = None) -> Tensor:
    """`randint(high, size)` or `randint(low, high, size)`: random integers (mirrors `mindspore.mint.randint`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.randint(1, (2,))
        Tensor(shape=[2], dtype=Int64, value= [0, 0])
    """
    if len(args) not in (2, 3):
        raise TypeError(f"For 'randint', the arguments must be (high, size) or (low, high, size), but got {args}.")
    low, high, size = args if len(args) == 3 else (0, *args)
    _check_bounds("randint", low, high)
    return dispatch.apply(
        _uniform_int, (size, low, high, *drawn("randint", None, generator), _integer("randint", dtype))
    )


@face("mint.randint_like")
def _mint_randint_like(*args: Any, dtype: Any = None, device: Any = None) -> Tensor:
    """`randint_like(input, high)` or `randint_like(input, low, high)` (mirrors `mindspore.mint.randint_like`)."""
    if len(args) not in (2, 3):
        raise TypeError(f"For 'randint_like', the arguments must be (input, [low,] high), but got {len(args)}.")
    low, high = args[1:] if len(args) == 3 else (0, args[1])
    return randint_like(args[0], low, high, dtype=dtype)


def _permuted(n: Any, dtype: Any, draw: tuple[Any, Any]) -> Tensor:
    n = arguments.integer("RandpermV2", "n", freeze(n))
    if n < 1:
        raise ValueError(f"For 'RandpermV2', the input 'n' must be greater than 0, but got data: {n}.")
    return dispatch.apply(_permutation, (n, *draw, dtype))


@face("ops.randperm")
def randperm(n: int, seed: int = 0, offset: int = 0, dtype: Any = dtypes.int64) -> Tensor:
    """The numbers 0 to n - 1 in random order (mirrors `mindspore.ops.randperm`).

    Args:
        n: a positive int.
        seed: draw from the stream of this seed; 0 for the default stream.
        offset: kept; has no effect.
        dtype: the dtype, int64 by default.

    Raises:
        TypeError: if `n` is not an int. ValueError: if it is not positive.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.randperm(4).sort()[0]
        Tensor(shape=[4], dtype=Int64, value= [0, 1, 2, 3])
    """
    return _permuted(n, dtype, drawn("randperm", seed or None))


@face("mint.randperm")
def _mint_randperm(n: int, *, generator: Any = None, dtype: Any = dtypes.int64) -> Tensor:
    """The numbers 0 to n - 1 in random order (mirrors `mindspore.mint.randperm`).

    Examples:
        >>> from mindshim import mint
        >>> mint.randperm(4).shape
        (4,)
    """
    return _permuted(n, dtype, drawn("randperm", None, generator))


@face("ops.RandpermV2")
class RandpermV2(Primitive):
    """`ops.randperm` as an operator object (mirrors `mindspore.ops.RandpermV2`).

    Examples:
        >>> from mindshim import ops
        >>> ops.RandpermV2(seed=1)(4).shape
        (4,)
    """

    @prim_attr_register
    def __init__(self, seed: int = 0, offset: int = 0, dtype: Any = dtypes.int64) -> None:
        self._seed, self._dtype = seed or None, dtype

    def __call__(self, n: Any) -> Tensor:
        return _permuted(n, self._dtype, drawn("RandpermV2", self._seed))


@face("ops.Randperm")
class Randperm(Primitive):
    """The numbers 0 to n - 1 in random order, filled up to `max_length` with `pad` (mirrors `mindspore.ops.Randperm`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Randperm(max_length=3)(ms.Tensor([1], ms.int32))
        Tensor(shape=[3], dtype=Int32, value= [ 0, -1, -1])
    """

    @prim_attr_register
    def __init__(self, max_length: int = 1, pad: int = -1, dtype: Any = dtypes.int32) -> None:
        self._options = (max_length, pad, dtype)

    def __call__(self, n: Tensor) -> Tensor:
        length, pad, dtype = self._options
        count = int(n)
        if not 0 < count <= length:
            raise ValueError(f"For 'Randperm', the 'n' must be in [1, {length}], but got {count}.")
        numbers = _permuted(count, dtype, random.draw()).asnumpy()
        return Tensor(np.concatenate([numbers, np.full(length - count, pad, dtype.np)]))


@face("ops.normal")
def normal(shape: tuple[int, ...], mean: Any, stddev: Any, seed: int | None = None) -> Tensor:
    """Normal numbers of a given mean and standard deviation (mirrors `mindspore.ops.normal`).

    Args:
        shape: a tuple of positive ints, broadcast with those of `mean` and `stddev`.
        mean, stddev: numbers or Tensors.
        seed: draw from the stream of this seed.

    Raises:
        TypeError: if `shape` is not a tuple, or `mean` or `stddev` not a number or Tensor.
        ValueError: if a size is not positive.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.normal((2, 3), 0.0, 1.0).shape
        (2, 3)
    """
    if not isinstance(shape, tuple):
        raise TypeError(f"Type of 'shape' must be tuple, but got: {type(shape)}")
    for d in shape:
        if not arguments.is_int(d) or d < 1:
            raise ValueError(f"Elements of 'shape' must be positive int, but got: {d}")
    for name, value in (("mean", mean), ("stddev", stddev)):
        if not isinstance(value, (int, float, Tensor)):
            raise TypeError(f"For 'normal', the type of '{name}' must be Tensor, int, or float, but got: {type(value)}")
    return dispatch.apply(_normal, (shape, mean, stddev, *drawn("normal", seed)))


@face("mint.normal")
def _mint_normal(mean: Any = 0.0, std: Any = 1.0, size: Any = None, generator: Any = None) -> Tensor:
    """Normal numbers of a given mean and standard deviation; their shape, or `size` (`mindspore.mint.normal`).

    Examples:
        >>> from mindshim import mint
        >>> mint.normal(0.0, 1.0, (2, 3)).shape
        (2, 3)
    """
    shape = () if size is None else lengths("normal", freeze(size))
    return dispatch.apply(_normal, (shape, mean, std, *drawn("normal", None, generator)))


@face("ops.uniform")
def uniform(shape: Any, minval: Tensor, maxval: Tensor, seed: int | None = None, dtype: Any = dtypes.float32) -> Tensor:
    """Uniform numbers in [minval, maxval) (mirrors `mindspore.ops.uniform`).

    Args:
        shape: a tuple of ints, broadcast with those of `minval` and `maxval`.
        minval, maxval: Tensors of the dtype `dtype`.
        seed: draw from the stream of this seed.
        dtype: float32 or int32.

    Raises:
        TypeError: if `minval` or `maxval` is not a Tensor of that dtype, or for another dtype.
        ValueError: if the bounds of integers have axes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.uniform((2, 3), ms.Tensor(0.0), ms.Tensor(1.0)).shape
        (2, 3)
    """
    if not isinstance(minval, Tensor) or not isinstance(maxval, Tensor):
        raise TypeError("For functional operator[uniform], the input[minval] and input[maxval] must be a Tensor.")
    if dtype not in (dtypes.float32, dtypes.int32):
        raise TypeError(f"For 'uniform', the dtype must be int32 or float32, but got {dtype}.")
    for value in (minval, maxval):
        if value.dtype != dtype:
            raise TypeError(f"For 'uniform', the dtype {dtype} is not consistent with a bound's dtype {value.dtype}.")
        if dtype == dtypes.int32 and value.ndim:
            raise ValueError(f"For 'uniform', the bounds of integers must have rank 0, but got shape {value.shape}.")
    return dispatch.apply(_uniform, (shape, minval, maxval, *drawn("uniform", seed)))


@face("Tensor.uniform")
def _tensor_uniform(self: Tensor, from_: float = 0.0, to: float = 1.0, generator: Any = None) -> Tensor:
    """Uniform numbers in [from_, to), in this Tensor's shape and dtype (mirrors `mindspore.Tensor.uniform`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> x.uniform().shape
        (3,)
    """
    draw = drawn("uniform", None, generator)
    return dispatch.apply(_uniform, (self.shape, float(from_), float(to), *draw)).astype(self.dtype)


@face("Tensor.uniform_", "ops.uniform_")
def uniform_(input: Tensor, from_: float = 0, to: float = 1, *, generator: Any = None) -> Tensor:
    """Fill with uniform numbers in [from_, to), in place (mirrors `mindspore.Tensor.uniform_`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> x.uniform_().shape
        (3,)
    """
    return input._rebind(_tensor_uniform(input, from_, to, generator))


@face("Tensor.normal_", "ops.normal_")
def normal_(input: Tensor, mean: float = 0, std: float = 1, *, generator: Any = None) -> Tensor:
    """Fill with normal numbers of a mean and a standard deviation, in place (mirrors `mindspore.Tensor.normal_`).

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([3.0, 1.0, 2.0])
        >>> x.normal_().shape
        (3,)
    """
    out = dispatch.apply(_normal, (input.shape, float(mean), float(std), *drawn("normal_", None, generator)))
    return input._rebind(out.astype(input.dtype))


@face("Tensor.random_", "ops.random_")
def random_(input: Tensor, from_: int = 0, to: int | None = None, *, generator: Any = None) -> Tensor:
    """Fill with integers in [from_, to), in place; without `to`, up to what the dtype holds exactly.

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1.0, 2.0]).random_(3, 4)
        Tensor(shape=[2], dtype=Float32, value= [ 3.00000000e+00,  3.00000000e+00])
    """
    if to is None:
        kind = dtypes.to_np(input.dtype)
        most = int(np.iinfo(kind).max) if kind.kind in "iu" else 1 << (int(jnp.finfo(kind).nmant) + 1)
        to = min(most, (1 << 63) - 1)
    _check_bounds("random_", from_, to)
    draw = drawn("random_", None, generator)
    out = dispatch.apply(_uniform_int, (input.shape, from_, to, *draw, dtypes.int64))
    return input._rebind(out.astype(input.dtype))
