"""The operators under `mindspore.ops.auto_generate.gen_ops_def`: those of `mindshim.ops`."""

from __future__ import annotations

from typing import Any

from mindshim._core import faces as _faces
from mindshim._core.tensor import Tensor

_found, __dir__, __all__ = _faces.module_faces(__name__, "ops")


def __getattr__(name: str) -> Any:
    if name.endswith("_op"):
        from mindshim.ops.auto_generate import gen_ops_prim

        return getattr(gen_ops_prim, name)
    return _found(name)


def copy(input: Tensor) -> Tensor:
    """A Tensor of its own with the same values (mirrors `mindspore.ops.auto_generate.copy`)."""
    return input.copy()


def contiguous(input: Tensor) -> Tensor:
    """The Tensor laid out in order; here every Tensor is (mirrors `mindspore.ops.auto_generate.contiguous`)."""
    return input.contiguous()
