"""Exchanging layers and Models for those of the optimizer THOR (mirrors `mindspore.train.train_thor.convert_utils`)."""

from __future__ import annotations

from typing import Any

from mindshim import context
from mindshim.common import dtype as mstype
from mindshim.nn.cell import Cell
from mindshim.nn.layer.basic import Dense
from mindshim.nn.layer.container import SequentialCell
from mindshim.nn.layer.conv import Conv2d
from mindshim.nn.layer.embedding import Embedding, EmbeddingLookup
from mindshim.nn.layer.thor_layer import Conv2dThor, DenseThor, EmbeddingLookupThor, EmbeddingThor
from mindshim.nn.optim.thor import ThorGpu
from mindshim.train.model import Model


def _dense(cell: Dense) -> Cell:
    made = DenseThor(cell.in_channels, cell.out_channels, "zeros", "zeros", cell.has_bias)
    made.weight, made.bias = cell.weight, cell.bias
    made.activation, made.activation_flag = cell.activation, cell.activation_flag
    # On Ascend devices the real one multiplies in float16, but for the 1001 classes of ImageNet.
    if context.get_context("device_target") == "Ascend" and cell.out_channels != 1001:
        made.to_float(mstype.float16)
    return made


def _conv(cell: Conv2d) -> Cell:
    made = Conv2dThor(
        cell.in_channels, cell.out_channels, cell.kernel_size, cell.stride, cell.pad_mode, cell.padding, cell.dilation, cell.group,
        cell.has_bias, "zeros",
    )  # fmt: skip
    made.weight, made.bias = cell.weight, cell.bias
    return made


def _embedding(cell: Embedding) -> Cell:
    made = EmbeddingThor(cell.vocab_size, cell.embedding_size, False, "zeros")
    made.embedding_table = cell.embedding_table
    return made


def _lookup(cell: EmbeddingLookup) -> Cell:
    made = EmbeddingLookupThor(cell.vocab_size, cell.embedding_size, "zeros", cell.target, max_norm=cell.max_norm, sparse=cell.sparse)
    made.embedding_table = cell.embedding_table
    return made


_MADE: dict[type, Any] = {Dense: _dense, Conv2d: _conv, Embedding: _embedding, EmbeddingLookup: _lookup}


class ConvertNetUtils:
    """Exchanges the layers of a network for those that keep what THOR needs (mirrors `mindspore.train.ConvertNetUtils`).

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.SequentialCell(ms.nn.Dense(3, 2), ms.nn.ReLU())
        >>> ms.train.train_thor.ConvertNetUtils().convert_to_thor_net(net)
        >>> type(net[0]).__name__, [p.name for p in net.trainable_params()]
        ('DenseThor', ['0.weight', '0.bias'])
    """

    def convert_to_thor_net(self, net: Cell) -> None:
        """Exchange the trained layers Dense, Conv2d, Embedding and EmbeddingLookup within a network; their Parameters stay.

        Args:
            net: the network; `nn.thor` does this too.

        Raises:
            TypeError: if `net` is no Cell.
        """
        if not isinstance(net, Cell):
            raise TypeError(f"For 'convert_to_thor_net', the 'net' must be a Cell, but got {type(net).__name__}.")
        net.update_cell_prefix()
        self._convert(net)
        net.update_cell_type("second-order")

    def _convert(self, net: Cell) -> None:
        for name, cell in net.name_cells().items():
            make = _MADE.get(type(cell))
            if make is None:
                if cell is not net:
                    self._convert(cell)
                continue
            prefix = cell.param_prefix
            weight = cell.embedding_table if isinstance(cell, (Embedding, EmbeddingLookup)) else cell.weight
            # MindSpore leaves the parts of Faster R-CNN that share a weight, and of Wide&Deep, as they are.
            left = isinstance(cell, (Dense, Conv2d)) and ("rpn_with_loss.rpn_convs_list." in prefix.lower() or "wide" in prefix.lower())
            if not weight.requires_grad or left:
                continue
            made = make(cell)
            if isinstance(net, SequentialCell):
                net[list(net.name_cells()).index(name)] = made
            else:
                net.insert_child_to_cell(name, made)
            made.update_parameters_name(prefix + ".")


class ConvertModelUtils:
    """Exchanges a Model for one that updates THOR's covariances now and then (mirrors `mindspore.train.ConvertModelUtils`).

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.SequentialCell(ms.nn.Dense(3, 2))
        >>> rates = ms.Tensor([0.1] * 8)
        >>> optimizer = ms.nn.thor(net, rates, rates, momentum=0.9, frequency=4)
        >>> model = ms.Model(net, ms.nn.MSELoss(), optimizer)
        >>> model = ms.train.train_thor.ConvertModelUtils.convert_to_thor_model(model, net, ms.nn.MSELoss(), optimizer)
        >>> type(model).__name__
        'ModelThor'
    """

    @staticmethod
    def convert_to_thor_model(
        model: Model, network: Cell, loss_fn: Any = None, optimizer: Any = None, metrics: Any = None, amp_level: str = "O0",
        loss_scale_manager: Any = None, keep_batchnorm_fp32: bool = False,
    ) -> Model:  # fmt: skip
        """A Model for THOR, if the optimizer is that; otherwise `model` itself.

        Args:
            model: a Model. The others are as of `Model`.
        """
        from mindshim.nn.wrap import TrainOneStepCell
        from mindshim.train.train_thor.model_thor import ModelThor

        if isinstance(network, TrainOneStepCell) and isinstance(network.optimizer, ThorGpu):
            return ModelThor(network)
        if not isinstance(optimizer, ThorGpu):
            return model
        return ModelThor(
            network, loss_fn, optimizer, metrics, amp_level=amp_level, loss_scale_manager=loss_scale_manager,
            keep_batchnorm_fp32=keep_batchnorm_fp32,
        )  # fmt: skip
