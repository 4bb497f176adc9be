"""Interfaces that may still change (mirrors `mindspore.experimental`): optimizers with parameter groups."""

from __future__ import annotations

from mindshim.experimental import optim as optim
