"""Discrete Fourier transforms of one, two and any number of dimensions.

All are made of one-dimensional transforms along one axis after the other, so their lengths, scaling and dtypes follow
one set of rules: `norm` "backward" scales the inverse by 1/n, "forward" the transform itself, "ortho" both by
1/sqrt(n); a length longer than the input pads it with zeros, a shorter one cuts it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core import dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import C64, C128, F64, is_complex
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import ints, tensor
from mindshim.ops.primitive import Primitive, prim_attr_register

_NORMS = (None, "backward", "ortho", "forward")


def _complex(op: str, x: Any) -> Any:
    """The input as a complex array: complex128 for doubles, else complex64."""
    x = tensor(op, x)
    if x.dtype.kind in "bu":
        raise TypeError(
            f"For '{op}', the dtype of 'input' must be an int, float or complex type, but got {x.dtype.name}."
        )
    return x.astype(C128 if x.dtype in (C128, F64) else C64)


def _dims(op: str, x: Any, dim: Any) -> tuple[int, ...]:
    dims = ints(op, "dim", dim, single=True)
    for d in dims:
        if not -x.ndim <= d < x.ndim:
            raise ValueError(f"For '{op}', the 'dim' must be in [{-x.ndim},{x.ndim}), but got {d}.")
    dims = tuple(d % x.ndim for d in dims)
    if len(set(dims)) != len(dims):
        raise ValueError(f"For '{op}', the values of 'dim' must be unique, but got {dim}.")
    return dims


def _plan(op: str, x: Any, s: Any, dim: Any) -> tuple[tuple[int, ...], list[int | None]]:
    """The axes, and per axis the length asked for (None: the input's own)."""
    sizes = None if s is None else ints(op, "s", s, single=True)
    if sizes is not None and any(n < 1 for n in sizes):
        raise ValueError(f"For '{op}', the lengths must be greater than 0, but got {s}.")
    if dim is None:
        count = x.ndim if sizes is None else len(sizes)
        if count > x.ndim:
            raise ValueError(f"For '{op}', 's' has {count} lengths, but 'input' has {x.ndim} dimensions.")
        dim = tuple(range(x.ndim - count, x.ndim))
    dims = _dims(op, x, dim)
    if sizes is not None and len(sizes) != len(dims):
        raise ValueError(f"For '{op}', 's' and 'dim' must have the same length, but got {s} and {dim}.")
    return dims, [None] * len(dims) if sizes is None else list(sizes)


def _fit(x: Any, axis: int, n: int) -> Any:
    """`x` cut or padded with zeros to length n along an axis."""
    have = x.shape[axis]
    if have > n:
        return jnp.take(x, jnp.arange(n), axis=axis)
    pad = [(0, n - have) if i == axis else (0, 0) for i in range(x.ndim)]
    return jnp.pad(x, pad) if have < n else x


def _scaled(x: Any, n: int, norm: str | None, inverse: bool) -> Any:
    power = 0.5 if norm == "ortho" else 1.0 if inverse == (norm != "forward") else 0.0
    if power == 0.0:
        return x
    factor = np.asarray(float(n) ** -power, x.real.dtype)
    # Part by part, which keeps the sign of a zero.
    return lax.complex(x.real * factor, x.imag * factor) if is_complex(x.dtype) else x * factor


def _c2c(x: Any, axis: int, n: int | None, norm: str | None, inverse: bool) -> Any:
    if n is not None:
        x = _fit(x, axis, n)
    length = int(x.shape[axis])
    out = jnp.fft.ifft(x, axis=axis, norm="forward") if inverse else jnp.fft.fft(x, axis=axis)
    return _scaled(out, length, norm, inverse)


def _r2c(x: Any, axis: int, n: int | None, norm: str | None, inverse: bool) -> Any:
    """The first half of the spectrum, which is all of it for real values; the inverse conjugates."""
    if n is not None:
        x = _fit(x, axis, n)
    if is_complex(x.dtype):
        return _fit(_c2c(x, axis, None, norm, inverse), axis, x.shape[axis] // 2 + 1)
    out = jnp.fft.rfft(x, axis=axis)
    return _scaled(jnp.conj(out) if inverse else out, x.shape[axis], norm, inverse)


def _c2r(x: Any, axis: int, n: int | None, norm: str | None, inverse: bool) -> Any:
    """Real values of the first half of a spectrum."""
    length = int(2 * (x.shape[axis] - 1) if n is None else n)
    if length < 1:
        raise ValueError(f"the length of a real transform must be greater than 0, but got {length}.")
    x = _fit(x, axis, length // 2 + 1)
    out = jnp.fft.irfft(x if inverse else jnp.conj(x), n=length, axis=axis, norm="forward")
    return _scaled(out, length, norm, inverse)


def transform(op: str, input: Any, s: Any, dim: Any, norm: str | None, kind: str, inverse: bool) -> Any:
    """The transform `kind` ("c2c", "r2c" or "c2r") of `input`; for the last two the last axis is the half one."""
    if norm not in _NORMS:
        raise ValueError(f"For '{op}', the 'norm' must be one of {_NORMS[1:]}, but got {norm!r}.")
    x = _complex(op, input)
    dims, sizes = _plan(op, x, s, dim)
    steps = list(zip(dims, sizes, strict=True))
    if kind == "r2c":
        axis, n = steps.pop()
        x = _r2c(x if is_complex(input.dtype) else jnp.real(x), axis, n, norm, inverse)
    last = steps.pop() if kind == "c2r" else None
    for axis, n in steps:
        x = _c2c(x, axis, n, norm, inverse)
    return x if last is None else _c2r(x, *last, norm, inverse)


#: name -> (kind, inverse, what it is)
_KINDS = {
    "fft": ("c2c", False, "discrete Fourier transform"),
    "ifft": ("c2c", True, "inverse discrete Fourier transform"),
    "rfft": ("r2c", False, "discrete Fourier transform of real values, its first half,"),
    "irfft": ("c2r", True, "real values whose `rfft` is the input"),
    "hfft": ("c2r", False, "real discrete Fourier transform of a Hermitian signal, given by its first half,"),
    "ihfft": ("r2c", True, "inverse of `hfft`, its first half,"),
}

#: number of dimensions -> (parameters, arguments, what they are)
_FORMS = {
    "": ("input, n=None, dim=-1, norm=None", "n: the length of the transform. dim: the axis."),
    "2": ("input, s=None, dim=(-2, -1), norm=None", "s: the lengths of the transform. dim: the two axes."),
    "n": (
        "input, s=None, dim=None, norm=None",
        "s: the lengths of the transform. dim: the axes, by default all (or the last).",
    ),
}

#: name -> the printed transform of [[1, 2, 3]]
_PRINTED = {
    "fft": "[[ 6. +0.j   -1.5+0.87j -1.5-0.87j]]",
    "ifft": "[[ 2. +0.j   -0.5-0.29j -0.5+0.29j]]",
    "rfft": "[[ 6. +0.j   -1.5+0.87j]]",
    "irfft": "[[ 2.  -0.5  0.  -0.5]]",
    "hfft": "[[ 8. -2.  0. -2.]]",
    "ihfft": "[[ 2. -0.j   -0.5-0.29j]]",
}


def _declare(base: str, form: str) -> None:
    kind, inverse, words = _KINDS[base]
    shown, arguments = _FORMS[form]
    name, op = base + form, (base + form).upper()

    def body(input: Array, s: Any = None, dim: Any = -1, norm: str | None = None) -> Any:
        return transform(op, input, s, dim, norm, kind, inverse)

    body.__name__ = name
    body.__doc__ = f"""The {words} along {"one axis" if form == "" else "two axes" if form == "2" else "several axes"}
    (mirrors `mindspore.ops.{name}`).

    Args:
        input: a Tensor of ints, floats or complex numbers; float64 and complex128 are computed in double precision.
        {arguments}
        norm: "backward" (also None), "ortho" or "forward".

    Raises:
        TypeError: for unsigned integers and bool. ValueError: for lengths below 1, axes out of range, another `norm`.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.{name}(ms.Tensor([[1.0, 2.0, 3.0]])).asnumpy().round(2))
        {_PRINTED[base]}
    """
    k = kernel(op)(body)
    if form == "":
        k.face(f"ops.{name}", shown, n="s")  # type: ignore[attr-defined]
        k.primitive(op, "", call=shown, n="s")  # type: ignore[attr-defined]
        k.face(f"numpy.fft.{name}", "a, n=None, axis=-1, norm=None", a="input", n="s", axis="dim")  # type: ignore[attr-defined]
    else:
        k.face(f"ops.{name}", shown)  # type: ignore[attr-defined]
        k.primitive(op, "", call=shown)  # type: ignore[attr-defined]
        in_numpy = shown.replace("input", "a").replace("dim", "axes")
        k.face(f"numpy.fft.{name}", in_numpy, a="input", axes="dim")  # type: ignore[attr-defined]


for _base in _KINDS:
    for _form in _FORMS:
        _declare(_base, _form)


def _shift(op: str, input: Any, dim: Any, amount: Callable[[int], int]) -> Any:
    x = tensor(op, input)
    dims = tuple(range(x.ndim)) if dim is None else _dims(op, x, dim)
    return jnp.roll(x, [amount(x.shape[d]) for d in dims], dims)


@kernel("FFTShift")
def fftshift(input: Array, dim: Any = None) -> Array:
    """Moves the frequency 0 to the middle (mirrors `mindspore.ops.fftshift`).

    Args:
        input: a Tensor. dim: the axes, all by default.

    Raises:
        ValueError: for axes out of range.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.fftshift(ms.ops.fftfreq(5)))
        [-0.4 -0.2  0.   0.2  0.4]
    """
    return _shift("FFTShift", input, dim, lambda n: n // 2)


@kernel("IFFTShift")
def ifftshift(input: Array, dim: Any = None) -> Array:
    """Undoes `fftshift` (mirrors `mindspore.ops.ifftshift`).

    Args:
        input: a Tensor. dim: the axes, all by default.

    Raises:
        ValueError: for axes out of range.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.ifftshift(ms.Tensor([-1, 0, 1])))
        [ 0  1 -1]
    """
    return _shift("IFFTShift", input, dim, lambda n: -(n // 2))


for _k in (fftshift, ifftshift):
    _k.face(f"ops.{_k.fn.__name__}", "input, dim=None")  # type: ignore[attr-defined]
    _k.face(f"numpy.fft.{_k.fn.__name__}", "x, axes=None", x="input", axes="dim")  # type: ignore[attr-defined]


def _frequencies(op: str, n: int, d: float, dtype: Any, compute: Callable[..., Any]) -> Tensor:
    if not isinstance(n, int) or isinstance(n, bool):
        raise TypeError(f"For '{op}', the 'n' must be an int, but got {type(n).__name__}.")
    if n < 1:
        raise ValueError(f"For '{op}', the 'n' must be greater than 0, but got {n}.")
    return Tensor(compute(n, float(d)).astype(np.float32), dtypes.float32).astype(dtype or dtypes.float32)


@face("ops.fftfreq", "numpy.fft.fftfreq")
def fftfreq(n: int, d: float = 1.0, dtype: Any = None) -> Tensor:
    """The frequencies that the elements of `fft` belong to (mirrors `mindspore.ops.fftfreq`).

    Args:
        n: the length of the signal. d: the time between two samples. dtype: of the result; None means float32.

    Raises:
        TypeError: if `n` is not an int. ValueError: if it is below 1.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.fftfreq(4))
        [ 0.    0.25 -0.5  -0.25]
    """
    return _frequencies("FFTFreq", n, d, dtype, np.fft.fftfreq)


@face("ops.rfftfreq", "numpy.fft.rfftfreq")
def rfftfreq(n: int, d: float = 1.0, dtype: Any = None) -> Tensor:
    """The frequencies that the elements of `rfft` belong to (mirrors `mindspore.ops.rfftfreq`).

    Args:
        n: the length of the signal. d: the time between two samples. dtype: of the result; None means float32.

    Raises:
        TypeError: if `n` is not an int. ValueError: if it is below 1.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.rfftfreq(4))
        [0.   0.25 0.5 ]
    """
    return _frequencies("RFFTFreq", n, d, dtype, np.fft.rfftfreq)


@kernel("FFTWithSize")
def _fft_with_size(x: Array, ndim: int, inverse: bool, real: bool, norm: str, onesided: bool, sizes: Any) -> Any:
    dims = tuple(range(-ndim, 0))
    x = tensor("FFTWithSize", x)
    if not real:
        return transform("FFTWithSize", x, None, dims, norm, "c2c", inverse)
    if inverse:
        if onesided:
            if not sizes and x.shape[-1] == 1:
                raise ValueError(f"For 'FFTWithSize', the last dimension of the input cannot be 1, but got shape {x.shape}.")
            return transform("FFTWithSize", x, sizes or None, dims, norm, "c2r", True)
        return jnp.real(transform("FFTWithSize", x, None, dims, norm, "c2c", True))
    if is_complex(x.dtype):
        raise TypeError(f"For 'FFTWithSize', the input of a real transform must be float, but got {x.dtype.name}.")
    return transform("FFTWithSize", x, None, dims, norm, "r2c" if onesided else "c2c", False)


@face("ops.FFTWithSize")
class FFTWithSize(Primitive):
    """Fourier transforms of the last one to three dimensions (mirrors `mindspore.ops.FFTWithSize`).

    Args:
        signal_ndim: how many dimensions, 1 to 3. inverse: the inverse transform.
        real: of real values (or to real values, if inverse). norm: "backward", "ortho" or "forward".
        onesided: for real transforms, whether the spectrum has only its first half.
        signal_sizes: the shape of the result of an inverse real onesided transform.

    Inputs:
        x: a float or complex Tensor.

    Raises:
        TypeError: for arguments or inputs of another type. ValueError: for other values.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.FFTWithSize(1, False, True)(ms.Tensor([1.0, 2.0, 3.0, 4.0])))
        [10.+0.j -2.+2.j -2.+0.j]
    """

    @prim_attr_register
    def __init__(
        self,
        signal_ndim: int,
        inverse: bool,
        real: bool,
        norm: str = "backward",
        onesided: bool = True,
        signal_sizes: Any = (),
    ) -> None:
        if not isinstance(signal_ndim, int) or isinstance(signal_ndim, bool):
            raise TypeError(f"For 'FFTWithSize', the 'signal_ndim' must be int, but got {type(signal_ndim).__name__}.")
        for name in ("inverse", "real", "onesided"):
            if not isinstance(getattr(self, name), bool):
                raise TypeError(f"For 'FFTWithSize', the '{name}' must be bool, but got {getattr(self, name)!r}.")
        if not isinstance(norm, str):
            raise TypeError(f"For 'FFTWithSize', the 'norm' must be str, but got {type(norm).__name__}.")
        if not 1 <= signal_ndim <= 3:
            raise ValueError(
                f"For 'FFTWithSize', the 'signal_ndim' must be in the range [1, 3], but got {signal_ndim}."
            )
        if norm not in _NORMS[1:]:
            raise ValueError(f"For 'FFTWithSize', the 'norm' must be one of {_NORMS[1:]}, but got {norm!r}.")

    def __call__(self, x: Tensor) -> Tensor:  # type: ignore[override]
        sizes = tuple(self.signal_sizes)
        return _fft_with_size(x, self.signal_ndim, self.inverse, self.real, self.norm, self.onesided, sizes)
