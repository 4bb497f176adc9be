"""Attention as inference uses it: of whole prompts, and of one token over a cache; with quantized inputs and outputs."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core import dispatch
from mindshim._core.operators import Array, kernel
from mindshim._core.promotion import F16, F32
from mindshim.ops import arguments
from mindshim.ops.nn.attention import (
    attend,
    check_mask,
    check_same,
    discarded,
    heads_per_key,
    join_heads,
    padded,
    position_codes,
    softmax,
    split_heads,
)

_I8, _U32, _U64 = (np.dtype(t) for t in (np.int8, np.uint32, np.uint64))


@kernel("FusedInferAttentionScore")
def _infer(
    query: Array,
    key: Array,
    value: Array,
    pse: Array | None,
    mask: Array | None,
    lengths_q: Array | None,
    lengths_kv: Array | None,
    deq_scale1: Array | None,
    quant_scale1: Array | None,
    deq_scale2: Array | None,
    quant_scale2: Array | None,
    quant_offset2: Array | None,
    key_scale: Array | None,
    key_offset: Array | None,
    value_scale: Array | None,
    value_offset: Array | None,
    block_table: Array | None,
    query_padding: Array | None,
    kv_padding: Array | None,
    op: str,
    heads: int,
    kv_heads: int,
    layout: str,
    scale: float,
    pre_tokens: int,
    next_tokens: int,
    sparse_mode: int,
    per_token: bool,
) -> tuple[Array, Array]:
    """The weighted means in the layout of the output, and the logarithms of the sums of the powers of the scores."""
    check_mask(op, "attn_mask", mask, "int8", "float16")
    taken, _, given = layout.partition("_")
    q = split_heads(op, query, taken, heads, "query")
    if q.shape[1] != heads:
        raise RuntimeError(f"For '{op}', the 'num_heads' must be the heads of 'query', {q.shape[1]}, but got {heads}.")
    if block_table is not None:
        k, v = (_paged(op, t, block_table, kv_heads, name) for t, name in ((key, "key"), (value, "value")))
    else:
        k, v = split_heads(op, key, taken, kv_heads, "key"), split_heads(op, value, taken, kv_heads, "value")
    if k.shape[1] != kv_heads:
        raise RuntimeError(f"For '{op}', the heads of 'key' must be 'num_key_value_heads', {kv_heads}, but got {k.shape[1]}.")
    if q.dtype != _I8:
        k, v = _restored(op, k, key_scale, key_offset, per_token, q.dtype), _restored(op, v, value_scale, value_offset, per_token, q.dtype)
        check_same(op, q, k, v)
    b, n, s1, d = q.shape
    s2 = k.shape[2]
    one = s1 == 1
    places = padded(
        s1, s2, None if one else _batches(op, lengths_q, b), _batches(op, lengths_kv, b),
        _first(s1, query_padding, None if one else lengths_q), _first(s2, kv_padding, lengths_kv),
    )  # fmt: skip
    shape = (b, n, s1, s2)
    if one:
        # The new token sees all that is stored, but for what the mask hides.
        flat = None if mask is None else mask.reshape(mask.shape[0], 1, 1, mask.shape[-1])
        left_out = discarded(op, 0 if flat is None else 1, flat, pre_tokens, next_tokens, None, places, shape)
    else:
        if sparse_mode not in (0, 1, 2, 3, 4):
            raise RuntimeError(f"For '{op}', the 'sparse_mode' must be 0, 1, 2, 3 or 4, but got {sparse_mode}.")
        left_out = discarded(op, sparse_mode, mask, pre_tokens, next_tokens, None, places, shape)
    added = None if pse is None else position_codes(op, pse, places, shape)
    if q.dtype == _I8:
        out, top, total = _quantized(op, q, k, v, scale, added, left_out, deq_scale1, quant_scale1, deq_scale2)
    else:
        out, top, total = attend(op, q, k, v, scale=scale, added=added, left_out=left_out)
    if quant_scale2 is not None:
        out = _rounded(out.astype(F32) * _channels(op, quant_scale2, n, d), quant_offset2, n, d, op)
    elif q.dtype == _I8:
        out = out.astype(F16)
    logs = jnp.log(jnp.where(total == 0, total.dtype.type(1), total)) + top
    logs = jnp.where(total == 0, total.dtype.type(np.inf), logs).astype(F32)
    return join_heads(out, given or taken), logs


def _batches(op: str, lengths: Any, b: int) -> Any:
    """Lengths for each batch, or one for all."""
    if lengths is not None and lengths.size not in (1, b):
        raise ValueError(f"For '{op}', there must be 1 or {b} actual sequence lengths, but got {lengths.size}.")
    return lengths


def _first(s: int, padding: Any, lengths: Any) -> Any:
    """Where sequences begin that end `padding` before the last place; None if they begin with the first."""
    if padding is None or lengths is None:
        return None
    start = s - jnp.maximum(padding.reshape(-1).astype(np.int32), 0) - lengths.reshape(-1).astype(np.int32)
    # A sequence that would begin before the first place is none at all.
    return jnp.where(start < 0, np.int32(s), start)


def _paged(op: str, cache: Any, table: Any, heads: int, name: str) -> Any:
    """Keys or values out of blocks, (blocks, size, H) or (blocks, N, size, D), by a table (B, blocks of each)."""
    if table.ndim != 2 or cache.ndim not in (3, 4):
        raise RuntimeError(f"For '{op}', the shapes of 'block_table' and '{name}' do not fit: {table.shape} and {cache.shape}.")
    rows = cache[jnp.clip(table, 0, cache.shape[0] - 1)]
    if cache.ndim == 4:
        rows = jnp.swapaxes(rows, 2, 3).reshape(*rows.shape[:2], rows.shape[3], -1)
    if rows.shape[3] % heads:
        raise RuntimeError(f"For '{op}', the hidden size of '{name}', {rows.shape[3]}, must be divisible by the {heads} heads.")
    b, blocks, size, hidden = rows.shape
    return rows.reshape(b, blocks * size, heads, hidden // heads).transpose(0, 2, 1, 3)


def _restored(op: str, x: Any, scale: Any, offset: Any, per_token: bool, dtype: Any) -> Any:
    """Keys or values as floats: those in int8 plus the offset, times the scale."""
    if scale is None:
        return x
    if x.dtype != _I8:
        raise TypeError(f"For '{op}', 'key' and 'value' must be int8 when scales are given for them, but got {x.dtype}.")

    def placed(t: Any) -> Any:
        t = t.astype(F32)
        if per_token:
            return t.reshape(x.shape[0], 1, x.shape[2], 1)
        return _channels(op, t, x.shape[1], x.shape[3])

    wide = x.astype(F32)
    if offset is not None:
        wide = wide + placed(offset)
    return (wide * placed(scale)).astype(dtype)


def _channels(op: str, t: Any, n: int, d: int) -> Any:
    """One number, or one for each head and feature, as (1, N, 1, D)."""
    if t.size == 1:
        return t.astype(F32).reshape(1, 1, 1, 1)
    if t.size != n * d:
        raise RuntimeError(f"For '{op}', there must be 1 or {n * d} scales or offsets, but got the shape {t.shape}.")
    return t.astype(F32).reshape(1, n, 1, d)


def _rounded(x: Any, offset: Any, n: int, d: int, op: str) -> Any:
    if offset is not None:
        x = x + _channels(op, offset, n, d)
    return jnp.clip(jnp.round(x), -128, 127).astype(_I8)


def _factor(op: str, name: str, t: Any) -> Any:
    """A scale; one in uint64 has the bits of a float32."""
    if t is None:
        raise RuntimeError(f"For '{op}', the '{name}' must be given for int8 inputs.")
    if t.dtype == _U64:
        t = lax.bitcast_convert_type(t.astype(_U32), F32)
    return t.astype(F32).reshape(-1)[0]


def _quantized(op: str, q: Any, k: Any, v: Any, scale: float, added: Any, left_out: Any, deq1: Any, quant1: Any, deq2: Any) -> Any:
    """The same of int8 inputs: the products are of integers, and so are the weights."""
    if k.dtype != _I8 or v.dtype != _I8:
        raise TypeError(f"For '{op}', 'query', 'key' and 'value' must have the same dtype, but got {q.dtype}, {k.dtype} and {v.dtype}.")
    groups = heads_per_key(op, q, k, v)
    b, n, s1, d = q.shape
    whole = np.dtype(np.int32)
    grouped = q.reshape(b, n // groups, groups, s1, d)
    scores = jnp.einsum("bngsd,bntd->bngst", grouped, k, preferred_element_type=whole).reshape(b, n, s1, -1)
    scores = scores.astype(F32) * _factor(op, "deq_scale1", deq1) * np.float32(scale)
    if added is not None:
        scores = scores + added.astype(F32)
    weights, top, total = softmax(scores, left_out, F32)
    small = jnp.clip(jnp.round(weights * _factor(op, "quant_scale1", quant1)), -128, 127).astype(_I8)
    out = jnp.einsum("bngst,bntd->bngsd", small.reshape(b, n // groups, groups, s1, -1), v, preferred_element_type=whole)
    return out.reshape(b, n, s1, -1).astype(F32) * _factor(op, "deq_scale2", deq2), top, total


#: the operands in the order of the kernel, after query, key and value
_OPERANDS = (
    "pse", "mask", "lengths_q", "lengths_kv", "deq_scale1", "quant_scale1", "deq_scale2", "quant_scale2", "quant_offset2",
    "key_scale", "key_offset", "value_scale", "value_offset", "block_table", "query_padding", "kv_padding",
)  # fmt: skip


def infer(op: str, query: Any, key: Any, value: Any, operands: dict[str, Any], **statics: Any) -> tuple[Any, Any]:
    """Run the operator; what is not given is left out."""
    heads, kv_heads = statics["heads"], statics["kv_heads"]
    for name in ("heads", "kv_heads", "pre_tokens", "next_tokens", "sparse_mode"):
        arguments.integer(op, {"heads": "num_heads", "kv_heads": "num_key_value_heads"}.get(name, name), statics[name])
    if heads <= 0 or kv_heads < 0:
        raise RuntimeError(f"For '{op}', 'num_heads' must be greater than 0, and 'num_key_value_heads' at least 0, but got {heads} and {kv_heads}.")
    if heads % (kv_heads or heads):
        raise RuntimeError(f"For '{op}', 'num_heads' must be divisible by 'num_key_value_heads', but got {heads} and {kv_heads}.")
    order = ("layout", "scale", "pre_tokens", "next_tokens", "sparse_mode", "per_token")
    args = (query, key, value, *(operands.get(n) for n in _OPERANDS), op, heads, kv_heads or heads, *(statics[n] for n in order))
    return dispatch.apply(_infer, args)
