"""The distributions of weights, and what layers do with them."""

from __future__ import annotations

from typing import Any

import numpy as np

from mindshim import ops
from mindshim.common import dtype as mstype
from mindshim.common.initializer import Normal as NormalInitializer
from mindshim.common.initializer import initializer
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.probability.distribution import Normal


class NormalPrior(Cell):
    """The normal distribution that weights are believed to have (mirrors `mindspore.nn.probability.bnn_layers.NormalPrior`).

    Args:
        dtype: of its values, a floating one. Default: mindspore.float32. mean, std: numbers. Default: 0 and 0.1.

    Inputs:
        What is asked of the distribution: `"mean"`, `"kl_loss", "Normal", mean, sd`, …

    Raises:
        TypeError: for arguments of another type. ValueError: if `std` is not positive.

    Examples:
        >>> from mindshim.nn.probability import bnn_layers
        >>> print(bnn_layers.NormalPrior()("sd"))
        0.1
    """

    def __init__(self, dtype: Any = mstype.float32, mean: Any = 0, std: Any = 0.1) -> None:
        super().__init__()
        self.normal = Normal(mean, std, dtype=dtype)

    def construct(self, *inputs: Any) -> Tensor:
        return self.normal(*inputs)


class NormalPosterior(Cell):
    """Normal distributions with trainable means and deviations (mirrors `mindspore.nn.probability.bnn_layers.NormalPosterior`).

    The deviation is log(1 + exp(u)) + 1e-6 of the Parameter u.

    Args:
        name: put before the Parameters' names. shape: of each Parameter, a tuple or list.
        dtype: of the Parameters, a floating one. Default: mindspore.float32.
        loc_mean, loc_std: the normal distribution of the first means. Default: 0 and 0.1.
        untransformed_scale_mean, untransformed_scale_std: that of the first u. Default: -5 and 0.1.

    Inputs:
        What is asked of the distribution: `"sample"`, `"mean"`, …

    Raises:
        TypeError: for arguments of another type.

    Examples:
        >>> from mindshim.nn.probability import bnn_layers
        >>> posterior = bnn_layers.NormalPosterior("fc", (2, 3))
        >>> posterior("sample").shape, [p.name for p in posterior.trainable_params()]
        ((2, 3), ['fc_mean', 'fc_untransformed_std'])
    """

    def __init__(
        self, name: str, shape: Any, dtype: Any = mstype.float32, loc_mean: Any = 0, loc_std: Any = 0.1,
        untransformed_scale_mean: Any = -5, untransformed_scale_std: Any = 0.1,
    ) -> None:  # fmt: skip
        super().__init__()
        if not isinstance(name, str):
            raise TypeError(f"For 'NormalPosterior', the type of 'name' must be str, but got {type(name).__name__}.")
        if not isinstance(shape, (tuple, list)):
            raise TypeError(f"For 'NormalPosterior', the type of 'shape' must be tuple or list, but got {type(shape).__name__}.")
        numbers = {"loc_mean": loc_mean, "loc_std": loc_std, "untransformed_scale_mean": untransformed_scale_mean, "untransformed_scale_std": untransformed_scale_std}
        for key, value in numbers.items():
            require_number("NormalPosterior", key, value)
        self.mean = _drawn(f"{name}_mean", shape, dtype, loc_mean, loc_std)
        self.untransformed_std = _drawn(f"{name}_untransformed_std", shape, dtype, untransformed_scale_mean, untransformed_scale_std)
        self.normal = Normal()

    def _std_trans(self, std_pre: Tensor) -> Tensor:
        """The deviation of the Parameter u."""
        return ops.softplus(std_pre) + 1e-6

    def construct(self, *inputs: Any) -> Tensor:
        return self.normal(*inputs, mean=self.mean, sd=self._std_trans(self.untransformed_std))


def _drawn(name: str, shape: Any, dtype: Any, mean: float, std: float) -> Parameter:
    return Parameter(initializer(NormalInitializer(sigma=std, mean=mean), tuple(shape), dtype), name=name)


def require_number(op: str, name: str, value: Any) -> None:
    """TypeError unless `value` is an int or float."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.number)):
        raise TypeError(f"For '{op}', the type of '{name}' must be int or float, but got {type(value).__name__}.")


def normal_post_fn(name: str, shape: Any, **settings: Any) -> NormalPosterior:
    """The posterior that layers have by default."""
    return NormalPosterior(name, shape, **settings)


class Variational:
    """What the layers share, next to their class of Cell: distributions of weight and bias."""

    weight_prior: Any
    weight_posterior: Any
    bias_prior: Any
    bias_posterior: Any
    has_bias: bool

    def _distribute(self, kind: str, shape: list[int], prior_fn: Any, posterior_fn: Any) -> None:
        """Make the distributions of the weight or the bias."""
        setattr(self, f"{kind}_prior", prior_fn if isinstance(prior_fn, Cell) else prior_fn())
        posterior = posterior_fn(shape=shape, name=f"bnn_{kind}")
        for name, p in list(getattr(posterior, "_params", {}).items()):
            p.name = name
        setattr(self, f"{kind}_posterior", posterior)

    def compute_kl_loss(self) -> Tensor:
        """How far the distributions of weight and bias are from those that they are believed to have."""
        loss = self._divergence(self.weight_prior, self.weight_posterior)
        if self.has_bias:
            loss += self._divergence(self.bias_prior, self.bias_posterior)
        return loss

    def _divergence(self, prior: Any, posterior: Any) -> Tensor:
        return prior("kl_loss", "Normal", posterior("mean"), posterior("sd")).sum()

    def apply_variational_bias(self, inputs: Tensor) -> Tensor:
        """The sum with a draw of the bias."""
        return self.bias_add(inputs, self.bias_posterior("sample"))  # type: ignore[attr-defined]

    def _posteriors(self) -> str:
        text = f"weight_mean={self.weight_posterior.mean}, weight_std={self.weight_posterior.untransformed_std}, has_bias={self.has_bias}"
        if self.has_bias:
            text += f", bias_mean={self.bias_posterior.mean}, bias_std={self.bias_posterior.untransformed_std}"
        return text
