"""LARS: gradients scaled layer by layer before an optimizer gets them (mirrors `mindspore.nn.optim.lars`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mindshim import _checkparam as check
from mindshim import ops
from mindshim._core import dtypes as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.layer.container import CellList
from mindshim.nn.optim.optimizer import Optimizer


def _usual(parameter: Any) -> bool:
    """Biases and what belongs to layer normalisation are left as they are."""
    return "LayerNorm" not in parameter.name and "bias" not in parameter.name


class LARS(Optimizer):
    """Layer-wise adaptive rate scaling around another optimizer (mirrors `mindspore.nn.LARS`).

    The optimizer gets `rate (g + d w)` for a gradient g, with the weight decay d and
    `rate = coefficient |w| / (|g| + d |w| + epsilon)`; it decays nothing itself any more.

    Args:
        optimizer: an Optimizer. epsilon: keeps the quotient from zero. coefficient: see above. use_clip: `rate` is
            divided by the learning rate, and at most 1. lars_filter: a function of a Parameter, true for those
            whose gradients are scaled; by default not biases and layer normalisation.

    Raises:
        TypeError: for arguments of other types. ValueError: for `use_clip` with rates of groups that change.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", has_bias=False)
        >>> optimizer = ms.nn.LARS(ms.nn.SGD(net.trainable_params(), learning_rate=0.1), coefficient=0.5)
        >>> optimizer((ms.Tensor([[3.0, 4.0]]),))
        (True,)
        >>> print(net.weight.asnumpy().round(3))
        [[0.958 0.943]]
    """

    def __init__(
        self, optimizer: Optimizer, epsilon: float = 1e-5, coefficient: float = 0.001, use_clip: bool = False,
        lars_filter: Callable[[Any], bool] = _usual,
    ) -> None:  # fmt: skip
        if not isinstance(optimizer, Optimizer):
            # The real one asks the argument for what optimizers have.
            raise AttributeError(f"For 'LARS', the 'optimizer' must be an Optimizer, but got {type(optimizer).__name__}.")
        super().__init__(0.0, [Parameter(Tensor(0.0), name="fake_param")])
        op = type(self).__name__
        check.check_value_type("epsilon", epsilon, [float], op)
        check.check_value_type("coefficient", coefficient, [float], op)
        check.check_value_type("use_clip", use_clip, [bool], op)
        self.opt = optimizer
        for name in ("global_step", "is_group", "decay_flags", "dynamic_decay_flags", "dynamic_weight_decay", "loss_scale",
                     "need_scale", "reciprocal_scale", "exec_weight_decay"):  # fmt: skip
            setattr(self, name, getattr(optimizer, name))
        self._decay = optimizer.get_weight_decay
        self.parameters = optimizer.parameters
        self._trained = list(optimizer.parameters)
        self.use_clip = use_clip
        self.lars_flag = tuple(bool(lars_filter(p)) for p in self._trained)
        self.learning_rate = Parameter(Tensor(0.0, mstype.float32), name="fake_lr")
        self.lars = ops.LARSUpdate(epsilon, coefficient, use_clip)
        if use_clip:
            self.is_group_lr, self.dynamic_lr = optimizer.is_group_lr, optimizer.dynamic_lr
            if self.is_group_lr and self.dynamic_lr:
                raise ValueError(f"For '{op}', with 'use_clip' the learning rates of groups must not change from step to step.")
            self.origin_learning_rate = optimizer.learning_rate
        optimizer.decay_flags = (False,) * len(self._trained)
        optimizer.exec_weight_decay = False
        optimizer.need_scale = False

    def construct(self, gradients: Any) -> Any:
        """Scale a tuple of gradients and update the parameters with them."""
        rates: Any = self.opt.get_lr() if self.use_clip else self.learning_rate
        decays = self._decay() if self.exec_weight_decay else 0.0
        if self.need_scale:
            gradients = tuple(g * ops.cast(self.reciprocal_scale, g.dtype) for g in gradients)
        scaled = []
        for i, (p, g, flag) in enumerate(zip(self._trained, gradients, self.lars_flag, strict=True)):
            if flag:
                decay = (decays[i] if isinstance(decays, tuple) else decays) if self.decay_flags[i] else 0.0
                rate = rates[i] if isinstance(rates, (tuple, CellList)) else rates
                g = self.lars(p, g, (p * p).sum(), (g * g).sum(), decay, rate)
            scaled.append(g)
        return self.opt(tuple(scaled))
