"""Pooling at random places, by power means, and the inverse of maximum pooling."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell


class _FractionalMaxPool(Cell):
    _function = ""

    def __init__(
        self, kernel_size: Any, output_size: Any = None, output_ratio: Any = None, return_indices: bool = False,
        _random_samples: Any = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.kernel_size, self.output_size, self.output_ratio = kernel_size, output_size, output_ratio
        self.return_indices, self._random_samples = return_indices, _random_samples

    def construct(self, input: Tensor) -> Any:
        pool = getattr(ops, self._function)
        return pool(input, self.kernel_size, self.output_size, self.output_ratio, self.return_indices, self._random_samples)


class FractionalMaxPool2d(_FractionalMaxPool):
    """The largest numbers of windows at random places of a plane (mirrors `mindspore.nn.FractionalMaxPool2d`).

    Args:
        kernel_size: of the windows, an int or a tuple of two. output_size: how many windows, an int or a tuple of two.
        output_ratio: the same as a part of the input's size, two floats in (0, 1), if there is no `output_size`.
        return_indices: also the positions in the plane, int64. _random_samples: numbers in [0, 1) of shape (N, C, 2),
            which place the windows; drawn at every call if not given.

    Raises:
        TypeError, ValueError: at the call, for arguments that are none of these, or windows that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.FractionalMaxPool2d(2, output_size=3)(ms.ops.ones((1, 1, 7, 7))).shape
        (1, 1, 3, 3)
    """

    _function = "fractional_max_pool2d"


class FractionalMaxPool3d(_FractionalMaxPool):
    """The largest numbers of windows at random places of a volume (mirrors `mindspore.nn.FractionalMaxPool3d`).

    Args:
        kernel_size: of the windows, an int or a tuple of three. output_size: how many windows, an int or a tuple of
            three. output_ratio: the same as a part of the input's size, three floats in (0, 1), if there is no
            `output_size`. return_indices: also the positions in the volume, int64. _random_samples: numbers in [0, 1)
            of shape (N, C, 3), which place the windows; drawn at every call if not given.

    Raises:
        TypeError, ValueError: at the call, for arguments that are none of these, or windows that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.FractionalMaxPool3d(2, output_size=2)(ms.ops.ones((1, 1, 7, 7, 7))).shape
        (1, 1, 2, 2, 2)
    """

    _function = "fractional_max_pool3d"


class _LPPool(Cell):
    _function = ""

    def __init__(self, norm_type: Any, kernel_size: Any, stride: Any = None, ceil_mode: bool = False) -> None:
        super().__init__()
        self.norm_type, self.kernel_size, self.stride, self.ceil_mode = norm_type, kernel_size, stride, ceil_mode

    def construct(self, x: Tensor) -> Tensor:
        return getattr(ops, self._function)(x, self.norm_type, self.kernel_size, self.stride, self.ceil_mode)


class LPPool1d(_LPPool):
    """The p-norms of windows of one axis (mirrors `mindspore.nn.LPPool1d`).

    Args:
        norm_type: p, a number other than 0. kernel_size: an int. stride: an int; the kernel size if None.
        ceil_mode: keep windows that start inside.

    Raises:
        TypeError, ValueError: at the call, for arguments that are none of these, or inputs that have not 2 or 3 axes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.LPPool1d(2, 2)(ms.Tensor([[3.0, 4.0, 5.0, 12.0]])))
        [[ 5. 13.]]
    """

    _function = "lp_pool1d"


class LPPool2d(_LPPool):
    """The p-norms of windows of two axes (mirrors `mindspore.nn.LPPool2d`).

    Args:
        norm_type: p, a number other than 0. kernel_size, stride: an int or a tuple of two; the stride is the kernel
            size if None. ceil_mode: keep windows that start inside.

    Raises:
        TypeError, ValueError: at the call, for arguments that are none of these, or inputs that have not 4 axes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.LPPool2d(1, 2)(ms.ops.ones((1, 1, 2, 2))))
        [[[[4.]]]]
    """

    _function = "lp_pool2d"


class _MaxUnpool(Cell):
    _function = ""

    def __init__(self, kernel_size: Any, stride: Any = None, padding: Any = 0) -> None:
        super().__init__()
        self.kernel_size, self.stride, self.padding = kernel_size, stride, padding

    def construct(self, x: Tensor, indices: Tensor, output_size: Any = None) -> Tensor:
        return getattr(ops, self._function)(x, indices, self.kernel_size, self.stride, self.padding, output_size)


class MaxUnpool1d(_MaxUnpool):
    """Numbers put back where `MaxPool1d` found them, zeros elsewhere (mirrors `mindspore.nn.MaxUnpool1d`).

    Args:
        kernel_size, stride, padding: of the pooling, an int or a tuple of one; the stride is the kernel size if None.

    Inputs:
        x, indices: the numbers and their positions, (N, C, L) or (C, L). output_size: the shape to restore, if it is
            another than the smallest that gives that many windows.

    Raises:
        TypeError, ValueError: at the call, for arguments that are none of these. RuntimeError: for positions outside.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.MaxUnpool1d(2)(ms.Tensor([[5.0, 6.0]]), ms.Tensor([[1, 2]])))
        [[0. 5. 6. 0.]]
    """

    _function = "max_unpool1d"


class MaxUnpool2d(_MaxUnpool):
    """Numbers put back where `MaxPool2d` found them, zeros elsewhere (mirrors `mindspore.nn.MaxUnpool2d`).

    Args:
        kernel_size, stride, padding: of the pooling, an int or a tuple of two; the stride is the kernel size if None.

    Inputs:
        x, indices: the numbers and their positions in the plane, (N, C, H, W) or (C, H, W). output_size: the shape to
            restore, if it is another than the smallest that gives that many windows.

    Raises:
        TypeError, ValueError: at the call, for arguments that are none of these. RuntimeError: for positions outside.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.MaxUnpool2d(2)(ms.Tensor([[[5.0]]]), ms.Tensor([[[3]]])))
        [[[0. 0.]
          [0. 5.]]]
    """

    _function = "max_unpool2d"


class MaxUnpool3d(_MaxUnpool):
    """Numbers put back where `MaxPool3d` found them, zeros elsewhere (mirrors `mindspore.nn.MaxUnpool3d`).

    Args:
        kernel_size, stride, padding: of the pooling, an int or a tuple of three; the stride is the kernel size if None.

    Inputs:
        x, indices: the numbers and their positions in the volume, (N, C, D, H, W) or (C, D, H, W). output_size: the
            shape to restore, if it is another than the smallest that gives that many windows.

    Raises:
        TypeError, ValueError: at the call, for arguments that are none of these. RuntimeError: for positions outside.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.nn.MaxUnpool3d((1, 1, 2))(ms.Tensor([[[[5.0]]]]), ms.Tensor([[[[1]]]])))
        [[[[0. 5.]]]]
    """

    _function = "max_unpool3d"
