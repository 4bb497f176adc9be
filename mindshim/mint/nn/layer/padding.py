"""Padding (mirrors `mindspore.mint.nn.layer.padding`): each layer is `mint.nn.functional.pad` in one mode."""

from __future__ import annotations

from typing import Any

from mindshim.common.tensor import Tensor
from mindshim.mint.nn import functional as F
from mindshim.nn.cell import Cell


class _Pad(Cell):
    """Pads the last `_axes` axes; an int stands for all sides, a tuple names two a side, the last axis first."""

    _axes = 1
    _mode = "constant"
    _value: Any = None

    def __init__(self, padding: Any) -> None:
        super().__init__()
        sides = 2 * self._axes
        sizes = (padding,) * sides if isinstance(padding, int) and not isinstance(padding, bool) else padding
        if not isinstance(sizes, (tuple, list)) or any(isinstance(p, bool) or not isinstance(p, int) for p in sizes):
            raise TypeError(f"For '{self.cls_name}', the 'padding' must be an int or a tuple of {sides} ints, but got {padding!r}.")
        if len(sizes) != sides:
            raise ValueError(f"For '{self.cls_name}', the 'padding' must have {sides} elements, but got {len(sizes)}.")
        self.padding = tuple(sizes)

    def construct(self, input: Tensor) -> Tensor:
        return F.pad(input, self.padding, self._mode, self._value)


class _ConstantPad(_Pad):
    def __init__(self, padding: Any, value: Any) -> None:
        super().__init__(padding)
        self._value = value


class ConstantPad1d(_ConstantPad):
    """A number around the last axis (mirrors `mindspore.mint.nn.ConstantPad1d`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.ConstantPad1d((1, 2), 0.5)(ms.Tensor([[[1.0]]])))
        [[[0.5 1.  0.5 0.5]]]
    """


class ConstantPad2d(_ConstantPad):
    """A number around the last two axes (mirrors `mindspore.mint.nn.ConstantPad2d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.ConstantPad2d(1, 0.5)(ms.ops.ones((1, 1, 2, 2))).shape
        (1, 1, 4, 4)
    """

    _axes = 2


class ConstantPad3d(_ConstantPad):
    """A number around the last three axes (mirrors `mindspore.mint.nn.ConstantPad3d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.ConstantPad3d(1, 0.5)(ms.ops.ones((1, 1, 2, 2, 2))).shape
        (1, 1, 4, 4, 4)
    """

    _axes = 3


class ZeroPad1d(_Pad):
    """Zeros around the last axis (mirrors `mindspore.mint.nn.ZeroPad1d`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.ZeroPad1d((1, 2))(ms.Tensor([[[1.0]]])))
        [[[0. 1. 0. 0.]]]
    """

    _value = 0.0


class ZeroPad2d(ZeroPad1d):
    """Zeros around the last two axes (mirrors `mindspore.mint.nn.ZeroPad2d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.ZeroPad2d(1)(ms.ops.ones((1, 1, 2, 2))).shape
        (1, 1, 4, 4)
    """

    _axes = 2


class ZeroPad3d(ZeroPad1d):
    """Zeros around the last three axes (mirrors `mindspore.mint.nn.ZeroPad3d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.ZeroPad3d(1)(ms.ops.ones((1, 1, 2, 2, 2))).shape
        (1, 1, 4, 4, 4)
    """

    _axes = 3


class ReflectionPad1d(_Pad):
    """The last axis mirrored at its ends, without them (mirrors `mindspore.mint.nn.ReflectionPad1d`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.ReflectionPad1d(1)(ms.Tensor([[[1.0, 2.0, 3.0]]])))
        [[[2. 1. 2. 3. 2.]]]
    """

    _mode = "reflect"


class ReflectionPad2d(ReflectionPad1d):
    """The last two axes mirrored at their ends, without them (mirrors `mindspore.mint.nn.ReflectionPad2d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.ReflectionPad2d(1)(ms.ops.ones((1, 1, 2, 2))).shape
        (1, 1, 4, 4)
    """

    _axes = 2


class ReflectionPad3d(ReflectionPad1d):
    """The last three axes mirrored at their ends, without them (mirrors `mindspore.mint.nn.ReflectionPad3d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.ReflectionPad3d(1)(ms.ops.ones((1, 1, 2, 2, 2))).shape
        (1, 1, 4, 4, 4)
    """

    _axes = 3


class ReplicationPad1d(_Pad):
    """The ends of the last axis repeated (mirrors `mindspore.mint.nn.ReplicationPad1d`).

    Examples:
        >>> import mindshim as ms
        >>> print(ms.mint.nn.ReplicationPad1d((2, 1))(ms.Tensor([[[1.0, 2.0]]])))
        [[[1. 1. 1. 2. 2.]]]
    """

    _mode = "replicate"


class ReplicationPad2d(ReplicationPad1d):
    """The ends of the last two axes repeated (mirrors `mindspore.mint.nn.ReplicationPad2d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.ReplicationPad2d(1)(ms.ops.ones((1, 1, 2, 2))).shape
        (1, 1, 4, 4)
    """

    _axes = 2


class ReplicationPad3d(ReplicationPad1d):
    """The ends of the last three axes repeated (mirrors `mindspore.mint.nn.ReplicationPad3d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.ReplicationPad3d(1)(ms.ops.ones((1, 1, 2, 2, 2))).shape
        (1, 1, 4, 4, 4)
    """

    _axes = 3
