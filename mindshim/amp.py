"""Mixed precision and loss scaling (mirrors `mindspore.amp`)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from mindshim.common import dtype as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.ops import finite, state
from mindshim.train.amp import auto_mixed_precision as auto_mixed_precision
from mindshim.train.amp import build_train_network as build_train_network
from mindshim.train.amp import custom_mixed_precision as custom_mixed_precision
from mindshim.train.amp import get_black_list as get_black_list
from mindshim.train.amp import get_white_list as get_white_list
from mindshim.train.loss_scale_manager import DynamicLossScaleManager as DynamicLossScaleManager
from mindshim.train.loss_scale_manager import FixedLossScaleManager as FixedLossScaleManager
from mindshim.train.loss_scale_manager import LossScaleManager as LossScaleManager


def all_finite(inputs: Any) -> Tensor:
    """Whether no element of any of the Tensors is infinite or NaN (mirrors `mindspore.amp.all_finite`).

    Args:
        inputs: a tuple or list of Tensors.

    Returns:
        A bool Tensor of shape ().

    Raises:
        TypeError: if `inputs` is no tuple or list of Tensors. ValueError: if it is empty.

    Examples:
        >>> import mindshim as ms
        >>> ms.amp.all_finite([ms.Tensor([1.0, float("inf")])])
        Tensor(shape=[], dtype=Bool, value= False)
    """
    if not isinstance(inputs, (tuple, list)):
        raise TypeError(f"For 'all_finite', the 'inputs' must be a tuple or list of Tensors, but got {type(inputs).__name__}.")
    if not inputs:
        raise ValueError("For 'all_finite', the 'inputs' must hold at least one Tensor, but got none.")
    return finite.all_finite_of(inputs)


def _each(inputs: Any, change: Any) -> Any:
    if isinstance(inputs, (tuple, list)):
        return type(inputs)(_each(i, change) for i in inputs)
    if not isinstance(inputs, Tensor):
        raise AttributeError(f"For 'LossScaler', the inputs must be Tensors, but got {type(inputs).__name__}.")
    return change(inputs)


class LossScaler(ABC):
    """Base class of the loss scalers of a training function (mirrors `mindspore.amp.LossScaler`).

    Examples:
        >>> import mindshim as ms
        >>> class Halve(ms.amp.LossScaler):
        ...     scale_value = ms.Parameter(ms.Tensor(8.0))
        ...     def adjust(self, grads_finite):
        ...         if not grads_finite:
        ...             self.scale_value.set_data(self.scale_value / 2)
        ...         return True
        >>> print(Halve().scale(ms.Tensor(2.0)))
        16.0
    """

    scale_value: Parameter

    def scale(self, inputs: Any) -> Any:
        """`inputs` (Tensors, nested in tuples and lists) times the scale, each in its own dtype.

        Examples:
            >>> import mindshim as ms
            >>> scaler = ms.amp.StaticLossScaler(4)
            >>> print(scaler.scale(ms.Tensor([1.0, 2.0])))
            [4. 8.]
        """
        scale = self.scale_value
        return _each(inputs, lambda x: x * scale.astype(x.dtype))

    def unscale(self, inputs: Any) -> Any:
        """`inputs` divided by the scale, each in its own dtype.

        Examples:
            >>> import mindshim as ms
            >>> scaler = ms.amp.StaticLossScaler(4)
            >>> print(scaler.unscale(ms.Tensor([4.0, 8.0])))
            [1. 2.]
        """
        inverse = 1 / self.scale_value
        return _each(inputs, lambda x: x * inverse.astype(x.dtype))

    @abstractmethod
    def adjust(self, grads_finite: Tensor) -> Any:
        """Change the scale after a step whose gradients were finite, or not.

        Examples:
            >>> import mindshim as ms
            >>> class Halve(ms.amp.LossScaler):
            ...     scale_value = ms.Parameter(ms.Tensor(8.0))
            ...     def adjust(self, grads_finite):
            ...         if not grads_finite:
            ...             self.scale_value.set_data(self.scale_value / 2)
            ...         return True
            >>> scaler = Halve()
            >>> scaler.adjust(ms.Tensor(False))
            True
            >>> print(scaler.scale_value.asnumpy())
            4.0
        """


def _positive_scale(scale_value: Any) -> None:
    if isinstance(scale_value, bool) or not isinstance(scale_value, (int, float)):
        raise TypeError(
            f"The type of 'scale_value' should be one of '['float', 'int']', but got type '{type(scale_value).__name__}'."
        )
    if scale_value < 1.0:
        raise ValueError(f"The argument 'scale_value' must be > 1, but got {scale_value}")


class StaticLossScaler(LossScaler):
    """A loss scale that stays (mirrors `mindspore.amp.StaticLossScaler`).

    Args:
        scale_value: the scale, at least 1.

    Raises:
        TypeError, ValueError: for another `scale_value`.

    Examples:
        >>> import mindshim as ms
        >>> ms.amp.StaticLossScaler(4).scale(ms.Tensor(2.0))
        Tensor(shape=[], dtype=Float32, value= 8)
    """

    def __init__(self, scale_value: float) -> None:
        _positive_scale(scale_value)
        self.scale_value = Parameter(Tensor(scale_value, dtype=mstype.float32), name="scale_value")

    def adjust(self, grads_finite: Tensor) -> bool:
        """Nothing: False, the scale stays.

        Examples:
            >>> import mindshim as ms
            >>> scaler = ms.amp.StaticLossScaler(4)
            >>> scaler.adjust(ms.Tensor(False))
            False
        """
        return False


class DynamicLossScaler(LossScaler):
    """A loss scale that falls on overflow and grows after quiet steps (mirrors `mindspore.amp.DynamicLossScaler`).

    Args:
        scale_value: the scale to start with, at least 1.
        scale_factor: the factor of each change. scale_window: the steps without overflow after which it grows.

    Raises:
        TypeError, ValueError: for other values.

    Examples:
        >>> import mindshim as ms
        >>> scaler = ms.amp.DynamicLossScaler(1024, 2, 1)
        >>> _ = scaler.adjust(ms.Tensor(False))
        >>> float(scaler.scale_value)
        512.0
    """

    def __init__(self, scale_value: float, scale_factor: int, scale_window: int) -> None:
        _positive_scale(scale_value)
        for name, value in (("scale_window", scale_window), ("scale_factor", scale_factor)):
            if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
                raise ValueError(f"The '{name}' must be int and must > 0, but got '{value}' with type '{type(value).__name__}'.")
        self.scale_value = Parameter(Tensor(scale_value, dtype=mstype.float32), name="scale_value")
        self.scale_window = scale_window
        self.scale_factor = scale_factor
        self.counter = Parameter(Tensor(0, dtype=mstype.int32), name="counter")

    def adjust(self, grads_finite: Tensor) -> bool:
        """Halve the scale after an overflow (by `scale_factor`, not below 1), raise it after `scale_window` quiet steps.

        Args:
            grads_finite: a bool Tensor of shape (), as `all_finite` gives it.

        Returns:
            True: the scale is one that changes.

        Raises:
            TypeError: if `grads_finite` is not a Tensor.

        Examples:
            >>> import mindshim as ms
            >>> scaler = ms.amp.DynamicLossScaler(1024, 2, 1)
            >>> scaler.adjust(ms.Tensor(False))
            True
            >>> float(scaler.scale_value)
            512.0
        """
        from mindshim import ops

        if not isinstance(grads_finite, Tensor):
            raise TypeError(f"For 'DynamicLossScaler', the 'grads_finite' must be Tensor, but got {type(grads_finite).__name__}.")
        scale, counter = self.scale_value.value(), self.counter.value()
        full = ops.equal(counter, self.scale_window - 1)
        # A scale that would overflow float32 itself is not taken.
        raised = scale * self.scale_factor
        raised = ops.select(ops.isfinite(raised), raised, scale)
        grown = ops.select(full, raised, scale)
        lowered = ops.maximum(scale / self.scale_factor, Tensor(1.0, mstype.float32))
        state.assign(self.scale_value, ops.select(grads_finite, grown, lowered))
        steps = ops.select(ops.logical_and(grads_finite, ops.logical_not(full)), counter + 1, ops.zeros_like(counter))
        state.assign(self.counter, steps)
        return True
