"""Networks for the cases of `rewrite`, which reads this file."""

from mindspore import nn, ops


def scaled(x, k=2.0):
    x = x * k
    return x


class Le(nn.Cell):
    """A small network with a branch, an operator with two results and a call within a call."""

    def __init__(self, include_top=True):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 2, 3, pad_mode="valid", weight_init="ones")
        self.relu = nn.ReLU()
        self.pool = nn.MaxPool2d(kernel_size=2, stride=2)
        self.include_top = include_top
        self.flatten = nn.Flatten()
        self.fc1 = nn.Dense(8, 6, weight_init="ones", bias_init="ones")
        self.split = ops.Split(1, 2)

    def construct(self, x):
        x = self.conv1(x)
        x = self.relu(x)
        x = self.pool(x)
        if not self.include_top:
            return x
        x = self.flatten(x)
        x = self.relu(self.fc1(x))
        a, b = self.split(x)
        return a + b


class Sub(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(3, 3, weight_init="ones", bias_init="ones")
        self.act = ops.ReLU()

    def construct(self, x):
        return self.act(self.fc(x)) + 1


class Whole(nn.Cell):
    """One of every kind of statement, a network within, a sequence, a function and a method."""

    def __init__(self):
        super().__init__()
        self.a = nn.Dense(3, 3, weight_init="ones", bias_init="ones")
        self.sub = Sub()
        self.seq = nn.SequentialCell(nn.ReLU(), Sub())
        self.layers = nn.CellList([nn.ReLU(), nn.Tanh()])
        self.n = 2
        self.relu = nn.ReLU()
        self.tanh = nn.Tanh()

    def helper(self, z, n):
        z = z * n
        return self.tanh(z)

    def construct(self, x, y=None):
        """Words that are no statement."""
        h = x
        h = self.a(h)
        x = self.relu(self.sub(h))
        for c in self.layers:
            x = c(x)
        if self.n > 1 and x.shape[0] == 2:
            x = self.seq(x)
        elif self.n < 0:
            x = self.relu(x)
        else:
            pass
        z = x.sum() * 2 - self.n
        while z.ndim > 5:
            z = z[0]
        z = scaled(z, k=3)
        z = self.helper(z, 3)
        t = (z, x)
        z, x = t
        s = z.ndim
        q = -z
        z += q
        a = b = z
        d = {"k": a}
        e = d["k"]
        g = lambda v: v  # noqa: E731
        num = 3
        assert s >= 0
        k2 = x if num else z
        m = z * x
        less = z > x
        none = None
        r = g(x).abs()
        return a, b, e, k2, less, m, none, r, self.relu(r)


class Kept(nn.Cell):
    """Several results, in variables and attributes, and annotations."""

    def __init__(self):
        super().__init__()
        self.split = ops.Split(1, 3)
        self.first = None
        self.last = None
        self.end = None

    def construct(self, x):
        a, b, c = self.split(x)
        self.first, self.last = self.pair(b, c)
        d = self.end = self.last
        y = self.first * d
        return y + a

    def pair(self, b: nn.Cell, c: nn.Cell) -> tuple:
        return b, c
