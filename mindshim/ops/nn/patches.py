"""Patches of an image, one beside the other along the channels."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core.operators import Array, kernel
from mindshim.ops.nn import windows
from mindshim.ops.spellings import checked


def spatial(op: str, name: str, value: Any) -> tuple[int, int]:
    """The rows and columns of `[1, 1, rows, columns]`."""
    if not isinstance(value, (tuple, list)):
        raise TypeError(f"For '{op}', the type of '{name}' should be one of '['tuple', 'list']', but got type '{type(value).__name__}'.")
    if len(value) != 4 or tuple(value[:2]) != (1, 1) or not all(windows.is_int(v) and v > 0 for v in value):
        raise ValueError(f"For '{op}', the '{name}' must be [1, 1, rows, columns] with positive ints, but got {value}.")
    return int(value[2]), int(value[3])


@kernel("ExtractImagePatches")
def extract_patches(input_x: Array, ksizes: Any, strides: Any, rates: Any, padding: str = "VALID") -> Array:
    """The elements that a sliding window sees, as channels (mirrors `mindspore.ops.ExtractImagePatches`).

    Args:
        input_x: a Tensor of numbers, shape (N, C, H, W). ksizes, strides, rates: size, steps and dilation of the
            window, [1, 1, rows, columns]. padding: 'VALID', or 'SAME' with zeros around the image.

    Returns:
        A Tensor of shape (N, rows * columns * C, H', W'); of the new channels, those of the image vary fastest.

    Raises:
        TypeError: if a setting is neither a tuple nor a list. ValueError: for other settings or shapes.

    Examples:
        >>> import mindshim as ms
        >>> patches = ms.ops.ExtractImagePatches([1, 1, 1, 2], [1, 1, 1, 1], [1, 1, 1, 1])
        >>> print(patches(ms.Tensor([[[[1.0, 2.0, 3.0]]]])))
        [[[[1. 2.]]
        <BLANKLINE>
          [[2. 3.]]]]
    """
    op = "ExtractImagePatches"
    x = checked(op, input_x, "number")
    if x.ndim != 4:
        raise ValueError(f"For '{op}', the input must have 4 dimensions, but got shape {x.shape}.")
    if not isinstance(padding, str) or padding.upper() not in ("VALID", "SAME"):
        raise ValueError(f"For '{op}', the 'padding' must be 'VALID' or 'SAME', but got {padding!r}.")
    size, steps, rate = (spatial(op, name, v) for name, v in (("ksizes", ksizes), ("strides", strides), ("rates", rates)))
    pads = windows.resolve(op, padding.upper(), x.shape[2:], size, steps, rate)
    x = jnp.pad(x, ((0, 0), (0, 0), *pads))
    counts = [(n - (k - 1) * d - 1) // s + 1 for n, k, s, d in zip(x.shape[2:], size, steps, rate, strict=True)]
    if min(counts) < 1:
        raise ValueError(f"For '{op}', a window of {size} with rates {rate} does not fit into an image of {x.shape[2:]}.")

    def seen(row: int, column: int) -> Any:
        top, left = row * rate[0], column * rate[1]
        bottom, right = top + (counts[0] - 1) * steps[0] + 1, left + (counts[1] - 1) * steps[1] + 1
        return x[:, :, top : bottom : steps[0], left : right : steps[1]]

    return jnp.concatenate([seen(r, c) for r in range(size[0]) for c in range(size[1])], axis=1)


extract_patches.primitive("ExtractImagePatches", "ksizes, strides, rates, padding='VALID'", call="input_x")
