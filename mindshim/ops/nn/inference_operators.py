"""The spellings of attention for inference."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim._core.faces import face
from mindshim._core.operators import freeze
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.nn.attention import check_layout, check_number
from mindshim.ops.nn.inference_attention import infer


def _lengths(op: str, name: str, values: Any) -> Tensor | None:
    """Lengths of sequences: a Tensor, or a list of ints."""
    if values is None or isinstance(values, Tensor):
        return values
    values = freeze(values)
    if not isinstance(values, tuple) or not all(arguments.is_int(v) for v in values):
        raise TypeError(f"For '{op}', the '{name}' must be a Tensor or a list of ints, but got {values!r}.")
    return Tensor(np.array(values, np.int64))


def _tensors(op: str, **given: Any) -> None:
    for name, value in given.items():
        if not isinstance(value, Tensor):
            raise TypeError(f"For '{op}', the '{name}' must be a Tensor, but got {type(value).__name__}.")


def _joined(op: str, name: str, cache: Any, layout: str) -> Tensor:
    """Keys or values: a Tensor, or a list of one, or of one for each batch, the shorter ones filled up."""
    if isinstance(cache, Tensor):
        return cache
    if not isinstance(cache, (list, tuple)) or not cache or not all(isinstance(t, Tensor) for t in cache):
        raise TypeError(f"For '{op}', the '{name}' must be a Tensor, or a list or tuple of Tensors, but got {type(cache).__name__}.")
    if len(cache) == 1:
        return cache[0]
    from mindshim.ops import concat, zeros

    axis = 2 if layout.startswith("BNSD") else 1
    longest = max(t.shape[axis] for t in cache)
    parts = []
    for t in cache:
        more = longest - t.shape[axis]
        filler = [zeros((*t.shape[:axis], more, *t.shape[axis + 1 :]), t.dtype)] if more else []
        parts.append(concat([t, *filler], axis) if filler else t)
    return concat(parts, 0)


def _each_length(cache: Any, layout: str, lengths: Any) -> Any:
    """The lengths of a list of caches, where none are given."""
    if lengths is None and isinstance(cache, (list, tuple)) and len(cache) > 1:
        return [t.shape[2 if layout.startswith("BNSD") else 1] for t in cache]
    return lengths


def _halves(scale: Any) -> tuple[Any, Any]:
    """The parts of keys and values of a scale or offset."""
    return (None, None) if scale is None else (scale[0], scale[1])


@face("ops.prompt_flash_attention")
def prompt_flash_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None = None,
    actual_seq_lengths: Any = None,
    actual_seq_lengths_kv: Any = None,
    pse_shift: Tensor | None = None,
    deq_scale1: Tensor | None = None,
    quant_scale1: Tensor | None = None,
    deq_scale2: Tensor | None = None,
    quant_scale2: Tensor | None = None,
    quant_offset2: Tensor | None = None,
    num_heads: int = 1,
    scale_value: float = 1.0,
    pre_tokens: int = 2147483647,
    next_tokens: int = 0,
    input_layout: str = "BSH",
    num_key_value_heads: int = 0,
    sparse_mode: int = 0,
    inner_precise: int = 1,
) -> Tensor:
    """Attention of whole prompts (mirrors `mindspore.ops.prompt_flash_attention`).

    Args:
        query, key, value: (B, S, H) or (B, N, S, D), of one float type, or int8.
        attn_mask: what is not 0 is left out; (S1, S2), (B, S1, S2) or (B, 1, S1, S2), or (2048, 2048) in the sparse
            modes that tell the mask.
        actual_seq_lengths, actual_seq_lengths_kv: how long the sequences are, for each batch; the rest counts for nothing.
        pse_shift: position codes (B or 1, N, S1, S2), added to the scaled scores.
        deq_scale1, quant_scale1, deq_scale2: the scales of the scores, the weights and the result of int8 inputs.
        quant_scale2, quant_offset2: with them the result is int8. num_heads, num_key_value_heads: 0 for as many.
        scale_value: of the scores. pre_tokens, next_tokens: how far a query looks back and ahead, in sparse modes 0 (with
            a mask) and 4. input_layout: "BSH" or "BNSD". sparse_mode: 0 to 4, as of `flash_attention_score`.
        inner_precise: has no effect.

    Returns:
        A Tensor of the shape of `query`; of its dtype, or float16 of int8 inputs, or int8.

    Raises:
        TypeError: for arguments of other types. ValueError: for an unknown layout.
        RuntimeError: for shapes that do not fit, and invalid numbers of heads or sparse modes.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[[1.0, 0.0], [0.0, 1.0]]])
        >>> mask = ms.Tensor([[False, True], [False, False]])
        >>> print(ms.ops.prompt_flash_attention(x, x, x, mask))
        [[[1.         0.        ]
          [0.26894143 0.7310586 ]]]
    """
    op = "prompt_flash_attention"
    _tensors(op, query=query, key=key, value=value)
    check_layout(op, input_layout, ("BSH", "BNSD"))
    operands = {
        "pse": pse_shift, "mask": attn_mask, "lengths_q": _lengths(op, "actual_seq_lengths", actual_seq_lengths),
        "lengths_kv": _lengths(op, "actual_seq_lengths_kv", actual_seq_lengths_kv), "deq_scale1": deq_scale1,
        "quant_scale1": quant_scale1, "deq_scale2": deq_scale2, "quant_scale2": quant_scale2, "quant_offset2": quant_offset2,
    }  # fmt: skip
    return infer(
        op, query, key, value, operands, heads=num_heads, kv_heads=num_key_value_heads, layout=input_layout,
        scale=check_number(op, "scale_value", scale_value), pre_tokens=pre_tokens, next_tokens=next_tokens,
        sparse_mode=sparse_mode, per_token=False,
    )[0]  # fmt: skip


@face("ops.incre_flash_attention")
def incre_flash_attention(
    query: Tensor,
    key: Any,
    value: Any,
    attn_mask: Tensor | None = None,
    actual_seq_lengths: Any = None,
    pse_shift: Tensor | None = None,
    dequant_scale1: Tensor | None = None,
    quant_scale1: Tensor | None = None,
    dequant_scale2: Tensor | None = None,
    quant_scale2: Tensor | None = None,
    quant_offset2: Tensor | None = None,
    antiquant_scale: Tensor | None = None,
    antiquant_offset: Tensor | None = None,
    block_table: Tensor | None = None,
    num_heads: int = 1,
    input_layout: str = "BSH",
    scale_value: float = 1.0,
    num_key_value_heads: int = 0,
    block_size: int = 0,
    inner_precise: int = 1,
    kv_padding_size: Tensor | None = None,
) -> Tensor:
    """Attention of one token over a cache (mirrors `mindspore.ops.incre_flash_attention`).

    Args:
        query: (B, 1, H) or (B, N, 1, D).
        key, value: lists of one Tensor (B, S, H) or (B, N, S, D), or of one for each batch; or int8 with
            `antiquant_scale`; or blocks (blocks, size, H) or (blocks, N, size, D) with `block_table`.
        attn_mask: what is not 0 is left out; (B, S), (B, 1, S) or (B, 1, 1, S).
        actual_seq_lengths: how many tokens are stored, for each batch. pse_shift: (B or 1, N, 1, S), added to the scores.
        quant_scale2, quant_offset2: with them the result is int8.
        antiquant_scale, antiquant_offset: of keys and values in int8: (2, N, 1, D) or (2, H).
        block_table: (B, blocks of each): which blocks hold the tokens. num_heads, num_key_value_heads: 0 for as many.
        input_layout: "BSH" or "BNSD". scale_value: of the scores. kv_padding_size: how many places behind the tokens are
            empty, which then end there. dequant_scale1, quant_scale1, dequant_scale2, block_size, inner_precise: have no
            effect.

    Returns:
        A Tensor of the shape and dtype of `query`, or int8.

    Raises:
        TypeError: for arguments of other types. ValueError: for an unknown layout, or other numbers of lengths.
        RuntimeError: for shapes that do not fit, and invalid numbers of heads.

    Examples:
        >>> import mindshim as ms
        >>> q, kv = ms.Tensor([[[1.0, 0.0]]]), ms.Tensor([[[1.0, 0.0], [0.0, 1.0], [5.0, 5.0]]])
        >>> print(ms.ops.incre_flash_attention(q, [kv], [kv], actual_seq_lengths=[2]))
        [[[0.7310586  0.26894143]]]
    """
    op = "incre_flash_attention"
    _tensors(op, query=query)
    check_layout(op, input_layout, ("BSH", "BNSD"))
    key_scale, value_scale = _halves(antiquant_scale)
    key_offset, value_offset = _halves(antiquant_offset)
    lengths = _each_length(key, input_layout, actual_seq_lengths)
    operands = {
        "pse": pse_shift, "mask": attn_mask, "lengths_kv": _lengths(op, "actual_seq_lengths", lengths), "quant_scale2": quant_scale2,
        "quant_offset2": quant_offset2, "key_scale": key_scale, "key_offset": key_offset, "value_scale": value_scale,
        "value_offset": value_offset, "block_table": block_table, "kv_padding": kv_padding_size,
    }  # fmt: skip
    k, v = _joined(op, "key", key, input_layout), _joined(op, "value", value, input_layout)
    if query.shape[1 if input_layout == "BSH" else 2] != 1:
        raise RuntimeError(f"For '{op}', the 'query' must have a sequence of length 1, but got the shape {query.shape}.")
    return infer(
        op, query, k, v, operands, heads=num_heads, kv_heads=num_key_value_heads, layout=input_layout,
        scale=check_number(op, "scale_value", scale_value), pre_tokens=0, next_tokens=0, sparse_mode=0, per_token=False,
    )[0]  # fmt: skip


@face("ops.fused_infer_attention_score")
def fused_infer_attention_score(
    query: Tensor,
    key: Any,
    value: Any,
    *,
    pse_shift: Tensor | None = None,
    atten_mask: Tensor | None = None,
    actual_seq_lengths: Any = None,
    actual_seq_lengths_kv: Any = None,
    dequant_scale1: Tensor | None = None,
    quant_scale1: Tensor | None = None,
    dequant_scale2: Tensor | None = None,
    quant_scale2: Tensor | None = None,
    quant_offset2: Tensor | None = None,
    antiquant_scale: Tensor | None = None,
    antiquant_offset: Tensor | None = None,
    key_antiquant_scale: Tensor | None = None,
    key_antiquant_offset: Tensor | None = None,
    value_antiquant_scale: Tensor | None = None,
    value_antiquant_offset: Tensor | None = None,
    block_table: Tensor | None = None,
    query_padding_size: Tensor | None = None,
    kv_padding_size: Tensor | None = None,
    key_shared_prefix: Tensor | None = None,
    value_shared_prefix: Tensor | None = None,
    actual_shared_prefix_len: Any = None,
    num_heads: int = 1,
    scale: float = 1.0,
    pre_tokens: int = 2147483647,
    next_tokens: int = 2147483647,
    input_layout: str = "BSH",
    num_key_value_heads: int = 0,
    sparse_mode: int = 0,
    inner_precise: int = 1,
    block_size: int = 0,
    antiquant_mode: int = 0,
    key_antiquant_mode: int = 0,
    value_antiquant_mode: int = 0,
    softmax_lse_flag: bool = False,
) -> tuple[Tensor, Tensor]:
    """Attention of whole prompts, or of one token over a cache (mirrors `mindspore.ops.fused_infer_attention_score`).

    Args:
        query, key, value: (B, S, H), (B, N, S, D) or (B, S, N, D), by the layout; see `prompt_flash_attention`, and for a
            query of one token `incre_flash_attention`, for them and the arguments of the same names.
        antiquant_scale, antiquant_offset: of keys and values in int8: (2,), (2, N, 1, D), (2, N, D) or (2, H); or, with
            `antiquant_mode` 1, (2, B, S). key_antiquant_scale, …: the same apart.
        query_padding_size, kv_padding_size: how many places behind the tokens are empty, which then end there.
        input_layout: "BSH", "BNSD", "BSND", or "BNSD_BSND": the result in another layout.
        softmax_lse_flag: whether to give the logarithms of the sums of the powers of the scores.
        key_shared_prefix, value_shared_prefix, actual_shared_prefix_len: must be None.
        inner_precise, block_size: have no effect.

    Returns:
        A Tensor like `query` (or float16, or int8); and (B, N, S1, 1) of float32, or a zero of shape (1,).

    Raises:
        TypeError: for arguments of other types. ValueError: for an unknown layout, or other numbers of lengths.
        RuntimeError: for shapes that do not fit, and invalid numbers of heads or sparse modes.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[[1.0, 0.0], [0.0, 1.0]]])
        >>> out, lse = ms.ops.fused_infer_attention_score(x, x, x, softmax_lse_flag=True)
        >>> print(out, lse.shape)
        [[[0.7310586  0.26894143]
          [0.26894143 0.7310586 ]]] (1, 1, 2, 1)
    """
    op = "fused_infer_attention_score"
    _tensors(op, query=query)
    check_layout(op, input_layout, ("BSH", "BNSD", "BSND", "BNSD_BSND"))
    for name, value_ in (("key_shared_prefix", key_shared_prefix), ("value_shared_prefix", value_shared_prefix), ("actual_shared_prefix_len", actual_shared_prefix_len)):
        if value_ is not None:
            raise NotImplementedError(f"{op}: the '{name}' is reserved and not implemented, as in MindSpore; put the prefix into the keys.")
    key_scale, value_scale = _halves(antiquant_scale)
    key_offset, value_offset = _halves(antiquant_offset)
    if key_antiquant_scale is not None:
        key_scale, value_scale = key_antiquant_scale, value_antiquant_scale
        key_offset, value_offset = key_antiquant_offset, value_antiquant_offset
    lengths = _each_length(key, input_layout, actual_seq_lengths_kv)
    operands = {
        "pse": pse_shift, "mask": atten_mask, "lengths_q": _lengths(op, "actual_seq_lengths", actual_seq_lengths),
        "lengths_kv": _lengths(op, "actual_seq_lengths_kv", lengths), "deq_scale1": dequant_scale1, "quant_scale1": quant_scale1,
        "deq_scale2": dequant_scale2, "quant_scale2": quant_scale2, "quant_offset2": quant_offset2, "key_scale": key_scale,
        "key_offset": key_offset, "value_scale": value_scale, "value_offset": value_offset, "block_table": block_table,
        "query_padding": query_padding_size, "kv_padding": kv_padding_size,
    }  # fmt: skip
    k, v = _joined(op, "key", key, input_layout), _joined(op, "value", value, input_layout)
    mode = key_antiquant_mode if key_antiquant_scale is not None else antiquant_mode
    out, logs = infer(
        op, query, k, v, operands, heads=num_heads, kv_heads=num_key_value_heads, layout=input_layout,
        scale=check_number(op, "scale", scale), pre_tokens=pre_tokens, next_tokens=next_tokens, sparse_mode=sparse_mode,
        per_token=mode == 1,
    )  # fmt: skip
    return out, logs if softmax_lse_flag else Tensor(np.zeros((1,), np.float32))
