"""Training steps whose loss is scaled, so that small float16 gradients do not vanish."""

from __future__ import annotations

from typing import Any

from jax.core import Tracer

from mindshim._core import dispatch
from mindshim.common import dtype as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.cell import Cell
from mindshim.nn.wrap.cell_wrapper import TrainOneStepCell
from mindshim.ops.composite.multitype import HyperMap, MultitypeFuncGraph
from mindshim.ops.finite import all_finite_of
from mindshim.ops.float_status import float_status

# Programs with a training step of their own map this over its gradients.
_grad_overflow = MultitypeFuncGraph("_grad_overflow")


@_grad_overflow.register("Tensor")
def _tensor_grad_overflow(grad: Tensor) -> Tensor:
    return dispatch.apply(float_status, (grad,))


# Programs that accumulate gradients over micro batches map these: `accu_grad` becomes zeros.
grad_scale = MultitypeFuncGraph("grad_scale")
shard_grad_scale = MultitypeFuncGraph("shard_grad_scale")


def _unscale(scale: Tensor, value: Tensor, accu_grad: Tensor) -> Tensor:
    from mindshim import ops

    new = value * (1 / scale.astype(mstype.float32)).astype(value.dtype)
    return ops.depend(new, ops.assign(accu_grad, ops.zeros_like(accu_grad)))


@grad_scale.register("Tensor", "Tensor", "Tensor")
def _accumulated(scale: Tensor, grad: Tensor, accu_grad: Tensor) -> Tensor:
    return _unscale(scale, accu_grad, accu_grad)


@shard_grad_scale.register("Tensor", "Tensor", "Tensor")
def _own(scale: Tensor, grad: Tensor, accu_grad: Tensor) -> Tensor:
    return _unscale(scale, grad, accu_grad)


class DynamicLossScaleUpdateCell(Cell):
    """A loss scale that falls on overflow and grows after quiet steps (mirrors `mindspore.nn.DynamicLossScaleUpdateCell`).

    On overflow the scale becomes `max(scale / scale_factor, 1)`; after `scale_window` steps without one it is multiplied
    by `scale_factor`.

    Args:
        loss_scale_value: the scale to start with. scale_factor: the factor. scale_window: the steps to wait.

    Examples:
        >>> import mindshim as ms
        >>> update = ms.nn.DynamicLossScaleUpdateCell(2.0 ** 12, 2, 1000)
        >>> scale = ms.Parameter(ms.Tensor(4096.0), name="scale")
        >>> update(scale, ms.Tensor(True)), float(scale)
        (Tensor(shape=[], dtype=Bool, value= True), 2048.0)
    """

    def __init__(self, loss_scale_value: float, scale_factor: int, scale_window: int) -> None:
        super().__init__()
        self.scale_window = Tensor(scale_window, dtype=mstype.int32)
        self.scale_factor = Tensor(scale_factor, dtype=mstype.float32)
        self.loss_scale_value = loss_scale_value
        self.cur_iter = Parameter(Tensor(1, dtype=mstype.int32), name="current_iterator_step")
        self.last_overflow_iter = Parameter(Tensor(0, dtype=mstype.int32), name="last_overflow_iterator_step")
        self.minimum_loss_scale = Tensor(1.0, dtype=mstype.float32)

    def get_loss_scale(self) -> float:
        """The scale to start with.

        Examples:
            >>> from mindshim import nn
            >>> nn.DynamicLossScaleUpdateCell(loss_scale_value=1024, scale_factor=2, scale_window=2).get_loss_scale()
            1024
        """
        return self.loss_scale_value

    def construct(self, loss_scale: Parameter, overflow: Tensor) -> Tensor:
        from mindshim import ops

        lowered = ops.maximum(loss_scale / self.scale_factor, self.minimum_loss_scale)
        scale = ops.select(overflow, lowered, loss_scale)
        grow = (self.cur_iter - self.last_overflow_iter) >= self.scale_window
        # A step that overflows and one that raises the scale both begin a new window.
        last = ops.select(ops.logical_or(overflow, grow), self.cur_iter, self.last_overflow_iter)
        scale = ops.select(ops.logical_and(grow, ops.logical_not(overflow)), scale * self.scale_factor, scale)
        ops.assign(self.last_overflow_iter, last)
        ops.assign(loss_scale, scale.astype(loss_scale.dtype))
        ops.assign(self.cur_iter, self.cur_iter + 1)
        return overflow


class FixedLossScaleUpdateCell(Cell):
    """A loss scale that stays as it is (mirrors `mindspore.nn.FixedLossScaleUpdateCell`).

    Examples:
        >>> import mindshim as ms
        >>> ms.nn.FixedLossScaleUpdateCell(1024).get_loss_scale()
        1024
    """

    def __init__(self, loss_scale_value: float) -> None:
        super().__init__()
        self.loss_scale_value = loss_scale_value

    def get_loss_scale(self) -> float:
        """The scale.

        Examples:
            >>> from mindshim import nn
            >>> nn.FixedLossScaleUpdateCell(1024).get_loss_scale()
            1024
        """
        return self.loss_scale_value

    def construct(self, _: Any, overflow: Tensor) -> Tensor:
        return overflow


