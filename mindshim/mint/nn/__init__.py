"""Layers and their functions (mirrors `mindspore.mint.nn`)."""

from __future__ import annotations

from mindshim.mint.nn import functional as functional
