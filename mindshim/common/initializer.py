"""Initializers: how a Parameter gets its first values (mirrors `mindspore.common.initializer`).

Everything here is NumPy: an initializer fills an array that it is given, so that building a network compiles nothing.
Each random fill takes its seed from NumPy's global generator, which `set_seed` seeds.
"""

from __future__ import annotations

import math
import numbers
from typing import Any

import numpy as np

from mindshim._core import dtypes as mstype
from mindshim._core.tensor import Tensor
from mindshim.common._initializer_parts import (
    _assignment,
    _calculate_correct_fan,
    _calculate_fan_in_and_fan_out,
    _calculate_gain,
    _calculate_in_and_out,  # noqa: F401
    _init_random_normal,
    _init_random_normal_inplace,
    _init_random_uniform,  # noqa: F401
    _init_random_uniform_inplace,
    _init_truncated_normal,  # noqa: F401
    _init_truncated_normal_inplace,
    _numpy_seed,  # noqa: F401
)

__all__ = [
    "Initializer",
    "initializer",
    "TruncatedNormal",
    "Normal",
    "Uniform",
    "HeUniform",
    "HeNormal",
    "XavierUniform",
    "XavierNormal",
    "One",
    "Zero",
    "Constant",
    "Identity",
    "Sparse",
    "Dirac",
    "Orthogonal",
    "VarianceScaling",
]

_INITIALIZER_ALIAS: dict[str, type[Initializer]] = {}


class Initializer:
    """The base of initializers (mirrors `mindspore.common.initializer.Initializer`).

    A subclass overrides `_initialize(arr)`, which writes into the NumPy array `arr` in place.

    Args:
        kwargs: kept in `_kwargs`, the settings that describe the initializer.

    Raises:
        NotImplementedError: when called without `_initialize` being overridden.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.initializer import Initializer, initializer
        >>> class Ramp(Initializer):
        ...     def _initialize(self, arr):
        ...         arr[:] = range(arr.size)
        >>> print(initializer(Ramp(), [3], ms.float32).init_data())
        [0. 1. 2.]
    """

    def __init__(self, **kwargs: Any) -> None:
        self._kwargs = kwargs
        self._seed: int | None = None

    @property
    def seed(self) -> Any:
        """The (graph, operator) seed pair of this initializer."""
        from mindshim.common.seed import get_seed

        base = get_seed() or 0
        seed = getattr(self, "_seed", None)
        return (base, base) if seed is None else (base, seed)

    @seed.setter
    def seed(self, value: int) -> None:
        self._seed = value

    def _initialize(self, arr: np.ndarray) -> None:
        raise NotImplementedError("Must be overridden!")

    def __call__(self, arr: np.ndarray) -> None:
        self._initialize(arr)


def _register(*aliases: str) -> Any:
    """Class decorator: make an initializer known to `initializer('name')` under its class name and `aliases`."""

    def enter(cls: type[Initializer]) -> type[Initializer]:
        for name in (cls.__name__, *aliases):
            _INITIALIZER_ALIAS[name.lower()] = cls
        return cls

    return enter


@_register("zeros")
class Zero(Initializer):
    """Zeros (mirrors `mindspore.common.initializer.Zero`, by name 'zeros').

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.initializer import initializer, Zero
        >>> print(initializer(Zero(), [2], ms.float32).init_data())
        [0. 0.]
    """

    def _initialize(self, arr: np.ndarray) -> None:
        arr[...] = 0


@_register("ones")
class One(Initializer):
    """Ones (mirrors `mindspore.common.initializer.One`, by name 'ones').

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.initializer import initializer
        >>> print(initializer("ones", [2], ms.float32).init_data())
        [1. 1.]
    """

    def _initialize(self, arr: np.ndarray) -> None:
        arr[...] = 1


