"""Interpolation to a size or by a factor, for sequences, images and volumes."""

from __future__ import annotations

import math
from typing import Any

from mindshim._core import faces
from mindshim._core.faces import face
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import is_int
from mindshim.ops.resizing import resample, volume

#: mode -> number of dimensions -> options it takes besides `size`
_SUPPORTED: dict[str, dict[int, tuple[str, ...]]] = {
    "nearest": {3: (), 4: (), 5: ("scale_factor",)},
    "linear": {3: ("align_corners",)},
    "bilinear": {4: ("align_corners",)},
    "bicubic": {4: ("align_corners",)},
    "trilinear": {5: ("align_corners", "scale_factor")},
    "area": {3: ("scale_factor",), 4: ("scale_factor",), 5: ("scale_factor",)},
    "nearest-exact": {3: (), 4: ()},
}


def _spatial(op: str, name: str, value: Any, n: int, kinds: Any) -> tuple[Any, ...]:
    """One positive number, or one for each spatial dimension, as a tuple."""
    many = isinstance(value, (tuple, list))
    given = tuple(value) if many else (value,) * n
    for i, v in enumerate(given):
        if isinstance(v, bool) or not (isinstance(v, kinds) or is_int(v)) or v <= 0:
            word = f"{name}[{i}]" if many else name
            raise ValueError(
                f"For '{op}', the '{word}' must be {'int' if kinds is int else 'float'} and must > 0, but got '{v}' "
                f"with type '{type(v).__name__}'."
            )
    if len(given) != n:
        raise ValueError(
            f"For '{op}', 'input' and '{name}' must have the same spatial dimensions, but got 'input' is {n}D, "
            f"'{name}' is {len(given)}D"
        )
    return given


def _common(op: str, x: Any, size: Any, scale_factor: Any, mode: Any) -> tuple[Any, Any]:
    if not isinstance(x, Tensor):
        raise TypeError(f"For '{op}', 'input' must be a tensor, but got {type(x)}")
    if size is not None and scale_factor is not None:
        raise ValueError(f"For '{op}', 'size' and 'scale_factor' cannot be set simultaneously")
    if size is None and scale_factor is None:
        raise ValueError(f"For '{op}', 'size' and 'scale_factor' cannot be both empty")
    if size is not None:
        size = _spatial(op, "size", size, x.ndim - 2, int)
    else:
        scale_factor = _spatial(op, "scale_factor", scale_factor, x.ndim - 2, (int, float))
    if mode not in _SUPPORTED:
        raise ValueError(f"For '{op}', 'mode' must be in '{list(_SUPPORTED)}', but got {mode}")
    if x.ndim not in _SUPPORTED[mode]:
        raise ValueError(f"For '{op}', {mode} only support '{list(_SUPPORTED[mode])}'D, but got {x.ndim}D")
    return size, scale_factor


def _recomputed(op: str, x: Tensor, size: Any, scale_factor: Any) -> tuple[int, ...]:
    if size is not None:
        raise ValueError(f"For '{op}', 'recompute_scale_factor' cannot be True when 'size' is given.")
    return tuple(math.floor(n * s) for n, s in zip(x.shape[2:], scale_factor, strict=True))


def _area(x: Tensor, size: tuple[int, ...]) -> Tensor:
    pool = faces.find("ops", f"adaptive_avg_pool{len(size)}d")
    return pool(x, size[0] if len(size) == 1 else size)


