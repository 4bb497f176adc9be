"""Discrete cosine transforms, of type 2 and orthonormal: the only ones MindSpore has."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import jax.scipy.fft as jsf
import numpy as np

from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import C64, C128, F16, F32, F64, I16, I32, I64, is_complex

_DTYPES = (I16, I32, I64, F16, F32, F64, C64, C128)


def _input(op: str, x: Any, type_: Any, norm: Any) -> Any:
    """`x` in the dtype of the result, after the checks that all transforms share."""
    if isinstance(type_, bool) or not isinstance(type_, int):
        raise TypeError(f"For '{op}', the argument 'type' must be int, but got {type(type_).__name__}.")
    if norm is not None and not isinstance(norm, str):
        raise TypeError(f"For '{op}', the argument 'norm' must be str or None, but got {type(norm).__name__}.")
    if x.dtype not in _DTYPES:
        names = ", ".join(d.name for d in _DTYPES)
        raise TypeError(f"For '{op}', the dtype of 'x' must be one of {names}, but got {x.dtype.name}.")
    if type_ != 2:
        raise ValueError(f"For '{op}', only 'type' 2 is supported, but got {type_}.")
    if norm not in (None, "ortho"):
        raise ValueError(f"For '{op}', only the 'norm' \"ortho\" is supported, but got {norm!r}.")
    if not x.ndim:
        raise ValueError(f"For '{op}', the rank of 'x' must be at least 1, but got 0.")
    return x if x.dtype in (F64, C64, C128) else x.astype(F32)


def _axis(op: str, name: str, axis: Any, ndim: int) -> int:
    if isinstance(axis, bool) or not isinstance(axis, int):
        raise TypeError(f"For '{op}', the '{name}' must be int, but got {type(axis).__name__}.")
    if not -ndim <= axis < ndim:
        raise ValueError(f"For '{op}', the '{name}' must be in [{-ndim}, {ndim}), but got {axis}.")
    return axis % ndim


def _length(op: str, name: str, n: Any) -> int | None:
    if n is None:
        return None
    if isinstance(n, bool) or not isinstance(n, int):
        raise TypeError(f"For '{op}', the '{name}' must be int, but got {type(n).__name__}.")
    if n < 1:
        raise ValueError(f"For '{op}', the '{name}' must be greater than 0, but got {n}.")
    return int(n)


def _transform(x: Any, n: int | None, axis: int, inverse: bool) -> Any:
    if is_complex(x.dtype):
        parts = [_transform(part, n, axis, inverse) for part in (jnp.real(x), jnp.imag(x))]
        return (parts[0] + 1j * parts[1].astype(x.dtype)).astype(x.dtype)
    if n is not None and n != x.shape[axis]:
        keep = min(n, x.shape[axis])
        x = jnp.take(x, np.arange(keep), axis=axis)
        x = jnp.pad(x, [(0, n - keep if i == axis else 0) for i in range(x.ndim)])
    return (jsf.idct if inverse else jsf.dct)(x, type=2, axis=axis, norm="ortho").astype(x.dtype)


def _one(op: str, x: Any, type_: Any, n: Any, axis: Any, norm: Any, inverse: bool) -> Any:
    x = _input(op, x, type_, norm)
    return _transform(x, _length(op, "n", n), _axis(op, "axis", axis, x.ndim), inverse)


def _many(op: str, x: Any, type_: Any, s: Any, axes: Any, norm: Any, inverse: bool) -> Any:
    for name, value in (("s", s), ("axes", axes)):
        if value is not None and not isinstance(value, tuple):
            raise TypeError(f"For '{op}', the argument '{name}' must be a tuple of int, but got {type(value).__name__}.")
    x = _input(op, x, type_, norm)
    if axes is None:
        if s is not None and len(s) > x.ndim:
            raise ValueError(f"For '{op}', 's' must have at most {x.ndim} elements, but got {len(s)}.")
        axes = tuple(range(-(x.ndim if s is None else len(s)), 0))
    if s is not None and len(s) != len(axes):
        raise ValueError(f"For '{op}', 's' and 'axes' must have the same length, but got {len(s)} and {len(axes)}.")
    places = [_axis(op, "axes", a, x.ndim) for a in axes]
    if len(set(places)) != len(places):
        raise ValueError(f"For '{op}', the 'axes' must be unique, but got {axes}.")
    lengths = [None] * len(places) if s is None else [_length(op, "s", n) for n in s]
    for place, n in zip(places, lengths, strict=True):
        x = _transform(x, n, place, inverse)
    return x


@kernel("DCT")
def dct(x: Array, type: int = 2, n: int | None = None, axis: int = -1, norm: str | None = None) -> Any:
    """The discrete cosine transform along an axis (mirrors `mindspore.scipy.fft.dct`).

    Args:
        x: an int16, int32, int64, floating or complex Tensor of at least one dimension.
        type: must be 2. n: the length of the transform: `x` is cut or filled up with zeros to it. Default: None, as it is.
        axis: along which one. Default: -1. norm: must be None or "ortho", which are the same: the transform is orthonormal.

    Returns:
        A Tensor of float32, or of the dtype of `x` when that is float64 or complex.

    Raises:
        TypeError: for other dtypes, or arguments of another type.
        ValueError: for another `type` or `norm`, an `n` below 1, an `axis` out of range.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.fft import dct
        >>> print(dct(ms.Tensor([1.0, 1.0, 1.0, 1.0])))
        [2. 0. 0. 0.]
    """
    return _one("DCT", x, type, n, axis, norm, False)


@kernel("IDCT")
def idct(x: Array, type: int = 2, n: int | None = None, axis: int = -1, norm: str | None = None) -> Any:
    """The inverse of `dct` along an axis (mirrors `mindspore.scipy.fft.idct`).

    Args:
        x, type, n, axis, norm: as of `dct`.

    Raises:
        TypeError: for other dtypes, or arguments of another type.
        ValueError: for another `type` or `norm`, an `n` below 1, an `axis` out of range.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.fft import idct
        >>> print(idct(ms.Tensor([2.0, 0.0, 0.0, 0.0])))
        [1. 1. 1. 1.]
    """
    return _one("IDCT", x, type, n, axis, norm, True)


@kernel("DCTN")
def dctn(x: Array, type: int = 2, s: Any = None, axes: Any = None, norm: str | None = None) -> Any:
    """The discrete cosine transform along several axes (mirrors `mindspore.scipy.fft.dctn`).

    Args:
        x: an int16, int32, int64, floating or complex Tensor of at least one dimension.
        type: must be 2. s: a tuple, the length of the transform for each of `axes`. Default: None, the shape of `x`.
        axes: a tuple. Default: None, the last `len(s)` axes, or all of them. norm: must be None or "ortho".

    Returns:
        A Tensor of float32, or of the dtype of `x` when that is float64 or complex.

    Raises:
        TypeError: for other dtypes, or arguments of another type.
        ValueError: for another `type` or `norm`, lengths below 1, axes that are out of range or there twice,
            or `s` and `axes` of different length.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.fft import dctn
        >>> print(dctn(ms.ops.ones((2, 2))).round())
        [[2. 0.]
         [0. 0.]]
    """
    return _many("DCTN", x, type, s, axes, norm, False)


@kernel("IDCTN")
def idctn(x: Array, type: int = 2, s: Any = None, axes: Any = None, norm: str | None = None) -> Any:
    """The inverse of `dctn` along several axes (mirrors `mindspore.scipy.fft.idctn`).

    Args:
        x, type, s, axes, norm: as of `dctn`.

    Raises:
        TypeError: for other dtypes, or arguments of another type.
        ValueError: for another `type` or `norm`, lengths below 1, axes that are out of range or there twice,
            or `s` and `axes` of different length.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.scipy.fft import idctn
        >>> print(idctn(ms.Tensor([[2.0, 0.0], [0.0, 0.0]])))
        [[1. 1.]
         [1. 1.]]
    """
    return _many("IDCTN", x, type, s, axes, norm, True)


for _k, _name in ((dct, "dct"), (idct, "idct"), (dctn, "dctn"), (idctn, "idctn")):
    _k.face(f"scipy.fft.{_name}")
for _k, _attr in ((dct, "n=None, axis=-1"), (idct, "n=None, axis=-1"), (dctn, "s=None, axes=None"), (idctn, "s=None, axes=None")):
    _k.primitive(_k.name, "", call=f"x, type=2, {_attr}, norm=None")
