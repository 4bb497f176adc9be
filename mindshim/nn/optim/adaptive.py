"""Optimizers that scale each element's step by its gradient's history."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core import dtypes as mstype
from mindshim.common.parameter import Parameter
from mindshim.common.tensor import Tensor
from mindshim.nn.optim.adam import _check_flag, _check_positive, _check_unit
from mindshim.nn.optim.optimizer import Optimizer


def _check_at_least_zero(name: str, value: Any, op: str) -> None:
    if isinstance(value, bool) or not isinstance(value, float):
        raise TypeError(f"For '{op}', the type of '{name}' should be 'float', but got type '{type(value).__name__}'.")
    if value < 0:
        raise ValueError(f"For '{op}', the '{name}' must be float and must >= 0, but got '{value}' with type 'float'.")


class _Updating(Optimizer):
    def construct(self, gradients: Any) -> tuple[bool, ...]:
        """Update the parameters with a tuple of gradients."""
        return self._update(gradients)


def _rmsprop(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    rho, momentum, eps = hyper
    square = rho * slots[0] + (1 - rho) * g * g
    if options[0]:
        mean = rho * slots[2] + (1 - rho) * g
        moved = momentum * slots[1] + lr * g / jnp.sqrt(square - mean * mean + eps)
        return w - moved, [square, moved, mean]
    moved = momentum * slots[1] + lr * g / jnp.sqrt(square + eps)
    return w - moved, [square, moved]


class RMSProp(_Updating):
    """`s = d s + (1-d) g²`, `m = momentum m + lr g / sqrt(s + eps)`, `w -= m` (mirrors `mindspore.nn.RMSProp`).

    The mean square starts at 1; centred, the mean gradient's square is taken off it.

    Args:
        params, learning_rate, weight_decay, loss_scale: see `Optimizer`.
        decay: decay of the mean square. momentum: at least 0. epsilon: greater than 0. use_locking: has no effect.
        centered: normalise by the variance instead of the mean square.
    """

    def __init__(
        self,
        params: Any,
        learning_rate: Any = 0.1,
        decay: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-10,
        use_locking: bool = False,
        centered: bool = False,
        loss_scale: float = 1.0,
        weight_decay: Any = 0.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        _check_at_least_zero("decay", decay, "RMSProp")
        _check_at_least_zero("momentum", momentum, "RMSProp")
        _check_positive("epsilon", epsilon, "RMSProp")
        _check_flag("use_locking", use_locking, "RMSProp")
        _check_flag("centered", centered, "RMSProp")
        self.centered = centered
        self.decay, self.momentum, self.epsilon = decay, momentum, epsilon
        self.ms = self.parameters.clone(prefix="mean_square", init="ones")
        self.moment = self.parameters.clone(prefix="moment", init="zeros")
        slots = [self.ms, self.moment]
        if centered:
            self.mg = self.parameters.clone(prefix="mean_grad", init="zeros")
            slots.append(self.mg)
        self._fuse(_rmsprop, slots, hyper=[decay, momentum, epsilon], options=(centered,))


def _adagrad(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    total = slots[0] + g * g if options[0] else slots[0]
    return w - lr * g / jnp.sqrt(total), [total]


class Adagrad(_Updating):
    """`a += g²`, `w -= lr g / sqrt(a)` (mirrors `mindspore.nn.Adagrad`).

    Args:
        params, learning_rate, weight_decay, loss_scale: see `Optimizer`.
        accum: the accumulator's start, at least 0. update_slots: whether the accumulator grows.
    """

    def __init__(
        self,
        params: Any,
        accum: float = 0.1,
        learning_rate: Any = 0.001,
        update_slots: bool = True,
        loss_scale: float = 1.0,
        weight_decay: Any = 0.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        _check_at_least_zero("accum", accum, "Adagrad")
        _check_flag("update_slots", update_slots, "Adagrad")
        self.accum = self.parameters.clone(prefix="accum", init=accum)
        self._fuse(_adagrad, [self.accum], options=(update_slots,))


def _adadelta(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    rho, eps = hyper
    square = rho * slots[0] + (1 - rho) * g * g
    update = jnp.sqrt(slots[1] + eps) / jnp.sqrt(square + eps) * g
    return w - lr * update, [square, rho * slots[1] + (1 - rho) * update * update]


class Adadelta(_Updating):
    """Steps scaled by the ratio of past updates to past gradients (mirrors `mindspore.nn.Adadelta`).

    Args:
        params, learning_rate, weight_decay, loss_scale: see `Optimizer`.
        rho: decay rate in [0, 1]. epsilon: greater than or equal to 0.
    """

    def __init__(
        self,
        params: Any,
        learning_rate: Any = 1.0,
        rho: float = 0.9,
        epsilon: float = 1e-6,
        loss_scale: float = 1.0,
        weight_decay: Any = 0.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        _check_at_least_zero("rho", rho, "Adadelta")
        if rho > 1:
            raise ValueError(f"For 'Adadelta', the 'rho' must be in range of [0.0, 1.0], but got {rho} with type 'float'.")
        _check_at_least_zero("epsilon", epsilon, "Adadelta")
        self.rho, self.epsilon = rho, epsilon
        self.accum = self.parameters.clone(prefix="accum", init="zeros")
        self.accum_update = self.parameters.clone(prefix="accum_update", init="zeros")
        self._fuse(_adadelta, [self.accum, self.accum_update], hyper=[rho, epsilon])


def _advance_power(state: Any, hyper: Any) -> Any:
    return state[0] + 1, state[1] * hyper[0].astype(state[1].dtype)


def _adamax(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    beta1, beta2, eps = hyper
    m = beta1 * slots[0] + (1 - beta1) * g
    u = jnp.maximum(beta2 * slots[1], jnp.abs(g))
    return w - lr / (1 - state[1].astype(w.dtype)) * m / (u + eps), [m, u]


class AdaMax(_Updating):
    """Adam with the infinity norm (mirrors `mindspore.nn.AdaMax`). The arguments are those of `Adam`."""

    def __init__(
        self,
        params: Any,
        learning_rate: Any = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
        weight_decay: Any = 0.0,
        loss_scale: float = 1.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        _check_unit("beta1", beta1, "AdaMax")
        _check_unit("beta2", beta2, "AdaMax")
        _check_positive("eps", eps, "AdaMax")
        self.beta1 = Tensor(beta1, mstype.float32)
        self.beta2 = Tensor(beta2, mstype.float32)
        self.beta1_power = Parameter(Tensor(1.0, mstype.float32), name="beta1_power")
        self.moment1 = self.parameters.clone(prefix="moment1", init="zeros")
        self.moment2 = self.parameters.clone(prefix="moment2", init="zeros")
        self._fuse(
            _adamax,
            [self.moment1, self.moment2],
            state=[self.beta1_power],
            advance=_advance_power,
            hyper=[self.beta1, self.beta2, eps],
        )


def _ftrl(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    l1, l2, lr_power = hyper
    n, z = slots
    new_n = n + g * g
    root, new_root = n ** (-lr_power), new_n ** (-lr_power)
    z = z + g - (new_root - root) / lr * w
    new_w = jnp.where(jnp.abs(z) > l1, (jnp.sign(z) * l1 - z) / (new_root / lr + 2 * l2), jnp.zeros_like(w))
    return new_w, [new_n, z]


class FTRL(_Updating):
    """Follow the regularised leader (mirrors `mindspore.nn.FTRL`).

    Args:
        params, learning_rate, weight_decay, loss_scale: see `Optimizer`.
        initial_accum: the accumulator's start, at least 0. lr_power: at most 0. l1, l2: regularisation, at least 0.
        use_locking: has no effect.
    """

    def __init__(
        self,
        params: Any,
        initial_accum: float = 0.1,
        learning_rate: Any = 0.001,
        lr_power: float = -0.5,
        l1: float = 0.0,
        l2: float = 0.0,
        use_locking: bool = False,
        loss_scale: float = 1.0,
        weight_decay: Any = 0.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        for name, value in (("initial_accum", initial_accum), ("l1", l1), ("l2", l2)):
            _check_at_least_zero(name, value, "FTRL")
        if not isinstance(lr_power, float):
            raise TypeError(f"For 'FTRL', the type of 'lr_power' should be 'float', but got type '{type(lr_power).__name__}'.")
        if lr_power > 0:
            raise ValueError(f"For 'FTRL', the 'lr_power' must be <= 0, but got {lr_power}.")
        self.lr_power, self.l1, self.l2 = lr_power, l1, l2
        self.moments = self.parameters.clone(prefix="moments", init=initial_accum)
        self.linear = self.parameters.clone(prefix="linear", init="zeros")
        self._fuse(_ftrl, [self.moments, self.linear], hyper=[l1, l2, lr_power])


def _proximal_adagrad(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    l1, l2 = hyper
    total = slots[0] + g * g
    eta = lr / jnp.sqrt(total)
    moved = w - eta * g
    return jnp.sign(moved) * jnp.maximum(jnp.abs(moved) - eta * l1, 0) / (1 + eta * l2), [total]


class ProximalAdagrad(_Updating):
    """Adagrad with soft thresholding (mirrors `mindspore.nn.ProximalAdagrad`).

    Args:
        params, learning_rate, weight_decay, loss_scale: see `Optimizer`.
        accum: the accumulator's start. l1, l2: regularisation, at least 0. use_locking: has no effect.
    """

    def __init__(
        self,
        params: Any,
        accum: float = 0.1,
        learning_rate: Any = 0.001,
        l1: float = 0.0,
        l2: float = 0.0,
        use_locking: bool = False,
        loss_scale: float = 1.0,
        weight_decay: Any = 0.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay, loss_scale)
        for name, value in (("accum", accum), ("l1", l1), ("l2", l2)):
            _check_at_least_zero(name, value, "ProximalAdagrad")
        self.l1, self.l2 = l1, l2
        self.accum = self.parameters.clone(prefix="accum", init=accum)
        self._fuse(_proximal_adagrad, [self.accum], hyper=[l1, l2])


def _rprop(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    minus, plus, low, high = hyper
    prev, size = slots
    first = state[0].reshape(()) == 1
    size = jnp.where(first, jnp.full_like(size, 1.0) * lr, size)
    same = jnp.sign(prev * g)
    size = jnp.clip(size * jnp.where(same > 0, plus, jnp.where(same < 0, minus, 1)), low, high)
    g = jnp.where(same < 0, jnp.zeros_like(g), g)
    return w - jnp.sign(g) * size, [g, size]


class Rprop(_Updating):
    """Resilient backpropagation: steps depend on gradient signs alone (mirrors `mindspore.nn.Rprop`).

    Args:
        params, learning_rate, weight_decay: see `Optimizer`.
        etas: factors of decrease and increase. step_sizes: smallest and largest step.
    """

    def __init__(
        self,
        params: Any,
        learning_rate: Any = 0.1,
        etas: tuple[float, float] = (0.5, 1.2),
        step_sizes: tuple[float, float] = (1e-6, 50.0),
        weight_decay: Any = 0.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay)
        if not isinstance(etas, tuple) or not isinstance(step_sizes, tuple):
            raise TypeError("For 'Rprop', 'etas' and 'step_sizes' must be tuples.")
        if len(etas) != 2 or len(step_sizes) != 2:
            raise ValueError("For 'Rprop', 'etas' and 'step_sizes' must have two elements.")
        if not 0.0 < etas[0] < 1.0 < etas[1]:
            raise ValueError(f"For 'Rprop', 'etas' must be in (0, 1) and above 1, but got {etas}.")
        if step_sizes[0] > step_sizes[1]:
            raise ValueError(f"For 'Rprop', the smallest step must not exceed the largest, but got {step_sizes}.")
        self.etas, self.step_sizes = etas, step_sizes
        self.prev = self.parameters.clone(prefix="prev", init="zeros")
        self.step_size = self.parameters.clone(prefix="step_size", init="zeros")
        self._fuse(_rprop, [self.prev, self.step_size], hyper=[*etas, *step_sizes])


def _asgd(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    lambd, alpha, t0 = hyper
    eta, mu, mean = slots
    step = state[0].reshape(()).astype(w.dtype)
    eta = jnp.where(step == 1, jnp.full_like(eta, 1.0) * lr, eta)
    g = g + lambd * w
    w = w - eta * g
    mean = jnp.where(mu == 1, w, mean + (w - mean) * mu)
    eta = lr / (1 + lambd * lr * step) ** alpha * jnp.ones_like(eta)
    mu = 1 / jnp.maximum(step - t0, 1) * jnp.ones_like(mu)
    return w, [eta, mu, mean]


class ASGD(_Updating):
    """Averaged stochastic gradient descent (mirrors `mindspore.nn.ASGD`).

    Args:
        params, learning_rate, weight_decay: see `Optimizer`.
        lambd: decay term. alpha: power of the step size. t0: the step at which averaging starts.
    """

    def __init__(
        self,
        params: Any,
        learning_rate: Any = 0.1,
        lambd: float = 1e-4,
        alpha: float = 0.75,
        t0: float = 1e6,
        weight_decay: Any = 0.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay)
        for name, value in (("lambd", lambd), ("alpha", alpha), ("t0", t0)):
            if not isinstance(value, float):
                raise TypeError(f"For 'ASGD', the type of '{name}' should be 'float', but got type '{type(value).__name__}'.")
        self.lambd, self.alpha, self.t0 = lambd, alpha, t0
        self.eta = self.parameters.clone(prefix="eta", init="zeros")
        self.mu = self.parameters.clone(prefix="mu", init="ones")
        self.ax = self.parameters.clone(prefix="ax", init="zeros")
        self._fuse(_asgd, [self.eta, self.mu, self.ax], hyper=[lambd, alpha, t0])


def _lamb(w: Any, g: Any, slots: Any, lr: Any, hyper: Any, state: Any, decay: Any, options: Any) -> Any:
    beta1, beta2, eps = hyper
    step = state[0].reshape(()).astype(w.dtype)
    m = beta1 * slots[0] + (1 - beta1) * g
    v = beta2 * slots[1] + (1 - beta2) * g * g
    update = m / (1 - beta1**step) / (jnp.sqrt(v / (1 - beta2**step)) + eps)
    if decay is not None:
        update = update + decay * w
    w_norm, u_norm = jnp.sqrt(jnp.sum(w * w)), jnp.sqrt(jnp.sum(update * update))
    trust = jnp.where((w_norm > 0) & (u_norm > 0), w_norm / jnp.where(u_norm > 0, u_norm, 1), jnp.ones_like(w_norm))
    return w - lr * trust * update, [m, v]


class Lamb(_Updating):
    """Adam with a trust ratio per parameter and decoupled decay (mirrors `mindspore.nn.Lamb`).

    The arguments are those of `AdamWeightDecay`. The real CPU build has no kernel for it; the formula is the paper's.
    """

    def __init__(
        self,
        params: Any,
        learning_rate: Any,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-6,
        weight_decay: Any = 0.0,
    ) -> None:
        super().__init__(learning_rate, params, weight_decay)
        _check_unit("beta1", beta1, "Lamb")
        _check_unit("beta2", beta2, "Lamb")
        _check_positive("eps", eps, "Lamb")
        self.moments1 = self.parameters.clone(prefix="lamb_m", init="zeros")
        self.moments2 = self.parameters.clone(prefix="lamb_v", init="zeros")
        self._fuse(_lamb, [self.moments1, self.moments2], hyper=[beta1, beta2, eps], own_decay=True)
