"""Which classes are read (mirrors `mindspore.rewrite.common.namespace`)."""

from __future__ import annotations

#: Whether layers of `mindshim.nn` that are spelled out in operators become trees too, instead of single calls.
_ms_cells_to_subtree = False
