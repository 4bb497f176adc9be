"""The short-time Fourier transform."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.tensor import Tensor


@kernel("STFT")
def transform(
    x: Array, window: Array, n_fft: Any, hop_length: Any, win_length: Any, normalized: Any, onesided: Any,
    return_complex: Any,
) -> Array:  # fmt: skip
    """The Fourier transforms of overlapping pieces of a signal (mirrors `ops.operations.math_ops.STFT`).

    Args:
        n_fft: how many elements a piece has. hop_length: how far apart the pieces begin. win_length: the size of the
            window. normalized: divide by the root of `n_fft`. onesided: only the frequencies up to half of `n_fft`.
        return_complex: give complex numbers, instead of an axis of real and imaginary part.

    Inputs:
        x: a Tensor of one or two axes. window: a Tensor of shape (win_length,), with zeros on both sides if shorter.

    Raises:
        TypeError: for other ranks or dtypes. ValueError: for sizes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> stft = ms.ops.operations.math_ops.STFT(4, 1, 4, False, True, False)
        >>> stft(ms.ops.ones(6), ms.ops.ones(4)).shape
        (3, 3, 2)
    """
    op = "STFT"
    for name, value in (("n_fft", n_fft), ("hop_length", hop_length), ("win_length", win_length)):
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(f"For '{op}', the '{name}' must be an int, but got {type(value).__name__}.")
    for name, value in (("normalized", normalized), ("onesided", onesided), ("return_complex", return_complex)):
        if not isinstance(value, bool):
            raise TypeError(f"For '{op}', the '{name}' must be bool, but got {type(value).__name__}.")
    if x.ndim not in (1, 2) or window.ndim != 1:
        raise ValueError(
            f"For '{op}', 'x' must have 1 or 2 axes and 'window' 1, but got shapes {x.shape} and {window.shape}."
        )
    for name, t in (("x", x), ("window", window)):
        if t.dtype.name not in ("float32", "float64", "complex64", "complex128"):
            raise TypeError(
                f"For '{op}', the dtype of '{name}' must be a 32 or 64 bit float or complex, but got {t.dtype.name}."
            )
    size = x.shape[-1]
    if not 0 < n_fft <= size or hop_length < 1 or not 0 < win_length <= n_fft or window.shape != (win_length,):
        raise ValueError(
            f"For '{op}', there must be 0 < win_length <= n_fft <= {size}, the elements of 'x', hop_length > 0, and a window "
            f"of win_length, but got win_length {win_length}, n_fft {n_fft}, hop_length {hop_length}, window of {window.shape}."
        )
    is_complex = any(t.dtype.kind == "c" for t in (x, window))
    if onesided and is_complex:
        raise ValueError(f"For '{op}', 'onesided' must be False for complex inputs.")
    wide = any(t.dtype.name in ("float64", "complex128") for t in (x, window))
    real, full = (np.float64, np.complex128) if wide else (np.float32, np.complex64)
    dtype = full if is_complex else real
    left = (n_fft - win_length) // 2
    window = jnp.pad(window.astype(dtype), (left, n_fft - win_length - left))
    begins = np.arange(1 + (size - n_fft) // hop_length) * hop_length
    pieces = x.astype(dtype)[..., begins[:, None] + np.arange(n_fft)] * window
    found = (jnp.fft.rfft if onesided else jnp.fft.fft)(pieces)
    found = jnp.swapaxes(found.astype(full), -1, -2)
    if normalized:
        found = found / np.asarray(np.sqrt(n_fft), real)
    return found if return_complex else jnp.stack([jnp.real(found), jnp.imag(found)], -1)


transform.primitive(  # type: ignore[attr-defined]
    "STFT", "n_fft, hop_length, win_length, normalized, onesided, return_complex", call="x, window"
)


@face("ops.stft")
def stft(
    x: Tensor,
    n_fft: int,
    hop_length: int | None = None,
    win_length: int | None = None,
    window: Tensor | None = None,
    center: bool = True,
    pad_mode: str = "REFLECT",
    normalized: bool = False,
    onesided: bool | None = None,
    return_complex: bool | None = None,
) -> Tensor:
    """The Fourier transforms of overlapping pieces of a signal (mirrors `mindspore.ops.functional.stft`).

    Args:
        x: a Tensor of one or two axes. n_fft: how many elements a piece has.
        hop_length: how far apart the pieces begin; a quarter of `n_fft` by default.
        win_length, window: the size of the window, `n_fft` by default, and its values, ones by default.
        center: whether the signal is padded by half of `n_fft` on both sides, as `pad_mode` says (see `nn.Pad`).
        normalized: divide by the root of `n_fft`.
        onesided: only the frequencies up to half of `n_fft`; by default for real inputs.
        return_complex: give complex numbers, instead of an axis of real and imaginary part; by default for complex ones.

    Raises:
        TypeError: for other ranks or dtypes. ValueError: for sizes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.functional.stft(ms.ops.ones((2, 32)), 8).shape
        (2, 5, 17, 2)
    """
    from mindshim import nn, ops

    hop_length = n_fft // 4 if hop_length is None else hop_length
    win_length = n_fft if win_length is None else win_length
    taps: Tensor = ops.ones(win_length) if window is None else window
    complexes = ("Complex64", "Complex128")
    is_complex = str(x.dtype) in complexes or str(taps.dtype) in complexes
    if not isinstance(center, bool):
        raise TypeError(f"For 'stft', the 'center' must be bool, but got {type(center).__name__}.")
    if center:
        if x.ndim not in (1, 2):
            raise ValueError(f"For 'stft', 'x' must have 1 or 2 axes, but got shape {x.shape}.")
        x = nn.Pad((((0, 0),) if x.ndim == 2 else ()) + ((n_fft // 2, n_fft // 2),), pad_mode)(x)
    onesided = not is_complex if onesided is None else onesided
    return_complex = is_complex if return_complex is None else return_complex
    return transform(x, taps, n_fft, hop_length, win_length, normalized, onesided, return_complex)