class TrainOneStepWithLossScaleCell(TrainOneStepCell):
    """A training step with a scaled loss that is left out on overflow (mirrors `mindspore.nn.TrainOneStepWithLossScaleCell`).

    Args:
        network: gives the loss of its inputs.
        optimizer: updates its parameters with their gradients.
        scale_sense: a Cell that updates the scale (`DynamicLossScaleUpdateCell`, `FixedLossScaleUpdateCell`), or a
            Tensor of shape () or (1,): a fixed scale, where overflows are not left out by an update of the scale.

    Returns:
        The loss, whether the gradients overflowed, and the scale for the next step.

    Raises:
        TypeError: if `scale_sense` is neither a Cell nor a Tensor. ValueError: for another shape.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", has_bias=False)
        >>> loss = ms.nn.WithLossCell(net, ms.nn.MSELoss())
        >>> scale = ms.nn.DynamicLossScaleUpdateCell(1024.0, 2, 1000)
        >>> step = ms.nn.TrainOneStepWithLossScaleCell(loss, ms.nn.SGD(net.trainable_params(), 0.1), scale)
        >>> for value in step(ms.Tensor([[1.0, 2.0]]), ms.Tensor([[1.0]])):
        ...     print(value)
        4.0
        False
        1024.0
    """

    def __init__(self, network: Cell, optimizer: Any, scale_sense: Any) -> None:
        super().__init__(network, optimizer, sens=None)
        # Steps outside that build on this one map their functions over the gradients with it.
        self.hyper_map = HyperMap()
        self.loss_scaling_manager: Any = None
        if isinstance(scale_sense, Cell):
            self.loss_scaling_manager = scale_sense
            start = Tensor(scale_sense.get_loss_scale(), dtype=mstype.float32)  # type: ignore[attr-defined]
            self.scale_sense = Parameter(start, name="scale_sense")
        elif isinstance(scale_sense, Tensor):
            if scale_sense.shape not in ((), (1,)):
                raise ValueError(
                    f"For '{self.cls_name}', the shape of 'scale_sense' must be (1,) or (), but got {scale_sense.shape}."
                )
            self.scale_sense = Parameter(scale_sense, name="scale_sense")
        else:
            raise TypeError(
                f"For '{self.cls_name}', the 'scale_sense' must be Cell or Tensor, but got 'scale_sense' type: {type(scale_sense)}."
            )

    def construct(self, *inputs: Any) -> tuple[Any, Tensor, Tensor]:
        scale = self.scale_sense.value()
        loss, grads = self._loss_and_scaled_grads(inputs, scale)
        grads = self.grad_reducer(tuple((g * (1 / scale).astype(g.dtype)) for g in grads))
        overflow = self.process_loss_scale(self.get_overflow_status(None, grads))
        self._update_unless(overflow, grads)
        return loss, overflow, self.scale_sense.value()

    def _update_unless(self, overflow: Tensor, grads: tuple[Tensor, ...]) -> None:
        if not isinstance(overflow.jax(), Tracer):
            if not bool(overflow):
                self.optimizer(grads)
            return
        # While it is compiled nobody knows: the step is made, and taken back where the gradients overflowed.
        from mindshim import ops

        states = list(dict.fromkeys([*self.weights, *self.optimizer.get_parameters()]))
        before = [p.copy() for p in states]
        self.optimizer(grads)
        for p, old in zip(states, before, strict=True):
            ops.assign(p, ops.select(overflow, old, p.value()))

    def _loss_and_scaled_grads(self, inputs: tuple[Any, ...], scale: Tensor) -> tuple[Any, tuple[Tensor, ...]]:
        from mindshim._core import gradients

        def scaled(*args: Any) -> Any:
            loss = self.network(*args)
            return loss * scale.astype(loss.dtype), loss

        out, _, grads = gradients.run_gradient(scaled, inputs, {}, [], self.weights, has_aux=True)
        return out[1], tuple(grads)

    def set_sense_scale(self, sens: Tensor) -> None:
        """Set the scale.

        Raises:
            TypeError: if `sens` is not a Tensor. ValueError: if its shape or dtype is not the scale's.
        """
        if not isinstance(sens, Tensor):
            raise TypeError(f"For '{self.cls_name}', the input type of 'sens' must be Tensor, but got {type(sens)}.")
        if sens.shape != self.scale_sense.shape or sens.dtype != self.scale_sense.dtype:
            raise ValueError(
                f"For '{self.cls_name}', the shape and dtype of 'sens' must be {self.scale_sense.shape} and "
                f"{self.scale_sense.dtype}, but got {sens.shape} and {sens.dtype}."
            )
        self.scale_sense.set_data(sens)

    def start_overflow_check(self, pre_cond: Any, compute_input: Any) -> tuple[Any, Any]:
        """Nothing has to be cleared here: returns a status and `compute_input`."""
        return Tensor([0.0] * 8, dtype=mstype.float32), compute_input

    def get_overflow_status(self, status: Any, compute_output: Any) -> Tensor:
        """Whether any of the gradients is not finite: a bool Tensor of shape ()."""
        from mindshim import ops

        return ops.logical_not(all_finite_of(compute_output))

    def process_loss_scale(self, overflow: Tensor) -> Tensor:
        """Tell the update Cell of the overflow; returns it."""
        if self.loss_scaling_manager is not None:
            return self.loss_scaling_manager(self.scale_sense, overflow)
        return overflow
