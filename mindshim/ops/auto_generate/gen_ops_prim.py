"""The operators under `mindspore.ops.auto_generate.gen_ops_prim`: those of `mindshim.ops`."""

from __future__ import annotations

from mindshim._core import faces as _faces

__getattr__, __dir__, __all__ = _faces.module_faces(__name__, "ops")
