"""The operators under `mindspore.ops.auto_generate.gen_ops_def`: those of `mindshim.ops`."""

from __future__ import annotations

from mindshim._core import faces as _faces
from mindshim._core.tensor import Tensor

__getattr__, __dir__, __all__ = _faces.module_faces(__name__, "ops")


def copy(input: Tensor) -> Tensor:
    """A Tensor of its own with the same values (mirrors `mindspore.ops.auto_generate.copy`)."""
    return input.copy()


def contiguous(input: Tensor) -> Tensor:
    """The Tensor laid out in order; here every Tensor is (mirrors `mindspore.ops.auto_generate.contiguous`)."""
    return input.contiguous()
