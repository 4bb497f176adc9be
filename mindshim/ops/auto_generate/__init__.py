"""The operators under `mindspore.ops.auto_generate`: those of `mindshim.ops`."""

from __future__ import annotations

from typing import Any

from mindshim._core import faces as _faces
from mindshim.ops.auto_generate import gen_ops_def as gen_ops_def
from mindshim.ops.auto_generate import gen_ops_prim as gen_ops_prim
from mindshim.ops.auto_generate.gen_ops_def import contiguous as contiguous
from mindshim.ops.auto_generate.gen_ops_def import copy as copy

_found, __dir__, __all__ = _faces.module_faces(__name__, "ops")


def __getattr__(name: str) -> Any:
    own = _faces.find("ops.auto_generate", name) if name[:1] != "_" else None
    if own is not None:
        return own
    try:
        return _found(name)
    except AttributeError:
        if name[:1] == "_":
            raise
    return getattr(gen_ops_prim, name)
