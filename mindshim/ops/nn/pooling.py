"""Maximum and average over sliding windows."""

from __future__ import annotations

import math
from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core import dispatch, dtypes
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import is_float
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import require_tensors
from mindshim.ops.nn import ordered_pooling, windows
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.quotients import quotient

_FORMATS = {1: ("NCW", "NWC"), 2: ("NCHW", "NHWC"), 3: ("NCDHW", "NDHWC")}


def _check(op: str, x: Any, n: int) -> None:
    if x.ndim != n + 2:
        raise ValueError(f"For '{op}', the input must have {n + 2} dimensions, but got shape {x.shape}.")


def _full(values: Any, one: Any, last: bool) -> tuple[Any, ...]:
    return (one, *values, one) if last else (one, one, *values)


def _sizes(x: Any, last: bool) -> tuple[int, ...]:
    return x.shape[1:-1] if last else x.shape[2:]


def _pairs(op: str, x: Any, size: Any, strides: Any, pad: Any, dilation: Any, ceil_mode: bool, last: bool) -> Any:
    pad = tuple(tuple(p) for p in pad) if not isinstance(pad, str) else pad
    sizes = _sizes(x, last)
    pairs = windows.resolve(op, pad, sizes, size, strides, dilation)
    for s, k, d, (low, high) in zip(sizes, size, dilation, pairs, strict=True):
        if s + low + high < (k - 1) * d + 1 and not ceil_mode:
            raise ValueError(
                f"For '{op}', the kernel of size {(k - 1) * d + 1} must not exceed the padded input of size {s + low + high}, "
                f"but got input shape {x.shape}."
            )
    return windows.ceil_extra(pairs, sizes, size, strides, dilation) if ceil_mode else pairs


def _lowest(dtype: Any) -> Any:
    return np.asarray(-np.inf if is_float(dtype) else np.iinfo(dtype).min, dtype)


@kernel("MaxPool")
def max_pool(
    x: Array,
    kernel_size: Any = (1, 1),
    strides: Any = (1, 1),
    pad: Any = "VALID",
    dilation: Any = (1, 1),
    ceil_mode: bool = False,
    last: bool = False,
    op: str = "MaxPool",
) -> Array:
    """The largest number of every window, with normalised static arguments."""
    n = len(kernel_size)
    _check(op, x, n)
    pairs = _pairs(op, x, kernel_size, strides, pad, dilation, ceil_mode, last)
    init = _lowest(x.dtype)
    return lax.reduce_window(
        x,
        init if not is_float(x.dtype) else -np.inf,
        lax.max,
        _full(kernel_size, 1, last),
        _full(strides, 1, last),
        _full(pairs, (0, 0), last),
        window_dilation=_full(dilation, 1, last),
    ).astype(x.dtype)


@kernel("MaxPoolWithArgmax")
def max_pool_indices(
    x: Array,
    kernel_size: Any = (1, 1),
    strides: Any = (1, 1),
    pad: Any = "VALID",
    dilation: Any = (1, 1),
    ceil_mode: bool = False,
    base: str = "plane",
    dtype: Any = None,
    op: str = "MaxPoolWithArgmax",
) -> tuple[Array, Array]:
    """The largest number of every window and where it is: counted in its plane, or (`base` "sample") over channels too."""
    n = len(kernel_size)
    _check(op, x, n)
    pairs = _pairs(op, x, kernel_size, strides, pad, dilation, ceil_mode, False)
    sizes = x.shape[2:]
    # Positions of every window as static index arrays: out size x kernel size, axis by axis.
    where, valid = np.zeros((1, 1), np.int64), np.ones((1, 1), bool)
    outs = []
    for size, k, s, d, (low, high) in zip(sizes, kernel_size, strides, dilation, pairs, strict=True):
        count = (size + low + high - (k - 1) * d - 1) // s + 1
        at = np.arange(count)[:, None] * s - low + np.arange(k)[None, :] * d
        ok = (at >= 0) & (at < size)
        at = np.clip(at, 0, size - 1)
        where = (where[:, None, :, None] * size + at[None, :, None, :]).reshape(where.shape[0] * count, -1)
        valid = (valid[:, None, :, None] & ok[None, :, None, :]).reshape(where.shape)
        outs.append(count)
    flat = x.reshape(*x.shape[:2], -1)
    picked = jnp.where(valid, flat[:, :, where], _lowest(x.dtype))
    best = jnp.argmax(picked, -1)
    values = jnp.take_along_axis(picked, best[..., None], -1)[..., 0].reshape(*x.shape[:2], *outs)
    index = jnp.asarray(where)[np.arange(where.shape[0]), best]
    if base == "sample":
        index = index + (np.arange(x.shape[1]) * math.prod(sizes))[None, :, None]
    return values, index.reshape(values.shape).astype(np.int64 if dtype is None else dtypes.to_np(dtype))


