"""Losses (mirrors `mindspore.nn.loss`)."""

from mindshim.nn.loss.loss import BCELoss as BCELoss
from mindshim.nn.loss.loss import BCEWithLogitsLoss as BCEWithLogitsLoss
from mindshim.nn.loss.loss import CrossEntropyLoss as CrossEntropyLoss
from mindshim.nn.loss.loss import HuberLoss as HuberLoss
from mindshim.nn.loss.loss import KLDivLoss as KLDivLoss
from mindshim.nn.loss.loss import L1Loss as L1Loss
from mindshim.nn.loss.loss import LossBase as LossBase
from mindshim.nn.loss.loss import MAELoss as MAELoss
from mindshim.nn.loss.loss import MSELoss as MSELoss
from mindshim.nn.loss.loss import NLLLoss as NLLLoss
from mindshim.nn.loss.loss import PoissonNLLLoss as PoissonNLLLoss
from mindshim.nn.loss.loss import RMSELoss as RMSELoss
from mindshim.nn.loss.loss import SmoothL1Loss as SmoothL1Loss
from mindshim.nn.loss.loss import SoftmaxCrossEntropyWithLogits as SoftmaxCrossEntropyWithLogits
