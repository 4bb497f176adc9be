"""Cells of networks on several devices (mirrors `mindspore.parallel.nn`)."""

from __future__ import annotations

from typing import Any

from mindshim.nn.cell import Cell
from mindshim.nn.wrap.grad_reducer import PipelineGradReducer as PipelineGradReducer
from mindshim.nn.wrap.micro_batch import MicroBatchInterleaved as MicroBatchInterleaved
from mindshim.nn.wrap.micro_batch import PipelineCell as PipelineCell
from mindshim.nn.wrap.micro_batch import _set_micro_batches, _sum_of_parts

__all__ = ["PipelineGradReducer", "PipelineCell", "Pipeline", "MicroBatchInterleaved", "GradAccumulation"]


class Pipeline(PipelineCell):
    """Runs a network on micro batches and adds up its outputs (mirrors `mindspore.parallel.nn.Pipeline`); one stage here.

    Args:
        network: the network with its loss. micro_size: the number of micro batches, which must divide the batch.
        stage_config: the stage of each Cell, by name; kept as its `pipeline_stage`. segment_config: accepted.

    Raises:
        TypeError, ValueError: for arguments of other types or values. KeyError: if `stage_config` names a Cell that is not there.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.parallel.nn.Pipeline(ms.nn.ReLU(), 2)
        >>> net(ms.Tensor([[1.0], [3.0]]))
        Tensor(shape=[1, 1], dtype=Float32, value=
        [[ 4.00000000e+00]])
    """

    def __init__(self, network: Cell, micro_size: int, stage_config: dict[str, int] | None = None, segment_config: Any = None) -> None:
        super().__init__(network, micro_size)
        cells = {name: cell for name, cell in network.cells_and_names() if name}
        strange = {name: stage for name, stage in (stage_config or {}).items() if name not in cells}
        if strange:
            raise KeyError(f"For 'PipelineCell', the argument 'stage_config' : {strange} is not found in 'network' : {network}")
        for name, stage in (stage_config or {}).items():
            cells[name].pipeline_stage = stage


class GradAccumulation(Cell):
    """Runs a network on micro batches and adds up its outputs (mirrors `mindspore.parallel.nn.GradAccumulation`).

    Args:
        network: the network with its loss. micro_size: the number of micro batches, which must divide the batch.

    Raises:
        TypeError, ValueError: for arguments of other types or values.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.parallel.nn.GradAccumulation(ms.nn.ReLU(), 2)
        >>> net(ms.Tensor([[1.0], [3.0]]))
        Tensor(shape=[1, 1], dtype=Float32, value=
        [[ 4.00000000e+00]])
    """

    def __init__(self, network: Cell, micro_size: int) -> None:
        super().__init__(auto_prefix=False)
        _set_micro_batches(self, network, micro_size, "GradAccumulation")

    def construct(self, *inputs: Any) -> Any:
        return _sum_of_parts(self.network, self.micro_inputs, inputs)
