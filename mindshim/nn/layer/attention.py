"""Attention of several heads."""

from __future__ import annotations

from typing import Any

from mindshim import ops
from mindshim._core import dispatch, random
from mindshim.common import dtype as mstype
from mindshim.common.initializer import XavierNormal, XavierUniform, initializer
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer.basic import Dense
from mindshim.ops.nn.dense import dense
from mindshim.ops.nn.multi_head_attention import multi_head_attention

_FLOATS = (mstype.float16, mstype.float32, mstype.float64, mstype.bfloat16)


class MultiheadAttention(Cell):
    """Attention of several heads, between two sequences or within one (mirrors `mindspore.nn.MultiheadAttention`).

    Args:
        embed_dim: features of the query and the output. num_heads: a divisor of it. dropout: the probability that a
            weight is set to zero while training. has_bias: whether the projections have biases. add_bias_kv: one more
            key and value of every sequence, which are trained. add_zero_attn: one more of zeros. kdim, vdim: features of
            key and value; those of the query if None. batch_first: (N, L, E) instead of (L, N, E). dtype: of the
            Parameters.

    Inputs:
        query, key, value: shapes (L, N, embed_dim), (S, N, kdim), (S, N, vdim); or all without N.
        key_padding_mask: (N, S), or (S,) without N; attn_mask: (L, S) or (N * num_heads, L, S). True forbids to attend;
            floating numbers are added to the scores.
        need_weights: whether to return the weights. average_attn_weights: their mean over the heads, or all.

    Returns:
        Of a call: the output, shaped as the query, and the weights (N, L, S), or (N, num_heads, L, S); a tuple of the
        output alone if they are not needed.

    Raises:
        TypeError, ValueError: for arguments that are none of these, or shapes that do not fit.

    Examples:
        >>> import mindshim as ms
        >>> layer = ms.nn.MultiheadAttention(4, 2, batch_first=True)
        >>> x = ms.ops.ones((1, 3, 4))
        >>> out, weights = layer(x, x, x)
        >>> print(out.shape, weights[0, 0])
        (1, 3, 4) [0.33333334 0.33333334 0.33333334]
    """

    def __init__(
        self, embed_dim: int, num_heads: int, dropout: float = 0.0, has_bias: bool = True, add_bias_kv: bool = False,
        add_zero_attn: bool = False, kdim: int | None = None, vdim: int | None = None, batch_first: bool = False,
        dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__()
        op = self.cls_name
        for name, size in (("embed_dim", embed_dim), ("num_heads", num_heads)):
            if isinstance(size, str):
                raise TypeError(f"For '{op}', the '{name}' must be int, but got {type(size).__name__}.")
        self.embed_dim = embed_dim
        self.kdim = embed_dim if kdim is None else kdim
        self.vdim = embed_dim if vdim is None else vdim
        self._qkv_same_embed_dim = self.kdim == embed_dim and self.vdim == embed_dim
        self.num_heads, self.dropout, self.batch_first = num_heads, dropout, batch_first
        self.head_dim = embed_dim // num_heads
        if self.head_dim * num_heads != embed_dim:
            raise ValueError(f"For '{op}', the init argument 'embed_dim' must be divisible by 'num_heads', but got {embed_dim} and {num_heads}.")

        def weight(name: str, *shape: int) -> Parameter:
            return Parameter(initializer(XavierUniform(), shape, dtype), name=name)

        if self._qkv_same_embed_dim:
            self.in_proj_weight = weight("in_proj_weight", 3 * embed_dim, embed_dim)
            self.q_proj_weight = self.k_proj_weight = self.v_proj_weight = None
        else:
            self.q_proj_weight = weight("q_proj_weight", embed_dim, embed_dim)
            self.k_proj_weight = weight("k_proj_weight", embed_dim, self.kdim)
            self.v_proj_weight = weight("v_proj_weight", embed_dim, self.vdim)
            self.in_proj_weight = None
        self.in_proj_bias = Parameter(initializer("zeros", (3 * embed_dim,), dtype), name="in_proj_bias") if has_bias else None
        self.out_proj = Dense(embed_dim, embed_dim, has_bias=has_bias, dtype=dtype)
        self.bias_k = self.bias_v = None
        if add_bias_kv:
            self.bias_k = Parameter(initializer(XavierNormal(), (1, 1, embed_dim), dtype), name="bias_k")
            self.bias_v = Parameter(initializer(XavierNormal(), (1, 1, embed_dim), dtype), name="bias_v")
        self.add_zero_attn = add_zero_attn
        self.dtype = dtype

    def construct(
        self, query: Tensor, key: Tensor, value: Tensor, key_padding_mask: Tensor | None = None, need_weights: bool = True,
        attn_mask: Tensor | None = None, average_attn_weights: bool = True,
    ) -> Any:  # fmt: skip
        self._check_shapes(query, key, value)
        self._check_masks(query, key, key_padding_mask, attn_mask)
        if self._qkv_same_embed_dim:
            weights = ops.split(self.in_proj_weight, self.embed_dim)
        else:
            weights = (self.q_proj_weight, self.k_proj_weight, self.v_proj_weight)
        biases = (None,) * 3 if self.in_proj_bias is None else ops.split(self.in_proj_bias, self.embed_dim)
        q, k, v = (dispatch.apply(dense, (x, w, b)) for x, w, b in zip((query, key, value), weights, biases, strict=True))
        seed = offset = keep = None
        if self.training and self.dropout > 0:
            if self.dropout >= 1:
                raise RuntimeError(f"For '{self.cls_name}', the 'dropout' must be in [0, 1), but got {self.dropout}.")
            (seed, offset), keep = random.draw(), 1.0 - self.dropout
        out, attended = dispatch.apply(
            multi_head_attention,
            (q, k, v, self.bias_k, self.bias_v, key_padding_mask, attn_mask, seed, offset, keep, self.num_heads,
             self.add_zero_attn, bool(self.batch_first), bool(average_attn_weights)),
        )  # fmt: skip
        out = dispatch.apply(dense, (out, self.out_proj.weight, self.out_proj.bias))
        return (out, attended) if need_weights else (out,)

    def _check_shapes(self, query: Tensor, key: Tensor, value: Tensor) -> None:
        op = self.cls_name
        if query.ndim not in (2, 3):
            raise ValueError(f"For '{op}', the 'query' must be a 2D or 3D tensor, but got {query.ndim}D.")
        if key.ndim != query.ndim or value.ndim != query.ndim:
            raise ValueError(
                f"For '{op}', the 'key' and 'value' must be {query.ndim}D tensors as 'query' is, but got {key.ndim}D and {value.ndim}D."
            )
        if query.shape[-1] != self.embed_dim:
            raise ValueError(f"For '{op}', the 'embed_dim' should be {self.embed_dim}, but got {query.shape[-1]}.")
        if key.shape[:-1] != value.shape[:-1] or self._qkv_same_embed_dim and key.shape != value.shape:
            raise ValueError(f"For '{op}', the shape of 'key' {key.shape} does not match 'value' {value.shape}.")
        if key.shape[-1] != self.kdim or value.shape[-1] != self.vdim:
            raise RuntimeError(
                f"For '{op}', 'key' and 'value' must have {self.kdim} and {self.vdim} features, but got {key.shape[-1]} and {value.shape[-1]}."
            )
        at = 0 if self.batch_first else 1
        if query.ndim == 3 and query.shape[at] != key.shape[at]:
            raise ValueError(f"For '{op}', 'query' and 'key' must be of one batch, but got shapes {query.shape} and {key.shape}.")

    def _check_masks(self, query: Tensor, key: Tensor, padding: Tensor | None, mask: Tensor | None) -> None:
        op, batched = self.cls_name, query.ndim == 3
        batch, length = (0, 1) if self.batch_first else (1, 0)
        n = query.shape[batch] if batched else 1
        rows, columns = (query.shape[length], key.shape[length]) if batched else (query.shape[0], key.shape[0])
        if padding is not None:
            if padding.dtype not in (mstype.bool_, *_FLOATS):
                raise ValueError(f"For '{op}', only bool and floating types of key_padding_mask are supported, but got {padding.dtype}.")
            wanted = (n, columns) if batched else (columns,)
            if padding.shape != wanted:
                raise ValueError(f"For '{op}', the shape of `key_padding_mask` should be {wanted}, but got {padding.shape}.")
        if mask is not None:
            if mask.dtype not in (mstype.bool_, mstype.uint8, *_FLOATS):
                raise ValueError(f"For '{op}', `attn_mask` only support float, byte, and bool types, but got not {mask.dtype}.")
            if mask.ndim not in (2, 3):
                raise ValueError(f"For '{op}', the `attn_mask` must be `None`, 2-D or 3-D, but got `attn_mask` with {mask.ndim}D.")
            wanted = (rows, columns) if mask.ndim == 2 else (n * self.num_heads, rows, columns)
            if mask.shape != wanted:
                raise ValueError(f"For '{op}', the shape of the `attn_mask` should be {wanted}, but got {mask.shape}.")
