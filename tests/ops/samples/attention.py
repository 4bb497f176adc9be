"""Calls of mindshim/ops/nn/{training_attention,inference_operators,rotary,expert_tokens}.py. Values are in test_attention."""

from __future__ import annotations

from sample import S as _S
from sample import b1, f16, f32, i32, i64, u8

_WHY = "the CPU build has no such kernels"


def S(path: str, *args: object, **options: object) -> _S:
    return _S(path, *args, golden=False, why=_WHY, **options)  # type: ignore[arg-type]


_Q = f32(2, 3, 8)
_KV = f32(2, 5, 4)
_X = f32(1, 2, 4, 3)
_ONE = f32(2, 2, 1, 4)
_CACHE = f32(2, 1, 6, 4)
_MASK = b1(2, 1, 3, 5)

SAMPLES = [
    S("ops.flash_attention_score", _Q, _KV, _KV, 4, scalar_value=0.5),
    S("ops.flash_attention_score", _Q, _KV, _KV, 4, f32(1, 4, 3, 5), attn_mask=_MASK, pre_tokens=1, next_tokens=2),
    S("ops.flash_attention_score", f32(4, 2, 3), f32(5, 2, 3), f32(5, 2, 3), 2, actual_seq_qlen=(1, 4), actual_seq_kvlen=i64([3, 5]), input_layout="TND"),
    S("ops.flash_attention_score", _Q, _KV, _KV, 4, keep_prob=0.5, random=True),
    S("ops.flash_attention_score", _X, _X, _X, 2, input_layout="BNSH", raises="ValueError"),
    S("ops.flash_attention_score", _X, _X, _X, 2, input_layout=1, raises="TypeError"),
    S("ops.flash_attention_score", _X, _X, _X, 0, input_layout="BNSD", raises="RuntimeError"),
    S("ops.flash_attention_score", _X, _X, _X, 3, input_layout="BNSD", raises="RuntimeError"),
    S("ops.flash_attention_score", _X, f16(1, 2, 4, 3), f16(1, 2, 4, 3), 2, input_layout="BNSD", raises="TypeError"),
    S("ops.flash_attention_score", _X, _X, _X, 2, attn_mask=f32(4, 4), input_layout="BNSD", raises="TypeError"),
    S("ops.flash_attention_score", _X, _X, _X, 2, attn_mask=u8(4, 5), input_layout="BNSD", raises="RuntimeError"),
    S("ops.flash_attention_score", _X, _X, _X, 2, attn_mask=u8(4, 4), input_layout="BNSD", sparse_mode=2, raises="RuntimeError"),
    S("ops.flash_attention_score", _X, _X, _X, 2, input_layout="BNSD", sparse_mode=9, raises="RuntimeError"),
    S("ops.flash_attention_score", _X, _X, _X, 2, padding_mask=_X, input_layout="BNSD", raises="NotImplementedError"),
    S("ops.FlashAttentionScore", _Q, _KV, _KV, attrs={"head_num": 4}, fd=False),
    S("ops.speed_fusion_attention", _X, _X, _X, 2, "BNSD", pse=f32(2), pse_type=3, fd=False),
    S("ops.speed_fusion_attention", _X, _X, _X, 2, "BNSD", pse_type=4, raises="ValueError"),
    S("ops.prompt_flash_attention", _Q, _KV, _KV, _MASK, num_heads=4, num_key_value_heads=2),
    S("ops.prompt_flash_attention", _Q, _KV, _KV, num_heads=4, num_key_value_heads=3, raises="RuntimeError"),
    S("ops.prompt_flash_attention", _Q, _KV, _KV, num_heads=4, input_layout="BSND", raises="ValueError"),
    S("ops.incre_flash_attention", _ONE, [_CACHE], [_CACHE], actual_seq_lengths=[4, 6], num_heads=2, input_layout="BNSD", num_key_value_heads=1),
    S("ops.incre_flash_attention", _ONE, [_CACHE], [_CACHE], actual_seq_lengths=[4, 6, 1], num_heads=2, input_layout="BNSD", num_key_value_heads=1, raises="ValueError"),
    S("ops.incre_flash_attention", _X, [_X], [_X], num_heads=2, input_layout="BNSD", raises="RuntimeError"),
    S("ops.fused_infer_attention_score", _X, _X, _X, num_heads=2, input_layout="BNSD_BSND", softmax_lse_flag=True, fd=False),
    S("ops.fused_infer_attention_score", _X, _X, _X, num_heads=2, input_layout="BNSD", key_shared_prefix=_X, raises="NotImplementedError"),
    S("ops.rotary_position_embedding", f32(2, 1, 3, 4), f32(1, 1, 3, 4), f32(1, 1, 3, 4)),
    S("ops.rotary_position_embedding", f32(2, 1, 3, 4), f32(1, 1, 3, 4), f32(1, 1, 3, 4), 1),
    S("ops.rotary_position_embedding", f32(2, 1, 3, 4), f32(1, 1, 2, 4), f32(1, 1, 3, 4), raises="ValueError"),
    S("ops.moe_token_permute", f32(3, 2), i32([[1, 0], [2, 1], [0, 1]])),
    S("ops.moe_token_permute", f16(3, 2), i64([1, 0, 1]), 2),
    S("ops.moe_token_permute", f32(3, 2), i32([1, 0]), raises="RuntimeError"),
    S("ops.moe_token_permute", f32(3, 2), f32(3), raises="TypeError"),
    S("ops.moe_token_permute", f32(3, 2), i32(3), padded_mode=True, raises="ValueError"),
    S("ops.moe_token_unpermute", f32(5, 2), i32([0, 5, 2, 1, 4, 3]), f32(3, 2)),
    S("ops.moe_token_unpermute", f32(3, 2), i32([1, 0, 2])),
    S("ops.moe_token_unpermute", f32(3, 2), i64([1, 0, 2]), raises="TypeError"),
]
