"""Attention as training uses it, with gradients and dropout."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core import dispatch, random
from mindshim._core.faces import face
from mindshim._core.operators import Array, Number, freeze, kernel
from mindshim._core.promotion import F32, F64
from mindshim._core.tensor import Tensor
from mindshim.ops import arguments
from mindshim.ops.nn.attention import (
    I32,
    LAYOUTS,
    Places,
    attend,
    check_layout,
    check_mask,
    check_number,
    check_same,
    discarded,
    join_heads,
    packed,
    padded,
    position_codes,
    split_heads,
)
from mindshim.ops.primitive import Primitive, prim_attr_register

_U8 = np.dtype(np.uint8)


@kernel("FlashAttentionScore")
def _attention(
    query: Array,
    key: Array,
    value: Array,
    pse: Array | None,
    drop_mask: Array | None,
    attn_mask: Array | None,
    prefix: Array | None,
    ends_q: Array | None,
    ends_kv: Array | None,
    seed: Number | None,
    offset: Number | None,
    op: str,
    head_num: int,
    layout: str,
    scale: float,
    keep_prob: float,
    pre_tokens: int,
    next_tokens: int,
    sparse_mode: int,
    pse_type: int,
    starts: tuple[int, int],
) -> tuple[Array, ...]:
    """The weighted means in the layout of `query`; but for `flash_attention_score` also of each query the greatest score and the sum of the weights."""
    check_same(op, query, key, value)
    check_mask(op, "attn_mask", attn_mask)
    d = query.shape[-1] // head_num if layout in ("BSH", "SBH") else query.shape[-1]
    heads_k = max(key.shape[-1] // d, 1) if layout in ("BSH", "SBH") and d else head_num
    q = split_heads(op, query, layout, head_num, "query")
    k, v = split_heads(op, key, layout, heads_k, "key"), split_heads(op, value, layout, heads_k, "value")
    if q.shape[1] != head_num:
        raise RuntimeError(f"For '{op}', the 'head_num' must be the heads of 'query', {q.shape[1]}, but got {head_num}.")
    b, n, s1, _ = q.shape
    shape = (b, n, s1, k.shape[2])
    if layout == "TND":
        if ends_q is None or ends_kv is None:
            raise RuntimeError(f"For '{op}', 'actual_seq_qlen' and 'actual_seq_kvlen' must be given for the layout TND.")
        places = packed(s1, k.shape[2], ends_q, ends_kv)
    else:
        places = padded(s1, k.shape[2])
    left_out = discarded(op, sparse_mode, attn_mask, pre_tokens, next_tokens, prefix, places, shape)
    added = None
    if pse_type > 1:
        added = _alibi(op, pse, n, places, starts, pse_type == 3)
    elif pse is not None:
        if pse.dtype != query.dtype:
            raise TypeError(f"For '{op}', the dtype of the position codes must be that of 'query', {query.dtype}, but got {pse.dtype}.")
        added = position_codes(op, pse, places, shape)
    keep = _keep(op, drop_mask, seed, offset, keep_prob, places, shape, layout)
    found = attend(op, q, k, v, scale=scale, added=added, first=pse_type == 1, left_out=left_out, keep=keep)
    if op == "flash_attention_score":
        # Nobody sees the others: what a program gives has to be computed and written.
        return (join_heads(found.out, layout),)
    # As the device reports them: eight times, and without gradients.
    wide = [jnp.broadcast_to(lax.stop_gradient(t), (b, n, s1, 8)).astype(F32) for t in (found.top, found.total)]
    if layout == "TND":
        wide = [join_heads(t, layout) for t in wide]
    return join_heads(found.out, layout), wide[0], wide[1]


def _alibi(op: str, slopes: Any, heads: int, places: Places, starts: tuple[int, int], root: bool) -> Any:
    """Position codes that fall with the distance (or its square root), by a slope for each head."""
    if slopes is None or slopes.shape[-1:] != (heads,) or slopes.ndim > 2:
        got = None if slopes is None else slopes.shape
        raise RuntimeError(f"For '{op}', the slopes 'pse' must have the shape (B, {heads}) or ({heads},), but got {got}.")
    distance = jnp.abs(places.i + np.int32(starts[0]) - places.j - np.int32(starts[1])).astype(F32)
    distance = jnp.sqrt(distance) if root else distance
    return -slopes.astype(F32).reshape(-1, heads, 1, 1) * distance


def _keep(
    op: str, bits: Any, seed: Any, offset: Any, keep_prob: float, places: Places, shape: tuple[int, ...], layout: str
) -> Any:
    """The factors of dropout: of packed bits, or drawn; None without dropout."""
    if not 0 < keep_prob <= 1:
        raise ValueError(f"For '{op}', the 'keep_prob' must be in the range of (0, 1], but got {keep_prob}.")
    b, n, s1, s2 = shape
    if bits is not None:
        if bits.dtype != _U8:
            raise TypeError(f"For '{op}', the dtype of 'drop_mask' must be uint8, but got {bits.dtype}.")
        kept = jnp.unpackbits(bits.reshape(-1), bitorder="little")
        if layout == "TND":
            # The bits of the sequences stand one behind the other: each has n * s1 * s2 of its own.
            counts = places.queries * places.keys
            first = (places.i == 0).astype(I32)
            before = (jnp.cumsum(first * counts, axis=2) - counts) * n
            head = jnp.arange(n, dtype=I32).reshape(1, n, 1, 1)
            at = before + head * counts + places.i * places.keys + places.j
            kept = kept[jnp.clip(at, 0, kept.size - 1)]
        else:
            if kept.size != b * n * s1 * s2:
                raise RuntimeError(
                    f"For '{op}', the shape of 'drop_mask' must be {(b, n, s1, s2 // 8)}, of {s2} keys a multiple of 8, but got {bits.shape}."
                )
            kept = kept.reshape(shape)
    elif seed is not None and keep_prob < 1:
        kept = random.kept(seed, offset, shape, keep_prob)
    else:
        return None
    return kept.astype(F64) / np.float64(keep_prob)


def _ends(op: str, name: str, ends: Any, layout: str) -> Any:
    """The ends of packed sequences as an operand; only of the layout TND."""
    if ends is None or layout != "TND":
        return None
    return _integers(op, name, ends)


def _integers(op: str, name: str, values: Any) -> Tensor:
    """A list of integers, or a Tensor of them, as a Tensor."""
    if isinstance(values, Tensor):
        return values
    values = freeze(values)
    if not isinstance(values, tuple) or not all(arguments.is_int(v) for v in values):
        raise TypeError(f"For '{op}', the '{name}' must be a Tensor or a list of ints, but got {values!r}.")
    return Tensor(np.array(values, np.int64))


def _run(op: str, tensors: dict[str, Any], statics: dict[str, Any]) -> tuple[Tensor, ...]:
    """Check what is not seen in the kernel, and run it."""
    layout = statics["layout"]
    check_layout(op, layout, LAYOUTS)
    for name in ("head_num", "sparse_mode", "pre_tokens", "next_tokens"):
        arguments.integer(op, name, statics[name])
    if statics["head_num"] <= 0:
        raise RuntimeError(f"For '{op}', the 'head_num' must be greater than 0, but got {statics['head_num']}.")
    for name in ("scale", "keep_prob"):
        statics[name] = check_number(op, name, statics[name])
    for name in ("query", "key", "value", "pse", "drop_mask", "attn_mask"):
        given = tensors[name]
        if not isinstance(given, Tensor) and (given is not None or name in ("query", "key", "value")):
            raise TypeError(f"For '{op}', the '{name}' must be a Tensor, but got {type(given).__name__}.")
    for name in ("ends_q", "ends_kv"):
        tensors[name] = _ends(op, {"ends_q": "actual_seq_qlen", "ends_kv": "actual_seq_kvlen"}[name], tensors[name], layout)
    if tensors["prefix"] is not None:
        tensors["prefix"] = _integers(op, "prefix", tensors["prefix"]) if statics["sparse_mode"] == 5 else None
    seed = offset = None
    if statics["keep_prob"] < 1 and tensors["drop_mask"] is None:
        seed, offset = random.draw()
    order = ("query", "key", "value", "pse", "drop_mask", "attn_mask", "prefix", "ends_q", "ends_kv")
    rest = ("head_num", "layout", "scale", "keep_prob", "pre_tokens", "next_tokens", "sparse_mode", "pse_type", "starts")
    args = (*(tensors[n] for n in order), seed, offset, op, *(statics[n] for n in rest))
    return dispatch.apply(_attention, args)


def _reserved(op: str, **given: Any) -> None:
    for name, value in given.items():
        if value is not None:
            raise NotImplementedError(f"{op}: the '{name}' is reserved and not implemented, as in MindSpore; use the attention mask.")


@face("ops.flash_attention_score")
def flash_attention_score(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    head_num: int,
    real_shift: Tensor | None = None,
    drop_mask: Tensor | None = None,
    padding_mask: Tensor | None = None,
    attn_mask: Tensor | None = None,
    prefix: Any = None,
    actual_seq_qlen: Any = None,
    actual_seq_kvlen: Any = None,
    keep_prob: float = 1.0,
    scalar_value: float = 1.0,
    pre_tokens: int = 2147483647,
    next_tokens: int = 2147483647,
    inner_precise: int = 0,
    input_layout: str = "BSH",
    sparse_mode: int = 0,
) -> Tensor:
    """Attention: softmax of `scalar_value` * (query key' + real_shift), masked and dropped out, times `value`
    (mirrors `mindspore.ops.flash_attention_score`).

    Args:
        query: (B, S1, H1), (S1, B, H1), (B, S1, N1, D), (B, N1, S1, D) or (T1, N1, D), by the layout; floating.
        key, value: the same with S2, H2, N2 or T2; N1 must be a multiple of N2. Of the dtype of `query`.
        head_num: N1.
        real_shift: position codes (B or 1, N1, S1, S2); (B or 1, N1, 1024, S2) are those of the last 1024 queries.
        drop_mask: bits of the pairs that are kept, packed into uint8, (B, N1, S1, S2 / 8). Without it, and with
            `keep_prob` below 1, they are drawn.
        padding_mask: must be None.
        attn_mask: bool or uint8; what is not 0 is left out. (B, N1, S1, S2), (B, 1, S1, S2) or (S1, S2), or, where the
            sparse mode tells the mask, (2048, 2048).
        prefix: for sparse mode 5: how many keys of each batch all queries see.
        actual_seq_qlen, actual_seq_kvlen: for the layout TND: where the sequences end.
        keep_prob: the probability that a pair is kept. scalar_value: the scale.
        pre_tokens, next_tokens: how far a query looks back and ahead, in sparse modes 0 (with a mask) and 4.
        inner_precise: has no effect. input_layout: "BSH", "SBH", "BSND", "BNSD" or "TND".
        sparse_mode: 0: the mask within the band; 1: the mask; 2: no key after the query; 3: the same, counted from the last
            ones; 4: a band, counted from the last ones; 5: as 3, and the prefix.

    Returns:
        A Tensor of the shape and dtype of `query`; zeros for a query that no key is left for.

    Raises:
        TypeError: for arguments of other types, or dtypes that differ. ValueError: for an unknown layout.
        RuntimeError: for shapes that do not fit, or an invalid `head_num` or `sparse_mode`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[[1.0, 0.0], [0.0, 1.0]]])
        >>> mask = ms.Tensor([[False, True], [False, False]])
        >>> print(ms.ops.flash_attention_score(x, x, x, 1, attn_mask=mask))
        [[[1.         0.        ]
          [0.26894143 0.7310586 ]]]
    """
    _reserved("flash_attention_score", padding_mask=padding_mask)
    tensors = {"query": query, "key": key, "value": value, "pse": real_shift, "drop_mask": drop_mask, "attn_mask": attn_mask}
    tensors |= {"prefix": prefix, "ends_q": actual_seq_qlen, "ends_kv": actual_seq_kvlen}
    statics = {"head_num": head_num, "layout": input_layout, "scale": scalar_value, "keep_prob": keep_prob}
    statics |= {"pre_tokens": pre_tokens, "next_tokens": next_tokens, "sparse_mode": sparse_mode, "pse_type": 1, "starts": (0, 0)}
    return _run("flash_attention_score", tensors, statics)[0]


@face("ops.speed_fusion_attention")
def speed_fusion_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    head_num: int,
    input_layout: str,
    *,
    pse: Tensor | None = None,
    padding_mask: Tensor | None = None,
    atten_mask: Tensor | None = None,
    scale: float = 1.0,
    keep_prob: float = 1.0,
    pre_tokens: int = 2147483647,
    next_tokens: int = 2147483647,
    inner_precise: int = 0,
    prefix: Any = None,
    actual_seq_qlen: Any = None,
    actual_seq_kvlen: Any = None,
    sparse_mode: int = 0,
    gen_mask_parallel: bool = True,
    sync: bool = False,
    pse_type: int = 1,
    q_start_idx: Any = None,
    kv_start_idx: Any = None,
) -> tuple[Tensor, ...]:
    """Attention with its intermediate results (mirrors `mindspore.ops.speed_fusion_attention`).

    Args:
        query, key, value, head_num, input_layout, atten_mask, pre_tokens, next_tokens, prefix, actual_seq_qlen,
        actual_seq_kvlen, sparse_mode: as of `flash_attention_score`. scale: of the scores. keep_prob: dropout is drawn.
        pse: position codes; with `pse_type` 2 or 3 float32 slopes, (B, N1) or (N1,).
        pse_type: 0: added to the scaled scores; 1: added before they are scaled; 2: minus slope times distance; 3: minus
            slope times the square root of the distance.
        q_start_idx, kv_start_idx: a list of one int each: where queries and keys begin, for `pse_type` 2 and 3.
        padding_mask: must be None. inner_precise, gen_mask_parallel, sync: have no effect.

    Returns:
        The result, like `query`; the greatest score and the sum of the weights, (B, N1, S1, 8) or (T1, N1, 8) of float32;
        an empty Tensor; and the seed, the offset and the number of what was drawn, int64. Gradients go to the first.

    Raises:
        TypeError: for arguments of other types, or dtypes that differ. ValueError: for an unknown layout or `pse_type`.
        RuntimeError: for shapes that do not fit, or an invalid `head_num` or `sparse_mode`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[[1.0, 0.0], [0.0, 1.0]]])
        >>> out = ms.ops.speed_fusion_attention(x, x, x, 1, "BSH")
        >>> print(out[0], out[1].shape)
        [[[0.7310586  0.26894143]
          [0.26894143 0.7310586 ]]] (1, 1, 2, 8)
    """
    op = "speed_fusion_attention"
    _reserved(op, padding_mask=padding_mask)
    if arguments.integer(op, "pse_type", pse_type) not in (0, 1, 2, 3):
        raise ValueError(f"For '{op}', the 'pse_type' must be in [0, 1, 2, 3], but got {pse_type}.")
    starts = tuple(0 if v is None else arguments.integer(op, "q_start_idx", freeze(v)[0]) for v in (q_start_idx, kv_start_idx))
    tensors = {"query": query, "key": key, "value": value, "pse": pse, "drop_mask": None, "attn_mask": atten_mask}
    tensors |= {"prefix": prefix, "ends_q": actual_seq_qlen, "ends_kv": actual_seq_kvlen}
    statics: dict[str, Any] = {"head_num": head_num, "layout": input_layout, "scale": scale, "keep_prob": keep_prob}
    statics |= {"pre_tokens": pre_tokens, "next_tokens": next_tokens, "sparse_mode": sparse_mode, "pse_type": pse_type, "starts": starts}
    out, top, total = _run(op, tensors, statics)
    # The pairs of all heads, whether or not dropout is drawn for them.
    if input_layout == "TND" and isinstance(actual_seq_qlen, (list, tuple)) and isinstance(actual_seq_kvlen, (list, tuple)):
        drawn = head_num * int(np.sum(np.diff(actual_seq_qlen, prepend=0) * np.diff(actual_seq_kvlen, prepend=0)))
    else:
        drawn = top.size // 8 * key.shape[{"BSH": 1, "SBH": 0, "BSND": 1, "BNSD": 2, "TND": 0}[input_layout]]
    state = random.DEFAULT
    facts = [Tensor(np.array(n, np.int64)) for n in (int(state.seed), 0, drawn)]
    return (out, top, total, Tensor._wrap(jnp.zeros((0,), out._data.dtype)), *facts)


@face("ops.FlashAttentionScore")
class FlashAttentionScore(Primitive):
    """Attention as an operator object (mirrors `mindspore.ops.operations.nn_ops.FlashAttentionScore`).

    Args:
        head_num, keep_prob, scale_value, pre_tokens, next_tokens, inner_precise, input_layout, sparse_mode: as of
            `flash_attention_score`.

    Inputs:
        query, key, value, real_shift, drop_mask, padding_mask, attn_mask, prefix, actual_seq_qlen, actual_seq_kvlen.

    Returns:
        The greatest score and the sum of the weights, (B, N1, S1, 8) or (T1, N1, 8) of float32, an empty Tensor, and the
        result, like `query`.

    Examples:
        >>> import mindshim as ms
        >>> x = ms.Tensor([[[1.0, 0.0], [0.0, 1.0]]])
        >>> print(ms.ops.FlashAttentionScore(1)(x, x, x)[3])
        [[[0.7310586  0.26894143]
          [0.26894143 0.7310586 ]]]
    """

    @prim_attr_register
    def __init__(
        self,
        head_num: int,
        keep_prob: float = 1.0,
        scale_value: float = 1.0,
        pre_tokens: int = 2147483647,
        next_tokens: int = 2147483647,
        inner_precise: int = 0,
        input_layout: str = "BSH",
        sparse_mode: int = 0,
    ) -> None:
        check_layout("FlashAttentionScore", input_layout, LAYOUTS)
        self.init_prim_io_names(
            ["query", "key", "value", "real_shift", "drop_mask", "padding_mask", "attn_mask", "prefix", "actual_seq_qlen", "actual_seq_kvlen"],
            ["softmax_max", "softmax_sum", "softmax_out", "attention_out"],
        )  # fmt: skip

    def __call__(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        real_shift: Tensor | None = None,
        drop_mask: Tensor | None = None,
        padding_mask: Tensor | None = None,
        attn_mask: Tensor | None = None,
        prefix: Any = None,
        actual_seq_qlen: Any = None,
        actual_seq_kvlen: Any = None,
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Attention."""
        _reserved("FlashAttentionScore", padding_mask=padding_mask)
        tensors = {"query": query, "key": key, "value": value, "pse": real_shift, "drop_mask": drop_mask}
        tensors |= {"attn_mask": attn_mask, "prefix": prefix, "ends_q": actual_seq_qlen, "ends_kv": actual_seq_kvlen}
        statics = {"head_num": self.head_num, "layout": self.input_layout, "scale": self.scale_value, "pse_type": 1}
        statics |= {"keep_prob": self.keep_prob, "pre_tokens": self.pre_tokens, "next_tokens": self.next_tokens}
        out, top, total = _run("FlashAttentionScore", tensors, {**statics, "sparse_mode": self.sparse_mode, "starts": (0, 0)})
        return top, total, Tensor._wrap(jnp.zeros((0,), out._data.dtype)), out


