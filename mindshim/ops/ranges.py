"""Evenly spaced numbers, and Tensors from Python tuples and scalars."""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch, dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import F32, convert, result_type
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.creation import target
from mindshim.ops.primitive import Primitive, prim_attr_register


@kernel("Range", differentiable=False, amp=False)
def _range(start: Any, end: Any, step: Any, dtype: Any) -> Array:
    """`start`, `start + step`, ... up to but without `end`."""
    whole = _whole(start, end, step)
    if whole and step == 1:
        n = end - start
    else:
        n = max(0, math.ceil((end - start) / step)) if not whole else len(range(start, end, step))
    work = np.dtype(np.int64) if whole else np.dtype(np.float64)
    return (jnp.asarray(start, work) + jnp.arange(n, dtype=work) * jnp.asarray(step, work)).astype(dtype.np)


def _whole(*numbers: Any) -> bool:
    return all(arguments.is_length(x) for x in numbers)


def _scalar(op: str, x: Any) -> Any:
    """A Python number for a number or a 0-d Tensor."""
    if isinstance(x, Tensor):
        if x.ndim:
            raise ValueError(f"For '{op}', a Tensor argument must have rank 0, but got shape {x.shape}.")
        return x.tolist()
    if isinstance(x, np.number):
        return x.item()
    if not isinstance(x, float) and not arguments.is_length(x):
        raise TypeError(f"For '{op}', the arguments must be int, float or a 0-d Tensor, but got {type(x).__name__}.")
    return x


def _check_direction(start: Any, end: Any, step: Any) -> None:
    if step == 0:
        raise ValueError("For 'Range', 'step' cannot be equal to zero.")
    if (step > 0 and start > end) or (step < 0 and start < end):
        sign = "positive when end < start" if step > 0 else "negative when end > start"
        raise ValueError(f"For 'Range', 'step' cannot be {sign}, but got start {start}, end {end}, step {step}.")


@face("mint.arange")
def mint_arange(start: Any = 0, end: Any = None, step: Any = 1, *, dtype: Any = None) -> Tensor:
    """`start`, `start + step`, ... up to but without `end` (mirrors `mindspore.mint.arange`); see `ops.arange`.

    Raises:
        TypeError: for other types, and Tensors with axes. ValueError: if `step` is 0 or leads away from `end`.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.arange(1, 4)
        Tensor(shape=[3], dtype=Int64, value= [1, 2, 3])
    """
    for name, value in (("start", start), ("end", end), ("step", step)):
        if isinstance(value, Tensor) and value.ndim:
            raise TypeError(f"For 'arange', the argument '{name}' must be a number, but got a Tensor of shape {value.shape}.")
    return arange(start, end, step, dtype=dtype)


@face("ops.arange")
def arange(start: Any = 0, end: Any = None, step: Any = 1, *, dtype: Any = None) -> Tensor:
    """`start`, `start + step`, ... up to but without `end` (mirrors `mindspore.ops.arange`).

    Args:
        start, end, step: ints, floats or 0-d Tensors; `arange(end)` starts at 0.
        dtype: by default int64 if all are integers, else float32.

    Raises:
        TypeError: for other types. ValueError: if `step` is 0 or leads away from `end`.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.arange(3)
        Tensor(shape=[3], dtype=Int64, value= [0, 1, 2])
    """
    if end is None:
        start, end = 0, start
    numbers = [_scalar("arange", x) for x in (start, end, step)]
    _check_direction(*numbers)
    if dtype is None:
        dtype = dtypes.int64 if _whole(*numbers) else dtypes.float32
    target("arange", dtype)
    return dispatch.apply(_range, (*numbers, dtype))


@face("ops.range")
def range_(start: Any, end: Any, step: Any, maxlen: int = 1000000) -> Tensor:
    """`start`, `start + step`, ... up to but without `end` (mirrors `mindspore.ops.range`).

    Args:
        start, end, step: numbers or 0-d Tensors, all integers (the result is int64) or all floats (float32).
        maxlen: kept for MindSpore's compiler.

    Raises:
        TypeError: for mixed kinds. ValueError: if `step` is 0 or leads away from `end`.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.range(0, 6, 2)
        Tensor(shape=[3], dtype=Int64, value= [0, 2, 4])
    """
    numbers = [_scalar("Range", x) for x in (start, end, step)]
    if len({type(x) for x in numbers}) > 1:
        kinds = [type(x).__name__ for x in numbers]
        raise TypeError(f"For 'Range', the dtypes of inputs must be the same, but got {kinds}.")
    _check_direction(*numbers)
    return dispatch.apply(_range, (*numbers, dtypes.int64 if _whole(*numbers) else dtypes.float32))


