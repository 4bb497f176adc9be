"""From Python and NumPy data to arrays, with MindSpore's default dtypes and errors."""

from __future__ import annotations

import operator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core import dtypes
from mindshim._core.state import S

_ACCEPTED = "Tensor, numpy.ndarray, str, list, tuple, float, int, bool, complex, bytes"


def check_dtype(dtype: Any, op: str = "Tensor") -> None:
    """TypeError unless `dtype` is None or a MindSpore dtype."""
    if dtype is not None and not isinstance(dtype, dtypes.Type):
        raise TypeError(
            f"For '{op}', the argument 'dtype' must be a mindspore dtype such as mindspore.float32, but got {dtype!r}."
        )


def shape_tuple(shape: Any, op: str = "Tensor") -> tuple[int, ...]:
    """A shape given as int, list, tuple or integer Tensor, as a tuple of Python ints (None stands for unknown, -1)."""
    if isinstance(shape, (int, np.integer)) and not isinstance(shape, bool):
        return (int(shape),)
    if isinstance(shape, (list, tuple)):
        return tuple(-1 if d is None else int(d) for d in shape)
    if hasattr(shape, "tolist"):
        value: Any = shape.tolist()  # type: ignore[union-attr]
        return shape_tuple(value, op)
    raise TypeError(f"For '{op}', the argument 'shape' must be int, tuple or list, but got {type(shape).__name__}.")


def placeholder(t: Any, dtype: Any, shape: Any, init: Any) -> None:
    """Make `t` a Tensor that only knows shape, dtype and initializer."""
    check_dtype(dtype)
    if shape is None and dtype is not None and init is None:
        # Not even the number of dimensions is known.
        shape = (-2,)
    if dtype is None or shape is None:
        unknown = isinstance(shape, (list, tuple)) and None in shape
        kind = TypeError if init is None and not unknown else ValueError
        raise kind("For 'Tensor', 'shape' and 'dtype' are both needed when 'input_data' is not given.")
    if isinstance(init, str):
        from mindshim.common.initializer import initializer

        init = initializer(init, (1,), dtype).init
    t._init_shape = (shape_tuple(shape), dtype)
    t.init = init
    if any(d < 0 for d in t._init_shape[0]):
        if init is not None:
            raise ValueError("For 'Tensor', a shape with unknown lengths needs a dtype, and 'init' must be None.")
        t.dynamic_shape = True
        if isinstance(shape, (list, tuple)):
            # Some may be Symbols.
            t._symbols = tuple(shape)


def to_array(data: Any, dtype: Any = None) -> Any:
    """The array for `Tensor(data, dtype)`: Python ints are int64, Python floats float32, NumPy keeps its dtype."""
    check_dtype(dtype)
    if isinstance(data, jax.Array):
        return data if dtype is None else data.astype(dtypes.to_np(dtype))
    array = to_numpy(data)
    if array.dtype.kind in "US":
        return array
    if dtype is not None:
        array = cast_numpy(array, dtypes.to_np(dtype))
    elif array.dtype not in dtypes._BY_NP:
        raise TypeError(
            f"For 'Tensor', initializing tensor by numpy array failed: {array.dtype.type} is not a number type."
        )
    return jnp.array(array)


