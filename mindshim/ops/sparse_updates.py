"""Optimizer steps for the rows that a gradient touches; see `optimizer_updates`.

Where a row is named twice, upstream's fused operators and SparseApplyAdagrad add its gradients up; the others take one
step after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax.numpy as jnp
from jax import lax

from mindshim.ops.optimizer_updates import (
    _LOCKING,
    _ada_delta,
    _adagrad_da,
    _centred,
    _ftrl,
    _like,
    _operator,
    _proximal,
    _rms_prop,
)


def _dense(v: Any) -> tuple[Any, Any]:
    """The gradient of all rows, rows named twice added up, and which rows are named."""
    indices = v.indices
    shape = (v.var.shape[0], *v.grad.shape[1:])
    total = jnp.zeros(shape, v.grad.dtype).at[indices].add(v.grad, mode="drop")
    named = jnp.zeros(shape[0], bool).at[indices].set(True, mode="drop")
    return total, named.reshape((-1,) + (1,) * (len(shape) - 1))


Step = Callable[..., tuple[Any, ...]]


def _summed(v: Any, states: tuple[Any, ...], step: Step) -> tuple[Any, ...]:
    """`step(gradient, *states)` once per named row, with the sum of the row's gradients."""
    g, named = _dense(v)
    return tuple(jnp.where(named, new, old) for new, old in zip(step(g, *states), states, strict=True))


def _in_turn(v: Any, states: tuple[Any, ...], step: Step) -> tuple[Any, ...]:
    """`step(gradient, *states)` for one gradient after the other."""

    def one(i: Any, now: tuple[Any, ...]) -> tuple[Any, ...]:
        at = v.indices[i]
        new = step(v.grad[i], *[x[at] for x in now])
        return tuple(x.at[at].set(n, mode="drop") for x, n in zip(now, new, strict=True))

    return lax.fori_loop(0, v.indices.shape[0], one, states)


_FTRL = "var accum linear grad indices"


@_operator("SparseApplyFtrl", "lr, l1, l2, lr_power, use_locking=False", _FTRL, 3, 3, "A sparse step of FTRL")
def _sparse_ftrl(v: Any, lr: float, l1: float, l2: float, lr_power: float, use_locking: bool) -> Any:
    numbers = [_like(v.var, n) for n in (lr, l1, l2, lr_power)]
    return _in_turn(v, (v.var, v.accum, v.linear), lambda g, var, a, lin: _ftrl(var, a, lin, g, *numbers))


@_operator("FusedSparseFtrl", "lr, l1, l2, lr_power, use_locking=False", _FTRL, 3, 3, "A sparse step of FTRL")
def _fused_sparse_ftrl(v: Any, lr: float, l1: float, l2: float, lr_power: float, use_locking: bool) -> Any:
    numbers = [_like(v.var, n) for n in (lr, l1, l2, lr_power)]
    return _summed(v, (v.var, v.accum, v.linear), lambda g, var, a, lin: _ftrl(var, a, lin, g, *numbers))


@_operator("SparseApplyFtrlV2", "lr, l1, l2, l2_shrinkage, lr_power, use_locking=False", _FTRL, 3, 3,
           "A sparse step of FTRL with shrinkage")  # fmt: skip
def _sparse_ftrl_v2(
    v: Any, lr: float, l1: float, l2: float, l2_shrinkage: float, lr_power: float, use_locking: bool
) -> Any:
    numbers = [_like(v.var, n) for n in (lr, l1, l2, lr_power, l2_shrinkage)]
    return _in_turn(v, (v.var, v.accum, v.linear), lambda g, var, a, lin: _ftrl(var, a, lin, g, *numbers))


@_operator("SparseApplyAdagrad", "lr, update_slots=True, use_locking=False", "var accum grad indices", 2, 2,
           "A sparse step of Adagrad")  # fmt: skip
def _sparse_adagrad(v: Any, lr: float, update_slots: bool, use_locking: bool) -> Any:
    def step(g: Any, var: Any, a: Any) -> Any:
        a = a + g * g if update_slots else a
        return var - _like(g, lr) * g / jnp.sqrt(a), a

    return _summed(v, (v.var, v.accum), step)


@_operator("SparseApplyAdagradV2", "lr, epsilon, use_locking=False, update_slots=True", "var accum grad indices", 2, 2,
           "A sparse step of Adagrad")  # fmt: skip
def _sparse_adagrad_v2(v: Any, lr: float, epsilon: float, use_locking: bool, update_slots: bool) -> Any:
    def step(g: Any, var: Any, a: Any) -> Any:
        a = a + g * g if update_slots else a
        return var - _like(g, lr) * g / jnp.sqrt(a + _like(g, epsilon)), a

    return _in_turn(v, (v.var, v.accum), step)


def _sparse_proximal_adagrad(v: Any, use_locking: bool) -> Any:
    def step(g: Any, var: Any, a: Any) -> Any:
        a = a + g * g
        rate = v.lr / jnp.sqrt(a)
        return _proximal(var - rate * g, rate, v.l1, v.l2), a

    return _summed(v, (v.var, v.accum), step)


