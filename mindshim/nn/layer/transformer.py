"""Transformers and the layers that they are made of (mirrors `mindspore.nn.layer.transformer`)."""

from __future__ import annotations

import copy
from typing import Any

from mindshim import ops
from mindshim.common import dtype as mstype
from mindshim.common.initializer import XavierUniform, initializer
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer.activation import GELU, ReLU
from mindshim.nn.layer.attention import MultiheadAttention as MultiheadAttention
from mindshim.nn.layer.basic import Dense
from mindshim.nn.layer.container import CellList
from mindshim.nn.layer.dropout import Dropout
from mindshim.nn.layer.normalization import LayerNorm


def _activation(op: str, given: Any) -> Any:
    """The function that an activation of a transformer names; ValueError for others than relu and gelu."""
    if isinstance(given, str):
        if given in ("relu", "gelu"):
            return getattr(ops, given)
    elif isinstance(given, (ReLU, GELU)) or given in (ops.relu, ops.gelu):
        return given
    raise ValueError(f"For '{op}', the 'activation' must be 'relu', 'gelu', nn.ReLU(), nn.GELU(), ops.relu or ops.gelu, but got {given}.")


class _Layer(Cell):
    """What layers of the encoder and of the decoder share."""

    _attentions = ("self_attn",)

    def __init__(
        self, d_model: int, nhead: int, dim_feedforward: int = 2048, dropout: float = 0.1, activation: Any = "relu",
        layer_norm_eps: float = 1e-5, batch_first: bool = False, norm_first: bool = False, dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__()
        for name in self._attentions:
            setattr(self, name, MultiheadAttention(d_model, nhead, dropout=dropout, batch_first=batch_first, dtype=dtype))
        self.dense1 = Dense(d_model, dim_feedforward, dtype=dtype)
        self.dropout = Dropout(p=dropout)
        self.dense2 = Dense(dim_feedforward, d_model, dtype=dtype)
        self.norm_first = norm_first
        parts = range(1, len(self._attentions) + 2)
        for i in parts:
            setattr(self, f"norm{i}", LayerNorm((d_model,), epsilon=layer_norm_eps, dtype=dtype))
        for i in parts:
            setattr(self, f"dropout{i}", Dropout(p=dropout))
        self.activation1 = activation
        self.activation = _activation(self.cls_name, activation)
        self.d_model, self.nhead, self.dim_feedforward, self.dropout_num = d_model, nhead, dim_feedforward, dropout
        self.layernorm_eps, self.batch_first, self.dtype = layer_norm_eps, batch_first, dtype

    def _feed_forward(self, x: Tensor) -> Tensor:
        return self.dense2(self.dropout(self.activation(self.dense1(x))))

    def _pass(self, i: int, x: Tensor, part: Any) -> Tensor:
        """`x` and what a part of the layer makes of it, normalised before or after."""
        norm, dropout = getattr(self, f"norm{i}"), getattr(self, f"dropout{i}")
        if self.norm_first:
            return x + dropout(part(norm(x)))
        return norm(x + dropout(part(x)))


def _attend(layer: Any, other: Any, mask: Any, padding: Any) -> Any:
    """A part of a layer: attention to `other`, or to the input itself if that is None."""

    def part(x: Tensor) -> Tensor:
        to = x if other is None else other
        return layer(x, to, to, attn_mask=mask, key_padding_mask=padding, need_weights=False)[0]

    return part


def _check_padding(padding: Any) -> None:
    if padding is not None and padding.dtype not in (mstype.bool_, mstype.float16, mstype.float32, mstype.float64, mstype.bfloat16):
        raise AssertionError("only bool and floating types of key_padding_mask are supported")


class TransformerEncoderLayer(_Layer):
    """Attention within a sequence, then two linear maps, each added to its input (mirrors `mindspore.nn.TransformerEncoderLayer`).

    Args:
        d_model: features. nhead: heads, a divisor of `d_model`. dim_feedforward: features between the two maps.
        dropout: the probability of zeros while training. activation: 'relu', 'gelu', or the function or layer of that
            name. layer_norm_eps: added to the variance. batch_first: (N, S, E) instead of (S, N, E). norm_first:
            normalise before the parts instead of after. dtype: of the Parameters.

    Inputs:
        src: (S, N, E), or (S, E). src_mask: (S, S) or (N * nhead, S, S), src_key_padding_mask: (N, S), or (S,): True
        forbids to attend; floating numbers are added to the scores.

    Raises:
        TypeError, ValueError: for arguments that are none of these. AssertionError: for a padding mask of integers.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.TransformerEncoderLayer(4, 2, 8)(ms.ops.ones((3, 1, 4))).shape
        (3, 1, 4)
    """

    def construct(self, src: Tensor, src_mask: Tensor | None = None, src_key_padding_mask: Tensor | None = None) -> Tensor:
        _check_padding(src_key_padding_mask)
        x = self._pass(1, src, _attend(self.self_attn, None, src_mask, src_key_padding_mask))
        return self._pass(2, x, self._feed_forward)


class TransformerDecoderLayer(_Layer):
    """Attention within a sequence, then to another, then two linear maps (mirrors `mindspore.nn.TransformerDecoderLayer`).

    The arguments are those of `TransformerEncoderLayer`.

    Inputs:
        tgt: (T, N, E), or (T, E). memory: (S, N, E), or (S, E). tgt_mask: (T, T), memory_mask: (T, S), either also for
        each of N * nhead. tgt_key_padding_mask: (N, T), memory_key_padding_mask: (N, S). True forbids to attend;
        floating numbers are added to the scores.

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.TransformerDecoderLayer(4, 2, 8)(ms.ops.ones((3, 1, 4)), ms.ops.ones((5, 1, 4))).shape
        (3, 1, 4)
    """

    _attentions = ("self_attn", "multihead_attn")

    def construct(
        self, tgt: Tensor, memory: Tensor, tgt_mask: Tensor | None = None, memory_mask: Tensor | None = None,
        tgt_key_padding_mask: Tensor | None = None, memory_key_padding_mask: Tensor | None = None,
    ) -> Tensor:  # fmt: skip
        x = self._pass(1, tgt, _attend(self.self_attn, None, tgt_mask, tgt_key_padding_mask))
        x = self._pass(2, x, _attend(self.multihead_attn, memory, memory_mask, memory_key_padding_mask))
        return self._pass(3, x, self._feed_forward)


def _copies(layer: Any, count: int) -> CellList:
    return CellList([copy.deepcopy(layer) for _ in range(count)])


class TransformerEncoder(Cell):
    """Layers of an encoder, one behind the other (mirrors `mindspore.nn.TransformerEncoder`).

    Args:
        encoder_layer: a TransformerEncoderLayer; the encoder has copies of it, which start with its values.
        num_layers: how many. norm: a layer for the result, or None.

    Inputs:
        src, src_mask, src_key_padding_mask: see `TransformerEncoderLayer`.

    Raises:
        AssertionError: for a padding mask of integers.

    Examples:
        >>> import mindshim as ms
        >>> encoder = ms.nn.TransformerEncoder(ms.nn.TransformerEncoderLayer(4, 2, 8), num_layers=2)
        >>> encoder(ms.ops.ones((3, 1, 4))).shape
        (3, 1, 4)
    """

    def __init__(self, encoder_layer: Any, num_layers: int, norm: Any = None) -> None:
        super().__init__()
        self.layers = _copies(encoder_layer, num_layers)
        self.num_layers = num_layers
        self.norm = norm

    def construct(self, src: Tensor, src_mask: Tensor | None = None, src_key_padding_mask: Tensor | None = None) -> Tensor:
        _check_padding(src_key_padding_mask)
        for layer in self.layers:
            src = layer(src, src_mask=src_mask, src_key_padding_mask=src_key_padding_mask)
        return src if self.norm is None else self.norm(src)


class TransformerDecoder(Cell):
    """Layers of a decoder, one behind the other (mirrors `mindspore.nn.TransformerDecoder`).

    Args:
        decoder_layer: a TransformerDecoderLayer; the decoder has copies of it, which start with its values.
        num_layers: how many. norm: a layer for the result, or None.

    Inputs:
        tgt, memory, and the masks: see `TransformerDecoderLayer`.

    Examples:
        >>> import mindshim as ms
        >>> decoder = ms.nn.TransformerDecoder(ms.nn.TransformerDecoderLayer(4, 2, 8), num_layers=2)
        >>> decoder(ms.ops.ones((3, 1, 4)), ms.ops.ones((5, 1, 4))).shape
        (3, 1, 4)
    """

    def __init__(self, decoder_layer: Any, num_layers: int, norm: Any = None) -> None:
        super().__init__()
        self.layers = _copies(decoder_layer, num_layers)
        self.num_layers = num_layers
        self.norm = norm

    def construct(
        self, tgt: Tensor, memory: Tensor, tgt_mask: Tensor | None = None, memory_mask: Tensor | None = None,
        tgt_key_padding_mask: Tensor | None = None, memory_key_padding_mask: Tensor | None = None,
    ) -> Tensor:  # fmt: skip
        for layer in self.layers:
            tgt = layer(tgt, memory, tgt_mask, memory_mask, tgt_key_padding_mask, memory_key_padding_mask)
        return tgt if self.norm is None else self.norm(tgt)


class Transformer(Cell):
    """An encoder, and a decoder that attends to what it makes (mirrors `mindspore.nn.Transformer`).

    All weights start from the Xavier uniform distribution.

    Args:
        d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first, dtype: see
            `TransformerEncoderLayer`. num_encoder_layers, num_decoder_layers: how many layers. custom_encoder,
            custom_decoder: to be used instead.

    Inputs:
        src: (S, N, E), tgt: (T, N, E), or both without N. src_mask, tgt_mask, memory_mask, src_key_padding_mask,
        tgt_key_padding_mask, memory_key_padding_mask: see the layers.

    Raises:
        TypeError, ValueError: for arguments that are none of these, for sequences of different batches, or with other
            than `d_model` features.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Transformer(4, 2, num_encoder_layers=1, num_decoder_layers=1, dim_feedforward=8)
        >>> net(ms.ops.ones((5, 1, 4)), ms.ops.ones((3, 1, 4))).shape
        (3, 1, 4)
    """

    def __init__(
        self, d_model: int = 512, nhead: int = 8, num_encoder_layers: int = 6, num_decoder_layers: int = 6,
        dim_feedforward: int = 2048, dropout: float = 0.1, activation: Any = "relu", custom_encoder: Any = None,
        custom_decoder: Any = None, layer_norm_eps: float = 1e-5, batch_first: bool = False, norm_first: bool = False,
        dtype: Any = mstype.float32,
    ) -> None:  # fmt: skip
        super().__init__()
        how = (d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first, dtype)

        def norm() -> LayerNorm:
            return LayerNorm((d_model,), epsilon=layer_norm_eps, dtype=dtype)

        if custom_encoder is None:
            custom_encoder = TransformerEncoder(TransformerEncoderLayer(*how), num_encoder_layers, norm())
        if custom_decoder is None:
            custom_decoder = TransformerDecoder(TransformerDecoderLayer(*how), num_decoder_layers, norm())
        self.encoder, self.decoder = custom_encoder, custom_decoder
        for p in self.get_parameters():
            if p.ndim > 1:
                p.set_data(initializer(XavierUniform(), p.shape, p.dtype))
        self.d_model, self.nhead, self.batch_first = d_model, nhead, batch_first

    def construct(
        self, src: Tensor, tgt: Tensor, src_mask: Tensor | None = None, tgt_mask: Tensor | None = None,
        memory_mask: Tensor | None = None, src_key_padding_mask: Tensor | None = None,
        tgt_key_padding_mask: Tensor | None = None, memory_key_padding_mask: Tensor | None = None,
    ) -> Tensor:  # fmt: skip
        op = self.cls_name
        at = 0 if self.batch_first else 1
        if src.ndim == 3 and tgt.ndim == 3 and src.shape[at] != tgt.shape[at]:
            raise ValueError(f"For '{op}', the batch sizes of 'src' and 'tgt' must be equal, but got shapes {src.shape} and {tgt.shape}.")
        if src.shape[-1] != self.d_model or tgt.shape[-1] != self.d_model:
            raise ValueError(f"For '{op}', 'src' and 'tgt' must have {self.d_model} features, but got shapes {src.shape} and {tgt.shape}.")
        memory = self.encoder(src, src_mask=src_mask, src_key_padding_mask=src_key_padding_mask)
        return self.decoder(
            tgt, memory, tgt_mask=tgt_mask, memory_mask=memory_mask, tgt_key_padding_mask=tgt_key_padding_mask,
            memory_key_padding_mask=memory_key_padding_mask,
        )  # fmt: skip
