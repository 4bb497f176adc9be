"""Cells that cut a batch into micro batches and add up what the network gives for each."""

from __future__ import annotations

from typing import Any

from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer.container import CellList


class _MicroBatch(Cell):
    """The i-th of `micro_size` equal parts of each input's first axis."""

    def __init__(self, micro_size: int) -> None:
        super().__init__()
        self.micro_size = micro_size

    def construct(self, i: int, *inputs: Tensor) -> tuple[Tensor, ...]:
        parts = []
        for k, t in enumerate(inputs):
            if t.shape[0] % self.micro_size:
                raise ValueError(
                    f"For micro batch initialization, the {k}th dimension shape of input({t.shape[0]}) "
                    f"must be divided by micro size({self.micro_size})"
                )
            size = t.shape[0] // self.micro_size
            parts.append(t[i * size : (i + 1) * size])
        return tuple(parts)


class _VirtualDatasetCell(Cell):
    """Marks a network's inputs as a dataset's for automatic parallelism: here the network itself."""

    def __init__(self, backbone: Cell) -> None:
        super().__init__(auto_prefix=False)
        self._backbone = backbone

    def construct(self, *inputs: Any) -> Any:
        return self._backbone(*inputs)


class VirtualDatasetCellTriple(Cell):
    """A network of three inputs that are a dataset's (mirrors `mindspore.nn.VirtualDatasetCellTriple`)."""

    def __init__(self, backbone: Cell) -> None:
        super().__init__(auto_prefix=False)
        self._backbone = backbone

    def construct(self, a: Any, b: Any, c: Any) -> Any:
        return self._backbone(a, b, c)


def _sum_of_parts(network: Cell, cutters: CellList, inputs: tuple[Any, ...]) -> Any:
    total: Any = None
    for i, cut in enumerate(cutters):
        out = network(*cut(i, *inputs))
        total = out if total is None else total + out
    return total


class MicroBatchInterleaved(Cell):
    """Runs a network on parts of the batch and adds up its outputs (mirrors `mindspore.nn.MicroBatchInterleaved`).

    Args:
        network: the network.
        interleave_num: the number of parts; the batch must be divisible by it.

    Raises:
        TypeError: if `interleave_num` is not an int. ValueError: if it is not positive.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", bias_init="zeros")
        >>> ms.nn.MicroBatchInterleaved(net, 2)(ms.Tensor([[1.0, 2.0], [3.0, 4.0]]))
        Tensor(shape=[1, 1], dtype=Float32, value=
        [[ 1.00000000e+01]])
    """

    def __init__(self, network: Cell, interleave_num: int = 2) -> None:
        super().__init__(auto_prefix=False)
        if not isinstance(interleave_num, int):
            raise TypeError(
                f"For 'MicroBatchInterleaved', the argument 'interleave_num' must be integer, but got the type : {type(interleave_num)}."
            )
        if interleave_num <= 0:
            raise ValueError(
                f"For 'MicroBatchInterleaved', the argument 'interleave_num' must be large than 0, but got {interleave_num}."
            )
        self.network = network
        self.interleave_num = interleave_num
        self.interleave_inputs = CellList([_MicroBatch(interleave_num) for _ in range(interleave_num)])

    def construct(self, *inputs: Tensor) -> Any:
        return _sum_of_parts(self.network, self.interleave_inputs, inputs)


class PipelineCell(Cell):
    """Runs a network on micro batches and adds up its outputs (mirrors `mindspore.nn.PipelineCell`); one stage here.

    Args:
        network: the network.
        micro_size: the number of micro batches; the batch must be divisible by it.
        stage_config: the stage of each sub-cell; ignored. segment_config: ignored.

    Raises:
        TypeError: if `network` is not a Cell or `micro_size` not an int. ValueError: if `micro_size` is not positive.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import nn
        >>> net = nn.PipelineCell(nn.WithLossCell(nn.Dense(2, 1), nn.MSELoss()), 2)
        >>> net(ms.ops.ones((4, 2)), ms.ops.ones((4, 1))).shape
        ()
    """

    def __init__(self, network: Cell, micro_size: int, stage_config: Any = None, segment_config: Any = None) -> None:
        super().__init__(auto_prefix=False)
        _set_micro_batches(self, network, micro_size, "PipelineCell")

    def construct(self, *inputs: Tensor) -> Any:
        return _sum_of_parts(self.network, self.micro_inputs, inputs)


class GradAccumulationCell(Cell):
    """Runs a network on micro batches and adds up its outputs (mirrors `mindspore.nn.GradAccumulationCell`).

    Args:
        network: the network.
        micro_size: the number of micro batches; the batch must be divisible by it.

    Raises:
        TypeError: if `network` is not a Cell or `micro_size` not an int. ValueError: if `micro_size` is not positive.

    Examples:
        >>> import mindshim as ms
        >>> from mindshim import nn
        >>> net = nn.GradAccumulationCell(nn.WithLossCell(nn.Dense(2, 1), nn.MSELoss()), 2)
        >>> net(ms.ops.ones((4, 2)), ms.ops.ones((4, 1))).shape
        ()
    """

    def __init__(self, network: Cell, micro_size: int) -> None:
        super().__init__(auto_prefix=False)
        _set_micro_batches(self, network, micro_size, "GradAccumulationCell")

    def construct(self, *inputs: Tensor) -> Any:
        return _sum_of_parts(self.network, self.micro_inputs, inputs)


def _set_micro_batches(cell: Any, network: Any, micro_size: Any, name: str) -> None:
    if not isinstance(network, Cell):
        raise TypeError(f"For '{name}', the argument 'network' must cell type, but got the type : {type(network)}.")
    if not isinstance(micro_size, int):
        raise TypeError(f"For '{name}', the argument 'micro_size' must be integer, but got the type : {type(micro_size)}.")
    if micro_size <= 0:
        raise ValueError(f"For '{name}', the argument 'micro_size' must be large than 0, but got {micro_size}.")
    cell.network = network
    cell.micro_size = micro_size
    cell.micro_inputs = CellList([_MicroBatch(micro_size) for _ in range(micro_size)])
