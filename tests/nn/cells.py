"""Small Cells that the tests of Cell share."""

from __future__ import annotations

import mindshim as ms
from mindshim import Parameter, ParameterTuple, Tensor, nn
from mindshim.common.initializer import initializer


def param(value=(1.0, 2.0), name=None, **settings):
    return Parameter(Tensor(list(value)), name=name, **settings)


class Leaf(nn.Cell):
    """Two Parameters, as a dense layer has them."""

    def __init__(self, has_bias=True):
        super().__init__()
        self.weight = Parameter(initializer("ones", [2]), name="weight")
        if has_bias:
            self.bias = Parameter(initializer("zeros", [2]), name="bias")

    def construct(self, x):
        return x * self.weight

    def extend_repr(self):
        return "n=2"


class Act(nn.Cell):
    def construct(self, x):
        return x


class Net(nn.Cell):
    def __init__(self, **settings):
        super().__init__(**settings)
        self.w = param()
        self.fc = Leaf()
        self.k = 3
        self.t = Tensor([1.0])
        self.n = None

    def construct(self, x):
        return self.fc(x)


class Named(nn.Cell):
    """Parameters with names of their own."""

    def __init__(self, **settings):
        super().__init__(**settings)
        self.v = param(name="custom")
        self.w = param()
        self.pa = ParameterTuple([param(name="pa"), param(name="pb")])

    def construct(self, x):
        return x


class Deep(nn.Cell):
    def __init__(self, **settings):
        super().__init__(**settings)
        self.a = Named()
        self.fc = Leaf()
        self.z = param(name="zz")
        self.seq = nn.SequentialCell(Leaf(), Act(), Leaf())


def names(cell):
    return [p.name for p in cell.get_parameters()]


X = ms.Tensor([1.0, 2.0])