def cast_numpy(array: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """C-style cast: wraps integers, saturates to inf, never raises or warns."""
    if array.dtype == dtype:
        return array
    with np.errstate(all="ignore"):
        return array.astype(dtype)


def to_numpy(data: Any) -> np.ndarray:
    """`data` as a NumPy array of MindSpore's default dtype for it; TypeError for what no Tensor can hold."""
    if isinstance(data, np.ndarray):
        if data.dtype == object:
            raise TypeError(
                f"For 'Tensor', initializing tensor by numpy array failed: {data!r:.120} has elements that are not numbers."
            )
        return data
    if isinstance(data, (bool, np.generic)):
        return np.asarray(data)
    if isinstance(data, int):
        return np.asarray(data, np.int64) if -(1 << 63) <= data < 1 << 63 else _too_big(data)
    if isinstance(data, float):
        with np.errstate(over="ignore"):
            return np.asarray(data, np.float32)
    if isinstance(data, complex):
        return np.asarray(data, np.complex128)
    if isinstance(data, bytes):
        return np.asarray(data)
    if isinstance(data, (list, tuple)):
        return _from_sequence(data)
    raise TypeError(_rejected(data))


def _too_big(data: int) -> np.ndarray:
    if data < 1 << 64 and data > 0:
        return np.asarray(data, np.uint64)
    raise RuntimeError(f"For 'Tensor', the Python int {data} does not fit int64.")


def _rejected(data: Any) -> str:
    return (
        f"For 'Tensor', the 'input_data' must be one of {_ACCEPTED}, but got {data!r:.80} "
        f"with type {type(data).__name__}."
    )


def _from_sequence(data: Any) -> np.ndarray:
    plain, has_tensor = _unwrap(data)
    try:
        array = np.array(plain)
    except (ValueError, OverflowError):
        array = np.array(0, dtype=object)
    if array.dtype.kind in "OUS":
        raise TypeError(
            f"For Tensor, the input_data is {data!r:.300} that contain unsupported element. Every element must be a "
            "number, and all rows must have the same length."
        )
    if array.dtype == np.float64 and not has_tensor:
        with np.errstate(over="ignore"):
            array = array.astype(np.float32)
    return array


def _unwrap(data: Any) -> tuple[Any, bool]:
    """Nested lists with Tensors replaced by their NumPy values."""
    found = False
    out = []
    for item in data:
        if isinstance(item, (list, tuple)):
            item, inner = _unwrap(item)
            found |= inner
        elif hasattr(item, "_concrete"):
            item, found = item._concrete(), True
        out.append(item)
    return out, found


def check_device(device: Any) -> None:
    """ValueError unless `device` is one that a Tensor can be made on."""
    if device != "CPU" and not (isinstance(device, str) and device == jax.default_backend().upper()):
        raise ValueError(f"For 'Tensor', the 'device' must be 'CPU' or None, but got {device!r}.")


def with_item(data: np.ndarray, args: tuple[Any, ...]) -> np.ndarray:
    """A copy of `data` with one element replaced, for `Tensor.itemset`."""
    if not args or len(args) > 2:
        raise ValueError(f"For 'Tensor.itemset', the arguments must be [index,] value, but got {len(args)} of them.")
    if len(args) == 1:
        if data.shape != (1,):
            raise IndexError(
                "For 'Tensor.itemset', only a Tensor of shape (1,) takes a value without an index, "
                f"but the shape is {data.shape}."
            )
        args = (0, args[0])
    index, value = args[0], args[1]  # type: ignore[misc]
    if hasattr(value, "_concrete"):
        value = value._concrete().item()
    if not isinstance(value, (bool, int, float, complex, np.number, np.bool_)):
        raise TypeError(f"For 'Tensor.itemset', the value must be a number, but got {type(value).__name__}.")
    if isinstance(index, tuple):
        if len(index) != data.ndim:
            raise IndexError(
                f"For 'Tensor.itemset', the index must have one entry per dimension, {data.ndim}, but got {len(index)}."
            )
    elif not isinstance(index, (int, np.integer)):
        raise TypeError(f"For 'Tensor.itemset', the index must be an int or a tuple, but got {type(index).__name__}.")
    out = data.copy()
    (out if isinstance(index, tuple) else out.reshape(-1))[index] = cast_numpy(np.asarray(value), data.dtype)
    return out


def from_dlpack(source: Any) -> Any:
    """The array of a DLPack capsule or of an object with `__dlpack__`."""
    if hasattr(source, "__dlpack__"):
        return jnp.from_dlpack(source)
    try:
        return jnp.from_dlpack(_Capsule(source))
    except Exception as error:
        raise RuntimeError(
            f"For 'from_dlpack', the input must be a DLPack capsule that was not used yet, but got {source!r:.60}."
        ) from error


class _Capsule:
    """An object around a bare capsule, which is what array libraries take nowadays."""

    def __init__(self, capsule: Any) -> None:
        if type(capsule).__name__ != "PyCapsule":
            raise TypeError("not a capsule")
        self.capsule = capsule

    def __dlpack__(self, **kwargs: Any) -> Any:
        return self.capsule

    def __dlpack_device__(self) -> tuple[int, int]:
        return jnp.zeros(()).__dlpack_device__()  # type: ignore[attr-defined]


_UFUNC_OPERATORS = {"add": operator.add, "subtract": operator.sub, "multiply": operator.mul, "divide": operator.truediv,
                    "true_divide": operator.truediv, "power": operator.pow}  # fmt: skip


def numpy_ufunc(ufunc: Any, method: str, inputs: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """A NumPy function of Tensors gives a NumPy array, but a number times a Tensor in a compiled function a Tensor."""
    number = inputs[0]
    plain = method == "__call__" and len(inputs) == 2 and not kwargs
    if plain and S.scope is not None and isinstance(number, np.number):
        operation = _UFUNC_OPERATORS.get(ufunc.__name__)
        if operation is not None:
            return operation(number.item(), inputs[1])
    arrays = [x._concrete() if hasattr(x, "_concrete") else x for x in inputs]
    if any(getattr(x, "ndim", 0) for x in arrays):
        # As NumPy 1 did, a lone number takes on the dtype of the array beside it.
        arrays = [x.item() if isinstance(x, (np.generic, np.ndarray)) and not x.ndim and x.dtype.kind in "fc" else x
                  for x in arrays]  # fmt: skip
    return getattr(ufunc, method)(*arrays, **kwargs)
