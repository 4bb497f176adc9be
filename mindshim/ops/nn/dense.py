"""Linear maps: dense, bilinear, bias, embedding."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from mindshim._core import dispatch
from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, kernel
from mindshim._core.promotion import F32, is_inexact, operands
from mindshim._core.tensor import Tensor
from mindshim.ops import ordered_reductions
from mindshim.ops.bounds import within
from mindshim.ops.spellings import checked
from mindshim.ops.summation import added, channel_sums


@kernel("Dense")
def dense(input: Array, weight: Array, bias: Array | None = None) -> Array:
    """input @ weight.T + bias (mirrors `mindspore.ops.dense`).

    Args:
        input: shape (*, in_channels). weight: shape (out_channels, in_channels) or (in_channels,).
        bias: shape (out_channels,) or ().

    Raises:
        ValueError: if the shapes do not fit. TypeError: if the dtypes differ.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.dense(ms.Tensor([[1.0, 2.0]]), ms.Tensor([[3.0, 4.0]]), ms.Tensor([0.5]))
        Tensor(shape=[1, 1], dtype=Float32, value=
        [[ 1.15000000e+01]])
    """
    if input.dtype != weight.dtype:
        raise TypeError(f"For 'Dense', the dtypes of 'input' and 'weight' must be the same, but got {input.dtype.name} and {weight.dtype.name}.")
    if weight.ndim not in (1, 2) or input.ndim == 0 or input.shape[-1] != weight.shape[-1]:
        raise ValueError(
            f"For 'Dense', the last axis of 'input' must equal the last axis of 'weight', but got shapes {input.shape} and {weight.shape}."
        )
    out = jnp.matmul(input, weight.T)
    if bias is None:
        return out
    if bias.ndim > 1 or (bias.ndim == 1 and bias.shape[0] not in (1, out.shape[-1] if weight.ndim == 2 else 1)):
        raise ValueError(f"For 'Dense', the 'bias' must have shape ({weight.shape[0]},), but got {bias.shape}.")
    return out + bias.astype(out.dtype)


dense.face("ops.dense").face("mint.nn.functional.linear").primitive("Dense", call="input, weight, bias=None")  # type: ignore[attr-defined]


@dense.gradient_in_pynative
def _dense_gradient(given: Any, input: Any, weight: Any, bias: Any) -> Any:
    if bias is None or bias.shape != weight.shape[:1] or bias.dtype != np.float32 or not ordered_reductions.fits(given[0]):
        return {}
    return {"bias": added(given[0].reshape(-1, bias.shape[0]))}


@kernel("BiDense")
def bidense(input1: Array, input2: Array, weight: Array, bias: Array | None = None) -> Array:
    """x1 @ weight[k] @ x2 + bias[k] for every k (mirrors `mindspore.ops.bidense`).

    Args:
        input1: (*, in1). input2: (*, in2). weight: (out, in1, in2). bias: (out,).

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.bidense(ms.Tensor([[2.0]]), ms.Tensor([[3.0]]), ms.Tensor([[[1.0]]]))
        Tensor(shape=[1, 1], dtype=Float32, value=
        [[ 6.00000000e+00]])
    """
    if weight.ndim != 3 or input1.shape[-1] != weight.shape[1] or input2.shape[-1] != weight.shape[2]:
        raise ValueError(
            f"For 'bidense', the 'weight' must have shape (out, in1, in2), but got {weight.shape} for inputs of shapes "
            f"{input1.shape} and {input2.shape}."
        )
    a, b, w = operands("bidense", input1[..., None, :, None], input2[..., None, None, :], weight)
    a, b = a[..., 0, :, 0], b[..., 0, 0, :]
    out = jnp.einsum("...i,kij,...j->...k", a, w, b)
    return out if bias is None else out + bias.astype(out.dtype)


bidense.face("ops.bidense")  # type: ignore[attr-defined]


@kernel("BiasAdd")
def bias_add(input_x: Array, bias: Array, data_format: str = "NCHW") -> Array:
    """`input_x` plus one number for each channel (mirrors `mindspore.ops.bias_add`).

    Args:
        input_x: 2 to 5 axes, channels at axis 1 (last for 'NHWC'). bias: shape (C,).

    Raises:
        ValueError: if the shapes do not fit. TypeError: if the dtypes differ.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.bias_add(ms.Tensor([[1.0, 2.0]]), ms.Tensor([1.0, 1.0]))
        Tensor(shape=[1, 2], dtype=Float32, value=
        [[ 2.00000000e+00,  3.00000000e+00]])
    """
    if data_format not in ("NCHW", "NHWC", "NCDHW"):
        raise ValueError(f"For 'BiasAdd', the 'data_format' must be 'NCHW', 'NHWC' or 'NCDHW', but got {data_format!r}.")
    if not 2 <= input_x.ndim <= 5:
        raise ValueError(f"For 'BiasAdd', the input must have 2 to 5 dimensions, but got shape {input_x.shape}.")
    at = input_x.ndim - 1 if data_format == "NHWC" else 1
    if bias.ndim != 1 or bias.shape[0] != input_x.shape[at]:
        raise ValueError(f"For 'BiasAdd', the 'bias' must have shape ({input_x.shape[at]},), but got {bias.shape}.")
    if bias.dtype != input_x.dtype:
        raise TypeError(f"For 'BiasAdd', the dtypes must be the same, but got {input_x.dtype.name} and {bias.dtype.name}.")
    shape = [1] * input_x.ndim
    shape[at] = bias.shape[0]
    return input_x + bias.reshape(shape)


bias_add.face("ops.bias_add", "input_x, bias").primitive("BiasAdd", "data_format='NCHW'", call="input_x, bias")  # type: ignore[attr-defined]


@bias_add.gradient_in_pynative
def _bias_add_gradient(given: Any, input_x: Any, bias: Any, data_format: str) -> Any:
    if data_format == "NHWC" or not ordered_reductions.fits(given[0]):
        return {}
    return {"input_x": given[0], "bias": channel_sums(given[0].reshape(*input_x.shape[:2], -1), 1)}


@kernel("Embedding")
def _embedding(input: Array, weight: Array, padding_idx: int | None, scale_grad: bool) -> Array:
    index = input.astype(np.int64)
    # Negative indices count from the end, as where nn.Embedding gathers.
    index = jnp.where(index < 0, index + np.asarray(weight.shape[0], np.int64), index)
    if padding_idx is not None:
        # The padding row gets no gradient.
        keep = np.ones((weight.shape[0], 1), bool)
        keep[padding_idx] = False
        from jax import lax

        weight = jnp.where(keep, weight, lax.stop_gradient(weight))
    return jnp.take(weight, index, axis=0, mode="clip")


_embedding.look_at_values(lambda input, weight, *_: within("Embedding", "input", input, -weight.shape[0], weight.shape[0]))


@face("ops.embedding", "mint.nn.functional.embedding")
def embedding(
    input: Tensor,
    weight: Tensor,
    padding_idx: int | None = None,
    max_norm: float | None = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
) -> Tensor:
    """The rows of `weight` that `input` names (mirrors `mindspore.ops.embedding`).

    Args:
        input: integer indices. weight: shape (num, size). padding_idx: a row without gradient.
        max_norm: rows of a larger `norm_type`-norm are scaled down in `weight` first.

    Raises:
        ValueError: if `padding_idx` is out of range.
        RuntimeError: in PyNative on the CPU, if an index is out of range; elsewhere the nearest row is taken.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.embedding(ms.Tensor([1, 0]), ms.Tensor([[1.0], [2.0]]))
        Tensor(shape=[2, 1], dtype=Float32, value=
        [[ 2.00000000e+00],
         [ 1.00000000e+00]])
    """
    if padding_idx is not None:
        rows = weight.shape[0]
        if not -rows <= padding_idx < rows:
            raise ValueError(f"For 'embedding', the 'padding_idx' must be in [{-rows}, {rows}), but got {padding_idx}.")
    if max_norm is not None:
        weight._assign_data(dispatch.apply(_renorm_rows, (weight, input, float(max_norm), float(norm_type)))._data)
    return dispatch.apply(_embedding, (input, weight, padding_idx, scale_grad_by_freq))


@kernel("EmbeddingRenorm", differentiable=False)
def _renorm_rows(weight: Array, input: Array, max_norm: float, norm_type: float) -> Array:
    norms = jnp.linalg.norm(weight, ord=norm_type, axis=1, keepdims=True)
    limit = np.asarray(max_norm, weight.dtype)
    scaled = jnp.where(norms > limit, weight * (limit / (norms + np.asarray(1e-7, weight.dtype))), weight)
    used = jnp.zeros((weight.shape[0], 1), bool).at[input.reshape(-1).astype(np.int64)].set(True)
    return jnp.where(used, scaled, weight)


@kernel("CosineSimilarity")
def cosine_similarity(x1: Array, x2: Array, dim: int = 1, eps: Number = 1e-8) -> Array:
    """The cosine of the angle between vectors along an axis (mirrors `mindspore.ops.cosine_similarity`).

    Args:
        x1, x2: floating Tensors of one shape or shapes that broadcast. dim: the axis. eps: the least product of norms.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.cosine_similarity(ms.Tensor([[1.0, 0.0]]), ms.Tensor([[1.0, 0.0]]))
        Tensor(shape=[1], dtype=Float32, value= [ 1.00000000e+00])
    """
    a, b = operands("cosine_similarity", x1, x2)
    if not is_inexact(a.dtype):
        raise TypeError(f"For 'cosine_similarity', the inputs must be floating, but got {a.dtype.name}.")
    dtype = a.dtype
    if dtype.itemsize == 2:
        # The product of two squared lengths is soon too large for half precision.
        a, b = a.astype(F32), b.astype(F32)
    e = jnp.asarray(eps).astype(a.dtype)
    dot = jnp.sum(a * b, dim)
    squares = jnp.sum(a * a, dim) * jnp.sum(b * b, dim)
    return (dot / jnp.sqrt(jnp.maximum(squares, e * e))).astype(dtype)


cosine_similarity.face("ops.cosine_similarity")  # type: ignore[attr-defined]


@kernel("Cdist")
def cdist(x1: Array, x2: Array, p: float = 2.0) -> Array:
    """The p-norm distance between every row of one Tensor and every row of the other (mirrors `mindspore.ops.cdist`).

    Args:
        x1: (*, P, M). x2: (*, R, M). p: at least 0.

    Raises:
        ValueError: if p is negative. TypeError: for dtypes that are not floating.

    Examples:
        >>> import mindshim as ms
        >>> ms.ops.cdist(ms.Tensor([[0.0, 0.0]]), ms.Tensor([[3.0, 4.0]]))
        Tensor(shape=[1, 1], dtype=Float32, value=
        [[ 5.00000000e+00]])
    """
    a, b = checked("cdist", x1, "real"), checked("cdist", x2, "real")
    if not isinstance(p, (int, float)) or p < 0:
        raise ValueError(f"For 'cdist', the 'p' must be at least 0, but got {p!r}.")
    gap = jnp.abs(a[..., :, None, :] - b[..., None, :, :])
    zero = np.zeros((), gap.dtype)
    if p == 0:
        return jnp.sum(gap != zero, -1).astype(gap.dtype)
    if p == np.inf:
        return jnp.max(gap, -1)
    if p == 1:
        return jnp.sum(gap, -1)
    total = jnp.sum(gap**p, -1)
    # The gradient at distance zero is zero, not NaN.
    safe = jnp.where(total > zero, total, np.ones((), gap.dtype))
    return jnp.where(total > zero, safe ** np.asarray(1 / p, gap.dtype), zero)


cdist.face("ops.cdist")  # type: ignore[attr-defined]
