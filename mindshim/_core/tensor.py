"""Tensor: MindSpore's mutable handle around an immutable JAX array.

`_data` is the array (a tracer inside a traced function). `_ref` is `(node, output index)` on the gradient tape, or
None. `_view` says of which base a Tensor is a view, `_views` holds weak references to the views of a base.
The operators' methods are attached by `mindshim.ops`, from the operators' declarations.
"""

# Checkers see the generated stub, with the methods that operators add; this file they cannot judge beside it.
# pyright: reportArgumentType=false, reportIndexIssue=false, reportAttributeAccessIssue=false

from __future__ import annotations

import weakref
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.core import Tracer

from mindshim._core import convert, dtypes, layout, printing
from mindshim._core.state import S

_new = object.__new__


class _TensorMeta(type):
    """Finds the methods of operators whose files have not been imported yet."""

    def __getattr__(cls, name: str) -> Any:
        if name[0] != "_":
            from mindshim._core import faces

            if faces.find("Tensor", name) is not None:
                return getattr(cls, name)
        raise AttributeError(f"type object '{cls.__name__}' has no attribute '{name}'")


class Tensor(metaclass=_TensorMeta):
    """A tensor of numbers (mirrors `mindspore.Tensor`).

    Args:
        input_data: a number, a nested list or tuple of numbers, a NumPy array or a Tensor. Python ints become
            int64, Python floats float32; NumPy arrays keep their dtype and are copied.
        dtype: a MindSpore dtype to convert to.
        shape, init: instead of `input_data`: a shape and an initializer that `init_data()` fills in.
        const_arg: kept for MindSpore's graph compiler; has no effect.
        device: only "CPU" or None here; the array lives on JAX's default device.

    Raises:
        TypeError: for data that is not numeric, or a `dtype` that is not a MindSpore dtype.
        ValueError: when both `input_data` and `init` are given.

    Examples:
        >>> import mindshim as ms
        >>> ms.Tensor([1.0, 2.5])
        Tensor(shape=[2], dtype=Float32, value= [ 1.00000000e+00,  2.50000000e+00])
    """

    _ref: Any = None
    _view: Any = None
    _views: Any = None
    _hooks: Any = None
    _is_parameter = False
    #: Python's type of a number that a traced function computes (`control.numbers`).
    _number: Any = None
    init: Any = None
    const_arg = False
    virtual_flag = False
    _init_shape: Any = None
    param_info: Any = None
    _data: Any

    def __init__(
        self,
        input_data: Any = None,
        dtype: Any = None,
        shape: Any = None,
        init: Any = None,
        const_arg: bool = False,
        device: str | None = None,
    ) -> None:
        if const_arg is not False:
            if const_arg is not True:
                _reject_const_arg("Tensor", const_arg)
            self.const_arg = True
        if input_data is None and (shape is not None or init is not None or dtype is not None):
            convert.placeholder(self, dtype, shape, init)
            return
        if device is not None:
            convert.check_device(device)
        if init is not None or shape is not None:
            raise ValueError(
                "For 'Tensor', 'shape' and 'init' must be None when 'input_data' is given, "
                f"but got shape {shape!r} and init {init!r}."
            )
        if isinstance(input_data, Tensor):
            convert.check_dtype(dtype)
            self._copy_of(input_data, dtype)
            return
        # Read once: another thread may begin or end a trace meanwhile.
        scope = S.scope
        if scope is None:
            self._data = convert.to_array(input_data, dtype)
            return
        # A constant of the program, whose value the traced function may still look at.
        with jax.ensure_compile_time_eval():
            self._data = convert.to_array(input_data, dtype)
        scope.created(self)

    def _copy_of(self, other: Tensor, dtype: Any) -> None:
        if dtype is not None and other.dtype is not dtype:
            cast = other.astype(dtype)
            self._data, self._ref = cast._data, cast._ref
            return
        self._data, self._ref = other._data, other._ref
        if other._init_shape is not None:
            self.init, self._init_shape = other.init, other._init_shape
        from mindshim._core import views

        views.alias(self, other)
        if (scope := S.scope) is not None:
            scope.created_from(self, other)

    @staticmethod
    def _wrap(array: Any) -> Tensor:
        """A Tensor around a raw JAX array, without checks or copies."""
        t = _new(Tensor)
        t._data = array
        return t

    def __getattr__(self, name: str) -> Any:
        # Reached only when ordinary lookup fails: an unset `_data` marks a view whose base has changed, or an
        # initializer's placeholder that is read before `init_data()`.
        if name == "_data":
            if self._view is not None:
                from mindshim._core import views

                return views.refresh(self)
            if self._init_shape is not None:
                shape, dtype = self._init_shape
                if any(d < 0 for d in shape):
                    raise ValueError(
                        f"negative dimensions are not allowed: a Tensor of shape {list(shape)} only declares an input, and has no value"
                    )
                self._data = jnp.zeros(shape, dtype.np)
                return self._data
        elif name[0] != "_":
            from mindshim._core import faces

            if faces.find("Tensor", name) is not None:
                return getattr(self, name)
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    # -- writing in place --------------------------------------------------------------------------------------

    def _assign_data(self, array: Any, ref: Any = None) -> None:
        """The one way to change what an existing Tensor holds: tells the tracing scope, the base and the views.

        A Parameter stays where it is on the tape, an input if it was one: no gradient flows through what is written.
        """
        if (scope := S.scope) is not None:
            scope.written(self)
            if self._is_parameter:
                array = jax.lax.stop_gradient(array)
        self._data = array
        if self._ref is not ref and not self._is_parameter:
            self._ref = ref
        if self._view is not None or self._views is not None:
            from mindshim._core import views

            views.written(self)

    def _rebind(self, source: Tensor) -> Tensor:
        """Take over `source`'s value and its place on the tape; keeps this object's identity."""
        self._assign_data(source._data, source._ref)
        return self

    # -- attributes --------------------------------------------------------------------------------------------

    @property
    def shape(self) -> tuple[int, ...]:
        """The size of each dimension, as a tuple."""
        if self._init_shape is not None and "_data" not in self.__dict__:
            return self._init_shape[0]
        return self._data.shape

    @property
    def dtype(self) -> dtypes.Type:
        """The MindSpore dtype of the elements."""
        if self._init_shape is not None and "_data" not in self.__dict__:
            return self._init_shape[1]
        return dtypes.from_np(self._data.dtype)

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of elements."""
        n = 1
        for d in self.shape:
            # A length that is not known counts as none.
            n *= max(d, 0)
        return n

    @property
    def __ms_origin_object__(self) -> Tensor:
        """The Tensor that `mutable` was given: itself."""
        return self

    @property
    def symbolic_shape(self) -> list[Any] | None:
        """What is known of each length of a shape with `Symbol`s; None for other Tensors."""
        from mindshim.common.symbol import Symbol

        lengths = self.__dict__.get("_symbols", ())
        if not any(isinstance(d, Symbol) for d in lengths):
            return None
        return [d.to_dict() if isinstance(d, Symbol) else d for d in lengths]

    @property
    def itemsize(self) -> int:
        """Bytes of one element."""
        return dtypes.to_np(self.dtype).itemsize

    @property
    def nbytes(self) -> int:
        """Bytes of all elements."""
        return self.size * self.itemsize

    @property
    def strides(self) -> tuple[int, ...]:
        """Bytes to step in each dimension of a row-major layout."""
        return tuple(s * self.itemsize for s in layout.row_major(self.shape))

    def stride(self, dim: int | None = None) -> Any:
        """Elements to step in each dimension, as a list, or in dimension `dim` (mirrors `Tensor.stride`).

        Views step through the memory of their base as they do in MindSpore, although arrays here are never strided.

        Raises:
            IndexError: if `dim` is not a dimension.

        Examples:
            >>> import mindshim as ms
            >>> ms.Tensor([[1, 2, 3]]).stride()
            [3, 1]
        """
        steps = list(layout.of(self)[0])
        return steps if dim is None else steps[dim]

    def storage_offset(self) -> int:
        """The place of the first element in the memory of the Tensor that this one is a view of.

        Examples:
            >>> import mindshim as ms
            >>> x = ms.Tensor([3.0, 1.0, 2.0])
            >>> x.storage_offset()
            0
        """
        return layout.of(self)[1]

    def is_contiguous(self) -> bool:
        """Whether the elements lie in row-major order without gaps (mirrors `Tensor.is_contiguous`).

        Examples:
            >>> import mindshim as ms
            >>> x = ms.Tensor([3.0, 1.0, 2.0])
            >>> x.is_contiguous()
            True
        """
        return layout.contiguous(self)

    def contiguous(self) -> Tensor:
        """The Tensor itself if its elements lie in row-major order, else a copy (mirrors `Tensor.contiguous`).

        Examples:
            >>> import mindshim as ms
            >>> x = ms.Tensor([3.0, 1.0, 2.0])
            >>> x.contiguous() is x
            True
        """
        return self if self._view is None or layout.contiguous(self) else self.copy()  # type: ignore[attr-defined]

    @property
    def has_init(self) -> bool:
        """Whether an initializer waits to be filled in by `init_data()`."""
        return self.init is not None

    @property
    def device(self) -> str:
        """The platform that holds the array: 'CPU', 'GPU' or 'TPU'."""
        data = self._data
        if isinstance(data, Tracer):
            return jax.default_backend().upper()
        return next(iter(data.devices())).platform.upper() if hasattr(data, "devices") else "CPU"

    @property
    def data(self) -> Tensor:
        """The same values as a Tensor that shares them; assigning rebinds."""
        return Tensor(self)

    @data.setter
    def data(self, value: Tensor) -> None:
        if not isinstance(value, Tensor):
            raise TypeError(f"For 'Tensor.data', the value must be a Tensor, but got {type(value).__name__}.")
        self._rebind(value)

    @property
    def parent_tensor_(self) -> Any:
        """The Tensor that this one is a view of, or None."""
        return self._view.base if self._view is not None else None

    def init_data(self, slice_index: Any = None, shape: Any = None, opt_shard_group: Any = None) -> Tensor:
        """Fill a Tensor made with `init=` from its initializer and return it (mirrors `Tensor.init_data`).

        Examples:
            >>> import mindshim as ms
            >>> x = ms.common.initializer.initializer("ones", [2])
            >>> print(x.init_data())
            [1. 1.]
        """
        if self.init is None:
            raise TypeError("init_data must be set Tensor.init, init can't be None")
        where, dtype = self._init_shape
        out = np.empty(where if shape is None else tuple(shape), dtype.np)
        self.init(out)
        self.init = None
        self._init_shape = None
        self._assign_data(jnp.array(out))
        return self

    def value(self) -> Tensor:
        """The Tensor itself (mirrors `Tensor.value`)."""
        return self

    def dim(self) -> int:
        """The number of dimensions.

        Examples:
            >>> import mindshim as ms
            >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
            >>> x.ndimension()
            2
        """
        return self.ndim

    ndimension = dim

    def numel(self) -> int:
        """The number of elements.

        Examples:
            >>> import mindshim as ms
            >>> x = ms.Tensor([[1.0, 2.0], [3.0, 4.0]])
            >>> x.nelement()
            4
        """
        return self.size

    nelement = numel

    def jax(self) -> jax.Array:
        """The JAX array underneath (immutable, shared, no copy).

        Examples:
            >>> import mindshim as ms
            >>> ms.Tensor([1, 2]).jax()
            Array([1, 2], dtype=int64)
        """
        return self._data

    # -- out to Python and NumPy -------------------------------------------------------------------------------

    def _concrete(self) -> Any:
        """The array as NumPy, read-only; inside a traced function this is what makes the trace fall back."""
        scope = S.scope
        if scope is not None:
            return scope.concrete(self)
        return np.asarray(self._data)

    def asnumpy(self) -> np.ndarray:
        """The values as a NumPy array of the same dtype; a copy, so writing to it leaves the Tensor alone.

        A Tensor that waits for its initializer is filled first.

        Examples:
            >>> import mindshim as ms
            >>> ms.Tensor([1.0, 2.0]).asnumpy()
            array([1., 2.], dtype=float32)
        """
        if self.init is not None:
            self.init_data()
        return dtypes.as_printed(np.array(self._concrete()))

    def numpy(self) -> np.ndarray:
        """The same as `asnumpy()`.

        Examples:
            >>> import mindshim as ms
            >>> x = ms.Tensor([3.0, 1.0, 2.0])
            >>> x.numpy()
            array([3., 1., 2.], dtype=float32)
        """
        return self.asnumpy()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        data = self._concrete()
        array = np.array(data, dtype=dtype) if copy is not False else np.asarray(data, dtype=dtype)
        return array if dtype is not None else dtypes.as_printed(array)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        return convert.numpy_ufunc(ufunc, method, inputs, kwargs)

    def item(self) -> Any:
        """The value of a one-element Tensor as a Python number.

        Raises:
            ValueError: if there is more than one element, or none.
        """
        self._check_single()
        return self._concrete().item()

    def tolist(self) -> Any:
        """The values as nested Python lists (a number for a 0-d Tensor).

        Examples:
            >>> import mindshim as ms
            >>> x = ms.Tensor([3.0, 1.0, 2.0])
            >>> x.tolist()
            [3.0, 1.0, 2.0]
        """
        return self._concrete().tolist()

    def itemset(self, *args: Any) -> Tensor:
        """A copy with one element replaced: `itemset(index, value)`, or `itemset(value)` for shape (1,).

        `index` is an int into the flattened values or a tuple of one int per dimension (mirrors `Tensor.itemset`).

        Raises:
            ValueError: without arguments. IndexError: for an index that does not say one element.
            TypeError: for an index or value of another type.

        Examples:
            >>> import mindshim as ms
            >>> print(ms.Tensor([[1, 2], [3, 4]]).itemset((1, 0), 7))
            [[1 2]
             [7 4]]
        """
        return Tensor._wrap(jnp.array(convert.with_item(self._concrete(), args)))

    def _check_single(self) -> None:
        if self.size != 1:
            raise ValueError(
                f"The tensor should have only one element, but got {self.size}, "
                "more than one element is ambiguous."
            )

    def _one(self) -> Any:
        if self.size != 1:
            raise ValueError("Only one element tensors can be converted to Python scalars")
        return self._concrete().reshape(())[()]

    def __bool__(self) -> bool:
        self._check_single()
        return bool(self._concrete().reshape(())[()])

    def __int__(self) -> int:
        return int(self._one())

    def __float__(self) -> float:
        return float(self._one())

    def __complex__(self) -> complex:
        return complex(self._one())

    def __index__(self) -> int:
        value = self._one()
        if value.dtype.kind not in "iub":
            raise ValueError("Only integer tensors of a single element can be converted to an index.")
        return int(value)

    def __len__(self) -> int:
        shape = self.shape
        if not shape:
            raise TypeError("Not support len of a 0-D tensor")
        return shape[0]

    def __iter__(self) -> Any:
        shape = self.shape
        if not shape:
            raise TypeError("iteration over a 0-d tensor")
        for i in range(shape[0]):
            yield self[i]

    def __hash__(self) -> int:
        return id(self)

    def __contains__(self, item: Any) -> bool:
        return bool(np.any((self == item).asnumpy())) if isinstance(item, (Tensor, int, float)) else False

    def __str__(self) -> str:
        if isinstance(self.__dict__.get("_data"), Tracer):
            return _late(self, "str")
        if self.init is not None:
            return f"Tensor(shape={list(self.shape)}, dtype={self.dtype}, value=\n<uninitialized>)"
        return printing.tensor_str(np.asarray(self._data))

    def __repr__(self) -> str:
        waiting = self._init_shape
        if waiting is not None and any(d < 0 for d in waiting[0]):
            gap = " " if len(waiting[0]) == 1 else "\n"
            return f"Tensor(shape={list(waiting[0])}, dtype={waiting[1]}, value={gap})"
        if waiting is None and isinstance(self._data, Tracer):
            return _late(self, "repr")
        return printing.tensor_repr(np.asarray(self._data), str(self.dtype))

    def __format__(self, spec: str) -> str:
        if spec:
            raise TypeError("unsupported format string passed to Tensor.__format__")
        return str(self)

    # -- copies and pickling -----------------------------------------------------------------------------------

    def __reduce__(self) -> Any:
        return (_rebuild, (type(self), np.asarray(self._data), self._plain_attributes()))

    def _plain_attributes(self) -> dict[str, Any]:
        return {k: v for k, v in self.__dict__.items() if k not in _ENGINE_FIELDS}

    def __copy__(self) -> Tensor:
        out = _new(type(self))
        if self._init_shape is not None and "_data" not in self.__dict__:
            # A placeholder stays one.
            out.init, out._init_shape = self.init, self._init_shape
        else:
            out._data = self._data
        out.__dict__.update(self._plain_attributes())
        return out

    def __deepcopy__(self, memo: Any) -> Tensor:
        # The array is immutable, so sharing it is a deep copy.
        out = self.__copy__()
        memo[id(self)] = out
        return out

    # -- DLPack ------------------------------------------------------------------------------------------------

    def __dlpack__(self, **kwargs: Any) -> Any:
        return self._data.__dlpack__(**kwargs)

    def __dlpack_device__(self) -> Any:
        return self._data.__dlpack_device__()

    def to_dlpack(self) -> Any:
        """The values as a DLPack capsule (mirrors `Tensor.to_dlpack`)."""
        return self.__dlpack__()

    @staticmethod
    def from_dlpack(dlpack: Any) -> Tensor:
        """A Tensor from a DLPack capsule, or from an object that makes one (mirrors `Tensor.from_dlpack`).

        Raises:
            RuntimeError: if it is neither, or the capsule was used before.

        Examples:
            >>> import mindshim as ms
            >>> print(ms.Tensor.from_dlpack(ms.Tensor([1, 2]).to_dlpack()))
            [1 2]
        """
        return Tensor._wrap(convert.from_dlpack(dlpack))

    @staticmethod
    def from_numpy(array: np.ndarray) -> Tensor:
        """A Tensor with the values and dtype of a NumPy array (mirrors `Tensor.from_numpy`; here always a copy).

        Raises:
            TypeError: if `array` is not a NumPy array.

        Examples:
            >>> import mindshim as ms
            >>> import numpy as np
            >>> print(ms.Tensor.from_numpy(np.array([1, 2])))
            [1 2]
        """
        if not isinstance(array, np.ndarray):
            raise TypeError(f"Expected a NumPy array, but got {type(array).__name__}.")
        return Tensor(array)

    # -- in-place attributes -----------------------------------------------------------------------------------

    def set_dtype(self, dtype: Any) -> Any:
        """Convert the values in place and return the dtype (mirrors `Tensor.set_dtype`)."""
        convert.check_dtype(dtype)
        self._rebind(self.astype(dtype))
        return dtype

    def assign_value(self, value: Tensor) -> Tensor:
        """Replace the value in place; shape and dtype may change (mirrors `Tensor.assign_value`).

        Examples:
            >>> import mindshim as ms
            >>> x = ms.Tensor([3.0, 1.0, 2.0])
            >>> print(x.assign_value(ms.Tensor([1.0, 1.0, 1.0])))
            [1. 1. 1.]
        """
        if not isinstance(value, Tensor):
            raise TypeError(f"For 'assign_value', the value must be a Tensor, but got {type(value).__name__}.")
        return self._rebind(value)

    def set_(
        self, source: Tensor | None = None, storage_offset: int = 0, size: Any = None, stride: Any = None
    ) -> Tensor:
        """Take over the value and shape of `source`, which has the same dtype (mirrors `Tensor.set_`).

        Raises:
            RuntimeError: for a `source` of another dtype.
            NotImplementedError: with an offset, size or stride: arrays here are never strided; index `source` instead.
        """
        if storage_offset or size is not None or stride is not None:
            raise NotImplementedError(
                "'Tensor.set_' with 'storage_offset', 'size' or 'stride' is not supported: JAX arrays have no strides. "
                "Use set_(source) with an indexed or reshaped source instead."
            )
        if not isinstance(source, Tensor):
            raise TypeError(f"For 'Tensor.set_', the 'source' must be a Tensor, but got {type(source).__name__}.")
        if source.dtype is not self.dtype:
            raise RuntimeError(f"Could not set tensor of type {source.dtype} to a tensor of type {self.dtype}")
        return self._rebind(source)

    def set_const_arg(self, const_arg: bool = True) -> Any:
        """Kept for MindSpore's graph compiler; has no effect on the values."""
        if not isinstance(const_arg, bool):
            _reject_const_arg("set_const_arg", const_arg)
        self.const_arg = const_arg
        return self

    def data_sync(self, sync: bool = True) -> None:
        """Wait until the value is computed."""
        jax.block_until_ready(self._data)

    def flush_from_cache(self) -> None:
        """Kept for MindSpore's embedding cache; there is none here, so nothing to write back.

        Examples:
            >>> import mindshim as ms
            >>> x = ms.Tensor([3.0, 1.0, 2.0])
            >>> x.flush_from_cache()
        """

    def offload(self, release: bool = True) -> bool:
        """Kept for MindSpore's memory offloading; JAX manages device memory, so nothing happens."""
        return True

    def is_pinned(self) -> bool:
        """Always False: no Tensor lies in pinned host memory."""
        return False

    def pin_memory(self) -> Tensor:
        """Not available: JAX manages host memory itself."""
        raise NotImplementedError(
            "'Tensor.pin_memory' is not supported: JAX manages host memory itself. Use the Tensor as it is."
        )

    def requires_grad_(self, requires_grad: bool = True) -> None:
        """Set the gradient flag of a Parameter; no effect on a Tensor (mirrors `Tensor.requires_grad_`)."""
        if self._is_parameter:
            self.requires_grad = requires_grad

    def register_hook(self, hook: Any) -> Any:
        """Call `hook(gradient)` when the gradient of this Tensor has been computed (mirrors `Tensor.register_hook`).

        The hook returns the gradient to use from there on, or None to keep it.

        Returns:
            A handle, whose `remove()` takes the hook out.

        Raises:
            TypeError: if `hook` can not be called.
            ValueError: for a Parameter, in a compiled function.

        Examples:
            >>> import mindshim as ms
            >>> def f(x):
            ...     y = x * 2
            ...     y.register_hook(lambda gradient: gradient * 10)
            ...     return y
            >>> print(ms.grad(f)(ms.Tensor([1.0])))
            [20.]
        """
        from mindshim._core import tape

        if not callable(hook):
            raise TypeError(f"Expected a callable hook function, but got {type(hook).__name__}.")
        if self._is_parameter and S.scope is not None:
            # It would have one more after every call.
            raise ValueError("Register hook for Parameter inside graph is not supported.")
        if self._is_parameter and not self.requires_grad:
            raise RuntimeError("The tensor requires grad is false, which can not register tensor hook.")
        return tape.register_hook(self, hook)

    def hooks(self) -> list[Any]:
        """The functions that `register_hook` has put on this Tensor."""
        return list(self._hooks.values()) if self._hooks else []


_ENGINE_FIELDS = frozenset(("_data", "_ref", "_view", "_views", "_hooks"))


def _reject_const_arg(op: str, value: Any) -> None:
    raise TypeError(f"For '{op}', the type of 'const_arg' should be 'bool', but got type '{type(value).__name__}'.")


def _late(t: Tensor, how: str, spec: str = "") -> str:
    """What stands in a text for a Tensor that is traced."""
    if S.scope is not None:
        return S.scope.text(t, how, spec)
    return f"Tensor(shape={list(t.shape)}, dtype={t.dtype}, value=<traced>)"


def _rebuild(cls: type, array: np.ndarray, attributes: dict[str, Any]) -> Tensor:
    out = _new(cls)
    out._data = jnp.array(array) if array.dtype.kind not in "US" else array
    out.__dict__.update(attributes)
    return out


def is_tracer(t: Tensor) -> bool:
    """Whether a Tensor stands for a value that is being traced."""
    return isinstance(t.__dict__.get("_data"), Tracer)


def weak(t: Tensor) -> Any:
    """A weak reference to a Tensor."""
    return weakref.ref(t)
