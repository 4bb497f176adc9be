"""Parameter: a Tensor with a name that training updates (mirrors `mindspore.common.parameter`)."""

from __future__ import annotations

import numbers
import re
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from mindshim._core import dtypes
from mindshim._core.state import S
from mindshim._core.tensor import Tensor
from mindshim.common.initializer import Initializer, initializer

__all__ = ["Parameter", "ParameterTuple"]

PARAMETER_NAME_DEFAULT = "Parameter"
PARAMETER_NAME_PREFIX_MAX_LEN = 1024
_GENERATED_PARAMETER_NAME_PREFIX = "Parameter#"

# Whether Parameters made from an initializer are filled at once; `nn.no_init_parameters` turns it off.
_fill_at_once = True
# MindSpore's import leaves its counter at 1, so a program's first unnamed Parameter is number 2.
_generated = 1


def _generate_parameter_name() -> str:
    global _generated
    _generated += 1
    return f"{_GENERATED_PARAMETER_NAME_PREFIX}{_generated}"


def _is_parameter_generated(name: Any) -> bool:
    return isinstance(name, str) and name.startswith(_GENERATED_PARAMETER_NAME_PREFIX)


def _checked_name(name: Any) -> str:
    if name is None:
        return _generate_parameter_name()
    if not isinstance(name, str):
        raise ValueError(f"The type of the Parameter's name should be 'string' or 'None', but got {type(name)}.")
    name = name.strip()
    if not name:
        return _generate_parameter_name()
    if len(name) > PARAMETER_NAME_PREFIX_MAX_LEN:
        raise ValueError(
            f"The length of the '{name}' name should be less than {PARAMETER_NAME_PREFIX_MAX_LEN}, but got {len(name)}."
        )
    return name


def check_prefix(prefix: Any, pattern: str) -> None:
    """Raise ValueError (TypeError for what is no string) unless the ASCII `pattern` matches the whole of `prefix`."""
    if re.match(pattern, prefix, re.ASCII) is None:
        raise ValueError(f"The '{prefix}' is illegal, it must be match regular'{pattern}' by flags're.ASCII.'")


def _need_bool(value: Any, name: str, stop: str = ".") -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"The argument `{name}` must be bool type{stop}")
    return value


class ParamInfo:
    """A Parameter's settings under the names that MindSpore's `param_info` has; reads and writes the Parameter."""

    def __init__(self, parameter: Parameter) -> None:
        object.__setattr__(self, "_parameter", parameter)

    def __getattr__(self, name: str) -> Any:
        return getattr(object.__getattribute__(self, "_parameter"), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._parameter, name, value)


