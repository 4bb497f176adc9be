"""The transformer of earlier versions, against its formula in NumPy."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

import mindshim as ms
from mindshim import redirect
from mindshim.compat import transformer

RNG = np.random.Generator(np.random.PCG64(0))
NONE = {"attention_dropout_rate": 0.0, "hidden_dropout_rate": 0.0}


def normed(x):
    return (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5)


def attended(cell, query, source, mask):
    """What MultiHeadAttention gives, two heads of four."""

    def linear(layer, x):
        weight = layer.weight.asnumpy()
        return x @ (weight.T if layer.transpose_b else weight) + layer.bias.asnumpy()

    def split(x):
        return x.reshape(*x.shape[:2], 2, 4).swapaxes(1, 2)

    q, k, v = (split(linear(f, x)) for f, x in ((cell.dense1, query), (cell.dense2, source), (cell.dense3, source)))
    scores = q @ k.swapaxes(2, 3) / 2 + (1 - mask[:, None]) * -10000.0
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    out = (weights / weights.sum(-1, keepdims=True) @ v).swapaxes(1, 2).reshape(query.shape)
    return linear(cell.projection, out)


def fed(cell, x):
    inner = x @ cell.mapping.weight.asnumpy() + cell.mapping.bias.asnumpy()
    return np.maximum(inner, 0) @ cell.projection.weight.asnumpy() + cell.projection.bias.asnumpy()


def layer(cell, x, mask, source=None, source_mask=None):
    first = normed(x)
    x = (first if cell.post_layernorm_residual else x) + attended(cell.attention, first, first, mask)
    if source is not None:
        first = normed(x)
        x = (first if cell.post_layernorm_residual else x) + attended(cell.cross_attention, first, source, source_mask)
    first = normed(x)
    return (first if cell.post_layernorm_residual else x) + fed(cell.output, first)


def lively(net):
    """Larger weights than the initial ones, so that attention attends."""
    for p in net.trainable_params():
        if p.name.endswith(("weight", "bias")):
            p.set_data(ms.Tensor(RNG.normal(0, 0.4, p.shape), ms.float32))
    return net


@pytest.mark.parametrize("post", [False, True])
@pytest.mark.parametrize("compiled", [False, True])
def test_encoder(post, compiled):
    net = lively(transformer.TransformerEncoder(2, 2, 8, 12, 3, 2, hidden_act="relu", post_layernorm_residual=post, **NONE))
    x, mask = RNG.normal(size=(2, 3, 8)).astype("f4"), np.tril(np.ones((2, 3, 3), "f4"))
    run = ms.jit(net) if compiled else net
    out, present = run(ms.Tensor(x), ms.Tensor(mask))
    wanted = layer(net.blocks[1], layer(net.blocks[0], x, mask), mask)
    # Products are of float16.
    assert np.allclose(out.asnumpy(), wanted, atol=0.03) and out.dtype == ms.float32
    assert [[t.shape for t in pair] for pair in present] == [[(2, 2, 4, 3), (2, 2, 3, 4)]] * 2


def test_encoder_and_decoder():
    net = lively(transformer.Transformer(8, 2, 12, 5, 3, 1, 1, hidden_act="relu", **NONE))
    x, y = RNG.normal(size=(2, 5, 8)).astype("f4"), RNG.normal(size=(2, 3, 8)).astype("f4")
    masks = [np.ones((2, 5, 5), "f4"), np.tril(np.ones((2, 3, 3), "f4")), np.ones((2, 3, 5), "f4")]
    masks[0][0, :, 3:] = masks[2][0, :, 3:] = 0
    out, encoded, decoded = net(ms.Tensor(x), ms.Tensor(masks[0]), ms.Tensor(y), ms.Tensor(masks[1]), ms.Tensor(masks[2]))
    source = layer(net.encoder.blocks[0], x, masks[0])
    assert np.allclose(out.asnumpy(), layer(net.decoder.blocks[0], y, masks[1], source, masks[2]), atol=0.03)
    assert len(encoded[0]) == 2 and len(decoded[0]) == 4
    assert net.decoder.blocks[0].cross_attention.dense1.weight.name == "decoder.blocks.0.cross_attention.dense1.weight"


def test_it_is_found_where_programs_look():
    redirect.install()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from mindspore.nn.transformer import TransformerEncoder, TransformerOpParallelConfig
            from mindspore.parallel._transformer.layers import _LayerNorm
            from mindspore.parallel._transformer.loss import CrossEntropyLoss
    finally:
        redirect.uninstall()
    assert TransformerEncoder is transformer.TransformerEncoder and _LayerNorm is transformer._LayerNorm
    loss = CrossEntropyLoss(TransformerOpParallelConfig().dp_mp_config)
    logits = np.float32([[1, 2, 3], [0, 0, 5]])
    wanted = -np.log(np.exp(3) / np.exp(logits[0]).sum())
    assert np.isclose(float(loss(ms.Tensor(logits), ms.Tensor([2, 0]), ms.Tensor([1.0, 0.0]))), wanted, atol=1e-4)


def test_what_is_refused():
    with pytest.raises(ValueError, match="num_heads"):
        transformer.MultiHeadAttention(1, 3, 3, 8, 3)
    with pytest.raises(NotImplementedError, match="use_past"):
        transformer.TransformerEncoder(1, 1, 8, 8, 3, 2, use_past=True)
    with pytest.raises(ValueError, match="encoder_layers"):
        transformer.Transformer(8, 1, 8, 3, 3, encoder_layers=0)
