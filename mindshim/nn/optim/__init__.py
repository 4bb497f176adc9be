"""Optimizers (mirrors `mindspore.nn.optim`)."""

from mindshim.nn.optim.ada_grad import Adagrad as Adagrad
from mindshim.nn.optim.adadelta import Adadelta as Adadelta
from mindshim.nn.optim.adam import Adam as Adam
from mindshim.nn.optim.adam import AdamOffload as AdamOffload
from mindshim.nn.optim.adam import AdamWeightDecay as AdamWeightDecay
from mindshim.nn.optim.adamax import AdaMax as AdaMax
from mindshim.nn.optim.asgd import ASGD as ASGD
from mindshim.nn.optim.ftrl import FTRL as FTRL
from mindshim.nn.optim.lamb import Lamb as Lamb
from mindshim.nn.optim.lazyadam import LazyAdam as LazyAdam
from mindshim.nn.optim.momentum import Momentum as Momentum
from mindshim.nn.optim.optimizer import Optimizer as Optimizer
from mindshim.nn.optim.proximal_ada_grad import ProximalAdagrad as ProximalAdagrad
from mindshim.nn.optim.rmsprop import RMSProp as RMSProp
from mindshim.nn.optim.rprop import Rprop as Rprop
from mindshim.nn.optim.sgd import SGD as SGD

__all__ = [
    "ASGD", "FTRL", "SGD", "AdaMax", "Adadelta", "Adagrad", "Adam", "AdamOffload", "AdamWeightDecay", "Lamb", "LazyAdam",
    "Momentum", "Optimizer", "ProximalAdagrad", "RMSProp", "Rprop",
]  # fmt: skip
