"""SciPy-like functions on Tensors (mirrors `mindspore.scipy`): linear algebra, cosine transforms, optimization."""

from __future__ import annotations

from mindshim.scipy import fft as fft
from mindshim.scipy import linalg as linalg
from mindshim.scipy import optimize as optimize
