"""Bounds: clamping elements, and scaling Tensors whose norm is too large."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core import faces
from mindshim._core.faces import face
from mindshim._core.operators import Array, Arrays, Number, kernel
from mindshim._core.promotion import BOOL, check_broadcast, convert, is_complex, is_inexact, operands, result_type
from mindshim._core.tensor import Tensor
from mindshim.ops.nn import ordered_norms
from mindshim.ops.spellings import in_place


def _larger(x: Any, bound: Any) -> Any:
    # On the bound itself the whole derivative is that of x.
    return jnp.where((x < bound) | (bound != bound), bound, x)


def _smaller(x: Any, bound: Any) -> Any:
    return jnp.where((x > bound) | (bound != bound), bound, x)


def _bounded(op: str, x: Any, low: Any, high: Any, dtype: Any, up: Any = jnp.maximum, down: Any = jnp.minimum) -> Any:
    if is_complex(dtype):
        raise TypeError(f"For '{op}', complex numbers have no order.")
    out = convert(x, dtype)
    if low is not None:
        check_broadcast(op, x, low)
        out = up(out, convert(low, dtype))
    if high is not None:
        check_broadcast(op, x, high)
        out = down(out, convert(high, dtype))
    return out


@kernel("ClipByValue")
def clip_by_value_kernel(x: Array, low: Number | None = None, high: Number | None = None) -> Array:
    """`x` bounded by `low` and `high`, in the dtype of `x`."""
    (value,) = operands("clip_by_value", x)
    given = [v for v in (x, low, high) if v is not None]
    dtype = result_type(*given, op="clip_by_value")
    return _bounded("clip_by_value", x, low, high, dtype).astype(value.dtype)


@face("ops.clip_by_value")
def clip_by_value(x: Any, clip_value_min: Any = None, clip_value_max: Any = None) -> Any:
    """Elements bounded to [clip_value_min, clip_value_max]; the dtype stays (mirrors `mindspore.ops.clip_by_value`).

    Args:
        x: a Tensor, or a list or tuple of Tensors. clip_value_min, clip_value_max: numbers or Tensors that broadcast;
            one of them may be None. Where the minimum is the larger one, the maximum wins.

    Raises:
        ValueError: if both bounds are None. TypeError: if `x` is not a Tensor or a sequence of Tensors.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.clip_by_value(ms.Tensor([1.0, 5.0]), 2, 4)
        Tensor(shape=[2], dtype=Float32, value= [ 2.00000000e+00,  4.00000000e+00])
    """
    if clip_value_min is None and clip_value_max is None:
        raise ValueError("For 'clip_by_value', at least one of 'clip_value_min' and 'clip_value_max' must not be None.")
    if isinstance(x, (list, tuple)):
        return tuple(clip_by_value_kernel(v, clip_value_min, clip_value_max) for v in x)
    if not isinstance(x, Tensor):
        raise TypeError(f"For 'clip_by_value', 'x' must be a Tensor or a list or tuple of Tensors, but got {type(x).__name__}.")
    return clip_by_value_kernel(x, clip_value_min, clip_value_max)


@kernel("Clamp")
def clamp(input: Array, min: Number | None = None, max: Number | None = None) -> Array:
    """Elements bounded to [min, max], in the common dtype of all three (mirrors `mindspore.ops.clamp`).

    Args:
        input: a Tensor. min, max: numbers or Tensors that broadcast; one may be None. If min > max, max wins.

    Raises:
        ValueError: if both bounds are None.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.clamp(ms.Tensor([1, 5]), 2, 4)
        Tensor(shape=[2], dtype=Int64, value= [2, 4])
    """
    if min is None and max is None:
        raise ValueError("For Clamp, at least one of 'min' or 'max' must not be None.")
    given = [v for v in (input, min, max) if v is not None]
    if any(jnp.result_type(v) == BOOL for v in given):
        raise ValueError("For Clamp, the dtype of 'input', 'min' and 'max' must not be bool.")
    return _bounded("Clamp", input, min, max, result_type(*given, op="Clamp"), _larger, _smaller)


for _path in ("ops.clamp", "ops.clip", "mint.clamp"):
    clamp.face(_path, "input, min=None, max=None")  # type: ignore[attr-defined]
for _path in ("Tensor.clamp", "Tensor.clip"):
    clamp.face(_path, "min=None, max=None")  # type: ignore[attr-defined]
faces.register("mint.clip", faces.find("mint", "clamp"))


def _total(xs: Any) -> Any:
    """The global 2-norm of floating Tensors, computed in float32 or wider."""
    parts = [jnp.sum(jnp.square(jnp.abs(x).astype(jnp.promote_types(x.dtype, jnp.float32)))) for x in xs]
    total = parts[0]
    for p in parts[1:]:
        total = total + p.astype(total.dtype)
    return jnp.sqrt(total)


@kernel("ClipByGlobalNorm")
def clip_by_global_norm_kernel(x: Arrays, clip_norm: Number = 1.0) -> tuple:
    """All Tensors times clip_norm / max(global norm, clip_norm)."""
    norm = _total(x)
    bound = jnp.asarray(clip_norm).astype(norm.dtype)
    scale = bound / jnp.maximum(norm, bound)
    return tuple(v * scale.astype(v.dtype) for v in x)


@face("ops.clip_by_global_norm")
def clip_by_global_norm(x: Any, clip_norm: Any = 1.0, use_norm: None = None) -> Any:
    """Tensors scaled down together so that their common 2-norm is at most `clip_norm` (`mindspore.ops.clip_by_global_norm`).

    Args:
        x: a floating Tensor, or a list or tuple of them. clip_norm: a positive number. use_norm: must be None.

    Raises:
        TypeError: if `x` is none of these. ValueError: if `use_norm` is given.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.clip_by_global_norm([ms.Tensor([3.0, 4.0])], 1.0)
        (Tensor(shape=[2], dtype=Float32, value= [ 6.00000024e-01,  8.00000012e-01]),)
    """
    if use_norm is not None:
        raise ValueError(f"For 'clip_by_global_norm', 'use_norm' must be None, but got {use_norm!r}.")
    if isinstance(x, Tensor):
        return clip_by_global_norm_kernel((x,), clip_norm)[0]
    if not isinstance(x, (list, tuple)) or not x or not all(isinstance(v, Tensor) for v in x):
        raise TypeError("For 'clip_by_global_norm', 'x' must be a Tensor, or a list or tuple of Tensors.")
    return clip_by_global_norm_kernel(tuple(x), clip_norm)


@kernel("ClipByNorm")
def clip_by_norm_kernel(x: Arrays, max_norm: Number, norm_type: float = 2.0) -> tuple:
    """All Tensors times min(1, max_norm / (p-norm of all elements + 1e-6)), and the norm."""
    wide = [jnp.abs(v).astype(jnp.promote_types(v.dtype, jnp.float32)) for v in x]
    if norm_type == float("inf"):
        norm = jnp.max(jnp.stack([jnp.max(v).astype(wide[0].dtype) for v in wide]))
    else:
        p = jnp.asarray(norm_type, wide[0].dtype)
        norms = [jnp.sum(v ** p.astype(v.dtype)).astype(wide[0].dtype) for v in wide]
        total = norms[0]
        for n in norms[1:]:
            total = total + n
        norm = total ** (jnp.ones((), p.dtype) / p)
    scale = jnp.minimum(jnp.ones((), norm.dtype), jnp.asarray(max_norm).astype(norm.dtype) / (norm + jnp.asarray(1e-6, norm.dtype)))
    xs = [v if is_inexact(v.dtype) else v.astype(jnp.float32) for v in x]
    return (norm, *[v * scale.astype(v.dtype) for v in xs])


@face("ops.clip_by_norm")
def clip_by_norm(x: Any, max_norm: float, norm_type: float = 2.0, error_if_nonfinite: bool = False) -> Any:
    """Tensors scaled down so that the norm of all their elements is at most `max_norm` (`mindspore.ops.clip_by_norm`).

    Args:
        x: a Tensor, or a list or tuple of Tensors. max_norm: the bound. norm_type: the order of the norm, may be inf.
        error_if_nonfinite: whether a norm of NaN or infinity raises.

    Raises:
        RuntimeError: for such a norm. TypeError: for wrong types.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.clip_by_norm(ms.Tensor([0.3, 0.4]), 1.0)
        Tensor(shape=[2], dtype=Float32, value= [ 3.00000012e-01,  4.00000006e-01])
    """
    single = isinstance(x, Tensor)
    xs = (x,) if single else tuple(x) if isinstance(x, (list, tuple)) else None
    if not xs or not all(isinstance(v, Tensor) for v in xs):
        raise TypeError("For 'clip_by_norm', 'x' must be a Tensor, or a list or tuple of Tensors.")
    norm, *out = clip_by_norm_kernel(xs, max_norm, float(norm_type))
    if error_if_nonfinite and not bool(jnp.isfinite(norm._data)):
        raise RuntimeError(f"For 'clip_by_norm', the norm of order {norm_type} is not finite, so nothing can be clipped.")
    return out[0] if single else tuple(out)


@kernel("L2Normalize")
def l2_normalize(x: Array, axis: Any = 0, epsilon: Number = 1e-4) -> Array:
    """x / sqrt(max(sum(x * x, axis), epsilon)) (mirrors `mindspore.ops.L2Normalize`).

    Args:
        axis: the dimension of the norm, one int. epsilon: the least sum of squares divided by.

    Raises:
        TypeError: if `x` is not floating, or `axis` is not one int.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.L2Normalize()(ms.Tensor([3.0, 4.0]))
        Tensor(shape=[2], dtype=Float32, value= [ 6.00000024e-01,  8.00000012e-01])
    """
    from mindshim.ops.reduction import axis_of

    if not jnp.issubdtype(x.dtype, jnp.floating):
        raise TypeError(f"For 'L2Normalize', the input must be floating, but got {x.dtype.name}.")
    total = jnp.sum(x * x, axis=axis_of("L2Normalize", axis, x.ndim), keepdims=True, dtype=x.dtype)
    return x / jnp.sqrt(jnp.maximum(total, jnp.asarray(epsilon).astype(x.dtype)))


@l2_normalize.in_pynative
def _l2_normalize_in_order(x: Any, axis: Any, epsilon: Any) -> Any:
    from mindshim.ops.reduction import axis_of

    if x.ndim and ordered_norms.fits(x, None, None):
        return ordered_norms.l2_normalize(x, axis_of("L2Normalize", axis, x.ndim), epsilon)
    return l2_normalize.fn(x, axis, epsilon)


l2_normalize.primitive("L2Normalize", "axis=0, epsilon=0.0001", call="x")  # type: ignore[attr-defined]

in_place("clamp")
