"""Attention against its formula, written out for each query in NumPy (the CPU build of MindSpore has no such kernels)."""

from __future__ import annotations

import numpy as np
import pytest

import mindshim as ms
from mindshim import ops

RNG = np.random.Generator(np.random.PCG64(3))
BIG = 2147483647
B, N, G, S1, S2, D = 2, 4, 2, 3, 5, 4


def formula(q, k, v, scale=1.0, pse=None, first=True, out=None, keep=None):
    """(B, N, S, D) arrays; `out`: pairs that are left out."""
    k, v = (np.repeat(t, q.shape[1] // t.shape[1], 1) for t in (k, v))
    result = np.zeros((*q.shape[:3], v.shape[3]))
    for b, n, i in np.ndindex(*q.shape[:3]):
        scores = k[b, n] @ q[b, n, i]
        code = 0 if pse is None else np.broadcast_to(pse, (*q.shape[:3], k.shape[2]))[b, n, i]
        scores = scale * (scores + code) if first else scale * scores + code
        count = np.ones(len(scores), bool) if out is None else ~np.broadcast_to(out, (*q.shape[:3], k.shape[2]))[b, n, i]
        powers = np.exp(scores) * count
        weights = powers / powers.sum() if count.any() else powers
        if keep is not None:
            weights = weights * keep[b, n, i]
        result[b, n, i] = weights @ v[b, n]
    return result


def inputs():
    return [RNG.uniform(-1, 1, s) for s in ((B, N, S1, D), (B, G, S2, D), (B, G, S2, D))]


def to_layout(x, layout):
    b, n, s, d = x.shape
    return {
        "BNSD": x,
        "BSND": x.swapaxes(1, 2),
        "BSH": x.transpose(0, 2, 1, 3).reshape(b, s, n * d),
        "SBH": x.transpose(2, 0, 1, 3).reshape(s, b, n * d),
        "TND": x.transpose(0, 2, 1, 3).reshape(b * s, n, d),
    }[layout]


def tensors(arrays, layout="BNSD", dtype=ms.float32):
    return [ms.Tensor(to_layout(x, layout), dtype) for x in arrays]


def near(got, want, tol=2e-6):
    np.testing.assert_allclose(got.astype(ms.float32).asnumpy(), want, rtol=tol, atol=tol)


@pytest.mark.parametrize("layout", ["BNSD", "BSND", "BSH", "SBH", "TND"])
def test_layouts(layout):
    arrays = inputs()
    ends = {"actual_seq_qlen": [S1, 2 * S1], "actual_seq_kvlen": [S2, 2 * S2]} if layout == "TND" else {}
    out = ops.flash_attention_score(*tensors(arrays, layout), N, scalar_value=0.7, input_layout=layout, **ends)
    near(out, to_layout(formula(*arrays, 0.7), layout))


I, J = np.arange(S1)[:, None], np.arange(S2)[None, :]
FULL = RNG.integers(0, 2, (B, 1, S1, S2)).astype(np.uint8)
FULL[0, 0, 1] = 1  # a query without keys
COMPRESSED = ms.Tensor(np.triu(np.ones((2048, 2048), np.uint8), 1))


@pytest.mark.parametrize(
    "mode, mask, more, left_out",
    [
        (0, FULL, {"pre_tokens": 1, "next_tokens": 1}, FULL.astype(bool) | (abs(I - J) > 1)),
        (0, None, {"pre_tokens": 1, "next_tokens": 1}, None),
        (1, FULL, {"pre_tokens": 0, "next_tokens": 0}, FULL.astype(bool)),
        (2, COMPRESSED, {}, J > I),
        (3, COMPRESSED, {}, J > I + S2 - S1),
        (4, COMPRESSED, {"pre_tokens": 2, "next_tokens": 1}, (J > I + S2 - S1 + 1) | (J < I + S2 - S1 - 2)),
        (4, None, {"pre_tokens": 2, "next_tokens": 1}, None),
        (5, None, {"prefix": [3, 5]}, (J > I + S2 - S1) & (J >= np.array([3, 5]).reshape(2, 1, 1, 1))),
    ],
)
def test_sparse_modes(mode, mask, more, left_out):
    arrays = inputs()
    given = ms.Tensor(mask) if isinstance(mask, np.ndarray) else mask
    out = ops.flash_attention_score(*tensors(arrays), N, attn_mask=given, input_layout="BNSD", sparse_mode=mode, **more)
    near(out, formula(*arrays, out=left_out))


def test_position_codes_come_before_the_scale():
    arrays, pse = inputs(), RNG.uniform(-1, 1, (1, N, S1, S2))
    t = tensors(arrays)
    near(ops.flash_attention_score(*t, N, ms.Tensor(pse, ms.float32), scalar_value=0.5, input_layout="BNSD"), formula(*arrays, 0.5, pse))
    out = ops.speed_fusion_attention(*t, N, "BNSD", pse=ms.Tensor(pse, ms.float32), scale=0.5, pse_type=0)
    near(out[0], formula(*arrays, 0.5, pse, first=False))
    slopes = RNG.uniform(0, 1, (N,))
    for kind, distance in ((2, abs(I + 1 - J)), (3, np.sqrt(abs(I + 1 - J)))):
        out = ops.speed_fusion_attention(*t, N, "BNSD", pse=ms.Tensor(slopes, ms.float32), pse_type=kind, q_start_idx=[1])
        near(out[0], formula(*arrays, 1.0, -slopes.reshape(1, N, 1, 1) * distance, first=False))
    assert [tuple(t.shape) for t in out[1:]] == [(B, N, S1, 8), (B, N, S1, 8), (0,), (), (), ()]
    assert out[6].asnumpy() == B * N * S1 * S2


def test_compressed_position_codes():
    s = 1030
    q, k, v = (RNG.uniform(-1, 1, (1, 1, s, 2)) for _ in range(3))
    i, j = np.arange(s)[:, None], np.arange(s)[None, :]
    pse = -0.1 * (i - j).astype(float)[None, None]
    out = ops.flash_attention_score(
        *tensors((q, k, v)), 1, ms.Tensor(pse[:, :, -1024:], ms.float32), attn_mask=COMPRESSED, input_layout="BNSD", sparse_mode=2
    )
    near(out, formula(q, k, v, 1.0, pse, out=j > i), 1e-4)


def test_packed_sequences():
    q, k, v = (RNG.uniform(-1, 1, (7, N, D)) for _ in range(3))
    ends_q, ends_k = (2, 3, 6), (4, 5, 7)  # one query behind the last end
    keep = RNG.integers(0, 2, sum(N * a * b for a, b in ((2, 4), (1, 1), (3, 2)))).astype(np.uint8)
    out = ops.flash_attention_score(
        *(ms.Tensor(t, ms.float32) for t in (q, k, v)), N, drop_mask=ms.Tensor(np.packbits(keep, bitorder="little")),
        attn_mask=COMPRESSED, actual_seq_qlen=ends_q, actual_seq_kvlen=ms.Tensor(ends_k), keep_prob=0.5, input_layout="TND", sparse_mode=2,
    )  # fmt: skip
    want, at = np.zeros((7, N, D)), 0
    for (a, b), (c, d) in zip(((0, 2), (2, 3), (3, 6)), ((0, 4), (4, 5), (5, 7)), strict=True):
        parts = [t[None].swapaxes(1, 2) for t in (q[a:b], k[c:d], v[c:d])]
        size = N * (b - a) * (d - c)
        kept = keep[at : at + size].reshape(1, N, b - a, d - c) / 0.5
        causal = np.arange(d - c)[None] > np.arange(b - a)[:, None]
        want[a:b] = formula(*parts, out=causal, keep=kept)[0].swapaxes(0, 1)
        at += size
    near(out, want)


def test_dropout():
    arrays = [RNG.uniform(-1, 1, s) for s in ((1, 2, 4, 4), (1, 2, 8, 4), (1, 2, 8, 4))]
    keep = RNG.integers(0, 2, (1, 2, 4, 8)).astype(np.uint8)
    bits = ms.Tensor(np.packbits(keep, axis=-1, bitorder="little"))
    out = ops.flash_attention_score(*tensors(arrays), 2, drop_mask=bits, keep_prob=0.8, input_layout="BNSD")
    near(out, formula(*arrays, keep=keep / 0.8))
    # Without bits the weights are dropped at random: their sum is 1 on average, and they repeat after `set_seed`.
    ones = ms.ops.ones((1, 1, 64, 64), ms.float32)
    drawn = []
    for _ in range(2):
        ms.set_seed(5)
        drawn.append(ops.flash_attention_score(ones, ones, ones, 1, keep_prob=0.5, input_layout="BNSD").asnumpy())
    assert np.array_equal(*drawn) and abs(drawn[0].mean() - 1) < 0.05 and drawn[0].std() > 0.05


def test_gradients_are_those_of_the_plain_operators():
    arrays = [RNG.uniform(-1, 1, s) for s in ((1, 2, 3, 4), (1, 2, 5, 4), (1, 2, 5, 4))]
    mask = ms.Tensor(FULL[:1])

    def plain(q, k, v):
        scores = ops.matmul(q, k.swapaxes(2, 3)) * 0.5
        weights = ops.softmax(ops.masked_fill(scores, mask.astype(ms.bool_), -1e9), -1)
        rows = (mask.astype(ms.float32).min(axis=-1, keepdims=True) == 0).astype(ms.float32)
        return ops.matmul(weights * rows, v)

    def fused(q, k, v):
        return ops.flash_attention_score(q, k, v, 2, attn_mask=mask, scalar_value=0.5, input_layout="BNSD", sparse_mode=1)

    for got, want in zip(*(ms.grad(f, (0, 1, 2))(*tensors(arrays)) for f in (fused, plain)), strict=True):
        near(got, want.asnumpy())
    half = fused(*tensors(arrays, dtype=ms.bfloat16))
    assert half.dtype == ms.bfloat16
    near(half, plain(*tensors(arrays)).asnumpy(), 2e-2)


def test_prompts_of_different_lengths():
    arrays, mask = inputs(), ms.Tensor(np.zeros((B, S1, S2), bool))
    t = tensors(arrays, "BSH")
    lengths = {"actual_seq_lengths": [2, 3], "actual_seq_lengths_kv": ms.Tensor([5, 4])}
    n1, n2 = np.array([2, 3]).reshape(2, 1, 1, 1), np.array([5, 4]).reshape(2, 1, 1, 1)
    beyond = (n1 <= I) | (n2 <= J)
    options = {"num_heads": N, "num_key_value_heads": G, **lengths}
    near(ops.prompt_flash_attention(*t, **options), to_layout(formula(*arrays, out=beyond), "BSH"))
    # With a mask `next_tokens`, which is 0, counts.
    near(ops.prompt_flash_attention(*t, mask, **options), to_layout(formula(*arrays, out=beyond | (J > I)), "BSH"))
    out = ops.prompt_flash_attention(*t, COMPRESSED.reshape(1, 1, 2048, 2048), **options, sparse_mode=3)
    near(out, to_layout(formula(*arrays, out=beyond | (J > I + n2 - n1)), "BSH"))


def test_one_token_over_a_cache():
    q, k, v = (RNG.uniform(-1, 1, s) for s in ((B, N, 1, D), (B, G, 6, D), (B, G, 6, D)))
    lengths = np.array([4, 6]).reshape(2, 1, 1, 1)
    j = np.arange(6)
    want = formula(q, k, v, out=j >= lengths)
    tq, tk, tv = tensors((q, k, v))
    options = {"num_heads": N, "num_key_value_heads": G, "actual_seq_lengths": [4, 6], "input_layout": "BNSD"}
    near(ops.incre_flash_attention(tq, [tk], [tv], **options), want)
    each = [[t[0:1, :, :4], t[1:2]] for t in (tk, tv)]
    near(ops.incre_flash_attention(tq, *each, **{**options, "actual_seq_lengths": None}), want)
    # Blocks of two tokens, in any order.
    blocks = [t.reshape(B, G, 3, 2, D).transpose(0, 2, 1, 3, 4).reshape(6, G, 2, D) for t in (k, v)]
    order = RNG.permutation(6)
    table = ms.Tensor(np.argsort(order).reshape(2, 3), ms.int32)
    shuffled = [ms.Tensor(t[order], ms.float32) for t in blocks]
    near(ops.incre_flash_attention(tq, *([t] for t in shuffled), block_table=table, **options), want)
    flat = [[t.swapaxes(1, 2).reshape(6, 2, G * D)] for t in shuffled]
    near(ops.incre_flash_attention(tq, *flat, block_table=table, **options), want)
    # The tokens end one place before the last; those of the second batch would begin before the first: zeros.
    out = ops.incre_flash_attention(tq, [tk], [tv], kv_padding_size=ms.Tensor(1), **options)
    near(out, formula(q, k, v, out=np.concatenate([np.broadcast_to((j < 1) | (j > 4), (1, 1, 1, 6)), np.ones((1, 1, 1, 6), bool)])))


def test_caches_in_int8():
    q = RNG.uniform(-1, 1, (B, N, 1, D))
    k, v = (RNG.integers(-20, 20, (B, G, 6, D)).astype(np.int8) for _ in range(2))
    scale, offset = RNG.uniform(0, 0.1, (2, G, 1, D)), RNG.uniform(-2, 2, (2, G, 1, D))
    tq, t = ms.Tensor(q, ms.float32), [[ms.Tensor(x)] for x in (k, v)]
    options = {"num_heads": N, "num_key_value_heads": G, "input_layout": "BNSD"}
    near(
        ops.incre_flash_attention(tq, *t, antiquant_scale=ms.Tensor(scale, ms.float32), antiquant_offset=ms.Tensor(offset, ms.float32), **options),
        formula(q, (k + offset[0]) * scale[0], (v + offset[1]) * scale[1]),
        1e-5,
    )
    scale = RNG.uniform(0, 0.1, (2, B, 6))
    near(
        ops.fused_infer_attention_score(tq, *t, antiquant_scale=ms.Tensor(scale, ms.float32), antiquant_mode=1, **options)[0],
        formula(q, k * scale[0][:, None, :, None], v * scale[1][:, None, :, None]),
        1e-5,
    )


def test_quantized_prompts():
    q, k, v = (RNG.integers(-20, 20, s).astype(np.int8) for s in ((1, 2, 3, 4), (1, 2, 5, 4), (1, 2, 5, 4)))
    bits = ms.Tensor(np.array([np.float32(0.01).view(np.uint32)], np.uint64))

    def one(x):
        return ms.Tensor([x], ms.float32)

    options = {"num_heads": 2, "input_layout": "BNSD", "deq_scale1": bits, "quant_scale1": one(127.0), "deq_scale2": one(0.05 / 127)}
    t = [ms.Tensor(x) for x in (q, k, v)]
    want = formula(*(x.astype(float) for x in (q, k, v)), 0.01) * 0.05
    out = ops.prompt_flash_attention(*t, **options)
    assert out.dtype == ms.float16
    near(out, want, 0.02)
    out = ops.prompt_flash_attention(*t, **options, quant_scale2=one(50.0), quant_offset2=one(3.0))
    assert out.dtype == ms.int8 and abs(out.asnumpy() - np.round(want * 50 + 3)).max() <= 1
    with pytest.raises(RuntimeError, match="'deq_scale1' must be given"):
        ops.prompt_flash_attention(*t, num_heads=2, input_layout="BNSD")


def test_fused_inference():
    arrays = inputs()
    out, logs = ops.fused_infer_attention_score(*tensors(arrays), num_heads=N, num_key_value_heads=G, scale=0.5, input_layout="BNSD_BSND", softmax_lse_flag=True)
    near(out, formula(*arrays, 0.5).swapaxes(1, 2))
    scores = 0.5 * np.einsum("bnsd,bntd->bnst", arrays[0], np.repeat(arrays[1], N // G, 1))
    near(logs, np.log(np.exp(scores).sum(-1, keepdims=True)), 1e-5)
    # Queries and keys that end before the last place.
    more = {"actual_seq_lengths": [2, 2], "actual_seq_lengths_kv": [3, 4], "query_padding_size": ms.Tensor(1), "kv_padding_size": ms.Tensor(1)}
    out = ops.fused_infer_attention_score(*tensors(arrays), num_heads=N, num_key_value_heads=G, input_layout="BNSD", **more)[0]
    start = np.array([1, 0]).reshape(2, 1, 1, 1)
    near(out, formula(*arrays, out=(I > 1) | (start > J) | (J > 3)))


def test_rotations():
    # Turning by an angle is a product of complex numbers.
    x, angle = RNG.uniform(-1, 1, (2, 3, 4, 6)), RNG.uniform(0, 3, (1, 1, 4, 3))
    turned = (x[..., :3] + 1j * x[..., 3:]) * np.exp(1j * angle)
    both = np.concatenate([angle, angle], -1)
    out = ops.rotary_position_embedding(*(ms.Tensor(t, ms.float32) for t in (x, np.cos(both), np.sin(both))))
    near(out, np.concatenate([turned.real, turned.imag], -1))
    turned = (x[..., ::2] + 1j * x[..., 1::2]) * np.exp(1j * angle)
    both = np.repeat(angle, 2, -1)
    out = ops.rotary_position_embedding(*(ms.Tensor(t, ms.float32) for t in (x, np.cos(both), np.sin(both))), 1)
    near(out, np.stack([turned.real, turned.imag], -1).reshape(x.shape))


def test_tokens_go_to_experts_and_back():
    tokens = RNG.uniform(-1, 1, (8, 3))
    # As MindSpore's test of it expects: the places of a permutation are the permutation itself.
    indices = [0, 6, 7, 5, 3, 1, 2, 4]
    out, places = ops.moe_token_permute(ms.Tensor(tokens, ms.float32), ms.Tensor(indices, ms.int32), 0)
    assert places.asnumpy().tolist() == indices and places.dtype == ms.int32
    near(out, tokens[np.argsort(indices)])
    chosen, probs = RNG.integers(0, 4, (8, 2)), RNG.uniform(0, 1, (8, 2))
    t = ms.Tensor(tokens, ms.float32)
    out, places = ops.moe_token_permute(t, ms.Tensor(chosen))
    near(ops.moe_token_unpermute(out, places, ms.Tensor(probs, ms.float32)), tokens * probs.sum(1, keepdims=True), 1e-5)
    kept = ms.grad(lambda x: ops.moe_token_permute(x, ms.Tensor(chosen), 5)[0])(t).asnumpy()
    assert kept[:, 0].sum() == 5


@pytest.mark.parametrize("separate", [False, True])
def test_attention_with_its_weights_as_arguments_is_the_layer(separate):
    from mindshim.ops.function.nn_func import multi_head_attention_forward

    rng = np.random.default_rng(0)
    query, key = (ms.Tensor(rng.normal(size=shape), ms.float32) for shape in ((3, 2, 4), (5, 2, 4)))
    net = ms.nn.MultiheadAttention(4, 2, kdim=4, vdim=4, add_bias_kv=True)
    weights = net.in_proj_weight, net.in_proj_bias, net.bias_k, net.bias_v
    named: dict = {"average_attn_weights": False}
    if separate:
        named.update(zip(("q_proj_weight", "k_proj_weight", "v_proj_weight"), ops.split(net.in_proj_weight, 4), strict=True))
        named["use_separate_proj_weight"], weights = True, (None, *weights[1:])
    mask = ms.Tensor(np.triu(np.ones((3, 5)), 1) > 0)
    given = multi_head_attention_forward(
        query, key, key, 4, 2, *weights, False, 0.0, net.out_proj.weight, net.out_proj.bias, attn_mask=mask, **named
    )
    wanted = net(query, key, key, attn_mask=mask, average_attn_weights=False)
    assert all(np.allclose(a.asnumpy(), b.asnumpy(), atol=1e-6) for a, b in zip(given, wanted, strict=True))


def test_projected_keys_may_be_given_to_attention():
    from mindshim.ops.function.nn_func import multi_head_attention_forward

    rng = np.random.default_rng(0)
    x, w = ms.Tensor(rng.normal(size=(3, 2, 4)), ms.float32), ms.Tensor(rng.normal(size=(16, 4)), ms.float32)
    keys, values = (x @ w[n : n + 4].T for n in (4, 8))
    static = [t.reshape(3, 4, 2).swapaxes(0, 1) for t in (keys, values)]
    rest = (4, 2, w[:12], None, None, None, False, 0.0, w[12:], None)
    wanted = multi_head_attention_forward(x, x, x, *rest)
    given = multi_head_attention_forward(x, x * 0, x * 0, *rest, static_k=static[0], static_v=static[1])
    assert all(np.allclose(a.asnumpy(), b.asnumpy(), atol=1e-5) for a, b in zip(given, wanted, strict=True))
    with pytest.raises(ValueError, match="static_k"):
        multi_head_attention_forward(x, x, x, *rest, static_k=keys)
    with pytest.raises(ValueError, match="'embed_dim' should be 6, but got 4"):
        multi_head_attention_forward(x, x, x, 6, *rest[1:])
