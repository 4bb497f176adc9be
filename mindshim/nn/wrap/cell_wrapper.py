"""Cells that put a loss, a gradient or a whole training step around a network."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType, MethodType
from typing import Any

from mindshim._core import gradients
from mindshim.common import dtype as mstype
from mindshim.common.parameter import Parameter, ParameterTuple
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.layer.basic import Identity
from mindshim.nn.wrap.grad_reducer import DistributedGradReducer as DistributedGradReducer
from mindshim.nn.wrap.grad_reducer import needs_reduction
from mindshim.nn.wrap.micro_batch import MicroBatchInterleaved as MicroBatchInterleaved
from mindshim.nn.wrap.micro_batch import PipelineCell as PipelineCell
from mindshim.nn.wrap.micro_batch import _MicroBatch as _MicroBatch
from mindshim.nn.wrap.micro_batch import _VirtualDatasetCell as _VirtualDatasetCell
from mindshim.ops.composite.base import GradOperation
from mindshim.ops.state import assign


class WithLossCell(Cell):
    """A network with its loss: `loss_fn(backbone(data), label)` (mirrors `mindspore.nn.WithLossCell`).

    Args:
        backbone: the network.
        loss_fn: called with the network's output and the label.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", bias_init="zeros")
        >>> ms.nn.WithLossCell(net, ms.nn.MSELoss())(ms.Tensor([[1.0, 2.0]]), ms.Tensor([[1.0]]))
        Tensor(shape=[], dtype=Float32, value= 4)
    """

    def __init__(self, backbone: Cell, loss_fn: Callable[..., Any]) -> None:
        super().__init__(auto_prefix=False)
        self._backbone = backbone
        self._loss_fn = loss_fn

    def construct(self, data: Any, label: Any) -> Tensor:
        return self._loss_fn(self._backbone(data), label)

    @property
    def backbone_network(self) -> Cell:
        """The network inside."""
        return self._backbone


class WithGradCell(Cell):
    """The gradients of a network's trainable parameters (mirrors `mindspore.nn.WithGradCell`).

    Args:
        network: the network; its `trainable_params()` are differentiated.
        loss_fn: the loss of the network's output and the label; None if the network gives its loss itself.
        sens: the cotangent of the loss; ones by default.

    Returns:
        A tuple of Tensors, one gradient for each parameter.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", has_bias=False)
        >>> ms.nn.WithGradCell(net, ms.nn.MSELoss())(ms.Tensor([[1.0, 2.0]]), ms.Tensor([[1.0]]))
        (Tensor(shape=[1, 2], dtype=Float32, value=
        [[ 4.00000000e+00,  8.00000000e+00]]),)
    """

    def __init__(self, network: Cell, loss_fn: Callable[..., Any] | None = None, sens: Any = None) -> None:
        super().__init__(auto_prefix=False)
        self.network = network
        self.loss_fn = loss_fn
        self.weights = ParameterTuple(network.trainable_params())
        self.grad = GradOperation(get_by_list=True, sens_param=sens is not None)
        self.sens = sens
        self.network_with_loss = network if loss_fn is None else WithLossCell(network, loss_fn)
        self.network_with_loss.set_train()

    def construct(self, *inputs: Any) -> tuple[Tensor, ...]:
        if self.sens is not None:
            inputs = (*inputs, self.sens)
        return self.grad(self.network_with_loss, self.weights)(*inputs)


class ForwardValueAndGrad(Cell):
    """A network's output together with its gradients (mirrors `mindspore.nn.ForwardValueAndGrad`).

    Args:
        network: a Cell, function or method.
        weights: the Parameters to differentiate when `get_by_list`.
        get_all: differentiate all inputs. get_by_list: differentiate `weights`. With neither, the first input.
        sens_param: the last argument of the call is the cotangent of the output.

    Raises:
        TypeError: for arguments of other types.

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.ForwardValueAndGrad(lambda x: x * x)(ms.Tensor(3.0))
        (Tensor(shape=[], dtype=Float32, value= 9), Tensor(shape=[], dtype=Float32, value= 6))
    """

    def __init__(
        self, network: Any, weights: Any = None, get_all: bool = False, get_by_list: bool = False, sens_param: bool = False
    ) -> None:
        super().__init__(auto_prefix=False)
        if not isinstance(network, (Cell, FunctionType, MethodType)):
            raise TypeError(
                f"For 'ForwardValueAndGrad', the argument 'network' must be cell, function type or method type, "
                f"but got '{type(network)}'"
            )
        for name, value in (("get_all", get_all), ("get_by_list", get_by_list), ("sens_param", sens_param)):
            if not isinstance(value, bool):
                raise TypeError(f"For 'ForwardValueAndGrad', the type of '{name}' must be bool, but got '{type(value)}'")
        self.network = network
        if isinstance(network, Cell):
            network.set_grad()
        self.weights = weights
        self.get_all = get_all
        self.get_by_list = get_by_list
        self.sens_param = sens_param
        self.grad = GradOperation(get_all=get_all, get_by_list=get_by_list, sens_param=sens_param)

    def construct(self, *inputs: Any) -> tuple[Any, Any]:
        return self.grad.value_and_grad(self.network, self.weights)(*inputs)


class TrainOneStepCell(Cell):
    """One training step: the loss, its gradients, the optimizer (mirrors `mindspore.nn.TrainOneStepCell`).

    Args:
        network: gives the loss of its inputs.
        optimizer: updates its parameters with their gradients.
        sens: the cotangent of the loss, a number; 1.0 by default.
        return_grad: return the gradients too.

    Returns:
        The loss; with `return_grad` the loss and a dict from parameter names to gradients.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", has_bias=False)
        >>> loss = ms.nn.WithLossCell(net, ms.nn.MSELoss())
        >>> step = ms.nn.TrainOneStepCell(loss, ms.nn.SGD(net.trainable_params(), 0.1)).set_train()
        >>> step(ms.Tensor([[1.0, 2.0]]), ms.Tensor([[1.0]]))
        Tensor(shape=[], dtype=Float32, value= 4)
        >>> print(net.weight.asnumpy().round(4))
        [[0.6 0.2]]
    """

    def __init__(self, network: Cell, optimizer: Any, sens: Any = None, return_grad: bool = False) -> None:
        super().__init__(auto_prefix=False)
        self.network = network
        self.network.set_grad()
        self.optimizer = optimizer
        self.weights = optimizer.parameters
        self.grad = GradOperation(get_by_list=True, sens_param=True)
        self.grad_no_sens = GradOperation(get_by_list=True)
        self.sens = 1.0 if sens is None else sens
        self.return_grad = return_grad
        if return_grad:
            self.weights_name = [w.name for w in self.weights]
        self.reducer_flag = needs_reduction()
        self.grad_reducer = DistributedGradReducer(self.weights) if self.reducer_flag else Identity()

    def construct(self, *inputs: Any) -> Any:
        loss, grads = self._loss_and_grads(inputs, self.sens)
        grads = self.grad_reducer(grads)
        self.optimizer(grads)
        if self.return_grad:
            return loss, dict(zip(self.weights_name, grads, strict=True))
        return loss

    def _loss_and_grads(self, inputs: tuple[Any, ...], sens: Any) -> tuple[Any, tuple[Tensor, ...]]:
        # One run of the network gives both, where `self.grad` would run it once more.
        if isinstance(sens, (int, float)) and sens == 1.0:
            sens = None
        loss, _, grads = gradients.run_gradient(self.network, inputs, {}, [], self.weights, sens=sens)
        return loss, tuple(grads)


class WithEvalCell(Cell):
    """A network's loss, output and label, for metrics (mirrors `mindspore.nn.WithEvalCell`).

    Args:
        network: the network.
        loss_fn: called with the network's output and the label.
        add_cast_fp32: cast output and label to float32 first.

    Raises:
        TypeError: if `add_cast_fp32` is not bool.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", bias_init="zeros")
        >>> loss, output, label = ms.nn.WithEvalCell(net, ms.nn.MSELoss())(ms.Tensor([[1.0, 2.0]]), ms.Tensor([[1.0]]))
        >>> loss
        Tensor(shape=[], dtype=Float32, value= 4)
    """

    def __init__(self, network: Cell, loss_fn: Callable[..., Any], add_cast_fp32: bool = False) -> None:
        super().__init__(auto_prefix=False)
        if not isinstance(add_cast_fp32, bool):
            raise TypeError(
                f"For 'WithEvalCell', the type of 'add_cast_fp32' should be 'bool', but got type '{type(add_cast_fp32).__name__}'."
            )
        self._network = network
        self._loss_fn = loss_fn
        self.add_cast_fp32 = add_cast_fp32

    def construct(self, data: Any, label: Any) -> tuple[Any, Any, Any]:
        outputs = self._network(data)
        if self.add_cast_fp32:
            label, outputs = _to_float32(label), _to_float32(outputs)
        return self._loss_fn(outputs, label), outputs, label


class ParameterUpdate(Cell):
    """Writes its input into a Parameter and returns it (mirrors `mindspore.nn.ParameterUpdate`).

    Raises:
        TypeError: if `param` is not a Parameter.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, has_bias=False)
        >>> _ = ms.nn.ParameterUpdate(net.weight)(ms.Tensor([[1.0, 2.0]]))
        >>> print(net.weight.asnumpy())
        [[1. 2.]]
    """

    def __init__(self, param: Parameter) -> None:
        super().__init__(auto_prefix=False)
        if not isinstance(param, Parameter):
            raise TypeError(f"For 'ParameterUpdate', 'param' must be 'Parameter', but got {type(param)}.")
        self._param = param

    def construct(self, x: Tensor) -> Tensor:
        assign(self._param, x)
        return x


class TimeDistributed(Cell):
    """A layer applied to every slice of an axis (mirrors `mindspore.nn.TimeDistributed`).

    Args:
        layer: a Cell or Primitive.
        time_axis: the axis of time.
        reshape_with_axis: the axis that time is folded into, so that the layer runs once; None runs it on every slice.

    Raises:
        TypeError: if `layer` is neither a Cell nor a Primitive.

    Examples:
        >>> import mindshim as ms
        >>> layer = ms.nn.TimeDistributed(ms.nn.Dense(10, 3), time_axis=1, reshape_with_axis=0)
        >>> layer(ms.ops.ones((4, 2, 10), ms.float32)).shape
        (4, 2, 3)
    """

    def __init__(self, layer: Any, time_axis: int, reshape_with_axis: int | None = None) -> None:
        from mindshim.ops.primitive import Primitive

        if not isinstance(layer, (Cell, Primitive)):
            raise TypeError(
                f"For 'TimeDistributed', the 'layer' must be Cell or Primitive instance, but got type: {type(layer).__name__}."
            )
        super().__init__()
        for name, axis in (("time_axis", time_axis), ("reshape_with_axis", reshape_with_axis)):
            if not isinstance(axis, int) and not (axis is None and name == "reshape_with_axis"):
                raise TypeError(f"For 'TimeDistributed', the type of '{name}' should be 'int', but got type '{type(axis).__name__}'.")
        self.layer = layer
        self.time_axis = time_axis
        self.reshape_with_axis = reshape_with_axis

    def construct(self, inputs: Tensor) -> Tensor:
        from mindshim import ops

        rank = inputs.ndim
        axis = self.time_axis % rank
        fold = self.reshape_with_axis
        if fold is None:
            return ops.stack([self.layer(part) for part in ops.unbind(inputs, axis)], axis)
        fold %= rank
        if fold == axis:
            raise ValueError("For 'TimeDistributed', the argument 'reshape_with_axis' must not be equal to 'time_axis'.")
        # Time is brought beside the axis it folds into, taken out of the layer's output at the same place.
        moved = ops.movedim(inputs, axis, fold)
        shape = moved.shape
        out = self.layer(moved.reshape((*shape[:fold], shape[fold] * shape[fold + 1], *shape[fold + 2 :])))
        out = out.reshape((*out.shape[:fold], shape[fold], shape[fold + 1], *out.shape[fold + 1 :]))
        return ops.movedim(out, fold, axis)


class GetNextSingleOp(Cell):
    """The next batch of a dataset that was sunk to the device (mirrors `mindspore.nn.GetNextSingleOp`).

    There are no device queues here: making one works, calling it raises NotImplementedError.

    Raises:
        NotImplementedError: when called; iterate over the dataset instead.
    """

    def __init__(self, dataset_types: Any, dataset_shapes: Any, queue_name: str) -> None:
        super().__init__(auto_prefix=False)
        self._queue_name = queue_name

    def construct(self) -> Any:
        raise NotImplementedError(
            "nn.GetNextSingleOp: there are no device queues on JAX; iterate over the dataset or use Model.train instead."
        )


def _to_float32(value: Any) -> Any:
    """Floating Tensors of a nested structure as float32."""
    if isinstance(value, Tensor):
        return value.astype(mstype.float32) if value.is_floating_point() else value
    if isinstance(value, (tuple, list)):
        return type(value)(_to_float32(v) for v in value)
    if isinstance(value, dict):
        return {k: _to_float32(v) for k, v in value.items()}
    return value
