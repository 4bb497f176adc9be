"""Layers whose weights are distributions (mirrors `mindspore.nn.probability.bnn_layers`)."""

from __future__ import annotations

from mindshim.nn.probability.bnn_layers.bnn_cell_wrapper import WithBNNLossCell as WithBNNLossCell
from mindshim.nn.probability.bnn_layers.conv_variational import ConvReparam as ConvReparam
from mindshim.nn.probability.bnn_layers.dense_variational import DenseLocalReparam as DenseLocalReparam
from mindshim.nn.probability.bnn_layers.dense_variational import DenseReparam as DenseReparam
from mindshim.nn.probability.bnn_layers.layer_distribution import NormalPosterior as NormalPosterior
from mindshim.nn.probability.bnn_layers.layer_distribution import NormalPrior as NormalPrior

__all__ = ["ConvReparam", "DenseReparam", "DenseLocalReparam", "NormalPrior", "NormalPosterior", "WithBNNLossCell"]
