"""Optimizers with PyTorch's formulas and parameter groups (mirrors `mindspore.mint.optim`).

The schedules of `mindshim.experimental.optim.lr_scheduler` set their rates.
"""

from __future__ import annotations

from mindshim.mint.optim.adam import Adam as Adam
from mindshim.mint.optim.adamw import AdamW as AdamW
from mindshim.mint.optim.fused_adamw import FusedAdamW as FusedAdamW
from mindshim.mint.optim.sgd import SGD as SGD

__all__ = ["SGD", "Adam", "AdamW", "FusedAdamW"]
