"""Norms, moments and ranges as layers, which functions have replaced (offered as `nn.layer.basic` and `nn.layer.math` too)."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mindshim import _checkparam as check
from mindshim import ops
from mindshim._core import dispatch
from mindshim.common import dtype as mstype
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer._arguments import need_tensor
from mindshim.nn.layer.gamma import check_dtype
from mindshim.ops.nn.measures import clip_vector_norm, log_sum_exp, moments, vector_norm


def _axes(op: str, axis: Any, ndim: int) -> Any:
    """`axis` as a tuple of axes, which are checked; () stays."""
    found = tuple(axis) if isinstance(axis, (tuple, list)) else (axis,)
    for a in found:
        if isinstance(a, bool) or not isinstance(a, int):
            raise TypeError(f"For '{op}', the type of 'axis' should be int, or a tuple or list of int, but got {a!r}.")
        if not -ndim <= a < ndim:
            raise ValueError(f"For '{op}', the value in attribute 'axis' should be within [-{ndim}, {ndim}), but got {a}.")
    return found


class Norm(Cell):
    """Euclidean lengths along axes (mirrors `mindspore.nn.Norm`).

    Args:
        axis: an axis or a tuple of axes; () stands for all. keep_dims: whether they stay, with size 1.

    Raises:
        TypeError: if `keep_dims` is no bool, or `axis` holds something else than ints.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Norm(axis=0)(ms.Tensor([[3.0, 0.0], [4.0, 2.0]])))
        [5. 2.]
    """

    def __init__(self, axis: Any = (), keep_dims: bool = False) -> None:
        super().__init__()
        check.check_value_type("keep_dims", keep_dims, [bool], self.cls_name)
        _axes(self.cls_name, axis, 8)
        self.axis, self.keep_dims = axis, keep_dims

    def construct(self, x: Tensor) -> Tensor:
        need_tensor(self.cls_name, "x", x)
        return dispatch.apply(vector_norm, (x, _axes(self.cls_name, self.axis, x.ndim), self.keep_dims))

    def extend_repr(self) -> str:
        return f"axis={self.axis}, keep_dims={self.keep_dims}"


class ClipByNorm(Cell):
    """Vectors shortened to a length (mirrors `mindspore.nn.ClipByNorm`).

    Args:
        axis: the axes along which the lengths are taken; all if None.

    Inputs:
        x: a Tensor of float16 or float32. clip_norm: the length, a Tensor that broadcasts to `x`.

    Returns:
        Of a call: a float32 Tensor shaped as `x`.

    Raises:
        TypeError: for other dtypes, or an `axis` of another type. ValueError: if `x` has no such axis.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.ClipByNorm(axis=1)(ms.Tensor([[3.0, 4.0], [0.3, 0.4]]), ms.Tensor(1.0)))
        [[0.6 0.8]
         [0.3 0.4]]
    """

    def __init__(self, axis: Any = None) -> None:
        super().__init__()
        if axis is not None:
            check.check_value_type("axis", axis, [int, tuple, list], self.cls_name)
            _axes(self.cls_name, axis, 8)
        self.axis = axis

    def construct(self, x: Tensor, clip_norm: Tensor) -> Tensor:
        check_dtype(self.cls_name, "x", x, mstype.float16, mstype.float32)
        check_dtype(self.cls_name, "clip_norm", clip_norm, mstype.float16, mstype.float32)
        axis = None if self.axis is None else _axes(self.cls_name, self.axis, x.ndim)
        return dispatch.apply(clip_vector_norm, (x.astype(mstype.float32), clip_norm, axis))


class L1Regularizer(Cell):
    """`scale * sum(|weights|)` (mirrors `mindspore.nn.L1Regularizer`).

    Args:
        scale: a finite number above 0.

    Returns:
        Of a call: a float32 Tensor without axes.

    Raises:
        TypeError: if `scale` is no number. ValueError: if it is not above 0, or not finite.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.L1Regularizer(0.5)(ms.Tensor([1.0, -2.0])))
        1.5
    """

    def __init__(self, scale: float) -> None:
        super().__init__()
        check.check_value_type("scale", scale, [int, float], self.cls_name)
        if scale <= 0:
            raise ValueError(f"For '{self.cls_name}', the 'scale' must be greater than 0, but got {scale}.")
        if not math.isfinite(scale):
            raise ValueError(f"For '{self.cls_name}', the 'scale' can not be INF or NAN, but got {scale}.")
        self.scale = Tensor(scale, dtype=mstype.float32)

    def construct(self, weights: Tensor) -> Tensor:
        return ops.abs(weights).sum() * self.scale


class Moments(Cell):
    """Mean and variance along axes (mirrors `mindspore.nn.Moments`).

    Args:
        axis: an axis or a tuple of axes; all if None. keep_dims: whether they stay, with size 1; not if None.

    Inputs:
        x: a Tensor of float16 or float32.

    Returns:
        Of a call: the mean and the variance, with the dtype of `x`.

    Raises:
        TypeError: for arguments or dtypes that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> mean, variance = ms.nn.Moments(axis=0)(ms.Tensor([[1.0, 2.0], [3.0, 8.0]]))
        >>> print(mean, variance)
        [2. 5.] [1. 9.]
    """

    def __init__(self, axis: Any = None, keep_dims: bool | None = None) -> None:
        super().__init__()
        axis = () if axis is None else axis
        if isinstance(axis, tuple):
            for i, a in enumerate(axis):
                check.check_value_type(f"axis[{i}]", a, [int], self.cls_name)
        self.axis = check.check_value_type("axis", axis, [int, tuple], self.cls_name)
        self.keep_dims = check.check_value_type("keep_dims", keep_dims is not None and keep_dims, [bool], self.cls_name)

    def construct(self, x: Tensor) -> Any:
        check_dtype(self.cls_name, "input x", x, mstype.float16, mstype.float32)
        return dispatch.apply(moments, (x, _axes(self.cls_name, self.axis, x.ndim), self.keep_dims))


class ReduceLogSumExp(Cell):
    """`log(sum(exp(x)))` along axes (mirrors `mindspore.nn.ReduceLogSumExp`).

    Args:
        axis: an axis or a tuple or list of axes; () stands for all. keep_dims: whether they stay, with size 1.

    Inputs:
        x: a Tensor of floating numbers.

    Raises:
        TypeError: for arguments or dtypes that are none of these. ValueError: if `x` has no such axis.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.ReduceLogSumExp(0)(ms.Tensor([0.0, 0.0])).asnumpy().round(4))
        0.6931
    """

    def __init__(self, axis: Any, keep_dims: bool = False) -> None:
        super().__init__()
        check.check_value_type("axis", axis, [int, list, tuple], self.cls_name)
        check.check_value_type("keep_dims", keep_dims, [bool], self.cls_name)
        self.axis, self.keep_dims = axis, keep_dims

    def construct(self, x: Tensor) -> Tensor:
        check_dtype(self.cls_name, "x", x, mstype.float16, mstype.float32, mstype.float64, mstype.bfloat16)
        return dispatch.apply(log_sum_exp, (x, _axes(self.cls_name, self.axis, x.ndim), self.keep_dims))


class Range(Cell):
    """Numbers from `start` to `limit`, that one excluded (mirrors `mindspore.nn.Range`).

    Args:
        start, limit: the bounds; 0 and `start` if `limit` is None. delta: from a number to the next.

    Returns:
        Of a call: a Tensor of int32, or of float32 if an argument is a float.

    Raises:
        ValueError: if `delta` is 0.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.Range(1, 6, 2)())
        [1 3 5]
    """

    def __init__(self, start: Any, limit: Any = None, delta: Any = 1) -> None:
        super().__init__()
        if delta == 0:
            raise ValueError(f"For '{self.cls_name}', the 'delta' can not be zero.")
        data = np.arange(start, limit, delta)
        self.ms_dtype = mstype.float32 if data.dtype == np.float64 else mstype.int32
        self.result_tensor = Tensor(data, dtype=self.ms_dtype)

    def construct(self) -> Tensor:
        return self.result_tensor
