"""Pooling layers that are told the size of their output."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim._core import dispatch
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.ops.nn import windows
from mindshim.ops.nn.adaptive_pooling import (
    adaptive_avg,
    adaptive_max,
    adaptive_max_volume,
    check_length,
    check_sizes,
    tensor,
)


def _check_int(op: str, output_size: Any) -> None:
    if not windows.is_int(output_size):
        raise TypeError(f"For '{op}', the type of 'output_size' should be 'int', but got type '{type(output_size).__name__}'.")
    if output_size < 1:
        raise ValueError(f"For '{op}', the 'output_size' must be int and must >= 1, but got '{output_size}' with type 'int'.")


class _AdaptiveAvgPool(Cell):
    _n = 2

    def __init__(self, output_size: Any) -> None:
        super().__init__()
        if not windows.is_int(output_size) and not isinstance(output_size, tuple):
            check_sizes(self.cls_name, output_size, self._n)
        self.output_size = output_size

    def construct(self, input: Tensor) -> Tensor:
        tensor(self.cls_name, input)
        check_sizes(self.cls_name, self.output_size, self._n)
        return dispatch.apply(adaptive_avg, (input, self.output_size, self._n, self.cls_name))


class AdaptiveAvgPool1d(Cell):
    """The mean over windows that divide an axis into `output_size` parts (mirrors `mindspore.nn.AdaptiveAvgPool1d`).

    Args:
        output_size: an int that divides the last axis of the input, which has three and is float16 or float32.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.AdaptiveAvgPool1d(2)(ms.Tensor([[[1.0, 2.0, 3.0, 4.0]]])))
        [[[1.5 3.5]]]
    """

    def __init__(self, output_size: int) -> None:
        super().__init__()
        _check_int(self.cls_name, output_size)
        self.output_size = output_size

    def construct(self, input: Tensor) -> Tensor:
        check_length(self.cls_name, input, self.output_size)
        return dispatch.apply(adaptive_avg, (input, self.output_size, 1, self.cls_name))


class AdaptiveAvgPool2d(_AdaptiveAvgPool):
    """The mean over windows that divide two axes into `output_size` parts (mirrors `mindspore.nn.AdaptiveAvgPool2d`).

    Args:
        output_size: an int or a tuple of two; None keeps an axis.

    Raises:
        TypeError, ValueError: for other arguments, or inputs that are not floating or have not 3 or 4 axes.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.AdaptiveAvgPool2d((1, None))(ms.ops.ones((1, 1, 4, 4))).shape
        (1, 1, 1, 4)
    """


class AdaptiveAvgPool3d(_AdaptiveAvgPool):
    """The mean over windows that divide three axes into `output_size` parts (mirrors `mindspore.nn.AdaptiveAvgPool3d`).

    Args:
        output_size: an int or a tuple of three; None keeps an axis.

    Raises:
        TypeError, ValueError: for other arguments, or inputs that are not floating or have not 4 or 5 axes.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.AdaptiveAvgPool3d((1, None, 2))(ms.ops.ones((1, 1, 4, 4, 4))).shape
        (1, 1, 1, 4, 2)
    """

    _n = 3


class AdaptiveMaxPool1d(Cell):
    """The largest numbers of windows that divide an axis into `output_size` parts (mirrors `mindspore.nn.AdaptiveMaxPool1d`).

    Args:
        output_size: an int that divides the last axis of the input, which has three and is float16 or float32.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.AdaptiveMaxPool1d(2)(ms.Tensor([[[1.0, 2.0, 3.0, 4.0]]])))
        [[[2. 4.]]]
    """

    def __init__(self, output_size: int) -> None:
        super().__init__()
        _check_int(self.cls_name, output_size)
        self.output_size = output_size

    def construct(self, x: Tensor) -> Tensor:
        check_length(self.cls_name, x, self.output_size)
        return dispatch.apply(adaptive_max, (x, self.output_size, 1, self.cls_name))[0]


class AdaptiveMaxPool2d(Cell):
    """The largest numbers of windows that divide two axes into `output_size` parts (mirrors `mindspore.nn.AdaptiveMaxPool2d`).

    Args:
        output_size: an int or two; None keeps an axis. return_indices: also the positions in the plane, int64.

    Raises:
        TypeError, ValueError: for other arguments, or inputs that are not floating or have not 3 or 4 axes.

    Examples:
        >>> import mindshim as ms
        >>> y, at = ms.nn.AdaptiveMaxPool2d(1, return_indices=True)(ms.Tensor([[[1.0, 2.0], [4.0, 3.0]]]))
        >>> print(y, at)
        [[[4.]]] [[[2]]]
    """

    def __init__(self, output_size: Any, return_indices: bool = False) -> None:
        super().__init__()
        self.output_size, self.return_indices = output_size, return_indices

    def construct(self, input: Tensor) -> Any:
        return ops.adaptive_max_pool2d(input, self.output_size, self.return_indices)


class AdaptiveMaxPool3d(Cell):
    """The largest numbers of windows that divide three axes into `output_size` parts (mirrors `mindspore.nn.AdaptiveMaxPool3d`).

    Args:
        output_size: an int, or a tuple of three. return_indices: also the positions in the volume, int32.

    Raises:
        TypeError, ValueError: for other arguments, or inputs that have not 4 or 5 axes.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.AdaptiveMaxPool3d((1, 2, 3))(ms.ops.ones((1, 4, 4, 4))).shape
        (1, 1, 2, 3)
    """

    def __init__(self, output_size: Any, return_indices: bool = False) -> None:
        super().__init__()
        if isinstance(output_size, Tensor):
            output_size = tuple(output_size.tolist())
        sizes = (output_size,) * 3 if windows.is_int(output_size) else output_size
        if not isinstance(sizes, (tuple, list)) or not all(windows.is_int(size) for size in sizes):
            raise TypeError(f"For '{self.cls_name}', the 'output_size' must be an int or a tuple of three, but got {output_size!r}.")
        self.output_size, self.return_indices = tuple(sizes), return_indices

    def construct(self, input: Tensor) -> Any:
        y, at = adaptive_max_volume(self.cls_name, input, self.output_size)
        return (y, at) if self.return_indices else y
