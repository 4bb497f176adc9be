"""Images and volumes read at given positions: grids of affine maps, sampling at a grid."""

from __future__ import annotations

import itertools
from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import F32
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import is_int, require_tensors
from mindshim.ops.primitive import Primitive, prim_attr_register
from mindshim.ops.spellings import checked

_MODES = ("bilinear", "nearest")
_PADDINGS = ("zeros", "border", "reflection")


def _reflected(at: Any, low: float, span: float) -> Any:
    """Positions mirrored at `low` and `low + span` until they lie between."""
    if span <= 0:
        return jnp.zeros_like(at)
    at = jnp.abs(at - low)
    turns = jnp.floor(at / span)
    extra = at - turns * span
    return jnp.where(turns % 2 == 0, extra + low, span - extra + low)


def _positions(grid: Any, n: int, padding: str, align: bool) -> Any:
    """Grid values between -1 and 1 as positions among `n` elements."""
    at = (grid + 1) / 2 * (n - 1) if align else ((grid + 1) * n - 1) / 2
    if padding == "reflection":
        at = _reflected(at, 0.0, n - 1) if align else _reflected(at, -0.5, n)
    return at if padding == "zeros" else jnp.clip(at, 0, n - 1)


def _read(x: Any, index: list[Any]) -> Any:
    """Elements of `x` (N, C, spatial…) at integer positions (N, points…); zero outside."""
    inside: Any = None
    safe: list[Any] = []
    for i, n in zip(index, x.shape[2:], strict=True):
        good = (i >= 0) & (i < n)
        inside = good if inside is None else inside & good
        safe.append(jnp.clip(i, 0, n - 1).astype(np.int64))
    batch = jnp.arange(x.shape[0]).reshape(-1, *[1] * (safe[0].ndim - 1))
    found = x[(batch, slice(None), *safe)]
    found = jnp.moveaxis(found, -1, 1)
    return jnp.where(jnp.expand_dims(inside, 1), found, jnp.zeros((), x.dtype))


@kernel("GridSample")
def _grid_sample(x: Array, grid: Array, mode: str, padding: str, align: bool, op: str = "grid_sample") -> Array:
    """`x` (N, C, spatial…) at the positions in `grid` (N, points…, dimensions; the last axis of `x` first)."""
    if x.dtype != grid.dtype:
        raise TypeError(f"For '{op}', the input type must be same, but got {x.dtype} for the input and {grid.dtype} for the grid.")
    x, grid = checked(op, x, "real"), checked(op, grid, "real")
    dims = x.ndim - 2
    if dims not in (2, 3) or grid.ndim != x.ndim:
        raise ValueError(
            f"For '{op}', input and grid must both have 4 or 5 dimensions, but got {x.shape}, {grid.shape}."
        )
    if grid.shape[0] != x.shape[0] or grid.shape[-1] != dims:
        raise ValueError(f"For '{op}', the grid of shape {grid.shape} does not fit the input of shape {x.shape}.")
    dtype = x.dtype
    x, grid = (v.astype(F32) if v.dtype.itemsize == 2 else v for v in (x, grid))
    at = [_positions(grid[..., dims - 1 - d], x.shape[2 + d], padding, align) for d in range(dims)]
    if mode == "nearest":
        return _read(x, [jnp.round(lax.stop_gradient(p)) for p in at]).astype(dtype)
    low = [lax.stop_gradient(jnp.floor(p)) for p in at]
    out: Any = None
    for corner in itertools.product((0, 1), repeat=dims):
        weight: Any = None
        for p, f, c in zip(at, low, corner, strict=True):
            share = p - f if c else 1 - (p - f)
            weight = share if weight is None else weight * share
        part = _read(x, [f + c for f, c in zip(low, corner, strict=True)]) * jnp.expand_dims(weight, 1)
        out = part if out is None else out + part
    return out.astype(dtype)


def _check(op: str, mode: Any, padding: Any, align: Any) -> None:
    for name, value, known in (("mode", mode, _MODES), ("padding_mode", padding, _PADDINGS)):
        if value not in known:
            raise ValueError(f"For '{op}', the '{name}' must be one of {known}, but got {value!r}.")
    if not isinstance(align, bool):
        raise TypeError(f"For '{op}', the 'align_corners' must be bool, but got {type(align).__name__}.")


