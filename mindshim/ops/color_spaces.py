"""Colours as red, green, blue and as hue, saturation, value."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core.operators import Array, kernel


def _checked(op: str, images: Any) -> Any:
    if images.dtype.name not in ("float16", "float32", "float64"):
        raise TypeError(
            f"For '{op}', the dtype of 'images' must be float16, float32 or float64, but got {images.dtype.name}."
        )
    if images.ndim < 1 or images.shape[-1] != 3:
        raise ValueError(f"For '{op}', the last axis of 'images' must have 3 elements, but got shape {images.shape}.")
    return images


@kernel("RGBToHSV")
def rgb_to_hsv(images: Array) -> Array:
    """Hue, saturation and value, each in [0, 1], of red, green and blue (mirrors `mindspore.ops.operations.image_ops.RGBToHSV`).

    Args:
        images: a float Tensor whose last axis has 3 elements.

    Raises:
        TypeError: for other dtypes. ValueError: for another last axis.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.RGBToHSV()(ms.Tensor([0.25, 0.5, 0.5])))
        [0.5 0.5 0.5]
    """
    x = _checked("RGBToHSV", images)
    r, g, b = x[..., 0], x[..., 1], x[..., 2]
    value, least = jnp.max(x, -1), jnp.min(x, -1)
    span, zero = value - least, jnp.zeros((), x.dtype)
    some = jnp.where(span > 0, span, jnp.ones((), x.dtype))
    of = lambda n: np.asarray(n, x.dtype)  # noqa: E731
    hue = jnp.where(
        r == value, (g - b) / some, jnp.where(g == value, (b - r) / some + of(2), (r - g) / some + of(4))
    ) / of(6)  # fmt: skip
    hue = jnp.where(span > 0, jnp.where(hue < 0, hue + of(1), hue), zero)
    saturation = jnp.where(value > 0, span / jnp.where(value > 0, value, jnp.ones((), x.dtype)), zero)
    return jnp.stack([hue, saturation, value], -1)


@kernel("HSVToRGB")
def hsv_to_rgb(x: Array) -> Array:
    """Red, green and blue of hue, saturation and value (mirrors `mindspore.ops.operations.image_ops.HSVToRGB`).

    Args:
        x: a float Tensor of four axes, the last of 3 elements in [0, 1].

    Raises:
        TypeError: for other dtypes. ValueError: for other shapes.

    Examples:
        >>> import mindshim as ms
        >>> print(ms.ops.HSVToRGB()(ms.Tensor([[[[0.5, 0.5, 0.5]]]])))
        [[[[0.25 0.5  0.5 ]]]]
    """
    x = _checked("HSVToRGB", x)
    if x.ndim != 4:
        raise ValueError(f"For 'HSVToRGB', the 'x' must have 4 axes, but got shape {x.shape}.")
    hue, saturation, value = x[..., 0], x[..., 1], x[..., 2]
    one = np.asarray(1, x.dtype)
    parts = []
    for shift in (5, 3, 1):
        k = jnp.mod(np.asarray(shift, x.dtype) + hue * np.asarray(6, x.dtype), np.asarray(6, x.dtype))
        near = jnp.clip(jnp.minimum(k, np.asarray(4, x.dtype) - k), np.asarray(0, x.dtype), one)
        parts.append(value - value * saturation * near)
    return jnp.stack(parts, -1)


rgb_to_hsv.primitive("RGBToHSV", call="images")  # type: ignore[attr-defined]
hsv_to_rgb.primitive("HSVToRGB", call="x")  # type: ignore[attr-defined]