range_.__name__ = range_.__qualname__ = "range"


@face("ops.Range")
class Range(Primitive):
    """`ops.range` as an operator object (mirrors `mindspore.ops.Range`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Range()(ms.Tensor(0), ms.Tensor(4), ms.Tensor(2))
        Tensor(shape=[2], dtype=Int64, value= [0, 2])
    """

    @prim_attr_register
    def __init__(self, maxlen: int = 1000000) -> None:
        if not isinstance(maxlen, int):
            raise TypeError(f"For 'Range', the 'maxlen' must be an int, but got {type(maxlen).__name__}.")

    def __call__(self, start: Any, end: Any, step: Any) -> Tensor:
        return range_(start, end, step)


@kernel("LinSpace", amp=False)
def linspace(start: Number, end: Number, steps: Any, dtype: Any = None) -> Array:
    """`steps` numbers evenly spaced from `start` to `end`, both included (mirrors `mindspore.ops.linspace`).

    Args:
        start, end: numbers, or 0-d Tensors of float32 or float64.
        steps: how many; at least 1.

    Raises:
        TypeError: for other dtypes, or if `steps` is not an int. ValueError: if `steps` is less than 1.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.linspace(1, 3, 3)
        Tensor(shape=[3], dtype=Float32, value= [ 1.00000000e+00,  2.00000000e+00,  3.00000000e+00])
    """
    steps = arguments.integer("LinSpace", "steps", steps)
    if steps < 1:
        raise ValueError(f"For 'LinSpace', the 'steps' must be greater than 0, but got {steps}.")
    ends = []
    for name, x in (("start", start), ("end", end)):
        if not getattr(x, "weak_type", False) and x.dtype not in ("float32", "float64") and dtype is None:
            raise TypeError(f"For 'LinSpace', '{name}' must be Float32 or Float64, but got {x.dtype.name}.")
        if jnp.ndim(x):
            raise ValueError(f"For 'LinSpace', the rank of '{name}' must be 0, but got {jnp.ndim(x)}.")
        ends.append(x)
    both = result_type(*ends)
    work = both if both in ("float32", "float64") else F32
    a, b = (convert(x, work) for x in ends)
    at = jnp.arange(steps, dtype=work) / jnp.asarray(max(steps - 1, 1), work)
    # Measured from the nearer end, so that the last value is exactly `end`.
    out = jnp.where(at < 0.5, a + (b - a) * at, b - (b - a) * (1 - at)) if steps > 1 else a.reshape(1)
    return out.astype(work if dtype is None else target("linspace", dtype))


linspace.face("ops.linspace", "start, end, steps").face("mint.linspace", "start, end, steps, *, dtype=None")
linspace.primitive("LinSpace", call="start, stop, num", stop="end", num="steps")


@kernel("LogSpace", amp=False)
def logspace(start: Number, end: Number, steps: Any, base: Number = 10, dtype: Any = dtypes.float32) -> Array:
    """`base` to the power of `steps` exponents evenly spaced from `start` to `end` (mirrors `mindspore.ops.logspace`).

    Args:
        start, end: numbers or 0-d Tensors: the first and the last exponent.
        steps: how many; at least 0.
        base: the base, a number.
        dtype: float16, float32 or float64.

    Raises:
        TypeError: if `steps` is not an int. ValueError: if `steps` is negative or an exponent is not a scalar.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.logspace(ms.Tensor(0.0), ms.Tensor(2.0), 3, base=2)
        Tensor(shape=[3], dtype=Float32, value= [ 1.00000000e+00,  2.00000000e+00,  4.00000000e+00])
    """
    steps = arguments.integer("LogSpace", "steps", steps)
    if steps < 0:
        raise ValueError(f"For 'LogSpace', the 'steps' must not be negative, but got {steps}.")
    if jnp.ndim(start) or jnp.ndim(end):
        raise ValueError("For 'LogSpace', the rank of 'start' and 'end' must be 0.")
    a, b, c = (jnp.asarray(x).astype("float64") for x in (start, end, base))
    at = jnp.arange(steps, dtype="float64") / max(steps - 1, 1)
    return jnp.power(c, a + (b - a) * at).astype(target("LogSpace", dtype))


