"""What networks print, and the Cells and Parameters within them. Nothing here imports either package."""

from __future__ import annotations

import importlib
import re
from typing import Any

import numpy as np

CELLS = """
Softmax(1)
MultiClassDiceLoss()
FocalLoss()
Conv1d(2, 3, 3)
Conv1d(2, 3, 3, pad_mode='pad', padding=(1, 2), has_bias=True)
Conv2d(2, 4, (3, 2), stride=2, pad_mode='pad', padding=(1, 0, 1, 1), group=2, has_bias=True, weight_init='normal', bias_init='zeros')
Conv2dTranspose(2, 3, 3, has_bias=True)
MatInverse()
Dense(3, 4, activation='relu')
Dense(3, 4, activation=ops.ReLU())
SequentialCell(SequentialCell(Conv2d(1, 2, 3), BatchNorm2d(2)), CellList([Dense(1, 1)]))
CellDict([['a', ReLU()], ['b', Dense(2, 3)]])
LSTM(3, 4, 2, has_bias=False, batch_first=True, dropout=0.1, bidirectional=True)
GRUCell(3, 4)
WithLossCell(Dense(2, 3), MSELoss())
TrainOneStepCell(WithLossCell(Dense(2, 3), MSELoss()), Momentum([P('a')], 0.1, 0.9))
TrainOneStepWithLossScaleCell(WithLossCell(Dense(2, 3), MSELoss()), Momentum([P('a')], 0.1, 0.9), DynamicLossScaleUpdateCell(2**10, 2, 10))
SGD([{'params': [P('a')], 'lr': 0.1}, {'params': [P('b')]}], 0.2)
Adam([P('a'), P('b')], CosineDecayLR(0.1, 0.2, 4))
LARS(Momentum([P('a'), P('b')], 0.1, 0.9))
msd.Normal(0.0, 1.0)
msd.Normal()
msd.Gamma([1.0], [2.0])
msd.Beta([1.0], [2.0])
msd.Categorical([0.5, 0.5])
msd.Gumbel(0.0, 1.0)
msd.Gumbel([0.0, 1.0], 1.0)
msd.LogNormal(0.0, 1.0)
msd.LogNormal([0.0, 1.0], 1.0)
msd.LogNormal()
msd.TransformedDistribution(msb.Exp(), msd.Normal(0.0, 1.0))
msd.TransformedDistribution(msb.ScalarAffine([2.0]), msd.Normal([0.0], [1.0]))
msb.Softplus(2.0)
msb.Invert(msb.Softplus([1.0, 2.0]))
msb.GumbelCDF(0.0, 1.0)
bnn.DenseReparam(3, 2, activation='relu')
bnn.DenseLocalReparam(3, 2, has_bias=False)
bnn.ConvReparam(2, 3, 2, has_bias=True)
bnn.WithBNNLossCell(SequentialCell(bnn.DenseReparam(3, 2)), MSELoss())
"""


PRIMITIVES = """
LayerNorm()
Softmax(1)
Softmax((0, 1))
Squeeze(2)
Squeeze()
ReLU()
Conv2D(3, 3)
MatMul(transpose_b=True)
ReduceSum(True)
BatchNorm()
Concat(1)
Stack()
MaxPool(2, 2)
OneHot()
TopK()
Elu(1.5)
StridedSlice(1)
Gather()
ArgMaxWithValue(1, True)
CumSum(True)
ROIAlign(2, 2, 0.5)
CTCLoss()
ReLU().add_prim_attr("mine", 3)
Adam()
Assign()
ScatterNdAdd()
StandardNormal(2)
Print()
Dropout(0.5)
"""


class _Names(dict):
    def __init__(self, ms: Any) -> None:
        probability = ms.nn.probability
        super().__init__(ms=ms, ops=ms.ops, msd=probability.distribution, msb=probability.bijector)
        self["bnn"] = importlib.import_module(f"{ms.__name__}.nn.probability.bnn_layers")
        self["P"] = lambda name: ms.Parameter(ms.Tensor(np.ones((2, 3)), ms.float32), name=name)

    def __missing__(self, name: str) -> Any:
        return getattr(self["ms"].nn, name)


def shown(text: Any) -> str:
    """A representation without what differs from process to process and package to package."""
    return re.sub(r"<[\w.]*\.(\w+) object at \w+>", r"<\1>", str(text))


def _case(text: str) -> Any:
    def case(ms: Any) -> dict[str, Any]:
        net = eval(text, {}, _Names(ms))  # noqa: S307
        return {
            "repr": shown(repr(net)),
            "cells": [f"{name}: {type(cell).__name__}" for name, cell in net.cells_and_names()],
            "parameters": [f"{name}: {shown(p)}" for name, p in net.parameters_and_names()],
        }

    return case


def _primitive(text: str) -> Any:
    def case(ms: Any) -> str:
        return repr(eval(f"ops.{text}", {"ops": ms.ops}))  # noqa: S307

    return case


CASES = {text: _case(text) for text in CELLS.split("\n") if text}
CASES |= {f"ops.{text}": _primitive(text) for text in PRIMITIVES.split("\n") if text}
