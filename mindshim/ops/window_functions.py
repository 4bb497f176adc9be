"""Window functions of signal processing: Hann, Hamming, Blackman, Bartlett, Kaiser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from mindshim._core import dtypes
from mindshim._core.faces import face
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import require_tensors
from mindshim.ops.primitive import Primitive, prim_attr_register


def _length(op: str, value: Any) -> int:
    if isinstance(value, Tensor):
        if value.dtype not in (dtypes.int32, dtypes.int64):
            raise TypeError(f"For '{op}', the 'window_length' must be int32 or int64, but got {value.dtype}.")
        value = int(value.asnumpy().reshape(()))
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"For '{op}', 'window_length' must be a non-negative integer, but got {type(value)}")
    if value < 0:
        raise ValueError(f"For '{op}', 'window_length' must be a non-negative integer, but got {value}")
    return value


def _window(
    op: str, length: Any, periodic: Any, dtype: Any, shape: Callable[[np.ndarray, float], np.ndarray]
) -> Tensor:
    n = _length(op, length)
    if not isinstance(periodic, bool):
        raise TypeError(f"For '{op}', 'periodic' must be a variable of Boolean type, but got {type(periodic)}")
    if dtype is not None and dtype not in dtypes.floats:
        raise TypeError(f"For '{op}', 'dtype' must be floating point dtypes, but got {dtype}.")
    last = n if periodic else n - 1
    values = np.ones(n) if n <= 1 else shape(np.arange(n, dtype=np.float64), float(last))
    return Tensor(values, dtypes.float64 if dtype is None else dtype)


def _bartlett(i: np.ndarray, last: float) -> np.ndarray:
    return 1 - np.abs(2 * i / last - 1)


def _blackman(i: np.ndarray, last: float) -> np.ndarray:
    turn = 2 * np.pi * i / last
    return 0.42 - 0.5 * np.cos(turn) + 0.08 * np.cos(2 * turn)


@face("ops.hann_window")
def hann_window(window_length: int, periodic: bool = True, *, dtype: Any = None) -> Tensor:
    """A Hann window (mirrors `mindspore.ops.hann_window`).

    Args:
        window_length: how many values. periodic: whether the window continues with its first value after the last.
        dtype: of the result, float64 by default.

    Raises:
        TypeError: if the length is no int, `periodic` no bool or `dtype` not floating.
        ValueError: for a negative length.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.hann_window(4)
        Tensor(shape=[4], dtype=Float64, value= [ 0.00000000e+00,  5.00000000e-01,  1.00000000e+00,  5.00000000e-01])
    """
    return _window(
        "hann_window", window_length, periodic, dtype, lambda i, last: 0.5 - 0.5 * np.cos(2 * np.pi * i / last)
    )


@face("ops.bartlett_window")
def bartlett_window(window_length: Any, periodic: bool = True, *, dtype: Any = None) -> Tensor:
    """A triangular window (mirrors `mindspore.ops.bartlett_window`).

    Args:
        window_length: how many values, an int or a Tensor. periodic: whether the window continues with its first value
            after the last. dtype: of the result, float32 by default.

    Raises:
        TypeError: if the length is no int, `periodic` no bool or `dtype` not floating.
        ValueError: for a negative length.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.bartlett_window(4)
        Tensor(shape=[4], dtype=Float32, value= [ 0.00000000e+00,  5.00000000e-01,  1.00000000e+00,  5.00000000e-01])
    """
    return _window("bartlett_window", window_length, periodic, dtype or dtypes.float32, _bartlett)


@face("ops.blackman_window")
def blackman_window(window_length: Any, periodic: bool = True, *, dtype: Any = None) -> Tensor:
    """A Blackman window (mirrors `mindspore.ops.blackman_window`).

    Args:
        window_length: how many values, an int or a Tensor. periodic: whether the window continues with its first value
            after the last. dtype: of the result, float32 by default.

    Raises:
        TypeError: if the length is no int, `periodic` no bool or `dtype` not floating.
        ValueError: for a negative length.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.blackman_window(5, False).asnumpy().round(3)
        array([-0.  ,  0.34,  1.  ,  0.34, -0.  ], dtype=float32)
    """
    return _window("blackman_window", window_length, periodic, dtype or dtypes.float32, _blackman)


def _hamming(length: Any, periodic: bool, alpha: float, beta: float, dtype: Any) -> Tensor:
    n = _length("hamming_window", length)
    if dtype is None:
        dtype = dtypes.float32 if n > 1 else dtypes.float64
    return _window("hamming_window", n, periodic, dtype, lambda i, last: alpha - beta * np.cos(2 * np.pi * i / last))


@face("ops.hamming_window")
def hamming_window(
    window_length: int, periodic: bool = True, alpha: float = 0.54, beta: float = 0.46, *, dtype: Any = None
) -> Tensor:
    """A Hamming window, alpha - beta * cos (mirrors `mindspore.ops.hamming_window`).

    Args:
        window_length: how many values. periodic: whether the window continues with its first value after the last.
        alpha, beta: the coefficients. dtype: of the result, float32 by default.

    Raises:
        TypeError: if the length is no int, `periodic` no bool or `dtype` not floating.
        ValueError: for a negative length.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.hamming_window(4, dtype=ms.float64)
        Tensor(shape=[4], dtype=Float64, value= [ 8.00000000e-02,  5.40000000e-01,  1.00000000e+00,  5.40000000e-01])
    """
    return _hamming(window_length, periodic, alpha, beta, dtype)


@face("ops.kaiser_window")
def kaiser_window(window_length: int, periodic: bool = True, beta: float = 12.0, *, dtype: Any = None) -> Tensor:
    """A Kaiser window (mirrors `mindspore.ops.kaiser_window`).

    Args:
        window_length: how many values. periodic: whether the window continues with its first value after the last.
        beta: the shape. dtype: of the result, float64 by default.

    Raises:
        TypeError: if the length is no int, `periodic` no bool or `dtype` not floating.
        ValueError: for a negative length.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.kaiser_window(3, False, beta=0.0)
        Tensor(shape=[3], dtype=Float64, value= [ 1.00000000e+00,  1.00000000e+00,  1.00000000e+00])
    """

    def shape(i: np.ndarray, last: float) -> np.ndarray:
        return np.i0(beta * np.sqrt(np.maximum(1 - (2 * i / last - 1) ** 2, 0))) / np.i0(beta)

    return _window("kaiser_window", window_length, periodic, dtype, shape)


def _check_rank(op: str, name: str, length: Any, rank: int) -> None:
    require_tensors(op, **{name: length})
    if length.ndim != rank:
        raise ValueError(f"For '{op}', the rank of '{name}' must be {rank}, but got {length.ndim}.")


def _primitive(name: str, function: Any) -> None:
    class Window(Primitive):
        @prim_attr_register
        def __init__(self, periodic: bool = True, dtype: Any = dtypes.float32) -> None:
            pass

        def __call__(self, window_length: Tensor) -> Tensor:  # type: ignore[override]
            _check_rank(name, "window_length", window_length, 0)
            return function(window_length, self.periodic, dtype=self.dtype)

    Window.__name__ = Window.__qualname__ = name
    Window.__doc__ = f"""`ops.{function.__name__}` as an operator object (mirrors `mindspore.ops.{name}`).

    Args:
        periodic: whether the window continues with its first value after the last. dtype: of the result.

    Inputs:
        window_length: a Tensor with the number of values.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}()(ms.Tensor(4, ms.int32)).shape
        (4,)
    """
    face(f"ops.{name}")(Window)


_primitive("BartlettWindow", bartlett_window)
_primitive("BlackmanWindow", blackman_window)


@face("ops.HammingWindow")
class HammingWindow(Primitive):
    """`ops.hamming_window` as an operator object (mirrors `mindspore.ops.HammingWindow`).

    Args:
        periodic: whether the window continues with its first value after the last. alpha, beta: the coefficients.
        dtype: of the result.

    Inputs:
        length: a Tensor with the number of values.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.HammingWindow()(ms.Tensor([4], ms.int32)).shape
        (4,)
    """

    @prim_attr_register
    def __init__(
        self, periodic: bool = True, alpha: float = 0.54, beta: float = 0.46, dtype: Any = dtypes.float32
    ) -> None:
        pass

    def __call__(self, length: Tensor) -> Tensor:  # type: ignore[override]
        _check_rank("HammingWindow", "length", length, 1)
        return _hamming(length[:1], self.periodic, self.alpha, self.beta, self.dtype)
