"""The bilinear layer (mirrors `mindspore.nn.layer.dense`)."""

from __future__ import annotations

import math
from typing import Any

from mindshim import _checkparam as check
from mindshim import ops
from mindshim.common import dtype as mstype
from mindshim.common.initializer import Uniform, initializer
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell


class BiDense(Cell):
    """A linear map of the products of two inputs' elements (mirrors `mindspore.nn.BiDense`).

    Element k of the last axis of the output is `input1 @ weight[k] @ input2 + bias[k]`.

    Args:
        in1_channels, in2_channels, out_channels: sizes of the last axes. weight_init, bias_init: a Tensor, name, number
            or initializer; uniform within 1 / sqrt(in1_channels) by default. has_bias: whether there is a bias.
        dtype: of the Parameters.

    Raises:
        TypeError, ValueError: for arguments that are none of these, or inputs that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.BiDense(2, 3, 4)(ms.ops.ones((5, 2)), ms.ops.ones((5, 3))).shape
        (5, 4)
    """

    def __init__(
        self, in1_channels: int, in2_channels: int, out_channels: int, weight_init: Any = None, bias_init: Any = None,
        has_bias: bool = True, dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__()
        op = self.cls_name
        self.in1_channels = check.check_positive_int(in1_channels, "in1_channels", op)
        self.in2_channels = check.check_positive_int(in2_channels, "in2_channels", op)
        self.out_channels = check.check_positive_int(out_channels, "out_channels", op)
        self.has_bias = check.check_bool(has_bias, "has_bias", op)
        shape = (out_channels, in1_channels, in2_channels)
        if isinstance(weight_init, Tensor) and weight_init.shape != shape:
            raise ValueError(f"For '{op}', the shape of 'weight_init' must be {shape}, but got {weight_init.shape}.")
        default = Uniform(scale=1 / math.sqrt(in1_channels))
        self.weight = Parameter(initializer(default if weight_init is None else weight_init, shape, dtype), name="weight")
        self.bias = None
        if has_bias:
            if isinstance(bias_init, Tensor) and bias_init.shape != (out_channels,):
                raise ValueError(f"For '{op}', the shape of 'bias_init' must be ({out_channels},), but got {bias_init.shape}.")
            self.bias = Parameter(initializer(default if bias_init is None else bias_init, [out_channels], dtype), name="bias")

    def construct(self, input1: Tensor, input2: Tensor) -> Tensor:
        op = self.cls_name
        for name, x, size in (("input1", input1, self.in1_channels), ("input2", input2, self.in2_channels)):
            if not isinstance(x, Tensor):
                raise TypeError(f"For '{op}', the '{name}' must be Tensor, but got {type(x).__name__}.")
            if x.ndim == 0 or x.shape[-1] != size:
                raise ValueError(f"For '{op}', the last dimension of '{name}' must be {size}, but got shape {x.shape}.")
            if x.dtype != self.weight.dtype:
                raise TypeError(f"For '{op}', the dtype of '{name}' must be that of 'weight', but got {x.dtype} and {self.weight.dtype}.")
        if input1.shape[:-1] != input2.shape[:-1]:
            raise ValueError(
                f"For '{op}', the dimensions except the last of 'input1' must be same as 'input2', but got {input1.shape} "
                f"of 'input1' and {input2.shape} of 'input2'"
            )
        return ops.bidense(input1, input2, self.weight, self.bias)

    def extend_repr(self) -> str:
        text = f"in1_channels={self.in1_channels}, in2_channels={self.in2_channels}, output_channels={self.out_channels}"
        return text + (f", has_bias={self.has_bias}" if self.has_bias else "")