@face("ops.grid_sample", "mint.nn.functional.grid_sample")
def grid_sample(
    input: Tensor,
    grid: Tensor,
    mode: str = "bilinear",
    padding_mode: str = "zeros",
    align_corners: bool | None = None,
) -> Tensor:
    """An image or volume read at the positions of a grid (mirrors `mindspore.ops.grid_sample`).

    Args:
        input: a floating Tensor of shape (N, C, H, W) or (N, C, D, H, W).
        grid: of shape (N, …, 2) or (N, …, 3): x, y (and z), -1 to 1 from edge to edge.
        mode: 'bilinear' or 'nearest'. padding_mode: what is outside: 'zeros', 'border' or 'reflection'.
        align_corners: whether -1 and 1 are the centres of the outermost elements; False by default.

    Raises:
        TypeError: if the dtypes differ. ValueError: for other modes, or shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[[[1.0, 2.0], [3.0, 4.0]]]])
        >>> ms.ops.grid_sample(x, ms.Tensor([[[[0.0, 0.0], [1.0, -1.0]]]]), align_corners=True).flatten()
        Tensor(shape=[2], dtype=Float32, value= [ 2.50000000e+00,  2.00000000e+00])
    """
    align = False if align_corners is None else align_corners
    _check("grid_sample", mode, padding_mode, align)
    return _grid_sample(input, grid, mode, padding_mode, align)


def _primitive(dims: int) -> None:
    name = f"GridSampler{dims}D"

    class Sampler(Primitive):
        @prim_attr_register
        def __init__(
            self, interpolation_mode: str = "bilinear", padding_mode: str = "zeros", align_corners: bool = False
        ) -> None:
            _check(name, interpolation_mode, padding_mode, align_corners)

        def __call__(self, input_x: Tensor, grid: Tensor) -> Tensor:  # type: ignore[override]
            require_tensors(name, input_x=input_x, grid=grid)
            if input_x.ndim != dims + 2:
                raise ValueError(f"For '{name}', 'input_x' must be a {dims + 2}-D tensor, but got {input_x.ndim}-D.")
            return _grid_sample(input_x, grid, self.interpolation_mode, self.padding_mode, self.align_corners, name)

    shape = "(N, C, H, W)" if dims == 2 else "(N, C, D, H, W)"
    ones = "[" * (dims + 2) + "1.0" + "]" * (dims + 2)
    zero = "[" * (dims + 1) + str([0.0] * dims) + "]" * (dims + 1)
    Sampler.__name__ = Sampler.__qualname__ = name
    Sampler.__doc__ = f"""`ops.grid_sample` for inputs of shape {shape} (mirrors `mindspore.ops.{name}`).

    Args:
        interpolation_mode: 'bilinear' or 'nearest'. padding_mode: 'zeros', 'border' or 'reflection'.
        align_corners: whether -1 and 1 are the centres of the outermost elements.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.{name}()(ms.Tensor({ones}), ms.Tensor({zero})).flatten()
        Tensor(shape=[1], dtype=Float32, value= [ 1.00000000e+00])
    """
    face(f"ops.{name}")(Sampler)


_primitive(2)
_primitive(3)


@kernel("AffineGrid")
def affine_grid(theta: Array, size: Any, align_corners: bool = False) -> Array:
    """The positions that affine maps give the elements of an image or volume (mirrors `mindspore.ops.affine_grid`).

    Args:
        theta: the maps, a floating Tensor of shape (N, 2, 3) or (N, 3, 4).
        size: the shape of the image, (N, C, H, W) or (N, C, D, H, W).
        align_corners: whether -1 and 1 are the centres of the outermost elements.

    Returns:
        A Tensor of shape (N, H, W, 2) or (N, D, H, W, 3), for `ops.grid_sample`.

    Raises:
        TypeError: if `size` is no tuple of ints. ValueError: for shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.affine_grid(ms.Tensor([[[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]]), (1, 1, 1, 2), True)[0, 0].asnumpy()
        array([[-1.,  0.],
               [ 1.,  0.]], dtype=float32)
    """
    op = "AffineGrid"
    x = checked(op, theta, "real")
    if not isinstance(size, tuple) or not all(is_int(v) for v in size):
        raise TypeError(f"For '{op}', the 'size' must be a tuple of ints, but got {size!r}.")
    dims = len(size) - 2
    if dims not in (2, 3) or x.shape != (size[0], dims, dims + 1):
        raise ValueError(f"For '{op}', the 'theta' of shape {x.shape} does not fit the size {size}.")
    lines = []
    for n in size[2:]:
        line = np.linspace(-1, 1, n) if n > 1 else np.zeros(1)
        lines.append(line if align_corners else line * (n - 1) / n)
    base = np.stack([*reversed(np.meshgrid(*lines, indexing="ij")), np.ones(size[2:])], axis=-1)
    wide = x.astype(F32) if x.dtype.itemsize == 2 else x
    flat = jnp.asarray(base.reshape(-1, dims + 1), wide.dtype)
    out = jnp.einsum("pk,ndk->npd", flat, wide, precision=lax.Precision.HIGHEST)
    return out.reshape(size[0], *size[2:], dims).astype(x.dtype)


affine_grid.face("ops.affine_grid")  # type: ignore[attr-defined]
affine_grid.primitive("AffineGrid", "align_corners=False", call="theta, output_size", output_size="size")  # type: ignore[attr-defined]
