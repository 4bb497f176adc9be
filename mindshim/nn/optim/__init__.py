"""Optimizers (mirrors `mindspore.nn.optim`)."""

from mindshim.nn.optim.adam import Adam as Adam
from mindshim.nn.optim.adam import AdamOffload as AdamOffload
from mindshim.nn.optim.adam import AdamWeightDecay as AdamWeightDecay
from mindshim.nn.optim.adam import LazyAdam as LazyAdam
from mindshim.nn.optim.adaptive import ASGD as ASGD
from mindshim.nn.optim.adaptive import FTRL as FTRL
from mindshim.nn.optim.adaptive import Adadelta as Adadelta
from mindshim.nn.optim.adaptive import Adagrad as Adagrad
from mindshim.nn.optim.adaptive import AdaMax as AdaMax
from mindshim.nn.optim.adaptive import Lamb as Lamb
from mindshim.nn.optim.adaptive import ProximalAdagrad as ProximalAdagrad
from mindshim.nn.optim.adaptive import RMSProp as RMSProp
from mindshim.nn.optim.adaptive import Rprop as Rprop
from mindshim.nn.optim.momentum import SGD as SGD
from mindshim.nn.optim.momentum import Momentum as Momentum
from mindshim.nn.optim.optimizer import Optimizer as Optimizer

__all__ = [
    "ASGD", "FTRL", "SGD", "AdaMax", "Adadelta", "Adagrad", "Adam", "AdamOffload", "AdamWeightDecay", "Lamb", "LazyAdam",
    "Momentum", "Optimizer", "ProximalAdagrad", "RMSProp", "Rprop",
]  # fmt: skip
