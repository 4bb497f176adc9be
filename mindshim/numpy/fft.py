"""Discrete Fourier transforms under NumPy's argument names (mirrors `mindspore.numpy.fft`)."""

from __future__ import annotations

from mindshim._core import faces as _faces

__getattr__, __dir__, __all__ = _faces.module_faces(__name__, "numpy.fft")
