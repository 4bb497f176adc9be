"""A linear map, normalisation and activation as one layer (mirrors `mindspore.nn.layer.combined`)."""

from __future__ import annotations

from typing import Any

from mindshim import _checkparam as check
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer.activation import LeakyReLU, get_activation
from mindshim.nn.layer.basic import Dense
from mindshim.nn.layer.conv import Conv2d
from mindshim.nn.layer.normalization import BatchNorm1d, BatchNorm2d
from mindshim.ops.primitive import Primitive


class _Combined(Cell):
    """What follows the linear map."""

    _map = ""

    def _follow(self, norm: Any, has_bn: Any, after_fake: Any, activation: Any, alpha: float) -> None:
        op = self.cls_name
        self.has_bn = check.check_bool(has_bn, "has_bn", op)
        self.has_act = activation is not None
        self.after_fake = check.check_bool(after_fake, "after_fake", op)
        if has_bn:
            self.batchnorm = norm()
        if activation == "leakyrelu":
            self.activation: Any = LeakyReLU(alpha)
        else:
            self.activation = get_activation(activation) if isinstance(activation, str) else activation
            if activation is not None and not isinstance(self.activation, (Cell, Primitive)):
                raise TypeError(f"For '{op}', the 'activation' must be str or Cell or Primitive, but got {type(activation).__name__}.")

    def construct(self, x: Tensor) -> Tensor:
        x = getattr(self, self._map)(x)
        if self.has_bn:
            x = self.batchnorm(x)
        return self.activation(x) if self.has_act else x


class Conv2dBnAct(_Combined):
    """A convolution, batch normalisation and an activation (mirrors `mindspore.nn.Conv2dBnAct`).

    Args:
        in_channels, out_channels, kernel_size, stride, pad_mode, padding, dilation, group, has_bias, weight_init,
            bias_init: see `Conv2d`. has_bn: whether to normalise. momentum, eps: see `BatchNorm2d`. activation: a name,
            Cell or Primitive, or None. alpha: the slope of 'leakyrelu'. after_fake: kept.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.Conv2dBnAct(3, 4, 3, has_bn=True, activation="relu")(ms.ops.ones((1, 3, 5, 5))).shape
        (1, 4, 5, 5)
    """

    _map = "conv"

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: Any, stride: Any = 1, pad_mode: str = "same", padding: Any = 0,
        dilation: Any = 1, group: int = 1, has_bias: bool = False, weight_init: Any = "normal", bias_init: Any = "zeros",
        has_bn: bool = False, momentum: float = 0.997, eps: float = 1e-5, activation: Any = None, alpha: float = 0.2,
        after_fake: bool = True,
    ) -> None:  # fmt: skip
        super().__init__()
        self.conv = Conv2d(
            in_channels, out_channels, kernel_size, stride, pad_mode, padding, dilation, group, has_bias, weight_init, bias_init
        )
        self._follow(lambda: BatchNorm2d(out_channels, eps, momentum), has_bn, after_fake, activation, alpha)


class DenseBnAct(_Combined):
    """A linear map, batch normalisation and an activation (mirrors `mindspore.nn.DenseBnAct`).

    Args:
        in_channels, out_channels, weight_init, bias_init, has_bias: see `Dense`. has_bn: whether to normalise. momentum,
            eps: see `BatchNorm1d`. activation: a name, Cell or Primitive, or None. alpha: the slope of 'leakyrelu'.
            after_fake: kept.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.DenseBnAct(3, 4, has_bn=True, activation="relu")(ms.ops.ones((2, 3))).shape
        (2, 4)
    """

    _map = "dense"

    def __init__(
        self, in_channels: int, out_channels: int, weight_init: Any = "normal", bias_init: Any = "zeros", has_bias: bool = True,
        has_bn: bool = False, momentum: float = 0.9, eps: float = 1e-5, activation: Any = None, alpha: float = 0.2,
        after_fake: bool = True,
    ) -> None:  # fmt: skip
        super().__init__()
        self.dense = Dense(in_channels, out_channels, weight_init, bias_init, has_bias)
        self._follow(lambda: BatchNorm1d(out_channels, eps, momentum), has_bn, after_fake, activation, alpha)
