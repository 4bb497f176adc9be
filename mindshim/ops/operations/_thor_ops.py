"""Primitive classes under `mindspore.ops.operations._thor_ops`: those of `mindshim.ops`."""

from __future__ import annotations

from mindshim._core import faces as _faces

__getattr__, __dir__, __all__ = _faces.module_faces(__name__, "ops")
