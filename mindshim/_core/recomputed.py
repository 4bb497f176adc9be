"""Blocks that keep no intermediate values for their gradient: the backward pass computes them again.

In PyNative the walk back runs it again (`rerun`). In a traced function such a block is captured on its own, as a branch is,
and becomes one step whose gradient starts from the block's inputs. What it does besides computing
(writes, random numbers, printing) happens once.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from mindshim._core import dispatch, dtypes, rerun, tape
from mindshim._core.control import outcome
from mindshim._core.control.branch import Branch, BranchScope, capture_branch
from mindshim._core.control.numbers import TracedNumber
from mindshim._core.control.refusal import CannotLower, refuse
from mindshim._core.control.values import CONST, MAPPING, Node
from mindshim._core.program import Program
from mindshim._core.promotion import is_inexact
from mindshim._core.state import S
from mindshim._core.tensor import Tensor

#: Values without Tensors in them.
_PLAIN = (bool, int, float, complex, str, bytes, type(None), type(...), type, np.ndarray, np.generic, range, slice, dtypes.Type)


def call(run: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], block: Any, context_fn: Any = None) -> Any:
    """`run(args, kwargs)`, which calls `block`, a Cell or a function, without keeping what only its gradient needs.

    `context_fn` gives PyNative the context managers in which it runs now and in which it runs again.
    """
    scope = S.scope
    if scope is None or scope.thread != threading.get_ident():
        if context_fn is None:
            return rerun.call(run, args, kwargs, block)
        now, again = context_fn()
        with now:
            return rerun.call(run, args, kwargs, block, again)
    if not _wanted(scope, block):
        return run(args, kwargs)
    name = getattr(block, "__name__", None) or type(block).__name__
    before = _refusals(scope)
    try:
        return _as_one_step(lambda _: run(args, kwargs), name)
    except CannotLower:
        # Without being a step of its own the block may do more, up to what ends the trace.
        for s, refused, failed in before:
            s.refused, s.failed = refused, failed
    return run(args, kwargs)


def _wanted(scope: Any, block: Any) -> bool:
    """Whether only reverse gradients may be taken: other transformations, and hooks inside, need the operators themselves."""
    if S.tape is not None:
        return not any(cell.enable_backward_hook for _, cell in getattr(block, "cells_and_names", tuple)())
    while scope.parent is not None:
        scope = scope.parent
    return scope.compiles


def _refusals(scope: Any) -> list[Any]:
    found = []
    while scope is not None:
        found.append((scope, scope.refused, scope.failed))
        scope = scope.parent
    return found


def _as_one_step(run: Callable[[Any], Any], name: str) -> Any:
    block = _capture(run)
    quiet = block
    if block.acts:
        scope = BranchScope(S.scope)
        scope.output = None
        quiet = capture_branch(run, scope=scope)
    if block.scope.unbounded:
        refuse(f"{name}: {block.scope.unbounded}")
    leaves, sources = list(quiet.leaves), list(quiet.sources)
    again = _computed_again(quiet.function())
    n = len(leaves)
    if quiet is block:

        def flat(*given: Any) -> tuple[Any, ...]:
            return again(list(given))

    else:
        leaves += block.leaves
        sources += [None] * len(block.leaves)
        act = block.function()

        def flat(*given: Any) -> tuple[Any, ...]:
            # What is printed and the like; XLA merges the computation with that of the step.
            act([lax.stop_gradient(x) for x in given[n:]], [])
            return again(list(given[:n]))

    flat.__name__ = flat.__qualname__ = "Recompute"
    if S.tape is not None and tape.tracks_integers([s for s in sources if s is not None]):
        refuse(f"{name}: a gradient by integers goes through it")
    nodes = [quiet.value, *[node for _, node in quiet.entries.values()]]
    made = _Made(quiet)
    for node in nodes:
        made.check(node, name)
    made.tensors = list(dispatch.execute(Program(flat, "Recompute", keeps=True), leaves, sources)) if quiet.avals or block.acts else []
    for stream, _, _, count in quiet.scope.streams.values():
        S.scope.draw(stream, count)
    for t, at in quiet.written.values():
        outcome.write(t, made.tensors[at])
    for entry, node in quiet.entries.values():
        outcome.give(entry, made.value(node))
    if quiet.failed is not None:
        outcome.fail_if(made.tensors[quiet.failed]._data)
    return made.value(quiet.value)


def _capture(run: Callable[[Any], Any]) -> Branch:
    unbounded = S.scope.unbounded
    block = capture_branch(run)
    if block.scope.unbounded:
        # Said again by the block itself, when it runs as a part of the function.
        S.scope.unbounded = unbounded
    return block


class _Made:
    """Gives what a block computed to the code around it, in the objects that the block made."""

    def __init__(self, block: Branch) -> None:
        self.scope = block.scope
        self.tensors: list[Tensor] = []
        self._known: dict[int, Any] = {}

    def check(self, node: Node, name: str) -> None:
        """Refuse an object that may hold Tensors of the block where nobody sees them."""
        for part in node.parts or ():
            self.check(part, name)
        value = node.value
        if node.kind == CONST and not isinstance(value, _PLAIN) and not callable(value):
            refuse(f"{name}: its result has a {type(value).__name__}")

    def value(self, node: Node) -> Any:
        """What `node` describes."""
        value = node.value
        if node.kind == CONST:
            return value
        if isinstance(value, Tensor):
            if id(value) in self.scope.saved or not self.scope.made_here(value):
                return value
            found = self._known.get(id(value))
            if found is None:
                found = self.tensors[node.at]
                if isinstance(value, TracedNumber):
                    found = TracedNumber.of(found._data, node.what)
                elif value._view is not None:
                    outcome.freeze(found)
                self._known[id(value)] = found
            return found
        parts = [self.value(p) for p in node.parts]
        if node.kind == MAPPING:
            value.update(zip(node.what[1], parts, strict=True))
        elif isinstance(value, list):
            if len(value) != len(parts) or any(a is not b for a, b in zip(value, parts, strict=True)):
                value[:] = parts
        else:
            value = node.what(*parts) if hasattr(node.what, "_fields") else node.what(parts)
        return value


def _computed_again(block: Callable[[Any, Any], list[Any]]) -> Callable[[list[Any]], tuple[Any, ...]]:
    """`block(leaves, [])` as a function whose gradient keeps nothing but the leaves."""

    @jax.custom_vjp
    def step(leaves: list[Any]) -> tuple[Any, ...]:
        return tuple(block(leaves, []))

    def forward(leaves: list[Any]) -> Any:
        values = [x.value for x in leaves]
        moves = [x.perturbed and is_inexact(x.value.dtype) for x in leaves]
        moving = [x if m else None for x, m in zip(values, moves, strict=True)]
        return step(values), (moving, [None if m else x for x, m in zip(values, moves, strict=True)])

    def backward(kept: Any, cts: Any) -> Any:
        given = [None if isinstance(c, jax.custom_derivatives.SymbolicZero) or c.dtype == jax.dtypes.float0 else c for c in cts]
        if all(c is None for c in given):
            return ([None] * len(kept[0]),)
        moving, fixed = kept
        return (_later(pull, moving, fixed, given),)

    def pull(moving: list[Any], fixed: list[Any], given: list[Any]) -> list[Any]:
        def of_moving(moving: list[Any]) -> tuple[Any, ...]:
            return tuple(block([f if m is None else m for m, f in zip(moving, fixed, strict=True)], []))

        outs, vjp = jax.vjp(of_moving, moving)
        return vjp(tuple([_cotangent(c, o) for c, o in zip(given, outs, strict=True)]))[0]

    step.defvjp(forward, backward, symbolic_zeros=True)
    return step  # type: ignore[return-value]


def _cotangent(ct: Any, out: Any) -> Any:
    if not is_inexact(out.dtype):
        return np.zeros(out.shape, jax.dtypes.float0)
    return jnp.zeros(out.shape, out.dtype) if ct is None else ct


def _later(pull: Callable[..., Any], moving: list[Any], fixed: list[Any], given: list[Any]) -> Any:
    """`pull(moving, fixed, given)`, which XLA neither merges with the forward pass nor begins before `given` is there."""
    if jax.default_backend() != "cpu":
        return pull(*lax.optimization_barrier((moving, fixed, given)))
    # XLA for CPU orders what it computes without regard to barriers. A branch begins when its operands are there, and its
    # memory is free when it ends; that this one is always taken XLA does not see.
    always = lax.optimization_barrier(np.bool_(True))
    return lax.cond(always, pull, lambda moving, *_: jax.tree.map(jnp.zeros_like, moving), moving, fixed, given)
