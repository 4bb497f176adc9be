"""The Model for the optimizer THOR (mirrors `mindspore.train.train_thor.model_thor`)."""

from __future__ import annotations

from typing import Any

from mindshim.nn.cell import Cell
from mindshim.nn.wrap import TrainOneStepCell
from mindshim.train.model import Model


class ModelThor(Model):
    """A Model in which the first of every `frequency` steps updates THOR's covariances and inverses.

    Args:
        network: the network, or a TrainOneStepCell with its optimizer. The others are as of `Model`.

    Examples:
        >>> import numpy as np
        >>> import mindshim as ms
        >>> from mindshim.train.train_thor.model_thor import ModelThor
        >>> net = ms.nn.SequentialCell(ms.nn.Dense(3, 2))
        >>> rates = ms.Tensor([0.1] * 4)
        >>> model = ModelThor(net, ms.nn.MSELoss(), ms.nn.thor(net, rates, rates, momentum=0.9, frequency=2))
        >>> data = ms.dataset.NumpySlicesDataset((np.ones((4, 3), "f4"), np.ones((4, 2), "f4"))).batch(2)
        >>> model.train(2, data)
    """

    def __init__(
        self, network: Cell, loss_fn: Any = None, optimizer: Any = None, metrics: Any = None, eval_network: Any = None,
        eval_indexes: Any = None, amp_level: str = "O0", **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(network, loss_fn, optimizer, metrics, eval_network, eval_indexes, amp_level, **kwargs)
        self._frequency = (network.optimizer if isinstance(network, TrainOneStepCell) else optimizer).get_frequency()
        self._steps = 0

    def _set_mode(self, network: Cell, is_train: bool) -> None:
        """What is done before a step: training or not, and whether THOR looks anew."""
        super()._set_mode(network, is_train)
        if is_train:
            network.add_flags_recursive(thor=self._steps % self._frequency == 0)
            self._steps += 1
