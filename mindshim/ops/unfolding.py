"""Sliding windows as columns, and columns added back into an image."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core.faces import face
from mindshim._core.operators import Array, freeze, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import is_int, require_tensors
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.spellings import checked


def _pair(op: str, name: str, value: Any, least: int = 1) -> tuple[int, int]:
    if is_int(value):
        value = (value, value)
    if not isinstance(value, (tuple, list)):
        raise TypeError(
            f"For '{op}', the type of '{name}' should be one of '['int', 'tuple', 'list']', but got type "
            f"'{type(value).__name__}'."
        )
    if len(value) == 1:
        value = (value[0], value[0])
    if len(value) != 2 or not all(is_int(v) and v >= least for v in value):
        raise ValueError(f"For '{op}', the '{name}' must be one or two ints >= {least}, but got {value!r}.")
    return int(value[0]), int(value[1])


def _places(op: str, size: Any, kernel_size: Any, dilation: Any, padding: Any, stride: Any) -> Any:
    """Rows and columns, in the padded image, of each element of each window: (kernel, window) per axis."""
    out = []
    for n, k, d, p, s in zip(size, kernel_size, dilation, padding, stride, strict=True):
        count = (n + 2 * p - d * (k - 1) - 1) // s + 1
        if count < 1:
            raise ValueError(
                f"For '{op}', a window of {k} with dilation {d} does not fit into {n} elements with padding {p}."
            )
        out.append(np.arange(k)[:, None] * d + np.arange(count)[None, :] * s)
    return out


def _settings(op: str, kernel_size: Any, dilation: Any, padding: Any, stride: Any) -> tuple[Any, ...]:
    return (
        _pair(op, "kernel_size", kernel_size),
        _pair(op, "dilation", dilation),
        _pair(op, "padding", padding, 0),
        _pair(op, "stride", stride),
    )


@kernel("Im2Col")
def _im2col(x: Array, kernel_size: Any, dilation: Any, padding: Any, stride: Any, op: str = "Im2Col") -> Array:
    """(N, C, H, W) as (N, C, elements of a window, windows)."""
    x = checked(op, x, "number")
    if x.ndim != 4:
        raise ValueError(f"For '{op}', the dimension of the input must be equal to 4, but got {x.ndim}.")
    settings = _settings(op, kernel_size, dilation, padding, stride)
    rows, columns = _places(op, x.shape[2:], *settings)
    up, side = settings[2]
    x = jnp.pad(x, ((0, 0), (0, 0), (up, up), (side, side)))
    out = x[:, :, rows[:, None, :, None], columns[None, :, None, :]]
    return out.reshape(*x.shape[:2], rows.shape[0] * columns.shape[0], -1)


@kernel("Col2Im")
def _col2im(
    x: Array, size: Any, kernel_size: Any, dilation: Any, padding: Any, stride: Any, op: str = "Col2Im"
) -> Array:
    """(N, C, elements of a window, windows) added up as (N, C, H, W)."""
    x = checked(op, x, "number")
    settings = _settings(op, kernel_size, dilation, padding, stride)
    height, width = _pair(op, "output_size", size)
    rows, columns = _places(op, (height, width), *settings)
    shape = (rows.shape[0], columns.shape[0], rows.shape[1], columns.shape[1])
    if x.ndim != 4 or x.shape[2] != shape[0] * shape[1] or x.shape[3] != shape[2] * shape[3]:
        raise ValueError(
            f"For '{op}', an image of {height} x {width} needs an input of shape (N, C, {shape[0] * shape[1]}, "
            f"{shape[2] * shape[3]}), but got {x.shape}."
        )
    up, side = settings[2]
    image = jnp.zeros((*x.shape[:2], height + 2 * up, width + 2 * side), x.dtype)
    parts = x.reshape(*x.shape[:2], *shape)
    image = image.at[:, :, rows[:, None, :, None], columns[None, :, None, :]].add(parts)
    return image[:, :, up : up + height, side : side + width]


def _unfold(x: Any, kernel_size: Any, dilation: Any, padding: Any, stride: Any) -> Tensor:
    if not isinstance(x, Tensor):
        raise TypeError(f"For 'unfold', the input must be a Tensor, but got {type(x).__name__}.")
    _settings("unfold", kernel_size, dilation, padding, stride)
    out = _im2col(x, kernel_size, dilation, padding, stride, "unfold")
    n, c, k, windows = out.shape
    return out.reshape(n, c * k, windows)


@face("ops.unfold")
def unfold(input: Tensor, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> Tensor:
    """The windows that slide over an image, as columns (mirrors `mindspore.ops.unfold`).

    Args:
        input: a Tensor of shape (N, C, H, W). kernel_size, dilation, padding, stride: an int, or one for height and
            one for width.

    Returns:
        A Tensor of shape (N, C * kernel elements, windows).

    Raises:
        TypeError: if a setting is no int, tuple or list. ValueError: for other dimensions, or if no window fits.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.unfold(ms.Tensor([[[[1.0, 2.0, 3.0]]]]), (1, 2)).asnumpy()
        array([[[1., 2.],
                [2., 3.]]], dtype=float32)
    """
    return _unfold(input, kernel_size, dilation, padding, stride)


@face("mint.nn.functional.unfold")
def mint_unfold(input: Tensor, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> Tensor:
    """The windows that slide over an image (mirrors `mindspore.mint.nn.functional.unfold`); see `ops.unfold`.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.functional.unfold(ms.Tensor([[[[1.0, 2.0, 3.0]]]]), (1, 2)).asnumpy()
        array([[[1., 2.],
                [2., 3.]]], dtype=float32)
    """
    return _unfold(input, kernel_size, dilation, padding, stride)


@face("Tensor.unfold")
def tensor_unfold(self: Tensor, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> Tensor:
    """The windows that slide over this image; see `ops.unfold`.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ones((1, 1, 3, 3)).unfold(2).shape
        (1, 4, 4)
    """
    return _unfold(self, kernel_size, dilation, padding, stride)


mint_unfold.__name__ = tensor_unfold.__name__ = "unfold"


def _fold(x: Any, output_size: Any, kernel_size: Any, dilation: Any, padding: Any, stride: Any) -> Tensor:
    if not isinstance(x, Tensor):
        raise TypeError(f"For 'fold', the input must be a Tensor, but got {type(x).__name__}.")
    height, width = _pair("fold", "kernel_size", kernel_size)
    if x.ndim != 3 or x.shape[1] % (height * width):
        raise ValueError(
            f"For 'fold', the input must have shape (N, C * {height * width}, windows), but got {x.shape}."
        )
    n, c, windows = x.shape
    k = height * width
    parts = x.reshape(n, c // k, k, windows)
    return _col2im(parts, freeze(output_size), kernel_size, dilation, padding, stride, "fold")


@face("ops.fold")
def fold(
    input: Tensor, output_size: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
) -> Tensor:
    """Columns of windows added up into an image (mirrors `mindspore.ops.fold`).

    Args:
        input: a Tensor of shape (N, C * kernel elements, windows). output_size: height and width, a Tensor.
        kernel_size, dilation, padding, stride: an int, or one for height and one for width.

    Returns:
        A Tensor of shape (N, C, height, width).

    Raises:
        TypeError: if a setting is no int, tuple or list. ValueError: if the shapes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.fold(ms.Tensor([[[1.0, 2.0], [2.0, 3.0]]]), ms.Tensor([1, 3], ms.int32), (1, 2)).asnumpy()
        array([[[[1., 4., 3.]]]], dtype=float32)
    """
    require_tensors("fold", output_size=output_size)
    return _fold(input, output_size, kernel_size, dilation, padding, stride)


@face("mint.nn.functional.fold")
def mint_fold(
    input: Tensor, output_size: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
) -> Tensor:
    """Columns of windows added up, with or without batch (mirrors `mindspore.mint.nn.functional.fold`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.functional.fold(ms.Tensor([[1.0, 2.0], [2.0, 3.0]]), (1, 3), (1, 2)).asnumpy()
        array([[[1., 4., 3.]]], dtype=float32)
    """
    if isinstance(input, Tensor) and input.ndim == 2:
        return _fold(input.expand_dims(0), output_size, kernel_size, dilation, padding, stride).squeeze(0)
    return _fold(input, output_size, kernel_size, dilation, padding, stride)


@face("Tensor.fold")
def tensor_fold(
    self: Tensor, output_size: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
) -> Tensor:
    """Columns of windows added up into an image; see `ops.fold`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.ops.ones((1, 4, 4))
        >>> x.fold(ms.Tensor([3, 3], ms.int32), 2).shape
        (1, 1, 3, 3)
    """
    return _fold(self, output_size, kernel_size, dilation, padding, stride)


mint_fold.__name__ = tensor_fold.__name__ = "fold"


@face("ops.col2im")
def col2im(
    input_x: Tensor, output_size: Any, kernel_size: Any, dilation: Any, padding_value: Any, stride: Any
) -> Tensor:
    """Columns of windows added up into an image (mirrors `mindspore.ops.col2im`).

    Args:
        input_x: a Tensor of shape (N, C, kernel elements, windows). output_size: height and width, a Tensor.
        kernel_size, dilation, padding_value, stride: an int, or one for height and one for width.

    Raises:
        TypeError: if a setting is no int, tuple or list. ValueError: if the shapes do not fit.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[[[1.0, 2.0], [2.0, 3.0]]]])
        >>> ms.ops.col2im(x, ms.Tensor([1, 3], ms.int32), (1, 2), 1, 0, 1).asnumpy()
        array([[[[1., 4., 3.]]]], dtype=float32)
    """
    require_tensors("col2im", output_size=output_size)
    return _col2im(input_x, freeze(output_size), kernel_size, dilation, padding_value, stride, "col2im")


@face("Tensor.col2im")
def tensor_col2im(
    self: Tensor, output_size: Any, kernel_size: Any, dilation: Any, padding_value: Any, stride: Any
) -> Tensor:
    """Columns of windows added up into an image; see `ops.col2im`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.ops.ones((1, 1, 4, 4))
        >>> x.col2im(ms.Tensor([3, 3], ms.int32), [2, 2], [1, 1], [0, 0], [1, 1]).shape
        (1, 1, 3, 3)
    """
    return col2im(self, output_size, kernel_size, dilation, padding_value, stride)


@face("ops.Im2Col")
class Im2Col(Primitive):
    """The windows that slide over an image (mirrors `mindspore.ops.Im2Col`).

    Args:
        ksizes, strides, dilations, pads: an int, or one for height and one for width.

    Inputs:
        x: a Tensor of shape (N, C, H, W).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Im2Col((1, 2))(ms.Tensor([[[[1.0, 2.0, 3.0]]]])).asnumpy()
        array([[[[1., 2.],
                 [2., 3.]]]], dtype=float32)
    """

    @prim_attr_register
    def __init__(self, ksizes: Any, strides: Any = 1, dilations: Any = 1, pads: Any = 0) -> None:
        _settings("Im2Col", ksizes, dilations, pads, strides)

    def __call__(self, x: Tensor) -> Tensor:  # type: ignore[override]
        return _im2col(x, self.ksizes, self.dilations, self.pads, self.strides)


@face("ops.Col2Im")
class Col2Im(Primitive):
    """Columns of windows added up into an image (mirrors `mindspore.ops.Col2Im`); see `ops.col2im`.

    Args:
        kernel_size, dilation, padding, stride: an int, or one for height and one for width.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Col2Im((1, 2))(ms.Tensor([[[[1.0, 2.0], [2.0, 3.0]]]]), ms.Tensor([1, 3], ms.int32)).asnumpy()
        array([[[[1., 4., 3.]]]], dtype=float32)
    """

    @prim_attr_register
    def __init__(self, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> None:
        _settings("Col2Im", kernel_size, dilation, padding, stride)

    def __call__(self, x: Tensor, output_size: Any) -> Tensor:  # type: ignore[override]
        require_tensors("Col2Im", output_size=output_size)
        return _col2im(x, freeze(output_size), self.kernel_size, self.dilation, self.padding, self.stride)
