"""Convolution with distributions as weights."""

from __future__ import annotations

from typing import Any

from mindshim.common.tensor import Tensor
from mindshim.nn.layer.conv import Conv2d
from mindshim.nn.probability.bnn_layers.layer_distribution import NormalPrior, Variational, normal_post_fn


class ConvReparam(Variational, Conv2d):
    """Convolution whose weight and bias are drawn anew in every call (mirrors `mindspore.nn.probability.bnn_layers.ConvReparam`).

    Args:
        in_channels, out_channels, kernel_size, stride, pad_mode, padding, dilation, group, has_bias: as for `nn.Conv2d`.
        weight_prior_fn, bias_prior_fn: give the distribution believed in. Default: NormalPrior.
        weight_posterior_fn, bias_posterior_fn: give, for `shape` and `name`, the distribution with Parameters.

    Inputs:
        inputs: a Tensor of shape (N, C, H, W).

    Raises:
        TypeError, ValueError: for arguments that are none of these.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.nn.probability import bnn_layers
        >>> bnn_layers.ConvReparam(1, 3, 2, has_bias=True)(ms.ops.ones((1, 1, 4, 4))).shape
        (1, 3, 4, 4)
    """

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size: Any, stride: Any = 1, pad_mode: str = "same", padding: Any = 0,
        dilation: Any = 1, group: int = 1, has_bias: bool = False, weight_prior_fn: Any = NormalPrior,
        weight_posterior_fn: Any = normal_post_fn, bias_prior_fn: Any = NormalPrior, bias_posterior_fn: Any = normal_post_fn,
    ) -> None:  # fmt: skip
        super().__init__(in_channels, out_channels, kernel_size, stride, pad_mode, padding, dilation, group, has_bias, "zeros", "zeros")
        # The convolution's own Parameters are there, but nothing uses them.
        self.weight.requires_grad = False
        if self.bias is not None:
            self.bias.requires_grad = False
        self._distribute("weight", list(self.weight.shape), weight_prior_fn, weight_posterior_fn)
        if has_bias:
            self._distribute("bias", [out_channels], bias_prior_fn, bias_posterior_fn)

    def construct(self, inputs: Tensor) -> Tensor:
        out = self._apply_variational_weight(inputs)
        return self.apply_variational_bias(out) if self.has_bias else out

    def _apply_variational_weight(self, inputs: Tensor) -> Tensor:
        return self.conv2d(inputs, self.weight_posterior("sample"))

    def extend_repr(self) -> str:
        return (
            f"in_channels={self.in_channels}, out_channels={self.out_channels}, kernel_size={self.kernel_size}, stride={self.stride}, "
            f"pad_mode={self.pad_mode}, padding={self.padding}, dilation={self.dilation}, group={self.group}, {self._posteriors()}"
        )
