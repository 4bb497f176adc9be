"""One compiled update of all parameters of an optimizer."""

from __future__ import annotations

from collections.abc import Callable
from operator import is_, itemgetter
from typing import Any

import jax.numpy as jnp

from mindshim._core import dispatch
from mindshim._core import state as modes
from mindshim._core.donation import shared
from mindshim._core.operators import Array, Arrays, freeze, kernel, types_within
from mindshim._core.promotion import F32, F64, is_complex
from mindshim._core.tensor import Tensor


def centralizes(shape: tuple[int, ...]) -> bool:
    """Whether gradients of this shape are centralised: as in MindSpore, multiples of 16 channels alone."""
    return len(shape) > 1 and shape[1] % 16 == 0


def takes_wider(formula: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a formula that takes float64 gradients of narrower parameters, as MindSpore's, which is made of single operators."""
    formula.takes_wider = True  # type: ignore[attr-defined]
    return formula


def _check_gradient(i: int, w: Array, g: Array, formula: Any) -> None:
    """TypeError or ValueError for a gradient that does not fit parameter `i`; this is traced once, not run at each step."""
    if w.shape != g.shape:
        raise ValueError(
            f"For 'Optimizer', the gradient of parameter {i} must have the parameter's shape {list(w.shape)}, "
            f"but got {list(g.shape)}."
        )
    if is_complex(g.dtype) and not is_complex(w.dtype) or g.dtype == F64 != w.dtype and not hasattr(formula, "takes_wider"):
        raise TypeError(f"For 'Optimizer', the gradient of parameter {i} must have the parameter's dtype {w.dtype.name}, but got {g.dtype.name}.")


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
    absent: Any = (),
) -> tuple[Any, ...]:
    """The new parameters, slots and state of one optimizer step.

    `formula(w, g, slots, lr, hyper, state, decay, options)` gives the new value and slots of one parameter in its
    computing precision (float32 at least); `advance(state, hyper)` the new shared state. The loss scale, gradient
    centralisation and L2 weight decay come before; `when_decay` says whether the last is "early", before gradients are
    centralised, or "late", after that. "own": the formula applies it.

    `rows` marks tables whose gradient has zeros in the rows that were not looked up: those rows stay as they are.

    `absent` are the numbers of slots that the formula leaves alone, all options being what they are: they are not given,
    and None for the formula.

    `groups`, if given, is each parameter's group: then rates, decays, options and `negate` (gradients turned round)
    are the groups', and `hyper` holds as many numbers for each group, one group behind the other.
    """
    n = len(params)
    per_group = len(hyper) // len(lrs) if groups else 0
    per_slot = len(slots) // n if n else 0
    given = [s for s in range(per_slot + len(absent)) if s not in absent]
    new_params, new_slots = [], [[] for _ in given]
    state = advance(state, hyper) if advance is not None else state
    for i, (w, g) in enumerate(zip(params, grads, strict=True)):
        _check_gradient(i, w, g, formula)
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
        mine: list[Any] = [None] * (per_slot + len(absent))
        for at_slot, s in enumerate(given):
            mine[s] = slots[at_slot * n + i].astype(dtype)
        own = hyper[at * per_group : (at + 1) * per_group] if groups else hyper
        common = [jnp.asarray(h).astype(dtype) for h in own]
        before = value, mine
        value, mine = formula(value, grad, mine, lr, common, state, decay, options[at] if groups else options)
        if touched is not None:
            value, *mine = (jnp.where(touched, new, old) for new, old in zip((value, *mine), (before[0], *before[1]), strict=True))
        new_params.append(value.astype(w.dtype))
        for at_slot, s in enumerate(given):
            new_slots[at_slot].append(mine[s].astype(slots[at_slot * n + i].dtype))
    return (*new_params, *[x for slot in new_slots for x in slot], *state)