@kernel("AvgPool")
def avg_pool(
    x: Array,
    kernel_size: Any = (1, 1),
    strides: Any = (1, 1),
    pad: Any = "VALID",
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor: int = 0,
    last: bool = False,
    op: str = "AvgPool",
) -> Array:
    """The mean of every window, with normalised static arguments; 'SAME' padding is counted in volumes only.

    As MindSpore has it, windows of fewer axes are those of volumes where `ceil_mode` is asked for.
    """
    return _avg_pool(x, kernel_size, strides, pad, ceil_mode, count_include_pad, divisor, last, op)


@avg_pool.in_pynative
def _avg_pool_in_order(x: Any, *rest: Any) -> Any:
    return _avg_pool(x, *rest, ordered=True)


def _avg_pool(
    x: Any, kernel_size: Any, strides: Any, pad: Any, ceil_mode: bool, count_include_pad: bool, divisor: int, last: bool, op: str,
    ordered: bool = False,
) -> Any:  # fmt: skip
    n = len(kernel_size)
    _check(op, x, n)
    ones = (1,) * n
    if pad == "SAME" and n < 3 and not ceil_mode:
        count_include_pad = False
    plain = _pairs(op, x, kernel_size, strides, pad, ones, False, last) if not ceil_mode else windows.resolve(
        op, tuple(tuple(p) for p in pad) if not isinstance(pad, str) else pad, _sizes(x, last), kernel_size, strides, ones
    )
    pairs = _pairs(op, x, kernel_size, strides, pad, ones, ceil_mode, last)
    wide = x.astype(np.float32) if x.dtype.itemsize == 2 else x

    def summed(values: Any, padding: Any) -> Any:
        if ordered and not last:
            out = ordered_pooling.window_sums(values, kernel_size, strides, padding)
            if out is not None:
                return out
        return lax.reduce_window(
            values, np.zeros((), values.dtype)[()], lax.add, _full(kernel_size, 1, last), _full(strides, 1, last), _full(padding, (0, 0), last)
        )

    total = summed(wide, pairs)
    if divisor:
        return quotient(total, np.asarray(divisor, wide.dtype)).astype(x.dtype)
    if not any(v for pair in pairs for v in pair) or (count_include_pad and pairs == tuple(tuple(p) for p in plain)):
        return quotient(total, np.asarray(math.prod(kernel_size), wide.dtype)).astype(x.dtype)
    # How many elements each window really has; padding that only `ceil_mode` added never counts.
    shape = _full(_sizes(x, last), 1, last)
    if count_include_pad:
        counted = jnp.pad(jnp.ones(shape, wide.dtype), _full(plain, (0, 0), last), constant_values=np.ones((), wide.dtype))
        extra = tuple((a - c, b - d) for (a, b), (c, d) in zip(pairs, plain, strict=True))
        count = summed(counted, extra)
    else:
        count = summed(jnp.ones(shape, wide.dtype), pairs)
    return quotient(total, jnp.maximum(count, np.ones((), wide.dtype))).astype(x.dtype)


def _pool_init(self: Any, n: int, kernel_size: Any, strides: Any, pad_mode: Any, data_format: Any) -> None:
    op = self.name
    if not isinstance(pad_mode, str):
        raise TypeError(f"For '{op}', the 'pad_mode' must be str, but got {type(pad_mode).__name__}.")
    if not isinstance(data_format, str) or data_format.upper() not in _FORMATS[n]:
        raise ValueError(f"For '{op}', the 'data_format' must be one of {_FORMATS[n]}, but got {data_format!r}.")
    self._size = windows.spread(op, "kernel_size", kernel_size, n)
    self._strides = windows.spread(op, "strides", strides, n)
    self.pad_mode = windows.pad_mode(op, pad_mode)
    self._last = data_format.upper() == _FORMATS[n][1]
    self.kernel_size = (1, 1, *self._size)
    self.strides = (1, 1, *self._strides)
    for name, value in (("kernel_size", self.kernel_size), ("strides", self.strides), ("pad_mode", self.pad_mode.upper())):
        self.add_prim_attr(name, value)
    self.init_prim_io_names(["x"], ["output"])


