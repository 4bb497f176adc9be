from mindshim.mint.nn import functional as functional
from mindshim.mint.nn.dropout import Dropout2dExt as Dropout2d
from mindshim.mint.nn.dropout import DropoutExt as Dropout
from mindshim.mint.nn.embedding import EmbeddingExt as Embedding
from mindshim.mint.nn.layer.activation import ELU as ELU
from mindshim.mint.nn.layer.activation import GELU as GELU
from mindshim.mint.nn.layer.activation import GLU as GLU
from mindshim.mint.nn.layer.activation import Hardtanh as Hardtanh
from mindshim.mint.nn.layer.activation import LogSigmoid as LogSigmoid
from mindshim.mint.nn.layer.activation import LogSoftmaxExt as LogSoftmax
from mindshim.mint.nn.layer.activation import Mish as Mish
from mindshim.mint.nn.layer.activation import PReLUExt as PReLU
from mindshim.mint.nn.layer.activation import ReLU6 as ReLU6
from mindshim.mint.nn.layer.activation import SELU as SELU
from mindshim.mint.nn.layer.activation import SiLU as SiLU
from mindshim.mint.nn.layer.activation import Sigmoid as Sigmoid
from mindshim.mint.nn.layer.activation import SoftShrink as Softshrink
from mindshim.mint.nn.layer.activation import SoftmaxExt as Softmax
from mindshim.mint.nn.layer.activation import Tanh as Tanh
from mindshim.mint.nn.layer.activation import Threshold as Threshold
from mindshim.mint.nn.layer.basic import Flatten as Flatten
from mindshim.mint.nn.layer.batch_norm import BatchNorm1d as BatchNorm1d
from mindshim.mint.nn.layer.batch_norm import BatchNorm2d as BatchNorm2d
from mindshim.mint.nn.layer.batch_norm import BatchNorm3d as BatchNorm3d
from mindshim.mint.nn.layer.batch_norm import SyncBatchNorm as SyncBatchNorm
from mindshim.mint.nn.layer.conv import Conv1d as Conv1d
from mindshim.mint.nn.layer.conv import Conv2d as Conv2d
from mindshim.mint.nn.layer.conv import Conv3d as Conv3d
from mindshim.mint.nn.layer.conv import ConvTranspose2d as ConvTranspose2d
from mindshim.mint.nn.layer.normalization import GroupNorm as GroupNorm
from mindshim.mint.nn.layer.normalization import LayerNormExt as LayerNorm
from mindshim.mint.nn.layer.padding import ConstantPad1d as ConstantPad1d
from mindshim.mint.nn.layer.padding import ConstantPad2d as ConstantPad2d
from mindshim.mint.nn.layer.padding import ConstantPad3d as ConstantPad3d
from mindshim.mint.nn.layer.padding import ReflectionPad1d as ReflectionPad1d
from mindshim.mint.nn.layer.padding import ReflectionPad2d as ReflectionPad2d
from mindshim.mint.nn.layer.padding import ReflectionPad3d as ReflectionPad3d
from mindshim.mint.nn.layer.padding import ReplicationPad1d as ReplicationPad1d
from mindshim.mint.nn.layer.padding import ReplicationPad2d as ReplicationPad2d
from mindshim.mint.nn.layer.padding import ReplicationPad3d as ReplicationPad3d
from mindshim.mint.nn.layer.padding import ZeroPad1d as ZeroPad1d
from mindshim.mint.nn.layer.padding import ZeroPad2d as ZeroPad2d
from mindshim.mint.nn.layer.padding import ZeroPad3d as ZeroPad3d
from mindshim.mint.nn.layer.pooling import AdaptiveAvgPool1d as AdaptiveAvgPool1d
from mindshim.mint.nn.layer.pooling import AdaptiveAvgPool2d as AdaptiveAvgPool2d
from mindshim.mint.nn.layer.pooling import AdaptiveAvgPool3d as AdaptiveAvgPool3d
from mindshim.mint.nn.layer.pooling import AdaptiveMaxPool1d as AdaptiveMaxPool1d
from mindshim.mint.nn.layer.pooling import AvgPool1dExt as AvgPool1d
from mindshim.mint.nn.layer.pooling import AvgPool2dExt as AvgPool2d
from mindshim.mint.nn.layer.pooling import AvgPool3dExt as AvgPool3d
from mindshim.mint.nn.layer.pooling import MaxPool2dExt as MaxPool2d
from mindshim.mint.nn.layer.pooling import MaxUnpool2d as MaxUnpool2d
from mindshim.mint.nn.loss import BCELoss as BCELoss
from mindshim.mint.nn.loss import BCEWithLogitsLoss as BCEWithLogitsLoss
from mindshim.mint.nn.loss import CosineEmbeddingLoss as CosineEmbeddingLoss
from mindshim.mint.nn.loss import CrossEntropyLoss as CrossEntropyLoss
from mindshim.mint.nn.loss import KLDivLoss as KLDivLoss
from mindshim.mint.nn.loss import L1LossExt as L1Loss
from mindshim.mint.nn.loss import MSELoss as MSELoss
from mindshim.mint.nn.loss import NLLLoss as NLLLoss
from mindshim.mint.nn.loss import SmoothL1Loss as SmoothL1Loss
from mindshim.mint.nn.rearranging import Fold as Fold
from mindshim.mint.nn.rearranging import PixelShuffle as PixelShuffle
from mindshim.mint.nn.rearranging import UnfoldExt as Unfold
from mindshim.mint.nn.rearranging import UpsampleExt as Upsample
from mindshim.mint.nn.rearranging import UpsamplingBilinear2d as UpsamplingBilinear2d
from mindshim.mint.nn.rearranging import UpsamplingNearest2d as UpsamplingNearest2d
from mindshim.nn.layer.activation import HShrink as Hardshrink
from mindshim.nn.layer.activation import HSigmoid as Hardsigmoid
from mindshim.nn.layer.activation import HSwish as Hardswish
from mindshim.nn.layer.activation import ReLU as ReLU
from mindshim.nn.layer.basic import Identity as Identity
from mindshim.nn.layer.basic import Linear as Linear
from mindshim.nn.layer.pooling import AdaptiveMaxPool2d as AdaptiveMaxPool2d
from mindshim.nn.loss import SoftMarginLoss as SoftMarginLoss