class Plan:
    """What the steps of one optimizer have in common, found at the first: where the arrays are, and the compiled program.

    It holds as long as the very same tuples of Tensors and the same static arguments are given; shapes and dtypes are the
    program's business. `take_step` looks, and makes it anew.
    """

    __slots__ = ("_arranged", "_homes", "_program", "_spec", "_statics", "_tuples")

    def __init__(self) -> None:
        self._tuples: tuple[Any, ...] = ()
        self._homes: list[dict[str, Any]] = []
        self._spec: Any = None
        self._statics: tuple[Any, ...] = ()
        self._program: Any = None
        self._arranged: Any = None

    def __reduce__(self) -> Any:
        # A copy of the optimizer has other Tensors.
        return (Plan, ())

    def arranged(self, key: tuple[Any, ...], sources: list[Any], make: Callable[[], Any]) -> Any:
        """`make()`, which depends on the settings in `key` and on the Tensors in the sequences `sources`: kept while those stay."""
        if not _constant(key):
            return make()
        typed = types_within(key), key
        before = self._arranged
        if before is None or before[0] != typed or len(sources) != len(before[1]) or not all(map(_same_elements, sources, before[1])):
            self._arranged = before = typed, [tuple(source) for source in sources], make()
        return before[2]

    def homes(self, params: Any, slots: Any, state: Any) -> list[dict[str, Any]]:
        """The attributes of all Tensors that a step writes: to read `_data` there is a fifth of the way through the Tensor."""
        now = (params, slots, state)
        if len(self._tuples) != 3 or not all(map(is_, now, self._tuples)):
            self._homes = [t.__dict__ for part in now for t in part]
            # What is no tuple may have other elements next time.
            self._tuples = now if all(isinstance(part, tuple) for part in now) else ()
        return self._homes

    def program(self, spec: tuple[Any, ...], statics: tuple[Any, ...], first_slot: int, behind: int) -> Any:
        """`Program.donating` of the step, which takes over the parameters, slots and state."""
        if spec != self._spec or len(statics) != len(self._statics) or not all(map(is_, statics, self._statics)):
            frozen = tuple(map(freeze, (*statics, *optimizer_step.defaults[8 + len(statics) :])))
            found = optimizer_step.program(spec, frozen)
            self._program = found.donating(lambda: (*range(spec[0][0]), *range(first_slot, behind)))
            self._spec = spec
            self._statics = statics if all(map(_constant, statics)) else ()
        return self._program


def _same_elements(now: Any, before: tuple[Any, ...]) -> bool:
    return now is before or len(now) == len(before) and all(map(is_, now, before))


def _constant(value: Any) -> bool:
    """Whether a static argument can never be another one than it is."""
    if type(value) is tuple:
        return all(map(_constant, value))
    return value is None or isinstance(value, (bool, int, float, str)) or callable(value) and not isinstance(value, Tensor)


def take_step(plan: Plan, params: Any, gradients: Any, slots: Any, state: Any, *how: Any) -> None:
    """Compute a step in one compiled program, then write the parameters, slots and state; nothing goes on the tape."""
    with modes.lock:
        tape = modes.set_tape(None)
        try:
            if modes.S.scope is None and _step_in_place(plan, params, gradients, slots, state, *how):
                return
            out = optimizer_step(params, gradients, slots, state, *how)
            for old, new in zip((*params, *slots, *state), out, strict=True):
                old._assign_data(new._data)
        finally:
            modes.set_tape(tape)


_array = itemgetter("_data")


def _step_in_place(
    plan: Plan, params: Any, gradients: Any, slots: Any, state: Any, lrs: Any, decays: Any, hyper: Any, scale: Any, *statics: Any
) -> bool:
    """Take the step in the memory of the old arrays; False if others hold them, or something is not a Tensor."""
    try:
        homes = plan.homes(params, slots, state)
        try:
            taken = list(map(_array, homes))
        except KeyError:
            # A view that has to be read again, or a Parameter that waits for its initializer.
            taken = [t._data for part in (params, slots, state) for t in part]
        kept = [t._data for t in gradients]
        for part in (lrs, decays, hyper):
            kept += [t._data for t in part]
        if scale is not None:
            kept.append(scale._data)
    except AttributeError:
        # What is not a Tensor is refused, or made one, on the usual way.
        return False
    held = shared(taken)
    if len(held) * 4 > len(params) + len(gradients) + len(slots) + len(state):
        return False
    for i in held:
        # At the first step, slots may be one array of zeros: to copy it is less than to compile both ways.
        taken[i] = taken[i].copy()
    spec = (*[(len(part),) for part in (params, gradients, slots, state, lrs, decays, hyper)], int(scale is not None))
    first_slot = len(params) + len(gradients)
    run = plan.program(spec, statics, first_slot, first_slot + len(slots) + len(state))
    try:
        out = run(taken, kept)
    except Exception as error:
        dispatch.fail(optimizer_step, (params, gradients, slots, state, lrs, decays, hyper, scale, *statics), error)
    del taken
    aliased = []
    for home, new in zip(homes, out, strict=True):
        if "_views" in home or "_view" in home:
            aliased.append(new)
        else:
            home["_data"] = new
    if aliased:
        # Views are told.
        found = iter(aliased)
        for t in (*params, *slots, *state):
            if "_views" in t.__dict__ or "_view" in t.__dict__:
                t._assign_data(next(found))
    return True
