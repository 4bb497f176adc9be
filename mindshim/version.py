"""The API level (mirrors `mindspore.version`) and, beside it, mindshim's own version."""

from __future__ import annotations

from mindshim._version import __version__ as __shim_version__

#: The MindSpore version whose API and behaviour this package follows.
__version__ = "2.10.0"

__all__ = ["__shim_version__", "__version__"]
