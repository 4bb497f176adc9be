"""One compiled update of all parameters of an optimizer."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from mindshim._core import dispatch
from mindshim._core import state as modes
from mindshim._core.donation import shared
from mindshim._core.operators import Array, Arrays, freeze, kernel
from mindshim._core.promotion import F32, F64


def centralizes(shape: tuple[int, ...]) -> bool:
    """Whether gradients of this shape are centralised: as in MindSpore, multiples of 16 channels alone."""
    return len(shape) > 1 and shape[1] % 16 == 0


@kernel("OptimizerStep", differentiable=False, amp=False)
def optimizer_step(
    params: Arrays,
    grads: Arrays,
    slots: Arrays,
    state: Arrays,
    lrs: Arrays,
    decays: Arrays,
    hyper: Arrays,
    scale: Array | None,
    formula: Any = None,
    advance: Any = None,
    decay_flags: Any = (),
    centralize: Any = (),
    when_decay: str = "late",
    options: Any = (),
    groups: Any = (),
    negate: Any = (),
    rows: Any = (),
) -> tuple[Any, ...]:
    """The new parameters, slots and state of one optimizer step.

    `formula(w, g, slots, lr, hyper, state, decay, options)` gives the new value and slots of one parameter in its
    computing precision (float32 at least); `advance(state, hyper)` the new shared state. The loss scale, gradient
    centralisation and L2 weight decay come before; `when_decay` says whether the last is "early", before gradients are
    centralised, or "late", after that. "own": the formula applies it.

    `rows` marks tables whose gradient has zeros in the rows that were not looked up: those rows stay as they are.

    `groups`, if given, is each parameter's group: then rates, decays, options and `negate` (gradients turned round)
    are the groups', and `hyper` holds as many numbers for each group, one group behind the other.
    """
    n = len(params)
    per_group = len(hyper) // len(lrs) if groups else 0
    per_slot = len(slots) // n if n else 0
    new_params, new_slots = [], [[] for _ in range(per_slot)]
    state = advance(state, hyper) if advance is not None else state
    for i, (w, g) in enumerate(zip(params, grads, strict=True)):
        if w.shape != g.shape:
            raise ValueError(
                f"For 'Optimizer', the gradient of parameter {i} must have the parameter's shape {list(w.shape)}, "
                f"but got {list(g.shape)}."
            )
        dtype = F64 if w.dtype == F64 else F32
        value, grad = w.astype(dtype), g.astype(dtype)
        at = groups[i] if groups else i
        lr = jnp.asarray(lrs[at if len(lrs) > 1 else 0]).astype(dtype).reshape(())
        decay = jnp.asarray(decays[at if len(decays) > 1 else 0]).astype(dtype) if decays else None
        if negate and negate[at]:
            grad = -grad
        touched = jnp.any(grad != 0, axis=tuple(range(1, grad.ndim)), keepdims=True) if rows and rows[i] else None
        if not (decay_flags and decay_flags[i]):
            decay = None
        if scale is not None:
            grad = grad * jnp.asarray(scale).astype(dtype)
        if decay is not None and when_decay == "early":
            grad = grad + decay * value
        if centralize and centralize[i] and centralizes(grad.shape):
            grad = grad - grad.mean(axis=tuple(range(1, grad.ndim)), keepdims=True)
        if decay is not None and when_decay == "late":
            grad = grad + decay * value
        mine = [slots[s * n + i].astype(dtype) for s in range(per_slot)]
        own = hyper[at * per_group : (at + 1) * per_group] if groups else hyper
        common = [jnp.asarray(h).astype(dtype) for h in own]
        before = value, mine
        value, mine = formula(value, grad, mine, lr, common, state, decay, options[at] if groups else options)
        if touched is not None:
            value, *mine = (jnp.where(touched, new, old) for new, old in zip((value, *mine), (before[0], *before[1]), strict=True))
        new_params.append(value.astype(w.dtype))
        for s in range(per_slot):
            new_slots[s].append(mine[s].astype(slots[s * n + i].dtype))
    return (*new_params, *[x for slot in new_slots for x in slot], *state)


def take_step(params: Any, gradients: Any, slots: Any, state: Any, *how: Any) -> None:
    """Compute a step in one compiled program, then write the parameters, slots and state; nothing goes on the tape."""
    with modes.lock:
        tape = modes.set_tape(None)
        try:
            traced = modes.S.scope is not None
            out = None if traced else _step_in_place(params, gradients, slots, state, *how)
            if out is None:
                out = [new._data for new in optimizer_step(params, gradients, slots, state, *how)]
            for old, new in zip((*params, *slots, *state), out, strict=True):
                if traced or old._views is not None or old._view is not None:
                    old._assign_data(new)
                else:
                    old._data = new
        finally:
            modes.set_tape(tape)


def _step_in_place(
    params: Any, gradients: Any, slots: Any, state: Any, lrs: Any, decays: Any, hyper: Any, scale: Any, *statics: Any
) -> Any:
    """The new arrays in the memory of the old ones; None if others hold the old ones, or something is not a Tensor."""
    try:
        leaves = [t._data for t in params]
        leaves += [t._data for t in gradients]
        leaves += [t._data for t in slots]
        leaves += [t._data for t in state]
        leaves += [t._data for part in (lrs, decays, hyper) for t in part]
        if scale is not None:
            leaves.append(scale._data)
    except AttributeError:
        # What is not a Tensor is refused, or made one, on the usual way.
        return None
    n, first_slot = len(params), len(params) + len(gradients)
    behind = first_slot + len(slots) + len(state)
    held = shared(leaves, range(n)) + shared(leaves, range(first_slot, behind))
    if len(held) * 4 > behind:
        return None
    for i in held:
        # At the first step, slots may be one array of zeros: to copy it is less than to compile both ways.
        leaves[i] = leaves[i].copy()
    spec = tuple((len(part),) for part in (params, gradients, slots, state, lrs, decays, hyper))
    program = optimizer_step.program((*spec, int(scale is not None)), tuple(map(freeze, (*statics, *optimizer_step.defaults[8 + len(statics) :]))))
    run = program.donating(lambda: (*range(n), *range(first_slot, behind)))
    try:
        return run(*leaves)
    except Exception as error:
        dispatch.fail(optimizer_step, (params, gradients, slots, state, lrs, decays, hyper, scale, *statics), error)
