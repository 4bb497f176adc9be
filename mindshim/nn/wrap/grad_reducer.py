"""Reducers of gradients over devices; with one process they pass the gradients through."""

from __future__ import annotations

from typing import Any

from mindshim.common.tensor import Tensor
from mindshim.communication import get_group_size
from mindshim.nn.cell import Cell


def needs_reduction() -> bool:
    """Whether gradients must be combined over processes."""
    return False


class DistributedGradReducer(Cell):
    """Combines the gradients of data-parallel processes (mirrors `mindspore.nn.DistributedGradReducer`).

    Args:
        parameters: the Parameters the gradients belong to.
        mean: divide the sum by `degree`. None: the `gradients_mean` of the parallel context.
        degree: by what the sum is divided. None: the number of processes.
        fusion_type: ignored.
        group: the communication group.

    Raises:
        RuntimeError, ValueError: if `degree` is no positive int.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1)
        >>> ms.nn.DistributedGradReducer(net.trainable_params())((ms.Tensor([2.0]),))
        (Tensor(shape=[1], dtype=Float32, value= [ 2.00000000e+00]),)
    """

    def __init__(
        self, parameters: Any, mean: bool | None = None, degree: int | None = None, fusion_type: int = 1,
        group: str = "hccl_world_group",
    ) -> None:  # fmt: skip
        super().__init__(auto_prefix=False)
        if degree is None:
            degree = get_group_size(group)
        elif not isinstance(degree, int) or isinstance(degree, bool) or degree <= 0:
            raise ValueError(f"For 'DistributedGradReducer', the 'degree' must be a positive int, but got {degree}.")
        self.mean = bool(mean)
        self._scale = 1.0 / degree if mean and degree > 1 else None

    def construct(self, grads: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        if self._scale is None:
            return grads
        return tuple((g * self._scale).astype(g.dtype) for g in grads)


class PipelineGradReducer(Cell):
    """Adds up gradients of pipeline stages (mirrors `mindspore.nn.PipelineGradReducer`): with one stage, a scaling.

    Args:
        parameters: the Parameters the gradients belong to. scale_sense: divides the gradients. opt_shard: ignored.
    """

    def __init__(self, parameters: Any, scale_sense: float = 1.0, opt_shard: bool | None = None) -> None:
        super().__init__(auto_prefix=False)
        self.scale_sense = scale_sense

    def construct(self, grads: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
        if isinstance(self.scale_sense, (int, float)) and self.scale_sense == 1.0:
            return grads
        return tuple((g / self.scale_sense).astype(g.dtype) for g in grads)
