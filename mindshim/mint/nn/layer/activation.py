"""Activation layers (mirrors the activations of `mindspore.mint.nn`).

Each applies the function of `mint.nn.functional` of its name; some classes print under MindSpore's inner name.
"""

from __future__ import annotations

from typing import Any

from mindshim.common import dtype as mstype
from mindshim.common.initializer import Constant, initializer
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.mint.nn import functional as F
from mindshim.nn.cell import Cell


class SiLU(Cell):
    """`x * sigmoid(x)`, element by element (mirrors `mindspore.mint.nn.SiLU`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.SiLU()(ms.Tensor([0.0, 1.0])))
        [0.        0.7310589]
    """

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def construct(self, x: Tensor) -> Tensor:
        return F.silu(x, self.inplace)


class ReLU6(Cell):
    """`min(max(x, 0), 6)`, element by element (mirrors `mindspore.mint.nn.ReLU6`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.ReLU6()(ms.Tensor([-1.0, 7.0])))
        [0. 6.]
    """

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def construct(self, input: Tensor) -> Tensor:
        return F.relu6(input, self.inplace)


class ELU(Cell):
    """`x` where positive, else `alpha * (exp(x) - 1)` (mirrors `mindspore.mint.nn.ELU`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.ELU()(ms.Tensor([-1.0, 2.0])))
        [-0.63212055  2.        ]
    """

    def __init__(self, alpha: float = 1.0, inplace: bool = False) -> None:
        super().__init__()
        self.alpha = alpha
        self.inplace = inplace

    def construct(self, input: Tensor) -> Tensor:
        return F.elu(input, self.alpha, self.inplace)


class GELU(Cell):
    """`x` times the normal distribution function at `x` (`approximate='tanh'`: by the tanh formula) (mirrors `mindspore.mint.nn.GELU`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.GELU()(ms.Tensor([0.0, 1.0])))
        [0.        0.8413447]
    """

    def __init__(self, approximate: str = "none") -> None:
        super().__init__()
        self.approximate = approximate

    def construct(self, input: Tensor) -> Tensor:
        return F.gelu(input, approximate=self.approximate)


class GLU(Cell):
    """The first half along `dim` times the sigmoid of the second half (mirrors `mindspore.mint.nn.GLU`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.GLU()(ms.Tensor([2.0, 0.0])))
        [1.]
    """

    def __init__(self, dim: int = -1) -> None:
        super().__init__()
        self.dim = dim

    def construct(self, input: Tensor) -> Tensor:
        return F.glu(input, self.dim)


class SELU(Cell):
    """The self-normalizing scaled exponential unit (mirrors `mindspore.mint.nn.SELU`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.SELU()(ms.Tensor([0.0, 1.0])))
        [0.       1.050701]
    """

    def construct(self, input: Tensor) -> Tensor:
        return F.selu(input)


class Mish(Cell):
    """`x * tanh(softplus(x))`, element by element (mirrors `mindspore.mint.nn.Mish`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.Mish()(ms.Tensor([0.0, 1.0])))
        [0.        0.8650985]
    """

    def construct(self, input: Tensor) -> Tensor:
        return F.mish(input)


class LogSigmoid(Cell):
    """The logarithm of the sigmoid (mirrors `mindspore.mint.nn.LogSigmoid`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.LogSigmoid()(ms.Tensor([0.0, 1.0])))
        [-0.6931472 -0.3132617]
    """

    def __init__(self) -> None:
        super().__init__()

    def construct(self, input: Tensor) -> Tensor:
        return F.logsigmoid(input)


class Sigmoid(Cell):
    """`1 / (1 + exp(-x))`, element by element (mirrors `mindspore.mint.nn.Sigmoid`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.Sigmoid()(ms.Tensor([0.0, 1.0])))
        [0.5       0.7310589]
    """

    def __init__(self) -> None:
        super().__init__()

    def construct(self, input: Tensor) -> Tensor:
        return F.sigmoid(input)


class Tanh(Cell):
    """The hyperbolic tangent (mirrors `mindspore.mint.nn.Tanh`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.Tanh()(ms.Tensor([0.0, 1.0])))
        [0.        0.7615942]
    """

    def __init__(self) -> None:
        super().__init__()

    def construct(self, input: Tensor) -> Tensor:
        return F.tanh(input)


class SoftmaxExt(Cell):
    """Exponentials that sum to one along `dim` (mirrors `mindspore.mint.nn.Softmax`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.Softmax(-1)(ms.Tensor([0.0, 0.0])))
        [0.5 0.5]
    """

    def __init__(self, dim: int | None = None) -> None:
        super().__init__()
        self.dim = dim

    def construct(self, input: Tensor) -> Tensor:
        return F.softmax(input, self.dim)


class LogSoftmaxExt(Cell):
    """The logarithm of the softmax along `dim` (mirrors `mindspore.mint.nn.LogSoftmax`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.LogSoftmax(-1)(ms.Tensor([0.0, 0.0])))
        [-0.6931472 -0.6931472]
    """

    def __init__(self, dim: int | None = None) -> None:
        super().__init__()
        self.dim = dim

    def construct(self, x: Tensor) -> Tensor:
        return F.log_softmax(x, self.dim)


class Threshold(Cell):
    """`x` where above `threshold`, else `value` (mirrors `mindspore.mint.nn.Threshold`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.Threshold(0.1, 20.0)(ms.Tensor([0.0, 2.0])))
        [20.  2.]
    """

    def __init__(self, threshold: float, value: float, inplace: bool = False) -> None:
        super().__init__()
        self.threshold = threshold
        self.value = value
        self.inplace = inplace

    def construct(self, input: Tensor) -> Tensor:
        return F.threshold(input, self.threshold, self.value, self.inplace)


class SoftShrink(Cell):
    """`x` moved towards zero by `lambd`, zero within it (mirrors `mindspore.mint.nn.Softshrink`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.Softshrink(0.5)(ms.Tensor([-1.0, 0.2, 2.0])))
        [-0.5  0.   1.5]
    """

    def __init__(self, lambd: float = 0.5) -> None:
        super().__init__()
        self.lambd = lambd

    def construct(self, input: Tensor) -> Tensor:
        return F.softshrink(input, self.lambd)


class PReLUExt(Cell):
    """`x` where positive, else `weight * x` with a trained weight (mirrors `mindspore.mint.nn.PReLU`).

    Args:
        num_parameters: 1, or one for each channel. init: their start. dtype: of the Parameter, float32 if None.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.PReLU()(ms.Tensor([-1.0, 2.0])))
        [-0.25  2.  ]
    """

    def __init__(self, num_parameters: int = 1, init: float = 0.25, dtype: Any = None) -> None:
        super().__init__()
        dtype = mstype.float32 if dtype is None else dtype
        self.weight = Parameter(initializer(Constant(init), (num_parameters,), dtype), name="weight")

    def construct(self, input: Tensor) -> Tensor:
        return F.prelu(input, self.weight)


class Hardtanh(Cell):
    """Elements below `min_val` or above `max_val` become these (mirrors `mindspore.mint.nn.Hardtanh`).

    Args:
        min_val, max_val: the bounds. inplace: write the result into the input.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.Hardtanh()(ms.Tensor([-2.0, 0.5, 2.0])))
        [-1.   0.5  1. ]
    """

    def __init__(self, min_val: float = -1.0, max_val: float = 1.0, inplace: bool = False) -> None:
        super().__init__()
        self.min_val, self.max_val, self.inplace = min_val, max_val, inplace

    def construct(self, input: Tensor) -> Tensor:
        return F.hardtanh(input, self.min_val, self.max_val, self.inplace)
