"""A network with what the levels of mixed precision tell apart. MindSpore's rewriting of it reads this file."""

from mindspore import nn, ops


class Block(nn.Cell):
    """Layers, operator objects and functions side by side."""

    def __init__(self) -> None:
        super().__init__()
        self.fc = nn.Dense(4, 4, weight_init="ones", bias_init="ones")
        self.bn = nn.BatchNorm1d(4)
        self.relu = ops.ReLU()
        self.act = nn.ReLU()
        self.mm = ops.MatMul()

    def construct(self, x):
        y = self.bn(self.fc(x))
        a = self.relu(y)
        b = self.act(x)
        z = self.mm(x, x)
        c = ops.relu(x)
        d = ops.matmul(x, x)
        e = ops.exp(x)
        f = ops.softmax(x)
        return y, a, b, z, c, d, x + 1, e, f, x * x


class Net(nn.Cell):
    """A container, a block and a convolution."""

    def __init__(self) -> None:
        super().__init__()
        self.seq = nn.SequentialCell(nn.Dense(4, 4, weight_init="ones", bias_init="ones", activation="relu"), nn.LayerNorm((4,)))
        self.block = Block()
        self.conv = nn.Conv2d(1, 1, 2, weight_init="ones", has_bias=True, bias_init="ones")
        self.k = 3

    def construct(self, x):
        h = self.seq(x)
        b = self.block(x)
        c = self.conv(h.expand_dims(0).expand_dims(0))
        return x, h, b, c


class Small(nn.Cell):
    """Two products with a normalisation between them."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Dense(4, 4, weight_init="ones", bias_init="ones")
        self.bn = nn.BatchNorm1d(4)
        self.last = nn.Dense(4, 1, weight_init="ones", bias_init="ones")

    def construct(self, x):
        x = self.first(x)
        x = self.bn(x)
        x = self.last(x)
        return x
