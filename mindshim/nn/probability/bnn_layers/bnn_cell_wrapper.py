"""The loss of a network with distributions as weights."""

from __future__ import annotations

from typing import Any

from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.probability.bnn_layers.layer_distribution import Variational, require_number


class WithBNNLossCell(Cell):
    """A network with its loss, and how far its weights are from what is believed (mirrors `mindspore.nn.probability.bnn_layers.WithBNNLossCell`).

    `dnn_factor * loss_fn(backbone(data), label) + bnn_factor * kl`, with the divergences of all its layers with distributions.

    Args:
        backbone: the network. loss_fn: of output and label. dnn_factor, bnn_factor: numbers, not negative. Default: 1.

    Inputs:
        data, label: Tensors.

    Raises:
        TypeError: for arguments of another type. ValueError: if a factor is negative.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim.nn.probability import bnn_layers
        >>> net = bnn_layers.WithBNNLossCell(bnn_layers.DenseReparam(3, 1), ms.nn.MSELoss(), 60, 0.01)
        >>> net(ms.ops.ones((2, 3)), ms.ops.ones((2, 1))).shape
        ()
    """

    def __init__(self, backbone: Cell, loss_fn: Any, dnn_factor: Any = 1, bnn_factor: Any = 1) -> None:
        super().__init__(auto_prefix=False)
        if not isinstance(backbone, Cell):
            raise TypeError(f"For 'WithBNNLossCell', the type of 'backbone' must be Cell, but got {type(backbone).__name__}.")
        for name, value in (("dnn_factor", dnn_factor), ("bnn_factor", bnn_factor)):
            require_number("WithBNNLossCell", name, value)
            if value < 0:
                raise ValueError(f"For 'WithBNNLossCell', the '{name}' must be >= 0, but got {value}.")
        self.dnn_factor, self.bnn_factor = dnn_factor, bnn_factor
        self._backbone = backbone
        self._loss_fn = loss_fn

    def construct(self, data: Tensor, label: Tensor) -> Tensor:
        loss = self.dnn_factor * self._loss_fn(self._backbone(data), label)
        for _, cell in self._backbone.cells_and_names():
            if isinstance(cell, Variational):
                loss += self.bnn_factor * cell.compute_kl_loss()
        return loss

    @property
    def backbone_network(self) -> Cell:
        """The network."""
        return self._backbone
