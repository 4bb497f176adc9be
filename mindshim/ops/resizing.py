"""Resizing of images: nearest, linear and cubic, as sparse linear maps along each spatial axis."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core.faces import face
from mindshim._core.operators import Array, freeze, kernel
from mindshim._core.promotion import F32, is_float
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import is_int, tensor
from mindshim.ops.primitive import Primitive, prim_attr_register

#: For one axis: per tap, the indices and the weights (None: all 1) of the input elements.
Taps = list[tuple[np.ndarray, Any]]


def coordinates(n: int, out: int, how: str, scale: float | None = None) -> np.ndarray:
    """Where the `out` results lie among `n` elements. `how`: 'corners', 'half' (pixel centres) or 'legacy'."""
    at = np.arange(out, dtype=np.float32)
    if how == "corners":
        return at * np.float32((n - 1) / (out - 1) if out > 1 else 0)
    step = np.float32(n / out if scale is None else scale)
    return (at + np.float32(0.5)) * step - np.float32(0.5) if how == "half" else at * step


def nearest_taps(n: int, out: int, how: str, scale: float | None = None) -> Taps:
    """The element each result is copied from."""
    if how == "legacy" and out in (n, 2 * n):
        # MindSpore copies and doubles exactly, whatever factor has led to these sizes.
        scale = None
    at = coordinates(n, out, how, scale)
    index = np.floor(at + np.float32(0.5)) if how in ("corners", "half") else np.floor(at)
    return [(np.clip(index, 0, n - 1).astype(np.int64), None)]


def linear_taps(n: int, out: int, how: str, scale: float | None = None) -> Taps:
    """The two elements each result lies between, and their weights."""
    at = np.maximum(coordinates(n, out, how, scale), 0)
    low = np.minimum(np.floor(at), n - 1)
    share = (at - low).astype(np.float64)
    first = low.astype(np.int64)
    return [(first, 1 - share), (np.minimum(first + 1, n - 1), share)]


def cubic_taps(n: int, out: int, how: str, keys: bool) -> Taps:
    """The four elements around each result. `keys`: the coefficient -0.5, and elements outside the image left out;
    otherwise -0.75, and the edge repeated. The position between two elements is rounded to 1/1024."""
    a = -0.5 if keys else -0.75
    at = coordinates(n, out, how)
    low = np.floor(at)
    share = np.rint((at - low) * np.float32(1024)).astype(np.float64) / 1024
    taps = _cubic(a, share, low)
    if keys:
        inside = [np.where((index >= 0) & (index < n), weight, 0) for index, weight in taps]
        total = np.sum(inside, axis=0)
        taps = [(index, weight / total) for (index, _), weight in zip(taps, inside, strict=True)]
    return [(np.clip(index, 0, n - 1), weight) for index, weight in taps]


def _cubic(a: float, share: np.ndarray, low: np.ndarray) -> Taps:
    taps = []
    for k in (-1, 0, 1, 2):
        d = np.abs(share - k)
        near = ((a + 2) * d - (a + 3)) * d * d + 1
        far = ((a * d - 5 * a) * d + 8 * a) * d - 4 * a
        taps.append((low.astype(np.int64) + k, np.where(d <= 1, near, far)))
    return taps


def exact_cubic_taps(n: int, out: int, how: str, scale: float | None = None) -> Taps:
    """The four elements around each result, the coefficient -0.75, the edge repeated, positions as they are."""
    at = coordinates(n, out, how, scale).astype(np.float64)
    low = np.floor(at)
    return [(np.clip(index, 0, n - 1), weight) for index, weight in _cubic(-0.75, at - low, low)]


def resized(x: Any, per_axis: list[Taps]) -> Any:
    """`x` with its last axes replaced by weighted sums of their elements."""
    dtype = x.dtype
    weighted = any(weight is not None for taps in per_axis for _, weight in taps)
    if weighted and dtype.itemsize < 4:
        x = x.astype(F32)
    for axis, taps in enumerate(per_axis, x.ndim - len(per_axis)):
        parts = []
        for index, weight in taps:
            part = jnp.take(x, index, axis=axis)
            if weight is not None:
                shape = [1] * x.ndim
                shape[axis] = len(index)
                part = part * jnp.asarray(weight.reshape(shape), x.dtype)
            parts.append(part)
        x = parts[0]
        for part in parts[1:]:
            x = x + part
    return x.astype(dtype)


def _how(align_corners: bool, half_pixel_centers: bool) -> str:
    return "corners" if align_corners else "half" if half_pixel_centers else "legacy"


@kernel("Resample")
def resample(x: Array, size: Any, mode: str, how: str, scales: Any = None, op: str = "Resize") -> Array:
    """`x` with its last axes resized. `mode`: 'nearest', 'linear', 'cubic' or 'exact cubic'."""
    tensor(op, x)
    if mode != "nearest" and not is_float(x.dtype):
        raise TypeError(f"For '{op}', the dtype of the input must be floating, but got {x.dtype.name}.")
    shape = x.shape[x.ndim - len(size) :]
    steps = [None] * len(size) if scales is None else [1 / s for s in scales]
    per_axis = []
    for n, out, step in zip(shape, size, steps, strict=True):
        if mode == "nearest":
            per_axis.append(nearest_taps(n, out, how, step))
        elif mode == "linear":
            per_axis.append(linear_taps(n, out, how, step))
        elif mode == "cubic":
            per_axis.append(cubic_taps(n, out, how, keys=how == "half"))
        else:
            per_axis.append(exact_cubic_taps(n, out, how, step))
    return resized(x, per_axis)


def checked_size(op: str, size: Any, n: int) -> tuple[int, ...]:
    """`size` as a tuple of `n` positive ints; TypeError or ValueError otherwise."""
    if isinstance(size, Tensor):
        size = freeze(size)
    if not isinstance(size, (tuple, list)):
        raise TypeError(
            f"For '{op}', the type of 'size' should be one of '[list of int, tuple of int]', but got {type(size)}."
        )
    if not all(is_int(v) for v in size):
        raise TypeError(f"For '{op}', the 'size' must have ints, but got {size!r}.")
    if len(size) != n:
        raise ValueError(f"For '{op}', the number of size must be equal to {n}, but got {len(size)}.")
    if any(v <= 0 for v in size):
        raise ValueError(f"For '{op}', the size value must be greater than 0, but got {tuple(size)}.")
    return tuple(int(v) for v in size)


def _check_rank(op: str, x: Any, rank: int) -> None:
    if not isinstance(x, Tensor):
        raise TypeError(f"For '{op}', the input must be a Tensor, but got {type(x).__name__}.")
    if x.ndim != rank:
        raise ValueError(f"For '{op}', the image rank must be equal to {rank}, but got {x.ndim}.")


def _check_flags(op: str, align_corners: Any, half_pixel_centers: Any) -> None:
    for name, value in (("align_corners", align_corners), ("half_pixel_centers", half_pixel_centers)):
        if not isinstance(value, bool):
            raise TypeError(f"For '{op}', the '{name}' must be bool, but got {type(value).__name__}.")
    if align_corners and half_pixel_centers:
        raise ValueError(f"For '{op}', the half_pixel_centers must be false when align_corners is true.")


class _FixedSize(Primitive):
    _mode, _half = "nearest", False

    @prim_attr_register
    def __init__(self, size: Any, align_corners: bool = False, half_pixel_centers: bool = False) -> None:
        name = type(self).__name__
        if not isinstance(size, (tuple, list)):
            checked_size(name, size, 2)
        _check_flags(name, align_corners, half_pixel_centers)

    def _run(self, x: Tensor) -> Tensor:
        name = type(self).__name__
        _check_rank(name, x, 4)
        how = _how(self.align_corners, self.half_pixel_centers and self._half)
        return resample(x, checked_size(name, self.size, 2), self._mode, how, None, name)


@face("ops.ResizeNearestNeighbor")
class ResizeNearestNeighbor(_FixedSize):
    """Images resized by copying the nearest element (mirrors `mindspore.ops.ResizeNearestNeighbor`).

    Args:
        size: the new height and width, a tuple or list. align_corners: whether the corners are aligned, which rounds to
            the nearest element; otherwise positions are rounded down. half_pixel_centers: accepted, without effect.

    Inputs:
        input_x: a Tensor of shape (N, C, H, W).

    Raises:
        TypeError: if `size` is neither tuple nor list. ValueError: for another number of dimensions or of sizes.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ResizeNearestNeighbor((1, 4))(ms.Tensor([[[[1.0, 2.0]]]]))
        Tensor(shape=[1, 1, 1, 4], dtype=Float32, value=
        [[[[ 1.00000000e+00,  1.00000000e+00,  2.00000000e+00,  2.00000000e+00]]]])
    """

    def __call__(self, input_x: Tensor) -> Tensor:  # type: ignore[override]
        return self._run(input_x)


@face("ops.ResizeBilinear")
class ResizeBilinear(_FixedSize):
    """Images resized by linear interpolation to a fixed size (mirrors `mindspore.ops.operations.ResizeBilinear`, which
    newer versions replace by `ResizeBilinearV2`).

    Args:
        size: the new height and width. align_corners: whether the corners are aligned.
        half_pixel_centers: whether positions are those of the pixels' centres.

    Inputs:
        x: a floating Tensor of shape (N, C, H, W).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ResizeBilinear((1, 3), align_corners=True)(ms.Tensor([[[[1.0, 2.0]]]]))
        Tensor(shape=[1, 1, 1, 3], dtype=Float32, value=
        [[[[ 1.00000000e+00,  1.50000000e+00,  2.00000000e+00]]]])
    """

    _mode, _half = "linear", True

    def __call__(self, x: Tensor) -> Tensor:  # type: ignore[override]
        return self._run(x)


class _GivenSize(Primitive):
    _mode = "nearest"

    @prim_attr_register
    def __init__(self, align_corners: bool = False, half_pixel_centers: bool = False) -> None:
        _check_flags(type(self).__name__, align_corners, half_pixel_centers)

    def __call__(self, image: Tensor, size: Any) -> Tensor:  # type: ignore[override]
        name = type(self).__name__
        _check_rank(name, image, 4)
        how = _how(self.align_corners, self.half_pixel_centers)
        return resample(image, checked_size(name, size, 2), self._mode, how, None, name)


def _given(name: str, mode: str, words: str) -> type:
    doc = f"""Images resized by {words} (mirrors `mindspore.ops.{name}`).

    Args:
        align_corners: whether the corners are aligned. half_pixel_centers: whether positions are those of the pixels'
            centres; not together with `align_corners`.

    Inputs:
        image: a Tensor of shape (N, C, H, W). size: the new height and width, two ints or a Tensor of them.

    Raises:
        TypeError: if the flags are no bools. ValueError: if both are set, or for another number of dimensions.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}(True)(ms.Tensor([[[[1.0, 2.0]]]]), (1, 2))
        Tensor(shape=[1, 1, 1, 2], dtype=Float32, value=
        [[[[ 1.00000000e+00,  2.00000000e+00]]]])
    """
    body = {"__doc__": doc, "_mode": mode, "__module__": __name__}
    return face(f"ops.{name}")(type(name, (_GivenSize,), body))


ResizeNearestNeighborV2 = _given("ResizeNearestNeighborV2", "nearest", "copying the nearest element")
ResizeBilinearV2 = _given("ResizeBilinearV2", "linear", "linear interpolation")
ResizeBicubic = _given("ResizeBicubic", "cubic", "cubic interpolation")


@face("ops.ResizeLinear1D")
class ResizeLinear1D(Primitive):
    """Rows resized by linear interpolation (mirrors `mindspore.ops.ResizeLinear1D`).

    Args:
        coordinate_transformation_mode: 'align_corners' or 'half_pixel'.

    Inputs:
        x: a floating Tensor of shape (N, C, W). size: the new width, one int in a tuple or Tensor.

    Raises:
        ValueError: for another mode or number of dimensions.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ResizeLinear1D()(ms.Tensor([[[1.0, 2.0]]]), (3,))
        Tensor(shape=[1, 1, 3], dtype=Float32, value=
        [[[ 1.00000000e+00,  1.50000000e+00,  2.00000000e+00]]])
    """

    @prim_attr_register
    def __init__(self, coordinate_transformation_mode: str = "align_corners") -> None:
        if coordinate_transformation_mode not in ("align_corners", "half_pixel"):
            raise ValueError(
                f"For 'ResizeLinear1D', the 'coordinate_transformation_mode' must be in '['align_corners', "
                f"'half_pixel']', but got {coordinate_transformation_mode!r}."
            )

    def __call__(self, x: Tensor, size: Any) -> Tensor:  # type: ignore[override]
        _check_rank("ResizeLinear1D", x, 3)
        how = "corners" if self.coordinate_transformation_mode == "align_corners" else "half"
        return resample(x, checked_size("ResizeLinear1D", size, 1), "linear", how, None, "ResizeLinear1D")


def volume(op: str, x: Any, size: Any, scales: Any, mode: str, how: str) -> Tensor:
    """The last three axes of `x` resized to `size`, or by `scales`: exactly one of them is given."""
    _check_rank(op, x, 5)
    if (size is None) == (scales is None):
        raise ValueError(f"For '{op}', exactly one of 'output_size' and 'scales' must be given.")
    if scales is not None:
        scales = tuple(float(s) for s in freeze(scales))
        size = tuple(int(np.floor(n * s)) for n, s in zip(x.shape[2:], scales, strict=True))
    return resample(x, checked_size(op, size, 3), mode, how, scales, op)


@face("ops.UpsampleNearest3D")
class UpsampleNearest3D(Primitive):
    """Volumes resized by copying the nearest element (mirrors `mindspore.ops.UpsampleNearest3D`).

    Inputs:
        x: a Tensor of shape (N, C, D, H, W). output_size: the three new sizes, or None. scales: three factors, or None.

    Raises:
        ValueError: unless exactly one of `output_size` and `scales` is given.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.UpsampleNearest3D()(ms.Tensor([[[[[1.0, 2.0]]]]]), (1, 1, 4), None).flatten()
        Tensor(shape=[4], dtype=Float32, value= [ 1.00000000e+00,  1.00000000e+00,  2.00000000e+00,  2.00000000e+00])
    """

    @prim_attr_register
    def __init__(self) -> None:
        pass

    def __call__(self, x: Tensor, output_size: Any = None, scales: Any = None) -> Tensor:  # type: ignore[override]
        return volume("UpsampleNearest3D", x, output_size, scales, "nearest", "legacy")


@face("ops.UpsampleTrilinear3D")
class UpsampleTrilinear3D(Primitive):
    """Volumes resized by linear interpolation (mirrors `mindspore.ops.UpsampleTrilinear3D`).

    Args:
        align_corners: whether the corners are aligned; otherwise positions are those of the elements' centres.

    Inputs:
        x: a Tensor of shape (N, C, D, H, W). output_size: the three new sizes, or None. scales: three factors, or None.

    Raises:
        ValueError: unless exactly one of `output_size` and `scales` is given.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.UpsampleTrilinear3D(True)(ms.Tensor([[[[[1.0, 2.0]]]]]), (1, 1, 3), None).flatten()
        Tensor(shape=[3], dtype=Float32, value= [ 1.00000000e+00,  1.50000000e+00,  2.00000000e+00])
    """

    @prim_attr_register
    def __init__(self, align_corners: bool = False) -> None:
        if not isinstance(align_corners, bool):
            raise TypeError(f"For 'UpsampleTrilinear3D', the 'align_corners' must be bool, but got {align_corners!r}.")

    def __call__(self, x: Tensor, output_size: Any = None, scales: Any = None) -> Tensor:  # type: ignore[override]
        how = "corners" if self.align_corners else "half"
        return volume("UpsampleTrilinear3D", x, output_size, scales, "linear", how)
