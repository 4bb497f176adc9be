"""From Python and NumPy data to arrays, with MindSpore's default dtypes and errors."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from mindshim._core import dtypes

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
        value = shape.tolist()
        return shape_tuple(value, op)
    raise TypeError(f"For '{op}', the argument 'shape' must be int, tuple or list, but got {type(shape).__name__}.")


def placeholder(t: Any, dtype: Any, shape: Any, init: Any) -> None:
    """Make `t` a Tensor that only knows shape, dtype and initializer."""
    check_dtype(dtype)
    if dtype is None or shape is None:
        raise ValueError("For 'Tensor', 'shape' and 'dtype' are both needed when 'input_data' is not given.")
    if isinstance(init, str):
        from mindshim.common.initializer import initializer

        init = initializer(init, (1,), dtype).init
    t._init_shape = (shape_tuple(shape), dtype)
    t.init = init
    if any(d < 0 for d in t._init_shape[0]):
        t.dynamic_shape = True


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
        raise TypeError(f"For 'Tensor', the numpy dtype {array.dtype} of 'input_data' is not supported.")
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
            raise TypeError(f"For 'Tensor', the 'input_data' {data!r} contains unsupported elements (dtype object).")
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
    if isinstance(data, (str, bytes)) and data != "":
        raise TypeError(_rejected(data))
    if isinstance(data, (list, tuple)):
        return _from_sequence(data)
    raise TypeError(_rejected(data))


def _too_big(data: int) -> np.ndarray:
    if data < 1 << 64 and data > 0:
        return np.asarray(data, np.uint64)
    raise TypeError(f"For 'Tensor', the Python int {data} does not fit int64.")


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
    if array.dtype == object:
        raise TypeError(
            f"For 'Tensor', the 'input_data' {data!r:.120} that contain unsupported element: every element must be a "
            "number and all rows must have the same length."
        )
    if array.dtype.kind in "US":
        return array
    if array.dtype == np.float64 and not _has_numpy_double(plain):
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


def _has_numpy_double(data: Any) -> bool:
    for item in data:
        if isinstance(item, (np.float64, np.ndarray)) and item.dtype == np.float64:
            return True
        if isinstance(item, list) and _has_numpy_double(item):
            return True
        if not isinstance(item, list):
            # Only the first leaf decides for long flat lists of Python floats; mixed lists are rare and small.
            if type(item) is float and len(data) > 64:
                return False
    return False
