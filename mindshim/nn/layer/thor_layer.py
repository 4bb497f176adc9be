"""Layers that keep what the optimizer THOR needs of their inputs and gradients (mirrors `mindspore.nn.layer.thor_layer`).

Each has two covariances: `matrix_a` of its inputs, written as it is called, and `matrix_g` of the gradients of its outputs,
written as the gradient is taken. While `thor` is False nothing is written.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mindshim import ops
from mindshim._core import dispatch
from mindshim.common import dtype as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer.basic import Dense
from mindshim.nn.layer.conv import Conv2d
from mindshim.nn.layer.embedding import Embedding, EmbeddingLookup
from mindshim.ops.nn.dense import dense
from mindshim.ops.nn.measures import clip_vector_norm
from mindshim.ops.second_order import channel_covariance, patch_covariance


def _state(value: np.ndarray, name: str) -> Parameter:
    return Parameter(Tensor(value.astype(np.float32)), name=name, requires_grad=False)


def _rows_covariance(x: Tensor, normalizer: int) -> Tensor:
    rows = x.reshape(-1, x.shape[-1]).astype(mstype.float32)
    return ops.matmul(rows.T, rows) / normalizer


class DenseThor(Dense):
    """`nn.Dense` for the optimizer THOR (mirrors `mindspore.nn.DenseThor`).

    Args:
        in_channels, out_channels: sizes of the last axis before and after. weight_init, bias_init: a Tensor, name, number or
            initializer. has_bias: whether there is a bias. activation: a name or Cell, applied at the end.

    Inputs:
        x: (N, in_channels).

    Raises:
        TypeError, ValueError: as of `nn.Dense`.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.DenseThor(3, 4, weight_init="ones")
        >>> print(net(ms.Tensor([[1.0, 2.0, 3.0]])))
        [[6. 6. 6. 6.]]
        >>> print(net.matrix_a.asnumpy()[0])
        [0.33333334 0.6666667  1.        ]
    """

    def __init__(
        self, in_channels: int, out_channels: int, weight_init: Any = "normal", bias_init: Any = "zeros", has_bias: bool = True,
        activation: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(in_channels, out_channels, weight_init, bias_init, has_bias, activation)
        self.thor = True
        self.matrix_a = _state(np.eye(in_channels), "matrix_a")
        self.matrix_g = _state(np.eye(out_channels), "matrix_g")
        self.getG = ops.InsertGradientOf(self.save_gradient)

    def save_gradient(self, dout: Tensor) -> Tensor:
        """Write `matrix_g` for a gradient of the product, and hand the gradient on."""
        ops.assign(self.matrix_g, _rows_covariance(dout, dout.shape[0]))
        return dout

    def construct(self, x: Tensor) -> Tensor:
        if self.thor:
            # The divisor is MindSpore's: the number of inputs, where that of `matrix_g` is the batch's size.
            ops.assign(self.matrix_a, _rows_covariance(x, self.in_channels))
        out = dispatch.apply(dense, (x, self.weight, None))
        if self.thor:
            out = self.getG(out)
        if self.bias is not None:
            out = ops.bias_add(out, self.bias.astype(out.dtype))
        return self.activation(out) if self.activation_flag else out

    def extend_repr(self) -> str:
        text = f"input_channels={self.in_channels}, output_channels={self.out_channels}"
        return f"{text}, has_bias={self.has_bias}" if self.has_bias else text


class Conv2dThor(Conv2d):
    """`nn.Conv2d` for the optimizer THOR (mirrors `mindspore.nn.Conv2dThor`).

    The covariance of the inputs is that of the windows' mean over the batch, with the padding of "same".

    Args:
        in_channels, out_channels: channels before and after. kernel_size, stride, dilation: an int or two.
        pad_mode: "same", "valid" or "pad". padding: an int or four, for "pad". group: the groups of channels.
        has_bias: whether there is a bias. weight_init, bias_init: a Tensor, name, number or initializer.

    Inputs:
        x: (N, in_channels, H, W).

    Raises:
        TypeError, ValueError: as of `nn.Conv2d`.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Conv2dThor(1, 2, 3)
        >>> net(ms.ops.ones((4, 1, 5, 5))).shape, net.matrix_a_cov.shape, float(net.a_normalizer[0])
        ((4, 2, 5, 5), (9, 9), 25.0)
    """

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: Any, stride: Any = 1, pad_mode: str = "same", padding: Any = 0,
        dilation: Any = 1, group: int = 1, has_bias: bool = False, weight_init: Any = "normal", bias_init: Any = "zeros",
    ) -> None:  # fmt: skip
        super().__init__(
            in_channels, out_channels, kernel_size, stride, pad_mode, padding, dilation, group, has_bias, weight_init, bias_init
        )
        self.thor = True
        self.matrix_a_dim = self.in_channels * math.prod(self.kernel_size)
        self.matrix_g_dim = self.out_channels
        self.a_normalizer = _state(np.ones(1), "a_normalizer")
        self.g_normalizer = _state(np.ones(1), "g_normalizer")
        self.matrix_a_cov = _state(np.zeros((self.matrix_a_dim,) * 2), "matrix_a")
        self.matrix_g_cov = _state(np.zeros((self.matrix_g_dim,) * 2), "matrix_g")
        self.getG = ops.InsertGradientOf(self.save_gradient)

    def save_gradient(self, dout: Tensor) -> Tensor:
        """Write the covariance of a gradient of the convolution, and hand the gradient on."""
        ops.assign(self.matrix_g_cov, dispatch.apply(channel_covariance, (dout,)))
        ops.assign(self.g_normalizer, Tensor([math.prod(dout.shape[2:])], mstype.float32))
        return dout

    def construct(self, x: Tensor) -> Tensor:
        if self.thor:
            ops.assign(self.matrix_a_cov, dispatch.apply(patch_covariance, (x, self.kernel_size, self.stride)))
            places = math.prod(-(-n // s) for n, s in zip(x.shape[2:], self.stride, strict=True))
            ops.assign(self.a_normalizer, Tensor([places], mstype.float32))
        out = self.conv2d(x, self.weight)
        if self.thor:
            out = self.getG(out)
        return out if self.bias is None else ops.bias_add(out, self.bias)

    def extend_repr(self) -> str:
        return (
            f"input_channels={self.in_channels}, output_channels={self.out_channels}, kernel_size={self.kernel_size}, "
            f"stride={self.stride}, pad_mode={self.pad_mode}, padding={self.padding}, dilation={self.dilation}, group={self.group}, "
            f"has_bias={self.has_bias}" + (f", bias_init={self.bias_init}" if isinstance(self.bias_init, str) else "")
        )


class _Lookup(Cell):
    """A table whose lookups are counted in `matrix_a`."""

    embedding_table: Parameter
    vocab_size: int

    def _keep(self, vocab_size: int, embedding_size: int) -> None:
        self.thor = True
        self.matrix_a = _state(np.zeros(vocab_size), "matrix_a")
        self.matrix_g = _state(np.zeros((embedding_size, embedding_size)), "matrix_g")
        self.getG = ops.InsertGradientOf(self.save_gradient)

    def save_gradient(self, dout: Tensor) -> Tensor:
        """Write `matrix_g` for a gradient of the looked-up rows, and hand the gradient on."""
        ops.assign(self.matrix_g, _rows_covariance(dout, dout.shape[0]))
        return dout

    def _rows(self, ids: Tensor) -> Tensor:
        """The rows that `ids` names, one below the other."""
        flat = ids.reshape(-1)
        if self.thor:
            one, zero = Tensor(1.0, mstype.float32), Tensor(0.0, mstype.float32)
            ops.assign(self.matrix_a, ops.one_hot(flat, self.vocab_size, one, zero).sum(0))
        rows = ops.gather(self.embedding_table, flat, 0)
        return self.getG(rows) if self.thor else rows


class EmbeddingThor(_Lookup, Embedding):
    """`nn.Embedding` for the optimizer THOR (mirrors `mindspore.nn.EmbeddingThor`).

    Args:
        vocab_size, embedding_size: rows and columns. use_one_hot: look up by a matrix product; then nothing is kept for THOR.
        embedding_table: initial values. dtype: of the product's numbers. padding_idx: a row that starts as zeros.

    Raises:
        TypeError, ValueError: as of `nn.Embedding`.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.EmbeddingThor(4, 2)
        >>> net(ms.Tensor([[1, 1, 3]])).shape
        (1, 3, 2)
        >>> print(net.matrix_a.asnumpy())
        [0. 2. 0. 1.]
    """

    def __init__(
        self, vocab_size: int, embedding_size: int, use_one_hot: bool = False, embedding_table: Any = "normal",
        dtype: Any = mstype.float32, padding_idx: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__(vocab_size, embedding_size, use_one_hot, embedding_table, padding_idx=padding_idx)
        self.dtype = dtype
        self._keep(vocab_size, embedding_size)

    def construct(self, ids: Tensor) -> Tensor:
        shape = (*ids.shape, self.embedding_size)
        if self.use_one_hot:
            codes = ops.one_hot(ids.reshape(-1), self.vocab_size, Tensor(1.0, self.dtype), Tensor(0.0, self.dtype))
            return ops.matmul(codes, self.embedding_table).reshape(shape)
        return self._rows(ids).reshape(shape)


class EmbeddingLookupThor(_Lookup, EmbeddingLookup):
    """`nn.EmbeddingLookup` for the optimizer THOR, with a float16 table (mirrors `mindspore.nn.EmbeddingLookupThor`).

    Args:
        vocab_size, embedding_size: rows and columns. param_init: initial values. target: 'CPU' or 'DEVICE'. slice_mode,
            manual_shapes: how several devices share the table; kept, there is one here. max_norm: longer vectors are
            shortened to this length. sparse: must be True for 'CPU'.

    Raises:
        TypeError, ValueError: as of `nn.EmbeddingLookup`.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.EmbeddingLookupThor(4, 2)(ms.Tensor([[1, 0], [3, 2]], ms.int32)).shape
        (2, 2, 2)
    """

    def __init__(
        self, vocab_size: int, embedding_size: int, param_init: Any = "normal", target: str = "CPU",
        slice_mode: str = "batch_slice", manual_shapes: Any = None, max_norm: float | None = None, sparse: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(
            vocab_size, embedding_size, param_init, target, slice_mode, manual_shapes, max_norm, sparse, mstype.float16
        )
        self._keep(vocab_size, embedding_size)

    def construct(self, indices: Tensor) -> Tensor:
        out = self._rows(indices).reshape(*indices.shape, self.embedding_size)
        return out if self.max_norm is None else dispatch.apply(clip_vector_norm, (out, self.max_norm, (-1,)))