@face("ops.MaxPool")
class MaxPool(Primitive):
    """The largest number of every window (mirrors `mindspore.ops.MaxPool`).

    Args:
        kernel_size, strides: an int or a tuple of two. pad_mode: 'valid' or 'same'. data_format: 'NCHW' or 'NHWC'.

    Raises:
        TypeError, ValueError: for arguments that are none of these, or an input that has not 4 axes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.MaxPool(2, 2)(ms.ops.ones((1, 1, 4, 4))).shape
        (1, 1, 2, 2)
    """

    @prim_attr_register
    def __init__(self, kernel_size: Any = 1, strides: Any = 1, pad_mode: str = "valid", data_format: str = "NCHW") -> None:
        _pool_init(self, 2, kernel_size, strides, pad_mode, data_format)

    def __call__(self, x: Tensor) -> Tensor:  # type: ignore[override]
        return dispatch.apply(max_pool, (x, self._size, self._strides, self.pad_mode.upper(), (1, 1), False, self._last, self.name))


@face("ops.AvgPool")
class AvgPool(Primitive):
    """The mean of every window (mirrors `mindspore.ops.AvgPool`); the arguments are those of `MaxPool`.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.AvgPool(2, 2)(ms.ops.ones((1, 1, 4, 4))).shape
        (1, 1, 2, 2)
    """

    @prim_attr_register
    def __init__(self, kernel_size: Any = 1, strides: Any = 1, pad_mode: str = "VALID", data_format: str = "NCHW") -> None:
        _pool_init(self, 2, kernel_size, strides, pad_mode, data_format)

    def __call__(self, x: Tensor) -> Tensor:  # type: ignore[override]
        return dispatch.apply(avg_pool, (x, self._size, self._strides, self.pad_mode.upper(), False, True, 0, self._last, self.name))


@face("ops.MaxPool3D")
class MaxPool3D(Primitive):
    """The largest number of every window of three spatial axes (mirrors `mindspore.ops.MaxPool3D`).

    Args:
        kernel_size, strides: an int or a tuple of three. pad_mode: 'VALID', 'SAME' or 'PAD'. pad_list: for 'PAD', an
            int, three or six ints. ceil_mode: keep windows that start inside and end outside.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.MaxPool3D(2, 2)(ms.ops.ones((1, 1, 4, 4, 4))).shape
        (1, 1, 2, 2, 2)
    """

    @prim_attr_register
    def __init__(
        self,
        kernel_size: Any = 1,
        strides: Any = 1,
        pad_mode: str = "VALID",
        pad_list: Any = 0,
        ceil_mode: Any = None,
        data_format: str = "NCDHW",
    ) -> None:
        _pool_init(self, 3, kernel_size, strides, pad_mode, data_format)
        if ceil_mode is not None and not isinstance(ceil_mode, bool):
            raise TypeError(f"For '{self.name}', the 'ceil_mode' must be bool, but got {type(ceil_mode).__name__}.")
        self._pad = windows.padding(self.name, self.pad_mode, pad_list, 3, "pad_list")

    def __call__(self, x: Tensor) -> Tensor:  # type: ignore[override]
        args = (self._size, self._strides, self._pad, (1, 1, 1), bool(self.ceil_mode), self._last, self.name)
        return dispatch.apply(max_pool, (x, *args))


@face("ops.AvgPool3D")
class AvgPool3D(Primitive):
    """The mean of every window of three spatial axes (mirrors `mindspore.ops.AvgPool3D`).

    Args:
        kernel_size, strides: an int or a tuple of three. pad_mode: 'valid', 'same' or 'pad'. pad: for 'pad', an int or
            six ints. ceil_mode: keep windows that start inside and end outside. count_include_pad: padding counts as
            zeros. divisor_override: divide by this instead of the count.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.AvgPool3D(2, 2)(ms.ops.ones((1, 1, 4, 4, 4))).shape
        (1, 1, 2, 2, 2)
    """

    @prim_attr_register
    def __init__(
        self,
        kernel_size: Any = 1,
        strides: Any = 1,
        pad_mode: str = "valid",
        pad: Any = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
        divisor_override: int = 0,
        data_format: str = "NCDHW",
    ) -> None:
        _pool_init(self, 3, kernel_size, strides, pad_mode, data_format)
        self._pad = windows.padding(self.name, self.pad_mode, pad, 3)

    def __call__(self, x: Tensor) -> Tensor:  # type: ignore[override]
        args = (self._size, self._strides, self._pad, self.ceil_mode, self.count_include_pad, self.divisor_override, self._last)
        return dispatch.apply(avg_pool, (x, *args, self.name))