for _name in ("SparseApplyProximalAdagrad", "FusedSparseProximalAdagrad"):
    _operator(_name, _LOCKING, "var accum lr l1 l2 grad indices", 2, 2, "A sparse proximal step of Adagrad")(
        _sparse_proximal_adagrad
    )


@_operator("SparseApplyProximalGradientDescent", _LOCKING, "var alpha l1 l2 grad indices", 1, 0,
           "A sparse proximal gradient step")  # fmt: skip
def _sparse_proximal_descent(v: Any, use_locking: bool) -> Any:
    return _in_turn(v, (v.var,), lambda g, var: (_proximal(var - v.alpha * g, v.alpha, v.l1, v.l2),))


@_operator("SparseApplyRMSProp", "rho, momentum, epsilon, use_locking=False", "var ms mom lr grad indices", 3, 3,
           "A sparse step of RMSProp")  # fmt: skip
def _sparse_rms_prop(v: Any, rho: float, momentum: float, epsilon: float, use_locking: bool) -> Any:
    numbers = [_like(v.var, n) for n in (rho, momentum, epsilon)]
    return _in_turn(v, (v.var, v.ms, v.mom), lambda g, var, ms, mom: _rms_prop(var, ms, mom, v.lr, g, *numbers))


@_operator("SparseApplyCenteredRMSProp", _LOCKING, "var mg ms mom lr rho momentum epsilon grad indices", 4, 0,
           "A sparse step of RMSProp with a centred variance")  # fmt: skip
def _sparse_centred(v: Any, use_locking: bool) -> Any:
    def step(g: Any, var: Any, mg: Any, ms: Any, mom: Any) -> Any:
        return _centred(var, mg, ms, mom, g, v.lr, v.rho, v.momentum, v.epsilon)

    return _in_turn(v, (v.var, v.mg, v.ms, v.mom), step)


@_operator("SparseApplyAdadelta", "epsilon, use_locking=False", "var accum accum_update lr rho grad indices", 3, 3,
           "A sparse step of Adadelta")  # fmt: skip
def _sparse_ada_delta(v: Any, epsilon: float, use_locking: bool) -> Any:
    states = (v.var, v.accum, v.accum_update)
    return _in_turn(v, states, lambda g, var, accum, delta: _ada_delta(v, var, accum, delta, _like(g, epsilon), g))


@_operator("SparseApplyAdagradDA", _LOCKING, "var grad_accum grad_square_accum grad indices lr l1 l2 global_step", 3, 0,
           "A sparse step of Adagrad by dual averaging")  # fmt: skip
def _sparse_adagrad_da(v: Any, use_locking: bool) -> Any:
    states = (v.var, v.grad_accum, v.grad_square_accum)
    return _in_turn(v, states, lambda g, _, sums, squares: _adagrad_da(v, sums, squares, g))


@_operator("SparseApplyMomentum", "use_locking=False, use_nesterov=False", "var accum lr grad indices momentum", 2, 0,
           "A sparse step of momentum")  # fmt: skip
def _sparse_momentum(v: Any, use_locking: bool, use_nesterov: bool) -> Any:
    def step(g: Any, var: Any, a: Any) -> Any:
        a = a * v.momentum + g
        return var - (v.lr * g + v.lr * v.momentum * a if use_nesterov else v.lr * a), a

    return _in_turn(v, (v.var, v.accum), step)


_ADAM = "var m v beta1_power beta2_power lr beta1 beta2 epsilon grad indices"


def _adam_parts(v: Any, nesterov: bool) -> Step:
    def step(g: Any, var: Any, m: Any, s: Any) -> Any:
        one = _like(g, 1)
        rate = v.lr * jnp.sqrt(one - v.beta2_power) / (one - v.beta1_power)
        m = m * v.beta1 + g * (one - v.beta1)
        s = s * v.beta2 + g * g * (one - v.beta2)
        top = m * v.beta1 + g * (one - v.beta1) if nesterov else m
        return var - rate * top / (jnp.sqrt(s) + v.epsilon), m, s

    return step


@_operator("FusedSparseAdam", "use_locking=False, use_nesterov=False", _ADAM, 3, 3,
           "A step of Adam with a sparse gradient; the other rows decay")  # fmt: skip
def _fused_sparse_adam(v: Any, use_locking: bool, use_nesterov: bool) -> Any:
    return _adam_parts(v, use_nesterov)(_dense(v)[0], v.var, v.m, v.v)


@_operator("FusedSparseLazyAdam", "use_locking=False, use_nesterov=False", _ADAM, 3, 3,
           "A step of Adam for the rows of a sparse gradient only")  # fmt: skip
def _fused_sparse_lazy_adam(v: Any, use_locking: bool, use_nesterov: bool) -> Any:
    return _summed(v, (v.var, v.m, v.v), _adam_parts(v, use_nesterov))
