"""The layers of `mindspore.nn.transformer`, which earlier versions had (later also as `mindspore.parallel._transformer`).

As there, products of matrices are of float16, softmax and normalisation of float32 unless another type is given, and Parameters
have the names that checkpoints of then have.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from mindshim import nn, ops
from mindshim.common import dtype as mstype
from mindshim.common.initializer import initializer
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.compat.transformer_config import default_embedding_parallel_config, default_moe_config
from mindshim.nn.layer.activation import get_activation


def _no_past(name: str, use_past: bool) -> None:
    if use_past:
        raise NotImplementedError(
            f"nn.transformer.{name}: keys and values of earlier calls ('use_past') are not kept; give the whole sequence in each call."
        )


def _check_heads(name: str, hidden_size: int, heads: int) -> None:
    if hidden_size % heads:
        raise ValueError(f"For '{name}', the 'num_heads' must divide 'hidden_size', but got {heads} and {hidden_size}.")


class _LayerNorm(nn.Cell):
    """Normalised over the last axis.

    Args:
        normalized_shape: the axis's size, in a tuple. eps: keeps the root from zero. param_init_type: of the Parameters.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.compat.transformer import _LayerNorm
        >>> print(_LayerNorm((2,))(ms.Tensor([[1.0, 3.0]])).round(2))
        [[-1.  1.]]
    """

    def __init__(self, normalized_shape: Any, eps: float = 1e-5, param_init_type: Any = mstype.float32, **more: Any) -> None:
        super().__init__()
        self.eps, self.normalized_shape = eps, tuple(normalized_shape)
        self.gamma = Parameter(initializer("ones", normalized_shape, param_init_type), name="gamma")
        self.beta = Parameter(initializer("zeros", normalized_shape, param_init_type), name="beta")

    def construct(self, x: Tensor) -> Tensor:
        first = x.ndim - len(self.normalized_shape)
        return ops.LayerNorm(first, first, self.eps)(x, self.gamma.astype(x.dtype), self.beta.astype(x.dtype))[0]


class _Linear(nn.Cell):
    """A linear map of the last axis, computed in `compute_dtype`.

    Args:
        in_channels, out_channels: sizes of the axis before and after. weight_init, bias_init: initial values. has_bias: whether
            there is a bias. activation: a name, applied at the end. transpose_b: whether the weight is (out, in) rather than
            (in, out). param_init_type: of the Parameters.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.compat.transformer import _Linear
        >>> print(_Linear(2, 1, weight_init="ones")(ms.Tensor([[1.0, 2.0]])))
        [[3.]]
    """

    def __init__(
        self, in_channels: int, out_channels: int, weight_init: Any = "normal", bias_init: Any = "zeros", has_bias: bool = True,
        activation: Any = None, transpose_b: bool = True, expert_num: int = 1, outer_batch: int = 1, expert_group_size: Any = None,
        param_init_type: Any = mstype.float32, compute_dtype: Any = mstype.float16,
    ) -> None:  # fmt: skip
        super().__init__()
        if expert_num > 1:
            raise NotImplementedError("nn.transformer._Linear: mixtures of several experts are not there; use one expert.")
        self.in_channels, self.out_channels, self.has_bias = in_channels, out_channels, has_bias
        self.transpose_b, self.dtype = transpose_b, compute_dtype
        shape = [out_channels, in_channels] if transpose_b else [in_channels, out_channels]
        self.weight = Parameter(initializer(weight_init, shape, param_init_type), name="weight")
        self.bias = Parameter(initializer(bias_init, [out_channels], param_init_type), name="bias") if has_bias else None
        self.activation = get_activation(activation) if isinstance(activation, str) else activation

    def construct(self, x: Tensor) -> Tensor:
        weight = self.weight.astype(self.dtype)
        out = ops.matmul(x.astype(self.dtype), weight.swapaxes(0, 1) if self.transpose_b else weight)
        if self.bias is not None:
            out = out + self.bias.astype(self.dtype)
        if self.activation is not None:
            out = self.activation(out)
        return out.astype(x.dtype)


class MultiHeadAttention(nn.Cell):
    """Attention of several heads.

    Args:
        batch_size, src_seq_length, tgt_seq_length: kept. hidden_size: of the last axis. num_heads: how many heads.
        hidden_dropout_rate, attention_dropout_rate: the shares dropped from the output and from the weights. compute_dtype,
            softmax_compute_type, param_init_type: dtypes. use_past, parallel_config: kept.

    Inputs:
        query_tensor, key_tensor, value_tensor: (batch, places, hidden_size). attention_mask: (batch, queries, keys), 0 forbids.

    Returns:
        The output, and the keys (batch, heads, size, places) and values (batch, heads, places, size).

    Raises:
        ValueError: if `num_heads` does not divide `hidden_size`. NotImplementedError: for `use_past`.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.compat.transformer import MultiHeadAttention
        >>> x = ms.ops.ones((2, 3, 8))
        >>> out, (keys, values) = MultiHeadAttention(2, 3, 3, 8, 2)(x, x, x, ms.ops.ones((2, 3, 3)))
        >>> out.shape, keys.shape, values.shape
        ((2, 3, 8), (2, 2, 4, 3), (2, 2, 3, 4))
    """

    def __init__(
        self, batch_size: Any, src_seq_length: int, tgt_seq_length: int, hidden_size: int, num_heads: int,
        hidden_dropout_rate: float = 0.1, attention_dropout_rate: float = 0.1, compute_dtype: Any = mstype.float16,
        softmax_compute_type: Any = mstype.float32, param_init_type: Any = mstype.float32, use_past: bool = False,
        parallel_config: Any = None,
    ) -> None:  # fmt: skip
        super().__init__()
        _no_past("MultiHeadAttention", use_past)
        _check_heads("MultiHeadAttention", hidden_size, num_heads)
        self.n_head, self.size_per_head, self.hidden_size = num_heads, hidden_size // num_heads, hidden_size
        self.softmax_dtype, self.dtype = softmax_compute_type, compute_dtype
        types = {"compute_dtype": compute_dtype, "param_init_type": param_init_type}
        self.projection = _Linear(hidden_size, hidden_size, transpose_b=False, **types)
        self.dropout = nn.Dropout(p=hidden_dropout_rate)
        self.prob_dropout = nn.Dropout(p=attention_dropout_rate)
        self.dense1 = _Linear(hidden_size, hidden_size, **types)
        self.dense2 = _Linear(hidden_size, hidden_size, **types)
        self.dense3 = _Linear(hidden_size, hidden_size, **types)
        # Queries and keys are scaled alike, so that their product stays within float16.
        self.scale_factor = math.sqrt(math.sqrt(self.size_per_head))

    def construct(
        self, query_tensor: Tensor, key_tensor: Tensor, value_tensor: Tensor, attention_mask: Tensor | None, key_past: Any = None,
        value_past: Any = None, batch_valid_length: Any = None,
    ) -> Any:  # fmt: skip
        shape, batch = query_tensor.shape, query_tensor.shape[0]
        if query_tensor.ndim == 2:
            if attention_mask is None:
                raise ValueError("For 'MultiHeadAttention', inputs of two axes need an 'attention_mask', which tells the batch.")
            batch = attention_mask.shape[0]
        query, key, value = (
            f(x.reshape(-1, self.hidden_size).astype(self.dtype)).reshape(batch, -1, self.n_head, self.size_per_head)
            for f, x in ((self.dense1, query_tensor), (self.dense2, key_tensor), (self.dense3, value_tensor))
        )
        query, key, value = query.transpose(0, 2, 1, 3), key.transpose(0, 2, 3, 1), value.transpose(0, 2, 1, 3)
        scores = ops.matmul(query / self.scale_factor, key / self.scale_factor).astype(self.softmax_dtype)
        if attention_mask is not None:
            mask = attention_mask.expand_dims(1) if attention_mask.ndim == 3 else attention_mask
            scores = scores + (1.0 - mask.astype(scores.dtype)) * -10000.0
        weights = self.prob_dropout(ops.softmax(scores, -1).astype(self.dtype))
        merged = ops.matmul(weights, value).transpose(0, 2, 1, 3).reshape(-1, self.hidden_size)
        out = self.dropout(self.projection(merged))
        return out.reshape(shape).astype(query_tensor.dtype), (key, value)


class FeedForward(nn.Cell):
    """Two linear maps with an activation between them.

    Args:
        hidden_size, ffn_hidden_size: of the last axis, outside and between. dropout_rate: the share dropped at the end. hidden_act: the
            activation's name. expert_num, expert_group_size, parallel_config: kept. param_init_type: of the Parameters.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.compat.transformer import FeedForward
        >>> FeedForward(4, 8, 0.1)(ms.ops.ones((2, 3, 4))).shape
        (2, 3, 4)
    """

    def __init__(
        self, hidden_size: int, ffn_hidden_size: int, dropout_rate: float, hidden_act: Any = "gelu", expert_num: int = 1,
        expert_group_size: Any = None, param_init_type: Any = mstype.float32, parallel_config: Any = None,
    ) -> None:  # fmt: skip
        super().__init__()
        more: Any = {"transpose_b": False, "expert_num": expert_num, "param_init_type": param_init_type}
        self.mapping = _Linear(hidden_size, ffn_hidden_size, activation=hidden_act, **more)
        self.projection = _Linear(ffn_hidden_size, hidden_size, **more)
        self.dropout = nn.Dropout(p=dropout_rate)

    def construct(self, x: Tensor) -> Tensor:
        return self.dropout(self.projection(self.mapping(x.astype(mstype.float16)))).astype(x.dtype)


class _Layer(nn.Cell):
    """What an encoder's and a decoder's layer share: normalisation before what it is added to, or after."""

    _cross = False

    def _prepare(
        self, hidden_size: int, ffn_hidden_size: int, num_heads: int, attention_dropout_rate: float, hidden_dropout_rate: float,
        post_layernorm_residual: bool, layernorm_compute_type: Any, softmax_compute_type: Any, param_init_type: Any, hidden_act: Any,
        use_past: bool,
    ) -> None:  # fmt: skip
        _no_past(type(self).__name__, use_past)
        self.post_layernorm_residual, self.hidden_size = post_layernorm_residual, hidden_size

        def norm() -> Any:
            return _LayerNorm((hidden_size,)).to_float(layernorm_compute_type)

        def attention() -> MultiHeadAttention:
            return MultiHeadAttention(
                None, 0, 0, hidden_size, num_heads, hidden_dropout_rate, attention_dropout_rate,
                softmax_compute_type=softmax_compute_type, param_init_type=param_init_type,
            )  # fmt: skip

        self.layernorm1, self.layernorm2 = norm(), norm()
        self.attention = attention()
        if self._cross:
            self.cross_attention, self.cross_attention_layernorm = attention(), norm()
        self.output = FeedForward(hidden_size, ffn_hidden_size, hidden_dropout_rate, hidden_act, param_init_type=param_init_type)

    def _added(self, x: Tensor, norm: nn.Cell, function: Callable[[Tensor], Tensor]) -> Tensor:
        normed = norm(x).astype(mstype.float16)
        return (normed if self.post_layernorm_residual else x) + function(normed).astype(x.dtype)


class TransformerEncoderLayer(_Layer):
    """Attention to itself and a feed-forward network, each after a normalisation and added to its input.

    Args:
        batch_size, seq_length: kept. hidden_size, ffn_hidden_size: of the last axis, outside and within the network. num_heads: of the
            attention. attention_dropout_rate, hidden_dropout_rate: the shares dropped from weights and outputs.
            post_layernorm_residual: whether what is normalised is added, rather than what comes in. layernorm_compute_type,
            softmax_compute_type, param_init_type: dtypes. hidden_act: the activation. use_past, moe_config, parallel_config: kept.

    Inputs:
        x: (batch, places, hidden_size). input_mask: (batch, places, places), 0 forbids, or None.

    Returns:
        The output, and the keys and values of the attention.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.compat.transformer import TransformerEncoderLayer
        >>> layer = TransformerEncoderLayer(2, 8, 16, 2, 3)
        >>> layer(ms.ops.ones((2, 3, 8)), ms.ops.ones((2, 3, 3)))[0].shape
        (2, 3, 8)
    """

    def __init__(
        self, batch_size: Any, hidden_size: int, ffn_hidden_size: int, num_heads: int, seq_length: int,
        attention_dropout_rate: float = 0.1, hidden_dropout_rate: float = 0.1, post_layernorm_residual: bool = False,
        layernorm_compute_type: Any = mstype.float32, softmax_compute_type: Any = mstype.float32,
        param_init_type: Any = mstype.float32, hidden_act: Any = "gelu", use_past: bool = False, moe_config: Any = default_moe_config,
        parallel_config: Any = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._prepare(hidden_size, ffn_hidden_size, num_heads, attention_dropout_rate, hidden_dropout_rate, post_layernorm_residual,
                      layernorm_compute_type, softmax_compute_type, param_init_type, hidden_act, use_past)  # fmt: skip

    def construct(self, x: Tensor, input_mask: Tensor | None = None, init_reset: Any = True, batch_valid_length: Any = None) -> Any:
        kept: list[Any] = []

        def attend(normed: Tensor) -> Tensor:
            out, present = self.attention(normed, normed, normed, input_mask)
            kept.append(present)
            return out

        x = self._added(x, self.layernorm1, attend)
        return self._added(x, self.layernorm2, self.output), kept[0]


class TransformerDecoderLayer(_Layer):
    """A TransformerEncoderLayer that attends to an encoder's output too.

    Args:
        hidden_size, ffn_hidden_size, num_heads: see `TransformerEncoderLayer`, as are the others. batch_size, src_seq_length,
            tgt_seq_length: kept.

    Inputs:
        hidden_stats: (batch, places, hidden_size). decoder_mask: (batch, places, places). encoder_output: (batch, source's places,
        hidden_size), or None. memory_mask: (batch, places, source's places).

    Returns:
        The output, and the keys and values of both attentions.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.compat.transformer import TransformerDecoderLayer
        >>> layer, ones = TransformerDecoderLayer(8, 16, 2, 2, 5, 3), ms.ops.ones
        >>> layer(ones((2, 3, 8)), ones((2, 3, 3)), ones((2, 5, 8)), ones((2, 3, 5)))[0].shape
        (2, 3, 8)
    """

    _cross = True

    def __init__(
        self, hidden_size: int, ffn_hidden_size: int, num_heads: int, batch_size: Any, src_seq_length: int, tgt_seq_length: int,
        attention_dropout_rate: float = 0.1, hidden_dropout_rate: float = 0.1, post_layernorm_residual: bool = False,
        use_past: bool = False, layernorm_compute_type: Any = mstype.float32, softmax_compute_type: Any = mstype.float32,
        param_init_type: Any = mstype.float32, hidden_act: Any = "gelu", moe_config: Any = default_moe_config,
        parallel_config: Any = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._prepare(hidden_size, ffn_hidden_size, num_heads, attention_dropout_rate, hidden_dropout_rate, post_layernorm_residual,
                      layernorm_compute_type, softmax_compute_type, param_init_type, hidden_act, use_past)  # fmt: skip

    def construct(
        self, hidden_stats: Tensor, decoder_mask: Tensor | None, encoder_output: Tensor | None = None, memory_mask: Tensor | None = None,
        init_reset: Any = True, batch_valid_length: Any = None,
    ) -> Any:  # fmt: skip
        kept: list[Any] = []

        def attend(normed: Tensor) -> Tensor:
            out, present = self.attention(normed, normed, normed, decoder_mask)
            kept.extend(present)
            return out

        def attend_source(normed: Tensor) -> Tensor:
            source: Any = encoder_output
            source = source.astype(mstype.float16)
            out, present = self.cross_attention(normed, source, source, memory_mask)
            kept.extend(present)
            return out

        x = self._added(hidden_stats, self.layernorm1, attend)
        if encoder_output is not None:
            x = self._added(x, self.cross_attention_layernorm, attend_source)
        return self._added(x, self.layernorm2, self.output), tuple(kept)


class _Stack(nn.Cell):
    """Layers one after the other."""

    def _fill(self, num_layers: int, make: Callable[[], nn.Cell], lambda_func: Any, offset: int, parallel_config: Any) -> None:
        self.num_layers = num_layers
        self.blocks = nn.CellList()
        for i in range(num_layers):
            block = make()
            if lambda_func is not None:
                lambda_func(block, layer_id=i, layers=num_layers, offset=offset, parallel_config=parallel_config)
            self.blocks.append(block)


class TransformerEncoder(_Stack):
    """Several TransformerEncoderLayers.

    Args:
        num_layers: how many. lambda_func: called with each layer, `network`, and `layer_id`, `layers`, `offset`, `parallel_config`.
            The others are as of `TransformerEncoderLayer`.

    Inputs:
        hidden_states: (batch, places, hidden_size). attention_mask: (batch, places, places), 0 forbids, or None.

    Returns:
        The output, and for each layer the keys and values.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.compat.transformer import TransformerEncoder
        >>> net = TransformerEncoder(2, 2, 8, 16, 3, 2)
        >>> out, present = net(ms.ops.ones((2, 3, 8)), ms.ops.ones((2, 3, 3)))
        >>> out.shape, len(present)
        ((2, 3, 8), 2)
    """

    def __init__(
        self, batch_size: Any, num_layers: int, hidden_size: int, ffn_hidden_size: int, seq_length: int, num_heads: int,
        attention_dropout_rate: float = 0.1, hidden_dropout_rate: float = 0.1, hidden_act: Any = "gelu",
        post_layernorm_residual: bool = False, layernorm_compute_type: Any = mstype.float32,
        softmax_compute_type: Any = mstype.float32, param_init_type: Any = mstype.float32, lambda_func: Any = None, offset: int = 0,
        use_past: bool = False, moe_config: Any = default_moe_config, parallel_config: Any = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._fill(num_layers, lambda: TransformerEncoderLayer(
            batch_size, hidden_size, ffn_hidden_size, num_heads, seq_length, attention_dropout_rate, hidden_dropout_rate,
            post_layernorm_residual, layernorm_compute_type, softmax_compute_type, param_init_type, hidden_act, use_past,
        ), lambda_func, offset, parallel_config)  # fmt: skip

    def construct(self, hidden_states: Tensor, attention_mask: Tensor | None, init_reset: Any = True, batch_valid_length: Any = None) -> Any:
        present = ()
        for block in self.blocks:
            hidden_states, kept = block(hidden_states, attention_mask)
            present = (*present, kept)
        return hidden_states, present


class TransformerDecoder(_Stack):
    """Several TransformerDecoderLayers.

    Args:
        num_layers: how many. The others are as of `TransformerEncoder` and `TransformerDecoderLayer`.

    Returns:
        The output, and for each layer the keys and values.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.compat.transformer import TransformerDecoder
        >>> net, ones = TransformerDecoder(1, 2, 8, 16, 5, 3, 2), ms.ops.ones
        >>> net(ones((2, 3, 8)), ones((2, 3, 3)), ones((2, 5, 8)), ones((2, 3, 5)))[0].shape
        (2, 3, 8)
    """

    def __init__(
        self, num_layers: int, batch_size: Any, hidden_size: int, ffn_hidden_size: int, src_seq_length: int, tgt_seq_length: int,
        num_heads: int, attention_dropout_rate: float = 0.1, hidden_dropout_rate: float = 0.1, post_layernorm_residual: bool = False,
        layernorm_compute_type: Any = mstype.float32, softmax_compute_type: Any = mstype.float32,
        param_init_type: Any = mstype.float32, hidden_act: Any = "gelu", lambda_func: Any = None, use_past: bool = False,
        offset: int = 0, moe_config: Any = default_moe_config, parallel_config: Any = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._fill(num_layers, lambda: TransformerDecoderLayer(
            hidden_size, ffn_hidden_size, num_heads, batch_size, src_seq_length, tgt_seq_length, attention_dropout_rate,
            hidden_dropout_rate, post_layernorm_residual, use_past, layernorm_compute_type, softmax_compute_type, param_init_type,
            hidden_act,
        ), lambda_func, offset, parallel_config)  # fmt: skip

    def construct(
        self, hidden_states: Tensor, attention_mask: Tensor | None, encoder_output: Tensor | None = None,
        memory_mask: Tensor | None = None, init_reset: Any = True, batch_valid_length: Any = None,
    ) -> Any:  # fmt: skip
        present = ()
        for block in self.blocks:
            hidden_states, kept = block(hidden_states, attention_mask, encoder_output, memory_mask)
            present = (*present, kept)
        return hidden_states, present


class AttentionMask(nn.Cell):
    """What each place may see: those up to itself, of those that are not padding.

    Args:
        seq_length: the number of places. parallel_config: kept.

    Inputs:
        input_mask: (batch, places), 0 for padding.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.compat.transformer import AttentionMask
        >>> print(AttentionMask(3)(ms.Tensor([[1, 1, 0]])))
        [[[1. 0. 0.]
          [1. 1. 0.]
          [0. 0. 0.]]]
    """

    def __init__(self, seq_length: int, parallel_config: Any = None) -> None:
        super().__init__()
        self.seq_length = seq_length
        self.lower_triangle_mask = Tensor(np.tril(np.ones((seq_length, seq_length), np.float32)))

    def construct(self, input_mask: Tensor) -> Tensor:
        seen = (input_mask != 0).astype(mstype.float32)
        return seen.expand_dims(2) * seen.expand_dims(1) * self.lower_triangle_mask


class VocabEmbedding(nn.Cell):
    """A table of vectors, looked up by index.

    Args:
        vocab_size, embedding_size: rows and columns. parallel_config: kept. param_init: initial values.

    Returns:
        The vectors, and the table.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.compat.transformer import VocabEmbedding
        >>> out, table = VocabEmbedding(5, 4)(ms.Tensor([[1, 2]]))
        >>> out.shape, table.shape
        ((1, 2, 4), (5, 4))
    """

    def __init__(
        self, vocab_size: int, embedding_size: int, parallel_config: Any = default_embedding_parallel_config, param_init: Any = "normal"
    ) -> None:
        super().__init__()
        self.vocab_size, self.embedding_size = vocab_size, embedding_size
        self.embedding_table = Parameter(initializer(param_init, [vocab_size, embedding_size]), name="embedding_table")

    def construct(self, input_ids: Tensor) -> Any:
        return ops.gather(self.embedding_table, input_ids, 0), self.embedding_table


class CrossEntropyLoss(nn.Cell):
    """The mean cross entropy of the places that count.

    Args:
        parallel_config: kept.

    Inputs:
        logits: (places, classes). label: (places,), ints. input_mask: (places,), how much each counts.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.compat.transformer import CrossEntropyLoss
        >>> float(CrossEntropyLoss()(ms.ops.zeros((2, 4)), ms.Tensor([1, 0]), ms.ops.ones(2)).round(3))
        1.3860000371932983
    """

    def __init__(self, parallel_config: Any = None) -> None:
        super().__init__()

    def construct(self, logits: Tensor, label: Tensor, input_mask: Tensor) -> Tensor:
        logs = ops.log_softmax(logits.astype(mstype.float32), -1)
        losses = -ops.gather_elements(logs, -1, label.reshape(-1, 1).astype(mstype.int32)).reshape(-1)
        weights = input_mask.reshape(-1).astype(mstype.float32)
        return (losses * weights).sum() / (weights.sum() + 1e-5)


class Transformer(nn.Cell):
    """An encoder, a decoder, or both.

    Args:
        hidden_size, batch_size, ffn_hidden_size, src_seq_length, tgt_seq_length: as of the layers. encoder_layers, decoder_layers: how
            many; a decoder needs an encoder. The others are as of `TransformerEncoder`.

    Returns:
        The output, the encoder's and the decoder's keys and values; None for what is not there.

    Raises:
        ValueError: without an encoder.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.compat.transformer import Transformer
        >>> net, ones = Transformer(8, 2, 16, 5, 3, encoder_layers=1, decoder_layers=1), ms.ops.ones
        >>> net(ones((2, 5, 8)), ones((2, 5, 5)), ones((2, 3, 8)), ones((2, 3, 3)), ones((2, 3, 5)))[0].shape
        (2, 3, 8)
    """

    def __init__(
        self, hidden_size: int, batch_size: Any, ffn_hidden_size: int, src_seq_length: int, tgt_seq_length: int,
        encoder_layers: int = 3, decoder_layers: int = 3, num_heads: int = 2, attention_dropout_rate: float = 0.1,
        hidden_dropout_rate: float = 0.1, hidden_act: Any = "gelu", post_layernorm_residual: bool = False,
        layernorm_compute_type: Any = mstype.float32, softmax_compute_type: Any = mstype.float32,
        param_init_type: Any = mstype.float32, lambda_func: Any = None, use_past: bool = False, moe_config: Any = default_moe_config,
        parallel_config: Any = None,
    ) -> None:  # fmt: skip
        super().__init__()
        if encoder_layers <= 0:
            raise ValueError(f"For 'Transformer', the 'encoder_layers' must be positive, but got {encoder_layers}.")
        self.encoder = TransformerEncoder(
            batch_size, encoder_layers, hidden_size, ffn_hidden_size, src_seq_length, num_heads, attention_dropout_rate,
            hidden_dropout_rate, hidden_act, post_layernorm_residual, layernorm_compute_type, softmax_compute_type, param_init_type,
            lambda_func, 0, use_past,
        )  # fmt: skip
        self.decoder = None
        if decoder_layers > 0:
            self.decoder = TransformerDecoder(
                decoder_layers, batch_size, hidden_size, ffn_hidden_size, src_seq_length, tgt_seq_length, num_heads,
                attention_dropout_rate, hidden_dropout_rate, post_layernorm_residual, layernorm_compute_type, softmax_compute_type,
                param_init_type, hidden_act, lambda_func, use_past, encoder_layers,
            )  # fmt: skip

    def construct(
        self, encoder_inputs: Tensor, encoder_masks: Tensor | None, decoder_inputs: Tensor | None = None,
        decoder_masks: Tensor | None = None, memory_mask: Tensor | None = None, init_reset: Any = True, batch_valid_length: Any = None,
    ) -> Any:  # fmt: skip
        output, encoded = self.encoder(encoder_inputs, encoder_masks)
        decoded = None
        if self.decoder is not None:
            output, decoded = self.decoder(decoder_inputs, decoder_masks, output, memory_mask)
        return output, encoded, decoded
