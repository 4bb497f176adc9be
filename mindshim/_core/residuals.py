"""Gradients whose forward pass keeps what the backward pass needs, so that nothing is computed twice.

A plain program repeats its forward computation in its backward function; for one operator that costs next to nothing,
and inside `jit` XLA merges the two. Compiled functions and operators with loops, which XLA does not merge, come here.
"""

from __future__ import annotations

import functools
from typing import Any

import jax
import jax.numpy as jnp

from mindshim._core import program as programs
from mindshim._core import tape
from mindshim._core.program import Program
from mindshim._core.promotion import is_inexact
from mindshim._core.state import S
from mindshim._core.tensor import Tensor


def keep(program: Program, leaves: list[Any], refs: list[Any]) -> tuple[tuple[Any, ...], tape.Node]:
    """Run a program inside a gradient: its outputs, and the node on the tape, which has the residuals."""
    mask = tuple([r is not None for r in refs])
    forward = program.forwards.get(mask)
    if forward is None:
        forward = program.forwards[mask] = _Forward(program, mask)
    out, vjp = forward.run(*leaves)
    node = tape.Node(S.tape, program, leaves, refs, len(out))
    node.residuals = functools.partial(forward.backward, vjp, out, leaves)
    return out, node


def record(program: Program, leaves: list[Any], refs: list[Any]) -> Any:
    """Run an operator's program inside a gradient, and wrap its output(s)."""
    out, node = keep(program, leaves, refs)
    wrapped = on_tape(out, node)
    return tuple(wrapped) if program.many else wrapped[0]


def on_tape(out: tuple[Any, ...], node: tape.Node) -> list[Tensor]:
    """Output arrays as Tensors; the floating ones know the node they come from."""
    wrapped = []
    for i, o in enumerate(out):
        t = Tensor._wrap(o)
        if is_inexact(o.dtype):
            t._ref = (node, i)
        wrapped.append(t)
    return wrapped


class _Forward:
    """The forward pass of a program that also returns its vjp, and the backward pass that takes it."""

    def __init__(self, program: Program, mask: tuple[bool, ...]) -> None:
        where = [i for i, m in enumerate(mask) if m]
        #: Which inputs it is differentiated by, for inputs of given dtypes: integers such as indices may not be among them.
        self.moving: dict[Any, list[int]] = {}

        def forward(*leaves: Any) -> Any:
            moving, out, vjp = programs._pull_back(program.flat, leaves, where)
            self.moving[_dtypes(leaves)] = moving
            return out, vjp

        self.run = jax.jit(forward, inline=True)
        self._backwards: dict[Any, Any] = {}

    def backward(self, vjp: Any, outs: Any, leaves: list[Any], cts: list[Any], mask: Any) -> list[Any]:
        """The gradients of the inputs in `mask`; cotangents of None count as zero."""
        present = tuple([c is not None for c in cts])
        key = (present, *[(o.shape, o.dtype) for o in outs])
        step = self._backwards.get(key)
        if step is None:
            avals = [jax.ShapeDtypeStruct(o.shape, o.dtype) for o in outs]

            def pull(vjp: Any, given: Any) -> Any:
                rest = iter(given)
                full = [programs._cotangent(next(rest) if p else None, a) for p, a in zip(present, avals, strict=True)]
                return [programs._conj(g) for g in vjp(tuple(full))]

            step = self._backwards[key] = jax.jit(pull, inline=True)
        grads = step(vjp, [c for c in cts if c is not None])
        found = dict(zip(self.moving[_dtypes(leaves)], grads, strict=True))
        # A nested walk may want fewer inputs than were tracked.
        return [
            programs._restore(found[i], leaves[i]) if i in found else jnp.zeros_like(leaves[i])
            for i, m in enumerate(mask)
            if m
        ]


def _dtypes(leaves: Any) -> tuple[Any, ...]:
    return tuple([jnp.result_type(x) for x in leaves])
