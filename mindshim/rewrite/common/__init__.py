"""Settings of the reader (mirrors `mindspore.rewrite.common`)."""

from __future__ import annotations

from mindshim.rewrite.common import namespace as namespace
