"""The operators under `mindspore.ops.function.array_func`: those of `mindshim.ops`."""

from __future__ import annotations

from typing import Any

from mindshim._core import faces as _faces
from mindshim._core.tensor import Tensor

__getattr__, __dir__, __all__ = _faces.module_faces(__name__, "ops")


def new_ones(input: Tensor, size: Any, *, dtype: Any = None) -> Tensor:
    """`Tensor.new_ones` as a function."""
    return input.new_ones(size, dtype)  # type: ignore[attr-defined]


def new_zeros(input: Tensor, size: Any, *, dtype: Any = None) -> Tensor:
    """`Tensor.new_zeros` as a function."""
    return input.new_zeros(size, dtype)  # type: ignore[attr-defined]
