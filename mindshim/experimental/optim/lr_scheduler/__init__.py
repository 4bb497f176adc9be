"""Schedules of the rates of parameter groups (mirrors `mindspore.experimental.optim.lr_scheduler`)."""

from __future__ import annotations

from mindshim.experimental.optim.lr_scheduler.base import LRScheduler as LRScheduler
from mindshim.experimental.optim.lr_scheduler.cosine import CosineAnnealingLR as CosineAnnealingLR
from mindshim.experimental.optim.lr_scheduler.cosine import CosineAnnealingWarmRestarts as CosineAnnealingWarmRestarts
from mindshim.experimental.optim.lr_scheduler.cyclic import CyclicLR as CyclicLR
from mindshim.experimental.optim.lr_scheduler.factors import ExponentialLR as ExponentialLR
from mindshim.experimental.optim.lr_scheduler.factors import MultiStepLR as MultiStepLR
from mindshim.experimental.optim.lr_scheduler.factors import PolynomialLR as PolynomialLR
from mindshim.experimental.optim.lr_scheduler.factors import StepLR as StepLR
from mindshim.experimental.optim.lr_scheduler.functions import LambdaLR as LambdaLR
from mindshim.experimental.optim.lr_scheduler.functions import MultiplicativeLR as MultiplicativeLR
from mindshim.experimental.optim.lr_scheduler.plateau import ReduceLROnPlateau as ReduceLROnPlateau
from mindshim.experimental.optim.lr_scheduler.sequential import SequentialLR as SequentialLR
from mindshim.experimental.optim.lr_scheduler.warmups import ConstantLR as ConstantLR
from mindshim.experimental.optim.lr_scheduler.warmups import LinearLR as LinearLR

__all__ = [
    "ConstantLR", "CosineAnnealingLR", "CosineAnnealingWarmRestarts", "CyclicLR", "ExponentialLR", "LRScheduler", "LambdaLR",
    "LinearLR", "MultiStepLR", "MultiplicativeLR", "PolynomialLR", "ReduceLROnPlateau", "SequentialLR", "StepLR",
]  # fmt: skip
