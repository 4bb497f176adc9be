"""Activation layers (mirrors `mindspore.nn.layer.activation`)."""

from __future__ import annotations

from typing import Any

from mindshim import _checkparam as check
from mindshim import ops
from mindshim.common.initializer import initializer
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer._arguments import need_tensor, positive_int


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
        self.alpha = check.check_value_type("alpha", alpha, [float], "ELU")

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
        positive_int("PReLU", "channel", channel)
        if isinstance(w, float):
            w = initializer(w, [channel])
        elif isinstance(w, list):
            w = Tensor([float(v) for v in w])
        elif not isinstance(w, Tensor):
            raise TypeError(f"For 'PReLU', the 'w' only supported float, list and tensor, but got {type(w).__name__}.")
        self.w = Parameter(w, name="a")

    def construct(self, x: Tensor) -> Tensor:
        return ops.prelu(x, self.w)


class CELU(Cell):
    """max(x, 0) + min(alpha * (exp(x / alpha) - 1), 0) (mirrors `mindspore.nn.CELU`).

    Args:
        alpha: a float, not 0.

    Raises:
        TypeError: if `alpha` is no float. ValueError: if it is 0.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.CELU()(ms.Tensor([0.0, 1.0])))
        [0. 1.]
    """

    def __init__(self, alpha: float = 1.0) -> None:
        super().__init__()
        check.check_value_type("alpha", alpha, [float], self.cls_name)
        if alpha == 0:
            raise ValueError(f"For '{self.cls_name}', the 'alpha' must be not equal to 0, but got {alpha}.")
        self.celu = ops.CeLU(alpha)

    def construct(self, x: Tensor) -> Tensor:
        return self.celu(x)


class GLU(Cell):
    """a * sigmoid(b) for the two halves a, b of the Tensor along `axis` (mirrors `mindspore.nn.GLU`).

    Raises:
        TypeError: if `axis` is no int. ValueError: if the axis has no halves.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.GLU()(ms.Tensor([2.0, 0.0])))
        [1.]
    """

    def __init__(self, axis: int = -1) -> None:
        super().__init__()
        self.dim = axis

    def construct(self, x: Tensor) -> Tensor:
        return ops.glu(x, self.dim)


class HShrink(Cell):
    """x where |x| > lambd, 0 elsewhere (mirrors `mindspore.nn.HShrink`).

    Raises:
        TypeError: if `lambd` is no number.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.HShrink()(ms.Tensor([0.25, 1.0])))
        [0. 1.]
    """

    def __init__(self, lambd: float = 0.5) -> None:
        super().__init__()
        check.check_value_type("lambd", lambd, [bool, int, float], self.cls_name)
        self.hshrink = ops.HShrink(lambd)

    def construct(self, input: Tensor) -> Tensor:
        return self.hshrink(input)


class SoftShrink(Cell):
    """x moved towards zero by lambd, 0 where |x| <= lambd (mirrors `mindspore.nn.SoftShrink`).

    Raises:
        TypeError: if `lambd` is no number. RuntimeError: if it is negative.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.SoftShrink()(ms.Tensor([0.25, 1.0])))
        [0.  0.5]
    """

    def __init__(self, lambd: float = 0.5) -> None:
        super().__init__()
        check.check_value_type("lambd", lambd, [bool, int, float], self.cls_name)
        if lambd < 0:
            raise RuntimeError(f"For '{self.cls_name}', the 'lambd' must be greater or equal to 0, but got {lambd}.")
        self.softshrink = ops.SoftShrink(lambd)

    def construct(self, input: Tensor) -> Tensor:
        return self.softshrink(input)


class Hardtanh(Cell):
    """x limited to [min_val, max_val] (mirrors `mindspore.nn.Hardtanh`).

    Raises:
        TypeError: if a limit is no number. ValueError: if they are not in order.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Hardtanh()(ms.Tensor([0.5, 3.0])))
        [0.5 1. ]
    """

    def __init__(self, min_val: float = -1.0, max_val: float = 1.0) -> None:
        super().__init__()
        self.min_val, self.max_val = min_val, max_val
        if min_val >= max_val:
            raise ValueError(f"For Hardtanh, min_val should be less than max_val,but got {min_val} and {max_val}")

    def construct(self, x: Tensor) -> Tensor:
        return ops.hardtanh(x, self.min_val, self.max_val)


class RReLU(Cell):
    """x where x > 0, elsewhere x times a random slope, while training and otherwise (mirrors `mindspore.nn.RReLU`).

    Args:
        lower, upper: the limits of the slopes.

    Raises:
        TypeError: if a limit is no number. ValueError: if they are not in order.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.RReLU()(ms.Tensor([1.0, 2.0])))
        [1. 2.]
    """

    def __init__(self, lower: float = 1.0 / 8, upper: float = 1.0 / 3) -> None:
        super().__init__()
        for name, value in (("upper", upper), ("lower", lower)):
            check.check_value_type(name, value, [float, int], self.cls_name)
        if lower > upper:
            raise ValueError(f"For {self.cls_name}, the value of 'upper' must be greater than or equal to 'lower', but got upper: {upper}, lower: {lower}.")
        self.lower, self.upper = lower, upper

    def construct(self, x: Tensor) -> Tensor:
        return ops.rrelu(x, self.lower, self.upper)