class Constant(Initializer):
    """One number everywhere (mirrors `mindspore.common.initializer.Constant`).

    Args:
        value: the number.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.initializer import initializer, Constant
        >>> print(initializer(Constant(3), [2], ms.int32).init_data())
        [3 3]
    """

    def __init__(self, value: Any) -> None:
        super().__init__(value=value)
        self.value = value

    def _initialize(self, arr: np.ndarray) -> None:
        value = self.value.asnumpy() if isinstance(self.value, Tensor) else self.value
        if np.ndim(value):
            raise ValueError(f"For 'Constant', the 'value' must be a number, but got {value!r}.")
        arr[...] = float(value) if isinstance(value, str) else value


@_register()
class Identity(Initializer):
    """Ones on the diagonal of a matrix (mirrors `mindspore.common.initializer.Identity`).

    Raises:
        ValueError: if the array is not 2-D.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.initializer import initializer
        >>> print(initializer("identity", [2, 2], ms.float32).init_data())
        [[1. 0.]
         [0. 1.]]
    """

    def _initialize(self, arr: np.ndarray) -> None:
        if arr.ndim != 2:
            raise ValueError(
                f"For Identity initializer, the dimension of the initialized tensor should be 2, but got {arr.ndim}."
            )
        arr[...] = np.eye(*arr.shape)


