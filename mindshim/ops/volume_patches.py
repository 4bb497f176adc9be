"""Windows of volumes as channels."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, kernel
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import is_int
from mindshim.ops.nn import windows
from mindshim.ops.primitive import Primitive, prim_attr_register


@kernel("ExtractVolumePatches")
def _extract(input_x: Array, size: Any, strides: Any, padding: str) -> Array:
    op, x = "ExtractVolumePatches", input_x
    if x.ndim != 5:
        raise ValueError(f"For '{op}', the dimension of 'input_x' must be 5, but got {x.ndim}.")
    for d, k, s in zip(x.shape[2:], size, strides, strict=True):
        if (d < k) if padding == "VALID" else (-(-d // s) - 1) * s + k < d:
            raise ValueError(
                f"For '{op}', windows of {size} with strides {strides} do not cover an input of shape {x.shape} ({padding})."
            )
    pairs = windows.resolve(op, padding, x.shape[2:], size, strides, (1, 1, 1))
    padded = jnp.pad(x, ((0, 0), (0, 0), *pairs))
    counts = [(d - k) // s + 1 for d, k, s in zip(padded.shape[2:], size, strides, strict=True)]
    parts = []
    for i in range(size[0]):
        for j in range(size[1]):
            for k in range(size[2]):
                at = tuple(slice(o, o + (n - 1) * s + 1, s) for o, n, s in zip((i, j, k), counts, strides, strict=True))
                parts.append(padded[(slice(None), slice(None), *at)])
    return jnp.concatenate(parts, 1)


def _spread(name: str, value: Any) -> tuple[int, ...]:
    op = "ExtractVolumePatches"
    if is_int(value):
        value = (1, 1, value, value, value)
    if not isinstance(value, (tuple, list)):
        raise TypeError(
            f"For '{op}', the type of '{name}' should be one of '['int', 'tuple', 'list']', but got type '{type(value).__name__}'."
        )
    if len(value) == 3:
        value = (1, 1, *value)
    if len(value) != 5 or not all(is_int(v) and v > 0 for v in value):
        raise ValueError(f"For '{op}', the '{name}' must be a positive int, or 3 or 5 of them, but got {value!r}.")
    for i in (0, 1):
        if value[i] != 1:
            raise ValueError(f"For '{op}', the '{name}[{i}]' must be int and must = 1, but got '{value[i]}' with type 'int'.")
    return tuple(int(v) for v in value)


@face("ops.ExtractVolumePatches")
class ExtractVolumePatches(Primitive):
    """The elements of every window of a volume as channels (mirrors `mindspore.ops.ExtractVolumePatches`).

    Args:
        kernel_size, strides: an int, or a tuple or list of 3, or of 5 that begins with two ones.
        padding: 'VALID' or 'SAME'.

    Inputs:
        input_x: a Tensor of shape (N, C, D, H, W).

    Returns:
        Of a call: a Tensor of shape (N, elements of a window * C, ...), the channels of one element together.

    Raises:
        TypeError, ValueError: for arguments that are none of these, or windows that do not cover the input.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.ExtractVolumePatches(2, 1, "VALID")(ms.ops.ones((1, 1, 3, 3, 3))).shape
        (1, 8, 2, 2, 2)
    """

    @prim_attr_register
    def __init__(self, kernel_size: Any, strides: Any, padding: str) -> None:
        if not isinstance(padding, str) or padding.upper() not in ("VALID", "SAME"):
            raise ValueError(
                f"For 'ExtractVolumePatches', the 'padding' must be str and must be in '['VALID', 'SAME']', but got {padding!r}."
            )
        for name, value in (("kernel_size", _spread("kernel_size", kernel_size)), ("strides", _spread("strides", strides))):
            self.add_prim_attr(name, value)
        self.add_prim_attr("padding", padding.upper())

    def __call__(self, input_x: Tensor) -> Tensor:  # type: ignore[override]
        return dispatch.apply(_extract, (input_x, self.kernel_size[2:], self.strides[2:], self.padding))
