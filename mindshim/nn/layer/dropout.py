"""Dropout layers: elements or whole channels set to zero at random while training."""

from __future__ import annotations

from typing import Any

from mindshim import _checkparam as check
from mindshim import ops
from mindshim.common import dtype as mstype
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell


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


class _ChannelDropout(Cell):
    """Whole channels set to zero with probability `p` while training."""

    _function = ""

    def __init__(self, p: float = 0.5) -> None:
        super().__init__()
        check.check_value_type("p", p, [float], self.cls_name)
        if not 0 <= p <= 1:
            raise ValueError(f"For '{self.cls_name}', the 'p' must be a number in range [0, 1], but got {p}.")
        self.p = p

    def construct(self, x: Tensor) -> Tensor:
        return getattr(ops, self._function)(x, self.p) if self.training and self.p else x


class Dropout1d(_ChannelDropout):
    """Whole channels of a sequence set to zero with probability `p` while training (mirrors `mindspore.nn.Dropout1d`).

    Call: `x` of shape (N, C, L) or (C, L).

    Raises:
        TypeError: if `p` is no float. ValueError: if it is not in [0, 1], or for another number of axes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Dropout1d(p=0.5)(ms.Tensor([[1.0]])))
        [[1.]]
    """

    _function = "dropout1d"


class _PlaneDropout(_ChannelDropout):
    def __init__(self, p: float = 0.5) -> None:
        super().__init__(p)
        self.keep_prob = 1.0 - p

    def extend_repr(self) -> str:
        # What MindSpore shows as p is the probability to keep.
        return f"p={self.keep_prob}"


class Dropout2d(_PlaneDropout):
    """Whole channels of an image set to zero with probability `p` while training (mirrors `mindspore.nn.Dropout2d`).

    Call: `x` of shape (N, C, H, W).

    Raises:
        TypeError: if `p` is no float. ValueError: if it is not in [0, 1], or for another number of axes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Dropout2d(p=0.5)(ms.Tensor([[[[1.0]]]])))
        [[[[1.]]]]
    """

    _function = "dropout2d"


class Dropout3d(_PlaneDropout):
    """Whole channels of a volume set to zero with probability `p` while training (mirrors `mindspore.nn.Dropout3d`).

    Call: `x` of shape (N, C, D, H, W).

    Raises:
        TypeError: if `p` is no float. ValueError: if it is not in [0, 1], or for another number of axes.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.Dropout3d(p=0.5)(ms.ops.ones((1, 2, 1, 1, 1))).shape
        (1, 2, 1, 1, 1)
    """

    _function = "dropout3d"
