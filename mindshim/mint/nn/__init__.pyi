from mindshim.mint.nn import functional as functional
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
    "Hardshrink",
    "Hardsigmoid",
    "Hardswish",
    "Identity",
    "Linear",
    "ReLU",
    "SoftMarginLoss",
    "functional",
]
