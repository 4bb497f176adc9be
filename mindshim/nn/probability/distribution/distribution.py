"""The base of distributions, and of those whose functions are in `ops.densities`."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import ops
from mindshim._core import dispatch, dtypes, random
from mindshim._core.tensor import Tensor
from mindshim.nn.probability import _parameters
from mindshim.ops.densities import DRAWS, FAMILIES, distribution_draw, distribution_function

FLOATS = (dtypes.float16, dtypes.float32, dtypes.float64, dtypes.bfloat16)
NUMBERS = (
    dtypes.int8, dtypes.int16, dtypes.int32, dtypes.int64, dtypes.uint8, dtypes.uint16, dtypes.uint32, dtypes.uint64, *FLOATS,
)  # fmt: skip
_OF_VALUE = ("prob", "log_prob", "cdf", "log_cdf", "survival_function", "log_survival")
_CALLS = (*_OF_VALUE, "kl_loss", "cross_entropy", "mean", "mode", "sd", "var", "entropy", "sample", "get_dist_args", "get_dist_type")
# How a function follows from another one, first come first served.
_FROM: dict[str, tuple[tuple[str, Any], ...]] = {
    "prob": (("log_prob", ops.exp),),
    "log_prob": (("prob", ops.log),),
    "sd": (("var", ops.sqrt),),
    "var": (("sd", ops.square),),
    "cdf": (("log_cdf", ops.exp), ("survival_function", lambda s: 1.0 - s), ("log_survival", lambda s: 1.0 - ops.exp(s))),
    "log_cdf": (("cdf", ops.log), ("survival_function", lambda s: ops.log(1.0 - s)), ("log_survival", lambda s: ops.log(1.0 - ops.exp(s)))),
    "survival_function": (("log_survival", ops.exp), ("cdf", lambda c: 1.0 - c), ("log_cdf", lambda c: 1.0 - ops.exp(c))),
    "log_survival": (("survival_function", ops.log), ("cdf", lambda c: ops.log(1.0 - c)), ("log_cdf", lambda c: ops.log(1.0 - ops.exp(c)))),
}  # fmt: skip


class Distribution(_parameters.Parametrised):
    """The base of distributions (mirrors `mindspore.nn.probability.distribution.Distribution`).

    A subclass has some of `_prob`, `_log_prob`, `_cdf`, `_log_cdf`, `_survival_function`, `_log_survival`, `_mean`, `_mode`,
    `_sd`, `_var`, `_entropy`, `_kl_loss`, `_cross_entropy`, `_sample`; what follows from these is there too.
    `d("log_prob", x)` is `d.log_prob(x)`. Parameters given in a call take the place of the distribution's own.

    Args:
        seed: a non-negative int or None, of the stream of draws; 0 for the global one.
        dtype: of the draws. name: a str.
        param: a dict with the constructor's arguments; its `param_dict` has the distribution's parameters.

    Raises:
        TypeError: if `seed` is no int or `name` no str. ValueError: if `seed` is negative.

    Examples:
        >>> import mindshim as ms
        >>> import mindshim.nn.probability.distribution as msd
        >>> class Triangle(msd.Distribution):
        ...     def __init__(self):
        ...         super().__init__(0, ms.float32, "Triangle", {"param_dict": {"width": 1.0}})
        ...     def _prob(self, value):
        ...         return 2 * value
        >>> print(Triangle().log_prob(ms.Tensor([0.5])))
        [0.]
    """

    def __init__(self, seed: Any, dtype: Any, name: Any, param: dict[str, Any]) -> None:
        super().__init__()
        seed = 0 if seed is None else seed
        _parameters.require_str(type(self).__name__, name)
        if isinstance(seed, bool) or not isinstance(seed, int):
            raise TypeError(f"For '{name}', the 'seed' must be int, but got '{type(seed).__name__}'.")
        if seed < 0:
            raise ValueError(f"For '{name}', the 'seed' must be >= 0, but got {seed}.")
        self._describe(name, dtype, param)
        self._seed = seed
        self._stream = random.Stream(seed << 20) if seed else random.DEFAULT
        self.parameter_type = _parameter_type(self._parameters.get("param_dict", {}), dtype)

    @property
    def seed(self) -> int:
        return self._seed

    @property
    def broadcast_shape(self) -> Any:
        return self._broadcast_shape

    def _kind_of_parameters(self) -> Any:
        return self.parameter_type

    def _chosen(self, given: tuple[Any, ...]) -> list[Any]:
        """The parameters of a call: those given, else the distribution's own."""
        if len(given) > len(self.parameter_names):
            raise TypeError(f"For '{self._name}', at most {len(self.parameter_names)} parameters may be given, but got {len(given)}.")
        given = (*given, *[None] * (len(self.parameter_names) - len(given)))
        chosen = []
        for value, name, default in zip(given, self.parameter_names, self.default_parameters, strict=True):
            if value is None and default is None:
                raise TypeError(f"For '{self._name}', the '{name}' must be a Tensor given in the call, since it was None at the construction.")
            chosen.append((default if value is None else self._check_value(value, name)).astype(self.parameter_type))
        return chosen

    def _check_param_type(self, *args: Any) -> Any:
        """The parameters of a call in the distribution's dtype and one shape; a single one by itself."""
        chosen = self._chosen(args)
        if len(chosen) == 1:
            return chosen[0]
        shape = np.broadcast_shapes(*(c.shape for c in chosen))
        return tuple(ops.broadcast_to(c, shape) for c in chosen)

    def _do(self, what: str, *args: Any, **kwargs: Any) -> Any:
        own = getattr(self, "_" + what, None)
        if own is not None:
            return own(*args, **kwargs)
        for other, then in _FROM.get(what, ()):
            own = getattr(self, "_" + other, None)
            if own is not None:
                return then(own(*args, **kwargs))
        raise NotImplementedError(f"{what} is not implemented for the distribution {self._name}.")

    def prob(self, value: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        """The density, or for discrete distributions the probability, of `value`.

        Examples:
            >>> import mindshim as ms
            >>> import mindshim.nn.probability.distribution as msd
            >>> normal = msd.Normal(0.0, 2.0)
            >>> print(normal.prob(ms.Tensor([0.0, 2.0])).asnumpy().round(3))
            [0.199 0.121]
        """
        return self._do("prob", value, *args, **kwargs)

    def log_prob(self, value: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        """The logarithm of `prob`.

        Examples:
            >>> import mindshim as ms
            >>> import mindshim.nn.probability.distribution as msd
            >>> normal = msd.Normal(0.0, 2.0)
            >>> print(normal.log_prob(ms.Tensor([0.0, 2.0])).asnumpy().round(3))
            [-1.612 -2.112]
        """
        return self._do("log_prob", value, *args, **kwargs)

    def cdf(self, value: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        """The probability of at most `value`.

        Examples:
            >>> import mindshim as ms
            >>> import mindshim.nn.probability.distribution as msd
            >>> normal = msd.Normal(0.0, 2.0)
            >>> print(normal.cdf(ms.Tensor([0.0, 2.0])).asnumpy().round(3))
            [0.5   0.841]
        """
        return self._do("cdf", value, *args, **kwargs)

    def log_cdf(self, value: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        """The logarithm of `cdf`.

        Examples:
            >>> import mindshim as ms
            >>> import mindshim.nn.probability.distribution as msd
            >>> normal = msd.Normal(0.0, 2.0)
            >>> print(normal.log_cdf(ms.Tensor([0.0, 2.0])).asnumpy().round(3))
            [-0.693 -0.173]
        """
        return self._do("log_cdf", value, *args, **kwargs)

    def survival_function(self, value: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        """The probability of more than `value`.

        Examples:
            >>> import mindshim as ms
            >>> import mindshim.nn.probability.distribution as msd
            >>> normal = msd.Normal(0.0, 2.0)
            >>> print(normal.survival_function(ms.Tensor([0.0, 2.0])).asnumpy().round(3))
            [0.5   0.159]
        """
        return self._do("survival_function", value, *args, **kwargs)

    def log_survival(self, value: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        """The logarithm of `survival_function`.

        Examples:
            >>> import mindshim as ms
            >>> import mindshim.nn.probability.distribution as msd
            >>> normal = msd.Normal(0.0, 2.0)
            >>> print(normal.log_survival(ms.Tensor([0.0, 2.0])).asnumpy().round(3))
            [-0.693 -1.841]
        """
        return self._do("log_survival", value, *args, **kwargs)

    def kl_loss(self, dist: str, *args: Any, **kwargs: Any) -> Tensor:
        """The Kullback-Leibler divergence to the distribution of type `dist` with the parameters that follow.

        Examples:
            >>> import mindshim as ms
            >>> import mindshim.nn.probability.distribution as msd
            >>> normal = msd.Normal(0.0, 2.0)
            >>> print(normal.kl_loss("Normal", ms.Tensor(1.0), ms.Tensor(2.0)).asnumpy().round(3))
            0.125
        """
        return self._do("kl_loss", dist, *args, **kwargs)

    def cross_entropy(self, dist: str, *args: Any, **kwargs: Any) -> Tensor:
        """The cross entropy with the distribution of type `dist` with the parameters that follow.

        Examples:
            >>> import mindshim as ms
            >>> import mindshim.nn.probability.distribution as msd
            >>> normal = msd.Normal(0.0, 2.0)
            >>> print(normal.cross_entropy("Normal", ms.Tensor(1.0), ms.Tensor(2.0)).asnumpy().round(3))
            2.237
        """
        return self._do("cross_entropy", dist, *args, **kwargs)

    def mean(self, *args: Any, **kwargs: Any) -> Tensor:
        """The mean.

        Examples:
            >>> import mindshim.nn.probability.distribution as msd
            >>> normal = msd.Normal(0.0, 2.0)
            >>> print(normal.mean().asnumpy().round(3))
            0.0
        """
        return self._do("mean", *args, **kwargs)

    def mode(self, *args: Any, **kwargs: Any) -> Tensor:
        """The most probable value.

        Examples:
            >>> import mindshim.nn.probability.distribution as msd
            >>> normal = msd.Normal(0.0, 2.0)
            >>> print(normal.mode().asnumpy().round(3))
            0.0
        """
        return self._do("mode", *args, **kwargs)

    def sd(self, *args: Any, **kwargs: Any) -> Tensor:
        """The standard deviation.

        Examples:
            >>> import mindshim.nn.probability.distribution as msd
            >>> normal = msd.Normal(0.0, 2.0)
            >>> print(normal.sd().asnumpy().round(3))
            2.0
        """
        return self._do("sd", *args, **kwargs)

    def var(self, *args: Any, **kwargs: Any) -> Tensor:
        """The variance.

        Examples:
            >>> import mindshim.nn.probability.distribution as msd
            >>> normal = msd.Normal(0.0, 2.0)
            >>> print(normal.var().asnumpy().round(3))
            4.0
        """
        return self._do("var", *args, **kwargs)

    def entropy(self, *args: Any, **kwargs: Any) -> Tensor:
        """The entropy, in nats.

        Examples:
            >>> import mindshim.nn.probability.distribution as msd
            >>> normal = msd.Normal(0.0, 2.0)
            >>> print(normal.entropy().asnumpy().round(3))
            2.112
        """
        return self._do("entropy", *args, **kwargs)

    def sample(self, *args: Any, **kwargs: Any) -> Tensor:
        """Draws: of a shape, a tuple, before the shape of the parameters.

        Examples:
            >>> import mindshim.nn.probability.distribution as msd
            >>> normal = msd.Normal(0.0, 2.0)
            >>> normal.sample((2, 3)).shape
            (2, 3)
        """
        return self._do("sample", *args, **kwargs)

    def get_dist_args(self, *args: Any, **kwargs: Any) -> Any:
        """The parameters, those given in the place of the distribution's own.

        Examples:
            >>> import mindshim.nn.probability.distribution as msd
            >>> normal = msd.Normal(0.0, 2.0)
            >>> print(*normal.get_dist_args())
            0.0 2.0
        """
        return self._do("get_dist_args", *args, **kwargs)

    def get_dist_type(self) -> str:
        """The type's name, which `kl_loss` and `cross_entropy` ask for.

        Examples:
            >>> import mindshim.nn.probability.distribution as msd
            >>> normal = msd.Normal(0.0, 2.0)
            >>> normal.get_dist_type()
            'Normal'
        """
        return self._do("get_dist_type")

    def construct(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """`self("log_prob", x)` is `self.log_prob(x)`.

        Examples:
            >>> import mindshim.nn.probability.distribution as msd
            >>> normal = msd.Normal(0.0, 2.0)
            >>> print(normal("mean"))
            0.0
        """
        if name not in _CALLS:
            raise NotImplementedError(f"{name} is not implemented for the distribution {self._name}.")
        return getattr(self, name)(*args, **kwargs)


def _parameter_type(values: dict[str, Any], dtype: Any) -> Any:
    """The dtype of the parameters: the draws', or for integer draws that of the parameters that are Tensors."""
    if dtype in FLOATS:
        return dtype
    kinds = {v.dtype for v in values.values() if isinstance(v, Tensor) and v.dtype in FLOATS}
    return kinds.pop() if len(kinds) == 1 else dtypes.float32


def _of_value(what: str) -> Any:
    def function(self: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
        value = self._check_value(value, "value").astype(self.parameter_type)
        return self._evaluate(what, (value, *self._given(args, kwargs)))

    return function


def _of_parameters(what: str) -> Any:
    def function(self: Any, *args: Any, **kwargs: Any) -> Any:
        return self._evaluate(what, self._given(args, kwargs))

    return function


class Family(Distribution):
    """A distribution whose functions are those of its family in `ops.densities`."""

    _family = ""
    _scalars = True
    _named = ""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for what in FAMILIES.get(cls.__dict__.get("_family", ""), {}):
            if what != "kl_loss" and "_" + what not in cls.__dict__:
                setattr(cls, "_" + what, (_of_value if what in _OF_VALUE else _of_parameters)(what))

    def __init__(self, values: dict[str, Any], seed: Any, dtype: Any, name: Any, allowed: tuple[Any, ...]) -> None:
        op = type(self).__name__
        if dtype not in allowed:
            raise TypeError(f"For '{op}', the 'dtype' must be one of {', '.join(map(str, allowed))}, but got {dtype}.")
        if not self._scalars:
            for key, value in values.items():
                if isinstance(value, (int, float)) or (isinstance(value, Tensor) and not value.ndim):
                    raise TypeError(f"For '{op}', the '{key}' must not be a scalar.")
        super().__init__(seed, dtype, name, {**values, "seed": seed, "dtype": dtype, "name": name, "param_dict": values})
        for key, value in values.items():
            self._add_parameter(value, key)

    def _given(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[Any]:
        if kwargs:
            args = (*args, *[None] * (len(self.parameter_names) - len(args)))
            args = tuple(kwargs.pop(n, kwargs.pop(n + "1", a)) for n, a in zip(self.parameter_names, args, strict=True))
            if kwargs:
                raise TypeError(f"For '{self._name}', there are no parameters {', '.join(kwargs)}.")
        return self._chosen(args)

    def _evaluate(self, what: str, operands: Any) -> Any:
        return dispatch.apply(distribution_function, (self._family, what, list(operands)))

    def _two(self, what: str, dist: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[list[Any], list[Any]]:
        """The other distribution's parameters, and the own ones."""
        if "kl_loss" not in FAMILIES[self._family]:
            raise NotImplementedError(f"{what} is not implemented for the distribution {self._name}.")
        if dist != self._family:
            raise ValueError(f"For '{self._name}', the 'dist' must be {self._family}, but got {dist}.")
        names = self.parameter_names
        other = list(args[: len(names)])
        for name in names[len(other) :]:
            key = next((k for k in (name + "_b", name + "1_b") if k in kwargs), None)
            if key is None:
                raise TypeError(f"{self._name}.{what}() misses the argument '{name}_b'.")
            other.append(kwargs.pop(key))
        checked = [self._check_value(v, n + "_b").astype(self.parameter_type) for v, n in zip(other, names, strict=True)]
        return checked, self._given(args[len(names) :], kwargs)

    def _kl_loss(self, dist: Any, *args: Any, **kwargs: Any) -> Any:
        other, own = self._two("kl_loss", dist, args, kwargs)
        return self._evaluate("kl_loss", (*other, *own))

    def _cross_entropy(self, dist: Any, *args: Any, **kwargs: Any) -> Any:
        other, own = self._two("cross_entropy", dist, args, kwargs)
        return self._evaluate("entropy", own) + self._evaluate("kl_loss", (*other, *own))

    def _sample(self, shape: Any = (), *args: Any, **kwargs: Any) -> Any:
        if self._family not in DRAWS:
            raise NotImplementedError(f"sample is not implemented for the distribution {self._name}.")
        if not isinstance(shape, tuple):
            raise TypeError(f"For '{self._name}', the 'shape' must be a tuple, but got {type(shape).__name__}.")
        operands = self._given(args, kwargs)
        return dispatch.apply(distribution_draw, (self._family, shape, operands, *self._stream.draw(), self._dtype))

    def _get_dist_args(self, *args: Any, **kwargs: Any) -> Any:
        return tuple(self._given(args, kwargs))

    def _get_dist_type(self) -> str:
        return self._family

    def _shown_names(self) -> list[str]:
        return self._named.split(", ") if self._named else self.parameter_names