logspace.face("ops.logspace", "start, end, steps, base=10, *, dtype=mstype.float32")
logspace.primitive("LogSpace", "steps=10, base=10, dtype=mstype.float32", call="start, end")


@face("ops.scalar_to_tensor")
def scalar_to_tensor(input_x: Any, dtype: Any = dtypes.float32) -> Tensor:
    """A 0-d Tensor of a Python number (mirrors `mindspore.ops.scalar_to_tensor`).

    Raises:
        TypeError: if `input_x` is not a bool, int or float.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.scalar_to_tensor(2, ms.int32)
        Tensor(shape=[], dtype=Int32, value= 2)
    """
    if not isinstance(input_x, (bool, int, float)):
        raise TypeError(
            f"For 'ScalarToTensor', 'x' must be bool, int or float, but got type '{type(input_x).__name__}'."
        )
    return Tensor(input_x, dtype)


@face("ops.ScalarToTensor")
class ScalarToTensor(Primitive):
    """`ops.scalar_to_tensor` as an operator object (mirrors `mindspore.ops.ScalarToTensor`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> ops.ScalarToTensor()(3, ms.float32)
        Tensor(shape=[], dtype=Float32, value= 3)
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, x: Any, dtype: Any = dtypes.float32) -> Tensor:
        return scalar_to_tensor(x, dtype)


@face("ops.tuple_to_array")
def tuple_to_array(input_x: tuple[Any, ...]) -> Tensor:
    """A Tensor of a tuple of numbers: int32 if its first element is an int, else float32 (`ops.tuple_to_array`).

    Raises:
        TypeError: if `input_x` is not a tuple. ValueError: if it is empty.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.tuple_to_array((1, 2))
        Tensor(shape=[2], dtype=Int32, value= [1, 2])
    """
    if not isinstance(input_x, (tuple, list, range)):
        raise TypeError(f"For 'TupleToArray', the 'input_x' must be a tuple, but got {type(input_x).__name__}.")
    if not input_x:
        raise IndexError("For 'TupleToArray', the 'input_x' must not be empty.")
    return Tensor(np.array(input_x, np.int32 if isinstance(input_x[0], int) else np.float32))


@face("ops.TupleToArray")
class TupleToArray(Primitive):
    """`ops.tuple_to_array` as an operator object (mirrors `mindspore.ops.TupleToArray`).

    Examples:
        >>> from mindshim import ops
        >>> ops.TupleToArray()((1, 2))
        Tensor(shape=[2], dtype=Int32, value= [1, 2])
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, input_x: tuple[Any, ...]) -> Tensor:
        return tuple_to_array(input_x)


@face("ops.scalar_cast")
def scalar_cast(input_x: Any, input_y: Any) -> Any:
    """A Python number converted to the kind of a dtype: int, float or bool (mirrors `mindspore.ops.scalar_cast`).

    Raises:
        TypeError: if `input_x` is not a number or `input_y` not a dtype. ValueError: if the dtype is not a number's.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.scalar_cast(2.7, ms.int64)
        2
    """
    if not isinstance(input_x, (bool, int, float)):
        raise TypeError(f"For 'ScalarCast', 'input_x' must be bool, int or float, but got {type(input_x).__name__}.")
    kind = target("ScalarCast", input_y).kind
    return bool(input_x) if kind == "b" else int(input_x) if kind in "iu" else float(input_x)


@face("ops.ScalarCast")
class ScalarCast(Primitive):
    """`ops.scalar_cast` as an operator object (mirrors `mindspore.ops.ScalarCast`).

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import ops
        >>> ops.ScalarCast()(3, ms.float32)
        3.0
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, input_x: Any, input_y: Any) -> Any:
        return scalar_cast(input_x, input_y)


@face("ops.make_range")
def make_range(*args: int) -> tuple[int, ...]:
    """Python's `range` as a tuple (mirrors `mindspore.ops.make_range`)."""
    return tuple(range(*args))
