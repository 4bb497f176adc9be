"""Padding: constant borders, mirrored, repeated and wrapped ones."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, freeze, kernel
from mindshim._core.promotion import convert
from mindshim._core.tensor import Tensor
from mindshim.ops.arguments import is_int, require_tensors, tensor
from mindshim.ops.primitive import Primitive, prim_attr_register

#: MindSpore's mode -> numpy's
_NUMPY = {"reflect": "reflect", "edge": "edge", "circular": "wrap", "SYMMETRIC": "symmetric", "REFLECT": "reflect"}


def _indexed(x: Any, pairs: tuple[tuple[int, int], ...], mode: str) -> Any:
    """Pad every axis by taking elements of its own; negative amounts crop."""
    for axis, (low, high) in enumerate(pairs):
        if low == 0 and high == 0:
            continue
        at = np.arange(x.shape[axis])
        if mode == "circular":
            # What is cropped does not come round again.
            at = at[max(-low, 0) : len(at) - max(-high, 0)]
            low, high = max(low, 0), max(high, 0)
        at = np.pad(at, (max(low, 0), max(high, 0)), mode=_NUMPY[mode])  # type: ignore[call-overload]
        at = at[max(-low, 0) : len(at) - max(-high, 0)]
        x = jnp.take(x, at, axis=axis)
    return x


@kernel("PadConstant")
def _constant(x: Array, value: Array | Number, pairs: Any) -> Array:
    """`x` with borders of `value`, which has no gradient; negative amounts crop."""
    fill = lax.stop_gradient(convert(jnp.asarray(value).reshape(()), x.dtype))
    return lax.pad(tensor("Pad", x), fill, tuple((low, high, 0) for low, high in pairs))


@kernel("PadMirror")
def _mirror(x: Array, pairs: Any, mode: str) -> Array:
    """`x` with borders made of its own elements."""
    return _indexed(tensor("Pad", x), pairs, mode)


@face("ops.Pad")
class Pad(Primitive):
    """Zeros around a Tensor (mirrors `mindspore.ops.Pad`).

    Args:
        paddings: per dimension, a pair of how many zeros come before and after.

    Inputs:
        input_x: a Tensor.

    Raises:
        TypeError: if `paddings` is no tuple. ValueError: for negative amounts, or another number of pairs.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Pad(((0, 1), (1, 0)))(ms.Tensor([[1.0, 2.0]]))
        Tensor(shape=[2, 3], dtype=Float32, value=
        [[ 0.00000000e+00,  1.00000000e+00,  2.00000000e+00],
         [ 0.00000000e+00,  0.00000000e+00,  0.00000000e+00]])
    """

    @prim_attr_register
    def __init__(self, paddings: Any) -> None:
        if not isinstance(paddings, tuple):
            raise TypeError(
                f"For 'Pad', the type of 'paddings' should be 'tuple', but got type '{type(paddings).__name__}'."
            )
        for pair in paddings:
            if len(pair) != 2 or any(v < 0 for v in pair):
                raise ValueError(f"For 'Pad', the 'paddings' must be pairs of ints >= 0, but got {paddings}.")

    def __call__(self, input_x: Tensor) -> Tensor:  # type: ignore[override]
        if isinstance(input_x, Tensor) and len(self.paddings) != input_x.ndim:
            raise ValueError(
                f"For 'Pad', the length of 'paddings' must be equal to the rank of 'input_x', but got "
                f"{len(self.paddings)} vs {input_x.ndim}."
            )
        return _constant(input_x, 0, self.paddings)


def _pairs(op: str, flat: tuple[int, ...], ndim: int) -> tuple[tuple[int, int], ...]:
    """`(last before, last after, one before the last before, …)` as pairs for every axis."""
    given = [(flat[i], flat[i + 1]) for i in range(0, len(flat), 2)]
    if len(given) > ndim:
        raise ValueError(f"For '{op}', the padding is for {len(given)} dimensions, but the input has only {ndim}.")
    return ((0, 0),) * (ndim - len(given)) + tuple(reversed(given))


def _check_mirror(op: str, pairs: Any, shape: tuple[int, ...], mode: str) -> None:
    for axis, (low, high) in enumerate(pairs):
        limit = {"reflect": shape[axis] - 1, "circular": shape[axis]}.get(mode)
        if limit is not None and max(low, high) > limit:
            raise ValueError(
                f"For '{op}' {mode} mode, padding size must be at most {limit}, but got ({low}, {high}) at dimension "
                f"{axis} of input: {list(shape)}."
            )


def _run(op: str, x: Any, flat: tuple[int, ...], mode: str, value: Any) -> Tensor:
    if mode not in ("constant", "reflect", "edge", "circular"):
        raise ValueError(
            f"For '{op}', the 'mode' must be str and must be in '['constant', 'reflect', 'replicate', 'circular']', "
            f"but got {mode!r}."
        )
    pairs = _pairs(op, flat, x.ndim)
    for axis, (low, high) in enumerate(pairs):
        if min(low, high, low + high) < -x.shape[axis]:
            raise ValueError(f"For '{op}', the padding must be greater than or equal to {-x.shape[axis]}, but got ({low}, {high}).")
    if mode == "constant":
        return _constant(x, 0 if value is None else value, pairs)
    if len(flat) // 2 + 2 != x.ndim:
        raise ValueError(
            f"For '{op}' {mode} mode, {len(flat)} padding values need an input of {len(flat) // 2 + 2} dimensions, "
            f"but got {x.ndim}."
        )
    _check_mirror(op, pairs, x.shape, mode)
    return _mirror(x, pairs, mode)


def _flat(op: str, padding: Any) -> tuple[int, ...]:
    if isinstance(padding, Tensor):
        return freeze(padding.reshape(-1))
    if not isinstance(padding, (tuple, list)) or not all(is_int(v) for v in padding):
        raise TypeError(f"For '{op}', the padding must be a tuple or list of int, but got {padding!r}.")
    if len(padding) % 2:
        raise ValueError(f"For '{op}', the size of padding must be divisible by 2, but got {len(padding)}.")
    return tuple(int(v) for v in padding)


def _pad(op: str, x: Any, padding: Any, mode: str, value: Any) -> Tensor:
    if not isinstance(x, Tensor):
        raise TypeError(f"For '{op}', the type of 'input_x' must be Tensor, but got {type(x).__name__}.")
    flat = _flat(op, padding)
    if not flat:
        return x
    if mode == "constant":
        return _run(op, x, flat, mode, value)
    if value is not None:
        raise ValueError(f"For '{op}', the padding mode '{mode}' can not set value, but got value {value}.")
    if len(flat) > 6:
        raise ValueError(f"For '{op}', the padding must have at most 6 values, but got {len(flat)}.")
    inner = "edge" if mode == "replicate" else mode
    if len(flat) // 2 + 1 == x.ndim:
        return _run(op, x.expand_dims(0), flat, inner, None).squeeze(0)
    return _run(op, x, flat, inner, None)


@face("ops.pad")
def pad(input_x: Tensor, padding: Any, mode: str = "constant", value: Any = None) -> Tensor:
    """A border around the last dimensions (mirrors `mindspore.ops.pad`).

    Args:
        input_x: a Tensor.
        padding: a tuple, list or Tensor of ints: before and after for the last dimension, then for the one before it,
            …; negative amounts crop.
        mode: 'constant', 'reflect' (the edge is not repeated), 'replicate' or 'circular'; the last three pad the last
            1, 2 or 3 dimensions of a Tensor that has one or two more.
        value: the constant, 0 if None.

    Raises:
        TypeError: if `padding` has no ints. ValueError: for an odd number of them, more than the dimensions, another
            `mode`, a `value` with a mode that has none, or amounts larger than what can be mirrored.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.pad(ms.Tensor([[1.0, 2.0, 3.0]]), (1, 2), value=9.0)
        Tensor(shape=[1, 6], dtype=Float32, value=
        [[ 9.00000000e+00,  1.00000000e+00,  2.00000000e+00,  3.00000000e+00,  9.00000000e+00,  9.00000000e+00]])
        >>> ms.ops.pad(ms.Tensor([[1.0, 2.0, 3.0]]), (2, 1), mode="reflect")
        Tensor(shape=[1, 6], dtype=Float32, value=
        [[ 3.00000000e+00,  2.00000000e+00,  1.00000000e+00,  2.00000000e+00,  3.00000000e+00,  2.00000000e+00]])
    """
    return _pad("pad", input_x, padding, mode, value)


@face("mint.nn.functional.pad")
def mint_pad(input: Tensor, pad: Any, mode: str = "constant", value: Any = None) -> Tensor:
    """A border around the last dimensions (mirrors `mindspore.mint.nn.functional.pad`); see `ops.pad`.

    A `value` of 0 may be given in every mode.

    Examples:
        >>> import mindshim as ms
        >>> ms.mint.nn.functional.pad(ms.Tensor([1.0, 2.0]), (1, 1))
        Tensor(shape=[4], dtype=Float32, value= [ 0.00000000e+00,  1.00000000e+00,  2.00000000e+00,  0.00000000e+00])
    """
    if mode != "constant" and not isinstance(value, Tensor) and value == 0:
        value = None
    return _pad("pad", input, pad, mode, value)


mint_pad.__name__ = "pad"


@face("ops.PadV3")
class PadV3(Primitive):
    """A border around the last dimensions (mirrors `mindspore.ops.PadV3`).

    Args:
        mode: 'constant', 'reflect', 'edge' or 'circular'.
        paddings_contiguous: whether `paddings` has pairs; otherwise all amounts before come first, then all after.

    Inputs:
        x: a Tensor. paddings: a Tensor, tuple or list of ints, the last dimension first.
        constant_value: a number or a Tensor of one element, for 'constant'.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.PadV3()(ms.Tensor([[1.0, 2.0]]), (1, 1), 0.5)
        Tensor(shape=[1, 4], dtype=Float32, value=
        [[ 5.00000000e-01,  1.00000000e+00,  2.00000000e+00,  5.00000000e-01]])
    """

    @prim_attr_register
    def __init__(self, mode: str = "constant", paddings_contiguous: bool = True) -> None:
        if mode not in ("constant", "reflect", "edge", "circular"):
            raise ValueError(
                f"For 'PadV3', the 'mode' must be str and must be in '['constant', 'reflect', 'edge', 'circular']', "
                f"but got {mode!r}."
            )
        if not isinstance(paddings_contiguous, bool):
            raise TypeError(f"For 'PadV3', the 'paddings_contiguous' must be bool, but got {paddings_contiguous!r}.")

    def __call__(self, x: Tensor, paddings: Any, constant_value: Any = None) -> Tensor:  # type: ignore[override]
        require_tensors("PadV3", x=x)
        flat = _flat("PadV3", paddings)
        if not self.paddings_contiguous:
            half = len(flat) // 2
            flat = tuple(v for pair in zip(flat[:half], flat[half:], strict=True) for v in pair)
        if self.mode == "constant" and constant_value is None:
            raise ValueError("For 'PadV3', the 'constant_value' is needed in constant mode.")
        return _run("PadV3", x, flat, self.mode, constant_value)


@face("ops.MirrorPad")
class MirrorPad(Primitive):
    """Borders that mirror the Tensor (mirrors `mindspore.ops.MirrorPad`).

    Args:
        mode: 'REFLECT' (the edge is not repeated) or 'SYMMETRIC' (it is).

    Inputs:
        input_x: a Tensor. paddings: a Tensor or nested tuple of shape (dimensions, 2).

    Raises:
        ValueError: for another mode, or amounts larger than what can be mirrored.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.MirrorPad("SYMMETRIC")(ms.Tensor([1, 2, 3]), ms.Tensor([[2, 1]]))
        Tensor(shape=[6], dtype=Int64, value= [2, 1, 1, 2, 3, 3])
    """

    @prim_attr_register
    def __init__(self, mode: str = "REFLECT") -> None:
        if mode not in ("REFLECT", "SYMMETRIC"):
            raise ValueError(
                f"For 'MirrorPad', the 'mode' must be str and must be in '['REFLECT', 'SYMMETRIC']', but got {mode!r}."
            )

    def __call__(self, input_x: Tensor, paddings: Any) -> Tensor:  # type: ignore[override]
        require_tensors("MirrorPad", input_x=input_x)
        if not isinstance(paddings, (Tensor, tuple)):
            raise TypeError(f"For 'MirrorPad', the argument 'paddings' must be a Tensor, but got {type(paddings).__name__}.")
        pairs = freeze(paddings)
        if len(pairs) != input_x.ndim:
            raise ValueError(
                f"For 'MirrorPad', 'paddings' must have a pair for each of {input_x.ndim} dimensions, but got {pairs}."
            )
        less = self.mode == "REFLECT"
        for (low, high), n in zip(pairs, input_x.shape, strict=True):
            if not 0 <= min(low, high) <= max(low, high) <= n - less:
                raise ValueError(
                    f"For 'MirrorPad', paddings must be between 0 and {n - less} for a dimension of size {n}, "
                    f"but got ({low}, {high})."
                )
        return _mirror(input_x, pairs, self.mode)


@face("ops.mirror_pad")
def mirror_pad(input_x: Tensor, paddings: Any, mode: str) -> Tensor:
    """Borders that mirror the Tensor (mirrors `mindspore.ops.mirror_pad`); see `ops.MirrorPad`.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.mirror_pad(ms.Tensor([1, 2, 3]), ms.Tensor([[2, 1]]), "REFLECT")
        Tensor(shape=[6], dtype=Int64, value= [3, 2, 1, 2, 3, 2])
    """
    require_tensors("mirror_pad", input_x=input_x, paddings=paddings)
    return MirrorPad(mode)(input_x, paddings)


@face("ops.padding")
def padding(x: Tensor, pad_dim_size: int = 8) -> Tensor:
    """The last dimension, of size 1, filled up with zeros to `pad_dim_size` (mirrors `mindspore.ops.padding`).

    Args:
        x: a Tensor whose last dimension has size 1. pad_dim_size: its new size.

    Raises:
        TypeError: if `pad_dim_size` is no int. ValueError: if it is not positive, or for another last dimension.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.padding(ms.Tensor([[8.0], [10.0]]), 3)
        Tensor(shape=[2, 3], dtype=Float32, value=
        [[ 8.00000000e+00,  0.00000000e+00,  0.00000000e+00],
         [ 1.00000000e+01,  0.00000000e+00,  0.00000000e+00]])
    """
    if not is_int(pad_dim_size):
        raise TypeError(f"For 'Padding', the 'pad_dim_size' must be int, but got {type(pad_dim_size).__name__}.")
    if pad_dim_size <= 0 or x.ndim < 2 or x.shape[-1] != 1:
        raise ValueError(
            f"For 'Padding', 'pad_dim_size' must be positive and the last dimension of size 1, "
            f"but got {pad_dim_size} and shape {x.shape}."
        )
    return _constant(x, 0, ((0, 0),) * (x.ndim - 1) + ((0, pad_dim_size - 1),))


@face("ops.Padding")
class Padding(Primitive):
    """The last dimension filled up with zeros (mirrors `mindspore.ops.Padding`); see `ops.padding`.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.Padding(2)(ms.Tensor([[8.0], [10.0]]))
        Tensor(shape=[2, 2], dtype=Float32, value=
        [[ 8.00000000e+00,  0.00000000e+00],
         [ 1.00000000e+01,  0.00000000e+00]])
    """

    @prim_attr_register
    def __init__(self, pad_dim_size: int = 8) -> None:
        pass

    def __call__(self, x: Tensor) -> Tensor:  # type: ignore[override]
        return padding(x, self.pad_dim_size)
