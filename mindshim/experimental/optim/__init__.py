"""Optimizers with parameter groups, and schedules of their rates (mirrors `mindspore.experimental.optim`)."""

from __future__ import annotations

from mindshim.experimental.optim import lr_scheduler as lr_scheduler
from mindshim.experimental.optim.adadelta import Adadelta as Adadelta
from mindshim.experimental.optim.adagrad import Adagrad as Adagrad
from mindshim.experimental.optim.adam import Adam as Adam
from mindshim.experimental.optim.adamax import Adamax as Adamax
from mindshim.experimental.optim.adamw import AdamW as AdamW
from mindshim.experimental.optim.asgd import ASGD as ASGD
from mindshim.experimental.optim.nadam import NAdam as NAdam
from mindshim.experimental.optim.optimizer import Optimizer as Optimizer
from mindshim.experimental.optim.radam import RAdam as RAdam
from mindshim.experimental.optim.rmsprop import RMSprop as RMSprop
from mindshim.experimental.optim.rprop import Rprop as Rprop
from mindshim.experimental.optim.sgd import SGD as SGD

__all__ = [
    "ASGD", "SGD", "Adadelta", "Adagrad", "Adam", "AdamW", "Adamax", "NAdam", "Optimizer", "RAdam", "RMSprop", "Rprop",
]  # fmt: skip