__all__ = [
    "AdaptiveAvgPool1d",
    "AdaptiveAvgPool2d",
    "AdaptiveAvgPool3d",
    "AdaptiveMaxPool1d",
    "AdaptiveMaxPool2d",
    "AvgPool1d",
    "AvgPool2d",
    "AvgPool3d",
    "BCELoss",
    "BCEWithLogitsLoss",
    "BatchNorm1d",
    "BatchNorm2d",
    "BatchNorm3d",
    "ConstantPad1d",
    "ConstantPad2d",
    "ConstantPad3d",
    "Conv1d",
    "Conv2d",
    "Conv3d",
    "ConvTranspose2d",
    "CosineEmbeddingLoss",
    "CrossEntropyLoss",
    "Dropout",
    "Dropout2d",
    "ELU",
    "Embedding",
    "Flatten",
    "Fold",
    "GELU",
    "GLU",
    "GroupNorm",
    "Hardshrink",
    "Hardsigmoid",
    "Hardswish",
    "Hardtanh",
    "Identity",
    "KLDivLoss",
    "L1Loss",
    "LayerNorm",
    "Linear",
    "LogSigmoid",
    "LogSoftmax",
    "MSELoss",
    "MaxPool2d",
    "MaxUnpool2d",
    "Mish",
    "NLLLoss",
    "PReLU",
    "PixelShuffle",
    "ReLU",
    "ReLU6",
    "ReflectionPad1d",
    "ReflectionPad2d",
    "ReflectionPad3d",
    "ReplicationPad1d",
    "ReplicationPad2d",
    "ReplicationPad3d",
    "SELU",
    "SiLU",
    "Sigmoid",
    "SmoothL1Loss",
    "SoftMarginLoss",
    "Softmax",
    "Softshrink",
    "SyncBatchNorm",
    "Tanh",
    "Threshold",
    "Unfold",
    "Upsample",
    "UpsamplingBilinear2d",
    "UpsamplingNearest2d",
    "ZeroPad1d",
    "ZeroPad2d",
    "ZeroPad3d",
    "functional",
]