class Parameter(Tensor):
    """A Tensor with a name and a gradient flag (mirrors `mindspore.Parameter`).

    Args:
        default_input: the value: a Tensor, an int (becomes int32), a float (float32), a list, a NumPy array, or the
            result of `initializer(...)`.
        name: the name; None gives `Parameter#N`, replaced by the attribute's name when a Cell takes it.
        requires_grad: whether it is trained. Default: True.
        layerwise_parallel, parallel_optimizer: kept for parallel training. Default: False, True.
        storage_format: kept; has no effect.
        device: None, "CPU" or "Remote"; has no effect.

    Raises:
        TypeError: for data of another type, or flags that are not bool.
        ValueError: for a bool as data, or a name that is no string.

    Examples:
        >>> import mindshim as ms
        >>> ms.Parameter(ms.Tensor([1.0, 2.0]), name="w")
        Parameter (name=w, shape=(2,), dtype=Float32, requires_grad=True)
    """

    __parameter__ = True
    _is_parameter = True

    # Settings that few Parameters change live on the class until they are set.
    _layerwise_parallel = False
    _parallel_optimizer = True
    _parallel_optimizer_comm_recompute = False
    _comm_fusion = 1
    _cache_enable = False
    #: Whether gradients have numbers in those rows alone that were looked up, and the others are zero.
    sparse_rows = False
    _cache_shape: Any = None
    _key = -1
    _sliced = False
    _unique = False
    _inited_param: Any = None
    _cast_type: Any = None
    _user_data: Any = None
    init_mode: Any = None
    is_init = False
    is_in_parallel = False
    is_default_input_init = False
    requires_aggr = True

    def __init__(
        self,
        default_input: Any,
        name: str | None = None,
        requires_grad: bool = True,
        layerwise_parallel: bool = False,
        parallel_optimizer: bool = True,
        storage_format: str = "",
        device: str | None = None,
    ) -> None:
        if device not in (None, "CPU", "Remote"):
            raise ValueError(f"Only 'CPU' and 'Remote' is supported for device, but got ${device}.")
        if not isinstance(storage_format, str):
            raise TypeError(f"The argument `storage_format` must be str type, but got {type(storage_format)}.")
        _take_value(self, default_input)
        self._name = _checked_name(name)
        self._requires_grad = _need_bool(requires_grad, "requires_grad", "")
        if _need_bool(layerwise_parallel, "layerwise_parallel"):
            self._layerwise_parallel = True
        if not _need_bool(parallel_optimizer, "parallel_optimizer"):
            self._parallel_optimizer = False

    def __repr__(self) -> str:
        return (
            f"Parameter (name={self._name}, shape={self.shape}, dtype={self.dtype}, "
            f"requires_grad={self._requires_grad})"
        )

    def __str__(self) -> str:
        return self.__repr__()

    __hash__ = Tensor.__hash__

    # -- name and flags ----------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The name; None or '' gives a generated one (mirrors `Parameter.name`).

        Raises:
            ValueError: when set to something that is neither a string nor None.
        """
        return self._name

    @name.setter
    def name(self, value: str | None) -> None:
        self._name = _checked_name(value)

    @property
    def requires_grad(self) -> bool:
        """Whether gradients are computed for it (mirrors `Parameter.requires_grad`).

        Raises:
            TypeError: when set to something that is not a bool.
        """
        return self._requires_grad

    @requires_grad.setter
    def requires_grad(self, value: bool) -> None:
        if value is not self._requires_grad:
            self._requires_grad = _need_bool(value, "requires_grad", "")
            S.epoch += 1  # compiled gradients have read the flag as a constant

    @property
    def layerwise_parallel(self) -> bool:
        """Whether data parallel training leaves it out of broadcasts and reductions."""
        return self._layerwise_parallel

    @layerwise_parallel.setter
    def layerwise_parallel(self, value: bool = True) -> None:
        self._layerwise_parallel = _need_bool(value, "layerwise_parallel")

    @property
    def parallel_optimizer(self) -> bool:
        """Whether parallel training may shard it in the optimizer."""
        return self._parallel_optimizer

    @parallel_optimizer.setter
    def parallel_optimizer(self, value: bool = True) -> None:
        self._parallel_optimizer = _need_bool(value, "parallel_optimizer")

    @property
    def parallel_optimizer_comm_recompute(self) -> bool:
        """Whether a sharded optimizer repeats its communication in the backward pass."""
        return self._parallel_optimizer_comm_recompute

    @parallel_optimizer_comm_recompute.setter
    def parallel_optimizer_comm_recompute(self, value: bool) -> None:
        if not isinstance(value, bool):
            raise TypeError(f"The input value must be a bool, but got {type(value).__name__}.")
        self._parallel_optimizer_comm_recompute = value

    @property
    def comm_fusion(self) -> int:
        """The fusion group of its gradient's communication, 0 for none.

        Raises:
            TypeError: when set to something that is not an int.
            ValueError: when set to a negative number.
        """
        return self._comm_fusion

    @comm_fusion.setter
    def comm_fusion(self, value: int) -> None:
        if isinstance(value, bool):
            raise TypeError(f"The input value must be int and must >= 0, but got '{value}' with type 'bool'.")
        if not isinstance(value, int):
            raise TypeError(f"The input value must be int, but got '{type(value).__name__}'")
        if value < 0:
            raise ValueError(f"The input value must be int and must >= 0, but got '{value}' with type 'int'.")
        self._comm_fusion = value

    @property
    def cache_enable(self) -> bool:
        """Whether embedding caching is asked for; kept, without effect."""
        return self._cache_enable

    @cache_enable.setter
    def cache_enable(self, value: bool = True) -> None:
        self._cache_enable = _need_bool(value, "cache_enable")

    @property
    def cache_shape(self) -> Any:
        """The shape of the embedding cache; kept, without effect."""
        return [] if self._cache_shape is None else self._cache_shape

    @cache_shape.setter
    def cache_shape(self, value: Any) -> None:
        if not isinstance(value, (tuple, list)):
            raise TypeError("The argument `cache_shape` must be tuple or list type.")
        self._cache_shape = value

    @property
    def key(self) -> int:
        """The key of a parameter-server Parameter, -1 for none."""
        return self._key

    @key.setter
    def key(self, value: int = -1) -> None:
        if not isinstance(value, int):
            raise TypeError("The argument `key` must be int type.")
        self._key = value

    @property
    def sliced(self) -> bool:
        """Whether the value is one device's slice."""
        return self._sliced

    @sliced.setter
    def sliced(self, value: bool) -> None:
        self._sliced = value

    @property
    def unique(self) -> bool:
        """Whether the same values are kept on every device; kept, without effect."""
        return self._unique

    @unique.setter
    def unique(self, value: bool) -> None:
        self._unique = value

    @property
    def inited_param(self) -> Any:
        """The Parameter that replaced this one after initialization in parallel training, or None."""
        return self._inited_param

    @property
    def param_info(self) -> ParamInfo:
        """The settings of this Parameter as one object."""
        return ParamInfo(self)

    def add_pipeline_stage(self, stage: int) -> None:
        """Note that pipeline stage `stage` uses this Parameter (mirrors `Parameter.add_pipeline_stage`).

        Raises:
            TypeError: if `stage` is not an int that is at least 0.
        """
        if not isinstance(stage, int) or stage < 0:
            raise TypeError("`stage` must be a positive number of int type")
        vars(self).setdefault("_pipeline_stage_list", []).append(stage)

    # -- value -------------------------------------------------------------------------------------------------

    def value(self) -> Tensor:
        """The present value as a Tensor of its own: later updates of either leave the other alone (mirrors `Parameter.value`)."""
        if S.scope is not None:
            return Tensor(self).copy()
        now = Tensor._wrap(self._data)
        now._ref = self._ref
        return now

    def set_data(self, data: Any, slice_shape: bool = False) -> Parameter:
        """Replace the value in place and return the Parameter (mirrors `Parameter.set_data`).

        Args:
            data: a Tensor, int or float; converted to this Parameter's dtype. The shape may change.
            slice_shape: kept; has no effect.

        Raises:
            TypeError: for data of another type, or a float for an integer Parameter.

        Examples:
            >>> import mindshim as ms
            >>> p = ms.Parameter(ms.Tensor([1.0, 2.0]), name="w")
            >>> print(p.set_data(ms.Tensor([3, 4])).value())
            [3. 4.]
        """
        dtype = self.dtype
        if isinstance(data, Tensor):
            if data.has_init:
                data.init_data()
            if data.dtype is not dtype:
                data = data.astype(dtype)
            array = data._data if S.scope is None else S.scope.read(data)
        elif isinstance(data, (int, float)):
            if isinstance(data, float) and dtypes.to_np(dtype).kind in "iub":
                raise TypeError(
                    "Incoming Parameter dtype can not be converted to current dtype implicitly. "
                    f"Current dtype is {dtype}, and incoming is Float. Use .set_dtype(xxx) to change the dtype."
                )
            array = Tensor(data, dtype)._data
        else:
            raise TypeError(
                "Parameter data must be [`Tensor`, `int`, `float`] or a kind of `Tensor` (like `Tensor`). "
                f"But with type {type(data)}."
            )
        self._drop_init()
        self._assign_data(array)
        return self

    def init_data(self, layout: Any = None, set_sliced: bool = False) -> Parameter:
        """Fill a Parameter whose initializer still waits, and return it (mirrors `Parameter.init_data`)."""
        waiting = self.init_mode
        if self.init is not None or (isinstance(waiting, Tensor) and self._init_shape is not None):
            init = self.init if self.init is not None else waiting.init
            shape, dtype = self._init_shape
            self._drop_init()
            self.init_mode = None
            self._assign_data(Tensor(shape=shape, dtype=dtype, init=init).init_data()._data)
        if set_sliced:
            self._sliced = True
        return self

    def set_param_ps(self, init_in_server: bool = False) -> None:
        """Keep it on a parameter server (mirrors `Parameter.set_param_ps` of MindSpore 2.0).

        Raises:
            NotImplementedError: always: there is no parameter server here.
        """
        raise NotImplementedError(
            "Parameter.set_param_ps is not supported: there is no parameter server here. Use data parallel training instead "
            "(set_auto_parallel_context(parallel_mode='data_parallel'))."
        )

    def _drop_init(self) -> None:
        if self._init_shape is not None:
            self.init = None
            self._init_shape = None

    def copy(self) -> Parameter:
        """An independent Parameter with the same value, name and flags."""
        return self.clone()

    def clone(self, init: Any = "same") -> Parameter:
        """A new Parameter with the same name and flags (mirrors `Parameter.clone`).

        Args:
            init: "same" for the same value; else an initializer, its name, a number or a Tensor for a new one.

        Raises:
            ValueError: for an unknown initializer name.

        Examples:
            >>> import mindshim as ms
            >>> print(ms.Parameter(ms.Tensor([1.0, 2.0]), name="w").clone("zeros").value())
            [0. 0.]
        """
        if isinstance(init, str) and init == "same":
            out = _empty_like(self)
            if self._init_shape is not None and "_data" not in self.__dict__:
                out.init, out._init_shape, out.init_mode = self.init, self._init_shape, self.init_mode
            else:
                out._data = self._data
                if S.scope is not None:
                    S.scope.created_from(out, self)
            return out
        made = Parameter(initializer(init, self.shape, self.dtype), self._name)
        vars(made).update(_settings(self))
        return made

    # -- copies and pickling -----------------------------------------------------------------------------------

    def __reduce__(self) -> Any:
        return (_rebuild_parameter, (np.asarray(self._data), _settings(self)))

    def __copy__(self) -> Parameter:
        return self.clone()

    def __deepcopy__(self, memo: Any) -> Parameter:
        out = self.clone()
        memo[id(self)] = out
        return out