@face("ops.MaxPoolWithArgmax")
class MaxPoolWithArgmax(Primitive):
    """The largest number of every window and its position in the sample (mirrors `mindspore.ops.MaxPoolWithArgmax`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.MaxPoolWithArgmax(2, 2)(ms.Tensor([[[[1.0, 2.0], [4.0, 3.0]]]]))[1]
        Tensor(shape=[1, 1, 1, 1], dtype=Int32, value=
        [[[[2]]]])
    """

    @prim_attr_register
    def __init__(self, kernel_size: Any = 1, strides: Any = 1, pad_mode: str = "valid", data_format: str = "NCHW") -> None:
        _pool_init(self, 2, kernel_size, strides, pad_mode, data_format)

    def __call__(self, x: Tensor) -> Any:  # type: ignore[override]
        args = (self._size, self._strides, self.pad_mode.upper(), (1, 1), False, "sample", dtypes.int32, self.name)
        return dispatch.apply(max_pool_indices, (x, *args))


@face("ops.MaxPoolWithArgmaxV2")
class MaxPoolWithArgmaxV2(Primitive):
    """The largest number of every window and its position in the plane (mirrors `mindspore.ops.MaxPoolWithArgmaxV2`).

    Args:
        kernel_size, strides, pads, dilation: an int or two. ceil_mode: keep windows that start inside and end outside.
        argmax_type: int32 or int64.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.MaxPoolWithArgmaxV2(2, 2)(ms.Tensor([[[[1.0, 2.0], [4.0, 3.0]]]]))[1]
        Tensor(shape=[1, 1, 1, 1], dtype=Int64, value=
        [[[[2]]]])
    """

    @prim_attr_register
    def __init__(
        self,
        kernel_size: Any,
        strides: Any = None,
        pads: Any = 0,
        dilation: Any = (1, 1),
        ceil_mode: bool = False,
        argmax_type: Any = dtypes.int64,
    ) -> None:
        op = self.name
        self._size = windows.spread(op, "kernel_size", kernel_size, 2)
        self._strides = self._size if strides is None else windows.spread(op, "strides", strides, 2)
        self._dilation = windows.spread(op, "dilation", dilation, 2)
        self._pads = windows.explicit_padding(op, "pads", pads, 2)

    def __call__(self, x: Tensor) -> Any:  # type: ignore[override]
        args = (self._size, self._strides, self._pads, self._dilation, self.ceil_mode, "plane", self.argmax_type, self.name)
        return dispatch.apply(max_pool_indices, (x, *args))


def _max_function(x: Tensor, op: str, n: int, size: Any, stride: Any, padding: Any, dilation: Any, indices: bool, ceil: bool) -> Any:
    require_tensors(op, x=x)
    unbatched = x.ndim == n + 1
    if unbatched:
        x = x.expand_dims(0)
    kernel_size = windows.spread(op, "kernel_size", size, n)
    strides = kernel_size if stride is None else windows.spread(op, "stride", stride, n)
    pairs = windows.explicit_padding(op, "padding", padding, n)
    if any(2 * low > k for (low, _), k in zip(pairs, kernel_size, strict=True)):
        raise ValueError(f"For '{op}', the padding must be at most half the kernel size {kernel_size}, but got {padding}.")
    steps = windows.spread(op, "dilation", dilation, n)
    if indices:
        out = dispatch.apply(max_pool_indices, (x, kernel_size, strides, pairs, steps, ceil, "plane", dtypes.int64, op))
        return tuple(o.squeeze(0) for o in out) if unbatched else out
    out = dispatch.apply(max_pool, (x, kernel_size, strides, pairs, steps, ceil, False, op))
    return out.squeeze(0) if unbatched else out


