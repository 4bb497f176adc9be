"""Functions of arrays written element by element, as operators of the user's own."""

from __future__ import annotations

import contextlib
import functools
import itertools
import math
import types
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from mindshim._core.faces import face


def _buffer(shape: Any, dtype: Any = "float32", scope: str = "global") -> np.ndarray:
    return np.zeros(shape, np.dtype(dtype))


def _grid(extents: Any) -> Iterator[tuple[int, ...]]:
    return itertools.product(*map(range, extents))


def _attr(*args: Any, **kwargs: Any) -> Any:
    return contextlib.nullcontext()


#: The words that such a function may use without importing them.
_WORDS: dict[str, Any] = {
    "allocate": _buffer,
    "output_tensor": _buffer,
    "grid": _grid,
    "attr": _attr,
    "block_realize": _attr,
    "rsqrt": lambda x: 1 / np.sqrt(x),
    "erf": np.vectorize(math.erf),
    "ceil_div": lambda a, b: -(-a // b),
    "atan": np.arctan,
    "atan2": np.arctan2,
    **dict.fromkeys(("serial", "vectorize", "parallel", "reduce"), range),
    **{
        name: getattr(np, name)
        for name in (
            "sqrt sign log tanh exp abs power isnan sin cos isinf isfinite expm1 floor ceil trunc round "
            "int8 int16 int32 int64 float16 float32 float64"
        ).split()
    },
}


@face("ops.kernel")
def kernel(fn: Any = None, reg_info: Any = None, compile_attrs: Any = None) -> Any:
    """Mark a function that is written element by element (mirrors `mindspore.ops.kernel`).

    It runs as ordinary Python on NumPy arrays, by itself or as `func` of `ops.Custom`, and may use `output_tensor`
    and `allocate` (arrays of zeros), `grid`, `serial`, `parallel`, `vectorize` and `reduce` (loops), and functions
    such as `sqrt`, `exp` or `float32` without importing them.

    Args:
        fn: the function; without it a decorator is returned.
        reg_info: kept as an attribute of the function. compile_attrs: a dict, likewise; compilers' settings.

    Raises:
        TypeError: if `fn` is not a Python function, or `compile_attrs` not a dict.

    Examples:
        >>> import numpy as np
        >>> import mindshim as ms
        >>> @ms.ops.kernel
        ... def double(x):
        ...     y = output_tensor(x.shape, x.dtype)
        ...     for i in range(x.shape[0]):
        ...         y[i] = x[i] * 2
        ...     return y
        >>> double(np.array([1.0, 2.0]))
        array([2., 4.])
        >>> print(ms.ops.Custom(double, lambda x: x, lambda x: x)(ms.Tensor([3.0])))
        [6.]
    """
    if compile_attrs is not None and not isinstance(compile_attrs, dict):
        raise TypeError(f"For 'kernel', the 'compile_attrs' must be a dict, but got {type(compile_attrs).__name__}.")
    if fn is None:
        return functools.partial(kernel, reg_info=reg_info, compile_attrs=compile_attrs)
    if not isinstance(fn, types.FunctionType):
        raise TypeError(f"For 'kernel', the 'fn' must be a Python function, but got {type(fn).__name__}.")
    return _marked(fn, reg_info, compile_attrs)


def _marked(fn: types.FunctionType, reg_info: Any, compile_attrs: Any) -> Callable[..., Any]:
    @functools.wraps(fn)
    def call(*args: Any) -> Any:
        # Made at each call: the module's names may have changed since. They go before the words.
        scope = {**_WORDS, **fn.__globals__}
        own = types.FunctionType(fn.__code__, scope, fn.__name__, fn.__defaults__, fn.__closure__)
        own.__kwdefaults__ = fn.__kwdefaults__
        return own(*args)

    call.ms_kernel_flag = True  # type: ignore[attr-defined]
    call.compile_attrs = compile_attrs or {}  # type: ignore[attr-defined]
    if reg_info is not None:
        call.reg_info = reg_info  # type: ignore[attr-defined]
    return call
