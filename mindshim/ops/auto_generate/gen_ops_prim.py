"""The operators under `mindspore.ops.auto_generate.gen_ops_prim`: those of `mindshim.ops`."""

from __future__ import annotations

from typing import Any

from mindshim._core import faces as _faces

_found, __dir__, __all__ = _faces.module_faces(__name__, "ops")


def __getattr__(name: str) -> Any:
    try:
        return _faces.operator_object(__name__, name) if name.endswith("_op") else _found(name)
    except AttributeError:
        from mindshim.ops.auto_generate import of_functions

        made = of_functions.found(name)
        if made is None:
            raise
    globals()[name] = made
    return made
