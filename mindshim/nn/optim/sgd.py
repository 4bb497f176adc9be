"""Stochastic gradient descent (mirrors `mindspore.nn.optim.sgd`)."""

from __future__ import annotations

import weakref
from operator import call, is_
from typing import Any

import jax.numpy as jnp

from mindshim._core import dtypes as mstype
from mindshim._core import state as modes
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.optim.optimizer import FusedOptimizer


def _sgd(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    dampening, nesterov, has_momentum = options
    if not has_momentum:
        return w - lr * g, slots
    accum, stat = (*slots, None)[:2]
    momentum = hyper[0]
    # `stat` is 1 before the first step, whose velocity is the gradient itself. Without it, the steps are counted (`Start`).
    first = state[-1] == 1 if stat is None else stat > 0
    v = jnp.where(first, g, momentum * accum + (1 - dampening) * g)
    return w - lr * (g + momentum * v if nesterov else v), [v] if stat is None else [v, jnp.zeros_like(stat)]


class Start:
    """Whether the `stat` of SGD, a state as large as the Parameters, is known: 1 before the first step, and 0 from then on.

    While nobody else writes it, steps in PyNative neither read nor write it; they count themselves instead.
    """

    def __init__(self, stat: Any = ()) -> None:
        #: How many steps there were; from 1 on it only says that there were some.
        self.count = Tensor(0, mstype.int32)
        self._arrays: list[Any] = [weakref.ref(t._data) for t in stat]
        self._first = True

    def __reduce__(self) -> Any:
        # A copy takes one step that looks. The count is the one that the copied optimizer has.
        return (Start, (), {"count": self.count})

    def knows(self, stat: Any) -> bool:
        """Whether `stat` holds what it did at the last look."""
        return len(stat) == len(self._arrays) and all(map(is_, map(call, self._arrays), [t._data for t in stat]))

    def stepped(self, stat: Any, counted: bool) -> None:
        """After a step that was counted, or else has written `stat`: it is 0."""
        if counted and not self._first:
            return
        if counted:
            zeros: dict[Any, Any] = {}
            for t in stat:
                old = t._data
                like = (old.shape, old.dtype, old.sharding)
                if like not in zeros:
                    zeros[like] = jnp.zeros(old.shape, old.dtype, device=old.sharding)
                t._assign_data(zeros[like])
        else:
            self.count._assign_data(jnp.ones_like(self.count._data))
        self._arrays = [weakref.ref(t._data) for t in stat]
        self._first = False


def count_both(state: Any, hyper: Any) -> Any:
    """The shared state whose parts all count the steps."""
    return tuple([part + 1 for part in state])


class SGD(FusedOptimizer):
    """Stochastic gradient descent, with momentum, dampening and Nesterov (mirrors `mindspore.nn.SGD`).

    `v = m v + (1 - dampening) g` (the first time `v = g`), `w -= lr v`, or `w -= lr (g + m v)` with Nesterov.

    Args:
        params, learning_rate, weight_decay, loss_scale: see `Optimizer`.
        momentum: how much of the last velocity stays, at least 0.
        dampening: how much of the gradient is left out of the velocity.
        nesterov: needs a momentum above 0 and no dampening.

    Raises:
        TypeError, ValueError: for hyper-parameters of a wrong type or range.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", has_bias=False)
        >>> optimizer = ms.nn.SGD(net.trainable_params(), learning_rate=0.1)
        >>> optimizer((ms.Tensor([[1.0, -1.0]]),))
        (True,)
        >>> print(net.weight.asnumpy())
        [[0.9 1.1]]
    """

    def __init__(
        self,
        params: Any,
        learning_rate: Any = 0.1,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: Any = 0.0,
        nesterov: bool = False,
        loss_scale: float = 1.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        if self.dynamic_weight_decay:
            raise TypeError(
                "For 'SGD', dynamic weight decay is currently not supported, the argument 'weight_decay' or 'weight_decay' set in "
                "grouped 'params' must be float or int type."
            )
        for name, value in (("momentum", momentum), ("dampening", dampening)):
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise TypeError(f"For 'SGD', the type of '{name}' should be 'float', but got type '{type(value).__name__}'.")
            if value < 0.0:
                raise ValueError(f"For 'SGD', the argument '{name}' must be at least 0.0, but got '{name}' {value}")
        if not isinstance(nesterov, bool):
            raise TypeError(f"For 'SGD', the type of 'nesterov' should be 'bool', but got type '{type(nesterov).__name__}'.")
        if nesterov and (momentum <= 0.0 or dampening != 0.0):
            raise ValueError(
                f"For 'SGD', if 'nesterov' is True, 'momentum' must be > 0.0 and 'dampening' must be 0.0, but got "
                f"momentum {momentum} and dampening {dampening}."
            )
        self.dampening = float(dampening)
        self.nesterov = nesterov
        self.momentum = Parameter(Tensor(float(momentum), mstype.float32), name="momentum")
        self.accum = self.parameters.clone(prefix="accum", init="zeros")
        self.stat = self.parameters.clone(prefix="stat", init="ones")
        # Without momentum the state stays as it is.
        slots = [self.accum, self.stat] if momentum > 0 else []
        how: Any = dict(hyper=[self.momentum], late_decay=True, options=(self.dampening, nesterov, momentum > 0))
        self._start = Start(self.stat)
        self._fuse(_sgd, slots[:1], state=[self._start.count], advance=count_both, **how)
        self._fused_counted = self._fused
        self._fuse(_sgd, slots, **how)

    def construct(self, gradients: Any) -> tuple[bool, ...]:
        """Update the parameters with a tuple of gradients."""
        if modes.S.scope is not None or not self._fused_counted[1]:
            return self._update(gradients)
        with modes.lock:
            counted = self._start.knows(self.stat)
            done = self._update(gradients, self._fused_counted if counted else None)
            self._start.stepped(self.stat, counted)
        return done