_SETTINGS = (
    "_name",
    "_requires_grad",
    "_layerwise_parallel",
    "_parallel_optimizer",
    "_parallel_optimizer_comm_recompute",
    "_comm_fusion",
    "_cache_enable",
    "_cache_shape",
    "_key",
    "_unique",
    "requires_aggr",
)


def _settings(p: Parameter) -> dict[str, Any]:
    have = p.__dict__
    return {k: have[k] for k in _SETTINGS if k in have}


def _empty_like(p: Parameter) -> Parameter:
    out = object.__new__(Parameter)
    vars(out).update(_settings(p))
    return out


def _rebuild_parameter(array: np.ndarray, settings: dict[str, Any]) -> Parameter:
    out = Parameter(Tensor(array), settings["_name"])
    vars(out).update(settings)
    return out


def _take_value(p: Parameter, data: Any) -> None:
    if isinstance(data, Tensor):
        if data.has_init:
            if not _fill_at_once:
                p.init, p._init_shape = data.init, data._init_shape
                p.init_mode = data
                return
            data.init_data()
        p._data = data._data
        if S.scope is not None:
            S.scope.created_from(p, data)
        return
    if isinstance(data, bool):
        raise ValueError("Parameter data can not be `bool`")
    if isinstance(data, int):
        Tensor.__init__(p, data, dtypes.int32)
    elif isinstance(data, (float, list, np.ndarray)):
        Tensor.__init__(p, data)
    elif isinstance(data, (tuple, numbers.Number)):
        raise TypeError(
            "The type of the argument 'default_input' must be in ['Tensor', 'int', 'float', 'numpy.ndarray', "
            f"'list']. But got type {type(data)}."
        )
    else:
        raise TypeError(
            "For 'Parameter', the type of 'default_input' should be one of ['Tensor', 'int', 'float', "
            f"'numpy.ndarray', 'list'], but got type '{type(data).__name__}'."
        )


