from mindshim.mint.nn import functional as functional
from mindshim.mint.nn.activation import ELU as ELU
from mindshim.mint.nn.activation import GELU as GELU
from mindshim.mint.nn.activation import GLU as GLU
from mindshim.mint.nn.activation import LogSigmoid as LogSigmoid
from mindshim.mint.nn.activation import LogSoftmaxExt as LogSoftmax
from mindshim.mint.nn.activation import Mish as Mish
from mindshim.mint.nn.activation import ReLU6 as ReLU6
from mindshim.mint.nn.activation import SELU as SELU
from mindshim.mint.nn.activation import SiLU as SiLU
from mindshim.mint.nn.activation import Sigmoid as Sigmoid
from mindshim.mint.nn.activation import SoftmaxExt as Softmax
from mindshim.mint.nn.activation import Tanh as Tanh
from mindshim.mint.nn.activation import Threshold as Threshold
from mindshim.nn.layer.activation import HShrink as Hardshrink
from mindshim.nn.layer.activation import HSigmoid as Hardsigmoid
from mindshim.nn.layer.activation import HSwish as Hardswish
from mindshim.nn.layer.activation import ReLU as ReLU
from mindshim.nn.layer.basic import Identity as Identity
from mindshim.nn.layer.basic import Linear as Linear
from mindshim.nn.layer.pooling import AdaptiveMaxPool2d as AdaptiveMaxPool2d
from mindshim.nn.loss import SoftMarginLoss as SoftMarginLoss

__all__ = [
    "AdaptiveMaxPool2d",
    "ELU",
    "GELU",
    "GLU",
    "Hardshrink",
    "Hardsigmoid",
    "Hardswish",
    "Identity",
    "Linear",
    "LogSigmoid",
    "LogSoftmax",
    "Mish",
    "ReLU",
    "ReLU6",
    "SELU",
    "SiLU",
    "Sigmoid",
    "SoftMarginLoss",
    "Softmax",
    "Tanh",
    "Threshold",
    "functional",
]