@face("ops.interpolate")
def interpolate(
    input: Tensor,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
) -> Tensor:
    """Resize the dimensions after the second (mirrors `mindspore.ops.interpolate`).

    Args:
        input: a Tensor of 3, 4 or 5 dimensions.
        size: the new sizes, an int or one per spatial dimension. scale_factor: factors instead; as they are only for
            'nearest' and 'trilinear' of 5 dimensions, otherwise with `recompute_scale_factor`.
        mode: 'nearest', 'nearest-exact' (3 or 4 dimensions), 'linear' (3), 'bilinear' and 'bicubic' (4), 'trilinear'
            (5) or 'area'.
        align_corners: whether corners are aligned, for the linear and cubic modes; otherwise positions are those of
            the elements' centres.
        recompute_scale_factor: compute `size` from `scale_factor`, rounded down.

    Raises:
        TypeError: if `input` is no Tensor. ValueError: for combinations that do not exist.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.interpolate(ms.Tensor([[[1.0, 2.0]]]), size=4, mode="linear")
        Tensor(shape=[1, 1, 4], dtype=Float32, value=
        [[[ 1.00000000e+00,  1.25000000e+00,  1.75000000e+00,  2.00000000e+00]]])
    """
    op = "interpolate"
    size, scale_factor = _common(op, input, size, scale_factor, mode)
    options = _SUPPORTED[mode][input.ndim]
    if recompute_scale_factor or (mode == "area" and size is None):
        size, scale_factor = _recomputed(op, input, size, scale_factor), None
    elif scale_factor is not None and "scale_factor" not in options:
        raise ValueError(
            f"For '{op}', 'scale_factor' option cannot currently be set with the mode = {mode} and dim = {input.ndim}D."
        )
    if align_corners is not None:
        if not isinstance(align_corners, bool):
            raise TypeError(f"For '{op}', the 'align_corners' must be bool, but got {align_corners!r}.")
        if "align_corners" not in options:
            raise ValueError(
                f"For '{op}', 'align_corners' option cannot currently be set with the mode = {mode}, and "
                f"dim = {input.ndim}D"
            )
    if mode == "area":
        return _area(input, size)
    how = "corners" if align_corners else "half"
    if input.ndim == 5:
        nearest = mode == "nearest"
        return volume(op, input, size, scale_factor, "nearest" if nearest else "linear", "legacy" if nearest else how)
    if mode.startswith("nearest"):
        return resample(input, size, "nearest", "half" if mode == "nearest-exact" else "legacy", None, op)
    return resample(input, size, "cubic" if mode == "bicubic" else "linear", how, None, op)


@face("ops.upsample")
def upsample(
    input: Tensor,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
) -> Tensor:
    """The same as `ops.interpolate` (mirrors `mindspore.ops.upsample`).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.upsample(ms.Tensor([[[1.0, 2.0]]]), size=3)
        Tensor(shape=[1, 1, 3], dtype=Float32, value=
        [[[ 1.00000000e+00,  1.00000000e+00,  2.00000000e+00]]])
    """
    return interpolate(input, size, scale_factor, mode, align_corners, recompute_scale_factor)


_MINT = {"nearest": ("nearest", "legacy"), "bicubic": ("exact cubic", ""), "nearest-exact": ("nearest", "half")}


@face("mint.nn.functional.interpolate")
def mint_interpolate(
    input: Tensor,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
) -> Tensor:
    """Resize the dimensions after the second (mirrors `mindspore.mint.nn.functional.interpolate`).

    Args:
        input: a Tensor of 3, 4 or 5 dimensions. size: the new sizes. scale_factor: factors instead, in any mode.
        mode: 'nearest', 'linear', 'bilinear', 'bicubic', 'trilinear'. align_corners: for the modes but 'nearest'.
        recompute_scale_factor: take positions from the rounded sizes instead of the factors.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.functional.interpolate(ms.Tensor([[[1.0, 2.0]]]), scale_factor=2.0)
        Tensor(shape=[1, 1, 4], dtype=Float32, value=
        [[[ 1.00000000e+00,  1.00000000e+00,  2.00000000e+00,  2.00000000e+00]]])
    """
    op = "interpolate"
    size, scale_factor = _common(op, input, size, scale_factor, mode)
    if align_corners is not None and "align_corners" not in _SUPPORTED[mode][input.ndim]:
        raise ValueError(f"For '{op}', 'align_corners' cannot be set with the mode = {mode}.")
    scales = scale_factor
    if size is None:
        size = _recomputed(op, input, size, scale_factor)
    if mode == "area":
        return _area(input, size)
    if recompute_scale_factor:
        scales = None
    kind, how = _MINT.get(mode, ("linear", ""))
    return resample(input, size, kind, how or ("corners" if align_corners else "half"), scales, op)


@face("mint.nn.functional.upsample")
def mint_upsample(
    input: Tensor, size: Any = None, scale_factor: Any = None, mode: str = "nearest", align_corners: bool | None = None
) -> Tensor:
    """The same as `interpolate` (mirrors `mindspore.mint.nn.functional.upsample`).

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.functional.upsample(ms.Tensor([[[1.0, 2.0]]]), 3)
        Tensor(shape=[1, 1, 3], dtype=Float32, value=
        [[[ 1.00000000e+00,  1.00000000e+00,  2.00000000e+00]]])
    """
    return mint_interpolate(input, size, scale_factor, mode, align_corners)


mint_interpolate.__name__, mint_upsample.__name__ = "interpolate", "upsample"
