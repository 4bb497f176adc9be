"""Blocks of PyNative that keep no intermediate values for their gradient: the walk back runs them again.

A block is recorded as everything is. Then its nodes on the tape give up what they have saved; when the walk back comes to them
the block runs once more, as it ran then, and fills them. They give it up again when the walk has left the block.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from mindshim._core import random, state, tape
from mindshim._core.state import S
from mindshim._core.tensor import Tensor

_MISSING = object()


def call(run: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], block: Any, again: Any = None) -> Any:
    """`run(args, kwargs)`, which calls `block`, a Cell or a function; inside the context manager `again` when it runs again."""
    if not state.records() or S.tape.depth > 1:
        # A gradient of a gradient needs the nodes of the inner one.
        return run(args, kwargs)
    start = len(S.tape.nodes)
    step = Block(run, args, kwargs, block, again)
    out = run(args, kwargs)
    step.evict(start)
    return out


class Block(tape.Empty):
    """In the place of the programs of a block's nodes: how to fill them."""

    name = "Recompute"

    def __init__(self, run: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], block: Any, again: Any) -> None:
        self.tape = S.tape
        self.run = run
        self.again = contextlib.nullcontext() if again is None else again
        self.amp = S.amp
        self.implicit = S.tape.implicit
        self.nodes: list[tape.Node] = []
        self.steps: list[Any] = []
        copies: dict[int, Tensor] = {}
        self.inputs = _copy((args, kwargs), copies)
        self.copies = list(copies.values())
        # The Cell of a method, too.
        owner = getattr(block, "__self__", block)
        cells = [cell for _, cell in getattr(owner, "cells_and_names", tuple)()]
        held = {id(t): t for c in cells for t in (*c._params.values(), *c._buffers.values()) if isinstance(t, Tensor)}
        #: What the block may read and write besides its inputs, as it was before it ran.
        self.held = [(t, t.__dict__["_data"], t._ref) for t in held.values() if "_data" in t.__dict__]
        self.attributes = [(c.__dict__, dict(c.__dict__)) for c in cells]
        self.streams = [(s, s.seed, s.offset) for s in random.streams()]

    def evict(self, start: int) -> None:
        """Empty the nodes from `start` on; nothing happens if the block, run again, could not fill them."""
        adopted = {id(node) for _, node in self.tape.implicit.adopted} if self.tape.implicit is not None else ()
        # A Parameter may have become an input of the gradient meanwhile.
        self.held = [(t, data, t._ref) for t, data, _ in self.held]
        known = {(id(r[0]), r[1]) for r in [t._ref for t in self.copies] + [ref for _, _, ref in self.held] if r is not None}
        own = [node for node in self.tape.nodes[start:] if id(node) not in adopted]
        inside = {id(node) for node in own}
        for node in own:
            if node.program is None or node.refs is None:
                return
            if any(r is not None and id(r[0]) not in inside and (id(r[0]), r[1]) not in known for r in node.refs):
                # It reads what is neither an input nor the Cell's own.
                return
        self.nodes = own
        self.steps = [(node.program.name, len(node.cts)) for node in own]
        self.empty()

    def empty(self) -> None:
        """Let go of what the nodes have saved."""
        for node in self.nodes:
            node.program, node.leaves, node.residuals = self, None, None

    def fill(self) -> None:
        """Run the block again for what its nodes have to know; the blocks that the walk has left are emptied."""
        filled = self.tape.filled
        left = [b for b in filled if b.nodes[0].position > self.nodes[-1].position]
        for b in reversed(left):
            # Blocks inside of others come first.
            b.empty()
            filled.remove(b)
        found = self._nodes_again()
        if [(node.program.name, len(node.cts)) for node in found] != self.steps:
            raise RuntimeError(
                "For 'recompute', the block did other steps when it ran again in the backward pass: it depends on something that "
                "has changed since, or is not deterministic."
            )
        of = {id(new): node for node, new in zip(self.nodes, found, strict=True)}
        for node, new in zip(self.nodes, found, strict=True):
            node.program, node.leaves, node.residuals = new.program, new.leaves, new.residuals
            if isinstance(new.program, Block):
                new.program.nodes = [of.get(id(n), n) for n in new.program.nodes]
        filled.append(self)

    def _nodes_again(self) -> list[tape.Node]:
        nodes = self.tape.nodes
        start = len(nodes)
        values = [(t, t.__dict__.get("_data"), t._ref) for t, _, _ in self.held]
        attributes = [(have, dict(have)) for have, _ in self.attributes]
        streams = [(s, s.seed, s.offset) for s, _, _ in self.streams]
        # Parameters have their places already; some operators go other ways where those that take part are looked for.
        implicit, self.tape.implicit = self.tape.implicit, self.implicit
        before = state.set_tape(self.tape)
        token = state.push_amp(self.amp)
        try:
            _put(self.held, self.attributes, self.streams)
            args, kwargs = _copy(self.inputs, {})
            with self.again:
                self.run(args, kwargs)
            return nodes[start:]
        finally:
            _put(values, attributes, streams)
            state.pop_amp(token)
            state.set_tape(before)
            self.tape.implicit = implicit
            del nodes[start:]


def _put(values: list[Any], attributes: list[Any], streams: list[Any]) -> None:
    for t, data, ref in values:
        if t.__dict__.get("_data") is not data:
            t._data = data
        t._ref = ref
    for have, had in attributes:
        for name in [n for n, v in have.items() if had.get(n, _MISSING) is not v]:
            del have[name]
        for name, value in had.items():
            have.setdefault(name, value)
    for stream, seed, offset in streams:
        stream.seed, stream.offset = seed, offset


def _copy(value: Any, copies: dict[int, Tensor]) -> Any:
    """Nested arguments with Tensors as they are now, whatever is written to them later."""
    if isinstance(value, Tensor):
        if value._is_parameter:
            copies[id(value)] = value
            return value
        found = copies.get(id(value))
        if found is None:
            found = copies[id(value)] = tape.snapshot(value) if type(value) is Tensor else value
        return found
    kind = type(value)
    if kind in (tuple, list):
        return kind([_copy(v, copies) for v in value])
    if kind is dict:
        return {k: _copy(v, copies) for k, v in value.items()}
    return value
