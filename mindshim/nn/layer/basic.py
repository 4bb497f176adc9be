"""Layers of linear maps and shapes: Dense, Flatten, Dropout, Identity, OneHot, Pad."""

from __future__ import annotations

import math
from typing import Any

from mindshim import ops
from mindshim._core.precision import biases_apart
from mindshim.common import dtype as mstype
from mindshim.common.initializer import HeUniform, Uniform, initializer
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer.activation import get_activation
from mindshim.ops.nn.dense import dense


def positive_int(op: str, name: str, value: Any) -> int:
    """`value` if it is a positive int; MindSpore's errors otherwise."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"For '{op}', the type of '{name}' must be int, but got {type(value).__name__}.")
    if value <= 0:
        raise ValueError(f"For '{op}', the '{name}' must be int and must > 0, but got '{value}' with type 'int'.")
    return value


class Dense(Cell):
    """Linear map of the last axis, with bias and activation (mirrors `mindspore.nn.Dense`).

    Args:
        in_channels, out_channels: sizes of the last axis before and after. weight_init, bias_init: a Tensor, name,
            number or initializer; uniform within 1 / sqrt(in_channels) by default. has_bias: whether there is a bias.
        activation: a name, Cell or Primitive applied at the end. dtype: of the Parameters.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.Dense(3, 2)(ms.ops.ones((4, 3))).shape
        (4, 2)
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        weight_init: Any = None,
        bias_init: Any = None,
        has_bias: bool = True,
        activation: Any = None,
        dtype: Any = mstype.float32,
    ) -> None:
        super().__init__()
        self.in_channels = positive_int(self.cls_name, "in_channels", in_channels)
        self.out_channels = positive_int(self.cls_name, "out_channels", out_channels)
        if not isinstance(has_bias, bool):
            raise TypeError(f"For '{self.cls_name}', the type of 'has_bias' must be bool, but got {type(has_bias).__name__}.")
        self.has_bias = has_bias
        if isinstance(weight_init, Tensor) and tuple(weight_init.shape) != (out_channels, in_channels):
            raise ValueError(
                f"For '{self.cls_name}', weight init shape must be ({out_channels}, {in_channels}), but got {weight_init.shape}."
            )
        weight_init = HeUniform(math.sqrt(5)) if weight_init is None else weight_init
        self.weight = Parameter(initializer(weight_init, [out_channels, in_channels], dtype=dtype), name="weight")
        self.bias = None
        if has_bias:
            if isinstance(bias_init, Tensor) and tuple(bias_init.shape) != (out_channels,):
                raise ValueError(f"For '{self.cls_name}', bias init shape must be ({out_channels},), but got {bias_init.shape}.")
            bias_init = Uniform(scale=1 / math.sqrt(in_channels)) if bias_init is None else bias_init
            self.bias = Parameter(initializer(bias_init, [out_channels], dtype=dtype), name="bias")
        self.activation = get_activation(activation) if isinstance(activation, str) else activation
        if activation is not None and not callable(self.activation):
            raise TypeError(f"For '{self.cls_name}', the 'activation' must be str or Cell or Primitive, but got {type(activation).__name__}.")
        self.activation_flag = self.activation is not None

    def construct(self, x: Tensor) -> Tensor:
        out = self._in_parts(x) if biases_apart() else dense(x, self.weight, self.bias)
        return self.activation(out) if self.activation_flag else out

    def _in_parts(self, x: Tensor) -> Tensor:
        # A strategy of mixed precision may treat the product and the sum differently.
        rows = ops.MatMul(transpose_b=True)(x.reshape(-1, self.in_channels), self.weight)
        out = rows if self.bias is None else ops.bias_add(rows, self.bias)
        return out.reshape(*x.shape[:-1], self.out_channels)

    def extend_repr(self) -> str:
        text = f"input_channels={self.in_channels}, output_channels={self.out_channels}"
        if self.has_bias:
            text += f", has_bias={self.has_bias}"
        return text + (f", activation={self.activation}" if self.activation_flag else "")