class _BufferMeta(type(Tensor)):
    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, Tensor) and getattr(instance, "_is_buffer", False)


class _Buffer(Tensor, metaclass=_BufferMeta):
    """A Tensor that becomes a buffer of the Cell it is set on (mirrors `mindspore.common.parameter._Buffer`).

    Args:
        data: the Tensor. persistent: kept; `Cell.register_buffer` heeds it.

    Raises:
        ValueError: if `data` is None. TypeError: if it is no Tensor.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.common.parameter import _Buffer
        >>> net = ms.nn.Cell()
        >>> net.seen = _Buffer(ms.Tensor([3]))
        >>> [name for name, _ in net.named_buffers()]
        ['seen']
    """

    def __new__(cls, data: Tensor, *, persistent: bool = True) -> Tensor:
        if data is None:
            raise ValueError("For create Buffer, input data should not be None")
        if not isinstance(data, Tensor):
            raise TypeError(f"For create Buffer, type of input data should be Tensor, but got {type(data).__name__}.")
        made = Tensor._wrap(data._data)
        made.__dict__.update(_is_buffer=True, persistent=persistent)
        return made


class ParameterTuple(tuple):
    """A tuple of Parameters with distinct names (mirrors `mindspore.ParameterTuple`).

    Args:
        iterable: the Parameters.

    Raises:
        TypeError: if an element is not a Parameter, or a bare Parameter is given.
        ValueError: if two different elements have the same name.

    Examples:
        >>> import mindshim as ms
        >>> pt = ms.ParameterTuple([ms.Parameter(ms.Tensor(1.0), name="a"), ms.Parameter(ms.Tensor(2.0), name="b")])
        >>> [p.name for p in pt.clone("m")]
        ['m.a', 'm.b']
    """

    __parameter_tuple__ = True

    def __new__(cls, iterable: Iterable[Parameter]) -> ParameterTuple:
        kind = type(iterable)
        if isinstance(iterable, Tensor):
            raise _not_parameters(kind)
        elements = tuple(iterable)
        seen: dict[str, int] = {}
        for p in elements:
            if not isinstance(p, Parameter):
                raise _not_parameters(kind)
            if seen.setdefault(p.name, id(p)) != id(p):
                raise ValueError(
                    f"The value {p} , its name '{p.name}' already exists. Please set a unique name for the parameter."
                )
        return super().__new__(cls, elements)

    def __iter__(self) -> Iterator[Parameter]:
        return super().__iter__()

    def clone(self, prefix: str, init: Any = "same") -> ParameterTuple:
        """Clones of all elements, named `prefix.name` (mirrors `ParameterTuple.clone`).

        Args:
            prefix: what to put in front of each name.
            init: as in `Parameter.clone`. Default: "same".

        Raises:
            TypeError: if `prefix` is not a string.
            ValueError: if `prefix` is no legal name.

        Examples:
            >>> import mindshim as ms
            >>> params = ms.ParameterTuple([ms.Parameter(ms.Tensor([1.0]), name="w")])
            >>> [p.name for p in params.clone(prefix="moments")]
            ['moments.w']
        """
        check_prefix(prefix, r"^\w+[0-9a-zA-Z\_\.]*$")
        out = []
        for p in self:
            c = p.clone(init)
            c.name = f"{prefix}.{p.name}"
            out.append(c)
        return ParameterTuple(out)

    def __deepcopy__(self, memo: Any) -> ParameterTuple:
        import copy

        return ParameterTuple([copy.deepcopy(p, memo) for p in self])


def _not_parameters(kind: type) -> TypeError:
    return TypeError(
        f"For ParameterTuple initialization, ParameterTuple input should be 'Parameter' collection, but got a {kind}."
    )


def is_initializer_waiting(p: Parameter) -> bool:
    """Whether a Parameter was built under `no_init_parameters` and has not been filled yet."""
    return isinstance(p.init, Initializer)
