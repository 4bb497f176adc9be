"""Primitive classes (mirrors `mindspore.ops.operations`)."""

from __future__ import annotations

from typing import Any

from mindshim._core import faces as _faces

_found, __dir__, __all__ = _faces.module_faces(__name__, "ops", lambda name: name[0].isupper())


def __getattr__(name: str) -> Any:
    if name == "identity":
        from mindshim.ops.deprecated import identity

        return identity
    return _found(name)
