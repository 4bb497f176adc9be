"""The pipeline: sources and the operations on them (mirrors `mindspore.dataset.engine`).

The public names of `mindshim.dataset` are here too, as programs import them from either.
"""

from __future__ import annotations

from typing import Any

from mindshim.dataset.engine.datasets import Dataset as Dataset


def __getattr__(name: str) -> Any:
    import mindshim.dataset as public

    # Not what the package is still importing.
    if not name.startswith("_") and name in vars(public) and name not in ("engine", "zip"):
        return vars(public)[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
