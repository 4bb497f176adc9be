"""Linear maps with distributions as weights."""

from __future__ import annotations

from typing import Any

from mindshim import _checkparam as check
from mindshim import ops
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer.activation import get_activation
from mindshim.nn.probability.bnn_layers.layer_distribution import NormalPrior, Variational, normal_post_fn
from mindshim.nn.probability.distribution import Normal


class _Dense(Variational, Cell):
    def __init__(
        self, in_channels: int, out_channels: int, activation: Any = None, has_bias: bool = True, weight_prior_fn: Any = NormalPrior,
        weight_posterior_fn: Any = normal_post_fn, bias_prior_fn: Any = NormalPrior, bias_posterior_fn: Any = normal_post_fn,
    ) -> None:  # fmt: skip
        super().__init__()
        op = self.cls_name
        self.in_channels = check.check_positive_int(in_channels, "in_channels", op)
        self.out_channels = check.check_positive_int(out_channels, "out_channels", op)
        self.has_bias = check.check_bool(has_bias, "has_bias", op)
        self._distribute("weight", [out_channels, in_channels], weight_prior_fn, weight_posterior_fn)
        if has_bias:
            self._distribute("bias", [out_channels], bias_prior_fn, bias_posterior_fn)
        self.activation = get_activation(activation) if isinstance(activation, str) else activation
        if self.activation is not None and not isinstance(self.activation, Cell):
            raise ValueError(f"For '{op}', the 'activation' must be a str or Cell, but got {type(activation).__name__}.")
        self.activation_flag = self.activation is not None
        self.matmul, self.bias_add = ops.MatMul(transpose_b=True), ops.BiasAdd()

    def construct(self, x: Tensor) -> Tensor:
        out = self._apply_variational_weight(x)
        if self.has_bias:
            out = self.apply_variational_bias(out)
        return self.activation(out) if self.activation is not None else out

    def _apply_variational_weight(self, inputs: Tensor) -> Tensor:
        raise NotImplementedError

    def extend_repr(self) -> str:
        text = f"in_channels={self.in_channels}, out_channels={self.out_channels}, {self._posteriors()}"
        return text + (f", activation={self.activation}" if self.activation_flag else "")


class DenseReparam(_Dense):
    """A linear map whose weight and bias are drawn anew in every call (mirrors `mindspore.nn.probability.bnn_layers.DenseReparam`).

    Args:
        in_channels, out_channels: sizes of the last axis before and after. activation: None, a name or Cell, applied at
            the end. has_bias: whether there is a bias. Default: True.
        weight_prior_fn, bias_prior_fn: give the distribution believed in. Default: NormalPrior.
        weight_posterior_fn, bias_posterior_fn: give, for `shape` and `name`, the distribution with Parameters.

    Inputs:
        x: a Tensor of shape (N, in_channels). The output has the shape (N, out_channels).

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.nn.probability import bnn_layers
        >>> layer = bnn_layers.DenseReparam(3, 2)
        >>> layer(ms.ops.ones((4, 3))).shape, layer.compute_kl_loss().shape
        ((4, 2), ())
    """

    def _apply_variational_weight(self, inputs: Tensor) -> Tensor:
        return self.matmul(inputs, self.weight_posterior("sample"))


class DenseLocalReparam(_Dense):
    """A linear map with a normal weight, whose results are drawn rather than the weight (mirrors `mindspore.nn.probability.bnn_layers.DenseLocalReparam`).

    Args:
        in_channels, out_channels, activation, has_bias, weight_prior_fn, weight_posterior_fn, bias_prior_fn,
            bias_posterior_fn: as for DenseReparam.

    Raises:
        TypeError, ValueError: for other arguments.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.nn.probability import bnn_layers
        >>> bnn_layers.DenseLocalReparam(3, 2, activation="relu")(ms.ops.ones((4, 3))).shape
        (4, 2)
    """

    def __init__(
        self, in_channels: int, out_channels: int, activation: Any = None, has_bias: bool = True, weight_prior_fn: Any = NormalPrior,
        weight_posterior_fn: Any = normal_post_fn, bias_prior_fn: Any = NormalPrior, bias_posterior_fn: Any = normal_post_fn,
    ) -> None:  # fmt: skip
        super().__init__(in_channels, out_channels, activation, has_bias, weight_prior_fn, weight_posterior_fn, bias_prior_fn, bias_posterior_fn)
        self.normal = Normal()

    def _apply_variational_weight(self, inputs: Tensor) -> Tensor:
        mean = self.matmul(inputs, self.weight_posterior("mean"))
        variance = self.matmul(inputs.square(), self.weight_posterior("sd").square())
        return self.normal("sample", mean=mean, sd=variance.sqrt())
