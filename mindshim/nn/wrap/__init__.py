"""Cells around networks: loss, gradient, training step, loss scale (mirrors `mindspore.nn.wrap`)."""

from __future__ import annotations

from mindshim.nn.wrap.cell_wrapper import ForwardValueAndGrad as ForwardValueAndGrad
from mindshim.nn.wrap.cell_wrapper import GetNextSingleOp as GetNextSingleOp
from mindshim.nn.wrap.cell_wrapper import ParameterUpdate as ParameterUpdate
from mindshim.nn.wrap.cell_wrapper import TimeDistributed as TimeDistributed
from mindshim.nn.wrap.cell_wrapper import TrainOneStepCell as TrainOneStepCell
from mindshim.nn.wrap.cell_wrapper import WithEvalCell as WithEvalCell
from mindshim.nn.wrap.cell_wrapper import WithGradCell as WithGradCell
from mindshim.nn.wrap.cell_wrapper import WithLossCell as WithLossCell
from mindshim.nn.wrap.grad_reducer import DistributedGradReducer as DistributedGradReducer
from mindshim.nn.wrap.grad_reducer import PipelineGradReducer as PipelineGradReducer
from mindshim.nn.wrap.loss_scale import DynamicLossScaleUpdateCell as DynamicLossScaleUpdateCell
from mindshim.nn.wrap.loss_scale import FixedLossScaleUpdateCell as FixedLossScaleUpdateCell
from mindshim.nn.wrap.loss_scale import TrainOneStepWithLossScaleCell as TrainOneStepWithLossScaleCell
from mindshim.nn.wrap.micro_batch import GradAccumulationCell as GradAccumulationCell
from mindshim.nn.wrap.micro_batch import MicroBatchInterleaved as MicroBatchInterleaved
from mindshim.nn.wrap.micro_batch import PipelineCell as PipelineCell
from mindshim.nn.wrap.micro_batch import VirtualDatasetCellTriple as VirtualDatasetCellTriple