class Flatten(Cell):
    """Joins the axes from `start_dim` to `end_dim` (mirrors `mindspore.nn.Flatten`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.Flatten()(ms.ops.ones((2, 3, 4))).shape
        (2, 12)
    """

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        super().__init__()
        self.start_dim = start_dim
        self.end_dim = end_dim

    def construct(self, x: Tensor) -> Tensor:
        return ops.flatten(x, start_dim=self.start_dim, end_dim=self.end_dim)


class Identity(Cell):
    """Its input (mirrors `mindspore.nn.Identity`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Identity()(ms.Tensor(2.0)))
        2.0
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__()

    def construct(self, input: Tensor) -> Tensor:
        return input


class Dropout(Cell):
    """Elements set to zero with probability `p` while training (mirrors `mindspore.nn.Dropout`).

    Args:
        keep_prob: the older name of 1 - p. p: in [0, 1). dtype: kept for older programs.

    Raises:
        TypeError: if `p` is no number. ValueError: if it is out of range.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Dropout(p=0.5)(ms.Tensor([1.0])))
        [1.]
    """

    def __init__(self, keep_prob: float = 0.5, p: float | None = None, dtype: Any = mstype.float32) -> None:
        super().__init__()
        value, name = (keep_prob, "keep_prob") if p is None else (p, "p")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise TypeError(f"For '{self.cls_name}', the '{name}' must be a float, but got {type(value).__name__}.")
        if (p is None and not 0 < keep_prob <= 1) or (p is not None and not 0 <= p < 1):
            limits = "(0, 1]" if p is None else "[0, 1)"
            raise ValueError(f"For '{self.cls_name}', the '{name}' must be a number in range {limits}, but got {value}.")
        self.keep_prob = keep_prob
        self.p = p

    def construct(self, x: Tensor) -> Tensor:
        p = 1 - self.keep_prob if self.p is None else self.p
        return ops.dropout(x, p) if self.training and p else x

    def extend_repr(self) -> str:
        return f"keep_prob={self.keep_prob}" if self.p is None else f"p={self.p}"


class OneHot(Cell):
    """One-hot codes of indices (mirrors `mindspore.nn.OneHot`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.OneHot(depth=3)(ms.Tensor([1])))
        [[0. 1. 0.]]
    """

    def __init__(
        self, axis: int = -1, depth: int = 1, on_value: float = 1.0, off_value: float = 0.0, dtype: Any = mstype.float32
    ) -> None:
        super().__init__()
        self.axis, self.depth, self.dtype = axis, depth, dtype
        self.on_value, self.off_value = Tensor(on_value, dtype), Tensor(off_value, dtype)

    def construct(self, indices: Tensor) -> Tensor:
        return ops.OneHot(self.axis)(indices, self.depth, self.on_value, self.off_value)


class Tril(Cell):
    """The lower triangle of the last two axes, zeros above (mirrors `mindspore.nn.Tril`).

    Call: `x`, and `k`, the diagonal up to which elements stay (0: the main one, positive: above it).

    Raises:
        TypeError: if `k` is not an int. ValueError: if `x` has no two dimensions.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Tril()(ms.ops.ones((2, 2))))
        [[1. 0.]
         [1. 1.]]
    """

    def construct(self, x: Tensor, k: int = 0) -> Tensor:
        return ops.tril(x, k)


class Triu(Cell):
    """The upper triangle of the last two axes, zeros below (mirrors `mindspore.nn.Triu`).

    Call: `x`, and `k`, the diagonal from which elements stay (0: the main one, positive: above it).

    Raises:
        TypeError: if `k` is not an int. ValueError: if `x` has no two dimensions.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Triu()(ms.ops.ones((2, 2))))
        [[1. 1.]
         [0. 1.]]
    """

    def construct(self, x: Tensor, k: int = 0) -> Tensor:
        return ops.triu(x, k)
