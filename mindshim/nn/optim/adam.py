"""Adam and its relatives, with MindSpore's formulas: epsilon is not bias-corrected, AdamWeightDecay corrects nothing."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core import dtypes as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.optim._checks import check_flag, check_positive, check_unit
from mindshim.nn.optim._step import takes_wider
from mindshim.nn.optim.optimizer import FusedOptimizer


def _advance_powers(state: Any, hyper: Any) -> Any:
    step, power1, power2 = state
    return step + 1, power1 * hyper[0].astype(power1.dtype), power2 * hyper[1].astype(power2.dtype)


def _adam(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    beta1, beta2, eps = hyper
    nesterov, amsgrad = options
    power1, power2 = (p.astype(w.dtype).reshape(()) for p in state[1:])
    m = beta1 * slots[0] + (1 - beta1) * g
    v = beta2 * slots[1] + (1 - beta2) * g * g
    rate = lr * jnp.sqrt(1 - power2) / (1 - power1)
    top = beta1 * m + (1 - beta1) * g if nesterov else m
    if amsgrad:
        largest = jnp.maximum(slots[2], v)
        return w - rate * top / (jnp.sqrt(largest) + eps), [m, v, largest]
    return w - rate * top / (jnp.sqrt(v) + eps), [m, v]


class Adam(FusedOptimizer):
    """Adaptive moment estimation (mirrors `mindspore.nn.Adam`).

    `m = b1 m + (1-b1) g`, `v = b2 v + (1-b2) g²`, `w -= lr sqrt(1-b2^t)/(1-b1^t) m / (sqrt(v) + eps)`.

    Args:
        params, learning_rate, weight_decay, loss_scale: see `Optimizer`.
        beta1, beta2: decay of the moments, in (0, 1).
        eps: added to the root, greater than 0.
        use_locking: has no effect.
        use_nesterov: use the look-ahead first moment.
        use_amsgrad: divide by the largest second moment so far.
        kwargs: `use_lazy`, `use_offload`; accepted, computed alike.

    Raises:
        TypeError, ValueError: for hyper-parameters of a wrong type or range.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", has_bias=False)
        >>> optimizer = ms.nn.Adam(net.trainable_params(), learning_rate=0.1)
        >>> optimizer((ms.Tensor([[1.0, -1.0]]),))
        (True,)
        >>> print(net.weight.asnumpy().round(3))
        [[0.9 1.1]]
    """

    _lazy = False

    def __init__(
        self,
        params: Any,
        learning_rate: Any = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
        use_locking: bool = False,
        use_nesterov: bool = False,
        weight_decay: Any = 0.0,
        loss_scale: float = 1.0,
        use_amsgrad: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        op = type(self).__name__
        unknown = [k for k in kwargs if k not in ("use_lazy", "use_offload")]
        if unknown:
            raise KeyError(f"For '{op}', the keyword arguments may be 'use_lazy' and 'use_offload', but got {unknown}.")
        check_unit("beta1", beta1, op)
        check_unit("beta2", beta2, op)
        check_positive("eps", eps, op)
        for name, flag in (("use_locking", use_locking), ("use_nesterov", use_nesterov), ("use_amsgrad", use_amsgrad)):
            check_flag(name, flag, op)
        self.beta1 = Tensor(beta1, mstype.float32)
        self.beta2 = Tensor(beta2, mstype.float32)
        self.eps = Tensor(eps, mstype.float32)
        self.use_nesterov = use_nesterov
        self.use_locking = use_locking
        self.use_amsgrad = use_amsgrad
        self.use_lazy = kwargs.get("use_lazy", False)
        self.use_offload = kwargs.get("use_offload", False)
        for name, flag in (("use_lazy", self.use_lazy), ("use_offload", self.use_offload)):
            check_flag(name, flag, op)
        if self.use_lazy and self.use_offload:
            raise ValueError(f"For '{op}', 'use_lazy' and 'use_offload' can not both be True.")
        if use_amsgrad and (self.use_lazy or self.use_offload):
            raise ValueError(f"For lazy Adam and Adam with offload, there is no parameter named 'use_amsgrad'. But for '{op}' got 'use_amsgrad' True.")
        one = Tensor([1.0] if self._lazy else 1.0, mstype.float32)
        self.beta1_power = Parameter(one, name="beta1_power")
        self.beta2_power = Parameter(one.copy(), name="beta2_power")
        self.moment1 = self.parameters.clone(prefix="moment1", init="zeros")
        self.moment2 = self.parameters.clone(prefix="moment2", init="zeros")
        slots = [self.moment1, self.moment2]
        if use_amsgrad:
            self.vhat = self.parameters.clone(prefix="vhat", init="zeros")
            slots.append(self.vhat)
        self._fuse(
            _adam,
            slots,
            state=[self.beta1_power, self.beta2_power],
            advance=_advance_powers,
            hyper=[self.beta1, self.beta2, self.eps],
            options=(use_nesterov, use_amsgrad),
            rows=self.use_lazy or self._lazy,
        )


class LazyAdam(Adam):
    """Adam that leaves rows alone which were not looked up (mirrors `mindspore.nn.LazyAdam`).

    Of tables with sparse gradients, those of `EmbeddingLookup(sparse=True)`, the rows whose gradient is zero keep their
    values and moments; all other Parameters are updated as by `Adam`. The arguments are those of `Adam` without
    `use_amsgrad`.

    Examples:
        >>> import mindshim as ms
        >>> table = ms.nn.EmbeddingLookup(3, 1, param_init="ones")
        >>> optimizer = ms.nn.LazyAdam(table.trainable_params(), learning_rate=0.1)
        >>> optimizer((ms.Tensor([[2.0], [0.0], [-1.0]]),))
        (True,)
        >>> print(table.embedding_table.asnumpy().T.round(3))
        [[0.9 1.  1.1]]
    """

    _lazy = True

    def __init__(
        self,
        params: Any,
        learning_rate: Any = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
        use_locking: bool = False,
        use_nesterov: bool = False,
        weight_decay: Any = 0.0,
        loss_scale: float = 1.0,
    ) -> None:
        super().__init__(params, learning_rate, beta1, beta2, eps, use_locking, use_nesterov, weight_decay, loss_scale)


class AdamOffload(LazyAdam):
    """Adam with its state on the host (mirrors `mindspore.nn.AdamOffload`); the state stays on the device here."""


@takes_wider
def _adam_weight_decay(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    beta1, beta2, eps = hyper
    m = beta1 * slots[0] + (1 - beta1) * g
    v = beta2 * slots[1] + (1 - beta2) * g * g
    update = m / (jnp.sqrt(v) + eps)
    if decay is not None:
        update = update + decay * w
    return w - lr * update, [m, v]


class AdamWeightDecay(FusedOptimizer):
    """Adam with decoupled weight decay and no bias correction (mirrors `mindspore.nn.AdamWeightDecay`).

    `w -= lr (m / (sqrt(v) + eps) + weight_decay w)`. The arguments are those of `Adam`.

    Examples:
        >>> import mindshim as ms
        >>> net = ms.nn.Dense(2, 1, weight_init="ones", has_bias=False)
        >>> optimizer = ms.nn.AdamWeightDecay(net.trainable_params(), learning_rate=0.1, weight_decay=0.5)
        >>> optimizer((ms.Tensor([[0.0, 0.0]]),))
        (True,)
        >>> print(net.weight.asnumpy())
        [[0.95 0.95]]
    """

    def __init__(
        self,
        params: Any,
        learning_rate: Any = 1e-3,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-6,
        weight_decay: Any = 0.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay)
        op = type(self).__name__
        check_unit("beta1", beta1, op)
        check_unit("beta2", beta2, op)
        check_positive("eps", eps, op)
        self.beta1 = Tensor(beta1, mstype.float32)
        self.beta2 = Tensor(beta2, mstype.float32)
        self.eps = Tensor(eps, mstype.float32)
        self.moments1 = self.parameters.clone(prefix="adam_m", init="zeros")
        self.moments2 = self.parameters.clone(prefix="adam_v", init="zeros")
        self._fuse(
            _adam_weight_decay, [self.moments1, self.moments2], hyper=[self.beta1, self.beta2, self.eps], own_decay=True
        )
