"""Attention of several heads with its weights given as arguments, as `mindspore.ops.function.nn_func` has it."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim._core import dispatch, dtypes, random
from mindshim._core.tensor import Tensor
from mindshim.ops.nn.dense import dense
from mindshim.ops.nn.multi_head_attention import multi_head_attention

_NAME = "multi_head_attention_forward"


def _check(query: Tensor, key: Tensor, value: Tensor, embed_dim: int, heads: int, own_weights: bool) -> None:
    for name, x in (("query", query), ("key", key), ("value", value)):
        if not isinstance(x, Tensor):
            raise TypeError(f"For '{_NAME}', the '{name}' must be a Tensor, but got {type(x).__name__}.")
    if query.ndim not in (2, 3) or key.ndim != query.ndim or value.ndim != query.ndim:
        raise ValueError(
            f"For '{_NAME}', the 'query', 'key' and 'value' must all be 2D or 3D, but got {query.ndim}D, {key.ndim}D, {value.ndim}D."
        )
    if query.shape[-1] != embed_dim:
        raise ValueError(f"For '{_NAME}', the 'embed_dim' should be {embed_dim}, but got {query.shape[-1]}.")
    if embed_dim % heads:
        raise ValueError(f"For '{_NAME}', the 'embed_dim' {embed_dim} is not divisible by 'num_heads' {heads}.")
    if key.shape[:-1] != value.shape[:-1] or not own_weights and key.shape != value.shape:
        raise ValueError(f"For '{_NAME}', the shape of 'key' {key.shape} does not match 'value' {value.shape}.")


def multi_head_attention_forward(
    query: Tensor, key: Tensor, value: Tensor, embed_dim_to_check: int, num_heads: int, in_proj_weight: Tensor | None,
    in_proj_bias: Tensor | None, bias_k: Tensor | None, bias_v: Tensor | None, add_zero_attn: bool, dropout_p: float,
    out_proj_weight: Tensor, out_proj_bias: Tensor | None, training: bool = True, key_padding_mask: Tensor | None = None,
    attn_mask: Tensor | None = None, use_separate_proj_weight: bool = False, q_proj_weight: Tensor | None = None,
    k_proj_weight: Tensor | None = None, v_proj_weight: Tensor | None = None, static_k: Tensor | None = None,
    static_v: Tensor | None = None, average_attn_weights: bool = True, is_causal: bool = False, k_is_v: bool = False,
    q_is_k: bool = False, dtype: Any = dtypes.float32,
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """What `nn.MultiheadAttention` computes (mirrors `mindspore.ops.function.nn_func.multi_head_attention_forward`).

    Args:
        query: (L, N, E) or (L, E). key, value: (S, N, E) or (S, E). embed_dim_to_check: E. num_heads: how many heads.
        in_proj_weight: the three weights one above the other, or, with `use_separate_proj_weight`, `q_proj_weight`,
            `k_proj_weight` and `v_proj_weight`. in_proj_bias: the three biases one after the other, or None.
        bias_k, bias_v: a key and a value more. add_zero_attn: a key and value of zeros more. dropout_p: the share of the
            weights that is dropped, if `training`. out_proj_weight, out_proj_bias: of the last linear map.
        key_padding_mask, attn_mask: True forbids, or numbers that are added. static_k, static_v: projected keys and values,
            (N * heads, S, E / heads), in place of those of `key` and `value`. average_attn_weights: the weights' mean over
            the heads. is_causal, k_is_v, q_is_k, dtype: hints, of no effect.

    Returns:
        The output, of the shape of `query`, and the weights, (N, L, S), with the heads second if they are not averaged.

    Raises:
        TypeError: for what is no Tensor. ValueError: for shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.ops.function.nn_func import multi_head_attention_forward
        >>> x, w = ms.ops.ones((3, 1, 2)), ms.ops.ones((6, 2))
        >>> out, _ = multi_head_attention_forward(x, x, x, 2, 1, w, None, None, None, False, 0.0, w[:2], None)
        >>> out.shape, float(out[0, 0, 0])
        ((3, 1, 2), 4.0)
    """
    _check(query, key, value, embed_dim_to_check, num_heads, use_separate_proj_weight)
    if use_separate_proj_weight:
        weights: Any = (q_proj_weight, k_proj_weight, v_proj_weight)
        if any(w is None for w in weights):
            raise ValueError(f"For '{_NAME}', 'use_separate_proj_weight' needs 'q_proj_weight', 'k_proj_weight' and 'v_proj_weight'.")
    else:
        if in_proj_weight is None:
            raise ValueError(f"For '{_NAME}', the 'in_proj_weight' is needed unless 'use_separate_proj_weight', but got None.")
        weights = ops.split(in_proj_weight, embed_dim_to_check)
    biases = (None,) * 3 if in_proj_bias is None else ops.split(in_proj_bias, embed_dim_to_check)
    q, k, v = (dispatch.apply(dense, (x, w, b)) for x, w, b in zip((query, key, value), weights, biases, strict=True))
    k, v = _projected(static_k, k, num_heads), _projected(static_v, v, num_heads)
    seed = offset = keep = None
    if training and dropout_p > 0:
        (seed, offset), keep = random.draw(), 1.0 - dropout_p
    out, attended = dispatch.apply(
        multi_head_attention,
        (q, k, v, bias_k, bias_v, key_padding_mask, attn_mask, seed, offset, keep, num_heads, bool(add_zero_attn), False,
         bool(average_attn_weights)),
    )  # fmt: skip
    return dispatch.apply(dense, (out, out_proj_weight, out_proj_bias)), attended


def _projected(given: Tensor | None, own: Tensor, heads: int) -> Tensor:
    """`given`, (N * heads, S, E / heads), in the order (S, N, E); or `own`, if there is none."""
    if given is None:
        return own
    wanted = ((own.shape[1] if own.ndim == 3 else 1) * heads, own.shape[-1] // heads)
    if given.ndim != 3 or (given.shape[0], given.shape[2]) != wanted:
        raise ValueError(
            f"For '{_NAME}', the shape of 'static_k' and 'static_v' must be ({wanted[0]}, S, {wanted[1]}), but got {given.shape}."
        )
    joined = given.swapaxes(0, 1).reshape(given.shape[1], -1, own.shape[-1])
    return joined if own.ndim == 3 else joined.reshape(-1, own.shape[-1])
