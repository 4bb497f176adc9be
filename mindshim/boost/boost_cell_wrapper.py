"""Training steps that the algorithms of `AutoBoost` would change."""

from __future__ import annotations

import numbers
from typing import Any

from mindshim.boost.unsupported import refuse
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.wrap.cell_wrapper import TrainOneStepCell
from mindshim.nn.wrap.loss_scale import TrainOneStepWithLossScaleCell


class BoostTrainOneStepCell(TrainOneStepCell):
    """A training step (mirrors `mindspore.boost.BoostTrainOneStepCell`): `nn.TrainOneStepCell`, with no algorithm of `AutoBoost` on.

    Args:
        network: the network, which gives the loss. optimizer: its optimizer. sens: what the loss's gradient is multiplied by.

    Raises:
        TypeError: if `sens` is no number.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.WithLossCell(ms.nn.Dense(2, 1, weight_init="ones", bias_init="zeros"), ms.nn.MSELoss())
        >>> step = ms.boost.BoostTrainOneStepCell(net, ms.nn.SGD(net.trainable_params(), 0.1))
        >>> step(ms.Tensor([[1.0, 1.0]]), ms.Tensor([[1.0]]))
        Tensor(shape=[], dtype=Float32, value= 1)
        >>> step.check_adasum_enable()
        False
    """

    def __init__(self, network: Cell, optimizer: Any, sens: float | None = None) -> None:
        if sens is not None and (not isinstance(sens, numbers.Number) or isinstance(sens, bool)):
            raise TypeError(f"For 'BoostTrainOneStepCell', the 'sens' must be a number, but got {type(sens).__name__}.")
        super().__init__(network, optimizer, sens)

    def check_adasum_enable(self) -> bool:
        """Whether gradients are summed up adaptively over devices: not here."""
        return False

    def check_dim_reduce_enable(self) -> bool:
        """Whether the step searches fewer dimensions: not here."""
        return False

    def gradient_freeze_process(self, *inputs: Any) -> Any:
        """A step with some gradients frozen. Raises NotImplementedError."""
        refuse("BoostTrainOneStepCell.gradient_freeze_process")

    def adasum_process(self, loss: Tensor, grads: Any) -> Any:
        """A step with gradients summed up adaptively over devices. Raises NotImplementedError."""
        refuse("BoostTrainOneStepCell.adasum_process")

    def gradient_accumulation_process(self, loss: Tensor, grads: Any, sens: Any, *inputs: Any) -> Any:
        """A step with accumulated gradients. Raises NotImplementedError; `boost.GradientAccumulation` is here."""
        refuse("BoostTrainOneStepCell.gradient_accumulation_process")


class BoostTrainOneStepWithLossScaleCell(TrainOneStepWithLossScaleCell, BoostTrainOneStepCell):
    """A training step with a scaled loss (mirrors `mindspore.boost.BoostTrainOneStepWithLossScaleCell`):
    `nn.TrainOneStepWithLossScaleCell`, with no algorithm of `AutoBoost` on.

    Args:
        network: the network, which gives the loss. optimizer: its optimizer. scale_sense: the scale, a Tensor of shape () or (1,),
            or a Cell that updates it.

    Raises:
        TypeError, ValueError: for another `scale_sense`.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.WithLossCell(ms.nn.Dense(2, 1, weight_init="ones", bias_init="zeros"), ms.nn.MSELoss())
        >>> step = ms.boost.BoostTrainOneStepWithLossScaleCell(net, ms.nn.SGD(net.trainable_params(), 0.1), ms.Tensor(4.0))
        >>> print(*step(ms.Tensor([[1.0, 1.0]]), ms.Tensor([[1.0]])))
        1.0 False 4.0
    """