@_register()
class Dirac(Initializer):
    """Convolution weights that pass their input channels through (mirrors `mindspore.common.initializer.Dirac`).

    Args:
        groups: number of channel groups, each with its own identity. Default: 1.

    Raises:
        ValueError: if the array is not 3-D, 4-D or 5-D, or its first dimension is not divisible by `groups`.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.initializer import initializer, Dirac
        >>> print(initializer(Dirac(), [2, 2, 1], ms.float32).init_data().asnumpy()[:, :, 0])
        [[1. 0.]
         [0. 1.]]
    """

    def __init__(self, groups: int = 1) -> None:
        super().__init__()
        self.groups = groups

    def _initialize(self, arr: np.ndarray) -> None:
        if arr.ndim not in (3, 4, 5):
            raise ValueError(
                "For Dirac initializer, only support to initialize tensor with dimension of 3, 4 or 5, "
                f"but got {arr.ndim}."
            )
        if arr.shape[0] % self.groups:
            raise ValueError(
                "For Dirac initializer, the first dimension of the initialized tensor must be divisible by groups, "
                f"but got first dimension{arr.shape[0]}, groups{self.groups}."
            )
        arr[...] = 0
        per_group = arr.shape[0] // self.groups
        centre = tuple(n // 2 for n in arr.shape[2:])
        for group in range(self.groups):
            for channel in range(min(per_group, arr.shape[1])):
                arr[(group * per_group + channel, channel, *centre)] = 1


@_register()
class Normal(Initializer):
    """Normal values (mirrors `mindspore.common.initializer.Normal`).

    Args:
        sigma: standard deviation. Default: 0.01.
        mean: mean. Default: 0.0.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.initializer import initializer, Normal
        >>> initializer(Normal(0.02), [2, 3], ms.float32).init_data().shape
        (2, 3)
    """

    def __init__(self, sigma: float = 0.01, mean: float = 0.0) -> None:
        super().__init__(sigma=sigma, mean=mean)
        self.sigma = sigma
        self.mean = mean

    def _initialize(self, arr: np.ndarray) -> None:
        _init_random_normal_inplace(self.mean, self.sigma, arr)


@_register()
class Uniform(Initializer):
    """Uniform values in [-scale, scale] (mirrors `mindspore.common.initializer.Uniform`).

    Args:
        scale: the bound. Default: 0.07.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.initializer import initializer, Uniform
        >>> bool((initializer(Uniform(0.1), [4], ms.float32).init_data().abs() <= 0.1).all())
        True
    """

    def __init__(self, scale: float = 0.07) -> None:
        super().__init__(scale=scale)
        self.scale = scale

    def _initialize(self, arr: np.ndarray) -> None:
        _init_random_uniform_inplace(-self.scale, self.scale, arr)


@_register()
class TruncatedNormal(Initializer):
    """Normal values cut to the absolute bounds [a, b] (mirrors `mindspore.common.initializer.TruncatedNormal`).

    Args:
        sigma: standard deviation. Default: 0.01.
        mean: mean. Default: 0.0.
        a: lower bound. Default: -2.0.
        b: upper bound. Default: 2.0.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.initializer import initializer, TruncatedNormal
        >>> initializer(TruncatedNormal(0.02), [2], ms.float32).init_data().shape
        (2,)
    """

    def __init__(self, sigma: float = 0.01, mean: float = 0.0, a: float = -2.0, b: float = 2.0) -> None:
        super().__init__(sigma=sigma, mean=mean, a=a, b=b)
        self.sigma = sigma
        self.mean = mean
        self.a = a
        self.b = b

    def _initialize(self, arr: np.ndarray) -> None:
        _init_truncated_normal_inplace(self.a, self.b, self.mean, self.sigma, arr)


@_register("xavier_uniform")
class XavierUniform(Initializer):
    """Uniform values of variance 2 gain^2 / (fan_in + fan_out) (mirrors `mindspore.common.initializer.XavierUniform`).

    Args:
        gain: scaling factor. Default: 1.

    Raises:
        ValueError: for an array of fewer than 2 dimensions.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.initializer import initializer
        >>> initializer("xavier_uniform", [2, 3], ms.float32).init_data().shape
        (2, 3)
    """

    def __init__(self, gain: float = 1) -> None:
        super().__init__(gain=gain)
        self.gain = gain

    def _initialize(self, arr: np.ndarray) -> None:
        bound = self.gain * math.sqrt(6.0 / sum(_calculate_fan_in_and_fan_out(arr.shape)))
        _init_random_uniform_inplace(-bound, bound, arr)


@_register("xavier_normal")
class XavierNormal(Initializer):
    """Normal values of variance 2 gain^2 / (fan_in + fan_out) (mirrors `mindspore.common.initializer.XavierNormal`).

    Args:
        gain: scaling factor. Default: 1.

    Raises:
        ValueError: for an array of fewer than 2 dimensions.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.initializer import initializer, XavierNormal
        >>> initializer(XavierNormal(), [2, 3], ms.float32).init_data().shape
        (2, 3)
    """

    def __init__(self, gain: float = 1) -> None:
        super().__init__(gain=gain)
        self.gain = gain

    def _initialize(self, arr: np.ndarray) -> None:
        sigma = self.gain * math.sqrt(2.0 / sum(_calculate_fan_in_and_fan_out(arr.shape)))
        _init_random_normal_inplace(0, sigma, arr)


class _He(Initializer):
    def __init__(self, negative_slope: float = 0, mode: str = "fan_in", nonlinearity: str = "leaky_relu") -> None:
        super().__init__(negative_slope=negative_slope, mode=mode, nonlinearity=nonlinearity)
        self.negative_slope = negative_slope
        self.mode = mode
        self.nonlinearity = nonlinearity

    def _sigma(self, arr: np.ndarray) -> float:
        fan = _calculate_correct_fan(arr.shape, self.mode)
        return _calculate_gain(self.nonlinearity, self.negative_slope) / math.sqrt(fan)


@_register("he_uniform")
class HeUniform(_He):
    """Uniform values of variance gain^2 / fan, after He et al. (mirrors `mindspore.common.initializer.HeUniform`).

    Args:
        negative_slope: slope of the leaky ReLU that follows. Default: 0.
        mode: "fan_in" or "fan_out". Default: "fan_in".
        nonlinearity: "relu", "leaky_relu", "tanh", "sigmoid" or "linear". Default: "leaky_relu".

    Raises:
        ValueError: for an unknown mode or nonlinearity, or an array of fewer than 2 dimensions.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.initializer import initializer
        >>> initializer("he_uniform", [2, 3], ms.float32).init_data().shape
        (2, 3)
    """

    def _initialize(self, arr: np.ndarray) -> None:
        bound = math.sqrt(3.0) * self._sigma(arr)
        _init_random_uniform_inplace(-bound, bound, arr)


@_register("he_normal")
class HeNormal(_He):
    """Normal values of variance gain^2 / fan, after He et al. (mirrors `mindspore.common.initializer.HeNormal`).

    Args:
        negative_slope: slope of the leaky ReLU that follows. Default: 0.
        mode: "fan_in" or "fan_out". Default: "fan_in".
        nonlinearity: "relu", "leaky_relu", "tanh", "sigmoid" or "linear". Default: "leaky_relu".

    Raises:
        ValueError: for an unknown mode or nonlinearity, or an array of fewer than 2 dimensions.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.initializer import initializer, HeNormal
        >>> initializer(HeNormal(mode="fan_out"), [2, 3]).init_data().shape
        (2, 3)
    """

    def _initialize(self, arr: np.ndarray) -> None:
        _init_random_normal_inplace(0, self._sigma(arr), arr)


@_register()
class Orthogonal(Initializer):
    """Orthogonal rows or columns of the (first dimension, rest) matrix (mirrors `…initializer.Orthogonal`).

    Args:
        gain: scaling factor. Default: 1.0.

    Raises:
        ValueError: for an array of fewer than 2 dimensions.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.initializer import initializer, Orthogonal
        >>> w = initializer(Orthogonal(), [2, 2], ms.float32).init_data().asnumpy()
        >>> print(abs(w @ w.T).round(3))
        [[1. 0.]
         [0. 1.]]
    """

    def __init__(self, gain: float = 1.0) -> None:
        super().__init__(gain=gain)
        self.gain = gain

    def _initialize(self, arr: np.ndarray) -> None:
        if arr.ndim < 2:
            raise ValueError(
                "For Orthogonal initializer, the dimension of the initialized tensor should be no less than 2, "
                f"but got {arr.ndim}."
            )
        rows = arr.shape[0]
        matrix = _init_random_normal(0, 1, (rows, arr.size // rows))
        wide = matrix.shape[0] < matrix.shape[1]
        q, r = np.linalg.qr(matrix.T if wide else matrix)
        # The sign of R's diagonal is arbitrary; fixing it makes the distribution uniform over orthogonal matrices.
        q = q * np.sign(np.diag(r))
        q = np.multiply(q.T if wide else q, self.gain)
        _assignment(arr, q.reshape(arr.shape))


@_register()
class Sparse(Initializer):
    """Normal values with a share of zeros in each column of a matrix (mirrors `…initializer.Sparse`).

    Args:
        sparsity: the share of each column that is zero.
        sigma: standard deviation of the others. Default: 0.01.

    Raises:
        ValueError: if the array is not 2-D.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.initializer import initializer, Sparse
        >>> int((initializer(Sparse(0.5), [4, 2], ms.float32).init_data().asnumpy() == 0).sum())
        4
    """

    def __init__(self, sparsity: float, sigma: float = 0.01) -> None:
        super().__init__(sparsity=sparsity, sigma=sigma)
        self.sparsity = sparsity
        self.sigma = sigma

    def _initialize(self, arr: np.ndarray) -> None:
        if arr.ndim != 2:
            raise ValueError(
                f"For Sparse initializer, the dimension of the initialized tensor should be 2, but got {arr.ndim}."
            )
        rows, columns = arr.shape
        zeros = math.ceil(self.sparsity * rows)
        data = _init_random_normal(0, self.sigma, arr.shape)
        for column in range(columns):
            data[np.random.permutation(rows)[:zeros], column] = 0
        _assignment(arr, data)


@_register()
class VarianceScaling(Initializer):
    """Values of variance scale / fan (mirrors `mindspore.common.initializer.VarianceScaling`).

    Args:
        scale: numerator of the variance, positive. Default: 1.0.
        mode: "fan_in", "fan_out" or "fan_avg". Default: "fan_in".
        distribution: "uniform", "truncated_normal" or "untruncated_normal". Default: "truncated_normal".

    Raises:
        ValueError: for a scale that is not positive, an unknown mode or distribution, or fewer than 2 dimensions.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.initializer import initializer, VarianceScaling
        >>> initializer(VarianceScaling(2.0), [2, 3], ms.float32).init_data().shape
        (2, 3)
    """

    def __init__(self, scale: float = 1.0, mode: str = "fan_in", distribution: str = "truncated_normal") -> None:
        super().__init__(scale=scale, mode=mode, distribution=distribution)
        if scale <= 0.0:
            raise ValueError(
                f"For VarianceScaling initializer, the argument 'scale' must be greater than 0, but got {scale}."
            )
        if mode not in ("fan_in", "fan_out", "fan_avg"):
            raise ValueError(
                "For VarianceScaling initializer, the argument 'mode' must be fan_in, fan_out or fan_avg, "
                f"but got {mode}."
            )
        if distribution not in ("uniform", "truncated_normal", "untruncated_normal"):
            raise ValueError(
                "For VarianceScaling initializer, the argument 'distribution' must be uniform, truncated_normal "
                f"or untruncated_normal, but got {distribution}."
            )
        self.scale = scale
        self.mode = mode
        self.distribution = distribution

    def _initialize(self, arr: np.ndarray) -> None:
        fan_in, fan_out = _calculate_fan_in_and_fan_out(arr.shape)
        fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[self.mode]
        variance = self.scale / max(1.0, fan)
        if self.distribution == "untruncated_normal":
            _init_random_normal_inplace(0, math.sqrt(variance), arr)
        else:
            # MindSpore 2.10 draws "truncated_normal" from the uniform distribution of the same variance as well.
            bound = math.sqrt(3.0 * variance)
            _init_random_uniform_inplace(-bound, bound, arr)


def initializer(init: Any, shape: Any = None, dtype: Any = mstype.float32) -> Tensor:
    """A Tensor that an initializer will fill (mirrors `mindspore.common.initializer.initializer`).

    Args:
        init: an Initializer, its name ('normal', 'zeros', 'he_uniform', …), a number, or a Tensor (returned as it is).
        shape: an int, or a list or tuple of positive ints.
        dtype: the dtype of the elements. Default: float32.

    Returns:
        Tensor with `.init` set; `.init_data()` fills it.

    Raises:
        TypeError: for an `init` of another type.
        ValueError: for an unknown name, an invalid shape, or a Tensor of another shape.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.initializer import initializer
        >>> print(initializer("ones", [2, 2], ms.float32).init_data())
        [[1. 1.]
         [1. 1.]]
    """
    if not isinstance(init, (Tensor, numbers.Number, str, Initializer)):
        raise TypeError(
            "For 'initializer', the type of the 'init' argument should be 'Tensor', 'number', 'string' or "
            f"'initializer', but got {type(init)}."
        )
    where = _shape(shape)
    if isinstance(init, Tensor):
        if init.shape != where:
            raise ValueError(
                "For 'initializer', the shape of the 'init' argument should be same as the argument 'shape', but got "
                f"the 'init' shape {list(init.shape)} and the 'shape' {[None] if where is None else list(where)}."
            )
        return init
    if isinstance(init, str):
        cls = _INITIALIZER_ALIAS.get(init.lower())
        if cls is None:
            raise ValueError(f"For 'initializer', the class corresponding to '{init}' was not found.")
        init = cls()
    elif isinstance(init, numbers.Number):
        init = Constant(init)
    if where is None:
        raise AttributeError(
            f"For 'initializer', the argument 'shape' is needed when 'init' is not a Tensor, but got None: "
            f"'{type(init).__name__}' object has no attribute 'shape'"
        )
    return Tensor(shape=where, dtype=dtype, init=init)


def _shape(shape: Any) -> tuple[int, ...] | None:
    if shape is None:
        return None
    dims = tuple(shape) if isinstance(shape, (list, tuple)) else (shape,)
    if any(not isinstance(d, (int, np.integer)) or d <= 0 for d in dims):
        got = dims if isinstance(shape, (list, tuple)) else shape
        raise ValueError(
            "For 'initializer', the argument 'shape' is invalid, the value of 'shape' must be positive integer, "
            f"but got {got}"
        )
    return tuple(int(d) for d in dims)
