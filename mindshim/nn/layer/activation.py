"""Activation layers (mirrors `mindspore.nn.layer.activation`)."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim.common.initializer import initializer
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell


def _plain(name: str, function: str, argument: str = "x") -> Any:
    """A Cell without attributes that applies `ops.<function>`."""
    call = getattr(ops, function)

    def construct(self: Any, x: Tensor) -> Tensor:
        return call(x)

    doc = f"""Applies `ops.{function}` (mirrors `mindspore.nn.{name}`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.{name}()(ms.Tensor([0.5, 2.0])).shape
        (2,)
    """

    def init(self: Any) -> None:
        Cell.__init__(self)

    return type(name, (Cell,), {"__init__": init, "construct": construct, "__doc__": doc, "__module__": __name__})


ReLU = _plain("ReLU", "relu")
ReLU6 = _plain("ReLU6", "relu6")
Sigmoid = _plain("Sigmoid", "sigmoid")
Tanh = _plain("Tanh", "tanh")
SiLU = _plain("SiLU", "silu")
HSwish = _plain("HSwish", "hardswish")
HSigmoid = _plain("HSigmoid", "hardsigmoid")
LogSigmoid = _plain("LogSigmoid", "logsigmoid")
Softsign = _plain("Softsign", "softsign")
SeLU = _plain("SeLU", "selu")
Mish = _plain("Mish", "mish")
FastGelu = _plain("FastGelu", "fast_gelu")
Tanhshrink = _plain("Tanhshrink", "tanhshrink")


class _OfAxis(Cell):
    def __init__(self, axis: Any = -1) -> None:
        super().__init__()
        self.axis = axis

    def extend_repr(self) -> str:
        return f"axis={self.axis}"


class Softmax(_OfAxis):
    """Softmax along an axis (mirrors `mindspore.nn.Softmax`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Softmax()(ms.Tensor([0.0, 0.0])))
        [0.5 0.5]
    """

    def __init__(self, axis: Any = -1) -> None:
        super().__init__(axis)
        self.softmax = ops.Softmax((axis,) if isinstance(axis, int) else axis)

    def construct(self, input: Tensor) -> Tensor:
        return ops.softmax(input, self.axis)


class LogSoftmax(_OfAxis):
    """The logarithm of softmax along an axis (mirrors `mindspore.nn.LogSoftmax`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.LogSoftmax()(ms.Tensor([0.0, 0.0])).shape
        (2,)
    """

    def construct(self, x: Tensor) -> Tensor:
        return ops.log_softmax(x, self.axis)

    def extend_repr(self) -> str:
        return ""


class GELU(Cell):
    """The Gaussian error linear unit, by its tanh approximation unless `approximate` is False (mirrors `mindspore.nn.GELU`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.GELU()(ms.Tensor([0.0, 1.0])).shape
        (2,)
    """

    def __init__(self, approximate: bool = True) -> None:
        super().__init__()
        if not isinstance(approximate, bool):
            raise TypeError(f"For 'GELU', the 'approximate' must be bool, but got {type(approximate).__name__}.")
        self.approximate = approximate

    def construct(self, x: Tensor) -> Tensor:
        return ops.gelu(x, approximate="tanh" if self.approximate else "none")


class LeakyReLU(Cell):
    """x where x > 0, alpha * x elsewhere (mirrors `mindspore.nn.LeakyReLU`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.LeakyReLU(0.5)(ms.Tensor([-1.0, 1.0])))
        [-0.5  1. ]
    """

    def __init__(self, alpha: float = 0.2) -> None:
        super().__init__()
        if not isinstance(alpha, (int, float)):
            raise TypeError(f"For 'LeakyReLU', the 'alpha' must be float or int, but got {type(alpha).__name__}.")
        self.alpha = alpha

    def construct(self, x: Tensor) -> Tensor:
        return ops.leaky_relu(x, self.alpha)


class ELU(Cell):
    """x where x > 0, alpha * (exp(x) - 1) elsewhere (mirrors `mindspore.nn.ELU`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.ELU()(ms.Tensor([1.0])))
        [1.]
    """

    def __init__(self, alpha: float = 1.0) -> None:
        super().__init__()
        self.alpha = alpha

    def construct(self, x: Tensor) -> Tensor:
        return ops.elu(x, self.alpha)


class PReLU(Cell):
    """x where x > 0, w * x elsewhere, with learned w (mirrors `mindspore.nn.PReLU`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.PReLU()(ms.Tensor([[-1.0, 1.0]])))
        [[-0.25  1.  ]]
    """

    def __init__(self, channel: int = 1, w: Any = 0.25) -> None:
        super().__init__()
        if not isinstance(channel, int) or channel <= 0:
            raise ValueError(f"For 'PReLU', the 'channel' must be int and must > 0, but got {channel!r}.")
        if isinstance(w, (float, int)):
            w = initializer(float(w), [channel])
        elif isinstance(w, list):
            w = Tensor([float(v) for v in w])
        self.w = Parameter(w, name="a")

    def construct(self, x: Tensor) -> Tensor:
        return ops.prelu(x, self.w)


_NAMES = {
    "softmax": Softmax,
    "logsoftmax": LogSoftmax,
    "relu": ReLU,
    "relu6": ReLU6,
    "tanh": Tanh,
    "gelu": GELU,
    "fast_gelu": FastGelu,
    "elu": ELU,
    "sigmoid": Sigmoid,
    "prelu": PReLU,
    "leakyrelu": LeakyReLU,
    "hswish": HSwish,
    "hsigmoid": HSigmoid,
    "logsigmoid": LogSigmoid,
}


def get_activation(name: str | None, prim_name: str | None = None) -> Any:
    """The activation Cell of a name, None for None (mirrors `mindspore.nn.get_activation`).

    Raises:
        KeyError: for an unknown name.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.get_activation("relu")
        ReLU()
    """
    if name is None:
        return None
    if name not in _NAMES:
        raise KeyError(f"For '{prim_name or 'get_activation'}', the 'name' must be in {list(_NAMES)}, but got {name}.")
    return _NAMES[name]()
