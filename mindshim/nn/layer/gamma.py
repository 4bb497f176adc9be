"""The gamma function's relatives as layers (offered as `mindspore.nn.layer.math` too)."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim.common import dtype as mstype
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.ops.nn.measures import log_beta


def check_dtype(op: str, name: str, x: Any, *allowed: Any) -> None:
    """TypeError if `x` is no Tensor of one of these dtypes."""
    got = x.dtype if isinstance(x, Tensor) else type(x).__name__
    if got not in allowed:
        raise TypeError(f"For '{op}', the '{name}' should be one of [{', '.join(f'mindspore.{d}' for d in map(str, allowed))}], but got '{got}'.")


class LGamma(Cell):
    """The logarithm of the absolute gamma function (mirrors `mindspore.nn.LGamma`).

    Inputs:
        x: a Tensor of float16 or float32.

    Raises:
        TypeError: for other dtypes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.LGamma()(ms.Tensor([2.0, 4.0])).asnumpy().round(4))
        [0.     1.7918]
    """

    def __init__(self) -> None:
        super().__init__()

    def construct(self, x: Tensor) -> Tensor:
        check_dtype(self.cls_name, "x", x, mstype.float16, mstype.float32)
        return ops.lgamma(x)


class DiGamma(Cell):
    """The derivative of the gamma function's logarithm (mirrors `mindspore.nn.DiGamma`).

    Inputs:
        x: a Tensor of float16 or float32.

    Raises:
        TypeError: for other dtypes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.DiGamma()(ms.Tensor([1.0, 2.0])).asnumpy().round(4))
        [-0.5772  0.4228]
    """

    def __init__(self) -> None:
        super().__init__()

    def construct(self, x: Tensor) -> Tensor:
        check_dtype(self.cls_name, "x", x, mstype.float16, mstype.float32)
        return ops.digamma(x)


class IGamma(Cell):
    """The lower incomplete gamma function, over the whole one (mirrors `mindspore.nn.IGamma`).

    Inputs:
        a, x: Tensors of float32, broadcast together; NaN where one is negative.

    Raises:
        TypeError: for other dtypes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.IGamma()(ms.Tensor([2.0, 4.0]), ms.Tensor([2.0, 3.0])).asnumpy().round(4))
        [0.594  0.3528]
    """

    def __init__(self) -> None:
        super().__init__()
        self.lgamma = LGamma()

    def construct(self, a: Tensor, x: Tensor) -> Tensor:
        check_dtype(self.cls_name, "a", a, mstype.float32)
        check_dtype(self.cls_name, "x", x, mstype.float32)
        return ops.igamma(a, x)


class LBeta(Cell):
    """The logarithm of the beta function (mirrors `mindspore.nn.LBeta`).

    Inputs:
        x, y: Tensors of float16 or float32, both alike, broadcast together.

    Raises:
        TypeError: for other dtypes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.LBeta()(ms.Tensor([2.0, 4.0]), ms.Tensor([2.0, 3.0])).asnumpy().round(4))
        [-1.7918 -4.0943]
    """

    def __init__(self) -> None:
        super().__init__()
        self.lgamma = LGamma()

    def construct(self, x: Tensor, y: Tensor) -> Tensor:
        check_dtype(self.cls_name, "x", x, mstype.float16, mstype.float32)
        check_dtype(self.cls_name, "y", y, x.dtype)
        return log_beta(x, y)