class Threshold(Cell):
    """x where x > threshold, `value` elsewhere (mirrors `mindspore.nn.Threshold`).

    Raises:
        TypeError: if an argument is no number.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Threshold(0.5, 9.0)(ms.Tensor([0.25, 1.0])))
        [9. 1.]
    """

    def __init__(self, threshold: float, value: float) -> None:
        super().__init__()
        self.threshold, self.value = threshold, value

    def construct(self, input_x: Tensor) -> Tensor:
        return ops.threshold(input_x, self.threshold, self.value)


class Softmin(Cell):
    """Softmax of -x along `axis` (mirrors `mindspore.nn.Softmin`).

    Raises:
        TypeError: if `axis` is neither an int nor a tuple. ValueError: if it is out of range.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Softmin()(ms.Tensor([0.0, 0.0])))
        [0.5 0.5]
    """

    def __init__(self, axis: Any = -1) -> None:
        super().__init__()
        self.axis = axis

    def construct(self, x: Tensor) -> Tensor:
        return ops.softmin(x, self.axis)


class Softmax2d(Cell):
    """Softmax over the channels of (N, C, H, W) or (C, H, W) (mirrors `mindspore.nn.Softmax2d`).

    Raises:
        ValueError: for other numbers of axes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Softmax2d()(ms.Tensor([[[0.0]], [[0.0]]])).flatten())
        [0.5 0.5]
    """

    def __init__(self) -> None:
        super().__init__()

    def construct(self, x: Tensor) -> Tensor:
        need_tensor(self.cls_name, "x", x)
        if x.ndim not in (3, 4):
            raise ValueError(f"For '{self.cls_name}', the in_shape must have 3 or 4 dims, but got {x.ndim}.")
        return ops.softmax(x, -3)


class LRN(Cell):
    """Every element divided by a power of the squares of neighbouring channels (mirrors `mindspore.nn.LRN`).

    The divisor is `(bias + alpha * sum of squares of 2 * depth_radius + 1 channels) ** beta`.

    Args:
        depth_radius, bias, alpha, beta: of that formula. norm_region: 'ACROSS_CHANNELS'.

    Raises:
        TypeError, ValueError: for arguments that are none of these, or inputs without four axes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.LRN(bias=3.0)(ms.ops.ones((1, 1, 1, 1))))
        [[[[0.5]]]]
    """

    def __init__(
        self, depth_radius: int = 5, bias: float = 1.0, alpha: float = 1.0, beta: float = 0.5, norm_region: str = "ACROSS_CHANNELS"
    ) -> None:
        super().__init__()
        op = self.cls_name
        check.check_value_type("depth_radius", depth_radius, [int], op)
        check.check_non_negative_int(depth_radius, "depth_radius", op)
        for name, value in (("bias", bias), ("alpha", alpha), ("beta", beta)):
            check.check_value_type(name, value, [float], op)
        check.check_value_type("norm_region", norm_region, [str], op)
        check.check_string(norm_region, ["ACROSS_CHANNELS"], "norm_region", op)
        self.lrn_op = ops.LRN(depth_radius, bias, alpha, beta, norm_region)

    def construct(self, input_x: Tensor) -> Tensor:
        return self.lrn_op(input_x)


_NAMES = {
    "softmin": Softmin,
    "softmax": Softmax,
    "softmax2d": Softmax2d,
    "logsoftmax": LogSoftmax,
    "relu": ReLU,
    "relu6": ReLU6,
    "rrelu": RReLU,
    "silu": SiLU,
    "tanh": Tanh,
    "tanhshrink": Tanhshrink,
    "hardtanh": Hardtanh,
    "gelu": GELU,
    "fast_gelu": FastGelu,
    "elu": ELU,
    "sigmoid": Sigmoid,
    "softsign": Softsign,
    "prelu": PReLU,
    "leakyrelu": LeakyReLU,
    "hswish": HSwish,
    "hsigmoid": HSigmoid,
    "logsigmoid": LogSigmoid,
    "softshrink": SoftShrink,
    "hshrink": HShrink,
    "threshold": Threshold,
    "mish": Mish,
}

# The name under which programs import the table.
_activation = _NAMES


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
        start = f"For '{prim_name}', the" if prim_name else "The"
        raise KeyError(f"{start} 'name' must be in {list(_NAMES)}, but got {name}.")
    return _NAMES[name]()
