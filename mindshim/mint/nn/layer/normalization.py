"""Normalisation by groups and by layers (mirrors those of `mindspore.mint.nn`)."""

from __future__ import annotations

from typing import Any

from mindshim import _checkparam as validator
from mindshim.common import dtype as mstype
from mindshim.common.initializer import initializer
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.mint.nn import functional as F
from mindshim.nn.cell import Cell
from mindshim.nn.layer.basic import positive_int


def _scale(name: str, shape: tuple[int, ...], dtype: Any, wanted: bool) -> Parameter | None:
    """A Parameter of ones ('weight') or zeros ('bias'), or None."""
    how = "ones" if name == "weight" else "zeros"
    return Parameter(initializer(how, shape, mstype.float32 if dtype is None else dtype), name=name) if wanted else None


class GroupNorm(Cell):
    """Groups of channels normalised, then scaled and shifted (mirrors `mindspore.mint.nn.GroupNorm`).

    Args:
        num_groups: a divisor of `num_channels`. eps: added to the variance, a float. affine: whether `weight` and `bias` are
            trained; else they stay ones and zeros. dtype: of the Parameters, float32 if None.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.GroupNorm(1, 2, eps=0.0)(ms.Tensor([[1.0, 3.0]])))
        [[-1.  1.]]
    """

    def __init__(self, num_groups: int, num_channels: int, eps: float = 1e-5, affine: bool = True, dtype: Any = None) -> None:
        super().__init__()
        for name, value in (("num_groups", num_groups), ("num_channels", num_channels)):
            positive_int(self.cls_name, name, value)
        if num_channels % num_groups:
            raise ValueError(
                f"For '{self.cls_name}', the 'num_channels' must be divided by 'num_groups', but got 'num_channels': "
                f"{num_channels}, 'num_groups': {num_groups}."
            )
        validator.check_value_type("eps", eps, (float,), self.cls_name)
        validator.check_bool(affine, arg_name="affine", prim_name=self.cls_name)
        self.num_groups, self.num_channels, self.eps, self.affine = num_groups, num_channels, eps, affine
        self.weight: Any = _scale("weight", (num_channels,), dtype, True)
        self.bias: Any = _scale("bias", (num_channels,), dtype, True)
        self.weight.requires_grad = self.bias.requires_grad = affine

    def construct(self, input: Tensor) -> Tensor:
        return F.group_norm(input, self.num_groups, self.weight, self.bias, self.eps)

    def extend_repr(self) -> str:
        return f"num_groups={self.num_groups}, num_channels={self.num_channels}, eps={self.eps}, affine={self.affine}"


class LayerNormExt(Cell):
    """The last axes normalised, then scaled and shifted (mirrors `mindspore.mint.nn.LayerNorm`).

    Args:
        normalized_shape: the shape of these axes. eps: added to the variance. elementwise_affine: whether there is a
            `weight`, and with `bias` a `bias`. dtype: of the Parameters, float32 if None.

    Raises:
        TypeError: for another type of shape.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.LayerNorm(2, eps=0.0)(ms.Tensor([[1.0, 3.0]])))
        [[-1.  1.]]
    """

    def __init__(
        self, normalized_shape: Any, eps: float = 1e-5, elementwise_affine: bool = True, bias: bool = True, dtype: Any = None
    ) -> None:
        super().__init__()
        if isinstance(normalized_shape, int):
            normalized_shape = (normalized_shape,)
        if not isinstance(normalized_shape, (tuple, list)):
            raise TypeError(
                f"For '{self.cls_name}', the type of 'normalized_shape' must be int, tuple or list, but got {type(normalized_shape).__name__}."
            )
        self.normalized_shape, self.eps, self.elementwise_affine = tuple(normalized_shape), eps, elementwise_affine
        self.weight = _scale("weight", self.normalized_shape, dtype, elementwise_affine)
        self.bias = _scale("bias", self.normalized_shape, dtype, elementwise_affine and bias)

    def construct(self, input: Tensor) -> Tensor:
        return F.layer_norm(input, self.normalized_shape, self.weight, self.bias, self.eps)

    def extend_repr(self) -> str:
        return f"normalized_shape={self.normalized_shape}, eps={self.eps}, elementwise_affine={self.elementwise_affine}"
