"""Optimizers (mirrors `mindspore.nn.optim`)."""

from mindshim.nn.optim.ada_grad import Adagrad as Adagrad
from mindshim.nn.optim.adadelta import Adadelta as Adadelta
from mindshim.nn.optim.adafactor import AdaFactor as AdaFactor
from mindshim.nn.optim.adam import Adam as Adam
from mindshim.nn.optim.adam import AdamOffload as AdamOffload
from mindshim.nn.optim.adam import AdamWeightDecay as AdamWeightDecay
from mindshim.nn.optim.adamax import AdaMax as AdaMax
from mindshim.nn.optim.adasum import AdaSumByDeltaWeightWrapCell as AdaSumByDeltaWeightWrapCell
from mindshim.nn.optim.adasum import AdaSumByGradWrapCell as AdaSumByGradWrapCell
from mindshim.nn.optim.asgd import ASGD as ASGD
from mindshim.nn.optim.ftrl import FTRL as FTRL
from mindshim.nn.optim.lamb import Lamb as Lamb
from mindshim.nn.optim.lars import LARS as LARS
from mindshim.nn.optim.lazyadam import LazyAdam as LazyAdam
from mindshim.nn.optim.momentum import Momentum as Momentum
from mindshim.nn.optim.optimizer import Optimizer as Optimizer
from mindshim.nn.optim.proximal_ada_grad import ProximalAdagrad as ProximalAdagrad
from mindshim.nn.optim.rmsprop import RMSProp as RMSProp
from mindshim.nn.optim.rprop import Rprop as Rprop
from mindshim.nn.optim.sgd import SGD as SGD
from mindshim.nn.optim.tft_wrapper import OptTFTWrapper as OptTFTWrapper
from mindshim.nn.optim.thor import thor as thor

__all__ = [
    "ASGD", "FTRL", "LARS", "SGD", "AdaFactor", "AdaMax", "AdaSumByDeltaWeightWrapCell", "AdaSumByGradWrapCell", "Adadelta",
    "Adagrad", "Adam", "AdamOffload", "AdamWeightDecay", "Lamb", "LazyAdam", "Momentum", "OptTFTWrapper", "Optimizer",
    "ProximalAdagrad", "RMSProp", "Rprop", "thor",
]  # fmt: skip
