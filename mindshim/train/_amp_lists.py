"""Which Cells and operators each level of mixed precision changes."""

from __future__ import annotations

from functools import cache
from typing import Any

_LOW_CELLS = "Conv1d Conv2d Conv3d Conv1dTranspose Conv2dTranspose Conv3dTranspose Dense LSTMCell RNNCell GRUCell"
_LOW_OPERATORS = "Conv2D Conv3D Conv2DTranspose Conv3DTranspose Conv2DBackpropInput MatMul BatchMatMul PReLU ReLU Ger"
_FULL_CELLS = "BatchNorm1d BatchNorm2d BatchNorm3d LayerNorm"

#: Names of the operators that level 'auto' runs in low precision, and in float32.
AUTO_LOW = (
    "Conv2D Conv3D Conv2DExt Conv3DExt ConvTranspose2D Conv2DTranspose Conv3DTranspose Convolution MatMul MatMulExt "
    "BatchMatMul BatchMatMulExt PReLU Einsum Dense Addmm Addbmm Addmv Baddbmm Mv"
).split()
AUTO_FULL = (
    "Pow ACos Asin Cosh Erfinv Exp Expm1 Log Log10 Log1p Log2 Reciprocal Rsqrt Sinh Tan Softplus SoftplusExt LayerNorm "
    "LayerNormExt BatchNorm BatchNormExt GroupNorm Norm KLDivLoss SmoothL1Loss MultilabelMarginLoss SoftMarginLoss "
    "TripletMarginLoss MultiMarginLoss BCEWithLogitsLoss Pdist Cdist Renorm ReduceProd Softmax LogSoftmax LogSoftmaxExt "
    "CumProd CumSum CumsumExt ProdExt SumExt L1LossExt MSELossExt NLLLoss NLLLoss2d"
).split()


@cache
def low_precision() -> tuple[type, ...]:
    """The Cells and operators that level O1 runs in low precision."""
    from mindshim import nn
    from mindshim.ops import operations

    cells = [getattr(nn, name) for name in _LOW_CELLS.split() if hasattr(nn, name)]
    return (*cells, *[getattr(operations, name) for name in _LOW_OPERATORS.split()])


@cache
def full_precision() -> tuple[type, ...]:
    """The Cells that level O2 leaves in float32."""
    from mindshim import nn

    return tuple(getattr(nn, name) for name in _FULL_CELLS.split())


def check_list(given: Any, name: str) -> None:
    """TypeError unless `given` is a list of classes that may stand in the list called `name`."""
    from mindshim.log import warning
    from mindshim.nn.cell import Cell
    from mindshim.ops.primitive import Primitive

    if not isinstance(given, list):
        raise TypeError(f"The type of {name} should be list, but got {type(given)}")
    for item in given:
        if not isinstance(item, type):
            raise TypeError(f"The element in {name} should be a class, but got {item}")
        if name == "white_list" and not issubclass(item, (Cell, Primitive)):
            raise TypeError(
                f"The subclass of element in {name} should be one of 'Cell' and 'Primitive', but got {item}"
            )
        if name == "black_list" and not issubclass(item, Cell):
            raise TypeError(f"The subclass of element in {name} should be one of 'Cell', but got {item}")
    if name == "black_list":
        for item in full_precision():
            if item not in given:
                warning(f"{item} is removed from internal black list.")
