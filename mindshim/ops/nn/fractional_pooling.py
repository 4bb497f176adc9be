"""Maximum over windows whose places are drawn at random, for output sizes that do not divide the input."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch, dtypes, random
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import is_int, require_tensors
from mindshim.ops.nn import windows
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.random_ops import uniform01

_TYPES = ("float16", "float32", "float64", "int32", "int64")


def _begins(size: int, window: int, count: int, sample: Any) -> Any:
    """Where each of `count` windows begins along an axis, one row for every sample; the last one ends at the end."""
    last = size - window
    if count == 1:
        return jnp.full((*sample.shape, 1), last, np.int64)
    step = jnp.asarray(last, sample.dtype) / jnp.asarray(count - 1, sample.dtype)
    at = jnp.arange(count - 1).astype(sample.dtype)
    begins = ((at + sample[..., None]) * step).astype(np.int64) - (sample[..., None] * step).astype(np.int64)
    return jnp.concatenate([begins, jnp.full((*sample.shape, 1), last, np.int64)], -1)


@kernel("FractionalMaxPoolWithFixedKsize")
def _pool(x: Array, samples: Array, size: Any, out: Any, op: str) -> tuple[Array, Array]:
    """(N, C, ...) pooled to `out`, and the positions; `samples` (N, C, axes) in [0, 1) shift the windows."""
    n = len(size)
    if x.dtype.name not in _TYPES:
        raise TypeError(f"For '{op}', the dtype of the input must be one of {_TYPES}, but got {x.dtype.name}.")
    if samples.dtype.name not in _TYPES[:3]:
        raise TypeError(f"For '{op}', the dtype of the random samples must be one of {_TYPES[:3]}, but got {samples.dtype.name}.")
    if samples.shape != (*x.shape[:2], n):
        raise ValueError(f"For '{op}', the shape of the random samples must be {(*x.shape[:2], n)}, but got {samples.shape}.")
    # MindSpore allows one window less in volumes than in planes.
    spare = 1 if n == 3 else 0
    for axis, (d, k, o) in enumerate(zip(x.shape[2:], size, out, strict=True)):
        if k + o - 1 + spare > d:
            raise ValueError(
                f"For '{op}', {o} windows of {k} are too many for the {d} elements of axis {axis + 2}, "
                f"input shape {x.shape}."
            )
    at = jnp.zeros((*x.shape[:2], 1, 1), np.int64)
    for axis, (d, k, o) in enumerate(zip(x.shape[2:], size, out, strict=True)):
        # In planes the first sample is of the last axis.
        sample = samples[..., axis if n == 3 else n - 1 - axis]
        places = _begins(d, k, o, sample)[..., None] + np.arange(k)
        at = at[..., :, None, :, None] * d + places[:, :, None, :, None, :]
        at = at.reshape(*x.shape[:2], -1, at.shape[-1] * at.shape[-2])
    lead = x.shape[:2]
    picked = jnp.take_along_axis(x.reshape(*lead, -1), at.reshape(*lead, -1), -1).reshape(at.shape)
    best = jnp.argmax(picked, -1)[..., None]
    shape = (*x.shape[:2], *out)
    return jnp.take_along_axis(picked, best, -1).reshape(shape), jnp.take_along_axis(at, best, -1).reshape(shape)


def _sizes(op: str, name: str, value: Any, n: int) -> tuple[int, ...]:
    """An int or a tuple of n positive ints, or of n + 2 with batch and channel."""
    return windows.spread(op, name, value, n)


class _Fractional(Primitive):
    def _settle(self, ksize: Any, output_shape: Any, data_format: str, n: int, formats: tuple[str, str]) -> None:
        if data_format not in formats:
            raise ValueError(
                f"For '{self.name}', the 'data_format' must be str and must be in '{list(formats)}', but got {data_format!r}."
            )
        self._size = _sizes(self.name, "ksize", ksize, n)
        self._out = _sizes(self.name, "output_shape", output_shape, n)
        self._n, self._last = n, data_format == formats[1]

    def __call__(self, x: Tensor, random_samples: Tensor) -> tuple[Tensor, Tensor]:  # type: ignore[override]
        n = self._n
        require_tensors(self.name, x=x, random_samples=random_samples)
        if x.ndim not in (n + 1, n + 2):
            raise ValueError(f"For '{self.name}', the dimension of the input must be {n + 1} or {n + 2}, but got {x.ndim}.")
        unbatched = x.ndim == n + 1
        if unbatched:
            # The samples of one volume come as (C, 1, axes) too.
            x = x.expand_dims(0)
            if random_samples.ndim == 3 and random_samples.shape[1] == 1:
                random_samples = random_samples.swapaxes(0, 1)
        x = x.moveaxis(-1, 1) if self._last else x
        y, at = dispatch.apply(_pool, (x, random_samples, self._size, self._out, self.name))
        if self._last:
            y, at = y.moveaxis(1, -1), at.moveaxis(1, -1)
        return (y.squeeze(0), at.squeeze(0)) if unbatched else (y, at)


@face("ops.FractionalMaxPool3DWithFixedKsize")
class FractionalMaxPool3DWithFixedKsize(_Fractional):
    """The largest number of windows at random places of a volume (mirrors `ops.FractionalMaxPool3DWithFixedKsize`).

    Args:
        ksize: the size of the windows, an int or a tuple of three. output_shape: how many windows along each axis, an
            int or a tuple of three. data_format: 'NCDHW' or 'NDHWC'.

    Inputs:
        x: a Tensor of shape (N, C, D, H, W) or (C, D, H, W).
        random_samples: numbers in [0, 1) of shape (N, C, 3), which shift the windows along each axis.

    Returns:
        Of a call: the numbers, and their positions in the volume, int64.

    Raises:
        TypeError, ValueError: for arguments that are none of these, or windows that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.ops.arange(27).astype(ms.float32).reshape(1, 1, 3, 3, 3)
        >>> y, _ = ms.ops.FractionalMaxPool3DWithFixedKsize(1, 2)(x, ms.Tensor([[[0.5, 0.5, 0.5]]]))
        >>> print(y.reshape(-1))
        [ 0.  2.  6.  8. 18. 20. 24. 26.]
    """

    @prim_attr_register
    def __init__(self, ksize: Any, output_shape: Any, data_format: str = "NCDHW") -> None:
        self._settle(ksize, output_shape, data_format, 3, ("NCDHW", "NDHWC"))


@face("ops.FractionalMaxPoolWithFixedKsize")
class FractionalMaxPoolWithFixedKsize(_Fractional):
    """The largest number of windows at random places of a plane (mirrors `ops.FractionalMaxPoolWithFixedKsize`).

    Args:
        ksize: the size of the windows, an int or a tuple of two. output_shape: how many windows along each axis, an
            int or a tuple of two. data_format: 'NCHW'.

    Inputs:
        input_x: a Tensor of shape (N, C, H, W).
        random_samples: numbers in [0, 1) of shape (N, C, 2), which shift the windows along the width and the height.

    Returns:
        Of a call: the numbers, and their positions in the plane, int64.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.ops.arange(9).astype(ms.float32).reshape(1, 1, 3, 3)
        >>> y, _ = ms.ops.FractionalMaxPoolWithFixedKsize(2, 2)(x, ms.Tensor([[[0.5, 0.5]]]))
        >>> print(y.reshape(-1))
        [4. 5. 7. 8.]
    """

    @prim_attr_register
    def __init__(self, ksize: Any, output_shape: Any, data_format: str = "NCHW") -> None:
        self._settle(ksize, output_shape, data_format, 2, ("NCHW", "NCHW"))
        self._last = False


def _ratio(op: str, x: Tensor, ratio: Any, n: int) -> tuple[int, ...]:
    ratios = (ratio,) * n if isinstance(ratio, float) else ratio
    if not isinstance(ratios, (tuple, list)) or not all(isinstance(r, float) for r in ratios):
        raise TypeError(f"For '{op}', the 'output_ratio' must be a float or a tuple of {n} floats, but got {ratio!r}.")
    if len(ratios) != n:
        raise ValueError(f"For '{op}', the 'output_ratio' must be a float or a tuple of {n} floats, but got {ratio!r}.")
    for i, r in enumerate(ratios):
        if not 0.0 < r < 1.0:
            raise ValueError(f"For '{op}', the 'output_ratio[{i}]' must be in range of (0.0, 1.0), but got {r}.")
    return tuple(int(d * r) for d, r in zip(x.shape[-n:], ratios, strict=True))


def _function(n: int, primitive: type[_Fractional]) -> None:
    name = f"fractional_max_pool{n}d"

    def function(
        input: Tensor,
        kernel_size: Any,
        output_size: Any = None,
        output_ratio: Any = None,
        return_indices: bool = False,
        _random_samples: Any = None,
    ) -> Any:
        if output_size is None and output_ratio is None:
            raise ValueError(f"For '{name}', 'output_size' and 'output_ratio' cannot both be None.")
        if input.ndim not in (n + 1, n + 2):
            raise ValueError(f"For '{name}', the dimension of 'input' must be {n + 1} or {n + 2}, but got {input.ndim}.")
        out = output_size if output_size is not None else _ratio(name, input, output_ratio, n)
        if not is_int(out):
            out = tuple(out)
        batch = (1, *input.shape)[-(n + 2) : -n] if input.ndim == n + 1 else input.shape[:2]
        if _random_samples is None:
            dtype = input.dtype if input.dtype in dtypes.floats else dtypes.float32
            _random_samples = dispatch.apply(uniform01, ((*batch, n), *random.draw(), dtypes.float32)).astype(dtype)
        y, at = primitive(kernel_size, out)(input, _random_samples)  # type: ignore[call-arg]
        return (y, at) if return_indices else y

    function.__name__ = function.__qualname__ = name
    kind = "plane" if n == 2 else "volume"
    function.__doc__ = f"""The largest number of windows at random places of a {kind} (mirrors `mindspore.ops.{name}`).

    Args:
        input: a Tensor of {n + 1} or {n + 2} axes.
        kernel_size: the size of the windows, an int or a tuple of {n}.
        output_size: how many windows along each axis, an int or a tuple of {n}.
        output_ratio: the same as a part of the input's size, a float or {n} floats between 0 and 1, if there is no
            `output_size`.
        return_indices: also the positions in the {kind}, int64.

    Raises:
        TypeError, ValueError: for arguments that are none of these, or windows that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}(ms.ops.ones({(1, 1) + (7,) * n}), 2, output_size=3).shape
        {(1, 1) + (3,) * n}
    """
    face(f"ops.{name}")(function)


_function(2, FractionalMaxPoolWithFixedKsize)
_function(3, FractionalMaxPool3DWithFixedKsize)