@face("ops.max_pool2d")
def max_pool2d(
    x: Tensor,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    return_indices: bool = False,
    ceil_mode: bool = False,
) -> Any:
    """The largest number of every window (mirrors `mindspore.ops.max_pool2d`).

    Args:
        x: shape (N, C, H, W). kernel_size, stride, padding, dilation: an int or two; the stride is the kernel size
            if not given. return_indices: also the positions in the plane. ceil_mode: keep windows that start inside.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.max_pool2d(ms.ops.ones((1, 1, 4, 4)), 2).shape
        (1, 1, 2, 2)
    """
    return _max_function(x, "max_pool2d", 2, kernel_size, stride, padding, dilation, return_indices, ceil_mode)


@face("mint.nn.functional.max_pool2d")
def _max_pool2d_mint(
    input: Tensor,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    return _max_function(input, "max_pool2d", 2, kernel_size, stride, padding, dilation, return_indices, ceil_mode)


_max_pool2d_mint.__name__, _max_pool2d_mint.__doc__ = "max_pool2d", max_pool2d.__doc__


@face("ops.max_pool3d")
def max_pool3d(
    x: Tensor,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Any:
    """The largest number of every window of three axes (mirrors `mindspore.ops.max_pool3d`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.max_pool3d(ms.ops.ones((1, 1, 4, 4, 4)), 2).shape
        (1, 1, 2, 2, 2)
    """
    return _max_function(x, "max_pool3d", 3, kernel_size, stride, padding, dilation, return_indices, ceil_mode)


def _avg_function(n: int) -> None:
    name = f"avg_pool{n}d"

    def run(x: Tensor, size: Any, stride: Any, padding: Any, ceil_mode: bool, include: bool, divisor: Any) -> Tensor:
        if not isinstance(x, Tensor):
            raise TypeError(f"For '{name}', the input must be a Tensor, but got {type(x).__name__}.")
        unbatched = x.ndim == n + 1
        if unbatched:
            x = x.expand_dims(0)
        kernel_size = windows.spread(name, "kernel_size", size, n)
        strides = kernel_size if stride is None else windows.spread(name, "stride", stride, n)
        pairs = windows.explicit_padding(name, "padding", padding, n)
        for flag, value in (("ceil_mode", ceil_mode), ("count_include_pad", include)):
            if not isinstance(value, bool):
                raise TypeError(f"For '{name}', the '{flag}' must be bool, but got {type(value).__name__}.")
        out = dispatch.apply(avg_pool, (x, kernel_size, strides, pairs, ceil_mode, include, divisor or 0, False, name))
        return out.squeeze(0) if unbatched else out

    doc = f"""The mean of every window of {n} spatial ax{"i" if n == 1 else "e"}s (mirrors `mindspore.ops.{name}`).

    Args:
        the input has {n + 2} axes, batch and channel first. kernel_size, stride, padding: an int or {n} of them.
        ceil_mode: keep windows that start inside. count_include_pad: padding counts as zeros.
        divisor_override: divide by this instead of the count.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}(ms.ops.ones({(1, 1) + (4,) * n}), 2, 2).shape
        {(1, 1) + (2,) * n}
    """
    def without(
        input_x: Tensor, kernel_size: Any = 1, stride: Any = 1, padding: Any = 0, ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> Tensor:  # fmt: skip
        return run(input_x, kernel_size, stride, padding, ceil_mode, count_include_pad, 0)

    def mint_without(
        input: Tensor, kernel_size: Any, stride: Any = None, padding: Any = 0, ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> Tensor:  # fmt: skip
        return run(input, kernel_size, stride, padding, ceil_mode, count_include_pad, 0)

    def with_divisor(
        input_x: Tensor, kernel_size: Any = 1, stride: Any = 1, padding: Any = 0, ceil_mode: bool = False,
        count_include_pad: bool = True, divisor_override: int = 0,
    ) -> Tensor:  # fmt: skip
        return run(input_x, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)

    def mint_with_divisor(
        input: Tensor, kernel_size: Any, stride: Any = None, padding: Any = 0, ceil_mode: bool = False,
        count_include_pad: bool = True, divisor_override: int | None = None,
    ) -> Tensor:  # fmt: skip
        return run(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)

    # Windows of one dimension have no divisor.
    function, mint = (without, mint_without) if n == 1 else (with_divisor, mint_with_divisor)
    for f, path in ((function, f"ops.{name}"), (mint, f"mint.nn.functional.{name}")):
        f.__name__ = f.__qualname__ = name
        f.__doc__ = doc
        face(path)(f)


for _n in (1, 2, 3):
    _avg_function(_n)
