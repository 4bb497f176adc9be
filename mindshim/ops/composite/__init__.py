"""Higher-order operators: gradients as objects, maps over structures (mirrors `mindspore.ops.composite`)."""

from __future__ import annotations

from mindshim._core import faces as _faces
from mindshim.ops.composite import base as base
from mindshim.ops.composite import multitype as _multitype  # noqa: F401
from mindshim.ops.composite.flags import add_flags as add_flags
from mindshim.ops.composite.flags import core as core

# `GradOperation`, `HyperMap`, and the operators that upstream builds of others (`matmul`, `clip_by_value`, …).
__getattr__, __dir__, __all__ = _faces.module_faces(__name__, "ops")
